//! Where deviations are gathered: each sentence once, and never more than an operator would read.

use super::Deviations;

/// The most sentences kept for one document: a hostile one must not fill a database with them.
pub const MAX_NOTES: usize = 100;

/// Gathers deviations without repetition.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    sentences: Deviations,
    more: usize,
}

impl Notes {
    /// Adds a sentence unless it is already there.
    pub(crate) fn add(&mut self, sentence: String) {
        if self.sentences.contains(&sentence) {
            return;
        }
        if self.sentences.len() < MAX_NOTES {
            self.sentences.push(sentence);
        } else {
            self.more += 1;
        }
    }

    /// All of them, in the order in which they were met.
    pub(crate) fn into_deviations(mut self) -> Deviations {
        if self.more > 0 {
            self.sentences
                .push(format!("… and {} deviations more.", self.more));
        }
        self.sentences
    }
}
