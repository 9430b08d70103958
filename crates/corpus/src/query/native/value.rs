//! Values that are not text: days, counts and class symbols, in every form in which people write
//! them. Both front ends read them here.

use crate::query::ast::{ClassCondition, ClassMode, Node};
use crate::query::error::{QueryError, Warnings};
use crate::query::field::Field;
use crate::query::lex::Run;
use crate::query::native::boolean;
use quanlian_handbook::Date;

/// How a field and its value are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// `=` and `:`.
    Equal,
    /// `>=`.
    AtLeast,
    /// `>`.
    Above,
    /// `<=`.
    AtMost,
    /// `<`.
    Below,
}

/// The two ends of `a:b`, either of them possibly empty; one piece stands for both.
fn ends(
    pieces: &[Run],
    relation: Relation,
    all: &Run,
) -> Result<(Option<Run>, Option<Run>), QueryError> {
    let filled = |r: &Run| (!r.chars.is_empty() && r.text() != "*").then(|| r.clone());
    match pieces {
        [one] if filled(one).is_some() => Ok((filled(one), filled(one))),
        [a, b] if relation == Relation::Equal => {
            let (a, b) = (filled(&a.trim()), filled(&b.trim()));
            if a.is_none() && b.is_none() {
                return Err(QueryError::new(
                    "query.empty-range",
                    all.at(),
                    "a range needs at least one end",
                    "范围至少要有一端",
                ));
            }
            Ok((a, b))
        }
        [one] if one.text() == "*" => Err(QueryError::new(
            "query.empty-range",
            all.at(),
            "a star alone is no value; write a range with one end: 2018:",
            "单独的星号不是值；请写一端的范围：2018:",
        )),
        _ => Err(QueryError::new(
            "query.bad-range",
            all.at(),
            "a range is written from:to after =",
            "范围写作 =起:止",
        )),
    }
}

fn reversed(all: &Run, from: &str, to: &str) -> QueryError {
    QueryError::new(
        "query.range-reversed",
        all.at(),
        format!("the range ends ({to}) before it begins ({from})"),
        format!("范围的终点（{to}）早于起点（{from}）"),
    )
    .propose(format!("{to}:{from}"))
}

/// A date condition from the text after the relation: `20200101`, `2020-01`, `2018:2020`.
pub(crate) fn date(
    field: Field,
    relation: Relation,
    pieces: &[Run],
    all: &Run,
    warnings: &mut Warnings,
) -> Result<Node, QueryError> {
    let (from, to) = ends(pieces, relation, all)?;
    let mut read = |r: Option<Run>| r.map(|r| days(&r, warnings)).transpose();
    let first = read(from)?;
    let last = if pieces.len() == 1 { first } else { read(to)? };
    let outside = || {
        QueryError::new(
            "query.no-such-date",
            all.at(),
            "there is no day beyond this one",
            "日期超出可表示的范围",
        )
    };
    let (from, to) = match (relation, first, last) {
        (Relation::Equal, a, b) => (a.map(|d| d.0), b.map(|d| d.1)),
        (Relation::AtLeast, Some(a), _) => (Some(a.0), None),
        (Relation::Above, Some(a), _) => (Some(next(a.1).ok_or_else(outside)?), None),
        (Relation::AtMost, Some(a), _) => (None, Some(a.1)),
        (Relation::Below, Some(a), _) => (None, Some(before(a.0).ok_or_else(outside)?)),
        (_, None, _) => return Err(bad_date(all)),
    };
    if let (Some(a), Some(b), [left, right]) = (from, to, pieces)
        && a > b
    {
        return Err(reversed(
            all,
            left.trim().text().as_str(),
            right.trim().text().as_str(),
        ));
    }
    Ok(Node::Date { field, from, to })
}

fn bad_date(run: &Run) -> QueryError {
    QueryError::new(
        "query.bad-date",
        run.at(),
        "not a date; write 2020, 202003, 20200131, 2020-01-31, 2020年1月31日, or a range 20200101:20201231",
        "不是日期；写作 2020、202003、20200131、2020-01-31、2020年1月31日，或范围 20200101:20201231",
    )
}

/// The first and last day that a year, month or day names.
pub(crate) fn days(run: &Run, warnings: &mut Warnings) -> Result<(Date, Date), QueryError> {
    let text: String = run
        .text()
        .replace(['年', '月'], "-")
        .trim_end_matches('日')
        .trim_end_matches('-')
        .to_owned();
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    if !parts
        .iter()
        .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(bad_date(run));
    }
    let number = |s: &str| s.parse::<u16>().unwrap_or(u16::MAX);
    let (year, month, day) = match parts.as_slice() {
        [y] if y.len() == 4 => (number(y), None, None),
        [ym] if ym.len() == 6 => (number(&ym[..4]), Some(number(&ym[4..])), None),
        [all] if all.len() == 8 => (
            number(&all[..4]),
            Some(number(&all[4..6])),
            Some(number(&all[6..])),
        ),
        [y, m] if y.len() == 4 && m.len() <= 2 => (number(y), Some(number(m)), None),
        [y, m, d] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            (number(y), Some(number(m)), Some(number(d)))
        }
        _ => return Err(bad_date(run)),
    };
    let span = span(year, month, day).ok_or_else(|| {
        QueryError::new(
            "query.no-such-date",
            run.at(),
            format!("{} is not in the calendar", run.text()),
            format!("日历上没有 {} 这一天", run.text()),
        )
    })?;
    if !(1780..=2100).contains(&year) {
        warnings.add(
            "query.odd-year",
            run.at(),
            format!("no patent document is of the year {year}"),
            format!("没有 {year} 年的专利文献"),
            None,
        );
    }
    Ok(span)
}

/// First and last day of a year, a month or a day; `None` when it does not exist.
pub(crate) fn span(year: u16, month: Option<u16>, day: Option<u16>) -> Option<(Date, Date)> {
    let small = |n: u16| u8::try_from(n).ok();
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?)),
        (Some(m), None) => {
            let m = small(m)?;
            let first = Date::new(year, m, 1)?;
            let last = (28..=31).rev().find_map(|d| Date::new(year, m, d))?;
            Some((first, last))
        }
        (Some(m), Some(d)) => {
            let day = Date::new(year, small(m)?, small(d)?)?;
            Some((day, day))
        }
    }
}

fn next(d: Date) -> Option<Date> {
    Date::new(d.year(), d.month(), d.day() + 1)
        .or_else(|| Date::new(d.year(), d.month() + 1, 1))
        .or_else(|| Date::new(d.year() + 1, 1, 1))
}

fn before(d: Date) -> Option<Date> {
    let last = |y: u16, m: u8| (28..=31).rev().find_map(|day| Date::new(y, m, day));
    Date::new(d.year(), d.month(), d.day().wrapping_sub(1))
        .or_else(|| last(d.year(), d.month().wrapping_sub(1)))
        .or_else(|| last(d.year().checked_sub(1)?, 12))
}

/// A count condition: `10`, `5:10`, `5:`.
pub(crate) fn count(
    field: Field,
    relation: Relation,
    pieces: &[Run],
    all: &Run,
) -> Result<Node, QueryError> {
    let (from, to) = ends(pieces, relation, all)?;
    let read = |r: Option<Run>| r.map(|r| whole(&r)).transpose();
    let (a, b) = (read(from)?, read(to)?);
    let outside = || {
        QueryError::new(
            "query.bad-count",
            all.at(),
            "no count is beyond this one",
            "没有超出此值的数",
        )
    };
    let (from, to) = match (relation, a, b) {
        (Relation::Equal, a, b) => (a, b),
        (_, None, _) => return Err(whole(all).err().unwrap_or_else(outside)),
        (Relation::AtLeast, a, _) => (a, None),
        (Relation::Above, Some(a), _) => (Some(a.checked_add(1).ok_or_else(outside)?), None),
        (Relation::AtMost, a, _) => (None, a),
        (Relation::Below, Some(a), _) => (None, Some(a.checked_sub(1).ok_or_else(outside)?)),
    };
    if let (Some(a), Some(b)) = (from, to)
        && a > b
    {
        return Err(reversed(all, &a.to_string(), &b.to_string()));
    }
    Ok(Node::Count { field, from, to })
}

/// A whole number.
pub(crate) fn whole(run: &Run) -> Result<u32, QueryError> {
    let text = run.trim().text();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| {
        QueryError::new(
            "query.bad-count",
            run.at(),
            "not a whole number; write 10, 5:10, 5:",
            "不是整数；写作 10、5:10、5:",
        )
    })
}

/// Whether a symbol (upper case, no blanks) has the form of the IPC and CPC, of any length.
pub(crate) fn is_ipc_form(symbol: &str) -> bool {
    let mut rest = symbol.chars().peekable();
    if !rest.next().is_some_and(|c| matches!(c, 'A'..='H' | 'Y')) {
        return false;
    }
    for _ in 0..2 {
        match rest.next() {
            None => return true,
            Some(c) if c.is_ascii_digit() => {}
            Some(_) => return false,
        }
    }
    match rest.next() {
        None => return true,
        Some(c) if c.is_ascii_uppercase() => {}
        Some(_) => return false,
    }
    let tail: String = rest.collect();
    let (group, sub) = tail.split_once('/').unwrap_or((&tail, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    digits(group) && digits(sub) && group.len() <= 10 && sub.len() <= 6
}

/// A class condition from its symbol as typed and the mode that a prefix such as `/low` asks for.
pub(crate) fn class(
    fields: &[Field],
    run: &Run,
    asked: Option<ClassMode>,
    truncation: char,
    warnings: &mut Warnings,
) -> Result<Node, QueryError> {
    let mut symbol: String = run
        .text()
        .chars()
        .filter(|c| *c != ' ')
        .collect::<String>()
        .to_uppercase();
    let mut mode = asked.unwrap_or(ClassMode::Exact);
    if symbol.ends_with(truncation) {
        if asked.is_some() {
            return Err(QueryError::new(
                "query.bad-class",
                run.at(),
                "/low, /high and truncation do not go together",
                "/low、/high 不能与截词并用",
            ));
        }
        symbol.truncate(symbol.trim_end_matches(truncation).len());
        mode = ClassMode::Prefix;
    }
    let bad = |en: &str, zh: &str| QueryError::new("query.bad-class", run.at(), en, zh);
    if symbol.contains(['*', '+', '?', '#']) {
        let error = bad(
            "a class symbol is truncated at its end only",
            "分类号只能在末尾截断",
        );
        return Err(if truncation == '+' && symbol.ends_with('*') {
            error.propose(symbol.replace('*', "+"))
        } else {
            error
        });
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.');
    if symbol.is_empty() || boolean(&symbol).is_some() || !symbol.chars().all(allowed) {
        return Err(bad(
            "not a class symbol; write H01M, H01M10, H01M10/0525, H01M10/+",
            "不是分类号；写作 H01M、H01M10、H01M10/0525、H01M10/+",
        ));
    }
    let tree = fields.iter().any(|f| matches!(f, Field::Ipc | Field::Cpc));
    if tree && let Some((a, b)) = symbol.split_once('-') {
        if mode != ClassMode::Exact || b.is_empty() || a.is_empty() {
            return Err(bad(
                "a range of classes is H01M10/02-H01M10/05",
                "分类范围写作 H01M10/02-H01M10/05",
            ));
        }
        if is_ipc_form(a) && is_ipc_form(b) {
            mode = ClassMode::Range;
        } else if fields.iter().all(|f| matches!(f, Field::Ipc | Field::Cpc)) {
            return Err(bad(
                "both ends of a range of classes must be symbols",
                "分类范围的两端都必须是分类号",
            ));
        }
    }
    let only_tree = fields.iter().all(|f| matches!(f, Field::Ipc | Field::Cpc));
    if only_tree && mode != ClassMode::Range && !is_ipc_form(&symbol) {
        warnings.add(
            "query.class-form",
            run.at(),
            format!("{symbol} does not have the form of a class symbol (H01M10/0525)"),
            format!("{symbol} 不像分类号（如 H01M10/0525）"),
            None,
        );
    }
    Ok(Node::Class(ClassCondition {
        fields: fields.to_vec(),
        symbol,
        mode,
    }))
}
