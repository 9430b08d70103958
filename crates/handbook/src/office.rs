//! Offices and states by their two-letter code of WIPO ST.3, historic codes included.

use crate::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

static SOURCE: &str = include_str!("../../../definitions/tables/offices.csv");
static TABLE: LazyLock<Vec<Office>> = LazyLock::new(|| parse(SOURCE));
static INDEX: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    TABLE
        .iter()
        .enumerate()
        .map(|(at, office)| (office.code.as_str(), at))
        .collect()
});

/// What stands behind a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A state or a territory with a code of its own.
    State,
    /// A regional or international organisation.
    Organization,
    /// A code that is no longer given (`SU`, `DD`, `CS`, `YU`).
    Historic,
    /// `XX`: unknown.
    Unknown,
}

/// One row of the table of WIPO ST.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The two-letter code in upper case.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// State, organisation or historic.
    pub group: Group,
    /// First day of the entity behind the code, when known.
    pub from: Option<Date>,
    /// Last day of the entity behind the code; `None` when it lasts or the day is not known.
    pub to: Option<Date>,
}

fn parse(source: &str) -> Vec<Office> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(source.as_bytes());
    reader
        .records()
        .flatten()
        .map(|row| {
            let cell = |at: usize| row.get(at).unwrap_or_default();
            Office {
                code: cell(0).to_owned(),
                zh: cell(1).to_owned(),
                en: cell(2).to_owned(),
                group: match cell(3) {
                    "org" => Group::Organization,
                    "historic" => Group::Historic,
                    "unknown" => Group::Unknown,
                    _ => Group::State,
                },
                from: Date::read(cell(4)),
                to: Date::read(cell(5)),
            }
        })
        .collect()
}

/// The office of a two-letter code in any case; `None` when ST.3 has no such code.
pub fn find(code: &str) -> Option<&'static Office> {
    let code = code.trim();
    if code.len() != 2 || !code.is_ascii() {
        return None;
    }
    let upper = code.to_ascii_uppercase();
    INDEX.get(upper.as_str()).and_then(|at| TABLE.get(*at))
}

/// Every code of the table in alphabetic order.
pub fn all() -> &'static [Office] {
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_once() {
        let rows = SOURCE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .count();
        assert_eq!(all().len(), rows - 1);
        assert_eq!(INDEX.len(), rows - 1);
        for office in all() {
            assert_eq!(office.code.len(), 2);
            assert!(!office.zh.is_empty() && !office.en.is_empty());
        }
    }

    #[test]
    fn historic_and_regional_codes_are_found() {
        for code in [
            "EP", "WO", "EA", "AP", "OA", "GC", "IB", "EM", "XN", "XV", "BX", "QZ", "SU", "DD",
            "CS", "YU", "DL", "cn",
        ] {
            assert!(find(code).is_some(), "{code}");
        }
        assert_eq!(find("DD").map(|o| o.group), Some(Group::Historic));
        assert_eq!(find("ZZ"), None);
        assert_eq!(find("中国"), None);
    }
}
