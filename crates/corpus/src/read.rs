//! Office formats → [`Record`](crate::record::Record)s.

pub mod bodytext;
pub mod claims;
pub mod classes;
pub mod cn;
pub mod ledger;
#[cfg(test)]
mod loss;
pub mod tree;
pub mod us;

/// Why a piece of a source file cannot become a record. It goes to quarantine with this reason.
pub mod claims;
pub mod docdb;
pub mod ep;
pub mod ops;
pub mod rest;
pub mod tree;

#[cfg(test)]
mod epo_tests;
#[cfg(test)]
mod loss;

/// Why a piece of a file gives no record. It goes to quarantine with this code and sentence.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct ReadError {
    /// A code of the one table of codes, `read.…`.
    pub code: &'static str,
    /// What was wrong, with the element and the value concerned.
    /// What was wrong, in a sentence, with the place.
    pub detail: String,
}
