//! Makes the state from the journal: catches up, rebuilds, or, when the journal has lost what the
//! state still knows, recovers: what survives in the state is written again as ops of a new epoch.
//! Numbers are never used twice.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::{Change, Id, Record};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{IoOperation, OpeningFinding, StoreError};
use crate::storage::format::down;
use crate::storage::format::receipt::SignedReceipt;
use crate::store::fold;
use crate::store::journal::entry::receipt;
use crate::store::journal::{
    Entry, FoundFrame, FrameRef, Frames, Journal, JournalReader, JournalTail,
};
use crate::store::notebook::change::differences;
use crate::store::state::memory_copy::MemoryFolder;
use crate::store::state::proof::BuildProof;
use crate::store::state::{Applied, OpsFrame, State, StateFault, StoreContext, generations};

/// Ops folded in one transaction.
const BATCH: usize = 1000;

/// What the state is built from, and where.
#[derive(Clone)]
pub(crate) struct StateBuilder {
    pub dir: PathBuf,
    /// the state's place when the notebook's disk takes nothing
    pub scratch: Option<Arc<MemoryFolder>>,
    pub context: StoreContext,
    pub reader: JournalReader,
    /// the journal's end when the notebook was opened
    pub tail: JournalTail,
    pub now: fn() -> u64,
}

/// A state after its build, what could not be read of the journal, and the digests of what was written.
pub(crate) struct BuiltState {
    pub state: State,
    pub findings: Vec<OpeningFinding>,
    pub proof: BuildProof,
    /// the op chain at the end of the journal, if all of that was read
    pub chain: Option<[u8; 32]>,
}

/// How a state that opens relates to the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateVerdict {
    /// the journal continues from where the state is
    UpToDate,
    /// agrees, but the power may have gone while it was being written
    Doubtful,
    /// built from another journal, or from frames that the disk has lost since
    Ahead,
}

impl StateBuilder {
    pub fn new(
        dir: &Path,
        scratch: Option<Arc<MemoryFolder>>,
        context: StoreContext,
        journal: &Journal,
        now: fn() -> u64,
    ) -> StateBuilder {
        let (dir, reader, tail) = (dir.to_owned(), journal.reader(), journal.tail());
        // the scratch folder is elsewhere: what the notebook's disk refuses says nothing there
        let disk: Arc<dyn Disk> = match scratch {
            Some(_) => Arc::new(RealDisk),
            None => Arc::clone(&context.disk),
        };
        let context = StoreContext { disk, ..context };
        StateBuilder { dir, scratch, context, reader, tail, now }
    }

    /// The folder above all states.
    fn home(&self) -> &Path {
        self.scratch.as_ref().map_or(&self.dir, |scratch| scratch.path())
    }

    /// The folder of the state that is tried first.
    pub fn newest_folder(&self) -> Option<PathBuf> {
        generations::states(self.home()).into_iter().next()
    }

    /// The newest state that opens, with its verdict.
    pub fn find(&self) -> Option<(State, StateVerdict)> {
        for folder in generations::states(self.home()) {
            let whole = generations::is_whole(&folder, self.tail.closed.is_some());
            // half built, or broken
            let Ok(state) = State::open(&folder, &self.context) else { continue };
            match self.verdict(&state) {
                Some(StateVerdict::UpToDate) if !whole => {
                    return Some((state, StateVerdict::Doubtful));
                }
                Some(verdict) => return Some((state, verdict)),
                None => state.close(true),
            }
        }
        None
    }

    fn verdict(&self, state: &State) -> Option<StateVerdict> {
        let applied = state.applied().ok()?;
        let agrees = applied.no <= self.tail.frame_no && self.has_frame(applied);
        Some(if agrees { StateVerdict::UpToDate } else { StateVerdict::Ahead })
    }

    /// Whether the journal holds exactly this frame.
    pub fn has_frame(&self, at: Applied) -> bool {
        let checkpoint = self.tail.checkpoint;
        if at == Applied::default()
            || (at.no, at.link) == (self.tail.frame_no, self.tail.link)
            || checkpoint.is_some_and(|c| (at.no, at.link) == (c.applied, c.link))
        {
            return true;
        }
        match self.reader.frames(at.no).next() {
            Some(Ok((frame, _))) => frame.no == at.no && frame.link == at.link,
            _ => false,
        }
    }

    /// Whether the journal was closed with nothing after what the state holds.
    pub fn is_up_to_date(&self, applied: Applied) -> bool {
        let checkpoint = self.tail.checkpoint.filter(|_| self.tail.closed.is_some());
        checkpoint.is_some_and(|c| (applied.no, applied.link) == (c.applied, c.link))
    }

    /// Folds in what the journal has beyond the state. Returns what could not be read.
    pub fn catch_up(&self, state: &State) -> Result<Vec<OpeningFinding>, StateFault> {
        let from = state.applied()?.no + 1;
        in_batches(self.reader.frames(from), |part| part.copy_into(state).map(|_| ()))
    }

    /// A new state from the whole journal, in a folder of its own; `see` gets what is read.
    pub fn build(&self, see: &mut dyn FnMut(&FoundFrame)) -> Result<BuiltState, StateFault> {
        let folder = self.new_folder()?;
        let mut frames = self.reader.frames(0);
        let seen = frames.by_ref().inspect(|found| see(found));
        let built = self.build_in(&folder, seen, || false);
        if built.is_err() {
            remove_partial(&*self.context.disk, &folder);
        }
        let chain = frames.refused().is_none().then(|| frames.op_chain());
        built.map(|built| BuiltState { chain, ..built })
    }

    /// A new state from the journal's frames up to number `until`. Whatever is journalled meanwhile
    /// is left to `catch_up`.
    pub fn build_until(
        &self,
        folder: &Path,
        until: u64,
        is_cancelled: impl Fn() -> bool,
    ) -> Result<State, StateFault> {
        let frames = self.reader.frames_until(0, until);
        self.build_in(folder, frames, is_cancelled).map(|built| built.state)
    }

    fn build_in(
        &self,
        folder: &Path,
        frames: impl Iterator<Item = FoundFrame>,
        is_cancelled: impl Fn() -> bool,
    ) -> Result<BuiltState, StateFault> {
        let state = State::create(folder, &self.context, false)?;
        let mut findings = in_batches(frames, |part| match is_cancelled() {
            true => Err(StateFault::Store(StoreError::Closed)),
            false => part.copy_into(&state).map(|_| ()),
        })?;
        let (rebuilt, proof) = finish(&state, &is_cancelled)?;
        findings.push(rebuilt);
        Ok(BuiltState { state, findings, proof, chain: None })
    }

    /// A folder for a state that is to be made, without its `READY`.
    pub fn new_folder(&self) -> Result<PathBuf, StoreError> {
        generations::next(&*self.context.disk, self.home())
    }

    /// What the journal had when the notebook was opened.
    pub fn all_frames(&self) -> Frames {
        self.reader.frames_until(1, self.tail.frame_no)
    }

    /// Good states that were replaced are of no use to anybody: the journal has all of them.
    pub fn drop_others(&self, live: &Path) -> Result<(), StoreError> {
        for folder in generations::states(self.home()).iter().filter(|f| *f != live) {
            let disk = &self.context.disk;
            disk.remove_folder(folder)
                .map_err(|e| StoreError::io(IoOperation::Write, folder, e))?;
        }
        Ok(())
    }

    /// Every sled directory but the live one goes to `broken/`.
    pub fn move_aside_others(&self, live: &Path) -> Result<(), StoreError> {
        for folder in generations::states(self.home()).iter().filter(|f| *f != live) {
            generations::put_aside(&*self.context.disk, self.home(), folder, (self.now)())?;
        }
        Ok(())
    }
}

/// Removes a state that was not finished: on a full disk it would be in the way, and all that it
/// holds is in the journal.
pub(crate) fn remove_partial(disk: &dyn Disk, folder: &Path) {
    disk.remove_folder(folder).unwrap_or_default();
}

/// A piece of what the journal says, for a state.
pub(crate) enum JournalPart {
    Ops(Vec<OpsFrame>),
    Down(FrameRef, down::Frame),
    Receipts(Vec<SignedReceipt>),
}

impl JournalPart {
    /// The records as they now are.
    pub fn copy_into(&self, state: &State) -> Result<Vec<Record>, StateFault> {
        match self {
            JournalPart::Ops(ops) => state.apply(ops, &|_| None),
            JournalPart::Down(frame, down) => state.apply_down(frame, down, &|_| None),
            JournalPart::Receipts(receipts) => {
                state.take_receipts(receipts).map(|()| Vec::new())
            }
        }
    }
}

/// Passes on frames in order, ops in batches. Returns what could not be read.
pub(crate) fn in_batches(
    frames: impl Iterator<Item = FoundFrame>,
    mut take: impl FnMut(JournalPart) -> Result<(), StateFault>,
) -> Result<Vec<OpeningFinding>, StateFault> {
    let mut findings = Vec::new();
    let mut batch: Vec<OpsFrame> = Vec::new();
    let mut receipts = Vec::new();
    let mut size = 0;
    for found in frames {
        match found {
            Ok((frame, Entry::Ops { ops, .. })) => {
                size += ops.len();
                batch.push((frame, ops));
            }
            Ok((frame, Entry::Down(down))) => {
                take(JournalPart::Ops(std::mem::take(&mut batch)))?;
                size = 0;
                take(JournalPart::Down(frame, down))?;
            }
            Ok((_, entry)) => receipts.extend(receipt(&entry)),
            Err(damage) => findings.push(OpeningFinding::Damaged(damage)),
        }
        if size >= BATCH {
            take(JournalPart::Ops(std::mem::take(&mut batch)))?;
            size = 0;
        }
    }
    take(JournalPart::Ops(batch))?;
    take(JournalPart::Receipts(receipts))?;
    Ok(findings)
}

/// A state that has everything is made durable, and counted.
pub(crate) fn finish(
    state: &State,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<(OpeningFinding, BuildProof), StateFault> {
    let (mut records, mut partial) = (0, 0);
    let proof = state.pack(&mut |is_partial| {
        if is_cancelled() {
            return Err(StateFault::Store(StoreError::Closed));
        }
        records += 1;
        partial += usize::from(is_partial);
        Ok(())
    })?;
    state.mark_whole()?;
    let proof = proof.ok_or(StoreError::Bug("a build that was ended before"))?;
    Ok((OpeningFinding::Rebuilt { records, partial }, proof))
}

/// What `old` still knows and `new` does not.
#[derive(Default)]
pub(crate) struct Surplus {
    /// bring the fields there
    pub changes: Vec<Change>,
    /// afterwards: deleted with this reason, or back again
    pub deletions: Vec<(Id, Option<String>)>,
}

/// A record is taken from the side that has seen it last.
pub(crate) fn surplus(old: &State, new: &State) -> Result<Surplus, StateFault> {
    let mut found = Surplus::default();
    let mut failed = None;
    old.each(|was| {
        if fold::is_partial(&was) {
            return;
        }
        match new.get(was.id, Some(was.kind)) {
            Ok(now) => found.add_difference(was, now.as_ref()),
            Err(fault) => failed = Some(fault),
        }
    })?;
    failed.map_or(Ok(found), Err)
}

impl Surplus {
    fn add_difference(&mut self, was: Record, now: Option<&Record>) {
        let whole = now.filter(|now| !fold::is_partial(now));
        if whole.is_some_and(|now| now.changed.hlc >= was.changed.hlc) {
            return;
        }
        let deleted = whole.is_some_and(|now| now.deleted.is_some());
        if deleted != was.deleted.is_some() {
            self.deletions.push((was.id, was.deleted));
        }
        match whole {
            Some(now) => {
                let set = differences(&now.fields, &was.fields);
                if !set.is_empty() {
                    self.changes.push(Change::Patch { id: was.id, base: now.head, set });
                }
            }
            None => self.changes.push(Change::Create {
                kind: was.kind,
                id: was.id,
                fields: was.fields,
                origin: was.origin,
            }),
        }
    }
}
