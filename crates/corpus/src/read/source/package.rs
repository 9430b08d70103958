//! E-filing packages: the parts of one application, spread over folders and zips, become one piece.

use crate::read::split::{Flow, Sink};
use crate::read::{Item, Piece, PieceKind};
use std::collections::BTreeMap;
use std::ops::ControlFlow::Continue;

/// Whether a folder holds one part of a package: the code of the form and a hyphen (`100001-`).
pub fn is_part_folder(name: &str) -> bool {
    name.len() >= 7
        && name.as_bytes()[..6].iter().all(u8::is_ascii_digit)
        && name.as_bytes()[6] == b'-'
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

/// Parts found so far, by application.
#[derive(Default)]
pub struct Packages {
    parts: BTreeMap<String, Vec<(String, String)>>,
    bytes: usize,
}

impl Packages {
    /// Adds a part. The same text twice (a file and its zip) counts once; the plain file wins.
    pub fn add(&mut self, key: String, path: String, text: String) {
        let parts = self.parts.entry(key).or_default();
        if let Some(known) = parts.iter_mut().find(|(_, t)| *t == text) {
            if known.0.contains(".zip!") && !path.contains(".zip!") {
                known.0 = path;
            }
            return;
        }
        self.bytes += text.len();
        parts.push((path, text));
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
