//! Formats of lines: our own JSON lines, and the green book with its `PATN` marks.

use super::{Cursor, Flow, Sink};
use crate::read::PieceKind;
use std::ops::ControlFlow::Continue;

/// Moves to the end of the line; the line feed is passed. False when the stream ended first.
pub(super) fn skip_line(cursor: &mut Cursor<'_>) -> bool {
    loop {
        let rest = cursor.rest();
        if let Some(end) = memchr::memchr(b'\n', rest) {
            cursor.advance(end + 1);
            return true;
        }
        let all = rest.len();
        cursor.advance(all);
        if !cursor.more() {
            return false;
        }
    }
}

/// The end of a stream: an early end is told once, with what was open.
pub(super) fn finish(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Flow {
    let Some(fault) = cursor.fault() else {
        return Continue(());
    };
    let (code, reason) = crate::read::source::fault_reason(fault);
    let kept = cursor.take();
    sink.broken(kept, code, reason)
}

/// Every line that is not blank is one piece.
pub fn json_lines(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Flow {
    loop {
        cursor.mark(0, sink.limits.record_bytes_max);
        let more = skip_line(cursor);
        if !more && cursor.fault().is_some() {
            return finish(cursor, sink);
        }
        let mut kept = cursor.take();
        if kept.overflow {
            let reason = format!("a line of more than {} bytes", sink.limits.record_bytes_max);
            sink.broken(kept, "read.record-too-large", reason)?;
        } else {
            while kept.bytes.last().is_some_and(u8::is_ascii_whitespace) {
                kept.bytes.pop();
            }
            let bom = usize::from(kept.bytes.starts_with(b"\xef\xbb\xbf")) * 3;
            kept.bytes.drain(..bom);
            if !kept.bytes.is_empty() {
                sink.piece(
                    kept.offset + bom as u64,
                    kept.line,
                    PieceKind::Jsonl,
                    kept.bytes,
                )?;
            }
        }
        if !more {
            return Continue(());
        }
    }
}

/// A document runs from its `PATN` line to the next one. What stands before the first is the
/// header of the tape and belongs to no document.
pub fn green_book(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Flow {
    let is_patn = |line: &[u8]| {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        line.starts_with(b"PATN") && line.get(4).is_none_or(u8::is_ascii_whitespace)
    };
    from_mark_to_mark(cursor, sink, &is_patn, &PieceKind::UsGreenBook)
}

/// A reference runs from its `[n]` to the next one: long ones are broken over lines.
pub fn references(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, kind: &PieceKind) -> Flow {
    let is_start = |line: &[u8]| {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        line.first() == Some(&b'[') && line.get(1).is_some_and(u8::is_ascii_digit)
    };
    from_mark_to_mark(cursor, sink, &is_start, kind)
}

fn from_mark_to_mark(
    cursor: &mut Cursor<'_>,
    sink: &mut Sink<'_>,
    is_mark: &dyn Fn(&[u8]) -> bool,
    kind: &PieceKind,
) -> Flow {
    let mut open = false;
    loop {
        cursor.ensure(8);
        if is_mark(cursor.rest()) {
            if open {
                document(cursor, sink, kind)?;
            }
            cursor.mark(0, sink.limits.record_bytes_max);
            open = true;
        }
        if !skip_line(cursor) {
            break;
        }
    }
    if cursor.fault().is_some() {
        return finish(cursor, sink);
    }
    if open {
        document(cursor, sink, kind)
    } else {
        Continue(())
    }
}

fn document(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>, kind: &PieceKind) -> Flow {
    let kept = cursor.take();
    if kept.overflow {
        let reason = format!(
            "a document of more than {} bytes",
            sink.limits.record_bytes_max
        );
        return sink.broken(kept, "read.record-too-large", reason);
    }
    sink.piece(kept.offset, kept.line, kind.clone(), kept.bytes)
}
