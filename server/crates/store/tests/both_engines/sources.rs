//! How sources do, and contours.

use portal::messages::Messages as _;
use portal::places::Insee;
use portal::sources::{Attempt, SourceStatus, Sources as _};
use store::Store;
use store_testing::on_both_engines;

use crate::telling::*;

fn success() -> Attempt {
    Attempt::Success {
        etag: Some("\"1\"".into()),
        last_modified: None,
    }
}

fn failure(error: &str) -> Attempt {
    Attempt::Failure {
        error: error.into(),
    }
}

async fn status(store: &Store) -> SourceStatus {
    store.statuses().await.unwrap().remove(0).1
}

on_both_engines! {
    async fn a_source_is_known_from_its_first_start(database) {
        let store = store(&database).await;
        store.know(&[meteo()], minute(0)).await.unwrap();
        let version = store.version().await.unwrap();
        store.know(&[meteo()], minute(60)).await.unwrap();
        assert_eq!(status(&store).await.first_seen, Some(minute(0)));
        assert_eq!(store.version().await.unwrap(), version, "a restart is no news");
    }

    async fn failures_are_counted_and_success_ends_them(database) {
        let store = store(&database).await;
        store.know(&[meteo()], minute(0)).await.unwrap();
        store.note(&meteo(), &success(), minute(1)).await.unwrap();
        store.note(&meteo(), &failure("503"), minute(2)).await.unwrap();
        store.note(&meteo(), &failure("503"), minute(3)).await.unwrap();
        let failing = status(&store).await;
        assert_eq!(failing, SourceStatus {
            last_attempt: Some(minute(3)),
            last_success: Some(minute(1)),
            last_failure: Some(minute(3)),
            last_error: Some("503".into()),
            failures: 2,
            etag: Some("\"1\"".into()),
            last_modified: None,
            first_seen: Some(minute(0)),
        });
        store.note(&meteo(), &success(), minute(4)).await.unwrap();
        let well = status(&store).await;
        assert_eq!((well.failures, well.last_success), (0, Some(minute(4))));
        assert_eq!(well.last_failure, Some(minute(3)), "it is still told when it last failed");
    }

    async fn the_version_rises_when_residents_would_read_something_else(database) {
        let store = store(&database).await;
        store.know(&[meteo()], minute(0)).await.unwrap();
        let mut version = store.version().await.unwrap();
        for (at, attempt, news, why) in [
            (0, success(), true, "the first success"),
            (5, success(), false, "a further one"),
            (10, failure("timeout"), true, "the first failure"),
            (11, failure("timeout"), false, "the same failure"),
            (12, failure("404"), true, "another error"),
            (13, success(), true, "recovery"),
            (14, success(), false, "a further one"),
            (14 + 120, success(), true, "the end of a silence without a failure"),
        ] {
            store.note(&meteo(), &attempt, minute(at)).await.unwrap();
            let now = store.version().await.unwrap();
            assert_eq!(now > version, news, "{why}");
            version = now;
        }
    }

    async fn contours_are_replaced_as_a_whole(database) {
        let store = store(&database).await;
        let one = |insee: &str, text: &str| (Insee(insee.into()), text.to_owned());
        store.replace_contours([one("30321", "old"), one("30189", "old")]).await.unwrap();
        store.replace_contours([one("30321", "first"), one("30321", "last")]).await.unwrap();
        assert_eq!(store.contours().await.unwrap(), [one("30321", "last")]);
    }
}
