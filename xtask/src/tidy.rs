//! The rules of the house, each with the file and line that breaks it and what to do instead.

mod codes;
mod edges;
mod machine;
mod markdown;
mod sentence;
mod size;
mod texts;
mod words;

use crate::run;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::process::Command;

/// One file of the repository.
pub struct File {
    /// Its path from the root, with `/`.
    pub path: String,
    /// Its text; `None` when it is not UTF-8.
    pub text: Option<String>,
}

/// Every file that is, or would be, committed.
pub struct Tree {
    /// In the order of their paths.
    pub files: Vec<File>,
}

/// A broken rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Violation {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do instead.
    pub text: String,
}

impl Violation {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Violation {
        Violation {
            path: path.to_owned(),
            line,
            text: text.into(),
        }
    }
}

impl Tree {
    /// The files that git knows or would take.
    pub fn read() -> Result<Tree> {
        let root = run::root();
        let output = Command::new("git")
            .current_dir(&root)
            .args([
                "-c",
                "core.quotepath=off",
                "ls-files",
                "-z",
                "--cached",
                "--others",
            ])
            .arg("--exclude-standard")
            .output()
            .context("tidy asks git for the files of the repository")?;
        if !output.status.success() {
            bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr));
        }
        let names = String::from_utf8(output.stdout)?;
        let paths: BTreeSet<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
        let files = paths
            .into_iter()
            .filter(|path| root.join(path).is_file())
            .map(|path| File {
                path: path.to_owned(),
                text: std::fs::read(root.join(path))
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok()),
            })
            .collect();
        Ok(Tree { files })
    }

    /// Files that people write and read, with their text: no data, nothing generated.
    fn written(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|file| !is_data(&file.path) && !is_generated(file))
            .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    /// Written files with one of these extensions.
    fn with<'a>(&'a self, extensions: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.written().filter(|(path, _)| {
            path.rsplit_once('.')
                .is_some_and(|(_, extension)| extensions.contains(&extension))
        })
    }

    /// Whether a file or folder of this path is there.
    fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files
            .iter()
            .any(|file| file.path == path || file.path.starts_with(&folder))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Tree {
        Tree {
            files: files
                .iter()
                .map(|(path, text)| File {
                    path: (*path).to_owned(),
                    text: Some((*text).to_owned()),
                })
                .collect(),
        }
    }
}

/// Real and generated data: kept as it came.
fn is_data(path: &str) -> bool {
    path.starts_with("tests/") && !path.ends_with(".md")
        || path.starts_with("collection/") && !path.ends_with(".md")
        || path.starts_with("definitions/tables/")
        || path.contains("/proptest-regressions/")
        || path == "LICENSE"
}

/// Files that a program writes.
fn is_generated(file: &File) -> bool {
    matches!(
        file.path.as_str(),
        "Cargo.lock" | "web/package-lock.json" | "api/openapi.json" | "web/src/api/schema.ts"
    )
}

/// Whether a line of a Rust file stands in test code: a file of tests, or below `#[cfg(test)]`
/// before a module with a body, which by custom stands last.
fn rust_lines<'a>(path: &str, text: &'a str) -> impl Iterator<Item = (usize, &'a str, bool)> {
    let test_file = path.contains("/tests/")
        || path.contains("/benches/")
        || path.contains("/examples/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs");
    let mut in_tests = test_file;
    let mut marked = false;
    text.lines().enumerate().map(move |(index, line)| {
        let trimmed = line.trim();
        if trimmed.starts_with("#[cfg(test)]") {
            marked = true;
        } else if marked && !trimmed.starts_with("#[") {
            marked = false;
            in_tests |= trimmed.starts_with("mod ") && trimmed.ends_with('{');
        }
        (index + 1, line, in_tests)
    })
}

/// All rules over the tree as it stands.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for rule in [
        sentence::check,
        markdown::check,
        words::check,
        size::check,
        machine::check,
        texts::check,
        codes::check,
    ] {
        found.extend(rule(tree));
    }
    found
}

/// `cargo xtask tidy`.
pub fn run() -> Result<()> {
    let tree = Tree::read()?;
    let mut found = check(&tree);
    found.extend(edges::check(&edges::metadata()?)?);
    for violation in &found {
        println!("{}:{}: {}", violation.path, violation.line, violation.text);
    }
    if found.is_empty() {
        println!("Tidy: {} files.", tree.files.len());
        return Ok(());
    }
    bail!("{} places break a rule of the house", found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_code_is_told_from_other_code() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests;\nfn b() {}\n#[cfg(test)]\nmod more {\nfn c() {}\n}";
        let flags: Vec<bool> = rust_lines("crates/a/src/a.rs", text)
            .map(|(_, _, test)| test)
            .collect();
        assert_eq!(flags, [false, false, false, false, false, true, true, true]);
        assert!(rust_lines("crates/a/src/a/tests.rs", "x").all(|(_, _, test)| test));
    }
}
