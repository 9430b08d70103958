//! The golden cases: `query ⇥ normal form or !error ⇥ notes`, one a line. A note is
//! `code@place`, where the place is the text it is about, or `code@place=>proposal`.
//!
//! `QUANLIAN_BLESS=1` rewrites the last two columns; read the difference before you keep it.

use crate::query::{Parsed, QueryError, cql, native, print};
use std::path::PathBuf;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/queries")
        .join(name)
}

fn note(text: &str, code: &str, at: &std::ops::Range<usize>, proposal: Option<&String>) -> String {
    let place = if at.is_empty() {
        format!("{}", at.start)
    } else {
        text[at.clone()].to_owned()
    };
    match proposal {
        Some(p) => format!("{code}@{place}=>{p}"),
        None => format!("{code}@{place}"),
    }
}

fn outcome(text: &str, result: Result<Parsed, QueryError>) -> (String, String) {
    match result {
        Ok(parsed) => {
            let notes: Vec<String> = parsed
                .warnings
                .iter()
                .map(|w| note(text, w.code, &w.at, w.proposal.as_ref()))
                .collect();
            (print::normal(&parsed.expr), notes.join(" | "))
        }
        Err(e) => (
            format!("!{}", e.code),
            note(text, "", &e.at, e.proposal.as_ref()),
        ),
    }
}

fn check(name: &str, least: usize, parse: fn(&str) -> Result<Parsed, QueryError>) {
    let path = file(name);
    let data = std::fs::read_to_string(&path).unwrap();
    let bless = std::env::var_os("QUANLIAN_BLESS").is_some();
    let (mut written, mut wrong, mut cases) = (String::new(), Vec::new(), 0);
    for line in data.lines() {
        if line.is_empty() || line.starts_with("// ") {
            written.push_str(line);
            written.push('\n');
            continue;
        }
        cases += 1;
        let mut columns = line.split('\t');
        let query = columns.next().unwrap();
        let (wanted, notes) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        let (got, got_notes) = outcome(query, parse(query));
        if (wanted, notes) != (&got, &got_notes) {
            wrong.push(format!(
                "{query}\n  wanted {wanted} [{notes}]\n  got    {got} [{got_notes}]"
            ));
        }
        if !got.starts_with('!') {
            let first = parse(query).unwrap().expr;
            let again = native::parse(&got).unwrap_or_else(|e| panic!("{query}: {got}: {e}"));
            assert_eq!(
                super::random::plain(first),
                super::random::plain(again.expr.clone()),
                "{query} and its normal form {got}"
            );
            assert_eq!(got, print::normal(&again.expr), "{query}");
        }
        if let Ok(parsed) = parse(query) {
            let (text, losses) = print::cql(&parsed.expr);
            // XOR is written out with or, and, not.
            if losses.is_empty() && !got.contains("XOR") {
                let back = cql::parse(&text).unwrap_or_else(|e| panic!("{query}: {text}: {e}"));
                assert_eq!(
                    super::random::unquoted(parsed.expr),
                    super::random::unquoted(back.expr),
                    "{query} in CQL is {text}"
                );
            }
        }
        written.push_str(&format!("{query}\t{got}\t{got_notes}\n"));
    }
    if bless {
        std::fs::write(&path, written).unwrap();
        return;
    }
    assert!(cases >= least, "{cases} cases in {name}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn native_cases() {
    check("native.tsv", 80, native::parse);
}

#[test]
fn cql_cases() {
    check("cql.tsv", 60, cql::parse);
}
