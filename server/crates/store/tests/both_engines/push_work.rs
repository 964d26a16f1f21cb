//! How the outbox is emptied: nobody missed by a restart, nobody written to too late or by two at once.

use std::collections::BTreeSet;

use portal::push::{Lane, Outbox as _, Outcome, Tellings as _};
use store::{Db, every_statement};
use store_testing::on_both_engines;

use crate::push::*;
use crate::telling::*;

on_both_engines! {
    async fn an_expansion_goes_on_after_a_restart_where_it_was(database) {
        let store = store(&database).await;
        let mut expected = BTreeSet::new();
        for (i, places) in [["30189", "D30"], ["30007", "30189"], ["D30", "30007"], ["30189", "30007"], ["D30", "34172"]].iter().enumerate() {
            expected.insert(device(&store, &i.to_string(), places).await);
        }
        message("1", 0).received(&store, 0).await;
        let telling = begin(&store, 0).await.remove(0);
        let step = store.expand(&telling, 2, minute(0)).await.unwrap();
        assert_eq!((step.added, step.done), (2, false));
        store.db().close().await;
        let store = crate::telling::store(&database).await;
        assert_eq!(store.expanding().await.unwrap(), std::slice::from_ref(&telling));
        let mut steps = 1;
        while !store.expand(&telling, 2, minute(1)).await.unwrap().done {
            steps += 1;
        }
        assert!(steps >= 2);
        let letters = claim(&store, 1).await;
        let told: BTreeSet<_> = letters.iter().map(|l| l.subscription.clone()).collect();
        assert_eq!((letters.len(), told), (5, expected), "each once");
        let again = store.expand(&telling, 2, minute(1)).await.unwrap();
        assert_eq!((again.added, again.done), (0, true));
        assert_eq!(newest(&store).await.expected, 5);
    }

    async fn what_one_worker_holds_no_other_gets_until_the_lease_lapses(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let first = claim_as(&store, "one", 10, 0).await;
        assert_eq!((first.len(), first[0].attempts), (1, 0));
        assert!(claim_as(&store, "two", 10, 4).await.is_empty());
        let second = claim_as(&store, "two", 10, 5).await;
        assert_eq!((second.len(), second[0].attempts), (1, 1));
        // The first comes late with its result: it no longer counts.
        settle_as(&store, "one", &first, Outcome::Refused, 6).await;
        assert_eq!(newest(&store).await.refused, 0);
        settle_as(&store, "two", &second, Outcome::Sent, 6).await;
        let told = newest(&store).await;
        assert_eq!((told.sent, told.refused, told.done_at), (1, 0, Some(minute(6))));
        settle_as(&store, "two", &second, Outcome::Sent, 7).await;
        assert_eq!(newest(&store).await.sent, 1, "a result counts once");
    }

    async fn a_late_result_still_says_that_a_device_is_gone(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let first = claim_as(&store, "one", 10, 0).await;
        claim_as(&store, "two", 10, 5).await;
        settle_as(&store, "one", &first, Outcome::Gone, 6).await;
        assert_eq!(store.devices().await.unwrap(), []);
        assert_eq!(newest(&store).await.gone, 1);
    }

    async fn a_worker_that_comes_back_gets_what_it_held_at_once(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        device(&store, "b", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        assert_eq!(claim_as(&store, "one", 1, 0).await.len(), 1);
        assert_eq!(claim_as(&store, "two", 1, 0).await.len(), 1);
        assert_eq!(store.release("one").await.unwrap(), 1);
        assert_eq!(claim_as(&store, "one", 10, 1).await.len(), 1, "and not the other's");
    }

    async fn what_is_to_be_tried_again_waits_for_its_time(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let lane = |at| [Lane { origin: ORIGIN.into(), next_at: minute(at) }];
        assert_eq!(store.lanes(minute(0)).await.unwrap(), lane(0));
        let letters = claim(&store, 0).await;
        settle(&store, &letters, Outcome::Again(minute(7)), 1).await;
        assert_eq!(store.lanes(minute(1)).await.unwrap(), lane(7));
        assert!(claim(&store, 6).await.is_empty());
        let letters = claim(&store, 7).await;
        assert_eq!(letters[0].attempts, 1);
        settle(&store, &letters, Outcome::Sent, 7).await;
        assert!(store.lanes(minute(7)).await.unwrap().is_empty());
    }

    async fn what_expired_lapses_and_is_never_claimed(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        device(&store, "b", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let letters = claim_as(&store, WORKER, 1, 0).await;
        assert_eq!(letters[0].expires_at, minute(120));
        settle(&store, &letters, Outcome::Sent, 0).await;
        assert!(claim(&store, 120).await.is_empty());
        let told = newest(&store).await;
        assert_eq!((told.sent, told.lapsed, told.done_at), (1, 1, Some(minute(120))));
        assert!(store.lanes(minute(120)).await.unwrap().is_empty());
    }

    async fn an_expansion_of_what_expired_adds_nobody(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        let telling = begin(&store, 0).await.remove(0);
        let step = store.expand(&telling, 10, minute(120)).await.unwrap();
        assert_eq!((step.added, step.done), (0, true));
        assert!(store.expanding().await.unwrap().is_empty());
    }

    async fn the_loud_ones_come_first_and_every_outcome_is_counted(database) {
        let store = store(&database).await;
        for name in ["a", "b", "c"] {
            device(&store, name, &["30189"]).await;
        }
        message("1", 0).at(commune("30189")).received(&store, 0).await;
        work(&store, 0).await;
        let ales = device(&store, "ales", &["30007"]).await;
        message("2", 20).updates(&[("1", 0)]).received(&store, 20).await;
        expand(&store, 20).await;
        let first = claim_as(&store, WORKER, 1, 20).await;
        assert_eq!(whom(&first), [(ales, true)]);
        settle(&store, &first, Outcome::Lapsed, 20).await;
        let rest = claim(&store, 20).await;
        assert_eq!(rest.len(), 3);
        let results = [
            result(&rest[0], Outcome::Sent, Some(201)),
            result(&rest[1], Outcome::Gone, Some(404)),
            result(&rest[2], Outcome::Refused, Some(400)),
        ];
        store.settle(WORKER, &results, minute(21)).await.unwrap();
        let told = newest(&store).await;
        let counts = (told.expected, told.sent, told.gone, told.refused, told.lapsed);
        assert_eq!(counts, (4, 1, 1, 1, 1));
        assert_eq!(told.done_at, Some(minute(21)));
    }

    async fn results_of_many_hundreds_are_noted_together(database) {
        let store = store(&database).await;
        for i in 0..450 {
            device(&store, &i.to_string(), &["30189"]).await;
        }
        message("1", 0).received(&store, 0).await;
        let telling = begin(&store, 0).await.remove(0);
        while !store.expand(&telling, 100, minute(0)).await.unwrap().done {}
        let letters = claim(&store, 0).await;
        assert_eq!(letters.len(), 450);
        settle(&store, &letters, Outcome::Sent, 0).await;
        let told = newest(&store).await;
        assert_eq!((told.sent, told.done_at), (450, Some(minute(0))));
    }

    async fn what_is_over_is_swept_and_what_is_not_stays(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        message("long", 0).until(Some(10_000)).received(&store, 0).await;
        work(&store, 0).await;
        message("never begun", 0).received(&store, 0).await;
        assert_eq!(store.tellings(10).await.unwrap().len(), 3);
        assert_eq!(store.sweep(minute(120)).await.unwrap(), 0, "nothing is over before that");
        assert_eq!(store.sweep(minute(121)).await.unwrap(), 5, "two tellings, a delivery, two areas");
        assert_eq!(store.tellings(10).await.unwrap().len(), 1);
        assert_eq!(store.devices().await.unwrap().len(), 1, "devices stay");
    }
}

/// Claiming and matching cost what they give, not what waits.
#[tokio::test]
async fn the_outbox_is_read_by_its_indexes() {
    let database = store_testing::sqlite();
    let db = Db::open(database.url()).await.unwrap();
    db.migrate().await.unwrap();
    let Db::Sqlite { writer, .. } = &db else {
        panic!("SQLite")
    };
    for (name, index) in [
        (
            "CLAIM",
            "push_delivery_open (fanout=? AND origin=? AND loud=? AND next_at<?)",
        ),
        ("CLAIM", "PRIMARY KEY (fanout=? AND subscription=?)"),
        ("HELD", "push_delivery_held (worker=? AND next_at=?)"),
        (
            "MATCH",
            "SEARCH x USING PRIMARY KEY (place=? AND subscription>? AND subscription<?)",
        ),
        (
            "MATCH",
            "SEARCH d USING PRIMARY KEY (fanout=? AND subscription=?)",
        ),
        (
            "RECALL",
            "SEARCH x USING PRIMARY KEY (fanout=? AND subscription>? AND subscription<?)",
        ),
        (
            "FOLLOWERS",
            "SEARCH a USING PRIMARY KEY (place=? AND subscription>?)",
        ),
        ("SETTLE", "PRIMARY KEY (fanout=? AND subscription=?)"),
        ("LANES", "push_delivery_open (fanout=? AND origin>?)"),
        ("FINISH", "push_delivery_open (fanout=?)"),
    ] {
        let statements = every_statement();
        let statement = statements
            .iter()
            .find(|s| s.name == name && s.sql.contains("push_"))
            .unwrap();
        let explained = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql));
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explained).fetch_all(writer).await.unwrap();
        assert!(
            plan.iter().any(|step| step.3.contains(index)),
            "{name}: {plan:#?}"
        );
    }
}

#[tokio::test]
async fn postgres_too_reads_the_outbox_by_its_indexes() {
    let Some(database) = store_testing::postgres() else {
        return;
    };
    let db = Db::open(database.url()).await.unwrap();
    db.migrate().await.unwrap();
    let Db::Postgres(pool) = &db else {
        panic!("PostgreSQL")
    };
    sqlx::raw_sql(sqlx::AssertSqlSafe(
        "INSERT INTO thread VALUES ('t', NULL);
        INSERT INTO document VALUES ('d', 'meteo', '', 0, NULL, '', '', 1);
        INSERT INTO message VALUES ('m', 't', 'meteo', 'd', '', '', '', 0, 0, 0, 0, 0, '', 'public', NULL, 'full');
        INSERT INTO push_subscription SELECT n::text, n::text, 'e', 'o', '', '', 'v', n::text, '', 2, 'fr', 0, 0
            FROM generate_series(100000, 130000) n;
        INSERT INTO push_area SELECT 'C' || 30000 + n % 300, id, 2
            FROM (SELECT id, id::bigint AS n FROM push_subscription) x;
        INSERT INTO push_fanout SELECT 'f' || n, 't', 'm', n, n, 'sending', 3, 'x' || n, 1, 9, '', '', 0, NULL, 0, 1, 0, 0, 0, 0
            FROM generate_series(1, 3) n;
        INSERT INTO push_delivery SELECT f.id, s.id, 'o', 1, 3, CASE WHEN s.id::bigint % 50 = 0 THEN 'open' ELSE 'sent' END, 0, NULL, 0, NULL
            FROM push_fanout f, push_subscription s WHERE f.id <> 'f3';
        ANALYZE"
            .to_owned(),
    ))
    .execute(pool)
    .await
    .unwrap();
    let values = [
        ("CLAIM", vec!["'w'", "99", "'o'", "1", "50", "500"]),
        ("HELD", vec!["'w'", "99", "'o'"]),
        ("MATCH", vec!["'f3'", "'C30007'", "''", "'~'", "5"]),
        ("RECALL", vec!["'f3'", "'f2'", "'110000'", "'110020'", "5"]),
        ("FOLLOWERS", vec!["'C30007'", "''", "2", "20000"]),
        ("TOLD", vec!["'f2'", "'110000'", "500"]),
        ("FINISH", vec!["'f1'", "5"]),
    ];
    for (name, values) in values {
        let statements = every_statement();
        let statement = statements
            .iter()
            .find(|s| s.name == name && s.sql.contains("push_"))
            .unwrap();
        let sql = values
            .iter()
            .enumerate()
            .fold(statement.sql.to_owned(), |sql, (i, value)| {
                sql.replace(&format!("${}", i + 1), value)
            });
        let plan: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN {sql}")))
            .fetch_all(pool)
            .await
            .unwrap();
        let plan: Vec<String> = plan.into_iter().map(|(line,)| line).collect();
        // The few tellings may be read whole; what grows with the devices may not.
        let whole = ["push_delivery", "push_area"].iter().any(|table| {
            plan.iter()
                .any(|l| l.contains(&format!("Seq Scan on {table} ")))
        });
        assert!(!whole, "{name}: {plan:#?}");
    }
}
