//! Hard queries: hand-made cases of matching, very long and very deep queries, wrong ones.

use super::collection::{NASTY, WORLD};
use super::search::hits;
use quanlian_corpus::search::{CorpusError, Dialect, Request};
use std::collections::BTreeSet;

/// Numbers of the nasty texts whose single-text document is found in the description.
fn nasty(query: &str) -> Vec<usize> {
    let world = &*WORLD;
    let found: BTreeSet<u32> = hits(world, &format!("DESC=({query})"), "pn")
        .into_iter()
        .collect();
    (0..NASTY.len())
        .filter(|i| {
            world
                .documents
                .iter()
                .any(|d| d.key == format!("CN{}A", 190_000_000 + i) && found.contains(&d.number))
        })
        .collect()
}

#[test]
fn strings_meet_what_the_rules_of_position_say() {
    let cases: &[(&str, &[usize])] = &[
        ("锂离子电池的正极", &[1]),
        ("离子", &[1]),
        ("锂离", &[1, 2]),
        ("石墨烯", &[0, 12, 13, 17]),
        ("石石石石石", &[0]),
        ("石石石石石石", &[]),
        ("墨烯石墨", &[0]),
        ("LED灯", &[3]),
        ("led灯具", &[3]),
        ("權利要求", &[4]),
        ("电池装置与后盖", &[4]),
        ("café", &[5]),
        ("angstrom", &[5]),
        ("muller", &[5]),
        ("10m2", &[6]),
        ("h2o", &[6]),
        ("二〇二四年", &[7]),
        ("第3章", &[7]),
        ("\"lithium ion battery\"", &[8]),
        ("lithium-ion", &[8]),
        ("ion W battery", &[8]),
        ("lithium =1W battery", &[8]),
        ("石墨烯电池", &[13]),
        ("石墨烯 W 电池", &[12, 13]),
        ("电池材料", &[13]),
        ("甲 S 丙", &[11]),
        ("丙 S 丁", &[]),
        ("己 S 庚", &[]),
        ("壬 S 卯", &[11]),
        ("first S second", &[]),
        ("second S ends", &[10]),
        ("e S this", &[10]),
        ("3.5mm", &[15]),
        ("h2o2", &[15]),
        ("α粒子", &[15]),
        ("\"1,000\"", &[15]),
        ("𠀀𠀁", &[18]),
        ("a+b", &[19]),
        ("a##", &[19]),
        ("a#b", &[19]),
        ("aa?b", &[19]),
        ("电池 NOT 3W 石墨烯", &[1, 4, 12, 13, 17]),
    ];
    let mut wrong = Vec::new();
    for (query, wanted) in cases {
        let found = nasty(query);
        if found != *wanted {
            wrong.push(format!("{query}: found {found:?}, wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn occurrences_are_counted_with_overlaps() {
    let world = &*WORLD;
    let count = |query: &str| {
        hits(world, query, "pn")
            .iter()
            .filter(|n| {
                world
                    .documents
                    .iter()
                    .any(|d| d.number == **n && d.key == "CN190000000A")
            })
            .count()
    };
    assert_eq!(count("DESC=FREQ(石石, 4)"), 1);
    assert_eq!(count("DESC=FREQ(石石, 5)"), 0);
    assert_eq!(count("DESC=FREQ(石, 6)"), 1);
    assert_eq!(count("DESC=FREQ(石, 7)"), 0);
}

#[test]
fn a_word_of_twelve_thousand_letters_is_found() {
    let word = "acgt".repeat(3000);
    assert_eq!(hits(&WORLD, &format!("TI={word}"), "pn").len(), 1);
    assert_eq!(
        hits(&WORLD, &format!("TI=(sequence W {word})"), "pn").len(),
        1
    );
    assert_eq!(hits(&WORLD, "TI=(sequence 1D end)", "pn").len(), 1);
    assert_eq!(hits(&WORLD, &format!("TI={word}a"), "pn").len(), 0);
}

#[test]
fn thousands_of_terms_and_deep_nesting() {
    let world = &*WORLD;
    let all: Vec<String> = "的一种装置方法系统结构设备电池材料及其在是与和"
        .chars()
        .map(|c| format!("TACD={c}"))
        .collect();
    let many = |n: usize, op: &str| {
        (0..n)
            .map(|i| all[i % all.len()].clone())
            .collect::<Vec<_>>()
            .join(op)
    };
    let set = |q: &str| hits(world, q, "pn").into_iter().collect::<BTreeSet<u32>>();
    assert_eq!(set(&many(1000, " OR ")), set(&many(all.len(), " OR ")));
    assert_eq!(set(&many(1000, " AND ")), set(&many(all.len(), " AND ")));
    let words: Vec<String> = (0..100_000).map(|i| format!("w{i}x")).collect();
    assert_eq!(
        set(&format!("TI=({} OR 电池)", words.join(" OR "))),
        set("TI=电池")
    );
    for depth in [100, 500] {
        let deep = format!("{}TI=电池{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(set(&deep), set("TI=电池"), "{depth} brackets");
    }
    let mut nested = "TI=电池".to_owned();
    for i in 0..250 {
        nested = if i % 2 == 0 {
            format!("(TI=装置 OR ({nested} AND NOT TI=方法))")
        } else {
            format!("(PC=CN AND NOT (TI=石 AND {nested}))")
        };
    }
    let mut wanted: BTreeSet<u32> = set("TI=电池");
    let (a, b, c, d) = (set("TI=装置"), set("TI=方法"), set("PC=CN"), set("TI=石"));
    for i in 0..250 {
        wanted = if i % 2 == 0 {
            a.union(&(&wanted - &b)).copied().collect()
        } else {
            &c - &(&d & &wanted)
        };
    }
    assert_eq!(set(&nested), wanted);
    let deep = format!("{}TI=电池{}", "(".repeat(600), ")".repeat(600));
    let error = world
        .corpus
        .search(&Request {
            query: deep,
            ..Request::default()
        })
        .expect_err("too deep");
    assert!(error.to_string().contains("query.too-deep"), "{error}");
}

#[test]
fn negation_alone_and_in_all_nestings() {
    let world = &*WORLD;
    let set = |q: &str| hits(world, q, "pn").into_iter().collect::<BTreeSet<u32>>();
    let (all, a, b, c) = (set("*"), set("TACD=电池"), set("TACD=方法"), set("PC=CN"));
    assert!(a.len() > 3 && b.len() > 3 && c.len() > 3);
    assert_eq!(set("NOT TACD=电池"), &all - &a);
    assert_eq!(set("TACD=方法 AND NOT TACD=电池"), &b - &a);
    assert_eq!(set("TACD=方法 NOT TACD=电池"), &b - &a);
    assert_eq!(set("NOT (TACD=方法 AND NOT TACD=电池)"), &all - &(&b - &a));
    assert_eq!(set("NOT NOT TACD=方法"), b);
    assert_eq!(
        set("TACD=方法 OR NOT TACD=电池"),
        b.union(&(&all - &a)).copied().collect()
    );
    assert_eq!(set("NOT TACD=方法 AND NOT TACD=电池"), &(&all - &b) - &a);
    assert_eq!(
        set("PC=CN AND NOT (NOT TACD=方法 OR TACD=电池)"),
        &(&c & &b) - &a
    );
    assert_eq!(
        set("TACD=方法 XOR NOT TACD=电池"),
        b.symmetric_difference(&(&all - &a)).copied().collect()
    );
    assert_eq!(set("TACD=(方法 AND NOT 电池)"), &b - &a);
}

#[test]
fn wrong_queries_are_refused_at_their_place() {
    for (query, code, start) in [
        ("TI=(电池", "query.unclosed-bracket", 3),
        ("电池 AND", "query.missing-operand", 3),
        ("TI=电池)", "query.unopened-bracket", 5),
        ("TI=(电池 AND", "query.missing-operand", 7),
        ("XX=电池", "query.unknown-field", 0),
        ("TI=\"电池", "query.unclosed-quote", 3),
        ("PD=20230231", "query.no-such-date", 3),
        ("TI=()", "query.empty-brackets", 3),
    ] {
        let error = WORLD
            .corpus
            .explain(query, Dialect::Quanlian)
            .expect_err(query);
        let CorpusError::Query(error) = error else {
            panic!("{query}: {error}")
        };
        let at = query[..error.at.start].chars().count();
        assert_eq!((error.code, at), (code, start), "{query}: {error}");
    }
}
