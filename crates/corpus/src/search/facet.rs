//! Exact counts of values over all hits.
//!
//! Each facet reads one column. Strings are counted by their number in the segment's dictionary
//! and put together by text at the end, so that nothing is sampled and nothing cut off.

use crate::index::schema::column_of;
use crate::query::field::Field as F;
use crate::record::Scheme;
use std::collections::HashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// What a facet counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// Values of a string column.
    Values(F),
    /// Years of a date column.
    Years(F),
    /// Class symbols cut to a level: 1 section, 3 class, 4 subclass, 5 main group, 6 whole.
    Classes(F, u8),
}

/// All facets by their name in the API.
pub const FACETS: &[(&str, FacetKind)] = &[
    ("office", FacetKind::Values(F::Pc)),
    ("kind", FacetKind::Values(F::Kd)),
    ("type", FacetKind::Values(F::Type)),
    ("year", FacetKind::Years(F::Pd)),
    ("ad_year", FacetKind::Years(F::Apd)),
    ("prd_year", FacetKind::Years(F::Prd)),
    ("gd_year", FacetKind::Years(F::Gd)),
    ("ipc1", FacetKind::Classes(F::Ipc, 1)),
    ("ipc3", FacetKind::Classes(F::Ipc, 3)),
    ("ipc4", FacetKind::Classes(F::Ipc, 4)),
    ("ipcm", FacetKind::Classes(F::Ipc, 5)),
    ("ipc", FacetKind::Classes(F::Ipc, 6)),
    ("cpc4", FacetKind::Classes(F::Cpc, 4)),
    ("loc", FacetKind::Classes(F::Loc, 6)),
    ("applicant", FacetKind::Values(F::Pa)),
    ("inventor", FacetKind::Values(F::In)),
    ("agent", FacetKind::Values(F::Ag)),
    ("province", FacetKind::Values(F::Prov)),
    ("city", FacetKind::Values(F::City)),
    ("state", FacetKind::Values(F::Ls)),
    ("lang", FacetKind::Values(F::Lang)),
    ("format", FacetKind::Values(F::Fmt)),
];

/// A class symbol cut to a level.
pub fn cut(symbol: &str, level: u8) -> &str {
    match level {
        5 => symbol.split('/').next().unwrap_or(symbol),
        6 => symbol,
        n => symbol.get(..usize::from(n)).unwrap_or(symbol),
    }
}

/// The scheme whose symbols a class facet counts.
pub fn scheme_of(field: F) -> Scheme {
    match field {
        F::Cpc => Scheme::Cpc,
        F::Loc => Scheme::Locarno,
        _ => Scheme::Ipc,
    }
}

/// The counts of one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents by value.
    pub values: HashMap<String, u64>,
    /// Documents without a value.
    pub missing: u64,
}

/// Counts several facets at once.
pub struct Facets(pub Vec<FacetKind>);

/// The counts of one facet in one segment.
struct Counter {
    /// Which facet of the request.
    place: usize,
    /// Which value each number of the dictionary belongs to; `None`: each is a value of its own.
    groups: Option<(Vec<u32>, Vec<String>)>,
    counts: Vec<u64>,
    seen: Vec<u32>,
    missing: u64,
}

impl Counter {
    fn count(&mut self, ords: &[u64]) {
        if ords.is_empty() {
            self.missing += 1;
            return;
        }
        match &self.groups {
            None => ords.iter().for_each(|ord| self.counts[*ord as usize] += 1),
            Some((groups, _)) => {
                if let [ord] = ords {
                    self.counts[groups[*ord as usize] as usize] += 1;
                    return;
                }
                // A document counts once for a class, however many of its symbols lie in it.
                self.seen.clear();
                for ord in ords {
                    let group = groups[*ord as usize];
                    if !self.seen.contains(&group) {
                        self.seen.push(group);
                        self.counts[group as usize] += 1;
                    }
                }
            }
        }
    }
}

/// All facets over one string column, which is read once for them.
struct StringColumn {
    column: Option<StrColumn>,
    counters: Vec<Counter>,
    ords: Vec<u64>,
}

impl StringColumn {
    fn count(&mut self, docs: &[DocId]) {
        let Some(column) = &self.column else {
            self.counters
                .iter_mut()
                .for_each(|c| c.missing += docs.len() as u64);
            return;
        };
        for doc in docs {
            self.ords.clear();
            self.ords.extend(column.term_ords(*doc));
            self.counters
                .iter_mut()
                .for_each(|counter| counter.count(&self.ords));
        }
    }

    fn harvest(self, out: &mut [Counts]) {
        for counter in self.counters {
            let values = match counter.groups {
                Some((_, names)) => names
                    .into_iter()
                    .zip(counter.counts)
                    .filter(|(_, n)| *n > 0)
                    .collect(),
                None => self
                    .column
                    .as_ref()
                    .map(|column| names_of(column, &counter.counts))
                    .unwrap_or_default(),
            };
            out[counter.place] = Counts {
                values,
                missing: counter.missing,
            };
        }
    }
}

/// The names of the numbers that were counted.
fn names_of(column: &StrColumn, counts: &[u64]) -> HashMap<String, u64> {
    let mut values = HashMap::new();
    if let Ok(mut stream) = column.dictionary().stream() {
        while stream.advance() {
            let count = counts.get(stream.term_ord() as usize).copied().unwrap_or(0);
            if count > 0 {
                values.insert(String::from_utf8_lossy(stream.key()).into_owned(), count);
            }
        }
    }
    values
}

/// One facet over the years of a date column.
struct Years {
    place: usize,
    column: Column<u64>,
    counts: Vec<u64>,
    missing: u64,
    buffer: Vec<Option<u64>>,
}

impl Years {
    fn count(&mut self, docs: &[DocId]) {
        self.buffer.clear();
        self.buffer.resize(docs.len(), None);
        self.column.first_vals(docs, &mut self.buffer);
        for date in &self.buffer {
            match date {
                Some(date) => self.counts[(date / 10_000).min(9_999) as usize] += 1,
                None => self.missing += 1,
            }
        }
    }
}

/// The same for one segment.
pub struct FacetSegment {
    facets: usize,
    strings: Vec<(F, StringColumn)>,
    years: Vec<Years>,
}

impl FacetSegment {
    fn open(kinds: &[FacetKind], reader: &SegmentReader) -> tantivy::Result<FacetSegment> {
        let mut segment = FacetSegment {
            facets: kinds.len(),
            strings: Vec::new(),
            years: Vec::new(),
        };
        for (place, kind) in kinds.iter().enumerate() {
            let (field, level) = match kind {
                FacetKind::Years(field) => {
                    let column = reader.fast_fields().u64(column_of(*field))?;
                    segment.years.push(Years {
                        place,
                        column,
                        counts: vec![0; 10_000],
                        missing: 0,
                        buffer: Vec::new(),
                    });
                    continue;
                }
                FacetKind::Values(field) => (*field, None),
                FacetKind::Classes(field, level) => (*field, Some(*level)),
            };
            let at = match segment.strings.iter().position(|(held, _)| *held == field) {
                Some(at) => at,
                None => {
                    let column = reader.fast_fields().str(column_of(field))?;
                    segment.strings.push((
                        field,
                        StringColumn {
                            column,
                            counters: Vec::new(),
                            ords: Vec::new(),
                        },
                    ));
                    segment.strings.len() - 1
                }
            };
            let column = &mut segment.strings[at].1;
            let groups = match (&column.column, level) {
                (Some(column), Some(level)) => Some(groups_of(column, level)?),
                (None, Some(_)) => Some((Vec::new(), Vec::new())),
                (_, None) => None,
            };
            let size = match &groups {
                Some((_, names)) => names.len(),
                None => column.column.as_ref().map_or(0, |c| c.num_terms()),
            };
            column.counters.push(Counter {
                place,
                groups,
                counts: vec![0; size],
                seen: Vec::new(),
                missing: 0,
            });
        }
        Ok(segment)
    }
}

/// Which cut value each number of a dictionary of class symbols belongs to.
fn groups_of(column: &StrColumn, level: u8) -> tantivy::Result<(Vec<u32>, Vec<String>)> {
    let mut number: HashMap<String, u32> = HashMap::new();
    let (mut groups, mut names) = (Vec::with_capacity(column.num_terms()), Vec::new());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        let symbol = String::from_utf8_lossy(stream.key());
        let name = cut(&symbol, level);
        let group = match number.get(name) {
            Some(group) => *group,
            None => {
                names.push(name.to_owned());
                number.insert(name.to_owned(), names.len() as u32 - 1);
                names.len() as u32 - 1
            }
        };
        groups.push(group);
    }
    Ok((groups, names))
}

impl SegmentCollector for FacetSegment {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.strings
            .iter_mut()
            .for_each(|(_, column)| column.count(docs));
        self.years.iter_mut().for_each(|years| years.count(docs));
    }

    fn harvest(self) -> Vec<Counts> {
        let mut out = vec![Counts::default(); self.facets];
        for years in self.years {
            let values = years
                .counts
                .iter()
                .enumerate()
                .filter(|(_, n)| **n > 0)
                .map(|(year, n)| (format!("{year:04}"), *n))
                .collect();
            out[years.place] = Counts {
                values,
                missing: years.missing,
            };
        }
        self.strings
            .into_iter()
            .for_each(|(_, column)| column.harvest(&mut out));
        out
    }
}

impl Collector for Facets {
    type Fruit = Vec<Counts>;
    type Child = FacetSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<FacetSegment> {
        FacetSegment::open(&self.0, reader)
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Counts>> {
        let mut all: Vec<Counts> = self.0.iter().map(|_| Counts::default()).collect();
        for fruit in fruits {
            for (whole, part) in all.iter_mut().zip(fruit) {
                whole.missing += part.missing;
                if whole.values.is_empty() {
                    whole.values = part.values;
                } else {
                    for (value, count) in part.values {
                        *whole.values.entry(value).or_default() += count;
                    }
                }
            }
        }
        Ok(all)
    }
}
