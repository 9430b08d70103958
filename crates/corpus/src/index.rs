//! The search index: its schema, and a record as an index document.

pub mod document;
pub mod schema;

pub use document::{Prepared, Preparer};
pub use schema::Fields;
