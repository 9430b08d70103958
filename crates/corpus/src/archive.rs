//! The primary record: everything that was ever read, append-only; all else is derived from it.
//!
//! Three files lie in `archive/`: `records.qla`, compressed blocks of records; `keys.bin`, one
//! fixed row per stored version; `loads.jsonl` and `quarantine.jsonl`, one line per fact. A commit
//! of the index carries the lengths of all of them ([`Lengths`]) in one atomic step; what lies
//! beyond is an unfinished import and is cut off when the next one starts.

pub mod block;
pub mod keys;
pub mod ledger;

use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The lengths of the archive files that a commit vouches for, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lengths {
    /// `records.qla`
    pub records: u64,
    /// `keys.bin`
    pub keys: u64,
    /// `loads.jsonl`
    pub loads: u64,
    /// `quarantine.jsonl`
    pub quarantine: u64,
    /// Number of the last load that has begun.
    pub load: u32,
    /// Number of documents ever given a number.
    pub documents: u32,
}

/// The places of the archive files in a data folder.
#[derive(Clone, Debug)]
pub struct Paths {
    root: PathBuf,
}

impl Paths {
    /// The places below `data`.
    pub fn new(data: &Path) -> Paths {
        Paths {
            root: data.to_owned(),
        }
    }

    /// The folder of the archive.
    pub fn archive(&self) -> PathBuf {
        self.root.join("archive")
    }

    /// Compressed blocks of records.
    pub fn records(&self) -> PathBuf {
        self.archive().join("records.qla")
    }

    /// One row per stored version.
    pub fn keys(&self) -> PathBuf {
        self.archive().join("keys.bin")
    }

    /// One line per load and per finished file.
    pub fn loads(&self) -> PathBuf {
        self.archive().join("loads.jsonl")
    }

    /// One line per piece that could not be read.
    pub fn quarantine(&self) -> PathBuf {
        self.archive().join("quarantine.jsonl")
    }

    /// The search index.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// Families and citation counts.
    pub fn derived(&self) -> PathBuf {
        self.root.join("derived")
    }

    /// Held by the one process that imports.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }
}

/// Opens a file for appending after cutting it to the length that the last commit vouches for.
pub fn open_cut(path: &Path, length: u64) -> io::Result<File> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)?;
    let actual = file.metadata()?.len();
    if actual < length {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "{} has {actual} bytes, the last commit says {length}",
                path.display()
            ),
        ));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

/// Appends to a file and knows its length.
pub struct Appender {
    file: io::BufWriter<File>,
    length: u64,
}

impl Appender {
    /// Opens, cutting off what no commit vouches for.
    pub fn open(path: &Path, length: u64) -> io::Result<Appender> {
        Ok(Appender {
            file: io::BufWriter::with_capacity(1 << 20, open_cut(path, length)?),
            length,
        })
    }

    /// Appends bytes; returns the offset at which they begin.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.length;
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(at)
    }

    /// Makes everything appended durable; returns the length.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.length)
    }

    /// Hands everything to the operating system, so that a reader of the file sees it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// The length so far.
    pub fn length(&self) -> u64 {
        self.length
    }
}
