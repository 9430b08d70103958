//! `quanlian show`: one document, by its number in any form.

use super::Data;
use crate::clock;
use crate::http::answer;
use clap::Args;
use quanlian_corpus::record::Role;
use quanlian_corpus::search::CorpusError;
use quanlian_corpus::search::detail::Document;
use std::io::Write;

/// Show one document, by its number in any form: CN109524631A, ZL 2017 1 0601862.3, US 2018/0265402 A1.
#[derive(Args)]
pub struct Show {
    #[command(flatten)]
    data: Data,
    /// The number
    number: String,
    /// text or json (as the HTTP API)
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub fn run(command: &Show) -> anyhow::Result<()> {
    let corpus = command.data.open()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.format == "json" {
        let answer = answer::document(&corpus, &command.number, &[], clock::today())?;
        serde_json::to_writer_pretty(&mut out, &answer)?;
        writeln!(out)?;
    } else {
        let found = corpus.find_number(&command.number)?;
        if found.is_empty() {
            return Err(CorpusError::NotFound(command.number.clone()).into());
        }
        for (number, address) in found {
            text(
                &mut out,
                &corpus.document(number, address, &[], clock::today())?,
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

fn text(out: &mut dyn Write, document: &Document) -> anyhow::Result<()> {
    let hit = &document.summary;
    let record = &document.record;
    writeln!(out, "(11) {}   {}", hit.display, document.key)?;
    for title in &record.titles {
        writeln!(out, "(54) [{}] {}", title.lang, title.text)?;
    }
    let date =
        |date: Option<quanlian_handbook::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    if let Some(application) = &hit.application {
        writeln!(out, "(21) {application}  (22) {}", date(hit.filed))?;
    }
    writeln!(out, "(43/45) {}", date(hit.published))?;
    for priority in &record.priorities {
        writeln!(
            out,
            "(30) {}{} {}",
            priority.id.office,
            priority.id.number,
            date(priority.id.date)
        )?;
    }
    for (role, inid) in [
        (Role::Applicant, "71"),
        (Role::Owner, "73"),
        (Role::Inventor, "72"),
        (Role::Agency, "74"),
        (Role::Agent, "74"),
    ] {
        for party in record.parties.iter().filter(|p| p.role == role) {
            writeln!(
                out,
                "({inid}) {} {} {}",
                party.name, party.country, party.address
            )?;
        }
    }
    for class in &record.classes {
        writeln!(
            out,
            "({}) {}",
            if class.scheme == quanlian_corpus::record::Scheme::Ipc {
                "51"
            } else {
                "52"
            },
            class.symbol
        )?;
    }
    for passage in &record.abstracts {
        writeln!(out, "(57) [{}]", passage.lang)?;
        for paragraph in &passage.paragraphs {
            writeln!(out, "  {}", paragraph.text)?;
        }
    }
    for set in &record.claims {
        writeln!(out, "claims [{}]: {}", set.lang, set.claims.len())?;
        for claim in &set.claims {
            writeln!(out, "  {}. {}", claim.number, claim.text)?;
        }
    }
    for passage in &record.descriptions {
        writeln!(
            out,
            "description [{}]: {} paragraphs",
            passage.lang,
            passage.paragraphs.len()
        )?;
    }
    for cited in &document.cites {
        writeln!(out, "(56) {} {}", cited.display, cited.category)?;
    }
    writeln!(
        out,
        "cited by {}; simple family {}; extended family {}",
        document.cited_by_total, document.simple_family.total, document.extended_family.total
    )?;
    for layer in &document.layers {
        writeln!(
            out,
            "source {} {} byte {} line {} load {}{}",
            layer.format,
            layer.file,
            layer.offset,
            layer.line,
            layer.load,
            if layer.current { "" } else { " (superseded)" }
        )?;
    }
    Ok(())
}
