//! One event as the desk tells it: messages checked, compiled and joined as they are when staff release them.

use desk::messages::times::for_field;
use desk::messages::{
    DraftId, Heading, Purpose, Tongue, Typed, TypedTexts, check, compile, identifier_of, references,
};
use portal::cap::{Alert, Reference, Status};
use portal::messages::{
    Completeness, DocumentId, Message, MessageId, Publication, Thread, ThreadId,
};
use portal::places::{Dep, NoContours, Places, resolve};
use portal::sources::SourceId;
use portal::{Instant, Span};

pub const SENDER: &str = "alertes@gard.example.fr";
pub const OTHER: &str = "vigilance@meteo.example.fr";

/// `n` minutes after noon in Paris.
pub fn minute(n: i64) -> Instant {
    Instant::parse("2026-11-24T12:00:00+01:00").unwrap() + Span::minutes(n)
}

/// The id of the event.
pub fn id() -> ThreadId {
    ThreadId("evenement".into())
}

/// A whole form, from now until that minute.
pub fn typed(headline: &str, until: i64) -> Typed {
    let texts = |tongue: Tongue| TypedTexts {
        headline: format!("{headline} ({})", tongue.field()),
        description: "L'eau monte.".into(),
        instruction: "Montez à l'étage.\nCoupez le courant.".into(),
    };
    Typed {
        event: "flood".into(),
        colour: "orange".into(),
        places: Places::new([Dep("30".into())], []),
        expires: for_field(minute(until)),
        link: "https://www.gard.example.fr/crue".into(),
        contact: "0 800 00 00 00".into(),
        fr: texts(Tongue::French),
        en: texts(Tongue::English),
        falc: texts(Tongue::EasyFrench),
        ..Typed::default()
    }
}

/// The event.
#[derive(Debug)]
pub struct Event(pub Thread);

impl Event {
    pub fn new() -> Self {
        Self(Thread {
            id: id(),
            messages: vec![],
        })
    }

    /// A message released at a minute, referring to what the desk refers to.
    pub fn says(self, typed: &Typed, purpose: &Purpose, at: i64) -> Self {
        let named = references(&self.0, SENDER, minute(at));
        self.refers(typed, purpose, at, SENDER, named)
    }

    /// A message of some sender that refers to these.
    pub fn refers(
        mut self,
        typed: &Typed,
        purpose: &Purpose,
        at: i64,
        sender: &str,
        references: Vec<Reference>,
    ) -> Self {
        let checked = check(typed, purpose, &[], minute(at), false);
        let errors: Vec<_> = checked.errors().collect();
        assert!(errors.is_empty(), "{errors:?}");
        let identifier = identifier_of(&DraftId(format!("d{}", self.0.messages.len())), sender);
        let heading = Heading {
            sender,
            sender_name: "Préfecture du Gard",
            identifier,
            sent: minute(at),
            references,
            status: Status::Actual,
        };
        let alert = compile(&checked.written.unwrap(), purpose, &heading);
        self.0.messages.push(message(alert, minute(at)));
        self
    }

    pub fn last(&self) -> &Message {
        self.0.messages.last().unwrap()
    }
}

fn message(alert: Alert, at: Instant) -> Message {
    let resolved = alert.infos.iter().map(|info| {
        let areas = info.areas.iter();
        areas.map(|area| resolve(area, &[], &NoContours)).collect()
    });
    Message {
        id: MessageId(alert.identity.identifier.clone()),
        source: SourceId("redaction".into()),
        document: DocumentId("d".into()),
        received_at: at,
        confirmed_at: at,
        review_after: Span::hours(24),
        default_language: "fr-FR".into(),
        publication: Publication::Public,
        completeness: Completeness::Full,
        resolved: resolved.collect(),
        alert,
        deviations: vec![],
    }
}

/// The reference to a message.
pub fn to(message: &Message) -> Reference {
    let identity = &message.alert.identity;
    Reference {
        sender: Some(identity.sender.clone()),
        identifier: identity.identifier.clone(),
        sent: Some(identity.sent),
    }
}
