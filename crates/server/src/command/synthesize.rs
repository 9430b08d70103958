//! `quanlian synthesize`: labelled synthetic records for load tests.

use anyhow::Context;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Write labelled synthetic records as JSON lines: Chinese and English, titles, abstracts, claims,
/// plausible classes, applicants of skewed sizes, families, citations. The same seed gives the same.
#[derive(Args)]
pub struct Synthesize {
    /// How many
    #[arg(long)]
    count: u64,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub fn run(command: &Synthesize) -> anyhow::Result<()> {
    let file =
        std::fs::File::create(&command.out).with_context(|| command.out.display().to_string())?;
    let mut out = std::io::BufWriter::with_capacity(1 << 20, file);
    for record in quanlian_corpus::synthesize::records(command.count, command.seed) {
        serde_json::to_writer(&mut out, &record)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    println!(
        "{} synthetic records written to {}",
        command.count,
        command.out.display()
    );
    Ok(())
}
