//! `quanlian export`: every hit of a query to a file.

use super::{Data, QueryArguments, Usage};
use anyhow::Context;
use clap::Args;
use quanlian_corpus::export::{ExportFormat, ExportOptions};
use std::path::PathBuf;

/// Write all hits of a query to a file: jsonl (whole records), csv, xlsx, ris, bibtex, docdb.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    query: QueryArguments,
    /// jsonl, csv, xlsx, ris, bibtex or docdb
    #[arg(long)]
    format: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Columns of csv and xlsx, separated by commas
    #[arg(long, value_delimiter = ',')]
    fields: Vec<String>,
    /// The order
    #[arg(long, default_value = "relevance", allow_hyphen_values = true)]
    sort: String,
    /// Not more than so many
    #[arg(long)]
    limit: Option<u64>,
}

pub fn run(command: &Export) -> anyhow::Result<()> {
    let format = ExportFormat::from_name(&command.format).ok_or_else(|| {
        Usage(format!(
            "export.format: no format is called {}; there are jsonl, csv, xlsx, ris, bibtex, docdb",
            command.format
        ))
    })?;
    let corpus = command.data.open()?;
    // The file appears whole or not at all.
    let temporary = command.out.with_extension("part");
    let file =
        std::fs::File::create(&temporary).with_context(|| temporary.display().to_string())?;
    let options = ExportOptions {
        fields: command.fields.clone(),
        ..ExportOptions::default()
    };
    let out = Box::new(std::io::BufWriter::new(file));
    let count = corpus.export(
        &command.query.query,
        command.query.dialect(),
        &command.sort,
        command.limit,
        format,
        &options,
        out,
    );
    match count {
        Ok(count) => {
            std::fs::rename(&temporary, &command.out)?;
            println!("{count} documents written to {}", command.out.display());
            Ok(())
        }
        Err(error) => {
            let _ = std::fs::remove_file(&temporary);
            Err(error.into())
        }
    }
}
