//! `/classes/{scheme}`: the trees of the IPC and the CPC.

use super::parameters::{Parameters, segment, within};
use super::problem::Problem;
use super::{Shared, work};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use quanlian_handbook::class::{self, Entry, Level, Scheme, Tree};
use serde::{Deserialize, Serialize};

/// Titles of an answer to a search for classes.
const FOUND_MAX: usize = 500;

/// The language of `title`.
#[derive(Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TitleLanguage {
    /// Chinese; English where there is no Chinese title (all of the CPC).
    #[default]
    Zh,
    /// English.
    En,
}

/// The schemes that are carried; names a path segment.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code, reason = "for the description of the API only")]
enum SchemeName {
    /// International Patent Classification.
    Ipc,
    /// Cooperative Patent Classification.
    Cpc,
}

/// What `/classes/{scheme}` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClassParameters {
    /// The symbol in any form (`H01M10/0525`, `h01m 10/0525`); the sections when not given.
    symbol: Option<String>,
    /// The language of `title`.
    #[serde(default)]
    #[param(inline, required = false)]
    lang: TitleLanguage,
}

/// What `/classes/{scheme}/search` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClassSearchParameters {
    /// A text that the Chinese or English title holds, or a symbol.
    text: String,
    /// The language of `title`.
    #[serde(default)]
    #[param(inline, required = false)]
    lang: TitleLanguage,
    /// Not more than so many, 1 to 500; 50 when not given.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// A class in a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ClassRow {
    /// The symbol in normal form.
    symbol: String,
    /// The title in the language asked for.
    title: String,
    /// The English title.
    title_en: String,
    /// `section`, `class`, `subclass`, `main-group` or `subgroup`.
    level: String,
    /// Dots of a subgroup; 0 for all others.
    dots: u8,
    /// Whether there is something below.
    has_children: bool,
}

/// A class with what is above and below it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ClassAnswer {
    /// `ipc` or `cpc`.
    scheme: String,
    /// The edition of the scheme.
    edition: String,
    /// The symbol in normal form; empty for the whole scheme.
    symbol: String,
    /// The title in the language asked for.
    title: String,
    /// The English title.
    title_en: String,
    /// `scheme`, `section`, `class`, `subclass`, `main-group` or `subgroup`.
    level: String,
    /// Dots of a subgroup; 0 for all others.
    dots: u8,
    /// False where no source states the dots of the symbol and they are an estimate.
    level_stated: bool,
    /// What lies above, the section first.
    ancestors: Vec<ClassRow>,
    /// What lies directly below.
    children: Vec<ClassRow>,
}

fn level(level: Level) -> (&'static str, u8) {
    match level {
        Level::Section => ("section", 0),
        Level::Class => ("class", 0),
        Level::Subclass => ("subclass", 0),
        Level::MainGroup => ("main-group", 0),
        Level::Subgroup(dots) => ("subgroup", dots),
    }
}

fn title(entry: &Entry<'_>, lang: TitleLanguage) -> String {
    match lang {
        TitleLanguage::Zh => entry.title(),
        TitleLanguage::En => entry.title_en,
    }
    .to_owned()
}

fn row(tree: &Tree, entry: &Entry<'_>, lang: TitleLanguage) -> ClassRow {
    let (level, dots) = level(entry.level);
    ClassRow {
        symbol: entry.symbol.to_owned(),
        title: title(entry, lang),
        title_en: entry.title_en.to_owned(),
        level: level.to_owned(),
        dots,
        has_children: tree.children(entry.symbol).next().is_some(),
    }
}

fn scheme_of(path: Result<Path<String>, PathRejection>) -> Result<(Scheme, &'static str), Problem> {
    match segment(path)?.as_str() {
        "ipc" => Ok((Scheme::Ipc, "ipc")),
        "cpc" => Ok((Scheme::Cpc, "cpc")),
        other => Err(Problem::not_found(
            "class.unknown-scheme",
            format!("No scheme is called {other}; there are ipc and cpc."),
            format!("没有名为 {other} 的分类体系；可用：ipc、cpc。"),
        )),
    }
}

/// Show a class with its title, what is above and what is directly below it.
#[utoipa::path(get, path = "/api/v1/classes/{scheme}", tag = "classes",
    params(("scheme" = inline(SchemeName), Path, description = "The scheme"), ClassParameters),
    responses((status = 200, description = "The class", body = ClassAnswer),
        (status = 404, description = "No such scheme or class; `proposal` is the nearest one", body = Problem, content_type = "application/problem+json")))]
pub async fn class_of(
    State(app): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    Parameters(p): Parameters<ClassParameters>,
) -> Result<Json<ClassAnswer>, Problem> {
    let (scheme, name) = scheme_of(path)?;
    // The first look unpacks the tables, so this is work.
    work::run(&app, move |_, _| {
        let tree = class::tree(scheme);
        let Some(symbol) = p.symbol else {
            let sections = tree.iter().filter(|e| e.level == Level::Section);
            return Ok(ClassAnswer {
                scheme: name.to_owned(),
                edition: scheme.edition().to_owned(),
                symbol: String::new(),
                title: String::new(),
                title_en: String::new(),
                level: "scheme".to_owned(),
                dots: 0,
                level_stated: true,
                ancestors: Vec::new(),
                children: sections.map(|e| row(tree, &e, p.lang)).collect(),
            });
        };
        let entry = tree.get(&symbol).ok_or_else(|| {
            Problem::not_found(
                "class.unknown",
                format!(
                    "{symbol} is no class of the {} {}.",
                    name.to_uppercase(),
                    scheme.edition()
                ),
                format!(
                    "{symbol} 不是 {} {} 的分类号。",
                    name.to_uppercase(),
                    scheme.edition()
                ),
            )
            .propose(tree.nearest(&symbol).map(|e| e.symbol.to_owned()))
        })?;
        let mut ancestors: Vec<ClassRow> = tree
            .ancestors(entry.symbol)
            .map(|e| row(tree, &e, p.lang))
            .collect();
        ancestors.reverse();
        let (level, dots) = level(entry.level);
        Ok(ClassAnswer {
            scheme: name.to_owned(),
            edition: scheme.edition().to_owned(),
            symbol: entry.symbol.to_owned(),
            title: title(&entry, p.lang),
            title_en: entry.title_en.to_owned(),
            level: level.to_owned(),
            dots,
            level_stated: entry.level_stated,
            ancestors,
            children: tree
                .children(entry.symbol)
                .map(|e| row(tree, &e, p.lang))
                .collect(),
        })
    })
    .await
    .map(Json)
}

/// Find classes by a text in their Chinese or English titles, or by symbol.
#[utoipa::path(get, path = "/api/v1/classes/{scheme}/search", tag = "classes",
    params(("scheme" = inline(SchemeName), Path, description = "The scheme"), ClassSearchParameters),
    responses((status = 200, description = "Classes in the order of the scheme; one of this symbol first", body = [ClassRow])))]
pub async fn class_search(
    State(app): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    Parameters(p): Parameters<ClassSearchParameters>,
) -> Result<Json<Vec<ClassRow>>, Problem> {
    let (scheme, _) = scheme_of(path)?;
    let limit = within("limit", p.limit, 1, FOUND_MAX, 50)?;
    work::run(&app, move |_, _| {
        let tree = class::tree(scheme);
        let exact = tree.get(p.text.trim());
        let by_title = tree
            .search(&p.text, limit)
            .into_iter()
            .filter(|e| exact.is_none_or(|x| x.symbol != e.symbol));
        Ok(exact
            .into_iter()
            .chain(by_title)
            .take(limit)
            .map(|e| row(tree, &e, p.lang))
            .collect())
    })
    .await
    .map(Json)
}
