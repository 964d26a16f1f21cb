//! Stories through the whole portal, on both engines and without a browser: documents come in as the
//! relay takes them, residents ask over the real router, operators type the real commands.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod chains;
mod command_line;
mod desk_access;
mod documents;
mod down;
mod embeds;
mod house;
mod http;
mod limits;
mod live;
mod never_public;
mod relaying;
mod restart;
mod serving;
mod silence;
mod station;
mod time_passes;
