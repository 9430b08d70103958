//! Reads office formats, indexes, searches, counts, compares. Knows no matter, no person, no HTTP.

pub mod query;
pub mod read;
pub mod record;
