//! `cargo xtask bench`: runs the benchmarks of the corpus and hands its arguments on.

use crate::run::{self, cargo};
use anyhow::Result;

/// Runs the example `bench` of the crate `corpus` with optimisation.
pub fn run(args: &[String]) -> Result<()> {
    run::check(
        cargo()
            .args(["run", "--release", "-p", "quanlian-corpus"])
            .args(["--example", "bench", "--"])
            .args(args),
    )
}
