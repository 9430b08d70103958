//! Work on the processor, away from the threads that talk to the network.

use super::problem::Problem;
use super::{App, Shared};
use axum::http::StatusCode;
use quanlian_corpus::search::Corpus;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// A place to work; the queue is served in the order of arrival.
pub async fn turn(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    match tokio::time::timeout(PATIENCE, Arc::clone(places).acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "server.busy",
            "Too much is being asked at this moment; try again in a few seconds.",
            "当前请求过多，请稍后再试。",
        )),
    }
}

/// Runs a search or another work on the collection. The place is given back when the work is done,
/// not when the asker goes away.
pub async fn run<T: Send + 'static>(
    app: &Shared,
    work: impl FnOnce(&App, &Corpus) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let permit = turn(&app.places).await?;
    let app = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work(&app, &app.corpus)
    });
    done.await.unwrap_or_else(|_| {
        Err(Problem::internal(
            "server.panic",
            &"a request ended in a panic",
        ))
    })
}
