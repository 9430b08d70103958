//! The command line: one file per command, errors on standard error with a code, exit 0, 1 or 2.

mod export;
mod fsck;
mod import;
mod openapi;
mod quarantine;
mod search;
mod serve;
mod show;
mod synthesize;

use clap::{Args, Parser, Subcommand};
use quanlian_corpus::search::{Corpus, CorpusError, Dialect};
use std::path::PathBuf;
use std::process::ExitCode;

/// An intellectual-property office in one program: import patent documents of any office, search
/// them exactly in Chinese and English, and serve the collection in the browser.
#[derive(Parser)]
#[command(
    name = "quanlian",
    version,
    after_help = "Exit codes: 0 done (also when nothing is found), 1 failure, 2 wrong usage.\nEvery error begins with a code; docs/errors.md lists them all."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read files or folders of patent documents into a collection
    Import(import::Import),
    /// Search a collection
    Search(search::Search),
    /// Show one document, by its number in any form
    Show(show::Show),
    /// Write all hits of a query to a file
    Export(export::Export),
    /// List, show and retry what could not be read
    Quarantine(quarantine::Quarantine),
    /// Check that the collection is whole and that everything derived follows from the records
    Fsck(fsck::Fsck),
    /// Serve the collection over HTTP, with the web part
    Serve(serve::Serve),
    /// Print the description of the HTTP API (OpenAPI 3.1, JSON)
    Openapi,
    /// Write labelled synthetic records for load tests
    Synthesize(synthesize::Synthesize),
}

/// The collection to work on.
#[derive(Args)]
pub struct Data {
    /// Folder of the collection
    #[arg(long = "data", value_name = "DIR")]
    pub folder: PathBuf,
}

impl Data {
    fn open(&self) -> Result<Corpus, CorpusError> {
        Corpus::open(&self.folder)
    }
}

/// Query and dialect.
#[derive(Args)]
pub struct QueryArguments {
    /// The query, for example '石墨烯 AND 电池' or 'TI=(lithium 3W battery)'; '*' is everything
    pub query: String,
    /// Query language: our own (CNIPA and EPOQUE family) or CQL as OPS and Espacenet use it
    #[arg(long, default_value = "quanlian", value_parser = ["quanlian", "cql"])]
    pub dialect: String,
}

impl QueryArguments {
    fn dialect(&self) -> Dialect {
        if self.dialect == "cql" {
            Dialect::Cql
        } else {
            Dialect::Quanlian
        }
    }
}

/// Runs what was asked.
pub fn run(arguments: Arguments) -> ExitCode {
    let result = match arguments.command {
        Command::Import(command) => import::run(&command),
        Command::Search(command) => search::run(&command),
        Command::Show(command) => show::run(&command),
        Command::Export(command) => export::run(&command),
        Command::Quarantine(command) => quarantine::run(&command),
        Command::Fsck(command) => fsck::run(&command),
        Command::Serve(command) => serve::run(&command),
        Command::Openapi => openapi::run(),
        Command::Synthesize(command) => synthesize::run(&command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// A mistake of whoever called: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

fn report(error: &anyhow::Error) -> ExitCode {
    if let Some(CorpusError::Query(query)) = error.downcast_ref::<CorpusError>() {
        eprintln!("error {query}");
        eprintln!("      {}", query.message_zh);
        if let Some(proposal) = &query.proposal {
            eprintln!("      try: {proposal}");
        }
        return ExitCode::from(2);
    }
    eprintln!("error {error:#}");
    let usage = error.downcast_ref::<Usage>().is_some()
        || matches!(
            error.downcast_ref::<CorpusError>(),
            Some(CorpusError::Request(_))
        );
    ExitCode::from(if usage { 2 } else { 1 })
}
