//! Folders in sorted order, and the plan of what will be read.

use super::container::Visit;
use super::package::{Packages, is_part_folder};
use super::window::Window;
use super::{OpenError, Options};
use crate::read::split::{Flow, Sink};
use crate::read::{Broken, Item};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

/// Deepest nesting of folders; deeper ones are left out.
const FOLDERS_MAX: usize = 64;

/// A file, or the folder of one e-filing package, that an import reads as one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// The path to give to [`open`](super::open).
    pub path: PathBuf,
    /// Bytes on disk; of a package: of all its files.
    pub bytes: u64,
}

/// The files behind paths, sorted within each path, each real file once.
///
/// # Errors
/// A path does not exist or a folder cannot be read.
pub fn plan(paths: &[PathBuf]) -> Result<Vec<PlannedFile>, OpenError> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for path in paths {
        leaves(path, 0, &mut |path, bytes, leaf| {
            if leaf == Leaf::Link {
                return;
            }
            let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            if seen.insert(real) {
                out.push(PlannedFile {
                    path: path.to_owned(),
                    bytes,
                });
            }
        })?;
    }
    Ok(out)
}

#[derive(Clone, Copy, PartialEq)]
enum Leaf {
    File,
    Package,
    Link,
}

/// Calls `found` for every leaf in order. A path that is given is followed, a link inside is not.
fn leaves(
    path: &Path,
    depth: usize,
    found: &mut dyn FnMut(&Path, u64, Leaf),
) -> Result<(), OpenError> {
    let fail = |e: std::io::Error| OpenError::new(path, &e);
    let meta = std::fs::metadata(path).map_err(fail)?;
    if !meta.is_dir() {
        found(path, meta.len(), Leaf::File);
        return Ok(());
    }
    if depth > FOLDERS_MAX {
        return Ok(());
    }
    let entries = entries(path).map_err(fail)?;
    let is_package = entries
        .iter()
        .any(|(name, kind)| kind.is_dir() && name.to_str().is_some_and(is_part_folder));
    if is_package {
        let mut bytes = 0;
        sum(path, depth, &mut bytes);
        found(path, bytes, Leaf::Package);
        return Ok(());
    }
    for (name, kind) in entries {
        let child = path.join(&name);
        if kind.is_symlink() {
            found(&child, 0, Leaf::Link);
        } else if kind.is_dir() {
            if !name.to_string_lossy().starts_with('.') {
                leaves(&child, depth + 1, found)?;
            }
        } else if kind.is_file() {
            leaves(&child, depth + 1, found)?;
        }
    }
    Ok(())
}

fn entries(path: &Path) -> std::io::Result<Vec<(OsString, std::fs::FileType)>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        out.push((entry.file_name(), entry.file_type()?));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(out)
}

fn sum(path: &Path, depth: usize, bytes: &mut u64) {
    for file in files(path, depth) {
        *bytes += std::fs::metadata(&file).map_or(0, |m| m.len());
    }
}

/// All files below a package, sorted; links left out.
fn files(path: &Path, depth: usize) -> Vec<PathBuf> {
    let mut out = Vec::new();
    if depth > FOLDERS_MAX {
        return out;
    }
    for (name, kind) in entries(path).unwrap_or_default() {
        let child = path.join(name);
        if kind.is_dir() {
            out.extend(files(&child, depth + 1));
        } else if kind.is_file() {
            out.push(child);
        }
    }
    out
}

pub fn visit(
    path: &Path,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> bool,
) -> Result<(), OpenError> {
    let mut all = Vec::new();
    leaves(path, 0, &mut |path, _, leaf| {
        all.push((path.to_owned(), leaf))
    })?;
    let _ = run(&all, options, emit);
    Ok(())
}

pub fn visit_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &Options,
    emit: &mut dyn FnMut(Item) -> bool,
) {
    let mut packages = Packages::default();
    let mut sink = Sink {
        file: name.into(),
        limits: &options.limits,
        emit,
    };
    let len = bytes.len() as u64;
    let window = Window::memory(bytes);
    let done = Visit::new(options, &mut sink, &mut packages, len).file(window);
    if done.is_continue() {
        let _ = packages.flush(&mut sink);
    }
}

fn run(all: &[(PathBuf, Leaf)], options: &Options, emit: &mut dyn FnMut(Item) -> bool) -> Flow {
    let mut packages = Packages::default();
    let mut file = "".into();
    for (path, leaf) in all {
        file = path.to_string_lossy().into();
        let mut sink = Sink {
            file,
            limits: &options.limits,
            emit,
        };
        match leaf {
            Leaf::Link => sink.skipped("a link is not followed")?,
            Leaf::File => one(path, options, &mut sink, &mut packages)?,
            Leaf::Package => {
                for part in files(path, 0) {
                    let mut sink = Sink {
                        file: part.to_string_lossy().into(),
                        limits: sink.limits,
                        emit: sink.emit,
                    };
                    one(&part, options, &mut sink, &mut packages)?;
                }
                packages.flush(&mut sink)?;
            }
        }
        file = sink.file;
    }
    let mut sink = Sink {
        file,
        limits: &options.limits,
        emit,
    };
    packages.flush(&mut sink)
}

fn one(path: &Path, options: &Options, sink: &mut Sink<'_>, packages: &mut Packages) -> Flow {
    let opened = std::fs::File::open(path).and_then(|f| f.metadata().map(|m| (f, m.len())));
    match opened {
        Ok((file, len)) => {
            let window = Window::file(file, len, options.progress.clone());
            Visit::new(options, sink, packages, len).file(window)
        }
        Err(error) => {
            let file = sink.file.clone();
            sink.send(Item::Broken(Broken {
                file,
                offset: 0,
                line: 1,
                code: "read.io",
                reason: format!("cannot be opened: {error}"),
                bytes: Vec::new(),
                truncated: true,
            }))?;
            Continue(())
        }
    }
}
