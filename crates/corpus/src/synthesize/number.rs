//! Publication and application numbers with their dates, in the forms of CN, US, EP, WO and JP,
//! check digits right. No two indices below ten million share a publication number.

use super::later;
use super::random::Random;
use crate::record::DocId;
use quanlian_handbook::Date;

/// The numbers of one record.
pub(super) struct Numbers {
    /// The publication.
    pub publication: DocId,
    /// Its application.
    pub application: DocId,
    /// Date of grant, for a granted document.
    pub granted: Option<Date>,
    /// True for a design.
    pub design: bool,
    /// Whether it was filed within twelve months of the priority offered.
    pub claims_priority: bool,
}

/// Indices below this may have the seven-digit Chinese publication numbers before August 2007.
const OLD_CN_MAX: u64 = 900_000;

/// Chooses an office and the numbers of a record.
pub(super) fn numbers(random: &mut Random, index: u64, priority: Option<&DocId>) -> Numbers {
    let first = priority.and_then(|id| id.date);
    let wanted = match first {
        Some(day) => later(day, u32::try_from(1 + random.below(12)).unwrap_or(1)),
        None => any_day(random),
    };
    let mut numbers = match random.below(100) {
        0..60 => chinese(random, index, wanted),
        60..78 => american(random, index, wanted),
        78..86 => european(random, index, wanted),
        86..94 => yearly(random, index, "WO"),
        _ => yearly(random, index, "JP"),
    };
    numbers.claims_priority = match (first, numbers.application.date) {
        (Some(first), Some(filed)) => first < filed && filed <= later(first, 12),
        _ => false,
    };
    numbers
}

/// A filing day from 1990 to mid 2024, later years more often.
fn any_day(random: &mut Random) -> Date {
    let year = 1990 + random.below(34).max(random.below(34));
    day_in(random, u16::try_from(year).unwrap_or(2000))
}

fn day_in(random: &mut Random, year: u16) -> Date {
    let month = u8::try_from(1 + random.below(12)).unwrap_or(1);
    let day = u8::try_from(1 + random.below(28)).unwrap_or(1);
    Date::new(year, month, day).expect("a day up to the 28th exists in every month")
}

fn id(office: &str, number: String, kind: &str, date: Date, original: String) -> DocId {
    DocId {
        office: office.to_owned(),
        number,
        kind: kind.to_owned(),
        date: Some(date),
        original,
        lang: String::new(),
    }
}

fn chinese(random: &mut Random, index: u64, wanted: Date) -> Numbers {
    let sort = match random.below(100) {
        0..65 => 1u64,
        65..93 => 2,
        _ => 3,
    };
    let granted = sort != 1 || random.chance(40);
    let mut filed = wanted;
    let old = filed.number() < 20_031_001;
    if index >= OLD_CN_MAX && filed.year() < 2008 {
        // No short numbers are left: the same day, later.
        filed = Date::new(filed.year() + 18, filed.month(), filed.day()).unwrap_or(filed);
    } else if old {
        // Five digits a year: the year follows from the index, so that no number comes twice.
        let (block, serial) = (index / 100_000, index % 100_000);
        let year = 1990 + (serial.wrapping_mul(7) + block) % 13;
        filed = Date::new(
            u16::try_from(year).unwrap_or(1990),
            filed.month(),
            filed.day(),
        )
        .unwrap_or(filed);
    }
    let months = match (sort, granted) {
        (1, false) => 18,
        (1, true) => 30 + random.below(30),
        _ => 6 + random.below(8),
    };
    let published = later(filed, u32::try_from(months).unwrap_or(18));
    let new_kinds = published.number() >= 20_100_407;
    let kind = match (sort, granted, new_kinds) {
        (1, false, _) => "A",
        (1, true, true) => "B",
        (1, true, false) => "C",
        (2, _, true) => "U",
        (2, _, false) => "Y",
        (_, _, true) => "S",
        (_, _, false) => "D",
    };
    let short = published.number() < 20_070_801 && index < OLD_CN_MAX;
    let number = if short {
        sort * 1_000_000 + index
    } else {
        sort * 100_000_000 + index
    }
    .to_string();
    let application = if filed.number() < 20_031_001 {
        format!("{:02}{sort}{:05}", filed.year() % 100, index % 100_000)
    } else {
        format!("{:04}{sort}{:07}", filed.year(), index % 10_000_000)
    };
    let check = cn_check(&application);
    let original = format!("{application}.{check}");
    Numbers {
        publication: id(
            "CN",
            number.clone(),
            kind,
            published,
            format!("CN {number} {kind}"),
        ),
        application: id("CN", application, "", filed, original),
        granted: granted.then_some(published),
        design: sort == 3,
        claims_priority: false,
    }
}

fn american(random: &mut Random, index: u64, filed: Date) -> Numbers {
    let application_stage = filed.year() >= 2000 && random.chance(50);
    let published = later(filed, if application_stage { 18 } else { 34 });
    let (number, kind) = if application_stage {
        let serial = index % 10_000_000;
        (format!("{:04}{serial:07}", published.year()), "A1")
    } else {
        let kind = match published.year() {
            ..=2000 => "A",
            _ if filed.year() < 2000 => "B1",
            _ => "B2",
        };
        ((6_000_000 + index).to_string(), kind)
    };
    let series = match filed.year() {
        ..=1992 => 7,
        1993..=1997 => 8,
        1998..=2001 => 9,
        2002..=2004 => 10,
        2005..=2007 => 11,
        2008..=2010 => 12,
        2011..=2013 => 13,
        2014..=2016 => 14,
        2017 => 15,
        2018..=2020 => 16,
        2021..=2022 => 17,
        _ => 18,
    };
    let serial = index % 1_000_000;
    Numbers {
        publication: id("US", number, kind, published, String::new()),
        application: id(
            "US",
            format!("{:04}{series:02}{serial:06}", filed.year()),
            "A",
            filed,
            format!("{series:02}/{serial:06}"),
        ),
        granted: (!application_stage).then_some(published),
        design: false,
        claims_priority: false,
    }
}

fn european(random: &mut Random, index: u64, filed: Date) -> Numbers {
    let granted = random.chance(40);
    let published = later(filed, if granted { 54 } else { 18 });
    let serial = index % 1_000_000;
    let application = format!("{:02}{serial:06}", filed.year() % 100);
    let original = format!("{application}.{}", ep_check(&application));
    Numbers {
        publication: id(
            "EP",
            format!("{:07}", 100_000 + index),
            if granted { "B1" } else { "A1" },
            published,
            String::new(),
        ),
        application: id("EP", application, "A", filed, original),
        granted: granted.then_some(published),
        design: false,
        claims_priority: false,
    }
}

/// WO and JP publications: a year and six digits. The year follows from the index where the
/// digits come again.
fn yearly(random: &mut Random, index: u64, office: &str) -> Numbers {
    let (block, serial) = (index / 1_000_000, index % 1_000_000);
    let year = 2005 + (serial.wrapping_mul(11) + block) % 21;
    let published = day_in(random, u16::try_from(year).unwrap_or(2005));
    let filed_year = published.year() - if published.month() > 6 { 1 } else { 2 };
    let filed_month = (published.month() + 5) % 12 + 1;
    let filed = Date::new(filed_year, filed_month, published.day()).unwrap_or(published);
    let number = format!("{year:04}{serial:06}");
    let wo = office == "WO";
    let receiving = if wo {
        random.pick(&["CN", "US", "EP", "JP"])
    } else {
        office
    };
    Numbers {
        publication: id(
            office,
            number,
            if wo { "A1" } else { "A" },
            published,
            String::new(),
        ),
        application: id(
            receiving,
            format!("{:04}{serial:06}", filed.year()),
            if wo { "W" } else { "A" },
            filed,
            String::new(),
        ),
        granted: None,
        design: false,
        claims_priority: false,
    }
}

/// The check digit of a Chinese application number: weights 2 to 9 from the left, again and
/// again; the sum modulo 11, ten as `X`.
pub(super) fn cn_check(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .zip((2u32..=9).cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}

/// The check digit of a European application number: digits doubled in turn, beginning with the
/// second; what completes the sum of their digits to a multiple of ten.
pub(super) fn ep_check(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .zip([1u32, 2].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}
