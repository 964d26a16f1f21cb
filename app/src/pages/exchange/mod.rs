//! `/entraide`: rides, clothing, housing and other help, asked for and offered by residents.
//!
//! Owns the pages and forms of the exchange. Never: a contact or a secret on a page that anyone can open;
//! those stand on the pages of secret links only.

mod card;
mod fields;
mod frame;
mod kinds;
mod links;
mod list;
mod manage;
mod one;
mod publish;
mod safety;
mod talk;
mod views;

pub use fields::{DEED, FORM_ID, WITH};
pub use links::{
    answered, erased, lost, published, switched_off, too_many, unknown_link, unknown_listing,
};
pub use list::list;
pub use manage::manage;
pub use one::{answer, listing, report};
pub use publish::{edit, porte_ouverte, publish};
pub use safety::safety;
pub use talk::talk;
pub use views::*;
