//! The trees are whole, in order and titled; symbols read in all their forms.
#![allow(clippy::unwrap_used)]

use super::*;
use std::collections::HashMap;

#[test]
fn symbols_in_every_form_read_to_one() {
    for text in [
        "H01M10/0525",
        "H01M 10/0525",
        "h01m10/0525",
        "H01M0010052500",
        "Ｈ０１Ｍ　１０／０５２５",
        "H01M 10/0525 (2010.01)I",
        "H01M10/0525(2010.01)I;",
        "H01M  10/ 0525      20100101AFI20100101BHCN",
        " H01M 0010/0525 ",
    ] {
        assert_eq!(read(text).expect(text).as_str(), "H01M10/0525", "{text}");
    }
    for (text, normal) in [
        ("h", "H"),
        ("H01", "H01"),
        ("H01M", "H01M"),
        ("H01M0010000000", "H01M10/00"),
        ("G06F0003041000", "G06F3/041"),
        ("Y10T29/49", "Y10T29/49"),
        ("H01M ", "H01M"),
    ] {
        assert_eq!(read(text).expect(text).as_str(), normal);
    }
    for text in [
        "",
        "X01M",
        "H1M",
        "H01M10",
        "H01M10/",
        "H01M10/5",
        "H01M0/00",
        "hello",
        "A method",
        "H01M10/05a",
        "12/34",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(
        read("H01M10/0525").and_then(|s| s.st8()).as_deref(),
        Some("H01M0010052500")
    );
    assert_eq!(
        read("H01M10/0525").map(|s| s.spaced()).as_deref(),
        Some("H01M 10/0525")
    );
}

#[test]
fn order_is_that_of_the_scheme() {
    let order = [
        "H",
        "H01",
        "H01M",
        "H01M2/00",
        "H01M10/00",
        "H01M10/05",
        "H01M10/052",
        "H01M10/0525",
        "H01M10/06",
        "H01M2200/00",
        "H01P",
    ];
    for pair in order.windows(2) {
        assert!(compare(pair[0], pair[1]).is_lt(), "{pair:?}");
        assert!(sort_key(pair[0]) < sort_key(pair[1]), "{pair:?}");
    }
    for scheme in [Scheme::Ipc, Scheme::Cpc] {
        let symbols: Vec<&str> = tree(scheme).iter().map(|e| e.symbol).collect();
        for pair in symbols.windows(2) {
            assert!(compare(pair[0], pair[1]).is_lt(), "{pair:?}");
        }
        for s in symbols {
            assert_eq!(read(s).expect(s).as_str(), s);
        }
    }
}

#[test]
fn counts_are_those_of_the_editions() {
    // IPC 2026.01 as WIPO counts it: 8 sections, 132 classes, 655 subclasses, 80,145 in all.
    let mut ipc = HashMap::new();
    for entry in tree(Scheme::Ipc).iter() {
        *ipc.entry(entry.level.depth().min(4)).or_insert(0) += 1;
    }
    assert_eq!((ipc[&0], ipc[&1], ipc[&2]), (8, 132, 655));
    assert_eq!(tree(Scheme::Ipc).len(), 80_145);
    assert_eq!(ipc[&3] + ipc[&4], 79_350);
    let cpc = tree(Scheme::Cpc);
    assert_eq!(cpc.len(), 59_321);
    assert_eq!(
        cpc.iter().filter(|e| e.level == Level::Subclass).count(),
        681
    );
}

#[test]
fn every_entry_hangs_under_its_parent() {
    for scheme in [Scheme::Ipc, Scheme::Cpc] {
        let tree = tree(scheme);
        for e in tree.iter() {
            let parent = tree.parent(e.symbol);
            assert_eq!(parent.is_none(), e.level == Level::Section, "{}", e.symbol);
            let Some(parent) = parent else { continue };
            // CPC indexing subgroups without a main group of their own hang under the subclass.
            let lone = scheme == Scheme::Cpc
                && e.symbol.contains('/')
                && parent.level == Level::Subclass
                && tree
                    .get(&format!("{}/00", e.symbol.split('/').next().unwrap()))
                    .is_none();
            if lone {
                continue;
            }
            assert_eq!(
                parent.level.depth() + 1,
                e.level.depth(),
                "{} under {}",
                e.symbol,
                parent.symbol
            );
            if e.level > Level::Subclass {
                assert_eq!(e.symbol[..4], parent.symbol[..4]);
            }
            if let Level::Subgroup(_) = e.level {
                assert_eq!(e.symbol.split('/').next(), parent.symbol.split('/').next());
            }
        }
    }
}

#[test]
fn titles_are_present_and_clean() {
    let tree = tree(Scheme::Ipc);
    let (mut groups, mut chinese) = (0, 0);
    for e in tree.iter() {
        assert!(!e.title_en.is_empty(), "{}", e.symbol);
        assert!(!e.title_en.contains('\t'));
        if e.level <= Level::Subclass {
            let zh = e
                .title_zh
                .unwrap_or_else(|| panic!("{} has no Chinese title", e.symbol));
            assert!(
                zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}",
                e.symbol
            );
        } else {
            groups += 1;
            chinese += usize::from(e.title_zh.is_some());
        }
        for title in e.title_zh.iter().chain([&e.title_en]) {
            for dirt in [
                "附注",
                "小类索引",
                "====",
                "Title:",
                "〔7〕",
                "[2006.01]",
                "\u{3000}",
            ] {
                assert!(!title.contains(dirt), "{} {title}", e.symbol);
            }
        }
    }
    assert!(
        chinese * 100 >= groups * 96,
        "{chinese} of {groups} groups have a Chinese title"
    );
    for (symbol, zh, en) in [
        ("H01M10/0525", "锂离子电池", "Lithium-ion batteries"),
        ("G06N3/08", "学习方法", "Learning methods"),
        ("A61K31/00", "有机", "organic"),
        ("H04L9/32", "身份", "verifying the identity"),
        ("C12N15/09", "DNA", "DNA"),
        ("B62", "无轨陆用车辆", "LAND VEHICLES"),
        ("C01G", "金属的化合物", "METALS"),
        ("H", "电学", "ELECTRICITY"),
        ("G06Q10/00", "行政", "dministration"),
    ] {
        let e = tree.get(symbol).expect(symbol);
        assert!(e.title_zh.expect(symbol).contains(zh), "{e:?}");
        assert!(e.title_en.contains(en), "{e:?}");
    }
}

#[test]
fn dots_where_a_source_states_them() {
    let tree = tree(Scheme::Ipc);
    for (symbol, dots) in [
        ("E21B10/02", 1),
        ("E21B10/04", 2),
        ("E21B10/23", 3),
        ("E21B10/26", 1),
        ("E21B10/30", 3),
        ("E01C23/01", 1),
        ("E01C23/07", 2),
        ("H01M10/05", 1),
        ("H01M10/54", 1),
        ("A01B1/02", 1),
        ("G06N3/02", 1),
        ("C12Q1/682", 4),
        ("A61K8/97", 3),
    ] {
        let e = tree.get(symbol).expect(symbol);
        assert_eq!(
            (e.level, e.level_stated),
            (Level::Subgroup(dots), true),
            "{symbol}"
        );
    }
    // Two-dot and deeper levels of the lithium-ion neighbourhood, estimated.
    for (symbol, dots) in [
        ("H01M10/052", 2),
        ("H01M10/0525", 3),
        ("H01M10/054", 2),
        ("H01M10/0561", 3),
        ("H01M10/058", 2),
    ] {
        let e = tree.get(symbol).expect(symbol);
        assert_eq!(
            (e.level, e.level_stated),
            (Level::Subgroup(dots), false),
            "{symbol}"
        );
    }
    // Every one-dot subgroup of CPC that IPC also has is a one-dot subgroup there.
    for e in super::tree(Scheme::Cpc).iter() {
        if let (Level::Subgroup(1), Some(ipc)) = (e.level, tree.get(e.symbol)) {
            assert_eq!(ipc.level, Level::Subgroup(1), "{}", e.symbol);
        }
    }
    let stated = tree
        .iter()
        .filter(|e| matches!(e.level, Level::Subgroup(_)) && e.level_stated)
        .count();
    assert!(stated > 24_000, "{stated}");
}

#[test]
fn walking_the_tree() {
    let tree = tree(Scheme::Ipc);
    let up: Vec<&str> = tree.ancestors("H01M 10/0525").map(|e| e.symbol).collect();
    assert_eq!(
        up,
        ["H01M10/052", "H01M10/05", "H01M10/00", "H01M", "H01", "H"]
    );
    let under: Vec<&str> = tree.descendants("H01M10/05").map(|e| e.symbol).collect();
    assert_eq!(
        (under.first(), under.last(), under.len()),
        (Some(&"H01M10/052"), Some(&"H01M10/0587"), 17)
    );
    assert_eq!(
        tree.descendants("E21B10/26")
            .map(|e| e.symbol)
            .collect::<Vec<_>>(),
        ["E21B10/28", "E21B10/30", "E21B10/32", "E21B10/34"]
    );
    assert_eq!(
        tree.children("H01M").next().map(|e| e.symbol),
        Some("H01M4/00")
    );
    assert!(tree.children("H01M").all(|e| e.level == Level::MainGroup));
    assert!(
        tree.descendants("H01M10/00")
            .all(|e| e.symbol.starts_with("H01M10/"))
    );
    assert_eq!(tree.descendants("nonsense").count(), 0);
    let range: Vec<&str> = tree
        .range("H01M10/04", "H01M10/0525")
        .map(|e| e.symbol)
        .collect();
    assert_eq!(
        range,
        ["H01M10/04", "H01M10/05", "H01M10/052", "H01M10/0525"]
    );
    assert_eq!(tree.range("H01M10/06", "H01M10/04").count(), 0);
    // Gone since 2019.01, so only the main group answers.
    assert_eq!(tree.get("G06F17/30"), None);
    assert_eq!(
        tree.nearest("G06F17/30").map(|e| e.symbol),
        Some("G06F17/00")
    );
    assert!(
        tree.search("锂离子", 20)
            .iter()
            .any(|e| e.symbol == "H01M10/0525")
    );
    assert!(
        tree.search("LITHIUM-ion batteries", 5)
            .iter()
            .any(|e| e.symbol == "H01M10/0525")
    );
    assert!(tree.search("", 5).is_empty());
    assert_eq!(tree.search("apparatus", 7).len(), 7);
}
