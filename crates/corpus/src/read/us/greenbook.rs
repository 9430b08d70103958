//! Green book: the text tapes of grants of 1976 to 2001, lines of a tag in four columns and a value.

use crate::read::ReadError;
use crate::read::claims;
use crate::read::classes::{class, ipc_symbol, locarno_symbol, mark_first, uspc_symbol};
use crate::read::ledger::{extra, note};
use crate::read::us::{doc_number, finish};
use crate::record::{
    Citation, Claim, ClaimSet, Class, DocId, Format, Paragraph, Party, Passage, Priority, Record,
    Relation, RelationKind, Role, Scheme, Text,
};
use quanlian_handbook::Date;

/// A logical group (`PATN`, `INVT`, …) with its fields in order.
struct Group {
    name: String,
    fields: Vec<(String, String)>,
}

impl Group {
    fn first(&self, tag: &str) -> &str {
        self.fields
            .iter()
            .find(|(t, _)| t == tag)
            .map_or("", |(_, v)| v.trim())
    }
}

/// Tags that hold running text, as paragraphs of several indents and kinds.
const TEXT_TAGS: &[&str] = &["PAR", "PAL", "PA0", "PA1", "PA2", "PA3", "PA4", "PA5"];

/// Reads the `PATN` records of a green book text.
///
/// # Errors
/// `read.no-record` when the text has no `PATN`; `read.no-publication-number` when one has no `WKU`.
pub fn greenbook(text: &str) -> Result<Vec<Record>, ReadError> {
    let mut out = Vec::new();
    for groups in split(text) {
        out.append(&mut read(&groups)?);
    }
    if out.is_empty() {
        return Err(ReadError {
            code: "read.no-record",
            detail: "no line PATN".to_owned(),
        });
    }
    Ok(out)
}

/// Cuts the text into records of groups. Whatever stands before the first `PATN` is not a record.
fn split(text: &str) -> Vec<Vec<Group>> {
    let mut records: Vec<Vec<Group>> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        let tag = line.get(..4).unwrap_or(line).trim_end();
        let value = line.get(5..).unwrap_or("");
        let is_tag = !tag.is_empty()
            && tag
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && tag.starts_with(|c: char| c.is_ascii_uppercase());
        if is_tag && tag == "PATN" {
            records.push(Vec::new());
        }
        let Some(groups) = records.last_mut() else {
            continue;
        };
        if is_tag && tag.len() == 4 {
            groups.push(Group {
                name: tag.to_owned(),
                fields: Vec::new(),
            });
            if value.trim().is_empty() {
                continue;
            }
        }
        let Some(group) = groups.last_mut() else {
            continue;
        };
        if is_tag {
            group.fields.push((tag.to_owned(), value.to_owned()));
        } else if let Some((tag, last)) = group.fields.last_mut() {
            last.push('\n');
            last.push_str(if *tag == "TBL" { value } else { line });
        } else if !line.trim().is_empty() {
            group.fields.push((String::new(), line.to_owned()));
        }
    }
    records
}

fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(groups: &[Group]) -> Result<Vec<Record>, ReadError> {
    let mut record = Record::new(Format::UsGreenBook);
    let mut stated_claims = String::new();
    let mut sequences = [0u32; 3];
    let mut description = Vec::new();
    for group in groups {
        match group.name.as_str() {
            "PATN" => stated_claims = head(group, &mut record),
            "INVT" => person(group, Role::Inventor, &mut sequences[0], &mut record),
            "ASSG" => person(group, Role::Owner, &mut sequences[1], &mut record),
            "LREP" => representatives(group, &mut sequences[2], &mut record),
            "PRIR" => priority(group, &mut record),
            "REIS" => reissue(group, &mut record),
            "RLAP" => related(group, &mut record),
            "CLAS" => classes(group, &mut record),
            "UREF" | "FREF" => patent_citation(group, &mut record),
            "OREF" => {
                for (tag, value) in &group.fields {
                    if TEXT_TAGS.contains(&tag.as_str()) {
                        let literature = folded(value);
                        record.citations.push(Citation {
                            literature,
                            ..Citation::default()
                        });
                    } else {
                        extra(&mut record, &format!("OREF.{tag}"), &folded(value));
                    }
                }
            }
            "PCTA" => international(group, &mut record),
            "ABST" => {
                let paragraphs = paragraphs(group);
                if !paragraphs.is_empty() {
                    record.abstracts.push(Passage {
                        lang: "en".to_owned(),
                        source: String::new(),
                        paragraphs,
                    });
                }
            }
            "CLMS" | "DCLM" => claim_group(group, &mut record),
            "PARN" | "GOVT" | "BSUM" | "DRWD" | "DETD" | "DRAW" => {
                description.append(&mut paragraphs(group))
            }
            name => keep(name, group, &[], &mut record),
        }
    }
    if !description.is_empty() {
        record.descriptions.push(Passage {
            lang: "en".to_owned(),
            source: String::new(),
            paragraphs: description,
        });
    }
    related_in_words(groups, &mut record);
    mark_first(&mut record.classes);
    finish(record, &stated_claims, "PATN")
}

/// Keeps the fields that have no place of their own.
fn keep(name: &str, group: &Group, used: &[&str], record: &mut Record) {
    for (tag, value) in &group.fields {
        if !used.contains(&tag.as_str()) {
            extra(record, &format!("{name}.{tag}"), &folded(value));
        }
    }
}

fn head(group: &Group, record: &mut Record) -> String {
    let printed = group.first("WKU");
    // Eight places of type and number, then a check digit.
    let (number, original) = match printed.len() {
        9 if printed.is_ascii() => (printed[..8].to_owned(), printed.to_owned()),
        _ => doc_number(printed),
    };
    let kind = match group.first("APT") {
        "1" => "A",
        "2" => "E",
        "4" => "S",
        "6" => "P",
        "7" => "H",
        _ => "",
    };
    record.publication = DocId {
        office: "US".to_owned(),
        number: number.split_whitespace().collect(),
        kind: kind.to_owned(),
        date: Date::read(group.first("ISD")),
        original,
        lang: String::new(),
    };
    if record.publication.date.is_none() {
        extra(record, "PATN.ISD", group.first("ISD"));
    }
    let printed = group.first("APN");
    if !printed.is_empty() {
        // Series code, six digits, check digit.
        let series = group.first("SRC");
        let serial = if printed.len() == 7 && printed.is_ascii() {
            &printed[..6]
        } else {
            printed
        };
        let number = match series.parse::<u8>() {
            Ok(series) => format!("{series:02}{serial}"),
            Err(_) => serial.to_owned(),
        };
        record.application = Some(DocId {
            office: "US".to_owned(),
            number,
            kind: String::new(),
            date: Date::read(group.first("APD")),
            original: printed.to_owned(),
            lang: String::new(),
        });
    }
    let title = folded(group.first("TTL"));
    if !title.is_empty() {
        record.titles.push(Text {
            lang: "en".to_owned(),
            text: title,
        });
    }
    let stated = group.first("NCL").to_owned();
    for (tag, key) in [
        ("SRC", "us-application-series-code"),
        ("APT", "application.type"),
        ("ART", "examiner.department"),
        ("NCL", "number-of-claims"),
        ("ECL", "us-exemplary-claim"),
        ("NDR", "figures.number-of-drawing-sheets"),
        ("NFG", "figures.number-of-figures"),
        ("TRM", "term-of-grant.length-of-grant"),
        ("DCD", "term-of-grant.disclaimer-date"),
    ] {
        extra(record, key, group.first(tag));
    }
    let mut sequence = 0;
    for (tag, label) in [("EXP", "primary-examiner"), ("EXA", "assistant-examiner")] {
        let name = person_name(group.first(tag));
        if !name.is_empty() {
            sequence += 1;
            extra(record, &format!("examiner.{label}"), &name);
            record.parties.push(party(Role::Examiner, sequence, name));
        }
    }
    keep(
        "PATN",
        group,
        &[
            "WKU", "SRC", "APN", "APT", "ART", "APD", "TTL", "ISD", "NCL", "ECL", "EXP", "EXA",
            "NDR", "NFG", "TRM", "DCD",
        ],
        record,
    );
    stated
}

/// `Love; John J.` → `Love, John J.`
fn person_name(printed: &str) -> String {
    folded(printed).replacen("; ", ", ", 1)
}

fn party(role: Role, sequence: u32, name: String) -> Party {
    Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address: String::new(),
        country: String::new(),
        id: String::new(),
    }
}

/// `JPX` → `JP`: two letters of country and one of part.
fn office(printed: &str) -> String {
    match printed.get(..2) {
        Some(code) if code.chars().all(|c| c.is_ascii_alphabetic()) => code.to_uppercase(),
        _ => String::new(),
    }
}

fn person(group: &Group, role: Role, sequence: &mut u32, record: &mut Record) {
    let name = person_name(group.first("NAM"));
    let label = if role == Role::Inventor {
        "INVT"
    } else {
        "ASSG"
    };
    if name.is_empty() {
        note(record, "read.missing-node", format!("{label}/NAM"));
        keep(label, group, &[], record);
        return;
    }
    *sequence += 1;
    let address: Vec<String> = ["STR", "CTY", "STA", "ZIP"]
        .iter()
        .map(|tag| folded(group.first(tag)))
        .filter(|part| !part.is_empty())
        .collect();
    let country = match (group.first("CNT"), group.first("STA")) {
        // Residents of the United States have a state and no country.
        ("", state) if !state.is_empty() => "US".to_owned(),
        (country, _) => office(country),
    };
    let extras: Vec<(String, String)> = group
        .fields
        .iter()
        .filter(|(tag, _)| !["NAM", "STR", "CTY", "STA", "ZIP", "CNT"].contains(&tag.as_str()))
        .map(|(tag, value)| {
            (
                format!("{label}.{tag}"),
                format!("{sequence}: {}", folded(value)),
            )
        })
        .collect();
    for (key, value) in extras {
        extra(record, &key, &value);
    }
    record.parties.push(Party {
        address: address.join(", "),
        country,
        ..party(role, *sequence, name)
    });
}

fn representatives(group: &Group, sequence: &mut u32, record: &mut Record) {
    for (tag, value) in &group.fields {
        let role = match tag.as_str() {
            "FRM" => Role::Agency,
            "FR2" | "FR3" | "AAT" | "AGT" | "ATT" => Role::Agent,
            _ => {
                extra(record, &format!("LREP.{tag}"), &folded(value));
                continue;
            }
        };
        *sequence += 1;
        record
            .parties
            .push(party(role, *sequence, person_name(value)));
    }
}

fn priority(group: &Group, record: &mut Record) {
    let (number, original) = doc_number(&folded(group.first("APN")));
    if number.is_empty() {
        note(record, "read.missing-node", "PRIR/APN");
    }
    let id = DocId {
        office: office(group.first("CNT")),
        number,
        kind: String::new(),
        date: Date::read(group.first("APD")),
        original,
        lang: String::new(),
    };
    record.priorities.push(Priority {
        id,
        kind: String::new(),
        active: true,
        linkage: String::new(),
    });
    keep("PRIR", group, &["APN", "CNT", "APD"], record);
}

fn us_number(printed: &str, date: &str) -> DocId {
    let (number, original) = doc_number(&folded(printed));
    DocId {
        office: "US".to_owned(),
        number,
        kind: String::new(),
        date: Date::read(date),
        original,
        lang: String::new(),
    }
}

fn reissue(group: &Group, record: &mut Record) {
    let id = us_number(group.first("PNO"), group.first("ISD"));
    let application = us_number(group.first("APN"), group.first("APD"));
    let mut notes: Vec<String> = Vec::new();
    if !application.number.is_empty() {
        notes.push(
            format!("application {} {}", application.number, group.first("APD"))
                .trim()
                .to_owned(),
        );
    }
    record.relations.push(Relation {
        kind: RelationKind::Reissue,
        id,
        note: notes.join("; "),
    });
    keep("REIS", group, &["PNO", "ISD", "APN", "APD"], record);
}

fn related(group: &Group, record: &mut Record) {
    let code = group.first("COD");
    let kind = match code {
        "71" => RelationKind::Continuation,
        "72" => RelationKind::ContinuationInPart,
        _ => RelationKind::Other,
    };
    let mut notes = vec![format!("code {code}")];
    let status = group.first("PSC");
    if !status.is_empty() {
        notes.push(format!("status {status}"));
    }
    let patent = group.first("PNO");
    if !patent.is_empty() {
        notes.push(
            format!("grant US {} {}", folded(patent), group.first("ISD"))
                .trim()
                .to_owned(),
        );
    }
    let mut id = us_number(group.first("APN"), group.first("APD"));
    if id.number.is_empty() {
        id = us_number(patent, group.first("ISD"));
    }
    record.relations.push(Relation {
        kind,
        id,
        note: notes.join("; "),
    });
    keep(
        "RLAP",
        group,
        &["COD", "PSC", "PNO", "ISD", "APN", "APD"],
        record,
    );
}

/// Where the code of the only related application is not one of the known, the paragraph about the
/// parent (`PARN`) says in words what it is.
fn related_in_words(groups: &[Group], record: &mut Record) {
    let said: String = groups
        .iter()
        .filter(|g| g.name == "PARN")
        .flat_map(|g| &g.fields)
        .map(|(_, value)| folded(value).to_lowercase())
        .collect();
    let mut of_code = record
        .relations
        .iter_mut()
        .filter(|r| r.note.starts_with("code "));
    let (Some(relation), None) = (of_code.next(), of_code.next()) else {
        return;
    };
    if relation.kind != RelationKind::Other {
        return;
    }
    let part = said.contains("continuation-in-part") || said.contains("continuation in part");
    let continuation = !part && said.contains("continuation");
    let division = said.contains("division");
    relation.kind = match (part, continuation, division) {
        (true, _, false) => RelationKind::ContinuationInPart,
        (_, true, false) => RelationKind::Continuation,
        (false, false, true) => RelationKind::Division,
        _ => return,
    };
}

fn international(group: &Group, record: &mut Record) {
    for (number, date, kind) in [
        ("PCN", "PD3", RelationKind::PctApplication),
        ("PCP", "PCD", RelationKind::PctPublication),
    ] {
        let printed = folded(group.first(number));
        if printed.is_empty() {
            continue;
        }
        let office = if kind == RelationKind::PctPublication {
            "WO"
        } else {
            ""
        };
        let (number, original) = doc_number(&printed);
        let id = DocId {
            office: office.to_owned(),
            number,
            kind: String::new(),
            date: Date::read(group.first(date)),
            original,
            lang: String::new(),
        };
        record.relations.push(Relation {
            kind,
            id,
            note: String::new(),
        });
    }
    // The dates of 35 U.S.C. 371 and 102(e).
    for (tag, key) in [("PD1", "us-371-date"), ("PD2", "us-102e-date")] {
        if let Some(date) = Date::read(group.first(tag)) {
            record.dates.insert(key.to_owned(), date);
        } else {
            extra(record, &format!("PCTA.{tag}"), group.first(tag));
        }
    }
    keep(
        "PCTA",
        group,
        &["PCN", "PD3", "PCP", "PCD", "PD1", "PD2"],
        record,
    );
}

fn classes(group: &Group, record: &mut Record) {
    let edition = group.first("EDF").to_owned();
    let design = record.publication.kind == "S";
    for (tag, value) in &group.fields {
        match tag.as_str() {
            "OCL" | "XCL" | "UCL" | "DCL" => {
                extra(record, &format!("CLAS.{tag}.printed"), value.trim());
                record.classes.push(Class {
                    first: tag == "OCL",
                    office: "US".to_owned(),
                    ..class(Scheme::Uspc, uspc_symbol(value))
                });
            }
            "ICL" => {
                let (scheme, symbol) = match (
                    ipc_symbol(value),
                    locarno_symbol(value.trim_start().trim_start_matches('D')),
                ) {
                    (Some((symbol, _)), _) => (Scheme::Ipc, symbol),
                    (None, Some((symbol, _))) if design => (Scheme::Locarno, symbol),
                    _ => (Scheme::Other, value.split_whitespace().collect()),
                };
                extra(record, "CLAS.ICL.printed", value.trim());
                record.classes.push(Class {
                    version: edition.clone(),
                    ..class(scheme, symbol)
                });
            }
            "EDF" => {}
            "FSC" | "FSS" => extra(
                record,
                "field-of-search",
                &format!("{tag} {}", folded(value)),
            ),
            _ => extra(record, &format!("CLAS.{tag}"), &folded(value)),
        }
    }
}

fn patent_citation(group: &Group, record: &mut Record) {
    let number = record.citations.len() + 1;
    let country = match group.first("CNT") {
        "" if group.name == "UREF" => "US".to_owned(),
        country => office(country),
    };
    let printed_date = group.first("ISD");
    let (cited, original) = doc_number(&folded(group.first("PNO")));
    let id = DocId {
        office: country,
        number: cited,
        kind: String::new(),
        date: Date::read(printed_date),
        original,
        lang: String::new(),
    };
    if id.number.is_empty() {
        note(
            record,
            "read.empty-citation",
            format!("{} {number}", group.name),
        );
        keep(&group.name, group, &[], record);
        return;
    }
    if id.date.is_none() && !printed_date.is_empty() {
        extra(
            record,
            "citation.date",
            &format!("{number}: {printed_date}"),
        );
    }
    for (tag, value) in &group.fields {
        match tag.as_str() {
            "PNO" | "ISD" | "CNT" => {}
            "NAM" => extra(
                record,
                "citation.name",
                &format!("{number}: {}", folded(value)),
            ),
            "OCL" | "XCL" | "UCL" | "DCL" => {
                extra(
                    record,
                    "citation.class",
                    &format!("{number}: {}", value.trim()),
                );
            }
            _ => extra(
                record,
                &format!("citation.{tag}"),
                &format!("{number}: {}", folded(value)),
            ),
        }
    }
    record.citations.push(Citation {
        patent: Some(id),
        ..Citation::default()
    });
}

/// The text fields of a group: `PAC` is a heading, `TBL` and `EQU` keep their lines.
fn paragraphs(group: &Group) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for (tag, value) in &group.fields {
        let text = match tag.as_str() {
            "TBL" | "EQU" => value.trim_matches('\n').trim_end().to_owned(),
            _ => folded(value),
        };
        // `TBL3` and the like open a table; the tag itself says nothing more.
        if text.trim().is_empty() {
            continue;
        }
        out.push(Paragraph {
            number: String::new(),
            heading: tag == "PAC",
            text,
        });
    }
    out
}

fn claim_group(group: &Group, record: &mut Record) {
    let mut claims_read: Vec<Claim> = Vec::new();
    let mut number = None;
    for (tag, value) in &group.fields {
        let text = match tag.as_str() {
            "TBL" | "EQU" => value.trim_end().to_owned(),
            _ => folded(value),
        };
        match tag.as_str() {
            "STM" => extra(record, "claim-statement", &text),
            "NUM" => {
                number = text
                    .trim_end_matches('.')
                    .trim()
                    .parse::<u32>()
                    .ok()
                    .filter(|n| *n > 0)
            }
            _ if text.is_empty() => {}
            _ => match (number.take(), claims_read.last_mut()) {
                (None, Some(last)) => {
                    last.text.push('\n');
                    last.text.push_str(&text);
                }
                (stated, _) => {
                    let position = u32::try_from(claims_read.len() + 1).unwrap_or(u32::MAX);
                    claims_read.push(Claim {
                        number: stated.unwrap_or(position),
                        depends_on: Vec::new(),
                        text,
                    });
                }
            },
        }
    }
    for claim in &mut claims_read {
        claim.text = claims::without_number(&claim.text, claim.number).to_owned();
        claim.depends_on = claims::references(&claim.text, "en", claim.number);
    }
    if !claims_read.is_empty() {
        record.claims.push(ClaimSet {
            lang: "en".to_owned(),
            states: Vec::new(),
            claims: claims_read,
        });
    }
}
