//! A crawler over everything that anybody can open, and over every letter: nobody's contact, no secret link and
//! no place finer than a commune gets out.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use portal::exchange::Exchange as _;
use portal::exchange::{
    Details, Draft, Help, LinkHash, ListingId, NewListing, Other, Posted, Posting, SealedContact,
    Side, parse_listing,
};
use portal::places::Insee;
use portal::push::Tongue;
use store_testing::on_both_engines;

use crate::documents::alert;
use crate::exchange_town::{STREET, Town, links_in};
use crate::house::{Answer, House, ORIGIN, Settings, gard, request};

/// Where it begins, in French; English is where each of them leads.
const DOORS: [&str; 24] = [
    "/",
    "/en",
    "/entraide",
    "/en/entraide",
    "/alertes.atom",
    "/departement/30/alertes.atom",
    "/commune/30189/alertes.atom",
    "/cap.atom",
    "/api/alertes.json",
    "/api/openapi.json",
    "/api/entraide.json",
    "/entraide.atom",
    "/manifest.webmanifest",
    "/en/manifest.webmanifest",
    "/service-worker.js",
    "/sw.js",
    "/robots.txt",
    "/sitemap.xml",
    "/hors-ligne",
    "/commune/30189/nimes",
    "/nulle-part",
    "/en/nowhere",
    "/entraide/annonce/nulle-part",
    "/entraide/gerer/nulle-part",
];

/// Pages of one shape that are looked at, such as those of communes; of the exchange all are.
const OF_A_SHAPE: usize = 2;
/// The same, of searches and of forms that something was chosen for.
const SEARCHES_OF_A_SHAPE: usize = 6;

/// A portal whose visitors come from everywhere: limits are another story's.
async fn portal(url: &str) -> House {
    let settings = Settings {
        trusted_proxies: 1,
        ..Settings::default()
    };
    let house = House::with(url, vec![gard()], settings).await;
    house.hears(&alert("crue", 0)).await;
    house
}

/// Opens a page as yet another visitor.
async fn open(house: &House, path: &str, n: usize) -> Answer {
    let from = format!("198.51.{}.{}", n / 250 % 250, n % 250);
    house
        .ask(request(Method::GET, path, &[("x-forwarded-for", &from)]))
        .await
}

/// What was read: paths with how they were answered.
struct Crawl {
    read: BTreeMap<String, StatusCode>,
    leaks: Vec<String>,
}

impl Crawl {
    /// Reads everything that these and all that they lead to lead to.
    async fn of(house: &House, town: &Town, from: impl IntoIterator<Item = String>) -> Self {
        let beginnings = town.beginnings();
        let mut crawl = Self {
            read: BTreeMap::new(),
            leaks: Vec::new(),
        };
        let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
        let mut next: Vec<String> = from.into_iter().collect();
        let given: BTreeSet<String> = next.iter().cloned().collect();
        while let Some(path) = next.pop() {
            if crawl.read.contains_key(&path) {
                continue;
            }
            let seen = shapes.entry(shape(&path)).or_default();
            *seen += 1;
            let most = match (path.contains("/entraide"), path.contains('?')) {
                (true, false) => usize::MAX,
                (true, true) => SEARCHES_OF_A_SHAPE,
                (false, _) => OF_A_SHAPE,
            };
            if *seen > most && !given.contains(&path) {
                continue;
            }
            let answer = open(house, &path, crawl.read.len()).await;
            let headers = format!("{:?}", answer.headers);
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            for leak in town.leaks_quickly(&format!("{path}\n{headers}\n{text}"), &beginnings) {
                crawl.leaks.push(format!("{path}: {leak}"));
            }
            if path.contains("/entraide") && has_coordinates(&text) {
                crawl.leaks.push(format!("{path}: coordinates"));
            }
            crawl.read.insert(path, answer.status);
            next.extend(links(&text));
        }
        crawl
    }
}

/// Everything in a text that may be an address of this portal: of HTML, Atom, JSON or a script.
fn links(text: &str) -> BTreeSet<String> {
    let text = text.replace("&amp;", "&").replace("\\/", "/");
    let ends = [
        '"', '\'', '`', '<', '>', ' ', '\n', '\t', '(', ')', ',', '\\',
    ];
    let words = text.split(|c| ends.contains(&c));
    let paths = words.filter_map(|word| {
        let path = word.strip_prefix(ORIGIN).unwrap_or(word);
        let path = path.split('#').next()?;
        let good = path.starts_with('/') && !path.starts_with("//") && path.len() < 400;
        let written = path.is_ascii() && !path.contains(['{', '}', '*', ';', '|', '^', '[']);
        (good && written && !path.starts_with("/en-direct")).then(|| path.to_owned())
    });
    paths.collect()
}

/// A path without what makes it one of many: numbers, ids, names behind a number, values.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut shape = String::new();
    let mut many = false;
    for part in path.split('/') {
        many |= part.bytes().any(|b| b.is_ascii_digit());
        shape.push_str(if many { "/…" } else { "/" });
        shape.push_str(if many { "" } else { part });
    }
    let names = query.split('&').filter_map(|p| p.split('=').next());
    shape + "?" + &names.collect::<Vec<_>>().join("&")
}

/// Whether something stands there as degrees are written, with metres behind the comma.
fn has_coordinates(text: &str) -> bool {
    let is = |word: &str| {
        let word = word.trim_start_matches('-');
        word.split_once('.').is_some_and(|(whole, rest)| {
            let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
            whole.len() <= 3 && digits(whole) && rest.len() >= 4 && digits(rest)
        })
    };
    let main = text.split("<main").nth(1).unwrap_or(text);
    // Icons are drawn with numbers.
    let drawn = main
        .split("<svg")
        .map(|part| part.rsplit("</svg>").next().unwrap_or(part));
    drawn
        .flat_map(|part| part.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')))
        .any(is)
}

/// Searches of every sort, and of words that nobody may find anything by.
fn searches() -> Vec<String> {
    let mut all = Vec::new();
    for kind in ["", "trajet", "vetements", "logement", "autre"] {
        for side in ["", "besoin", "offre"] {
            all.push(format!("/entraide?genre={kind}&cote={side}"));
        }
        all.push(format!("/entraide?genre={kind}&commune=30189&rayon=20"));
        all.push(format!("/en/entraide?genre={kind}&departement=30"));
    }
    for query in [
        "mots=plaisir",
        "mots=habitant",
        "jour=2026-11-24",
        "nombre=1",
        "page=x",
        "commune=zzz",
    ] {
        all.push(format!("/entraide?{query}"));
    }
    all
}

fn everything(town: &Town) -> Vec<String> {
    let mut from: Vec<String> = DOORS.map(str::to_owned).into();
    from.extend(searches());
    for listing in town.public.iter().chain(&town.hidden) {
        for prefix in ["", "/en"] {
            for below in ["", "/repondre", "/signaler", "?fait=dit"] {
                from.push(format!("{prefix}{listing}{below}"));
            }
        }
    }
    from
}

/// Puts a listing past every check.
async fn slip_in(house: &House, town: &mut Town, n: usize, text: &str) {
    let listing = NewListing {
        side: Side::Offer,
        commune: Insee("30189".to_owned()),
        details: Details::Other(Other {
            help: Help::Meals,
            count: 1,
        }),
        text: text.to_owned(),
        tongue: Tongue::Fr,
    };
    let posting = Posting {
        listing,
        contact: SealedContact {
            sealed: vec![0],
            hashes: Vec::new(),
        },
        manage: LinkHash(format!("glisse-{n}")),
        idempotency: format!("glisse-{n}"),
        hold: Vec::new(),
        likeness: String::new(),
        letter: None,
    };
    let now = portal::Clock::now(&*house.clock);
    let Posted::Kept {
        id: ListingId(id), ..
    } = house.store.post(&posting, now).await.unwrap()
    else {
        panic!("it is kept")
    };
    town.public.push(format!("/entraide/annonce/{id}"));
}

on_both_engines! {
    async fn a_crawler_finds_nobodys_contact_no_secret_link_and_no_finer_place(database) {
        let house = portal(database.url()).await;
        let town = Town::lives(&house).await;
        let crawl = Crawl::of(&house, &town, everything(&town)).await;
        assert!(crawl.leaks.is_empty(), "{:#?}", crawl.leaks);
        for listing in &town.public {
            for path in [listing.clone(), format!("/en{listing}"), format!("{listing}/repondre")] {
                assert_eq!(crawl.read.get(&path), Some(&StatusCode::OK), "{path}");
            }
        }
        for listing in &town.hidden {
            assert_eq!(crawl.read.get(listing), Some(&StatusCode::NOT_FOUND), "{listing}");
        }
        let good = crawl.read.values().filter(|s| s.is_success()).count();
        assert!(good > 200 && !crawl.read.values().any(|s| s.is_server_error()), "{:#?}", crawl.read);
        // The crawler does follow links: the list leads to every public listing.
        let listed = links(&house.get("/entraide").await.good().text());
        assert!(town.public.iter().all(|l| listed.contains(l)));

        // Letters: to each what is theirs, of nobody else anything, and of themselves no contact either.
        assert!(town.letters.len() > 40, "{}", town.letters.len());
        for letter in &town.letters {
            let text = format!("{}\n{}", letter.subject, letter.body);
            assert_eq!(town.leaks(&text, Some(&letter.to)), [""; 0], "to {}: {text}", letter.to);
            let own = town.canaries.iter().filter(|c| c.of == letter.to && c.name != "secret link");
            assert!(own.into_iter().all(|c| !c.is_in(&text)), "to {}: {text}", letter.to);
            assert!(!text.contains(STREET) && links_in(letter).len() == 1, "{text}");
        }

        // Pages of secret links: of the other side what was shown, and nothing else.
        let mut shown = 0;
        for (n, (path, of, shows)) in town.secret.iter().enumerate() {
            let page = open(&house, path, n).await;
            let text = page.text();
            let theirs = |c: &&crate::exchange_town::Canary| Some(&c.of) == shows.as_ref() && c.name != "secret link";
            let allowed: Vec<_> = town.canaries.iter().filter(theirs).collect();
            assert!(allowed.iter().all(|c| c.is_in(&text)), "{path} does not show what was shown");
            shown += allowed.len();
            for canary in town.canaries.iter().filter(|c| c.of != *of && !c.of.is_empty()) {
                let may = allowed.iter().any(|a| std::ptr::eq(*a, canary));
                assert!(may || !canary.is_in(&text), "{path} of {of}: {} of {}", canary.name, canary.of);
            }
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
        assert_eq!(shown, 12, "in six conversations an e-mail and a phone were shown");
    }

    async fn the_crawler_finds_what_gets_out(database) {
        use base64::Engine as _;
        let house = portal(database.url()).await;
        let mut town = Town::lives(&house).await;
        let person = town.secret[0].1.clone();
        let secret = town.secret[0].0.rsplit('/').next().unwrap().to_owned();
        let phone = |canary: &&crate::exchange_town::Canary| canary.of == person && canary.name == "phone";
        let nine = town.canaries.iter().find(phone).unwrap().plain().to_owned();
        let pairs = format!("0{} {} {} {} {}", &nine[..1], &nine[1..3], &nine[3..5], &nine[5..7], &nine[7..]);
        let base64 = base64::engine::general_purpose::STANDARD.encode(format!("tel: +33{nine}!"));
        let encoded = person.replace('@', "%40");
        let slips = [pairs, base64, encoded, format!("Lien /{secret}"), format!("Au {STREET}"), "Vers 43.83712 ici".to_owned()];
        for (n, text) in slips.iter().enumerate() {
            slip_in(&house, &mut town, n, text).await;
        }
        let slipped = town.public.split_off(town.public.len() - slips.len());
        let crawl = Crawl::of(&house, &town, ["/entraide".to_owned()]).await;
        for (path, text) in slipped.iter().zip(&slips) {
            let seen = crawl.leaks.iter().any(|leak| leak.starts_with(&format!("{path}:")));
            assert!(seen, "{text} was not seen: {:?}", crawl.leaks);
        }
        // The form would have refused it.
        for text in &slips[..1] {
            let fields = [("cote", "offre"), ("genre", "autre"), ("aide", "repas"), ("commune", "30189"), ("texte", text.as_str())];
            let draft = Draft::new(fields.map(|(n, v)| (n.to_owned(), v.to_owned())));
            assert!(parse_listing(&draft, portal::Clock::now(&*house.clock)).is_err(), "{text}");
        }
    }
}
