//! What may not be said in public is found in every spelling; what people need to say is not.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use portal::exchange::{Forbidden, forbidden, leaves_platform, likeness};
use proptest::prelude::*;

/// Two digits in French words.
fn pair_in_words(n: u32) -> String {
    const UNITS: [&str; 17] = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze", "treize", "quatorze", "quinze", "seize",
    ];
    const TENS: [&str; 7] = [
        "",
        "",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
    ];
    let unit = |n: u32| {
        UNITS
            .get(n as usize)
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    match n {
        0..=16 => unit(n),
        17..=19 => format!("dix-{}", unit(n - 10)),
        71 => "soixante et onze".to_owned(),
        70..=79 => format!("soixante-{}", pair_in_words(n - 60)),
        80 => "quatre-vingts".to_owned(),
        81..=99 => format!("quatre-vingt-{}", pair_in_words(n - 80)),
        _ => {
            let tens = TENS.get((n / 10) as usize).copied().unwrap_or_default();
            match n % 10 {
                0 => tens.to_owned(),
                1 => format!("{tens} et un"),
                u => format!("{tens}-{}", unit(u)),
            }
        }
    }
}

/// As it is dictated: `zéro six`, then pairs; a pair below ten with its zero.
fn in_words(pairs: &[String], between: &str) -> String {
    let words: Vec<String> = pairs
        .iter()
        .map(|p| {
            let n: u32 = p.parse().unwrap();
            if n < 10 {
                format!("zéro {}", pair_in_words(n))
            } else {
                pair_in_words(n)
            }
        })
        .collect();
    words.join(between)
}

fn mapped(text: &str, zero: u32) -> String {
    text.chars()
        .map(|c| {
            c.to_digit(10)
                .map_or(c, |d| char::from_u32(zero + d).unwrap())
        })
        .collect()
}

/// Spellings of a national number of ten digits.
fn spellings(number: &str) -> Vec<String> {
    let pairs: Vec<String> = (0..5)
        .map(|i| number[i * 2..i * 2 + 2].to_owned())
        .collect();
    let ones: Vec<String> = number.chars().map(String::from).collect();
    let rest = &number[1..];
    let rest_pairs = format!("{} {}", &number[1..2], pairs[1..].join(" "));
    let mut all = vec![number.to_owned()];
    for between in [
        " ",
        ".",
        "-",
        "/",
        "_",
        "\u{a0}",
        "\u{202f}",
        "\u{2009}",
        " - ",
        "..",
        ",",
        ", ",
        " / ",
        "*",
        "|",
        "~",
        "\u{2011}",
        "\u{2013}",
        "\n",
        "\u{200b}",
        "\u{2060}",
        " · ",
        "(",
        " 📞 ",
        ":",
        " puis ",
        " et ",
        " et puis ",
        " point ",
        " tiret ",
        " ensuite le ",
        " chat ",
        " alors voilà ",
    ] {
        all.push(pairs.join(between));
    }
    for between in [" ", ".", "-", "_", ", ", "\u{200b}", " x ", "…"] {
        all.push(ones.join(between));
    }
    all.extend([
        format!("+33{rest}"),
        format!("+33 {rest_pairs}"),
        format!("+33 (0){rest_pairs}"),
        format!("+33(0){rest}"),
        format!("0033{rest}"),
        format!("0033 {rest_pairs}"),
        format!("00 33 (0) {rest_pairs}"),
        format!("33{rest}"),
        format!("33 {rest_pairs}"),
        format!("(0) {rest_pairs}"),
        format!(
            "{} {} {} {}",
            &number[..4],
            &number[4..6],
            &number[6..8],
            &number[8..]
        ),
        format!("{}-{}-{}", &number[..4], &number[4..7], &number[7..]),
        format!("{} {}", &number[..5], &number[5..]),
        format!("appelez{number}vite"),
        mapped(number, 0xFF10),
        mapped(&pairs.join(" "), 0xFF10),
        mapped(number, 0x0660),
        mapped(&pairs.join(" "), 0x1D7CE),
        ones.iter()
            .map(|d| format!("{d}\u{fe0f}\u{20e3}"))
            .collect::<String>(),
        ones.iter()
            .map(|d| format!("{d}\u{fe0f}\u{20e3}"))
            .collect::<Vec<_>>()
            .join(" "),
        number.replace('0', "O"),
        number.replace('0', "o").replace('1', "l"),
        pairs.join(" ").replace('0', "O").replace('1', "I"),
        pairs.join(".").replace('0', "o").replace('1', "l"),
        in_words(&pairs, " "),
        in_words(&pairs, ", "),
        in_words(&pairs, "-"),
        in_words(&pairs, " puis "),
        in_words(&pairs, " ").to_uppercase(),
        in_words(&pairs, " ").replace('é', "e"),
        in_words(&pairs, "").replace([' ', '-'], ""),
        format!("{} {}", in_words(&pairs[..2], " "), pairs[2..].join(" ")),
        format!("{} {}", pairs[..2].join(" "), in_words(&pairs[2..], " ")),
        format!(
            "plus trente trois {}",
            in_words(&pairs, " ").replacen("zéro ", "", 1)
        ),
        ones.iter()
            .map(|d| pair_in_words(d.parse().unwrap()))
            .collect::<Vec<_>>()
            .join(" "),
        ones.iter()
            .map(|d| pair_in_words(d.parse().unwrap()))
            .collect::<Vec<_>>()
            .join(", "),
    ]);
    all
}

/// What people say, with numbers that are none to call.
const ORDINARY: &[&str] = &[
    "4 adultes, 2 enfants",
    "du 23 au 25 novembre",
    "30000 Nîmes",
    "taille 104-110",
    "à 8 h 30",
    "départ à 08h30 ou 09:15",
    "le 05/11/2026",
    "de 08:30 à 09:00",
    "tailles 104, 110, 116 et 122",
    "pointures 36, 37, 38, 39 et 40",
    "bottes du 42 au 45",
    "un lit, deux matelas et trois couvertures",
    "notre maison est inondée depuis hier",
    "nous cherchons un toit pour ce soir",
    "une voiture avec 3 places et un siège enfant",
    "5 litres d'eau, 12 repas, 25 kg de croquettes",
    "manteau neuf pour bébé de 6 mois",
    "un appartement 3 pièces au 2e étage sans ascenseur",
    "la rue est inondée, le chemin est coupé",
    "la route de Nîmes est barrée",
    "gratuit bien sûr, merci d'avance",
    "code postal 30100",
    "il y a un digicode en bas",
    "je peux venir samedi vers 18 h avec ma remorque",
    "pompe 220 V, 50 m de tuyau",
    "4 places de libre vers Alès",
    "2026-11-23",
    "06300 Nice vers 83000 Toulon",
    "du 05/12 au 09/12, 10 lits",
    "maison à 10 min à pied de la gare",
    "possible entre 9h et 18h, 7j/7",
    "trois adultes (35, 37 et 62 ans) et deux enfants (6 et 8 ans)",
    "rendez-vous place de la mairie",
    "la D6110 et la N106 sont fermées",
    "pompe 1500 W, 230 V, débit 12000 l/h",
    "pour enfants de 4, 6, 8, 10, 12, 14 et 16 ans",
    "1 lot de draps, Suzuki Swift, 2 ch Nîmes",
    "la remorque porte 300 kg",
    "appartement 4 à 6 personnes",
    "digicode en bas, 4 adultes, 2 enfants",
    "appelle-moi Marie, je suis là jusqu'à 20 h",
    "il y a 2 lits et il reste 1 place",
    "camion de 20 m3, trajet A9",
    "bébé né le 12/03/2024, taille 6 mois",
    "j'arrive vers dix-huit heures avec deux bâches neuves",
];

#[test]
fn ordinary_texts_pass() {
    for text in ORDINARY {
        assert_eq!(forbidden(text), [], "{text}");
    }
    let all = "4 adultes, 2 enfants, du 23 au 25 novembre, 30000 Nîmes, taille 104-110, 8 h 30";
    assert_eq!(forbidden(all), []);
    assert_eq!(forbidden(&all.to_uppercase()), []);
    assert_eq!(
        forbidden(
            "Départ le 05 novembre à 08 h 30, 4 adultes, 2 enfants, de 06000 Nice à 06400 Cannes, 10 sacs."
        ),
        []
    );
}

#[test]
fn a_phone_number_is_found_in_every_spelling() {
    for number in [
        "0612345678",
        "0466010203",
        "0692123456",
        "0781927190",
        "0600000000",
    ] {
        let all = spellings(number);
        assert!(all.len() >= 30);
        for spelling in all {
            assert!(
                forbidden(&spelling).contains(&Forbidden::Phone),
                "{spelling:?}"
            );
        }
    }
    for evasive in [
        "mon 06 c'est le 12 34 56 78",
        "six douze trente-quatre cinquante-six soixante-dix-huit",
        "06h12 34h56 78",
        "06 chats 12 chiens 34 lapins 56 souris 78 rats",
        "le 0 6 1 2 3 4 5 6 7 8",
        "O six un deux trois quatre cinq six sept huit",
        "o6.I2.34.56.78",
        "06 12 34 56 septante-huit",
        "06 12 34 5 6 7 8",
        "zero six one two three four five six seven eight",
        "06 12 34 56 78 jour et nuit",
        "⓪⑥①②③④⑤⑥⑦⑧",
        "du 06/12 34 56 78",
    ] {
        assert!(
            forbidden(evasive).contains(&Forbidden::Phone),
            "{evasive:?}"
        );
    }
    for foreign in [
        "+41 79 123 45 67",
        "0041 79 123 45 67",
        "+32 470 12 34 56",
        "tel 75.12.34",
        "262 692 12 34 56",
    ] {
        assert!(
            forbidden(foreign).contains(&Forbidden::Phone),
            "{foreign:?}"
        );
    }
}

#[test]
fn what_else_may_not_be_said_is_found() {
    let cases: &[(Forbidden, &[&str])] = &[
        (
            Forbidden::Email,
            &[
                "jean.dupont@exemple.fr",
                "jean @ exemple . fr",
                "jean arobase exemple point fr",
                "jean[at]exemple.fr",
                "jean (at) exemple (dot) fr",
                "jean at exemple point com",
                "jean＠exemple.fr",
                "écrivez à jean sur gmail",
                "JEAN AROBASE EXEMPLE POINT FR",
            ],
        ),
        (
            Forbidden::Address,
            &[
                "12 rue de la République",
                "12, rue Pasteur",
                "12 bis avenue Jean Jaurès",
                "3 bd Gambetta",
                "45 chemin des Oliviers",
                "7B impasse du Moulin",
                "j'habite rue Victor Hugo",
                "douze rue des lilas",
                "1 place de la Mairie",
                "12 r. de la gare",
                "appartement n° 12",
                "apt 4",
                "43.8345, 4.3601",
            ],
        ),
        (
            Forbidden::DoorCode,
            &[
                "digicode 12A34",
                "code porte 4521",
                "le code d'entrée est le 1234",
                "code : B1234",
                "code un deux trois quatre",
                "la clé est sous le paillasson",
                "Digicode : 1 2 3 4 A",
            ],
        ),
        (
            Forbidden::Link,
            &[
                "http://exemple.fr",
                "https://x.y",
                "www.exemple",
                "voir exemple.com",
                "exemple point com",
                "@jeandupont",
                "WhatsApp",
                "sur Telegram",
                "messenger",
                "mon snap",
                "insta : jean",
                "ajoute moi",
                "ajoute-moi",
                "t.me/jean",
                "bit.ly/abc",
            ],
        ),
        (
            Forbidden::Payment,
            &[
                "20 €",
                "20€",
                "vingt euros",
                "FR76 3000 6000 0112 3456 7890 189",
                "BE68 5390 0754 7034",
                "4539 1488 0343 6467",
                "PayPal",
                "par lydia",
                "un virement",
                "mandat cash",
                "Western Union",
                "mon iban",
            ],
        ),
    ];
    for (what, texts) in cases {
        for text in *texts {
            assert!(
                forbidden(text).contains(what),
                "{what:?}: {text:?} {:?}",
                forbidden(text)
            );
        }
    }
}

#[test]
fn leading_somebody_away_is_noticed() {
    for text in [
        "ajoute moi",
        "donne moi ton numéro",
        "parlons hors du site",
        "mon 06 12 34 56 78",
    ] {
        assert!(leaves_platform(text), "{text}");
    }
    assert!(!leaves_platform("Je peux venir à 18 h, devant la mairie."));
}

#[test]
fn a_text_without_words_is_like_no_other() {
    for text in ["", "12 34", "à la", "!?"] {
        assert_eq!(likeness(text), "");
    }
    assert_ne!(
        likeness("un lit pour ce soir"),
        likeness("une pompe pour ce soir")
    );
}

fn ordinary() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(ORDINARY), 0..3)
        .prop_map(|texts| texts.join(". "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_spelling_is_found_in_any_text(
        before in ordinary(),
        after in ordinary(),
        second in 1..10u32,
        rest in 0..100_000_000u32,
        which in any::<proptest::sample::Index>(),
    ) {
        let all = spellings(&format!("0{second}{rest:08}"));
        let spelling = which.get(&all);
        let text = format!("{before} {spelling} {after}");
        prop_assert!(forbidden(&text).contains(&Forbidden::Phone), "{text:?}");
    }

    #[test]
    fn ordinary_texts_pass_together(text in ordinary()) {
        prop_assert_eq!(forbidden(&text), vec![], "{}", text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
        let _ = forbidden(&text);
        let _ = likeness(&text);
    }

    #[test]
    fn likeness_does_not_mind_digits_case_accents_and_punctuation(
        words in proptest::collection::vec("[a-zàâçéèêîôûœ]{1,9}", 1..12),
        numbers in proptest::collection::vec(0..1000u32, 12),
        signs in proptest::collection::vec(proptest::sample::select(&[" ", ", ", ". ", " - ", " ! "][..]), 12),
    ) {
        let plain = words.join(" ");
        let other: String = words
            .iter()
            .zip(numbers)
            .zip(signs)
            .map(|((word, n), sign)| format!("{} {n}{sign}", word.to_uppercase()))
            .collect();
        let bare: String = plain.replace(['é', 'è', 'ê'], "e").replace(['à', 'â'], "a").replace('ç', "c");
        prop_assert_eq!(likeness(&plain), likeness(&other));
        prop_assert_eq!(likeness(&plain), likeness(&bare));
    }
}
