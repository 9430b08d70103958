//! Office formats → [`Record`](crate::record::Record)s.

pub mod tree;
