//! The indexes of OPS and Espacenet and the fields that they stand for.

use crate::query::error::{QueryError, Warnings};
use crate::query::field::{Field, Kind, TABLE};
use crate::query::lex;
use std::ops::Range;

/// An index: its names, first the one that is printed; its fields and kind.
pub(crate) struct Index {
    pub(crate) names: &'static [&'static str],
    pub(crate) fields: &'static [Field],
    pub(crate) kind: Kind,
    /// It is read as a wider one; never printed.
    pub(crate) wider: bool,
}

macro_rules! indexes {
    ($($kind:ident [$($field:ident),+] $wider:literal $($name:literal)+;)+) => {
        /// Every index. The prefix `quanlian.` opens the fields of the native language beside them.
        pub(crate) const INDEXES: &[Index] = &[$(Index {
            names: &[$($name),+],
            fields: &[$(Field::$field),+],
            kind: Kind::$kind,
            wider: $wider,
        }),+];
    };
}

indexes! {
    Text [Ti] false "ti" "title";
    Text [Ab] false "ab" "abstract";
    Text [Ti, Ab] false "ta" "titleandabstract";
    Text [Ti, Ab, Pa, In] false "txt";
    Text [Clm] false "claims";
    Text [Desc] false "desc" "description";
    Text [Ti, Ab, Clm, Desc] false "ftxt";
    Text [Ti, Ab, Clm, Desc, Pa, In] false "nftxt";
    Text [In] false "in" "inventor";
    Text [Pa] false "pa" "applicant";
    Text [Pa, In] false "ia" "inventorandapplicant";
    Number [Pn] false "pn" "publicationnumber" "spn";
    Number [Ap] false "ap" "applicationnumber" "sap";
    Number [Pr] false "pr" "prioritynumber" "spr";
    Number [Pn, Ap, Pr] false "num";
    Number [Fam] false "famn";
    Number [Ct] false "ct" "citation";
    Number [Ct] true "ex" "op" "rf" "oc";
    Date [Pd] false "pd" "publicationdate";
    Class [Ipc] false "ipc" "ic";
    Class [Ipc] true "ci" "cn" "ai" "an" "a" "c";
    Class [Cpc] false "cpc";
    Class [Cpc] true "cpci" "cpca" "cpcc";
    Class [Ipc, Cpc] false "cl";
}

/// The fields of an index name.
pub(super) fn find(
    name: &str,
    at: &Range<usize>,
    warnings: &mut Warnings,
) -> Result<(Vec<Field>, Kind), QueryError> {
    let lower = name.to_lowercase();
    if let Some(own) = lower.strip_prefix("quanlian.") {
        return own_fields(own, at);
    }
    if let Some(index) = INDEXES.iter().find(|i| i.names.contains(&lower.as_str())) {
        if index.wider {
            let (what, zh) = match index.kind {
                Kind::Number => (
                    "the phase of a citation is not searched apart; read as ct",
                    "不区分引用阶段，按 ct 处理",
                ),
                _ => (
                    "core, advanced, inventive and additional symbols are not searched apart; read as the whole scheme",
                    "不区分核心/高级、发明/附加分类，按整个分类表处理",
                ),
            };
            warnings.add(
                "query.wider-index",
                at.clone(),
                what,
                zh,
                Some(printed(index.fields).unwrap_or(&lower).to_owned()),
            );
        }
        return Ok((index.fields.to_vec(), index.kind));
    }
    let error = QueryError::new(
        "query.unknown-field",
        at.clone(),
        format!("there is no index {name}"),
        format!("没有名为“{name}”的索引"),
    );
    if let Some(entry) = lex::entry(name) {
        return Err(error.propose(printed(entry.fields).map_or_else(
            || format!("quanlian.{}", entry.names[0].to_lowercase()),
            str::to_owned,
        )));
    }
    let names = INDEXES.iter().flat_map(|i| i.names.iter().copied());
    Err(match lex::nearest(name, names) {
        Some(near) => error.propose(near),
        None => error,
    })
}

/// `quanlian.nclm`, `quanlian.ti.pa`.
fn own_fields(names: &str, at: &Range<usize>) -> Result<(Vec<Field>, Kind), QueryError> {
    let mut fields = Vec::new();
    let mut kind = None;
    if names == "line" {
        return Err(QueryError::new(
            "query.unknown-field",
            at.clone(),
            "lines of the history are for the native language: #3",
            "检索历史的引用只用于本系统检索式语言：#3",
        ));
    }
    for name in names.split('.') {
        let entry = lex::entry(name)
            .filter(|e| *kind.get_or_insert(e.kind) == e.kind)
            .ok_or_else(|| {
                let names = TABLE.iter().flat_map(|e| e.names.iter().copied());
                let error = QueryError::new(
                    "query.unknown-field",
                    at.clone(),
                    format!("there is no field {name}"),
                    format!("没有名为“{name}”的字段"),
                );
                match lex::nearest(name, names) {
                    Some(near) => error.propose(format!("quanlian.{}", near.to_lowercase())),
                    None => error,
                }
            })?;
        for field in entry.fields {
            if !fields.contains(field) {
                fields.push(*field);
            }
        }
    }
    let kind = kind.unwrap_or(Kind::Text);
    if fields.len() > 1 && matches!(kind, Kind::Date | Kind::Count | Kind::Code) {
        return Err(QueryError::new(
            "query.field-list",
            at.clone(),
            "only text, number and class fields can be listed",
            "只有文本、号码和分类字段可以并列",
        ));
    }
    if let Some(row) = lex::row(&fields) {
        fields = row.fields.to_vec();
    }
    Ok((fields, kind))
}

/// The index that stands for exactly these fields.
pub(crate) fn printed(fields: &[Field]) -> Option<&'static str> {
    let sorted = |f: &[Field]| {
        let mut f = f.to_vec();
        f.sort();
        f
    };
    let wanted = sorted(fields);
    INDEXES
        .iter()
        .find(|i| !i.wider && sorted(i.fields) == wanted)
        .map(|i| i.names[0])
}
