//! The binary: command line, HTTP and the embedded web part over one collection.

mod clock;
mod command;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(command::Arguments::parse())
}
