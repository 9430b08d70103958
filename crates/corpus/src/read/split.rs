//! Cuts a stream of bytes into records without building a tree, in bounded memory.

mod cursor;
mod json;
mod lines;
mod rows;
mod xml;

pub(super) use cursor::{Cursor, Kept};
pub(super) use json::objects;
pub(super) use lines::{green_book, json_lines, references};
pub(super) use rows::{Next, Rows, count_fields, csv_rows, fields};
pub(super) use xml::{has_record_start, root_kind, xml_documents};

use super::{Broken, Item, Limits, Piece, PieceKind};
use std::ops::ControlFlow;
use std::sync::Arc;

/// `Break` when the receiver wants no more.
pub(super) type Flow = ControlFlow<()>;

/// Most bytes of an original that a [`Broken`] keeps.
pub(super) const HEAD_BYTES: usize = 64 * 1024;

/// Where the items of one file go.
pub(super) struct Sink<'a> {
    pub file: Arc<str>,
    pub limits: &'a Limits,
    pub emit: &'a mut dyn FnMut(Item) -> bool,
}

impl Sink<'_> {
    pub fn send(&mut self, item: Item) -> Flow {
        if (self.emit)(item) {
            Flow::Continue(())
        } else {
            Flow::Break(())
        }
    }

    pub fn piece(&mut self, offset: u64, line: u64, kind: PieceKind, bytes: Vec<u8>) -> Flow {
        let file = self.file.clone();
        self.send(Item::Piece(Piece {
            file,
            offset,
            line,
            kind,
            bytes,
        }))
    }

    pub fn broken(&mut self, kept: Kept, code: &'static str, reason: impl Into<String>) -> Flow {
        let mut bytes = kept.bytes;
        let truncated = kept.overflow || bytes.len() > HEAD_BYTES;
        bytes.truncate(HEAD_BYTES);
        let file = self.file.clone();
        self.send(Item::Broken(Broken {
            file,
            offset: kept.offset,
            line: kept.line,
            code,
            reason: reason.into(),
            bytes,
            truncated,
        }))
    }

    pub fn skipped(&mut self, reason: impl Into<String>) -> Flow {
        let file = self.file.clone();
        self.send(Item::Skipped {
            file,
            reason: reason.into(),
        })
    }
}
