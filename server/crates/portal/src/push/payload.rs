//! What travels inside a push message: the declarative form, which Safari shows by itself and other
//! browsers' service worker reads (W3C Push API, "declarative push message").

use serde_json::json;

/// The most bytes of a payload: room for every push service, one record, and no second packet.
pub const LONGEST_PAYLOAD: usize = 1_024;

/// A notification to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The first line.
    pub title: String,
    /// The text below.
    pub body: String,
    /// `fr`, `en`.
    pub lang: &'static str,
    /// One per thread: a newer one takes the older one's place (also `Topic`, RFC 8030 §5.4).
    pub tag: String,
    /// The absolute address that a tap opens.
    pub navigate: String,
    /// Without sound: an update that raises nothing.
    pub silent: bool,
    /// For tests of reception: what the service worker sends back to say that it arrived.
    pub receipt: Option<String>,
}

impl Notification {
    /// The bytes to be encrypted; texts are shortened until they fit [`LONGEST_PAYLOAD`].
    pub fn payload(&self) -> Vec<u8> {
        let (mut title, mut body) = (self.title.clone(), self.body.clone());
        loop {
            let bytes = self.json(&title, &body);
            if bytes.len() <= LONGEST_PAYLOAD || (title.is_empty() && body.is_empty()) {
                return bytes;
            }
            shorten(if body.is_empty() {
                &mut title
            } else {
                &mut body
            });
        }
    }

    fn json(&self, title: &str, body: &str) -> Vec<u8> {
        let mut notification = json!({
            "title": title,
            "body": body,
            "lang": self.lang,
            "dir": "ltr",
            "tag": self.tag,
            "navigate": self.navigate,
            "silent": self.silent,
        });
        if let (Some(receipt), Some(object)) = (&self.receipt, notification.as_object_mut()) {
            object.insert("data".to_owned(), json!({ "receipt": receipt }));
        }
        json!({ "web_push": 8030, "notification": notification })
            .to_string()
            .into_bytes()
    }
}

/// Takes away about an eighth, at a character, and says so.
fn shorten(text: &mut String) {
    let count = text.chars().count();
    let keep = count.saturating_sub(1 + count / 8);
    *text = text.chars().take(keep).collect();
    if let Some(last) = text.pop()
        && last != '…'
        && !text.is_empty()
    {
        text.push('…');
    }
}

/// The `tag` and `Topic` of a thread: 32 characters at most of base64url's alphabet (RFC 8030 §5.4).
pub fn topic(thread: &crate::messages::ThreadId) -> String {
    thread
        .0
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .take(32)
        .collect()
}
