//! Stories through the whole portal, on both engines and without a browser: documents come in as the
//! relay takes them, residents ask over the real router, operators type the real commands.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod chains;
mod command_line;
mod desk_access;
mod desk_door;
mod desk_exchange;
mod desk_held;
mod desk_items;
mod desk_logbook;
mod desk_sources;
mod documents;
mod down;
mod embeds;
mod exchange;
mod exchange_crawler;
mod exchange_flow;
mod exchange_log;
mod exchange_power_cut;
mod exchange_running;
mod exchange_town;
mod follow;
mod house;
mod http;
mod letters;
mod limits;
mod live;
mod never_public;
mod power_cut;
mod program;
mod relaying;
mod report;
mod restart;
mod serving;
mod silence;
mod station;
mod telling;
mod time_passes;
mod vouching;
