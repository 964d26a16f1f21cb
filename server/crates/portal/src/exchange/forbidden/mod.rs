//! What may not be said in public, found in any spelling.
//!
//! Owns the patterns of phone numbers, mail addresses, street addresses, door codes, links, accounts and
//! payments. What a text says otherwise is nobody's business. Rather a text too many refused with an
//! explanation than a number on a public page.

mod address;
mod door;
mod link;
mod numbers;
mod payment;
mod phone;
mod runs;
mod spelling;

use crate::exchange::Forbidden;

/// What is forbidden in a text, each once, in order.
pub fn forbidden(text: &str) -> Vec<Forbidden> {
    let tokens = spelling::tokens(text);
    let pieces = numbers::pieces(&tokens);
    let runs = runs::runs(&tokens, &pieces);
    [
        (Forbidden::Phone, phone::found(&tokens, &pieces, &runs)),
        (Forbidden::Email, link::mail(&tokens)),
        (Forbidden::Address, address::found(&tokens)),
        (Forbidden::DoorCode, door::found(&tokens, &pieces)),
        (Forbidden::Link, link::found(&tokens)),
        (Forbidden::Payment, payment::found(&tokens, &runs)),
    ]
    .into_iter()
    .filter_map(|(what, found)| found.then_some(what))
    .collect()
}
