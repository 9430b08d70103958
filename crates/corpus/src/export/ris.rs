//! RIS with the tags that Zotero's reader maps to the fields of a patent.
//!
//! `AU` inventors, `PB` assignee, `SN` patent number, `M1` application number, `DA` issue date,
//! `C1` filing date, `OP` priority numbers, `A2` issuing authority, `C3` country, `C4` agent,
//! `C5` references, `C6` legal state.

use super::column::{application_number, languages, number, parties, passage, symbols, title};
use super::{ExportError, ExportRow, Exporter, Language};
use crate::record::{Role, Scheme};
use quanlian_handbook::Date;
use std::io::Write;

/// Writes one entry a hit.
pub(super) struct Ris {
    /// Where to.
    pub out: Box<dyn Write + Send>,
    /// The language of the title and abstract, where there are several.
    pub language: Language,
}

impl Ris {
    fn tag(&mut self, tag: &str, value: &str) -> Result<(), ExportError> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            write!(self.out, "{tag}  - {value}\r\n")?;
        }
        Ok(())
    }

    fn day(&mut self, tag: &str, date: Option<Date>) -> Result<(), ExportError> {
        match date {
            Some(day) => self.tag(
                tag,
                &format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day()),
            ),
            None => Ok(()),
        }
    }
}

impl Exporter for Ris {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        let record = row.record;
        write!(self.out, "TY  - PAT\r\n")?;
        self.tag("TI", title(record, self.language))?;
        for inventor in parties(record, &[Role::Inventor]) {
            self.tag("AU", &inventor.name)?;
        }
        let holders = holders(row);
        self.tag("PB", &holders.join("; "))?;
        self.tag("SN", &row.derived.display)?;
        if let Some(application) = &record.application {
            self.tag("M1", &application_number(application))?;
        }
        self.day("DA", record.publication.date)?;
        self.day("C1", record.application.as_ref().and_then(|id| id.date))?;
        let priorities: Vec<String> = record.priorities.iter().map(|p| number(&p.id)).collect();
        self.tag("OP", &priorities.join("; "))?;
        self.tag("A2", &record.publication.office)?;
        self.tag("C3", &record.publication.office)?;
        for agent in parties(record, &[Role::Agent]) {
            self.tag("C4", &agent.name)?;
        }
        let cited: Vec<String> = record
            .citations
            .iter()
            .filter_map(|citation| citation.patent.as_ref())
            .map(number)
            .collect();
        self.tag("C5", &cited.join("; "))?;
        self.tag("C6", row.derived.state.as_deref().unwrap_or_default())?;
        self.tag("AB", &passage(&record.abstracts, self.language))?;
        for scheme in [Scheme::Ipc, Scheme::Cpc, Scheme::Locarno] {
            for symbol in symbols(record, scheme) {
                self.tag("KW", symbol)?;
            }
        }
        self.tag("LA", languages(record).first().copied().unwrap_or_default())?;
        self.tag("UR", row.derived.link.as_deref().unwrap_or_default())?;
        write!(self.out, "ER  - \r\n\r\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.out.flush()?;
        Ok(())
    }
}

/// Owners, or where none are named the applicants.
pub(super) fn holders<'a>(row: &ExportRow<'a>) -> Vec<&'a str> {
    let of = |role: Role| -> Vec<&'a str> {
        row.record
            .parties
            .iter()
            .filter(|party| party.role == role)
            .map(|party| party.name.as_str())
            .collect()
    };
    let owners = of(Role::Owner);
    if owners.is_empty() {
        of(Role::Applicant)
    } else {
        owners
    }
}
