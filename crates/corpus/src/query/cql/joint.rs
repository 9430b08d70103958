//! What stands between two operands of CQL: `and`, `or`, `not`, `prox` with its modifiers.

use super::{Cql, is_term};
use crate::query::ast::{Near, Unit};
use crate::query::error::QueryError;
use crate::query::native::operator::Operator;
use std::ops::Range;

impl Cql<'_> {
    /// Reads an operator; an operand is wanted after it.
    pub(super) fn joint(&mut self) -> Result<(), QueryError> {
        let left = self.core.top().operands.last().and_then(|o| o.word.clone());
        let run = self.core.cursor.run(|c| is_term(c) && c != '/');
        let at = run.at();
        let word = run.text().to_ascii_lowercase();
        let operator = match word.as_str() {
            "and" | "und" => Operator::And,
            "or" | "oder" => Operator::Or,
            "not" | "nicht" => Operator::AndNot,
            "prox" => {
                let operator = self.prox(at.start)?;
                let at = at.start..self.core.cursor.pos;
                return self.core.push_operator(operator, at);
            }
            "sortby" => {
                return Err(QueryError::new(
                    "query.sortby",
                    at,
                    "the order of the hits is not part of the query; ask for it beside the query",
                    "排序不写在检索式中；请另行指定",
                ));
            }
            "xor" => {
                return Err(QueryError::new(
                    "query.missing-operator",
                    at,
                    "CQL has no xor; write (a or b) not (a and b)",
                    "CQL 没有 xor；请写作 (a or b) not (a and b)",
                ));
            }
            _ => {
                let rest = self.core.cursor.run(is_term);
                return Err(self.no_operator(left, at.start..rest.end));
            }
        };
        if self.core.cursor.peek() == Some('/') {
            let slash = self.core.cursor.here();
            return Err(QueryError::new(
                "query.bad-modifier",
                slash,
                "only prox takes modifiers",
                "只有 prox 可以带修饰符",
            ));
        }
        let german = match word.as_str() {
            "und" => Some("and"),
            "oder" => Some("or"),
            "nicht" => Some("not"),
            _ => None,
        };
        if let Some(plain) = german {
            self.core.warnings.add(
                "query.foreign-operator",
                at.clone(),
                format!("{word} was read as {plain}"),
                format!("“{word}”按 {plain} 处理"),
                Some(plain.to_owned()),
            );
        }
        let operator = if operator == Operator::And {
            self.and_not(&at).unwrap_or(operator)
        } else {
            operator
        };
        self.core.push_operator(operator, at)
    }

    /// `and not` is not CQL, but there is only one thing it can mean.
    fn and_not(&mut self, and: &Range<usize>) -> Option<Operator> {
        let mut c = self.core.cursor.clone();
        c.skip_blanks();
        let word = c.run(|c| is_term(c) && c != '/').text();
        if !word.eq_ignore_ascii_case("not") {
            return None;
        }
        let mut after = c.clone();
        after.skip_blanks();
        if matches!(after.peek(), None | Some(')' | '=' | '<' | '>')) {
            return None;
        }
        self.core.cursor.pos = c.pos;
        self.core.warnings.add(
            "query.and-not",
            and.start..c.pos,
            "in CQL this is written not alone",
            "CQL 中只写 not",
            Some("not".to_owned()),
        );
        Some(Operator::AndNot)
    }

    fn no_operator(&mut self, left: Option<Range<usize>>, at: Range<usize>) -> QueryError {
        let text = self.core.cursor.text;
        let mut ahead = self.core.cursor.clone();
        ahead.skip_blanks();
        let index_follows = matches!(ahead.peek(), Some('=' | '<' | '>'));
        let at = if at.is_empty() {
            self.core.cursor.here()
        } else {
            at
        };
        match left {
            Some(left)
                if !index_follows
                    && !at.is_empty()
                    && !text[at.clone()].starts_with(['"', '(', '=', '<', '>']) =>
            {
                let whole = left.start..at.end;
                let phrase = format!("\"{}\"", &text[whole.clone()]);
                QueryError::new(
                    "query.missing-operator",
                    whole,
                    "several words must be quoted, or joined with and, or, not, prox",
                    "多个词请加引号，或用 and、or、not、prox 连接",
                )
                .propose(phrase)
            }
            _ => QueryError::new(
                "query.missing-operator",
                at,
                "an operator is missing here: and, or, not, prox",
                "此处缺少运算符：and、or、not、prox",
            ),
        }
    }

    /// The modifiers of `prox`.
    fn prox(&mut self, start: usize) -> Result<Operator, QueryError> {
        let (mut unit, mut ordered, mut distance) = (Some(Unit::Word), false, None);
        while self.core.cursor.peek() == Some('/') {
            let from = self.core.cursor.pos;
            self.core.cursor.bump();
            let name = self.core.cursor.run(|c| c.is_ascii_alphabetic());
            let relation = self.core.cursor.run(|c| matches!(c, '<' | '>' | '='));
            let value = self.core.cursor.run(|c| c.is_ascii_alphanumeric());
            let at = from..self.core.cursor.pos;
            let bad =
                |en: &str, zh: &str| QueryError::new("query.bad-modifier", at.clone(), en, zh);
            let (name, relation) = (name.text().to_ascii_lowercase(), relation.text());
            let value = value.text().to_ascii_lowercase();
            match (name.as_str(), relation.as_str(), value.as_str()) {
                ("distance", r, d) => {
                    let d = d.parse::<u32>().ok();
                    distance = Some((
                        between(r, d).ok_or_else(|| {
                            QueryError::new(
                                "query.bad-distance",
                                at.clone(),
                                "write distance<=3 (1 to 100), distance<4 or distance=3",
                                "写作 distance<=3（1 到 100）、distance<4 或 distance=3",
                            )
                        })?,
                        d,
                        at.clone(),
                    ));
                }
                ("unit", "=", u) => {
                    unit = match u {
                        "word" => Some(Unit::Word),
                        "sentence" => Some(Unit::Sentence),
                        "paragraph" => Some(Unit::Paragraph),
                        "field" => Some(Unit::Field),
                        "document" => None,
                        _ => {
                            return Err(bad(
                                "the units are word, sentence, paragraph, document",
                                "单位只有 word、sentence、paragraph、document",
                            ));
                        }
                    }
                }
                ("ordered", "=", "true") | ("ordered", "", "") => ordered = true,
                ("ordered", "=", "false") | ("unordered", "", "") => ordered = false,
                _ => {
                    return Err(bad(
                        "prox takes distance, unit and ordered: prox/distance<=3/unit=word/ordered=true",
                        "prox 只有 distance、unit、ordered 三种修饰符：prox/distance<=3/unit=word/ordered=true",
                    ));
                }
            }
        }
        let Some(unit) = unit else {
            if ordered || distance.is_some() {
                return Err(QueryError::new(
                    "query.bad-modifier",
                    start..self.core.cursor.pos,
                    "unit=document has no distance and no order",
                    "unit=document 没有距离和顺序",
                ));
            }
            return Ok(Operator::And);
        };
        let (min, max) = match (unit, distance) {
            (Unit::Word, None) => (0, 0),
            (Unit::Word, Some((range, _, _))) => range,
            (_, Some((_, _, at))) => {
                return Err(QueryError::new(
                    "query.bad-distance",
                    at,
                    "a distance counts words; leave it out with unit=sentence and unit=paragraph",
                    "距离按词计；unit=sentence、unit=paragraph 时请去掉距离",
                ));
            }
            _ => (0, 0),
        };
        Ok(Operator::Near(Near {
            unit,
            ordered,
            min,
            max,
            negated: false,
        }))
    }
}

/// Least and most words between for a relation and a distance of CQL.
fn between(relation: &str, distance: Option<u32>) -> Option<(u32, u32)> {
    let d = distance?;
    let (min, max) = match relation {
        "<=" => (0, d.checked_sub(1)?),
        "<" => (0, d.checked_sub(2)?),
        "=" => (d.checked_sub(1)?, d - 1),
        _ => return None,
    };
    (max <= 99).then_some((min, max))
}
