//! Layers → one document: what several formats say about one publication, by order of trust.

use crate::record::{Party, Record, Role};

/// Merges the current layers of a document; `layers` come in the order of trust and are not empty.
///
/// A field that the most trusted layer fills stays as that layer has it. Texts are complemented by
/// language, parties by role, classes by scheme; events, notes and extras of all layers are kept.
pub fn merge(mut layers: Vec<Record>) -> Option<Record> {
    if layers.is_empty() {
        return None;
    }
    let mut whole = layers.remove(0);
    for layer in layers {
        join(&mut whole, layer);
    }
    Some(whole)
}

fn join(whole: &mut Record, layer: Record) {
    if whole.publication.date.is_none() {
        whole.publication.date = layer.publication.date;
    }
    if whole.publication.lang.is_empty() {
        whole.publication.lang = layer.publication.lang;
    }
    match (&mut whole.application, layer.application) {
        (Some(held), Some(other)) => {
            if held.date.is_none() {
                held.date = other.date;
            }
            if held.original.is_empty() {
                held.original = other.original;
            }
        }
        (held @ None, other) => *held = other,
        (Some(_), None) => {}
    }
    by_key(&mut whole.titles, layer.titles, |text| text.lang.clone());
    by_key(&mut whole.abstracts, layer.abstracts, |text| {
        text.lang.clone()
    });
    by_key(&mut whole.claims, layer.claims, |set| set.lang.clone());
    by_key(&mut whole.descriptions, layer.descriptions, |text| {
        text.lang.clone()
    });
    join_parties(&mut whole.parties, layer.parties);
    by_key(&mut whole.classes, layer.classes, |class| class.scheme);
    for priority in layer.priorities {
        match whole
            .priorities
            .iter_mut()
            .find(|p| p.id.office == priority.id.office && p.id.number == priority.id.number)
        {
            // DOCDB alone knows whether a claim counts for the simple family.
            Some(held) => held.active &= priority.active,
            None => whole.priorities.push(priority),
        }
    }
    for relation in layer.relations {
        if !whole
            .relations
            .iter()
            .any(|r| r.kind == relation.kind && r.id.number == relation.id.number)
        {
            whole.relations.push(relation);
        }
    }
    if whole.citations.is_empty() {
        whole.citations = layer.citations;
    }
    for event in layer.events {
        if !whole.events.contains(&event) {
            whole.events.push(event);
        }
    }
    if whole.drawings.is_empty() {
        whole.drawings = layer.drawings;
    }
    for (name, date) in layer.dates {
        whole.dates.entry(name).or_insert(date);
    }
    if whole.source_family.is_empty() {
        whole.source_family = layer.source_family;
    }
    if whole.designated.is_empty() {
        whole.designated = layer.designated;
    }
    for (name, value) in layer.extras {
        whole.extras.entry(name).or_insert(value);
    }
    whole.notes.extend(layer.notes);
}

/// Adds those of `others` whose key `held` does not have yet.
fn by_key<T, K: PartialEq>(held: &mut Vec<T>, others: Vec<T>, key: impl Fn(&T) -> K) {
    let known: Vec<K> = held.iter().map(&key).collect();
    held.extend(
        others
            .into_iter()
            .filter(|other| !known.contains(&key(other))),
    );
}

/// Roles that are not there yet come whole; a role that is there takes missing addresses,
/// countries and other spellings of the party at the same place.
fn join_parties(held: &mut Vec<Party>, others: Vec<Party>) {
    let known: Vec<Role> = held.iter().map(|party| party.role).collect();
    for other in others {
        if !known.contains(&other.role) {
            held.push(other);
            continue;
        }
        let place = held.iter_mut().find(|party| {
            party.role == other.role && party.sequence == other.sequence && other.sequence > 0
        });
        if let Some(party) = place {
            if party.address.is_empty() {
                party.address = other.address;
            }
            if party.country.is_empty() {
                party.country = other.country;
            }
            for (script, name) in other.names {
                party.names.entry(script).or_insert(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Format, Text};

    #[test]
    fn a_poorer_layer_adds_and_never_takes_away() {
        let text = |lang: &str, text: &str| Text {
            lang: lang.into(),
            text: text.into(),
        };
        let mut full = Record::new(Format::CnXml);
        full.titles = vec![text("zh", "石墨烯电池")];
        let mut gazette = Record::new(Format::GazetteCsv);
        gazette.titles = vec![text("zh", "石墨烯"), text("en", "graphene")];
        gazette.extras.insert("item".into(), "7".into());
        let merged = merge(vec![full, gazette]).expect("merges");
        assert_eq!(merged.format, Format::CnXml);
        assert_eq!(
            merged.titles,
            [text("zh", "石墨烯电池"), text("en", "graphene")]
        );
        assert_eq!(merged.extras["item"], "7");
    }
}
