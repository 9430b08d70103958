//! `quanlian search`: hits as a table, JSON as the HTTP API gives it, JSON lines or CSV.

use super::{Data, QueryArguments, Usage};
use clap::Args;
use quanlian_corpus::export::{ExportFormat, ExportOptions};
use quanlian_corpus::search::request::{LIMIT_MAX, unit_of};
use quanlian_corpus::search::tree::TreeNode;
use quanlian_corpus::search::{Corpus, Request, Response};
use std::io::Write;
use std::time::Instant;

/// Search a collection. Counts are exact and the list goes on to the last hit.
#[derive(Args)]
pub struct Search {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    query: QueryArguments,
    /// table, json (as the HTTP API), jsonl (whole records) or csv
    #[arg(long, default_value = "table", value_parser = ["table", "json", "jsonl", "csv"])]
    format: String,
    /// Columns of csv, separated by commas
    #[arg(long, value_delimiter = ',')]
    fields: Vec<String>,
    /// Number of hits, or `all`
    #[arg(long, default_value = "20")]
    limit: String,
    /// relevance, pd, -pd, ad, -ad, prd, -prd, gd, -gd, pn, -pn, nct, -nct, nciting, -nciting, nfam, -nfam
    #[arg(long, default_value = "relevance", allow_hyphen_values = true)]
    sort: String,
    /// document, family or extended
    #[arg(long, default_value = "document")]
    unit: String,
    /// Facets, separated by commas: office, kind, type, year, ipc4, applicant, province …
    #[arg(long, value_delimiter = ',')]
    facets: Vec<String>,
    /// Values of each facet
    #[arg(long, default_value_t = 10)]
    facet_limit: usize,
    /// The page after this cursor
    #[arg(long)]
    cursor: Option<String>,
    /// Say how the query was read, with the hits at every node
    #[arg(long)]
    explain: bool,
}

pub fn run(command: &Search) -> anyhow::Result<()> {
    let corpus = command.data.open()?;
    let limit = match command.limit.as_str() {
        "all" => None,
        text => Some(text.parse::<u64>().map_err(|_| {
            Usage(format!(
                "search.limit: {text} is neither a number nor `all`"
            ))
        })?),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if let "jsonl" | "csv" = command.format.as_str() {
        drop(out);
        let format = ExportFormat::from_name(&command.format)
            .ok_or_else(|| Usage("search.format".to_owned()))?;
        let options = ExportOptions {
            fields: command.fields.clone(),
            ..ExportOptions::default()
        };
        corpus.export(
            &command.query.query,
            command.query.dialect(),
            &command.sort,
            limit,
            format,
            &options,
            Box::new(std::io::BufWriter::new(std::io::stdout())),
        )?;
        return Ok(());
    }
    let response = pages(&corpus, command, limit)?;
    match command.format.as_str() {
        "json" => {
            serde_json::to_writer_pretty(&mut out, &response)?;
            writeln!(out)?;
        }
        _ => table(&mut out, &response)?,
    }
    out.flush()?;
    Ok(())
}

/// One response over as many pages as the limit asks for.
fn pages(corpus: &Corpus, command: &Search, limit: Option<u64>) -> anyhow::Result<Response> {
    let begun = Instant::now();
    let wanted = limit.map_or(usize::MAX, |l| usize::try_from(l).unwrap_or(usize::MAX));
    let mut request = Request {
        query: command.query.query.clone(),
        dialect: command.query.dialect(),
        limit: wanted.min(LIMIT_MAX),
        cursor: command.cursor.clone(),
        sort: command.sort.clone(),
        unit: unit_of(&command.unit).ok_or_else(|| {
            Usage(format!(
                "search.unit: {} is no unit; there are document, family, extended",
                command.unit
            ))
        })?,
        facets: command.facets.clone(),
        facet_limit: command.facet_limit,
        explain: command.explain,
    };
    let mut response = corpus.search(&request)?;
    while let Some(cursor) = response
        .next
        .clone()
        .filter(|_| response.hits.len() < wanted)
    {
        request = Request {
            cursor: Some(cursor),
            facets: Vec::new(),
            explain: false,
            limit: (wanted - response.hits.len()).min(LIMIT_MAX),
            ..request
        };
        let page = corpus.search(&request)?;
        response.hits.extend(page.hits);
        response.next = page.next;
    }
    response.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
    Ok(response)
}

fn table(out: &mut dyn Write, response: &Response) -> anyhow::Result<()> {
    for warning in &response.query.warnings {
        writeln!(
            out,
            "note {}: {} {}",
            warning.code, warning.message, warning.message_zh
        )?;
    }
    if let Some(tree) = &response.query.tree {
        print_tree(out, tree, 0)?;
    } else {
        writeln!(out, "{}", response.query.normal)?;
    }
    let unit = if response.unit == "document" {
        "documents"
    } else {
        "families"
    };
    writeln!(out, "{} {unit}, {:.1} ms", response.total, response.took_ms)?;
    for hit in &response.hits {
        let date = hit.published.map(|d| d.to_string()).unwrap_or_default();
        let title = hit.titles.first().map_or("", |t| t.text.as_str());
        let by = hit.applicants.first().map_or("", String::as_str);
        writeln!(out, "{:<18} {date:<10} {title}  [{by}]", hit.key)?;
    }
    for (name, facet) in &response.facets {
        writeln!(
            out,
            "{name}: {} values, {} without",
            facet.total_values, facet.missing
        )?;
        for value in &facet.values {
            writeln!(out, "  {:>8}  {}", value.count, value.label)?;
        }
    }
    if response.next.is_some() {
        writeln!(out, "… more: --limit all")?;
    }
    Ok(())
}

fn print_tree(out: &mut dyn Write, node: &TreeNode, depth: usize) -> anyhow::Result<()> {
    let hits = node.hits.map_or(String::from("-"), |n| n.to_string());
    let note = if node.note.is_empty() {
        String::new()
    } else {
        format!("   ({})", node.note)
    };
    writeln!(
        out,
        "{hits:>9}  {}{} {}{note}",
        "  ".repeat(depth),
        node.op,
        node.text
    )?;
    for child in &node.children {
        print_tree(out, child, depth + 1)?;
    }
    Ok(())
}
