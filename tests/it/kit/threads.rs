//! The real loop: the screen's model, and three queues that are worked off when the test says so.
//! Answers of one thread come in order; answers of different threads in any order.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

use crate::kit::{headquarters, programme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sotay::app::event::{Event, EventKind, WorkerAnswer};
use sotay::app::event::{RequestEnd, RequestId};
use sotay::app::model::{Appearance, ModelStart};
use sotay::app::requests::EffectRequest;
use sotay::app::update::{open, step};
use sotay::app::{Effect, Model};
use sotay::hq::HqDirectory;
use sotay::keymap::{Key, Keymap};
use sotay::lang::Lang;
use sotay::record::{Draft, Id};
use sotay::shell::jobs;
use sotay::text::format::today_from_millis;
use sotay::view::{RowMemory, view};

use super::NOW;
use super::workers::Workers;

#[derive(Default)]
struct Thread {
    queue: VecDeque<EffectRequest>,
    answers: VecDeque<(RequestId, RequestEnd)>,
}

pub struct Threads {
    pub model: Model,
    pub workers: Workers,
    keymap: Keymap,
    clock: u64,
    /// reader, writer, long jobs
    threads: [Thread; 3],
    /// the last version sent of each draft, unless it was saved or discarded
    pub drafts: BTreeMap<Id, Draft>,
    /// of the last screen that was looked at
    rows: RefCell<RowMemory>,
}

impl Threads {
    /// On an officer's notebook, or on headquarters' if the folder is one.
    pub fn over(workers: Workers, lang: Lang, size: (u16, u16), seed: u8) -> Threads {
        let keymap = Keymap::builtin("default").unwrap();
        let mut model = Model::new(ModelStart {
            programme: match HqDirectory::exists(&workers.folder()) {
                true => headquarters(),
                false => programme(),
            },
            lang,
            appearance: Appearance { ascii: false, colours: true },
            size,
            now: NOW,
            today: today_from_millis(NOW),
            seed: [seed; 16],
            edit_on_focus: keymap.options.edit_on_focus,
            open_key: "Enter".into(),
            news: Vec::new(),
        });
        let first = open(&mut model);
        let (threads, drafts) = (Default::default(), BTreeMap::new());
        let rows = RefCell::default();
        let mut all = Threads { model, workers, keymap, clock: NOW, threads, drafts, rows };
        all.send(first);
        all.rest();
        all
    }

    pub fn key(&mut self, key: Key) {
        self.clock += 20;
        self.event(EventKind::Key(key));
    }

    pub fn event(&mut self, what: EventKind) {
        let (at, today) = (self.clock, today_from_millis(self.clock));
        let requests = step(&mut self.model, &self.keymap, Event { at, today, what });
        self.send(requests);
    }

    fn send(&mut self, requests: Vec<EffectRequest>) {
        for request in requests {
            match &request.effect {
                Effect::Redraw | Effect::Cancel => continue,
                Effect::SaveDraft(draft) => {
                    self.drafts.insert(draft.id, draft.clone());
                }
                Effect::HideDraft(id) | Effect::EndDraft(id) => {
                    self.drafts.remove(id);
                }
                _ => {}
            }
            let thread = match &request.effect {
                effect if jobs::is_read(effect) => 0,
                effect if jobs::is_long(effect) => 2,
                _ => 1,
            };
            self.threads[thread].queue.push_back(request);
        }
    }

    /// A thread does the next job in its queue; its answer is then on the way.
    pub fn work(&mut self, thread: usize) {
        let thread = &mut self.threads[thread % 3];
        let Some(EffectRequest { id, effect }) = thread.queue.pop_front() else { return };
        let overtaken =
            thread.queue.iter().any(|newer| jobs::supersedes(&newer.effect, &effect));
        let outcome = match effect {
            _ if overtaken => RequestEnd::Nothing,
            effect if reaches_outside(&effect) => {
                RequestEnd::Done(WorkerAnswer::Failed("Việc này không thử ở đây.".to_string()))
            }
            effect => {
                let ends = match &effect {
                    Effect::Commit { ends_draft, .. } => *ends_draft,
                    _ => None,
                };
                let done = self.workers.run(effect);
                if let (Some(draft), Some(WorkerAnswer::Committed { .. })) = (ends, &done) {
                    self.drafts.remove(&draft);
                }
                done.map_or(RequestEnd::Nothing, RequestEnd::Done)
            }
        };
        thread.answers.push_back((id, outcome));
    }

    /// Delivers the oldest answer of a thread.
    pub fn deliver(&mut self, thread: usize) {
        if let Some((id, outcome)) = self.threads[thread % 3].answers.pop_front() {
            self.event(EventKind::Answer(id, outcome));
        }
    }

    /// Loses the oldest job of a thread, with its answer.
    pub fn lose(&mut self, thread: usize) {
        if let Some(request) = self.threads[thread % 3].queue.pop_front() {
            if let Effect::SaveDraft(draft) = &request.effect {
                // unless its form is still open, which writes the draft again
                self.drafts.remove(&draft.id);
            }
            self.event(EventKind::Answer(request.id, RequestEnd::Lost));
        }
    }

    /// Works until nothing is open.
    pub fn rest(&mut self) {
        while self.threads.iter().any(|t| !(t.queue.is_empty() && t.answers.is_empty())) {
            for thread in 0..3 {
                self.work(thread);
                self.deliver(thread);
            }
        }
        self.model.mark_drawn();
    }

    /// The lines of the screen; drawn with remembered rows and without them, which must be the same.
    pub fn screen(&self) -> Vec<String> {
        let (width, height) = self.model.size;
        let draw = |memory: &mut RowMemory| {
            let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
            let frame = view(&self.model, &self.keymap, memory, &mut buffer);
            (buffer, frame)
        };
        let (buffer, frame) = draw(&mut RowMemory::default());
        let (remembered, same_frame) = draw(&mut self.rows.borrow_mut());
        assert!(remembered == buffer, "rows that are remembered differ from those that are");
        assert_eq!(format!("{same_frame:?}"), format!("{frame:?}"));
        super::lines(&buffer)
    }
}

/// Files and other machines: random input would reach any of them.
fn reaches_outside(effect: &Effect) -> bool {
    jobs::is_long(effect)
        || matches!(effect, Effect::ReadAttachment { .. } | Effect::SaveAttachmentFile { .. })
}
