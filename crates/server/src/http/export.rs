//! `/export`: every hit of a query as a file, streamed.
//!
//! A thread writes into pieces of 64 KiB; a channel of a few pieces carries them to the network, so
//! that memory stays bounded whatever the number of hits. What goes wrong before the first piece is
//! a problem document; what goes wrong later cuts the connection, so that nobody takes a part for
//! the whole.

use super::Shared;
use super::parameters::{Parameters, list};
use super::problem::Problem;
use super::search::{DialectName, sorts};
use super::work::turn;
use crate::clock;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use quanlian_corpus::export::{COLUMNS, ExportFormat, ExportOptions, Language};
use serde::Deserialize;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use utoipa::openapi::schema::{Array, Object, ObjectBuilder, Type};

const PIECE: usize = 64 << 10;
const PIECES: usize = 4;
/// How long a reader may stand still.
const STANDSTILL: Duration = Duration::from_secs(120);

/// What `/export` takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportParameters {
    /// The query.
    #[param(min_length = 1)]
    q: String,
    /// The language of the query.
    #[serde(default)]
    #[param(inline, required = false)]
    dialect: DialectName,
    /// jsonl (whole records), csv, xlsx, ris, bibtex or docdb.
    #[param(schema_with = formats)]
    format: String,
    /// The order; `-` is descending.
    #[param(schema_with = sorts)]
    sort: Option<String>,
    /// Columns of csv and xlsx, separated by commas.
    #[param(schema_with = columns, style = Form, explode = false)]
    fields: Option<String>,
    /// Language of the header of csv and xlsx, and of the title shown first.
    #[param(schema_with = languages)]
    lang: Option<String>,
    /// Not more than so many hits; all when not given.
    #[param(minimum = 0)]
    limit: Option<u64>,
}

fn names(of: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(of))
        .build()
}

fn formats() -> Object {
    names(ExportFormat::ALL.iter().map(|f| f.name()))
}

fn languages() -> Object {
    names(["zh", "en"])
}

fn columns() -> Array {
    Array::new(names(COLUMNS.iter().map(|c| c.name)))
}

/// A piece of the file, its end, or why there is none. A channel that closes without an end was
/// left by a thread that died.
type Part = Result<Option<Bytes>, Problem>;

/// Write every hit of a query to a file.
#[utoipa::path(get, path = "/api/v1/export", tag = "search", params(ExportParameters), responses(
    (status = 200, description = "The file", content(
        (String = "application/jsonl"), (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "application/x-research-info-systems"), (String = "application/x-bibtex"), (String = "application/xml")))))]
pub async fn export(
    State(app): State<Shared>,
    headers: HeaderMap,
    Parameters(p): Parameters<ExportParameters>,
) -> Result<Response, Problem> {
    let format = ExportFormat::from_name(&p.format).ok_or_else(|| {
        Problem::request(
            "export.format",
            format!(
                "No format is called {}; there are csv, xlsx, jsonl, ris, bibtex, docdb.",
                p.format
            ),
            format!(
                "没有名为 {} 的格式；可用：csv、xlsx、jsonl、ris、bibtex、docdb。",
                p.format
            ),
        )
    })?;
    let language = match p.lang.as_deref() {
        None | Some("zh") => Language::Zh,
        Some("en") => Language::En,
        Some(other) => {
            return Err(Problem::request(
                "export.language",
                format!("There are headers in zh and en, none in {other}."),
                format!("表头语言只有 zh 和 en，没有 {other}。"),
            ));
        }
    };
    let options = ExportOptions {
        fields: list(p.fields.as_deref()),
        language,
        link_base: link_base(&headers),
        ..ExportOptions::default()
    };
    let permit = turn(&app.exports).await?;
    let (sender, mut parts) = mpsc::channel::<Part>(PIECES);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let pipe = Pipe {
            handle,
            sender,
            buffer: Arc::new(Mutex::new(Vec::with_capacity(PIECE))),
        };
        let sort = p.sort.as_deref().unwrap_or("relevance");
        let out = Box::new(pipe.clone());
        // Whoever is gone cannot be told; the failure to send is the end of the work.
        let _ =
            match app
                .corpus
                .export(&p.q, p.dialect.into(), sort, p.limit, format, &options, out)
            {
                Ok(_) => pipe.send_rest(),
                Err(error) => pipe.send(Err(Problem::of_corpus(&error, &p.q))),
            };
    });
    let first = match parts.recv().await {
        Some(Ok(bytes)) => bytes.unwrap_or_default(),
        Some(Err(problem)) => return Err(problem),
        None => return Err(died()),
    };
    let mut response = Body::from_stream(Parts {
        first: Some(first),
        parts,
        ended: false,
    })
    .into_response();
    let name = format!(
        "attachment; filename=\"quanlian-{}.{}\"",
        clock::today(),
        format.extension()
    );
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    );
    if let Ok(name) = HeaderValue::try_from(name) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Where the reader reaches the pages of documents: the host they asked, if it is a plain one.
fn link_base(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!host.is_empty() && host.chars().all(plain)).then(|| format!("http://{host}/d/"))
}

/// Where the exporter writes.
#[derive(Clone)]
struct Pipe {
    handle: Handle,
    sender: mpsc::Sender<Part>,
    buffer: Arc<Mutex<Vec<u8>>>,
}

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.buffer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn send(&self, part: Part) -> io::Result<()> {
        let gone = || io::Error::new(io::ErrorKind::BrokenPipe, "the reader is gone");
        let sent = self
            .handle
            .block_on(async { tokio::time::timeout(STANDSTILL, self.sender.send(part)).await });
        sent.map_err(|_| gone())?.map_err(|_| gone())
    }

    fn send_rest(&self) -> io::Result<()> {
        let rest = self.take();
        self.send(Ok(Some(rest.into())))?;
        self.send(Ok(None))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let full = {
            let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
            buffer.extend_from_slice(bytes);
            buffer.len() >= PIECE
        };
        if full {
            let piece = self.take();
            self.send(Ok(Some(piece.into())))?;
        }
        Ok(bytes.len())
    }

    /// Nothing: pieces leave when they are full, so that an early failure is still a problem.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn died() -> Problem {
    Problem::internal("server.panic", &"an export ended in a panic")
}

/// The pieces as a stream.
struct Parts {
    first: Option<Bytes>,
    parts: mpsc::Receiver<Part>,
    ended: bool,
}

impl Stream for Parts {
    type Item = Result<Bytes, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        if self.ended {
            return Poll::Ready(None);
        }
        self.parts.poll_recv(context).map(|part| match part {
            Some(Ok(Some(bytes))) => Some(Ok(bytes)),
            Some(Ok(None)) => {
                self.ended = true;
                None
            }
            Some(Err(problem)) => {
                self.ended = true;
                Some(Err(problem))
            }
            None => {
                self.ended = true;
                Some(Err(died()))
            }
        })
    }
}
