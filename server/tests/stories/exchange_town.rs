//! A town that helps each other: needs and offers of every kind, answers, agreements, contacts that were shown,
//! reports, listings that are held, paused and over; and everything of it that is nobody else's to know.

use std::collections::{BTreeSet, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use server::exchange::Letter;

use crate::exchange::{Fields, led_to, letters, posted, send};
use crate::house::{House, ORIGIN};

/// A street, told within a conversation and within a report: finer than a commune.
pub const STREET: &str = "12 rue des Tilleuls";
/// The same, as nobody but its readers must see it.
const STREETS: [&str; 2] = ["tilleuls", "digicode"];

/// Something that is somebody's, in every spelling in which it may get out.
pub struct Canary {
    /// Whose: an e-mail; empty: nobody may see it but in a conversation.
    pub of: String,
    /// What it is, for who reads the test's output.
    pub name: String,
    spellings: Vec<String>,
    /// Where case counts.
    exact: Vec<String>,
}

impl Canary {
    /// A text: itself, as addresses write it, and within anything that is base64.
    pub fn of(of: &str, name: &str, text: &str) -> Self {
        let small = text.to_lowercase();
        let encoded: String = form_urlencoded::byte_serialize(small.as_bytes()).collect();
        let mut spellings = vec![
            encoded.to_lowercase(),
            encoded.to_lowercase().replace('+', "%20"),
        ];
        spellings.push(small.replace('@', "&#64;"));
        spellings.push(small.bytes().map(|b| format!("{b:02x}")).collect());
        spellings.push(small);
        Self {
            of: of.to_owned(),
            name: name.to_owned(),
            spellings,
            exact: in_base64(text),
        }
    }

    /// A French phone number, by its nine digits.
    pub fn phone(of: &str, nine: &str) -> Self {
        let mut all = Self::of(of, "phone", &format!("+33{nine}"));
        all.exact.extend(in_base64(nine));
        all.spellings.push(nine.to_owned());
        let pairs: Vec<&str> = (1..9).step_by(2).map(|i| &nine[i..i + 2]).collect();
        for between in [
            " ", ".", "-", "/", "%20", "+", "\u{A0}", "\u{202F}", "&nbsp;", "\\u00a0",
        ] {
            all.spellings
                .push(format!("{}{between}{}", &nine[..1], pairs.join(between)));
        }
        all.spellings.push(nine.chars().rev().collect());
        all
    }

    /// A phone's nine digits.
    pub fn plain(&self) -> &str {
        self.spellings.iter().find(|s| s.len() == 9).unwrap()
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.stands_in(text, &text.to_lowercase())
    }

    fn stands_in(&self, text: &str, small: &str) -> bool {
        self.spellings.iter().any(|s| small.contains(s.as_str()))
            || self.exact.iter().any(|s| text.contains(s.as_str()))
    }
}

/// How a text looks within base64 of something longer, at each of the three places of its first byte.
fn in_base64(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend(text.as_bytes());
        // Letters that hold a bit of what stands before or behind are left out.
        let (from, to) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            all.push(engine.encode(&bytes)[from..to].to_owned());
        }
    }
    all
}

/// A town.
pub struct Town {
    /// What is private in it.
    pub canaries: Vec<Canary>,
    /// Every letter that was sent, opened.
    pub letters: Vec<Letter>,
    /// Pages of listings that are public, and of those that are not.
    pub public: Vec<String>,
    /// See `public`.
    pub hidden: Vec<String>,
    /// Pages of secret links, with whom they are of and whose contact is shown there.
    pub secret: Vec<(String, String, Option<String>)>,
}

/// A form's id that is no other's.
pub fn form_id(n: usize) -> String {
    format!("{n:0>43}")
}

/// The number of one who lives here.
fn nine(n: usize) -> String {
    format!("6{:08}", 41_415_926 + n * 101_107)
}

/// The address of one who lives here.
fn email(n: usize) -> String {
    format!("habitant.{}.prive@courrier-exemple.fr", spelled(n))
}

/// A number as a word, that no check of texts takes for a number.
pub fn spelled(n: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "co", "di", "fu", "ga", "ho", "ji", "ku", "la", "mo"];
    let digits = format!("{n:03}");
    digits
        .bytes()
        .map(|b| SYLLABLES[usize::from(b - b'0')])
        .collect()
}

/// What is typed for each kind, on both sides.
fn said(side: &'static str, kind: &'static str) -> Fields<'static> {
    let mut fields = vec![
        ("cote", side),
        ("genre", kind),
        ("commune", "Nîmes (30189)"),
        ("nombre", "2"),
    ];
    fields.extend(match kind {
        "trajet" => vec![
            ("jour", "2026-11-24"),
            ("heure", "08:30"),
            ("vers", "Alès (30007)"),
        ],
        "vetements" => vec![("pour-qui", "enfant"), ("taille", "8"), ("quoi", "manteau")],
        "logement" => vec![
            ("jour", "2026-11-24"),
            ("fin", "2026-11-25"),
            ("adultes", "2"),
            ("foyer", "famille"),
            ("securite", "oui"),
        ],
        _ => vec![("aide", "repas")],
    });
    fields
}

impl Town {
    /// Everything that residents can do, done in this portal.
    pub async fn lives(house: &House) -> Self {
        let mut town = Self {
            canaries: STREETS
                .map(|s| Canary::of("", "a place finer than a commune", s))
                .into(),
            letters: Vec::new(),
            public: Vec::new(),
            hidden: Vec::new(),
            secret: Vec::new(),
        };
        let mut n = 0;
        for side in ["besoin", "offre"] {
            for kind in ["trajet", "vetements", "logement", "autre"] {
                n += 10;
                let (manage, listing) = town
                    .posts(house, n, &said(side, kind), "Avec plaisir")
                    .await;
                if kind == "logement" {
                    town.hidden.push(listing);
                    continue;
                }
                town.talks(house, n, side == "offre", &listing).await;
                send(
                    house,
                    &format!("{listing}/signaler"),
                    &[("message", &format!("Il habite {STREET}"))],
                )
                .await
                .good();
                led_to(&send(house, &manage, &[("geste", "prolonger")]).await);
                town.public.push(listing);
            }
        }
        // Held, paused, fulfilled, cancelled.
        let (_, scam) = town
            .posts(house, 100, &said("offre", "autre"), "Gagnez de quoi vivre")
            .await;
        town.hidden.push(scam);
        for (i, deed) in ["suspendre", "pourvu", "annuler"].into_iter().enumerate() {
            let (manage, listing) = town
                .posts(house, 110 + i, &said("besoin", "autre"), "Pour voir")
                .await;
            led_to(&send(house, &manage, &[("geste", deed)]).await);
            town.hidden.push(listing);
        }
        // A link that was lost: the first one is void, and the letter's new one is as secret.
        send(house, "/entraide/lien-perdu", &[("courriel", &email(10))])
            .await
            .good();
        town.reads_letters(house).await;
        town
    }

    /// Somebody's contact is private.
    fn person(&mut self, n: usize) -> (String, String) {
        let (email, nine) = (email(n), nine(n));
        self.canaries.push(Canary::of(&email, "e-mail", &email));
        self.canaries.push(Canary::phone(&email, &nine));
        (email, format!("0{nine}"))
    }

    /// Whatever leads to a secret page is that person's only.
    fn secret(&mut self, path: &str, of: &str, shows: Option<String>) {
        let secret = path.rsplit('/').next().unwrap();
        self.canaries.push(Canary::of(of, "secret link", secret));
        self.secret.push((path.to_owned(), of.to_owned(), shows));
    }

    async fn posts(
        &mut self,
        house: &House,
        n: usize,
        said: &[(&str, &str)],
        text: &str,
    ) -> (String, String) {
        let (email, phone) = self.person(n);
        let (id, text) = (form_id(n), format!("{text} {}", spelled(n)));
        let mut fields = said.to_vec();
        fields.extend([
            ("courriel", email.as_str()),
            ("telephone", &phone),
            ("formulaire", &id),
            ("texte", &text),
        ]);
        let (manage, listing) = posted(house, &fields).await;
        self.secret(&manage, &email, None);
        self.reads_letters(house).await;
        (manage, listing)
    }

    /// Two answer: one is taken, shows a contact and is told where to come; the other waits and reports.
    async fn talks(&mut self, house: &House, n: usize, offer: bool, listing: &str) {
        let owner = email(n);
        for m in [n + 1, n + 2] {
            let (email, phone) = self.person(m);
            let (id, said) = (form_id(m), format!("Bonjour, ici {}", spelled(m)));
            let fields = [
                ("message", said.as_str()),
                ("nombre", "1"),
                ("courriel", &email),
                ("telephone", &phone),
                ("formulaire", &id),
            ];
            let theirs = led_to(&send(house, &format!("{listing}/repondre"), &fields).await);
            self.reads_letters(house).await;
            let letter = self.letters.iter().rev().find(|l| l.to == owner).unwrap();
            let ours = link_in(letter);
            let first = m == n + 1;
            if first {
                led_to(&send(house, &ours, &[("geste", "accept")]).await);
                let helper = if offer { &ours } else { &theirs };
                led_to(&send(house, helper, &[("geste", "montrer")]).await);
                led_to(
                    &send(
                        house,
                        &theirs,
                        &[
                            ("geste", "dire"),
                            ("message", &format!("Je suis au {STREET}")),
                        ],
                    )
                    .await,
                );
            } else {
                let reason = format!("Digicode demandé, {STREET}");
                led_to(
                    &send(
                        house,
                        &theirs,
                        &[("geste", "signaler"), ("message", &reason)],
                    )
                    .await,
                );
                led_to(&send(house, &ours, &[("geste", "bloquer")]).await);
            }
            self.reads_letters(house).await;
            let shown = |to_responder: bool| {
                let helper = if offer { &owner } else { &email };
                (first && to_responder == offer).then(|| helper.clone())
            };
            let (to_owner, to_responder) = (shown(false), shown(true));
            self.secret(&ours, &owner, to_owner);
            self.secret(&theirs, &email, to_responder);
        }
    }

    /// Takes the letters that wait; links in them are their reader's.
    async fn reads_letters(&mut self, house: &House) {
        loop {
            let more = letters(house).await;
            if more.is_empty() {
                return;
            }
            for letter in more {
                for path in links_in(&letter) {
                    let secret = path.rsplit('/').next().unwrap();
                    self.canaries
                        .push(Canary::of(&letter.to, "secret link", secret));
                }
                self.letters.push(letter);
            }
        }
    }

    /// What stands in a text that must not, for a reader with this address.
    pub fn leaks(&self, text: &str, reader: Option<&str>) -> Vec<String> {
        let small = text.to_lowercase();
        let mut leaks = BTreeSet::new();
        for canary in &self.canaries {
            if reader != Some(&canary.of) && canary.stands_in(text, &small) {
                leaks.insert(format!("{} of {:?}", canary.name, canary.of));
            }
        }
        leaks.into_iter().collect()
    }

    /// The same, quick for long texts: most begin with nothing that any spelling begins with.
    pub fn leaks_quickly(&self, text: &str, beginnings: &Beginnings) -> Vec<String> {
        if beginnings.any_in(text) {
            self.leaks(text, None)
        } else {
            Vec::new()
        }
    }

    /// How everything private in it begins.
    pub fn beginnings(&self) -> Beginnings {
        let all = self
            .canaries
            .iter()
            .flat_map(|c| c.spellings.iter().chain(&c.exact));
        Beginnings(
            all.map(|s| s.to_lowercase().as_bytes()[..SHORTEST].try_into().unwrap())
                .collect(),
        )
    }
}

/// No spelling is shorter, in bytes.
const SHORTEST: usize = 8;

/// The first bytes of every spelling of everything private, in lower case.
pub struct Beginnings(HashSet<[u8; SHORTEST]>);

impl Beginnings {
    fn any_in(&self, text: &str) -> bool {
        let small = text.to_lowercase();
        small.as_bytes().windows(SHORTEST).any(|bytes| {
            bytes
                .try_into()
                .is_ok_and(|b: [u8; SHORTEST]| self.0.contains(&b))
        })
    }
}

/// The paths of secret pages in a letter.
pub fn links_in(letter: &Letter) -> Vec<String> {
    let lines = letter.body.lines().filter_map(|l| l.strip_prefix(ORIGIN));
    lines.filter(|l| l.len() > 40).map(str::to_owned).collect()
}

fn link_in(letter: &Letter) -> String {
    links_in(letter).into_iter().next().unwrap()
}
