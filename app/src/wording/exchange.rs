//! The words of `/entraide`: listings, their forms, secret links, conversations, safety.

use portal::exchange::{
    Garment, Help, Household, Kind, Luggage, MatchState, Party, Reason, Side, StepFree, Wearer,
    Wrong,
};

use super::{T, With};
use crate::pages::exchange::Note;

/// A heading and lines under it.
pub type Part = (T, &'static [T]);

/// `/entraide` and everything behind it.
#[derive(Debug)]
pub struct Exchange {
    /// Title of the page, name in navigation.
    pub title: T,
    /// Name in the masthead, short.
    pub nav: T,
    /// What it is for.
    pub lead: T,
    /// On the page of a commune.
    pub here: With,
    /// Need or offer.
    pub side: fn(Side) -> T,
    /// Kind.
    pub kind: fn(Kind) -> T,
    /// Name of a field.
    pub label: fn(&str, Side, Kind) -> T,
    /// Help with a field; may be empty.
    pub hint: fn(&str, Side, Kind) -> T,
    /// What is wrong with a field.
    pub wrong: fn(Wrong) -> String,
    /// Over everything that is wrong.
    pub wrong_title: T,
    /// The lists and what is in them.
    pub list: List,
    /// A listing in words.
    pub says: Says,
    /// The forms.
    pub form: Form,
    /// Secret links.
    pub link: Link,
    /// The page of the owner's link.
    pub manage: Manage,
    /// Conversations.
    pub talk: Conversation,
    /// Safety.
    pub safety: Safety,
    /// Other pages: title, what is so, what to do.
    pub pages: Pages,
}

/// The list, its filters, its empty states.
#[derive(Debug)]
pub struct List {
    /// Door: I need help.
    pub ask: T,
    /// Door: I offer help.
    pub give: T,
    /// Door: a bed tonight.
    pub tonight: T,
    /// Easy-read lines; French on every page.
    pub easy: &'static [T],
    /// Heading over official messages.
    pub official: With,
    /// Heading of the search.
    pub search: T,
    /// Any side.
    pub any_side: T,
    /// Any kind.
    pub any_kind: T,
    /// Any département.
    pub any_departement: T,
    /// More filters.
    pub more: T,
    /// Radius: none.
    pub no_radius: T,
    /// Radius in km.
    pub radius: fn(u16) -> String,
    /// Button.
    pub submit: T,
    /// Heading over what was found; 1,000 means at least so many.
    pub found: fn(u32) -> String,
    /// Nothing: side, kind, where, whether for tonight.
    pub empty: fn(Option<Side>, Option<Kind>, Option<&str>, bool) -> String,
    /// What an empty list does not mean.
    pub empty_note: T,
    /// Next step: post.
    pub empty_post: fn(Side) -> T,
    /// Next step: farther.
    pub empty_widen: T,
    /// Next step: emergency shelter and emergency.
    pub empty_call: T,
    /// Newer page.
    pub previous: T,
    /// Further page.
    pub next: T,
    /// Only there it is open.
    pub only: With,
    /// Link.
    pub safety: T,
    /// Link.
    pub lost: T,
}

/// A listing in words.
#[derive(Debug)]
pub struct Says {
    /// From, to; to anywhere dry.
    pub ride: fn(&str, Option<&str>) -> String,
    /// For whom, size.
    pub clothing: fn(T, &str) -> String,
    /// Beds or people.
    pub housing: fn(Side, u8) -> String,
    /// What is left of it: side, kind, left, of.
    pub left: fn(Side, Kind, u8, u8) -> String,
    /// On that night: name of the day, left, of.
    pub night: fn(&str, u8, u8) -> String,
    /// First day, last morning, nights.
    pub stay: fn(&str, &str, usize) -> String,
    /// Leaves between.
    pub between: fn(&str, &str) -> String,
    /// Posted.
    pub posted: With,
    /// Until.
    pub until: With,
    /// For whom clothes are.
    pub wearer: fn(Wearer) -> T,
    /// What clothes.
    pub garment: fn(Garment) -> T,
    /// What comes along; as a trait of a side.
    pub luggage: fn(Luggage) -> T,
    /// Steps.
    pub step_free: fn(StepFree) -> T,
    /// Who is taken in or asks.
    pub household: fn(Household) -> T,
    /// Of that side.
    pub household_of: fn(Side, Household) -> String,
    /// People: side, adults, children.
    pub people: fn(Side, u8, u8) -> String,
    /// Other help.
    pub help: fn(Help) -> T,
    /// Child seats.
    pub child_seats: fn(u8) -> String,
    /// Wheelchair.
    pub wheelchair: fn(Side) -> T,
    /// Pets.
    pub pets: fn(Side) -> T,
    /// The way back.
    pub returns: T,
    /// Brings, or cannot come.
    pub delivers: fn(Side) -> T,
    /// Own room.
    pub own_room: T,
    /// Smoking.
    pub smoking: fn(Side) -> T,
    /// A bed tonight.
    pub tonight: T,
    /// How a listing stands, when it is not simply open.
    pub standing: fn(portal::exchange::Standing) -> Option<T>,
    /// Why two suit each other.
    pub reason: fn(Reason) -> String,
    /// Heading: in the poster's words.
    pub words: T,
    /// Heading: facts.
    pub facts: T,
    /// Button: answer.
    pub answer: fn(Side) -> T,
    /// All is taken.
    pub full: T,
    /// Link: report.
    pub report: T,
    /// No contact stands here.
    pub private: T,
}

/// The forms.
#[derive(Debug)]
pub struct Form {
    /// Title with side and kind.
    pub title: fn(Side, Kind) -> String,
    /// Title before anything is chosen.
    pub start: T,
    /// Question: side.
    pub which_side: T,
    /// Question: kind.
    pub which_kind: T,
    /// Easy-read lines; French on every page.
    pub easy: &'static [T],
    /// Choose another.
    pub other: T,
    /// Fieldset: where and when.
    pub place: T,
    /// Fieldset: what.
    pub what: T,
    /// Fieldset: how to reach you.
    pub contact: T,
    /// About contacts.
    pub contact_note: T,
    /// Candidates for a commune.
    pub candidates: T,
    /// The name of a code.
    pub commune_is: With,
    /// Minutes of margin.
    pub margin: fn(u16) -> String,
    /// Link to safety beside the checkbox.
    pub safety: T,
    /// The honeypot's label.
    pub honeypot: T,
    /// Button.
    pub publish: T,
    /// Button of a change.
    pub save: T,
    /// Title of a change.
    pub edit: T,
    /// Title of the short form.
    pub tonight: T,
    /// Its easy lines; French on every page.
    pub tonight_easy: &'static [T],
    /// Housing waits for moderators.
    pub housing_waits: T,
    /// Title of an answer.
    pub answer: fn(Side) -> T,
    /// Fieldset: what is asked for, or brought.
    pub wants: fn(Side) -> T,
    /// About it.
    pub wants_note: T,
    /// Button of an answer.
    pub send: T,
}

/// Secret links.
#[derive(Debug)]
pub struct Link {
    /// Title: posted.
    pub posted: T,
    /// It can be seen.
    pub visible: T,
    /// It waits for a moderator.
    pub held: T,
    /// Housing waits for two.
    pub held_housing: T,
    /// Heading.
    pub title: T,
    /// Field.
    pub label: T,
    /// What it is for, and the warning.
    pub manage: &'static [T],
    /// The same, of a conversation.
    pub talk: &'static [T],
    /// Open it.
    pub open: T,
    /// The portal sends no e-mail.
    pub no_mail: T,
    /// Probably posted before.
    pub probably: T,
    /// One of them.
    pub this: T,
    /// Title: answered.
    pub answered: T,
    /// What comes next.
    pub answered_said: fn(Option<MatchState>) -> T,
    /// Title: lost link.
    pub lost: T,
    /// What to do.
    pub lost_lead: T,
    /// The portal sends no e-mail: what to do.
    pub lost_no_mail: &'static [T],
    /// Button.
    pub lost_button: T,
    /// Sent; says nothing of whether there is one.
    pub lost_sent: &'static [T],
    /// Title: unknown.
    pub unknown: T,
    /// Its sentences.
    pub unknown_said: &'static [T],
}

/// The page of the owner's link.
#[derive(Debug)]
pub struct Manage {
    /// Title.
    pub title: T,
    /// Warning.
    pub private: T,
    /// What just happened.
    pub note: fn(Note) -> T,
    /// It waits for a moderator.
    pub held: T,
    /// Heading of a moderator's reason.
    pub reason: T,
    /// What to do about it.
    pub reason_note: T,
    /// Asked before closing: with whom.
    pub with_whom: T,
    /// With nobody of the conversations.
    pub with_none: T,
    /// Heading of actions.
    pub actions: T,
    /// Button or link of a deed (`modifier`, `suspendre`, …).
    pub deed: fn(&str) -> T,
    /// What it does.
    pub deed_note: fn(&str) -> T,
    /// Heading of conversations.
    pub talks: T,
    /// None.
    pub talks_none: T,
    /// How they are read.
    pub talks_note: T,
    /// Link to one.
    pub open: T,
    /// Began.
    pub began: With,
    /// Heading of suggestions.
    pub suggestions: T,
    /// None.
    pub suggestions_none: T,
    /// Heading of the own contact.
    pub contact: T,
    /// Who sees it.
    pub contact_note: T,
    /// Heading of data.
    pub data: T,
    /// Link.
    pub export: T,
}

/// Conversations.
#[derive(Debug)]
pub struct Conversation {
    /// Title.
    pub title: T,
    /// Warning.
    pub private: T,
    /// About.
    pub about: T,
    /// Somebody pushes away from here.
    pub leaves: &'static [T],
    /// Heading: messages.
    pub said: T,
    /// Said by me.
    pub me: T,
    /// Said by the other.
    pub other: fn(Party) -> T,
    /// Button.
    pub send: T,
    /// Ended.
    pub ended: T,
    /// Above what was typed after the other side ended it.
    pub unsent: T,
    /// Heading: the match.
    pub matched: T,
    /// How it stands, to this side.
    pub state: fn(MatchState, Party) -> T,
    /// Units asked for.
    pub units: fn(Kind, u8) -> String,
    /// Answer by.
    pub by: With,
    /// So many stand before.
    pub ahead: fn(u32) -> String,
    /// Heading: ask.
    pub ask: fn(Side) -> T,
    /// Button of a deed (`accept`, `demander`, …).
    pub deed: fn(&str) -> T,
    /// Heading: contact.
    pub contact: T,
    /// The other's is shown.
    pub theirs: T,
    /// The other's is not.
    pub theirs_hidden: T,
    /// Mine is shown.
    pub mine: T,
    /// Mine is not.
    pub mine_hidden: T,
    /// The helper begins.
    pub helper_first: T,
    /// Heading: a problem.
    pub problem: T,
    /// Block does so.
    pub block_note: T,
    /// Why.
    pub reason: T,
}

/// Safety.
#[derive(Debug)]
pub struct Safety {
    /// Title.
    pub title: T,
    /// Easy-read lines; French on every page.
    pub easy: &'static [T],
    /// Parts.
    pub parts: &'static [Part],
    /// The short card on forms.
    pub card: &'static [T],
}

/// Small pages.
#[derive(Debug)]
pub struct Pages {
    /// The exchange is off.
    pub off: Part,
    /// No such listing.
    pub gone: Part,
    /// Too many.
    pub too_many: Part,
    /// Come back then.
    pub until: With,
    /// Erased.
    pub erased: Part,
    /// Report a listing.
    pub report: Part,
    /// Its field.
    pub reason: T,
    /// Its button.
    pub report_button: T,
    /// Taken.
    pub reported: Part,
    /// Back to the list.
    pub back: T,
}
