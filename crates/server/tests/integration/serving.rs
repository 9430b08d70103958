//! The server itself: its address, its pages, headers, refresh and end.

use crate::client::request;
use crate::house::{Server, collection, fill, folder, quanlian, repository};
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn a_folder_without_a_collection_is_a_clear_failure() {
    let empty = folder("empty");
    for data in [empty.as_path(), &empty.join("not-there")] {
        let output = quanlian(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            data.to_str().unwrap(),
        ]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("corpus.missing"),
            "{output:?}"
        );
        assert!(output.stdout.is_empty());
    }
    let server = Server::start();
    let taken = quanlian(&[
        "serve",
        "--listen",
        &server.address,
        "--data",
        collection().to_str().unwrap(),
    ]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&taken.stderr).contains("serve.listen"),
        "{taken:?}"
    );
}

#[test]
fn what_is_imported_meanwhile_appears() {
    let data = folder("growing");
    fill(&data, &[repository("collection/docdb")]);
    let server = Server::over(&data);
    let before = server.api("/status", &[]).ok()["documents"]
        .as_u64()
        .unwrap();
    let output = quanlian(&[
        "import",
        "-q",
        "--data",
        data.to_str().unwrap(),
        repository("collection/ep").to_str().unwrap(),
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let begun = Instant::now();
    let status = loop {
        let status = server.api("/status", &[]).ok();
        if status["documents"].as_u64().unwrap() > before {
            break status;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "the import does not appear"
        );
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(
        server.api("/search", &[("q", "*"), ("limit", "0")]).ok()["total"],
        status["documents"]
    );
    assert_eq!(status["last_load"]["id"], 2);
    assert_eq!(status["collection"], "growing");
    let loads = server.api("/loads", &[]).ok();
    let loads = loads["loads"].as_array().unwrap();
    assert_eq!(loads.len(), 2);
    for load in loads {
        let totals = &load["totals"];
        let sum: u64 = ["stored", "superseded", "unchanged", "quarantined"]
            .iter()
            .map(|n| totals[n].as_u64().unwrap())
            .sum();
        assert_eq!(totals["read"].as_u64().unwrap(), sum);
        assert_eq!(
            load["files_total"].as_u64().unwrap() as usize,
            load["files"].as_array().unwrap().len()
        );
    }
}

#[test]
fn quarantine_is_listed_with_its_original() {
    let data = folder("broken");
    let broken = data.join("broken.xml");
    std::fs::write(
        &broken,
        "<us-patent-grant><us-bibliographic-data-grant>石墨烯",
    )
    .unwrap();
    fill(
        &data.join("data"),
        &[broken, repository("collection/docdb")],
    );
    let server = Server::over(&data.join("data"));
    let list = server.api("/quarantine", &[]).ok();
    assert_eq!(list["total"], 1, "{list}");
    let entry = &list["entries"][0];
    let piece = server
        .api(
            &format!("/quarantine/{}", entry["id"].as_str().unwrap()),
            &[],
        )
        .ok();
    assert_eq!(piece["code"], entry["code"]);
    assert!(
        piece["original"].as_str().unwrap().contains("石墨烯"),
        "{piece}"
    );
    assert_eq!(server.api("/status", &[]).ok()["quarantined"], 1);
    assert_eq!(
        server.api("/quarantine", &[("offset", "1")]).ok()["entries"],
        serde_json::json!([])
    );
}

#[test]
fn a_signal_ends_it_well() {
    for name in ["-TERM", "-INT"] {
        let mut server = Server::start();
        assert_eq!(server.get("/healthz").text(), "ok\n");
        let pid = server.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &pid])
                .status()
                .unwrap()
                .success()
        );
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = server.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "{name} does not end it"
            );
            std::thread::sleep(Duration::from_millis(20));
        };
        assert_eq!(status.code(), Some(0), "{name}");
    }
}

#[test]
fn headers_pages_and_description() {
    let server = Server::start();
    for path in [
        "/",
        "/d/CN1A",
        "/api",
        "/api/v1/status",
        "/healthz",
        "/api/v1/nonsense",
    ] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").expect(path);
        assert!(
            policy.contains("default-src 'self'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("script-src"),
            "{policy}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(answer.header("referrer-policy").is_some(), "{path}");
    }
    assert_eq!(
        server.get("/api/v1/status").header("cache-control"),
        Some("no-store")
    );
    assert!(
        server
            .get("/")
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(server.get("/assets/nothing.js").status, 404);
    assert_eq!(
        server.get("/a/path/of/the/application").body,
        server.get("/").body
    );
    let packed = request(
        &server.address,
        "GET",
        "/api/openapi.json",
        &["Accept-Encoding: gzip"],
    );
    assert_eq!(packed.header("content-encoding"), Some("gzip"));

    let described = server.get("/api/openapi.json").ok();
    assert_eq!(described["openapi"], "3.1.0");
    let printed: serde_json::Value =
        serde_json::from_slice(&quanlian(&["openapi"]).stdout).unwrap();
    assert_eq!(described, printed);
    let kept: serde_json::Value =
        serde_json::from_slice(&std::fs::read(repository("api/openapi.json")).unwrap()).unwrap();
    assert_eq!(
        kept, printed,
        "api/openapi.json is stale: cargo run -p quanlian-server -- openapi > api/openapi.json"
    );
    let page = server.get("/api").text();
    for path in described["paths"].as_object().unwrap().keys() {
        assert!(page.contains(path), "{path} stands on the page");
    }
    assert!(!page.contains("<script"));
}

#[test]
fn many_at_once() {
    let server = Server::start();
    std::thread::scope(|scope| {
        for n in 0..40 {
            let server = &server;
            scope.spawn(move || {
                let query = if n % 2 == 0 { "*" } else { "the OR 一" };
                let answer = server
                    .api(
                        "/search",
                        &[
                            ("q", query),
                            ("limit", "50"),
                            ("facets", "ipc,applicant,inventor"),
                        ],
                    )
                    .ok();
                assert!(answer["total"].as_u64().unwrap() > 0);
            });
        }
    });
}
