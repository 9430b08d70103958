//! Reads office formats, indexes, searches, counts, compares. Knows no matter, no person, no HTTP.

pub mod archive;
pub mod export;
pub mod facts;
pub mod family;
pub mod fold;
pub mod fsck;
pub mod import;
pub mod index;
pub mod merge;
pub mod query;
pub mod read;
pub mod record;
pub mod search;
pub mod synthesize;
pub mod token;
