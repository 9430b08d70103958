//! Cited documents of DOCDB, OPS and the European register.

use super::ids::Forms;
use crate::read::rest::{Ledger, extra};
use crate::read::tree::{Element, Node};
use crate::record::{Citation, Record};

/// `references-cited`: one citation for each `citation` element.
pub fn references(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for element in list.all("citation") {
        let citation = citation(element, record, ledger);
        record.citations.push(citation);
    }
}

fn citation(element: &Element, record: &mut Record, ledger: &mut Ledger) -> Citation {
    let prefix = format!("citation.{}", record.citations.len() + 1);
    let mut citation = Citation {
        phase: ["cited-phase", "srep-phase"]
            .iter()
            .find_map(|name| ledger.attribute(element, name))
            .unwrap_or_default(),
        by: ledger.attribute(element, "cited-by").unwrap_or_default(),
        ..Citation::default()
    };
    for name in ["cited-date", "srep-office", "office"] {
        if let Some(value) = ledger.attribute(element, name) {
            extra(&mut record.extras, &format!("{prefix}.{name}"), &value);
        }
    }
    let mut relevance = Relevance::default();
    for child in element.elements() {
        match child.name.as_str() {
            "patcit" => patent(child, &prefix, &mut citation, record, ledger),
            "nplcit" => literature(child, &prefix, &mut citation, record, ledger),
            _ => relevance.read(child, ledger),
        }
    }
    relevance.close();
    citation.category = relevance.categories.iter().collect();
    citation.claims = relevance.claims();
    let mut passages = relevance.passages;
    if !citation.passages.is_empty() {
        passages.insert(0, std::mem::take(&mut citation.passages));
    }
    citation.passages = passages.join("\n");
    citation
}

/// Categories with the claims they concern, in the order of the file.
#[derive(Default)]
struct Relevance {
    categories: Vec<char>,
    pairs: Vec<(String, String)>,
    open: String,
    passages: Vec<String>,
}

impl Relevance {
    fn read(&mut self, element: &Element, ledger: &mut Ledger) {
        match element.name.as_str() {
            "category" => {
                self.close();
                self.open = ledger.text(element);
                for letter in self
                    .open
                    .chars()
                    .filter(|c| c.is_alphanumeric() || *c == '&')
                {
                    if !self.categories.contains(&letter) {
                        self.categories.push(letter);
                    }
                }
            }
            "rel-claims" => {
                let claims = ledger.text(element);
                let category = std::mem::take(&mut self.open);
                if !claims.is_empty() {
                    self.pairs.push((category, claims));
                }
            }
            "passage" => {
                let passage = passage_text(element, ledger);
                if !passage.is_empty() {
                    self.passages.push(passage);
                }
            }
            "rel-passage" => {
                for child in element.elements() {
                    self.read(child, ledger);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        self.open.clear();
    }

    /// `1-15`; several with their category: `Y 1-12,15; A 13,14`.
    fn claims(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut distinct: Vec<&String> = self.pairs.iter().map(|(_, claims)| claims).collect();
        distinct.dedup();
        for (category, claims) in &self.pairs {
            let line = if distinct.len() == 1 {
                claims.clone()
            } else {
                format!("{category} {claims}").trim().to_owned()
            };
            if lines.len() > 100 || !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.join("; ")
    }
}

/// The text of a passage; parts (`pp`, `line`, `figure`) as `pp 7, line 10`.
fn passage_text(element: &Element, ledger: &mut Ledger) -> String {
    ledger.take(element);
    if element.elements().next().is_none() {
        return element.text();
    }
    let mut parts = Vec::new();
    for node in &element.children {
        match node {
            Node::Text(text) if !text.trim().is_empty() => parts.push(text.trim().to_owned()),
            Node::Element(child) => parts.push(format!("{} {}", child.name, child.text())),
            _ => {}
        }
    }
    parts.join(", ")
}

fn patent(
    element: &Element,
    prefix: &str,
    citation: &mut Citation,
    record: &mut Record,
    ledger: &mut Ledger,
) {
    let mut forms = Forms::default();
    for id in element.all("document-id") {
        forms.add(id, "", ledger);
    }
    let printed = ledger.attribute(element, "dnum");
    ledger.attribute(element, "dnum-type");
    if forms.is_empty()
        && let Some(dnum) = &printed
    {
        forms.epodoc = dnum.clone();
    }
    extra(&mut record.extras, &format!("{prefix}.name"), &forms.name);
    forms.keep(prefix, record);
    citation.patent = forms.id();
    if let (Some(id), Some(dnum)) = (&mut citation.patent, printed) {
        let plain = dnum == format!("{}{}{}", id.office, id.number, id.kind)
            || dnum == format!("{}{}", id.office, id.number);
        if !plain && id.original.is_empty() {
            id.original = dnum;
        }
    }
    if let Some(text) = element.child("text") {
        citation.passages = ledger.text(text);
    }
    if citation.patent.is_none() {
        citation.literature = std::mem::take(&mut citation.passages);
    }
    ledger.attribute(element, "url"); // built from the number by the register
}

fn literature(
    element: &Element,
    prefix: &str,
    citation: &mut Citation,
    record: &mut Record,
    ledger: &mut Ledger,
) {
    citation.literature = npl_text(element);
    ledger.take(element);
    let known = fold(&citation.literature);
    let words: Vec<String> = citation
        .literature
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .collect();
    for (name, value) in &element.attributes {
        if matches!(name.as_str(), "num" | "id" | "url") || known.contains(&fold(value)) {
            continue;
        }
        extra(&mut record.extras, &format!("{prefix}.{name}"), value);
    }
    let mut leaves = Vec::new();
    collect_leaves(element, "", &mut leaves);
    for (path, value) in leaves {
        let folded = fold(&value);
        // A short value (a volume) stands in the text when it is a word of it.
        let said = match folded.len() {
            0 => true,
            1..=3 => words.contains(&folded),
            _ => known.contains(&folded),
        };
        if said {
            continue;
        }
        extra(&mut record.extras, &format!("{prefix}.{path}"), &value);
    }
}

/// The reference as one text: `text` where the file has it, else its parts in order.
pub fn npl_text(element: &Element) -> String {
    if let Some(text) = element.text_at("text") {
        return text;
    }
    if element.elements().next().is_none() {
        return element.text();
    }
    let mut leaves = Vec::new();
    collect_leaves(element, "", &mut leaves);
    let parts: Vec<String> = leaves.into_iter().map(|(_, value)| value).collect();
    parts.join(", ")
}

fn collect_leaves(element: &Element, path: &str, out: &mut Vec<(String, String)>) {
    let own = element
        .children
        .iter()
        .any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    if own {
        out.push((path.to_owned(), element.text()));
        return;
    }
    for child in element.elements() {
        let path = match path {
            "" => child.name.clone(),
            _ => format!("{path}.{}", child.name),
        };
        collect_leaves(child, &path, out);
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
