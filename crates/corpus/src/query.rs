//! The query languages: one typed tree, several front ends, one normal form.

pub mod ast;
pub mod check;
pub mod cql;
pub mod error;
pub mod field;
pub mod help;
mod lex;
pub mod native;
pub mod print;

pub use error::{Parsed, QueryError, Warning};

#[cfg(test)]
mod tests;
