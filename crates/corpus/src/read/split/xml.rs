//! Cuts XML and SGML into records: many documents in one file, records in a container.
//!
//! Tags, quoted attributes, comments, CDATA, instructions and document types are tracked; nothing
//! is expanded and no tree is built. A record ends with the end tag of its root. When that tag is
//! missing the next record start, XML declaration or document type ends it, so that one damaged
//! record never spoils its neighbours.

mod scan;

pub use scan::has_record_start;

use super::{Cursor, Flow, HEAD_BYTES, Sink};
use crate::read::PieceKind;
use scan::{TagEnd, is_blank, is_declaration, is_name_start};
use std::ops::ControlFlow::Continue;

/// Cuts one stream of documents.
pub fn xml_documents(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Flow {
    let mut cutter = Cutter {
        cursor,
        sink,
        record: None,
        prolog: None,
        encoding: None,
        pending: None,
        foreign: false,
        wrappers: Vec::new(),
        seen: 0,
    };
    cutter.run()
}

/// The format of a record by the local name of its root, `None` for anything else.
pub fn root_kind(local: &[u8]) -> Option<PieceKind> {
    const ROOTS: [(&str, PieceKind); 12] = [
        ("PatentDocumentAndRelated", PieceKind::CnPublication),
        ("cn-patent-document", PieceKind::CnPublication),
        ("cn-application-body", PieceKind::CnApplication),
        ("ep-patent-document", PieceKind::EpSt36),
        ("us-patent-grant", PieceKind::UsRedBook),
        ("us-patent-application", PieceKind::UsRedBook),
        ("PATDOC", PieceKind::UsXml2),
        ("patent-application-publication", PieceKind::UsPap),
        ("exchange-document", PieceKind::DocdbDocument),
        ("world-patent-data", PieceKind::OpsAnswer),
        ("fault", PieceKind::OpsAnswer),
        ("register-documents", PieceKind::OpsAnswer),
    ];
    ROOTS
        .into_iter()
        .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(local))
        .map(|(_, kind)| kind)
}

/// Roots of documents that stand beside patents in weekly files but are none.
const BESIDE: [&str; 4] = [
    "sequence-cwu",
    "us-sequence-listing",
    "sequence-listing",
    "ST26SequenceListing",
];

struct Cutter<'c, 'r, 's, 'e> {
    cursor: &'c mut Cursor<'r>,
    sink: &'s mut Sink<'e>,
    record: Option<Open>,
    /// The declaration and document type before the root, when they stand directly before it.
    prolog: Option<Vec<u8>>,
    /// The encoding that the document of a container declares, when it is not UTF-8.
    encoding: Option<String>,
    /// An element outside of records that may be a wrapper of records.
    pending: Option<Vec<u8>>,
    /// Bytes that belong to nothing known run from the mark on.
    foreign: bool,
    wrappers: Vec<Vec<u8>>,
    seen: u64,
}

struct Open {
    local: Vec<u8>,
    kind: PieceKind,
    /// True when the prolog is part of the piece.
    whole: bool,
}

fn local_of(name: &[u8]) -> &[u8] {
    match memchr::memrchr(b':', name) {
        Some(at) => &name[at + 1..],
        None => name,
    }
}

impl Cutter<'_, '_, '_, '_> {
    fn run(&mut self) -> Flow {
        while self.text() {
            self.cursor.ensure(10);
            let rest = self.cursor.rest();
            if rest.starts_with(b"<!--") {
                self.comment();
            } else if rest.starts_with(b"<![CDATA[") {
                self.outside_text(1);
                self.cursor.advance(9);
                self.until(b"]]>");
            } else if is_declaration(rest) {
                self.boundary()?;
                self.instruction(true);
            } else if rest.starts_with(b"<?") {
                self.instruction(false);
            } else if rest.len() >= 9 && rest[..9].eq_ignore_ascii_case(b"<!DOCTYPE") {
                if self.record.is_some() || self.prolog.is_none() {
                    self.boundary()?;
                }
                self.doctype();
            } else if rest.starts_with(b"</") {
                self.end_tag()?;
            } else if rest.get(1).is_some_and(|&b| is_name_start(b)) {
                self.start_tag()?;
            } else {
                self.outside_text(1);
                self.cursor.advance(1);
            }
        }
        self.finish()
    }

    /// Moves to the next `<`; false at the end.
    fn text(&mut self) -> bool {
        loop {
            let rest = self.cursor.rest();
            let at = memchr::memchr(b'<', rest);
            let text = &rest[..at.unwrap_or(rest.len())];
            let count = text.len();
            if self.record.is_none() && !text.iter().all(|b| is_blank(*b)) {
                let lead = text.iter().take_while(|b| is_blank(**b)).count();
                self.cursor.advance(lead);
                self.outside_text(1);
                self.cursor.advance(count - lead);
            } else {
                self.cursor.advance(count);
            }
            if at.is_some() {
                return true;
            }
            if !self.cursor.more() {
                return false;
            }
        }
    }

    /// Something that is not markup of a wrapper stands outside of records.
    fn outside_text(&mut self, _bytes: usize) {
        if self.record.is_some() {
            return;
        }
        if !self.foreign {
            self.foreign = true;
            if !self.cursor.marked() {
                self.cursor.mark(0, HEAD_BYTES);
            }
            self.cursor.limit(HEAD_BYTES);
        }
    }

    /// A new document begins at the position.
    fn boundary(&mut self) -> Flow {
        if let Some(open) = self.record.take() {
            self.truncated(&open, "a new document begins")?;
        }
        self.flush()?;
        self.wrappers.clear();
        self.encoding = None;
        self.prolog = Some(Vec::new());
        self.cursor.mark(0, self.sink.limits.record_bytes_max);
        Continue(())
    }

    /// What is foreign ends at the position.
    fn flush(&mut self) -> Flow {
        let name = self.pending.take();
        if !self.foreign && name.is_none() {
            self.cursor.unmark();
            return Continue(());
        }
        self.foreign = false;
        let kept = self.cursor.take();
        let root = name.map(|n| String::from_utf8_lossy(&n).into_owned());
        self.seen += 1;
        let local = root.as_deref().map(|r| local_of(r.as_bytes()).to_vec());
        if let Some(local) = &local
            && BESIDE
                .iter()
                .any(|b| b.as_bytes().eq_ignore_ascii_case(local))
        {
            return self.sink.skipped(format!(
                "line {}: <{}> is no patent document",
                kept.line,
                root.unwrap_or_default()
            ));
        }
        let reason = match root {
            Some(root) => format!("no patent document: the element is <{root}>"),
            None => "text outside of any document".to_owned(),
        };
        self.sink.broken(kept, "read.unknown-format", reason)
    }

    fn truncated(&mut self, open: &Open, why: &str) -> Flow {
        let kept = self.cursor.take();
        self.seen += 1;
        let name = String::from_utf8_lossy(&open.local).into_owned();
        if kept.overflow {
            return self.too_large(kept, &name);
        }
        let reason = format!("<{name}> is never closed: {why}");
        self.sink.broken(kept, "read.xml-truncated", reason)
    }

    fn too_large(&mut self, kept: super::Kept, name: &str) -> Flow {
        let reason = format!(
            "<{name}> has more than {} bytes",
            self.sink.limits.record_bytes_max
        );
        self.sink.broken(kept, "read.record-too-large", reason)
    }

    fn start_tag(&mut self) -> Flow {
        let name = self.name(1);
        let local = local_of(&name);
        if let Some(open) = &self.record {
            if !open.local.eq_ignore_ascii_case(local) {
                self.cursor.advance(1 + name.len());
                self.tag_end();
                return Continue(());
            }
            if let Some(open) = self.record.take() {
                self.truncated(&open, "the next one begins inside")?;
            }
        }
        match root_kind(local) {
            Some(kind) => {
                if self.foreign {
                    self.flush()?;
                } else if let Some(wrapper) = self.pending.take() {
                    self.cursor.unmark();
                    self.prolog = None;
                    if self.wrappers.len() < 16 {
                        self.wrappers.push(wrapper);
                    }
                }
                let whole = self.prolog.is_some() && self.cursor.marked();
                if !whole {
                    self.cursor.mark(0, self.sink.limits.record_bytes_max);
                }
                let prolog = self.prolog.take().unwrap_or_default();
                let local = local.to_vec();
                self.cursor.advance(1 + name.len());
                let kind = match kind {
                    PieceKind::UsXml2 => self.patdoc(&prolog),
                    kind => kind,
                };
                self.record = Some(Open { local, kind, whole });
                if self.tag_end() == TagEnd::Empty {
                    return self.close();
                }
            }
            None if local.eq_ignore_ascii_case(b"exchange-documents") => {
                if self.foreign || self.pending.is_some() {
                    self.flush()?;
                }
                self.cursor.unmark();
                self.prolog = None;
                if self.wrappers.len() < 16 {
                    self.wrappers.push(name.clone());
                }
                self.cursor.advance(1 + name.len());
                self.tag_end();
            }
            None => {
                if self.foreign || self.pending.is_some() {
                    self.outside_text(1);
                } else {
                    if !self.cursor.marked() {
                        self.cursor.mark(0, HEAD_BYTES);
                    }
                    self.cursor.limit(HEAD_BYTES);
                    self.pending = Some(name.clone());
                }
                self.prolog = None;
                self.cursor.advance(1 + name.len());
                if self.tag_end() == TagEnd::Empty {
                    self.foreign = true;
                }
            }
        }
        Continue(())
    }

    fn end_tag(&mut self) -> Flow {
        let name = self.name(2);
        let local = local_of(&name);
        let in_docdb = self
            .record
            .as_ref()
            .is_none_or(|open| open.kind == PieceKind::DocdbDocument);
        let is_wrapper = self.wrappers.contains(&name)
            || in_docdb && local.eq_ignore_ascii_case(b"exchange-documents");
        match &self.record {
            Some(open) if open.local.eq_ignore_ascii_case(local) => {
                self.cursor.advance(2 + name.len());
                self.tag_end();
                return self.close();
            }
            Some(_) if is_wrapper => {
                if let Some(open) = self.record.take() {
                    self.truncated(&open, "its container ends")?;
                }
            }
            Some(_) => {}
            None if is_wrapper && !self.foreign => {}
            None => self.outside_text(1),
        }
        self.cursor.advance(2 + name.len());
        self.tag_end();
        Continue(())
    }

    /// The record ends at the position.
    fn close(&mut self) -> Flow {
        let Some(open) = self.record.take() else {
            return Continue(());
        };
        let mut kept = self.cursor.take();
        self.seen += 1;
        if kept.overflow {
            let name = String::from_utf8_lossy(&open.local).into_owned();
            return self.too_large(kept, &name);
        }
        if let (false, Some(encoding)) = (open.whole, &self.encoding) {
            // The declaration of the container does not travel with its records.
            let mut bytes = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>").into_bytes();
            bytes.append(&mut kept.bytes);
            kept.bytes = bytes;
        }
        self.sink
            .piece(kept.offset, kept.line, open.kind, kept.bytes)
    }

    /// Tells XML 2.5 from SGML by what stands before and in the start tag of `PATDOC`.
    fn patdoc(&mut self, prolog: &[u8]) -> PieceKind {
        let prolog = prolog.to_ascii_lowercase();
        let has = |word: &[u8]| memchr::memmem::find(&prolog, word).is_some();
        if prolog.starts_with(b"<?xml") || has(b"xml.dtd") {
            return PieceKind::UsXml2;
        }
        if has(b"dtd st.32 us patent grant v2.") {
            return PieceKind::UsSgml;
        }
        self.cursor.ensure(32);
        let head: Vec<u8> = self.cursor.rest().iter().take(32).copied().collect();
        if memchr::memmem::find(&head, b"DTD=\"2.4\"").is_some() {
            PieceKind::UsSgml
        } else {
            PieceKind::UsXml2
        }
    }

    fn finish(&mut self) -> Flow {
        if let Some(fault) = self.cursor.fault() {
            let (code, reason) = crate::read::source::fault_reason(fault);
            let kept = self.cursor.take();
            return self.sink.broken(kept, code, reason);
        }
        if let Some(open) = self.record.take() {
            return self.truncated(&open, "the file ends");
        }
        self.flush()?;
        if self.seen == 0 {
            let kept = self.cursor.take();
            return self
                .sink
                .broken(kept, "read.xml-empty", "XML without any document");
        }
        Continue(())
    }
}
