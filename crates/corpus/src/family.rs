//! Families and citation counts: derived from the whole collection after each load.
//!
//! Simple family (DOCDB): applications with exactly the same set of active priorities; one without
//! priorities is its own priority. Publications of one application always belong together.
//! Extended family (INPADOC): all that hangs together by application, priority (active or not),
//! PCT link or domestic relation.

use crate::archive::Paths;
use crate::index::Fields;
use crate::index::schema::NUMBER;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use tantivy::{Index, Searcher, SegmentReader};

/// What is derived, by number of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// The simple family: the lowest number of a member.
    pub simple: Vec<u32>,
    /// The extended family: the lowest number of a member.
    pub extended: Vec<u32>,
    /// Documents of the collection that cite this publication.
    pub cited_by: Vec<u32>,
    /// Documents in the simple family.
    pub size: Vec<u32>,
    /// Place in the order of publication numbers (office, then number).
    pub rank: Vec<u32>,
}

const MAGIC: &[u8; 8] = b"QLDRV003";

/// Derives all and stores it for the last commit of the index.
pub fn derive(paths: &Paths, index: &Index) -> Result<Derived, tantivy::TantivyError> {
    let reader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()?;
    let derived = compute(&reader.searcher())?;
    store(paths, index.load_metas()?.opstamp, &derived)?;
    Ok(derived)
}

/// Loads what was derived for a commit, or derives it again when it is not there.
pub fn load_or_derive(paths: &Paths, index: &Index) -> Result<Derived, tantivy::TantivyError> {
    let opstamp = index.load_metas()?.opstamp;
    match load(&file_of(paths, opstamp)) {
        Some(derived) => Ok(derived),
        None => derive(paths, index),
    }
}

/// Derives all without storing it.
pub fn again(index: &Index) -> Result<Derived, tantivy::TantivyError> {
    let reader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()?;
    compute(&reader.searcher())
}

fn file_of(paths: &Paths, opstamp: u64) -> PathBuf {
    paths.derived().join(format!("{opstamp}.bin"))
}

fn store(paths: &Paths, opstamp: u64, derived: &Derived) -> io::Result<()> {
    std::fs::create_dir_all(paths.derived())?;
    let mut bytes = Vec::with_capacity(24 + derived.simple.len() * 20);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&(derived.simple.len() as u64).to_le_bytes());
    for column in [
        &derived.simple,
        &derived.extended,
        &derived.cited_by,
        &derived.size,
        &derived.rank,
    ] {
        for value in column {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
    }
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    let temporary = paths.derived().join(format!("{opstamp}.new"));
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(&bytes)?;
    file.sync_data()?;
    let target = file_of(paths, opstamp);
    std::fs::rename(&temporary, &target)?;
    for entry in std::fs::read_dir(paths.derived())?.flatten() {
        if entry.path() != target {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

fn load(path: &std::path::Path) -> Option<Derived> {
    let bytes = std::fs::read(path).ok()?;
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    if crc32fast::hash(body) != u32::from_le_bytes(sum.try_into().ok()?) || !body.starts_with(MAGIC)
    {
        return None;
    }
    let count = usize::try_from(u64::from_le_bytes(body.get(8..16)?.try_into().ok()?)).ok()?;
    let column = |n: usize| -> Option<Vec<u32>> {
        let from = 16 + n * count * 4;
        let part = body.get(from..from + count * 4)?;
        Some(
            part.chunks_exact(4)
                .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect(),
        )
    };
    Some(Derived {
        simple: column(0)?,
        extended: column(1)?,
        cited_by: column(2)?,
        size: column(3)?,
        rank: column(4)?,
    })
}

/// Numbers for strings, the same string the same number.
#[derive(Default)]
struct Names {
    ids: HashMap<String, u32>,
}

impl Names {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = self.ids.len() as u32;
        self.ids.insert(name.to_owned(), id);
        id
    }
}

/// A string column of a segment, each value as its number in [`Names`].
struct NamedColumn {
    column: Option<tantivy::columnar::StrColumn>,
    ids: Vec<u32>,
}

impl NamedColumn {
    fn read(
        segment: &SegmentReader,
        field: &str,
        names: &mut Names,
    ) -> Result<NamedColumn, tantivy::TantivyError> {
        let column = segment.fast_fields().str(field)?;
        let mut ids = Vec::new();
        if let Some(column) = &column {
            ids.reserve(column.num_terms());
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                ids.push(names.id(&String::from_utf8_lossy(stream.key())));
            }
        }
        Ok(NamedColumn { column, ids })
    }

    fn of(&self, doc: u32) -> impl Iterator<Item = u32> + '_ {
        self.column
            .iter()
            .flat_map(move |column| column.term_ords(doc))
            .filter_map(|ord| self.ids.get(ord as usize).copied())
    }
}

/// One document's links, as numbers of [`Names`].
struct Links {
    number: u32,
    kind: String,
    stem: Option<u32>,
    application: Option<u32>,
    priorities: Vec<u32>,
    relations: Vec<u32>,
    cites: Vec<u32>,
}

fn links(searcher: &Searcher, names: &mut Names) -> Result<Vec<Links>, tantivy::TantivyError> {
    let fields = Fields::build();
    let name = |field| fields.schema.get_field_name(field).to_owned();
    let columns = [
        fields.stem,
        fields.application,
        fields.priorities,
        fields.relations,
        fields.citations,
    ]
    .map(name);
    let mut all = Vec::with_capacity(searcher.num_docs() as usize);
    for segment in searcher.segment_readers() {
        let numbers = segment.fast_fields().u64(NUMBER)?;
        let kinds = segment.fast_fields().str("kd")?;
        let mut read = |i: usize| NamedColumn::read(segment, &columns[i], names);
        let (stems, applications, priorities, relations, citations) =
            (read(0)?, read(1)?, read(2)?, read(3)?, read(4)?);
        for doc in segment.doc_ids_alive() {
            let mut kind = String::new();
            if let Some(column) = &kinds
                && let Some(ord) = column.term_ords(doc).next()
            {
                column.ord_to_str(ord, &mut kind)?;
            }
            all.push(Links {
                number: numbers.first(doc).unwrap_or(0) as u32,
                kind,
                stem: stems.of(doc).next(),
                application: applications.of(doc).next(),
                priorities: priorities.of(doc).collect(),
                relations: relations.of(doc).collect(),
                cites: citations.of(doc).collect(),
            });
        }
    }
    all.sort_by_key(|links| links.number);
    Ok(all)
}

fn compute(searcher: &Searcher) -> Result<Derived, tantivy::TantivyError> {
    let mut names = Names::default();
    let all = links(searcher, &mut names)?;
    let documents = all.last().map_or(0, |last| last.number as usize + 1);
    let mut derived = Derived {
        simple: (0..documents as u32).collect(),
        extended: (0..documents as u32).collect(),
        cited_by: vec![0; documents],
        size: vec![0; documents],
        rank: vec![0; documents],
    };
    rank(&all, &names, &mut derived);
    simple(&all, &mut derived);
    extended(&all, names.ids.len(), &mut derived);
    let mut cited = vec![0u32; names.ids.len()];
    for links in &all {
        for stem in &links.cites {
            cited[*stem as usize] += 1;
        }
    }
    let mut sizes = vec![0u32; documents];
    for links in &all {
        derived.cited_by[links.number as usize] = links.stem.map_or(0, |stem| cited[stem as usize]);
        sizes[derived.simple[links.number as usize] as usize] += 1;
    }
    for links in &all {
        derived.size[links.number as usize] = sizes[derived.simple[links.number as usize] as usize];
    }
    Ok(derived)
}

fn rank(all: &[Links], names: &Names, derived: &mut Derived) {
    let mut sorted: Vec<(&str, u32)> = names
        .ids
        .iter()
        .map(|(name, id)| (name.as_str(), *id))
        .collect();
    sorted.sort_unstable();
    let mut place = vec![0u32; sorted.len()];
    for (rank, (_, id)) in sorted.into_iter().enumerate() {
        place[id as usize] = rank as u32;
    }
    let mut order: Vec<(u32, &str, u32)> = all
        .iter()
        .filter_map(|links| {
            let name = links.stem.or(links.application)?;
            Some((place[name as usize], links.kind.as_str(), links.number))
        })
        .collect();
    order.sort_unstable();
    for (rank, (_, _, number)) in order.into_iter().enumerate() {
        derived.rank[number as usize] = rank as u32;
    }
}

fn simple(all: &[Links], derived: &mut Derived) {
    // What all publications of one application claim together.
    let mut claimed: HashMap<u32, Vec<u32>> = HashMap::new();
    for links in all.iter().filter(|links| !links.priorities.is_empty()) {
        if let Some(application) = links.application {
            claimed
                .entry(application)
                .or_default()
                .extend(&links.priorities);
        }
    }
    for set in claimed.values_mut() {
        set.sort_unstable();
        set.dedup();
    }
    let mut families: HashMap<Vec<u32>, u32> = HashMap::new();
    for links in all {
        let mut own: Vec<u32> = links.priorities.clone();
        own.sort_unstable();
        let set = match links.application {
            Some(application) => claimed
                .get(&application)
                .cloned()
                .unwrap_or_else(|| vec![application]),
            None if !own.is_empty() => own,
            None => links.stem.into_iter().collect(),
        };
        if set.is_empty() {
            continue;
        }
        derived.simple[links.number as usize] = *families.entry(set).or_insert(links.number);
    }
}

fn extended(all: &[Links], names: usize, derived: &mut Derived) {
    let documents = derived.extended.len();
    let mut parent: Vec<u32> = (0..(documents + names) as u32).collect();
    for links in all {
        let nodes = links
            .application
            .iter()
            .chain(&links.priorities)
            .chain(&links.relations)
            .chain(&links.stem);
        for node in nodes {
            join(&mut parent, links.number, documents as u32 + node);
        }
    }
    let mut lowest: HashMap<u32, u32> = HashMap::new();
    for links in all {
        let root = root(&mut parent, links.number);
        derived.extended[links.number as usize] = *lowest.entry(root).or_insert(links.number);
    }
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}

fn join(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the EPO's page on families: D1{P1} D2{P1,P2} D3{P1,P2} D4{P2,P3} D5{P3}.
    #[test]
    fn the_example_of_the_office() {
        let document = |number: u32, priorities: &[u32]| Links {
            number,
            kind: String::new(),
            stem: Some(10 + number),
            application: Some(20 + number),
            priorities: priorities.to_vec(),
            relations: Vec::new(),
            cites: Vec::new(),
        };
        let all = [
            document(0, &[1]),
            document(1, &[1, 2]),
            document(2, &[1, 2]),
            document(3, &[2, 3]),
            document(4, &[3]),
        ];
        let mut derived = Derived {
            simple: (0..5).collect(),
            extended: (0..5).collect(),
            ..Derived::default()
        };
        simple(&all, &mut derived);
        extended(&all, 40, &mut derived);
        assert_eq!(derived.simple, [0, 1, 1, 3, 4]);
        assert_eq!(derived.extended, [0; 5]);
    }
}
