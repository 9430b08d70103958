//! Is the collection whole? Re-derives everything from the primary record and compares.

use crate::archive::Paths;
use crate::archive::block::{BlockReader, EntryRef};
use crate::archive::keys::{Keys, digest, rows};
use crate::family;
use crate::import::{Entry, ImportError, Payload, open_index};
use crate::index::Preparer;
use crate::index::schema::{NUMBER, PLACES};
use crate::merge::merge;
use quanlian_handbook::Date;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use tantivy::{ReloadPolicy, TantivyDocument};

/// Problems that are told one by one; more are only counted.
const PROBLEMS_MAX: usize = 100;

/// What was checked and found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FsckReport {
    /// Blocks of the archive.
    pub blocks: u64,
    /// Stored versions.
    pub versions: u64,
    /// Documents.
    pub documents: u64,
    /// What is wrong; empty for a whole collection.
    pub problems: Vec<String>,
}

impl FsckReport {
    fn problem(&mut self, text: String) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(text);
        }
    }
}

/// Checks the collection in a data folder.
pub fn fsck(data: &Path, today: Date) -> Result<FsckReport, ImportError> {
    let paths = Paths::new(data);
    let (index, fields) = open_index(&paths, false)?;
    let payload = Payload::of(&index)?;
    let mut report = FsckReport::default();
    let archive = BlockReader::open(&paths.records())?;
    blocks(&archive, payload.lengths.records, &mut report);
    versions(&paths, &archive, payload.lengths.keys, &mut report)?;
    for damaged in index.validate_checksum()? {
        report.problem(format!(
            "index file {} has a wrong checksum",
            damaged.display()
        ));
    }
    documents(
        &paths,
        &archive,
        &index,
        payload.lengths.keys,
        &Preparer::new(fields, today),
        &mut report,
    )?;
    let stored = family::load_or_derive(&paths, &index)?;
    if family::again(&index)? != stored {
        report
            .problem("families or citation counts differ from what the documents give".to_owned());
    }
    Ok(report)
}

fn blocks(archive: &BlockReader, length: u64, report: &mut FsckReport) {
    let mut offset = 0;
    while offset < length {
        match archive.block(offset) {
            Ok((_, next)) => {
                report.blocks += 1;
                offset = next;
            }
            Err(error) => {
                report.problem(error.to_string());
                return;
            }
        }
    }
    if offset > length {
        report.problem(format!(
            "records.qla: the last block ends at {offset}, the commit says {length}"
        ));
    }
}

/// Every row of `keys.bin` must name an entry whose key and content have the digests it states.
fn versions(
    paths: &Paths,
    archive: &BlockReader,
    length: u64,
    report: &mut FsckReport,
) -> Result<(), ImportError> {
    for row in rows(paths, length)? {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                report.problem(error.to_string());
                return Ok(());
            }
        };
        report.versions += 1;
        match archive
            .entry(row.place)
            .map(|bytes| serde_json::from_slice::<Entry>(&bytes))
        {
            Ok(Ok(entry)) => {
                if digest(entry.key.as_bytes()) != row.key {
                    report.problem(format!(
                        "{}: the key has another digest than keys.bin says",
                        entry.key
                    ));
                }
                if digest(&serde_json::to_vec(&entry.record)?) != row.content {
                    report.problem(format!(
                        "{}: the content has another digest than keys.bin says",
                        entry.key
                    ));
                }
            }
            Ok(Err(error)) => report.problem(format!("an entry is no record: {error}")),
            Err(error) => report.problem(error.to_string()),
        }
    }
    Ok(())
}

/// Every document of the index must point at the versions that the archive has for it, each once.
fn documents(
    paths: &Paths,
    archive: &BlockReader,
    index: &tantivy::Index,
    length: u64,
    preparer: &Preparer,
    report: &mut FsckReport,
) -> Result<(), ImportError> {
    let keys = Keys::read(paths, length)?;
    let mut expected: HashMap<u32, Vec<u64>> = HashMap::with_capacity(keys.len());
    for (_, document) in keys.iter() {
        let current = document.versions.current();
        let mut places: Vec<u64> = document
            .versions
            .all()
            .iter()
            .map(|v| v.place.0 << 1 | u64::from(!current.iter().any(|c| c.place == v.place)))
            .collect();
        places.sort_unstable();
        expected.insert(document.number, places);
    }
    let searcher = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?
        .searcher();
    for segment in searcher.segment_readers() {
        let (numbers, places) = (
            segment.fast_fields().u64(NUMBER)?,
            segment.fast_fields().u64(PLACES)?,
        );
        for doc in segment.doc_ids_alive() {
            report.documents += 1;
            let number = numbers.first(doc).unwrap_or(0) as u32;
            let mut held: Vec<u64> = places.values_for_doc(doc).collect();
            held.sort_unstable();
            match expected.remove(&number) {
                None => report.problem(format!(
                    "document {number} stands in the index twice, or is not in the archive"
                )),
                Some(wanted) if wanted != held => report.problem(format!(
                    "document {number} points at other versions than the archive has"
                )),
                Some(wanted) => again(archive, &wanted, preparer, number, report)?,
            }
        }
    }
    for number in expected.keys() {
        report.problem(format!("document {number} is missing from the index"));
    }
    Ok(())
}

/// The layers must still merge and give an index document.
fn again(
    archive: &BlockReader,
    places: &[u64],
    preparer: &Preparer,
    number: u32,
    report: &mut FsckReport,
) -> Result<(), ImportError> {
    let mut layers = Vec::new();
    let mut key = String::new();
    for place in places.iter().filter(|p| **p & 1 == 0) {
        let Ok(bytes) = archive.entry(EntryRef(place >> 1)) else {
            return Ok(());
        };
        let Ok(entry) = serde_json::from_slice::<Entry>(&bytes) else {
            return Ok(());
        };
        key = entry.key;
        layers.push(entry.record);
    }
    let document: Option<TantivyDocument> =
        merge(layers).map(|record| preparer.document(&key, &record));
    if document.is_none() {
        report.problem(format!("document {number} has no current layer"));
    }
    Ok(())
}
