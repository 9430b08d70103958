//! Administrative divisions of China with their GB/T 2260 codes: provinces, prefectures and
//! counties in force, and codes no longer in use that older addresses need.
//!
//! Hong Kong, Macao and Taiwan are provinces here (810000, 820000, 710000); their parts are names
//! of the same code. The table is described in `definitions/tables/README.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The tier of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DivisionLevel {
    /// Province, autonomous region, municipality, special administrative region (`440000`).
    Province,
    /// Prefecture: prefecture-level city, prefecture, autonomous prefecture, league (`440300`).
    City,
    /// County: district, county, county-level city, banner (`440307`).
    County,
}

/// One division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Six digits after GB/T 2260.
    pub code: u32,
    /// Full official name (`恩施土家族苗族自治州`).
    pub name: &'static str,
    /// Name without its kind (`恩施`); the full name where nothing would remain.
    pub short_name: &'static str,
    /// Tier.
    pub level: DivisionLevel,
    /// Code of the division directly above; counties under direct administration (of the
    /// municipalities, 济源, 仙桃 …) hang under the province.
    pub parent: Option<u32>,
    /// English name, for provinces and most prefecture-level cities.
    pub name_en: Option<&'static str>,
    /// Whether the code is in force.
    pub current: bool,
}

/// A name a division goes by, with whether it is its full name.
pub(crate) struct Name {
    pub(crate) text: &'static str,
    pub(crate) code: u32,
    pub(crate) full: bool,
}

struct Table {
    divisions: Vec<Division>,
    names: Vec<Name>,
    by_name: HashMap<&'static str, Vec<u32>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut divisions: Vec<Division> = Vec::with_capacity(3600);
    let mut names = Vec::with_capacity(7200);
    for line in include_str!("../../../definitions/tables/divisions.tsv").lines() {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [code, name, short_name, name_en, status] = columns[..] else {
            continue;
        };
        let Ok(code) = code.parse::<u32>() else {
            continue;
        };
        names.push(Name {
            text: name,
            code,
            full: true,
        });
        if short_name != name {
            names.push(Name {
                text: short_name,
                code,
                full: false,
            });
        }
        if status == "alias" {
            continue;
        }
        let level = match (code % 10_000, code % 100) {
            (0, _) => DivisionLevel::Province,
            (_, 0) => DivisionLevel::City,
            _ => DivisionLevel::County,
        };
        divisions.push(Division {
            code,
            name,
            short_name,
            level,
            parent: None,
            name_en: (!name_en.is_empty()).then_some(name_en),
            current: status.is_empty(),
        });
    }
    divisions.sort_by_key(|d| d.code);
    let codes: Vec<u32> = divisions.iter().map(|d| d.code).collect();
    for d in &mut divisions {
        let city = d.code / 100 * 100;
        d.parent = match d.level {
            DivisionLevel::Province => None,
            DivisionLevel::County if codes.binary_search(&city).is_ok() => Some(city),
            _ => Some(d.code / 10_000 * 10_000),
        };
    }
    let mut by_name: HashMap<&'static str, Vec<u32>> = HashMap::new();
    for name in &names {
        let found = by_name.entry(name.text).or_default();
        if !found.contains(&name.code) {
            found.push(name.code);
        }
    }
    Table {
        divisions,
        names,
        by_name,
    }
});

/// The division of a code, in force or not.
pub fn get(code: u32) -> Option<&'static Division> {
    let divisions = &TABLE.divisions;
    let at = divisions.binary_search_by_key(&code, |d| d.code).ok()?;
    divisions.get(at)
}

/// The divisions of a full name, short name or other name (`朝阳区`, `恩施州`, `台北市`), those in
/// force first, then by code. `市`, `省` and other kinds are part of the name when given.
pub fn find(name: &str) -> Vec<&'static Division> {
    let mut found: Vec<&'static Division> = TABLE
        .by_name
        .get(name.trim())
        .into_iter()
        .flatten()
        .filter_map(|code| get(*code))
        .collect();
    found.sort_by_key(|d| (!d.current, d.code));
    found
}

/// All divisions by code.
pub fn all() -> &'static [Division] {
    &TABLE.divisions
}

/// The province part of a code.
pub fn province_of(code: u32) -> u32 {
    code / 10_000 * 10_000
}

/// The division directly below the province that holds a code: a prefecture, a county under
/// direct administration of a province, or, in a municipality, the municipality itself. `None` for other provinces.
pub fn city_of(code: u32) -> Option<u32> {
    let province = province_of(code);
    if matches!(province / 10_000, 11 | 12 | 31 | 50) {
        return Some(province);
    }
    let d = get(code)?;
    match d.level {
        DivisionLevel::Province => None,
        DivisionLevel::City => Some(code),
        DivisionLevel::County if d.parent == Some(province) => Some(code),
        DivisionLevel::County => d.parent,
    }
}

/// Every name of every division, for the reading of addresses.
pub(crate) fn names() -> &'static [Name] {
    &TABLE.names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let count = |level, current| {
            all()
                .iter()
                .filter(|d| d.level == level && d.current == current)
                .count()
        };
        assert_eq!(count(DivisionLevel::Province, true), 34);
        assert!(
            count(DivisionLevel::City, true) >= 333,
            "{}",
            count(DivisionLevel::City, true)
        );
        assert!(count(DivisionLevel::County, true) > 2_900);
        assert!(count(DivisionLevel::County, false) > 80);
        for d in all() {
            assert!(
                !d.name.is_empty() && d.short_name.chars().count() >= 2,
                "{d:?}"
            );
            if let Some(parent) = d.parent {
                let parent = get(parent).unwrap_or_else(|| panic!("{d:?} is an orphan"));
                assert!(parent.level < d.level, "{d:?}");
                assert_eq!(province_of(d.code), province_of(parent.code));
            }
            assert_eq!(d.parent.is_none(), d.level == DivisionLevel::Province);
            assert!(
                d.level != DivisionLevel::Province || d.name_en.is_some(),
                "{d:?}"
            );
        }
    }

    #[test]
    fn names_lead_to_codes() {
        assert_eq!(
            get(440_300).map(|d| (d.name, d.name_en)),
            Some(("深圳市", Some("Shenzhen")))
        );
        assert_eq!(get(150_000).map(|d| d.short_name), Some("内蒙古"));
        assert_eq!(get(422_800).map(|d| d.short_name), Some("恩施"));
        assert_eq!(get(232_700).map(|d| d.short_name), Some("大兴安岭"));
        let codes = |name| find(name).iter().map(|d| d.code).collect::<Vec<_>>();
        assert_eq!(codes("恩施州"), [422_800]);
        assert_eq!(codes("朝阳区"), [110_105, 220_104]);
        assert_eq!(codes("台北市"), [710_000]);
        assert!(codes("鼓楼区").len() >= 4);
        assert_eq!(codes("襄樊市"), [420_600]);
        assert!(codes("某某市").is_empty());
        assert!(!get(110_104).is_some_and(|d| d.current));
        assert_eq!(get(999_999), None);
    }

    #[test]
    fn direct_administration() {
        assert_eq!(city_of(110_108), Some(110_000));
        assert_eq!(city_of(419_001), Some(419_001));
        assert_eq!(city_of(440_307), Some(440_300));
        assert_eq!(city_of(440_000), None);
        assert_eq!(city_of(810_000), None);
    }
}
