//! One row of a mapped table → one record.

use super::symbols::{claims, class};
use super::values::{date, is_ruined, number};
use super::{Column, Field, Mapping, split_names};
use crate::read::ReadError;
use crate::read::tree::fold_blanks;
use crate::record::{
    Citation, ClaimSet, Class, DocId, Format, Note, Paragraph, Party, Passage, Priority, Record,
    Role, Scheme, Text,
};

/// Reads one row.
///
/// # Errors
/// No number by which the document is known, or cells that cannot be told apart.
pub fn row(mapping: &Mapping, bytes: &[u8]) -> Result<Vec<Record>, ReadError> {
    let header = mapping.header.clone().unwrap_or_default();
    let (cells, notes) = header.split(bytes)?;
    if cells.len() != header.columns.len() {
        let full = cells
            .iter()
            .rposition(|c| !c.trim().is_empty())
            .map_or(0, |at| at + 1);
        if full > header.columns.len() || (cells.len() < header.columns.len() && full <= 1) {
            return Err(ReadError::new(
                "read.table-columns",
                format!(
                    "{} cells where the header has {}",
                    cells.len(),
                    header.columns.len()
                ),
            ));
        }
    }
    if cells.iter().all(|c| c.trim().is_empty()) {
        return Err(ReadError::new(
            "read.table-blank",
            "a row without any value",
        ));
    }
    let mut filler = Filler {
        record: Record::new(Format::Table),
        mapping,
        priority_dates: Vec::new(),
        address: String::new(),
        country: String::new(),
        number_seen: String::new(),
    };
    filler.record.notes = notes;
    for (index, (name, cell)) in header.columns.iter().zip(&cells).enumerate() {
        let cell = cell.trim();
        if !cell.is_empty() {
            match mapping.column(name) {
                Some(column) => filler.fill(column, cell),
                None if name.trim().is_empty() => {
                    filler.extra(&format!("column-{}", index + 1), cell)
                }
                None => filler.extra(name, cell),
            }
        }
    }
    filler.finish().map(|record| vec![record])
}

struct Filler<'m> {
    record: Record,
    mapping: &'m Mapping,
    priority_dates: Vec<String>,
    address: String,
    country: String,
    number_seen: String,
}

impl Filler<'_> {
    fn fill(&mut self, column: &Column, cell: &str) {
        let office = self.office();
        match column.field {
            Field::Ignore => {}
            Field::Extra => self.extra(&column.name, cell),
            Field::Publication => {
                self.number_seen = cell.to_owned();
                match number(cell, &office, false) {
                    Some(id) => {
                        let old = std::mem::replace(&mut self.record.publication, id);
                        let new = &mut self.record.publication;
                        new.date = old.date;
                        if new.kind.is_empty() {
                            new.kind = old.kind;
                        }
                    }
                    None => self.bad(column, cell),
                }
            }
            Field::Kind => {
                if self.record.publication.kind.is_empty() {
                    self.record.publication.kind = cell.to_ascii_uppercase();
                }
            }
            Field::Office => {
                let code = cell.to_ascii_uppercase();
                if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                    if self.record.publication.office.is_empty() {
                        self.record.publication.office = code;
                    }
                } else {
                    self.extra(&column.name, cell);
                }
            }
            Field::Application => {
                if let Some(id) = number(cell, &office, true) {
                    let date = self.record.application.as_ref().and_then(|a| a.date);
                    self.record.application = Some(DocId { date, ..id });
                } else {
                    self.bad(column, cell);
                }
            }
            Field::PublicationDate | Field::ApplicationDate | Field::GrantDate => {
                let Some(day) = date(cell, column.date) else {
                    return self.bad(column, cell);
                };
                match column.field {
                    Field::PublicationDate => self.record.publication.date = Some(day),
                    Field::GrantDate => {
                        self.record.dates.insert("45".to_owned(), day);
                    }
                    _ => {
                        self.record.application.get_or_insert_default().date = Some(day);
                    }
                }
            }
            Field::Title => self.record.titles.push(Text {
                lang: lang(column, cell),
                text: fold_blanks(cell),
            }),
            Field::Abstract => self.record.abstracts.push(passage(column, cell)),
            Field::Description => self.record.descriptions.push(passage(column, cell)),
            Field::Claims | Field::FirstClaim => self.record.claims.push(ClaimSet {
                lang: lang(column, cell),
                states: Vec::new(),
                claims: claims(cell, column.field == Field::FirstClaim),
            }),
            Field::Applicant => self.parties(column, cell, Role::Applicant),
            Field::Owner => self.parties(column, cell, Role::Owner),
            Field::Inventor => self.parties(column, cell, Role::Inventor),
            Field::Agent => self.parties(column, cell, Role::Agent),
            Field::Agency => self.parties(column, cell, Role::Agency),
            Field::Examiner => self.parties(column, cell, Role::Examiner),
            Field::Address => self.address = fold_blanks(cell),
            Field::Country => self.country = cell.to_ascii_uppercase(),
            Field::Ipc => self.classes(column, cell, Scheme::Ipc, false),
            Field::IpcMain => self.classes(column, cell, Scheme::Ipc, true),
            Field::Cpc => self.classes(column, cell, Scheme::Cpc, false),
            Field::Locarno => self.classes(column, cell, Scheme::Locarno, false),
            Field::Uspc => self.classes(column, cell, Scheme::Uspc, false),
            Field::Priority => {
                for text in list(column, cell, &[",", "，"]) {
                    match number(&text, &office, true).or_else(|| number(&text, &office, false)) {
                        Some(id) => self.record.priorities.push(Priority {
                            id,
                            kind: String::new(),
                            active: true,
                            linkage: String::new(),
                        }),
                        None => self.bad(column, &text),
                    }
                }
            }
            Field::PriorityDate => self.priority_dates = list(column, cell, &[",", "，"]),
            Field::Cites => {
                for text in list(column, cell, &[",", "，", " "]) {
                    match number(&text, "", false) {
                        Some(id) => self.record.citations.push(Citation {
                            patent: Some(id),
                            ..Citation::default()
                        }),
                        None => self.bad(column, &text),
                    }
                }
            }
            Field::CitesLiterature => {
                for text in list(column, cell, &[]) {
                    self.record.citations.push(Citation {
                        literature: text,
                        ..Citation::default()
                    });
                }
            }
            Field::Family => self.record.source_family = cell.to_owned(),
        }
    }

    fn office(&self) -> String {
        if self.record.publication.office.is_empty() {
            self.mapping.office.clone()
        } else {
            self.record.publication.office.clone()
        }
    }

    fn extra(&mut self, name: &str, value: &str) {
        let slot = self
            .record
            .extras
            .entry(name.trim().to_owned())
            .or_default();
        if !slot.is_empty() {
            slot.push('\n');
        }
        slot.push_str(value);
    }

    /// A value that does not fit its field: kept as it is, with a note.
    fn bad(&mut self, column: &Column, value: &str) {
        let code = if is_ruined(value) {
            "read.number-ruined"
        } else {
            "read.value"
        };
        self.record.notes.push(Note {
            code: code.to_owned(),
            detail: format!("{}: {}", column.name, clip(value)),
        });
        self.extra(&column.name, value);
    }

    fn parties(&mut self, column: &Column, cell: &str, role: Role) {
        let first = self
            .record
            .parties
            .iter()
            .filter(|p| p.role == role)
            .count();
        for (index, name) in list(column, cell, &[]).into_iter().enumerate() {
            if self
                .record
                .parties
                .iter()
                .any(|p| p.role == role && p.name == name)
            {
                continue;
            }
            self.record
                .parties
                .push(party(role, first + index + 1, name));
        }
    }

    fn classes(&mut self, column: &Column, cell: &str, scheme: Scheme, first: bool) {
        let cell = cell.replace(['[', ']', '"'], "");
        for text in list(column, &cell, &[",", "，"]) {
            match class(&text, scheme) {
                Some(mut class) => {
                    class.first = first;
                    let same = |c: &Class| c.scheme == scheme && c.symbol == class.symbol;
                    if let Some(known) = self.record.classes.iter_mut().find(|c| same(c)) {
                        known.first |= first;
                    } else {
                        self.record.classes.push(class);
                    }
                }
                None => self.bad(column, &text),
            }
        }
    }

    fn finish(mut self) -> Result<Record, ReadError> {
        let record = &mut self.record;
        let unnumbered = |id: &DocId| id.number.is_empty();
        if unnumbered(&record.publication) && record.application.as_ref().is_none_or(unnumbered) {
            let seen = if self.number_seen.is_empty() {
                "the cell of the number is empty".to_owned()
            } else {
                format!("{} is no number of a document", clip(&self.number_seen))
            };
            return Err(ReadError::new("read.no-number", seen));
        }
        if record.publication.number.is_empty() {
            record.publication.office = String::new();
        }
        for (priority, text) in record.priorities.iter_mut().zip(&self.priority_dates) {
            priority.id.date = date(text, super::DateOrder::YearFirst);
        }
        if record.priorities.is_empty() && !self.priority_dates.is_empty() {
            record
                .extras
                .insert("priority-date".to_owned(), self.priority_dates.join("\n"));
        }
        let place = [Role::Applicant, Role::Owner]
            .into_iter()
            .find_map(|role| record.parties.iter().position(|p| p.role == role));
        match place {
            Some(at) => {
                record.parties[at].address = self.address;
                record.parties[at].country = self.country;
            }
            None if !self.address.is_empty() => {
                record.extras.insert("address".to_owned(), self.address);
            }
            None => {}
        }
        Ok(self.record)
    }
}

/// A party with nothing but a role, a place and a name.
pub fn party(role: Role, sequence: usize, name: String) -> Party {
    Party {
        role,
        sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
        name,
        names: Default::default(),
        address: String::new(),
        country: String::new(),
        id: String::new(),
    }
}

/// Splits a list at the separators of the column, or at the usual ones and `more`.
fn list(column: &Column, cell: &str, more: &[&str]) -> Vec<String> {
    if !column.split.is_empty() {
        return split_names(cell, &column.split);
    }
    let usual = [";;", ";", "；", "|", "\n", "??"];
    let separators: Vec<String> = usual.iter().chain(more).map(|s| (*s).to_owned()).collect();
    // A reference list writes names with commas between.
    let comma = column.name == super::REFERENCE_COLUMNS[0]
        && !cell.contains([';', '；', '|', '\n'])
        && cell.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if comma {
        return split_names(cell, &[",".to_owned(), "，".to_owned()]);
    }
    split_names(cell, &separators)
}

fn lang(column: &Column, text: &str) -> String {
    if !column.lang.is_empty() {
        return column.lang.clone();
    }
    let wide = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count();
    let kana = text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c));
    let hangul = text.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    match (wide, kana, hangul) {
        (_, true, _) => "ja",
        (_, _, true) => "ko",
        (1.., ..) => "zh",
        // Latin letters alone do not tell the language.
        _ => "",
    }
    .to_owned()
}

fn passage(column: &Column, cell: &str) -> Passage {
    Passage {
        lang: lang(column, cell),
        source: String::new(),
        paragraphs: paragraphs(cell),
    }
}

/// Paragraphs end at blank lines; single line breaks in a cell are layout.
fn paragraphs(cell: &str) -> Vec<Paragraph> {
    cell.replace("\r\n", "\n")
        .split("\n\n")
        .map(fold_blanks)
        .filter(|text| !text.is_empty())
        .map(|text| Paragraph {
            text,
            ..Paragraph::default()
        })
        .collect()
}

/// The beginning of a value, for a message.
pub fn clip(value: &str) -> String {
    let mut short: String = value.chars().take(80).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}
