//! Application and publication numbers: the forms people and formats write, and the one form by
//! which the system knows a document.
//!
//! The canonical form is that of DOCDB: office, number, kind. A publication is known by all three
//! (`CN109524631A`, `EP0400812A1`, `US2018265402A1`), an application by office and number without
//! the check digit (`CN201710601862`, `EP10167109`), plus the kind where the number alone would
//! mean two things (`US2016064351W` for an international application, `US202163230089P` for
//! a provisional one). Sources: samples of DOCDB and OPS data, WIPO ST.6 and ST.13, and the rule
//! of the Chinese office for its check digit.

mod check;
mod cn;
mod de;
mod ep;
mod forms;
mod fr;
mod gb;
mod jp;
mod kr;
mod text;
mod us;
mod wo;

pub use check::{cn_check_digit, ep_check_digit};
pub use forms::Forms;
pub use text::spreadsheet_ruined;

use crate::{Date, office};
use serde::Serialize;
use text::Written;

/// Longest text, in characters, that [`read`] takes for a number; longer text has no reading.
pub const LONGEST: usize = 120;

/// Which of the two number series of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Series {
    /// Numbers of publications (and of grants).
    Publication,
    /// Numbers of applications.
    Application,
}

/// What is known about the check digit of an application number. It is never part of
/// [`Number::number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// Numbers of this series have no check digit, or its rule is not known here.
    None,
    /// Written, and right.
    Right(char),
    /// Not written; this would be the digit.
    Missing(char),
    /// Written, and wrong.
    Wrong {
        /// The digit as written.
        found: char,
        /// The digit that the number asks for.
        expected: char,
    },
}

/// One number in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// ST.3 code of the office. For an international application the receiving office.
    pub office: String,
    /// Publication or application; `None` where the office writes both alike and the text does
    /// not say.
    pub series: Option<Series>,
    /// The number in DOCDB form, without office, kind and check digit.
    pub number: String,
    /// ST.16 kind; empty when not written. Of applications only the kinds are kept that tell
    /// two numbers apart: `W` international, `P` provisional, `F` design, `T` translation,
    /// `U` utility model.
    pub kind: String,
    /// The check digit.
    pub check: Check,
    /// The year that the number itself states (or that the date beside it gave).
    pub year: Option<u16>,
}

impl Number {
    pub(crate) fn new(office: &str, series: Option<Series>, number: &str, kind: &str) -> Number {
        let mut made = Number {
            office: office.to_owned(),
            series,
            number: number.to_owned(),
            kind: kind.to_owned(),
            check: Check::None,
            year: None,
        };
        if series == Some(Series::Application) {
            made.kind = text::application_kind(office, kind);
        }
        made
    }

    pub(crate) fn in_year(mut self, year: u16) -> Number {
        self.year = Some(year);
        self
    }

    /// Office, number and kind: the key of a document. See the head of this file.
    pub fn key(&self) -> String {
        format!("{}{}{}", self.office, self.number, self.kind)
    }

    /// Office and number without the kind.
    pub fn stem(&self) -> String {
        format!("{}{}", self.office, self.number)
    }

    /// The number as the office, DOCDB, EPODOC and the Chinese office print it.
    pub fn forms(&self) -> Forms {
        forms::of(self)
    }
}

/// Something about a written number that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable code: `number.check-digit`, `number.kind-unknown`, `number.year-assumed`,
    /// `number.stray-digit`.
    pub code: &'static str,
    /// In English.
    pub message: String,
    /// In Chinese.
    pub message_zh: String,
}

/// One way to understand a written number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The number in canonical form.
    pub number: Number,
    /// The form it was written in: `cn-application`, `epodoc-application`, `us-grant` …
    pub form: &'static str,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
}

impl Reading {
    pub(crate) fn new(number: Number, form: &'static str) -> Reading {
        Reading {
            number,
            form,
            warnings: Vec::new(),
        }
    }

    pub(crate) fn warn(mut self, code: &'static str, message: String, message_zh: String) -> Self {
        self.warnings.push(Warning {
            code,
            message,
            message_zh,
        });
        self
    }
}

/// How a source writes its numbers, for [`canonical_as`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Not stated: the office's own form, unless the number can only be one of the others.
    Any,
    /// The form of the office that printed it (red book, Chinese office XML, EP ST.36).
    Original,
    /// `data-format="docdb"`.
    Docdb,
    /// `data-format="epodoc"`.
    Epodoc,
}

/// All plausible readings of a number as people write it, best first; empty when it is none.
///
/// Takes any office prefix, blanks, dots, hyphens, slashes, full width, lower case, Chinese and
/// Japanese prefixes, OPS's `(EP).(1000000).(A1)`. A number that two series of an office share
/// has two readings; whoever looks a document up tries all of them in order.
pub fn read(text: &str) -> Vec<Reading> {
    if text.chars().nth(LONGEST).is_some() || spreadsheet_ruined(text) {
        return Vec::new();
    }
    let Some(folded) = text::fold(text) else {
        return Vec::new();
    };
    let folded = text::without_words(&folded);
    let mut readings = jp::read_prefixed(&folded);
    if readings.is_empty() {
        readings = match text::split_office(&folded) {
            Some((office, rest)) => of_office(office, &Written::new(rest, "", Style::Any)),
            None => bare(&folded),
        };
    }
    finish(readings)
}

/// The number that a format prints as office, number, kind and date, in canonical form. Total:
/// what no rule explains is kept in upper case without blanks and punctuation. The date is the
/// one that stands beside the number (of filing, for an application); some US and Japanese
/// application numbers have no canonical form without it. A number that a spreadsheet ruined
/// (see [`spreadsheet_ruined`]) gives an empty `number`: its digits are lost.
pub fn canonical(
    office: &str,
    number: &str,
    kind: &str,
    date: Option<Date>,
    series: Series,
) -> Number {
    canonical_as(Style::Any, office, number, kind, date, series)
}

/// [`canonical`] for a source that says in which style it writes. DOCDB and OPS readers should
/// call this: some DOCDB numbers of US and Japanese applications look like original ones.
pub fn canonical_as(
    style: Style,
    office: &str,
    number: &str,
    kind: &str,
    date: Option<Date>,
    series: Series,
) -> Number {
    let office = text::letters(office);
    let kind = text::kind(kind);
    if spreadsheet_ruined(number) {
        return Number::new(&office, Some(series), "", &kind);
    }
    let folded = text::fold(number).unwrap_or_default();
    let mut written = Written::new(&folded, &kind, style);
    written.date = date;
    written.series = Some(series);
    let mut home = office.as_str();
    if let Some((prefix, rest)) = text::split_office(&folded)
        && (prefix == home
            || home.is_empty()
            || prefix == "PCT"
            || (home == "CN" && prefix == "ZL"))
    {
        home = prefix;
        written = Written::new(rest, &kind, style);
        written.date = date;
        written.series = Some(series);
    }
    let mut readings = jp::read_prefixed_in(home, &folded, &written);
    if readings.is_empty() {
        readings = of_office(home, &written);
    }
    let best = readings
        .into_iter()
        .map(|reading| reading.number)
        .find(|n| n.series.is_none_or(|s| s == series));
    let mut made = best
        .unwrap_or_else(|| Number::new(home, Some(series), &text::compact(written.text()), &kind));
    if made.series.is_none() {
        made = Number {
            series: Some(series),
            kind: match series {
                Series::Application => text::application_kind(&made.office, &made.kind),
                Series::Publication => made.kind,
            },
            ..made
        };
    }
    made
}

/// Whether two numbers mean the same document: office and number agree, and the kinds agree or
/// one of them is missing or only its letter where the office has no kind of one letter (`EP-A-`
/// for any A document) (the kind of an application is never missing: none is the plain one).
/// A US application number without its year equals the one with it.
pub fn same(a: &Number, b: &Number) -> bool {
    let series = match (a.series, b.series) {
        (Some(x), Some(y)) => x == y,
        _ => true,
    };
    let whole = a.series == Some(Series::Application) && a.series == b.series;
    let kind = a.kind == b.kind
        || (!whole && (loose(&a.office, &a.kind, &b.kind) || loose(&a.office, &b.kind, &a.kind)));
    series && kind && a.office == b.office && (a.number == b.number || us::same_application(a, b))
}

/// Whether `short` leaves open what `long` states.
fn loose(office: &str, short: &str, long: &str) -> bool {
    short.is_empty()
        || (short.len() == 1
            && long.starts_with(short)
            && crate::kind::is_listed(office)
            && crate::kind::meaning(office, short, None).is_none())
}

fn of_office(office: &str, written: &Written) -> Vec<Reading> {
    match office {
        "CN" | "ZL" => cn::read(written, office == "ZL"),
        "US" => us::read(written),
        "EP" => ep::read(written),
        "WO" | "IB" | "PCT" => wo::read(office, written),
        "JP" => jp::read(written),
        "KR" => kr::read(written),
        "DE" => de::read(written),
        "GB" => gb::read(written),
        "FR" => fr::read(written),
        _ => wo::international_of(office, written)
            .map_or_else(|| text::general(office, written), |found| vec![found]),
    }
}

/// Readings of a number written without an office.
fn bare(folded: &str) -> Vec<Reading> {
    let written = Written::new(folded, "", Style::Any);
    if written.kind == "W" {
        // An international application is known by its receiving office only.
        return Vec::new();
    }
    [
        cn::read_bare(&written),
        wo::read_bare(&written),
        us::read_bare(&written),
        ep::read_bare(&written),
        jp::read_bare(&written),
        cn::read_bare_short(&written),
    ]
    .concat()
}

/// Drops doubles and adds the warnings that hold for every office.
fn finish(readings: Vec<Reading>) -> Vec<Reading> {
    let mut kept: Vec<Reading> = Vec::new();
    for mut reading in readings {
        if kept.iter().any(|other| other.number == reading.number) {
            continue;
        }
        if office::find(&reading.number.office).is_none() {
            continue;
        }
        let number = &reading.number;
        if let Check::Wrong { found, expected } = number.check {
            let stem = number.stem();
            reading = reading.warn(
                "number.check-digit",
                format!("The check digit {found} is wrong; {stem} asks for {expected}."),
                format!("校验位 {found} 有误，{stem} 的校验位应为 {expected}。"),
            );
        } else if number.series != Some(Series::Application)
            && !number.kind.is_empty()
            && crate::kind::is_listed(&number.office)
            && crate::kind::meaning(&number.office, &number.kind, None).is_none()
        {
            let (kind, office) = (number.kind.clone(), number.office.clone());
            let mut open = reading.clone();
            open.number.kind = String::new();
            reading = reading.warn(
                "number.kind-unknown",
                format!("The kind {kind} is not in the table of {office}."),
                format!("文献种类代码 {kind} 不在 {office} 的代码表中。"),
            );
            kept.push(reading);
            reading = open;
        }
        kept.push(reading);
    }
    kept
}

#[cfg(test)]
mod tests;
