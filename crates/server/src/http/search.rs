//! `/search` and `/explain`.

use super::Shared;
use super::parameters::{Parameters, list, within};
use super::problem::Problem;
use super::work;
use axum::Json;
use axum::extract::State;
use quanlian_corpus::search::facet::FACETS;
use quanlian_corpus::search::request::{FACET_LIMIT_MAX, LIMIT_MAX, QueryOut, SORTS, unit_of};
use quanlian_corpus::search::{Dialect, Request, Response};
use serde::{Deserialize, Serialize};
use std::time::Instant;
use utoipa::openapi::schema::{Array, Object, ObjectBuilder, Type};

/// A front end of the query language.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DialectName {
    /// Our own, of the family of CNIPA and EPOQUE.
    #[default]
    Quanlian,
    /// CQL as OPS and Espacenet use it.
    Cql,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Dialect {
        match name {
            DialectName::Quanlian => Dialect::Quanlian,
            DialectName::Cql => Dialect::Cql,
        }
    }
}

/// What `/search` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParameters {
    /// The query, such as `石墨烯 AND 电池` or `TI=(lithium 3W battery)`; `*` is everything. A
    /// plus sign must be written `%2B`.
    #[param(min_length = 1)]
    q: String,
    /// The language of the query.
    #[serde(default)]
    #[param(inline, required = false)]
    dialect: DialectName,
    /// Hits of a page, 0 to 1000; 20 when not given.
    #[param(minimum = 0, maximum = 1000)]
    limit: Option<u64>,
    /// `next` of the page before. Not valid any more when the collection has changed.
    cursor: Option<String>,
    /// The order; `-` is descending.
    #[param(schema_with = sorts)]
    sort: Option<String>,
    /// What is counted and listed: `document`, `family` (simple family) or `extended`.
    #[param(schema_with = units)]
    unit: Option<String>,
    /// Facets to count, separated by commas.
    #[param(schema_with = facets, style = Form, explode = false)]
    facets: Option<String>,
    /// Values of each facet, 1 to 10000; 10 when not given.
    #[param(minimum = 1, maximum = 10000)]
    facet_limit: Option<u64>,
    /// Whether `query.tree` is wanted: how the query was read, with the hits at every node.
    #[serde(default)]
    #[param(required = false)]
    explain: bool,
}

fn names(of: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(of))
        .build()
}

/// The schema of a sort order.
pub fn sorts() -> Object {
    names(SORTS.iter().copied())
}

fn units() -> Object {
    names(["document", "family", "extended"])
}

fn facets() -> Array {
    Array::new(names(FACETS.iter().map(|(name, _)| *name)))
}

/// Search the collection: exact counts, a page of hits, facets.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchParameters), responses((status = 200, description = "Hits", body = Response)))]
pub async fn search(
    State(app): State<Shared>,
    Parameters(p): Parameters<SearchParameters>,
) -> Result<Json<Response>, Problem> {
    let begun = Instant::now();
    let unit_name = p.unit.unwrap_or_else(|| "document".to_owned());
    let unit = unit_of(&unit_name).ok_or_else(|| {
        Problem::request(
            "search.unit",
            format!("No unit is called {unit_name}; there are document, family, extended."),
            format!("没有名为 {unit_name} 的计数单位；可用：document、family、extended。"),
        )
    })?;
    let request = Request {
        query: p.q,
        dialect: p.dialect.into(),
        limit: within("limit", p.limit, 0, LIMIT_MAX, 20)?,
        cursor: p.cursor,
        sort: p.sort.unwrap_or_else(|| "relevance".to_owned()),
        unit,
        facets: list(p.facets.as_deref()),
        facet_limit: within("facet_limit", p.facet_limit, 1, FACET_LIMIT_MAX, 10)?,
        explain: p.explain,
    };
    let mut response = work::run(&app, move |_, corpus| {
        corpus
            .search(&request)
            .map_err(|error| Problem::of_corpus(&error, &request.query))
    })
    .await?;
    response.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
    Ok(Json(response))
}

/// What `/explain` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExplainParameters {
    /// The query.
    #[param(min_length = 1)]
    q: String,
    /// The language of the query.
    #[serde(default)]
    #[param(inline, required = false)]
    dialect: DialectName,
}

/// How a query was read.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// With its tree and the hits at every node.
    query: QueryOut,
}

/// Say how a query is read, with the hits at every node, without a list of hits.
#[utoipa::path(get, path = "/api/v1/explain", tag = "search", params(ExplainParameters), responses((status = 200, description = "The query as it was read", body = Explanation)))]
pub async fn explain(
    State(app): State<Shared>,
    Parameters(p): Parameters<ExplainParameters>,
) -> Result<Json<Explanation>, Problem> {
    let query = work::run(&app, move |_, corpus| {
        corpus
            .explain(&p.q, p.dialect.into())
            .map_err(|error| Problem::of_corpus(&error, &p.q))
    });
    Ok(Json(Explanation {
        query: query.await?,
    }))
}
