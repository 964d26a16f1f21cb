//! Web addresses that may become links: absolute, http or https, nothing else.

/// The address as an `xs:anyURI` that is safe in an `href`, or `None`.
///
/// Refused: other schemes, no host, user names (`https://gouv.fr@example.org` misleads), IPv6
/// literals, hosts beyond ASCII. What a URL may not hold is percent-encoded.
pub(super) fn http_address(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let (scheme, rest) = raw.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let host_is_plain = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    let port_is_number = port.is_none_or(|p| p.len() <= 5 && p.bytes().all(|b| b.is_ascii_digit()));
    if host.is_empty() || !host_is_plain || !port_is_number {
        return None;
    }
    let mut out = format!("{scheme}://{authority}");
    let mut in_fragment = false;
    for (at, byte) in path.bytes().enumerate() {
        let is_escape = byte == b'%'
            && path
                .as_bytes()
                .get(at + 1..at + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        let allowed = byte.is_ascii_alphanumeric()
            || b"-._~:/?@!$&'()*+,;=".contains(&byte)
            || is_escape
            || (byte == b'#' && !in_fragment);
        in_fragment |= byte == b'#';
        if allowed {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_addresses_stay_and_odd_characters_are_encoded() {
        for (raw, out) in [
            (
                "https://www.example.org/a?b=1&c=%20#d",
                "https://www.example.org/a?b=1&c=%20#d",
            ),
            (" HTTP://example.org:8080 ", "http://example.org:8080"),
            (
                "https://example.org/crûe [1]#a#b",
                "https://example.org/cr%C3%BBe%20%5B1%5D#a%23b",
            ),
            ("https://example.org/100%", "https://example.org/100%25"),
            ("https://example.org?x", "https://example.org?x"),
        ] {
            assert_eq!(http_address(raw).as_deref(), Some(out));
            assert_eq!(http_address(out).as_deref(), Some(out));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for raw in [
            "",
            "www.example.org",
            "javascript:alert(1)",
            "javascript://example.org/%0aalert(1)",
            "ftp://example.org/",
            "https://",
            "https:///etc",
            "https://gouv.fr@example.org/",
            "https://example.org:port/",
            "/alertes/1",
            "https://exa mple.org/",
        ] {
            assert_eq!(http_address(raw), None, "{raw}");
        }
    }
}
