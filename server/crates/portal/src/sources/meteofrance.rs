//! Météo-France's vigilance API: one message per département, phenomenon and day.
//!
//! Owns the shape of that document and the words of those messages. Must never end a message because
//! something is missing: only a green said for that very domain and day does.
//!
//! Shape (API "DonneesPubliquesVigilance", `cartevigilance/encours`):
//! `product.periods[]{echeance, begin_validity_time, end_validity_time,
//! timelaps.domain_ids[]{domain_id, max_color_id, phenomenon_items[]{phenomenon_id,
//! phenomenon_max_color_id, timelaps_items[]{begin_time, end_time, color_id}}}}`.

use serde_json::Value;

use crate::cap::{Area, Category, Certainty, Info, ResponseType, Urgency};
use crate::documents::{Read, Reading};
use crate::messages::{Colour, Message};
use crate::places::{Dep, gazetteer};
use crate::sources::states::{self, Newest};
use crate::{Instant, Span};

mod spell;
mod words;

use spell::Spell;

/// How many (day, domain, phenomenon) are read; France has 2 × 120 × 9.
pub(crate) const MAX_ITEMS: usize = 10_000;

/// Whether a JSON document is one of vigilance: it has `periods`, alone or within `product`.
pub(crate) fn looks_like(document: &Value) -> bool {
    periods(document).is_some()
}

fn product(document: &Value) -> &Value {
    document.get("product").unwrap_or(document)
}

fn periods(document: &Value) -> Option<&Vec<Value>> {
    product(document).get("periods")?.as_array()
}

/// Reads the periods into `read`.
pub(crate) fn read(document: &Value, reading: &Reading<'_>, read: &mut Read) {
    let mut faults = Vec::new();
    // The bulletin's own time, unless its clock is ahead of ours.
    let at = instant(product(document), "update_time")
        .filter(|t| *t <= reading.at)
        .unwrap_or(reading.at);
    let newest = Newest::of(reading);
    let mut said = 0_usize;
    for period in periods(document).into_iter().flatten() {
        let Some(period) = Period::of(period) else {
            faults.push(
                "a period without begin_validity_time, end_validity_time or domains was left out"
                    .to_owned(),
            );
            continue;
        };
        for domain in period.domains {
            let Some(id) = domain.get("domain_id").and_then(states::text) else {
                faults.push("a domain without domain_id was left out".to_owned());
                continue;
            };
            let departement = match departement(&id) {
                Domain::Departement(code) => code,
                Domain::Wider => continue,
                Domain::Unknown => {
                    faults.push(format!("the domain {id:?} is not a département"));
                    continue;
                }
            };
            let teller = Teller {
                reading,
                newest: &newest,
                at,
                period: &period,
                domain: &id,
                departement,
            };
            let items = domain
                .get("phenomenon_items")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            let green = domain.get("max_color_id").and_then(states::rank) == Some(Colour::Green);
            if items.is_empty() && green {
                // The whole domain is green: every phenomenon is.
                for phenomenon in words::ALL {
                    teller.say(phenomenon, &Spell::green(), read);
                }
                said += 1;
            }
            for item in items {
                said += 1;
                if said > MAX_ITEMS {
                    break;
                }
                let Some(phenomenon) = item
                    .get("phenomenon_id")
                    .and_then(states::text)
                    .and_then(|id| words::Phenomenon::of(&id))
                else {
                    faults.push(format!("a phenomenon of domain {id} has no id from 1 to 9"));
                    continue;
                };
                match Spell::of(item, &period) {
                    Some(spell) => teller.say(phenomenon, &spell, read),
                    None => faults.push(format!(
                        "the colour of {} in domain {id} cannot be read",
                        phenomenon.french
                    )),
                }
            }
        }
    }
    if said == 0 {
        faults.push("no domain could be read: nothing is known, nothing ends".to_owned());
    } else if said > MAX_ITEMS {
        faults.push(format!("only the first {MAX_ITEMS} phenomena were read"));
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(5);
        faults.truncate(5);
        if more > 0 {
            faults.push(format!("and {more} more faults"));
        }
        read.error = Some(faults.join("; "));
    }
}

/// One day of the bulletin.
struct Period<'a> {
    /// The day in Paris on which it ends, `YYYYMMDD`: today's J1 is tomorrow's J.
    day: String,
    begin: Instant,
    end: Instant,
    domains: &'a [Value],
}

impl<'a> Period<'a> {
    fn of(period: &'a Value) -> Option<Self> {
        let begin = instant(period, "begin_validity_time")?;
        let end = instant(period, "end_validity_time").filter(|end| *end > begin)?;
        let timelaps = period.get("timelaps")?;
        Some(Self {
            day: (end - Span::seconds(1))
                .in_paris()
                .strftime("%Y%m%d")
                .to_string(),
            begin,
            end,
            domains: timelaps.get("domain_ids")?.as_array()?.as_slice(),
        })
    }
}

/// Makes, confirms or ends the message of one phenomenon in one domain on one day.
struct Teller<'a, 'r> {
    reading: &'a Reading<'r>,
    newest: &'a Newest<'r>,
    at: Instant,
    period: &'a Period<'a>,
    domain: &'a str,
    departement: &'a str,
}

impl Teller<'_, '_> {
    fn say(&self, phenomenon: &words::Phenomenon, spell: &Spell, read: &mut Read) {
        let prefix = format!(
            "meteofrance.{}.{}.{}",
            states::name_part(self.domain),
            phenomenon.id,
            self.period.day
        );
        let now = self.reading.at;
        let before = self.newest.get(&prefix);
        let live = before.filter(|(_, m)| !states::is_over(m, now));
        let over = spell.colour == Colour::Green;
        if over && live.is_none() {
            return;
        }
        // Nobody is warned of a spell that was over before it was read.
        if !over && live.is_none() && spell.end.is_some_and(|end| end <= now) {
            return;
        }
        // A bulletin cuts what has begun at its own first hour: the beginning stays what it was.
        let begun = live
            .and_then(|(_, m)| onset(m))
            .filter(|onset| *onset <= now && spell.onset.is_some_and(|new| new <= now));
        let onset_now = begun.or(spell.onset);
        if let Some((index, message)) = live
            && states::level(message) == Some(spell.colour)
            && onset(message) == onset_now
            && expires(message) == spell.end
            && spell.same_course(message, now)
        {
            read.confirmed.push(index);
            return;
        }
        let sent = states::sent(self.at, before.map(|(_, m)| m));
        let infos = ["fr-FR", "en-GB"]
            .into_iter()
            .map(|language| {
                let mut info = self.info(language, phenomenon, spell);
                if over {
                    info.expires = Some(sent.max(now) + states::ALL_CLEAR_SHOWN);
                } else {
                    info.onset = onset_now;
                    info.expires = spell.end;
                }
                info
            })
            .collect();
        read.alerts.push(states::message(
            self.reading,
            &prefix,
            sent,
            live.map(|(_, m)| m),
            infos,
        ));
    }

    fn info(&self, language: &str, phenomenon: &words::Phenomenon, spell: &Spell) -> Info {
        let place = gazetteer()
            .departement(&Dep(self.departement.to_owned()))
            .map_or_else(
                || format!("Département {}", self.departement),
                |d| d.name.to_owned(),
            );
        let words = words::of(language, phenomenon, spell.colour, &place, &spell.slices);
        let mut info = states::info(self.reading, language, words.event, &words.headline);
        info.categories = vec![Category::Met];
        info.severity = states::severity(spell.colour);
        if spell.colour == Colour::Green {
            info.response_types = vec![ResponseType::AllClear];
            info.urgency = Urgency::Past;
            info.certainty = Certainty::Observed;
        } else {
            info.response_types = vec![ResponseType::Monitor];
            info.urgency = if spell.onset.is_some_and(|onset| onset <= self.reading.at) {
                Urgency::Immediate
            } else {
                Urgency::Expected
            };
            info.certainty = Certainty::Likely;
        }
        info.description = Some(words.description);
        info.instruction = words.instruction.map(str::to_owned);
        info.web = Some("https://vigilance.meteofrance.fr/".to_owned());
        info.parameters = vec![
            states::awareness_level(spell.colour),
            states::named("awareness_type", phenomenon.awareness),
        ];
        info.parameters.extend(spell.parameter());
        info.areas = vec![Area {
            desc: place,
            geocodes: vec![states::named("INSEE", self.departement)],
            ..Area::default()
        }];
        info
    }
}

fn onset(message: &Message) -> Option<Instant> {
    message.alert.infos.first()?.onset
}

fn expires(message: &Message) -> Option<Instant> {
    message.alert.infos.first()?.expires
}

fn instant(of: &Value, key: &str) -> Option<Instant> {
    Instant::parse(of.get(key)?.as_str()?.trim())
}

/// What a `domain_id` stands for.
enum Domain<'a> {
    /// A département's code; a coast (`3010`) belongs to its département (`30`).
    Departement(&'a str),
    /// All of France (`FRA`) or Andorra (`99`): told département by département, or not ours.
    Wider,
    /// Something else.
    Unknown,
}

fn departement(id: &str) -> Domain<'_> {
    if id == "FRA" || id == "99" {
        return Domain::Wider;
    }
    let code = match id.strip_suffix("10") {
        Some(coast) if coast.len() >= 2 => coast,
        _ => id,
    };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let known = match code.len() {
        2 => digits(code) || code == "2A" || code == "2B",
        3 => digits(code) && (code.starts_with("97") || code.starts_with("98")),
        _ => false,
    };
    if known {
        Domain::Departement(code)
    } else {
        Domain::Unknown
    }
}
