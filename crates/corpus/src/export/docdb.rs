//! DOCDB-shaped XML: `exch:exchange-documents` as the EPO's exchange format writes them, so that a
//! reader of DOCDB reads them again. The format has no place for claims and descriptions.

mod classes;

use super::column::{application_number, number};
use super::{ExportError, ExportRow, Exporter};
use crate::record::{Citation, DocId, Passage, Priority, Record, Role};
use std::borrow::Cow;
use std::io::Write;

/// Writes one `exch:exchange-document` a hit.
pub(super) struct Docdb {
    out: Box<dyn Write + Send>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<exch:exchange-documents xmlns:exch=\"http://www.epo.org/exchange\">\n";

impl Docdb {
    /// Writes the start of the file.
    pub fn new(mut out: Box<dyn Write + Send>) -> Result<Docdb, ExportError> {
        out.write_all(HEAD.as_bytes())?;
        Ok(Docdb { out })
    }
}

impl Exporter for Docdb {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        let mut xml = Xml(String::with_capacity(4096));
        document(&mut xml, row);
        self.out.write_all(xml.0.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.out.write_all(b"</exch:exchange-documents>\n")?;
        self.out.flush()?;
        Ok(())
    }
}

/// XML as it grows.
struct Xml(String);

impl Xml {
    /// Opens an element; attributes without a value are left out.
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.0.push_str(&escape(value));
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with text, unless the text is empty.
    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        if !text.is_empty() {
            self.open(name, attributes);
            self.0.push_str(&escape(text));
            self.close(name);
        }
    }

    /// `document-id` in DOCDB parts.
    fn id(&mut self, id: &DocId) {
        self.open("document-id", &[("lang", &id.lang)]);
        self.leaf("country", &[], &id.office);
        self.leaf("doc-number", &[], &id.number);
        self.leaf("kind", &[], &id.kind);
        let date = compact(id);
        self.leaf("date", &[], &date);
        self.close("document-id");
    }

    /// `document-id` with the number as printed.
    fn printed(&mut self, original: &str) {
        self.open("document-id", &[]);
        self.leaf("doc-number", &[], original);
        self.close("document-id");
    }
}

fn compact(id: &DocId) -> String {
    id.date
        .map(|date| date.number().to_string())
        .unwrap_or_default()
}

fn document(xml: &mut Xml, row: &ExportRow<'_>) {
    let record = row.record;
    let publication = &record.publication;
    let produced = record
        .produced
        .map(|date| date.number().to_string())
        .unwrap_or_default();
    xml.open(
        "exch:exchange-document",
        &[
            ("country", &publication.office),
            ("doc-number", &publication.number),
            ("kind", &publication.kind),
            ("date-publ", &compact(publication)),
            ("family-id", &record.source_family),
            ("date-of-last-exchange", &produced),
        ],
    );
    xml.open("exch:bibliographic-data", &[]);
    reference(xml, "exch:publication-reference", publication);
    classes::classes(xml, record);
    if let Some(application) = &record.application {
        reference(xml, "exch:application-reference", application);
    }
    xml.leaf("exch:language-of-publication", &[], &publication.lang);
    priorities(xml, &record.priorities);
    parties(xml, record);
    for title in &record.titles {
        xml.leaf(
            "exch:invention-title",
            &[("lang", &title.lang), ("data-format", "docdba")],
            &title.text,
        );
    }
    designated(xml, record);
    availability(xml, record);
    citations(xml, &record.citations);
    xml.close("exch:bibliographic-data");
    for text in &record.abstracts {
        passage(xml, text);
    }
    xml.close("exch:exchange-document");
    xml.0.push('\n');
}

fn reference(xml: &mut Xml, name: &str, id: &DocId) {
    xml.open(name, &[("data-format", "docdb")]);
    xml.id(id);
    xml.close(name);
    if !id.original.is_empty() {
        xml.open(name, &[("data-format", "original")]);
        xml.printed(&id.original);
        xml.close(name);
    }
}

/// Designated states: of a regional office, or of an international application.
fn designated(xml: &mut Xml, record: &Record) {
    if record.designated.is_empty() {
        return;
    }
    let (outer, inner) = match record.publication.office.as_str() {
        "WO" => ("exch:designation-pct", "exch:national"),
        _ => ("exch:designation-epc", "exch:contracting-states"),
    };
    xml.open("exch:designation-of-states", &[]);
    xml.open(outer, &[]);
    xml.open(inner, &[]);
    for state in &record.designated {
        xml.leaf("country", &[], state);
    }
    xml.close(inner);
    xml.close(outer);
    xml.close("exch:designation-of-states");
}

/// Names of the INID codes 41 to 47 in DOCDB.
const AVAILABILITY: [(&str, &str); 7] = [
    ("41", "exch:unexamined-not-printed-without-grant"),
    ("42", "exch:examined-not-printed-without-grant"),
    ("43", "exch:unexamined-printed-without-grant"),
    ("44", "exch:examined-printed-without-grant"),
    ("45", "exch:printed-with-grant"),
    ("46", "exch:claims-only-available"),
    ("47", "exch:not-printed-with-grant"),
];

/// When the document, examined or granted or neither, could be seen first.
fn availability(xml: &mut Xml, record: &Record) {
    let known = || {
        AVAILABILITY
            .into_iter()
            .filter_map(|(inid, name)| Some((name, record.dates.get(inid)?)))
    };
    if known().next().is_none() {
        return;
    }
    xml.open("exch:dates-of-public-availability", &[]);
    for (name, date) in known() {
        xml.open(name, &[]);
        xml.open("document-id", &[]);
        xml.leaf("date", &[], &date.number().to_string());
        xml.close("document-id");
        xml.close(name);
    }
    xml.close("exch:dates-of-public-availability");
}

fn priorities(xml: &mut Xml, priorities: &[Priority]) {
    if priorities.is_empty() {
        return;
    }
    xml.open("exch:priority-claims", &[]);
    for (sequence, priority) in (1u32..).zip(priorities) {
        let sequence = sequence.to_string();
        xml.open(
            "exch:priority-claim",
            &[("sequence", &sequence), ("data-format", "docdb")],
        );
        xml.id(&priority.id);
        xml.leaf("exch:priority-linkage-type", &[], &priority.linkage);
        let active = if priority.active { "Y" } else { "N" };
        xml.leaf("exch:priority-active-indicator", &[], active);
        xml.close("exch:priority-claim");
        if !priority.id.original.is_empty() {
            xml.open(
                "exch:priority-claim",
                &[("sequence", &sequence), ("data-format", "original")],
            );
            xml.printed(&priority.id.original);
            xml.close("exch:priority-claim");
        }
    }
    xml.close("exch:priority-claims");
}

/// Applicants and inventors; DOCDB knows no owners, so owners stand in where no applicant is named.
fn parties(xml: &mut Xml, record: &Record) {
    let has = |role: Role| record.parties.iter().any(|party| party.role == role);
    let holder = if has(Role::Applicant) {
        Role::Applicant
    } else {
        Role::Owner
    };
    if !has(holder) && !has(Role::Inventor) {
        return;
    }
    xml.open("exch:parties", &[]);
    for (role, name) in [(holder, "applicant"), (Role::Inventor, "inventor")] {
        if has(role) {
            party_list(xml, record, role, name);
        }
    }
    xml.close("exch:parties");
}

fn party_list(xml: &mut Xml, record: &Record, role: Role, name: &str) {
    let list = format!("exch:{name}s");
    let element = format!("exch:{name}");
    let name_element = format!("exch:{name}-name");
    xml.open(&list, &[]);
    let parties = || (1u32..).zip(record.parties.iter().filter(|p| p.role == role));
    for format in ["docdb", "docdba", "original"] {
        for (sequence, party) in parties() {
            let text = match (party.names.get(format), format) {
                (Some(text), _) => text.as_str(),
                (None, "docdb") => party.name.as_str(),
                (None, _) => continue,
            };
            let sequence = sequence.to_string();
            xml.open(
                &element,
                &[("sequence", &sequence), ("data-format", format)],
            );
            xml.open(&name_element, &[]);
            xml.leaf("name", &[], text);
            xml.close(&name_element);
            if format == "docdb" {
                if !party.country.is_empty() {
                    xml.open("residence", &[]);
                    xml.leaf("country", &[], &party.country);
                    xml.close("residence");
                }
                if !party.address.is_empty() {
                    xml.open("address", &[]);
                    xml.leaf("text", &[], &party.address);
                    xml.close("address");
                }
            }
            xml.close(&element);
        }
    }
    xml.close(&list);
}

fn citations(xml: &mut Xml, citations: &[Citation]) {
    if citations.is_empty() {
        return;
    }
    xml.open("exch:references-cited", &[]);
    for (sequence, citation) in (1u32..).zip(citations) {
        let sequence = sequence.to_string();
        xml.open(
            "exch:citation",
            &[
                ("cited-phase", &citation.phase),
                ("cited-by", &citation.by),
                ("sequence", &sequence),
            ],
        );
        if let Some(patent) = &citation.patent {
            let dnum = number(patent);
            xml.open(
                "patcit",
                &[
                    ("num", "1"),
                    ("dnum", &dnum),
                    ("dnum-type", "publication number"),
                ],
            );
            let mut id = patent.clone();
            if id.number.is_empty() {
                id.number = application_number(patent);
            }
            xml.id(&id);
            xml.close("patcit");
        } else if !citation.literature.is_empty() {
            xml.open("nplcit", &[("num", "1")]);
            xml.leaf("text", &[], &citation.literature);
            xml.close("nplcit");
        }
        if !citation.passages.is_empty() || !citation.claims.is_empty() {
            xml.open("rel-passage", &[]);
            for passage in citation.passages.lines() {
                xml.leaf("passage", &[], passage);
            }
            xml.leaf("rel-claims", &[], &citation.claims);
            xml.close("rel-passage");
        }
        xml.leaf("category", &[], &citation.category);
        xml.close("exch:citation");
    }
    xml.close("exch:references-cited");
}

fn passage(xml: &mut Xml, text: &Passage) {
    if text.paragraphs.is_empty() {
        return;
    }
    xml.open(
        "exch:abstract",
        &[
            ("lang", &text.lang),
            ("data-format", "docdba"),
            ("abstract-source", &text.source),
        ],
    );
    for paragraph in &text.paragraphs {
        xml.leaf("exch:p", &[], &paragraph.text);
    }
    xml.close("exch:abstract");
}

/// Escapes markup and leaves out what XML 1.0 cannot hold.
fn escape(text: &str) -> Cow<'_, str> {
    let risky = |c: char| {
        matches!(c, '<' | '>' | '&' | '"' | '\u{fffe}' | '\u{ffff}')
            || (c < ' ' && !matches!(c, '\t' | '\n' | '\r'))
    };
    if !text.contains(risky) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            c if risky(c) => {}
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}
