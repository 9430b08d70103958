//! Files → archive and index: streaming, parallel, safe to kill at any moment.
//!
//! One thread cuts the sources into pieces, several turn pieces into prepared records, and one
//! applies them in the order of the sources, so that the same files give the same collection.
//! Nothing counts until a commit of the index vouches for it (see [`crate::archive`]).

mod applier;
mod pipeline;
mod retry;

pub use applier::{Entry, ImportError, Payload, open_index};
pub use retry::{RetryReport, retry};

use crate::archive::ledger::Tally;
use crate::read::source::Options as SourceOptions;
use quanlian_handbook::Date;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What an import is asked to do.
pub struct ImportOptions<'a> {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// How sources are read: mapping of tables, limits.
    pub source: SourceOptions,
    /// Gives the time as RFC 3339 in UTC; the corpus never reads the clock.
    pub now: &'a (dyn Fn() -> String + Sync),
    /// The day as of which legal states are derived.
    pub today: Date,
    /// Threads that turn pieces into records, and threads that index.
    pub threads: usize,
    /// Memory for the index writer, bytes.
    pub memory: usize,
    /// Called now and then.
    pub progress: &'a (dyn Fn(&Progress) + Sync),
    /// Commit at least so often.
    pub commit_every: Duration,
}

/// How far an import has come.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Progress {
    /// Bytes of all source files.
    pub bytes_total: u64,
    /// Bytes read so far.
    pub bytes_read: u64,
    /// The sum so far.
    pub tally: Tally,
    /// The file that is being applied.
    pub file: String,
    /// Seconds since the beginning.
    pub seconds: f64,
    /// What is being done: `reading`, `committing`, `merging`, `deriving`.
    pub stage: &'static str,
}

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The number of the load.
    pub load: u32,
    /// When it began and ended.
    pub started: String,
    /// When it ended.
    pub finished: String,
    /// The sum: `read = stored + superseded + unchanged + quarantined`.
    pub totals: Tally,
    /// Every file with its own sum.
    pub files: Vec<crate::archive::ledger::LoadedFile>,
    /// Documents in the collection now.
    pub documents: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// Imports into the collection in `data`, making it when it is not there.
pub fn import(data: &Path, options: &ImportOptions<'_>) -> Result<Report, ImportError> {
    pipeline::run(data, options)
}
