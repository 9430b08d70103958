//! `cargo xtask generate`: files that are made from the code and committed.

use crate::run::{self, command, npm};
use crate::web;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The description of the HTTP API.
const OPENAPI: &str = "api/openapi.json";
/// The types of the web client, made from it.
const SCHEMA: &str = "web/src/api/schema.ts";

/// Writes the files, or with `--check` says which are not fresh and leaves them as they were.
pub fn run(args: &[String]) -> Result<()> {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => bail!("generate takes nothing but --check"),
    };
    web::build_binary()?;
    web::install()?;
    let before: Vec<(PathBuf, Option<Vec<u8>>)> = [OPENAPI, SCHEMA]
        .into_iter()
        .map(|path| {
            let path = run::root().join(path);
            let content = std::fs::read(&path).ok();
            (path, content)
        })
        .collect();
    let written = write();
    if !check {
        return written;
    }
    let mut stale = Vec::new();
    for (path, old) in &before {
        let new = std::fs::read(path).ok();
        if new != *old {
            let shown = path.strip_prefix(run::root()).unwrap_or(path);
            stale.push(shown.display().to_string());
            match old {
                Some(old) => std::fs::write(path, old)?,
                None => std::fs::remove_file(path)?,
            }
        }
    }
    written?;
    if stale.is_empty() {
        println!("Generated files are fresh.");
        return Ok(());
    }
    bail!(
        "not fresh: {}; run `cargo xtask generate` and commit",
        stale.join(", ")
    )
}

fn write() -> Result<()> {
    let output = command(web::binary(), "")
        .arg("openapi")
        .output()
        .context("the binary could not be started")?;
    if !output.status.success() || !output.stdout.starts_with(b"{") {
        bail!(
            "`quanlian openapi` gave no document: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let path = run::root().join(OPENAPI);
    let mut document = output.stdout;
    while document.last().is_some_and(u8::is_ascii_whitespace) {
        document.pop();
    }
    document.push(b'\n');
    run::stamp(&path, &String::from_utf8(document)?)?;
    run::check(&mut npm(&["run", "generate"]))
}
