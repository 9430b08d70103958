//! Query parameters: only those a route knows, each once, valid UTF-8, of the right type.

use super::problem::Problem;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// The parameters of a route; refuses what the route does not know.
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: IntoParams + DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Parameters<T>, Problem> {
        let known: Vec<String> = T::into_params(|| None)
            .into_iter()
            .map(|p| p.name)
            .collect();
        check(parts.uri.query().unwrap_or_default(), &known)?;
        let Query(read) = Query::<T>::try_from_uri(&parts.uri).map_err(|error| {
            let text = error.body_text();
            let text = text
                .strip_prefix("Failed to deserialize query string: ")
                .unwrap_or(&text);
            Problem::request(
                "request.parameter",
                format!("Wrong parameter: {text}."),
                format!("参数有误：{text}。"),
            )
        })?;
        Ok(Parameters(read))
    }
}

/// For routes without any parameter.
#[derive(serde::Deserialize, IntoParams)]
pub struct NoParameters {}

/// Names that are not known, names given twice, bytes that are no UTF-8.
fn check(query: &str, known: &[String]) -> Result<(), Problem> {
    let mut seen: Vec<String> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Ok(name), Ok(_)) = (
            percent_decode_str(name).decode_utf8(),
            percent_decode_str(value).decode_utf8(),
        ) else {
            return Err(Problem::request(
                "request.encoding",
                "A parameter is not UTF-8, percent-encoded.",
                "参数不是以百分号编码的 UTF-8 文本。",
            ));
        };
        if !known.iter().any(|k| *k == name) {
            let (list, list_zh) = if known.is_empty() {
                ("there are none".to_owned(), "此处不接受参数".to_owned())
            } else {
                (
                    format!("there are {}", known.join(", ")),
                    format!("可用参数：{}", known.join("、")),
                )
            };
            return Err(Problem::request(
                "request.unknown-parameter",
                format!("No parameter is called {name}; {list}."),
                format!("没有名为 {name} 的参数；{list_zh}。"),
            ));
        }
        if seen.iter().any(|s| *s == name) {
            return Err(Problem::request(
                "request.repeated-parameter",
                format!("The parameter {name} is given twice."),
                format!("参数 {name} 重复。"),
            ));
        }
        seen.push(name.into_owned());
    }
    Ok(())
}

/// A part of the path, decoded.
pub fn segment(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    match path {
        Ok(Path(text)) => Ok(text),
        Err(_) => Err(Problem::request(
            "request.encoding",
            "The path is not UTF-8, percent-encoded.",
            "路径不是以百分号编码的 UTF-8 文本。",
        )),
    }
}

/// A number within its limits, or what stands for it when it is not given.
pub fn within(
    name: &str,
    value: Option<u64>,
    least: usize,
    most: usize,
    otherwise: usize,
) -> Result<usize, Problem> {
    let Some(value) = value else {
        return Ok(otherwise);
    };
    match usize::try_from(value) {
        Ok(value) if (least..=most).contains(&value) => Ok(value),
        _ => Err(Problem::request(
            "request.out-of-range",
            format!("{name} must be from {least} to {most}; it is {value}."),
            format!("{name} 应在 {least} 至 {most} 之间，现为 {value}。"),
        )),
    }
}

/// The parts of a list with commas; empty ones are left out.
pub fn list(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
