//! `/documents/{number}`: one document in full.

use super::Shared;
use super::answer::{self, DocumentAnswer};
use super::parameters::{Parameters, segment};
use super::problem::Problem;
use super::search::DialectName;
use super::work;
use crate::clock;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use quanlian_corpus::search::{Corpus, CorpusError, Request};
use quanlian_handbook::number;
use serde::Deserialize;

/// Documents that a refusal offers.
const CANDIDATES: usize = 10;

/// What `/documents/{number}` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DocumentParameters {
    /// A query whose terms are marked in the texts. One that cannot be read marks nothing.
    q: Option<String>,
    /// The language of that query.
    #[serde(default)]
    #[param(inline, required = false)]
    dialect: DialectName,
}

/// Show one document, by its number in any form: `CN109524631A`, `ZL 2017 1 0601862.3`,
/// `US 2018/0265402 A1` (a slash is written `%2F`).
///
/// When the number is that of an application with several publications, `document` is null and
/// `matches` lists them.
#[utoipa::path(get, path = "/api/v1/documents/{number}", tag = "documents",
    params(("number" = String, Path, description = "A publication or application number in any form"), DocumentParameters),
    responses((status = 200, description = "The document, or the documents the number may mean", body = DocumentAnswer),
        (status = 404, description = "No document has this number", body = Problem, content_type = "application/problem+json")))]
pub async fn document(
    State(app): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    Parameters(p): Parameters<DocumentParameters>,
) -> Result<Json<DocumentAnswer>, Problem> {
    let number = segment(path)?;
    let answer = work::run(&app, move |_, corpus| {
        let concepts =
            p.q.map(|q| corpus.concepts(&q, p.dialect.into()))
                .unwrap_or_default();
        answer::document(corpus, &number, &concepts, clock::today()).map_err(|error| {
            let mut problem = Problem::of_corpus(&error, &number);
            if let CorpusError::NotFound(_) = error {
                problem.candidates = candidates(corpus, &number);
            }
            problem
        })
    });
    Ok(Json(answer.await?))
}

/// Documents with the same number and another kind, or whose number only begins so.
fn candidates(corpus: &Corpus, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for reading in number::read(text)
        .iter()
        .filter(|r| r.number.number.len() >= 4)
    {
        let query = format!("PN={}+", reading.number.stem());
        let request = Request {
            query,
            limit: CANDIDATES,
            sort: "pn".to_owned(),
            ..Request::default()
        };
        let hits = corpus
            .search(&request)
            .map(|response| response.hits)
            .unwrap_or_default();
        for hit in hits {
            if !found.contains(&hit.key) {
                found.push(hit.key);
            }
        }
    }
    found.sort();
    found.truncate(CANDIDATES);
    found
}
