//! The exchange in English. Easy-read lines stay French.

use portal::exchange::{
    Forbidden, Garment, Help, Household, Kind, Luggage, MatchState, Party, Reason, Side, Standing,
    StepFree, Wearer, Wrong, names,
};

use super::exchange::*;
use super::exchange_fr::FR;
use crate::pages::exchange::Note;

fn label(name: &str, side: Side, kind: Kind) -> &'static str {
    let need = side == Side::Need;
    match (name, kind) {
        (names::SIDE, _) => "Need or offer",
        (names::KIND, _) => "What kind of help",
        (names::COMMUNE, Kind::Ride) => "From: commune or postal code",
        (names::COMMUNE, _) => "Commune or postal code",
        (names::TO, _) => "To: commune or postal code",
        (names::TEXT, _) => "Details",
        (names::EMAIL, _) => "E-mail",
        (names::PHONE, _) => "Phone",
        (names::DAY, Kind::Ride) => "Day of departure",
        (names::DAY, Kind::Housing) => "First night",
        (names::DAY, _) => "From",
        (names::TIME, _) => "Leaves from",
        (names::MARGIN, _) => "Give or take",
        (names::UNTIL, Kind::Housing) => "Morning of leaving",
        (names::UNTIL, _) => "Until",
        (names::UNITS, Kind::Ride) if need => "Seats asked for",
        (names::UNITS, Kind::Ride) => "Seats offered",
        (names::UNITS, Kind::Clothing) => "Number of pieces",
        (names::UNITS, Kind::Housing) if need => "Number of people",
        (names::UNITS, Kind::Housing) => "Number of beds",
        (names::UNITS, Kind::Other) => "How many",
        (names::CHILD_SEATS, _) if need => "Child seats needed",
        (names::CHILD_SEATS, _) => "Child seats in the car",
        (names::WHEELCHAIR, _) if need => "Someone in a wheelchair comes",
        (names::WHEELCHAIR, _) => "A wheelchair can come",
        (names::PETS, _) if need => "A pet comes",
        (names::PETS, _) => "Pets can come",
        (names::LUGGAGE, _) if need => "What you bring",
        (names::LUGGAGE, _) => "What you can carry",
        (names::RETURNS, _) => "The way back too",
        (names::WEARER, _) => "For whom",
        (names::SIZE, _) => "Size or age",
        (names::GARMENTS, _) => "Which clothes",
        (names::DELIVERS, _) if need => "I cannot come for them",
        (names::DELIVERS, _) => "I can bring them",
        (names::ADULTS, _) if need => "Adults",
        (names::ADULTS, _) => "Adults who live there",
        (names::CHILDREN, _) if need => "Children",
        (names::CHILDREN, _) => "Children who live there",
        (names::HOUSEHOLD, _) if need => "Who asks",
        (names::HOUSEHOLD, _) => "Whom you take in",
        (names::STEP_FREE, _) if need => "Step-free access needed",
        (names::STEP_FREE, _) => "Step-free all the way to the bed",
        (names::OWN_ROOM, _) if need => "I need a room of my own",
        (names::OWN_ROOM, _) => "The room is separate",
        (names::SMOKING, _) if need => "Someone smokes",
        (names::SMOKING, _) => "People smoke in this home",
        (names::HELP, _) => "Which help",
        (names::SAID, _) => "Your message",
        (names::SAFETY, _) => "I have read the safety advice",
        (names::DEPARTEMENT, _) => "Département",
        (names::RADIUS, _) => "Around",
        (names::WORDS, _) => "Words",
        _ => "Form",
    }
}

fn hint(name: &str, side: Side, kind: Kind) -> &'static str {
    match (name, kind) {
        (names::COMMUNE, _) => "For example: Nîmes, or 30000. Never a street or a number.",
        (names::TO, _) => "Leave empty for anywhere dry.",
        (names::TEXT, _) => "This text is public. No name, phone, address, door code or price.",
        (names::EMAIL, _) => "To receive your link and the answers.",
        (names::PHONE, _) => "For example: 06 12 34 56 78.",
        (names::SIZE, _) => "For example: 8 years, M, 42.",
        (names::UNITS, Kind::Ride) if side == Side::Offer => {
            "Not counting the driver. The ride is free."
        }
        (names::UNTIL, Kind::Housing) => "60 nights at most.",
        (names::SAID, _) => "No phone, address or link. A button shows your contact later.",
        (names::WORDS, _) => "Five words at most.",
        _ => "",
    }
}

fn wrong(wrong: Wrong) -> String {
    match wrong {
        Wrong::Missing => "Fill in this field or choose an answer.",
        Wrong::Unreadable => "We did not understand. Check what you wrote.",
        Wrong::Place => "We do not find this commune, or there are several. Choose from the list, or try the postal code.",
        Wrong::Range { least, most } => return format!("Give a number from {least} to {most}."),
        Wrong::Past => "That is over already. Choose another time.",
        Wrong::Far => "That is too far. At most a year ahead, and at most 60 nights.",
        Wrong::Long(most) => {
            return format!("That is too long: {most} characters at most. Your text is kept.");
        }
        Wrong::Forbidden(Forbidden::Phone) => "Take out the phone number. You can show it later, by a button, to the person you choose.",
        Wrong::Forbidden(Forbidden::Email) => "Take out the e-mail address. You can show it later, by a button, to the person you choose.",
        Wrong::Forbidden(Forbidden::Address) => "Take out the address. The commune is enough here.",
        Wrong::Forbidden(Forbidden::DoorCode) => "Take out the door code. Do not write it anywhere online.",
        Wrong::Forbidden(Forbidden::Link) => "Take out the link or account name. The conversation takes place here.",
        Wrong::Forbidden(Forbidden::Payment) => "Take out what speaks of money. Help is free here.",
        Wrong::NoContact => "Give an e-mail or a phone. It stays hidden.",
        Wrong::LoneMinor => "No child goes alone. Give at least one adult.",
        Wrong::NotOpen => "Mutual aid is not open in this département. Your town hall knows where to find help.",
        Wrong::NotNow => "That is not possible right now: the listing is closed, or less than that is left.",
        Wrong::Foreign => "This form does not come from a page of this portal. Nothing was sent. Check it, then send it from here.",
        Wrong::NotAccepted => "Read the safety advice, then tick the box.",
    }
    .to_owned()
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Need => "Need",
        Side::Offer => "Offer",
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ride => "Ride",
        Kind::Clothing => "Clothing",
        Kind::Housing => "Housing",
        Kind::Other => "Other help",
    }
}

fn count(n: impl Into<u32>, one: &str, more: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n == 1 { one } else { more })
}

fn empty(side: Option<Side>, kind: Option<Kind>, place: Option<&str>, tonight: bool) -> String {
    let what = match kind {
        Some(Kind::Housing) => "bed",
        Some(Kind::Ride) => "ride",
        Some(Kind::Clothing) => "clothing",
        Some(Kind::Other) => "other help",
        None => "help",
    };
    let how = match side {
        Some(Side::Offer) => "offered",
        Some(Side::Need) => "asked for",
        None => "offered or asked for",
    };
    let place = place.map(|p| format!(" in {p}")).unwrap_or_default();
    let when = if tonight { "tonight" } else { "for now" };
    format!("No {what} {how}{place} {when}.")
}

fn units(kind: Kind, n: u8) -> String {
    match kind {
        Kind::Ride => count(n, "seat", "seats"),
        Kind::Clothing => count(n, "piece", "pieces"),
        Kind::Housing => count(n, "bed", "beds"),
        Kind::Other => n.to_string(),
    }
}

fn left(side: Side, kind: Kind, left: u8, of: u8) -> String {
    let all = match (kind, side) {
        (Kind::Housing, Side::Need) => count(of, "person", "people"),
        _ => units(kind, of),
    };
    match (side, left) {
        (_, 0) => "All taken".to_owned(),
        (Side::Offer, n) if n == of => format!("{all} free"),
        (Side::Offer, n) if kind == Kind::Other => format!("{n} of {of} available"),
        (Side::Offer, n) => format!("{} of {of}", units(kind, n)),
        (Side::Need, n) if n == of => format!("To find: {all}"),
        (Side::Need, n) => format!("Still to find: {n} of {of}"),
    }
}

fn household(household: Household) -> &'static str {
    match household {
        Household::Anyone => "Anyone",
        Household::Women => "Women, with or without children",
        Household::Family => "Family or couple",
        Household::Men => "Men",
    }
}

fn people(side: Side, adults: u8, children: u8) -> String {
    let adults = count(adults, "adult", "adults");
    let all = match children {
        0 => adults,
        n => format!("{adults}, {}", count(n, "child", "children")),
    };
    match side {
        Side::Need => all,
        Side::Offer => format!("Live there: {all}"),
    }
}

fn help(help: Help) -> &'static str {
    match help {
        Help::Meals => "Meals",
        Help::Storage => "Storing furniture and things",
        Help::Tools => "Tools, pump, generator",
        Help::Cleaning => "Hands to clean",
        Help::Pets => "Looking after pets",
        Help::Childcare => "Childcare",
        Help::Listening => "Someone to talk to",
        Help::Else => "Something else",
    }
}

fn reason(reason: Reason) -> String {
    match reason {
        Reason::SameCommune => "same commune",
        Reason::SameDepartement => "same département",
        Reason::SameDestination => "same destination",
        Reason::SameTime { minutes: 0 } => "same time",
        Reason::SameTime { minutes } => return format!("{minutes} minutes apart"),
        Reason::Nights { shared } => return count(shared, "night in common", "nights in common"),
        Reason::Enough => "enough for all",
        Reason::PartOfIt => "part of it",
        Reason::Size => "same size",
        Reason::StepFree => "step-free",
        Reason::ChildSeat => "child seat",
        Reason::Wheelchair => "wheelchair",
        Reason::Pets => "pets accepted",
        Reason::Household => "can take you in",
    }
    .to_owned()
}

fn form_title(side: Side, kind: Kind) -> String {
    let what = match kind {
        Kind::Ride => "a ride",
        Kind::Clothing => "clothing",
        Kind::Housing => "housing",
        Kind::Other => "other help",
    };
    match side {
        Side::Need => format!("Ask for {what}"),
        Side::Offer => format!("Offer {what}"),
    }
}

fn note(note: Note) -> &'static str {
    match note {
        Note::None => "",
        Note::Saved => "It is saved.",
        Note::Sent => "Your message is on its way.",
        Note::Renewed => "The listing lives a week longer.",
        Note::Paused => "The listing is paused: nobody sees it.",
        Note::Resumed => "The listing can be seen again.",
        Note::Closed => "The listing is closed.",
        Note::NotNow => {
            "That is not possible right now. Nothing has changed. See where the exchange stands, then try again."
        }
        Note::Reported => "Your report was received. Moderators read it.",
        Note::Blocked => "This person can no longer write to you about your listings.",
        Note::Foreign => {
            "This does not come from a page of this portal. Nothing has changed. Try again from here."
        }
        Note::TooMany => {
            "Too many messages in a short time. Your text is kept. Wait a little, then try again."
        }
    }
}

fn deed(code: &str) -> &'static str {
    match code {
        "modifier" => "Change the listing",
        "suspendre" => "Pause",
        "reprendre" => "Show it again",
        "prolonger" => "A week longer",
        "pourvu" => "Found or given",
        "annuler" => "Withdraw the listing",
        "effacer" => "Erase everything",
        "demander" => "Send the request",
        "accept" => "Say yes",
        "decline" => "Say no",
        "confirm" => "Confirm",
        "cancel" => "Cancel",
        "done" => "It is done",
        "no-show" => "The other person did not come",
        "montrer" => "Show my contact",
        "cacher" => "Hide my contact",
        "bloquer" => "Block this person",
        "signaler" => "Report this conversation",
        _ => "Continue",
    }
}

fn deed_note(code: &str) -> &'static str {
    match code {
        "suspendre" => "Nobody sees it; you can show it again.",
        "prolonger" => "It stays visible for seven more days.",
        "pourvu" => "It goes. Those who wait are told.",
        "annuler" => "It goes. Conversations that wait end.",
        "effacer" => {
            "The listing, your contact and your conversations are erased. This is final. What was reported is kept as evidence."
        }
        _ => "",
    }
}

fn state(state: MatchState, party: Party) -> &'static str {
    match (state, party) {
        (MatchState::Waiting, Party::Owner) => "This person waits for something to become free.",
        (MatchState::Waiting, Party::Responder) => "All is taken for now. You are in line.",
        (MatchState::Proposed, Party::Owner) => "A request waits for your answer.",
        (MatchState::Proposed, Party::Responder) => "Your request waits for an answer.",
        (MatchState::Accepted, Party::Owner) => {
            "You said yes. The other person still has to confirm."
        }
        (MatchState::Accepted, Party::Responder) => "The answer is yes. Confirm to make it sure.",
        (MatchState::Confirmed, _) => "It is agreed between you.",
        (MatchState::Done, _) => "It is done.",
        (MatchState::NoShow, _) => "Someone did not come.",
        (MatchState::Declined, Party::Owner) => "You said no.",
        (MatchState::Declined, Party::Responder) => {
            "The answer is no. Another listing may suit you."
        }
        (MatchState::Cancelled, _) => "The request is cancelled.",
        (MatchState::Lapsed, _) => "No answer came in time. The request has lapsed.",
    }
}

fn answered_said(state: Option<MatchState>) -> &'static str {
    match state {
        Some(MatchState::Waiting) => {
            "All is taken for now: you are in line. If something becomes free, your request goes out by itself."
        }
        Some(_) => "Your request is on its way. The other person has 24 hours to answer.",
        None => "Your message is on its way.",
    }
}

pub(super) const EN: Exchange = Exchange {
    title: "Help each other",
    nav: "Aid",
    lead: "Ask for or offer a ride, clothing, a bed, a hand. It is free. Your contact stays hidden.",
    here: |place| format!("Mutual aid in {place}"),
    side,
    kind,
    label,
    hint,
    wrong,
    wrong_title: "To correct. Everything you wrote is kept.",
    list: List {
        ask: "I need help",
        give: "I offer help",
        tonight: "#PorteOuverte: a bed tonight",
        easy: FR.list.easy,
        official: |place| format!("Official messages: {place}"),
        search: "Find a listing",
        any_side: "Needs and offers",
        any_kind: "All kinds of help",
        any_departement: "All",
        more: "More filters",
        no_radius: "The commune alone",
        radius: |km| format!("{km} km"),
        submit: "Search",
        found: |n| match n {
            1 => "1 listing".to_owned(),
            1000.. => "1,000 listings or more".to_owned(),
            n => format!("{n} listings"),
        },
        empty,
        empty_note: "It does not mean that nobody can help.",
        empty_post: |side| match side {
            Side::Need => "Post this need: those who can help will see it",
            Side::Offer => "Post this offer: those who need it will see it",
        },
        empty_widen: "Search farther, without the other filters",
        empty_call: "No roof tonight: call 115. In danger: call 112.",
        previous: "Previous listings",
        next: "Next listings",
        only: |places| format!("Mutual aid is open here: {places}."),
        safety: "Exchange safely",
        lost: "I lost the link to my listing",
    },
    says: Says {
        ride: |from, to| match to {
            Some(to) => format!("Ride: {from} to {to}"),
            None => format!("Ride: {from} to anywhere dry"),
        },
        clothing: |wearer, size| {
            if size.is_empty() {
                format!("Clothing: {}", wearer.to_lowercase())
            } else {
                format!("Clothing: {}, {size}", wearer.to_lowercase())
            }
        },
        housing: |side, n| match side {
            Side::Need => format!("Housing for {}", count(n, "person", "people")),
            Side::Offer => format!("Housing: {}", count(n, "bed", "beds")),
        },
        left,
        night: |day, left, of| format!("Night of {day}: {left} of {of}"),
        stay: |from, until, nights| {
            format!(
                "From {from} to the morning of {until} ({})",
                count(u32::try_from(nights).unwrap_or(u32::MAX), "night", "nights")
            )
        },
        between: |from, until| format!("Leaves: {from}, {until} at the latest"),
        posted: |at| format!("Posted {at}"),
        until: |at| format!("Visible until {at}"),
        wearer: |wearer| match wearer {
            Wearer::Baby => "Baby",
            Wearer::Child => "Child",
            Wearer::Woman => "Woman",
            Wearer::Man => "Man",
        },
        garment: |garment| match garment {
            Garment::Coat => "Coats, rainwear",
            Garment::Shoes => "Shoes, boots",
            Garment::Clothes => "Everyday clothes",
            Garment::Underwear => "Underwear, new only",
            Garment::Bedding => "Sheets, blankets",
        },
        luggage: |luggage| match luggage {
            Luggage::None => "No luggage",
            Luggage::Bags => "Bags",
            Luggage::Furniture => "Furniture",
        },
        step_free: |steps| match steps {
            StepFree::All => "Step-free",
            StepFree::Partly => "A few steps",
            StepFree::No => "With steps",
            StepFree::Unknown => "Steps: not known",
        },
        household,
        household_of: |side, who| match side {
            Side::Offer => format!("Takes in: {}", household(who).to_lowercase()),
            Side::Need => household(who).to_owned(),
        },
        people,
        help,
        child_seats: |n| count(n, "child seat", "child seats"),
        wheelchair: |side| match side {
            Side::Need => "With a wheelchair",
            Side::Offer => "Room for a wheelchair",
        },
        pets: |side| match side {
            Side::Need => "With a pet",
            Side::Offer => "Pets accepted",
        },
        returns: "The way back too",
        delivers: |side| match side {
            Side::Need => "Cannot come for them",
            Side::Offer => "Can bring them",
        },
        own_room: "Separate room",
        smoking: |side| match side {
            Side::Need => "Someone smokes",
            Side::Offer => "People smoke in this home",
        },
        tonight: "#PorteOuverte",
        standing: |standing| match standing {
            Standing::Live => None,
            Standing::Full => Some("All taken"),
            Standing::Paused => Some("Paused"),
            Standing::Held => Some("Waits for a moderator"),
            Standing::Expired => Some("Over"),
            Standing::Closed => Some("Closed"),
            Standing::Blocked => Some("Refused"),
        },
        reason,
        words: "Details",
        facts: "The listing",
        answer: |side| match side {
            Side::Need => "I can help",
            Side::Offer => "I need it",
        },
        full: "All is taken. Answer all the same: you will be in line.",
        report: "Report this listing",
        private: "This person's contact stays hidden. Write to them here.",
    },
    form: Form {
        title: form_title,
        start: "Post a listing",
        which_side: "What do you want to do?",
        which_kind: "What is it about?",
        easy: FR.form.easy,
        other: "Choose something else",
        place: "Where and when",
        what: "What to know",
        contact: "How to reach you",
        contact_note: "Give an e-mail, a phone, or both. Nobody sees them until you decide so.",
        candidates: "Is it one of these communes?",
        commune_is: |name| format!("It is: {name}."),
        margin: |minutes| match minutes {
            0 => "Exactly then".to_owned(),
            m if m < 60 => format!("{m} minutes"),
            m => count(m / 60, "hour", "hours"),
        },
        safety: "Read the safety advice",
        honeypot: "Leave this field empty",
        publish: "Post",
        save: "Save",
        edit: "Change the listing",
        tonight: "A bed tonight",
        tonight_easy: FR.form.tonight_easy,
        housing_waits: "Two moderators read every housing listing before it can be seen. No roof tonight: call 115 as well.",
        answer: |side| match side {
            Side::Need => "Offer your help",
            Side::Offer => "Ask for it",
        },
        wants: |side| match side {
            Side::Need => "What you can bring",
            Side::Offer => "What you ask for",
        },
        wants_note: "Leave empty to only ask a question.",
        send: "Send",
    },
    link: Link {
        posted: "Your listing is kept",
        visible: "Everyone can see it.",
        held: "A moderator reads it first. It can be seen after that.",
        held_housing: "Two moderators read it first, as every housing listing. It can be seen after that. No roof tonight: call 115 as well.",
        title: "Your secret link",
        label: "Address to keep",
        manage: &[
            "With this link you read the answers, change the listing, withdraw it.",
            "Keep it: copy it, or print this page. We cannot show it a second time.",
            "Give it to nobody: who has it can change everything.",
        ],
        talk: &[
            "This link opens your conversation: the answer comes there.",
            "Keep it: copy it, or print this page. We cannot show it a second time.",
            "Give it to nobody.",
        ],
        open: "Open this page",
        no_mail: "This portal sends no e-mail: keep this link, come back and look.",
        probably: "You may have posted this before. If it is the same, withdraw one of the two.",
        this: "Listing that looks like this one",
        answered: "It is sent",
        answered_said,
        lost: "Lost link",
        lost_lead: "Give the e-mail of your listings. We send new links there. The old ones no longer work after that.",
        lost_no_mail: &[
            "This portal sends no e-mail: a lost link cannot be replaced.",
            "Keep the links of your listings. Without one, post a new listing: the old one ends by itself.",
        ],
        lost_button: "Get new links",
        lost_sent: &[
            "If open listings have this contact, new links go out by e-mail.",
            "Nothing comes? Look into spam, then check the address.",
        ],
        unknown: "This link leads nowhere",
        unknown_said: &[
            "It was replaced or erased, or it is incomplete.",
            "Copy all of it, from the e-mail or the printed page.",
        ],
    },
    manage: Manage {
        title: "Your listing",
        private: "This page is private. Give its address to nobody.",
        note,
        held: "Moderators read it. It cannot be seen yet.",
        reason: "What the moderators say",
        reason_note: "You can change the listing: it is read again after that.",
        with_whom: "With whom?",
        with_none: "With somebody else, or I do not say",
        actions: "What to do",
        deed,
        deed_note,
        talks: "Answers",
        talks_none: "Nobody has answered yet.",
        talks_note: "Open a conversation to answer.",
        open: "Open this conversation",
        began: |at| format!("Began {at}"),
        suggestions: "Listings that may suit",
        suggestions_none: "None for now. This list changes as new listings come.",
        contact: "Your contact",
        contact_note: "Nobody else sees it, unless you show it in a conversation.",
        data: "Your data",
        export: "Download everything we keep (JSON)",
    },
    talk: Conversation {
        title: "Your conversation",
        private: "This page is private. Give its address to nobody.",
        about: "Listing",
        leaves: &[
            "Careful: this person wants to go on elsewhere.",
            "Stay here: on Rives you can block and report.",
            "Give no money, no code, no picture of your papers.",
        ],
        said: "Messages",
        me: "You",
        other: |party| match party {
            Party::Owner => "Who posted",
            Party::Responder => "Who answers",
        },
        send: "Send",
        ended: "This conversation is over. Nobody can write in it any more.",
        unsent: "Your message was not sent. Here it is, to copy:",
        matched: "Where you stand",
        state,
        units,
        by: |at| format!("Answer expected before {at}."),
        ahead: |n| match n {
            0 => "You are first in line.".to_owned(),
            n => format!("Before you: {}.", count(n, "request", "requests")),
        },
        ask: |side| match side {
            Side::Need => "Offer what you can bring",
            Side::Offer => "Ask for it",
        },
        deed,
        contact: "Contacts",
        theirs: "The other person's contact",
        theirs_hidden: "The other person does not show their contact.",
        mine: "The other person sees your contact.",
        mine_hidden: "The other person does not see your contact.",
        helper_first: "Whoever helps shows their contact first. Then you decide.",
        problem: "A problem",
        block_note: "The conversation ends. This person can no longer answer you.",
        reason: "What is happening?",
    },
    safety: Safety {
        title: "Exchange safely",
        easy: FR.safety.easy,
        parts: &[
            (
                "Before you say yes",
                &[
                    "Write to each other here: a conversation can be blocked and reported.",
                    "Tell someone close where you go, with whom, until when.",
                    "Meet in a public, well-lit place.",
                    "You can say no at any time, without a reason.",
                ],
            ),
            (
                "At someone's home, or at yours",
                &[
                    "Arrive by day if you can, as two if you can.",
                    "Keep your phone charged and on you.",
                    "Ask to see the room before you stay.",
                    "A child never goes alone to someone's home, nor alone in a car.",
                    "Rives checks nobody's identity.",
                ],
            ),
            (
                "Never give",
                &[
                    "Money, a card number, an IBAN: help is free here.",
                    "A picture of your papers, or a code received by text message.",
                    "An address or a door code in a listing.",
                ],
            ),
            (
                "On the road",
                &[
                    "Never cross a flooded road, even by car.",
                    "Look at the alerts before you leave. Give up if a red alert is in force.",
                ],
            ),
            (
                "If something is wrong",
                &[
                    "Leave. Call 17 or 112. By text message: 114.",
                    "Then block the person and report the conversation.",
                    "Violence against women: 3919. A child in danger: 119.",
                    "No roof tonight: 115, day and night, free.",
                ],
            ),
        ],
        card: &[
            "Talk here before you meet.",
            "Tell someone close where you go.",
            "Never money. Never a child alone.",
        ],
    },
    pages: Pages {
        off: (
            "Mutual aid is not open here",
            &[
                "This portal has not opened mutual aid, or not yet.",
                "No roof tonight: call 115. In danger: call 112.",
                "Your town hall knows where to find help.",
            ],
        ),
        gone: (
            "This listing is no longer here",
            &[
                "It was withdrawn, or it is over.",
                "Look for another listing, or post yours.",
            ],
        ),
        too_many: (
            "Too many listings or answers",
            &[
                "This contact has posted or answered as much as it may for now, or this listing has enough answers already.",
                "Nothing was sent. Come back later, or choose another listing.",
            ],
        ),
        until: |at| format!("You can try again {at}."),
        erased: (
            "It is erased",
            &[
                "The listing, your contact and your conversations are erased. The link leads nowhere any more.",
            ],
        ),
        report: (
            "Report this listing",
            &[
                "Moderators read every report. The person does not learn who reports.",
                "Is someone in danger? Call 17 or 112 first.",
            ],
        ),
        reason: "What is wrong?",
        report_button: "Send the report",
        reported: (
            "Your report was received",
            &["Moderators read it. Thank you."],
        ),
        back: "All listings",
    },
};
