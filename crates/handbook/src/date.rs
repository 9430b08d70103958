//! A calendar date without a time zone, as offices print it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A day of the Gregorian calendar, kept as `yyyymmdd`, so that order is order in time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(u32);

impl Date {
    /// The date of a year, month and day that exist together.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let (y, m, d) = (u32::from(year), u32::from(month), u32::from(day));
        ((1..=9999).contains(&y) && (1..=12).contains(&m) && d >= 1 && d <= days_in_month(y, m))
            .then_some(Date(y * 10_000 + m * 100 + d))
    }

    /// Reads the number `yyyymmdd`.
    pub fn from_number(number: u32) -> Option<Date> {
        let (y, m, d) = (number / 10_000, number / 100 % 100, number % 100);
        Date::new(
            u16::try_from(y).ok()?,
            u8::try_from(m).ok()?,
            u8::try_from(d).ok()?,
        )
    }

    /// The number `yyyymmdd`.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Reads `2026-11-21`, `20261121`, `2026.11.21`, `2026/11/21` and `2026年11月21日`
    /// (full-width digits too). Nothing else: an ambiguous order is not guessed.
    pub fn read(text: &str) -> Option<Date> {
        let mut parts = vec![String::new()];
        for c in text.trim().chars() {
            match c {
                '0'..='9' => parts.last_mut()?.push(c),
                '\u{ff10}'..='\u{ff19}' => {
                    parts
                        .last_mut()?
                        .push(char::from_u32(c as u32 - 0xff10 + 0x30)?);
                }
                '-' | '.' | '/' | '年' | '月' => parts.push(String::new()),
                '日' => {}
                _ => return None,
            }
        }
        match parts.as_slice() {
            [whole] if whole.len() == 8 => Date::from_number(whole.parse().ok()?),
            [y, m, d]
                if y.len() == 4
                    && !m.is_empty()
                    && m.len() <= 2
                    && !d.is_empty()
                    && d.len() <= 2 =>
            {
                Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
            }
            _ => None,
        }
    }

    /// The year.
    pub fn year(self) -> u16 {
        (self.0 / 10_000) as u16
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        (self.0 / 100 % 100) as u8
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        (self.0 % 100) as u8
    }
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Date::read(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text}")))
    }
}
