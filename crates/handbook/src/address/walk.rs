//! The walk along the division names of an address, each inside the one before.

use super::lexicon::{self, Hit};
use super::skip_filler;
use crate::division;

/// What a walk along the names has found.
pub(super) struct Found {
    pub(super) province: u32,
    pub(super) city: Option<u32>,
    pub(super) county: Option<u32>,
    pub(super) how: &'static str,
}

impl Found {
    pub(super) fn of(code: u32, how: &'static str) -> Found {
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
        let city = division::city_of(code);
        self.city = self.city.or(city);
        let is_county = !code.is_multiple_of(100);
        if is_county && city == self.city {
            self.county = self.county.or(Some(code));
        }
    }
}

/// Reads names from a position: the first decides the province, later ones refine.
pub(super) fn walk(text: &[char], start: usize, hinted: Option<u32>) -> Option<Found> {
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
        let city = hit.city;
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
pub(super) fn inside(text: &[char], from: usize, hinted: Option<u32>) -> Option<Found> {
    (from + 1..text.len()).find_map(|at| {
        let hits = lexicon::at(text, at);
        let sure = hits
            .iter()
            .filter(|h| h.full && h.len >= 3 && !street_follows(text, at + h.len))
            .any(|h| h.code % 100 == 0);
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
