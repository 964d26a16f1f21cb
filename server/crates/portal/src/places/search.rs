//! Finding a commune by what someone typed.
//!
//! Owns the keys of all names and the order of what is found. Never guesses further than one typing
//! error, and never answers anything but communes of today.

use std::collections::HashSet;

use super::gazetteer::{Commune, Departement, Former, Gazetteer};
use super::normal::{article, place_key, within_one_error};
use crate::places::Dep;

/// The longest name with its postal code and département fits twice.
const LONGEST: usize = 120;

/// From this length on a word may hold one typing error.
const FORGIVEN: usize = 5;

/// A commune that was found, and by which name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The commune of today.
    pub commune: &'static Commune,
    /// The name that was found when it is not the commune's own: an associated commune, an
    /// arrondissement: `Hellemmes-Lille`, of Lille.
    pub by: Option<&'static str>,
}

/// How well a name answers; better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Exact,
    ExactButArticle,
    Prefix,
    WordPrefix,
    OneError,
    OneErrorInPart,
}

/// The keys of all names, made once.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The communes of today in their order, then the former names.
    keys: Vec<Key>,
    /// All keys, one after the other: words with one space between.
    words: String,
    /// All keys again without spaces.
    joined: String,
    departements: Vec<(String, Dep)>,
}

#[derive(Debug)]
struct Key {
    commune: usize,
    /// Position in the table of former names.
    former: Option<usize>,
    words: (usize, usize),
    joined: (usize, usize),
    /// Bytes of the leading article in `words`; one less in `joined`.
    article: usize,
    letters: u32,
}

/// Which letters a key has, as bits: a cheap way to rule nearly all names out.
fn letters(key: &str) -> u32 {
    key.bytes().fold(0, |mask, b| match b {
        b'a'..=b'z' => mask | 1 << (b - b'a'),
        b'0'..=b'9' => mask | 1 << 26,
        b' ' => mask,
        _ => mask | 1 << 27,
    })
}

impl Index {
    pub fn of(communes: &[Commune], former: &[Former], departements: &[Departement]) -> Self {
        let mut index = Self {
            keys: Vec::with_capacity(communes.len() + former.len()),
            words: String::with_capacity(640_000),
            joined: String::with_capacity(560_000),
            departements: departements
                .iter()
                .map(|d| (place_key(d.name), d.code.clone()))
                .collect(),
        };
        for (i, commune) in communes.iter().enumerate() {
            index.add(i, None, commune.name);
        }
        for (i, old) in former
            .iter()
            .enumerate()
            .filter(|(_, f)| !f.name.is_empty())
        {
            index.add(old.commune, Some(i), old.name);
        }
        index
    }

    fn add(&mut self, commune: usize, former: Option<usize>, name: &str) {
        let key = place_key(name);
        let words = (self.words.len(), self.words.len() + key.len());
        let from = self.joined.len();
        self.joined.extend(key.chars().filter(|c| *c != ' '));
        self.words.push_str(&key);
        self.keys.push(Key {
            commune,
            former,
            words,
            joined: (from, self.joined.len()),
            article: article(&key),
            letters: letters(&key),
        });
    }

    /// The key of a commune of today by its position: for ordering by name.
    pub fn key_of(&self, commune: usize) -> &str {
        self.keys.get(commune).map_or("", |k| self.words(k))
    }

    /// Départements whose name has this key, with or without its article.
    pub fn departement_named(&self, key: &str) -> Option<&Dep> {
        let bare = key.get(article(key)..)?;
        self.departements
            .iter()
            .find(|(name, _)| name == key || name.get(article(name)..) == Some(bare))
            .map(|(_, code)| code)
    }

    /// Positions of the communes of today whose name has exactly this key.
    pub fn communes_named(&self, key: &str) -> Vec<usize> {
        let mask = letters(key);
        self.keys
            .iter()
            .filter(|k| k.former.is_none() && k.letters == mask && self.words(k) == key)
            .map(|k| k.commune)
            .collect()
    }

    fn words(&self, key: &Key) -> &str {
        self.words.get(key.words.0..key.words.1).unwrap_or("")
    }

    fn joined(&self, key: &Key) -> &str {
        self.joined.get(key.joined.0..key.joined.1).unwrap_or("")
    }

    /// How well a name answers, one typing error allowed or not.
    fn rank(&self, key: &Key, asked: &Asked<'_>, errors: bool) -> Option<Rank> {
        let missing = (asked.letters & !key.letters).count_ones();
        if missing > u32::from(errors) {
            return None;
        }
        if errors {
            return self.rank_with_error(key, asked);
        }
        let joined = self.joined(key);
        let bare = joined.get(key.article.saturating_sub(1)..).unwrap_or("");
        if joined == asked.joined {
            Some(Rank::Exact)
        } else if bare == asked.bare() {
            Some(Rank::ExactButArticle)
        } else if joined.starts_with(&asked.joined) || bare.starts_with(asked.bare()) {
            Some(Rank::Prefix)
        } else {
            let mut words = self.words(key).split(' ');
            asked
                .words
                .iter()
                .all(|w| words.any(|n| n.starts_with(w)))
                .then_some(Rank::WordPrefix)
        }
    }

    fn rank_with_error(&self, key: &Key, asked: &Asked<'_>) -> Option<Rank> {
        let words = self.words(key).get(key.article..).unwrap_or("");
        let mut names = words.split(' ');
        let (mut errors, mut whole) = (0, true);
        for word in &asked.words {
            loop {
                let name = names.next()?;
                if name == *word {
                    break;
                }
                if word.len().max(name.len()) >= FORGIVEN && within_one_error(word, name) {
                    errors += 1;
                    break;
                }
                whole = false;
                if name.starts_with(word) {
                    break;
                }
            }
        }
        match (errors, whole && names.next().is_none()) {
            (1, true) => Some(Rank::OneError),
            (1, false) => Some(Rank::OneErrorInPart),
            _ => None,
        }
    }
}

/// One reading of what was typed.
struct Asked<'a> {
    /// Without the leading article.
    words: Vec<&'a str>,
    joined: String,
    /// Bytes of the leading article in `joined`.
    article: usize,
    letters: u32,
    within: Within<'a>,
}

/// A further condition that was typed beside the name.
#[derive(Clone, Copy)]
enum Within<'a> {
    France,
    Departement(&'a str),
    /// Five digits: postal code or INSEE code.
    Code(&'a str),
}

impl<'a> Asked<'a> {
    fn new(words: &[&'a str], within: Within<'a>) -> Option<Self> {
        let bare = match words {
            ["le" | "la" | "les" | "l", rest @ ..] if !rest.is_empty() => rest,
            words => words,
        };
        let joined = words.concat();
        (!joined.is_empty()).then(|| Self {
            article: joined.len() - bare.concat().len(),
            letters: letters(&joined),
            words: bare.to_vec(),
            joined,
            within,
        })
    }

    fn bare(&self) -> &str {
        self.joined.get(self.article..).unwrap_or("")
    }

    fn holds(&self, commune: &Commune) -> bool {
        match self.within {
            Within::France => true,
            Within::Departement(code) => commune.insee.departement().0.eq_ignore_ascii_case(code),
            Within::Code(code) => {
                commune.postal_codes.contains(&code) || commune.insee.0.eq_ignore_ascii_case(code)
            }
        }
    }
}

/// What was found, with everything that orders it.
struct Hit {
    rank: Rank,
    former: Option<usize>,
    commune: usize,
}

impl Gazetteer {
    /// Communes for what someone typed: a name or the beginning of one, a postal code or the beginning
    /// of one, an INSEE code; accents, case, hyphens, apostrophes, "St"/"Saint", "Ste"/"Sainte" and
    /// articles forgiven, one typing error too, and the département or postal code beside the name
    /// ("Alès (30)", "Alès Gard", "30100 Alès"). Former names lead to the commune of today.
    /// Best first: exact, prefix, beginning of words, one typing error; then by population.
    pub fn search(&'static self, typed: &str, limit: usize) -> Vec<&'static Commune> {
        self.find(typed, limit)
            .into_iter()
            .map(|m| m.commune)
            .collect()
    }

    /// As [`Gazetteer::search`], telling by which former name a commune was found.
    pub fn find(&'static self, typed: &str, limit: usize) -> Vec<Match> {
        if typed.len() > LONGEST {
            return Vec::new();
        }
        let key = place_key(typed);
        let words: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
        let mut hits = match self.code(&words) {
            Some(hits) => hits,
            None => self.by_name(&words, limit),
        };
        hits.sort_by_cached_key(|h| {
            let people = self.communes().get(h.commune).map_or(0, |c| c.population);
            let former = h.former.is_some();
            (h.rank, former, std::cmp::Reverse(people), h.commune)
        });
        let mut seen = HashSet::new();
        hits.into_iter()
            .filter(|h| seen.insert(h.commune))
            .take(limit)
            .filter_map(|h| {
                let commune = self.communes().get(h.commune)?;
                let by = h.former.and_then(|f| self.former().get(f)).map(|f| f.name);
                Some(Match {
                    commune,
                    by: by.filter(|name| !name.is_empty()),
                })
            })
            .collect()
    }

    /// `None` when what was typed is not a code.
    fn code(&self, words: &[&str]) -> Option<Vec<Hit>> {
        let code = words.concat();
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        let corsica = words.len() == 1 && (code.starts_with("2a") || code.starts_with("2b"));
        if !(digits || corsica) || code.is_empty() || code.len() > 5 {
            return None;
        }
        let code = code.to_ascii_uppercase();
        let mut hits = Vec::new();
        for (i, commune) in self.communes().iter().enumerate() {
            let rank = if commune.insee.0 == code || commune.postal_codes.contains(&code.as_str()) {
                Rank::Exact
            } else if commune.postal_codes.iter().any(|p| p.starts_with(&code))
                || (corsica && commune.insee.0.starts_with(&code))
            {
                Rank::Prefix
            } else {
                continue;
            };
            hits.push(Hit {
                rank,
                former: None,
                commune: i,
            });
        }
        let former = self.former().iter().enumerate();
        hits.extend(former.filter(|(_, f)| f.code == code).map(|(i, f)| Hit {
            rank: Rank::Exact,
            former: Some(i),
            commune: f.commune,
        }));
        Some(hits)
    }

    fn by_name(&self, words: &[&str], limit: usize) -> Vec<Hit> {
        let mut readings: Vec<Asked<'_>> = Asked::new(words, Within::France).into_iter().collect();
        if let Some((rest, within)) = self.condition(words) {
            readings.extend(Asked::new(rest, within));
        }
        let mut hits: Vec<Hit> = Vec::new();
        for errors in [false, true] {
            for asked in &readings {
                for key in &self.index().keys {
                    if let Some(rank) = self.index().rank(key, asked, errors)
                        && self
                            .communes()
                            .get(key.commune)
                            .is_some_and(|c| asked.holds(c))
                    {
                        hits.push(Hit {
                            rank,
                            former: key.former,
                            commune: key.commune,
                        });
                    }
                }
            }
            // Whoever typed a name without an error is not offered its neighbours.
            if hits.len() >= limit || hits.iter().any(|h| h.rank <= Rank::ExactButArticle) {
                break;
            }
        }
        hits
    }

    /// A département or code typed beside the name, and the name's own words.
    fn condition<'a>(&'a self, words: &'a [&'a str]) -> Option<(&'a [&'a str], Within<'a>)> {
        let of_code = |word: &'a str| {
            if word.len() == 5 && word.bytes().skip(2).all(|b| b.is_ascii_digit()) {
                return Some(Within::Code(word));
            }
            let code = word.to_ascii_uppercase();
            self.departement(&Dep(code))
                .map(|_| Within::Departement(word))
        };
        match words {
            [rest @ .., last] if !rest.is_empty() && of_code(last).is_some() => {
                of_code(last).map(|w| (rest, w))
            }
            [first, rest @ ..] if !rest.is_empty() && of_code(first).is_some() => {
                of_code(first).map(|w| (rest, w))
            }
            _ => (1..words.len()).find_map(|i| {
                let (rest, name) = words.split_at_checked(i)?;
                let dep = self.index().departement_named(&name.join(" "))?;
                Some((rest, Within::Departement(&dep.0)))
            }),
        }
    }
}
