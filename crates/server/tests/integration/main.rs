//! The real binary over a small collection: command line and HTTP API answer alike, and refuse well.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod client;
mod exports;
mod house;
mod problems;
mod searches;
mod serving;
