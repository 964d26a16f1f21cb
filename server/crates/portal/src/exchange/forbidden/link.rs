//! Mail addresses, links, and accounts of other platforms.
//!
//! Owns the endings of names on the internet and the names of platforms.

use super::spelling::Token;

/// Endings that no French sentence has right behind a dot.
const ENDINGS: &[&str] = &[
    "fr", "com", "net", "org", "eu", "gouv", "uk", "bzh", "nc", "biz", "xyz", "ly", "gl", "io",
];
/// Endings that are words too: only in small letters.
const WORDY: &[&str] = &[
    "info", "app", "link", "tv", "site", "online", "shop", "paris", "alsace", "corsica", "be",
    "ch", "lu", "co",
];
/// Short links whose ending is a word everywhere else.
const SHORT: &[(&str, &str)] = &[
    ("t", "me"),
    ("wa", "me"),
    ("m", "me"),
    ("signal", "me"),
    ("linktr", "ee"),
    ("discord", "gg"),
];
const PROVIDERS: &[&str] = &[
    "gmail",
    "hotmail",
    "outlook",
    "yahoo",
    "wanadoo",
    "icloud",
    "protonmail",
    "proton",
    "laposte",
    "ymail",
];
const AT: &[&str] = &[
    "arobase", "arobas", "arrobase", "arrobas", "arobaze", "arobaz", "arobace", "arobasse",
];
const PLATFORMS: &[&str] = &[
    "whatsapp",
    "whatsap",
    "watsapp",
    "watsap",
    "wathsapp",
    "whattsapp",
    "wapp",
    "telegram",
    "messenger",
    "snap",
    "snapchat",
    "insta",
    "instagram",
    "facebook",
    "fb",
    "tiktok",
    "viber",
    "discord",
    "skype",
    "linkedin",
    "twitter",
    "leboncoin",
    "airbnb",
    "tinder",
    "signalapp",
    "wechat",
];

/// Whether a mail address is told.
pub(super) fn mail(tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|i| {
        let Some((token, after)) = tokens.get(i..).and_then(<[Token]>::split_first) else {
            return false;
        };
        let bracketed = |t: &Token| {
            t.before.ends_with(['[', '(', '{', '<'])
                && after
                    .first()
                    .is_some_and(|n| n.before.starts_with([']', ')', '}', '>']))
        };
        token.is(AT)
            || token.is(PROVIDERS)
            || (i > 0
                && token.before.contains('@')
                && ends_soon(tokens.get(i..).unwrap_or_default()))
            || (token.is(&["at"]) && (bracketed(token) || ends_soon(after)))
            || (token.is(&["a"]) && bracketed(token) && ends_soon(after))
            || (token.is(&["aro"]) && after.first().is_some_and(|n| n.is(&["base", "bas"])))
    })
}

/// Whether an ending comes within a few words: `gmail.com`, `gmail point com`, `exemple . fr`.
fn ends_soon(tokens: &[Token]) -> bool {
    tokens.windows(2).take(5).any(|pair| match pair {
        [a, b] => {
            let ending = b.is(ENDINGS) || b.is(WORDY);
            ending && (b.before.contains('.') || a.is(&["point", "dot", "pt"]))
        }
        _ => false,
    })
}

/// Whether a link or an account is told.
pub(super) fn found(tokens: &[Token]) -> bool {
    let handle = |t: &Token| t.before.ends_with('@') && !t.number;
    let pair = |pair: &[Token]| match pair {
        [a, b] => {
            let dotted = b.before == "."
                && (b.is(ENDINGS)
                    || (b.is(WORDY) && !b.capital)
                    || SHORT.iter().any(|(x, y)| a.is(&[x]) && b.is(&[y])));
            let invited = a.is(&["ajoute", "ajoutez", "ajouter", "add"]) && b.is(&["moi", "me"]);
            let split = (a.is(&["whats", "what", "wats"]) && b.is(&["app", "ap"]))
                || (a.is(&["face"]) && b.is(&["book"]))
                || (a.is(&["sur", "compte", "mon"]) && b.is(&["signal"]))
                || (a.is(&["bon"]) && b.is(&["coin"]) && b.capital);
            dotted || invited || split
        }
        _ => false,
    };
    tokens.iter().any(|t| {
        t.is(&["http", "https", "www"]) || t.before.contains("://") || t.is(PLATFORMS) || handle(t)
    }) || tokens.windows(2).any(pair)
        || tokens.windows(3).any(|three| match three {
            [_, point, end] => point.is(&["point", "dot"]) && end.is(&["fr", "com", "net", "org"]),
            _ => false,
        })
}
