//! The one thread that changes the collection: applies prepared records in order and commits.

use super::ImportOptions;
use crate::archive::block::{BlockReader, BlockWriter, EntryRef};
use crate::archive::keys::{
    Digest, Document, KeyWriter, Keys, Row, Version, digest, format_number,
};
use crate::archive::ledger::{
    self, LineWriter, LoadLine, LoadedFile, QuarantineLine, Quarantined, Tally, from_hex, to_hex,
};
use crate::archive::{Lengths, Paths};
use crate::index::schema::{SCHEMA_VERSION, tokenizers};
use crate::index::{Fields, Prepared, Preparer};
use crate::merge::merge;
use crate::read::PieceKind;
use crate::record::{Format, Record};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::Path;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, Term};

/// Why an import could not begin or go on. What it had committed stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file of the collection cannot be read or written.
    #[error("import.io: {0}")]
    Io(#[from] io::Error),
    /// The index refuses.
    #[error("import.index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Another import is at work.
    #[error("import.locked: another import is writing into {0}; wait for it to end")]
    Locked(String),
    /// The sources cannot be opened at all.
    #[error("import.source: {0}")]
    Source(String),
    /// The data folder was written by another version.
    #[error("import.version: {0}")]
    Version(String),
    /// A record cannot be written as JSON.
    #[error("import.json: {0}")]
    Json(#[from] serde_json::Error),
}

/// What a commit of the index carries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Payload {
    /// Version of the schema.
    pub schema: u32,
    /// Lengths of the archive files.
    pub lengths: Lengths,
}

impl Payload {
    /// Reads the payload of the last commit; an index without one is empty.
    pub fn of(index: &Index) -> Result<Payload, ImportError> {
        match index.load_metas()?.payload {
            None => Ok(Payload {
                schema: SCHEMA_VERSION,
                lengths: Lengths::default(),
            }),
            Some(text) => {
                let payload: Payload = serde_json::from_str(&text)?;
                if payload.schema != SCHEMA_VERSION {
                    return Err(ImportError::Version(format!(
                        "the collection has index version {}, this program writes {SCHEMA_VERSION}; import the sources again into a new folder",
                        payload.schema
                    )));
                }
                Ok(payload)
            }
        }
    }
}

/// Opens or makes the index of a data folder.
pub fn open_index(paths: &Paths, create: bool) -> Result<(Index, Fields), ImportError> {
    let fields = Fields::build();
    if create {
        std::fs::create_dir_all(paths.index())?;
    }
    let directory = MmapDirectory::open(paths.index()).map_err(tantivy::TantivyError::from)?;
    let mut index = if create {
        Index::builder()
            .schema(fields.schema.clone())
            .settings(IndexSettings {
                docstore_compress_dedicated_thread: false,
                ..IndexSettings::default()
            })
            .open_or_create(directory)?
    } else {
        Index::open(directory)?
    };
    index.set_tokenizers(tokenizers());
    Ok((index, fields))
}

/// One record in the archive, with where it came from.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The document's key.
    pub key: String,
    /// The source file, members of archives behind `!`.
    pub file: String,
    /// Byte offset in the (decompressed) file.
    pub offset: u64,
    /// Line in the file, from 1; 0 when unknown.
    pub line: u64,
    /// The load.
    pub load: u32,
    /// When that load began.
    pub loaded_at: String,
    /// The record.
    pub record: Record,
}

/// What the applier is given for one piece.
pub struct Applied {
    /// Byte offset of the piece.
    pub offset: u64,
    /// Line of the piece.
    pub line: u64,
    /// The member of the file, as `file!member`.
    pub file: std::sync::Arc<str>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a piece.
pub enum Outcome {
    /// Records.
    Records(Vec<Prepared>),
    /// Could not be read.
    Broken {
        /// A code of the one table of codes.
        code: String,
        /// The reason in words.
        reason: String,
        /// The bytes.
        original: Vec<u8>,
        /// Whether they are only the first part.
        truncated: bool,
        /// How the piece was to be read; `None` when it could not even be cut.
        kind: Option<PieceKind>,
    },
    /// No patent document.
    Skipped,
}

/// Holds everything that is open while an import runs.
pub struct Applier<'a> {
    paths: Paths,
    _lock: File,
    writer: IndexWriter<TantivyDocument>,
    preparer: Preparer,
    key_field: tantivy::schema::Field,
    blocks: BlockWriter,
    reader: BlockReader,
    rows: KeyWriter,
    loads: LineWriter,
    quarantine: LineWriter,
    keys: Keys,
    /// Digests of what lies in quarantine.
    held_back: HashSet<Digest>,
    lengths: Lengths,
    started: String,
    load: u32,
    quarantined: u64,
    /// The sum over the load.
    pub totals: Tally,
    /// The sum over the file at work.
    pub current: Tally,
    formats: Vec<Format>,
    /// All files done.
    pub files: Vec<LoadedFile>,
    options: &'a ImportOptions<'a>,
}

impl<'a> Applier<'a> {
    /// Opens the collection for writing and begins a load.
    pub fn open(data: &Path, options: &'a ImportOptions<'a>) -> Result<Applier<'a>, ImportError> {
        let paths = Paths::new(data);
        std::fs::create_dir_all(paths.archive())?;
        let lock = File::create(paths.lock())?;
        if lock.try_lock().is_err() {
            return Err(ImportError::Locked(data.display().to_string()));
        }
        let (index, fields) = open_index(&paths, true)?;
        let mut lengths = Payload::of(&index)?.lengths;
        let keys = Keys::read(&paths, lengths.keys)?;
        let held_back = ledger::quarantine(&paths, lengths.quarantine)?
            .iter()
            .map(|q| same_piece(&q.file, q.offset, &q.code, &from_hex(&q.original)))
            .collect();
        let writer_options = IndexWriterOptions::builder()
            .num_worker_threads(options.threads.max(1))
            .memory_budget_per_thread(
                (options.memory / options.threads.max(1)).clamp(16 << 20, 3 << 30),
            )
            .num_merge_threads(options.threads.clamp(1, 4))
            .build();
        let writer = index.writer_with_options(writer_options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(20_000_000);
        writer.set_merge_policy(Box::new(policy));
        lengths.load += 1;
        let started = (options.now)();
        let mut loads = LineWriter::open(&paths.loads(), lengths.loads)?;
        loads.add(&LoadLine::Begun {
            load: lengths.load,
            at: started.clone(),
            paths: options
                .paths
                .iter()
                .map(|p| p.display().to_string())
                .collect(),
        })?;
        let blocks = BlockWriter::open(&paths.records(), lengths.records)?;
        Ok(Applier {
            _lock: lock,
            reader: BlockReader::open(&paths.records())?,
            blocks,
            rows: KeyWriter::open(&paths, lengths.keys)?,
            quarantine: LineWriter::open(&paths.quarantine(), lengths.quarantine)?,
            loads,
            keys,
            held_back,
            key_field: fields.key,
            preparer: Preparer::new(fields, options.today),
            writer,
            load: lengths.load,
            lengths,
            started,
            quarantined: 0,
            totals: Tally::default(),
            current: Tally::default(),
            formats: Vec::new(),
            files: Vec::new(),
            paths,
            options,
        })
    }

    /// What workers need to prepare records.
    pub fn preparer(&self) -> Preparer {
        self.preparer.clone()
    }

    /// Documents in the collection, those of this load included.
    pub fn documents(&self) -> u64 {
        u64::from(self.lengths.documents)
    }

    /// The number of this load and when it began.
    pub fn load(&self) -> (u32, &str) {
        (self.load, &self.started)
    }

    /// Applies what became of one piece.
    pub fn apply(&mut self, applied: Applied) -> Result<(), ImportError> {
        match applied.outcome {
            Outcome::Skipped => self.current.skipped += 1,
            Outcome::Broken {
                code,
                reason,
                original,
                truncated,
                kind,
            } => {
                self.current.read += 1;
                self.current.quarantined += 1;
                let same = same_piece(&applied.file, applied.offset, &code, &original);
                // What an earlier load put there, perhaps one that was broken off, stays one piece.
                if self.held_back.insert(same) {
                    self.quarantined += 1;
                    self.quarantine.add(&QuarantineLine::Broken(Quarantined {
                        id: format!("{}-{}", self.load, self.quarantined),
                        load: self.load,
                        file: applied.file.to_string(),
                        offset: applied.offset,
                        line: applied.line,
                        code,
                        reason,
                        original: to_hex(&original),
                        truncated,
                        kind,
                    }))?;
                }
            }
            Outcome::Records(records) => {
                for prepared in records {
                    self.current.read += 1;
                    self.record(&applied.file, applied.offset, applied.line, prepared)?;
                }
            }
        }
        Ok(())
    }

    fn record(
        &mut self,
        file: &str,
        offset: u64,
        line: u64,
        prepared: Prepared,
    ) -> Result<(), ImportError> {
        let format = prepared.record.format;
        if !self.formats.contains(&format) {
            self.formats.push(format);
        }
        let number = format_number(format);
        let held = self.keys.get(&prepared.key_digest).cloned();
        if let Some(document) = &held {
            let known = document
                .versions
                .all()
                .iter()
                .any(|v| v.format == number && v.content == prepared.content);
            if known {
                self.current.unchanged += 1;
                return Ok(());
            }
        }
        let entry = self.entry(file, offset, line, &prepared)?;
        let place = self.blocks.add(&entry)?;
        let row = Row {
            key: prepared.key_digest,
            content: prepared.content,
            place,
            document: held.as_ref().map_or(self.lengths.documents, |d| d.number),
            load: self.load,
            produced: prepared.record.produced.map_or(0, |d| d.number()),
            format: number,
        };
        self.rows.add(&row)?;
        self.keys.apply(&row);
        match held {
            None => {
                self.lengths.documents += 1;
                self.current.stored += 1;
                let mut document = prepared.document;
                let published = prepared.record.publication.date;
                self.preparer.complete(
                    &mut document,
                    row.document,
                    self.load,
                    published,
                    &[(place, false)],
                );
                self.writer.add_document(document)?;
            }
            Some(document) => {
                if document.versions.all().iter().any(|v| v.format == number) {
                    self.current.superseded += 1;
                } else {
                    self.current.stored += 1;
                }
                self.rebuild(&prepared)?;
            }
        }
        Ok(())
    }

    fn entry(
        &self,
        file: &str,
        offset: u64,
        line: u64,
        prepared: &Prepared,
    ) -> Result<Vec<u8>, ImportError> {
        let mut bytes = Vec::with_capacity(prepared.json.len() + 200);
        bytes.extend_from_slice(b"{\"key\":");
        serde_json::to_writer(&mut bytes, &prepared.key)?;
        bytes.extend_from_slice(b",\"file\":");
        serde_json::to_writer(&mut bytes, file)?;
        bytes.extend_from_slice(
            format!(
                ",\"offset\":{offset},\"line\":{line},\"load\":{},\"loaded_at\":",
                self.load
            )
            .as_bytes(),
        );
        serde_json::to_writer(&mut bytes, &self.started)?;
        bytes.extend_from_slice(b",\"record\":");
        bytes.extend_from_slice(&prepared.json);
        bytes.push(b'}');
        Ok(bytes)
    }

    /// Puts the merged document in the place of the one that the index holds.
    fn rebuild(&mut self, prepared: &Prepared) -> Result<(), ImportError> {
        let Some(document) = self.keys.get(&prepared.key_digest).cloned() else {
            return Ok(());
        };
        let current = document.versions.current();
        self.blocks.flush()?;
        let mut layers = Vec::with_capacity(current.len());
        for version in &current {
            layers.push(self.read(version)?);
        }
        let Some(merged) = merge(layers) else {
            return Ok(());
        };
        let mut index_document = self.preparer.document(&prepared.key, &merged);
        let places = places(&document, &current);
        self.preparer.complete(
            &mut index_document,
            document.number,
            self.load,
            merged.publication.date,
            &places,
        );
        self.writer
            .delete_term(Term::from_field_text(self.key_field, &prepared.key));
        self.writer.add_document(index_document)?;
        Ok(())
    }

    fn read(&self, version: &Version) -> Result<Record, ImportError> {
        if let Some(bytes) = self.blocks.open_entry(version.place) {
            return Ok(serde_json::from_slice::<Entry>(bytes)?.record);
        }
        let bytes = self.reader.entry(version.place)?;
        Ok(serde_json::from_slice::<Entry>(&bytes)?.record)
    }

    /// Notes that a piece in quarantine was read after all.
    pub fn resolved(&mut self, id: &str) -> Result<(), ImportError> {
        self.quarantine.add(&QuarantineLine::Resolved {
            id: id.to_owned(),
            load: self.load,
        })?;
        Ok(())
    }

    /// Ends a file.
    pub fn file_done(&mut self, file: &str, bytes: u64) -> Result<(), ImportError> {
        self.current.bytes = bytes;
        let tally = std::mem::take(&mut self.current);
        let formats = std::mem::take(&mut self.formats);
        self.loads.add(&LoadLine::File {
            load: self.load,
            file: file.to_owned(),
            formats: formats.clone(),
            tally,
        })?;
        self.totals.add(&tally);
        self.files.push(LoadedFile {
            file: file.to_owned(),
            formats,
            tally,
        });
        Ok(())
    }

    /// Makes everything applied so far count, in one atomic step.
    pub fn commit(&mut self) -> Result<(), ImportError> {
        self.lengths.records = self.blocks.sync()?;
        self.lengths.keys = self.rows.sync()?;
        self.lengths.loads = self.loads.sync()?;
        self.lengths.quarantine = self.quarantine.sync()?;
        let payload = serde_json::to_string(&Payload {
            schema: SCHEMA_VERSION,
            lengths: self.lengths,
        })?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }

    /// Ends the load: last commit, merges, families.
    pub fn finish(
        mut self,
        mut stage: impl FnMut(&'static str),
    ) -> Result<(Tally, Vec<LoadedFile>, String), ImportError> {
        stage("committing");
        let at = (self.options.now)();
        self.loads.add(&LoadLine::Finished {
            load: self.load,
            at: at.clone(),
            tally: self.totals,
        })?;
        self.commit()?;
        stage("merging");
        let index = self.writer.index().clone();
        self.writer.wait_merging_threads()?;
        stage("deriving");
        crate::family::derive(&self.paths, &index)?;
        Ok((self.totals, self.files, at))
    }
}

/// What makes two broken pieces the same: place, reason and bytes.
fn same_piece(file: &str, offset: u64, code: &str, original: &[u8]) -> Digest {
    let mut bytes = format!("{file}\n{offset}\n{code}\n").into_bytes();
    bytes.extend_from_slice(original);
    digest(&bytes)
}

/// The places of all versions, the superseded ones marked.
fn places(document: &Document, current: &[Version]) -> Vec<(EntryRef, bool)> {
    let mut places: Vec<(EntryRef, bool)> = current.iter().map(|v| (v.place, false)).collect();
    for version in document.versions.all() {
        if !places.iter().any(|(place, _)| *place == version.place) {
            places.push((version.place, true));
        }
    }
    places
}
