//! From a draft to what the public gets: CAP, read back from its very bytes as a source's would be; and
//! letting out what was scheduled.

use portal::cap::Status;
use portal::documents::{describe, read, reading};
use portal::messages::{
    Completeness, DocumentId, Found, Message, MessageId, NewDocument, NewMessage, Publication,
    Thread, ThreadId,
};
use portal::places::NoContours;
use portal::{Instant, PortError};

use crate::messages::{
    Draft, DraftError, Heading, Issue, Purpose, Version, Written, check, compile, identifier_of,
    references,
};
use crate::web::{Desk, Issuer};

/// The thread that a draft continues, as it is now; `None` for a new event.
pub(crate) async fn thread_of(desk: &Desk, purpose: &Purpose) -> Result<Option<Thread>, PortError> {
    let Some(id) = purpose.thread() else {
        return Ok(None);
    };
    let mut id = id.clone();
    // Threads that turned out to be one lead on; never in a circle, but bounded all the same.
    for _ in 0..8 {
        match desk.store.thread(&id).await? {
            Some(Found::Thread(thread)) => return Ok(Some(*thread)),
            Some(Found::Moved(to)) => id = to,
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// The newest message of a thread: what an author has seen.
pub(crate) fn newest(thread: Option<&Thread>) -> Option<MessageId> {
    thread.and_then(|t| t.messages.last()).map(|m| m.id.clone())
}

/// What would be released at `sent`.
pub(crate) fn issue(
    desk: &Desk,
    issuer: &Issuer,
    draft: &Draft,
    written: &Written,
    thread: Option<&Thread>,
    sent: Instant,
) -> Result<Issue, PortError> {
    let heading = Heading {
        sender: &issuer.sender,
        sender_name: &issuer.name,
        identifier: identifier_of(&draft.id, &issuer.sender),
        sent,
        references: thread.map_or_else(Vec::new, |t| references(t, &issuer.sender, sent)),
        status: if desk.settings.exercise {
            Status::Exercise
        } else {
            Status::Actual
        },
    };
    let alert = compile(written, &draft.purpose, &heading);
    let bytes = portal::cap::write(&alert).into_bytes();
    let message = read_back(&bytes, issuer, desk.settings.exercise, sent)?;
    Ok(Issue {
        document: NewDocument {
            url: issuer.source.url.clone(),
            content_type: Some("application/cap+xml".to_owned()),
            bytes,
        },
        message,
        base: newest(thread),
    })
}

/// The one message of the bytes, as the relay would read them. What the public would not see, or what
/// deviates, is a fault of this program, and is not released.
fn read_back(
    bytes: &[u8],
    issuer: &Issuer,
    exercise: bool,
    at: Instant,
) -> Result<NewMessage, PortError> {
    let fault = |what: &str| PortError::Corrupt(format!("the message written by the desk {what}"));
    let mut alerts = read(bytes, &reading(&issuer.source, exercise, &[], at)).alerts;
    let alert = alerts.pop().ok_or_else(|| fault("cannot be read back"))?;
    let message = describe(alert, &issuer.source, exercise, &NoContours);
    if message.publication != Publication::Public {
        return Err(fault("would not be public"));
    }
    if !message.deviations.is_empty() {
        return Err(fault("deviates from the standard"));
    }
    Ok(message)
}

/// The thread as it would be after the release: for previews.
pub(crate) fn as_released(
    issue: &Issue,
    issuer: &Issuer,
    thread: Option<Thread>,
    at: Instant,
) -> Thread {
    let message = Message {
        id: MessageId("apercu".to_owned()),
        source: issuer.source.id.clone(),
        document: DocumentId("apercu".to_owned()),
        received_at: at,
        confirmed_at: at,
        review_after: issue.message.review_after,
        default_language: issue.message.default_language.clone(),
        publication: Publication::Public,
        completeness: Completeness::Full,
        alert: issue.message.alert.clone(),
        resolved: issue.message.resolved.clone(),
        deviations: Vec::new(),
    };
    let mut thread = thread.unwrap_or(Thread {
        id: ThreadId("apercu".to_owned()),
        messages: Vec::new(),
    });
    thread.messages.push(message);
    thread
}

/// The bytes of a document, for showing.
pub(crate) fn xml_of(issue: &Issue) -> String {
    String::from_utf8_lossy(&issue.document.bytes).into_owned()
}

/// Lets out every scheduled message whose time has come; what can no longer go out goes back to its author.
/// Gives how many went out. A failure of one keeps no other from going.
pub async fn release_due(desk: &Desk) -> Result<usize, PortError> {
    let Some(issuer) = &desk.settings.issuer else {
        return Ok(0);
    };
    let mut out = 0;
    for (draft, version) in desk.store.due(desk.now()).await? {
        match one_due(desk, issuer, &draft, &version).await {
            Ok(true) => out += 1,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, draft = draft.id.0, "a scheduled message could not go out; tried again")
            }
        }
    }
    Ok(out)
}

const EXPIRED: &str = "À l'heure programmée, ce message ne pouvait plus être publié tel quel (échéance passée, par exemple).";
const MOVED: &str = "À l'heure programmée, un autre message était paru pour cet événement.";
const NOT_OURS: &str = "À l'heure programmée, ce message aurait continué l'alerte d'une autre autorité : elle seule le peut.";

async fn one_due(
    desk: &Desk,
    issuer: &Issuer,
    draft: &Draft,
    version: &Version,
) -> Result<bool, DraftError> {
    let now = desk.now();
    let back = |reason: &'static str| {
        desk.store
            .give_back_due(&draft.id, version.number, reason, now)
    };
    let mut typed = version.typed.clone();
    // Its time has come: it is no longer to be scheduled.
    typed.publish_at.clear();
    let Some(written) = check(
        &typed,
        &draft.purpose,
        &issuer.territory,
        now,
        desk.settings.exercise,
    )
    .written
    else {
        back(EXPIRED).await?;
        return Ok(false);
    };
    let thread = thread_of(desk, &draft.purpose).await?;
    let issue = issue(desk, issuer, draft, &written, thread.as_ref(), now)?;
    match desk
        .store
        .release_due(&draft.id, version.number, issue, now)
        .await
    {
        Ok(_) => Ok(true),
        Err(DraftError::ThreadMoved) => {
            back(MOVED).await?;
            Ok(false)
        }
        Err(DraftError::NotOurs) => {
            back(NOT_OURS).await?;
            Ok(false)
        }
        // Taken back or withdrawn in this very moment.
        Err(DraftError::MovedOn(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
