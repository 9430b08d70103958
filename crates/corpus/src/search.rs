//! A collection open for reading: search, count, look up, explain, export.

mod collect;
mod compile;
pub mod detail;
pub mod facet;
pub mod hit;
mod literal;
mod marks;
mod output;
mod plan;
mod prefix;
pub mod request;
mod span_query;
mod spans;
pub mod synonym;
pub mod tree;
pub mod values;
mod xor_query;

pub use collect::{ResultUnit, Sort, SortKey};
pub use marks::{Concept, Mark};
pub use request::{Dialect, Request, Response};

use crate::archive::block::{BlockReader, EntryRef};
use crate::archive::ledger::{self, Load, Quarantined};
use crate::archive::{Lengths, Paths};
use crate::family::{self, Derived};
use crate::import::{Entry, ImportError, Payload, open_index};
use crate::index::Fields;
use crate::index::schema::{NUMBER, PLACES};
use crate::merge::merge;
use crate::query::error::QueryError;
use crate::query::field::Field as F;
use crate::record::Record;
use collect::Columns;
use compile::Compiler;
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::sync::{Arc, RwLock};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Executor, Index, IndexReader, ReloadPolicy, Searcher, Term};

/// Why a collection cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The query is wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The cursor belongs to an earlier state of the collection, or is none.
    #[error(
        "search.cursor: the cursor is not of this collection as it is now; ask again without it"
    )]
    Cursor,
    /// A value of the request is wrong.
    #[error("search.request: {0}")]
    Request(String),
    /// There is no collection.
    #[error("corpus.missing: {0} holds no collection; import something into it first")]
    Missing(String),
    /// Files of the collection cannot be read.
    #[error("corpus.io: {0}")]
    Io(#[from] io::Error),
    /// The index fails.
    #[error("corpus.index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The collection is of another version, or locked.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// No document has this number.
    #[error("search.not-found: no document of the collection has the number {0}")]
    NotFound(String),
    /// An export cannot be written.
    #[error("{code}: {0}", code = .0.code())]
    Export(crate::export::ExportError),
    /// A stored record cannot be read.
    #[error("corpus.record: {0}")]
    Record(#[from] serde_json::Error),
}

/// One state of the collection, as a commit left it.
#[derive(Clone)]
pub struct State {
    /// The index.
    pub searcher: Searcher,
    /// Families and citations.
    pub derived: Arc<Derived>,
    /// Columns that every list needs.
    columns: Arc<Vec<Columns>>,
    /// Lengths of the archive.
    pub lengths: Lengths,
    /// The commit.
    pub opstamp: u64,
}

/// A collection open for reading.
pub struct Corpus {
    paths: Paths,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    archive: BlockReader,
    executor: Executor,
    state: RwLock<State>,
}

/// A layer of a document: one source's record and where it came from.
pub struct Layer {
    /// The entry of the archive.
    pub entry: Entry,
    /// False for a version that another one superseded.
    pub current: bool,
}

impl Corpus {
    /// Opens the collection in a data folder.
    pub fn open(data: &Path) -> Result<Corpus, CorpusError> {
        let paths = Paths::new(data);
        if !paths.index().join("meta.json").exists() {
            return Err(CorpusError::Missing(data.display().to_string()));
        }
        let (index, fields) = open_index(&paths, false)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let archive = BlockReader::open(&paths.records())?;
        let state = RwLock::new(Corpus::load_state(&paths, &index, &reader)?);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let executor = Executor::multi_thread(threads, "facets-")?;
        Ok(Corpus {
            paths,
            index,
            fields,
            reader,
            archive,
            executor,
            state,
        })
    }

    fn load_state(
        paths: &Paths,
        index: &Index,
        reader: &IndexReader,
    ) -> Result<State, CorpusError> {
        reader.reload()?;
        let opstamp = index.load_metas()?.opstamp;
        let searcher = reader.searcher();
        Ok(State {
            columns: Arc::new(Columns::open(&searcher)?),
            searcher,
            derived: Arc::new(family::load_or_derive(paths, index)?),
            lengths: Payload::of(index)?.lengths,
            opstamp,
        })
    }

    /// Takes up what was committed since; true when there was something.
    pub fn refresh(&self) -> Result<bool, CorpusError> {
        if self.index.load_metas()?.opstamp == self.state().opstamp {
            return Ok(false);
        }
        let fresh = Corpus::load_state(&self.paths, &self.index, &self.reader)?;
        if let Ok(mut state) = self.state.write() {
            *state = fresh;
        }
        Ok(true)
    }

    /// The state at this moment; hold it for one whole request.
    pub fn state(&self) -> State {
        match self.state.read() {
            Ok(state) => state.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Runs the segments of one heavy count side by side.
    fn executor(&self) -> &Executor {
        &self.executor
    }

    /// Documents in the collection.
    pub fn documents(&self) -> u64 {
        self.state().searcher.num_docs()
    }

    /// Bytes of the index and of the archive on disk.
    pub fn bytes(&self) -> io::Result<(u64, u64)> {
        let sum = |folder: std::path::PathBuf| -> io::Result<u64> {
            let mut total = 0;
            for entry in std::fs::read_dir(folder)? {
                total += entry?.metadata()?.len();
            }
            Ok(total)
        };
        Ok((sum(self.paths.index())?, sum(self.paths.archive())?))
    }

    /// All loads.
    pub fn loads(&self) -> Result<Vec<Load>, CorpusError> {
        Ok(ledger::loads(&self.paths, self.state().lengths.loads)?)
    }

    /// Everything in quarantine.
    pub fn quarantine(&self) -> Result<Vec<Quarantined>, CorpusError> {
        Ok(ledger::quarantine(
            &self.paths,
            self.state().lengths.quarantine,
        )?)
    }

    /// The index fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Runs with a compiler for one state.
    fn with_compiler<T>(&self, state: &State, run: impl FnOnce(&Compiler<'_>) -> T) -> T {
        let find = |wanted: &[(F, String)]| self.numbers_of(state, wanted).unwrap_or_default();
        let compiler = Compiler {
            fields: &self.fields,
            derived: &state.derived,
            synonyms: &synonym::of,
            find: &find,
            warnings: RefCell::new(Vec::new()),
        };
        run(&compiler)
    }

    /// Numbers of the documents that have any of some exact values.
    fn numbers_of(&self, state: &State, wanted: &[(F, String)]) -> tantivy::Result<Vec<u32>> {
        let mut out = Vec::new();
        for (field, value) in wanted {
            let Some(index_field) = self.fields.get(*field) else {
                continue;
            };
            let query = TermQuery::new(
                Term::from_field_text(index_field, value),
                IndexRecordOption::Basic,
            );
            for address in state.searcher.search(&query, &DocSetCollector)? {
                out.push(self.number_at(state, address)?);
            }
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    fn number_at(&self, state: &State, address: DocAddress) -> tantivy::Result<u32> {
        let column = state
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields()
            .u64(NUMBER)?;
        Ok(column.first(address.doc_id).unwrap_or(0) as u32)
    }

    /// Where the index has the documents of some numbers.
    pub fn addresses(
        &self,
        state: &State,
        numbers: &[u32],
    ) -> Result<Vec<(u32, DocAddress)>, CorpusError> {
        let mut out = Vec::with_capacity(numbers.len());
        for number in numbers {
            let query = TermQuery::new(
                Term::from_field_u64(self.fields.number, u64::from(*number)),
                IndexRecordOption::Basic,
            );
            let found = state.searcher.search(&query, &DocSetCollector)?;
            out.extend(found.into_iter().map(|address| (*number, address)));
        }
        Ok(out)
    }

    /// All documents that a written number may mean, best reading first.
    pub fn find_number(&self, text: &str) -> Result<Vec<(u32, DocAddress)>, CorpusError> {
        let state = self.state();
        let key = TermQuery::new(
            Term::from_field_text(self.fields.key, text),
            IndexRecordOption::Basic,
        );
        let exact = state.searcher.search(&key, &DocSetCollector)?;
        let same = self.numbers_of(&state, &[(F::Pn, text.to_owned())])?;
        // A number without kind may be a document of its own and the stem of others: show all.
        if let Some(address) = exact.into_iter().next().filter(|_| same.len() <= 1) {
            return Ok(vec![(self.number_at(&state, address)?, address)]);
        }
        if let Some(found) = self.find_reading(&state, text)? {
            return Ok(found);
        }
        // A number without its office: whatever office of the collection has it.
        let mut out = Vec::new();
        if !text.trim_start().starts_with(|c: char| c.is_alphabetic()) {
            for office in self.offices(&state)? {
                out.extend(
                    self.find_reading(&state, &format!("{office}{}", text.trim()))?
                        .unwrap_or_default(),
                );
            }
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    fn find_reading(
        &self,
        state: &State,
        text: &str,
    ) -> Result<Option<Vec<(u32, DocAddress)>>, CorpusError> {
        let reading = values::number(text);
        if reading.prefix.is_some() {
            return Ok(None);
        }
        for wanted in [reading.terms(F::Pn), reading.terms(F::Ap)] {
            let numbers = self.numbers_of(state, &wanted)?;
            if !numbers.is_empty() {
                return self.addresses(state, &numbers).map(Some);
            }
        }
        Ok(None)
    }

    /// The offices that have published anything in the collection.
    fn offices(&self, state: &State) -> Result<Vec<String>, CorpusError> {
        let mut offices = std::collections::BTreeSet::new();
        for segment in state.searcher.segment_readers() {
            if let Some(column) = segment.fast_fields().str("pc")? {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    offices.insert(String::from_utf8_lossy(stream.key()).into_owned());
                }
            }
        }
        Ok(offices.into_iter().collect())
    }

    fn places(
        &self,
        state: &State,
        address: DocAddress,
    ) -> Result<Vec<(EntryRef, bool)>, CorpusError> {
        let column = state
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields()
            .u64(PLACES)?;
        Ok(column
            .values_for_doc(address.doc_id)
            .map(|v| (EntryRef(v >> 1), v & 1 == 0))
            .collect())
    }

    /// All layers and versions of a document, the current ones first, in the order of trust.
    pub fn layers(&self, state: &State, address: DocAddress) -> Result<Vec<Layer>, CorpusError> {
        let places = self.places(state, address)?;
        places
            .into_iter()
            .map(|(place, current)| {
                let entry = serde_json::from_slice(&self.archive.entry(place)?)?;
                Ok(Layer { entry, current })
            })
            .collect()
    }

    /// The merged record of a document, with its key.
    pub fn record(
        &self,
        state: &State,
        address: DocAddress,
    ) -> Result<(String, Record), CorpusError> {
        let mut key = String::new();
        let mut records = Vec::new();
        for (place, current) in self.places(state, address)? {
            if current {
                let entry: Entry = serde_json::from_slice(&self.archive.entry(place)?)?;
                key = entry.key;
                records.push(entry.record);
            }
        }
        let record = merge(records).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "a document without a layer")
        })?;
        Ok((key, record))
    }

    /// How many documents fulfil a compiled query.
    fn count(&self, state: &State, query: &dyn Query) -> Result<u64, CorpusError> {
        Ok(state.searcher.search(query, &Count)? as u64)
    }
}
