//! Builds the web part and the release binary that carries it.

use crate::run::{self, cargo, npm};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
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
/// be ready only after that, or newer than what the binary holds, the crate is compiled again.
pub fn build_all() -> Result<()> {
    if TESTED.load(Ordering::Relaxed) && binary().is_file() {
        return Ok(());
    }
    let begun = Instant::now();
    if !binary().is_file() {
        println!("Building the web part and the binary; the first time takes some minutes.");
    }
    let web = std::thread::spawn(|| build().map(|_| Instant::now()));
    let progress = Arc::new(Mutex::new(Progress {
        begun,
        shown: begun,
        crates: 0,
        server_began: None,
    }));
    let noted = progress.clone();
    let said = run::tee(
        cargo().args(["build", "--release", "-p", "quanlian-server"]),
        move |line| {
            if let Ok(mut progress) = noted.lock() {
                progress.line(line);
            }
        },
    )?;
    let web = web.join().ok().context("the web build stopped")?;
    if !said.success {
        bail!("the binary could not be built, see above");
    }
    let ready = web.context("the web part could not be built")?;
    let began = progress.lock().ok().and_then(|it| it.server_began);
    let dist = run::fingerprint(&[run::root().join("web/dist")])?;
    let stamp = binary().with_extension("web");
    if !run::stamped(&stamp, &dist) {
        if began.is_none_or(|began| began < ready) {
            println!("The web part is newer than the binary: putting it in.");
            embed()?;
        }
        run::stamp(&stamp, &dist)?;
    }
    println!("Built in {}.", run::spent(begun.elapsed()));
    Ok(())
}

/// Set once the Rust tests have built the binary with the web part in it: building it again by
/// itself would compile the dependencies a second time with other features.
pub static TESTED: AtomicBool = AtomicBool::new(false);

/// Builds the binary, unless the tests of this run have done so.
pub fn build_binary() -> Result<()> {
    if TESTED.load(Ordering::Relaxed) && binary().is_file() {
        return Ok(());
    }
    run::check(cargo().args(["build", "--release", "-p", "quanlian-server"]))
}

/// How far the compiler is, said every half minute.
struct Progress {
    begun: Instant,
    shown: Instant,
    crates: u32,
    server_began: Option<Instant>,
}

impl Progress {
    /// Takes a line that cargo prints.
    fn line(&mut self, line: &str) {
        if !line.contains("Compiling ") {
            return;
        }
        self.crates += 1;
        if line.contains("Compiling quanlian-server") {
            self.server_began.get_or_insert_with(Instant::now);
        }
        if self.shown.elapsed().as_secs() >= 30 {
            self.shown = Instant::now();
            println!(
                "   … {} crates begun, {} so far",
                self.crates,
                run::spent(self.begun.elapsed())
            );
        }
    }
}

/// Compiles the crate that embeds the web part once more.
fn embed() -> Result<()> {
    let main = run::root().join("crates/server/src/main.rs");
    std::fs::File::options()
        .append(true)
        .open(&main)
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .with_context(|| main.display().to_string())?;
    build_binary()
}
