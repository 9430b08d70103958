//! A window that moves over a stream: what is scanned, and what is kept from a mark on.

use super::HEAD_BYTES;
use std::io::{ErrorKind, Read};

/// Bytes read at a time.
const STEP: usize = 64 * 1024;

/// Moves over a stream. Bytes before the position are dropped unless a mark holds them; when
/// more is held than the limit of the mark allows, only its head stays.
pub struct Cursor<'r> {
    reader: &'r mut dyn Read,
    buffer: Vec<u8>,
    base: u64,
    pos: usize,
    ended: bool,
    fault: Option<std::io::Error>,
    mark: Option<Mark>,
    lines_at: usize,
    lines: u64,
}

struct Mark {
    at: usize,
    offset: u64,
    line: u64,
    limit: usize,
    overflow: Option<Vec<u8>>,
}

/// The bytes between the mark and the position.
#[derive(Default)]
pub struct Kept {
    pub offset: u64,
    pub line: u64,
    pub bytes: Vec<u8>,
    /// The limit of the mark was passed: `bytes` is the head only.
    pub overflow: bool,
}

impl<'r> Cursor<'r> {
    pub fn new(reader: &'r mut dyn Read) -> Cursor<'r> {
        Cursor {
            reader,
            buffer: Vec::new(),
            base: 0,
            pos: 0,
            ended: false,
            fault: None,
            mark: None,
            lines_at: 0,
            lines: 1,
        }
    }

    /// The bytes loaded after the position.
    pub fn rest(&self) -> &[u8] {
        &self.buffer[self.pos..]
    }

    /// Bytes that the buffer has room for.
    #[cfg(test)]
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// Absolute offset of the position.
    pub fn offset(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// Moves on by `count` loaded bytes.
    pub fn advance(&mut self, count: usize) {
        self.pos = (self.pos + count).min(self.buffer.len());
    }

    /// The error that ended the stream early.
    pub fn fault(&self) -> Option<&std::io::Error> {
        self.fault.as_ref()
    }

    /// Loads more; false at the end of the stream.
    pub fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.check_limit();
        self.compact();
        let filled = self.buffer.len();
        self.buffer.resize(filled + STEP, 0);
        loop {
            match self.reader.read(&mut self.buffer[filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    self.buffer.truncate(filled + count);
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.fault = Some(error);
                    self.ended = true;
                }
            }
            self.buffer.truncate(filled);
            return false;
        }
    }

    /// Loads until `count` bytes lie after the position; false when the stream ends before.
    pub fn ensure(&mut self, count: usize) -> bool {
        while self.rest().len() < count {
            if !self.more() {
                return false;
            }
        }
        true
    }

    /// Holds all bytes from `back` bytes before the position on, `limit` at most.
    pub fn mark(&mut self, back: usize, limit: usize) {
        let at = self.pos.saturating_sub(back);
        let line = self.line_at(at);
        self.mark = Some(Mark {
            at,
            offset: self.base + at as u64,
            line,
            limit,
            overflow: None,
        });
    }

    /// Changes the limit of the mark.
    pub fn limit(&mut self, limit: usize) {
        if let Some(mark) = &mut self.mark {
            mark.limit = limit;
        }
    }

    pub fn marked(&self) -> bool {
        self.mark.is_some()
    }

    pub fn unmark(&mut self) {
        self.mark = None;
    }

    /// Takes what the mark holds up to the position, and removes the mark.
    pub fn take(&mut self) -> Kept {
        self.check_limit();
        match self.mark.take() {
            None => Kept {
                offset: self.offset(),
                line: self.line_at(self.pos),
                ..Kept::default()
            },
            Some(Mark {
                offset,
                line,
                overflow: Some(bytes),
                ..
            }) => Kept {
                offset,
                line,
                bytes,
                overflow: true,
            },
            Some(mark) => Kept {
                offset: mark.offset,
                line: mark.line,
                bytes: self.buffer[mark.at..self.pos].to_vec(),
                overflow: false,
            },
        }
    }

    fn check_limit(&mut self) {
        if let Some(mark) = &mut self.mark
            && mark.overflow.is_none()
            && self.pos.saturating_sub(mark.at) > mark.limit
        {
            let end = (mark.at + HEAD_BYTES).min(self.pos);
            mark.overflow = Some(self.buffer[mark.at..end].to_vec());
        }
    }

    fn compact(&mut self) {
        let from = match &self.mark {
            Some(mark) if mark.overflow.is_none() => mark.at.min(self.pos),
            _ => self.pos,
        };
        if from < STEP && from < self.buffer.len() {
            return;
        }
        let line = self.line_at(from);
        self.buffer.drain(..from);
        self.base += from as u64;
        self.pos -= from;
        self.lines = line;
        self.lines_at = 0;
        if let Some(mark) = &mut self.mark {
            mark.at = mark.at.saturating_sub(from);
        }
    }

    /// The line of a place in the buffer; places are asked for in order, mostly.
    fn line_at(&mut self, at: usize) -> u64 {
        if at < self.lines_at {
            let back = memchr::memchr_iter(b'\n', &self.buffer[at..self.lines_at]).count();
            return self.lines - back as u64;
        }
        let count = memchr::memchr_iter(b'\n', &self.buffer[self.lines_at..at]).count();
        self.lines += count as u64;
        self.lines_at = at;
        self.lines
    }
}
