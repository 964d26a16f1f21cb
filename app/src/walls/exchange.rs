//! The exchange: everything typed is kept and stays text, errors lead to their fields, nothing private is public.

use std::collections::BTreeSet;

use portal::exchange::*;
use portal::messages::Thread;
use portal::places::Insee;
use portal::push::Tongue;
use portal::{Instant, Span};
use scraper::{ElementRef, Html, Selector};

use crate::pages::exchange as pages;
use crate::pages::exchange::{Enabled, ManagedView, Note, TalkView};
use crate::samples::{noon, site};
use crate::site::{Page, Site};
use crate::wording::Lang;

const SECRET: &str = "SECRETSECRETSECRETSECRET";
const FORM: &str = "FORMFORM";
/// With the spaces that documents would change.
const TYPED: &str = "Donc : « oui »";

fn said(side: Side, kind: Kind, typed: &str) -> NewListing {
    let details = match kind {
        Kind::Ride => Details::Ride(Ride {
            to: Some(Insee("34172".into())),
            from: noon() + Span::hours(2),
            until: noon() + Span::hours(4),
            seats: 4,
            child_seats: 1,
            wheelchair: true,
            pets: true,
            luggage: Luggage::Bags,
            returns: true,
        }),
        Kind::Clothing => Details::Clothing(Clothing {
            wearer: Wearer::Child,
            size: typed.to_owned(),
            garments: BTreeSet::from([Garment::Coat, Garment::Shoes]),
            pieces: 5,
            delivers: true,
        }),
        Kind::Housing => Details::Housing(Housing {
            beds: 3,
            from: "2026-11-23".parse().unwrap(),
            until: "2026-11-25".parse().unwrap(),
            adults: 2,
            children: 1,
            household: Household::Family,
            step_free: StepFree::All,
            pets: false,
            own_room: true,
            smoking: false,
            tonight: false,
        }),
        Kind::Other => Details::Other(Other {
            help: Help::Cleaning,
            count: 10,
        }),
    };
    NewListing {
        side,
        commune: Insee("30189".into()),
        details,
        text: typed.to_owned(),
        tongue: Tongue::Fr,
    }
}

fn listing(side: Side, kind: Kind, typed: &str) -> Listing {
    let said = said(side, kind, typed);
    let units = said.details.units();
    let slots = said.details.slots();
    let left = slots
        .into_iter()
        .enumerate()
        .map(|(i, s)| (s, units - u8::from(i == 0)))
        .collect();
    Listing {
        id: ListingId("0190-annonce".into()),
        expires_at: said.expires_at(noon()),
        said,
        posted_at: noon() - Span::hours(1),
        availability: Availability::Available,
        moderation: Moderation::New,
        left,
    }
}

fn contact(typed: &str) -> Contact {
    Contact {
        email: Some(format!("{typed}@example.org")),
        phone: Some("+33612345678".into()),
    }
}

fn conversation(party: Party, state: Option<MatchState>, typed: &str) -> Talk {
    let words = |by| Said {
        by,
        at: noon(),
        text: typed.to_owned(),
    };
    Talk {
        id: TalkId("0190-echange".into()),
        listing: ListingId("0190-annonce".into()),
        party,
        began_at: noon(),
        said: vec![words(Party::Responder), words(Party::Owner)],
        matched: state.map(|state| Match {
            units: 2,
            slots: vec![Slot::Whole],
            state,
            answer_by: Some(noon() + Span::hours(24)),
            ahead: Some(1),
        }),
        revealed_by_me: false,
        revealed_to_me: None,
        ended: None,
    }
}

/// Every field of every form with the same text.
fn filled(side: Side, kind: Kind, typed: &str) -> Draft {
    let fields = [
        names::COMMUNE,
        names::TO,
        names::TEXT,
        names::EMAIL,
        names::PHONE,
        names::DAY,
        names::TIME,
        names::UNTIL,
        names::UNITS,
        names::CHILD_SEATS,
        names::SIZE,
        names::ADULTS,
        names::CHILDREN,
        names::SAID,
        names::WORDS,
    ];
    let pairs = fields.map(|f| (f.to_owned(), typed.to_owned()));
    Draft::new(pairs)
        .with(names::SIDE, side.code())
        .with(names::KIND, kind.code())
}

fn wrongs() -> Vec<FieldError> {
    vec![
        (names::COMMUNE, Wrong::Place),
        (names::TEXT, Wrong::Forbidden(Forbidden::Phone)),
        (names::EMAIL, Wrong::NoContact),
    ]
}

fn managed(kind: Kind, typed: &str) -> ManagedView {
    let fit = Fit {
        score: 9,
        reasons: vec![Reason::SameCommune, Reason::Nights { shared: 2 }],
    };
    ManagedView {
        managed: Managed {
            listing: listing(Side::Offer, kind, typed),
            contact: Vec::new(),
            hold: Vec::new(),
            reason: Some(typed.to_owned()),
            talks: vec![conversation(
                Party::Owner,
                Some(MatchState::Proposed),
                typed,
            )],
        },
        links: vec![SECRET.to_owned()],
        contact: contact(typed),
        suggestions: vec![(listing(Side::Need, kind, typed), fit)],
        now: noon(),
    }
}

fn talking(party: Party, state: Option<MatchState>, typed: &str) -> TalkView {
    TalkView {
        talk: conversation(party, state, typed),
        listing: listing(Side::Offer, Kind::Housing, typed),
        their_contact: Some(contact(typed)),
        leaves: true,
        now: noon(),
    }
}

fn on() -> Enabled {
    Enabled {
        departements: Vec::new(),
        on: true,
    }
}

/// Pages that anyone can open.
fn open_pages(site: &Site, lang: Lang, typed: &str, alerts: &[Thread]) -> Vec<(String, Page)> {
    let (now, none): (Instant, Draft) = (noon(), Draft::default());
    let wrong = wrongs();
    let mut out = Vec::new();
    let nimes = Draft::default()
        .with(names::COMMUNE, "30189")
        .with(names::KIND, Kind::Housing.code())
        .with(names::SIDE, Side::Offer.code());
    let found = |listings: Vec<Listing>| Found {
        total: 41,
        listings,
    };
    let nothing = Found {
        total: 0,
        listings: Vec::new(),
    };
    let all: Vec<_> = Side::ALL
        .iter()
        .flat_map(|s| Kind::ALL.iter().map(|k| listing(*s, *k, typed)))
        .collect();
    let ask = |draft: &Draft| parse_search(draft).0;
    let typed_draft = filled(Side::Need, Kind::Ride, typed);
    let show = |draft: &Draft, wrong: &[FieldError], found: &Found| {
        let ask = ask(draft);
        pages::list(site, lang, draft, &ask, wrong, found, alerts, &on(), now)
    };
    out.push(("entraide".to_owned(), show(&none, &[], &found(all.clone()))));
    out.push(("entraide-vide".to_owned(), show(&nimes, &[], &nothing)));
    out.push((
        "entraide-faux".to_owned(),
        show(&typed_draft, &wrong, &nothing),
    ));
    for side in Side::ALL {
        for kind in Kind::ALL {
            let name = format!("{}-{}", side.code(), kind.code());
            let draft = filled(*side, *kind, typed);
            let one = listing(*side, *kind, typed);
            let form = pages::publish(site, lang, &draft, &wrong, FORM);
            out.push((format!("publier-{name}"), form));
            let page = pages::listing(site, lang, &one, now);
            out.push((format!("annonce-{name}"), page));
            let page = pages::answer(site, lang, &one, &draft, &wrong, FORM);
            out.push((format!("repondre-{name}"), page));
        }
        let draft = filled(*side, Kind::Housing, typed);
        let short = pages::porte_ouverte(site, lang, &draft, &wrong, FORM, now);
        out.push((format!("porte-{}", side.code()), short));
        let first = Draft::default().with(names::SIDE, side.code());
        let step = pages::publish(site, lang, &first, &[], FORM);
        out.push((format!("publier-{}", side.code()), step));
    }
    let one = &all[0];
    let rest = [
        ("publier", pages::publish(site, lang, &none, &[], FORM)),
        (
            "porte",
            pages::porte_ouverte(site, lang, &none, &[], FORM, now),
        ),
        (
            "perdu",
            pages::lost(site, lang, &typed_draft, &wrong, false, true),
        ),
        (
            "perdu-parti",
            pages::lost(site, lang, &none, &[], true, true),
        ),
        (
            "perdu-sans-courriel",
            pages::lost(site, lang, &none, &[], false, false),
        ),
        (
            "signaler",
            pages::report(site, lang, one, &typed_draft, &wrong, false),
        ),
        ("signale", pages::report(site, lang, one, &none, &[], true)),
        ("securite", pages::safety(site, lang)),
        ("ferme", pages::switched_off(site, lang)),
        ("annonce-inconnue", pages::unknown_listing(site, lang)),
        ("lien-inconnu", pages::unknown_link(site, lang)),
        ("trop", pages::too_many(site, lang, Some(now))),
        ("efface", pages::erased(site, lang)),
    ];
    out.extend(rest.map(|(n, p)| (n.to_owned(), p)));
    out
}

/// Pages of secret links.
fn secret_pages(site: &Site, lang: Lang, typed: &str) -> Vec<(String, Page)> {
    let none = Draft::default();
    let wrong = [(names::SAID, Wrong::Forbidden(Forbidden::Link))];
    let mut out = Vec::new();
    for kind in Kind::ALL {
        let view = managed(*kind, typed);
        let page = pages::manage(site, lang, SECRET, &view, Note::Saved);
        out.push((format!("gerer-{}", kind.code()), page));
        let draft = filled(Side::Offer, *kind, typed);
        let page = pages::edit(site, lang, SECRET, &draft, &wrongs());
        out.push((format!("modifier-{}", kind.code()), page));
    }
    let one = listing(Side::Need, Kind::Housing, typed);
    let also = [ListingId("0190-autre".into())];
    let suggestions = managed(Kind::Housing, typed).suggestions;
    out.push((
        "publie".to_owned(),
        pages::published(site, lang, SECRET, &one, &also, &suggestions, false),
    ));
    out.push((
        "repondu".to_owned(),
        pages::answered(site, lang, SECRET, Some(MatchState::Waiting), false),
    ));
    for party in [Party::Owner, Party::Responder] {
        for state in MatchState::ALL.iter().copied().map(Some).chain([None]) {
            let view = talking(party, state, typed);
            let draft = none.clone().with(names::SAID, typed);
            let page = pages::talk(site, lang, SECRET, &view, &draft, &wrong, Note::None);
            let state = state.map_or("rien", MatchState::code);
            out.push((format!("echange-{}-{state}", party.code()), page));
        }
    }
    let draft = filled(Side::Need, Kind::Housing, typed).with(pages::DEED, "signaler");
    let view = talking(Party::Responder, None, typed);
    let page = pages::talk(site, lang, SECRET, &view, &draft, &wrong, Note::None);
    out.push(("echange-signaler".to_owned(), page));
    out
}

/// Every page of this part, by name.
pub(super) fn all_pages(
    site: &Site,
    lang: Lang,
    typed: &str,
    alerts: &[Thread],
) -> Vec<(String, Page)> {
    let mut pages = open_pages(site, lang, typed, alerts);
    pages.extend(secret_pages(site, lang, typed));
    pages
        .into_iter()
        .map(|(n, p)| (format!("e-{n}"), p))
        .collect()
}

fn select<'a>(tree: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(tree: &Html, selector: &str) -> String {
    let all = select(tree, selector).into_iter().flat_map(|e| e.text());
    all.collect::<String>().replace('\u{A0}', " ")
}

#[test]
fn a_page_that_anyone_can_open_shows_no_contact_and_no_secret() {
    for lang in Lang::ALL {
        for (name, page) in open_pages(&site(false), lang, "bonjour", &[]) {
            for private in [SECRET, "+33612345678", "bonjour@example.org"] {
                assert!(!page.html.contains(private), "{name}: {private}");
            }
        }
    }
}

#[test]
fn every_field_keeps_what_was_typed_when_something_is_wrong() {
    for side in Side::ALL {
        for kind in Kind::ALL {
            let draft = filled(*side, *kind, TYPED);
            let page = pages::publish(&site(false), Lang::Fr, &draft, &wrongs(), FORM);
            let tree = Html::parse_document(&page.html);
            for input in select(&tree, "form[method=post] .line > input") {
                let name = input.value().attr("name");
                assert_eq!(input.value().attr("value"), Some(TYPED), "{name:?}");
            }
            assert_eq!(text(&tree, "textarea"), TYPED);
            let kept = |name: &str| {
                select(&tree, &format!("input[name={name}]"))[0]
                    .value()
                    .attr("value")
                    .map(str::to_owned)
            };
            assert_eq!(kept(names::SIDE).as_deref(), Some(side.code()));
            assert_eq!(kept(names::KIND).as_deref(), Some(kind.code()));
            assert_eq!(kept(pages::FORM_ID).as_deref(), Some(FORM));
        }
    }
}

#[test]
fn what_residents_typed_stands_everywhere_as_they_typed_it() {
    let site = site(false);
    for lang in Lang::ALL {
        let pages = open_pages(&site, lang, TYPED, &[])
            .into_iter()
            .chain(secret_pages(&site, lang, TYPED));
        for (name, page) in pages {
            for changed in ["Donc\u{A0}", "«\u{A0}oui", "oui\u{A0}»", "\u{FDD0}"] {
                assert!(!page.html.contains(changed), "{name}: {changed:?}");
            }
        }
    }
    let one = listing(Side::Offer, Kind::Clothing, TYPED);
    let page = pages::listing(&site, Lang::Fr, &one, noon());
    let own = "Vêtements\u{A0}: enfant";
    assert!(page.html.contains(&format!("<h1>{own}, {TYPED}</h1>")));
    assert!(page.html.contains(&format!(">{TYPED}</p></blockquote>")));
}

#[test]
fn every_error_stands_on_top_with_a_link_to_its_field_and_beside_it() {
    for (name, page) in open_pages(&site(false), Lang::Fr, "st laurent", &[]) {
        if !(name.starts_with("publier-besoin-") || name.starts_with("publier-offre-")) {
            continue;
        }
        let tree = Html::parse_document(&page.html);
        let links = select(&tree, "[role=alert] a");
        assert_eq!(links.len(), wrongs().len(), "{name}");
        for link in links {
            let target = link.value().attr("href").unwrap();
            let field = select(&tree, target);
            assert_eq!(field.len(), 1, "{name}: {target}");
            let field = field[0].value();
            assert_eq!(field.attr("aria-invalid"), Some("true"), "{name}: {target}");
            let said = format!("#{}-faux", &target[1..]);
            assert!(!text(&tree, &said).is_empty(), "{name}: {said}");
            let described = field.attr("aria-describedby").unwrap();
            assert!(described.contains(&said[1..]), "{name}: {described}");
        }
        assert!(!select(&tree, "input[type=radio][name=commune]").is_empty());
    }
}

#[test]
fn need_and_offer_are_told_by_word_and_shape() {
    for (name, page) in open_pages(&site(false), Lang::Fr, "x", &[]) {
        let tree = Html::parse_document(&page.html);
        for mark in select(&tree, ".side") {
            let said: String = mark.text().collect();
            assert!(said.contains("Besoin") || said.contains("Offre"), "{name}");
            let svg = Selector::parse("svg").unwrap();
            assert_eq!(mark.select(&svg).count(), 1, "{name}");
        }
    }
}

#[test]
fn an_empty_list_says_so_and_what_to_do_next() {
    let pages = open_pages(&site(false), Lang::Fr, "x", &[]);
    let (_, page) = pages.iter().find(|(n, _)| n == "entraide-vide").unwrap();
    let tree = Html::parse_document(&page.html);
    let said = text(&tree, ".empty");
    assert!(said.contains("Aucun lit proposé à Nîmes pour le moment."));
    assert!(said.contains("115") && said.contains("112"), "{said}");
    let post = ".empty a[href^='/entraide/publier?cote=besoin&genre=logement&commune=30189']";
    assert_eq!(select(&tree, post).len(), 1);
    assert_eq!(select(&tree, ".empty a[href*='rayon=30']").len(), 1);
}

#[test]
fn official_messages_of_the_commune_stand_over_what_residents_say() {
    let alerts = [crate::samples::gard_thread()];
    let pages = open_pages(&site(false), Lang::Fr, "x", &alerts);
    let (_, page) = pages.iter().find(|(n, _)| n == "entraide-vide").unwrap();
    let official = page.html.find("id=\"officiel\"").unwrap();
    assert!(official < page.html.find("id=\"trouve\"").unwrap());
}

#[test]
fn who_pushes_elsewhere_is_warned_of_and_each_side_has_its_own_deeds() {
    let page = |party, state| {
        let view = talking(party, Some(state), "x");
        let none = Draft::default();
        let page = pages::talk(
            &site(false),
            Lang::Fr,
            SECRET,
            &view,
            &none,
            &[],
            Note::None,
        );
        Html::parse_document(&page.html)
    };
    let deeds = |tree: &Html| -> Vec<String> {
        let buttons = select(tree, ".deeds button").into_iter();
        buttons
            .filter_map(|b| b.value().attr("value").map(str::to_owned))
            .collect()
    };
    let owner = page(Party::Owner, MatchState::Proposed);
    assert!(text(&owner, "aside.told").contains("veut continuer ailleurs"));
    assert_eq!(deeds(&owner), ["accept", "decline"]);
    let guest = page(Party::Responder, MatchState::Accepted);
    assert_eq!(deeds(&guest), ["confirm", "cancel"]);
    let later = page(Party::Responder, MatchState::Declined);
    assert_eq!(select(&later, "button[value=demander]").len(), 1);
}

#[test]
fn home_places_and_every_head_lead_to_the_exchange() {
    let nimes = portal::places::gazetteer().search("nimes", 1)[0];
    let here = crate::pages::Here {
        in_force: &[],
        ended: &[],
        sources: &[],
    };
    let page = crate::pages::commune(&site(false), Lang::Fr, noon(), nimes, here);
    let tree = Html::parse_document(&page.html);
    assert_eq!(select(&tree, "main a[href^='/entraide?commune=']").len(), 1);
    assert_eq!(select(&tree, ".masthead a[href='/entraide']").len(), 1);
    let home = crate::pages::home(&site(false), Lang::Fr, noon(), &[], &[]);
    let tree = Html::parse_document(&home.html);
    assert_eq!(select(&tree, ".doors a[href='/entraide']").len(), 1);
}
