//! Random queries: the hits of the engine equal those of the oracle, one by one.

use super::collection::{WORLD, World};
use super::oracle::{Document, FIELDS, GROUPS, Query, Span, Unit, texts};
use super::random::Random;
use super::scan::is_cjk;
use quanlian_corpus::record::Scheme;
use quanlian_corpus::search::{Dialect, Request, ResultUnit};
use std::collections::{BTreeMap, BTreeSet};

fn rounds(usual: usize) -> usize {
    std::env::var("QUANLIAN_ORACLE_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usual)
}

/// The hits of the engine.
pub fn hits(world: &World, query: &str, sort: &str) -> Vec<u32> {
    let mut out = Vec::new();
    world
        .corpus
        .each(query, Dialect::Quanlian, sort, None, |_, number, _| {
            out.push(number);
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{query}\n{e}"));
    out
}

/// The hits of the oracle.
pub fn expected<'a>(world: &'a World, query: &Query) -> Vec<&'a Document> {
    let ready = query.ready(&mut world.scan.lock().expect("lock"));
    world.documents.iter().filter(|d| ready.holds(d)).collect()
}

/// What differs, in words; empty when all is well.
fn compare(world: &World, query: &Query) -> Option<String> {
    let text = query.print();
    let list = hits(world, &text, "pn");
    let found: BTreeSet<u32> = list.iter().copied().collect();
    let wanted: BTreeSet<u32> = expected(world, query).iter().map(|d| d.number).collect();
    if found == wanted && list.len() == found.len() {
        return None;
    }
    let mut out = format!("{text}\n  engine {} oracle {}", list.len(), wanted.len());
    for number in found.symmetric_difference(&wanted).take(2) {
        let document = world
            .documents
            .iter()
            .find(|d| d.number == *number)
            .expect("document");
        out += &format!(
            "\n  {} {}",
            if found.contains(number) {
                "only engine:"
            } else {
                "only oracle:"
            },
            document.key
        );
        if let Query::Text(_, fields, ..) = query {
            for field in fields {
                for text in texts(&document.record, *field).iter().take(3) {
                    out += &format!(
                        "\n    {}: {}",
                        FIELDS[*field],
                        text.chars().take(400).collect::<String>()
                    );
                }
            }
        }
    }
    Some(out)
}

fn check(world: &World, queries: impl Iterator<Item = Query>) {
    let (mut wrong, mut asked, mut with_hits) = (Vec::new(), 0, 0);
    for query in queries {
        asked += 1;
        match compare(world, &query) {
            Some(problem) => wrong.push(problem),
            None => with_hits += 1,
        }
    }
    println!("{asked} queries, {with_hits} alike");
    assert!(
        wrong.is_empty(),
        "{} of {asked} differ\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// A field, the text of one of its paragraphs.
fn paragraph(random: &mut Random, world: &World) -> (usize, String) {
    loop {
        let document = if random.below(6) == 0 {
            &world.documents[world.documents.len() - 1 - random.below(40)]
        } else {
            random.pick(&world.documents)
        };
        let field = *random.pick(&[0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6]);
        let texts = texts(&document.record, field);
        if !texts.is_empty() {
            let text = random.pick(&texts);
            if text.chars().any(char::is_alphanumeric) {
                return (field, text.clone());
            }
        }
    }
}

fn plain(c: char) -> bool {
    is_cjk(c)
        || c.is_ascii_alphanumeric()
        || ('\u{c0}'..='\u{24f}').contains(&c) && c.is_alphabetic()
}

/// Pieces of a paragraph: a CJK character or a word each, with blanks left out; `None` where
/// something else stands between.
fn pieces(text: &str) -> Vec<Option<String>> {
    let mut out: Vec<Option<String>> = Vec::new();
    let mut word = false;
    for c in text.chars() {
        if is_cjk(c) {
            out.push(Some(c.to_string()));
            word = false;
        } else if plain(c) {
            if !word {
                out.push(Some(String::new()));
            }
            if let Some(Some(last)) = out.last_mut() {
                last.push(c);
            }
            word = true;
        } else if c.is_whitespace() {
            word = false;
        } else {
            out.push(None);
            word = false;
        }
    }
    out
}

/// A literal drawn from a text.
fn literal(random: &mut Random, text: &str, short: bool) -> Option<Span> {
    let all = pieces(text);
    let start = random.below(all.len());
    let most = if short {
        1 + random.below(3)
    } else {
        1 + random.below(9)
    };
    let run: Vec<&String> = all[start..]
        .iter()
        .take(most)
        .map_while(Option::as_ref)
        .collect();
    if run.is_empty() || run.iter().any(|w| w.len() > 200) {
        return None;
    }
    let cjk = |w: &str| w.chars().all(is_cjk);
    let latin = run.iter().all(|w| !cjk(w));
    if run.len() == 1 && latin && random.below(2) == 0 {
        let mut word: Vec<char> = run[0].chars().collect();
        if word.len() >= 4 {
            let place = random.below(word.len());
            match random.below(6) {
                0 => {
                    word.truncate(place.max(2));
                    word.push('+');
                }
                1 => word[place] = '#',
                2 => word[place] = '?',
                3 => {
                    word.drain(..place.min(word.len() - 2));
                    word.insert(0, '+');
                }
                4 => {
                    word.truncate(place.max(3));
                    word.insert(0, '+');
                    word.push('+');
                }
                _ => word.insert(place, '?'),
            }
            return Some(Span::Text(word.into_iter().collect(), random.below(2) == 0));
        }
    }
    // Words need a blank between them; a word beside a character needs none.
    let mut out = String::new();
    let mut before_latin = false;
    for word in &run {
        if (before_latin && !cjk(word)) || (random.below(12) == 0 && !out.is_empty()) {
            out.push(' ');
        }
        out += word;
        before_latin = !cjk(word);
    }
    let upper = random.below(4) == 0;
    let out = if upper { out.to_uppercase() } else { out };
    let quoted = out.contains(' ') || latin || random.below(3) == 0;
    Some(Span::Text(out, quoted || out_is_operator(run[0])))
}

/// Words that the language reads as operators or numbers unless quoted.
fn out_is_operator(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| c.is_ascii() || "与且或非并".contains(c))
}

fn text_query(random: &mut Random, world: &World, near: bool) -> Query {
    loop {
        let (field, text) = paragraph(random, world);
        let span = if near {
            near_span(random, &text, 2)
        } else {
            literal(random, &text, false)
        };
        let Some(span) = span else { continue };
        let (name, fields) = if random.below(3) == 0 {
            let (name, fields) = *random.pick(&GROUPS);
            (name, fields.to_vec())
        } else {
            (FIELDS[field], vec![field])
        };
        let least = if !near && random.below(5) == 0 {
            2 + random.below(3)
        } else {
            1
        };
        return Query::Text(name, fields, span, least);
    }
}

fn near_span(random: &mut Random, text: &str, depth: usize) -> Option<Span> {
    if depth == 0 || random.below(4) == 0 {
        let first = literal(random, text, true)?;
        if random.below(5) == 0 {
            return Some(Span::Or(vec![first, literal(random, text, true)?]));
        }
        return Some(first);
    }
    let left = near_span(random, text, depth - 1)?;
    let right = near_span(random, text, depth - 1)?;
    let unit = match random.below(8) {
        0..=2 => Unit::Word(0, random.below(12)),
        3 => {
            let n = random.below(6);
            Unit::Word(n, n)
        }
        4 => {
            let n = 1 + random.below(3);
            Unit::Word(n, n + 1 + random.below(5))
        }
        5 => Unit::Sentence,
        6 => Unit::Paragraph,
        _ => Unit::Field,
    };
    // `=0W` is printed as `W`; both are the same.
    Some(Span::Near(
        Box::new(left),
        Box::new(right),
        unit,
        random.below(2) == 0,
        random.below(5) == 0,
    ))
}

fn boolean(random: &mut Random, world: &World, depth: usize) -> Query {
    if depth == 0 || random.below(5) == 0 {
        return match random.below(9) {
            0 => {
                let year = 1995 + random.below(28) as u32;
                Query::Date(
                    random.below(2) == 0,
                    year * 10_000 + 101,
                    (year + random.below(9) as u32) * 10_000 + 1231,
                )
            }
            1 => {
                let n = random.below(4);
                Query::Inventors(n, n + random.below(4))
            }
            2 => {
                let document = random.pick(&world.documents);
                match document
                    .record
                    .classes
                    .iter()
                    .find(|c| c.scheme == Scheme::Ipc && c.symbol.len() > 4)
                {
                    Some(class) => Query::Ipc(class.symbol[..4].to_owned()),
                    None => Query::Office("CN".into()),
                }
            }
            3 => Query::Office((*random.pick(&["CN", "US", "EP", "WO"])).into()),
            _ => text_query(random, world, false),
        };
    }
    let some = |random: &mut Random| {
        (0..2 + random.below(3))
            .map(|_| boolean(random, world, depth - 1))
            .collect::<Vec<_>>()
    };
    match random.below(6) {
        0 | 1 => Query::And(some(random)),
        2 | 3 => Query::Or(some(random)),
        4 => Query::Xor(
            Box::new(boolean(random, world, depth - 1)),
            Box::new(boolean(random, world, depth - 1)),
        ),
        _ => Query::And(vec![
            boolean(random, world, depth - 1),
            Query::Not(Box::new(boolean(random, world, depth - 1))),
        ]),
    }
}

#[test]
fn strings_words_phrases_and_truncations() {
    let mut random = Random(1);
    check(
        &WORLD,
        (0..rounds(800)).map(|_| text_query(&mut random, &WORLD, false)),
    );
}

#[test]
fn distances_sentences_paragraphs_fields_and_their_negations() {
    let mut random = Random(2);
    check(
        &WORLD,
        (0..rounds(500)).map(|_| text_query(&mut random, &WORLD, true)),
    );
}

#[test]
fn boolean_trees() {
    let mut random = Random(3);
    check(
        &WORLD,
        (0..rounds(200)).map(|_| boolean(&mut random, &WORLD, 3)),
    );
}

#[test]
fn pages_join_to_the_whole_list_and_orders_are_kept() {
    let world = &*WORLD;
    for (query, sort, size) in [
        ("*", "-pd", 97),
        ("TACD=(的 OR the)", "relevance", 61),
        ("PC=CN", "pn", 113),
        ("*", "nfam", 500),
        ("TI=一种", "-nct", 7),
    ] {
        let whole = hits(world, query, sort);
        let mut request = Request {
            query: query.into(),
            sort: sort.into(),
            limit: size,
            ..Request::default()
        };
        let mut keys = Vec::new();
        let mut days = Vec::new();
        loop {
            let page = world.corpus.search(&request).expect("searches");
            assert_eq!(page.total as usize, whole.len(), "{query}");
            keys.extend(page.hits.iter().map(|h| h.key.clone()));
            days.extend(page.hits.iter().map(|h| h.published));
            match page.next {
                Some(next) => request.cursor = Some(next),
                None => break,
            }
        }
        let named: BTreeMap<u32, &str> = world
            .documents
            .iter()
            .map(|d| (d.number, d.key.as_str()))
            .collect();
        let wanted: Vec<&str> = whole.iter().map(|n| named[n]).collect();
        assert_eq!(keys, wanted, "{query} by {sort}");
        if sort == "-pd" {
            let dated: Vec<_> = days.iter().flatten().collect();
            assert!(
                dated.windows(2).all(|w| w[0] >= w[1]),
                "not in order of date"
            );
        }
    }
}

#[test]
fn facets_equal_counting_by_hand() {
    let world = &*WORLD;
    let mut random = Random(4);
    let names: Vec<String> = [
        "office", "kind", "year", "ad_year", "ipc1", "ipc4", "ipcm", "ipc",
    ]
    .iter()
    .map(|s| (*s).to_owned())
    .collect();
    for _ in 0..25 {
        let query = boolean(&mut random, world, 2);
        let documents = expected(world, &query);
        let counts = world
            .corpus
            .facets(&query.print(), Dialect::Quanlian, &names)
            .expect("counts");
        for (name, counts) in counts {
            let (mut by_hand, mut missing): (BTreeMap<String, u64>, u64) = Default::default();
            for document in &documents {
                let record = &document.record;
                let classes = |cut: &dyn Fn(&str) -> String| {
                    record
                        .classes
                        .iter()
                        .filter(|c| c.scheme == Scheme::Ipc)
                        .map(|c| cut(&c.symbol))
                        .collect::<BTreeSet<_>>()
                };
                let year = |d: Option<quanlian_handbook::Date>| {
                    d.map(|d| format!("{:04}", d.year())).into_iter().collect()
                };
                let values: BTreeSet<String> = match name.as_str() {
                    "office" => [record.publication.office.clone()].into(),
                    "kind" => [record.publication.kind.clone()]
                        .into_iter()
                        .filter(|k| !k.is_empty())
                        .collect(),
                    "year" => year(record.publication.date),
                    "ad_year" => year(record.application.as_ref().and_then(|a| a.date)),
                    "ipc1" => classes(&|s| s.chars().take(1).collect()),
                    "ipc4" => classes(&|s| s.chars().take(4).collect()),
                    "ipcm" => classes(&|s| s.split('/').next().unwrap_or(s).to_owned()),
                    _ => classes(&str::to_owned),
                };
                missing += u64::from(values.is_empty());
                for value in values {
                    *by_hand.entry(value).or_default() += 1;
                }
            }
            let engine: BTreeMap<String, u64> =
                counts.values.iter().map(|(k, v)| (k.clone(), *v)).collect();
            assert_eq!(engine, by_hand, "{name} of {}", query.print());
            assert_eq!(
                counts.missing,
                missing,
                "{name} missing of {}",
                query.print()
            );
        }
    }
}

#[test]
fn families_are_counted_once() {
    let world = &*WORLD;
    let mut random = Random(5);
    for _ in 0..25 {
        let query = boolean(&mut random, world, 2);
        let documents = expected(world, &query);
        let families: BTreeSet<Vec<String>> = documents
            .iter()
            .map(|d| {
                let record = &d.record;
                let mut ids: Vec<String> = record
                    .priorities
                    .iter()
                    .filter(|p| p.active)
                    .map(|p| format!("{}{}", p.id.office, p.id.number))
                    .collect();
                if ids.is_empty() {
                    ids.extend(
                        record
                            .application
                            .iter()
                            .filter(|a| !a.number.is_empty())
                            .map(|a| format!("{}{}", a.office, a.number)),
                    );
                }
                if ids.is_empty() {
                    ids.push(d.key.clone());
                }
                ids.sort();
                ids.dedup();
                ids
            })
            .collect();
        let request = Request {
            query: query.print(),
            unit: ResultUnit::Family,
            limit: 5,
            ..Request::default()
        };
        let response = world.corpus.search(&request).expect("searches");
        assert_eq!(
            response.documents as usize,
            documents.len(),
            "{}",
            request.query
        );
        assert_eq!(response.total as usize, families.len(), "{}", request.query);
    }
}
