//! `quanlian openapi`: the description of the HTTP API.

use crate::http::openapi::document;
use std::io::Write;

/// Prints the OpenAPI 3.1 document as JSON.
pub fn run() -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(&document())?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}
