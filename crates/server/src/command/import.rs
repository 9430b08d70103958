//! `quanlian import`: files and folders → collection, with progress and a reconciliation.

use super::{Data, Usage};
use crate::clock;
use anyhow::Context;
use clap::Args;
use quanlian_corpus::import::{ImportOptions, Progress, Report, import};
use quanlian_corpus::read::{Mapping, Options};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Read files or folders of patent documents into a collection. Formats are recognised by content:
/// Chinese office XML and e-filing packages, EP ST.36, US red book, SGML and green book, DOCDB,
/// OPS answers, gazette CSV, any CSV or XLSX (columns by name or by --mapping), JSON lines of our
/// own; plain, gzip, zip, tar. May be killed at any moment and run again.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the report as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Mapping of table columns to fields, TOML
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Threads; all cores when not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Memory for the index writer, MiB
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    memory: usize,
    /// Commit at least so often, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0, hide = true)]
    commit_every: f64,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(command: &Import) -> anyhow::Result<()> {
    for path in &command.paths {
        if !path.exists() {
            return Err(Usage(format!("import.source: {} does not exist", path.display())).into());
        }
    }
    let mapping = command
        .mapping
        .as_ref()
        .map(|path| -> anyhow::Result<Mapping> {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            toml::from_str(&text)
                .map_err(|e| Usage(format!("import.mapping: {}: {e}", path.display())).into())
        });
    let show = !command.quiet;
    let terminal = std::io::stderr().is_terminal();
    let options = ImportOptions {
        paths: command.paths.clone(),
        source: Options {
            mapping: mapping.transpose()?,
            ..Options::default()
        },
        now: &clock::now,
        today: clock::today(),
        threads: command
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from)),
        memory: command.memory << 20,
        progress: &|progress| {
            if show {
                print(progress, terminal);
            }
        },
        commit_every: Duration::try_from_secs_f64(command.commit_every)
            .map_err(|e| Usage(format!("import.commit-every: {e}")))?,
    };
    let report = import(&command.data.folder, &options)?;
    if terminal && show {
        eprintln!();
    }
    if let Some(path) = &command.report {
        std::fs::write(path, serde_json::to_vec_pretty(&report)?)
            .with_context(|| path.display().to_string())?;
    }
    summary(&report);
    Ok(())
}

/// Seconds after which a log file, which is no terminal, gets its next line.
const LOG_EVERY: u64 = 10;

fn print(progress: &Progress, terminal: bool) {
    static NEXT: AtomicU64 = AtomicU64::new(LOG_EVERY);
    if progress.stage != "reading" && !terminal {
        return;
    }
    if !terminal {
        let now = progress.seconds as u64;
        if now < NEXT.load(Ordering::Relaxed) {
            return;
        }
        NEXT.store(now + LOG_EVERY, Ordering::Relaxed);
    }
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let rate = mib(progress.bytes_read) / progress.seconds.max(0.001);
    let left = mib(progress.bytes_total.saturating_sub(progress.bytes_read)) / rate.max(0.001);
    let line = format!(
        "{}: {:.1} of {:.1} MiB, {} records, {:.1} MiB/s, {:.0} s left",
        progress.stage,
        mib(progress.bytes_read.min(progress.bytes_total)),
        mib(progress.bytes_total),
        progress.tally.read,
        rate,
        left
    );
    let mut out = std::io::stderr().lock();
    let _ = if terminal {
        write!(out, "\r\x1b[K{line}")
    } else {
        writeln!(out, "{line}")
    };
}

fn summary(report: &Report) {
    let t = &report.totals;
    println!(
        "load {}: read {} = stored {} + superseded {} + unchanged {} + quarantined {}",
        report.load, t.read, t.stored, t.superseded, t.unchanged, t.quarantined
    );
    if t.skipped > 0 {
        println!(
            "{} files are no patent documents and were passed over",
            t.skipped
        );
    }
    println!(
        "{} documents in the collection; {:.1} s",
        report.documents, report.seconds
    );
    if t.quarantined > 0 {
        println!("what could not be read: quanlian quarantine list --data DIR");
    }
}
