//! `/loads` and `/quarantine`: what was imported, and what could not be read.

use super::parameters::{NoParameters, Parameters, segment, within};
use super::problem::Problem;
use super::{Shared, work};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use quanlian_corpus::archive::ledger::{Load, LoadedFile, Quarantined, Tally, from_hex};
use serde::{Deserialize, Serialize};

/// Files of one load that are listed.
const FILES_MAX: usize = 1000;
/// Entries of quarantine in one answer.
const ENTRIES_MAX: usize = 10_000;
/// Bytes of an original that are shown; the command line gives all.
const ORIGINAL_MAX: usize = 256 << 10;

/// A load: `read = stored + superseded + unchanged + quarantined`.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LoadOut {
    /// Its number, from 1.
    pub id: u32,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended; null for one that is running or was broken off.
    pub finished: Option<String>,
    /// The paths asked for.
    pub paths: Vec<String>,
    /// Its files, the first 1000 of them.
    pub files: Vec<LoadedFile>,
    /// How many files they are in all.
    pub files_total: u64,
    /// The sum over all files.
    pub totals: Tally,
}

impl From<Load> for LoadOut {
    fn from(load: Load) -> LoadOut {
        let files_total = load.files.len() as u64;
        let mut files = load.files;
        files.truncate(FILES_MAX);
        LoadOut {
            id: load.id,
            started: load.started,
            finished: load.finished,
            paths: load.paths,
            files,
            files_total,
            totals: load.totals,
        }
    }
}

/// All loads.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LoadsAnswer {
    /// In the order of time.
    loads: Vec<LoadOut>,
}

/// List all imports with their files and sums.
#[utoipa::path(get, path = "/api/v1/loads", tag = "collection", responses((status = 200, description = "Loads", body = LoadsAnswer)))]
pub async fn loads(
    State(app): State<Shared>,
    _: Parameters<NoParameters>,
) -> Result<Json<LoadsAnswer>, Problem> {
    let loads = work::run(&app, |_, corpus| {
        corpus
            .loads()
            .map_err(|error| Problem::of_corpus(&error, ""))
    });
    Ok(Json(LoadsAnswer {
        loads: loads.await?.into_iter().map(LoadOut::from).collect(),
    }))
}

/// A piece that could not be read.
#[derive(Serialize, utoipa::ToSchema)]
pub struct QuarantineEntry {
    /// `load-number`, such as `3-17`.
    id: String,
    /// The load.
    load: u32,
    /// The file, members of archives behind `!`.
    file: String,
    /// Byte offset in the (decompressed) file.
    offset: u64,
    /// Line in the file, from 1; 0 when unknown.
    line: u64,
    /// A code of the one table of codes.
    code: String,
    /// The reason in words.
    reason: String,
    /// Bytes that are kept of it.
    bytes: u64,
    /// True when only its first part is kept.
    truncated: bool,
}

impl From<&Quarantined> for QuarantineEntry {
    fn from(piece: &Quarantined) -> QuarantineEntry {
        QuarantineEntry {
            id: piece.id.clone(),
            load: piece.load,
            file: piece.file.clone(),
            offset: piece.offset,
            line: piece.line,
            code: piece.code.clone(),
            reason: piece.reason.clone(),
            bytes: piece.original.len() as u64 / 2,
            truncated: piece.truncated,
        }
    }
}

/// What is in quarantine.
#[derive(Serialize, utoipa::ToSchema)]
pub struct QuarantineAnswer {
    /// How many there are in all.
    total: u64,
    /// A page of them, in the order of the loads.
    entries: Vec<QuarantineEntry>,
}

/// A piece in quarantine with its original.
#[derive(Serialize, utoipa::ToSchema)]
pub struct QuarantinePiece {
    /// What a list shows of it.
    #[serde(flatten)]
    entry: QuarantineEntry,
    /// The original as text, what is not UTF-8 replaced; at most the first 256 KiB.
    original: String,
}

/// What `/quarantine` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuarantineParameters {
    /// Entries of a page, 1 to 10000; 1000 when not given.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<u64>,
    /// Entries to pass over.
    #[param(minimum = 0, maximum = 2147483647)]
    offset: Option<u64>,
}

/// List what could not be read.
#[utoipa::path(get, path = "/api/v1/quarantine", tag = "collection", params(QuarantineParameters), responses((status = 200, description = "Entries", body = QuarantineAnswer)))]
pub async fn quarantine(
    State(app): State<Shared>,
    Parameters(p): Parameters<QuarantineParameters>,
) -> Result<Json<QuarantineAnswer>, Problem> {
    let limit = within("limit", p.limit, 1, ENTRIES_MAX, 1000)?;
    let offset = within("offset", p.offset, 0, i32::MAX as usize, 0)?;
    let answer = work::run(&app, move |_, corpus| {
        let all = corpus
            .quarantine()
            .map_err(|error| Problem::of_corpus(&error, ""))?;
        let entries = all
            .iter()
            .skip(offset)
            .take(limit)
            .map(QuarantineEntry::from)
            .collect();
        Ok(QuarantineAnswer {
            total: all.len() as u64,
            entries,
        })
    });
    Ok(Json(answer.await?))
}

/// Show one piece that could not be read, with its original.
#[utoipa::path(get, path = "/api/v1/quarantine/{id}", tag = "collection",
    params(("id" = String, Path, description = "The id as the list gives it, `3-17`")),
    responses((status = 200, description = "The piece", body = QuarantinePiece),
        (status = 404, description = "No such entry", body = Problem, content_type = "application/problem+json")))]
pub async fn quarantine_piece(
    State(app): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    _: Parameters<NoParameters>,
) -> Result<Json<QuarantinePiece>, Problem> {
    let id = segment(path)?;
    let answer = work::run(&app, move |_, corpus| {
        let all = corpus
            .quarantine()
            .map_err(|error| Problem::of_corpus(&error, ""))?;
        let piece = all.iter().find(|piece| piece.id == id).ok_or_else(|| {
            Problem::not_found(
                "quarantine.unknown",
                format!("Nothing in quarantine is called {id}."),
                format!("隔离区中没有名为 {id} 的条目。"),
            )
        })?;
        let shown = piece
            .original
            .get(..2 * ORIGINAL_MAX)
            .unwrap_or(&piece.original);
        Ok(QuarantinePiece {
            entry: piece.into(),
            original: String::from_utf8_lossy(&from_hex(shown)).into_owned(),
        })
    });
    Ok(Json(answer.await?))
}
