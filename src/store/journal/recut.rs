//! Rewrites a journal: frames keep their numbers, ops and op chain, and are sealed and linked
//! again. Damaged and never acknowledged bytes are left out.

use super::content::Packed;
use super::scan::JournalScan;
use super::{FrameEdit, FrameRef, JournalReader, JournalTail};
use crate::storage::error::StoreError;
use crate::storage::format::header;
use crate::storage::format::header::{
    DIRECTION_JOURNAL, FileKind, Header, MINOR, SUITE_JOURNAL,
};
use crate::storage::format::header::{PROGRAMME, SCHEMA};
use crate::storage::format::op::chain_start;

/// The file being written, in memory.
struct NewFile {
    source: u32,
    bytes: Vec<u8>,
}

struct Recutter<'a> {
    reader: &'a JournalReader,
    piece: Option<NewFile>,
    pieces: u32,
    /// link of the last frame written
    link: [u8; 32],
    /// the source's counters before the current frame
    before: JournalTail,
}

impl JournalReader {
    /// Passes the new journal files to `out` one by one, each frame's content as `edit` returns it.
    /// Returns the number of frames. An edit must keep ops, their numbers and their chain.
    pub(crate) fn recut(
        &self,
        edit: &mut FrameEdit<'_>,
        out: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let mut scan = JournalScan::new(self.clone(), self.files()?, 0);
        scan.collects_frames = true;
        let before = JournalTail::default();
        let mut cut = Recutter { reader: self, piece: None, pieces: 0, link: [0; 32], before };
        let mut frames = 0;
        while let Some(found) = scan.next() {
            // Skip damage. The scan collects a frame's bytes before it reports damage found on the
            // way: take `collected` only with a frame.
            let Ok((place, entry)) = found else { continue };
            let Some((head, plain)) = scan.collected.take() else { continue };
            cut.place(&place, &scan.tail, out)?;
            let edited = edit(&place, &entry, &head, &plain)?;
            let packed = Packed::repack(&head, edited.as_deref().unwrap_or(&plain))?;
            if let Some(piece) = &mut cut.piece {
                let sealer = self.sealer();
                cut.link = packed.seal(&sealer, place.no, &cut.link, &mut piece.bytes)?;
            }
            cut.before = scan.tail;
            frames += 1;
        }
        if let Some(piece) = cut.piece.take() {
            out(&piece.bytes)?;
        }
        match scan.refused {
            Some(refused) => Err(refused),
            None => Ok(frames),
        }
    }
}

impl JournalReader {
    /// Passes every frame to `see` as `recut` would, and writes nothing.
    pub(crate) fn walk(&self, see: &mut FrameEdit<'_>) -> Result<(), StoreError> {
        let mut scan = JournalScan::new(self.clone(), self.files()?, 0);
        scan.collects_frames = true;
        while let Some(found) = scan.next() {
            let Ok((place, entry)) = found else { continue };
            let Some((head, plain)) = scan.collected.take() else { continue };
            see(&place, &entry, &head, &plain)?;
        }
        scan.refused.map_or(Ok(()), Err)
    }
}

impl Recutter<'_> {
    /// Begins a new file at the same frame as the source.
    fn place(
        &mut self,
        place: &FrameRef,
        after: &JournalTail,
        out: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.piece.as_ref().is_some_and(|p| p.source == place.loc.file) {
            return Ok(());
        }
        if let Some(piece) = self.piece.take() {
            out(&piece.bytes)?;
        }
        self.pieces += 1;
        let header = self.header(place, after);
        let bytes = header.to_bytes();
        self.link = header::link(&bytes);
        self.piece = Some(NewFile { source: place.loc.file, bytes: bytes.to_vec() });
        Ok(())
    }

    fn header(&self, place: &FrameRef, after: &JournalTail) -> Header {
        let same = self.pieces > 1 && self.before.epoch == place.epoch;
        let (seq, chain) = match same {
            true => (self.before.seq, self.before.chain),
            false => (0, chain_start(&after.device, place.epoch)),
        };
        Header {
            kind: FileKind::Journal,
            minor: MINOR,
            direction: DIRECTION_JOURNAL,
            suite: SUITE_JOURNAL,
            dict: 0,
            device: after.device,
            epoch: place.epoch,
            from_seq: seq.saturating_add(1),
            base_chain: chain,
            officer: 0,
            programme: PROGRAMME,
            schema: SCHEMA,
            created: self.before.hlc.0,
            key_id: self.reader.keys.id(),
            enc: if self.pieces > 1 { self.link } else { [0; 32] },
            file_no: u64::from(self.pieces),
            first_frame: place.no,
        }
    }
}
