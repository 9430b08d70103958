//! One row of the Chinese gazette as CSV, with its dirt → one record.

mod country;

use super::table::{Header, fold_width, read_number, split_names};
use super::tree::fold_blanks;
use super::{ReadError, table};
use crate::record::{DocId, Format, Note, Party, Record, Role, Scheme, Text};
use country::country;
use quanlian_handbook::Date;

/// The columns of the gazette.
const COLUMNS: [&str; 10] = [
    "item",
    "name",
    "authorization_notice_id",
    "authorized_announcement_date",
    "filing_id",
    "filing_date",
    "patentee",
    "designer",
    "address",
    "Int.Cl.",
];

/// Whether a header is that of the gazette; empty columns behind do not count.
pub fn is_header(columns: &[String]) -> bool {
    columns.len() >= COLUMNS.len()
        && columns
            .iter()
            .zip(COLUMNS)
            .all(|(c, name)| c.trim() == name)
        && columns[COLUMNS.len()..].iter().all(|c| c.trim().is_empty())
}

/// The cells of a row by what they hold.
#[derive(Default)]
struct Cells {
    name: String,
    number: String,
    published: String,
    filing: String,
    filed: String,
    owners: String,
    inventors: String,
    address: String,
    classes: String,
    shifted: Option<String>,
    rest: Vec<String>,
}

/// Reads one row.
///
/// # Errors
/// `read.gazette-blank`: no value at all; `read.no-number`: no cell holds a publication number,
/// by which alone a row of the gazette is known.
pub fn row(header: &Header, bytes: &[u8]) -> Result<Vec<Record>, ReadError> {
    let (fields, notes) = header.split(bytes)?;
    let mut fields: Vec<String> = fields.iter().map(|f| clean(f)).collect();
    while fields.len() > COLUMNS.len() && fields.last().is_some_and(String::is_empty) {
        fields.pop();
    }
    if fields.iter().all(String::is_empty) {
        return Err(ReadError::new(
            "read.gazette-blank",
            "a row without any value",
        ));
    }
    let cells = arrange(fields)?;
    let mut record = Record::new(Format::GazetteCsv);
    record.notes = notes;
    fill(&mut record, cells);
    Ok(vec![record])
}

fn clean(field: &str) -> String {
    fold_blanks(&field.replace(['\u{2002}', '\u{3000}', '\u{a0}'], " "))
}

/// A number in one form: half width, capitals, no blanks.
fn plain(cell: &str) -> String {
    let mut plain = fold_width(cell).to_ascii_uppercase();
    plain.retain(|c| c != ' ');
    plain
}

/// A publication number of the gazette: CN, seven to nine digits, the kind.
fn is_number(cell: &str) -> bool {
    let cell = plain(cell);
    let Some(rest) = cell.strip_prefix("CN") else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let kind = &rest[digits..];
    (7..=9).contains(&digits)
        && (1..=2).contains(&kind.len())
        && kind.as_bytes()[0].is_ascii_uppercase()
        && kind.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Puts cells in their places, also where commas in a text or lost ones shifted them: the
/// number, the dates and the class are known by their shape.
fn arrange(fields: Vec<String>) -> Result<Cells, ReadError> {
    let at = |n: usize| fields.get(n).cloned().unwrap_or_default();
    if fields.len() == COLUMNS.len() && is_number(&fields[2]) && !is_misplaced(&fields) {
        return Ok(Cells {
            name: at(1),
            number: at(2),
            published: at(3),
            filing: at(4),
            filed: at(5),
            owners: at(6),
            inventors: at(7),
            address: at(8),
            classes: at(9),
            ..Cells::default()
        });
    }
    let Some(place) = fields.iter().position(|f| is_number(f)) else {
        return Err(ReadError::new(
            "read.no-number",
            format!(
                "no publication number in the row “{}”",
                table::clip(&fields.join(","))
            ),
        ));
    };
    let mut cells = Cells {
        number: at(place),
        shifted: Some(fields.join(",")),
        ..Cells::default()
    };
    let item = usize::from(place > 0 && fields[0].bytes().all(|b| b.is_ascii_digit()));
    cells.name = fields[item..place].join(",");
    let mut rest: std::collections::VecDeque<String> =
        fields[place + 1..].iter().cloned().collect();
    if rest
        .front()
        .is_some_and(|f| Date::read(f).is_some() || f.is_empty())
    {
        cells.published = rest.pop_front().unwrap_or_default();
    }
    if rest.front().is_some_and(|f| is_filing(f) || f.is_empty()) {
        cells.filing = rest.pop_front().unwrap_or_default();
    }
    if rest
        .front()
        .is_some_and(|f| Date::read(f).is_some() || f.is_empty())
    {
        cells.filed = rest.pop_front().unwrap_or_default();
    }
    while rest.back().is_some_and(String::is_empty) {
        rest.pop_back();
    }
    let mut classes = Vec::new();
    while rest.back().is_some_and(|f| is_classes(f)) {
        classes.extend(rest.pop_back());
    }
    classes.reverse();
    cells.classes = classes.join(";");
    let rest: Vec<String> = rest.into();
    let address = rest.iter().position(|f| is_address(f));
    match (rest.len(), address) {
        (_, Some(at)) => {
            cells.owners = rest.first().filter(|_| at > 0).cloned().unwrap_or_default();
            cells.inventors = rest.get(1..at).unwrap_or_default().join(";");
            cells.address = rest[at..].join(",");
        }
        (0..=2, None) => {
            cells.owners = rest.first().cloned().unwrap_or_default();
            cells.inventors = rest.get(1).cloned().unwrap_or_default();
        }
        (_, None) => {
            cells.owners = rest[0].clone();
            cells.inventors = rest[1].clone();
            cells.address = rest[2..].join(",");
        }
    }
    if cells.published.is_empty() && cells.filing.is_empty() && cells.filed.is_empty() {
        cells.rest = fields;
    }
    Ok(cells)
}

/// Ten cells, but not in their places.
fn is_misplaced(fields: &[String]) -> bool {
    let dates = [3, 5]
        .iter()
        .all(|n| fields[*n].is_empty() || Date::read(&fields[*n]).is_some());
    !dates
        || !(fields[9].is_empty() || is_classes(&fields[9]))
            && (is_classes(&fields[8]) || is_address(&fields[9]))
}

fn is_filing(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 2
        && cell
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'X' | b'.' | b'E' | b'+'))
}

fn is_classes(cell: &str) -> bool {
    let first = split_names(cell, &separators()).into_iter().next();
    first.is_some_and(|text| {
        table::read_class(&text, Scheme::Ipc).is_some_and(|c| c.symbol.contains('/'))
            || table::read_class(&text, Scheme::Locarno).is_some_and(|c| c.symbol.contains('-'))
    })
}

fn is_address(cell: &str) -> bool {
    let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
    digits == 6 && cell.len() > 6
        || country(cell).is_some_and(|c| c != "CN") && cell.chars().count() > 3
}

fn separators() -> [String; 4] {
    [";", "；", "??", "？？"].map(str::to_owned)
}

fn note(record: &mut Record, code: &str, detail: String) {
    record.notes.push(Note {
        code: code.to_owned(),
        detail,
    });
}

fn fill(record: &mut Record, cells: Cells) {
    if let Some(original) = &cells.shifted {
        note(
            record,
            "read.columns-shifted",
            "cells stood in the wrong columns".to_owned(),
        );
        record.extras.insert("row".to_owned(), original.clone());
    }
    let number = plain(&cells.number);
    let digits = number[2..].bytes().take_while(u8::is_ascii_digit).count();
    let kind = number[2 + digits..].to_owned();
    record.publication = DocId {
        office: "CN".to_owned(),
        number: number[2..2 + digits].to_owned(),
        original: cells.number.clone(),
        ..DocId::default()
    };
    let granted = !kind.starts_with('A');
    record.publication.kind = kind;
    if !cells.name.is_empty() {
        record.titles.push(Text {
            lang: "zh".to_owned(),
            text: cells.name.clone(),
        });
    } else {
        note(record, "read.value-missing", "name".to_owned());
    }
    match Date::read(&cells.published) {
        Some(day) => {
            record.publication.date = Some(day);
            if granted {
                record.dates.insert("45".to_owned(), day);
            }
        }
        None => kept(record, "authorized_announcement_date", &cells.published),
    }
    application(record, &cells);
    let role = if granted {
        Role::Owner
    } else {
        Role::Applicant
    };
    for (index, name) in split_names(&cells.owners, &separators())
        .into_iter()
        .enumerate()
    {
        record.parties.push(table::party(role, index + 1, name));
    }
    for (index, name) in split_names(&cells.inventors, &separators())
        .into_iter()
        .enumerate()
    {
        record
            .parties
            .push(table::party(Role::Inventor, index + 1, name));
    }
    address(record, &cells.address);
    classes(record, &cells.classes);
    if !cells.rest.is_empty() {
        note(
            record,
            "read.value-missing",
            "dates and application number".to_owned(),
        );
    }
}

/// A value that does not fit: kept under the name of its column, with a note.
fn kept(record: &mut Record, column: &str, value: &str) {
    if value.is_empty() {
        note(record, "read.value-missing", column.to_owned());
        return;
    }
    note(
        record,
        "read.value",
        format!("{column}: {}", table::clip(value)),
    );
    record.extras.insert(column.to_owned(), value.to_owned());
}

fn application(record: &mut Record, cells: &Cells) {
    let date = Date::read(&cells.filed);
    if date.is_none() {
        kept(record, "filing_date", &cells.filed);
    }
    match read_number(&cells.filing, "CN", true) {
        Some(id) => record.application = Some(DocId { date, ..id }),
        None => {
            if table::is_ruined(&cells.filing) {
                note(
                    record,
                    "read.number-ruined",
                    format!("filing_id: {} (a spreadsheet rounded it)", cells.filing),
                );
                record
                    .extras
                    .insert("filing_id".to_owned(), cells.filing.clone());
            } else {
                kept(record, "filing_id", &cells.filing);
            }
            if date.is_some() {
                record.application = Some(DocId {
                    office: "CN".to_owned(),
                    date,
                    ..DocId::default()
                });
            }
        }
    }
}

fn address(record: &mut Record, address: &str) {
    if address.is_empty() {
        return;
    }
    let place = |p: &&mut Party| matches!(p.role, Role::Applicant | Role::Owner);
    let Some(party) = record.parties.iter_mut().find(place) else {
        record
            .extras
            .insert("address".to_owned(), address.to_owned());
        return;
    };
    party.address = address.to_owned();
    party.country = country(address).unwrap_or_default().to_owned();
}

fn classes(record: &mut Record, cell: &str) {
    let design = record.publication.kind.starts_with('S');
    let (scheme, other) = if design {
        (Scheme::Locarno, Scheme::Ipc)
    } else {
        (Scheme::Ipc, Scheme::Locarno)
    };
    let mut bad = Vec::new();
    for text in split_names(cell, &separators()) {
        let class = table::read_class(&text, scheme).or_else(|| table::read_class(&text, other));
        match class {
            Some(mut class) => {
                class.first = record.classes.is_empty();
                record.classes.push(class);
            }
            None => bad.push(text),
        }
    }
    if !bad.is_empty() {
        kept(record, "Int.Cl.", &bad.join("\n"));
    } else if record.classes.is_empty() {
        note(record, "read.value-missing", "Int.Cl.".to_owned());
    }
}

#[cfg(test)]
mod tests;
