//! Refusals: the right status, a code, both languages, the place in characters.

use crate::client::request;
use crate::house::{Server, collection, quanlian};
use serde_json::Value;

fn problem(answer: &crate::client::Answer, status: u16, code: &str) -> Value {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert_eq!(answer.status, status, "{code}: {text}");
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{text}"
    );
    let body = answer.json();
    assert_eq!(body["code"], code, "{text}");
    assert_eq!(body["status"], status);
    assert_eq!(body["type"], format!("/docs/errors#{code}"));
    for name in ["title", "title_zh", "detail", "detail_zh"] {
        assert!(!body[name].as_str().unwrap().is_empty(), "{name} of {text}");
    }
    assert!(
        !text.contains(collection().to_str().unwrap()),
        "no path of the machine: {text}"
    );
    body
}

#[test]
fn wrong_requests() {
    let server = Server::start();
    let cases: &[(&str, u16, &str)] = &[
        ("/api/v1/search", 400, "request.parameter"),
        (
            "/api/v1/search?q=a&nonsense=1",
            400,
            "request.unknown-parameter",
        ),
        ("/api/v1/search?q=a&q=b", 400, "request.repeated-parameter"),
        ("/api/v1/search?q=%FF%FE", 400, "request.encoding"),
        ("/api/v1/search?q=a&limit=1001", 400, "request.out-of-range"),
        ("/api/v1/search?q=a&limit=-1", 400, "request.parameter"),
        (
            "/api/v1/search?q=a&limit=99999999999999999999",
            400,
            "request.parameter",
        ),
        ("/api/v1/search?q=a&limit=", 400, "request.parameter"),
        (
            "/api/v1/search?q=a&facet_limit=0",
            400,
            "request.out-of-range",
        ),
        ("/api/v1/search?q=a&facets=colour", 400, "search.request"),
        ("/api/v1/search?q=a&sort=colour", 400, "search.request"),
        ("/api/v1/search?q=a&unit=colour", 400, "search.unit"),
        ("/api/v1/search?q=a&dialect=sql", 400, "request.parameter"),
        ("/api/v1/search?q=a&explain=maybe", 400, "request.parameter"),
        ("/api/v1/search?q=a&cursor=abc", 400, "search.cursor"),
        ("/api/v1/search?q=a&cursor=0.0.0", 400, "search.cursor"),
        ("/api/v1/documents/%FF", 400, "request.encoding"),
        ("/api/v1/documents/CN999999999A", 404, "search.not-found"),
        ("/api/v1/documents/nonsense", 404, "search.not-found"),
        ("/api/v1/classes/ecla", 404, "class.unknown-scheme"),
        ("/api/v1/classes/ipc?symbol=Z99Z", 404, "class.unknown"),
        (
            "/api/v1/classes/ipc/search?text=a&limit=501",
            400,
            "request.out-of-range",
        ),
        ("/api/v1/quarantine/99-99", 404, "quarantine.unknown"),
        ("/api/v1/status?verbose=1", 400, "request.unknown-parameter"),
        ("/api/v1/export?q=a&format=pdf", 400, "export.format"),
        (
            "/api/v1/export?q=a&format=csv&fields=colour",
            400,
            "export.unknown-field",
        ),
        (
            "/api/v1/export?q=a&format=ris&fields=number",
            400,
            "export.fields-not-taken",
        ),
        (
            "/api/v1/export?q=a&format=csv&sort=colour",
            400,
            "search.request",
        ),
        ("/api/v1/nonsense", 404, "request.unknown-path"),
        ("/api/v2/search?q=a", 404, "request.unknown-path"),
        ("/api/", 404, "request.unknown-path"),
    ];
    for (path, status, code) in cases {
        problem(&server.get(path), *status, code);
    }
    let known = problem(
        &server.get("/api/v1/search?q=a&offset=1"),
        400,
        "request.unknown-parameter",
    );
    assert!(
        known["detail"].as_str().unwrap().contains("facet_limit"),
        "the known names are told: {known}"
    );
    let nearest = problem(
        &server.get("/api/v1/classes/ipc?symbol=G06F17/30"),
        404,
        "class.unknown",
    );
    assert!(
        nearest["proposal"].as_str().unwrap().starts_with("G06F"),
        "{nearest}"
    );
}

#[test]
fn wrong_queries_at_their_place() {
    let server = Server::start();
    // The query, and the text that stands at the place.
    let cases: &[(&str, &str)] = &[
        ("石墨烯 AND 名称呼=电池", "名称呼"),
        ("电池 AND (石墨烯", "("),
        ("电池 AND AND 石墨烯", "AND"),
        ("𠮷野家 AND 电池)", ")"),
    ];
    for (query, wrong) in cases {
        for route in ["/search", "/explain"] {
            let body = problem_of_query(&server.api(route, &[("q", query)]), query);
            let (start, end) = (
                body["at"]["start"].as_u64().unwrap() as usize,
                body["at"]["end"].as_u64().unwrap() as usize,
            );
            let at: String = query.chars().skip(start).take(end - start).collect();
            assert!(
                at.contains(wrong) || wrong.contains(&at),
                "{query}: {at} at {start}..{end}, not {wrong}: {body}"
            );
        }
        let export = server.api("/export", &[("q", query), ("format", "csv")]);
        problem_of_query(&export, query);
        let line = quanlian(&["search", "--data", collection().to_str().unwrap(), query]);
        assert_eq!(line.status.code(), Some(2));
    }
    let deep = format!("{}a{}", "(".repeat(600), ")".repeat(600));
    let body = problem(
        &server.api("/search", &[("q", &deep)]),
        400,
        "query.too-deep",
    );
    assert!(body["at"]["end"].as_u64().unwrap() <= deep.len() as u64);
    assert_eq!(
        quanlian(&["search", "--data", collection().to_str().unwrap(), &deep])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(server.get("/healthz").status, 200, "the server lives on");
}

fn problem_of_query(answer: &crate::client::Answer, query: &str) -> Value {
    let code = answer.json()["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(code.starts_with("query."), "{query}: {code}");
    problem(answer, 400, &code)
}

#[test]
fn a_refused_number_offers_its_neighbours() {
    let server = Server::start();
    let body = problem(
        &server.get("/api/v1/documents/EP2533477A9"),
        404,
        "search.not-found",
    );
    assert_eq!(
        body["candidates"],
        serde_json::json!(["EP2533477A1", "EP2533477B1"]),
        "{body}"
    );
}

#[test]
fn only_get_and_head() {
    let server = Server::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        for path in [
            "/api/v1/search?q=a",
            "/api/v1/status",
            "/",
            "/assets/x.js",
            "/d/CN1A",
        ] {
            let answer = request(&server.address, method, path, &["Content-Length: 0"]);
            problem(&answer, 405, "request.method");
            assert!(answer.header("allow").unwrap().contains("GET"));
        }
    }
    for path in [
        "/api/v1/search?q=*",
        "/api/v1/status",
        "/api",
        "/healthz",
        "/",
        "/api/v1/export?q=*&format=csv",
    ] {
        let answer = request(&server.address, "HEAD", path, &[]);
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{path}");
        assert_eq!(
            answer.header("content-type"),
            server.get(path).header("content-type"),
            "{path}"
        );
    }
}
