//! `quanlian quarantine`: what could not be read, with the original bytes, and a second try.

use super::{Data, Usage};
use crate::clock;
use clap::{Args, Subcommand};
use quanlian_corpus::archive::ledger::from_hex;
use quanlian_corpus::import::retry;
use std::io::Write;

/// List, show and retry what could not be read.
#[derive(Args)]
pub struct Quarantine {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// One line for each piece: id, code, file, line, reason
    List {
        #[command(flatten)]
        data: Data,
    },
    /// The original bytes of one piece, with its reason
    Show {
        #[command(flatten)]
        data: Data,
        /// Its id, as `list` prints it
        id: String,
    },
    /// Read the pieces again, after an update of the program
    Retry {
        #[command(flatten)]
        data: Data,
        /// Ids; all when none is given
        ids: Vec<String>,
    },
}

pub fn run(command: &Quarantine) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match &command.action {
        Action::List { data } => {
            for piece in data.open()?.quarantine()? {
                writeln!(
                    out,
                    "{}\t{}\t{}:{}\t{}",
                    piece.id, piece.code, piece.file, piece.line, piece.reason
                )?;
            }
        }
        Action::Show { data, id } => {
            let all = data.open()?.quarantine()?;
            let piece = all.iter().find(|p| p.id == *id).ok_or_else(|| {
                Usage(format!(
                    "quarantine.unknown: nothing in quarantine is called {id}"
                ))
            })?;
            eprintln!(
                "{} {} {} byte {} line {}: {}",
                piece.id, piece.code, piece.file, piece.offset, piece.line, piece.reason
            );
            out.write_all(&from_hex(&piece.original))?;
        }
        Action::Retry { data, ids } => {
            let report = retry(&data.folder, ids, &clock::now, clock::today())?;
            writeln!(
                out,
                "{} tried, {} read now, {} still in quarantine",
                report.tried,
                report.read,
                report.tried - report.read
            )?;
        }
    }
    Ok(())
}
