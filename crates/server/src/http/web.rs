//! The web part, embedded at compile time, and the answer to every path that is no route.

use super::problem::Problem;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::percent_decode_str;
use rust_embed::{EmbeddedFile, RustEmbed};

/// What `npm run build` made in `web/dist`; empty when it was not run before this was compiled.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

const WITHOUT_WEB: &str = "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>Quanlian 全链</title>\
<body><h1>Quanlian 全链</h1>\
<p>本程序编译时没有网页部分。请先运行 <code>cargo xtask demo</code>，或在 <code>web/</code> 中运行 <code>npm ci &amp;&amp; npm run build</code> 后重新编译。\
<p lang=\"en\">This program was compiled without its web part. Run <code>cargo xtask demo</code>, or run <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code> and compile again.\
<p><a href=\"/api\">HTTP API</a></body></html>";

/// Files of the web part; its first page for every other path, since it knows its own addresses.
pub async fn fallback(request: Request) -> Response {
    let path = request.uri().path();
    let api = path == "/api" || path.starts_with("/api/");
    if !matches!(*request.method(), Method::GET | Method::HEAD) && !api {
        return not_allowed().await.into_response();
    }
    if api {
        return Problem::not_found(
            "request.unknown-path",
            format!("There is no {path}; /api lists what there is."),
            format!("没有 {path}；可用接口见 /api。"),
        )
        .into_response();
    }
    let name = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    match Web::get(&name) {
        Some(file) => asset(&name, file, &request),
        None if name.starts_with("assets/") => {
            (StatusCode::NOT_FOUND, "no such file\n").into_response()
        }
        None => match Web::get("index.html") {
            Some(file) => asset("index.html", file, &request),
            None => (StatusCode::OK, Html(WITHOUT_WEB)).into_response(),
        },
    }
}

/// The answer to a method that a route does not have.
pub async fn not_allowed() -> Response {
    let mut response = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "request.method",
        "Only GET and HEAD are answered here.",
        "此处只支持 GET 和 HEAD。",
    )
    .into_response();
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

fn asset(name: &str, file: EmbeddedFile, request: &Request) -> Response {
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in &file.metadata.sha256_hash()[..16] {
        tag.push_str(&format!("{byte:02x}"));
    }
    tag.push('"');
    // Names below /assets carry the digest of their content.
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok());
    let mut response = if known.is_some_and(|k| {
        k.split(',')
            .any(|k| k.trim().trim_start_matches("W/") == tag)
    }) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media_type(name))], file.data).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
