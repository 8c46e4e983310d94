//! The queryable state in sled: records, indexes, and how far the journal has been applied. Derived
//! from the journal and never the truth: any fault in here is answered by throwing it away and
//! folding the journal anew. The only file that names sled.

pub(crate) mod down;
pub(crate) mod faults;
pub(crate) mod generations;
pub(crate) mod index_keys;
pub(crate) mod memory_copy;
pub(crate) mod rebuild;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional};
use sled::{Batch, Tree};

use super::fold::{self, Slot, entity};
use super::journal::FrameRef;
use crate::programme::spec::Programme;
use crate::record::{Body, Id, KindNo, Op, Record};
use crate::storage::crypto::key::{Domain, Keys};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, close_to_others, write_whole};
use crate::storage::error::{Doing, StoreError};
use crate::storage::format;
use crate::storage::format::receipt::{SignedReceipt, newest};
use crate::storage::format::wire::Bytes;
use crate::storage::panic_guard::{Panicked, catch};
use crate::store::schema::StoreSchema;

pub use down::{Cursor, RemoteOps};

/// Goes up with every change of what is kept here; another one is rebuilt, never converted.
const FORMAT: u32 = 6;
const CACHE: u64 = 8 << 20;
/// sled's own file, which it locks.
const FILE: &str = "db";
/// Longer than any write of sled's; a disk that hangs must not hold the program for ever.
const LET_GO: Duration = Duration::from_secs(5);
/// Written when a state is whole.
const READY: &str = "READY";
/// Where the receipts stand in `meta`.
const RECEIPTS: &[u8] = b"receipts";

/// What every part of the store works with.
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

/// The state cannot be used. Whatever the reason, the cure is the same.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateFault {
    #[error("sled: {0}")]
    Sled(#[from] sled::Error),
    #[error("sled panicked")]
    Panicked,
    #[error("not this notebook's state, or not whole")]
    Foreign,
    #[error("a record does not open")]
    Undecodable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Panicked> for StateFault {
    fn from(_: Panicked) -> StateFault {
        StateFault::Panicked
    }
}

impl From<format::Undecodable> for StateFault {
    fn from(_: format::Undecodable) -> StateFault {
        StateFault::Undecodable
    }
}

impl StateFault {
    /// A full or failing disk is nobody's damage: rebuilding would not help.
    pub fn is_disk(&self) -> bool {
        matches!(self, StateFault::Sled(sled::Error::Io(_)) | StateFault::Store(_))
    }
}

/// How far the journal has been applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    pub no: u64,
    pub link: [u8; 32],
}

pub(crate) struct State {
    db: sled::Db,
    rec: Tree,
    idx: Tree,
    meta: Tree,
    /// ops of other devices, by the record that they speak of
    told: Tree,
    /// how far lanes have come down and logs are read
    lane: Tree,
    context: StoreContext,
    /// last: fields are dropped in this order, and it waits for those above
    folder: Folder,
}

/// Where a state lies. Dropped, it waits until sled has let go: its threads hold the files a moment
/// longer than its handle, and whoever opens them in that moment is told that they are locked,
/// which reads as a state that is broken.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let file = self.0.join(FILE);
        let end = Instant::now() + LET_GO;
        while matches!(RealDisk.try_lock(&file), Ok(None)) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Ops with the frame that holds them.
pub(crate) type OpsFrame = (FrameRef, Vec<Op>);

impl State {
    /// An empty state in a folder of its own.
    pub fn create(folder: &Path, context: &StoreContext) -> Result<State, StateFault> {
        catch(|| {
            let state = State::at(folder, context)?;
            state.meta.insert("format", FORMAT.to_be_bytes().as_slice())?;
            state.meta.insert("notebook", context.keys.id().to_be_bytes().as_slice())?;
            Ok(state)
        })?
    }

    /// A whole state of this notebook, or a fault.
    pub fn open(folder: &Path, context: &StoreContext) -> Result<State, StateFault> {
        if !folder.join(READY).exists() || !folder.join(FILE).exists() {
            return Err(StateFault::Foreign);
        }
        catch(|| {
            let state = State::at(folder, context)?;
            let is = |key: &str, wanted: &[u8]| -> Result<bool, StateFault> {
                Ok(state.meta.get(key)?.is_some_and(|has| has == wanted))
            };
            let ours = is("format", &FORMAT.to_be_bytes())?
                && is("notebook", &context.keys.id().to_be_bytes())?;
            if ours { Ok(state) } else { Err(StateFault::Foreign) }
        })?
    }

    fn at(folder: &Path, context: &StoreContext) -> Result<State, StateFault> {
        let db = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .flush_every_ms(None)
            .use_compression(false)
            .open()?;
        // sled leaves its files open to whoever may read the folder
        close_to_others(folder);
        Ok(State {
            rec: db.open_tree("rec")?,
            idx: db.open_tree("idx")?,
            meta: db.open_tree("meta")?,
            told: db.open_tree("told")?,
            lane: db.open_tree("lane")?,
            db,
            context: context.clone(),
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

    /// `kind`: where to look first.
    pub fn get(&self, id: Id, kind: Option<KindNo>) -> Result<Option<Record>, StateFault> {
        catch(|| {
            let all = self.context.programme.kinds.iter().map(|k| k.no);
            for kind in kind.into_iter().chain(all).chain([0]) {
                if let Some(bytes) = self.rec.get(rec_key(kind, id))? {
                    return Ok(Some(self.decode(kind, id, &bytes)?));
                }
            }
            self.of_newer_kind(id)
        })?
    }

    /// A record of a kind that only a newer programme has; its number may lie between those of known
    /// kinds.
    fn of_newer_kind(&self, id: Id) -> Result<Option<Record>, StateFault> {
        let known = |kind| kind == 0 || self.context.programme.kind(kind).is_some();
        let mut next: Option<KindNo> = Some(0);
        while let Some(kind) = next {
            next = kind.checked_add(1);
            if known(kind) {
                continue;
            }
            let first = self.rec.range(rec_key(kind, Id([0; 16]))..).next();
            let Some((key, _)) = first.transpose()? else { return Ok(None) };
            let Some(kind) = key.first().copied() else { return Ok(None) };
            if !known(kind)
                && let Some(bytes) = self.rec.get(rec_key(kind, id))?
            {
                return Ok(Some(self.decode(kind, id, &bytes)?));
            }
            next = kind.checked_add(1);
        }
        Ok(None)
    }

    /// The record that an op changes. One that begins with it is in no other place than its own,
    /// or where a record lies whose beginning was lost.
    fn before(&self, id: Id, op: &Op) -> Result<Option<Record>, StateFault> {
        let Body::Put { kind, .. } = &op.body else { return self.get(id, None) };
        catch(|| {
            for kind in [*kind, 0] {
                if let Some(bytes) = self.rec.get(rec_key(kind, id))? {
                    return Ok(Some(self.decode(kind, id, &bytes)?));
                }
            }
            Ok(None)
        })?
    }

    fn decode(&self, kind: KindNo, id: Id, bytes: &[u8]) -> Result<Record, StateFault> {
        Ok(format::record(&self.context.sealer, kind, id, bytes, self.context.programme)?)
    }

    /// Every record, by kind and id.
    pub fn each(&self, mut tell: impl FnMut(Record)) -> Result<(), StateFault> {
        catch(|| {
            for pair in self.rec.iter() {
                let (key, bytes) = pair?;
                let (Some(kind), Some(id)) = (key.first(), index_keys::id_of(&key)) else {
                    return Err(StateFault::Undecodable);
                };
                tell(self.decode(*kind, id, &bytes)?);
            }
            Ok(())
        })?
    }

    /// Bytes of its file, now.
    pub fn file_size(&self) -> u64 {
        RealDisk.metadata(&self.folder().join(FILE)).map_or(0, |m| m.len())
    }

    /// Bytes of its file when it was made; 0 when nobody noted it.
    pub fn fresh_size(&self) -> Result<u64, StateFault> {
        let noted = catch(|| self.meta.get("fresh"))??;
        let bytes = noted.and_then(|bytes| <[u8; 8]>::try_from(&bytes[..]).ok());
        Ok(bytes.map_or(0, u64::from_be_bytes))
    }

    /// Bytes that so many records take with their keys, and how many there were.
    pub fn sampled(&self, most: usize) -> Result<(u64, u64), StateFault> {
        catch(|| {
            let (mut bytes, mut count) = (0, 0);
            for pair in self.rec.iter().take(most) {
                let (key, value) = pair?;
                let (Some(kind), Some(id)) = (key.first(), index_keys::id_of(&key)) else {
                    return Err(StateFault::Undecodable);
                };
                let record = self.decode(*kind, id, &value)?;
                let keys = index_keys::keys(&self.context.schema, &self.context.keys, &record);
                bytes += key.len() + value.len() + keys.iter().map(Vec::len).sum::<usize>();
                count += 1;
            }
            Ok((bytes as u64, count))
        })?
    }

    /// Every record of one kind, by id.
    pub fn each_of(
        &self,
        kind: KindNo,
        mut tell: impl FnMut(Record),
    ) -> Result<(), StateFault> {
        catch(|| {
            for pair in self.rec.scan_prefix([kind]) {
                let (key, bytes) = pair?;
                let id = index_keys::id_of(&key).ok_or(StateFault::Undecodable)?;
                tell(self.decode(kind, id, &bytes)?);
            }
            Ok(())
        })?
    }

    /// Where records lay, and until which packed day, in the order of the keys with this beginning.
    pub fn moves(&self, prefix: &[u8]) -> Result<Vec<(Id, u32, u32)>, StateFault> {
        catch(|| {
            let one = |key: &[u8], site: &[u8]| {
                let (rest, day) = key.split_last_chunk::<4>()?;
                let site = site.try_into().ok()?;
                Some((
                    index_keys::id_of(rest)?,
                    u32::from_be_bytes(*day),
                    u32::from_be_bytes(site),
                ))
            };
            let mut found = Vec::new();
            for pair in self.idx.scan_prefix(prefix) {
                let (key, site) = pair?;
                found.push(one(&key, &site).ok_or(StateFault::Undecodable)?);
            }
            Ok(found)
        })?
    }

    /// Who is pointed at, and who points, in the order of the keys with this beginning.
    pub fn links(&self, prefix: &[u8]) -> Result<Vec<(Id, Id)>, StateFault> {
        catch(|| {
            let pair = |key: &[u8]| {
                let (rest, from) = key.split_last_chunk::<16>()?;
                Some((index_keys::id_of(rest)?, Id(*from)))
            };
            let keys = self.idx.scan_prefix(prefix).keys();
            keys.map(|key| pair(&key?).ok_or(StateFault::Undecodable)).collect()
        })?
    }

    /// Ids at the end of all index keys with this beginning.
    pub fn ids(&self, prefix: &[u8]) -> Result<Vec<Id>, StateFault> {
        self.first_ids(prefix, usize::MAX)
    }

    /// At most so many of them, the oldest first.
    pub fn first_ids(&self, prefix: &[u8], most: usize) -> Result<Vec<Id>, StateFault> {
        catch(|| {
            let keys = self.idx.scan_prefix(prefix).keys().take(most);
            keys.map(|key| index_keys::id_of(&key?).ok_or(StateFault::Undecodable)).collect()
        })?
    }

    /// Folds frames in, all or nothing; gives the records as they now are. Frames that are in
    /// already change nothing.
    pub fn apply(&self, frames: &[OpsFrame]) -> Result<Vec<Record>, StateFault> {
        let Some((last, _)) = frames.last() else { return Ok(Vec::new()) };
        let mut changes = Changes::on(self);
        for (frame, ops) in frames {
            for (op, opid) in ops.iter().zip(&frame.opids) {
                let Some(id) = entity(op) else { continue };
                let head = format::head(opid);
                let step = |slot| fold::take_op(self.context.programme, slot, op, head);
                changes.step(id, || self.slot(id, self.before(id, op)?), step)?;
            }
        }
        let mut write = Writes::default();
        let records = changes.write(&mut write)?;
        self.stand_at(last, &mut write)?;
        self.commit(&write)?;
        Ok(records)
    }

    fn stand_at(&self, last: &FrameRef, write: &mut Writes) -> Result<(), StateFault> {
        let mut applied = last.no.to_be_bytes().to_vec();
        applied.extend_from_slice(&last.link);
        if self.applied()?.no <= last.no {
            write.meta.insert("applied", applied);
        }
        Ok(())
    }

    /// The newest receipt of each epoch.
    pub fn receipts(&self) -> Result<Vec<SignedReceipt>, StateFault> {
        let Some(bytes) = catch(|| self.meta.get(RECEIPTS))?? else { return Ok(Vec::new()) };
        let plain = self.context.sealer.open(Domain::State, RECEIPTS, &bytes);
        let plain = plain.map_err(|_| StateFault::Undecodable)?;
        let kept: Vec<Bytes> = format::wire::frame(&plain)?;
        kept.iter().map(|b| Ok(SignedReceipt::decode(&b.0)?)).collect()
    }

    /// Keeps those that are newer than what is known of their epochs.
    pub fn take_receipts(&self, new: &[SignedReceipt]) -> Result<(), StateFault> {
        if new.is_empty() {
            return Ok(());
        }
        let mut known = self.receipts()?;
        new.iter().for_each(|receipt| newest(&mut known, *receipt));
        let kept: Vec<Bytes> = known.iter().map(|r| Bytes(r.encode())).collect();
        let plain = format::wire::encode(&kept);
        let sealed = self.context.sealer.seal(Domain::State, RECEIPTS, &plain)?;
        catch(|| self.meta.insert(RECEIPTS, sealed))??;
        Ok(())
    }

    fn commit(&self, write: &Writes) -> Result<(), StateFault> {
        let done = catch(|| {
            let trees = (&self.rec, &self.idx, &self.meta, &self.told);
            trees.transaction(|(rec, idx, meta, told)| {
                rec.apply_batch(&write.rec)?;
                idx.apply_batch(&write.idx)?;
                meta.apply_batch(&write.meta)?;
                told.apply_batch(&write.told)?;
                Ok::<(), ConflictableTransactionError<()>>(())
            })
        })?;
        transacted(done)
    }

    /// Makes everything applied so far durable. sled's own flush is not enough: it never asks
    /// the disk (`store.md` section 1).
    pub fn checkpoint(&self) -> Result<(), StateFault> {
        catch(|| self.db.flush())??;
        let io = |e| StoreError::io(Doing::Sync, self.folder(), e);
        self.context.disk.sync_file(&self.folder().join(FILE)).map_err(io)?;
        self.context.disk.sync_folder(self.folder()).map_err(io)?;
        Ok(())
    }

    /// Says that this state is whole; durable.
    pub fn ready(&self) -> Result<(), StateFault> {
        self.checkpoint()?;
        let fresh = self.file_size().to_be_bytes();
        catch(|| self.meta.insert("fresh", fresh.as_slice()))??;
        self.checkpoint()?;
        let path = self.folder().join(READY);
        write_whole(&*self.context.disk, &path, b"1\n")?;
        if let Some(above) = self.folder().parent() {
            let io = |e| StoreError::io(Doing::Sync, above, e);
            self.context.disk.sync_folder(above).map_err(io)?;
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        catch(|| self.rec.len()).unwrap_or(0)
    }

    /// Lets go of the folder. After a fault the handle is not dropped but forgotten: a drop
    /// would write, and may hang.
    pub fn close(self, broken: bool) {
        if broken {
            std::mem::forget(self);
        } else if catch(|| drop(self)).is_err() {
            // only a panic of a handle that is gone anyway
        }
    }
}

fn transacted(done: Result<(), TransactionError<()>>) -> Result<(), StateFault> {
    done.map_err(|e| match e {
        TransactionError::Storage(e) => StateFault::Sled(e),
        TransactionError::Abort(()) => StateFault::Panicked,
    })
}

/// Records on their way from what they were to what they are.
struct Changes<'s> {
    state: &'s State,
    fresh: BTreeMap<Id, (Slot, Slot)>,
    moves: BTreeMap<Vec<u8>, [u8; 4]>,
}

impl<'s> Changes<'s> {
    fn on(state: &'s State) -> Changes<'s> {
        Changes { state, fresh: BTreeMap::new(), moves: BTreeMap::new() }
    }

    fn step(
        &mut self,
        id: Id,
        before: impl FnOnce() -> Result<Slot, StateFault>,
        step: impl FnOnce(Slot) -> Slot,
    ) -> Result<(), StateFault> {
        if let Entry::Vacant(slot) = self.fresh.entry(id) {
            let before = before()?;
            slot.insert((before.clone(), before));
        }
        let Some((_, now)) = self.fresh.get_mut(&id) else { return Ok(()) };
        let plan = &self.state.context.schema;
        let place =
            now.record.as_ref().and_then(|now| index_keys::place_in(plan, now)).cloned();
        *now = step(std::mem::take(now));
        if let Some((key, site)) = index_keys::moved(plan, place.as_ref(), now.record.as_ref())
            && !self.moves.contains_key(&key)
            && !catch(|| self.state.idx.contains_key(&key))??
        {
            self.moves.insert(key, site);
        }
        Ok(())
    }

    fn write(self, write: &mut Writes) -> Result<Vec<Record>, StateFault> {
        // the first move of a day stands: where it lay before that day
        for (key, site) in self.moves {
            write.idx.insert(key, site.as_slice());
        }
        let mut records = Vec::with_capacity(self.fresh.len());
        for (id, (before, now)) in self.fresh {
            if before.early != now.early {
                write.early(&self.state.context, id, now.early.as_ref())?;
            }
            let Some(now) = now.record else { continue };
            write.record(&self.state.context, before.record.as_ref(), &now)?;
            records.push(now);
        }
        Ok(records)
    }
}

/// What one transaction writes. Made before it: sled may run a transaction more than once.
#[derive(Default)]
struct Writes {
    rec: Batch,
    idx: Batch,
    meta: Batch,
    told: Batch,
    lane: Batch,
}

impl Writes {
    fn record(
        &mut self,
        context: &StoreContext,
        before: Option<&Record>,
        now: &Record,
    ) -> Result<(), StateFault> {
        if let Some(old) = before {
            if old.kind != now.kind {
                self.rec.remove(rec_key(old.kind, old.id));
            }
            for key in index_keys::keys(&context.schema, &context.keys, old) {
                self.idx.remove(key);
            }
        }
        self.rec.insert(rec_key(now.kind, now.id), format::record_bytes(&context.sealer, now)?);
        for key in index_keys::keys(&context.schema, &context.keys, now) {
            self.idx.insert(key, &[]);
        }
        Ok(())
    }
}

fn rec_key(kind: KindNo, id: Id) -> Vec<u8> {
    let mut key = vec![kind];
    key.extend_from_slice(&id.0);
    key
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// sled's threads held the files when the next opening came, which took a whole state for a
    /// broken one: `rebuild` reported none, an opening laid a good one aside.
    #[test]
    fn a_closed_state_is_let_go_of_before_the_next_opening() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::from_bytes(&[7; 32]);
        let context =
            StoreContext::new(Arc::new(RealDisk), crate::programme::programme(), keys);
        let state = State::create(dir.path(), &context).unwrap();
        state.ready().unwrap();
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

    /// Each record of a kind that nobody knows was sought among all others of such kinds.
    #[test]
    fn records_of_unknown_kinds_are_found_by_their_id() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::from_bytes(&[7; 32]);
        let context =
            StoreContext::new(Arc::new(RealDisk), crate::programme::programme(), keys);
        let state = State::create(dir.path(), &context).unwrap();
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
