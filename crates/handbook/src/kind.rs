//! Kind codes of WIPO ST.16: what a kind means at an office at a time, and what right it concerns.

use crate::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

static SOURCE: &str = include_str!("../../../definitions/tables/kinds.csv");
static TABLE: LazyLock<HashMap<(String, String), Vec<KindMeaning>>> =
    LazyLock::new(|| parse(SOURCE));

/// The kind of right that a document concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatentType {
    /// 发明.
    Invention,
    /// 实用新型.
    UtilityModel,
    /// 外观设计.
    Design,
    /// Plant patent.
    Plant,
    /// None of these, or not known.
    Other,
}

impl PatentType {
    /// The name in data and in the API: `invention`, `utility-model`, `design`, `plant`, `other`.
    pub fn name(self) -> &'static str {
        match self {
            PatentType::Invention => "invention",
            PatentType::UtilityModel => "utility-model",
            PatentType::Design => "design",
            PatentType::Plant => "plant",
            PatentType::Other => "other",
        }
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            PatentType::Invention => "发明",
            PatentType::UtilityModel => "实用新型",
            PatentType::Design => "外观设计",
            PatentType::Plant => "植物",
            PatentType::Other => "其他",
        }
    }

    /// The type of a name as [`PatentType::name`] gives it.
    pub fn from_name(name: &str) -> Option<PatentType> {
        [
            PatentType::Invention,
            PatentType::UtilityModel,
            PatentType::Design,
            PatentType::Plant,
            PatentType::Other,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// What a kind code means at one office during one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindMeaning {
    /// Two-letter code of the office.
    pub office: String,
    /// The kind code.
    pub kind: String,
    /// First day of use, when known.
    pub from: Option<Date>,
    /// Last day of use, when it ended and the day is known.
    pub to: Option<Date>,
    /// Order of publication: 1 first publication, 2 grant or second publication, 3 later.
    pub level: u8,
    /// The right concerned.
    pub patent_type: PatentType,
    /// Meaning in Chinese.
    pub zh: String,
    /// Meaning in English.
    pub en: String,
}

fn parse(source: &str) -> HashMap<(String, String), Vec<KindMeaning>> {
    let mut table: HashMap<(String, String), Vec<KindMeaning>> = HashMap::new();
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(source.as_bytes());
    for row in reader.records().flatten() {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        table
            .entry((cell(0).to_owned(), cell(1).to_owned()))
            .or_default()
            .push(KindMeaning {
                office: cell(0).to_owned(),
                kind: cell(1).to_owned(),
                from: Date::read(cell(2)),
                to: Date::read(cell(3)),
                level: cell(4).parse().unwrap_or(1),
                patent_type: PatentType::from_name(cell(5)).unwrap_or(PatentType::Other),
                zh: cell(6).to_owned(),
                en: cell(7).to_owned(),
            });
    }
    table
}

/// The meaning of a kind at an office on a day. Without a day, or on a day that no period holds,
/// the period that began last. `None` when the table does not know the kind.
pub fn meaning(office: &str, kind: &str, date: Option<Date>) -> Option<&'static KindMeaning> {
    let key = (
        office.trim().to_ascii_uppercase(),
        kind.trim().to_ascii_uppercase(),
    );
    let rows = TABLE.get(&key)?;
    date.and_then(|day| {
        rows.iter().find(|row| {
            row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day <= to)
        })
    })
    .or_else(|| rows.iter().max_by_key(|row| row.from))
}

/// Whether the table holds kinds of this office at all.
pub fn is_listed(office: &str) -> bool {
    TABLE.keys().any(|(listed, _)| listed == office)
}

/// The place of a kind in the order of publication of one application: 1 first publication,
/// 2 grant, 3 later. Kinds that the table does not know go by their letter as ST.16 groups them.
pub fn level(office: &str, kind: &str, date: Option<Date>) -> u8 {
    if let Some(found) = meaning(office, kind, date) {
        return found.level;
    }
    match kind.trim().chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('B' | 'Y') => 2,
        Some('C' | 'Z' | 'E') => 3,
        _ => 1,
    }
}

/// The right that a publication or application concerns, by kind and, where the kind does not
/// say it (or is empty), by the number: the type digit of Chinese numbers, `D` and `PP` of
/// US numbers, the first digits of German numbers.
pub fn patent_type(office: &str, kind: &str, number: &str) -> PatentType {
    let office = office.trim().to_ascii_uppercase();
    let kind = kind.trim().to_ascii_uppercase();
    if let Some(by_number) = by_number(&office, number.trim()) {
        return by_number;
    }
    if let Some(found) = meaning(&office, &kind, None) {
        return found.patent_type;
    }
    match kind.chars().next() {
        Some('A' | 'B' | 'C' | 'T' | 'W') => PatentType::Invention,
        Some('U' | 'Y' | 'Z') => PatentType::UtilityModel,
        Some('S') => PatentType::Design,
        Some('F') if matches!(office.as_str(), "US" | "JP" | "KR" | "CN") => PatentType::Design,
        Some('E') if office == "US" => PatentType::Invention,
        Some('P') if office == "US" && kind.len() == 2 => PatentType::Plant,
        Some(_) => PatentType::Other,
        None if matches!(office.as_str(), "EP" | "WO" | "EA") => PatentType::Invention,
        None => PatentType::Other,
    }
}

fn by_number(office: &str, number: &str) -> Option<PatentType> {
    let bytes = number.as_bytes();
    match office {
        "CN" => {
            let digits = bytes.iter().all(u8::is_ascii_digit);
            let digit = match bytes.len() {
                7 | 9 if digits => *bytes.first()?,
                8 if digits => *bytes.get(2)?,
                12 if digits => *bytes.get(4)?,
                _ => return None,
            };
            match digit {
                b'1' | b'8' => Some(PatentType::Invention),
                b'2' | b'9' => Some(PatentType::UtilityModel),
                b'3' => Some(PatentType::Design),
                _ => None,
            }
        }
        "US" if number.starts_with("PP") => Some(PatentType::Plant),
        "US" if number.starts_with("RE") => Some(PatentType::Invention),
        "US" if number.starts_with('D') => Some(PatentType::Design),
        "US" if number.starts_with('H') => Some(PatentType::Other),
        "DE" if bytes.len() == 12 && number.starts_with("20") => Some(PatentType::UtilityModel),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
