//! The shape of a language's words: what each language must have.

use portal::Instant;
use portal::cap::{MsgType, ResponseType};
use portal::messages::{Colour, State};
use portal::sources::SourceKind;

/// A title and its paragraphs.
pub type Section = (&'static str, &'static [&'static str]);
/// A fixed text.
pub type T = &'static str;
/// A text made around one other.
pub type With = fn(&str) -> String;
/// A text made around a number.
pub type Count = fn(usize) -> String;

/// All words of a language, by where they stand.
#[derive(Debug)]
pub struct Words {
    /// Head, foot and what every page shares.
    pub shell: Shell,
    /// Dates.
    pub time: Time,
    /// Alerts, wherever they stand.
    pub alert: Alert,
    /// The page of one alert.
    pub permalink: Permalink,
    /// The home page.
    pub home: Home,
    /// Search.
    pub search: Search,
    /// Pages of places.
    pub place: Place,
    /// `/alertes`.
    pub list: List,
    /// The drawn area.
    pub map: Map,
    /// Sources and their silence.
    pub sources: SourcesPage,
    /// Errors.
    pub problem: ProblemPages,
    /// Pages that only tell.
    pub about: About,
    /// Feeds.
    pub feed: Feed,
    /// Tests of reception.
    pub trial: super::Trial,
    /// `/suivre`.
    pub follow: super::follow::Follow,
    /// The exchange.
    pub exchange: super::exchange::Exchange,
    /// Reporting a danger.
    pub report: super::report::Report,
    /// Without network.
    pub offline: super::offline::Offline,
    /// Open pages.
    pub live: super::LiveWords,
    /// What other sites show.
    pub embed: super::EmbedWords,
}

/// Head and foot.
#[derive(Debug)]
pub struct Shell {
    /// Link over the head.
    pub skip: T,
    /// The banner of an exercise portal.
    pub exercise_word: T,
    /// Its sentence.
    pub exercise: T,
    /// Before titles of an exercise portal.
    pub exercise_prefix: T,
    /// Link to the other language, in that language.
    pub other_language: T,
    /// Name of the navigation.
    pub navigation: T,
    /// Link names.
    pub alerts: T,
    /// Link name.
    pub departements: T,
    /// Link name.
    pub sources: T,
    /// Link name.
    pub about: T,
    /// Link name.
    pub accessibility: T,
    /// Link name.
    pub integrations: T,
    /// The foot's sentence on who Rives is.
    pub foot: T,
    /// The foot's sentence on times.
    pub paris: T,
    /// Emergency numbers' heading.
    pub emergency: T,
    /// Number, what it is for.
    pub numbers: &'static [(T, T, T)],
    /// Heading over links to feeds of a page.
    pub follow: T,
    /// Link to an Atom feed.
    pub atom: T,
}

/// Dates.
#[derive(Debug)]
pub struct Time {
    /// Without year.
    pub day_time: fn(Instant) -> String,
    /// With year.
    pub full: fn(Instant) -> String,
    /// Day in Paris, without year.
    pub day: fn(Instant) -> String,
    /// Hour and minute.
    pub clock: fn(Instant) -> String,
}

/// Words of an alert.
#[derive(Debug)]
pub struct Alert {
    /// A colour's name.
    pub colour: fn(Colour) -> T,
    /// A colour that the source itself said.
    pub vigilance: fn(Colour) -> T,
    /// A colour that follows from CAP's severity.
    pub level: fn(Colour) -> T,
    /// A state's name.
    pub state: fn(State) -> T,
    /// What a message of that type does.
    pub msg_type: fn(MsgType) -> T,
    /// What to do, for a response type without instruction; `None` when it asks for nothing.
    pub response: fn(ResponseType) -> Option<T>,
    /// No instruction at all.
    pub no_instruction: T,
    /// Labels of the answers: where.
    pub where_: T,
    /// Until when.
    pub until_label: T,
    /// What to do.
    pub todo: T,
    /// Who says so.
    pub says: T,
    /// "jusqu'au …"
    pub until: With,
    /// "à partir du …"
    pub from: With,
    /// "du … au …"
    pub from_until: fn(&str, &str) -> String,
    /// "terminée le …"
    pub ended: fn(State, &str) -> String,
    /// No expiry given.
    pub no_expiry: T,
    /// Local review deadline.
    pub review: With,
    /// Area not resolved.
    pub unresolved: T,
    /// All of France.
    pub everywhere: T,
    /// "et 3 autres zones"
    pub more_areas: Count,
    /// Marks a single message of an exercise.
    pub exercise: T,
    /// No headline and no event.
    pub untitled: T,
    /// Who says so is not named.
    pub unnamed: T,
}

/// The page of one alert.
#[derive(Debug)]
pub struct Permalink {
    /// Link to all instructions.
    pub all_instructions: T,
    /// Heading over the instructions of what is over.
    pub instructions_then: T,
    /// Heading.
    pub description: T,
    /// Heading.
    pub places: T,
    /// Heading over several areas.
    pub by_area: T,
    /// "Département entier : Gard (30)"
    pub whole: With,
    /// "Gard (30) : 12 communes"
    pub communes_in: fn(&str, usize) -> String,
    /// Heading.
    pub provenance: T,
    /// Received.
    pub received: With,
    /// Sent.
    pub sent: With,
    /// Last confirmed.
    pub confirmed: With,
    /// Link to the author's page.
    pub original: T,
    /// Link to the bytes.
    pub raw: T,
    /// Link to CAP.
    pub cap: T,
    /// Signature present.
    pub signed: T,
    /// Signature absent.
    pub unsigned: T,
    /// Only the feed's entry is known.
    pub entry_only: T,
    /// Contact.
    pub contact: With,
    /// Resources.
    pub resources: T,
    /// Heading.
    pub history: T,
    /// Mark of a replaced message.
    pub superseded: T,
    /// Mark of the message that counts.
    pub current: T,
    /// Several heads.
    pub fork: T,
    /// Heading.
    pub share: T,
    /// Label of the line to copy.
    pub share_line: T,
    /// Official source, in the line.
    pub share_source: With,
    /// Link.
    pub by_mail: T,
    /// Link.
    pub by_sms: T,
    /// Link.
    pub map: T,
    /// Heading over another language: its name.
    pub language: fn(&str) -> String,
    /// Sentence when no text is in the page's language.
    pub not_translated: T,
    /// Heading over the easy-read French text, and the link to it.
    pub easy: T,
}

/// Home.
#[derive(Debug)]
pub struct Home {
    /// Title.
    pub title: T,
    /// Heading.
    pub lead: T,
    /// Heading over alerts.
    pub now: Count,
    /// Heading over alerts to come.
    pub coming: T,
    /// Nothing in force.
    pub empty: T,
    /// Nothing in force here.
    pub empty_at: With,
    /// Last check.
    pub checked: With,
    /// What an empty page does not mean.
    pub empty_note: T,
    /// Nobody answers.
    pub unknown: T,
    /// What to do then.
    pub unknown_note: T,
    /// Heading of doors.
    pub doors: T,
    /// Door.
    pub inform: T,
    /// Its sentence.
    pub inform_note: T,
    /// Door.
    pub help: T,
    /// Its sentence.
    pub help_note: T,
    /// Door.
    pub report: T,
    /// Its sentence.
    pub report_note: T,
}

/// Search.
#[derive(Debug)]
pub struct Search {
    /// Title.
    pub title: T,
    /// Label.
    pub label: T,
    /// Hint under the field.
    pub hint: T,
    /// Button.
    pub submit: T,
    /// Heading over results.
    pub found: fn(usize, &str) -> String,
    /// None.
    pub none: With,
    /// What one can try.
    pub none_help: &'static [T],
    /// Nothing typed.
    pub empty: T,
    /// For screen readers, `{n}` is replaced by the number.
    pub suggestions: T,
    /// For screen readers.
    pub no_suggestion: T,
    /// Name of the list.
    pub list: T,
    /// "et d'autres"
    pub more: T,
}

/// Places.
#[derive(Debug)]
pub struct Place {
    /// Heading of a commune or département.
    pub title: With,
    /// Heading.
    pub now: T,
    /// Heading.
    pub coming: T,
    /// Heading.
    pub ended: T,
    /// Nothing ended lately.
    pub ended_none: T,
    /// Link.
    pub archive: T,
    /// Heading over communes of a département.
    pub communes: Count,
    /// Link to the département.
    pub departement: With,
    /// Heading of `/departements`.
    pub departements: T,
    /// Who is heard here.
    pub heard: T,
    /// Nobody is heard here.
    pub unheard: T,
    /// Postal codes.
    pub postal: With,
}

/// `/alertes`.
#[derive(Debug)]
pub struct List {
    /// Title.
    pub title: T,
    /// Legend.
    pub filter: T,
    /// Label.
    pub state: T,
    /// Choices.
    pub state_all: T,
    /// Choice.
    pub state_now: T,
    /// Choice.
    pub state_coming: T,
    /// Choice.
    pub state_past: T,
    /// Label.
    pub colour: T,
    /// Choice.
    pub colour_all: T,
    /// Choice.
    pub colour_at_least: With,
    /// Label.
    pub departement: T,
    /// Choice.
    pub departement_all: T,
    /// Button.
    pub submit: T,
    /// Heading.
    pub in_force: Count,
    /// Heading.
    pub past: T,
    /// None for these filters.
    pub none: T,
    /// None in the archive.
    pub none_past: T,
    /// Link.
    pub older: T,
    /// Link.
    pub newest: T,
}

/// The drawn area.
#[derive(Debug)]
pub struct Map {
    /// Title.
    pub title: With,
    /// Link back.
    pub back: T,
    /// Polygons, circles, lines: how many of each.
    pub drawn: fn(usize, usize, usize) -> String,
    /// South, north, west, east.
    pub bounds: fn(f64, f64, f64, f64) -> String,
    /// Nothing to draw.
    pub nothing: T,
    /// Link.
    pub external: T,
    /// What the link does.
    pub external_note: T,
    /// Heading.
    pub places: T,
    /// Scale bar.
    pub scale: fn(u32) -> String,
    /// North.
    pub north: T,
}

/// Sources.
#[derive(Debug)]
pub struct SourcesPage {
    /// Title.
    pub title: T,
    /// First paragraph.
    pub lead: T,
    /// No source at all.
    pub none: T,
    /// A kind in words.
    pub kind: fn(SourceKind) -> T,
    /// Label.
    pub kind_label: T,
    /// Label.
    pub territory: T,
    /// All of France.
    pub france: T,
    /// Label.
    pub success: T,
    /// Label.
    pub failure: T,
    /// Never.
    pub never: T,
    /// Held sources.
    pub held: T,
    /// Working.
    pub heard: T,
    /// Failing but not yet silent.
    pub failing: T,
    /// Silent since.
    pub silent: fn(&str, &str) -> String,
    /// What silence means.
    pub silent_means: T,
    /// Mark.
    pub silent_mark: T,
    /// Link to the warning.
    pub silent_count: Count,
}

/// What is told when something does not work.
#[derive(Debug)]
pub struct ProblemPages {
    /// Title, what happened, what to do.
    pub page: Problem,
    /// Unknown commune.
    pub commune: Problem,
    /// Unknown département.
    pub departement: Problem,
    /// Unknown alert.
    pub alert: Problem,
    /// A request that means nothing.
    pub request: Problem,
    /// Too many requests.
    pub too_many: Problem,
    /// Something failed.
    pub failed: Problem,
    /// Out of service for a moment.
    pub unavailable: Problem,
    /// Heading over suggestions.
    pub suggestions: T,
    /// Link.
    pub home: T,
}

/// One error page.
#[derive(Debug)]
pub struct Problem {
    /// Title.
    pub title: T,
    /// What happened.
    pub happened: T,
    /// What to do: one instruction a line.
    pub todo: &'static [T],
}

/// Pages that only tell.
#[derive(Debug)]
pub struct About {
    /// `/a-propos`: title.
    pub title: T,
    /// Sections.
    pub sections: &'static [Section],
    /// `/accessibilite`: title.
    pub accessibility_title: T,
    /// Sections.
    pub accessibility: &'static [Section],
    /// `/integrations`: title.
    pub integrations_title: T,
    /// First paragraphs.
    pub integrations_lead: &'static [T],
    /// Path, what it is.
    pub endpoints: &'static [(T, T)],
    /// Last paragraphs.
    pub integrations_rules: &'static [T],
}

/// Feeds.
#[derive(Debug)]
pub struct Feed {
    /// All.
    pub portal: T,
    /// A place.
    pub place: With,
    /// CAP index.
    pub cap: T,
}
