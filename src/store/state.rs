//! The queryable state in sled: records, indexes, and the last applied frame. Derived from the
//! journal: after any fault it is discarded and the journal is folded again. Only this folder names
//! sled.
//!
//! A build spools what it folds and packs it at its end (`base`); later writes are single entries
//! on top (`overlay`).

mod apply;
mod base;
pub(crate) mod down;
pub(crate) mod faults;
pub(crate) mod generations;
pub(crate) mod index_keys;
pub(crate) mod memory_copy;
mod overlay;
pub(crate) mod proof;
mod read;
pub(crate) mod rebuild;
pub(crate) mod surplus;

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use sled::Tree;

use super::journal::FrameRef;
use crate::programme::spec::Programme;
use crate::record::{Id, KindNo, Op};
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, close_to_others, write_whole};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::panic_guard::catch;
use crate::store::schema::StoreSchema;
use base::{PackedBase, Spool, StateBase};

pub use down::{Cursor, RemoteOps};
pub(crate) use faults::StateFault;

/// Increases with each change of the layout. Other formats, except the one below, are rebuilt.
const FORMAT: u32 = 7;
/// Format with single entries only: read with an empty base.
const FORMAT_WITHOUT_BASE: u32 = 6;
const CACHE: u64 = 8 << 20;
/// sled's file, which sled locks.
const FILE: &str = "db";
/// Maximum wait for sled to release its files: longer than any write of sled's, as a disk may hang.
const LET_GO: Duration = Duration::from_secs(5);
/// Marker file of a complete state.
pub(crate) const READY: &str = "READY";
/// Key of the receipts in `meta`.
const RECEIPTS: &[u8] = b"receipts";

/// What all parts of the store share: disk, programme and keys.
#[derive(Clone)]
pub(crate) struct StoreContext {
    pub disk: Arc<dyn Disk>,
    pub programme: &'static Programme,
    pub schema: Arc<StoreSchema>,
    pub keys: Keys,
    pub sealer: Sealer,
}

impl StoreContext {
    pub fn new(disk: Arc<dyn Disk>, programme: &'static Programme, keys: Keys) -> StoreContext {
        let schema = Arc::new(StoreSchema::of(programme));
        StoreContext { disk, programme, schema, sealer: Sealer::new(&keys), keys }
    }
}

/// The last applied frame: number and link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    pub no: u64,
    pub link: [u8; 32],
}

pub(crate) struct State {
    db: sled::Db,
    /// records written since the base was packed; an empty value hides a record of the base
    rec: Tree,
    /// index keys written since then; `HIDDEN` hides an index key of the base
    idx: Tree,
    base: RwLock<Arc<StateBase>>,
    meta: Tree,
    /// ops of other devices, by the record that they change
    remote_ops: Tree,
    /// positions in lanes and in devices' logs
    lane: Tree,
    context: StoreContext,
    /// dropped after all other handles of sled
    #[expect(dead_code, reason = "dropped in its place")]
    last_handle: LastHandle,
    /// must be last: fields drop in order, and this one waits for sled to release its files
    folder: Folder,
}

/// The last handle of sled, so dropping the others does nothing. Its drop is in a panic guard: on a
/// failing disk it panics, which would end the program, or abort it during another panic.
struct LastHandle(Option<sled::Db>);

impl Drop for LastHandle {
    fn drop(&mut self) {
        let db = self.0.take();
        if std::thread::panicking() {
            std::mem::forget(db);
        } else if catch(|| drop(db)).is_err() {
            // the journal has what could not be written
        }
    }
}

/// The folder of a state. Its drop waits until sled has released its files: sled's threads hold
/// them slightly longer than the handle, and an opening in that time would take the state for
/// broken.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return; // sled does not let go: its handle is forgotten
        }
        let file = self.0.join(FILE);
        let end = Instant::now() + LET_GO;
        while matches!(RealDisk.try_lock(&file), Ok(None)) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The kind of a record, if the caller knows it. Otherwise a packed record is searched in all
/// kinds.
pub(crate) type KindOf<'a> = &'a dyn Fn(Id) -> Option<KindNo>;

/// Ops with the frame that holds them.
pub(crate) type OpsFrame = (FrameRef, Vec<Op>);

impl State {
    /// An empty state in a new folder, to be filled and packed. `is_served`: index keys are looked
    /// up during the build.
    pub fn create(
        folder: &Path,
        context: &StoreContext,
        is_served: bool,
    ) -> Result<State, StateFault> {
        catch(|| {
            let (last, db) = State::database(folder)?;
            let disk = Arc::clone(&context.disk);
            let spool = Spool::create(disk, folder, &context.sealer, is_served)?;
            let state = State::of(last, db, folder, context, StateBase::Spool(spool))?;
            state.meta.insert("format", FORMAT.to_be_bytes().as_slice())?;
            state.meta.insert("notebook", context.keys.id().to_be_bytes().as_slice())?;
            Ok(state)
        })?
    }

    /// Opens a complete state of this notebook.
    pub fn open(folder: &Path, context: &StoreContext) -> Result<State, StateFault> {
        if !folder.join(READY).exists() || !folder.join(FILE).exists() {
            return Err(StateFault::Foreign);
        }
        catch(|| {
            let (last, db) = State::database(folder)?;
            let packed =
                PackedBase::open(db.open_tree("pack")?, db.open_tree("pidx")?, &context.sealer);
            let state = State::of(last, db, folder, context, StateBase::Packed(packed))?;
            let is = |key: &str, wanted: &[u8]| -> Result<bool, StateFault> {
                Ok(state.meta.get(key)?.is_some_and(|has| has == wanted))
            };
            if !is("notebook", &context.keys.id().to_be_bytes())? {
                return Err(StateFault::Foreign);
            }
            if is("format", &FORMAT_WITHOUT_BASE.to_be_bytes())? {
                // an older program must not read what is written from now on
                state.meta.insert("format", FORMAT.to_be_bytes().as_slice())?;
            } else if !is("format", &FORMAT.to_be_bytes())? {
                return Err(StateFault::Foreign);
            }
            Ok(state)
        })?
    }

    /// Opens sled. The caller drops the `LastHandle` after the `Db`, in a panic, too.
    fn database(folder: &Path) -> Result<(LastHandle, sled::Db), StateFault> {
        let db = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .flush_every_ms(None)
            .use_compression(false)
            .open()?;
        // sled makes its files readable for all users
        close_to_others(folder);
        Ok((LastHandle(Some(db.clone())), db))
    }

    fn of(
        last_handle: LastHandle,
        db: sled::Db,
        folder: &Path,
        context: &StoreContext,
        base: StateBase,
    ) -> Result<State, StateFault> {
        Ok(State {
            rec: db.open_tree("rec")?,
            idx: db.open_tree("idx")?,
            base: RwLock::new(Arc::new(base)),
            meta: db.open_tree("meta")?,
            remote_ops: db.open_tree("told")?,
            lane: db.open_tree("lane")?,
            db,
            context: context.clone(),
            last_handle,
            folder: Folder(folder.to_owned()),
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    pub fn applied(&self) -> Result<Applied, StateFault> {
        let Some(bytes) = catch(|| self.meta.get("applied"))?? else {
            return Ok(Applied::default());
        };
        let (no, link) = bytes.split_first_chunk::<8>().ok_or(StateFault::Foreign)?;
        let link = link.try_into().map_err(|_| StateFault::Foreign)?;
        Ok(Applied { no: u64::from_be_bytes(*no), link })
    }

    /// Sets the last applied frame after a rewrite of the journal, which changes links; durable.
    pub fn set_link(&self, at: Applied) -> Result<(), StateFault> {
        let applied = [&at.no.to_be_bytes()[..], &at.link].concat();
        catch(|| self.meta.insert("applied", applied))??;
        self.checkpoint()
    }

    /// Present bytes of sled's file.
    pub fn file_size(&self) -> u64 {
        RealDisk.metadata(&self.folder().join(FILE)).map_or(0, |m| m.len())
    }

    /// Whether the base has anything.
    pub fn has_base(&self) -> bool {
        !self.base().is_empty()
    }

    /// Bytes of sled's file at the end of the build; 0 if not noted.
    pub fn fresh_size(&self) -> Result<u64, StateFault> {
        let noted = catch(|| self.meta.get("fresh"))??;
        let bytes = noted.and_then(|bytes| <[u8; 8]>::try_from(&bytes[..]).ok());
        Ok(bytes.map_or(0, u64::from_be_bytes))
    }

    /// Makes everything applied so far durable. sled's flush is not enough: it does not sync the
    /// file (`store.md` section 1).
    pub fn checkpoint(&self) -> Result<(), StateFault> {
        catch(|| self.db.flush())??;
        let io = |e| StoreError::io(IoOperation::Sync, self.folder(), e);
        self.context.disk.sync_file(&self.folder().join(FILE)).map_err(io)?;
        self.context.disk.sync_folder(self.folder()).map_err(io)?;
        Ok(())
    }

    /// Marks this state complete; durable.
    pub fn mark_whole(&self) -> Result<(), StateFault> {
        self.checkpoint()?;
        let fresh = self.file_size().to_be_bytes();
        catch(|| self.meta.insert("fresh", fresh.as_slice()))??;
        self.checkpoint()?;
        let path = self.folder().join(READY);
        write_whole(&*self.context.disk, &path, b"1\n")?;
        if let Some(above) = self.folder().parent() {
            let io = |e| StoreError::io(IoOperation::Sync, above, e);
            self.context.disk.sync_folder(above).map_err(io)?;
        }
        Ok(())
    }

    /// Releases the folder. After a fault (`broken`) the handle is leaked instead of dropped: a
    /// drop would write, and may hang.
    pub fn close(self, broken: bool) {
        if broken {
            std::mem::forget(self);
        } else if catch(|| drop(self)).is_err() {
            // a panic in the drop changes nothing: the handle is gone
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::apply::Writes;
    use super::*;
    use crate::record::{Id, Record};

    fn context() -> StoreContext {
        let programme = crate::programme::Role::Officer.programme();
        StoreContext::new(Arc::new(RealDisk), programme, Keys::from_bytes(&[7; 32]))
    }

    /// Regression: sled's threads still held the files at the next opening, which took a good state
    /// for broken and moved it aside.
    #[test]
    fn a_closed_state_is_let_go_of_before_the_next_opening() {
        let dir = tempfile::tempdir().unwrap();
        let context = context();
        let state = State::create(dir.path(), &context, true).unwrap();
        state.mark_whole().unwrap();
        let thread = state.db.clone();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(50));
                drop(thread);
            });
            state.close(false);
            State::open(dir.path(), &context).unwrap().close(false);
        });
    }

    /// Older programs wrote single entries only.
    #[test]
    fn a_state_without_a_base_is_read_and_written_on() {
        let dir = tempfile::tempdir().unwrap();
        let context = context();
        let state = State::create(dir.path(), &context, true).unwrap();
        state.pack(&mut |_| Ok(())).unwrap();
        let put = |state: &State, id: u8, before: Option<&Record>, rev| {
            let mut record = Record::blank(1, Id([id; 16]), crate::record::Stamp::default());
            record.rev = rev;
            let mut write = Writes::default();
            write.record(&context, before, &record).unwrap();
            state.commit(&write).unwrap();
            record
        };
        let old: Vec<Record> = (0..9).map(|id| put(&state, id, None, 0)).collect();
        let format = FORMAT_WITHOUT_BASE.to_be_bytes();
        state.meta.insert("format", format.as_slice()).unwrap();
        state.mark_whole().unwrap();
        state.close(false);
        let state = State::open(dir.path(), &context).unwrap();
        assert!(!state.has_base());
        let new = put(&state, 3, old.get(3), 7);
        assert_eq!(state.get(new.id, Some(1)).unwrap().unwrap().rev, 7);
        let mut count = 0;
        state.each(|_| count += 1).unwrap();
        assert_eq!(count, 9);
        let format = state.meta.get("format").unwrap().unwrap();
        assert_eq!(&format[..], FORMAT.to_be_bytes(), "an older program must not write here");
        state.close(false);
    }

    /// A damaged block must be an error, not missing records.
    #[test]
    fn a_damaged_block_is_a_fault_and_no_hole() {
        let dir = tempfile::tempdir().unwrap();
        let context = context();
        let state = State::create(dir.path(), &context, true).unwrap();
        for id in 0..40 {
            let record = Record::blank(1, Id([id; 16]), crate::record::Stamp::default());
            let mut write = Writes::default();
            write.record(&context, None, &record).unwrap();
            state.commit(&write).unwrap();
        }
        state.pack(&mut |_| Ok(())).unwrap();
        let pack = state.db.open_tree("pack").unwrap();
        let (key, block) = pack.iter().nth(2).unwrap().unwrap();
        let mut block = block.to_vec();
        *block.last_mut().unwrap() ^= 1;
        pack.insert(key, block).unwrap();
        assert!(state.each(|_| ()).is_err());
        let faults = (0..40).filter(|id| state.get(Id([*id; 16]), Some(1)).is_err()).count();
        assert_eq!(faults, crate::storage::format::block::RECORDS);
        let found = |id| matches!(state.get(Id([id; 16]), Some(1)), Ok(Some(_)));
        assert_eq!((0..40).filter(|id| found(*id)).count(), 40 - faults);
        state.close(false);
    }

    /// Regression: the look-up once visited all records of unknown kinds.
    #[test]
    fn records_of_unknown_kinds_are_found_by_their_id() {
        let dir = tempfile::tempdir().unwrap();
        let context = context();
        let state = State::create(dir.path(), &context, true).unwrap();
        let known = [(200, 1), (200, 9), (201, 5), (254, 0), (255, 3), (255, 255)];
        let mut write = Writes::default();
        for (kind, id) in known {
            let record = Record::blank(kind, Id([id; 16]), crate::record::Stamp::default());
            write.record(&context, None, &record).unwrap();
        }
        state.commit(&write).unwrap();
        for id in 0..=255 {
            let wanted = known.iter().find(|(_, one)| *one == id).map(|(kind, _)| *kind);
            let found = state.get(Id([id; 16]), None).unwrap();
            assert_eq!(found.map(|record| record.kind), wanted, "{id}");
        }
        state.close(false);
    }
}
