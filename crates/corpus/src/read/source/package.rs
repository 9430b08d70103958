//! E-filing packages: the parts of one application, spread over folders and zips, become one piece.

use crate::read::split::{Flow, Sink};
use crate::read::{Item, Piece, PieceKind};
use std::collections::BTreeMap;
use std::ops::ControlFlow::Continue;

/// Whether a folder holds one part of a package: the six digits of the form, a hyphen, perhaps
/// a number (`100001-`, `110101-2`).
pub fn is_part_folder(name: &str) -> bool {
    let Some((form, rest)) = name.split_once('-') else {
        return false;
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    form.len() == 6 && digits(form) && rest.len() <= 3 && digits(rest)
}

/// The folder of the application that a path belongs to: everything before `/100001-/…`.
pub fn key(path: &str) -> Option<String> {
    let mut at = 0;
    for part in path.split(['/', '\\', '!']) {
        if is_part_folder(part) && at + part.len() < path.len() {
            let before = path[..at].trim_end_matches(['/', '\\']);
            return Some(before.to_owned());
        }
        at += part.len() + 1;
    }
    None
}

/// The folder of the part and the stem of its file: `100001-/DA000002391714`.
fn part_of(key: &str, path: &str) -> (String, String) {
    let inside = path.get(key.len()..).unwrap_or_default();
    let inside = inside.trim_start_matches(['/', '\\', '!']);
    let folder = inside.split(['/', '\\', '!']).next().unwrap_or_default();
    let name = inside.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (folder.to_owned(), stem.to_lowercase())
}

fn is_packed(path: &str, key: &str) -> bool {
    path.get(key.len()..)
        .is_some_and(|inside| inside.trim_start_matches('!').contains('!'))
}

/// Parts found so far, by application.
#[derive(Default)]
pub struct Packages {
    parts: BTreeMap<String, Vec<(String, String)>>,
    bytes: usize,
}

impl Packages {
    /// Adds a part. A file and the zip beside it hold the same part: the plain file wins.
    pub fn add(&mut self, key: String, path: String, text: String) {
        self.bytes += text.len();
        let part = part_of(&key, &path);
        let parts = self.parts.entry(key.clone()).or_default();
        match parts.iter_mut().find(|(p, _)| part_of(&key, p) == part) {
            Some(known) if is_packed(&known.0, &key) && !is_packed(&path, &key) => {
                *known = (path, text);
            }
            Some(_) => {}
            None => parts.push((path, text)),
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Sends every application as one piece.
    pub fn flush(&mut self, sink: &mut Sink<'_>) -> Flow {
        self.bytes = 0;
        for (key, mut parts) in std::mem::take(&mut self.parts) {
            parts.sort();
            let bytes = serde_json::to_vec(&parts).unwrap_or_default();
            let file = if key.is_empty() {
                sink.file.clone()
            } else {
                key.trim_end_matches('!').into()
            };
            sink.send(Item::Piece(Piece {
                file,
                offset: 0,
                line: 1,
                kind: PieceKind::CnApplication,
                bytes,
            }))?;
        }
        Continue(())
    }
}
