//! Country names at the start of a Chinese address, or at the end of one in Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Chinese names by their first two characters, longest first.
type Names = HashMap<(char, char), Vec<(Vec<char>, &'static str)>>;

struct Table {
    chinese: Names,
    latin: HashMap<String, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut chinese: Names = HashMap::new();
    let mut latin = HashMap::new();
    for line in include_str!("../../../../definitions/tables/countries.tsv").lines() {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [code, names, english] = columns[..] else {
            continue;
        };
        for name in names.split('|') {
            let name: Vec<char> = name.chars().collect();
            if let [a, b, ..] = name[..] {
                chinese.entry((a, b)).or_default().push((name, code));
            }
        }
        for name in english.split('|') {
            latin.insert(name.to_ascii_uppercase(), code);
        }
        latin.insert(code.to_owned(), code);
    }
    for names in chinese.values_mut() {
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    }
    Table { chinese, latin }
});

/// ST.3 code of the country whose Chinese name stands at a position. A territory named after its
/// country (英国英属维尔京群岛) is the territory.
pub(super) fn at_start(text: &[char], at: usize) -> Option<&'static str> {
    let (code, len) = name_at(text, at)?;
    match name_at(text, at + len) {
        Some((territory, _)) if code != territory && is_territory(territory) => Some(territory),
        _ => Some(code),
    }
}

/// The country whose name stands at a position, with the length of the name.
fn name_at(text: &[char], at: usize) -> Option<(&'static str, usize)> {
    let rest = text.get(at..)?;
    let [a, b, ..] = rest[..] else { return None };
    TABLE
        .chinese
        .get(&(a, b))?
        .iter()
        .find(|(name, _)| rest.starts_with(name))
        .map(|(name, code)| (*code, name.len()))
}

/// Dependent territories with a code of their own.
fn is_territory(code: &str) -> bool {
    matches!(
        code,
        "AI" | "AW"
            | "BM"
            | "CW"
            | "FO"
            | "GG"
            | "GI"
            | "GL"
            | "IM"
            | "JE"
            | "KY"
            | "MS"
            | "PR"
            | "TC"
            | "VG"
    )
}

/// ST.3 code of an address in Latin letters that ends with a country (`…, Tokyo, Japan`,
/// `…, CA, US`, `Shenzhen (CN)`) or is nothing but a country.
pub(super) fn in_latin(text: &[char]) -> Option<&'static str> {
    if text.iter().any(|c| *c >= '\u{2e80}') {
        return None;
    }
    let line: String = text.iter().collect();
    let last = line.trim_end_matches([')', '.', ' ', ']']);
    let last = last.rsplit([',', ';', '(', '[']).next()?.trim();
    TABLE.latin.get(&last.to_ascii_uppercase()).copied()
}
