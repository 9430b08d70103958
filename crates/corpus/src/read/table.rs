//! Any table as records: CSV, workbook or JSON objects, read by a mapping of columns to fields.

mod mapping;
mod names;
mod row;
mod symbols;
mod values;
pub(super) mod workbook;

pub use mapping::{Column, DateOrder, Field, Mapping, MappingError, propose};
pub use row::row;
pub(super) use row::{clip, party};
pub(super) use symbols::class as read_class;
pub(super) use values::{fold_width, is_ruined, number as read_number, split_names};

use super::ReadError;
use super::split::fields;
use serde::{Deserialize, Serialize};

/// How the cells of a row stand in the bytes of its piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cells {
    /// Delimited text with quotes.
    #[default]
    Delimited,
    /// A JSON array of strings: a row of a workbook.
    Array,
    /// A JSON object whose keys are the columns.
    Object,
    /// A line of a reference list: `[1]inventors. title[P]. place：number,date.`
    Reference,
}

/// The header of a table: what is needed to take a row of it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Names of the columns in order.
    pub columns: Vec<String>,
    /// How rows are written.
    #[serde(default)]
    pub cells: Cells,
    /// The delimiter, an ASCII character, where rows are delimited text.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Name of the encoding of the rows, as in the WHATWG standard.
    #[serde(default)]
    pub encoding: String,
}

fn comma() -> char {
    ','
}

/// The columns that a line of a reference list has.
pub(super) const REFERENCE_COLUMNS: [&str; 5] =
    ["发明人", "题名", "省份或国家", "公开号", "公开日"];

impl Header {
    /// The cells of a row, in the order of the columns, with notes on the encoding. A row may
    /// have more or fewer cells than the header.
    ///
    /// # Errors
    /// The bytes are not text, or not what `cells` says.
    pub fn split(
        &self,
        bytes: &[u8],
    ) -> Result<(Vec<String>, Vec<crate::record::Note>), ReadError> {
        let label = Some(self.encoding.as_str()).filter(|l| !l.is_empty());
        let (text, notes) = super::encoding::decode_as(bytes, label)?;
        // Rows are short: what reads one row of a GB18030 file as UTF-8 is not worth a word.
        let notes: Vec<_> = notes
            .into_iter()
            .filter(|n| n.code != "read.encoding-wrong" || self.cells != Cells::Delimited)
            .collect();
        let json = |e: serde_json::Error| ReadError::new("read.json", e.to_string());
        let cells = match self.cells {
            Cells::Delimited => fields(&text, self.delimiter),
            Cells::Array => serde_json::from_str(&text).map_err(json)?,
            Cells::Object => {
                let object: serde_json::Map<String, serde_json::Value> =
                    serde_json::from_str(&text).map_err(json)?;
                self.columns
                    .iter()
                    .map(|name| object.get(name).map(values::flat).unwrap_or_default())
                    .collect()
            }
            Cells::Reference => values::reference(&text).ok_or_else(|| {
                ReadError::new(
                    "read.reference",
                    "not a patent reference: [n]inventors. title[P]. place：number,date.",
                )
            })?,
        };
        Ok((cells, notes))
    }
}

#[cfg(test)]
mod tests;
