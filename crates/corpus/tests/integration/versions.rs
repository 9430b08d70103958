//! Newer versions supersede, older ones stay; documents are found by every form of their numbers.

use super::collection::{WORLD, load, write};
use quanlian_corpus::record::{Format, Record};
use quanlian_corpus::search::{Corpus, Dialect};
use quanlian_handbook::Date;

fn version(day: Option<u8>, title: &str) -> Record {
    let mut record = quanlian_corpus::synthesize::records(1, 3)
        .next()
        .expect("a record");
    record.format = Format::Jsonl;
    record.produced = day.map(|d| Date::new(2020, 1, d).expect("a day"));
    record.titles[0].text = title.to_owned();
    record
}

/// Current title and all titles of versions, after loading some one after the other.
fn after(versions: &[Record]) -> (String, Vec<(bool, String)>) {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path().join("data");
    for (i, record) in versions.iter().enumerate() {
        let path = folder.path().join(format!("{i}.jsonl"));
        write(&path, std::iter::once(record.clone()));
        let t = load(&data, vec![path]).totals;
        assert_eq!(
            t.read,
            t.stored + t.superseded + t.unchanged + t.quarantined
        );
    }
    let corpus = Corpus::open(&data).expect("opens");
    let (mut title, mut layers) = (String::new(), Vec::new());
    let found = corpus
        .each("*", Dialect::Quanlian, "pn", None, |state, _, address| {
            title = corpus.record(state, address)?.1.titles[0].text.clone();
            layers = corpus
                .layers(state, address)?
                .into_iter()
                .map(|l| (l.current, l.entry.record.titles[0].text.clone()))
                .collect();
            Ok(())
        })
        .expect("reads");
    assert_eq!(found, 1);
    layers.sort();
    (title, layers)
}

#[test]
fn a_newer_version_wins_and_the_older_one_stays() {
    let (old, new) = (version(Some(1), "alt"), version(Some(9), "neu"));
    let kept = vec![(false, "alt".to_owned()), (true, "neu".to_owned())];
    assert_eq!(
        after(&[old.clone(), new.clone()]),
        ("neu".to_owned(), kept.clone())
    );
    assert_eq!(
        after(&[new.clone(), old.clone()]),
        ("neu".to_owned(), kept.clone()),
        "an older version that comes later does not win"
    );
    assert_eq!(
        after(&[new.clone(), old.clone(), new, old]),
        ("neu".to_owned(), kept),
        "seen before: unchanged"
    );
    let undated = vec![(false, "eins".to_owned()), (true, "zwei".to_owned())];
    assert_eq!(
        after(&[version(None, "eins"), version(None, "zwei")]),
        ("zwei".to_owned(), undated)
    );
}

#[test]
fn documents_are_found_by_every_form_of_their_numbers() {
    let world = &*WORLD;
    let mut wrong = Vec::new();
    for document in world.documents.iter().step_by(7) {
        let id = &document.record.publication;
        if id.number.is_empty() || document.record.format == Format::Synthetic {
            continue;
        }
        let (office, number, kind) = (&id.office, &id.number, &id.kind);
        let wide: String = format!("{office}{number}{kind}")
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c))
            .collect();
        let mut forms = vec![
            format!("{office}{number}{kind}"),
            format!("{office}{number}"),
            format!("{office} {number} {kind}"),
            format!("{office}.{number}.{kind}"),
            format!("{office}{number}{kind}").to_lowercase(),
            wide,
        ];
        if let Some(application) = document
            .record
            .application
            .as_ref()
            .filter(|a| !a.number.is_empty())
        {
            forms.push(format!("{}{}", application.office, application.number));
            // Without its office a number may be one of another office.
            if application
                .original
                .starts_with(|c: char| c.is_ascii_alphabetic())
            {
                forms.push(application.original.clone());
            }
        }
        for form in forms {
            let found = world.corpus.find_number(&form).expect("looks up");
            if !found.iter().any(|(n, _)| *n == document.number) {
                wrong.push(format!("{form} does not find {}", document.key));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}
