//! `quanlian fsck`: re-derives everything from the primary record and compares.

use super::Data;
use crate::clock;
use clap::Args;
use quanlian_corpus::fsck::fsck;

/// Check that the collection is whole: every block and row, every document of the index against
/// the records, families and citation counts derived again.
#[derive(Args)]
pub struct Fsck {
    #[command(flatten)]
    data: Data,
    /// JSON instead of words
    #[arg(long)]
    json: bool,
}

pub fn run(command: &Fsck) -> anyhow::Result<()> {
    let report = fsck(&command.data.folder, clock::today())?;
    if command.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!(
            "{} blocks, {} versions, {} documents checked",
            report.blocks, report.versions, report.documents
        );
        for problem in &report.problems {
            println!("problem {problem}");
        }
    }
    if report.problems.is_empty() {
        if !command.json {
            println!("whole");
        }
        return Ok(());
    }
    anyhow::bail!("fsck.damaged: {} problems", report.problems.len())
}
