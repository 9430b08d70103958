//! `/fields` and `/operators`: the tables of the query language.

use super::parameters::{NoParameters, Parameters};
use axum::Json;
use quanlian_corpus::query::help::{self, FieldHelp, OperatorHelp};

/// Every field of the query language, with its names.
#[utoipa::path(get, path = "/api/v1/fields", tag = "language", responses((status = 200, description = "Fields", body = [FieldHelp])))]
pub async fn fields(_: Parameters<NoParameters>) -> Json<Vec<FieldHelp>> {
    Json(help::fields())
}

/// Every operator and form of the query language.
#[utoipa::path(get, path = "/api/v1/operators", tag = "language", responses((status = 200, description = "Operators", body = [OperatorHelp])))]
pub async fn operators(_: Parameters<NoParameters>) -> Json<&'static [OperatorHelp]> {
    Json(help::operators())
}
