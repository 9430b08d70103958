//! The OpenAPI 3.1 document, made from the routes themselves.

use super::problem::Problem;
use super::router;
use quanlian_corpus::search::tree::TreeNode;
use utoipa::OpenApi as _;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Quanlian 全链",
        description = "Search and read a collection of patent documents. Places in texts are counted in characters (Unicode scalar values). Every refusal is a problem document (RFC 9457) with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(Problem, TreeNode)),
    tags(
        (name = "search", description = "检索 Searching"),
        (name = "documents", description = "文献 Documents"),
        (name = "numbers", description = "号码 Numbers"),
        (name = "classes", description = "分类 Classes"),
        (name = "language", description = "检索语言 The query language"),
        (name = "collection", description = "数据 The collection")
    )
)]
pub struct Base;

/// The head of the document, without paths.
pub fn base() -> OpenApi {
    Base::openapi()
}

/// The whole document.
pub fn document() -> OpenApi {
    finish(router::routes().into_openapi())
}

/// Adds what every path shares: refusals.
pub fn finish(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        if let Some(operation) = &mut item.get {
            let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
            let refusal = ResponseBuilder::new()
                .description("A refusal")
                .content("application/problem+json", content)
                .build();
            operation
                .responses
                .responses
                .insert("default".to_owned(), RefOr::T(refusal));
        }
    }
    document
}
