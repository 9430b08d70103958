//! `/numbers`: how a written number is understood, its forms, its check digit, its documents.

use super::parameters::Parameters;
use super::problem::Problem;
use super::{Shared, answer, work};
use axum::Json;
use axum::extract::State;
use quanlian_corpus::search::hit::Hit;
use quanlian_corpus::search::values;
use quanlian_handbook::number::{self, Check, Reading, Series};
use serde::{Deserialize, Serialize};

/// What `/numbers` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NumberParameters {
    /// A number as people write it.
    text: String,
}

/// What is odd about a number.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NumberWarning {
    /// The code, `number.check-digit`.
    code: String,
    /// In English.
    message: String,
    /// In Chinese.
    message_zh: String,
}

/// The printed forms of a number.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PrintedForms {
    /// As the office prints it.
    original: String,
    /// `CN.109524631.A`.
    docdb: String,
    /// `CN109524631`; null where the rule of EPODOC is not known for sure.
    epodoc: Option<String>,
    /// As Chinese pages print it.
    chinese: Option<String>,
}

/// What is known of the check digit.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CheckDigit {
    /// `right`, `wrong`, `missing` or `none` (the series has none).
    state: String,
    /// The digit that the number asks for.
    expected: Option<String>,
    /// The digit as written.
    found: Option<String>,
}

/// One way to understand the number.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NumberReading {
    /// As typed.
    text: String,
    /// The office, ST.3.
    office: String,
    /// `publication`, `application`, or null where the text does not say.
    series: Option<String>,
    /// The form it was written in.
    form: String,
    /// The key: office, number, kind.
    canonical: String,
    /// The kind, ST.16; empty when not written.
    kind: String,
    /// The year that the number itself states.
    year: Option<u16>,
    /// The printed forms.
    forms: PrintedForms,
    /// The check digit.
    check: CheckDigit,
    /// What is odd.
    warnings: Vec<NumberWarning>,
}

/// What a number means.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NumbersAnswer {
    /// The readings, best first; empty when the text is no number in any known form.
    readings: Vec<NumberReading>,
    /// What is wrong when there is no reading.
    warnings: Vec<NumberWarning>,
    /// The documents of the collection that have this number.
    matches: Vec<Hit>,
}

fn check(check: Check) -> CheckDigit {
    let (state, expected, found) = match check {
        Check::None => ("none", None, None),
        Check::Right(digit) => ("right", Some(digit), Some(digit)),
        Check::Missing(digit) => ("missing", Some(digit), None),
        Check::Wrong { found, expected } => ("wrong", Some(expected), Some(found)),
    };
    CheckDigit {
        state: state.to_owned(),
        expected: expected.map(String::from),
        found: found.map(String::from),
    }
}

fn reading(text: &str, reading: &Reading) -> NumberReading {
    let number = &reading.number;
    let forms = number.forms();
    NumberReading {
        text: text.to_owned(),
        office: number.office.clone(),
        series: number.series.map(|s| {
            if s == Series::Application {
                "application"
            } else {
                "publication"
            }
            .to_owned()
        }),
        form: reading.form.to_owned(),
        canonical: number.key(),
        kind: number.kind.clone(),
        year: number.year,
        forms: PrintedForms {
            original: forms.original,
            docdb: forms.docdb,
            epodoc: forms.epodoc,
            chinese: forms.chinese,
        },
        check: check(number.check),
        warnings: reading
            .warnings
            .iter()
            .map(|w| NumberWarning {
                code: w.code.to_owned(),
                message: w.message.clone(),
                message_zh: w.message_zh.clone(),
            })
            .collect(),
    }
}

/// Read a number in any form: its printed forms, its check digit, the documents that have it.
#[utoipa::path(get, path = "/api/v1/numbers", tag = "numbers", params(NumberParameters), responses((status = 200, description = "Readings and documents", body = NumbersAnswer)))]
pub async fn numbers(
    State(app): State<Shared>,
    Parameters(p): Parameters<NumberParameters>,
) -> Result<Json<NumbersAnswer>, Problem> {
    let answer = work::run(&app, move |_, corpus| {
        let readings: Vec<NumberReading> = number::read(&p.text)
            .iter()
            .map(|r| reading(&p.text, r))
            .collect();
        let warnings = if readings.is_empty() {
            values::number(&p.text).warnings
        } else {
            Vec::new()
        };
        let matches = answer::hits(corpus, &p.text, &[])
            .map_err(|error| Problem::of_corpus(&error, &p.text))?;
        let warnings = warnings
            .into_iter()
            .map(|w| NumberWarning {
                code: w.code.to_owned(),
                message: w.message,
                message_zh: w.message_zh,
            })
            .collect();
        Ok(NumbersAnswer {
            readings,
            warnings,
            matches,
        })
    });
    Ok(Json(answer.await?))
}
