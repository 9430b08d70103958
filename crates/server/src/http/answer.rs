//! Answers that the command line and the HTTP API give alike.

use quanlian_corpus::search::detail::Document;
use quanlian_corpus::search::hit::Hit;
use quanlian_corpus::search::{Concept, Corpus, CorpusError};
use quanlian_handbook::Date;
use serde::Serialize;

/// What a number in any form leads to.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentAnswer {
    /// The document, when the number means just one.
    pub document: Option<Document>,
    /// The documents, when the number means several (all publications of one application).
    pub matches: Vec<Hit>,
}

/// Looks a number up; [`CorpusError::NotFound`] when nothing has it.
pub fn document(
    corpus: &Corpus,
    number: &str,
    concepts: &[Concept],
    today: Date,
) -> Result<DocumentAnswer, CorpusError> {
    let found = corpus.find_number(number)?;
    match found.as_slice() {
        [] => Err(CorpusError::NotFound(number.to_owned())),
        [(number, address)] => {
            let document = corpus.document(*number, *address, concepts, today)?;
            Ok(DocumentAnswer {
                document: Some(document),
                matches: Vec::new(),
            })
        }
        _ => Ok(DocumentAnswer {
            document: None,
            matches: hits(corpus, number, concepts)?,
        }),
    }
}

/// The documents that a number means, as hits of a list.
pub fn hits(corpus: &Corpus, number: &str, concepts: &[Concept]) -> Result<Vec<Hit>, CorpusError> {
    let state = corpus.state();
    let found = corpus.find_number(number)?;
    found
        .into_iter()
        .map(|(number, address)| corpus.hit(&state, number, address, None, concepts))
        .collect()
}
