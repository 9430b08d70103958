//! A scheme as a tree over one packed table: one text, one row of offsets per symbol.

use super::{Level, Scheme, compare, read};
use flate2::read::GzDecoder;
use std::io::Read;

/// One entry of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The symbol in normal form (`H01M10/0525`).
    pub symbol: &'a str,
    /// Its place in the hierarchy.
    pub level: Level,
    /// Whether a source states the level. `false`: the number of dots is an estimate from
    /// numbering and wording (see `definitions/tables/README.md`).
    pub level_stated: bool,
    /// Chinese title; `None` where the source lacks one (and for the whole of CPC).
    pub title_zh: Option<&'a str>,
    /// English title.
    pub title_en: &'a str,
}

impl<'a> Entry<'a> {
    /// The Chinese title, or the English one where there is none.
    pub fn title(&self) -> &'a str {
        self.title_zh.unwrap_or(self.title_en)
    }
}

/// Offsets of one row in the text; `zh == en` when there is no Chinese title.
struct Row {
    start: u32,
    zh: u32,
    en: u32,
    end: u32,
    parent: u32,
    symbol_len: u8,
    depth: u8,
    stated: bool,
}

const NONE: u32 = u32::MAX;

/// A classification scheme in its own order.
pub struct Tree {
    text: String,
    rows: Vec<Row>,
}

impl Tree {
    /// Unpacks a gzip table with the columns symbol, dots, (Chinese title,) English title.
    /// Lines that are not rows are left out; a table that cannot be unpacked gives an empty tree.
    pub(super) fn unpack(packed: &[u8]) -> Tree {
        let mut text = String::new();
        if GzDecoder::new(packed).read_to_string(&mut text).is_err() {
            text.clear();
        }
        text.shrink_to_fit();
        let mut rows: Vec<Row> = Vec::with_capacity(81_000);
        let mut open: Vec<(u8, u32)> = Vec::new();
        let mut at = 0usize;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let body = line.trim_end_matches('\n');
            let mut columns = body.split('\t');
            let (Some(symbol), Some(dots)) = (columns.next(), columns.next()) else {
                continue;
            };
            if symbol.starts_with('#') {
                continue;
            }
            let (zh, en) = match (columns.next(), columns.next()) {
                (Some(zh), Some(en)) => (zh, en),
                (Some(en), None) => ("", en),
                _ => continue,
            };
            let stated = !dots.starts_with('~');
            let depth = match Level::of_shape(symbol) {
                Level::Subgroup(_) => {
                    Level::Subgroup(dots.trim_start_matches('~').parse().unwrap_or(1)).depth()
                }
                level => level.depth(),
            };
            while open.last().is_some_and(|(d, _)| *d >= depth) {
                open.pop();
            }
            // CPC has indexing subgroups (`A01D2033/005`) whose main group is not an entry: they
            // hang under the subclass.
            if depth > 3 {
                let group = symbol.split('/').next();
                let same = |row: &Row| {
                    text.get(row.start as usize..(row.start + u32::from(row.symbol_len)) as usize)
                        .and_then(|s| s.split('/').next())
                        == group
                };
                while open
                    .last()
                    .is_some_and(|(d, i)| *d > 2 && !rows.get(*i as usize).is_some_and(same))
                {
                    open.pop();
                }
            }
            let end = start + body.len();
            let en_at = end - en.len();
            let zh_at = if zh.is_empty() {
                en_at
            } else {
                en_at - 1 - zh.len()
            };
            rows.push(Row {
                start: start as u32,
                zh: zh_at as u32,
                en: en_at as u32,
                end: end as u32,
                parent: open.last().map_or(NONE, |(_, i)| *i),
                symbol_len: symbol.len() as u8,
                depth,
                stated,
            });
            open.push((depth, rows.len() as u32 - 1));
        }
        Tree { text, rows }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the tree has no entry.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn slice(&self, from: u32, to: u32) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or("")
    }

    fn symbol(&self, row: &Row) -> &str {
        self.slice(row.start, row.start + u32::from(row.symbol_len))
    }

    fn entry<'a>(&'a self, row: &Row) -> Entry<'a> {
        Entry {
            symbol: self.slice(row.start, row.start + u32::from(row.symbol_len)),
            level: match row.depth {
                0 => Level::Section,
                1 => Level::Class,
                2 => Level::Subclass,
                3 => Level::MainGroup,
                d => Level::Subgroup(d - 3),
            },
            level_stated: row.stated,
            title_zh: (row.zh != row.en).then(|| self.slice(row.zh, row.en.saturating_sub(1))),
            title_en: self.slice(row.en, row.end),
        }
    }

    fn position(&self, symbol: &str) -> Option<usize> {
        let exact = |s: &str| {
            self.rows
                .binary_search_by(|row| compare(self.symbol(row), s))
                .ok()
        };
        exact(symbol).or_else(|| exact(read(symbol)?.as_str()))
    }

    /// The entry of a symbol in any form [`read`] accepts; the normal form is fastest.
    pub fn get(&self, symbol: &str) -> Option<Entry<'_>> {
        self.rows
            .get(self.position(symbol)?)
            .map(|row| self.entry(row))
    }

    /// The entry of a symbol, or for a symbol of another edition (`G06F17/30`) the nearest entry
    /// above it by its digits: its main group, subclass, class or section.
    pub fn nearest(&self, symbol: &str) -> Option<Entry<'_>> {
        let symbol = read(symbol)?;
        let s = symbol.as_str();
        let group = s.split_once('/').map(|(head, _)| format!("{head}/00"));
        self.get(s)
            .or_else(|| self.get(&group?))
            .or_else(|| self.get(s.get(..4)?))
            .or_else(|| self.get(s.get(..3)?))
            .or_else(|| self.get(s.get(..1)?))
    }

    /// The entry directly above; `None` for sections and unknown symbols.
    pub fn parent(&self, symbol: &str) -> Option<Entry<'_>> {
        let row = self.rows.get(self.position(symbol)?)?;
        self.rows
            .get(row.parent as usize)
            .map(|row| self.entry(row))
    }

    /// The entries above, nearest first, ending with the section.
    pub fn ancestors(&self, symbol: &str) -> impl Iterator<Item = Entry<'_>> {
        let mut next = self.position(symbol).and_then(|i| self.rows.get(i));
        std::iter::from_fn(move || {
            next = self.rows.get(next?.parent as usize);
            next.map(|row| self.entry(row))
        })
    }

    /// The entries directly below, in the order of the scheme.
    pub fn children(&self, symbol: &str) -> impl Iterator<Item = Entry<'_>> {
        let at = self.position(symbol);
        self.below(at)
            .filter(move |row| Some(row.parent as usize) == at)
            .map(|row| self.entry(row))
    }

    /// All entries below, without the symbol itself: for a subgroup those indented under it by
    /// their dots, for a main group all its subgroups, for a subclass all its groups.
    pub fn descendants(&self, symbol: &str) -> impl Iterator<Item = Entry<'_>> {
        self.below(self.position(symbol)).map(|row| self.entry(row))
    }

    fn below(&self, at: Option<usize>) -> impl Iterator<Item = &Row> {
        let (from, depth) = match at.and_then(|i| Some((i + 1, self.rows.get(i)?.depth))) {
            Some(found) => found,
            None => (self.rows.len(), 0),
        };
        self.rows
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(move |row| row.depth > depth)
    }

    /// The entries from one symbol to another, both included where they exist, in the order of
    /// the scheme (`H01M10/02`–`H01M10/06`). Empty when a bound is no class symbol.
    pub fn range(&self, from: &str, to: &str) -> impl Iterator<Item = Entry<'_>> {
        let bound = |s: &str| read(s).map(|s| s.as_str().to_owned());
        let (first, last) = match (bound(from), bound(to)) {
            (Some(from), Some(to)) => (
                self.rows
                    .partition_point(|row| compare(self.symbol(row), &from).is_lt()),
                self.rows
                    .partition_point(|row| compare(self.symbol(row), &to).is_le()),
            ),
            _ => (0, 0),
        };
        self.rows
            .get(first..last.max(first))
            .unwrap_or(&[])
            .iter()
            .map(|row| self.entry(row))
    }

    /// All entries in the order of the scheme.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.rows.iter().map(|row| self.entry(row))
    }

    /// The first `limit` entries, in the order of the scheme, whose Chinese or English title
    /// holds the text; ASCII letters compare without case.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Entry<'_>> {
        let wanted = text.trim().as_bytes();
        if wanted.is_empty() {
            return Vec::new();
        }
        self.rows
            .iter()
            .filter(|row| {
                let zh = self.slice(row.zh, row.en).as_bytes();
                let en = self.slice(row.en, row.end).as_bytes();
                holds(zh, wanted) || holds(en, wanted)
            })
            .take(limit)
            .map(|row| self.entry(row))
            .collect()
    }
}

/// Substring test without ASCII case.
fn holds(text: &[u8], wanted: &[u8]) -> bool {
    let Some(first) = wanted.first() else {
        return true;
    };
    text.windows(wanted.len()).any(|window| {
        window
            .first()
            .is_some_and(|c| c.eq_ignore_ascii_case(first))
            && window.eq_ignore_ascii_case(wanted)
    })
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tree({} entries)", self.rows.len())
    }
}

impl Scheme {
    /// The edition the table holds.
    pub fn edition(self) -> &'static str {
        match self {
            Scheme::Ipc => "2026.01",
            Scheme::Cpc => "2026.05",
        }
    }
}
