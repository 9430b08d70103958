//! `/status`: what the collection holds, and for how long it has been served.

use super::loads::LoadOut;
use super::parameters::{NoParameters, Parameters};
use super::problem::Problem;
use super::{Shared, work};
use axum::Json;
use axum::extract::State;
use quanlian_corpus::search::facet::FACETS;
use quanlian_corpus::search::request::{FACET_LIMIT_MAX, FacetValue, facet_out};
use quanlian_corpus::search::{Corpus, CorpusError, Dialect};
use serde::Serialize;

/// The state of the server.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Status {
    /// The version of the program.
    version: String,
    /// The name of the collection.
    collection: String,
    /// Documents in it.
    documents: u64,
    /// Documents by publishing office.
    by_office: Vec<FacetValue>,
    /// Documents by source format; a document with several sources counts in each.
    by_format: Vec<FacetValue>,
    /// The last load; null before the first one.
    last_load: Option<LoadOut>,
    /// Pieces in quarantine.
    quarantined: u64,
    /// Size of the search index.
    index_bytes: u64,
    /// Size of the primary record.
    archive_bytes: u64,
    /// Seconds since the server began.
    uptime_s: u64,
}

/// Say what the collection holds.
#[utoipa::path(get, path = "/api/v1/status", tag = "collection", responses((status = 200, description = "The state", body = Status)))]
pub async fn status(
    State(app): State<Shared>,
    _: Parameters<NoParameters>,
) -> Result<Json<Status>, Problem> {
    let status = work::run(&app, |app, corpus| {
        let wrong = |error: CorpusError| Problem::of_corpus(&error, "*");
        let (index_bytes, archive_bytes) = corpus.bytes().map_err(|error| wrong(error.into()))?;
        let [by_office, by_format] = counts(corpus, ["office", "format"]).map_err(wrong)?;
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            collection: app.name.clone(),
            documents: corpus.documents(),
            by_office,
            by_format,
            last_load: corpus.loads().map_err(wrong)?.pop().map(LoadOut::from),
            quarantined: corpus.quarantine().map_err(wrong)?.len() as u64,
            index_bytes,
            archive_bytes,
            uptime_s: app.begun.elapsed().as_secs(),
        })
    });
    Ok(Json(status.await?))
}

fn counts<const N: usize>(
    corpus: &Corpus,
    names: [&str; N],
) -> Result<[Vec<FacetValue>; N], CorpusError> {
    let mut out = [const { Vec::new() }; N];
    let counted = corpus.facets("*", Dialect::Quanlian, &names.map(str::to_owned))?;
    for (place, (name, counts)) in out.iter_mut().zip(counted) {
        if let Some((_, kind)) = FACETS.iter().find(|(known, _)| *known == name) {
            *place = facet_out(*kind, counts, FACET_LIMIT_MAX).values;
        }
    }
    Ok(out)
}
