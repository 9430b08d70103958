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
mod walk;

use walk::{Found, inside, walk};

pub use postcode::province_of_postcode;

/// Where an address lies. Codes are those of [`crate::division`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Province (`440000`); 810000, 820000, 710000 for Hong Kong, Macao, Taiwan.
    pub province: Option<u32>,
    /// The division directly below the province (see [`crate::division::city_of`]): prefecture, county
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
        let foreign = country::at_start(&text, at).or_else(|| country::in_latin(&text));
        if let Some(code) = foreign {
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
        found = hinted.map(|province| Found::of(province, "postcode"));
        how = "";
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
