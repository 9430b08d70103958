//! `quanlian serve`: the HTTP API and the web part over one collection.

use super::Data;
use crate::http::{App, Shared, router};
use anyhow::Context;
use clap::Args;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::MissedTickBehavior;

/// How often the server looks for what another process imported.
const REFRESH: Duration = Duration::from_secs(1);
/// How long running answers may take after a signal to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serve the collection over HTTP: the web part at /, the API at /api. The first line on standard
/// output is the address. What `import` adds meanwhile appears within a second.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// Address and port; port 0 takes any free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
}

pub fn run(command: &Serve) -> anyhow::Result<()> {
    let corpus = command.data.open()?;
    let folder =
        std::fs::canonicalize(&command.data.folder).unwrap_or_else(|_| command.data.folder.clone());
    let name = folder
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let app = App::new(corpus, name);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(crate::STACK)
        .enable_all()
        .build()
        .context("serve.runtime")?;
    let served = runtime.block_on(serve(app, &command.listen));
    // An export for a reader who stands still must not hold the program up.
    runtime.shutdown_background();
    served
}

async fn serve(app: Shared, address: &str) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("serve.listen: cannot listen on {address}"))?;
    let mut terminate = signal(SignalKind::terminate()).context("serve.signal")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("serve.signal")?;
    let bound = listener.local_addr().context("serve.listen")?;
    // Whoever started the server may not read what it prints.
    let _ = writeln!(std::io::stdout(), "listening on http://{bound}")
        .and_then(|()| std::io::stdout().flush());
    let stop = Arc::new(tokio::sync::Notify::new());
    let stopped = Arc::clone(&stop);
    let refresher = tokio::spawn(refresh(Arc::clone(&app)));
    let mut server = tokio::spawn(async move {
        axum::serve(listener, router(app))
            .with_graceful_shutdown(async move { stopped.notified().await })
            .await
    });
    tokio::select! {
        ended = &mut server => ended.context("serve.failed")?.context("serve.failed")?,
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    refresher.abort();
    stop.notify_one();
    if !server.is_finished() {
        tokio::select! {
            _ = tokio::time::timeout(FAREWELL, server) => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    Ok(())
}

/// Takes up new commits, each second; tells a failure once, not each second.
async fn refresh(app: Shared) {
    let mut clock = tokio::time::interval(REFRESH);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = String::new();
    loop {
        clock.tick().await;
        let app = Arc::clone(&app);
        let done =
            tokio::task::spawn_blocking(move || app.refresh().map_err(|error| error.to_string()))
                .await;
        match done {
            Ok(Err(error)) if error != told => {
                eprintln!("error serve.refresh: {error}");
                told = error;
            }
            Ok(Ok(_)) => told.clear(),
            _ => {}
        }
    }
}
