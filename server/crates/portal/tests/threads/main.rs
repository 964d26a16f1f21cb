//! What a thread of official messages is: stories, laws, verdicts.

mod build;
mod endings;
mod laws;
mod references;
mod time;
mod verdicts;
