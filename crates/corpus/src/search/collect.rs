//! Counting and choosing: exact counts, the best of the hits in a stated order, families as units.
//!
//! The order is total: by the sort value, then by `order` (later publication first, then the order
//! of loading). So the same collection and query give the same list, page after page.

use crate::family::Derived;
use crate::index::schema::ORDER;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// BM25.
    Relevance,
    /// A column of numbers in the index, by name.
    Column(&'static str),
    /// Times cited.
    CitedBy,
    /// Size of the simple family.
    FamilySize,
    /// Publication number.
    Number,
}

/// A sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Smallest first.
    pub ascending: bool,
}

/// What one result stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultUnit {
    /// A document.
    Document,
    /// A simple family.
    Family,
    /// An extended family.
    Extended,
}

/// The place of a hit in the total order; greater is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// The sort value, made so that greater is better.
    pub value: u64,
    /// The tie rule, made so that greater is better.
    pub tie: u64,
}

/// One hit.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its place in the order.
    pub rank: Rank,
    /// Its relevance, when asked for.
    pub score: Score,
    /// The number of the document.
    pub number: u32,
    /// Where the index has it.
    pub address: DocAddress,
}

impl PartialEq for Found {
    fn eq(&self, other: &Found) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Found) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    /// Worst first, so that a heap of the best gives up its worst.
    fn cmp(&self, other: &Found) -> Ordering {
        other.rank.cmp(&self.rank)
    }
}

/// What was collected.
#[derive(Debug, Default)]
pub struct Collected {
    /// Documents that fulfil the query.
    pub documents: u64,
    /// Units: documents or families.
    pub units: u64,
    /// The best, best first.
    pub best: Vec<Found>,
}

/// Collects hits in a stated order.
pub struct Ranked {
    /// How many of the best are wanted.
    pub limit: usize,
    /// The order.
    pub sort: Sort,
    /// The unit.
    pub unit: ResultUnit,
    /// Only what comes after this place.
    pub after: Option<Rank>,
    /// Families and citations.
    pub derived: Arc<Derived>,
    /// The columns that every list needs, opened once.
    pub columns: Arc<Vec<Columns>>,
}

/// The column of one segment that every list needs, unpacked: equal scores are common, and each
/// of them is asked for its place in the order.
#[derive(Clone)]
pub struct Columns {
    /// The tie rule for each document; its lower half is the document's number.
    order: Arc<Vec<u64>>,
}

impl Columns {
    /// Opens the columns of every segment, in the order of the searcher.
    pub fn open(searcher: &tantivy::Searcher) -> tantivy::Result<Vec<Columns>> {
        searcher.segment_readers().iter().map(Columns::of).collect()
    }

    fn of(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let column = segment.fast_fields().u64(ORDER)?;
        let order = (0..segment.max_doc())
            .map(|doc| column.first(doc).unwrap_or(u64::MAX))
            .collect();
        Ok(Columns {
            order: Arc::new(order),
        })
    }

    fn order(&self, doc: DocId) -> u64 {
        self.order.get(doc as usize).copied().unwrap_or(u64::MAX)
    }

    fn number(&self, doc: DocId) -> u32 {
        self.order(doc) as u32
    }
}

/// The same for one segment.
pub struct RankedSegment {
    segment: SegmentOrdinal,
    limit: usize,
    sort: Sort,
    after: Option<Rank>,
    columns: Columns,
    values: Option<Column<u64>>,
    derived: Arc<Derived>,
    unit: ResultUnit,
    documents: u64,
    heap: BinaryHeap<Found>,
    best_of_family: HashMap<u32, Found>,
}

/// A float as a number of the same order.
fn ordered(score: Score) -> u64 {
    let bits = score.to_bits();
    u64::from(if bits >> 31 == 1 {
        !bits
    } else {
        bits | 1 << 31
    })
}

impl RankedSegment {
    fn rank(&self, doc: DocId, score: Score) -> Rank {
        let value = match self.sort.key {
            SortKey::Relevance => ordered(score),
            SortKey::Column(_) => self
                .values
                .as_ref()
                .and_then(|c| c.first(doc))
                .map_or(0, |v| v + 1),
            SortKey::CitedBy | SortKey::FamilySize | SortKey::Number => {
                let number = self.columns.number(doc) as usize;
                let column = match self.sort.key {
                    SortKey::CitedBy => &self.derived.cited_by,
                    SortKey::FamilySize => &self.derived.size,
                    _ => &self.derived.rank,
                };
                column.get(number).map_or(0, |v| u64::from(*v) + 1)
            }
        };
        // What has no value comes last in both directions.
        let value = if self.sort.ascending && value != 0 {
            u64::MAX - value
        } else {
            value
        };
        Rank {
            value,
            tie: u64::MAX - self.columns.order(doc),
        }
    }

    fn found(&self, doc: DocId, score: Score, rank: Rank) -> Found {
        let number = self.columns.number(doc);
        Found {
            rank,
            score,
            number,
            address: DocAddress::new(self.segment, doc),
        }
    }

    fn keep(&mut self, found: Found) {
        if self.limit == 0 || self.after.is_some_and(|after| found.rank >= after) {
            return;
        }
        if self.heap.len() < self.limit {
            self.heap.push(found);
        } else if self
            .heap
            .peek()
            .is_some_and(|worst| found.rank > worst.rank)
        {
            self.heap.pop();
            self.heap.push(found);
        }
    }
}

impl SegmentCollector for RankedSegment {
    type Fruit = (u64, Vec<Found>, HashMap<u32, Found>);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.documents += 1;
        if self.unit != ResultUnit::Document {
            let number = self.columns.number(doc);
            let families = if self.unit == ResultUnit::Family {
                &self.derived.simple
            } else {
                &self.derived.extended
            };
            let family = families.get(number as usize).copied().unwrap_or(number);
            let rank = self.rank(doc, score);
            let found = self.found(doc, score, rank);
            self.best_of_family
                .entry(family)
                .and_modify(|held| {
                    if found.rank > held.rank {
                        *held = found;
                    }
                })
                .or_insert(found);
            return;
        }
        if self.limit == 0 {
            return;
        }
        // The sort value alone nearly always decides; the columns are read for the few that remain.
        if self.sort.key == SortKey::Relevance
            && self.heap.len() == self.limit
            && self
                .heap
                .peek()
                .is_some_and(|worst| ordered(score) < worst.rank.value)
        {
            return;
        }
        let rank = self.rank(doc, score);
        if self.heap.len() == self.limit && self.heap.peek().is_some_and(|worst| rank <= worst.rank)
        {
            return;
        }
        let found = self.found(doc, score, rank);
        self.keep(found);
    }

    fn harvest(self) -> Self::Fruit {
        (self.documents, self.heap.into_vec(), self.best_of_family)
    }
}

impl Collector for Ranked {
    type Fruit = Collected;
    type Child = RankedSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<RankedSegment> {
        let columns = match self.columns.get(segment as usize) {
            Some(columns) => columns.clone(),
            None => Columns::of(reader)?,
        };
        Ok(RankedSegment {
            segment,
            limit: self.limit,
            sort: self.sort,
            after: self.after,
            columns,
            values: match self.sort.key {
                SortKey::Column(name) => Some(reader.fast_fields().u64(name)?),
                _ => None,
            },
            derived: Arc::clone(&self.derived),
            unit: self.unit,
            documents: 0,
            heap: BinaryHeap::new(),
            best_of_family: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort.key == SortKey::Relevance && self.limit > 0
    }

    fn merge_fruits(
        &self,
        fruits: Vec<<RankedSegment as SegmentCollector>::Fruit>,
    ) -> tantivy::Result<Collected> {
        let mut collected = Collected::default();
        let mut families: HashMap<u32, Found> = HashMap::new();
        let mut best = Vec::new();
        for (documents, some, of_families) in fruits {
            collected.documents += documents;
            best.extend(some);
            for (family, found) in of_families {
                families
                    .entry(family)
                    .and_modify(|held| {
                        if found.rank > held.rank {
                            *held = found;
                        }
                    })
                    .or_insert(found);
            }
        }
        collected.units = collected.documents;
        if self.unit != ResultUnit::Document {
            collected.units = families.len() as u64;
            best = families
                .into_values()
                .filter(|f| self.after.is_none_or(|after| f.rank < after))
                .collect();
        }
        best.sort_unstable_by_key(|found| std::cmp::Reverse(found.rank));
        best.truncate(self.limit);
        collected.best = best;
        Ok(collected)
    }
}
