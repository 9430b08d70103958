//! The binary: command line, HTTP and the embedded web part over one collection.

mod clock;
mod command;
mod http;

use clap::Parser;
use std::process::ExitCode;

/// The stack of every thread that reads or runs queries, in bytes. A query may nest
/// [`quanlian_corpus::query::error::MAX_DEPTH`] levels, and parser, compiler and search recurse;
/// only the part that is used takes memory.
pub const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let run = || command::run(command::Arguments::parse());
    match std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(run)
        .map(std::thread::JoinHandle::join)
    {
        Ok(Ok(code)) => code,
        // A panic has told its reason already.
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => {
            eprintln!("error server.thread: {error}");
            ExitCode::FAILURE
        }
    }
}
