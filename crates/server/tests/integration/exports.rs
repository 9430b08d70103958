//! Exports: the same bytes as the command line writes, whole, with their media type.

use crate::house::{Server, collection, folder, quanlian};

#[test]
fn exports_are_the_files_of_the_command_line() {
    let server = Server::start();
    let folder = folder("exports");
    for (format, extension, media) in [
        ("jsonl", "jsonl", "application/jsonl"),
        ("csv", "csv", "text/csv"),
        ("docdb", "xml", "application/xml"),
    ] {
        for query in ["*", "battery OR 电池", "nosuchwordatall"] {
            let file = folder.join(format!("export.{extension}"));
            let arguments = [
                "export",
                "--data",
                collection().to_str().unwrap(),
                query,
                "--sort=-pd",
                "--format",
                format,
                "--out",
                file.to_str().unwrap(),
            ];
            let line = quanlian(&arguments);
            assert!(
                line.status.success(),
                "{}",
                String::from_utf8_lossy(&line.stderr)
            );
            let answer = server.api(
                "/export",
                &[("q", query), ("format", format), ("sort", "-pd")],
            );
            assert_eq!(answer.status, 200);
            assert!(answer.whole, "{format}: the body has its end");
            assert!(answer.header("content-type").unwrap().starts_with(media));
            let name = answer.header("content-disposition").unwrap();
            assert!(
                name.starts_with("attachment; filename=\"quanlian-")
                    && name.ends_with(&format!(".{extension}\"")),
                "{name}"
            );
            assert!(
                answer.body == std::fs::read(&file).unwrap(),
                "{format} of {query}"
            );
        }
    }
}

#[test]
fn other_formats_and_choices() {
    let server = Server::start();
    let ris = server.api("/export", &[("q", "*"), ("format", "ris"), ("limit", "3")]);
    assert_eq!(ris.text().matches("TY  - PAT").count(), 3);
    assert!(
        ris.text()
            .contains(&format!("UR  - http://{}/d/", server.address))
    );
    let bibtex = server.api(
        "/export",
        &[("q", "*"), ("format", "bibtex"), ("limit", "3")],
    );
    assert_eq!(bibtex.text().matches("@patent").count(), 3);
    let xlsx = server.api("/export", &[("q", "*"), ("format", "xlsx"), ("lang", "en")]);
    assert!(xlsx.body.starts_with(b"PK"));
    assert_eq!(xlsx.header("content-encoding"), None);
    let csv = server.api(
        "/export",
        &[
            ("q", "*"),
            ("format", "csv"),
            ("fields", "key,link"),
            ("limit", "1"),
            ("sort", "pn"),
        ],
    );
    if csv.status == 200 {
        assert_eq!(csv.text().lines().count(), 2, "{}", csv.text());
    } else {
        assert_eq!(csv.json()["code"], "export.unknown-field");
    }
}
