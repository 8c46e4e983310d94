//! Builds the state from the journal, or catches up with it, and finds the states on the disk. Does not
//! compare two states (`surplus`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::Record;
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{Damage, IoOperation, OpeningFinding, StoreError};
use crate::storage::format::down;
use crate::storage::format::receipt::SignedReceipt;
use crate::store::journal::entry::receipt;
use crate::store::journal::{
    Entry, FoundFrame, FrameRef, Frames, Journal, JournalReader, JournalTail,
};
use crate::store::state::memory_copy::MemoryFolder;
use crate::store::state::proof::BuildProof;
use crate::store::state::surplus::lacks_records;
use crate::store::state::{Applied, OpsFrame, State, StateFault, StoreContext, generations};

/// Ops per transaction.
const BATCH: usize = 1000;

/// The sources of a build and its place.
#[derive(Clone)]
pub(crate) struct StateBuilder {
    pub dir: PathBuf,
    /// folder of the state when the notebook's disk is full or read-only
    pub scratch: Option<Arc<MemoryFolder>>,
    pub context: StoreContext,
    pub reader: JournalReader,
    /// the journal's end when the notebook was opened
    pub tail: JournalTail,
    pub now: fn() -> u64,
}

/// A built state, the damage met in the journal, and the digests of what was written.
pub(crate) struct BuiltState {
    pub state: State,
    pub findings: Vec<OpeningFinding>,
    pub proof: BuildProof,
    /// the op chain at the end of the journal, if reading did not stop early
    pub chain: Option<[u8; 32]>,
}

impl BuiltState {
    /// Call before a good state is replaced. Fails where damage in the journal would cost a record.
    pub fn require_all_of(&self, live: &State) -> Result<(), StateFault> {
        match first_damage(&self.findings) {
            Some(damage) if lacks_records(&self.state, live)? => {
                Err(StoreError::Damaged(damage).into())
            }
            _ => Ok(()),
        }
    }
}

/// How a state that opens relates to the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateVerdict {
    /// the journal continues from where the state is
    UpToDate,
    /// agrees with the journal, but a power cut may have lost some of its writes
    Doubtful,
    /// has applied frames that this journal does not have: of another journal, or lost by the disk
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
        // the scratch folder is on another disk than the notebook
        let disk: Arc<dyn Disk> = match scratch {
            Some(_) => Arc::new(RealDisk),
            None => Arc::clone(&context.disk),
        };
        let context = StoreContext { disk, ..context };
        StateBuilder { dir, scratch, context, reader, tail, now }
    }

    /// The folder that contains `state/`.
    fn home(&self) -> &Path {
        self.scratch.as_ref().map_or(&self.dir, |scratch| scratch.path())
    }

    /// The folder of the newest generation.
    pub fn newest_folder(&self) -> Option<PathBuf> {
        generations::states(self.home()).into_iter().next()
    }

    /// The newest state that opens, with its verdict.
    pub fn find(&self) -> Option<(State, StateVerdict)> {
        for folder in generations::states(self.home()) {
            let whole = generations::is_whole(&folder, self.tail.closed.is_some());
            // unfinished or broken
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

    /// Whether there are several states: a stop between a build and its end leaves one more.
    pub fn has_several(&self) -> bool {
        generations::states(self.home()).len() > 1
    }

    /// A state that is not open and has frames the journal lost, or records that `newest` lacks; and
    /// whether it has such frames. A stop after a build and before the end of a salvage leaves one.
    pub fn find_unsaved(&self, newest: &State) -> Result<Option<(State, bool)>, StateFault> {
        for folder in generations::states(self.home()) {
            if folder == newest.folder() {
                continue;
            }
            let Ok(state) = State::open(&folder, &self.context) else { continue };
            let is_ahead = self.verdict(&state) == Some(StateVerdict::Ahead);
            // an older state that does not read on adds nothing
            if is_ahead || lacks_records(newest, &state).unwrap_or(false) {
                return Ok(Some((state, is_ahead)));
            }
            state.close(false);
        }
        Ok(None)
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

    /// Whether the journal is closed and the state has applied everything up to its last
    /// checkpoint.
    pub fn is_up_to_date(&self, applied: Applied) -> bool {
        let checkpoint = self.tail.checkpoint.filter(|_| self.tail.closed.is_some());
        checkpoint.is_some_and(|c| (applied.no, applied.link) == (c.applied, c.link))
    }

    /// Folds in the frames after the state's last one. Returns the damage met.
    pub fn catch_up(&self, state: &State) -> Result<Vec<OpeningFinding>, StateFault> {
        let from = state.applied()?.no + 1;
        in_batches(self.reader.frames(from), |part| part.copy_into(state).map(|_| ()))
    }

    /// Builds a state from the whole journal in a new folder; passes each frame read to `see`.
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

    /// Builds a state from the frames up to number `until`. Later frames are left to `catch_up_whole`.
    pub fn build_until(
        &self,
        folder: &Path,
        until: u64,
        is_cancelled: impl Fn() -> bool,
    ) -> Result<BuiltState, StateFault> {
        let mut frames = self.reader.frames_until(0, until);
        let built = self.build_in(folder, frames.by_ref(), is_cancelled)?;
        frames.refused().map_or(Ok(built), |refused| Err(refused.into()))
    }

    /// As `catch_up`, for a state that replaces a good one: fails at any damage.
    pub fn catch_up_whole(&self, state: &State) -> Result<(), StateFault> {
        let mut frames = self.reader.frames(state.applied()?.no + 1);
        let findings = in_batches(frames.by_ref(), |part| part.copy_into(state).map(|_| ()))?;
        let refused = frames.refused();
        let damage = first_damage(&findings).map(StoreError::Damaged);
        refused.or(damage).map_or(Ok(()), |error| Err(error.into()))
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

    /// A new, empty folder for a state.
    pub fn new_folder(&self) -> Result<PathBuf, StoreError> {
        generations::next(&*self.context.disk, self.home())
    }

    /// The frames that the journal had when the notebook was opened.
    pub fn all_frames(&self) -> Frames {
        self.reader.frames_until(1, self.tail.frame_no)
    }

    /// Removes all states but the live one. Only for states that were good: the journal has all
    /// they hold.
    pub fn drop_others(&self, live: &Path) -> Result<(), StoreError> {
        for folder in generations::states(self.home()).iter().filter(|f| *f != live) {
            let disk = &self.context.disk;
            disk.remove_folder(folder)
                .map_err(|e| StoreError::io(IoOperation::Write, folder, e))?;
        }
        Ok(())
    }

    /// Removes a closed state that opened and was replaced, if one was put aside before: the journal
    /// is whole, so it has all that the state held, and each rebuild would add a whole state to
    /// `broken/`. What cannot be removed stays, to be moved aside.
    pub fn drop_replaced(&self, folder: Option<PathBuf>) {
        if let Some(folder) = folder.filter(|_| generations::has_one_aside(self.home())) {
            remove_partial(&*self.context.disk, &folder);
        }
    }

    /// Moves all states but the live one to `broken/`.
    pub fn move_aside_others(&self, live: &Path) -> Result<(), StoreError> {
        for folder in generations::states(self.home()).iter().filter(|f| *f != live) {
            generations::put_aside(&*self.context.disk, self.home(), folder, (self.now)())?;
        }
        Ok(())
    }
}

/// Removes an unfinished state, best effort, to free its space; the journal has all it holds.
pub(crate) fn remove_partial(disk: &dyn Disk, folder: &Path) {
    disk.remove_folder(folder).unwrap_or_default();
}

/// A unit of journal content that a state folds.
pub(crate) enum JournalPart {
    Ops(Vec<OpsFrame>),
    Down(FrameRef, down::Frame),
    Receipts(Vec<SignedReceipt>),
}

impl JournalPart {
    /// Folds the part into `state`; returns the changed records.
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

/// Passes frames to `take` in order, ops in batches, receipts at the end. Returns the damage met.
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

/// Packs a fully folded state, makes it durable and counts its records.
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

fn first_damage(findings: &[OpeningFinding]) -> Option<Damage> {
    findings.iter().find_map(|finding| match finding {
        OpeningFinding::Damaged(damage) => Some(damage.clone()),
        _ => None,
    })
}
