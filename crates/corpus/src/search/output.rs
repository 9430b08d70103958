//! Every hit of a query to a file: streaming, in the order of the list.

use super::hit::summary;
use super::request::Dialect;
use super::{Corpus, CorpusError, State};
use crate::export::{Derived, ExportError, ExportFormat, ExportOptions, ExportRow, writer};
use std::io::Write;
use tantivy::DocAddress;

impl Corpus {
    /// Writes all hits (or the first `limit`) to `out`; returns how many.
    #[allow(clippy::too_many_arguments, reason = "what an export is made of")]
    pub fn export(
        &self,
        query: &str,
        dialect: Dialect,
        sort: &str,
        limit: Option<u64>,
        format: ExportFormat,
        options: &ExportOptions,
        out: Box<dyn Write + Send>,
    ) -> Result<u64, CorpusError> {
        // The query is checked before the first byte is written.
        super::request::parse(query, dialect)?;
        let mut exporter = writer(format, out, options)?;
        let count = self.each(query, dialect, sort, limit, |state, number, address| {
            let (key, record) = self.record(state, address)?;
            let derived = Derived {
                link: options
                    .link_base
                    .as_ref()
                    .map(|base| format!("{base}{key}")),
                ..self.derived_of(state, number, address, &key, &record)?
            };
            exporter.write(&ExportRow {
                key: &key,
                record: &record,
                derived: &derived,
            })?;
            Ok(())
        })?;
        exporter.finish()?;
        Ok(count)
    }

    fn derived_of(
        &self,
        state: &State,
        number: u32,
        address: DocAddress,
        key: &str,
        record: &crate::record::Record,
    ) -> Result<Derived, CorpusError> {
        let number = number as usize;
        Ok(Derived {
            display: summary(key, record).display,
            applicant_province: self.place_name(state, address, "prov")?,
            city: self.place_name(state, address, "city")?,
            state: self.text_value(state, address, "ls")?,
            simple_family: state.derived.simple.get(number).map(u32::to_string),
            family_size: state.derived.size.get(number).copied().unwrap_or(1),
            cited_by: state.derived.cited_by.get(number).copied().unwrap_or(0),
            link: None,
        })
    }
}

impl From<ExportError> for CorpusError {
    fn from(error: ExportError) -> CorpusError {
        match error {
            ExportError::Io(error) => CorpusError::Io(error),
            ExportError::UnknownField { .. } | ExportError::FieldsNotTaken { .. } => {
                CorpusError::Request(format!("{}: {error}", error.code()))
            }
            other => CorpusError::Export(other),
        }
    }
}
