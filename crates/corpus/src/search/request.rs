//! A search from request to response.

use super::collect::{Rank, Ranked, ResultUnit, Sort, SortKey};
use super::facet::{Counts, FACETS, FacetKind, Facets};
use super::hit::{Hit, labels};
use super::marks::{Concept, concepts};
use super::tree::{TreeNode, tree};
use super::{Corpus, CorpusError, State, synonym};
use crate::query::ast::Expr;
use crate::query::error::{Parsed, QueryError, Warning};
use crate::query::{cql, native, print};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::query::EnableScoring;

/// Most hits of one page; whoever wants all takes the cursor or an export.
pub const LIMIT_MAX: usize = 1000;
/// Most values of one facet in an answer.
pub const FACET_LIMIT_MAX: usize = 10_000;

/// A front end of the query language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Our own.
    #[default]
    Quanlian,
    /// CQL as OPS and Espacenet use it.
    Cql,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query.
    pub query: String,
    /// Its dialect.
    pub dialect: Dialect,
    /// How many hits.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// The order, as `-pd`.
    pub sort: String,
    /// Documents or families.
    pub unit: ResultUnit,
    /// Facets by name.
    pub facets: Vec<String>,
    /// Values of each facet.
    pub facet_limit: usize,
    /// Whether the tree with its counts is wanted.
    pub explain: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            query: String::new(),
            dialect: Dialect::Quanlian,
            limit: 20,
            cursor: None,
            sort: "relevance".to_owned(),
            unit: ResultUnit::Document,
            facets: Vec::new(),
            facet_limit: 10,
            explain: false,
        }
    }
}

/// A place in the query text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct At {
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

impl At {
    /// Byte offsets of a text as character offsets.
    pub fn in_text(text: &str, bytes: &std::ops::Range<usize>) -> At {
        let chars = |end: usize| text.char_indices().take_while(|(i, _)| *i < end).count();
        At {
            start: chars(bytes.start),
            end: chars(bytes.end),
        }
    }
}

/// Something that is probably a mistake.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WarningOut {
    /// The code.
    pub code: String,
    /// In English.
    pub message: String,
    /// In Chinese.
    pub message_zh: String,
    /// The place.
    pub at: At,
    /// What could stand there.
    pub proposal: Option<String>,
}

/// How the query was read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QueryOut {
    /// As typed.
    pub text: String,
    /// `quanlian` or `cql`.
    pub dialect: String,
    /// In normal form.
    pub normal: String,
    /// What is doubtful.
    pub warnings: Vec<WarningOut>,
    /// The tree with the hits at every node, when asked for.
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub tree: Option<TreeNode>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// In Chinese.
    pub label: String,
    /// In English.
    pub label_en: String,
    /// Documents.
    pub count: u64,
    /// The condition that narrows the query to it.
    pub query: String,
}

/// One facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FacetOut {
    /// How many values there are in all.
    pub total_values: u64,
    /// Documents without a value.
    pub missing: u64,
    /// The most frequent ones; years in order.
    pub values: Vec<FacetValue>,
}

/// What is answered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Response {
    /// How the query was read.
    pub query: QueryOut,
    /// `document`, `family` or `extended`.
    pub unit: String,
    /// The order.
    pub sort: String,
    /// Units that fulfil the query: exact.
    pub total: u64,
    /// Documents that fulfil the query: exact.
    pub documents: u64,
    /// Milliseconds it took; filled by the caller.
    pub took_ms: f64,
    /// The page.
    pub hits: Vec<Hit>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Facets by name.
    pub facets: BTreeMap<String, FacetOut>,
}

/// Reads a query in its dialect.
pub fn parse(query: &str, dialect: Dialect) -> Result<Parsed, QueryError> {
    match dialect {
        Dialect::Quanlian => native::parse(query),
        Dialect::Cql => cql::parse(query),
    }
}

/// The name of a unit.
pub fn unit_name(unit: ResultUnit) -> &'static str {
    match unit {
        ResultUnit::Document => "document",
        ResultUnit::Family => "family",
        ResultUnit::Extended => "extended",
    }
}

/// The unit of a name.
pub fn unit_of(name: &str) -> Option<ResultUnit> {
    match name {
        "document" => Some(ResultUnit::Document),
        "family" => Some(ResultUnit::Family),
        "extended" => Some(ResultUnit::Extended),
        _ => None,
    }
}

/// The sort order of a name such as `-pd`.
pub fn sort_of(name: &str) -> Option<Sort> {
    let (ascending, key) = match name.strip_prefix('-') {
        Some(key) => (false, key),
        None => (true, name),
    };
    let key = match key {
        "relevance" => {
            return Some(Sort {
                key: SortKey::Relevance,
                ascending: false,
            });
        }
        "pd" => SortKey::Column("pd"),
        "ad" => SortKey::Column("ad"),
        "prd" => SortKey::Column("prd"),
        "gd" => SortKey::Column("gd"),
        "nct" => SortKey::Column("nct"),
        "nclm" => SortKey::Column("nclm"),
        "pn" => SortKey::Number,
        "nciting" => SortKey::CitedBy,
        "nfam" => SortKey::FamilySize,
        _ => return None,
    };
    Some(Sort { key, ascending })
}

/// The sort order of a name, or what there is instead.
fn known_sort(name: &str) -> Result<Sort, CorpusError> {
    sort_of(name).ok_or_else(|| {
        CorpusError::Request(format!(
            "no sort order is called {name}; there are {}",
            SORTS.join(", ")
        ))
    })
}

/// Collects the best of one state.
fn ranked(
    state: &State,
    limit: usize,
    sort: Sort,
    unit: ResultUnit,
    after: Option<Rank>,
) -> Ranked {
    Ranked {
        limit,
        sort,
        unit,
        after,
        derived: Arc::clone(&state.derived),
        columns: Arc::clone(&state.columns),
    }
}

/// All names of sort orders.
pub const SORTS: &[&str] = &[
    "relevance",
    "pd",
    "-pd",
    "ad",
    "-ad",
    "prd",
    "-prd",
    "gd",
    "-gd",
    "pn",
    "-pn",
    "nct",
    "-nct",
    "nclm",
    "-nclm",
    "nciting",
    "-nciting",
    "nfam",
    "-nfam",
];

impl Corpus {
    /// Answers a request.
    pub fn search(&self, request: &Request) -> Result<Response, CorpusError> {
        let state = self.state();
        let parsed = parse(&request.query, request.dialect)?;
        let sort = known_sort(&request.sort)?;
        let after = request
            .cursor
            .as_deref()
            .map(|c| read_cursor(c, state.opstamp))
            .transpose()?;
        let limit = request.limit.min(LIMIT_MAX);
        let kinds = facet_kinds(&request.facets)?;
        let (query, mut warnings) = self.compile(&state, &parsed.expr)?;
        let ranked = ranked(&state, limit, sort, request.unit, after);
        let collected = state.searcher.search(query.as_ref(), &ranked)?;
        let facets = if kinds.is_empty() {
            BTreeMap::new()
        } else {
            let counts = self.count_facets(
                &state,
                query.as_ref(),
                kinds.iter().map(|(_, kind)| *kind).collect(),
            )?;
            kinds
                .iter()
                .zip(counts)
                .map(|((name, kind), counts)| {
                    (
                        (*name).to_owned(),
                        facet_out(*kind, counts, request.facet_limit),
                    )
                })
                .collect()
        };
        let concepts = concepts(&parsed.expr, &synonym::of);
        let mut hits = Vec::with_capacity(collected.best.len());
        for found in &collected.best {
            hits.push(self.hit(
                &state,
                found.number,
                found.address,
                Some(found.score).filter(|_| sort.key == SortKey::Relevance),
                &concepts,
            )?);
        }
        let next = collected
            .best
            .last()
            .filter(|_| collected.best.len() == limit && limit > 0)
            .map(|last| cursor(last.rank, state.opstamp));
        warnings.splice(0..0, parsed.warnings.iter().cloned());
        let tree = if request.explain {
            Some(tree(self, &state, &parsed.expr, &request.query)?)
        } else {
            None
        };
        Ok(Response {
            query: self.query_out(request, &parsed.expr, &warnings, tree),
            unit: unit_name(request.unit).to_owned(),
            sort: request.sort.clone(),
            total: collected.units,
            documents: collected.documents,
            took_ms: 0.0,
            hits,
            next,
            facets,
        })
    }

    /// Counts and ranks without reading the hits: what a search costs in the index alone.
    pub fn best(&self, request: &Request) -> Result<u64, CorpusError> {
        let state = self.state();
        let parsed = parse(&request.query, request.dialect)?;
        let sort = known_sort(&request.sort)?;
        let (query, _) = self.compile(&state, &parsed.expr)?;
        let ranked = ranked(&state, request.limit, sort, request.unit, None);
        Ok(state.searcher.search(query.as_ref(), &ranked)?.units)
    }

    /// Counts facets over the segments side by side.
    fn count_facets(
        &self,
        state: &State,
        query: &dyn tantivy::query::Query,
        kinds: Vec<FacetKind>,
    ) -> Result<Vec<Counts>, CorpusError> {
        let scoring = EnableScoring::disabled_from_searcher(&state.searcher);
        Ok(state
            .searcher
            .search_with_executor(query, &Facets(kinds), self.executor(), scoring)?)
    }

    fn query_out(
        &self,
        request: &Request,
        expr: &Expr,
        warnings: &[Warning],
        tree: Option<TreeNode>,
    ) -> QueryOut {
        QueryOut {
            text: request.query.clone(),
            dialect: if request.dialect == Dialect::Cql {
                "cql"
            } else {
                "quanlian"
            }
            .to_owned(),
            normal: print::normal(expr),
            warnings: warnings
                .iter()
                .map(|w| WarningOut {
                    code: w.code.to_owned(),
                    message: w.message.clone(),
                    message_zh: w.message_zh.clone(),
                    at: At::in_text(&request.query, &w.at),
                    proposal: w.proposal.clone(),
                })
                .collect(),
            tree,
        }
    }

    /// Reads a query and says how, with counts.
    pub fn explain(&self, query: &str, dialect: Dialect) -> Result<QueryOut, CorpusError> {
        let request = Request {
            query: query.to_owned(),
            dialect,
            limit: 0,
            explain: true,
            ..Request::default()
        };
        Ok(self.search(&request)?.query)
    }

    /// The query of the index for an expression, with warnings.
    pub(super) fn compile(
        &self,
        state: &State,
        expr: &Expr,
    ) -> Result<(Box<dyn tantivy::query::Query>, Vec<Warning>), CorpusError> {
        self.with_compiler(state, |compiler| {
            let query = compiler.compile(expr)?;
            Ok((query, compiler.warnings.take()))
        })
    }

    /// Exact counts of facets over all hits, none cut off.
    pub fn facets(
        &self,
        query: &str,
        dialect: Dialect,
        names: &[String],
    ) -> Result<Vec<(String, Counts)>, CorpusError> {
        let state = self.state();
        let parsed = parse(query, dialect)?;
        let (query, _) = self.compile(&state, &parsed.expr)?;
        let kinds = facet_kinds(names)?;
        let counts = self.count_facets(
            &state,
            query.as_ref(),
            kinds.iter().map(|(_, kind)| *kind).collect(),
        )?;
        Ok(kinds
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .zip(counts)
            .collect())
    }

    /// Calls back for every hit in order, with its merged record: for exports. Returns how many.
    pub fn each(
        &self,
        query: &str,
        dialect: Dialect,
        sort: &str,
        limit: Option<u64>,
        mut take: impl FnMut(&State, u32, tantivy::DocAddress) -> Result<(), CorpusError>,
    ) -> Result<u64, CorpusError> {
        let state = self.state();
        let parsed = parse(query, dialect)?;
        let sort = known_sort(sort)?;
        let (query, _) = self.compile(&state, &parsed.expr)?;
        let limit = limit.map_or(usize::MAX, |l| usize::try_from(l).unwrap_or(usize::MAX));
        let ranked = ranked(&state, limit, sort, ResultUnit::Document, None);
        let collected = state.searcher.search(query.as_ref(), &ranked)?;
        for found in &collected.best {
            take(&state, found.number, found.address)?;
        }
        Ok(collected.best.len() as u64)
    }

    /// The concepts of a query, for marking a document.
    pub fn concepts(&self, query: &str, dialect: Dialect) -> Vec<Concept> {
        parse(query, dialect)
            .map(|parsed| concepts(&parsed.expr, &synonym::of))
            .unwrap_or_default()
    }
}

fn facet_kinds(names: &[String]) -> Result<Vec<(&'static str, FacetKind)>, CorpusError> {
    names
        .iter()
        .map(|name| {
            FACETS
                .iter()
                .find(|(known, _)| known == name)
                .copied()
                .ok_or_else(|| {
                    let known: Vec<&str> = FACETS.iter().map(|(n, _)| *n).collect();
                    CorpusError::Request(format!(
                        "no facet is called {name}; there are {}",
                        known.join(", ")
                    ))
                })
        })
        .collect()
}

/// Counts as they are answered: the most frequent first, years in order.
pub fn facet_out(kind: FacetKind, counts: Counts, limit: usize) -> FacetOut {
    let total_values = counts.values.len() as u64;
    let mut values: Vec<(String, u64)> = counts.values.into_iter().collect();
    let years = matches!(kind, FacetKind::Years(_));
    if years {
        values.sort_unstable();
    } else {
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(limit.min(FACET_LIMIT_MAX));
    }
    let values = values
        .into_iter()
        .map(|(value, count)| {
            let (label, label_en, query) = labels(kind, &value);
            FacetValue {
                value,
                label,
                label_en,
                count,
                query,
            }
        })
        .collect();
    FacetOut {
        total_values,
        missing: counts.missing,
        values,
    }
}

fn cursor(rank: Rank, opstamp: u64) -> String {
    format!("{opstamp:x}.{:x}.{:x}", rank.value, rank.tie)
}

fn read_cursor(text: &str, opstamp: u64) -> Result<Rank, CorpusError> {
    let parts: Option<Vec<u64>> = text
        .split('.')
        .map(|part| u64::from_str_radix(part, 16).ok())
        .collect();
    match parts.as_deref() {
        Some([stamp, value, tie]) if *stamp == opstamp => Ok(Rank {
            value: *value,
            tie: *tie,
        }),
        _ => Err(CorpusError::Cursor),
    }
}
