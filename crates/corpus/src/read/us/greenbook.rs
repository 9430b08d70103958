//! Green book: the text tapes of grants of 1976 to 2001, lines of a tag in four columns and a value.

mod body;
mod party;
mod related;

use crate::read::ReadError;
use crate::read::classes::mark_first;
use crate::read::ledger::extra;
use crate::read::us::{doc_number, finish};
use crate::record::{Citation, DocId, Format, Passage, Record, Role, Text};
use body::{claim_group, paragraphs};
use party::{party, person, person_name, representatives};
use quanlian_handbook::Date;
use related::{
    classes, international, patent_citation, priority, reissue, related, related_in_words,
};

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
