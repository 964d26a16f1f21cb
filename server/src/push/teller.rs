//! What a delivery says, decided at the moment of sending: the thread as it is now, or nothing when it is no
//! longer so.
//!
//! Never: words of its own (the app's), who is told (the store's).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::{Lang, Site, notice};
use portal::messages::{Found, Messages, Thread, ThreadId};
use portal::push::{Claimed, Notification, Plan, Said, Tongue, plan, topic};
use portal::{Instant, PortError, Span};

/// A thread is looked at anew after this; the clock may have been set back, too.
const LOOKED_AT_FOR: Span = Span::seconds(1);
/// More are not kept: as many threads as are told of in a second, in each form.
const MOST_KEPT: usize = 512;
/// `Topic` and tag of tests of reception: a newer one takes the older one's place.
const TRIAL_TOPIC: &str = "essai";

/// What is said to a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// What is encrypted.
    pub payload: Arc<[u8]>,
    /// Not sent from then on.
    pub expires_at: Instant,
    /// `Topic`.
    pub topic: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Form {
    thread: ThreadId,
    ending: bool,
    tongue: Tongue,
    loud: bool,
}

/// Makes notifications.
pub struct Teller {
    messages: Arc<dyn Messages>,
    site: Site,
    kept: Mutex<HashMap<Form, (Instant, Option<Spoken>)>>,
}

impl Teller {
    /// For the portal of that site.
    pub fn new(messages: Arc<dyn Messages>, site: Site) -> Self {
        Self {
            messages,
            site,
            kept: Mutex::default(),
        }
    }

    /// A thread by any id it ever had.
    pub async fn thread(&self, id: &ThreadId) -> Result<Option<Thread>, PortError> {
        let mut id = id.clone();
        // Threads that turned out to be one lead on; never in a circle, but bounded all the same.
        for _ in 0..8 {
            match self.messages.thread(&id).await? {
                Some(Found::Thread(thread)) => return Ok(Some(*thread)),
                Some(Found::Moved(to)) => id = to,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// What a delivery says at `now`; `None`: what it was about is no longer so.
    pub async fn say(&self, claimed: &Claimed, now: Instant) -> Result<Option<Spoken>, PortError> {
        let (thread, ending) = match &claimed.said {
            Said::Thread(thread) => (thread, false),
            Said::End(thread) => (thread, true),
            Said::Test(receipt) => return Ok(Some(self.trial(claimed, receipt))),
        };
        let form = Form {
            thread: thread.clone(),
            ending,
            tongue: claimed.tongue,
            loud: claimed.loud,
        };
        if let Some(kept) = self.kept(&form, now) {
            return Ok(kept.filter(|s| s.expires_at > now));
        }
        let spoken = self
            .thread(thread)
            .await?
            .and_then(|thread| self.spoken(&thread, &form, now));
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(form, (now, spoken.clone()));
        Ok(spoken)
    }

    fn kept(&self, form: &Form, now: Instant) -> Option<Option<Spoken>> {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, spoken) = all.get(form)?;
        (now >= *at && now - *at < LOOKED_AT_FOR).then(|| spoken.clone())
    }

    fn spoken(&self, thread: &Thread, form: &Form, now: Instant) -> Option<Spoken> {
        let expires_at = match (plan(thread, now), form.ending) {
            (Plan::Alert { expires_at, .. }, false) | (Plan::End { expires_at, .. }, true) => {
                expires_at
            }
            _ => return None,
        };
        let lang = lang(form.tongue);
        let notice = notice::notice(&self.site, lang, now, thread)?;
        let tag = topic(&thread.id);
        let notification = Notification {
            title: notice.title,
            body: notice.body,
            lang: form.tongue.tag(),
            tag: tag.clone(),
            navigate: self.address(lang, &format!("/alertes/{}", thread.id.0)),
            silent: !form.loud,
            receipt: None,
        };
        (expires_at > now).then(|| Spoken {
            payload: notification.payload().into(),
            expires_at,
            topic: tag,
        })
    }

    fn trial(&self, claimed: &Claimed, receipt: &str) -> Spoken {
        let lang = lang(claimed.tongue);
        let notice = notice::trial(&self.site, lang);
        let notification = Notification {
            title: notice.title,
            body: notice.body,
            lang: claimed.tongue.tag(),
            tag: TRIAL_TOPIC.to_owned(),
            navigate: self.address(lang, "/suivre"),
            silent: false,
            receipt: Some(receipt.to_owned()),
        };
        Spoken {
            payload: notification.payload().into(),
            expires_at: claimed.expires_at,
            topic: TRIAL_TOPIC.to_owned(),
        }
    }

    fn address(&self, lang: Lang, path: &str) -> String {
        format!("{}{}", self.site.origin, lang.path(path))
    }
}

fn lang(tongue: Tongue) -> Lang {
    match tongue {
        Tongue::Fr => Lang::Fr,
        Tongue::En => Lang::En,
    }
}
