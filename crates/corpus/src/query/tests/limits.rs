//! Depth is refused clearly, length is not, and time grows with the length only.

use crate::query::ast::Node;
use crate::query::{cql, native, print};

#[test]
fn deep_nesting_is_refused_at_its_place() {
    for n in [600usize, 200_000] {
        let brackets = "(".repeat(n) + "a" + &")".repeat(n);
        let e = native::parse(&brackets).unwrap_err();
        assert_eq!((e.code, e.at), ("query.too-deep", 512..513));
        let e = cql::parse(&brackets).unwrap_err();
        assert_eq!((e.code, e.at), ("query.too-deep", 512..513));
        for text in [
            "NOT ".repeat(n) + "a",
            "a".to_owned() + &" 3W a".repeat(n),
            "a".to_owned() + &" XOR a".repeat(n),
            "a".to_owned() + &"^2".repeat(n),
            "a AND (b OR (".repeat(n) + "c",
        ] {
            assert_eq!(native::parse(&text).unwrap_err().code, "query.too-deep");
        }
        let mixed = "ti=a".to_owned() + &" and ti=b or ti=c".repeat(n);
        assert_eq!(cql::parse(&mixed).unwrap_err().code, "query.too-deep");
    }
    let fits = "(".repeat(500) + "a" + &")".repeat(500);
    assert_eq!(print::normal(&native::parse(&fits).unwrap().expr), "TACD=a");
    let fits = "(x OR (y AND ".repeat(250) + "a" + &"))".repeat(250);
    let parsed = native::parse(&fits).unwrap().expr;
    let normal = print::normal(&parsed);
    let again = native::parse(&normal).unwrap().expr;
    assert_eq!(print::normal(&again), normal);
}

#[test]
fn hundred_thousand_terms_take_linear_time() {
    for joint in [" OR ", " AND ", " ", " NOT "] {
        // A quadratic step would take minutes even for the shorter lists.
        let count = if joint == " OR " { 100_000 } else { 30_000 };
        let terms: Vec<String> = (0..count).map(|i| format!("word{i}")).collect();
        let text = terms.join(joint);
        let start = std::time::Instant::now();
        let parsed = native::parse(&text).unwrap();
        let (Node::And(list) | Node::Or(list)) = &parsed.expr.node else {
            panic!("a list")
        };
        assert_eq!(list.len(), count);
        assert!(parsed.warnings.len() < 200);
        let normal = print::normal(&parsed.expr);
        assert_eq!(native::parse(&normal).unwrap().warnings.len(), 0);
        assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
    }
    let text = (0..100_000)
        .map(|i| format!("ti=w{i}"))
        .collect::<Vec<_>>()
        .join(" or ");
    let parsed = cql::parse(&text).unwrap();
    let Node::Or(list) = &parsed.expr.node else {
        panic!("a list")
    };
    assert_eq!(list.len(), 100_000);
    assert!(print::cql(&parsed.expr).1.is_empty());
}
