//! The store is away: a clear answer, and what is in memory goes on being served.

use axum::http::{Method, StatusCode};
use store_testing::on_both_engines;

use crate::documents::{alert, minute};
use crate::house::{House, answer, gard, path, request};

on_both_engines! {
    async fn without_the_store_kept_pages_are_served_and_others_say_what_to_do(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0)).await;
        let told = house.only().await;
        let thread = path(&told);
        let before = house.get(&thread).await.good();
        house.get("/").await.good();
        house.store.db().close().await;

        let kept = house.get(&thread).await.good();
        assert_eq!((kept.bytes, kept.headers), (before.bytes, before.headers));
        assert!(house.get("/").await.good().says("Titre crue"));

        for (path, words) in [("/departement/30", "Service momentanément indisponible"),
            ("/en/departement/30", "Service unavailable for the moment"), ("/api/sources.json", "\"status\":503"),
            ("/departement/30/alertes.atom", "112"), ("/alertes?etat=passees", "appelez le 112")]
        {
            let refused = house.get(path).await;
            assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(refused.says(words), "{path}: {}", refused.text());
            assert!(!refused.header("retry-after").is_empty());
            assert_eq!(refused.header("cache-control"), "no-store");
            assert!(refused.header("content-security-policy").contains("default-src 'none'"));
            for detail in ["sqlx", "pool", "PoolClosed", "sqlite", "postgres"] {
                assert!(!refused.says(detail), "{path} tells {detail}");
            }
        }
        // What needs no store works without it.
        for path in ["/a-propos", "/communes?q=saint", "/api/communes?q=nimes", "/departements"] {
            house.get(path).await.good();
        }
        let ready = answer(&house.desk, request(Method::GET, "/readyz", &[])).await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer(&house.desk, request(Method::GET, "/metrics", &[])).await.good().says("rives_store_up 0"));
        answer(&house.desk, request(Method::GET, "/healthz", &[])).await.good();

        // A page past its own end is not shown as if it were true.
        house.at(minute(121));
        let stale = house.get(&thread).await;
        assert_eq!(stale.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}
