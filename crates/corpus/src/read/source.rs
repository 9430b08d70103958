//! From a path to items: walks folders, looks into containers, recognises files by content.

mod container;
mod leaf;
mod package;
mod recognise;
mod walk;
mod window;

pub use walk::{PlannedFile, plan};

use super::{Item, Mapping};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How to read a source.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The mapping of tables; `None`: proposed by the names of the columns.
    pub mapping: Option<Mapping>,
    /// The limits.
    pub limits: Limits,
    /// Counts the raw bytes read from files, for progress. An archive may be read a little more
    /// than once, and a refused file less than wholly.
    pub progress: Arc<AtomicU64>,
}

/// Limits that keep memory and time bounded on any input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one record; a longer one goes to quarantine with its head.
    pub record_bytes_max: usize,
    /// Most bytes of one table row, quoted line breaks included.
    pub row_bytes_max: usize,
    /// Most members of one archive.
    pub members_max: usize,
    /// How deep archives may be nested: 3 is a zip in a zip in a zip.
    pub nesting_max: usize,
    /// How many times its own size a file may unpack to, all members together …
    pub ratio_max: u64,
    /// … beyond this many bytes, which are always allowed.
    pub ratio_free_bytes: u64,
    /// Most bytes of a packed archive inside an archive: it is unpacked in memory.
    pub inner_archive_bytes_max: usize,
    /// Most bytes of a workbook, unpacked.
    pub workbook_bytes_max: u64,
    /// Most bytes of all parts of one e-filing package.
    pub package_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            record_bytes_max: 64 << 20,
            row_bytes_max: 16 << 20,
            members_max: 2_000_000,
            nesting_max: 3,
            ratio_max: 250,
            ratio_free_bytes: 256 << 20,
            inner_archive_bytes_max: 256 << 20,
            workbook_bytes_max: 512 << 20,
            package_bytes_max: 64 << 20,
        }
    }
}

/// Why a path cannot be opened at all.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {}: {detail}", path.display())]
pub struct OpenError {
    /// `read.open`.
    pub code: &'static str,
    /// The path.
    pub path: PathBuf,
    /// What the system says.
    pub detail: String,
}

impl OpenError {
    fn new(path: &Path, error: &std::io::Error) -> OpenError {
        OpenError {
            code: "read.open",
            path: path.to_owned(),
            detail: error.to_string(),
        }
    }
}

/// Opens a file or a folder (walked in sorted order) and yields its items in order.
///
/// The file is read on a thread of its own, a bounded number of items ahead; dropping the
/// iterator ends the thread.
///
/// # Errors
/// The path does not exist or cannot be read.
pub fn open(path: &Path, options: &Options) -> Result<Items, OpenError> {
    std::fs::metadata(path).map_err(|e| OpenError::new(path, &e))?;
    let (sender, receiver) = sync_channel(2);
    let (path, options) = (path.to_owned(), options.clone());
    let thread = std::thread::spawn(move || {
        let mut batch = Batch {
            items: Vec::new(),
            bytes: 0,
            sender,
        };
        // An error after the check above means the path vanished: nothing more to yield.
        let _ = visit(&path, &options, &mut |item| batch.push(item));
        batch.send();
    });
    Ok(Items {
        receiver: Some(receiver),
        batch: Vec::new().into_iter(),
        thread: Some(thread),
    })
}

/// Like [`open`], on the thread of the caller: `emit` gets each item and says whether to go on.
///
/// # Errors
/// The path does not exist or cannot be read.
pub fn visit(
    path: &Path,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> bool,
) -> Result<(), OpenError> {
    walk::visit(path, options, emit)
}

/// Like [`visit`], for bytes in memory, as if they stood in a file of that name.
pub fn visit_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> bool,
) {
    walk::visit_bytes(name, bytes, options, emit);
}

/// The items of a source, in order. See [`open`].
pub struct Items {
    receiver: Option<Receiver<Vec<Item>>>,
    batch: std::vec::IntoIter<Item>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.batch.next() {
                return Some(item);
            }
            self.batch = self.receiver.as_ref()?.recv().ok()?.into_iter();
        }
    }
}

impl Drop for Items {
    fn drop(&mut self) {
        self.receiver = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Items on their way, sent together to spare the threads.
struct Batch {
    items: Vec<Item>,
    bytes: usize,
    sender: SyncSender<Vec<Item>>,
}

impl Batch {
    fn push(&mut self, item: Item) -> bool {
        self.bytes += match &item {
            Item::Piece(piece) => piece.bytes.len(),
            Item::Broken(broken) => broken.bytes.len(),
            Item::Skipped { .. } => 0,
        } + 128;
        self.items.push(item);
        if self.bytes < 1 << 20 && self.items.len() < 512 {
            return true;
        }
        self.send()
    }

    fn send(&mut self) -> bool {
        self.bytes = 0;
        let items = std::mem::take(&mut self.items);
        items.is_empty() || self.sender.send(items).is_ok()
    }
}

/// A limit that a stream broke, carried through `std::io::Error`.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct Fault {
    pub code: &'static str,
    pub reason: String,
}

/// The code and the words for the error that ended a stream.
pub(super) fn fault_reason(error: &std::io::Error) -> (&'static str, String) {
    if let Some(fault) = error.get_ref().and_then(|e| e.downcast_ref::<Fault>()) {
        return (fault.code, fault.reason.clone());
    }
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => (
            "read.archive-truncated",
            "the archive ends too early".to_owned(),
        ),
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => (
            "read.archive-damaged",
            format!("the archive is damaged: {error}"),
        ),
        _ => ("read.io", format!("reading failed: {error}")),
    }
}

#[cfg(test)]
mod tests;
