//! Readers: a seekable part of a file or of memory, and streams that count and stop.

use super::Fault;
use std::fs::File;
use std::io::{Error, Read, Result, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

enum Base {
    File(Mutex<File>, Arc<AtomicU64>),
    Memory(Vec<u8>),
}

/// A part of a file or of memory; clones share the base and have a position of their own.
#[derive(Clone)]
pub struct Window {
    base: Arc<Base>,
    start: u64,
    len: u64,
    pos: u64,
}

impl Window {
    /// The whole of a file; `progress` counts the bytes read.
    pub fn file(file: File, len: u64, progress: Arc<AtomicU64>) -> Window {
        Window {
            base: Arc::new(Base::File(Mutex::new(file), progress)),
            start: 0,
            len,
            pos: 0,
        }
    }

    /// Bytes in memory.
    pub fn memory(bytes: Vec<u8>) -> Window {
        Window {
            start: 0,
            len: bytes.len() as u64,
            pos: 0,
            base: Arc::new(Base::Memory(bytes)),
        }
    }

    /// A part of this window, cut at its end.
    pub fn slice(&self, start: u64, len: u64) -> Window {
        let start = start.min(self.len);
        Window {
            base: self.base.clone(),
            start: self.start + start,
            len: len.min(self.len - start),
            pos: 0,
        }
    }

    pub fn len(&self) -> u64 {
        self.len
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let left = self.len.saturating_sub(self.pos);
        let count = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        if count == 0 {
            return Ok(0);
        }
        let at = self.start + self.pos;
        let count = match &*self.base {
            Base::Memory(bytes) => {
                let at = usize::try_from(at).map_err(Error::other)?;
                buffer[..count].copy_from_slice(&bytes[at..at + count]);
                count
            }
            Base::File(file, progress) => {
                let mut file = file
                    .lock()
                    .map_err(|_| Error::other("another reader of this file failed"))?;
                file.seek(SeekFrom::Start(at))?;
                let count = file.read(&mut buffer[..count])?;
                progress.fetch_add(count as u64, Ordering::Relaxed);
                count
            }
        };
        self.pos += count as u64;
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.pos.checked_add_signed(by),
        };
        self.pos = target.ok_or_else(|| Error::from(std::io::ErrorKind::InvalidInput))?;
        Ok(self.pos)
    }
}

/// What all members of one file may unpack to, together.
pub struct Budget {
    produced: AtomicU64,
    allowed: u64,
}

impl Budget {
    pub fn new(raw: u64, limits: &super::Limits) -> Arc<Budget> {
        Arc::new(Budget {
            produced: AtomicU64::new(0),
            allowed: raw
                .saturating_mul(limits.ratio_max)
                .max(limits.ratio_free_bytes),
        })
    }

    pub fn spent(&self) -> bool {
        self.produced.load(Ordering::Relaxed) > self.allowed
    }
}

/// A stream of unpacked bytes that stops at the budget.
pub struct Unpacked<R> {
    pub inner: R,
    pub budget: Arc<Budget>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget
            .produced
            .fetch_add(count as u64, Ordering::Relaxed);
        if self.budget.spent() {
            return Err(Error::other(Fault {
                code: "read.archive-bomb",
                reason: format!(
                    "the archive unpacks to more than {} bytes, far more than its size allows",
                    self.budget.allowed
                ),
            }));
        }
        Ok(count)
    }
}

/// A stream that must have `left` bytes more; an early end is an error.
pub struct Exact<R> {
    pub inner: R,
    pub left: u64,
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let most = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            if buffer.is_empty() {
                return Ok(0);
            }
            // The reader below checks its sum when its end is read.
            return match self.inner.read(&mut buffer[..1])? {
                0 => Ok(0),
                _ => Err(std::io::ErrorKind::InvalidData.into()),
            };
        }
        let count = self.inner.read(&mut buffer[..most])?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// A stream of another encoding as UTF-8.
pub struct Transcoded<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    pub fn new(inner: R, encoding: &'static encoding_rs::Encoding) -> Transcoded<R> {
        Transcoded {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 16 * 1024],
            out: Vec::new(),
            at: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.at >= self.out.len() && !self.ended {
            let count = self.inner.read(&mut self.raw)?;
            self.ended = count == 0;
            let most = self
                .decoder
                .max_utf8_buffer_length(count)
                .unwrap_or(count * 3 + 16);
            self.out.resize(most, 0);
            let (_, _, written, _) =
                self.decoder
                    .decode_to_utf8(&self.raw[..count], &mut self.out, self.ended);
            self.out.truncate(written);
            self.at = 0;
        }
        let count = buffer.len().min(self.out.len() - self.at);
        buffer[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
