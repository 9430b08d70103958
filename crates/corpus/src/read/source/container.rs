//! Containers by content: gzip, zip, tar and each inside another. Nothing is ever written to disk.

use super::package::Packages;
use super::recognise::{Magic, magic};
use super::window::{Budget, Exact, Unpacked, Window};
use super::{Fault, Options, fault_reason};
use crate::read::split::{Flow, HEAD_BYTES, Kept, Sink};
use std::io::{BufReader, Error, Read};
use std::ops::ControlFlow::Continue;
use std::sync::Arc;

/// Longest name of a member.
const NAME_MAX: u64 = 64 * 1024;

/// The visit of one file and all that is inside it.
pub struct Visit<'v, 'e> {
    pub options: &'v Options,
    pub sink: &'v mut Sink<'e>,
    pub packages: &'v mut Packages,
    budget: Arc<Budget>,
    members: usize,
}

/// A stream whose beginning was read ahead.
pub struct Replay<'r> {
    head: Vec<u8>,
    at: usize,
    fault: Option<Error>,
    ended: bool,
    reader: &'r mut dyn Read,
}

impl<'r> Replay<'r> {
    fn new(reader: &'r mut dyn Read) -> Replay<'r> {
        let mut head = Vec::new();
        let result = reader.take(HEAD_BYTES as u64).read_to_end(&mut head);
        Replay {
            at: 0,
            ended: result.is_err() || head.len() < HEAD_BYTES,
            fault: result.err(),
            head,
            reader,
        }
    }
}

impl Read for Replay<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(self.head.len() - self.at);
        if count > 0 {
            buffer[..count].copy_from_slice(&self.head[self.at..self.at + count]);
            self.at += count;
            return Ok(count);
        }
        match self.fault.take() {
            Some(fault) => Err(fault),
            None if self.ended => Ok(0),
            None => self.reader.read(buffer),
        }
    }
}

impl<'v, 'e> Visit<'v, 'e> {
    pub fn new(
        options: &'v Options,
        sink: &'v mut Sink<'e>,
        packages: &'v mut Packages,
        raw: u64,
    ) -> Visit<'v, 'e> {
        Visit {
            options,
            sink,
            packages,
            budget: Budget::new(raw, &options.limits),
            members: 0,
        }
    }

    /// A file on disk.
    pub fn file(&mut self, window: Window) -> Flow {
        self.window(window, 0)
    }

    fn window(&mut self, mut window: Window, depth: usize) -> Flow {
        let mut ahead = window.clone();
        let ahead = Replay::new(&mut ahead);
        let head = ahead.head;
        match magic(&head) {
            Magic::Zip => self.zip(window, &head, depth),
            Magic::Cfb => self.workbook(window, &head),
            _ => self.stream(&mut window, depth, false),
        }
    }

    /// Something that can be read once, from its beginning.
    fn stream(&mut self, reader: &mut dyn Read, depth: usize, in_gzip: bool) -> Flow {
        let mut replay = Replay::new(reader);
        let head = replay.head.clone();
        let complete = replay.ended;
        match magic(&head) {
            Magic::Gzip => {
                if depth >= self.options.limits.nesting_max {
                    return self.too_deep(&head);
                }
                let decoder = flate2::bufread::MultiGzDecoder::new(BufReader::new(replay));
                let mut unpacked = Unpacked {
                    inner: decoder,
                    budget: self.budget.clone(),
                };
                self.stream(&mut unpacked, depth + 1, true)
            }
            Magic::Tar => {
                let depth = depth - usize::from(in_gzip);
                if depth >= self.options.limits.nesting_max {
                    return self.too_deep(&head);
                }
                self.tar(&mut replay, depth + 1)
            }
            kind @ (Magic::Zip | Magic::Cfb) => {
                let most = self.options.limits.inner_archive_bytes_max;
                let mut bytes = Vec::new();
                let read = (&mut replay).take(most as u64 + 1).read_to_end(&mut bytes);
                if let Err(error) = read {
                    let (code, reason) = fault_reason(&error);
                    return self.broken(&head, code, reason);
                }
                if bytes.len() > most {
                    let reason = format!(
                        "a packed archive of more than {most} bytes inside an archive: unpack the outer one first"
                    );
                    return self.broken(&head, "read.archive-too-large", reason);
                }
                let window = Window::memory(bytes);
                if kind == Magic::Zip {
                    self.zip(window, &head, depth)
                } else {
                    self.workbook(window, &head)
                }
            }
            _ => self.leaf(&head, complete, &mut replay),
        }
    }

    fn too_deep(&mut self, head: &[u8]) -> Flow {
        let most = self.options.limits.nesting_max;
        let reason = format!("archives inside archives, more than {most} deep");
        self.broken(head, "read.archive-too-deep", reason)
    }

    /// The whole file goes to quarantine, its head kept.
    pub fn broken(&mut self, head: &[u8], code: &'static str, reason: impl Into<String>) -> Flow {
        let kept = Kept {
            offset: 0,
            line: 1,
            bytes: head.to_vec(),
            overflow: head.len() >= HEAD_BYTES || code.starts_with("read.archive"),
        };
        self.sink.broken(kept, code, reason)
    }

    /// Reads something as a member: under its own name, and never after the budget is spent.
    fn member(&mut self, name: &str, visit: impl FnOnce(&mut Visit<'_, 'e>) -> Flow) -> Flow {
        let outer = self.sink.file.clone();
        self.sink.file = format!("{outer}!{name}").into();
        let flow = visit(self);
        self.sink.file = outer;
        flow
    }

    /// Whether another member may be read; tells once when not.
    fn admit(&mut self) -> Result<(), (&'static str, String)> {
        self.members += 1;
        let most = self.options.limits.members_max;
        if self.members > most {
            return Err(("read.archive-too-many", format!("more than {most} members")));
        }
        if self.budget.spent() {
            return Err((
                "read.archive-bomb",
                "the rest is left out: the archive unpacks to far more than its size allows"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    fn zip(&mut self, window: Window, head: &[u8], depth: usize) -> Flow {
        if depth >= self.options.limits.nesting_max {
            return self.too_deep(head);
        }
        let mut archive = match zip::ZipArchive::new(window.clone()) {
            Ok(archive) => archive,
            Err(error) => return self.zip_stream(window, head, depth, &error),
        };
        if archive.index_for_name("xl/workbook.xml").is_some() {
            return self.workbook(window, head);
        }
        if archive.index_for_name("[Content_Types].xml").is_some()
            || archive.index_for_name("META-INF/manifest.xml").is_some()
        {
            return self.sink.skipped("an office document or program, no table");
        }
        let shown: Vec<String> = archive.file_names_raw().map(member_name).collect();
        for index in 0..archive.len() {
            if let Err((code, reason)) = self.admit() {
                return self.broken(head, code, reason);
            }
            let (name, stored) = {
                let raw = match archive.by_index_raw(index) {
                    Ok(raw) => raw,
                    Err(error) => {
                        let name = shown.get(index).cloned().unwrap_or_default();
                        let reason = format!("the member cannot be found: {error}");
                        self.member(&name, |v| v.broken(&[], "read.archive-damaged", reason))?;
                        continue;
                    }
                };
                let name = member_name(raw.name_raw());
                let entry = raw.entry();
                if entry.is_dir() {
                    continue;
                }
                let problem = if entry.is_symlink() {
                    Some((
                        "read.archive-unsafe-path",
                        "a link inside an archive".to_owned(),
                    ))
                } else if is_unsafe(&name) {
                    Some((
                        "read.archive-unsafe-path",
                        "the path leaves the archive".to_owned(),
                    ))
                } else if entry.encrypted() {
                    Some((
                        "read.archive-encrypted",
                        "the member is encrypted".to_owned(),
                    ))
                } else {
                    None
                };
                if let Some((code, reason)) = problem {
                    self.member(&name, |v| v.broken(&[], code, reason))?;
                    continue;
                }
                let plain = entry.compression() == zip::CompressionMethod::Stored;
                let place = raw.data_start().filter(|_| plain);
                (
                    name,
                    place.map(|at| window.slice(at, entry.compressed_size())),
                )
            };
            // A stored archive inside is read in place, however large it is.
            if let Some(inner) = stored {
                let mut ahead = inner.clone();
                if magic(&Replay::new(&mut ahead).head) == Magic::Zip {
                    self.member(&name, |v| v.window(inner, depth + 1))?;
                    continue;
                }
            }
            match archive.by_index(index) {
                Ok(file) => {
                    let mut unpacked = Unpacked {
                        inner: Exact {
                            left: file.entry().size(),
                            inner: file,
                        },
                        budget: self.budget.clone(),
                    };
                    self.member(&name, |v| v.stream(&mut unpacked, depth + 1, false))?;
                }
                Err(error) => {
                    let reason = format!("the member cannot be read: {error}");
                    self.member(&name, |v| v.broken(&[], "read.archive-damaged", reason))?;
                }
            }
        }
        self.end_of_archive()
    }

    /// A zip without its directory at the end: member by member, up to the damage.
    fn zip_stream(
        &mut self,
        window: Window,
        head: &[u8],
        depth: usize,
        why: &zip::result::ZipError,
    ) -> Flow {
        let mut reader = BufReader::new(window);
        let reason = loop {
            if let Err((code, reason)) = self.admit() {
                return self.broken(head, code, reason);
            }
            match zip::read::read_zipfile_from_stream(&mut reader) {
                Ok(Some(file)) => {
                    let name = member_name(file.name_raw());
                    if file.entry().is_dir() {
                        continue;
                    }
                    if is_unsafe(&name) {
                        let reason = "the path leaves the archive";
                        self.member(&name, |v| v.broken(&[], "read.archive-unsafe-path", reason))?;
                        continue;
                    }
                    let left = file.entry().size();
                    let mut told = Told {
                        inner: Exact { inner: file, left },
                        failed: false,
                    };
                    let mut unpacked = Unpacked {
                        inner: &mut told,
                        budget: self.budget.clone(),
                    };
                    self.member(&name, |v| v.stream(&mut unpacked, depth + 1, false))?;
                    if told.failed {
                        // The damage is told with the member that it hit.
                        return self.end_of_archive();
                    }
                }
                Ok(None) => break format!("the archive has no directory: {why}"),
                Err(_) => break format!("the archive ends too early or is damaged: {why}"),
            }
        };
        self.broken(head, "read.archive-truncated", reason)?;
        self.end_of_archive()
    }

    /// Packages end with the archive that holds them; the zip of a single part lies in one.
    fn end_of_archive(&mut self) -> Flow {
        if super::package::key(&self.sink.file).is_some() {
            return Continue(());
        }
        self.packages.flush(self.sink)
    }

    fn tar(&mut self, reader: &mut dyn Read, depth: usize) -> Flow {
        let mut archive = tar::Archive::new(reader);
        let entries = match archive.entries() {
            Ok(entries) => entries.raw(true),
            Err(error) => {
                let (code, reason) = fault_reason(&error);
                return self.broken(&[], code, reason);
            }
        };
        let mut long_name: Option<Vec<u8>> = None;
        for entry in entries {
            if let Err((code, reason)) = self.admit() {
                return self.broken(&[], code, reason);
            }
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let (code, reason) = match fault_reason(&error) {
                        ("read.io", reason) => ("read.archive-damaged", reason),
                        other => other,
                    };
                    return self.broken(&[], code, reason);
                }
            };
            let kind = entry.header().entry_type();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                let mut text = Vec::new();
                if (&mut entry).take(NAME_MAX).read_to_end(&mut text).is_ok() {
                    long_name = if kind.is_gnu_longname() {
                        text.truncate(text.iter().position(|b| *b == 0).unwrap_or(text.len()));
                        Some(text)
                    } else {
                        pax_path(&text)
                    };
                }
                continue;
            }
            let raw = long_name
                .take()
                .unwrap_or_else(|| entry.path_bytes().into_owned());
            let name = member_name(&raw);
            if kind.is_symlink() || kind.is_hard_link() || is_unsafe(&name) {
                let reason = "a link, or a path that leaves the archive";
                self.member(&name, |v| v.broken(&[], "read.archive-unsafe-path", reason))?;
                continue;
            }
            if !kind.is_file() && !kind.is_contiguous() {
                continue;
            }
            let left = entry.size();
            let mut told = Told {
                inner: Exact { inner: entry, left },
                failed: false,
            };
            self.member(&name, |v| v.stream(&mut told, depth, false))?;
            if told.failed {
                break;
            }
        }
        self.end_of_archive()
    }
}

/// Remembers that a stream failed, so that the failure is told once.
struct Told<R> {
    inner: R,
    failed: bool,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let result = self.inner.read(buffer);
        self.failed |= result.is_err();
        result.map_err(|error| match error.kind() {
            // The zip reader tells an early end in words of its own.
            std::io::ErrorKind::Other if error.get_ref().is_none_or(|e| !e.is::<Fault>()) => {
                std::io::ErrorKind::UnexpectedEof.into()
            }
            _ => error,
        })
    }
}

/// The name of a member as text: UTF-8, else GB18030, as Chinese zip programs write it.
fn member_name(raw: &[u8]) -> String {
    let raw = &raw[..raw.len().min(NAME_MAX as usize)];
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    }
}

/// Whether a path would leave the place where it is unpacked.
fn is_unsafe(name: &str) -> bool {
    let bytes = name.as_bytes();
    let drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    drive
        || name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.split(['/', '\\']).any(|part| part == "..")
}

/// The path in a PAX header: lines of `length key=value`.
fn pax_path(text: &[u8]) -> Option<Vec<u8>> {
    text.split(|b| *b == b'\n').find_map(|line| {
        let at = line.iter().position(|b| *b == b' ')?;
        line[at + 1..].strip_prefix(b"path=").map(<[u8]>::to_vec)
    })
}
