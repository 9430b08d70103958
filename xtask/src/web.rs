//! Builds the web part and the release binary that carries it.

use crate::run::{self, cargo, npm};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// The release binary.
pub fn binary() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || run::root().join("target"),
        |folder| run::root().join(PathBuf::from(folder)),
    );
    let name = format!("quanlian{}", std::env::consts::EXE_SUFFIX);
    target.join("release").join(name)
}

/// Installs the packages of `web/package-lock.json`, unless they are there.
pub fn install() -> Result<()> {
    let web = run::root().join("web");
    let lock = run::fingerprint(&[web.join("package-lock.json")])?;
    let stamp = web.join("node_modules/.quanlian-lock");
    if run::stamped(&stamp, &lock) {
        return Ok(());
    }
    run::check(&mut npm(&["ci"]))?;
    run::stamp(&stamp, &lock)
}

/// Builds `web/dist`, unless it is fresh. Returns whether it was built.
pub fn build() -> Result<bool> {
    let root = run::root();
    let web = root.join("web");
    let inputs = run::fingerprint(&[web.clone(), root.join("api")])?;
    let stamp = web.join("node_modules/.quanlian-dist");
    if run::stamped(&stamp, &inputs) && web.join("dist/index.html").is_file() {
        return Ok(false);
    }
    install()?;
    run::check(&mut npm(&["run", "build"]))?;
    run::stamp(&stamp, &inputs)?;
    Ok(true)
}

/// Builds the web part and the release binary side by side.
///
/// The binary embeds `web/dist` when its crate is compiled, which comes last. Should the web part
/// be ready only after that, the crate is compiled once more.
pub fn build_all(quiet_if_fresh: bool) -> Result<()> {
    let begun = Instant::now();
    if !quiet_if_fresh {
        println!("Building the web part and the binary; the first time takes some minutes.");
    }
    let web = std::thread::spawn(|| build().map(|built| (built, Instant::now())));
    let server_began: Arc<Mutex<Option<Instant>>> = Arc::default();
    let noted = server_began.clone();
    let said = run::tee(
        cargo().args(["build", "--release", "-p", "quanlian-server"]),
        move |line| {
            if line.contains("Compiling quanlian-server")
                && let Ok(mut noted) = noted.lock()
            {
                noted.get_or_insert_with(Instant::now);
            }
        },
    )?;
    let web = web.join().ok().context("the web build stopped")?;
    if !said.success {
        bail!("the binary could not be built, see above");
    }
    let (built, ready) = web.context("the web part could not be built")?;
    let began = server_began.lock().ok().and_then(|began| *began);
    if built && began.is_none_or(|began| began < ready) {
        println!("The web part is newer than the binary: putting it in.");
        embed()?;
    }
    println!("Built in {}.", run::spent(begun.elapsed()));
    Ok(())
}

/// Compiles the crate that embeds the web part once more.
fn embed() -> Result<()> {
    let main = run::root().join("crates/server/src/main.rs");
    std::fs::File::options()
        .append(true)
        .open(&main)
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .with_context(|| main.display().to_string())?;
    run::check(cargo().args(["build", "--release", "-p", "quanlian-server"]))
}
