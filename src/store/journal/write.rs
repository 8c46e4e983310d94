//! Appends batches: one positioned write and one fdatasync each. A file that failed once is never
//! written again. A second failure in a row ends writing for this session, unless the disk is full.

use super::content::{self, Packed};
use super::{Entry, FrameRef, Journal, JournalTail, Loc, Mark};
use crate::storage::disk::space;
use crate::storage::disk::{DiskFile, sync_parent};
use crate::storage::error::{IoOperation, LimitedItem, StoreError};
use crate::storage::format::frame::{LINK, flag};
use crate::storage::format::header;
use crate::storage::format::header::{
    DIRECTION_JOURNAL, FileKind, HEADER, Header, MINOR, PROGRAMME, SCHEMA, SUITE_JOURNAL,
};

pub struct FileWriter {
    current: Option<Current>,
    /// a file of zeros for the next rollover
    prepared: Option<u32>,
    /// highest file number ever used
    last: u32,
    /// a batch could not be made durable in two files, or the folder is not writable
    read_only: bool,
    /// what was before an epoch that the next batch must begin, in a new file
    new_epoch: Option<BeforeEpoch>,
}

/// The old epoch's end, to continue with if nothing of the new one reached the disk.
struct BeforeEpoch {
    tail: JournalTail,
    current: Option<Current>,
    /// as in `FileWriter`: they tell whether a file was made or used
    last: u32,
    prepared: Option<u32>,
}

struct Current {
    name: u32,
    at: u32,
    len: u32,
    /// opened at the first write, so that a read-only disk can be read
    file: Option<Box<dyn DiskFile>>,
}

impl FileWriter {
    pub fn new(last: u32) -> FileWriter {
        FileWriter { current: None, prepared: None, last, read_only: false, new_epoch: None }
    }

    pub fn continue_file(&mut self, name: u32, at: u32, len: u32) {
        self.current = Some(Current { name, at, len, file: None });
    }

    pub fn is_current(&self, name: u32) -> bool {
        self.current.as_ref().is_some_and(|c| c.name == name)
    }

    pub fn close_file(&mut self) {
        self.current = None;
    }

    pub fn set_prepared(&mut self, name: u32) {
        self.prepared = Some(name);
    }
}

/// A batch sealed for its position.
struct Sealed {
    bytes: Vec<u8>,
    frames: Vec<FrameRef>,
}

impl Journal {
    /// Appends one frame per entry, in order; durable when it returns `Ok`. On an error no number
    /// is used up. Ops must be numbered from `tail().seq + 1` on.
    pub fn append(&mut self, entries: Vec<Entry>) -> Result<Vec<FrameRef>, StoreError> {
        let Some(first) = entries.first() else { return Ok(Vec::new()) };
        if self.writer.new_epoch.is_some() && !content::is_epoch_op(first) {
            return Err(StoreError::Bug("an epoch begins with its own op"));
        }
        let appended = self.try_append(entries);
        match appended {
            Ok(_) => self.writer.new_epoch = None,
            Err(_) => self.cancel_epoch(),
        }
        appended
    }

    /// Continues the old epoch if a new one could not begin, so that saving goes on. Not if a file
    /// may hold a part of it: that file's header says that the old epoch has ended.
    fn cancel_epoch(&mut self) {
        let is_unused = |before: &mut BeforeEpoch| {
            (before.last, before.prepared) == (self.writer.last, self.writer.prepared)
        };
        if let Some(before) = self.writer.new_epoch.take_if(is_unused) {
            (self.tail, self.writer.current) = (before.tail, before.current);
        }
    }

    fn try_append(&mut self, entries: Vec<Entry>) -> Result<Vec<FrameRef>, StoreError> {
        if self.writer.read_only {
            return Err(StoreError::ReadOnly);
        }
        let mut tail = self.tail;
        let mut batch = Vec::with_capacity(entries.len());
        for entry in &entries {
            let mut packed = content::pack_entry(entry, &mut tail)?;
            if !batch.is_empty() {
                packed.flags |= flag::TOGETHER;
            }
            batch.push(packed);
        }
        let bytes: usize = batch.iter().map(Packed::size).sum();
        let limit = (self.reader.settings.file_size as usize).saturating_sub(HEADER);
        if bytes > limit {
            return Err(StoreError::TooLarge { what: LimitedItem::Batch, bytes, limit });
        }
        let disk = self.reader.settings.disk.clone();
        let weighs =
            |e: &Entry| matches!(e, Entry::Ops { .. } | Entry::Recut { .. } | Entry::Down(_));
        if entries.iter().any(weighs) {
            space::check(&*disk, &self.dir, bytes)?;
        }
        let frames = self.write(&batch, bytes)?;
        if let Some(last) = frames.last() {
            (tail.frame_no, tail.link) = (last.no, last.link);
        }
        tail.closed = match entries.last() {
            Some(Entry::Mark(Mark::Closed { boot, .. })) => Some(*boot),
            _ => None,
        };
        self.tail = tail;
        Ok(frames)
    }

    /// Refuses writes for this session: the folder is not writable.
    pub fn set_read_only(&mut self) {
        self.writer.read_only = true;
    }

    pub(super) fn writer_is_stopped(&self) -> bool {
        self.writer.read_only
    }

    /// Creates the next file in idle time, so that no commit waits for 4 MiB of zeros.
    pub fn prepare_next(&mut self) -> Result<(), StoreError> {
        if self.writer.prepared.is_none() && !self.writer.read_only {
            self.writer.prepared = Some(self.make_file()?);
        }
        Ok(())
    }

    /// Restarts op numbers at 1 under a new random epoch; the first op must be `Body::Epoch`.
    /// Writes nothing: the next `append` does.
    pub fn start_epoch(&mut self, epoch: u64) -> Result<(), StoreError> {
        if epoch == self.tail.epoch {
            return Err(StoreError::Bug("an epoch's number is used once"));
        }
        let (tail, current) = (self.tail, self.writer.current.take());
        let (last, prepared) = (self.writer.last, self.writer.prepared);
        // of two that follow each other without a write the first one counts
        self.writer.new_epoch.get_or_insert(BeforeEpoch { tail, current, last, prepared });
        self.tail.epoch = epoch;
        self.tail.seq = 0;
        self.tail.chain = crate::storage::format::op::chain_start(&self.tail.device, epoch);
        self.tail.has_hole = false;
        Ok(())
    }

    fn write(&mut self, batch: &[Packed], bytes: usize) -> Result<Vec<FrameRef>, StoreError> {
        let fits = |c: &Current| c.at as usize + bytes <= c.len as usize;
        let failed_once = match self.writer.current.take().filter(fits) {
            None => false,
            Some(mut current) => match self.append_to_current(&mut current, batch) {
                Ok(frames) => {
                    self.writer.current = Some(current);
                    return Ok(frames);
                }
                // Never write this file again: after a failed fdatasync, a later success proves
                // nothing about the earlier pages.
                Err(e) => {
                    self.on_full(&e)?;
                    true
                }
            },
        };
        match self.write_first(batch) {
            Ok(frames) => Ok(frames),
            Err(e) if !failed_once || e.is_full() => {
                self.on_full(&e)?;
                self.write_first(batch).map_err(|e| self.stop_writing(e))
            }
            Err(e) => Err(self.stop_writing(e)),
        }
    }

    /// Ends writing after two failures, except on a full disk, where space may be freed.
    fn stop_writing(&mut self, e: StoreError) -> StoreError {
        if !e.is_full() {
            self.writer.read_only = true;
        }
        e
    }

    fn on_full(&self, e: &StoreError) -> Result<(), StoreError> {
        if e.is_full() {
            space::free_ballast(&*self.reader.settings.disk, &self.dir)?;
        }
        Ok(())
    }

    fn append_to_current(
        &self,
        current: &mut Current,
        batch: &[Packed],
    ) -> Result<Vec<FrameRef>, StoreError> {
        let path = self.reader.path(current.name);
        let mut file = match current.file.take() {
            Some(file) => file,
            None => {
                let opened = self.reader.settings.disk.open(&path);
                opened.map_err(|e| StoreError::io(IoOperation::Write, &path, e))?
            }
        };
        let place = Loc { file: current.name, offset: current.at };
        let sealed = self.seal(batch, self.tail.link, place, Vec::new())?;
        file.write_at(&sealed.bytes, u64::from(current.at))
            .map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
        file.sync_data().map_err(|e| StoreError::io(IoOperation::Sync, &path, e))?;
        current.at += sealed.bytes.len() as u32;
        current.file = Some(file);
        Ok(sealed.frames)
    }

    /// Writes header and batch into the next file, in one write.
    fn write_first(&mut self, batch: &[Packed]) -> Result<Vec<FrameRef>, StoreError> {
        let name = match self.writer.prepared.take() {
            Some(name) => name,
            None => self.make_file()?,
        };
        let path = self.reader.path(name);
        let disk = self.reader.settings.disk.clone();
        let mut file =
            disk.open(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
        let header = self.header(name).to_bytes();
        let place = Loc { file: name, offset: HEADER as u32 };
        let sealed = self.seal(batch, header::link(&header), place, header.to_vec())?;
        file.write_at(&sealed.bytes, 0)
            .map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
        file.sync_data().map_err(|e| StoreError::io(IoOperation::Sync, &path, e))?;
        let (at, len) = (sealed.bytes.len() as u32, self.reader.settings.file_size);
        self.writer.current = Some(Current { name, at, len, file: Some(file) });
        Ok(sealed.frames)
    }

    fn header(&self, name: u32) -> Header {
        let JournalTail { frame_no, link, seq, chain, hlc, epoch, device, .. } = self.tail;
        Header {
            kind: FileKind::Journal,
            minor: MINOR,
            direction: DIRECTION_JOURNAL,
            suite: SUITE_JOURNAL,
            dict: 0,
            device,
            epoch,
            from_seq: seq.saturating_add(1),
            base_chain: chain,
            officer: 0,
            programme: PROGRAMME,
            schema: SCHEMA,
            created: hlc.0,
            key_id: self.reader.keys.id(),
            enc: link,
            file_no: u64::from(name),
            first_frame: frame_no.saturating_add(1),
        }
    }

    /// `front`: bytes before the batch in the same write. `place`: position of the first frame.
    fn seal(
        &self,
        batch: &[Packed],
        link: [u8; LINK],
        place: Loc,
        front: Vec<u8>,
    ) -> Result<Sealed, StoreError> {
        let sealer = self.reader.sealer();
        let skipped = front.len();
        let mut sealed = Sealed { bytes: front, frames: Vec::with_capacity(batch.len()) };
        let mut previous = link;
        for (packed, no) in batch.iter().zip(self.tail.frame_no.saturating_add(1)..) {
            let offset = place.offset + (sealed.bytes.len() - skipped) as u32;
            previous = packed.seal(&sealer, no, &previous, &mut sealed.bytes)?;
            sealed.frames.push(FrameRef {
                no,
                link: previous,
                loc: Loc { file: place.file, offset },
                epoch: self.tail.epoch,
                opids: packed.opids.clone(),
            });
        }
        Ok(sealed)
    }

    /// Creates a file of written zeros: with blocks that are only reserved, the first write into
    /// them would cost a metadata commit.
    fn make_file(&mut self) -> Result<u32, StoreError> {
        let disk = self.reader.settings.disk.clone();
        let name = self.writer.last.saturating_add(1);
        let path = self.reader.path(name);
        let mut file =
            disk.create(&path).map_err(|e| StoreError::io(IoOperation::Create, &path, e))?;
        self.writer.last = name;
        let filled = fill(&mut *file, self.reader.settings.file_size);
        let made = filled
            .map_err(|e| StoreError::io(IoOperation::Write, &path, e))
            .and_then(|()| sync_parent(&*disk, &path));
        if let Err(e) = made {
            drop(file);
            // The file has only zeros; remove it to free the space.
            if disk.remove(&path).is_ok() {
                self.writer.last = name - 1;
            }
            return Err(e);
        }
        Ok(name)
    }
}

fn fill(file: &mut dyn DiskFile, size: u32) -> std::io::Result<()> {
    const BLOCK: u32 = 256 * 1024;
    let zeros = vec![0; BLOCK.min(size) as usize];
    let mut at = 0;
    while at < size {
        let len = BLOCK.min(size - at) as usize;
        file.write_at(zeros.get(..len).unwrap_or_default(), u64::from(at))?;
        at += len as u32;
    }
    file.sync_data()
}
