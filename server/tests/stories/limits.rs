//! Limits per client.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use store_testing::on_both_engines;

use crate::documents::alert;
use crate::house::{Answer, House, Settings, gard, request};

/// The burst of the search limit.
const BURST: usize = 200;

/// A request of this peer.
async fn from(house: &House, peer: &str, path: &str, forwarded: Option<&str>) -> Answer {
    let headers: Vec<(&str, &str)> = forwarded.iter().map(|f| ("x-forwarded-for", *f)).collect();
    let mut request = request(Method::GET, path, &headers);
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4_000)));
    house.ask(request).await
}

/// Asks until it is refused; gives how often it was not, and the refusal.
async fn exhaust(house: &House, peer: &str, forwarded: Option<&str>) -> (usize, Answer) {
    for n in 0..4 * BURST {
        let answer = from(house, peer, "/api/communes?q=nim", forwarded).await;
        if answer.status != StatusCode::OK {
            return (n, answer);
        }
    }
    panic!("never refused");
}

/// Asks again as one who has used up his burst: he may have been given another few answers since, but far
/// fewer than a burst.
async fn refused_soon(house: &House, peer: &str, path: &str, forwarded: Option<&str>) -> Answer {
    for _ in 0..BURST / 4 {
        let answer = from(house, peer, path, forwarded).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return answer;
        }
    }
    panic!("not refused");
}

on_both_engines! {
    async fn who_asks_too_often_is_told_when_to_come_back_and_still_reads_what_is_in_memory(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0)).await;
        from(&house, "192.0.2.1", "/", None).await.good();
        let (answered, refused) = exhaust(&house, "192.0.2.1", None).await;
        assert!(answered >= BURST, "{answered}");
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
        assert!(refused.says("Trop de demandes"));
        assert_eq!(refused.header("content-type"), "application/problem+json");
        let page = refused_soon(&house, "192.0.2.1", "/en/communes?q=nim", None).await;
        assert!(page.text().contains("<html lang=\"en\""), "{}", page.text());
        assert!(refused.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(refused.header("cache-control"), "no-store");

        assert!(from(&house, "192.0.2.1", "/", None).await.good().says("Titre crue"));
        // Without a believed proxy, what a client writes of itself changes nothing; another client is free.
        refused_soon(&house, "192.0.2.1", "/api/communes?q=nim", Some("203.0.113.9")).await;
        from(&house, "192.0.2.2", "/api/communes?q=nim", None).await.good();
    }

    async fn behind_one_proxy_only_its_own_entry_is_believed(database) {
        let settings = Settings { trusted_proxies: 1, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], settings).await;
        exhaust(&house, "127.0.0.1", Some("198.51.100.7")).await;
        // What stands further left is the client's own invention.
        refused_soon(&house, "127.0.0.1", "/api/communes?q=nim", Some("203.0.113.9, 198.51.100.7")).await;
        from(&house, "127.0.0.1", "/api/communes?q=nim", Some("198.51.100.8")).await.good();
    }
}
