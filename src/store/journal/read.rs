//! Reads frames in order for other modules, and the whole journal for `verify`.

use super::files::FileInfo;
use super::scan::JournalScan;
use super::{Damage, Entry, FoundFrame, FrameRef, JournalReader, JournalReport};
use crate::record::Hlc;
use crate::storage::disk::RealDisk;
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::frame::ty;
use crate::storage::format::header::Header;

/// Iterates over frames from a number on; one file is open at a time.
pub struct Frames {
    scan: Option<JournalScan>,
    /// last frame to yield: the writer may be appending after it
    until: u64,
    unreadable: bool,
}

impl Frames {
    /// The error that ended the iteration early: a foreign key, a newer version, a read error.
    pub fn refused(&mut self) -> Option<StoreError> {
        self.scan.as_mut()?.refused.take()
    }

    /// The op chain after the frames read so far.
    pub(crate) fn op_chain(&self) -> [u8; 32] {
        self.scan.as_ref().map_or([0; 32], |scan| scan.tail.chain)
    }
}

impl Iterator for Frames {
    type Item = FoundFrame;

    fn next(&mut self) -> Option<FoundFrame> {
        if std::mem::take(&mut self.unreadable) {
            return Some(Err(Damage::Unreadable { file: 0 }));
        }
        match self.scan.as_mut()?.next() {
            Some(Ok((place, _))) if place.no > self.until => {
                self.scan = None;
                None
            }
            other => other,
        }
    }
}

impl JournalReader {
    /// Frames in order from number `from` on; damage is an item at the position where it is met.
    pub fn frames(&self, from: u64) -> Frames {
        self.frames_until(from, u64::MAX)
    }

    /// As `frames`, up to number `until`: a writer may be appending after it.
    pub fn frames_until(&self, from: u64, until: u64) -> Frames {
        if from > 1 {
            return self.frames_where(|header| header.first_frame <= from, from, until);
        }
        let scan = self.files().map(|files| self.whole(files));
        let unreadable = scan.is_err();
        Frames { scan: scan.ok(), until, unreadable }
    }

    /// A scan of all files, which also reports files that are missing before the first one.
    fn whole(&self, files: Vec<FileInfo>) -> JournalScan {
        let mut scan = JournalScan::new(self.clone(), files, 0);
        scan.last_order = Some(0);
        scan
    }

    /// Frames from the start of the newest file that began before `time`.
    pub fn frames_around(&self, time: Hlc) -> Frames {
        self.frames_where(|header| header.created < time.0, 0, u64::MAX)
    }

    /// Starts at the newest file with a header that satisfies `early`.
    fn frames_where(&self, early: impl Fn(&Header) -> bool, from: u64, until: u64) -> Frames {
        let start = self.files().and_then(|files| self.start(files, early));
        let unreadable = start.is_err();
        let scan = start.ok().map(|files| JournalScan::new(self.clone(), files, from));
        Frames { scan, until, unreadable }
    }

    /// The frame before the newest file that was begun before `millis`.
    pub(crate) fn last_frame_before(&self, millis: u64) -> Result<Option<u64>, StoreError> {
        let mut found = None;
        for info in self.files()?.into_iter().skip(1) {
            // The header is unverified. A wrong one at worst removes finished drafts too early.
            let Some(header) = self.header(info.name)? else { continue };
            if Hlc(header.created).millis() >= millis {
                break;
            }
            found = header.first_frame.checked_sub(1).or(found);
        }
        Ok(found)
    }

    /// Drops the files before the newest one that is `early`.
    fn start(
        &self,
        mut files: Vec<FileInfo>,
        early: impl Fn(&Header) -> bool,
    ) -> Result<Vec<FileInfo>, StoreError> {
        let mut at = files.len();
        while at > 1 {
            at -= 1;
            let Some(info) = files.get(at) else { break };
            let seems = self.header(info.name)?.is_some_and(|h| early(&h));
            // Trust a header only if the first frame's link covers it.
            let sure = |header: Option<Header>| header.is_some_and(|h| early(&h));
            if seems && self.covered_header(*info).is_ok_and(sure) {
                return Ok(files.split_off(at));
            }
        }
        Ok(files)
    }

    /// Reads and checks file number `at`, counted from 0; `None` past the end. The caller holds the
    /// writer, which appends to the newest. Missing files are not reported: the opening has done
    /// that.
    pub fn verify_file(&self, at: usize) -> Result<Option<Vec<Damage>>, StoreError> {
        let files = self.files()?;
        // the next file's header says after which frame this file's frames are void
        let read: Vec<FileInfo> = files.into_iter().skip(at).take(2).collect();
        let Some(this) = read.first().copied() else { return Ok(None) };
        let mut damage = Vec::new();
        for found in JournalScan::new(self.clone(), read, 0) {
            match found {
                Ok((place, _)) if place.loc.file != this.name => break,
                Ok(_) | Err(Damage::Missing { .. }) => {}
                Err(found) => damage.push(found),
            }
        }
        Ok(Some(damage))
    }

    pub(crate) fn count_files(&self) -> Result<usize, StoreError> {
        self.files().map(|files| files.len())
    }

    /// Total bytes of all files.
    pub(crate) fn size(&self) -> Result<u64, StoreError> {
        let size = |info: FileInfo| {
            let path = self.path(info.name);
            let found = RealDisk.link_metadata(&path);
            found
                .map(|found| found.len())
                .map_err(|e| StoreError::io(IoOperation::Read, &path, e))
        };
        self.files()?.into_iter().map(size).sum()
    }

    /// Reads and checks everything.
    pub fn verify(&self) -> Result<JournalReport, StoreError> {
        self.verify_until(u64::MAX)
    }

    pub(crate) fn verify_until(&self, until: u64) -> Result<JournalReport, StoreError> {
        let files = self.files()?;
        let mut report =
            JournalReport { files: files.len() as u32, ..JournalReport::default() };
        let mut scan = self.whole(files);
        for found in scan.by_ref() {
            match found {
                Ok((place, _)) if place.no > until => break,
                Ok((place, entry)) => report.count(&place, &entry),
                Err(damage) => report.damage.push(damage),
            }
        }
        report.chain = scan.tail.chain;
        report.repaired = scan.was_repaired;
        match scan.refused {
            Some(refused) => Err(refused),
            None => Ok(report),
        }
    }
}

impl JournalReport {
    pub(crate) fn count(&mut self, place: &FrameRef, entry: &Entry) {
        self.frames += 1;
        match entry {
            Entry::Ops { ops, .. } => {
                self.ops += ops.len() as u64;
                let numbered = |op: &crate::record::Op| (place.epoch, op.seq);
                self.first = self.first.or(ops.first().map(numbered));
                self.last = ops.last().map(numbered).or(self.last);
            }
            Entry::Recut { ops } => {
                self.ops += ops.len() as u64;
                let last = self.last.filter(|(epoch, _)| *epoch == place.epoch);
                let before = last.map_or(0, |(_, seq)| seq);
                self.last = Some((place.epoch, before.saturating_add(ops.len() as u64)));
            }
            Entry::Draft(_) => self.drafts += 1,
            Entry::Mark(_) => self.marks += 1,
            Entry::Other { ty: ty::AUDIT, .. } => self.audits += 1,
            Entry::Down(_) | Entry::Other { .. } => self.other += 1,
        }
    }
}
