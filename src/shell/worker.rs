//! Three threads that carry out effects: the writer, in order; the reader, which skips requests
//! replaced by newer ones; and one for long, cancellable work. The screen's thread never calls the
//! store.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::jobs::{self, Shared};
use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::app::event::{RequestEnd, RequestId};
use crate::app::requests::EffectRequest;
use crate::cancel::CancelToken;
use crate::lang::Lang;
use crate::programme::Role;
use crate::services::sync::SyncTarget;
use crate::shell::wake::{Wake, now};
use crate::storage::crypto::key_folder::KeyedFolder;

/// Idle time after a commit until the state is made durable (`store.md` section 3).
const IDLE_AFTER: Duration = Duration::from_secs(2);
/// How often headquarters' notebook checks whether devices have sent something. An officer's
/// notebook does not wake by itself.
const ARRIVALS_INTERVAL: Duration = Duration::from_secs(5);

/// An effect, and where its answer goes.
struct WorkerJob {
    effect: Effect,
    reply: ReplyTo,
}

impl WorkerJob {
    /// Runs a job that does not write. A panic ends only this job, so that one bad record does not
    /// stop all reading; after a panic in a write, half a change may be in memory. False when the
    /// screen has ended.
    fn run(self, work: impl FnOnce(Effect) -> Option<WorkerAnswer>) -> bool {
        let WorkerJob { effect, reply } = self;
        match panic::catch_unwind(AssertUnwindSafe(|| work(effect))) {
            Ok(done) => reply.end(done),
            // `reply` was dropped without an answer: the request ends as lost
            Err(_) => true,
        }
    }
}

/// Answers a request exactly once. If dropped without an answer, by a panic or in a queue without
/// a reader, the request ends as lost.
struct ReplyTo {
    id: RequestId,
    wake: Option<Sender<Wake>>,
}

impl ReplyTo {
    /// Sends the answer; false when the screen has ended.
    fn end(mut self, done: Option<WorkerAnswer>) -> bool {
        let outcome = done.map_or(RequestEnd::Nothing, RequestEnd::Done);
        self.wake.take().is_none_or(|wake| wake.send(Wake::Answer(self.id, outcome)).is_ok())
    }
}

impl Drop for ReplyTo {
    fn drop(&mut self) {
        if let Some(wake) = self.wake.take() {
            // ignore the error: the screen has ended
            wake.send(Wake::Answer(self.id, RequestEnd::Lost)).unwrap_or_default();
        }
    }
}

pub struct Worker {
    wake: Sender<Wake>,
    writes: Option<Sender<WorkerJob>>,
    reads: Option<Sender<WorkerJob>>,
    long: Option<Sender<WorkerJob>>,
    writer: Option<JoinHandle<()>>,
    carrier: Option<JoinHandle<()>>,
    /// cancels the long work
    cancel: CancelToken,
    /// close without a checkpoint of the state: the journal has everything
    hurry: Arc<AtomicBool>,
}

impl Worker {
    pub fn start(
        (folder, role): (KeyedFolder, Role),
        lang: Lang,
        target: SyncTarget,
        wake: Sender<Wake>,
    ) -> Worker {
        let shared: Shared = Arc::default();
        let KeyedFolder { dir, access } = folder;
        let (writes, write_jobs) = channel();
        let (reads, read_jobs) = channel();
        let (long, long_jobs) = channel();
        let reader = jobs::ReadWorker {
            dir: dir.clone(),
            store: shared.clone(),
            lang,
            address: target.address,
            officers: jobs::OfficerNames::new(role, shared.clone()),
        };
        let started = thread::Builder::new()
            .name("reader".into())
            .spawn(move || read(&reader, &read_jobs));
        let hurry: Arc<AtomicBool> = Arc::default();
        let in_haste = hurry.clone();
        let cancel = CancelToken::default();
        let compaction = jobs::Compaction::default();
        let carrier = jobs::Long {
            store: shared.clone(),
            lang,
            now,
            cancel: cancel.clone(),
            ssh: target.program,
            tell: news(&wake),
            compaction: compaction.clone(),
        };
        let carrier = thread::Builder::new()
            .name("long".into())
            .spawn(move || carry(&carrier, &long_jobs))
            .ok();
        let writer = jobs::WriteWorker {
            dir,
            access,
            role,
            store: shared,
            lang,
            now,
            tell: news(&wake),
            compaction,
            arrivals: jobs::Arrivals::default(),
        };
        let writer = thread::Builder::new()
            .name("writer".into())
            .spawn(move || write(&writer, &write_jobs, &in_haste))
            .ok();
        Worker {
            wake,
            writes: writer.is_some().then_some(writes),
            reads: started.ok().map(|_| reads),
            long: carrier.is_some().then_some(long),
            writer,
            carrier,
            cancel,
            hurry,
        }
    }

    /// Sends a request to its thread. If the thread has ended, the request ends as `Lost`.
    pub fn send(&self, request: EffectRequest) {
        let EffectRequest { id, effect } = request;
        let queue = if jobs::is_read(&effect) {
            &self.reads
        } else if jobs::is_long(&effect) {
            self.cancel.reset();
            &self.long
        } else {
            &self.writes
        };
        let job = WorkerJob { effect, reply: ReplyTo { id, wake: Some(self.wake.clone()) } };
        if let Some(queue) = queue {
            // a failed send returns the job, which is dropped here and so ends as lost
            queue.send(job).map_err(drop).unwrap_or_default();
        }
    }

    /// Cancels the long work at its next step.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Waits until all queued writes are on the disk, and closes the notebook. With `hurry` (the
    /// line dropped) it is not closed: the next start catches up from the journal.
    pub fn finish(&mut self, hurry: bool) {
        self.hurry.store(hurry, Ordering::Release);
        self.reads = None;
        self.cancel();
        self.long = None;
        if let Some(carrier) = self.carrier.take() {
            // after a panic nothing is lost that was acknowledged: it is in the journal
            carrier.join().unwrap_or_default();
        }
        self.writes = None;
        if let Some(writer) = self.writer.take() {
            // the same holds for a writer that panicked
            writer.join().unwrap_or_default();
        }
    }
}

fn write(writer: &jobs::WriteWorker, jobs: &Receiver<WorkerJob>, hurry: &AtomicBool) {
    let mut quiet = Quiet::default();
    while let Some(WorkerJob { effect, reply }) = quiet.next(jobs, writer) {
        quiet.unflushed |= matches!(
            effect,
            Effect::Commit { .. }
                | Effect::CommitBecause { .. }
                | Effect::CreateOwedReports { .. }
        );
        // look for new bundles when the first screen is requested
        quiet.next_look |= effect == Effect::Today && quiet.headquarters(writer);
        if !reply.end(writer.run(effect)) {
            break;
        }
    }
    if !hurry.load(Ordering::Acquire) {
        writer.close();
    }
}

/// Idle work of the writer. Two idle seconds after a commit it checkpoints the state once, and then
/// verifies the journal files one by one. At headquarters it also looks for new bundles
/// periodically. Otherwise the thread sleeps.
#[derive(Default)]
struct Quiet {
    unflushed: bool,
    /// journal files remain to be verified
    arrivals_pending: bool,
    /// look for new bundles as soon as there is no request
    next_look: bool,
    last_look: Option<Instant>,
    /// ops from devices remain to be folded
    behind: bool,
    /// whether this is headquarters' notebook; `None` until it is open
    place: Option<bool>,
}

impl Quiet {
    fn next(
        &mut self,
        jobs: &Receiver<WorkerJob>,
        writer: &jobs::WriteWorker,
    ) -> Option<WorkerJob> {
        self.arrivals_pending = false;
        loop {
            let headquarters = self.headquarters(writer);
            let Some(pause) = self.pause(headquarters) else {
                return jobs::next_job(&writer.store, jobs);
            };
            match jobs.recv_timeout(pause) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.work(writer),
            }
        }
    }

    fn headquarters(&mut self, writer: &jobs::WriteWorker) -> bool {
        if self.place.is_none() && writer.store.get().is_some() {
            self.place = Some(writer.at_headquarters());
        }
        self.place.unwrap_or_default()
    }

    fn pause(&self, headquarters: bool) -> Option<Duration> {
        let busy = (self.unflushed || self.arrivals_pending).then_some(IDLE_AFTER);
        if !headquarters {
            return busy;
        }
        if self.behind || self.next_look {
            return Some(Duration::ZERO);
        }
        Some(busy.map_or_else(|| self.due(), |busy| busy.min(self.due())))
    }

    /// Time until the logs are to be checked again.
    fn due(&self) -> Duration {
        self.last_look
            .map_or(Duration::ZERO, |at| ARRIVALS_INTERVAL.saturating_sub(at.elapsed()))
    }

    fn work(&mut self, writer: &jobs::WriteWorker) {
        if self.behind {
            self.behind = writer.take_in();
            self.unflushed = true;
        } else if self.next_look || (self.headquarters(writer) && self.due().is_zero()) {
            (self.next_look, self.last_look) = (false, Some(Instant::now()));
            self.behind = writer.has_arrivals();
            // here, because headquarters' writer never waits in `next_job`
            jobs::unload_unused(&writer.store);
        } else if self.unflushed {
            (self.unflushed, self.arrivals_pending) = (false, true);
            writer.checkpoint();
        } else {
            self.arrivals_pending = writer.verify_file();
        }
    }
}

/// A sender of news to the loop; errors are ignored when the screen has ended.
fn news(wake: &Sender<Wake>) -> jobs::NewsSender {
    let wake = wake.clone();
    Arc::new(move |done| wake.send(Wake::Notice(done)).unwrap_or_default())
}

fn carry(carrier: &jobs::Long, jobs: &Receiver<WorkerJob>) {
    while let Some(job) = jobs::next_job(&carrier.store, jobs) {
        let goes_on = match jobs::writes_records(&job.effect) {
            // a panic here ends the thread: no further work may build on a half-done write
            true => {
                let goes_on = job.reply.end(carrier.run(job.effect));
                carrier.compact();
                goes_on
            }
            false => job.run(|effect| carrier.run(effect)),
        };
        if !goes_on {
            return;
        }
    }
}

fn read(reader: &jobs::ReadWorker, jobs: &Receiver<WorkerJob>) {
    while let Some(first) = jobs::next_job(&reader.store, jobs) {
        let mut waiting: VecDeque<WorkerJob> =
            std::iter::once(first).chain(jobs.try_iter()).collect();
        while let Some(job) = waiting.pop_front() {
            waiting.extend(jobs.try_iter());
            let newer = |one: &WorkerJob| jobs::supersedes(&one.effect, &job.effect);
            let overtaken = waiting.iter().any(newer);
            if !job.run(|effect| if overtaken { None } else { reader.run(effect) }) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(id: RequestId, wake: &Sender<Wake>) -> WorkerJob {
        WorkerJob {
            effect: Effect::Incomplete,
            reply: ReplyTo { id, wake: Some(wake.clone()) },
        }
    }

    /// The ids of ended requests, and how they ended.
    fn ends(wakes: &Receiver<Wake>) -> Vec<(RequestId, &'static str)> {
        let end = |wake| match wake {
            Wake::Answer(id, RequestEnd::Done(_)) => (id, "done"),
            Wake::Answer(id, RequestEnd::Nothing) => (id, "nothing"),
            Wake::Answer(id, RequestEnd::Lost) => (id, "lost"),
            _ => (0, "no answer"),
        };
        wakes.try_iter().map(end).collect()
    }

    #[test]
    fn what_a_thread_leaves_undone_is_told_to_be_lost() {
        let (wake, wakes) = channel();
        let (queue, jobs) = channel();
        [1, 2].iter().for_each(|id| queue.send(job(*id, &wake)).unwrap());
        drop(jobs);
        assert!(queue.send(job(3, &wake)).is_err());
        assert_eq!(ends(&wakes), [(1, "lost"), (2, "lost"), (3, "lost")]);
    }

    #[test]
    #[allow(clippy::panic)]
    fn a_job_that_panics_is_lost_and_the_next_one_is_done() {
        let (wake, wakes) = channel();
        assert!(job(1, &wake).run(|_| panic!("an odd record")));
        assert!(job(2, &wake).run(|_| Some(WorkerAnswer::DraftSaved)));
        assert!(job(3, &wake).run(|_| None));
        assert_eq!(ends(&wakes), [(1, "lost"), (2, "done"), (3, "nothing")]);
    }

    #[test]
    fn a_worker_whose_threads_have_ended_answers_every_request() {
        let (wake, wakes) = channel();
        let (dir, target) = (KeyedFolder::from("/nowhere"), SyncTarget::default());
        let mut worker = Worker::start((dir, Role::Officer), Lang::En, target, wake);
        worker.finish(true);
        for (id, effect) in
            [Effect::Today, Effect::Incomplete, Effect::Quit].into_iter().enumerate()
        {
            worker.send(EffectRequest { id: id as RequestId + 1, effect });
        }
        assert_eq!(ends(&wakes), [(1, "lost"), (2, "lost"), (3, "lost")]);
    }
}
