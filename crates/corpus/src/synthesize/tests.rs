//! What the load tests rely on: labels, determinism, unique numbers, size, skew, families.

use super::words::{FIELDS, Tongue, Words};
use super::*;
use crate::record::Role;
use std::collections::{BTreeMap, BTreeSet};

fn text_bytes(record: &Record) -> usize {
    let passages = record.abstracts.iter().chain(&record.descriptions);
    record.titles.iter().map(|t| t.text.len()).sum::<usize>()
        + passages
            .flat_map(|p| &p.paragraphs)
            .map(|p| p.text.len())
            .sum::<usize>()
        + record
            .claims
            .iter()
            .flat_map(|set| &set.claims)
            .map(|claim| claim.text.len())
            .sum::<usize>()
}

#[test]
fn a_seed_gives_the_same_records_again() {
    let first: Vec<Record> = records(300, 7).collect();
    let again: Vec<Record> = records(500, 7).take(300).collect();
    assert_eq!(first, again);
    let other: Vec<Record> = records(300, 8).collect();
    assert_ne!(first, other);
}

#[test]
fn every_record_is_labelled_and_dated() {
    for record in records(2_000, 1) {
        assert_eq!(record.format, Format::Synthetic);
        assert!(record.extras["label"].contains("not a real patent"));
        let day = record.publication.date.unwrap();
        let filed = record.application.as_ref().unwrap().date.unwrap();
        assert!(filed <= day, "{record:?}");
        assert!((1990..=2025).contains(&day.year()), "{day}");
        assert!((1990..=2025).contains(&filed.year()), "{filed}");
        assert!(!record.titles.is_empty() && !record.classes.is_empty());
    }
}

#[test]
fn publication_numbers_are_unique_over_blocks_of_a_million() {
    let mut seen = BTreeSet::new();
    let mut applications = BTreeSet::new();
    for block in [0u64, 100_000, 200_000, 899_000, 1_000_000, 2_000_000] {
        for index in block..block + 3_000 {
            let mut random = Random::new(3, index);
            let numbers = number::numbers(&mut random, index, None);
            let p = &numbers.publication;
            assert!(
                seen.insert(format!("{}{}{}", p.office, p.number, p.kind)),
                "{p:?} of {index} comes twice"
            );
            if numbers.publication.office == "CN" {
                assert!(applications.insert(numbers.application.number.clone()));
            }
        }
    }
}

#[test]
fn check_digits_are_right() {
    // Real numbers: the rule is tested on them, then every generated number by the rule.
    for real in [
        "201710601862.3",
        "95115608.X",
        "97101765.4",
        "201811234235.1",
        "202280044572.2",
    ] {
        let (digits, check) = real.split_once('.').unwrap();
        assert_eq!(number::cn_check(digits).to_string(), check);
    }
    for real in ["17171508.9", "02779063.3", "08018756.0", "98948476.1"] {
        let (digits, check) = real.split_once('.').unwrap();
        assert_eq!(number::ep_check(digits).to_string(), check);
    }
    let mut eras = BTreeSet::new();
    for record in records(2_000, 5) {
        let id = record.application.unwrap();
        if id.office == "CN" && record.publication.office == "CN" {
            let (digits, check) = id.original.split_once('.').unwrap();
            assert_eq!(digits, id.number);
            assert_eq!(number::cn_check(digits).to_string(), check);
            eras.insert(digits.len());
        }
    }
    assert_eq!(eras.into_iter().collect::<Vec<_>>(), [8, 12]);
}

#[test]
fn the_average_record_has_some_1300_bytes_of_text() {
    let all: Vec<usize> = records(4_000, 2)
        .map(|record| text_bytes(&record))
        .collect();
    let mean = all.iter().sum::<usize>() / all.len();
    assert!((1_150..=1_450).contains(&mean), "{mean} bytes");
}

#[test]
fn words_applicants_offices_and_citations_are_skewed() {
    let words = Words::new();
    let distinct = |tongue| -> usize {
        let all: BTreeSet<&str> = words
            .of(tongue)
            .iter()
            .flat_map(|list| list.words())
            .copied()
            .collect();
        all.len()
    };
    assert_eq!(words.of(Tongue::Chinese).len(), FIELDS.len() + 1);
    assert!(distinct(Tongue::Chinese) >= 600);
    assert!(distinct(Tongue::English) >= 800);

    let mut offices: BTreeMap<String, usize> = BTreeMap::new();
    let mut applicants: BTreeMap<String, usize> = BTreeMap::new();
    let mut cited: BTreeMap<String, usize> = BTreeMap::new();
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for record in records(8_000, 4) {
        *offices
            .entry(record.publication.office.clone())
            .or_default() += 1;
        for party in record.parties.iter().filter(|p| p.role == Role::Applicant) {
            *applicants.entry(party.name.clone()).or_default() += 1;
        }
        for patent in record.citations.iter().filter_map(|c| c.patent.as_ref()) {
            let key = format!("{}{}{}", patent.office, patent.number, patent.kind);
            assert!(keys.contains(&key), "{key} is cited but not earlier");
            *cited.entry(key).or_default() += 1;
        }
        for priority in &record.priorities {
            let filed = record.application.as_ref().unwrap().date;
            assert!(priority.id.date < filed, "{record:?}");
            *families.entry(priority.id.number.clone()).or_default() += 1;
        }
        let p = &record.publication;
        keys.insert(format!("{}{}{}", p.office, p.number, p.kind));
    }
    assert_eq!(
        offices.keys().map(String::as_str).collect::<Vec<_>>(),
        ["CN", "EP", "JP", "US", "WO"]
    );
    assert!(offices["CN"] > 4_000);
    let most = *applicants.values().max().unwrap();
    assert!(
        applicants.len() > 1_000 && most > 40,
        "{} {most}",
        applicants.len()
    );
    assert!(*cited.values().max().unwrap() > 15);
    assert!(families.values().filter(|size| **size >= 2).count() > 100);
}

#[test]
fn a_record_survives_json() {
    for record in records(200, 9) {
        let line = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&line).unwrap(), record);
    }
}
