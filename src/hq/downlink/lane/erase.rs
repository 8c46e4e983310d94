//! Removes erased answers from the lanes. Every piece keeps its position.

use std::path::{Path, PathBuf};

use super::walk::LaneWalk;
use super::{LINK, Lanes};
use crate::storage::disk::{RealDisk, sync_parent, write_whole};
use crate::storage::error::IoOperation;
use crate::storage::format::down;
use crate::storage::format::down::Down;
use crate::store::{ErasedAnswers, StoreError};

impl Lanes {
    /// Removes the erased answers from every lane. Only for the process that holds headquarters'
    /// store, while it appends to no lane. A receiver with an open file continues to read the old
    /// version.
    pub(crate) fn erase(&self, erased: &ErasedAnswers) -> Result<(), StoreError> {
        for path in self.files()? {
            let mut cut = (Vec::new(), LaneWalk::start(&path));
            let mut left = erased.clone();
            let before = left.count.total();
            self.each_piece(&path, &mut |no, mut down| {
                left.strip_down(&mut down);
                let frame = self.frame(&cut.1, no, &down)?;
                cut.1 = frame.last_chunk::<LINK>().copied().unwrap_or_default();
                cut.0.extend(frame);
                Ok(())
            })?;
            if left.count.total() > before {
                // outside the folder, as every file in it is taken for a lane
                let temp = self.folder.with_file_name("lane-new");
                write_whole(&*self.disk, &temp, &cut.0)?;
                let io = |e| StoreError::io(IoOperation::Rename, &path, e);
                self.disk.rename(&temp, &path).map_err(io)?;
                sync_parent(&*self.disk, &path)?;
            }
        }
        Ok(())
    }

    /// Counts the erased answers that are still in the lanes.
    pub(crate) fn count_erased(&self, erased: &mut ErasedAnswers) -> Result<(), StoreError> {
        for path in self.files()? {
            self.each_piece(&path, &mut |_, mut down| {
                erased.strip_down(&mut down);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let entries = RealDisk.entries(&self.folder);
        let entries =
            entries.map_err(|e| StoreError::io(IoOperation::List, &self.folder, e))?;
        Ok(entries.iter().map(|entry| self.folder.join(&entry.name)).collect())
    }

    fn each_piece(
        &self,
        path: &Path,
        see: &mut dyn FnMut(u64, Down) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Some(mut walk) = LaneWalk::open(path)? else { return Ok(()) };
        while let Some(place) = walk.next()? {
            // a damaged piece has no readable answers, and must not stop the erasure of others
            let piece = match self.open_frame(&mut walk, &place) {
                Ok(bytes) => down::decode(&bytes).map_err(|_| StoreError::StateLost)?,
                Err(StoreError::StateLost) => Down::default(),
                Err(error) => return Err(error),
            };
            see(place.head.no, piece)?;
        }
        Ok(())
    }
}
