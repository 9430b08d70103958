//! Chinese places in addresses written in Latin letters (`Longgang District, Shenzhen, Guangdong
//! 518129 (CN)`).

use crate::division::{self, DivisionLevel};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Codes by English name in capitals.
static NAMES: LazyLock<HashMap<String, Vec<u32>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<u32>> = HashMap::new();
    for d in division::all() {
        if let Some(name) = d.name_en {
            names.entry(name.to_uppercase()).or_default().push(d.code);
        }
    }
    names
});

/// Province and city of an address whose country is known to be China, or the province that
/// Hong Kong, Macao and Taiwan are. `None` when no name or several provinces' names fit.
pub(super) fn places(text: &[char], country: &str) -> Option<(u32, Option<u32>)> {
    match country {
        "CN" => {}
        "HK" => return Some((810_000, None)),
        "MO" => return Some((820_000, None)),
        "TW" => return Some((710_000, None)),
        _ => return None,
    }
    let line: String = text.iter().collect::<String>().to_uppercase();
    let mut province = None;
    let mut cities: Vec<u32> = Vec::new();
    for part in line.split([',', ';', '(', ')', '[', ']']) {
        let words: Vec<&str> = part
            .split_whitespace()
            .filter(|w| !w.bytes().any(|b| b.is_ascii_digit()))
            .filter(|w| {
                !matches!(
                    *w,
                    "PROVINCE" | "CITY" | "PROV." | "SHI" | "SHENG" | "MUNICIPALITY"
                )
            })
            .collect();
        let Some(codes) = NAMES.get(&words.join(" ")) else {
            continue;
        };
        for code in codes {
            match division::get(*code).map(|d| d.level) {
                Some(DivisionLevel::Province) => province = Some(*code),
                Some(_) => cities.push(*code),
                None => {}
            }
        }
    }
    if let Some(province) = province {
        cities.retain(|c| division::province_of(*c) == province);
    }
    let city = match cities[..] {
        [city] => Some(city),
        _ => None,
    };
    let province = province.or_else(|| city.map(division::province_of))?;
    Some((province, city.or_else(|| division::city_of(province))))
}
