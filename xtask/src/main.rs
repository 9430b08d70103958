//! The tools of the house. `cargo xtask demo` shows it, `cargo xtask test` checks it.

mod bench;
mod browser;
mod demo;
mod generate;
mod run;
mod summary;
mod test;
mod tidy;
mod tools;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo [--port N] [--prepare]   Build everything, import the bundled collection, serve it on
                                127.0.0.1:8080 (the next free port if that is taken).
                                --prepare stops before serving.
  test [STEP…]                  Formatting, clippy, tests in Rust and in the web part, browser
                                tests, tidy, generated files. Ends with `N passed, N failed`.
                                With names of steps, only those.
  tidy                          The rules of the house alone (seconds, builds nothing).
  generate [--check]            Write api/openapi.json and the web client's types; with --check
                                only say whether they are fresh.
  bench [ARGS…]                 Speed, with the floor beside each figure in the same run.
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("demo") => demo::run(rest),
        Some("test") => return test::run(rest),
        Some("tidy") => tidy::run(),
        Some("generate") => generate::run(rest),
        Some("bench") => bench::run(rest),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
