//! Office formats → [`Record`]s: a path is cut into pieces, a piece is parsed into records.
//!
//! [`open`] walks a path, looks into containers, recognises each file by its content and yields
//! [`Item`]s in order with bounded memory. [`parse`] turns one [`Piece`] into records; it is pure
//! and may run on any thread.

pub mod bodytext;
pub mod claims;
pub mod classes;
pub mod cn;
pub mod docdb;
pub mod encoding;
pub mod ep;
pub mod gazette;
pub mod jsonl;
pub mod ledger;
pub mod legal;
pub mod legal_names;
pub mod ops;
mod piece;
pub mod rest;
pub mod source;
mod split;
pub mod table;
pub mod tree;
pub mod us;

#[cfg(test)]
mod epo_loss;
#[cfg(test)]
mod epo_tests;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod loss;

pub use piece::{Broken, Item, Piece, PieceKind};
pub use source::{Items, Limits, OpenError, Options, PlannedFile, open, plan, visit, visit_bytes};
pub use table::{Header, Mapping};

use crate::record::{Note, Record};
use tree::{Element, TreeError};

/// Why a piece cannot become records: it goes to quarantine under this code.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct ReadError {
    /// A code of the one table of codes, `read.…`.
    pub code: &'static str,
    /// What was wrong, in words a person can act on.
    pub detail: String,
}

impl ReadError {
    /// An error of a code with its detail.
    pub fn new(code: &'static str, detail: impl Into<String>) -> ReadError {
        ReadError {
            code,
            detail: detail.into(),
        }
    }
}

impl From<TreeError> for ReadError {
    fn from(error: TreeError) -> ReadError {
        ReadError {
            code: error.code,
            detail: format!("{} (byte {} of the record)", error.detail, error.offset),
        }
    }
}

/// Reads the records of one piece. Pure: the same piece gives the same records.
///
/// # Errors
/// The piece belongs into quarantine; the error names the reason.
pub fn parse(piece: &Piece) -> Result<Vec<Record>, ReadError> {
    match &piece.kind {
        PieceKind::GazetteRow(header) => gazette::row(header, &piece.bytes),
        PieceKind::TableRow(mapping) => table::row(mapping, &piece.bytes),
        PieceKind::Jsonl => jsonl::line(&piece.bytes),
        PieceKind::Unknown => Err(ReadError::new(
            "read.unknown-format",
            "no reader knows this format",
        )),
        kind => {
            let (mut records, notes) = markup(kind, piece)?;
            if records.is_empty() {
                return Err(ReadError::new("read.no-record", "no document inside"));
            }
            for record in &mut records {
                record.notes.extend(notes.iter().cloned());
            }
            Ok(records)
        }
    }
}

/// The formats that are XML, SGML or tagged text.
fn markup(kind: &PieceKind, piece: &Piece) -> Result<(Vec<Record>, Vec<Note>), ReadError> {
    if matches!(kind, PieceKind::CnApplication) && piece.bytes.first() == Some(&b'[') {
        return package(&piece.bytes);
    }
    let (text, notes) = encoding::decode(&piece.bytes)?;
    let records = match kind {
        PieceKind::CnPublication => cn::publication(&Element::parse(&text)?),
        PieceKind::CnApplication => {
            cn::application_package(&[(piece.file.to_string(), Element::parse(&text)?)])
        }
        PieceKind::EpSt36 => ep::document(&Element::parse(&text)?),
        PieceKind::UsRedBook => us::redbook(&Element::parse(&text)?),
        PieceKind::UsXml2 => match Element::parse(&text) {
            Ok(root) => us::xml2(&root),
            // SGML that carries no sign of it outside: end tags left out, bare attributes.
            Err(error) if !text.contains("<?xml") => {
                us::sgml(&text).map_err(|_| ReadError::from(error))
            }
            Err(error) => Err(error.into()),
        },
        PieceKind::UsPap => us::pap(&Element::parse(&text)?),
        PieceKind::UsSgml => us::sgml(&text),
        PieceKind::UsGreenBook => us::greenbook(&text),
        PieceKind::DocdbDocument => {
            let root = Element::parse(&text)?;
            if root.name == "exchange-documents" {
                docdb::documents(&root)
            } else {
                docdb::document(&root)
            }
        }
        PieceKind::OpsAnswer => ops::answer(&Element::parse(&text)?),
        PieceKind::GazetteRow(_)
        | PieceKind::TableRow(_)
        | PieceKind::Jsonl
        | PieceKind::Unknown => Err(ReadError::new("read.unknown-format", "not markup")),
    }?;
    Ok((records, notes))
}

/// An e-filing package: a JSON array of `[path, xml text]` pairs.
fn package(bytes: &[u8]) -> Result<(Vec<Record>, Vec<Note>), ReadError> {
    let parts: Vec<(String, String)> = serde_json::from_slice(bytes)
        .map_err(|e| ReadError::new("read.package", format!("parts of the package: {e}")))?;
    let mut notes = Vec::new();
    let mut elements = Vec::new();
    for (path, text) in parts {
        match Element::parse(&text) {
            Ok(element) => elements.push((path, element)),
            // One damaged part must not cost the rest of the application.
            Err(error) => notes.push(Note {
                code: error.code.to_owned(),
                detail: format!("{path}: {}", error.detail),
            }),
        }
    }
    if elements.is_empty() {
        return Err(ReadError::new(
            "read.package",
            notes.first().map_or_else(
                || "no part of the package is XML".to_owned(),
                |note| format!("no part of the package can be read; {}", note.detail),
            ),
        ));
    }
    Ok((cn::application_package(&elements)?, notes))
}
