//! What a source is cut into: pieces that can be parsed, and what could not be cut.

use super::table::{Header, Mapping};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// One piece of a source: the bytes of one record, or of one table row, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The path of the file; members of archives after `!`: `a.zip!b/c.xml`.
    pub file: Arc<str>,
    /// Offset of the first byte in the (decompressed) file. In a UTF-16 file: in its text as
    /// UTF-8. In a workbook: the number of the row, from 0, over all sheets.
    pub offset: u64,
    /// Line of the first byte, from 1.
    pub line: u64,
    /// How to read it.
    pub kind: PieceKind,
    /// The bytes as in the file. A package is a JSON array of `[path, xml text]` pairs, a row of
    /// a workbook a JSON array of its cells.
    pub bytes: Vec<u8>,
}

/// The format of a piece. Serialised (in quarantine), so that a piece can be parsed again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceKind {
    /// Chinese publication, `PatentDocumentAndRelated` and kin.
    CnPublication,
    /// Chinese e-filing package: all parts of one application.
    CnApplication,
    /// EP full text ST.36.
    EpSt36,
    /// US red book 4.x.
    UsRedBook,
    /// US grants in XML 2.x.
    UsXml2,
    /// US applications 1.x, `patent-application-publication`.
    UsPap,
    /// US grants in SGML.
    UsSgml,
    /// US green book.
    UsGreenBook,
    /// One DOCDB `exchange-document`.
    DocdbDocument,
    /// One OPS answer.
    OpsAnswer,
    /// One row of the Chinese gazette as CSV.
    #[serde(with = "shared")]
    GazetteRow(Arc<Header>),
    /// One row of any other table, read by a mapping.
    #[serde(with = "shared")]
    TableRow(Arc<Mapping>),
    /// One line of our own JSON form.
    Jsonl,
    /// Nothing known.
    Unknown,
}

/// What could not be cut into pieces: goes to quarantine.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// As in [`Piece`].
    pub file: Arc<str>,
    /// As in [`Piece`].
    pub offset: u64,
    /// As in [`Piece`].
    pub line: u64,
    /// A code of the one table of codes, `read.…`.
    pub code: &'static str,
    /// What was wrong, in words a person can act on.
    pub reason: String,
    /// The original bytes, the first 64 KiB at most.
    pub bytes: Vec<u8>,
    /// Whether the original is longer than `bytes`.
    pub truncated: bool,
}

/// What a source yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Something to parse.
    Piece(Piece),
    /// Something for quarantine.
    Broken(Broken),
    /// A file that holds no patent data by its nature (picture, PDF, DTD): counted, not kept.
    Skipped {
        /// The path as in [`Piece`].
        file: Arc<str>,
        /// What it is.
        reason: String,
    },
}

/// Serialises what an `Arc` points at.
mod shared {
    use super::{Arc, Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Arc<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        (**value).serialize(serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}
