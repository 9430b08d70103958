//! Golden cases from data files, and properties over random trees and random texts.

#![allow(clippy::unwrap_used)]

mod golden;
mod limits;
mod random;

#[test]
fn every_example_of_the_help_is_accepted_without_a_warning() {
    use super::{cql, help, native};
    for field in help::fields() {
        let parsed = native::parse(&field.example).unwrap_or_else(|e| panic!("{field:?}: {e}"));
        assert_eq!(parsed.warnings, [], "{}", field.example);
        if let Some(index) = field.cql {
            let value = field.example.split_once('=').unwrap().1;
            let query = format!("{index}=\"{}\"", value.replace(['(', ')'], ""));
            assert!(cql::parse(&query).is_ok(), "{query}");
        }
    }
    for operator in help::operators() {
        let parsed =
            native::parse(operator.example).unwrap_or_else(|e| panic!("{operator:?}: {e}"));
        let odd: Vec<_> = parsed
            .warnings
            .iter()
            .filter(|w| w.code != "query.only-not")
            .collect();
        assert!(odd.is_empty(), "{}: {odd:?}", operator.example);
    }
}

#[test]
fn every_name_of_the_table_is_read() {
    use super::{field, lex};
    for entry in field::TABLE {
        for name in entry.names {
            assert_eq!(
                lex::entry(&name.to_lowercase()).unwrap().names,
                entry.names,
                "{name}"
            );
        }
    }
}

/// The codes in a text: `query.` and what follows.
fn codes(text: &str) -> Vec<String> {
    text.split("query.")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '-')
                .collect::<String>()
        })
        .filter(|code| code.len() > 2)
        .collect()
}

#[test]
fn every_code_stands_in_the_reference() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let reference = std::fs::read_to_string(root.join("../../docs/reference/query.md")).unwrap();
    let known = codes(&reference);
    let mut folders = vec![root.join("src/query")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                for code in source
                    .split('"')
                    .filter(|s| s.starts_with("query.") && !s.contains(' '))
                {
                    for code in codes(code).iter().filter(|c| !c.starts_with("loss-")) {
                        seen += 1;
                        assert!(known.contains(code), "query.{code} of {}", path.display());
                    }
                }
            }
        }
    }
    assert!(seen > 60, "{seen} codes in the source");
}

#[test]
fn cql_says_what_it_cannot() {
    use super::{native, print};
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "ta=(lithium 3W battery)",
            "ta=lithium prox/distance<=4/ordered=true ta=battery",
            &[],
        ),
        (
            "ta=((a OR b) S c)",
            "(ta=a or ta=b) prox/unit=sentence ta=c",
            &[],
        ),
        (
            "pd=2020 NOT pn=CN+",
            "pd within \"20200101 20201231\" not pn=CN*",
            &[],
        ),
        ("NOT ti=a AND ti=b", "ti=b not ti=a", &[]),
        ("ti=a^2", "ti=a", &["query.loss-boost"]),
        ("ti=+phen", "ti=*phen", &["query.loss-truncation"]),
        ("ab=FREQ(a, 3)", "ab=a", &["query.loss-frequency"]),
        ("ti=(a NOT3W b)", "ti=a", &["query.loss-negated"]),
        (
            "ti=(a 2-3D b)",
            "ti=a prox/distance<=4 ti=b",
            &["query.loss-least-distance"],
        ),
        ("nclm>=3", "quanlian.nclm>=3", &["query.loss-field"]),
        (
            "NOT ti=a",
            "cql.allRecords=1 not ti=a",
            &["query.loss-everything"],
        ),
        ("ti=(a XOR b)", "(ti=a or ti=b) not (ti=a and ti=b)", &[]),
        (
            "ipc=/low H01M10/05 OR cpc=H01M+",
            "ipc=/low H01M10/05 or cpc=H01M*",
            &[],
        ),
    ];
    for (query, wanted, losses) in cases {
        let (text, lost) = print::cql(&native::parse(query).unwrap().expr);
        assert_eq!(&text, wanted, "{query}");
        let codes: Vec<&str> = lost.iter().map(|l| l.code).collect();
        assert_eq!(&codes, losses, "{query}");
    }
}
