//! The HTTP face: `/api/v1` over one open collection, its description, and the web part.

pub mod answer;
mod classes;
mod document;
mod export;
mod help;
mod loads;
mod numbers;
pub mod openapi;
mod page;
mod parameters;
mod problem;
mod router;
mod search;
mod status;
mod web;
mod work;

pub use router::router;

use quanlian_corpus::search::Corpus;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

/// Exports that run at the same time; they wait on slow readers, so they have places of their own.
const EXPORTS: usize = 8;

/// What every request works on.
pub struct App {
    corpus: Corpus,
    /// The name of the collection: the last part of its folder, never the whole path.
    name: String,
    begun: Instant,
    /// Places for work on the processor; the queue before them is fair.
    places: Arc<Semaphore>,
    /// Places for exports.
    exports: Arc<Semaphore>,
}

/// One [`App`], shared.
pub type Shared = Arc<App>;

impl App {
    /// An open collection made ready to be served.
    pub fn new(corpus: Corpus, name: String) -> Shared {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Arc::new(App {
            corpus,
            name,
            begun: Instant::now(),
            places: Arc::new(Semaphore::new(2 * cores)),
            exports: Arc::new(Semaphore::new(EXPORTS)),
        })
    }

    /// Takes up what another process imported; see [`Corpus::refresh`].
    pub fn refresh(&self) -> Result<bool, quanlian_corpus::search::CorpusError> {
        self.corpus.refresh()
    }
}
