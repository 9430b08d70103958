//! Steps over single pieces of markup: comments, instructions, document types, tags.

use super::{Cutter, local_of, root_kind};

/// Longest name of an element; a longer one is not a name.
const NAME_MAX: usize = 256;
/// How far the end of an instruction, or of a comment outside of records, is looked for.
const LOOK_MAX: usize = 1024 * 1024;
/// What is kept of a prolog to tell its format.
const PROLOG_MAX: usize = 2048;

impl Cutter<'_, '_, '_, '_> {
    pub(super) fn comment(&mut self) {
        self.cursor.advance(4);
        if self.record.is_some() {
            self.until(b"-->");
            return;
        }
        // Outside of records a comment may hold a whole record: it counts as closed unless
        // another comment opens inside, or its end is too far away.
        match self.look(b"-->") {
            Some(end) => {
                let inside = &self.cursor.rest()[..end];
                if memchr::memmem::find(inside, b"<!--").is_some() && has_record_start(inside) {
                    self.outside_text(1);
                } else {
                    self.cursor.advance(end + 3);
                }
            }
            None => self.outside_text(1),
        }
    }

    /// Inside a record: moves behind `end`, or to a mark that a new record begins.
    pub(super) fn until(&mut self, end: &[u8]) {
        loop {
            let rest = self.cursor.rest();
            match memchr::memchr2(end[0], b'<', rest) {
                Some(at) => {
                    self.cursor.advance(at);
                    self.cursor.ensure(NAME_MAX.min(64));
                    let rest = self.cursor.rest();
                    if rest.starts_with(end) {
                        self.cursor.advance(end.len());
                        return;
                    }
                    if rest[0] == b'<' && self.begins_record(rest) {
                        return;
                    }
                    self.cursor.advance(1);
                }
                None => {
                    let all = rest.len();
                    self.cursor.advance(all);
                    if !self.cursor.more() {
                        return;
                    }
                }
            }
        }
    }

    /// Whether the bytes begin a new document, or a record of the kind that is open.
    pub(super) fn begins_record(&self, rest: &[u8]) -> bool {
        if is_declaration(rest) {
            return true;
        }
        let Some(open) = &self.record else {
            return record_starts_here(rest);
        };
        let name: Vec<u8> = rest[1..]
            .iter()
            .copied()
            .take_while(|b| is_name(*b))
            .collect();
        local_of(&name).eq_ignore_ascii_case(&open.local)
    }

    pub(super) fn instruction(&mut self, declaration: bool) {
        let end = self.look(b"?>").filter(|end| {
            // Another one that begins inside says that this one lost its end.
            *end < 2 || memchr::memmem::find(&self.cursor.rest()[2..*end], b"<?").is_none()
        });
        match end {
            Some(end) => {
                if declaration {
                    let text = self.cursor.rest()[..end].to_vec();
                    self.encoding = crate::read::encoding::declared(&text)
                        .filter(|name| !name.eq_ignore_ascii_case("utf-8"));
                    if let Some(prolog) = &mut self.prolog {
                        prolog.extend_from_slice(&text);
                    }
                }
                self.cursor.advance(end + 2);
            }
            None => {
                self.outside_text(1);
                self.cursor.advance(2);
            }
        }
    }

    /// Where `end` stands after the position, when it is near enough.
    pub(super) fn look(&mut self, end: &[u8]) -> Option<usize> {
        let mut from = 0;
        loop {
            let rest = self.cursor.rest();
            if let Some(at) = memchr::memmem::find(&rest[from..], end) {
                return Some(from + at);
            }
            from = rest.len().saturating_sub(end.len());
            if rest.len() > LOOK_MAX || !self.cursor.more() {
                return None;
            }
        }
    }

    /// Moves behind a document type, its internal subset included.
    pub(super) fn doctype(&mut self) {
        let (mut quote, mut subset, mut nested) = (0u8, false, 0u32);
        self.cursor.advance(1);
        loop {
            let Some(&byte) = self.cursor.rest().first() else {
                if self.cursor.more() {
                    continue;
                }
                self.unclosed_doctype();
                return;
            };
            if let Some(prolog) = &mut self.prolog
                && prolog.len() < PROLOG_MAX
            {
                prolog.push(byte);
            }
            match byte {
                b'<' => {
                    self.cursor.ensure(64);
                    let rest = self.cursor.rest();
                    if is_declaration(rest) || record_starts_here(rest) {
                        self.unclosed_doctype();
                        return;
                    }
                    if quote == 0 && rest.starts_with(b"<!--") {
                        if let Some(end) = self.look(b"-->") {
                            self.cursor.advance(end + 3);
                            continue;
                        }
                    } else if quote == 0 {
                        nested += 1;
                    }
                }
                b'"' | b'\'' if quote == 0 => quote = byte,
                _ if quote != 0 => quote = if byte == quote { 0 } else { quote },
                b'[' => subset = true,
                b']' if nested == 0 => subset = false,
                b'>' if nested > 0 => nested -= 1,
                b'>' if !subset => {
                    self.cursor.advance(1);
                    return;
                }
                _ => {}
            }
            self.cursor.advance(1);
        }
    }

    /// A document type that is never closed is no prolog: it belongs to nothing.
    fn unclosed_doctype(&mut self) {
        self.prolog = None;
        self.outside_text(1);
    }

    /// The name that begins `skip` bytes after the position.
    pub(super) fn name(&mut self, skip: usize) -> Vec<u8> {
        self.cursor.ensure(skip + NAME_MAX);
        self.cursor.rest()[skip..]
            .iter()
            .copied()
            .take(NAME_MAX)
            .take_while(|b| is_name(*b))
            .collect()
    }

    /// Moves behind the `>` of a tag. A `<` ends a damaged tag; it is not passed.
    pub(super) fn tag_end(&mut self) -> TagEnd {
        let (mut quote, mut last) = (0u8, 0u8);
        loop {
            let mut used = 0;
            for &byte in self.cursor.rest() {
                if byte == b'<' {
                    self.cursor.advance(used);
                    return TagEnd::Damaged;
                }
                used += 1;
                match byte {
                    b'"' | b'\'' if quote == 0 => quote = byte,
                    _ if quote != 0 => quote = if byte == quote { 0 } else { quote },
                    b'>' => {
                        self.cursor.advance(used);
                        return if last == b'/' {
                            TagEnd::Empty
                        } else {
                            TagEnd::Open
                        };
                    }
                    _ => {}
                }
                last = byte;
            }
            self.cursor.advance(used);
            if !self.cursor.more() {
                return TagEnd::Damaged;
            }
        }
    }
}

#[derive(PartialEq)]
pub(super) enum TagEnd {
    Open,
    Empty,
    Damaged,
}

pub(super) fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0x1a)
}

pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':') || byte >= 0x80
}

pub(super) fn is_declaration(rest: &[u8]) -> bool {
    rest.starts_with(b"<?xml") && rest.get(5).is_some_and(u8::is_ascii_whitespace)
}

/// Whether a record starts somewhere in the bytes.
pub fn has_record_start(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'<', bytes).any(|at| record_starts_here(&bytes[at..]))
}

/// Whether the start tag of a record stands at the beginning of the bytes.
fn record_starts_here(bytes: &[u8]) -> bool {
    let name = bytes.get(1..).unwrap_or_default();
    let end = name.iter().position(|b| !is_name(*b)).unwrap_or(name.len());
    end > 0 && end < name.len().min(NAME_MAX) && root_kind(local_of(&name[..end])).is_some()
}
