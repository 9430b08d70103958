//! Random trees print and parse back to themselves; no text makes a front end panic.

use crate::query::ast::*;
use crate::query::field::{Field, Kind, TABLE};
use crate::query::{Parsed, QueryError, cql, native, print};
use proptest::prelude::*;
use quanlian_handbook::Date;

/// The tree without its places.
pub(super) fn plain(mut e: Expr) -> Expr {
    e.at = 0..0;
    match &mut e.node {
        Node::And(list) | Node::Or(list) => {
            for x in list {
                *x = plain(x.clone());
            }
        }
        Node::Xor(a, b) => {
            **a = plain((**a).clone());
            **b = plain((**b).clone());
        }
        Node::Not(a) | Node::Boost(a, _) => **a = plain((**a).clone()),
        Node::Text(t) => plain_span(&mut t.span),
        _ => {}
    }
    e
}

/// The normal form without quotation marks, which CQL needs in other places.
pub(super) fn unquoted(e: Expr) -> String {
    print::normal(&e).replace(['"', '\\'], "")
}

fn plain_span(s: &mut SpanExpr) {
    s.at = 0..0;
    match &mut s.span {
        Span::Or(list) => list.iter_mut().for_each(plain_span),
        Span::Near { left, right, .. } => {
            plain_span(left);
            plain_span(right);
        }
        Span::Literal { .. } => {}
    }
}

fn expr(node: Node) -> Expr {
    Expr { node, at: 0..0 }
}

fn span(span: Span) -> SpanExpr {
    SpanExpr { span, at: 0..0 }
}

fn fields(kind: Kind) -> BoxedStrategy<Vec<Field>> {
    let rows: Vec<Vec<Field>> = TABLE
        .iter()
        .filter(|e| e.kind == kind)
        .map(|e| e.fields.to_vec())
        .collect();
    prop::sample::select(rows).boxed()
}

fn literal() -> BoxedStrategy<SpanExpr> {
    let word = prop_oneof![
        "[a-zA-Z0-9石墨烯电池灯.]{1,8}",
        "[a-z]{2,5}[+#?]{0,1}[a-z]{1,3}",
        "石(\\\\\\+|\\\\#|\\\\\\\\|x){1,3}[ ():=,^~*\"'/-]{0,3}墨",
        prop::sample::select(vec![
            "AND",
            "or",
            "NOT",
            "XOR",
            "3D",
            "W",
            "S",
            "NOTS",
            "NOT3W",
            "2-4W",
            "3w",
            "TI",
            "名称",
            "与",
            "非",
            "#1",
            "~a",
            "FREQ",
            "CN109524631A",
            "claim",
            "100W",
            "-3W",
        ])
        .prop_map(str::to_owned),
    ];
    (word, any::<bool>(), prop::bool::weighted(0.1))
        .prop_filter("a term needs a letter", |(w, _, _)| {
            w.chars().any(char::is_alphanumeric)
        })
        .prop_map(|(text, quoted, stem)| {
            let stem = stem && !text.contains(['+', '#', '?', '\\', '*']);
            span(Span::Literal { text, quoted, stem })
        })
        .boxed()
}

fn near() -> BoxedStrategy<Near> {
    let unit = prop_oneof![
        3 => Just(Unit::Word),
        1 => Just(Unit::Sentence),
        1 => Just(Unit::Paragraph),
        1 => Just(Unit::Field)
    ];
    (unit, any::<bool>(), 0u32..100, 0u32..100, any::<bool>())
        .prop_map(|(unit, ordered, a, b, negated)| {
            let (min, max) = match unit {
                Unit::Word if a % 3 == 0 => (0, b),
                Unit::Word => (a.min(b), a.max(b)),
                _ => (0, 0),
            };
            Near {
                unit,
                ordered,
                min,
                max,
                negated,
            }
        })
        .boxed()
}

/// A positional expression; `Or` only below `Near`, and never directly in `Or`.
fn positional() -> BoxedStrategy<SpanExpr> {
    literal()
        .prop_recursive(4, 16, 3, |inner| {
            let operand = prop_oneof![
                inner.clone(),
                prop::collection::vec(inner, 2..4).prop_map(|list| {
                    let mut flat = Vec::new();
                    for s in list {
                        match s.span {
                            Span::Or(more) => flat.extend(more),
                            _ => flat.push(s),
                        }
                    }
                    span(Span::Or(flat))
                })
            ];
            (operand.clone(), operand, near()).prop_map(|(left, right, how)| {
                span(Span::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    how,
                })
            })
        })
        .boxed()
}

fn date() -> BoxedStrategy<Date> {
    (1900u16..2030, 1u8..13, 1u8..29)
        .prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
        .boxed()
}

fn leaf() -> BoxedStrategy<Node> {
    let text = (fields(Kind::Text), positional(), 1u32..4).prop_map(|(fields, span, least)| {
        Node::Text(TextCondition {
            fields,
            span,
            least,
        })
    });
    let number = (
        fields(Kind::Number),
        "[A-Z]{2}[ 0-9/.,\"\\\\]{1,9}[0-9][+]?",
    )
        .prop_map(|(fields, value)| Node::Number(NumberCondition { fields, value }));
    let day = (fields(Kind::Date), date(), date(), 0..4).prop_map(|(f, a, b, open)| {
        let (a, b) = (a.min(b), a.max(b));
        Node::Date {
            field: f[0],
            from: (open != 1).then_some(a),
            to: (open != 2).then_some(if open == 3 { a } else { b }),
        }
    });
    let count =
        (fields(Kind::Count), 0u32..50, 0u32..50, 0..3).prop_map(|(f, a, b, open)| Node::Count {
            field: f[0],
            from: (open != 1).then_some(a.min(b)),
            to: (open != 2).then_some(a.max(b)),
        });
    let class = (
        fields(Kind::Class),
        "[A-H](0[1-9][B-D]([1-9][0-9]{0,2}(/0[0-9]{1,3})?)?)?",
        prop::sample::select(vec![
            ClassMode::Exact,
            ClassMode::Prefix,
            ClassMode::Low,
            ClassMode::High,
            ClassMode::Range,
        ]),
    )
        .prop_map(|(fields, symbol, mode)| {
            let tree = fields.iter().any(|f| matches!(f, Field::Ipc | Field::Cpc));
            let (symbol, mode) = match mode {
                ClassMode::Range if tree => (format!("{symbol}-H01M10/05"), mode),
                ClassMode::Range => (symbol, ClassMode::Exact),
                _ => (symbol, mode),
            };
            Node::Class(ClassCondition {
                fields,
                symbol,
                mode,
            })
        });
    let code = (fields(Kind::Code), "[A-Za-z浙江省]{1,6}[+]?")
        .prop_map(|(f, value)| Node::Code { field: f[0], value });
    prop_oneof![
        6 => text, 1 => number, 1 => day, 1 => count, 1 => class, 1 => code,
        1 => Just(Node::Everything), 1 => (1u32..99).prop_map(Node::Line)
    ]
    .boxed()
}

/// A tree in canonical shape: no And in And, no Or in Or.
fn tree() -> BoxedStrategy<Expr> {
    leaf()
        .prop_map(expr)
        .prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..5).prop_map(|list| {
                    let mut flat = Vec::new();
                    for e in list {
                        match e.node {
                            Node::And(more) => flat.extend(more),
                            _ => flat.push(e),
                        }
                    }
                    expr(Node::And(flat))
                }),
                prop::collection::vec(inner.clone(), 2..5).prop_map(|list| {
                    let mut flat = Vec::new();
                    for e in list {
                        match e.node {
                            Node::Or(more) => flat.extend(more),
                            _ => flat.push(e),
                        }
                    }
                    expr(Node::Or(flat))
                }),
                (inner.clone(), inner.clone())
                    .prop_map(|(a, b)| expr(Node::Xor(Box::new(a), Box::new(b)))),
                inner.clone().prop_map(|a| expr(Node::Not(Box::new(a)))),
                (inner, 1u32..400)
                    .prop_map(|(a, w)| expr(Node::Boost(Box::new(a), w as f32 / 100.0))),
            ]
        })
        .boxed()
}

fn sound(text: &str, result: &Result<Parsed, QueryError>) {
    let inside = |at: &std::ops::Range<usize>| {
        assert!(
            at.start <= at.end
                && at.end <= text.len()
                && text.is_char_boundary(at.start)
                && text.is_char_boundary(at.end),
            "{at:?} in {text:?}"
        );
    };
    match result {
        Ok(parsed) => {
            parsed.warnings.iter().for_each(|w| inside(&w.at));
            let mut open = vec![&parsed.expr];
            while let Some(e) = open.pop() {
                inside(&e.at);
                open.extend(crate::query::print::children(&e.node));
            }
        }
        Err(e) => inside(&e.at),
    }
}

fn reads_back(text: &str, parsed: Parsed) {
    let normal = print::normal(&parsed.expr);
    let again = native::parse(&normal).unwrap_or_else(|e| panic!("{text:?}: {normal}: {e}"));
    assert_eq!(plain(parsed.expr), plain(again.expr), "{text:?}: {normal}");
}

/// Valid queries, and pieces to break them with.
const SEEDS: &[&str] = &[
    "ta=(lithium 3W battery) AND IPC=(H01M10/+ OR H01G) NOT PD=20200101:20201231",
    "名称=（石墨烯 OR “lithium ion”）AND 申请人=华为",
    "PN=(CN 109524631 A OR EP1000000+) XOR NCLM>=10",
    "ab=FREQ(a S b, 3)^2.5 OR ~word OR #3",
    "PD=[20200101 TO 20201231] AND CPC=/low A01B1/00",
    "ta=green prox/distance<=3/ordered=true ta=energy and pd within \"2005 2006\"",
    "pa all \"central, intelligence\" and US and cpc=/low A01B not pn=EP",
];

const PIECES: &[&str] = &[
    "(",
    ")",
    "\"",
    "“",
    "AND",
    " OR ",
    "NOT",
    "=",
    ":",
    ",",
    "3W",
    "=2D",
    "NOTS",
    "TI=",
    "PD=",
    "IPC=",
    "PN=",
    "#",
    "+",
    "?",
    "*",
    "^",
    "~",
    "\\",
    "[",
    "]",
    " TO ",
    "2020",
    "石",
    "（",
    "）",
    "=3",
    "FREQ(",
    "且",
    "prox/",
    "/low ",
    " any ",
    "<",
    ">=",
    "LS=",
    "NCLM",
    "é",
    "\u{10ffff}",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn print_then_parse_is_identity(e in tree()) {
        let text = print::normal(&e);
        let back = native::parse(&text).map_err(|x| TestCaseError::fail(format!("{text}: {x}")))?;
        prop_assert_eq!(plain(back.expr.clone()), plain(e), "{}", text);
        prop_assert_eq!(print::normal(&back.expr), text);
    }

    #[test]
    fn cql_reads_what_it_prints(e in tree()) {
        let (text, losses) = print::cql(&e);
        let back = cql::parse(&text);
        sound(&text, &back);
        if losses.is_empty() {
            let back = back.map_err(|x| TestCaseError::fail(format!("{}: {text}: {x}", print::normal(&e))))?;
            let (again, _) = print::cql(&back.expr);
            prop_assert_eq!(again, text, "{}", print::normal(&e));
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let native = native::parse(&text);
        sound(&text, &native);
        if let Ok(p) = native { reads_back(&text, p); }
        let cql = cql::parse(&text);
        sound(&text, &cql);
        if let Ok(p) = cql { reads_back(&text, p); }
    }

    #[test]
    fn no_broken_query_panics(
        seed in prop::sample::select(SEEDS),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, prop::sample::select(PIECES)), 1..8),
    ) {
        let mut chars: Vec<char> = seed.chars().collect();
        for (place, remove, piece) in cuts {
            let from = place.index(chars.len() + 1);
            let to = (from + remove).min(chars.len());
            chars.splice(from..to, piece.chars());
        }
        let text: String = chars.into_iter().collect();
        let native = native::parse(&text);
        sound(&text, &native);
        if let Ok(p) = native { reads_back(&text, p); }
        let cql = cql::parse(&text);
        sound(&text, &cql);
        if let Ok(p) = cql {
            let _ = print::cql(&p.expr);
            reads_back(&text, p);
        }
    }

    #[test]
    fn pieces_in_any_order_do_not_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14)) {
        let text = pieces.concat();
        let native = native::parse(&text);
        sound(&text, &native);
        if let Ok(p) = native { reads_back(&text, p); }
        let cql = cql::parse(&text);
        sound(&text, &cql);
        if let Ok(p) = cql { reads_back(&text, p); }
    }
}
