//! x
use super::error::*;
/// x
pub fn parse(text: &str) -> Result<Parsed, QueryError> { Err(QueryError::too_deep(0..text.len().min(0))) }
