//! Synthetic records for load tests: labelled as such, the same for the same seed, and skewed as
//! real collections are (words, applicants, citations and families have a long tail).
//!
//! They describe no real patent. Every record has [`Format::Synthetic`] and the extra `label`.

mod number;
mod party;
mod random;
#[cfg(test)]
mod tests;
mod text;
mod words;

use crate::record::{
    Citation, Claim, ClaimSet, Class, DocId, Format, Paragraph, Passage, Priority, Record, Scheme,
    Text,
};
use quanlian_handbook::Date;
use random::Random;
use std::collections::VecDeque;
use text::Topic;
use words::{Tongue, Words};

/// What the extra `label` of every synthetic record says.
pub const LABEL: &str =
    "synthetic record for load tests, not a real patent; 合成记录，并非真实专利";

/// Records that later ones may cite or share a priority with.
const MEMORY: usize = 4096;
/// Records of the beginning that stay citable for ever, so that some are cited very often.
const CLASSICS: usize = 256;

/// `count` records of a seed. The first `n` of a longer run equal a run of `n`.
pub fn records(count: u64, seed: u64) -> impl Iterator<Item = Record> {
    let mut generator = Generator::new(seed);
    (0..count).map(move |index| generator.record(index))
}

/// What is remembered of a record.
#[derive(Clone)]
struct Earlier {
    publication: DocId,
    /// The application whose priority the family shares.
    priority: DocId,
    field: usize,
}

struct Generator {
    seed: u64,
    words: Words,
    recent: VecDeque<Earlier>,
    classics: Vec<Earlier>,
}

impl Generator {
    fn new(seed: u64) -> Generator {
        Generator {
            seed,
            words: Words::new(),
            recent: VecDeque::with_capacity(MEMORY),
            classics: Vec::with_capacity(CLASSICS),
        }
    }

    fn record(&mut self, index: u64) -> Record {
        let mut random = Random::new(self.seed, index);
        let mut record = Record::new(Format::Synthetic);
        record.extras.insert("label".to_owned(), LABEL.to_owned());
        let relative = (random.chance(30) && !self.recent.is_empty())
            .then(|| self.recent[random.below(self.recent.len())].clone());
        let field = match &relative {
            Some(earlier) => earlier.field,
            None => random.below(words::FIELDS.len()),
        };
        let numbers = number::numbers(&mut random, index, relative.as_ref().map(|r| &r.priority));
        record.publication = numbers.publication;
        if let (Some(relative), true) = (relative, numbers.claims_priority) {
            record.priorities.push(Priority {
                id: relative.priority,
                kind: "national".to_owned(),
                active: true,
                linkage: String::new(),
            });
        }
        if let Some(day) = numbers.granted {
            record.dates.insert("45".to_owned(), day);
        }
        record
            .extras
            .insert("field".to_owned(), words::FIELDS[field].to_owned());
        let chinese = record.publication.office == "CN";
        record.parties = party::parties(&mut random, chinese, field);
        classes(&mut random, &mut record, field, numbers.design);
        self.citations(&mut random, &mut record, &numbers.application, field);
        self.texts(&mut random, &mut record, field, chinese, numbers.design);
        self.remember(&record, &numbers.application, field);
        record.application = Some(numbers.application);
        record
    }

    /// Cites earlier records: mostly of the same field, some of them over and over.
    fn citations(
        &self,
        random: &mut Random,
        record: &mut Record,
        application: &DocId,
        field: usize,
    ) {
        let searched = matches!(record.publication.office.as_str(), "EP" | "WO");
        for _ in 0..random.skewed(6) {
            let pool = if random.chance(25) && !self.classics.is_empty() {
                &self.classics[random.skewed(self.classics.len())]
            } else if !self.recent.is_empty() {
                &self.recent[random.below(self.recent.len())]
            } else {
                return;
            };
            let older = pool.publication.date < application.date;
            let again = record
                .citations
                .iter()
                .any(|c| c.patent.as_ref() == Some(&pool.publication));
            if !older || again || (pool.field != field && !random.chance(20)) {
                continue;
            }
            record.citations.push(Citation {
                patent: Some(pool.publication.clone()),
                category: if searched {
                    random.pick(&["X", "Y", "A", "A"]).to_owned()
                } else {
                    String::new()
                },
                phase: if searched { "SEA" } else { "EXA" }.to_owned(),
                by: "examiner".to_owned(),
                ..Citation::default()
            });
        }
    }

    fn texts(
        &self,
        random: &mut Random,
        record: &mut Record,
        field: usize,
        chinese: bool,
        design: bool,
    ) {
        if !chinese || random.chance(30) {
            let topic = Topic::new(random, &self.words, Tongue::English, field);
            record.titles.push(Text {
                lang: "en".to_owned(),
                text: topic.title(random),
            });
            if !design {
                record.abstracts.push(passage(&topic, random, 260, 420));
            }
            if !chinese && random.chance(70) {
                record.claims.push(claims(&topic, random));
            }
            if !chinese && random.chance(16) {
                record.descriptions.push(description(&topic, random));
            }
        }
        if chinese {
            let topic = Topic::new(random, &self.words, Tongue::Chinese, field);
            record.titles.insert(
                0,
                Text {
                    lang: "zh".to_owned(),
                    text: topic.title(random),
                },
            );
            if !design {
                record
                    .abstracts
                    .insert(0, passage(&topic, random, 260, 420));
                record.claims.push(claims(&topic, random));
                if random.chance(16) {
                    record.descriptions.push(description(&topic, random));
                }
            }
        }
    }

    fn remember(&mut self, record: &Record, application: &DocId, field: usize) {
        let mut priority = record
            .priorities
            .first()
            .map_or(application, |p| &p.id)
            .clone();
        priority.original.clear();
        let mut publication = record.publication.clone();
        publication.original.clear();
        publication.lang.clear();
        let earlier = Earlier {
            publication,
            priority,
            field,
        };
        if self.classics.len() < CLASSICS {
            self.classics.push(earlier.clone());
        }
        if self.recent.len() == MEMORY {
            self.recent.pop_front();
        }
        self.recent.push_back(earlier);
    }
}

fn passage(topic: &Topic<'_>, random: &mut Random, least: usize, spread: usize) -> Passage {
    let bytes = least + random.below(spread);
    Passage {
        lang: topic.lang().to_owned(),
        source: String::new(),
        paragraphs: vec![Paragraph {
            text: topic.paragraph(random, bytes),
            ..Paragraph::default()
        }],
    }
}

fn description(topic: &Topic<'_>, random: &mut Random) -> Passage {
    let mut paragraphs = Vec::new();
    let mut number = 0u32;
    for heading in topic.headings() {
        paragraphs.push(Paragraph {
            heading: true,
            text: (*heading).to_owned(),
            ..Paragraph::default()
        });
        for _ in 0..1 + random.below(2) {
            number += 1;
            let bytes = 200 + random.below(400);
            paragraphs.push(Paragraph {
                number: format!("{number:04}"),
                heading: false,
                text: topic.paragraph(random, bytes),
            });
        }
    }
    Passage {
        lang: topic.lang().to_owned(),
        source: String::new(),
        paragraphs,
    }
}

fn claims(topic: &Topic<'_>, random: &mut Random) -> ClaimSet {
    let mut claims = Vec::new();
    let count = 2 + random.skewed(6);
    for number in 1u32..=u32::try_from(count).unwrap_or(2) {
        let depends_on = match number {
            1 => Vec::new(),
            _ if random.chance(8) => Vec::new(),
            _ => vec![1 + u32::try_from(random.skewed(number as usize - 1)).unwrap_or(0)],
        };
        let text = topic.claim(random, depends_on.first().copied());
        claims.push(Claim {
            number,
            depends_on,
            text,
        });
    }
    ClaimSet {
        lang: topic.lang().to_owned(),
        states: Vec::new(),
        claims,
    }
}

fn classes(random: &mut Random, record: &mut Record, field: usize, design: bool) {
    let mut push = |scheme: Scheme, symbol: String, version: &str| {
        let first = !record.classes.iter().any(|class| class.scheme == scheme);
        if record
            .classes
            .iter()
            .any(|class| class.scheme == scheme && class.symbol == symbol)
        {
            return;
        }
        record.classes.push(Class {
            scheme,
            symbol,
            first,
            value: if scheme == Scheme::Locarno { "" } else { "I" }.to_owned(),
            version: version.to_owned(),
            office: String::new(),
        });
    };
    if design {
        let symbol = format!("{:02}-{:02}", 1 + random.below(31), 1 + random.below(9));
        push(Scheme::Locarno, symbol, "");
        return;
    }
    let cpc = record.publication.office != "CN" || random.chance(30);
    for _ in 0..=random.skewed(4) {
        let groups = words::CLASSES[field];
        let (symbol, version) = groups[random.skewed(groups.len())];
        push(Scheme::Ipc, symbol.to_owned(), version);
        if cpc {
            push(Scheme::Cpc, symbol.to_owned(), "2013.01");
        }
    }
}

/// The day some months later, at most the end of 2025.
fn later(day: Date, months: u32) -> Date {
    let count = u32::from(day.year()) * 12 + u32::from(day.month()) - 1 + months;
    let year = u16::try_from(count / 12).unwrap_or(2025);
    let month = u8::try_from(count % 12 + 1).unwrap_or(1);
    if year > 2025 {
        return Date::new(2025, 12, day.day().min(28)).unwrap_or(day);
    }
    Date::new(year, month, day.day().min(28)).unwrap_or(day)
}
