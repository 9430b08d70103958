//! Searching and looking up: the same by HTTP and by command line.

use crate::house::{Server, json_of};
use serde_json::Value;

fn without_time(mut answer: Value) -> Value {
    answer
        .as_object_mut()
        .unwrap()
        .remove("took_ms")
        .expect("took_ms");
    answer
}

/// Query, dialect, and more arguments as name and value.
type Search = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Searches of every kind.
const SEARCHES: &[Search] = &[
    (
        "*",
        "quanlian",
        &[
            (
                "facets",
                "office,kind,type,year,ipc4,applicant,province,format,lang",
            ),
            ("facet_limit", "5"),
        ],
    ),
    (
        "电池 OR battery",
        "quanlian",
        &[("sort", "-pd"), ("limit", "3")],
    ),
    ("TI=(一种 OR method)", "quanlian", &[("unit", "family")]),
    ("TA=(method 5W the)", "quanlian", &[("sort", "pn")]),
    (
        "\"of the\" AND NOT PC=US",
        "quanlian",
        &[("unit", "extended"), ("sort", "-nfam")],
    ),
    ("IPC=H+ AND PD>=19900101", "quanlian", &[("sort", "ad")]),
    ("PA=(有限公司)", "quanlian", &[("facets", "city")]),
    ("nothing_of_this_name_exists", "quanlian", &[]),
    ("ti=method and pn=EP", "cql", &[("limit", "50")]),
    ("ti any \"system apparatus\"", "cql", &[]),
];

#[test]
fn search_answers_alike() {
    let server = Server::start();
    let mut hits = 0;
    for (query, dialect, more) in SEARCHES {
        for explain in [false, true] {
            let mut parameters = vec![("q", *query), ("dialect", *dialect)];
            parameters.extend_from_slice(more);
            let flags: Vec<String> = more
                .iter()
                .map(|(n, v)| format!("--{}={v}", n.replace('_', "-")))
                .collect();
            let mut arguments = vec![*query, "--dialect", dialect];
            arguments.extend(flags.iter().map(String::as_str));
            if explain {
                parameters.push(("explain", "true"));
                arguments.push("--explain");
            }
            let by_http = without_time(server.api("/search", &parameters).ok());
            let by_line = without_time(json_of("search", &arguments));
            assert_eq!(by_http, by_line, "{query}");
            assert_eq!(by_http["query"]["tree"].is_object(), explain);
            hits += by_http["total"].as_u64().unwrap();
            if explain {
                let explained = server
                    .api("/explain", &[("q", query), ("dialect", dialect)])
                    .ok();
                assert_eq!(explained["query"], by_http["query"]);
                assert_eq!(
                    explained["query"]["tree"]["hits"], by_http["documents"],
                    "{query}"
                );
            }
        }
    }
    assert!(hits > 1000, "the queries find something: {hits}");
}

#[test]
fn pages_lead_to_the_last_hit() {
    let server = Server::start();
    let all = json_of("search", &["*", "--limit", "all", "--sort", "-pd"]);
    let keys = |answer: &Value| -> Vec<String> {
        answer["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|h| h["key"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut parameters = vec![("q", "*"), ("sort", "-pd"), ("limit", "997")];
        if !cursor.is_empty() {
            parameters.push(("cursor", &cursor));
        }
        let page = server.api("/search", &parameters).ok();
        paged.extend(keys(&page));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(paged.len() as u64, all["total"].as_u64().unwrap());
    assert_eq!(paged, keys(&all));
}

#[test]
fn a_number_in_any_form_leads_to_its_document() {
    let server = Server::start();
    let forms = [
        (
            "EP2533477A1",
            ["EP 2533477 A1", "ep.2533477.a1", "ＥＰ２５３３４７７Ａ１"],
        ),
        (
            "CN101945314B",
            ["ZL 2010 1 0298420.4", "201010298420.4", "CN 101945314 B"],
        ),
        (
            "US8927386B2",
            ["US 8,927,386 B2", "US8927386", "us-8927386-b2"],
        ),
        (
            "US2001000044A1",
            ["US 2001/0000044 A1", "US20010000044A1", "US.2001000044.A1"],
        ),
    ];
    for (key, written) in forms {
        let plain = server.api(&format!("/documents/{key}"), &[]).ok();
        assert_eq!(plain["document"]["key"], key);
        assert_eq!(plain["matches"], serde_json::json!([]));
        assert_eq!(plain, json_of("show", &[key]));
        for form in written {
            let other = server.api(&format!("/documents/{}", crate::client::encoded(form)), &[]);
            assert_eq!(other.ok(), plain, "{form}");
        }
    }
}

#[test]
fn every_tenth_document_is_shown_alike_with_marks() {
    let server = Server::start();
    let all = json_of(
        "search",
        &["* NOT FMT=gazette-csv", "--limit", "all", "--sort", "pn"],
    );
    let hits = all["hits"].as_array().unwrap();
    assert!(hits.len() > 50);
    for hit in hits.iter().step_by(10) {
        let key = hit["key"].as_str().unwrap();
        let shown = server
            .api(&format!("/documents/{key}"), &[("q", "the OR 一")])
            .ok();
        let mut document = shown["document"].clone();
        let marks = document["marks"].take();
        assert_eq!(
            marks["titles"].as_array().map(Vec::len),
            document["record"]["titles"]
                .as_array()
                .map(Vec::len)
                .or(Some(0)),
            "{key}"
        );
        let mut line = json_of("show", &[key])["document"].clone();
        document["summary"]["title_marks"].take();
        line["summary"]["title_marks"].take();
        assert_eq!(document, line, "{key}");
    }
}

#[test]
fn an_application_with_several_publications_lists_them() {
    let server = Server::start();
    let all = json_of("search", &["NFAM>=2", "--limit", "all"]);
    let mut seen = false;
    for hit in all["hits"].as_array().unwrap() {
        let Some(application) = hit["application"].as_str() else {
            continue;
        };
        let text = format!("{}{application}", hit["office"].as_str().unwrap());
        let answer = server.api(
            &format!("/documents/{}", crate::client::encoded(&text)),
            &[],
        );
        if answer.status != 200 {
            continue;
        }
        let answer = answer.json();
        if answer["document"].is_null() {
            let matches = answer["matches"].as_array().unwrap();
            assert!(matches.len() > 1);
            assert!(matches.iter().any(|m| m["key"] == hit["key"]), "{text}");
            assert_eq!(answer, json_of("show", &[&text]));
            seen = true;
        }
    }
    assert!(
        seen,
        "the collection holds an application with two publications"
    );
}

#[test]
fn deep_and_long_queries() {
    let server = Server::start();
    let plain = server
        .api("/search", &[("q", "battery"), ("limit", "0")])
        .ok();
    let total = plain["total"].as_u64().unwrap();
    assert!(total > 0);
    for depth in [10, 200, 500] {
        let deep = format!("{}battery{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(
            server.api("/search", &[("q", &deep), ("limit", "0")]).ok()["total"],
            total,
            "{depth}"
        );
        // A tree that is as tall as it is deep: every level is a node of its own.
        let tall = format!(
            "{}battery{}",
            "NOT (nosuchword OR ".repeat(depth / 2),
            ")".repeat(depth / 2)
        );
        let by_http = without_time(server.api("/search", &[("q", &tall)]).ok());
        assert_eq!(
            by_http,
            without_time(json_of("search", &[&tall])),
            "{depth}"
        );
    }
    // As many levels as the JSON reader of this test takes.
    let tall = format!(
        "{}battery{}",
        "* NOT (nosuchword OR ".repeat(20),
        ")".repeat(20)
    );
    assert_eq!(
        server.api("/explain", &[("q", &tall)]).ok()["query"]["tree"]["hits"],
        total
    );
    // Exactly one of an odd number of equal parts is the part itself.
    let xor = format!("{}battery{}", "(battery XOR ".repeat(500), ")".repeat(500));
    assert_eq!(
        server.api("/search", &[("q", &xor), ("limit", "0")]).ok()["total"],
        total
    );
    let many: Vec<String> = (0..999).map(|n| format!("nosuchword{n}")).collect();
    let long = format!("{} OR battery", many.join(" OR "));
    assert_eq!(
        server
            .api("/search", &[("q", &long), ("limit", "1000")])
            .ok()["total"],
        total
    );
    let none = format!("{} OR battery) NOT battery", many.join(" OR ")).replacen(
        "nosuchword0",
        "(nosuchword0",
        1,
    );
    assert_eq!(server.api("/search", &[("q", &none)]).ok()["total"], 0);
}

#[test]
fn tables_numbers_and_classes() {
    let server = Server::start();
    let fields = server.api("/fields", &[]).ok();
    assert!(fields.as_array().unwrap().iter().any(|f| f["code"] == "TI"
        && f["zh"] == "名称"
        && f["names"].as_array().unwrap().contains(&"发明名称".into())));
    assert!(server.api("/operators", &[]).ok().as_array().unwrap().len() > 20);
    let wrong = server.api("/numbers", &[("text", "ZL201710601862.4")]).ok();
    assert_eq!(wrong["readings"][0]["check"]["state"], "wrong");
    assert_eq!(wrong["readings"][0]["check"]["expected"], "3");
    assert_eq!(wrong["readings"][0]["canonical"], "CN201710601862");
    let none = server.api("/numbers", &[("text", "2.01711E+11")]).ok();
    assert_eq!(none["readings"], serde_json::json!([]));
    assert_eq!(none["warnings"][0]["code"], "number.spreadsheet");
    let class = server
        .api("/classes/ipc", &[("symbol", "h01m 10/0525")])
        .ok();
    assert_eq!(class["symbol"], "H01M10/0525");
    assert_eq!(class["ancestors"][0]["symbol"], "H");
    assert_eq!(class["level"], "subgroup");
    assert_eq!(
        server.api("/classes/ipc", &[]).ok()["children"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    assert_eq!(
        server.api("/classes/cpc", &[("lang", "en")]).ok()["children"]
            .as_array()
            .unwrap()
            .len(),
        9
    );
    let found = server
        .api("/classes/ipc/search", &[("text", "电池"), ("limit", "7")])
        .ok();
    assert_eq!(found.as_array().unwrap().len(), 7);
    assert!(found[0]["title"].as_str().unwrap().contains("电池"));
    assert_eq!(
        server.api("/classes/ipc/search", &[("text", "H01M")]).ok()[0]["symbol"],
        "H01M"
    );
}
