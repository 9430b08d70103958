//! The query languages: one typed tree, several front ends, one normal form.

pub mod ast;
pub mod field;
