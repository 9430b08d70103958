//! The corpus as a whole: search against a brute-force oracle, hard queries, versions of records.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "integration/collection.rs"]
mod collection;
#[path = "integration/hard.rs"]
mod hard;
#[path = "integration/oracle.rs"]
mod oracle;
#[path = "integration/random.rs"]
mod random;
#[path = "integration/scan.rs"]
mod scan;
#[path = "integration/search.rs"]
mod search;
#[path = "integration/versions.rs"]
mod versions;
