//! Tests of what holds for every page and every source file.

mod embed;
mod escaping;
mod exchange;
mod feeds;
mod follow;
mod look;
mod pages;
mod report;
mod sources;
