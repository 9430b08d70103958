//! BibTeX `@patent` entries in UTF-8, with LaTeX's own characters escaped.

use super::column::{application_number, languages, parties, passage, symbols, title};
use super::ris::holders;
use super::{ExportError, ExportRow, Exporter, Language};
use crate::record::{Role, Scheme};
use std::io::Write;

/// Writes one entry a hit.
pub(super) struct Bibtex {
    /// Where to.
    pub out: Box<dyn Write + Send>,
    /// The language of the title and abstract, where there are several.
    pub language: Language,
}

impl Bibtex {
    fn field(&mut self, name: &str, value: &str) -> Result<(), ExportError> {
        if !value.is_empty() {
            write!(self.out, ",\n  {name} = {{{value}}}")?;
        }
        Ok(())
    }
}

impl Exporter for Bibtex {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        let record = row.record;
        write!(self.out, "@patent{{{}", key(row.key))?;
        let title = escape(title(record, self.language));
        if !title.is_empty() {
            // The inner braces keep the capitals.
            self.field("title", &format!("{{{title}}}"))?;
        }
        let inventors: Vec<String> = parties(record, &[Role::Inventor])
            .map(|party| person(&party.name))
            .collect();
        self.field("author", &inventors.join(" and "))?;
        let holders: Vec<String> = holders(row)
            .into_iter()
            .map(|name| format!("{{{}}}", escape(name)))
            .collect();
        self.field("holder", &holders.join(" and "))?;
        self.field("assignee", &holders.join(" and "))?;
        self.field("number", &escape(&row.derived.display))?;
        if let Some(application) = &record.application {
            self.field(
                "applicationnumber",
                &escape(&application_number(application)),
            )?;
            if let Some(day) = application.date {
                self.field("dayfiled", &day.day().to_string())?;
                self.field("monthfiled", &day.month().to_string())?;
                self.field("yearfiled", &day.year().to_string())?;
            }
        }
        if let Some(day) = record.publication.date {
            self.field("date", &day.to_string())?;
            self.field("year", &day.year().to_string())?;
            self.field("month", &day.month().to_string())?;
            self.field("day", &day.day().to_string())?;
        }
        self.field("nationality", &escape(&record.publication.office))?;
        self.field(
            "language",
            &escape(languages(record).first().copied().unwrap_or_default()),
        )?;
        let mut classes = symbols(record, Scheme::Ipc);
        classes.extend(symbols(record, Scheme::Cpc));
        self.field("keywords", &escape(&classes.join(", ")))?;
        self.field(
            "abstract",
            &escape(&passage(&record.abstracts, self.language)),
        )?;
        if let Some(link) = &row.derived.link {
            self.field("url", &link.replace(['{', '}', '\\'], ""))?;
        }
        write!(self.out, "\n}}\n\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.out.flush()?;
        Ok(())
    }
}

/// A name of a person: with a comma it has parts, without one it stays whole.
fn person(name: &str) -> String {
    let escaped = escape(name);
    if name.contains(", ") && !name.contains(" and ") {
        escaped
    } else {
        format!("{{{escaped}}}")
    }
}

/// A citation key of letters, digits, `-` and `_` only.
fn key(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect()
}

/// Escapes the characters that LaTeX reads as commands, and folds white space.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() || c.is_control() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            escaped.push(' ');
        }
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            other => escaped.push(other),
        }
    }
    escaped
}
