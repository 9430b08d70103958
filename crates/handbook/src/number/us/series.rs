//! Series codes of US applications and the years in which they were given.

/// First year of each series code of non-provisional applications.
const SERIES_START: [(u16, u16); 15] = [
    (5, 1970),
    (6, 1979),
    (7, 1987),
    (8, 1993),
    (9, 1998),
    (10, 2001),
    (11, 2004),
    (12, 2007),
    (13, 2010),
    (14, 2013),
    (15, 2015),
    (16, 2018),
    (17, 2020),
    (18, 2022),
    (19, 2024),
];

/// Whether the office has given this series code to applications.
pub(super) fn is_series(code: u16) -> bool {
    matches!(code, 2..=20 | 29 | 35 | 60..=63 | 90 | 95 | 96)
}

/// Whether a number of this series can carry this filing date. The date of an international
/// application that enters the national phase lies up to three years before the series.
pub(super) fn could_be_filed(code: u16, year: u16) -> bool {
    match code {
        29 => year >= 1992,
        60 => (1995..=2008).contains(&year),
        61 => (2007..=2013).contains(&year),
        62 => (2012..=2021).contains(&year),
        63 => year >= 2020,
        35 => year >= 2015,
        90 | 95 | 96 => year >= 1980,
        2..=4 => year <= 1970,
        _ => {
            let Some(at) = SERIES_START.iter().position(|(series, _)| *series == code) else {
                return code == 20 && year >= 2023;
            };
            let start = SERIES_START.get(at).map_or(0, |row| row.1);
            let end = SERIES_START.get(at + 1).map_or(9999, |row| row.1 + 1);
            year + 3 >= start && year <= end
        }
    }
}

/// The DOCDB kind that a series code implies: `F` designs, `P` provisional applications.
pub(super) fn kind_of_series(code: u16, kind: &str) -> &str {
    match code {
        29 | 35 => "F",
        60..=63 => "P",
        _ if kind == "P" || kind == "F" => kind,
        _ => "",
    }
}

/// The first year of a series of non-provisional applications.
pub(super) fn start_of(code: u16) -> Option<u16> {
    SERIES_START
        .iter()
        .find(|(series, _)| *series == code)
        .map(|row| row.1)
}
