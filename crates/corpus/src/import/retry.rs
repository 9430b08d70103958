//! A second try at what lies in quarantine.

use super::applier::{Applied, Applier, ImportError, Outcome};
use super::pipeline::prepare;
use super::{ImportOptions, Progress};
use crate::archive::ledger::{self, from_hex};
use crate::archive::{Lengths, Paths};
use crate::read::{Item, Options, Piece};
use quanlian_handbook::Date;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// What a retry did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RetryReport {
    /// Pieces that were tried.
    pub tried: u64,
    /// Pieces that could be read now.
    pub read: u64,
}

/// Reads the pieces of some ids again (all, when there is none), as a load of its own.
pub fn retry(
    data: &Path,
    ids: &[String],
    now: &(dyn Fn() -> String + Sync),
    today: Date,
) -> Result<RetryReport, ImportError> {
    let paths = Paths::new(data);
    let lengths: Lengths = {
        let (index, _) = super::open_index(&paths, false)?;
        super::Payload::of(&index)?.lengths
    };
    let held = ledger::quarantine(&paths, lengths.quarantine)?;
    if let Some(unknown) = ids.iter().find(|id| !held.iter().any(|q| q.id == **id)) {
        return Err(ImportError::Source(format!(
            "nothing in quarantine is called {unknown}"
        )));
    }
    let options = ImportOptions {
        paths: vec![paths.quarantine()],
        source: Options::default(),
        now,
        today,
        threads: 1,
        memory: 128 << 20,
        progress: &|_: &Progress| {},
        commit_every: Duration::from_secs(600),
    };
    let mut applier = Applier::open(data, &options)?;
    let preparer = applier.preparer();
    let mut report = RetryReport::default();
    for broken in held
        .into_iter()
        .filter(|q| ids.is_empty() || ids.contains(&q.id))
    {
        report.tried += 1;
        let Some(kind) = broken.kind.filter(|_| !broken.truncated) else {
            continue;
        };
        let piece = Piece {
            file: broken.file.as_str().into(),
            offset: broken.offset,
            line: broken.line,
            kind,
            bytes: from_hex(&broken.original),
        };
        let applied: Applied = prepare(Item::Piece(piece), &preparer);
        if let Outcome::Records(_) = applied.outcome {
            applier.apply(applied)?;
            applier.resolved(&broken.id)?;
            report.read += 1;
        }
    }
    applier.file_done("quarantine", 0)?;
    applier.finish(|_| {})?;
    Ok(report)
}
