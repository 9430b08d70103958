//! `cargo xtask test`: every check of the house. A step that fails does not stop the later ones.
//!
//! The web part is built before the Rust tests, because the binary that they and the browser
//! tests run carries it. Everything in Rust is compiled in the release profile, so that the
//! dependencies are compiled once for demo, clippy and tests.

use crate::run::{self, Said, cargo, npm};
use crate::summary::{self, Counts, Outcome};
use crate::{browser, demo, generate, tidy, tools, web};
use anyhow::{Context, Result, bail};
use std::process::ExitCode;
use std::time::Instant;

/// What a step gives: its counts.
type Step = fn() -> Result<Counts>;

const STEPS: [(&str, Step); 9] = [
    ("fmt", || once(cargo().args(["fmt", "--all", "--check"]))),
    ("tidy", || tidy::run().map(|()| ONE)),
    ("web-check", || {
        web::install()?;
        once(&mut npm(&["run", "check"]))
    }),
    ("web-unit", || {
        web::install()?;
        tests(&mut npm(&["test"]))
    }),
    ("web-build", || web::build().map(|_| ONE)),
    ("clippy", || {
        once(
            cargo()
                .args(["clippy", "--workspace", "--all-targets", "--release"])
                .args(["--", "-D", "warnings"]),
        )
    }),
    ("rust", || {
        let counts = tests(cargo().args(["test", "--workspace", "--release", "--no-fail-fast"]))?;
        web::TESTED.store(true, std::sync::atomic::Ordering::Relaxed);
        Ok(counts)
    }),
    ("browser", in_browser),
    ("generated", || {
        generate::run(&["--check".to_owned()]).map(|()| ONE)
    }),
];

const ONE: Counts = Counts {
    passed: 1,
    failed: 0,
};

/// Runs all steps, or those named.
pub fn run(wanted: &[String]) -> ExitCode {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| STEPS.iter().all(|(step, _)| step != name))
    {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        eprintln!("xtask: no step `{unknown}`; steps are {}", names.join(", "));
        return ExitCode::from(2);
    }
    if let Err(error) = tools::check() {
        eprintln!("xtask: {error:#}\n0 passed, 1 failed");
        return ExitCode::FAILURE;
    }
    let mut outcomes = Vec::new();
    for (name, step) in STEPS {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        println!("\n── {name}");
        let begun = Instant::now();
        let (counts, problem) = match step() {
            Ok(counts) if counts.failed > 0 => (counts, Some("see above".to_owned())),
            Ok(counts) => (counts, None),
            Err(error) => {
                println!("{error:#}");
                let first = format!("{error:#}").lines().next().map(str::to_owned);
                let failed = Counts {
                    passed: 0,
                    failed: 1,
                };
                (failed, first)
            }
        };
        outcomes.push(Outcome {
            name,
            counts,
            time: begun.elapsed(),
            problem,
        });
    }
    let (table, total) = summary::table(&outcomes);
    print!("{table}");
    if total.failed == 0 && total.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A check without counts of its own: one passed or an error.
fn once(command: &mut std::process::Command) -> Result<Counts> {
    run::check(command).map(|()| ONE)
}

/// A test runner, its counts read from what it prints.
fn tests(command: &mut std::process::Command) -> Result<Counts> {
    let said = run::tee(command, |_| {})?;
    judged(&said).with_context(|| run::shown(command))
}

/// A runner that fails without a failed test, or passes without any, has failed.
fn judged(said: &Said) -> Result<Counts> {
    let mut counts = summary::counts(&said.text);
    if !said.success && counts.failed == 0 {
        counts.failed = 1;
    }
    if said.success && counts.passed == 0 {
        bail!("no test ran");
    }
    Ok(counts)
}

/// Serves a freshly imported bundled collection and walks through it in Chromium.
fn in_browser() -> Result<Counts> {
    let chromium = browser::chromium()?;
    web::install()?;
    web::build_all()?;
    let data = run::root().join("target/browser-test-data");
    let stamp = run::root().join("target/browser-test-data.stamp");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let _ = std::fs::remove_file(&stamp);
    demo::import(&data, &stamp)?;
    let (mut server, address) = demo::serve(&data, 0, false)?;
    let counts = tests(
        npm(&["run", "e2e"])
            .env("BASE_URL", address.trim_end_matches('/'))
            .env("CHROMIUM", chromium),
    );
    let _ = server.kill();
    let _ = server.wait();
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(success: bool, text: &str) -> Said {
        Said {
            success,
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_runner_that_breaks_has_failed_even_without_a_failed_test() {
        let broken = judged(&said(false, "error: could not compile")).unwrap();
        assert_eq!(broken.failed, 1);
        let fine = judged(&said(true, "test result: ok. 2 passed; 0 failed")).unwrap();
        assert_eq!(
            fine,
            Counts {
                passed: 2,
                failed: 0
            }
        );
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        assert!(judged(&said(true, "test result: ok. 0 passed; 0 failed")).is_err());
        assert!(judged(&said(true, "")).is_err());
    }
}
