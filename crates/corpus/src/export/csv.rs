//! CSV after RFC 4180: commas, CRLF, quotes doubled, UTF-8 with a byte order mark.
//!
//! A cell that a spreadsheet would run as a formula gets an apostrophe in front
//! (OWASP, "CSV injection"). Numbers of documents carry their office code, so that no
//! spreadsheet turns them into floating-point numbers.

use super::column::{self, Column, Value};
use super::{ExportError, ExportOptions, ExportRow, Exporter};
use std::borrow::Cow;
use std::io::Write;

/// Writes a header and one line a hit.
pub(super) struct Csv {
    out: ::csv::Writer<Box<dyn Write + Send>>,
    columns: Vec<&'static Column>,
    options: ExportOptions,
}

impl Csv {
    /// Writes the byte order mark and the header.
    pub fn new(
        mut out: Box<dyn Write + Send>,
        options: &ExportOptions,
    ) -> Result<Csv, ExportError> {
        let columns = column::chosen(&options.fields)?;
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        out.write_record(columns.iter().map(|column| column.header(options)))
            .map_err(io)?;
        Ok(Csv {
            out,
            columns,
            options: options.clone(),
        })
    }
}

impl Exporter for Csv {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        for column in &self.columns {
            let cell = match column.value(row, self.options.language) {
                Value::Empty => Cow::Borrowed(""),
                Value::Text(text) => defuse(text),
                Value::Date(date) => Cow::Owned(date.to_string()),
                Value::Count(count) => Cow::Owned(count.to_string()),
            };
            self.out.write_field(cell.as_ref()).map_err(io)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(io)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.out.flush()?;
        Ok(())
    }
}

/// Puts an apostrophe before a cell that begins like a formula, in half or full width.
fn defuse(text: String) -> Cow<'static, str> {
    let risky = text
        .chars()
        .find(|c| *c != ' ')
        .is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|'))
        || text.starts_with(['\t', '\r', '\n']);
    if risky {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Owned(text)
    }
}

fn io(error: ::csv::Error) -> ExportError {
    ExportError::Io(std::io::Error::other(error))
}
