//! Documents cited in a Chinese publication.

use crate::read::bodytext::{attribute, same_name};
use crate::read::cn::biblio::original;
use crate::read::cn::number::{Of, child, doc_id, find_all};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{Citation, Record};

/// Reads `ReferencesCited` (`references-cited`).
pub fn read(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut lists = Vec::new();
    find_all(biblio, &["referencescited"], &mut lists);
    for list in lists {
        let mut found = Vec::new();
        find_all(list, &["citation"], &mut found);
        for element in found {
            citation(ledger, element, record);
        }
        // Keeps what is not a citation, too, and hides the list from those who look for numbers.
        ledger.keep_rest(list, "references-cited", record);
        ledger.take(list);
    }
}

fn is_literature(name: &str) -> bool {
    [
        "nplcit",
        "nonpatentcitation",
        "nonpatentliteraturecitation",
        "literaturecitation",
        "nplcitation",
        "othercitation",
        "articlecitation",
    ]
    .iter()
    .any(|key| same_name(name, key))
}

fn citation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let number = record.citations.len() + 1;
    let mut citation = Citation {
        phase: attribute(element, &["srepphase", "citedphase"]).unwrap_or_default(),
        by: attribute(element, &["citedby", "sourcedb"]).unwrap_or_default(),
        ..Citation::default()
    };
    let mut references = Vec::new();
    find_all(
        element,
        &["publicationreference", "documentid"],
        &mut references,
    );
    let patent = element.elements().find(|e| {
        [
            "applicationcitation",
            "patentcitation",
            "patcit",
            "patentdocumentcitation",
        ]
        .iter()
        .any(|key| same_name(&e.name, key))
    });
    let chosen = original(&references).or(patent);
    if let Some(chosen) = chosen {
        let printed_date = child(child(chosen, "documentid").unwrap_or(chosen), "date")
            .map(|e| e.text())
            .unwrap_or_default();
        let id = doc_id(ledger, chosen, Of::Publication);
        if id.date.is_none() && !printed_date.is_empty() {
            extra(
                record,
                "citation.date",
                &format!("{number}: {printed_date}"),
            );
        }
        for other in &references {
            let other_id = doc_id(ledger, other, Of::Publication);
            if !other_id.number.is_empty() && other_id.number != id.number {
                extra(
                    record,
                    "citation.standard",
                    &format!(
                        "{number}: {}{}{}",
                        other_id.office, other_id.number, other_id.kind
                    ),
                );
            }
        }
        if !id.number.is_empty() {
            citation.patent = Some(id);
        }
    }
    if let Some(literature) = element.elements().find(|e| is_literature(&e.name)) {
        citation.literature = ledger.text(literature);
    }
    let mut categories = Vec::new();
    find_all(
        element,
        &["category", "citationcategory", "relevantcategory"],
        &mut categories,
    );
    citation.category = categories
        .iter()
        .map(|e| ledger.text(e))
        .collect::<String>();
    citation.category.retain(|c| !c.is_whitespace() && c != ',');
    citation.claims = joined(
        ledger,
        element,
        &[
            "relclaims",
            "relevantclaims",
            "relclaim",
            "relatedclaims",
            "claimnumbers",
        ],
        ",",
    );
    citation.passages = joined(
        ledger,
        element,
        &[
            "relpassage",
            "relevantpassage",
            "passage",
            "passages",
            "relatedpassage",
        ],
        "\n",
    );
    if citation.patent.is_none() && citation.literature.is_empty() {
        let text = element.text();
        if text.is_empty() {
            note(record, "read.empty-citation", format!("citation {number}"));
            return;
        }
        // A citation of a form that is not known is kept in its words.
        citation.literature = text;
        ledger.take(element);
    }
    for child in element.elements() {
        if !ledger.is_taken(child) {
            ledger.keep_rest(child, &format!("citation.{}", child.name), record);
        }
    }
    ledger.take(element);
    record.citations.push(citation);
}

fn joined(ledger: &Ledger, element: &Element, keys: &[&str], glue: &str) -> String {
    let mut found = Vec::new();
    find_all(element, keys, &mut found);
    let texts: Vec<String> = found
        .iter()
        .map(|e| ledger.text(e))
        .filter(|t| !t.is_empty())
        .collect();
    texts.join(glue)
}
