//! `loads.jsonl` and `quarantine.jsonl`: what each load did, and what could not be read.

use super::{Appender, Paths};
use crate::read::PieceKind;
use crate::record::Format;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read};
use std::path::Path;

/// What a load, or one file of it, did: `read = stored + superseded + unchanged + quarantined`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Records met, readable or not.
    pub read: u64,
    /// Records of which there was none before.
    pub stored: u64,
    /// Records that brought another version of one already held.
    pub superseded: u64,
    /// Records held already, the same to the letter.
    pub unchanged: u64,
    /// Pieces that could not be read.
    pub quarantined: u64,
    /// Files that are no patent documents (pictures, DTDs); not counted in `read`.
    pub skipped: u64,
    /// Bytes of the source files.
    pub bytes: u64,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.read += other.read;
        self.stored += other.stored;
        self.superseded += other.superseded;
        self.unchanged += other.unchanged;
        self.quarantined += other.quarantined;
        self.skipped += other.skipped;
        self.bytes += other.bytes;
    }

    /// Whether the sum holds.
    pub fn reconciles(&self) -> bool {
        self.read == self.stored + self.superseded + self.unchanged + self.quarantined
    }
}

/// One line of `loads.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub enum LoadLine {
    /// A load begins.
    Begun {
        /// Its number, from 1.
        load: u32,
        /// When, RFC 3339 in UTC.
        at: String,
        /// The paths asked for.
        paths: Vec<String>,
    },
    /// A file was read to its end.
    File {
        /// The load.
        load: u32,
        /// The file.
        file: String,
        /// The formats met in it.
        formats: Vec<Format>,
        /// What it did.
        tally: Tally,
    },
    /// A load came to its end.
    Finished {
        /// The load.
        load: u32,
        /// When.
        at: String,
        /// The sum over all files.
        tally: Tally,
    },
}

/// One file of a load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoadedFile {
    /// The file.
    pub file: String,
    /// The formats met in it.
    pub formats: Vec<Format>,
    /// What it did.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A load, put together from its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// Its number.
    pub id: u32,
    /// When it began.
    pub started: String,
    /// When it ended; `None` for one that was broken off.
    pub finished: Option<String>,
    /// The paths asked for.
    pub paths: Vec<String>,
    /// Its files.
    pub files: Vec<LoadedFile>,
    /// The sum.
    pub totals: Tally,
}

/// A piece that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarantined {
    /// `load-number`, such as `3-17`.
    pub id: String,
    /// The load.
    pub load: u32,
    /// The file, members of archives behind `!`.
    pub file: String,
    /// Byte offset in the (decompressed) file.
    pub offset: u64,
    /// Line in the file, from 1; 0 when unknown.
    pub line: u64,
    /// A code of the one table of codes.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// The original bytes, as hexadecimal digits.
    pub original: String,
    /// True when only the first part of the bytes is kept.
    pub truncated: bool,
    /// How the piece was to be read; `None` when it could not even be cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PieceKind>,
}

/// One line of `quarantine.jsonl`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum QuarantineLine {
    /// Something could not be read.
    Broken(Quarantined),
    /// It was read after all, by a later load.
    Resolved {
        /// What was resolved.
        id: String,
        /// The load that did it.
        load: u32,
    },
}

/// Bytes as hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Bytes from hexadecimal digits; what is no digit counts as 0.
pub fn from_hex(text: &str) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).unwrap_or(0) as u8;
    text.as_bytes()
        .chunks(2)
        .map(|pair| digit(pair[0]) << 4 | pair.get(1).map_or(0, |b| digit(*b)))
        .collect()
}

fn lines<T: DeserializeOwned>(path: &Path, length: u64) -> io::Result<Vec<T>> {
    if length == 0 {
        return Ok(Vec::new());
    }
    let file = io::BufReader::new(std::fs::File::open(path)?.take(length));
    let mut out = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line?;
        out.push(serde_json::from_str(&line).map_err(|e| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{}: line {}: {e}", path.display(), number + 1),
            )
        })?);
    }
    Ok(out)
}

/// All loads.
pub fn loads(paths: &Paths, length: u64) -> io::Result<Vec<Load>> {
    let mut loads: Vec<Load> = Vec::new();
    for line in lines::<LoadLine>(&paths.loads(), length)? {
        match line {
            LoadLine::Begun { load, at, paths } => loads.push(Load {
                id: load,
                started: at,
                finished: None,
                paths,
                files: Vec::new(),
                totals: Tally::default(),
            }),
            LoadLine::File {
                load,
                file,
                formats,
                tally,
            } => {
                if let Some(held) = loads.iter_mut().find(|l| l.id == load) {
                    held.totals.add(&tally);
                    held.files.push(LoadedFile {
                        file,
                        formats,
                        tally,
                    });
                }
            }
            LoadLine::Finished { load, at, tally } => {
                if let Some(held) = loads.iter_mut().find(|l| l.id == load) {
                    held.finished = Some(at);
                    held.totals = tally;
                }
            }
        }
    }
    Ok(loads)
}

/// Everything in quarantine that no later load resolved.
pub fn quarantine(paths: &Paths, length: u64) -> io::Result<Vec<Quarantined>> {
    let mut held: Vec<Quarantined> = Vec::new();
    for line in lines(&paths.quarantine(), length)? {
        match line {
            QuarantineLine::Broken(broken) => held.push(broken),
            QuarantineLine::Resolved { id, .. } => held.retain(|broken| broken.id != id),
        }
    }
    Ok(held)
}

/// Appends lines.
pub struct LineWriter(Appender);

impl LineWriter {
    /// Opens behind `length`.
    pub fn open(path: &Path, length: u64) -> io::Result<LineWriter> {
        Ok(LineWriter(Appender::open(path, length)?))
    }

    /// Appends one line.
    pub fn add<T: Serialize>(&mut self, line: &T) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.0.append(&bytes).map(|_| ())
    }

    /// Makes all durable; returns the length.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.0.sync()
    }
}
