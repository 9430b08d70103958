//! The schema of the index, and which index fields serve which field of the query language.

use crate::query::field::Field as QueryField;
use crate::token::{CorpusTokenizer, TOKENIZER_NAME};
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

/// Changes whenever an index written before can no longer be read.
pub const SCHEMA_VERSION: u32 = 1;

/// Every field of the index.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The schema itself.
    pub schema: Schema,
    /// The document's key, unique.
    pub key: Field,
    /// Running texts.
    pub texts: Vec<(QueryField, Field)>,
    /// Numbers, as canonical keys and stems.
    pub numbers: Vec<(QueryField, Field)>,
    /// Class symbols with their ancestors.
    pub classes: Vec<(QueryField, Field)>,
    /// Codes of short lists.
    pub codes: Vec<(QueryField, Field)>,
    /// Dates as `yyyymmdd`.
    pub dates: Vec<(QueryField, Field)>,
    /// Counts that a document states itself.
    pub counts: Vec<(QueryField, Field)>,
    /// Names as columns for facets.
    pub names: Vec<(QueryField, Field)>,
    /// Whole class symbols as columns.
    pub symbols: Vec<(QueryField, Field)>,
    /// Stem of the own publication, column.
    pub stem: Field,
    /// Stem of the own application, column.
    pub application: Field,
    /// Stems of the active priorities, column.
    pub priorities: Field,
    /// Stems of related documents, column.
    pub relations: Field,
    /// Stems of cited patents, column.
    pub citations: Field,
    /// The document's number, column.
    pub number: Field,
    /// Where its layers lie, column: `EntryRef << 1 | superseded`.
    pub places: Field,
    /// The tie rule: later publication first, then the order of loading.
    pub order: Field,
}

/// Name of the column that holds the order of ties.
pub const ORDER: &str = "order";
/// Name of the column that holds the number of the document.
pub const NUMBER: &str = "number";
/// Name of the column that holds where the layers lie.
pub const PLACES: &str = "places";

/// The name of an index field that serves a query field.
pub fn name_of(field: QueryField) -> &'static str {
    use QueryField as F;
    match field {
        F::Ti => "ti",
        F::Ab => "ab",
        F::Clm => "clm",
        F::Desc => "desc",
        F::Pa => "pa",
        F::In => "in",
        F::Ag => "ag",
        F::Ex => "xm",
        F::Ad => "addr",
        F::Npl => "npl",
        F::Pn => "pn",
        F::Ap => "ap",
        F::Pr => "pr",
        F::Ct => "ct",
        F::Rel => "rel",
        F::Fam => "fam",
        F::Pd => "pd",
        F::Apd => "ad",
        F::Prd => "prd",
        F::Gd => "gd",
        F::Nclm => "nclm",
        F::Nind => "nind",
        F::Nct => "nct",
        F::Nciting => "nciting",
        F::Nfam => "nfam",
        F::Npa => "npa",
        F::Nin => "nin",
        F::Npr => "npr",
        F::Ipc => "ipc",
        F::Cpc => "cpc",
        F::Loc => "loc",
        F::Uspc => "uspc",
        F::Pc => "pc",
        F::Kd => "kd",
        F::Lang => "lang",
        F::Pac => "pac",
        F::Prov => "prov",
        F::City => "city",
        F::Type => "type",
        F::Ls => "ls",
        F::Fmt => "fmt",
        F::Load => "load",
    }
}

/// Name of the column of whole names or symbols that serves the facets of a query field.
pub fn column_of(field: QueryField) -> &'static str {
    match field {
        QueryField::Pa => "pa_name",
        QueryField::In => "in_name",
        QueryField::Ag => "ag_name",
        QueryField::Ipc => "ipc_symbol",
        QueryField::Cpc => "cpc_symbol",
        QueryField::Loc => "loc_symbol",
        QueryField::Uspc => "uspc_symbol",
        other => name_of(other),
    }
}

impl Fields {
    /// Builds the schema.
    pub fn build() -> Fields {
        use QueryField as F;
        let mut builder = Schema::builder();
        let key = builder.add_text_field("key", exact());
        let add = |fields: &[F],
                   builder: &mut SchemaBuilder,
                   make: &dyn Fn(&mut SchemaBuilder, F) -> Field| {
            fields
                .iter()
                .map(|f| (*f, make(builder, *f)))
                .collect::<Vec<_>>()
        };
        let texts = add(
            &[
                F::Ti,
                F::Ab,
                F::Clm,
                F::Desc,
                F::Pa,
                F::In,
                F::Ag,
                F::Ex,
                F::Ad,
                F::Npl,
            ],
            &mut builder,
            &|b, f| b.add_text_field(name_of(f), text()),
        );
        let numbers = add(
            &[F::Pn, F::Ap, F::Pr, F::Ct, F::Rel],
            &mut builder,
            &|b, f| b.add_text_field(name_of(f), exact()),
        );
        let classes = add(&[F::Ipc, F::Cpc, F::Loc, F::Uspc], &mut builder, &|b, f| {
            b.add_text_field(name_of(f), exact())
        });
        let codes = add(
            &[
                F::Pc,
                F::Kd,
                F::Lang,
                F::Pac,
                F::Prov,
                F::City,
                F::Type,
                F::Ls,
                F::Fmt,
            ],
            &mut builder,
            &|b, f| b.add_text_field(name_of(f), exact().set_fast("raw")),
        );
        let dates = add(&[F::Pd, F::Apd, F::Prd, F::Gd], &mut builder, &|b, f| {
            b.add_u64_field(name_of(f), column())
        });
        let counts = add(
            &[F::Nclm, F::Nind, F::Nct, F::Npa, F::Nin, F::Npr, F::Load],
            &mut builder,
            &|b, f| b.add_u64_field(name_of(f), column()),
        );
        let strings = TextOptions::default().set_fast("raw");
        let names = add(&[F::Pa, F::In, F::Ag], &mut builder, &|b, f| {
            b.add_text_field(column_of(f), strings.clone())
        });
        let symbols = add(&[F::Ipc, F::Cpc, F::Loc, F::Uspc], &mut builder, &|b, f| {
            b.add_text_field(column_of(f), strings.clone())
        });
        let stem = builder.add_text_field("own_stem", strings.clone());
        let application = builder.add_text_field("own_application", strings.clone());
        let priorities = builder.add_text_field("active_priorities", strings.clone());
        let relations = builder.add_text_field("relation_stems", strings.clone());
        let citations = builder.add_text_field("cited_stems", strings);
        let number = builder.add_u64_field(NUMBER, column().set_indexed());
        let places = builder.add_u64_field(PLACES, column());
        let order = builder.add_u64_field(ORDER, column());
        Fields {
            schema: builder.build(),
            key,
            texts,
            numbers,
            classes,
            codes,
            dates,
            counts,
            names,
            symbols,
            stem,
            application,
            priorities,
            relations,
            citations,
            number,
            places,
            order,
        }
    }

    /// The index field that serves a query field, where there is one.
    pub fn get(&self, field: QueryField) -> Option<Field> {
        [
            &self.texts,
            &self.numbers,
            &self.classes,
            &self.codes,
            &self.dates,
            &self.counts,
        ]
        .into_iter()
        .flatten()
        .find(|(f, _)| *f == field)
        .map(|(_, index_field)| *index_field)
    }
}

/// The analysers of the index.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER_NAME, TextAnalyzer::from(CorpusTokenizer));
    manager
}

fn text() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER_NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true),
    )
}

fn exact() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}

fn column() -> NumericOptions {
    NumericOptions::default().set_fast()
}
