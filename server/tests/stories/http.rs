//! The public router as browsers, proxies, readers of feeds and the careless meet it.

use std::process::Command;

use axum::http::{Method, StatusCode};
use sha2::{Digest as _, Sha256};
use store_testing::on_both_engines;

use crate::documents::{Cap, Text, alert, text};
use crate::house::{Answer, House, ORIGIN, answer, gard, path, request};

/// Pages with a French and an English address, feeds, and JSON.
const PAGES: [&str; 18] = [
    "/",
    "/commune/30189/nimes",
    "/departements",
    "/departement/30",
    "/departement/2A",
    "/alertes",
    "/alertes?etat=passees",
    "/alertes?couleur=orange&departement=30",
    "/communes?q=saint",
    "/sources",
    "/integrations",
    "/a-propos",
    "/accessibilite",
    "/hors-ligne",
    "/communes",
    "/integrer",
    "/integrer?q=nimes",
    "/integrer?commune=30189",
];
const FEEDS: [&str; 9] = [
    "/alertes.atom",
    "/departement/30/alertes.atom",
    "/commune/30189/alertes.atom",
    "/cap.atom",
    "/api/alertes.json",
    "/api/sources.json",
    "/api/communes?q=nimes",
    "/api/openapi.json",
    "/robots.txt",
];

fn english(path: &str) -> String {
    if path == "/" {
        "/en".to_owned()
    } else {
        format!("/en{path}")
    }
}

/// What every public answer carries.
#[track_caller]
fn is_safe(answer: &Answer, of: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{of}: {policy}");
    assert!(
        !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"),
        "{of}: {policy}"
    );
    assert!(
        policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
        "{of}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{of}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{of}");
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age="),
        "{of}"
    );
    assert!(answer.header("set-cookie").is_empty(), "{of} sets a cookie");
}

/// A portal with one alert.
async fn house(url: &str) -> (House, String) {
    let house = House::open(url, vec![gard()]).await;
    house.hears(&alert("crue", 0)).await;
    let told = house.only().await;
    let thread = path(&told);
    (house, thread)
}

/// The addresses in `href`s of a page that lead to this portal.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| {
            href.strip_prefix(ORIGIN)
                .unwrap_or(href)
                .replace("&amp;", "&")
        })
        .filter(|href| href.starts_with('/'))
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

on_both_engines! {
    async fn every_page_in_both_languages_answers_safely_to_get_and_head_and_refuses_post(database) {
        let (house, thread) = house(database.url()).await;
        let mut all: Vec<String> = PAGES.iter().flat_map(|p| [(*p).to_owned(), english(p)]).collect();
        all.extend([thread.clone(), english(&thread), format!("{thread}/carte"), english(&format!("{thread}/carte"))]);
        all.extend(FEEDS.iter().map(|f| (*f).to_owned()));
        all.push(format!("/api{thread}.json"));
        for path in &all {
            let got = house.get(path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
            is_safe(&got, path);
            let head = house.ask(request(Method::HEAD, path, &[])).await;
            assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0), "HEAD {path}");
            for name in ["content-type", "etag", "content-length", "content-security-policy"] {
                assert_eq!(head.header(name), got.header(name), "{name} of HEAD {path}");
            }
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let refused = house.ask(request(method.clone(), path, &[])).await;
                assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
                assert!(refused.header("allow").contains("GET"), "{method} {path}");
                is_safe(&refused, path);
            }
        }
        // The one inlined style is the one that the policy allows, and nothing else is inline.
        let home = house.get("/").await.good();
        let page = home.text();
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        use base64::Engine as _;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
        assert!(home.header("content-security-policy").contains(&format!("'sha256-{hash}'")));
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="));
    }

    async fn every_link_on_every_page_leads_somewhere(database) {
        let (house, thread) = house(database.url()).await;
        let mut todo: Vec<String> = vec!["/".into(), "/en".into(), thread.clone(), english(&thread), "/rien".into()];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(path) = todo.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            // The limits are another story's: this one asks like hundreds of residents.
            let answer = house.get(&path).await;
            if path != "/rien" {
                assert!(matches!(answer.status, StatusCode::OK | StatusCode::SEE_OTHER), "{path}: {}", answer.status);
            }
            let few = |p: &str| !(p.contains("/commune/") || p.contains("/departement/")) ||
                p.contains("30189") || p.ends_with("/departement/30") || p.contains("30/alertes.atom");
            if answer.header("content-type").starts_with("text/html") || answer.header("content-type").contains("atom") {
                todo.extend(links(&answer.text()).into_iter().filter(|p| few(p)));
            }
        }
        assert!(seen.len() > 20, "{seen:?}");
        assert!(seen.iter().any(|p| p.ends_with("/cap.xml")) && seen.iter().any(|p| p.ends_with("/original")));
    }

    async fn what_is_nowhere_is_a_page_that_says_so_in_the_language_asked(database) {
        let (house, _) = house(database.url()).await;
        for (path, words) in [
            ("/rien", "Page introuvable"),
            ("/en/nothing", "Page not found"),
            ("/commune/99999/nulle-part", "Commune introuvable"),
            ("/departement/00", "Département introuvable"),
            ("/alertes/nulle", "Alerte introuvable"),
            ("/alertes/019aaaaa-0000-7000-8000-000000000000", "Alerte introuvable"),
            ("/alertes/nulle/carte", "Alerte introuvable"),
            ("/messages/nul/cap.xml", "Alerte introuvable"),
            ("/messages/nul/original", "Alerte introuvable"),
            ("/api/alertes/nulle.json", "Alerte introuvable"),
            ("/commune/%00/x", "Commune introuvable"),
            ("/commune/%FF%FE/x", "Commune introuvable"),
            ("/commune/30189/nimes/encore", "Page introuvable"),
            ("/alertes/..%2f..%2fetc%2fpasswd", "Alerte introuvable"),
            ("/pkg/../../rives.toml", "Page introuvable"),
        ] {
            let answer = house.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.says(words), "{path}: {}", answer.text());
            is_safe(&answer, path);
        }
        let lost = house.get("/commune/99999/sommieres").await;
        assert!(lost.says("/commune/30321/sommieres"), "a commune of that name is offered");
    }

    async fn a_program_that_asks_for_what_is_not_there_is_told_in_json(database) {
        let (house, _) = house(database.url()).await;
        for path in ["/api/alertes/0.json", "/api/alertes/019aaaaa-0000-7000-8000-000000000000.json", "/api/rien"] {
            let answer = house.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            let told = answer.json();
            assert_eq!(told["status"], 404);
            assert!(told["title"].is_string() && told["detail"].is_string(), "{told}");
        }
    }

    async fn absurd_queries_get_clear_pages_and_the_portal_goes_on(database) {
        let (house, _) = house(database.url()).await;
        let absurd = ["%00", "%FF%FE%80", "%F0%9F%8C%8A", "'%3B%20DROP%20TABLE%20message%3B--", "%25%27%22%3Cscript%3E",
            "a&q=b&q=c", "%", "..%2F..", "\\", "%E2%80%AE", "999999999999999999999"];
        let long = "a".repeat(1_900);
        for value in absurd.iter().copied().chain([long.as_str()]) {
            for before in ["/communes?q=", "/en/communes?q=", "/api/communes?q=", "/alertes?couleur=", "/alertes?departement=",
                "/alertes?etat=", "/alertes?avant=", "/alertes?etat=passees&avant=", "/?x=", "/commune/30189/nimes?"]
            {
                let path = format!("{before}{value}");
                let answer = house.get(&path).await;
                assert!(matches!(answer.status, StatusCode::OK | StatusCode::BAD_REQUEST | StatusCode::SEE_OTHER), "{path}: {}", answer.status);
                assert!(!answer.says("<script>"), "{path}");
                if answer.status == StatusCode::BAD_REQUEST {
                    assert!(answer.says("Demande incomprise"), "{path}");
                }
                is_safe(&answer, &path);
            }
        }
        for path in [format!("/communes?q={}", "a".repeat(10_000)), format!("/{}", "a".repeat(2_048)), format!("/alertes?{}", "x=1&".repeat(600))] {
            let answer = house.get(&path).await;
            assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
            assert!(answer.says("Adresse trop longue") && answer.says("too long"));
            is_safe(&answer, "too long");
        }
        let limit = format!("/communes?q={}", "a".repeat(2_048 - "/communes?q=".len()));
        assert_eq!(house.get(&limit).await.status, StatusCode::OK);
        assert!(house.get("/").await.good().says("Titre crue"));
    }

    async fn wrong_colours_and_states_are_said_to_be_not_understood(database) {
        let (house, _) = house(database.url()).await;
        for path in ["/alertes?couleur=mauve", "/alertes?departement=00", "/alertes?etat=demain", "/alertes?etat=passees&avant=hier"] {
            let answer = house.get(path).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
            assert!(answer.says("Demande incomprise"));
        }
    }

    async fn each_encoding_is_its_own_representation_with_its_own_validator(database) {
        let (house, thread) = house(database.url()).await;
        for path in ["/", thread.as_str(), "/alertes.atom", "/api/alertes.json"] {
            let plain = house.get(path).await.good();
            let mut tags = vec![plain.header("etag").to_owned()];
            for (accept, coding) in [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("zstd", "")] {
                let answer = house.get_with(path, &[("accept-encoding", accept)]).await.good();
                assert_eq!(answer.header("content-encoding"), coding, "{path} {accept}");
                assert_eq!(answer.header("vary"), "accept-encoding");
                assert!(answer.header("cache-control").starts_with("public, max-age="), "{path}");
                assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
                let mut unpacked = Vec::new();
                match coding {
                    "br" => brotli::BrotliDecompress(&mut answer.bytes.as_slice(), &mut unpacked).unwrap(),
                    "gzip" => { std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(answer.bytes.as_slice()), &mut unpacked).unwrap(); }
                    _ => unpacked.clone_from(&answer.bytes),
                }
                assert_eq!(unpacked, plain.bytes, "{path} {accept}");
                let tag = answer.header("etag").to_owned();
                assert!(tag.starts_with('"') && tag.ends_with('"'), "strong: {tag}");
                let unchanged = house.get_with(path, &[("accept-encoding", accept), ("if-none-match", &tag)]).await;
                assert_eq!((unchanged.status, unchanged.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
                for name in ["etag", "vary", "cache-control", "content-security-policy"] {
                    assert_eq!(unchanged.header(name), answer.header(name), "{name} of the 304 of {path}");
                }
                let again = house.get_with(path, &[("accept-encoding", accept)]).await.good();
                assert_eq!((again.bytes, again.headers), (answer.bytes, answer.headers), "the second time, from memory");
                tags.push(tag);
            }
            tags.sort();
            tags.dedup();
            assert_eq!(tags.len(), 3, "identity, gzip and brotli: {tags:?}");
            let other = house.get_with(path, &[("if-none-match", "\"autre\"")]).await;
            assert_eq!(other.status, StatusCode::OK);
        }
        let (hits, renders) = house.pages.counts();
        assert!(renders < 12 && hits > 30, "{renders} renders, {hits} from memory");
    }

    async fn there_is_one_address_per_commune_and_departement(database) {
        let (house, thread) = house(database.url()).await;
        for (from, to) in [
            ("/commune/30189", "/commune/30189/nimes"),
            ("/commune/30189/nime", "/commune/30189/nimes"),
            ("/commune/30189/%F0%9F%8C%8A", "/commune/30189/nimes"),
            ("/en/commune/30189/wrong", "/en/commune/30189/nimes"),
            ("/commune/59298/hellemmes", "/commune/59350/lille"),
            ("/commune/75101/paris", "/commune/75056/paris"),
            ("/commune/2a004/ajaccio", "/commune/2A004/ajaccio"),
            ("/departement/2a", "/departement/2A"),
            ("/en/departement/2b", "/en/departement/2B"),
        ] {
            let answer = house.get(from).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::MOVED_PERMANENTLY, to), "{from}");
            is_safe(&answer, from);
            house.get(to).await.good();
        }
        let search = house.get("/communes?q=N%C3%AEmes").await;
        assert_eq!((search.status, search.header("location")), (StatusCode::SEE_OTHER, "/commune/30189/nimes"));
        let search = house.get("/en/communes?q=30250+sommieres").await;
        assert!(matches!(search.status, StatusCode::OK | StatusCode::SEE_OTHER));
        house.get(&thread).await.good();
    }

    async fn the_original_is_what_was_received_byte_for_byte_and_never_shown_as_a_page(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        // Not UTF-8, with a script in it, and not our idea of good order.
        let xml = alert("crue", 0).xml().replace("UTF-8", "ISO-8859-1")
            .replace("Titre crue", "Crue &lt;script&gt;alert(1)&lt;/script&gt; \u{e9}");
        let bytes: Vec<u8> = xml.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        house.hears_from(0, bytes.clone()).await;
        let told = house.only().await;
        let original = told["original"].as_str().unwrap().strip_prefix(ORIGIN).unwrap().to_owned();
        let answer = house.get(&original).await.good();
        assert_eq!(answer.bytes, bytes);
        let sha: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(answer.header("x-content-sha256"), sha);
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(answer.header("content-disposition").starts_with("attachment; "));
        is_safe(&answer, &original);
        let page = house.get(&path(&told)).await.good();
        assert!(page.says("\u{e9}") && !page.says("<script>alert"));
        assert!(!page.says("exemple.invalid/cap.xml"), "where it was fetched from may hold a token");
        assert!(page.says(&original));
    }

    async fn the_cap_document_is_valid_and_says_where_in_insee_codes(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let nuts = Text {
            extra: "<area><areaDesc>Gard (NUTS)</areaDesc><geocode><valueName>NUTS3</valueName><value>FR812</value></geocode></area>",
            areas: vec![("Nîmes", "30189")],
            ..text("Crue & débordements")
        };
        let nuts = Text { headline: "Crue &amp; débordements".into(), ..nuts };
        house.hears(&alert("crue", 0).says([nuts])).await;
        house.hears(&alert("suite", 1).updates(&[("crue", 0)])).await;
        house.hears(&alert("fin", 2).cancels(&[("suite", 1)])).await;
        let told = house.only().await;
        let thread = house.get(&format!("/api{}.json", path(&told))).await.good().json();
        let folder = tempfile::tempdir().unwrap();
        let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/portal/tests/schema/cap-1.2.xsd");
        let messages = thread["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 3);
        for message in messages {
            let cap = message["cap"].as_str().unwrap().strip_prefix(ORIGIN).unwrap().to_owned();
            let answer = house.get(&cap).await.good();
            assert_eq!(answer.header("content-type"), "application/cap+xml");
            let file = folder.path().join("cap.xml");
            std::fs::write(&file, &answer.bytes).unwrap();
            let checked = Command::new("xmllint").arg("--noout").arg("--schema").arg(&schema).arg(&file).output().unwrap();
            assert!(checked.status.success(), "{}\n{}", String::from_utf8_lossy(&checked.stderr), answer.text());
            if message["identifier"] == "crue" {
                let squeezed: String = answer.text().split_whitespace().collect();
                for code in ["30189", "30"] {
                    let geocode = format!("<geocode><valueName>INSEE</valueName><value>{code}</value></geocode>");
                    assert!(squeezed.contains(&geocode), "{code}: {}", answer.text());
                }
            }
        }
    }

    async fn the_desk_answers_on_its_own_listener_and_the_public_one_knows_nothing_of_it(database) {
        let (house, _) = house(database.url()).await;
        let unknown = house.get("/inconnu").await;
        for path in ["/metrics", "/healthz", "/readyz", "/desk", "/admin"] {
            let answer = house.get(path).await;
            assert_eq!((answer.status, &answer.bytes, &answer.headers), (unknown.status, &unknown.bytes, &unknown.headers), "{path}");
        }
        for (path, words) in [("/metrics", "rives_store_up 1"), ("/healthz", ""), ("/readyz", "ready")] {
            let told = answer(&house.desk, request(Method::GET, path, &[])).await.good();
            assert!(told.says(words), "{path}: {}", told.text());
            assert!(told.header("content-security-policy").contains("default-src 'none'"));
            assert_eq!(told.header("cache-control"), "no-store");
        }
        assert_eq!(answer(&house.desk, request(Method::GET, "/alertes", &[])).await.status, StatusCode::NOT_FOUND);
    }

    async fn an_author_who_writes_markup_writes_text(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let nasty = Text { headline: "&lt;img src=x onerror=alert(1)&gt; \"crue\" &amp;amp;".into(), ..text("") };
        house.hears(&Cap { identifier: "a".into(), ..alert("a", 0).says([nasty]) }).await;
        let told = house.only().await;
        for page in ["/", "/alertes", "/alertes.atom", &path(&told)] {
            assert!(!house.get(page).await.good().says("<img src=x"), "{page}");
        }
    }
}
