//! Writes records of a hit list to files other programs read: one row after the other, in bounded
//! memory, whatever the number of hits.
//!
//! JSONL is the whole record, and importing it again gives the same record. CSV and XLSX are
//! tables of chosen columns. RIS and BibTeX are for reference managers. DOCDB-shaped XML is for
//! patent tools; like DOCDB itself it carries no claims and no description.

mod bibtex;
mod column;
mod csv;
mod docdb;
mod jsonl;
mod ris;
#[cfg(test)]
mod tests;
mod xlsx;

pub use column::{COLUMNS, Column, ColumnKind, Value};

use crate::record::Record;
use std::io::Write;

/// The file formats an export can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Our own record, one JSON object a line.
    Jsonl,
    /// RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read the characters.
    Csv,
    /// A workbook with real dates.
    Xlsx,
    /// RIS as Zotero and EndNote read it, `TY  - PAT`.
    Ris,
    /// BibTeX, `@patent`.
    Bibtex,
    /// `exch:exchange-documents`.
    Docdb,
}

impl ExportFormat {
    /// All formats in the order a menu shows them.
    pub const ALL: [ExportFormat; 6] = [
        ExportFormat::Csv,
        ExportFormat::Xlsx,
        ExportFormat::Jsonl,
        ExportFormat::Ris,
        ExportFormat::Bibtex,
        ExportFormat::Docdb,
    ];

    /// Reads a format's name as the command line and the API write it.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        ExportFormat::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// The name: `jsonl`, `csv`, `xlsx`, `ris`, `bibtex`, `docdb`.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Jsonl => "jsonl",
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Ris => "ris",
            ExportFormat::Bibtex => "bibtex",
            ExportFormat::Docdb => "docdb",
        }
    }

    /// The file name's extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::Bibtex => "bib",
            ExportFormat::Docdb => "xml",
            other => other.name(),
        }
    }

    /// The media type for HTTP.
    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Jsonl => "application/jsonl; charset=utf-8",
            ExportFormat::Csv => "text/csv; charset=utf-8; header=present",
            ExportFormat::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            ExportFormat::Ris => "application/x-research-info-systems; charset=utf-8",
            ExportFormat::Bibtex => "application/x-bibtex; charset=utf-8",
            ExportFormat::Docdb => "application/xml; charset=utf-8",
        }
    }

    /// Whether `fields` choose its columns.
    pub fn takes_fields(self) -> bool {
        matches!(self, ExportFormat::Csv | ExportFormat::Xlsx)
    }
}

/// The language of column titles, and of the title shown when a record has several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }
}

/// What the reader of an export may choose.
#[derive(Clone, Debug, Default)]
pub struct ExportOptions {
    /// Names of columns in their order, see [`COLUMNS`]; empty for those marked as usual.
    /// Only CSV and XLSX have columns: naming some for another format is refused.
    pub fields: Vec<String>,
    /// Language of the header, and of the title shown first.
    pub language: Language,
    /// Column names instead of titles in the header, for programs.
    pub plain_header: bool,
    /// Hits on one sheet of a workbook; `None` for the most a sheet holds, 1,048,575.
    pub sheet_rows_max: Option<u32>,
    /// Address of the page of a document up to its key: `http://127.0.0.1:8080/d/`; `None` for
    /// files without links.
    pub link_base: Option<String>,
}

/// What the collection knows about a document beyond its record.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The number as people write it: `CN 109524631 A`.
    pub display: String,
    /// Province of the first Chinese applicant.
    pub applicant_province: Option<String>,
    /// City of the first Chinese applicant.
    pub city: Option<String>,
    /// Legal state, where known.
    pub state: Option<String>,
    /// Name of the simple family.
    pub simple_family: Option<String>,
    /// Documents of the simple family in the collection, this one included.
    pub family_size: u32,
    /// Documents in the collection that cite this one.
    pub cited_by: u32,
    /// Absolute address of the document's page.
    pub link: Option<String>,
}

/// One hit.
#[derive(Clone, Copy, Debug)]
pub struct ExportRow<'a> {
    /// The document's key: `CN109524631A`.
    pub key: &'a str,
    /// Its record, layers merged.
    pub record: &'a Record,
    /// What was derived.
    pub derived: &'a Derived,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A name in `fields` that no column has.
    #[error("there is no column `{name}`; columns are: {known}")]
    UnknownField {
        /// The name as given.
        name: String,
        /// All names, joined by commas.
        known: String,
    },
    /// Columns chosen for a format that has none.
    #[error("{format} has a fixed shape; columns can be chosen for csv and xlsx only")]
    FieldsNotTaken {
        /// The format's name.
        format: &'static str,
    },
    /// The output could not be written.
    #[error("the export could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// The workbook could not be built.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The record could not be turned into JSON.
    #[error("the record could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl ExportError {
    /// The code of the one table of error codes.
    pub fn code(&self) -> &'static str {
        match self {
            ExportError::UnknownField { .. } => "export.unknown-field",
            ExportError::FieldsNotTaken { .. } => "export.fields-not-taken",
            ExportError::Io(_) => "export.write",
            ExportError::Workbook(_) => "export.workbook",
            ExportError::Json(_) => "export.json",
        }
    }
}

/// Takes hits one by one. Nothing is complete before [`Exporter::finish`].
pub trait Exporter: Send {
    /// Writes one hit.
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError>;
    /// Writes what stands at the end and flushes.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// An exporter of a format. The header is written at once, so an export of no hits is a valid
/// file too.
pub fn writer(
    format: ExportFormat,
    out: Box<dyn Write + Send>,
    options: &ExportOptions,
) -> Result<Box<dyn Exporter>, ExportError> {
    if !format.takes_fields() && !options.fields.is_empty() {
        return Err(ExportError::FieldsNotTaken {
            format: format.name(),
        });
    }
    Ok(match format {
        ExportFormat::Jsonl => Box::new(jsonl::Jsonl { out }),
        ExportFormat::Csv => Box::new(csv::Csv::new(out, options)?),
        ExportFormat::Xlsx => Box::new(xlsx::Xlsx::new(out, options)?),
        ExportFormat::Ris => Box::new(ris::Ris {
            out,
            language: options.language,
        }),
        ExportFormat::Bibtex => Box::new(bibtex::Bibtex {
            out,
            language: options.language,
        }),
        ExportFormat::Docdb => Box::new(docdb::Docdb::new(out)?),
    })
}
