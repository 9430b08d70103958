//! Threads and order: one cuts, several prepare, one applies in the order of the sources.

use super::applier::{Applied, Applier, ImportError, Outcome};
use super::{ImportOptions, Progress, Report};
use crate::index::Preparer;
use crate::read::source::{self, PlannedFile};
use crate::read::{self, Broken, Item, PieceKind};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Items of one batch at most.
const BATCH_ITEMS: usize = 64;
/// Bytes of one batch, roughly.
const BATCH_BYTES: usize = 512 << 10;
/// Batches under way at once: bounds the memory.
const BATCHES_MAX: usize = 24;
/// Bytes of an original kept in quarantine; what is longer cannot be retried from there.
const ORIGINAL_BYTES_MAX: usize = 4 << 20;

/// What goes from the cutter to the workers.
struct Batch {
    sequence: u64,
    work: Work,
}

enum Work {
    Items(Vec<Item>),
    FileDone { file: String, bytes: u64 },
}

/// What comes out.
enum Done {
    Applied(Vec<Applied>),
    FileDone { file: String, bytes: u64 },
}

pub fn run(data: &Path, options: &ImportOptions<'_>) -> Result<Report, ImportError> {
    let begun = Instant::now();
    let plan = source::plan(&options.paths).map_err(|e| ImportError::Source(e.to_string()))?;
    let bytes_total = plan.iter().map(|file| file.bytes).sum();
    let mut applier = Applier::open(data, options)?;
    let (load, started) = applier.load();
    let started = started.to_owned();
    let stop = AtomicBool::new(false);
    let progress = |applier: &Applier<'_>, file: &str, stage: &'static str| {
        let mut tally = applier.totals;
        tally.add(&applier.current);
        (options.progress)(&Progress {
            bytes_total,
            bytes_read: options.source.progress.load(Ordering::Relaxed),
            tally,
            file: file.to_owned(),
            seconds: begun.elapsed().as_secs_f64(),
            stage,
        });
    };
    std::thread::scope(|scope| -> Result<(), ImportError> {
        let (to_workers, work) = sync_channel::<Batch>(BATCHES_MAX);
        let (to_applier, done) = channel::<(u64, Done)>();
        let (tokens_out, tokens_in) = sync_channel::<()>(BATCHES_MAX);
        let work = Arc::new(Mutex::new(work));
        for _ in 0..options.threads.max(1) {
            let (work, to_applier, preparer) =
                (Arc::clone(&work), to_applier.clone(), applier.preparer());
            scope.spawn(move || worker(&work, &to_applier, &preparer));
        }
        drop(to_applier);
        drop(work);
        let stop = &stop;
        scope.spawn(move || cut(&plan, options, &to_workers, &tokens_out, stop));
        let result = apply(&mut applier, &done, &tokens_in, options, &progress);
        if result.is_err() {
            stop.store(true, Ordering::Relaxed);
            drop(tokens_in);
            drop(done);
        }
        result
    })?;
    let documents = applier.documents();
    progress(&applier, "", "committing");
    let (totals, files, finished) = applier.finish(|stage| {
        (options.progress)(&Progress {
            bytes_total,
            bytes_read: bytes_total,
            stage,
            seconds: begun.elapsed().as_secs_f64(),
            ..Progress::default()
        });
    })?;
    Ok(Report {
        load,
        started,
        finished,
        totals,
        files,
        documents,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

/// Cuts the sources into batches, in order.
fn cut(
    plan: &[PlannedFile],
    options: &ImportOptions<'_>,
    out: &SyncSender<Batch>,
    tokens: &SyncSender<()>,
    stop: &AtomicBool,
) {
    let mut sequence = 0;
    let mut send = |work: Work| -> bool {
        let sent = !stop.load(Ordering::Relaxed)
            && tokens.send(()).is_ok()
            && out.send(Batch { sequence, work }).is_ok();
        sequence += 1;
        sent
    };
    for file in plan {
        let name = file.path.display().to_string();
        let mut items = Vec::new();
        let mut bytes = 0;
        match source::open(&file.path, &options.source) {
            Ok(stream) => {
                for item in stream {
                    bytes += size_of(&item);
                    items.push(item);
                    if items.len() >= BATCH_ITEMS || bytes >= BATCH_BYTES {
                        if !send(Work::Items(std::mem::take(&mut items))) {
                            return;
                        }
                        bytes = 0;
                    }
                }
            }
            Err(error) => items.push(Item::Broken(Broken {
                file: name.as_str().into(),
                offset: 0,
                line: 0,
                code: error.code,
                reason: error.to_string(),
                bytes: Vec::new(),
                truncated: false,
            })),
        }
        if !items.is_empty() && !send(Work::Items(items)) {
            return;
        }
        if !send(Work::FileDone {
            file: name,
            bytes: file.bytes,
        }) {
            return;
        }
    }
}

fn size_of(item: &Item) -> usize {
    match item {
        Item::Piece(piece) => piece.bytes.len(),
        Item::Broken(broken) => broken.bytes.len(),
        Item::Skipped { .. } => 0,
    }
}

fn worker(work: &Mutex<Receiver<Batch>>, out: &Sender<(u64, Done)>, preparer: &Preparer) {
    loop {
        let batch = match work.lock() {
            Ok(receiver) => receiver.recv(),
            Err(_) => return,
        };
        let Ok(batch) = batch else { return };
        let done = match batch.work {
            Work::FileDone { file, bytes } => Done::FileDone { file, bytes },
            Work::Items(items) => Done::Applied(
                items
                    .into_iter()
                    .map(|item| prepare(item, preparer))
                    .collect(),
            ),
        };
        if out.send((batch.sequence, done)).is_err() {
            return;
        }
    }
}

pub(super) fn prepare(item: Item, preparer: &Preparer) -> Applied {
    let piece = match item {
        Item::Skipped { file, .. } => {
            return Applied {
                offset: 0,
                line: 0,
                file,
                outcome: Outcome::Skipped,
            };
        }
        Item::Broken(broken) => {
            let outcome = Outcome::Broken {
                code: broken.code.to_owned(),
                reason: broken.reason,
                original: broken.bytes,
                truncated: broken.truncated,
                kind: None,
            };
            return Applied {
                offset: broken.offset,
                line: broken.line,
                file: broken.file,
                outcome,
            };
        }
        Item::Piece(piece) => piece,
    };
    let broken = |code: &str, reason: String| Outcome::Broken {
        code: code.to_owned(),
        reason,
        original: piece.bytes[..piece.bytes.len().min(ORIGINAL_BYTES_MAX)].to_vec(),
        truncated: piece.bytes.len() > ORIGINAL_BYTES_MAX,
        kind: (piece.kind != PieceKind::Unknown).then(|| piece.kind.clone()),
    };
    // A reader must not panic; if one does all the same, the piece goes to quarantine and the
    // import goes on.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        read::parse(&piece).map(|records| {
            records
                .into_iter()
                .map(|record| preparer.prepare(record))
                .collect::<Result<Vec<_>, _>>()
        })
    }));
    let outcome = match read {
        Err(_) => broken(
            "read.panic",
            "the reader failed on this piece; please report it with the original".to_owned(),
        ),
        Ok(Err(error)) => broken(error.code, error.detail),
        Ok(Ok(Err(error))) => broken("read.not-json", error.to_string()),
        Ok(Ok(Ok(records))) if records.is_empty() => {
            broken("read.no-record", "holds no patent document".to_owned())
        }
        Ok(Ok(Ok(records))) => match records.iter().find(|r| r.key.is_empty()) {
            Some(_) => broken(
                "read.no-publication-number",
                "no usable publication or application number".to_owned(),
            ),
            None => Outcome::Records(records),
        },
    };
    Applied {
        offset: piece.offset,
        line: piece.line,
        file: piece.file,
        outcome,
    }
}

fn apply(
    applier: &mut Applier<'_>,
    done: &Receiver<(u64, Done)>,
    tokens: &Receiver<()>,
    options: &ImportOptions<'_>,
    progress: &dyn Fn(&Applier<'_>, &str, &'static str),
) -> Result<(), ImportError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut committed = Instant::now();
    let mut shown = Instant::now();
    while let Ok((sequence, result)) = done.recv() {
        waiting.insert(sequence, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            match result {
                Done::FileDone { file, bytes } => {
                    applier.file_done(&file, bytes)?;
                    progress(applier, &file, "reading");
                }
                Done::Applied(all) => {
                    for applied in all {
                        if shown.elapsed() >= Duration::from_millis(500) {
                            progress(applier, &applied.file, "reading");
                            shown = Instant::now();
                        }
                        applier.apply(applied)?;
                    }
                }
            }
            let _ = tokens.recv();
            if committed.elapsed() >= options.commit_every {
                applier.commit()?;
                committed = Instant::now();
            }
        }
    }
    Ok(())
}
