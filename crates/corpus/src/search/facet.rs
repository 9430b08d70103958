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

enum Counter {
    Strings {
        column: Option<StrColumn>,
        /// For classes: which cut value each number of the dictionary belongs to.
        groups: Option<(Vec<u32>, Vec<String>)>,
        counts: Vec<u64>,
        seen: Vec<u32>,
        missing: u64,
    },
    Years { column: Column<u64>, counts: Vec<u64>, missing: u64 },
}

/// The same for one segment.
pub struct FacetSegment(Vec<Counter>);

fn counter(kind: FacetKind, reader: &SegmentReader) -> tantivy::Result<Counter> {
    let columns = reader.fast_fields();
    Ok(match kind {
        FacetKind::Years(field) => {
            Counter::Years { column: columns.u64(column_of(field))?, counts: vec![0; 10_000], missing: 0 }
        }
        FacetKind::Values(field) => {
            let column = columns.str(column_of(field))?;
            let terms = column.as_ref().map_or(0, |c| c.num_terms());
            Counter::Strings { column, groups: None, counts: vec![0; terms], seen: Vec::new(), missing: 0 }
        }
        FacetKind::Classes(field, level) => {
            let column = columns.str(column_of(field))?;
            let mut groups = Vec::new();
            let mut names: Vec<String> = Vec::new();
            if let Some(column) = &column {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    let symbol = String::from_utf8_lossy(stream.key());
                    let name = cut(&symbol, level);
                    // The dictionary is sorted, so that equal cuts stand side by side; main groups
                    // of different length (`H01M1`, `H01M10`) may come again.
                    match names.last() {
                        Some(last) if last == name => {}
                        _ => names.push(name.to_owned()),
                    }
                    groups.push(names.len() as u32 - 1);
                }
            }
            let (groups, names) = same_names(groups, names);
            let counts = vec![0; names.len()];
            Counter::Strings { column, groups: Some((groups, names)), counts, seen: Vec::new(), missing: 0 }
        }
    })
}

/// Makes names that come twice one.
fn same_names(groups: Vec<u32>, names: Vec<String>) -> (Vec<u32>, Vec<String>) {
    let mut number: HashMap<String, u32> = HashMap::new();
    let mut unique = Vec::new();
    let renumber: Vec<u32> = names
        .into_iter()
        .map(|name| {
            *number.entry(name.clone()).or_insert_with(|| {
                unique.push(name);
                unique.len() as u32 - 1
            })
        })
        .collect();
    (groups.into_iter().map(|g| renumber[g as usize]).collect(), unique)
}

impl Counter {
    fn count(&mut self, doc: DocId) {
        match self {
            Counter::Years { column, counts, missing } => match column.first(doc) {
                Some(date) => counts[(date / 10_000).min(9_999) as usize] += 1,
                None => *missing += 1,
            },
            Counter::Strings { column: Some(column), groups: None, counts, missing, .. } => {
                let mut any = false;
                for ord in column.term_ords(doc) {
                    counts[ord as usize] += 1;
                    any = true;
                }
                *missing += u64::from(!any);
            }
            Counter::Strings { column: Some(column), groups: Some((groups, _)), counts, seen, missing } => {
                seen.clear();
                for ord in column.term_ords(doc) {
                    let group = groups[ord as usize];
                    // A document counts once for a class, whatever number of its symbols lie in it.
                    if !seen.contains(&group) {
                        seen.push(group);
                        counts[group as usize] += 1;
                    }
                }
                *missing += u64::from(seen.is_empty());
            }
            Counter::Strings { column: None, missing, .. } => *missing += 1,
        }
    }

    fn harvest(self) -> Counts {
        match self {
            Counter::Years { counts, missing, .. } => Counts {
                values: counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(year, n)| (format!("{year:04}"), *n)).collect(),
                missing,
            },
            Counter::Strings { groups: Some((_, names)), counts, missing, .. } => {
                Counts { values: names.into_iter().zip(counts).filter(|(_, n)| *n > 0).collect(), missing }
            }
            Counter::Strings { column: Some(column), counts, missing, .. } => {
                let mut values = HashMap::new();
                if let Ok(mut stream) = column.dictionary().stream() {
                    while stream.advance() {
                        let count = counts.get(stream.term_ord() as usize).copied().unwrap_or(0);
                        if count > 0 {
                            values.insert(String::from_utf8_lossy(stream.key()).into_owned(), count);
                        }
                    }
                }
                Counts { values, missing }
            }
            Counter::Strings { missing, .. } => Counts { values: HashMap::new(), missing },
        }
    }
}

impl SegmentCollector for FacetSegment {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for counter in &mut self.0 {
            counter.count(doc);
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        for counter in &mut self.0 {
            for doc in docs {
                counter.count(*doc);
            }
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.0.into_iter().map(Counter::harvest).collect()
    }
}

impl Collector for Facets {
    type Fruit = Vec<Counts>;
    type Child = FacetSegment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<FacetSegment> {
        Ok(FacetSegment(self.0.iter().map(|kind| counter(*kind, reader)).collect::<tantivy::Result<_>>()?))
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

