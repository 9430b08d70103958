//! Measures the corpus beside plain tantivy in one run: `cargo xtask bench [--records N] [--data DIR]`.

use quanlian_corpus::family;
use quanlian_corpus::fold::fold_text;
use quanlian_corpus::import::{ImportOptions, import};
use quanlian_corpus::index::schema::tokenizers;
use quanlian_corpus::read::Options;
use quanlian_corpus::record::{Record, Role};
use quanlian_corpus::search::{Corpus, Request};
use quanlian_corpus::synthesize;
use quanlian_corpus::token::TOKENIZER_NAME;
use quanlian_handbook::Date;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument, Term};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const THREADS: usize = 2;
const MEMORY: usize = 1 << 30;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        arguments
            .iter()
            .position(|a| a == name)
            .and_then(|i| arguments.get(i + 1))
            .cloned()
    };
    let records: u64 = value("--records").map_or(Ok(1_000_000), |n| n.parse())?;
    let folder = value("--data").map_or_else(
        || std::env::temp_dir().join("quanlian-bench"),
        PathBuf::from,
    );
    let keep = arguments.iter().any(|a| a == "--keep");
    std::fs::create_dir_all(&folder)?;
    let source = folder.join(format!("synthetic-{records}.jsonl"));
    let text_bytes = write_source(&source, records)?;
    println!(
        "{records} synthetic records, {:.0} MB of text, {THREADS} threads",
        mb(text_bytes)
    );
    println!(
        "{:<44}{:>12}{:>12}{:>8}",
        "what", "quanlian", "floor", "ratio"
    );
    let data = folder.join(format!("collection-{records}"));
    if !(keep && data.join("index/meta.json").exists()) {
        let _ = std::fs::remove_dir_all(&data);
        let floor = index_plainly(&folder.join("floor"), records)?;
        let ours = import_all(&source, &data)?;
        row(
            "import, MB of text a second",
            rate(text_bytes, ours),
            rate(text_bytes, floor),
            true,
        );
    }
    let began = Instant::now();
    let corpus = Corpus::open(&data)?;
    let answer = corpus.search(&Request {
        query: "电池".to_owned(),
        limit: 10,
        ..Request::default()
    })?;
    row(
        "start to first answer, ms",
        began.elapsed().as_secs_f64() * 1e3,
        1000.0,
        false,
    );
    println!("  first answer: {} hits", answer.total);
    let (index, archive) = corpus.bytes()?;
    row(
        "index and archive, bytes a byte of text",
        (index + archive) as f64 / text_bytes as f64,
        1.4,
        false,
    );
    println!("  index {:.0} MB, archive {:.0} MB", mb(index), mb(archive));
    queries(&corpus)?;
    facets(&corpus)?;
    let state = corpus.state();
    let began = Instant::now();
    let _ = family::again(state.searcher.index())?;
    row(
        "families and citations, s",
        began.elapsed().as_secs_f64(),
        f64::NAN,
        false,
    );
    println!("resident memory {} MB", resident());
    Ok(())
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn rate(bytes: u64, took: Duration) -> f64 {
    mb(bytes) / took.as_secs_f64()
}

fn row(what: &str, ours: f64, floor: f64, more_is_better: bool) {
    let ratio = ours / floor;
    let good = if more_is_better {
        ratio >= 0.8
    } else {
        ratio <= 1.3
    };
    println!(
        "{what:<44}{ours:>12.2}{floor:>12.2}{ratio:>8.2}{}",
        if good || ratio.is_nan() {
            ""
        } else {
            "  <-- misses"
        }
    );
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmRSS"))
        .unwrap_or("");
    line.split_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<u64>().ok())
        .unwrap_or(0)
        / 1000
}

/// The text of a record by field, as the index sees it.
fn texts(record: &Record) -> [String; 8] {
    let join = |parts: Vec<&str>| parts.join("\u{1e}");
    let names = |roles: &[Role]| {
        join(
            record
                .parties
                .iter()
                .filter(|p| roles.contains(&p.role))
                .map(|p| p.name.as_str())
                .collect(),
        )
    };
    [
        join(record.titles.iter().map(|t| t.text.as_str()).collect()),
        join(
            record
                .abstracts
                .iter()
                .flat_map(|p| p.paragraphs.iter().map(|x| x.text.as_str()))
                .collect(),
        ),
        join(
            record
                .claims
                .iter()
                .flat_map(|s| s.claims.iter().map(|c| c.text.as_str()))
                .collect(),
        ),
        join(
            record
                .descriptions
                .iter()
                .flat_map(|p| p.paragraphs.iter().map(|x| x.text.as_str()))
                .collect(),
        ),
        names(&[Role::Applicant, Role::Owner]),
        names(&[Role::Inventor]),
        names(&[Role::Agent, Role::Agency]),
        join(
            record
                .parties
                .iter()
                .map(|p| p.address.as_str())
                .filter(|a| !a.is_empty())
                .collect(),
        ),
    ]
}

fn write_source(path: &Path, records: u64) -> Result<u64> {
    let sum = |record: &Record| texts(record).iter().map(|t| t.len() as u64).sum::<u64>();
    let mut out = (!path.exists())
        .then(|| std::fs::File::create(path))
        .transpose()?
        .map(|f| std::io::BufWriter::with_capacity(1 << 20, f));
    let mut bytes = 0;
    for record in synthesize::records(records, 1) {
        bytes += sum(&record);
        if let Some(out) = &mut out {
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(bytes)
}

fn import_all(source: &Path, data: &Path) -> Result<Duration> {
    let began = Instant::now();
    let today = Date::new(2026, 11, 21).ok_or("no such day")?;
    let report = import(
        data,
        &ImportOptions {
            paths: vec![source.to_owned()],
            source: Options::default(),
            now: &|| "2026-11-21T00:00:00Z".to_owned(),
            today,
            threads: THREADS,
            memory: MEMORY,
            progress: &|_| {},
            commit_every: Duration::from_secs(3_600),
        },
    )?;
    assert!(report.totals.reconciles(), "{:?}", report.totals);
    Ok(began.elapsed())
}

/// Plain tantivy on prepared text with the same tokens, in memory before the clock starts.
fn index_plainly(folder: &Path, records: u64) -> Result<Duration> {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let prepared: Vec<[String; 8]> = synthesize::records(records, 1).map(|r| texts(&r)).collect();
    let mut builder = Schema::builder();
    let options = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER_NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let fields: Vec<Field> = ["ti", "ab", "clm", "desc", "pa", "in", "ag", "addr"]
        .iter()
        .map(|n| builder.add_text_field(n, options.clone()))
        .collect();
    let mut index = Index::open_or_create(MmapDirectory::open(folder)?, builder.build())?;
    index.set_tokenizers(tokenizers());
    let began = Instant::now();
    let options = IndexWriterOptions::builder()
        .num_worker_threads(THREADS)
        .memory_budget_per_thread(MEMORY / THREADS)
        .num_merge_threads(THREADS)
        .build();
    let mut writer = index.writer_with_options(options)?;
    for texts in &prepared {
        let mut document = TantivyDocument::default();
        for (field, text) in fields.iter().zip(texts) {
            if !text.is_empty() {
                document.add_text(*field, text);
            }
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(began.elapsed())
}

/// Queries of one kind: ours as typed, and the same by hand for plain tantivy on the same postings.
struct Kind {
    name: &'static str,
    queries: Vec<(String, Option<Box<dyn Query>>)>,
}

fn queries(corpus: &Corpus) -> Result<()> {
    let state = corpus.state();
    let ab = state.searcher.schema().get_field("ab")?;
    let term = |text: &str| Term::from_field_text(ab, text);
    let word = |text: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(term(text), IndexRecordOption::WithFreqs))
    };
    let (chinese, english) = sample(corpus)?;
    let mut kinds: Vec<Kind> = Vec::new();
    let mut kind = |name, queries| kinds.push(Kind { name, queries });
    kind(
        "one word",
        english
            .iter()
            .map(|w| (format!("AB=\"{}\"", w[0]), Some(word(&w[0]))))
            .collect(),
    );
    kind(
        "two words, AND",
        english
            .iter()
            .map(|w| {
                (
                    format!("AB=(\"{}\" AND \"{}\")", w[0], w[2]),
                    Some(Box::new(BooleanQuery::intersection(vec![word(&w[0]), word(&w[2])])) as _),
                )
            })
            .collect(),
    );
    kind(
        "two words, OR",
        english
            .iter()
            .map(|w| {
                (
                    format!("AB=(\"{}\" OR \"{}\")", w[0], w[2]),
                    Some(Box::new(BooleanQuery::union(vec![word(&w[0]), word(&w[2])])) as _),
                )
            })
            .collect(),
    );
    kind(
        "English phrase of two",
        english
            .iter()
            .map(|w| {
                (
                    format!("AB=\"{} {}\"", w[0], w[1]),
                    Some(Box::new(PhraseQuery::new(vec![term(&w[0]), term(&w[1])])) as _),
                )
            })
            .collect(),
    );
    let bigram = |s: &[char], at: usize| term(&s[at..at + 2].iter().collect::<String>());
    for length in [2usize, 3, 4, 6] {
        let name = [
            "",
            "",
            "Chinese string of two",
            "Chinese string of three",
            "Chinese string of four",
            "",
            "Chinese string of six",
        ][length];
        let list = chinese
            .iter()
            .map(|s| {
                let s = &s[..length];
                let query: Box<dyn Query> = if length == 2 {
                    Box::new(TermQuery::new(bigram(s, 0), IndexRecordOption::WithFreqs))
                } else {
                    Box::new(PhraseQuery::new(
                        (0..length - 1).map(|i| bigram(s, i)).collect(),
                    ))
                };
                (
                    format!("AB=\"{}\"", s.iter().collect::<String>()),
                    Some(query),
                )
            })
            .collect();
        kind(name, list);
    }
    kind(
        "distance, a 3W b",
        english
            .iter()
            .map(|w| (format!("AB=(\"{}\" 3W \"{}\")", w[0], w[2]), None))
            .collect(),
    );
    kind(
        "distance, Chinese 5D",
        chinese
            .iter()
            .map(|s| (format!("AB=({}{} 5D {}{})", s[0], s[1], s[4], s[5]), None))
            .collect(),
    );
    kind(
        "same sentence",
        chinese
            .iter()
            .map(|s| (format!("AB=({}{} S {}{})", s[0], s[1], s[4], s[5]), None))
            .collect(),
    );
    kind(
        "right truncation",
        english
            .iter()
            .map(|w| {
                (
                    format!("AB={}+", w[0].chars().take(5).collect::<String>()),
                    None,
                )
            })
            .collect(),
    );
    kind(
        "left truncation",
        english
            .iter()
            .map(|w| {
                (
                    format!(
                        "AB=+{}",
                        w[0].chars()
                            .rev()
                            .take(4)
                            .collect::<Vec<_>>()
                            .into_iter()
                            .rev()
                            .collect::<String>()
                    ),
                    None,
                )
            })
            .collect(),
    );
    kind(
        "full text, four fields, AND",
        chinese
            .iter()
            .map(|s| (format!("{}{} AND {}{}", s[0], s[1], s[4], s[5]), None))
            .collect(),
    );
    for kind in kinds {
        let (mut ours, mut full, mut plain) = (Vec::new(), Vec::new(), Vec::new());
        for (text, by_hand) in &kind.queries {
            let request = Request {
                query: text.clone(),
                limit: 10,
                ..Request::default()
            };
            for round in 0..3 {
                let began = Instant::now();
                let counted = corpus.best(&request)?;
                if round > 0 {
                    ours.push(began.elapsed());
                }
                let began = Instant::now();
                corpus.search(&request)?;
                if round > 0 {
                    full.push(began.elapsed());
                }
                if let Some(query) = by_hand {
                    let began = Instant::now();
                    let (count, _) = state.searcher.search(
                        query.as_ref(),
                        &(Count, TopDocs::with_limit(10).order_by_score()),
                    )?;
                    if round > 0 {
                        plain.push(began.elapsed());
                    }
                    assert_eq!(counted, count as u64, "{text}");
                }
            }
        }
        for (name, q) in [("p50", 0.5), ("p99", 0.99)] {
            let floor = if plain.is_empty() {
                f64::NAN
            } else {
                percentile(&mut plain, q)
            };
            row(
                &format!("{}, {name} ms", kind.name),
                percentile(&mut ours, q),
                floor,
                false,
            );
        }
        println!(
            "  with ten hits read and marked: p50 {:.2} ms, p99 {:.2} ms",
            percentile(&mut full, 0.5),
            percentile(&mut full, 0.99)
        );
    }
    Ok(())
}

fn percentile(times: &mut [Duration], q: f64) -> f64 {
    times.sort_unstable();
    times
        .get(((times.len() as f64 - 1.0) * q).round() as usize)
        .map_or(f64::NAN, |t| t.as_secs_f64() * 1e3)
}

/// Chinese strings and English words.
type Sample = (Vec<Vec<char>>, Vec<Vec<String>>);

/// Strings that stand in abstracts: six Chinese characters side by side, three English words.
fn sample(corpus: &Corpus) -> Result<Sample> {
    let (mut chinese, mut english) = (Vec::new(), Vec::new());
    for (number, record) in synthesize::records(4_000, 1).enumerate() {
        for passage in &record.abstracts {
            let text: String = passage.paragraphs.iter().map(|p| p.text.as_str()).collect();
            let text = fold_text(&text);
            if passage.lang == "zh" && chinese.len() < 200 {
                let run: Vec<char> = text
                    .chars()
                    .skip(number % 40)
                    .skip_while(|c| !is_han(*c))
                    .take_while(|c| is_han(*c))
                    .collect();
                if run.len() >= 6 {
                    chinese.push(run);
                }
            }
            if passage.lang == "en" && english.len() < 200 {
                let words: Vec<String> = text
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .filter(|w| !w.is_empty())
                    .map(str::to_lowercase)
                    .collect();
                let at = number % words.len().max(1);
                if words.len() > at + 3 {
                    english.push(words[at..at + 3].to_vec());
                }
            }
        }
    }
    assert!(corpus.documents() > 0);
    Ok((chinese, english))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn facets(corpus: &Corpus) -> Result<()> {
    let names: Vec<String> = [
        "office",
        "kind",
        "type",
        "year",
        "ad_year",
        "ipc1",
        "ipc3",
        "ipc4",
        "ipcm",
        "applicant",
        "province",
        "lang",
    ]
    .map(String::from)
    .to_vec();
    for query in ["*", "电池", "AB=battery"] {
        let began = Instant::now();
        let response = corpus.search(&Request {
            query: query.to_owned(),
            limit: 10,
            facets: names.clone(),
            ..Request::default()
        })?;
        row(
            &format!("twelve facets over {} hits ({query}), ms", response.total),
            began.elapsed().as_secs_f64() * 1e3,
            300.0,
            false,
        );
    }
    Ok(())
}
