//! Documents as they come: every shape read, nothing invented, nothing that panics.

mod exercise;
mod feeds;
mod ground;
mod hostile;
mod meteofrance;
mod news;
mod shared;
mod vigicrues;
