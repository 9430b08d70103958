//! Blocks of records: `QLB1`, lengths, a checksum, and zstd-compressed entries.

use super::Appender;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, Mutex};

const MAGIC: u32 = u32::from_le_bytes(*b"QLB1");
const HEADER_BYTES: usize = 20;
/// A block is closed when its entries reach this many bytes. Small blocks make single reads fast,
/// large ones compress better; 128 KiB take a tenth of a millisecond to read.
pub const BLOCK_BYTES: usize = 128 << 10;
/// A block is closed at this many entries at the latest, since an [`EntryRef`] has 12 bits for them.
pub const ENTRIES_MAX: usize = 4095;
/// Largest block a reader accepts, decompressed: one record is at most 64 MiB of source.
const DECOMPRESSED_MAX: usize = 512 << 20;
const COMPRESSION_LEVEL: i32 = 3;

/// Where an entry lies: offset of its block and place in it, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryRef(pub u64);

impl EntryRef {
    /// The entry `index` of the block at `offset`.
    pub fn new(offset: u64, index: usize) -> EntryRef {
        EntryRef(offset << 12 | index as u64)
    }

    /// Offset of the block in the file.
    pub fn block(self) -> u64 {
        self.0 >> 12
    }

    /// Place in the block.
    pub fn index(self) -> usize {
        (self.0 & 0xfff) as usize
    }
}

/// Collects entries and writes blocks.
pub struct BlockWriter {
    file: Appender,
    body: Vec<u8>,
    ends: Vec<u32>,
}

impl BlockWriter {
    /// Writes behind `length`, cutting off what lies beyond.
    pub fn open(path: &Path, length: u64) -> io::Result<BlockWriter> {
        Ok(BlockWriter {
            file: Appender::open(path, length)?,
            body: Vec::new(),
            ends: Vec::new(),
        })
    }

    /// Adds an entry. Its place is final; it can be read after [`BlockWriter::close_block`].
    pub fn add(&mut self, entry: &[u8]) -> io::Result<EntryRef> {
        if self.body.len() + entry.len() > BLOCK_BYTES && !self.ends.is_empty()
            || self.ends.len() >= ENTRIES_MAX
        {
            self.close_block()?;
        }
        let place = EntryRef::new(self.file.length(), self.ends.len());
        self.body.extend_from_slice(entry);
        self.ends
            .push(u32::try_from(self.body.len()).map_err(|_| too_large())?);
        Ok(place)
    }

    /// An entry of the open block, which is still in memory only.
    pub fn open_entry(&self, place: EntryRef) -> Option<&[u8]> {
        if place.block() != self.file.length() {
            return None;
        }
        let end = *self.ends.get(place.index())? as usize;
        let from = match place.index().checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        self.body.get(from..end)
    }

    /// Writes the open block.
    pub fn close_block(&mut self) -> io::Result<()> {
        if self.ends.is_empty() {
            return Ok(());
        }
        let mut raw = Vec::with_capacity(self.body.len() + self.ends.len() * 4);
        for end in &self.ends {
            raw.extend_from_slice(&end.to_le_bytes());
        }
        raw.extend_from_slice(&self.body);
        let packed = zstd::bulk::compress(&raw, COMPRESSION_LEVEL)?;
        let mut header = Vec::with_capacity(HEADER_BYTES);
        let length = |n: usize| u32::try_from(n).map_err(|_| too_large());
        header.extend_from_slice(&MAGIC.to_le_bytes());
        header.extend_from_slice(&length(self.ends.len())?.to_le_bytes());
        header.extend_from_slice(&length(raw.len())?.to_le_bytes());
        header.extend_from_slice(&length(packed.len())?.to_le_bytes());
        header.extend_from_slice(&crc32fast::hash(&packed).to_le_bytes());
        self.file.append(&header)?;
        self.file.append(&packed)?;
        self.body.clear();
        self.ends.clear();
        Ok(())
    }

    /// Closes the open block and makes all durable; returns the length.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.close_block()?;
        self.file.sync()
    }

    /// Hands all closed blocks to the operating system, so that they can be read.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn too_large() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        "a block of records is over 4 GiB",
    )
}

fn damaged(offset: u64, what: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("records.qla: block at byte {offset}: {what}"),
    )
}

/// A decompressed block.
pub struct Block {
    raw: Vec<u8>,
    count: usize,
}

impl Block {
    /// The entry at a place.
    pub fn entry(&self, index: usize) -> Option<&[u8]> {
        if index >= self.count {
            return None;
        }
        let end = |i: usize| -> Option<usize> {
            let bytes = self.raw.get(i * 4..i * 4 + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let from = if index == 0 { 0 } else { end(index - 1)? };
        let base = self.count * 4;
        self.raw.get(base + from..base + end(index)?)
    }

    /// How many entries it has.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// A block that was read, with its offset.
type Slot = Mutex<Option<(u64, Arc<Block>)>>;

/// Reads blocks; safe to share between threads. Keeps the block read last by each slot.
pub struct BlockReader {
    file: File,
    cache: Vec<Slot>,
}

const CACHE_SLOTS: usize = 64;

impl BlockReader {
    /// Opens the file of blocks.
    pub fn open(path: &Path) -> io::Result<BlockReader> {
        let cache = (0..CACHE_SLOTS).map(|_| Mutex::new(None)).collect();
        Ok(BlockReader {
            file: File::open(path)?,
            cache,
        })
    }

    /// The entry at a place.
    pub fn entry(&self, place: EntryRef) -> io::Result<Vec<u8>> {
        let block = self.cached(place.block())?;
        let entry = block
            .entry(place.index())
            .ok_or_else(|| damaged(place.block(), "no such entry"))?;
        Ok(entry.to_vec())
    }

    fn cached(&self, offset: u64) -> io::Result<Arc<Block>> {
        let slot =
            &self.cache[(offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize % CACHE_SLOTS];
        if let Ok(guard) = slot.lock()
            && let Some((at, block)) = guard.as_ref()
            && *at == offset
        {
            return Ok(Arc::clone(block));
        }
        let block = Arc::new(self.block(offset)?.0);
        if block.raw.len() < 1 << 20
            && let Ok(mut guard) = slot.lock()
        {
            *guard = Some((offset, Arc::clone(&block)));
        }
        Ok(block)
    }

    /// Reads the block at an offset, checking its sum; also returns the offset of the next one.
    pub fn block(&self, offset: u64) -> io::Result<(Block, u64)> {
        let mut header = [0u8; HEADER_BYTES];
        self.file.read_exact_at(&mut header, offset)?;
        let field = |i: usize| {
            u32::from_le_bytes([
                header[i * 4],
                header[i * 4 + 1],
                header[i * 4 + 2],
                header[i * 4 + 3],
            ])
        };
        if field(0) != MAGIC {
            return Err(damaged(offset, "does not begin with QLB1"));
        }
        let (count, raw_length, packed_length) =
            (field(1) as usize, field(2) as usize, field(3) as usize);
        if raw_length > DECOMPRESSED_MAX {
            return Err(damaged(offset, "larger than any block may be"));
        }
        let mut packed = vec![0u8; packed_length];
        self.file
            .read_exact_at(&mut packed, offset + HEADER_BYTES as u64)?;
        if crc32fast::hash(&packed) != field(4) {
            return Err(damaged(offset, "the checksum is wrong"));
        }
        let raw = zstd::bulk::decompress(&packed, raw_length)?;
        if raw.len() != raw_length || raw_length < count * 4 {
            return Err(damaged(offset, "the length is wrong"));
        }
        Ok((
            Block { raw, count },
            offset + (HEADER_BYTES + packed_length) as u64,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_damage_is_seen() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("records.qla");
        let mut writer = BlockWriter::open(&path, 0).expect("opens");
        let entries: Vec<Vec<u8>> = (0..5000u32)
            .map(|i| format!("entry {i} {}", "x".repeat(i as usize % 300)).into_bytes())
            .collect();
        let places: Vec<EntryRef> = entries
            .iter()
            .map(|e| writer.add(e).expect("adds"))
            .collect();
        let length = writer.sync().expect("syncs");
        let reader = BlockReader::open(&path).expect("opens");
        for (entry, place) in entries.iter().zip(&places) {
            assert_eq!(&reader.entry(*place).expect("reads"), entry);
        }
        drop(writer);
        let mut bytes = std::fs::read(&path).expect("reads");
        assert_eq!(bytes.len() as u64, length);
        bytes[60] ^= 1;
        std::fs::write(&path, &bytes).expect("writes");
        let error = BlockReader::open(&path)
            .expect("opens")
            .entry(places[0])
            .expect_err("damaged");
        assert!(error.to_string().contains("checksum"), "{error}");
    }
}
