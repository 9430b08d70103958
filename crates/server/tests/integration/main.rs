//! The real binary over a small collection: command line and HTTP API answer alike, and refuse well.

mod client;
mod exports;
mod house;
mod problems;
mod searches;
mod serving;
