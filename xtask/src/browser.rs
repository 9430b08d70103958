//! The browser of the tests: a Chromium that is there, or installed from Debian's packages.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const USUAL: [&str; 4] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
];

/// The path of a Chromium; installs one where that is allowed.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(named);
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is no file", path.display());
    }
    if let Some(path) = found() {
        return Ok(path);
    }
    if may_install() {
        println!("No Chromium here: installing Debian's.");
        let _ = Command::new("apt-get").arg("update").status();
        let _ = Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "--no-install-recommends"])
            .args(["chromium", "fonts-noto-cjk"])
            .status();
        if let Some(path) = found() {
            return Ok(path);
        }
    }
    bail!(
        "the browser tests need Chromium: `apt-get install chromium fonts-noto-cjk`, \
         or set CHROMIUM to the path of one"
    )
}

fn found() -> Option<PathBuf> {
    USUAL.iter().map(PathBuf::from).find(|path| path.is_file())
}

/// Only as root with apt-get at hand, or on a machine that says it is there for tests.
fn may_install() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let ci = std::env::var("CI").is_ok_and(|value| value == "true");
    (root || ci) && Path::new("/usr/bin/apt-get").is_file()
}
