//! Real documents of the American office: what each must give, and that nothing is lost.

use super::{greenbook, pap, redbook, sgml, xml2};
use crate::read::ReadError;
use crate::read::loss::{check_summary, files_below, fixtures, lost, summary, text_of};
use crate::read::tree::{Element, Node};
use crate::record::Record;
use std::path::Path;

type Answer = Result<Vec<Record>, ReadError>;

/// Reads by root element, as the dispatcher does; the tree is there for the loss check.
fn read(path: &Path) -> Option<(Answer, Option<Element>)> {
    let text = text_of(path);
    if text.starts_with("PATN") {
        return Some((greenbook(&text), None));
    }
    let root = Element::parse(&text).ok()?;
    let records = match root.name.as_str() {
        "us-patent-grant" | "us-patent-application" => redbook(&root),
        "PATDOC" => xml2(&root),
        "patent-application-publication" => pap(&root),
        _ => return None,
    };
    Some((records, Some(root)))
}

#[test]
fn fixtures_read_as_they_are() {
    let mut files = Vec::new();
    files_below(&fixtures("us"), &mut files);
    let mut count = 0;
    for path in files
        .iter()
        .filter(|p| p.to_string_lossy().ends_with(".gz"))
    {
        let (records, root) = read(path).expect("a known root");
        let records = records.expect("reads");
        assert_eq!(records.len(), 1);
        check_summary(path, &summary(&records[0]));
        if let Some(root) = root {
            let lost = lost(&root, &records[0]);
            assert!(lost.is_empty(), "{}: {lost:#?}", path.display());
        }
        count += 1;
    }
    assert!(count >= 10, "{count} fixtures");
}

#[test]
fn all_shared_files_read_without_loss() {
    let Some(shared) = std::env::var_os("QUANLIAN_SHARED") else {
        println!("QUANLIAN_SHARED is not set: skipped");
        return;
    };
    let mut files = Vec::new();
    files_below(&Path::new(&shared).join("data/office-formats"), &mut files);
    let show = std::env::var_os("QUANLIAN_SHOW").is_some();
    let mut failures = Vec::new();
    for path in files
        .iter()
        .filter(|p| p.to_string_lossy().contains("/us-"))
    {
        let Some((records, root)) = read(path) else {
            continue;
        };
        let records = records.expect("reads");
        if show {
            println!("== {}\n{}", path.display(), summary(&records[0]));
        }
        if std::env::var_os("QUANLIAN_JSON").is_some() {
            println!(
                "{}",
                serde_json::to_string(&records[0]).expect("serialises")
            );
        }
        if let Some(root) = root {
            let lost = lost(&root, &records[0]);
            if !lost.is_empty() {
                failures.push(format!(
                    "{}: {} {:#?}",
                    path.display(),
                    lost.len(),
                    &lost[..lost.len().min(12)]
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Every value of a green book text is in the record, also where a name gets its comma.
#[test]
fn green_book_values_are_kept() {
    let mut files = Vec::new();
    files_below(&fixtures("us"), &mut files);
    let mut count = 0;
    for path in files
        .iter()
        .filter(|p| p.to_string_lossy().ends_with(".txt.gz"))
    {
        let text = text_of(path);
        let record = greenbook(&text).expect("reads").remove(0);
        let mut tree = Element::default();
        for line in text.lines().filter(|line| line.len() > 5) {
            let value = match line.get(..4) {
                // Two letters of country; the third names a part of it.
                Some("CNT ") => line[5..].trim().get(..2).unwrap_or_default().to_owned(),
                Some("NAM " | "EXP " | "EXA " | "FR2 ") => line[5..].replacen("; ", ", ", 1),
                _ => line[5..].to_owned(),
            };
            tree.children.push(Node::Text(value));
            tree.children.push(Node::Element(Element::default()));
            count += 1;
        }
        let lost = lost(&tree, &record);
        assert!(lost.is_empty(), "{}: {lost:#?}", path.display());
    }
    assert!(count > 500, "{count} lines");
}

#[test]
fn damaged_documents_say_why() {
    let parse = |text: &str| Element::parse(text).expect("parses");
    let code = |result: Result<Vec<Record>, ReadError>| result.expect_err("refused").code;
    assert_eq!(
        code(redbook(&parse("<us-patent-grant/>"))),
        "read.no-publication-number"
    );
    assert_eq!(
        code(pap(&parse("<patent-application-publication/>"))),
        "read.no-publication-number"
    );
    assert_eq!(
        code(xml2(&parse("<PATDOC><SDOBI/></PATDOC>"))),
        "read.no-publication-number"
    );
    assert_eq!(code(sgml("<PATDOC><SDOBI>")), "read.xml-truncated");
    assert_eq!(code(sgml("")), "read.xml-empty");
    assert_eq!(code(greenbook("")), "read.no-record");
    assert_eq!(
        code(greenbook("PATN\nTTL  A\n")),
        "read.no-publication-number"
    );
    let thin = parse(
        "<us-patent-grant><us-bibliographic-data-grant><publication-reference><document-id><doc-number>1</doc-number></document-id></publication-reference><number-of-claims>3</number-of-claims></us-bibliographic-data-grant></us-patent-grant>",
    );
    let record = redbook(&thin).expect("reads").remove(0);
    let codes: Vec<&str> = record.notes.iter().map(|n| n.code.as_str()).collect();
    assert_eq!(
        codes,
        ["read.missing-node", "read.no-title", "read.claims-count"]
    );
}
