//! All routes, in one list, and what every answer carries.

use super::problem::Problem;
use super::{
    Shared, classes, document, export, help, loads, numbers, openapi, page, search, status, web,
};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the API, each with its description.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(search::search))
        .routes(routes!(search::explain))
        .routes(routes!(export::export))
        .routes(routes!(document::document))
        .routes(routes!(numbers::numbers))
        .routes(routes!(classes::class_of))
        .routes(routes!(classes::class_search))
        .routes(routes!(help::fields))
        .routes(routes!(help::operators))
        .routes(routes!(status::status))
        .routes(routes!(loads::loads))
        .routes(routes!(loads::quarantine))
        .routes(routes!(loads::quarantine_piece))
}

/// Everything that is served. What is no route is a file or a page of the web part.
pub fn router(app: Shared) -> Router {
    let (api, described) = routes().split_for_parts();
    let described = openapi::finish(described);
    api.route(
        "/api/openapi.json",
        get(move || async move { Json(described) }),
    )
    .route("/api", get(page::api))
    .route("/healthz", get(async || "ok\n"))
    .method_not_allowed_fallback(web::not_allowed)
    .fallback(web::fallback)
    .with_state(app)
    .layer(CatchPanicLayer::custom(|_| {
        Problem::internal("server.panic", &"a request ended in a panic").into_response()
    }))
    .layer(CompressionLayer::new().compress_when(packed_already()))
    .layer(from_fn(no_store))
    .layer(header_layer(header::CONTENT_SECURITY_POLICY, POLICY))
    .layer(header_layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
    .layer(header_layer(header::X_FRAME_OPTIONS, "DENY"))
    .layer(header_layer(header::REFERRER_POLICY, "same-origin"))
}

/// The component library of the web part sets styles inline; scripts are ours alone.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

fn header_layer(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// A workbook is packed already; the rest is text.
fn packed_already() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::new("application/vnd.openxmlformats"))
}

/// Answers are of this moment, unless a file says otherwise.
async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
