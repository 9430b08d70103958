//! JSON that is not ours: objects one after another, or in one array, become rows of a table.

use super::lines::finish;
use super::{Cursor, Flow, Sink};
use crate::read::PieceKind;
use std::ops::ControlFlow::Continue;

/// Every object at the top, or in the one array at the top, is a piece of `kind(bytes)`.
pub fn objects(
    cursor: &mut Cursor<'_>,
    sink: &mut Sink<'_>,
    kind: &mut dyn FnMut(&[u8]) -> PieceKind,
) -> Flow {
    loop {
        if !to_object(cursor) {
            return finish(cursor, sink);
        }
        cursor.mark(0, sink.limits.record_bytes_max);
        let closed = skip_object(cursor);
        if !closed && cursor.fault().is_some() {
            return finish(cursor, sink);
        }
        let kept = cursor.take();
        if kept.overflow {
            let reason = format!(
                "an object of more than {} bytes",
                sink.limits.record_bytes_max
            );
            sink.broken(kept, "read.record-too-large", reason)?;
        } else if closed {
            let kind = kind(&kept.bytes);
            sink.piece(kept.offset, kept.line, kind, kept.bytes)?;
        } else {
            sink.broken(kept, "read.json", "an object that is never closed")?;
        }
        if !closed {
            return Continue(());
        }
    }
}

/// Moves to the next `{`; false at the end.
fn to_object(cursor: &mut Cursor<'_>) -> bool {
    loop {
        if let Some(at) = memchr::memchr(b'{', cursor.rest()) {
            cursor.advance(at);
            return true;
        }
        cursor.advance(cursor.rest().len());
        if !cursor.more() {
            return false;
        }
    }
}

/// Moves behind the brace that closes the object at the position. A damaged object ends where
/// the next begins: at a line that starts with `{` while a string is open.
fn skip_object(cursor: &mut Cursor<'_>) -> bool {
    let (mut depth, mut string, mut escaped, mut fresh) = (0usize, false, false, false);
    loop {
        let mut used = 0;
        for &byte in cursor.rest() {
            if fresh && byte == b'{' && string {
                cursor.advance(used);
                return true;
            }
            used += 1;
            // A raw line feed never stands in a JSON string.
            fresh = byte == b'\n';
            match byte {
                _ if escaped => escaped = false,
                b'\\' if string => escaped = true,
                b'"' => string = !string,
                b'{' if !string => depth += 1,
                b'}' if !string => {
                    depth -= 1;
                    if depth == 0 {
                        cursor.advance(used);
                        return true;
                    }
                }
                _ => {}
            }
        }
        cursor.advance(used);
        if !cursor.more() {
            return false;
        }
    }
}
