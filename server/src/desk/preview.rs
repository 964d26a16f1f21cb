//! How a message will look to residents: the public side's own rendering, handed to the desk.

use desk::preview::{Preview, Previewed};
use portal::Instant;
use portal::messages::Thread;

use super::DeskDeps;

/// The public side's rendering.
pub(super) struct AppPreview {}

impl AppPreview {
    pub(super) fn new(_deps: &DeskDeps) -> Self {
        Self {}
    }
}

impl Preview for AppPreview {
    fn preview(&self, _thread: &Thread, _now: Instant) -> Previewed {
        unimplemented!()
    }
    fn content_security_policy(&self) -> String {
        unimplemented!()
    }
}
