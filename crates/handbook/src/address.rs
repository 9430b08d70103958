//! From a printed address to the places it names: country, province, city, county.
//!
//! Addresses on patents come with or without postcode, country, province or city
//! (`518129 广东省深圳市龙岗区…`, `深圳市…`, `中国台湾台北市…`, `日本东京都`). Names are taken from the
//! start of the address, the longest first, each inside the one before. A name that several
//! provinces share (朝阳区, 鼓楼区) counts only when the postcode or a later name decides; what
//! remains open stays `None`.
//!
//! ```
//! use quanlian_handbook::address::locate;
//!
//! let place = locate("518129 广东省深圳市龙岗区坂田华为总部办公楼", None);
//! assert_eq!((place.province, place.city, place.county), (Some(440000), Some(440300), Some(440307)));
//! ```

mod country;
mod latin;
mod lexicon;
mod postcode;
#[cfg(test)]
mod tests;

use crate::division::{self, DivisionLevel};
use lexicon::Hit;

pub use postcode::province_of_postcode;

/// Where an address lies. Codes are those of [`crate::division`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Province (`440000`); 810000, 820000, 710000 for Hong Kong, Macao, Taiwan.
    pub province: Option<u32>,
    /// The division directly below the province (see [`division::city_of`]): prefecture, county
    /// under direct administration, or the municipality itself.
    pub city: Option<u32>,
    /// County, district, county-level city.
    pub county: Option<u32>,
    /// ST.3 two-letter code: `CN`, `HK`, `MO`, `TW` or that of a foreign country.
    pub country: Option<String>,
    /// The six digits before a Chinese address.
    pub postcode: Option<String>,
    /// What decided the province or country: `province`, `city`, `county`, `inside` (a full name
    /// later in the text), `postcode`, `name` (the applicant's name), `country`, or empty.
    pub how: String,
}

/// Longest text that is looked at, in characters; places stand at the start.
const WINDOW: usize = 60;

/// Finds the places an address names. `name` is the applicant's name, asked only when the
/// address itself says nothing. Never fails; what is unknown is `None`.
pub fn locate(address: &str, name: Option<&str>) -> Place {
    let text = fold(address);
    let (postcode, at) = postcode::leading(&text);
    let mut at = skip_filler(&text, at);
    let chinese = strip_china(&text, at);
    if let Some(after) = chinese {
        at = skip_filler(&text, after);
    }
    let mut place = Place {
        postcode,
        ..Place::default()
    };
    let hinted = place.postcode.as_deref().and_then(province_of_postcode);
    let mut found = walk(&text, at, hinted);
    if found.is_none() && chinese.is_none() {
        if let Some(code) = country::at_start(&text, at).or_else(|| country::in_latin(&text)) {
            place.postcode = None;
            place.country = Some(code.to_owned());
            place.how = "country".to_owned();
            if let Some((province, city)) = latin::places(&text, code) {
                place.province = Some(province);
                place.city = city;
            }
            return place;
        }
    }
    let mut how = "";
    if found.is_none() {
        found = inside(&text, at, hinted);
        how = "inside";
    }
    if found.is_none() && (chinese.is_some() || has_han(&text)) {
        if let Some(province) = hinted {
            found = Some(Found::of(province, "postcode"));
            how = "";
        }
    }
    if found.is_none() {
        // The name speaks only where the address is silent: empty, or Chinese without a place.
        let silent = text.get(at..).is_none_or(|rest| rest.is_empty()) || has_han(&text);
        if let Some(name) = name.filter(|n| silent && n.chars().count() >= 5) {
            let name = fold(name);
            let start = strip_china(&name, 0).unwrap_or(0);
            found = walk(&name, start, None).filter(|f| f.how != "county");
            how = "name";
        }
    }
    match found {
        Some(found) => {
            place.province = Some(found.province);
            place.city = found.city;
            place.county = found.county;
            place.country = Some(country_of(found.province).to_owned());
            place.how = if how.is_empty() { found.how } else { how }.to_owned();
        }
        None if chinese.is_some() => {
            place.country = Some("CN".to_owned());
            place.how = "country".to_owned();
        }
        None => {}
    }
    place
}

/// ST.3 code of a province.
fn country_of(province: u32) -> &'static str {
    match province {
        710_000 => "TW",
        810_000 => "HK",
        820_000 => "MO",
        _ => "CN",
    }
}

/// What a walk along the names has found.
struct Found {
    province: u32,
    city: Option<u32>,
    county: Option<u32>,
    how: &'static str,
}

impl Found {
    fn of(code: u32, how: &'static str) -> Found {
        let mut found = Found {
            province: division::province_of(code),
            city: None,
            county: None,
            how,
        };
        found.take(code);
        found
    }

    /// Adds what a code says, keeping what is already known.
    fn take(&mut self, code: u32) {
        self.city = self.city.or_else(|| division::city_of(code));
        let is_county = division::get(code).is_some_and(|d| d.level == DivisionLevel::County);
        if is_county && division::city_of(code) == self.city {
            self.county = self.county.or(Some(code));
        }
    }
}

/// Reads names from a position: the first decides the province, later ones refine.
fn walk(text: &[char], start: usize, hinted: Option<u32>) -> Option<Found> {
    let hits = lexicon::at(text, start);
    let (mut found, mut at) = first(text, start, &hits, hinted)?;
    for _ in 0..3 {
        at = skip_filler(text, at);
        let hits = lexicon::at(text, at);
        let Some(hit) = refine(text, at, &hits, &found) else {
            break;
        };
        found.take(hit.0);
        at = hit.1;
        if found.county.is_some() {
            break;
        }
    }
    Some(found)
}

/// The first name of an address. Longer names win; of one name the full form wins.
fn first(text: &[char], start: usize, hits: &[Hit], hinted: Option<u32>) -> Option<(Found, usize)> {
    let mut rest = hits;
    while let Some(longest) = rest.first().map(|h| h.len) {
        let same = rest.iter().take_while(|h| h.len == longest).count();
        let (now, later) = rest.split_at(same);
        rest = later;
        let after = start + longest;
        let mut codes: Vec<(u32, bool)> = now
            .iter()
            .filter(|h| h.full || !street_follows(text, after))
            .map(|h| (h.code, h.full))
            .collect();
        if codes.iter().any(|(_, full)| *full) {
            codes.retain(|(_, full)| *full);
        }
        // A short name of a province against the postcode is the name of a street (河南岸).
        let province = codes
            .iter()
            .find(|(c, full)| c % 10_000 == 0 && (*full || hinted.is_none_or(|p| p == *c)));
        if let Some((code, _)) = province {
            return Some((Found::of(*code, "province"), after));
        }
        codes.retain(|(c, _)| c % 10_000 != 0);
        if let Some(found) = decide(text, after, &codes, hinted) {
            return Some((found, after));
        }
    }
    None
}

/// Settles between the divisions of one name without a province before it.
fn decide(
    text: &[char],
    after: usize,
    codes: &[(u32, bool)],
    hinted: Option<u32>,
) -> Option<Found> {
    let how = match codes.first()? {
        (code, _) if code % 100 == 0 => "city",
        _ => "county",
    };
    let full = codes.iter().any(|(_, full)| *full);
    let bare = how == "county" && codes.iter().all(|(c, _)| is_bare(*c));
    let mut codes: Vec<u32> = codes.iter().map(|(c, _)| *c).collect();
    let same_province = |codes: &[u32]| {
        let mut provinces = codes.iter().map(|c| division::province_of(*c));
        let one = provinces.next();
        provinces.all(|p| Some(p) == one)
    };
    // A county by its short name alone says too little; the postcode must agree.
    let weak = !full && (how == "county" || codes.len() > 1);
    let against = how == "county" && hinted.is_some();
    if !same_province(&codes) || weak || bare || against {
        if let Some(hinted) = hinted {
            codes.retain(|c| division::province_of(*c) == hinted);
        } else {
            // A later name may decide: 鼓楼区…南京市 does not occur, 通州川姜镇 does not help.
            let next = lexicon::at(text, skip_filler(text, after));
            codes.retain(|c| {
                next.iter()
                    .any(|h| h.full && h.code % 100 != 0 && h.code / 100 == c / 100 && h.code != *c)
            });
        }
    }
    if codes.is_empty() || !same_province(&codes) {
        return None;
    }
    if bare {
        // 矿区, 东区, 城区: too common to name a city.
        return Some(Found::of(division::province_of(*codes.first()?), how));
    }
    // Of several divisions in one province prefer the one in force.
    if codes.len() > 1 {
        let current: Vec<u32> = codes
            .iter()
            .copied()
            .filter(|c| division::get(*c).is_some_and(|d| d.current))
            .collect();
        if !current.is_empty() {
            codes = current;
        }
    }
    match codes[..] {
        [code] => Some(Found::of(code, how)),
        [code, ..] => {
            // A city and its county of one name (长沙, 吉林): the city is sure.
            let city = division::city_of(code);
            let one = codes.iter().all(|c| division::city_of(*c) == city);
            let code = if one {
                city?
            } else {
                division::province_of(code)
            };
            Some(Found::of(code, how))
        }
        [] => None,
    }
}

/// Whether a county's name is one any city may have (`东区`, `矿区`, `新市区`).
fn is_bare(code: u32) -> bool {
    division::get(code).is_some_and(|d| {
        d.name.ends_with('区')
            && (d.name.chars().count() == 2
                || matches!(d.name, "新市区" | "市中区" | "新城区" | "市南区" | "市北区"))
    })
}

/// Whether a county bears the short name of its city (长沙县): a zone of that name is the city's.
fn is_namesake(code: u32) -> bool {
    let short = |c: u32| division::get(c).map(|d| d.short_name);
    division::city_of(code).and_then(short) == short(code)
}

/// Whether a short name goes on as that of a development zone (`昆山经济技术开发区`).
fn zone_follows(text: &[char], at: usize) -> bool {
    const ZONES: [&str; 10] = [
        "经济", "经开", "高新", "开发", "工业", "技术", "产业", "出口", "保税", "综合",
    ];
    ZONES.iter().any(|zone| {
        zone.chars()
            .enumerate()
            .all(|(i, c)| text.get(at + i) == Some(&c))
    })
}

/// The next name inside what is found already: full names of any level below, short names of
/// cities only.
fn refine(text: &[char], at: usize, hits: &[Hit], found: &Found) -> Option<(u32, usize)> {
    let mut best: Option<(u32, usize)> = None;
    for hit in hits {
        if division::province_of(hit.code) != found.province || Some(hit.code) == found.county {
            continue;
        }
        let after = at + hit.len;
        let city = division::city_of(hit.code);
        let zone = |after| zone_follows(text, after);
        let fits = match (hit.code % 10_000, hit.code % 100, found.city) {
            (0, _, _) => hit.full && hit.len >= 3,
            (_, 0, None) => hit.full || !street_follows(text, after),
            (_, 0, Some(city)) => hit.full && hit.code == city,
            (_, _, None) => hit.full || (zone(after) && !is_namesake(hit.code)),
            (_, _, known) => {
                (hit.full || zone(after)) && city == known && (hit.full || !is_namesake(hit.code))
            }
        };
        if !fits {
            continue;
        }
        // Of one name prefer the code in force; hits come longest first.
        match best {
            Some((code, end)) if end == after => {
                let current = |c: u32| division::get(c).is_some_and(|d| d.current);
                if !current(code) && current(hit.code) {
                    best = Some((hit.code, after));
                }
            }
            Some(_) => break,
            None => best = Some((hit.code, after)),
        }
    }
    best
}

/// A full name of a province, city or (with the postcode agreeing) county later in the text.
fn inside(text: &[char], from: usize, hinted: Option<u32>) -> Option<Found> {
    (from + 1..text.len()).find_map(|at| {
        let full: Vec<Hit> = lexicon::at(text, at)
            .into_iter()
            .filter(|h| h.full && h.len >= 3)
            .filter(|h| !street_follows(text, at + h.len))
            .collect();
        let sure = full.iter().any(|h| h.code % 100 == 0);
        if !sure && hinted.is_none() {
            return None;
        }
        walk(text, at, hinted)
            .filter(|f| hinted.is_none_or(|p| p == f.province) && f.how != "postcode")
    })
}

/// Whether the text goes on as the name of a street, village or house (`南京路`, `中山东路`).
fn street_follows(text: &[char], at: usize) -> bool {
    let tail: Vec<char> = text.iter().skip(at).take(4).copied().collect();
    let street = |c: &char| {
        matches!(
            c,
            '路' | '街'
                | '道'
                | '巷'
                | '弄'
                | '里'
                | '村'
                | '镇'
                | '乡'
                | '港'
                | '寨'
                | '桥'
                | '湖'
                | '河'
                | '江'
                | '山'
                | '胡'
                | '园'
                | '楼'
                | '门'
                | '庄'
                | '屯'
                | '苑'
        )
    };
    match tail[..] {
        [] => false,
        [c, ..] if street(&c) => true,
        [a, ref rest @ ..] => {
            matches!(
                a,
                '东' | '西'
                    | '南'
                    | '北'
                    | '中'
                    | '大'
                    | '新'
                    | '老'
                    | '一'
                    | '二'
                    | '三'
                    | '四'
                    | '五'
                    | '支'
                    | '环'
                    | '小'
            ) && rest
                .iter()
                .take(2)
                .any(|c| matches!(c, '路' | '街' | '道' | '巷' | '村'))
        }
    }
}

/// After `中国` or `中华人民共和国`, unless it starts a longer word (中国石油大厦 stays).
fn strip_china(text: &[char], at: usize) -> Option<usize> {
    const NAMES: [&str; 3] = ["中华人民共和国", "中国", "P.R.CHINA"];
    NAMES.iter().find_map(|name| {
        let mut end = at;
        for c in name.chars() {
            if text.get(end) != Some(&c) {
                return None;
            }
            end += 1;
        }
        let after = skip_filler(text, end);
        let place = after > end || after >= text.len() || !lexicon::at(text, after).is_empty();
        let digits = text.get(after).is_some_and(char::is_ascii_digit);
        (place || digits).then_some(after)
    })
}

/// Skips blanks, separators and dirt before a name.
fn skip_filler(text: &[char], mut at: usize) -> usize {
    while text.get(at).is_some_and(|c| {
        matches!(
            c,
            ' ' | ','
                | '，'
                | '.'
                | '。'
                | ';'
                | '；'
                | ':'
                | '：'
                | '?'
                | '·'
                | '、'
                | '-'
                | '('
                | '（'
                | ')'
                | '）'
                | '"'
                | '\''
                | '“'
                | '”'
                | '/'
                | '*'
                | '\u{fffd}'
        )
    }) {
        at += 1;
    }
    at
}

fn has_han(text: &[char]) -> bool {
    text.iter().any(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
}

/// The first characters with full-width forms as ASCII, other blanks as a blank, and the
/// traditional characters of place names as simplified ones.
fn fold(text: &str) -> Vec<char> {
    text.trim()
        .chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '\r' | '\n'))
        .take(WINDOW)
        .map(|c| match c {
            '（' | '）' | '，' | '；' | '：' => c,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' | '\t' => ' ',
            '臺' => '台',
            '灣' => '湾',
            '縣' => '县',
            '區' => '区',
            '廣' => '广',
            '東' => '东',
            '門' => '门',
            '龍' => '龙',
            '國' => '国',
            '園' => '园',
            '蘇' => '苏',
            '陝' => '陕',
            '寧' => '宁',
            '雲' => '云',
            '貴' => '贵',
            '遼' => '辽',
            '義' => '义',
            '蓮' => '莲',
            '蘭' => '兰',
            '韓' => '韩',
            '榮' => '荣',
            '興' => '兴',
            '慶' => '庆',
            '內' => '内',
            _ => c,
        })
        .collect()
}
