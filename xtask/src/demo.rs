//! `cargo xtask demo`: from a clean clone to the page.

use crate::run::{self, command, spent};
use crate::{tools, web};
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// The first port tried.
const PORT: u16 = 8080;
/// How long the server may take until it answers.
const START: Duration = Duration::from_secs(60);

/// Builds, imports, serves.
pub fn run(args: &[String]) -> Result<()> {
    let mut port = PORT;
    let mut prepare = false;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--prepare" => prepare = true,
            "--port" => {
                port = args
                    .next()
                    .and_then(|port| port.parse().ok())
                    .context("--port wants a number from 1 to 65535")?;
            }
            other => bail!("demo knows no `{other}`; it takes --port N and --prepare"),
        }
    }
    tools::check()?;
    let begun = Instant::now();
    web::build_all()?;
    let data = run::root().join("data/demo");
    import(&data, &run::root().join("data/demo.stamp"))?;
    println!("Ready after {}.", spent(begun.elapsed()));
    if prepare {
        return Ok(());
    }
    let (mut server, address) = serve(&data, port, true)?;
    println!("\n  Quanlian 全链 is at {address}\n  Ctrl-C ends it.\n");
    let status = server.wait()?;
    if !status.success() {
        bail!("the server ended with {status}");
    }
    Ok(())
}

/// Imports the bundled collection, unless this very collection is in already.
pub fn import(data: &Path, stamp: &Path) -> Result<()> {
    let collection = run::root().join("collection");
    let wanted = run::fingerprint(&[collection])?;
    if data.is_dir() && run::stamped(stamp, &wanted) {
        println!("The bundled collection is in {} already.", data.display());
        return Ok(());
    }
    let begun = Instant::now();
    println!("Importing the bundled collection …");
    run::check(
        command(web::binary(), "")
            .args(["import", "--data"])
            .arg(data)
            .arg("collection"),
    )?;
    println!("Imported in {}.", spent(begun.elapsed()));
    run::stamp(stamp, &wanted)
}

/// Starts the server on a port or the next free one, and waits until it answers.
pub fn serve(data: &Path, first: u16, loud: bool) -> Result<(Child, String)> {
    let port = free_port(first)?;
    if loud && port != first {
        println!("Port {first} is taken, using {port}.");
    }
    let listen = format!("127.0.0.1:{port}");
    let mut command: Command = command(web::binary(), "");
    let mut child = command
        .args(["serve", "--data"])
        .arg(data)
        .args(["--listen", &listen])
        .spawn()
        .context("the server could not be started")?;
    let begun = Instant::now();
    while begun.elapsed() < START {
        if let Some(status) = child.try_wait()? {
            bail!("the server ended at once with {status}");
        }
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok((child, format!("http://{listen}/")));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    bail!("the server did not answer within {} s", START.as_secs())
}

/// The first free port from a number on; 0 asks the system for any.
fn free_port(first: u16) -> Result<u16> {
    for port in std::iter::once(first).chain((1..100).filter_map(|n| first.checked_add(n))) {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            return Ok(listener.local_addr()?.port());
        }
    }
    bail!("no free port from {first} on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let found = free_port(port).unwrap();
        assert!(found > port, "{found} after {port}");
    }
}
