//! Refusals as problem documents (RFC 9457), each with a code, English and Chinese.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quanlian_corpus::query::error::QueryError;
use quanlian_corpus::search::CorpusError;
use quanlian_corpus::search::request::At;
use serde::Serialize;

/// Why a request was refused.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Where the code is explained.
    #[serde(rename = "type")]
    pub about: String,
    /// The kind of problem in English.
    pub title: String,
    /// The kind of problem in Chinese.
    pub title_zh: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, `query.unknown-field`.
    pub code: String,
    /// What is wrong here, in English.
    pub detail: String,
    /// What is wrong here, in Chinese.
    pub detail_zh: String,
    /// The place in the query, in characters (Unicode scalar values).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What could stand at that place, or in the place of the whole value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// Keys of documents that may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
}

impl Problem {
    /// A problem of a code.
    pub fn new(
        status: StatusCode,
        code: &str,
        detail: impl Into<String>,
        detail_zh: impl Into<String>,
    ) -> Problem {
        let (title, title_zh) = title(code, status);
        Problem {
            about: format!("/docs/errors#{code}"),
            title: title.to_owned(),
            title_zh: title_zh.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            detail_zh: detail_zh.into(),
            at: None,
            proposal: None,
            candidates: Vec::new(),
        }
    }

    /// A wrong request (400).
    pub fn request(code: &str, detail: impl Into<String>, detail_zh: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, code, detail, detail_zh)
    }

    /// Nothing there (404).
    pub fn not_found(
        code: &str,
        detail: impl Into<String>,
        detail_zh: impl Into<String>,
    ) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, code, detail, detail_zh)
    }

    /// A failure on our side. What failed goes to the log of the server, not to the reader.
    pub fn internal(code: &str, cause: &dyn std::fmt::Display) -> Problem {
        eprintln!("error {code}: {cause}");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            code,
            "The server failed at this; its log says why.",
            "服务器处理失败，原因见服务器日志。",
        )
    }

    /// Offers something for the wrong place.
    pub fn propose(mut self, proposal: Option<String>) -> Problem {
        self.proposal = proposal;
        self
    }

    /// The problem of a query, with its place counted in characters of the text.
    pub fn of_query(error: &QueryError, text: &str) -> Problem {
        let mut problem = Problem::request(
            error.code,
            error.message.as_str(),
            error.message_zh.as_str(),
        );
        problem.at = Some(At::in_text(text, &error.at));
        problem.proposal.clone_from(&error.proposal);
        problem
    }

    /// The problem of a collection that cannot answer; `query` is the text that was asked.
    pub fn of_corpus(error: &CorpusError, query: &str) -> Problem {
        match error {
            CorpusError::Query(error) => Problem::of_query(error, query),
            CorpusError::Cursor => Problem::request(
                "search.cursor",
                "The cursor is not of this collection as it is now; ask again without it.",
                "该翻页标记不属于当前数据；请去掉后重新检索。",
            ),
            CorpusError::Request(text) => {
                let (code, detail) = coded(text).unwrap_or(("search.request", text));
                Problem::request(code, detail, format!("请求参数有误：{detail}"))
            }
            CorpusError::NotFound(number) => Problem::not_found(
                "search.not-found",
                format!("No document of the collection has the number {number}."),
                format!("数据中没有号码为 {number} 的文献。"),
            ),
            CorpusError::Missing(_) => Problem::internal("corpus.missing", error),
            CorpusError::Io(_) => Problem::internal("corpus.io", error),
            CorpusError::Index(_) => Problem::internal("corpus.index", error),
            CorpusError::Import(_) => Problem::internal("corpus.version", error),
            CorpusError::Export(inner) => Problem::internal(inner.code(), error),
            CorpusError::Record(_) => Problem::internal("corpus.record", error),
        }
    }
}

/// `export.unknown-field: there is …` → the code and the rest.
fn coded(text: &str) -> Option<(&str, &str)> {
    let (code, rest) = text.split_once(": ")?;
    let plain = code.contains('.')
        && code
            .chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-'));
    plain.then_some((code, rest))
}

fn title(code: &str, status: StatusCode) -> (&'static str, &'static str) {
    let family = code.split('.').next().unwrap_or_default();
    match (status.as_u16(), family) {
        (404, "search") => ("No such document", "没有该文献"),
        (404, "class") => ("No such class", "没有该分类号"),
        (404, "quarantine") => ("Nothing of this name in quarantine", "隔离区中没有该条目"),
        (404, _) => ("Nothing here", "没有该页面"),
        (405, _) => ("Method not allowed", "不支持该请求方法"),
        (503, _) => ("Too busy", "服务器繁忙"),
        (500.., _) => ("Failure of the server", "服务器故障"),
        (_, "query") => ("The query cannot be read", "检索式有误"),
        (_, "export") => ("The export cannot be made", "无法导出"),
        _ => ("The request is wrong", "请求有误"),
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
