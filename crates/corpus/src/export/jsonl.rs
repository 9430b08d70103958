//! JSON lines of our own form: the record whole, and nothing derived, so that it can come back.

use super::{ExportError, ExportRow, Exporter};
use std::io::Write;

/// Writes one record a line.
pub(super) struct Jsonl {
    /// Where to.
    pub out: Box<dyn Write + Send>,
}

impl Exporter for Jsonl {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        serde_json::to_writer(&mut self.out, row.record)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.out.flush()?;
        Ok(())
    }
}
