//! Red book: `us-patent-grant` and `us-patent-application`, v4.0 to v4.7.

use crate::read::ReadError;
use crate::read::bodytext::{self, drawings, paragraphs, raw_text};
use crate::read::classes::{
    class, ipc_symbol, locarno_symbol, mark_first, uspc_symbol, version_of,
};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::read::us::{country, doc_id, finish, party};
use crate::record::{
    Citation, Class, DocId, Format, Passage, Priority, Record, Relation, RelationKind, Scheme, Text,
};
use quanlian_handbook::Date;

/// Reads one grant or application of the red book.
///
/// # Errors
/// `read.no-publication-number` when neither the bibliography nor the root names a number.
pub fn redbook(root: &Element) -> Result<Vec<Record>, ReadError> {
    let ledger = Ledger::new();
    let mut record = Record::new(Format::UsRedBook);
    let lang = root.attribute("lang").unwrap_or("EN").to_lowercase();
    record.produced = root.attribute("date-produced").and_then(Date::read);
    for (name, key) in [
        ("file", "file"),
        ("status", "status"),
        ("dtd-version", "version"),
    ] {
        extra(&mut record, key, root.attribute(name).unwrap_or_default());
    }
    let empty = Element::default();
    let biblio = root
        .elements()
        .find(|e| e.name.starts_with("us-bibliographic-data") || e.name == "bibliographic-data")
        .unwrap_or(&empty);
    ledger.take(biblio);
    numbers(&ledger, root, biblio, &mut record);
    classes(&ledger, biblio, &mut record);
    for title in biblio.all("invention-title") {
        let text = ledger.text(title);
        if !text.is_empty() {
            let lang = title.attribute("lang").unwrap_or(&lang).to_lowercase();
            record.titles.push(Text { lang, text });
        }
    }
    for list in biblio
        .elements()
        .filter(|e| e.name.ends_with("references-cited"))
    {
        for citation in list.elements() {
            read_citation(&ledger, citation, &mut record);
        }
    }
    for list in biblio
        .elements()
        .filter(|e| e.name.ends_with("related-documents"))
    {
        for relation in list.elements() {
            read_relation(&ledger, relation, &mut record);
        }
    }
    party::read_parties(&ledger, biblio, &mut record);
    international(&ledger, biblio, &mut record);
    let stated_claims = ledger.child_text(biblio, "number-of-claims");
    extra(&mut record, "number-of-claims", &stated_claims);
    let days = ledger.text_at(biblio, "us-term-of-grant/us-term-extension");
    extra(&mut record, "term-of-grant.extension-days", &days);
    let length = ledger.text_at(biblio, "us-term-of-grant/length-of-grant");
    extra(&mut record, "term-of-grant.length-of-grant", &length);
    ledger.keep_rest(biblio, "", &mut record);
    bodies(&ledger, root, &lang, &mut record);
    ledger.keep_rest(root, "", &mut record);
    mark_first(&mut record.classes);
    finish(record, &stated_claims, &root.name)
}

/// The `document-id` below an element, or the element itself where the file leaves it out.
fn read_id(ledger: &Ledger, element: &Element) -> DocId {
    let id = element.child("document-id").unwrap_or(element);
    doc_id(
        &ledger.child_text(id, "country"),
        &ledger.child_text(id, "doc-number"),
        &ledger.child_text(id, "kind"),
        &ledger.child_text(id, "date"),
    )
}

fn numbers(ledger: &Ledger, root: &Element, biblio: &Element, record: &mut Record) {
    match biblio.child("publication-reference") {
        Some(reference) => record.publication = read_id(ledger, reference),
        None => note(record, "read.missing-node", "publication-reference"),
    }
    if record.publication.office.is_empty() {
        record.publication.office = country(root.attribute("country").unwrap_or("US"));
    }
    let published = root.attribute("date-publ").and_then(Date::read);
    record.publication.date = record.publication.date.or(published);
    if let Some(reference) = biblio.child("application-reference") {
        let kind = reference.attribute("appl-type").unwrap_or_default();
        extra(record, "application.type", kind);
        let mut application = read_id(ledger, reference);
        if application.office.is_empty() {
            application.office = record.publication.office.clone();
        }
        if application.number.is_empty() {
            note(
                record,
                "read.missing-node",
                "application-reference/doc-number",
            );
        } else {
            record.application = Some(application);
        }
    } else {
        note(record, "read.missing-node", "application-reference");
    }
    for claims in biblio.elements().filter(|e| e.name == "priority-claims") {
        for claim in claims.all("priority-claim") {
            let id = read_id(ledger, claim);
            if id.number.is_empty() {
                continue;
            }
            record.priorities.push(Priority {
                id,
                kind: claim.attribute("kind").unwrap_or_default().to_owned(),
                active: true,
                linkage: String::new(),
            });
        }
    }
}

fn classes(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for element in biblio.elements() {
        match element.name.as_str() {
            "classifications-ipcr" | "classifications-cpc" => {
                let mut found = Vec::new();
                element.find_all("classification-ipcr", &mut found);
                element.find_all("classification-cpc", &mut found);
                let main = element.child("main-cpc");
                for item in found {
                    let is_main = main.is_some_and(|m| m.elements().any(|e| std::ptr::eq(e, item)));
                    coded_class(ledger, item, is_main, record);
                }
                combinations(element, record);
                ledger.take(element);
            }
            "classification-ipcr" => coded_class(ledger, element, false, record),
            "classification-ipc" => {
                let edition = ledger.child_text(element, "edition");
                listed_classes(ledger, element, Scheme::Ipc, &edition, record);
            }
            "classification-locarno" => {
                let edition = ledger.child_text(element, "edition");
                listed_classes(ledger, element, Scheme::Locarno, &edition, record);
            }
            "classification-national" => {
                listed_classes(ledger, element, Scheme::Uspc, "", record);
            }
            _ => {}
        }
    }
}

/// A class in parts: section, class, subclass, main group, subgroup.
fn coded_class(ledger: &Ledger, item: &Element, is_main: bool, record: &mut Record) {
    let part = |name: &str| ledger.child_text(item, name);
    let printed = format!(
        "{}{}{}{}/{}",
        part("section"),
        part("class"),
        part("subclass"),
        part("main-group"),
        part("subgroup")
    );
    let scheme = if item.name.ends_with("cpc") {
        Scheme::Cpc
    } else {
        Scheme::Ipc
    };
    let first = is_main
        || part("symbol-position") == "F"
            && !item.name.ends_with("cpc")
            && !record.classes.iter().any(|c| c.scheme == scheme && c.first);
    let (symbol, _) = ipc_symbol(&printed).unwrap_or_else(|| (printed, String::new()));
    let mut details = vec![symbol.clone() + ":"];
    for name in [
        "classification-level",
        "symbol-position",
        "classification-status",
        "classification-data-source",
        "scheme-origination-code",
    ] {
        let value = part(name);
        if !value.is_empty() {
            details.push(format!("{name} {value}"));
        }
    }
    let action = ledger.text_at(item, "action-date/date");
    if !action.is_empty() {
        details.push(format!("action-date {action}"));
    }
    extra(
        record,
        &format!("{}.details", item.name),
        &details.join(" "),
    );
    let version = match item.name.ends_with("cpc") {
        true => ledger.text_at(item, "cpc-version-indicator/date"),
        false => ledger.text_at(item, "ipc-version-indicator/date"),
    };
    record.classes.push(Class {
        scheme,
        symbol,
        first,
        value: part("classification-value"),
        version: version_of(&version),
        office: country(&ledger.text_at(item, "generating-office/country")),
    });
}

/// Which symbols a CPC combination set joins, one line a set.
fn combinations(list: &Element, record: &mut Record) {
    let mut sets = Vec::new();
    list.find_all("combination-set", &mut sets);
    for set in sets {
        let group = set.text_at("group-number").unwrap_or_default();
        let mut ranked = Vec::new();
        for rank in set.all("combination-rank") {
            let number = rank.text_at("rank-number").unwrap_or_default();
            if let Some(item) = rank.child("classification-cpc") {
                let part = |name: &str| item.text_at(name).unwrap_or_default();
                ranked.push(format!(
                    "{number} {}{}{}{}/{}",
                    part("section"),
                    part("class"),
                    part("subclass"),
                    part("main-group"),
                    part("subgroup")
                ));
            }
        }
        extra(
            record,
            "classification-cpc.combination-set",
            &format!("{group}: {}", ranked.join(", ")),
        );
    }
}

/// Classes as printed texts, main and further.
fn listed_classes(
    ledger: &Ledger,
    element: &Element,
    scheme: Scheme,
    edition: &str,
    record: &mut Record,
) {
    let office = country(&ledger.child_text(element, "country"));
    let mut found = Vec::new();
    for item in element.elements() {
        let first = item.name == "main-classification";
        if !first && item.name != "further-classification" {
            continue;
        }
        ledger.take(item);
        let printed = raw_text(item);
        if printed.trim().is_empty() {
            continue;
        }
        let (symbol, version) = match scheme {
            Scheme::Ipc => {
                ipc_symbol(&printed).unwrap_or_else(|| (squeeze(&printed), String::new()))
            }
            Scheme::Locarno => {
                locarno_symbol(&printed).unwrap_or_else(|| (squeeze(&printed), String::new()))
            }
            _ => (uspc_symbol(&printed), String::new()),
        };
        let version = if version.is_empty() {
            edition.to_owned()
        } else {
            version
        };
        found.push(Class {
            first,
            version,
            office: office.clone(),
            ..class(scheme, symbol)
        });
        extra(record, &format!("{}.printed", element.name), printed.trim());
    }
    record.classes.append(&mut found);
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

fn read_citation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let number = record.citations.len() + 1;
    let mut citation = Citation::default();
    if let Some(patent) = element.child("patcit") {
        let id = patent.child("document-id").unwrap_or(patent);
        let printed_date = id.text_at("date").unwrap_or_default();
        let name = ledger.child_text(id, "name");
        extra(record, "citation.name", &numbered(number, &name));
        let cited = read_id(ledger, patent);
        if cited.date.is_none() {
            extra(record, "citation.date", &numbered(number, &printed_date));
        }
        if !cited.number.is_empty() {
            citation.patent = Some(cited);
        }
    }
    if let Some(other) = element.child("nplcit") {
        citation.literature = ledger.text(other);
    }
    let category = ledger.child_text(element, "category");
    citation.by = category
        .strip_prefix("cited by ")
        .unwrap_or(&category)
        .to_owned();
    for item in element
        .elements()
        .filter(|e| e.name.starts_with("classification"))
    {
        let printed = match item.child("main-classification") {
            Some(main) => raw_text(main).trim().to_owned(),
            None => ledger.text(item),
        };
        ledger.take(item);
        extra(record, "citation.class", &numbered(number, &printed));
    }
    if citation.patent.is_none() && citation.literature.is_empty() {
        note(record, "read.empty-citation", format!("citation {number}"));
        return;
    }
    ledger.take(element);
    for rest in element.elements() {
        if !["patcit", "nplcit", "category"].contains(&rest.name.as_str())
            && !rest.name.starts_with("classification")
        {
            extra(
                record,
                &format!("citation.{}", rest.name),
                &numbered(number, &bodytext::flatten(rest)),
            );
        }
    }
    record.citations.push(citation);
}

fn numbered(number: usize, value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        format!("{number}: {value}")
    }
}

/// The kind of relation that an element of `us-related-documents` states.
pub fn relation_kind(name: &str) -> RelationKind {
    match name {
        "addition" => RelationKind::Addition,
        "division" | "us-division" | "division-of" => RelationKind::Division,
        "continuation" | "continuation-of" => RelationKind::Continuation,
        "continuation-in-part" | "continuation-in-part-of" => RelationKind::ContinuationInPart,
        "reissue"
        | "continuing-reissue"
        | "us-divisional-reissue"
        | "reissue-of"
        | "us-reexamination-reissue-merger" => RelationKind::Reissue,
        "reexamination" | "us-reexamination" | "reexamination-of" => RelationKind::Reexamination,
        "substitution" | "substitution-for" => RelationKind::Substitution,
        "us-provisional-application" | "non-provisional-of-provisional" => {
            RelationKind::Provisional
        }
        "related-publication" => RelationKind::RelatedPublication,
        "correction" => RelationKind::Correction,
        "a-371-of-international" => RelationKind::PctApplication,
        _ => RelationKind::Other,
    }
}

fn read_relation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let kind = relation_kind(&element.name);
    let mut notes = Vec::new();
    if kind == RelationKind::Other || element.name.contains("reissue") && element.name != "reissue"
    {
        notes.push(element.name.clone());
    }
    let mut pairs: Vec<&Element> = element.all("relation").collect();
    if pairs.is_empty() && element.child("parent-doc").is_some() {
        pairs.push(element);
    }
    for pair in &pairs {
        for parent in pair.all("parent-doc") {
            let mut notes = notes.clone();
            let id = read_id(ledger, parent);
            let status = ledger.child_text(parent, "parent-status");
            if !status.is_empty() {
                notes.push(format!("status {status}"));
            }
            for (name, label) in [
                ("parent-grant-document", "grant"),
                ("parent-pct-document", "pct"),
            ] {
                for document in parent.all(name) {
                    notes.push(format!("{label} {}", in_words(&read_id(ledger, document))));
                }
            }
            for child in pair.all("child-doc") {
                notes.push(format!("child {}", in_words(&read_id(ledger, child))));
            }
            if id.number.is_empty() {
                note(
                    record,
                    "read.missing-node",
                    format!("{}/parent-doc", element.name),
                );
            }
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
    if !pairs.is_empty() {
        return;
    }
    let mut ids: Vec<&Element> = element.all("document-id").collect();
    if ids.is_empty() && element.child("doc-number").is_some() {
        ids.push(element);
    }
    for id in ids {
        let id = read_id(ledger, id);
        if !id.number.is_empty() {
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
}

/// A document id as one printed line.
pub fn in_words(id: &DocId) -> String {
    let number = if id.original.is_empty() {
        &id.number
    } else {
        &id.original
    };
    let date = id.date.map(|d| d.to_string()).unwrap_or_default();
    [&id.office, number, &id.kind, &date]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

/// PCT data and the dates of entry, Hague data.
fn international(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for element in biblio.elements() {
        let kind = match element.name.as_str() {
            "pct-or-regional-filing-data" => RelationKind::PctApplication,
            "pct-or-regional-publishing-data" => RelationKind::PctPublication,
            _ => continue,
        };
        let id = read_id(ledger, element);
        let mut notes = Vec::new();
        for rest in element.elements().filter(|e| e.name != "document-id") {
            let text = ledger.text(rest);
            if let Some(date) = Date::read(&text) {
                record.dates.insert(rest.name.clone(), date);
            }
            notes.push(format!("{} {text}", rest.name));
        }
        if !id.number.is_empty() {
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
    dated_acts(ledger, biblio, record);
}

/// Dates that stand alone below the bibliography or its Hague data.
fn dated_acts(ledger: &Ledger, element: &Element, record: &mut Record) {
    for child in element.elements() {
        if child.name == "hague-agreement-data" || child.name == "us-term-of-grant" {
            dated_acts(ledger, child, record);
        } else if child.name.ends_with("-date") {
            let text = bodytext::flatten(child);
            if let Some(date) = Date::read(&text) {
                record.dates.insert(child.name.clone(), date);
                ledger.take(child);
            }
        }
    }
}

fn bodies(ledger: &Ledger, root: &Element, lang: &str, record: &mut Record) {
    for element in root.elements() {
        let lang = element.attribute("lang").unwrap_or(lang).to_lowercase();
        match element.name.as_str() {
            "abstract" | "description" => {
                ledger.take(element);
                let passage = Passage {
                    lang,
                    source: String::new(),
                    paragraphs: paragraphs(element),
                };
                record.drawings.append(&mut drawings(element, ""));
                if passage.paragraphs.is_empty() {
                    continue;
                }
                if element.name == "abstract" {
                    record.abstracts.push(passage);
                } else {
                    record.descriptions.push(passage);
                }
            }
            "claims" => {
                ledger.take(element);
                record.drawings.append(&mut drawings(element, ""));
                let set = bodytext::claim_set(element, &lang);
                if !set.claims.is_empty() {
                    record.claims.push(set);
                }
            }
            "drawings" => {
                ledger.take(element);
                let content = if record.publication.kind.starts_with('S') {
                    "design"
                } else {
                    ""
                };
                record.drawings.append(&mut drawings(element, content));
            }
            _ => {}
        }
    }
}
