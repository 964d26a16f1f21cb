//! What is asked of a message before it is taken.

use hyper::header::HeaderMap;
use hyper::{Method, StatusCode};

use crate::{Received, Shared, token};

/// The most that a push service has to take (RFC 8030 §7.2), and that RFC 8291 §4 puts in one record.
const LONGEST_BODY: usize = 4_096;
/// Salt, record size, length of the key, key.
const HEADER: usize = 16 + 4 + 1 + 65;

/// What is wrong, and how it is answered.
pub(crate) struct Fault(pub(crate) StatusCode, pub(crate) String);

fn wrong(text: impl Into<String>) -> Fault {
    Fault(StatusCode::BAD_REQUEST, text.into())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Fault> {
    let mut all = headers.get_all(name).iter();
    let first = all.next();
    if all.next().is_some() {
        return Err(wrong(format!("{name} comes twice")));
    }
    first
        .map(|v| v.to_str().map_err(|_| wrong(format!("{name} is no text"))))
        .transpose()
}

/// The headers: what of them is noted.
pub(crate) fn headers(
    shared: &Shared,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Received, Fault> {
    if method != Method::POST {
        return Err(Fault(StatusCode::METHOD_NOT_ALLOWED, "not POST".to_owned()));
    }
    prove(shared, text(headers, "authorization")?)?;
    let ttl = text(headers, "ttl")?.ok_or_else(|| wrong("no TTL (RFC 8030 §5.2)"))?;
    let ttl = ttl
        .parse()
        .map_err(|_| wrong(format!("TTL is \"{ttl}\"")))?;
    let urgency = text(headers, "urgency")?.map(str::to_owned);
    if let Some(u) = &urgency
        && !["very-low", "low", "normal", "high"].contains(&u.as_str())
    {
        return Err(wrong(format!("Urgency is \"{u}\" (RFC 8030 §5.3)")));
    }
    let topic = text(headers, "topic")?.map(str::to_owned);
    if let Some(t) = &topic {
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if t.is_empty() || t.len() > 32 || !t.bytes().all(good) {
            return Err(wrong(format!("Topic is \"{t}\" (RFC 8030 §5.4)")));
        }
    }
    if text(headers, "content-encoding")? != Some("aes128gcm") {
        return Err(wrong("Content-Encoding is not aes128gcm (RFC 8291 §4)"));
    }
    Ok(Received {
        payload: Vec::new(),
        ttl,
        urgency,
        topic,
        answered: None,
    })
}

fn prove(shared: &Shared, header: Option<&str>) -> Result<(), Fault> {
    let Some(header) = header else {
        return Err(Fault(
            StatusCode::UNAUTHORIZED,
            "no Authorization".to_owned(),
        ));
    };
    let now = (shared.clock)();
    let mut state = shared.state();
    let known = state.tokens.get(header).filter(|good| now < good.expires);
    let good = match known {
        Some(good) => good.clone(),
        None => token::read(header, &shared.origin, now)
            .map_err(|wrong| Fault(StatusCode::FORBIDDEN, wrong))?,
    };
    if state.key.as_ref().is_some_and(|key| *key != good.key) {
        return Err(Fault(
            StatusCode::FORBIDDEN,
            "another key than the subscription's".to_owned(),
        ));
    }
    state.tokens.insert(header.to_owned(), good);
    Ok(())
}

/// The body, opened for the device of `id`.
pub(crate) fn open(shared: &Shared, id: &str, body: &[u8]) -> Result<Vec<u8>, Fault> {
    if body.len() > LONGEST_BODY {
        return Err(Fault(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("{} bytes (RFC 8030 §7.2)", body.len()),
        ));
    }
    if body.len() <= HEADER || body.get(20) != Some(&65) {
        return Err(wrong("the body does not begin as RFC 8188 §2.1 has it"));
    }
    let mut state = shared.state();
    let Some(kept) = state.devices.get_mut(id) else {
        return Err(Fault(StatusCode::NOT_FOUND, "no such device".to_owned()));
    };
    ece::decrypt(&kept.components, &kept.auth, body)
        .map_err(|error| wrong(format!("the body does not open: {error}")))
}
