//! Runs programs from the root of the repository, with their output shown and, if wanted, kept.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A program that starts in a folder of the repository.
pub fn command(program: impl AsRef<OsStr>, folder: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root().join(folder));
    command
}

/// Cargo, the same that runs this.
pub fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, "")
}

/// npm with colours and advertisements off.
pub fn npm(args: &[&str]) -> Command {
    let mut npm = command("npm", "web");
    npm.args(args)
        .env("NO_COLOR", "1")
        .env("NPM_CONFIG_FUND", "false")
        .env("NPM_CONFIG_AUDIT", "false")
        .env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    npm
}

/// Runs a program and fails when it does.
pub fn check(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{} could not be started", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// What a program said, standard output and errors in the order they came.
pub struct Said {
    /// Whether it ended well.
    pub success: bool,
    /// All its lines.
    pub text: String,
}

/// Runs a program, shows each line as it comes, hands it to `watch` and keeps it.
pub fn tee(command: &mut Command, watch: impl Fn(&str) + Send + Sync + 'static) -> Result<Said> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} could not be started", shown(command)))?;
    let text = Arc::new(Mutex::new(String::new()));
    let watch = Arc::new(watch);
    let mut readers = Vec::new();
    let outputs: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|out| Box::new(out) as _),
        child.stderr.take().map(|out| Box::new(out) as _),
    ];
    for output in outputs.into_iter().flatten() {
        let (text, watch) = (text.clone(), watch.clone());
        readers.push(std::thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                watch(&line);
                if let Ok(mut text) = text.lock() {
                    text.push_str(&line);
                    text.push('\n');
                }
            }
        }));
    }
    let status = child.wait()?;
    for reader in readers {
        // A reader that stopped has already shown its lines.
        let _ = reader.join();
    }
    let _ = std::io::stdout().flush();
    let text = text.lock().map(|text| text.clone()).unwrap_or_default();
    Ok(Said {
        success: status.success(),
        text,
    })
}

/// A command as one would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}

/// A duration as `1 min 05 s` or `3.2 s`.
pub fn spent(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

/// A hash of names and contents of files, for "has anything changed".
pub fn fingerprint(paths: &[PathBuf]) -> Result<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                collect(&entry?.path(), &mut files)?;
            }
        } else {
            collect(path, &mut files)?;
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(root()).unwrap_or(file).hash(&mut hasher);
        std::fs::read(file)
            .with_context(|| format!("{} cannot be read", file.display()))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}-{}", hasher.finish(), files.len()))
}

/// All files at or below a path, without build products.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    if matches!(name, "node_modules" | "dist" | "test-results") {
        return Ok(());
    }
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// Whether a stamp file holds this text.
pub fn stamped(stamp: &Path, text: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|old| old == text)
}

/// Writes a stamp file with its folders.
pub fn stamp(stamp: &Path, text: &str) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(stamp, text).with_context(|| format!("{}", stamp.display()))
}
