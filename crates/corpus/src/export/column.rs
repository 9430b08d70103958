//! The columns of a table of hits: name, titles, kind, width and how a record fills them.

use super::{ExportError, ExportOptions, ExportRow, Language};
use crate::record::{ClaimSet, DocId, Party, Passage, Record, Role, Scheme};
use quanlian_handbook::Date;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Empty,
    /// Text, never read as a number.
    Text(String),
    /// A day.
    Date(Date),
    /// A count.
    Count(u32),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Days.
    Date,
    /// Counts.
    Count,
    /// A number that leads to the document's page.
    Link,
}

/// A column that an export can have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name for `fields`.
    pub name: &'static str,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Width on a sheet, in characters.
    pub width: u16,
    /// Whether it is written when no columns are chosen.
    pub usual: bool,
    fill: fn(&ExportRow<'_>, Language) -> Value,
}

impl Column {
    /// The text of the header cell.
    pub fn header(&self, options: &ExportOptions) -> &'static str {
        match (options.plain_header, options.language) {
            (true, _) => self.name,
            (false, Language::Zh) => self.zh,
            (false, Language::En) => self.en,
        }
    }

    /// The cell of one hit.
    pub fn value(&self, row: &ExportRow<'_>, language: Language) -> Value {
        (self.fill)(row, language)
    }
}

/// The columns of these names, or the usual ones.
pub(super) fn chosen(names: &[String]) -> Result<Vec<&'static Column>, ExportError> {
    if names.is_empty() {
        return Ok(COLUMNS.iter().filter(|column| column.usual).collect());
    }
    names
        .iter()
        .map(|name| {
            let name = name.trim();
            COLUMNS
                .iter()
                .find(|c| c.name.eq_ignore_ascii_case(name) || c.zh == name)
                .ok_or_else(|| ExportError::UnknownField {
                    name: name.to_owned(),
                    known: COLUMNS
                        .iter()
                        .map(|c| c.name)
                        .collect::<Vec<_>>()
                        .join(", "),
                })
        })
        .collect()
}

macro_rules! columns {
    ($($usual:literal $name:literal $zh:literal $en:literal $kind:ident $width:literal $fill:expr;)+) => {
        /// Every column.
        pub const COLUMNS: &[Column] = &[$(Column {
            name: $name, zh: $zh, en: $en, kind: ColumnKind::$kind, width: $width, usual: $usual,
            fill: $fill,
        }),+];
    };
}

columns! {
    true "number" "公开（公告）号" "Publication number" Link 20 |r, _| text(r.derived.display.clone());
    false "key" "键" "Key" Text 20 |r, _| text(r.key.to_owned());
    true "title" "名称" "Title" Text 48 |r, l| text(title(r.record, l).to_owned());
    false "title_zh" "中文名称" "Chinese title" Text 48 |r, _| text(title_in(r.record, "zh").to_owned());
    false "title_en" "英文名称" "English title" Text 48 |r, _| text(title_in(r.record, "en").to_owned());
    true "applicants" "申请人" "Applicants" Text 36 |r, _| text(names(r.record, &[Role::Applicant]));
    true "owners" "专利权人" "Owners" Text 36 |r, _| text(names(r.record, &[Role::Owner]));
    true "inventors" "发明（设计）人" "Inventors" Text 30 |r, _| text(names(r.record, &[Role::Inventor]));
    false "agents" "代理人" "Agents" Text 20 |r, _| text(names(r.record, &[Role::Agent]));
    false "agency" "代理机构" "Agency" Text 30 |r, _| text(names(r.record, &[Role::Agency]));
    false "examiners" "审查员" "Examiners" Text 16 |r, _| text(names(r.record, &[Role::Examiner]));
    false "address" "地址" "Address" Text 40 |r, _| text(address(r.record));
    false "applicant_country" "申请人国别" "Applicant country" Text 10 |r, _| text(countries(r.record));
    true "province" "省" "Province" Text 12 |r, _| optional(&r.derived.applicant_province);
    true "city" "市" "City" Text 12 |r, _| optional(&r.derived.city);
    true "office" "公开国家" "Office" Text 8 |r, _| text(r.record.publication.office.clone());
    true "kind" "文献类型" "Kind" Text 8 |r, _| text(r.record.publication.kind.clone());
    true "application" "申请号" "Application number" Text 22 |r, _| r.record.application.as_ref().map_or(Value::Empty, |id| text(application_number(id)));
    true "filed" "申请日" "Filing date" Date 12 |r, _| date(r.record.application.as_ref().and_then(|id| id.date));
    true "published" "公开（公告）日" "Publication date" Date 12 |r, _| date(r.record.publication.date);
    true "granted" "授权日" "Date of grant" Date 12 |r, _| date(r.record.dates.get("45").copied());
    true "priority" "最早优先权日" "Earliest priority date" Date 12 |r, _| date(r.record.priorities.iter().filter_map(|p| p.id.date).min());
    true "priorities" "优先权" "Priorities" Text 26 |r, _| text(join(r.record.priorities.iter().map(|p| number(&p.id))));
    true "ipc" "IPC分类号" "IPC" Text 28 |r, _| text(classes(r.record, Scheme::Ipc));
    false "ipc_main" "主分类号" "Main IPC" Text 14 |r, _| text(main_class(r.record, Scheme::Ipc));
    true "cpc" "CPC分类号" "CPC" Text 28 |r, _| text(classes(r.record, Scheme::Cpc));
    false "locarno" "洛迦诺分类号" "Locarno" Text 12 |r, _| text(classes(r.record, Scheme::Locarno));
    false "uspc" "美国分类号" "US class" Text 14 |r, _| text(classes(r.record, Scheme::Uspc));
    true "abstract" "摘要" "Abstract" Text 80 |r, l| text(passage(&r.record.abstracts, l));
    false "claims" "权利要求" "Claims" Text 80 |r, l| text(claims(&r.record.claims, l));
    false "first_claim" "首项权利要求" "First claim" Text 60 |r, l| text(set(&r.record.claims, l).and_then(|s| s.claims.first()).map(|c| c.text.clone()).unwrap_or_default());
    false "description" "说明书" "Description" Text 80 |r, l| text(passage(&r.record.descriptions, l));
    true "claims_count" "权利要求数" "Claims, count" Count 8 |r, l| counted(set(&r.record.claims, l).map(|s| s.claims.len()));
    false "independent_claims_count" "独立权利要求数" "Independent claims" Count 8 |r, l| counted(set(&r.record.claims, l).map(|s| s.claims.iter().filter(|c| c.depends_on.is_empty()).count()));
    false "citations" "引用专利" "Patents cited" Text 36 |r, _| text(join(r.record.citations.iter().filter_map(|c| c.patent.as_ref()).map(number)));
    false "literature" "引用文献（非专利）" "Literature cited" Text 60 |r, _| text(join(r.record.citations.iter().map(|c| c.literature.clone())));
    false "citations_count" "引用专利数" "Patents cited, count" Count 8 |r, _| counted(Some(r.record.citations.iter().filter(|c| c.patent.is_some()).count()));
    true "cited_by" "被引次数" "Times cited" Count 8 |r, _| Value::Count(r.derived.cited_by);
    true "family" "简单同族" "Simple family" Text 20 |r, _| optional(&r.derived.simple_family);
    true "family_size" "同族数" "Family size" Count 8 |r, _| Value::Count(r.derived.family_size);
    true "state" "法律状态" "Legal state" Text 12 |r, _| optional(&r.derived.state);
    false "events" "法律事件" "Legal events" Text 48 |r, _| text(join(r.record.events.iter().map(|e| format!("{} {} {}", e.date.map(|d| d.to_string()).unwrap_or_default(), e.code, e.text).trim().to_owned())));
    false "related" "相关文献" "Related documents" Text 30 |r, _| text(join(r.record.relations.iter().map(|x| number(&x.id))));
    false "designated" "指定国" "Designated states" Text 30 |r, _| text(join(r.record.designated.iter().cloned()));
    false "languages" "语言" "Languages" Text 8 |r, _| text(join(languages(r.record).into_iter().map(str::to_owned)));
    false "link" "链接" "Link" Text 40 |r, _| optional(&r.derived.link);
}

fn text(text: String) -> Value {
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text)
    }
}

fn optional(text: &Option<String>) -> Value {
    text.as_ref()
        .map_or(Value::Empty, |text| self::text(text.clone()))
}

fn date(date: Option<Date>) -> Value {
    date.map_or(Value::Empty, Value::Date)
}

fn counted(count: Option<usize>) -> Value {
    count.map_or(Value::Empty, |count| {
        Value::Count(u32::try_from(count).unwrap_or(u32::MAX))
    })
}

/// Several values in one cell: joined by `; `, empty ones left out.
fn join(values: impl Iterator<Item = String>) -> String {
    let mut joined = String::new();
    for value in values.filter(|value| !value.is_empty()) {
        if !joined.is_empty() {
            joined.push_str("; ");
        }
        joined.push_str(&value);
    }
    joined
}

/// Office, number and kind without blanks.
pub(super) fn number(id: &DocId) -> String {
    format!("{}{}{}", id.office, id.number, id.kind)
}

/// The application number as printed, with its office in front; the check digit stays.
pub(super) fn application_number(id: &DocId) -> String {
    let printed = if id.original.is_empty() {
        &id.number
    } else {
        &id.original
    };
    if printed.is_empty() || printed.starts_with(id.office.as_str()) {
        printed.clone()
    } else {
        format!("{}{printed}", id.office)
    }
}

/// The names of parties of some roles.
fn names(record: &Record, roles: &[Role]) -> String {
    join(parties(record, roles).map(|party| party.name.clone()))
}

/// The parties of some roles.
pub(super) fn parties<'a>(
    record: &'a Record,
    roles: &'a [Role],
) -> impl Iterator<Item = &'a Party> {
    record
        .parties
        .iter()
        .filter(|party| roles.contains(&party.role))
}

/// The first address of an applicant or owner.
fn address(record: &Record) -> String {
    parties(record, &[Role::Applicant, Role::Owner])
        .map(|party| party.address.clone())
        .find(|address| !address.is_empty())
        .unwrap_or_default()
}

fn countries(record: &Record) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for party in parties(record, &[Role::Applicant, Role::Owner]) {
        if !party.country.is_empty() && !seen.contains(&party.country.as_str()) {
            seen.push(&party.country);
        }
    }
    join(seen.into_iter().map(str::to_owned))
}

/// The title in a language, else in Chinese, English, or whatever comes first.
pub(super) fn title(record: &Record, language: Language) -> &str {
    let wanted = [language.code(), "zh", "en"];
    wanted
        .into_iter()
        .map(|lang| title_in(record, lang))
        .find(|title| !title.is_empty())
        .or_else(|| record.titles.first().map(|title| title.text.as_str()))
        .unwrap_or_default()
}

fn title_in<'a>(record: &'a Record, lang: &str) -> &'a str {
    record
        .titles
        .iter()
        .find(|title| title.lang == lang)
        .map(|title| title.text.as_str())
        .unwrap_or_default()
}

/// The text of the passage in a language, else of the first one; paragraphs as lines.
pub(super) fn passage(passages: &[Passage], language: Language) -> String {
    passages
        .iter()
        .find(|passage| passage.lang == language.code())
        .or(passages.first())
        .map(|passage| {
            let lines: Vec<&str> = passage.paragraphs.iter().map(|p| p.text.as_str()).collect();
            lines.join("\n")
        })
        .unwrap_or_default()
}

fn set(sets: &[ClaimSet], language: Language) -> Option<&ClaimSet> {
    sets.iter()
        .find(|set| set.lang == language.code())
        .or(sets.first())
}

fn claims(sets: &[ClaimSet], language: Language) -> String {
    let Some(set) = set(sets, language) else {
        return String::new();
    };
    let lines: Vec<String> = set
        .claims
        .iter()
        .map(|claim| format!("{}. {}", claim.number, claim.text))
        .collect();
    lines.join("\n")
}

/// The symbols of a scheme, each once, the first class first.
pub(super) fn symbols(record: &Record, scheme: Scheme) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    let of_scheme = || record.classes.iter().filter(|class| class.scheme == scheme);
    for class in of_scheme()
        .filter(|class| class.first)
        .chain(of_scheme().filter(|class| !class.first))
    {
        if !class.symbol.is_empty() && !seen.contains(&class.symbol.as_str()) {
            seen.push(&class.symbol);
        }
    }
    seen
}

fn classes(record: &Record, scheme: Scheme) -> String {
    join(symbols(record, scheme).into_iter().map(str::to_owned))
}

fn main_class(record: &Record, scheme: Scheme) -> String {
    symbols(record, scheme)
        .first()
        .map(|symbol| (*symbol).to_owned())
        .unwrap_or_default()
}

/// Languages of the titles and abstracts, each once.
pub(super) fn languages(record: &Record) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    let titles = record.titles.iter().map(|title| title.lang.as_str());
    let abstracts = record.abstracts.iter().map(|text| text.lang.as_str());
    for lang in titles.chain(abstracts) {
        if !lang.is_empty() && !seen.contains(&lang) {
            seen.push(lang);
        }
    }
    seen
}
