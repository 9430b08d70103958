//! A file that is no container: skipped, refused, or cut into pieces.

use super::container::Visit;
use super::recognise::{Magic, TextForm, first_element, magic, text_form};
use super::window::{Transcoded, Window};
use super::{fault_reason, package};
use crate::read::split::{
    self, Cursor, Flow, HEAD_BYTES, Next, Rows, csv_rows, green_book, json_lines, objects,
    xml_documents,
};
use crate::read::table::{Cells, REFERENCE_COLUMNS, propose, workbook};
use crate::read::{Header, Mapping, PieceKind, encoding, gazette};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow::Continue;
use std::sync::Arc;

/// Rows looked through for the header of a table.
const PREAMBLE_ROWS: usize = 15;

impl Visit<'_, '_> {
    /// Reads a file that is no container. `complete`: the head is all of it.
    pub fn leaf(&mut self, head: &[u8], complete: bool, reader: &mut dyn Read) -> Flow {
        let name = self.sink.file.clone();
        let base = name.rsplit(['/', '\\', '!']).next().unwrap_or_default();
        if head.is_empty() && complete {
            // Reading on tells an error from an empty file.
            return match reader.read(&mut [0]) {
                Err(error) => {
                    let (code, reason) = fault_reason(&error);
                    self.broken(&[], code, reason)
                }
                Ok(_) if package::key(&name).is_some() => self.sink.skipped("an empty file"),
                Ok(_) => self.broken(&[], "read.empty", "an empty file"),
            };
        }
        if base.starts_with('.') || name.contains("__MACOSX/") {
            return self.sink.skipped("a file of the system");
        }
        match magic(head) {
            Magic::Beside(what) => return self.sink.skipped(what),
            Magic::Packed(what) => {
                let reason = format!("{what} archives are not read: unpack it first");
                return self.broken(head, "read.archive-unsupported", reason);
            }
            _ => {}
        }
        match utf16(head) {
            Some(encoding) => {
                let (text, ..) = encoding.decode_with_bom_removal(head);
                let text = text.into_owned().into_bytes();
                self.text(
                    &text,
                    true,
                    complete,
                    &mut Transcoded::new(reader, encoding),
                )
            }
            None => {
                let utf8 = encoding::of_table(head, !complete) == encoding_rs::UTF_8;
                self.text(head, utf8, complete, reader)
            }
        }
    }

    fn text(&mut self, head: &[u8], utf8: bool, complete: bool, reader: &mut dyn Read) -> Flow {
        let limits = &self.options.limits;
        let form = text_form(head, utf8);
        if form == TextForm::Xml
            && let Some(key) = package::key(&self.sink.file)
            && let Some(done) = self.part(key, head, reader)
        {
            return done;
        }
        let mut cursor = Cursor::new(reader);
        match form {
            TextForm::Xml => xml_documents(&mut cursor, self.sink),
            TextForm::GreenBook => green_book(&mut cursor, self.sink),
            TextForm::Records => json_lines(&mut cursor, self.sink),
            TextForm::Objects => self.objects(&mut cursor, head),
            TextForm::References => self.references(&mut cursor),
            TextForm::Rows(delimiter) => {
                let encoding = encoding::of_table(head, !complete).name();
                let rows = csv_rows(delimiter, limits.row_bytes_max);
                self.rows(&mut cursor, rows, encoding, head)
            }
            TextForm::Beside(what) => self.sink.skipped(what),
            TextForm::Unknown(what) => {
                let lower = self.sink.file.to_lowercase();
                let base = lower.rsplit(['/', '\\', '!']).next().unwrap_or_default();
                let note = base.ends_with(".md")
                    || base.starts_with("license")
                    || base.starts_with("readme");
                if note {
                    return self.sink.skipped("a note");
                }
                self.broken(
                    head,
                    "read.unknown-format",
                    format!("no known format: {what}"),
                )
            }
        }
    }

    /// A part of an e-filing package; `None` when the XML is a document of its own.
    fn part(&mut self, key: String, head: &[u8], reader: &mut dyn Read) -> Option<Flow> {
        let root = first_element(head)?;
        let kind = split::root_kind(root.as_bytes());
        if kind.is_some_and(|k| k != PieceKind::CnApplication) {
            return None;
        }
        let most = self.options.limits.package_bytes_max;
        let mut bytes = Vec::new();
        if let Err(error) = reader.take(most as u64 + 1).read_to_end(&mut bytes) {
            let (code, reason) = fault_reason(&error);
            return Some(self.broken(&bytes, code, reason));
        }
        if bytes.len() + self.packages.bytes() > most {
            if let flow @ std::ops::ControlFlow::Break(()) = self.packages.flush(self.sink) {
                return Some(flow);
            }
            if bytes.len() > most {
                let reason = format!("a part of more than {most} bytes");
                return Some(self.broken(&bytes, "read.record-too-large", reason));
            }
        }
        Some(match encoding::decode(&bytes) {
            Ok((text, _)) => {
                let path = self.sink.file.to_string();
                self.packages.add(key, path, text.into_owned());
                Continue(())
            }
            Err(error) => self.broken(&bytes, error.code, error.detail),
        })
    }

    fn objects(&mut self, cursor: &mut Cursor<'_>, head: &[u8]) -> Flow {
        let given = self.options.mapping.as_ref();
        let mut known: BTreeMap<Vec<String>, Arc<Mapping>> = BTreeMap::new();
        let mut kind = |bytes: &[u8]| {
            let object = serde_json::from_slice::<serde_json::Map<_, serde_json::Value>>(bytes);
            let Ok(object) = object else {
                // What is no object says so when it is read.
                return PieceKind::TableRow(Arc::new(mapping(
                    given,
                    Header {
                        cells: Cells::Object,
                        ..Header::default()
                    },
                )));
            };
            let columns: Vec<String> = object.keys().cloned().collect();
            if let Some(known) = known.get(&columns) {
                return PieceKind::TableRow(known.clone());
            }
            let made = Arc::new(mapping(
                given,
                Header {
                    columns: columns.clone(),
                    cells: Cells::Object,
                    ..Header::default()
                },
            ));
            if known.len() < 1000 {
                known.insert(columns, made.clone());
            }
            PieceKind::TableRow(made)
        };
        // A file whose first object has no number is no table of documents.
        let first = head.iter().position(|b| *b == b'{').unwrap_or(0);
        let mut stream = serde_json::Deserializer::from_slice(&head[first..])
            .into_iter::<serde_json::Map<String, serde_json::Value>>();
        if let Some(Ok(object)) = stream.next() {
            let columns: Vec<String> = object.keys().cloned().collect();
            let header = Header {
                columns,
                cells: Cells::Object,
                ..Header::default()
            };
            if !mapping(given, header.clone()).identifies() {
                return self.refuse(&header, head);
            }
        }
        objects(cursor, self.sink, &mut kind)
    }

    fn references(&mut self, cursor: &mut Cursor<'_>) -> Flow {
        let header = Header {
            columns: REFERENCE_COLUMNS.iter().map(|s| (*s).to_owned()).collect(),
            cells: Cells::Reference,
            ..Header::default()
        };
        let mut kind = mapping(None, header);
        kind.office = "CN".to_owned();
        let kind = PieceKind::TableRow(Arc::new(kind));
        split::references(cursor, self.sink, &kind)
    }

    fn rows(
        &mut self,
        cursor: &mut Cursor<'_>,
        mut rows: Rows,
        encoding: &str,
        head: &[u8],
    ) -> Flow {
        let mut preamble = Vec::new();
        let delimiter = char::from(rows.delimiter);
        let mut kind: Option<PieceKind> = None;
        let (mut blank, mut count) = (0u64, 0u64);
        let (mut heading, mut repeated) = (Vec::new(), 0u64);
        loop {
            let kept = match rows.next(cursor) {
                Next::Row(kept) => kept,
                Next::Broken(kept, code, reason) => {
                    self.sink.broken(kept, code, reason)?;
                    count += 1;
                    continue;
                }
                Next::End => break,
            };
            count += 1;
            if let Some(kind) = &kind {
                if kept
                    .bytes
                    .iter()
                    .all(|b| *b == rows.delimiter || b.is_ascii_whitespace())
                {
                    blank += 1;
                } else if kept.bytes.trim_ascii() == heading {
                    repeated += 1;
                } else {
                    self.sink
                        .piece(kept.offset, kept.line, kind.clone(), kept.bytes)?;
                }
                continue;
            }
            let mut header = Header {
                columns: Vec::new(),
                cells: Cells::Delimited,
                delimiter,
                encoding: encoding.to_owned(),
            };
            match header.split(&kept.bytes) {
                Ok((columns, _)) => header.columns = clean(columns),
                Err(error) => return self.broken(head, error.code, error.detail),
            }
            match table_kind(self.options.mapping.as_ref(), &header) {
                Some(found) => {
                    rows.columns = Some(header.columns.len());
                    kind = Some(found);
                    heading = kept.bytes.trim_ascii().to_vec();
                }
                None => preamble.push(header),
            }
            if preamble.len() >= PREAMBLE_ROWS {
                break;
            }
        }
        if repeated > 0 {
            self.sink
                .skipped(format!("the header stands {repeated} times more"))?;
        }
        if count == 1 && kind.is_some() {
            self.sink.skipped("a table without any row")?;
        }
        if blank > 0 {
            self.sink
                .skipped(format!("{blank} rows without any value"))?;
        }
        if kind.is_none() && cursor.fault().is_none() {
            return match preamble.first() {
                Some(header) => self.refuse(header, head),
                None => Continue(()),
            };
        }
        if let Some(fault) = cursor.fault() {
            let (code, reason) = fault_reason(fault);
            let kept = cursor.take();
            return self.sink.broken(kept, code, reason);
        }
        Continue(())
    }

    /// A table without a number by which a document could be known.
    fn refuse(&mut self, header: &Header, head: &[u8]) -> Flow {
        let columns: Vec<&str> = header.columns.iter().take(12).map(String::as_str).collect();
        let reason = format!(
            "a table with the columns “{}”: none is known as a publication or application number; give a mapping",
            columns.join("”, “")
        );
        self.broken(head, "read.table-no-number", reason)
    }

    /// An XLSX or XLS file: every row of every sheet with a header.
    pub fn workbook(&mut self, window: Window, head: &[u8]) -> Flow {
        let len = window.len();
        let given = self.options.mapping.as_ref();
        let mut sheet_at = usize::MAX;
        let mut preamble: Vec<Vec<String>> = Vec::new();
        let mut kind: Option<PieceKind> = None;
        let (mut count, mut read) = (0u64, 0u64);
        let mut first: Option<Header> = None;
        let sink = &mut *self.sink;
        let done = workbook::rows(window, &self.options.limits, &mut |sheet, line, cells| {
            count += 1;
            if sheet != sheet_at {
                sheet_at = sheet;
                kind = None;
                preamble.clear();
            }
            if let Some(kind) = &kind {
                read += 1;
                let bytes = serde_json::to_vec(&cells).unwrap_or_default();
                return sink.piece(count - 1, line, kind.clone(), bytes);
            }
            if preamble.len() < PREAMBLE_ROWS {
                let header = Header {
                    columns: clean(cells.clone()),
                    cells: Cells::Array,
                    ..Header::default()
                };
                kind = table_kind(given, &header);
                first.get_or_insert(header);
                preamble.push(cells);
            }
            Continue(())
        });
        match done {
            Ok(flow) => {
                flow?;
                match first {
                    Some(header) if read == 0 && kind.is_none() => self.refuse(&header, head),
                    None => self.broken(head, "read.empty", "a workbook without any row"),
                    _ => Continue(()),
                }
            }
            Err((code, reason)) => {
                let lower = self.sink.file.to_lowercase();
                if lower.ends_with(".doc") || lower.ends_with(".ppt") {
                    return self.sink.skipped("an old office document, no table");
                }
                let _ = len;
                self.broken(head, code, reason)
            }
        }
    }
}

fn clean(columns: Vec<String>) -> Vec<String> {
    columns
        .into_iter()
        .map(|c| {
            c.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                .to_owned()
        })
        .collect()
}

fn mapping(given: Option<&Mapping>, header: Header) -> Mapping {
    let mut mapping = given.cloned().unwrap_or_else(|| propose(&header.columns));
    mapping.header = Some(header);
    mapping
}

/// How rows under this header are read; `None` when it is no header of documents.
fn table_kind(given: Option<&Mapping>, header: &Header) -> Option<PieceKind> {
    if given.is_none() && gazette::is_header(&header.columns) {
        return Some(PieceKind::GazetteRow(Arc::new(header.clone())));
    }
    let mapping = mapping(given, header.clone());
    let here = header
        .columns
        .iter()
        .filter_map(|name| mapping.column(name))
        .any(|c| {
            use crate::read::table::Field::{Application, Publication};
            matches!(c.field, Publication | Application)
        });
    here.then(|| PieceKind::TableRow(Arc::new(mapping)))
}

/// UTF-16 by its mark, or by the zeros beside the ASCII of its markup.
fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    use encoding_rs::{UTF_16BE, UTF_16LE};
    match head {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [b'<', 0, b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', ..] => Some(UTF_16BE),
        _ => None,
    }
}

const _: () = assert!(HEAD_BYTES >= 4096);
