//! From forms to listings, contacts, answers and searches, and back.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use jiff::civil::{Date, date};
use portal::Instant;
use portal::exchange::*;
use portal::places::{Dep, Insee};

/// A Monday, 23 November 2026, noon in Paris.
fn now() -> Instant {
    Instant::parse("2026-11-23T12:00:00+01:00").unwrap()
}

fn draft(pairs: &[(&str, &str)]) -> Draft {
    Draft::new(
        pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    )
}

fn ride() -> Draft {
    draft(&[
        ("cote", "offre"),
        ("genre", "trajet"),
        ("commune", "Nîmes"),
        ("vers", "30007"),
        ("jour", "2026-11-24"),
        ("heure", "8h30"),
        ("marge", "30"),
        ("nombre", "3"),
        ("sieges-enfant", "1"),
        ("animaux", "oui"),
        ("bagages", "sacs"),
        (
            "texte",
            "Je passe par la route de Nîmes.\r\n3 places, départ à 8 h 30",
        ),
    ])
}

fn clothing() -> Draft {
    draft(&[
        ("cote", "besoin"),
        ("genre", "vetements"),
        ("commune", "Alès (30007)"),
        ("pour-qui", "enfant"),
        ("taille", "104-110"),
        ("quoi", "manteau"),
        ("quoi", "chaussures"),
        ("nombre", "4"),
        ("langue", "en"),
    ])
}

fn housing() -> Draft {
    draft(&[
        ("cote", "besoin"),
        ("genre", "logement"),
        ("commune", "30189"),
        ("jour", "2026-11-23"),
        ("fin", "2026-11-25"),
        ("adultes", "2"),
        ("enfants", "1"),
        ("foyer", "famille"),
        ("plain-pied", "oui"),
        ("securite", "oui"),
    ])
}

fn other() -> Draft {
    draft(&[
        ("cote", "offre"),
        ("genre", "autre"),
        ("commune", "30189"),
        ("aide", "repas"),
        ("nombre", "12"),
    ])
}

#[track_caller]
fn wrong(draft: &Draft, field: &'static str, wrong: Wrong) {
    let errors = parse_listing(draft, now()).err().unwrap_or_default();
    assert!(errors.contains(&(field, wrong)), "{errors:?}");
}

fn stay(draft: &Draft, at: &str) -> Housing {
    match parse_listing(draft, Instant::parse(at).unwrap())
        .unwrap()
        .details
    {
        Details::Housing(h) => h,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_listing_becomes_its_form_and_the_form_the_listing() {
    let offer = housing()
        .with("cote", "offre")
        .with("nombre", "4")
        .with("foyer", "tous");
    let tonight = housing()
        .with("ce-soir", "oui")
        .with("jour", "")
        .with("fin", "");
    for draft in [
        ride(),
        ride().with("vers", ""),
        clothing(),
        housing(),
        offer,
        tonight,
        other(),
    ] {
        let listing = parse_listing(&draft, now()).unwrap();
        assert_eq!(parse_listing(&draft_of(&listing), now()), Ok(listing));
    }
}

#[test]
fn a_commune_with_another_ones_postal_code_as_its_code_survives_its_form() {
    let mut clear = 0;
    for commune in portal::places::gazetteer().communes_of(&Dep("30".into())) {
        assert_eq!(
            commune_typed(&commune_value(&commune.insee)).map(|c| &c.insee),
            Some(&commune.insee)
        );
        clear += 1;
    }
    assert_eq!(clear, 350);
    assert_eq!(commune_typed("Alès").map(|c| c.name), Some("Alès"));
    assert_eq!(commune_typed("30189").map(|c| c.name), Some("Nîmes"));
    assert_eq!(commune_typed("Saint-Denis"), None, "several");
    assert_eq!(commune_typed("Not sure"), None);
}

#[test]
fn a_ride_that_is_over_or_a_year_ahead_is_refused() {
    wrong(&ride().with("jour", "2026-11-22"), "jour", Wrong::Past);
    wrong(&ride().with("jour", "2026-11-23"), "heure", Wrong::Past);
    wrong(&ride().with("jour", "2027-12-01"), "jour", Wrong::Far);
    assert!(
        parse_listing(
            &ride().with("jour", "2026-11-23").with("heure", "11:45"),
            now()
        )
        .is_ok()
    );
}

#[test]
fn every_error_names_its_field() {
    let errors = parse_listing(&Draft::default(), now()).unwrap_err();
    for field in ["cote", "genre", "commune"] {
        assert!(errors.contains(&(field, Wrong::Missing)), "{field}");
    }
    wrong(
        &ride().with("commune", "Atlantide"),
        "commune",
        Wrong::Place,
    );
    wrong(&ride().with("vers", "Atlantide"), "vers", Wrong::Place);
    wrong(
        &ride().with("nombre", "9"),
        "nombre",
        Wrong::Range { least: 1, most: 8 },
    );
    wrong(
        &ride().with("nombre", "0"),
        "nombre",
        Wrong::Range { least: 1, most: 8 },
    );
    wrong(
        &ride().with("nombre", "-1"),
        "nombre",
        Wrong::Range { least: 1, most: 8 },
    );
    wrong(&ride().with("nombre", "trois"), "nombre", Wrong::Unreadable);
    wrong(
        &ride().with("sieges-enfant", "4"),
        "sieges-enfant",
        Wrong::Range { least: 0, most: 3 },
    );
    wrong(
        &ride().with("marge", "721"),
        "marge",
        Wrong::Range {
            least: 0,
            most: 720,
        },
    );
    wrong(&ride().with("heure", "25:00"), "heure", Wrong::Unreadable);
    wrong(&ride().with("jour", "demain"), "jour", Wrong::Unreadable);
    wrong(
        &ride().with("texte", "a".repeat(601)),
        "texte",
        Wrong::Long(600),
    );
    wrong(&ride().with("langue", "xx"), "langue", Wrong::Unreadable);
    wrong(&clothing().with("quoi", ""), "quoi", Wrong::Missing);
    wrong(
        &clothing().with("quoi", "couronne"),
        "quoi",
        Wrong::Unreadable,
    );
    wrong(
        &clothing().with("nombre", "51"),
        "nombre",
        Wrong::Range { least: 1, most: 50 },
    );
    wrong(
        &clothing().with("taille", "très très très grande"),
        "taille",
        Wrong::Long(20),
    );
    wrong(&other().with("aide", "divers"), "texte", Wrong::Missing);
    wrong(
        &housing().with("securite", ""),
        "securite",
        Wrong::NotAccepted,
    );
    wrong(&housing().with("foyer", "tous"), "foyer", Wrong::Unreadable);
}

#[test]
fn what_may_not_be_public_is_refused_wherever_it_stands() {
    let phone = Wrong::Forbidden(Forbidden::Phone);
    wrong(
        &ride().with(
            "texte",
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        ),
        "texte",
        phone,
    );
    wrong(&clothing().with("taille", "0612345678"), "taille", phone);
    wrong(
        &clothing()
            .with("taille", "06 12 34")
            .with("texte", "56 78 pour toute question"),
        "texte",
        phone,
    );
}

#[test]
fn a_stay_has_an_adult_and_sixty_nights_at_most() {
    wrong(&housing().with("adultes", "0"), "adultes", Wrong::LoneMinor);
    wrong(&housing().with("adultes", ""), "adultes", Wrong::Missing);
    wrong(&housing().with("fin", "2026-11-23"), "fin", Wrong::Past);
    wrong(
        &housing().with("jour", "2026-11-25"),
        "fin",
        Wrong::Range { least: 1, most: 60 },
    );
    wrong(&housing().with("fin", "2027-01-23"), "fin", Wrong::Far);
    wrong(
        &housing()
            .with("jour", "2027-12-01")
            .with("fin", "2027-12-02"),
        "jour",
        Wrong::Far,
    );
    wrong(
        &housing()
            .with("jour", "2026-11-20")
            .with("fin", "2026-11-22"),
        "jour",
        Wrong::Past,
    );
    assert!(parse_listing(&housing().with("fin", "2027-01-22"), now()).is_ok());
    assert_eq!(stay(&housing(), "2026-11-23T12:00:00+01:00").beds, 3);
}

#[test]
fn tonight_before_six_is_the_night_that_began_yesterday() {
    let short = housing()
        .with("ce-soir", "oui")
        .with("jour", "")
        .with("fin", "");
    let night = |at: &str| {
        let h = stay(&short, at);
        assert!(h.tonight);
        (h.from, h.until)
    };
    let evening: (Date, Date) = (date(2026, 11, 23), date(2026, 11, 24));
    assert_eq!(night("2026-11-23T21:00:00+01:00"), evening);
    assert_eq!(night("2026-11-24T05:59:00+01:00"), evening);
    assert_eq!(
        night("2026-11-24T06:00:00+01:00"),
        (date(2026, 11, 24), date(2026, 11, 25))
    );
    // UTC is an hour or two behind.
    assert_eq!(night("2026-11-23T23:30:00Z"), evening);
}

#[test]
fn a_stay_ends_at_noon_of_its_last_morning_in_paris() {
    let listing = parse_listing(&housing(), now()).unwrap();
    assert_eq!(
        listing.expires_at(now()),
        Instant::parse("2026-11-25T12:00:00+01:00").unwrap()
    );
}

#[test]
fn housing_waits_for_a_moderator_and_so_does_a_scam() {
    let holds_of = |d: Draft| holds(&parse_listing(&d, now()).unwrap());
    assert_eq!(holds_of(housing()), [HoldReason::Housing]);
    assert_eq!(holds_of(ride()), []);
    assert_eq!(holds_of(other().with("texte", "merci d'avance")), []);
    assert_eq!(
        holds_of(other().with("texte", "petits frais de dossier à prévoir")),
        [HoldReason::Scam]
    );
}

fn contact(email: &str, phone: &str) -> Result<(Option<String>, Option<String>), Vec<FieldError>> {
    parse_contact(&draft(&[("courriel", email), ("telephone", phone)])).map(|c| (c.email, c.phone))
}

#[test]
fn a_contact_has_one_spelling() {
    for typed in [
        "06 12 34 56 78",
        "0612345678",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+33 (0)6.12.34.56.78",
        "06\u{a0}12\u{202f}34-56/78",
        "０６１２３４５６７８",
    ] {
        assert_eq!(
            contact("", typed),
            Ok((None, Some("+33612345678".into()))),
            "{typed}"
        );
    }
    for (typed, e164) in [
        ("0692 12 34 56", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+33 692 12 34 56", "+262692123456"),
        ("+262 0692 12 34 56", "+262692123456"),
        ("0639 01 23 45", "+262639012345"),
        ("0690 12 34 56", "+590690123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("+41 79 123 45 67", "+41791234567"),
        ("0041 79 123 45 67", "+41791234567"),
        ("+687 75 12 34", "+687751234"),
    ] {
        assert_eq!(contact("", typed), Ok((None, Some(e164.into()))), "{typed}");
    }
    assert_eq!(
        contact(" Jean@Exemple.FR ", ""),
        Ok((Some("Jean@exemple.fr".into()), None))
    );
    assert_eq!(contact("", ""), Err(vec![("courriel", Wrong::NoContact)]));
    for phone in [
        "061234567",
        "06123456789",
        "0812345678",
        "12",
        "abc",
        "+33 6",
        "+999 123",
        "079 123 45 67 8",
    ] {
        assert_eq!(
            contact("", phone),
            Err(vec![("telephone", Wrong::Unreadable)]),
            "{phone}"
        );
    }
    for email in [
        "jean",
        "jean@",
        "jean@exemple",
        "a b@exemple.fr",
        "Jean <jean@exemple.fr>",
        "jean@exemple.fr, b@c.fr",
    ] {
        assert_eq!(
            contact(email, ""),
            Err(vec![("courriel", Wrong::Unreadable)]),
            "{email}"
        );
    }
}

fn listed(draft: &Draft) -> Listing {
    let said = parse_listing(draft, now()).unwrap();
    Listing {
        id: ListingId("l".into()),
        posted_at: now(),
        expires_at: said.expires_at(now()),
        availability: Availability::Available,
        moderation: Moderation::New,
        left: said
            .details
            .slots()
            .into_iter()
            .map(|s| (s, said.details.units()))
            .collect(),
        said,
    }
}

#[test]
fn an_answer_asks_for_units_and_nights_that_there_are() {
    let stay = listed(&housing());
    let nights = [date(2026, 11, 23), date(2026, 11, 24)]
        .map(Slot::Night)
        .to_vec();
    let wants = |pairs: &[(&str, &str)]| parse_wants(&draft(pairs), &stay);
    assert_eq!(wants(&[]), Ok(None));
    assert_eq!(wants(&[("nombre", "2")]), Ok(Some((2, nights.clone()))));
    assert_eq!(
        wants(&[
            ("nombre", "2"),
            ("jour", "2026-11-24"),
            ("fin", "2026-11-25")
        ]),
        Ok(Some((2, nights[1..].to_vec())))
    );
    assert_eq!(
        wants(&[("nombre", "4")]),
        Err(vec![("nombre", Wrong::Range { least: 1, most: 3 })])
    );
    for (from, until) in [
        ("2026-11-22", "2026-11-24"),
        ("2026-11-23", "2026-11-26"),
        ("2026-11-24", "2026-11-24"),
    ] {
        assert!(
            wants(&[("nombre", "1"), ("jour", from), ("fin", until)]).is_err(),
            "{from} {until}"
        );
    }
    let seats = parse_wants(&draft(&[("nombre", "3")]), &listed(&ride()));
    assert_eq!(seats, Ok(Some((3, vec![Slot::Whole]))));
}

#[test]
fn what_is_said_holds_no_contact() {
    let said = |text: &str| parse_said(&draft(&[("message", text)]));
    assert_eq!(
        said(" Devant la mairie, 12 rue Pasteur ? "),
        Ok("Devant la mairie, 12 rue Pasteur ?".into())
    );
    assert_eq!(said(" "), Err(vec![("message", Wrong::Missing)]));
    assert_eq!(
        said("mon 06 12 34 56 78"),
        Err(vec![("message", Wrong::Forbidden(Forbidden::Phone))])
    );
    assert_eq!(
        said(&"a".repeat(1001)),
        Err(vec![("message", Wrong::Long(1000))])
    );
}

#[test]
fn a_search_is_made_of_what_can_be_read() {
    let (ask, errors) = parse_search(&draft(&[
        ("cote", "offre"),
        ("genre", "x"),
        ("commune", "Nîmes"),
        ("rayon", "20"),
        ("jour", "2026-11-23"),
        ("fin", "2026-11-22"),
        ("nombre", "0"),
        ("mots", "Élévateur, du côté de chez Swann"),
        ("page", "3"),
    ]));
    assert_eq!(ask.side, Some(Side::Offer));
    assert_eq!(ask.commune, Some(Insee("30189".into())));
    assert_eq!(ask.radius_km, Some(20));
    assert_eq!(ask.words, ["elevateur", "du", "cote", "de", "chez"]);
    let fields: Vec<_> = errors.iter().map(|(f, _)| *f).collect();
    assert_eq!(fields, ["genre", "nombre", "fin"]);
    let search = ask.search(Vec::new());
    assert_eq!((search.skip, search.limit), (40, 20));
    assert_eq!(search.communes, [Insee("30189".into())]);
    let (ask, errors) = parse_search(&draft(&[("commune", "2a"), ("page", "abc")]));
    assert_eq!(
        (ask.departement, ask.page, errors),
        (Some(Dep("2A".into())), 1, vec![])
    );
    let (ask, _) = parse_search(&Draft::default());
    assert_eq!(
        ask,
        SearchAsk {
            page: 1,
            ..SearchAsk::default()
        }
    );
}

fn suit(need: Draft, offer: Draft) -> Option<Vec<Reason>> {
    let (need, offer) = (
        listed(&need.with("cote", "besoin")),
        listed(&offer.with("cote", "offre")),
    );
    let (one, two) = (suits(&need, &offer), suits(&offer, &need));
    assert_eq!(one, two, "symmetric");
    assert_eq!(suits(&need, &need), None);
    one.map(|fit| fit.reasons)
}

#[test]
fn a_ride_suits_with_its_time_place_seats_and_what_comes_along() {
    let all = suit(ride(), ride()).unwrap();
    for reason in [
        Reason::SameCommune,
        Reason::SameDestination,
        Reason::SameTime { minutes: 0 },
        Reason::Enough,
        Reason::ChildSeat,
        Reason::Pets,
    ] {
        assert!(all.contains(&reason), "{reason:?}");
    }
    assert!(
        suit(ride(), ride().with("heure", "10:00"))
            .unwrap()
            .contains(&Reason::SameTime { minutes: 60 })
    );
    assert!(
        suit(ride().with("nombre", "5"), ride())
            .unwrap()
            .contains(&Reason::PartOfIt)
    );
    assert_eq!(suit(ride(), ride().with("heure", "14:00")), None);
    assert_eq!(suit(ride(), ride().with("sieges-enfant", "0")), None);
    assert_eq!(suit(ride(), ride().with("animaux", "")), None);
    assert_eq!(suit(ride().with("fauteuil", "oui"), ride()), None);
    assert_eq!(suit(ride(), ride().with("commune", "75056")), None);
    assert_eq!(suit(ride(), ride().with("vers", "75056")), None);
    assert_eq!(suit(ride(), other()), None);
}

#[test]
fn clothes_suit_by_wearer_size_and_kind() {
    assert!(
        suit(clothing(), clothing().with("taille", "110"))
            .unwrap()
            .contains(&Reason::Size)
    );
    assert_eq!(suit(clothing(), clothing().with("taille", "128")), None);
    assert_eq!(suit(clothing(), clothing().with("pour-qui", "homme")), None);
    assert_eq!(suit(clothing(), clothing().with("quoi", "habits")), None);
    assert_eq!(suit(clothing().with("apporte", "oui"), clothing()), None);
    let sheets = clothing().with("quoi", "literie");
    assert!(
        suit(
            sheets.clone(),
            sheets.with("pour-qui", "homme").with("taille", "")
        )
        .is_some()
    );
}

#[test]
fn a_home_suits_by_nights_beds_steps_and_household() {
    let home = || housing().with("nombre", "4").with("foyer", "tous");
    let all = suit(housing(), home()).unwrap();
    for reason in [
        Reason::Nights { shared: 2 },
        Reason::Enough,
        Reason::StepFree,
        Reason::Household,
    ] {
        assert!(all.contains(&reason), "{reason:?}");
    }
    let late = home().with("jour", "2026-11-24").with("fin", "2026-11-28");
    assert!(suit(housing(), late).unwrap().contains(&Reason::PartOfIt));
    assert_eq!(
        suit(
            housing(),
            home().with("jour", "2026-11-25").with("fin", "2026-11-26")
        ),
        None
    );
    assert_eq!(suit(housing(), home().with("plain-pied", "")), None);
    assert_eq!(suit(housing(), home().with("foyer", "hommes")), None);
    assert_eq!(suit(housing().with("animaux", "oui"), home()), None);
    let woman = || housing().with("foyer", "femmes");
    assert_eq!(
        suit(woman(), home().with("adultes", "1").with("enfants", "0")),
        None
    );
    assert!(suit(woman(), home().with("foyer", "femmes").with("adultes", "1")).is_some());
}

#[test]
fn a_need_goes_to_a_few_offers_at_a_time() {
    let need = listed(&other().with("cote", "besoin"));
    let offers: Vec<(Listing, Fit)> = (0..100)
        .map(|i| {
            let mut offer = listed(&other());
            offer.id = ListingId(format!("o{i}"));
            let mut fit = suits(&need, &offer).unwrap();
            if i == 70 {
                fit.score += 100;
            }
            (offer, fit)
        })
        .collect();
    let first = wave(&need, &offers, 0, WAVE);
    assert_eq!(first.len(), WAVE);
    assert_eq!(first.first(), Some(&70), "the best first");
    assert_eq!(first, wave(&need, &offers, 0, WAVE), "always the same");
    let mut another = need.clone();
    another.id = ListingId("another".into());
    assert_ne!(
        first[1..],
        wave(&another, &offers, 0, WAVE)[1..],
        "chance between equals"
    );
    assert_eq!(wave(&need, &offers, MOST_TOLD - 1, WAVE).len(), 1);
    assert_eq!(wave(&need, &offers, MOST_TOLD, WAVE), [0usize; 0]);
    let mut met = need.clone();
    met.left = vec![(Slot::Whole, 0)];
    assert_eq!(wave(&met, &offers, 0, WAVE), [0usize; 0]);
    assert_eq!(next_wave(&need, now()), NEXT_WAVE);
    assert_eq!(next_wave(&listed(&housing()), now()), NEXT_WAVE_SOON);
}

#[test]
fn owners_of_needs_are_written_to_at_five_in_the_morning_also_when_clocks_change() {
    for (now, night) in [
        ("2026-11-23T12:00:00+01:00", "2026-11-24T05:00:00+01:00"),
        ("2026-11-23T04:59:59+01:00", "2026-11-23T05:00:00+01:00"),
        ("2026-11-23T05:00:00+01:00", "2026-11-24T05:00:00+01:00"),
        ("2026-03-28T23:00:00+01:00", "2026-03-29T05:00:00+02:00"),
    ] {
        let (now, night) = (Instant::parse(now), Instant::parse(night));
        assert_eq!(next_night(now.unwrap()), night.unwrap());
    }
}

#[test]
fn five_fits_are_suggested_the_best_first_and_nothing_that_does_not_suit() {
    let mut need = listed(&other());
    need.said.side = Side::Need;
    let mut others = vec![listed(&housing())];
    for i in 0..7 {
        let mut offer = listed(&other());
        offer.id = ListingId(format!("o{i}"));
        if i != 6 {
            offer.said.commune = Insee("30007".into());
        }
        others.push(offer);
    }
    let fits = suggested(&need, others);
    assert_eq!(fits.len(), SUGGESTED);
    assert_eq!(fits[0].0.id.0, "o6", "of the same commune");
    assert!(fits.windows(2).all(|w| w[0].1.score >= w[1].1.score));
}
