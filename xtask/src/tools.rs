//! Looks for the programs that the house needs and says exactly what to install.

use anyhow::{Result, bail};
use std::process::Command;

/// Rust, Node with npm and a C compiler, or what to do about them.
pub fn check() -> Result<()> {
    let mut missing = Vec::new();
    let rust = version("rustc", "--version");
    match rust.as_deref().and_then(numbers) {
        Some((major, minor)) if (major, minor) >= (1, 95) => {}
        found => missing.push(format!(
            "Rust 1.95 or newer{}: install rustup, then `rustup toolchain install 1.95.0`",
            seen(found)
        )),
    }
    match version("node", "--version").as_deref().and_then(numbers) {
        Some((major, minor)) if (major, minor) >= (20, 19) => {}
        found => missing.push(format!(
            "Node 20.19 or newer{}: `apt-get install nodejs npm` on Debian 13, else from nodejs.org",
            seen(found)
        )),
    }
    if version("npm", "--version").is_none() {
        missing.push("npm: `apt-get install npm`, or with Node from nodejs.org".to_owned());
    }
    if version("cc", "--version").is_none() {
        missing.push(
            "a C compiler: `apt-get install build-essential` (Debian), \
             `xcode-select --install` (macOS)"
                .to_owned(),
        );
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("please install:\n  - {}", missing.join("\n  - "))
}

fn seen(found: Option<(u32, u32)>) -> String {
    found.map_or(String::new(), |(major, minor)| {
        format!(" (found {major}.{minor})")
    })
}

/// What a program says of its version.
fn version(program: &str, flag: &str) -> Option<String> {
    let output = Command::new(program).arg(flag).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first `major.minor` in a text.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut parts = text[start..].split('.');
    let major = parts.next()?.parse().ok()?;
    let minor: String = parts
        .next()?
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    Some((major, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_read() {
        assert_eq!(numbers("rustc 1.95.0 (abc 2026-04-01)"), Some((1, 95)));
        assert_eq!(numbers("v20.19.2\n"), Some((20, 19)));
        assert_eq!(numbers("none"), None);
    }
}
