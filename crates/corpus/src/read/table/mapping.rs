//! A mapping file: which column of a table is which field, as TOML.

use super::{Header, names};
use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The publication number, with or without office and kind.
    Publication,
    /// The kind code, where it stands apart.
    Kind,
    /// The office, where it stands apart.
    Office,
    /// Date of publication.
    PublicationDate,
    /// The application number.
    Application,
    /// Date of filing.
    ApplicationDate,
    /// Date of grant.
    GrantDate,
    /// Title.
    Title,
    /// Abstract.
    Abstract,
    /// All claims as one text.
    Claims,
    /// The first claim only.
    FirstClaim,
    /// Description.
    Description,
    /// Applicants.
    Applicant,
    /// Owners, assignees, 专利权人.
    Owner,
    /// Inventors, designers.
    Inventor,
    /// Agents.
    Agent,
    /// Agencies.
    Agency,
    /// Examiners.
    Examiner,
    /// Address of the first applicant (or owner).
    Address,
    /// Country of the first applicant (or owner), two letters.
    Country,
    /// IPC symbols.
    Ipc,
    /// The main IPC symbol.
    IpcMain,
    /// CPC symbols.
    Cpc,
    /// Locarno classes.
    Locarno,
    /// US classes.
    Uspc,
    /// Priority numbers.
    Priority,
    /// Priority dates, in the order of the numbers.
    PriorityDate,
    /// Patents that this one cites.
    Cites,
    /// Literature that this one cites.
    CitesLiterature,
    /// The family id that the source gives.
    Family,
    /// Kept under the name of the column.
    Extra,
    /// Left out.
    Ignore,
}

/// Order of day, month and year where the year stands last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// `2019-07-12` and its like only; anything else is not guessed.
    #[default]
    YearFirst,
    /// `12/07/2019` is the twelfth of July.
    DayFirst,
    /// `07/12/2019` is the twelfth of July.
    MonthFirst,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The name in the header, as printed there.
    pub name: String,
    /// What it holds.
    pub field: Field,
    /// Separators of a list; empty: the usual ones of the field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<String>,
    /// Language of the text, ISO 639-1; empty: told by the script.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// How dates are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub date: DateOrder,
}

fn is_default(order: &DateOrder) -> bool {
    *order == DateOrder::default()
}

/// How a table becomes records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The office of numbers that name none, ST.3.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// The columns; a column of the table that is not named here is kept as an extra.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
    /// How the rows are written; filled in when a table is opened, not part of a mapping file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
}

/// Why a mapping file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mapping: {0}")]
pub struct MappingError(pub String);

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// Not TOML, an unknown key or field, or no column that holds a number.
    pub fn from_toml(text: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping =
            toml::from_str(text).map_err(|e| MappingError(e.to_string().trim().to_owned()))?;
        if !mapping.identifies() {
            return Err(MappingError(
                "no column is a `publication` or an `application` number".to_owned(),
            ));
        }
        Ok(mapping)
    }

    /// Writes a mapping file.
    ///
    /// # Errors
    /// Never for a mapping that was read or proposed.
    pub fn to_toml(&self) -> Result<String, MappingError> {
        let plain = Mapping {
            header: None,
            ..self.clone()
        };
        toml::to_string_pretty(&plain).map_err(|e| MappingError(e.to_string()))
    }

    /// Whether a column holds a number by which the document is known.
    pub fn identifies(&self) -> bool {
        self.columns
            .iter()
            .any(|c| matches!(c.field, Field::Publication | Field::Application))
    }

    /// The column of the mapping for a column of the table; blanks and a byte order mark around
    /// the name do not count.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let name = bare(name);
        self.columns.iter().find(|c| bare(&c.name) == name)
    }
}

fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// A mapping by the names of the columns, as the exports of CNIPA, incoPat, PatSnap, Lens,
/// Espacenet, Derwent, Google Patents and CNKI write them. What is not known becomes an extra.
pub fn propose(header: &[String]) -> Mapping {
    let mut columns: Vec<Column> = Vec::new();
    let summary = is_summary(header);
    for name in header {
        let known = names::field_of(name).filter(|_| !summary || names::is_number(name));
        let (field, lang) = known.unwrap_or((Field::Extra, ""));
        // The first column of a kind that can hold one value wins; a second one is kept apart.
        let single = matches!(
            field,
            Field::Publication
                | Field::Application
                | Field::PublicationDate
                | Field::ApplicationDate
                | Field::GrantDate
                | Field::Kind
                | Field::Office
                | Field::Family
        );
        let taken = single && columns.iter().any(|c| c.field == field);
        columns.push(Column {
            name: bare(name).to_owned(),
            field: if taken { Field::Extra } else { field },
            split: Vec::new(),
            lang: lang.to_owned(),
            date: DateOrder::YearFirst,
        });
    }
    Mapping {
        columns,
        ..Mapping::default()
    }
}

/// The gazette boiled down to month, kind of applicant, province and class section: what its
/// columns are called is not what they hold.
fn is_summary(header: &[String]) -> bool {
    let names: Vec<&str> = header.iter().map(|n| bare(n)).collect();
    matches!(
        names.as_slice(),
        [
            "authorization_notice_id",
            "filing_date",
            "patentee",
            "address",
            "IPC" | "LOC"
        ]
    )
}
