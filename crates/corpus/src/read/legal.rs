//! Derives a legal state from what a record proves: kind code, dates, events, term.
//!
//! The rules are rows of `definitions/tables/legal-states.csv`. Nothing is assumed: an event that
//! no rule knows changes nothing, a lapse in one designated state does not end a European patent,
//! and where nothing is proved the state is `unknown`. The state is that of the document as far
//! as this record tells; the office's register is the authority.

use crate::record::{Event, Record};
use quanlian_handbook::Date;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../../definitions/tables/legal-states.csv");

/// The states, in the order of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateCode {
    /// Nothing is proved. 未知
    Unknown,
    /// An application exists. 已申请
    Filed,
    /// The application has been published. 已公布
    Published,
    /// In examination. 审查中
    Examination,
    /// Granted, and nothing proves an end. 已授权
    Granted,
    /// Ended before its term: fee not paid, given up. 已终止
    Lapsed,
    /// The term has ended. 期限届满
    Expired,
    /// Withdrawn or deemed withdrawn. 撤回或视为撤回
    Withdrawn,
    /// Refused. 驳回
    Refused,
    /// Revoked or declared invalid. 撤销或无效
    Revoked,
}

impl StateCode {
    fn read(text: &str) -> Option<StateCode> {
        Some(match text {
            "filed" => StateCode::Filed,
            "published" => StateCode::Published,
            "examination" => StateCode::Examination,
            "granted" => StateCode::Granted,
            "lapsed" => StateCode::Lapsed,
            "expired" => StateCode::Expired,
            "withdrawn" => StateCode::Withdrawn,
            "refused" => StateCode::Refused,
            "revoked" => StateCode::Revoked,
            _ => return None,
        })
    }
}

/// A derived state with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The state.
    pub code: StateCode,
    /// Since when, as far as the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The rule in English, with the code or kind it rests on: `CF01: terminated because …`.
    pub rule: String,
    /// The rule in Chinese.
    pub rule_zh: String,
    /// Places in `Record::events` of the events the state rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<usize>,
}

/// One row of the table.
#[derive(Debug, Deserialize)]
struct Rule {
    office: String,
    code: String,
    text: String,
    from: Option<Date>,
    to: Option<Date>,
    state: String,
    rule: String,
    rule_zh: String,
    #[serde(rename = "source")]
    _source: String,
    checked: String,
}

fn rules() -> &'static [(StateCode, Rule)] {
    static RULES: OnceLock<Vec<(StateCode, Rule)>> = OnceLock::new();
    RULES.get_or_init(|| {
        csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(TABLE.as_bytes())
            .deserialize::<Rule>()
            .flatten()
            .filter_map(|rule| Some((StateCode::read(&rule.state)?, rule)))
            .collect()
    })
}

/// The state that a record proves on a day. Events and dates after `today` do not count.
pub fn state(record: &Record, today: Date) -> State {
    let mut proofs = standing(record, today);
    for (place, event) in record.events.iter().enumerate() {
        if event.date.is_some_and(|date| date > today) {
            continue;
        }
        if let Some((code, rule)) = rules().iter().find(|(_, rule)| event_fits(rule, event)) {
            proofs.push(Proof {
                code: *code,
                since: effective(event),
                order: event.date,
                label: &event.code,
                rule,
                event: Some(place),
            });
        }
    }
    // In the order of time; on one day in the order of a life.
    proofs.sort_by_key(|proof| (proof.order, proof.code));
    let mut current: Option<Proof<'_>> = None;
    for proof in proofs {
        current = Some(match current {
            None => proof,
            Some(known) => follow(known, proof),
        });
    }
    let mut found = match current {
        Some(proof) => proof.state(),
        None => filed(record, today),
    };
    if found.code == StateCode::Granted
        && let Some(expired) = term(record, today)
    {
        found = State {
            events: found.events,
            ..expired
        };
    }
    found
}

/// One thing that proves a state.
struct Proof<'a> {
    code: StateCode,
    since: Option<Date>,
    order: Option<Date>,
    label: &'a str,
    rule: &'a Rule,
    event: Option<usize>,
}

impl Proof<'_> {
    fn state(&self) -> State {
        State {
            code: self.code,
            since: self.since,
            rule: format!("{}: {}", self.label, self.rule.rule),
            rule_zh: format!("{}：{}", self.label, self.rule.rule_zh),
            events: self.event.into_iter().collect(),
        }
    }
}

/// Which of two proofs holds, the second being later or equal in time.
fn follow<'a>(known: Proof<'a>, next: Proof<'a>) -> Proof<'a> {
    use StateCode::{
        Examination, Expired, Granted, Lapsed, Published, Refused, Revoked, Withdrawn,
    };
    let replaces = match (known.code, next.code) {
        // The same state: the first proof says since when.
        (a, b) if a == b => false,
        // A right that ended does not come back by an older kind of act.
        (Lapsed | Expired | Revoked, Granted | Examination | Published) => false,
        // A lost application lives again when proceedings go on later.
        (Withdrawn | Refused, Examination | Granted) => next.order > known.order,
        (Withdrawn | Refused, Published) => false,
        (Granted, Examination | Published) | (Examination, Published) => false,
        _ => true,
    };
    if replaces { next } else { known }
}

/// What kind code and dates prove.
fn standing(record: &Record, today: Date) -> Vec<Proof<'_>> {
    let mut proofs = Vec::new();
    let id = &record.publication;
    for (code, rule) in rules() {
        if rule.office != "*" && rule.office != id.office {
            continue;
        }
        match rule.code.as_str() {
            "KIND" => {
                let holds = !id.kind.is_empty()
                    && rule.text.split(' ').any(|kind| kind == id.kind)
                    && within(id.date, rule)
                    && id.date.is_none_or(|date| date <= today);
                if holds {
                    proofs.push(Proof {
                        code: *code,
                        since: id.date,
                        order: id.date,
                        label: &id.kind,
                        rule,
                        event: None,
                    });
                }
            }
            "DATE" => {
                if let Some((key, date)) = record.dates.get_key_value(&rule.text)
                    && *date <= today
                {
                    proofs.push(Proof {
                        code: *code,
                        since: Some(*date),
                        order: Some(*date),
                        label: key,
                        rule,
                        event: None,
                    });
                }
            }
            _ => {}
        }
    }
    proofs
}

/// A row with a period needs a date inside it.
fn within(date: Option<Date>, rule: &Rule) -> bool {
    if rule.from.is_none() && rule.to.is_none() {
        return true;
    }
    date.is_some_and(|date| {
        rule.from.is_none_or(|from| date >= from) && rule.to.is_none_or(|to| date <= to)
    })
}

fn event_fits(rule: &Rule, event: &Event) -> bool {
    if rule.office != event.office {
        return false;
    }
    let (words, text) = (rule.text.to_uppercase(), event.text.to_uppercase());
    match rule.code.as_str() {
        "KIND" | "DATE" | "TERM" => false,
        "*" => text.trim() == words,
        code if code == event.code => {
            if text.is_empty() {
                rule.checked == "verified"
            } else {
                text.contains(&words)
            }
        }
        _ => false,
    }
}

/// The effective date where the event states one, else its own.
fn effective(event: &Event) -> Option<Date> {
    event
        .details
        .iter()
        .find(|(name, _)| name.starts_with("L525EP"))
        .and_then(|(_, value)| Date::read(value))
        .or(event.date)
}

fn filed(record: &Record, today: Date) -> State {
    let date = record.application.as_ref().and_then(|id| id.date);
    match &record.application {
        Some(_) if date.is_none_or(|date| date <= today) => State {
            code: StateCode::Filed,
            since: date,
            rule: "an application exists".to_owned(),
            rule_zh: "存在申请".to_owned(),
            events: Vec::new(),
        },
        _ => State {
            code: StateCode::Unknown,
            since: None,
            rule: "nothing in the record proves a state".to_owned(),
            rule_zh: "记录中没有可以证明法律状态的信息".to_owned(),
            events: Vec::new(),
        },
    }
}

/// The end of the longest possible term, for the kinds whose term cannot be extended.
fn term(record: &Record, today: Date) -> Option<State> {
    let filing = record.application.as_ref()?.date?;
    let id = &record.publication;
    rules().iter().find_map(|(code, rule)| {
        if rule.code != "TERM" || rule.office != id.office {
            return None;
        }
        let mut words = rule.text.split(' ');
        let years: u16 = words.next()?.parse().ok()?;
        if !words.any(|kind| kind == id.kind) {
            return None;
        }
        let year = filing.year().checked_add(years)?;
        // The 29th of February has its anniversary on the 28th where there is no 29th.
        let end = Date::new(year, filing.month(), filing.day())
            .or_else(|| Date::new(year, filing.month(), 28))?;
        (end < today).then(|| State {
            code: *code,
            since: Some(end),
            rule: format!("{}: {}", id.kind, rule.rule),
            rule_zh: format!("{}：{}", id.kind, rule.rule_zh),
            events: Vec::new(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::epo_loss::fixture;
    use crate::read::tree::Element;
    use crate::read::{ep, ops};
    use crate::record::{DocId, Format};

    fn day(text: &str) -> Date {
        Date::read(text).expect("a date")
    }

    fn record(office: &str, kind: &str, published: &str, events: &[(&str, &str, &str)]) -> Record {
        let mut record = Record::new(Format::Docdb);
        record.publication = DocId {
            office: office.to_owned(),
            number: "1".to_owned(),
            kind: kind.to_owned(),
            date: Date::read(published),
            ..DocId::default()
        };
        for (code, date, text) in events {
            record.events.push(Event {
                office: office.to_owned(),
                code: (*code).to_owned(),
                date: Date::read(date),
                text: (*text).to_owned(),
                ..Event::default()
            });
        }
        record
    }

    #[test]
    fn every_row_of_the_table_reads() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(rules().len(), rows);
        for (_, rule) in rules() {
            assert!(
                !rule._source.is_empty() && !rule.rule_zh.is_empty(),
                "{rule:?}"
            );
            assert!(matches!(rule.checked.as_str(), "verified" | "unverified"));
        }
    }

    #[test]
    fn a_life_in_china() {
        let events = [
            (
                "CF01",
                "2021-03-02",
                "TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE",
            ),
            ("GR01", "2015-06-03", "PATENT GRANT"),
            (
                "SE01",
                "2013-01-09",
                "ENTRY INTO FORCE OF REQUEST FOR SUBSTANTIVE EXAMINATION",
            ),
        ];
        let record = record("CN", "A", "2012-12-01", &events);
        let on = |date: &str| state(&record, day(date)).code;
        assert_eq!(on("2012-11-30"), StateCode::Unknown);
        assert_eq!(on("2012-12-02"), StateCode::Published);
        assert_eq!(on("2014-01-01"), StateCode::Examination);
        assert_eq!(on("2016-01-01"), StateCode::Granted);
        let last = state(&record, day("2026-01-01"));
        assert_eq!(
            (last.code, last.since),
            (StateCode::Lapsed, Date::read("2021-03-02"))
        );
        assert_eq!(last.events, [0]);
        assert!(
            last.rule_zh.contains("未缴年费专利权终止"),
            "{}",
            last.rule_zh
        );
    }

    #[test]
    fn what_is_not_proved_is_not_said() {
        let lapse = [("PG25", "2020-01-01", "LAPSED IN A CONTRACTING STATE")];
        let european = record("EP", "B1", "2019-01-01", &lapse);
        assert_eq!(state(&european, day("2026-01-01")).code, StateCode::Granted);
        // An unverified code without text proves nothing, with another text neither.
        for text in ["", "SOMETHING ELSE"] {
            let lost = record("EP", "A1", "2019-01-01", &[("18D", "2020-01-01", text)]);
            assert_eq!(state(&lost, day("2026-01-01")).code, StateCode::Published);
        }
        let lost = record(
            "EP",
            "A1",
            "2019-01-01",
            &[("18D", "2020-01-01", "APPLICATION DEEMED TO BE WITHDRAWN")],
        );
        assert_eq!(state(&lost, day("2026-01-01")).code, StateCode::Withdrawn);
        // Kind B of China before 1993 was no grant.
        let early = record("CN", "B", "1990-05-02", &[]);
        assert_eq!(state(&early, day("2026-01-01")).code, StateCode::Unknown);
    }

    #[test]
    fn a_withdrawn_application_may_live_again() {
        let events = [
            (
                "C02",
                "2010-01-01",
                "DEEMED WITHDRAWAL OF PATENT APPLICATION AFTER PUBLICATION (PATENT LAW 2001)",
            ),
            ("C14", "2012-01-01", "GRANT OF PATENT OR UTILITY MODEL"),
        ];
        let back = record("CN", "A", "2008-01-01", &events);
        assert_eq!(state(&back, day("2013-01-01")).code, StateCode::Granted);
    }

    #[test]
    fn terms_that_cannot_be_extended_end() {
        let mut model = record("CN", "U", "2012-02-29", &[]);
        model.application = Some(DocId {
            date: Date::read("2012-02-29"),
            ..DocId::default()
        });
        assert_eq!(state(&model, day("2022-02-28")).code, StateCode::Granted);
        let ended = state(&model, day("2022-03-01"));
        assert_eq!(
            (ended.code, ended.since),
            (StateCode::Expired, Date::read("2022-02-28"))
        );
        model.publication.kind = "B".to_owned();
        assert_eq!(state(&model, day("2099-01-01")).code, StateCode::Granted);
    }

    #[test]
    fn real_records() {
        let read = |kind: &str, name: &str| {
            let root = Element::parse(&fixture(kind, name)).expect("reads");
            let records = match kind {
                "ep" => ep::document(&root),
                _ => ops::answer(&root),
            };
            records.expect("reads").remove(0)
        };
        let today = day("2026-01-01");
        let legal = state(&read("ops", "get_legal"), today);
        assert_eq!(legal.code, StateCode::Granted);
        assert_eq!(
            state(&read("ops", "get_register_biblio"), today).code,
            StateCode::Granted
        );
        let grant = state(&read("ep", "v1-5-1-B1"), today);
        assert_eq!(
            (grant.code, grant.since),
            (StateCode::Granted, Date::read("2021-07-07"))
        );
        let old = state(&read("ep", "v1-2-B1"), today);
        assert_eq!(
            (old.code, old.since),
            (StateCode::Expired, Date::read("2012-10-16"))
        );
        assert_eq!(
            state(&read("ep", "v1-5-A1"), today).code,
            StateCode::Published
        );
    }
}
