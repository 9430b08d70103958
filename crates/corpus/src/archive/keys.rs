//! `keys.bin`: one fixed row per stored version, and the table of documents built from it.

use super::block::EntryRef;
use super::{Appender, Paths};
use crate::record::Format;
use std::collections::HashMap;
use std::io::{self, Read};

/// Bytes of one row.
pub const ROW_BYTES: usize = 64;

/// A digest of a key or of a content.
pub type Digest = [u8; 16];

/// The digest of some bytes: the first half of BLAKE3.
pub fn digest(bytes: &[u8]) -> Digest {
    let mut out = [0; 16];
    out.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    out
}

/// One stored version of one layer of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Digest of the document's key.
    pub key: Digest,
    /// Digest of the record's content.
    pub content: Digest,
    /// Where the record lies.
    pub place: EntryRef,
    /// The document's number.
    pub document: u32,
    /// The load that brought it.
    pub load: u32,
    /// When the source was produced, `yyyymmdd`; 0 when unknown.
    pub produced: u32,
    /// The layer.
    pub format: u8,
}

impl Row {
    /// As bytes.
    pub fn to_bytes(self) -> [u8; ROW_BYTES] {
        let mut out = [0; ROW_BYTES];
        out[0..16].copy_from_slice(&self.key);
        out[16..32].copy_from_slice(&self.content);
        out[32..40].copy_from_slice(&self.place.0.to_le_bytes());
        out[40..44].copy_from_slice(&self.document.to_le_bytes());
        out[44..48].copy_from_slice(&self.load.to_le_bytes());
        out[48..52].copy_from_slice(&self.produced.to_le_bytes());
        out[52] = self.format;
        let sum = crc32fast::hash(&out[..60]);
        out[60..64].copy_from_slice(&sum.to_le_bytes());
        out
    }

    /// From bytes; `None` when the checksum is wrong.
    pub fn from_bytes(bytes: &[u8; ROW_BYTES]) -> Option<Row> {
        let u32_at =
            |i: usize| u32::from_le_bytes([bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]]);
        if crc32fast::hash(&bytes[..60]) != u32_at(60) {
            return None;
        }
        let mut row = Row {
            key: [0; 16],
            content: [0; 16],
            place: EntryRef(u64::from_le_bytes(bytes[32..40].try_into().ok()?)),
            document: u32_at(40),
            load: u32_at(44),
            produced: u32_at(48),
            format: bytes[52],
        };
        row.key.copy_from_slice(&bytes[0..16]);
        row.content.copy_from_slice(&bytes[16..32]);
        Some(row)
    }
}

/// All formats by the number that a row stores. Only ever append to it.
pub const FORMATS: &[Format] = &[
    Format::CnXml,
    Format::CnApplication,
    Format::EpSt36,
    Format::UsRedBook,
    Format::UsXml2,
    Format::UsSgml,
    Format::UsGreenBook,
    Format::Docdb,
    Format::OpsBiblio,
    Format::OpsFulltext,
    Format::OpsFamily,
    Format::OpsRegister,
    Format::OpsLegal,
    Format::GazetteCsv,
    Format::Table,
    Format::Jsonl,
    Format::Synthetic,
];

/// The number that a row stores for a format.
pub fn format_number(format: Format) -> u8 {
    FORMATS.iter().position(|f| *f == format).unwrap_or(0) as u8
}

/// One version of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    /// Digest of the content.
    pub content: Digest,
    /// Where it lies.
    pub place: EntryRef,
    /// When produced, `yyyymmdd` or 0.
    pub produced: u32,
    /// The layer.
    pub format: u8,
    /// The load that brought it.
    pub load: u32,
}

/// A document as the archive knows it: its number and every version of every layer.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its number, given in the order of first loading.
    pub number: u32,
    /// All versions in the order of loading.
    pub versions: Versions,
}

/// Versions of a document; nearly always one, then without an allocation.
#[derive(Clone, Debug)]
pub enum Versions {
    /// One version.
    One(Version),
    /// Several.
    Many(Vec<Version>),
}

impl Versions {
    /// All of them in the order of loading.
    pub fn all(&self) -> &[Version] {
        match self {
            Versions::One(version) => std::slice::from_ref(version),
            Versions::Many(versions) => versions,
        }
    }

    /// Adds one.
    pub fn push(&mut self, version: Version) {
        match self {
            Versions::One(first) => *self = Versions::Many(vec![*first, version]),
            Versions::Many(versions) => versions.push(version),
        }
    }

    /// For each layer the current version: the one produced last, the later load deciding between
    /// equals and where the source does not say. In the order of trust of the formats.
    pub fn current(&self) -> Vec<Version> {
        let mut current: Vec<Version> = Vec::new();
        for version in self.all() {
            match current.iter_mut().find(|c| c.format == version.format) {
                None => current.push(*version),
                Some(held) => {
                    let older = version.produced != 0
                        && held.produced != 0
                        && version.produced < held.produced;
                    if !older {
                        *held = *version;
                    }
                }
            }
        }
        current.sort_by_key(|version| FORMATS.get(usize::from(version.format)).copied());
        current
    }
}

/// The table of all documents, needed while importing and checking only.
#[derive(Default)]
pub struct Keys {
    documents: HashMap<Digest, Document>,
}

impl Keys {
    /// Reads the committed rows.
    pub fn read(paths: &Paths, length: u64) -> io::Result<Keys> {
        let mut keys = Keys::default();
        keys.documents.reserve(length as usize / ROW_BYTES);
        for row in rows(paths, length)? {
            keys.apply(&row?);
        }
        Ok(keys)
    }

    /// Takes in one row.
    pub fn apply(&mut self, row: &Row) {
        let version = Version {
            content: row.content,
            place: row.place,
            produced: row.produced,
            format: row.format,
            load: row.load,
        };
        self.documents
            .entry(row.key)
            .and_modify(|document| document.versions.push(version))
            .or_insert(Document {
                number: row.document,
                versions: Versions::One(version),
            });
    }

    /// A document by the digest of its key.
    pub fn get(&self, key: &Digest) -> Option<&Document> {
        self.documents.get(key)
    }

    /// All documents.
    pub fn iter(&self) -> impl Iterator<Item = (&Digest, &Document)> {
        self.documents.iter()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

/// The committed rows in order.
pub fn rows(paths: &Paths, length: u64) -> io::Result<impl Iterator<Item = io::Result<Row>>> {
    let mut file: Box<dyn Read> = if length == 0 {
        Box::new(io::empty())
    } else {
        Box::new(io::BufReader::with_capacity(
            1 << 20,
            std::fs::File::open(paths.keys())?.take(length),
        ))
    };
    let mut number = 0u64;
    Ok(std::iter::from_fn(move || {
        let mut bytes = [0; ROW_BYTES];
        match file.read_exact(&mut bytes) {
            Ok(()) => {
                number += 1;
                Some(Row::from_bytes(&bytes).ok_or_else(|| {
                    io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("keys.bin: row {number}: the checksum is wrong"),
                    )
                }))
            }
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(e) => Some(Err(e)),
        }
    }))
}

/// Appends rows.
pub struct KeyWriter(Appender);

impl KeyWriter {
    /// Opens behind `length`.
    pub fn open(paths: &Paths, length: u64) -> io::Result<KeyWriter> {
        Ok(KeyWriter(Appender::open(&paths.keys(), length)?))
    }

    /// Appends a row.
    pub fn add(&mut self, row: &Row) -> io::Result<()> {
        self.0.append(&row.to_bytes()).map(|_| ())
    }

    /// Makes all durable; returns the length.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.0.sync()
    }
}
