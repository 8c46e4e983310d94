//! Reads the journal in order, file by file, and checks each frame's number, op number and link
//! against its predecessors. All reading of frames goes through this scan.

mod cut;

use std::collections::VecDeque;
use std::io;

use cut::{cut, cut_torn_batch, damage_of};

use super::content::{self, BadFrame, OpenedFrame};
use super::files::{FileInfo, Loaded};
use super::window::FileWindow;
use super::{
    Checkpoint, Damage, Entry, FoundFrame, FrameRef, JournalReader, JournalTail, Loc, Mark,
};
use crate::storage::error::{IoOperation, NewerFormat, StoreError};
use crate::storage::format::frame::FrameHead;
use crate::storage::format::header::{Header, HeaderFault};
use crate::storage::format::op::chain_next;
use crate::store::journal::salvage::SalvagedFrame;

/// The end of the last file that has frames.
#[derive(Clone, Copy, Debug)]
pub struct JournalEnd {
    pub name: u32,
    /// offset at which the next frame would begin
    pub at: u32,
    pub len: u64,
    pub torn: bool,
    pub damaged: bool,
    pub header: Option<Header>,
}

pub struct JournalScan {
    reader: JournalReader,
    files: VecDeque<FileInfo>,
    /// frames before this number are not opened, and their damage is not reported
    from: u64,
    pub tail: JournalTail,
    /// Op counters are unknown: take them from the next frame or header that states them.
    first_link: bool,
    /// Ops of this epoch are certainly missing: `has_hole` stays until a new epoch.
    has_gap: bool,
    started: bool,
    /// a file that the caller has loaded already
    pub loaded: Option<Loaded>,
    current: Option<(Loaded, usize, FileWindow<'static>)>,
    ahead: Option<Loaded>,
    out: VecDeque<FoundFrame>,
    /// the last file's number; 0 at first: files missing before the first one are reported, too
    pub last_order: Option<u64>,
    pub end: Option<JournalEnd>,
    /// names of files with damage
    pub damaged: Vec<u32>,
    pub was_repaired: Vec<u32>,
    /// files with nonzero bytes but no frame: a failed first write, or damage
    pub is_dead: Vec<u32>,
    /// whether `collected` is filled
    pub collects_frames: bool,
    pub collected: Option<(FrameHead, Vec<u8>)>,
    /// The first fatal error: a foreign key, a newer version, a read error. The caller checks it
    /// after the scan.
    pub refused: Option<StoreError>,
}

impl JournalScan {
    pub fn new(reader: JournalReader, files: Vec<FileInfo>, from: u64) -> JournalScan {
        JournalScan {
            reader,
            files: files.into(),
            from,
            tail: JournalTail::default(),
            first_link: false,
            has_gap: false,
            started: false,
            loaded: None,
            current: None,
            ahead: None,
            out: VecDeque::new(),
            last_order: None,
            end: None,
            damaged: Vec::new(),
            was_repaired: Vec::new(),
            is_dead: Vec::new(),
            collects_frames: false,
            collected: None,
            refused: None,
        }
    }

    fn damage(&mut self, file: u32, damage: Damage) {
        if !self.damaged.contains(&file) {
            self.damaged.push(file);
        }
        self.out.push_back(Err(damage));
    }

    /// Loads the next file that has frames.
    fn load(&mut self) -> Option<Loaded> {
        while let Some(info) = self.files.pop_front() {
            self.tell_missing(info);
            let known = self.loaded.take_if(|l| l.info == info);
            let load = || self.reader.load_from(info, self.from, self.files.iter());
            let loaded = match known.map_or_else(load, Ok) {
                Ok(loaded) => loaded,
                Err(e) => {
                    self.out.push_back(Err(Damage::Unreadable { file: info.name }));
                    self.refused.get_or_insert(e);
                    continue;
                }
            };
            if !loaded.walk.pieces.is_empty() {
                self.refuse(&loaded);
                return Some(loaded);
            }
            // A file of another programme or schema must have a frame to count: without one, its
            // header is unverified.
            let is_sure = |what: &NewerFormat| {
                !matches!(what, NewerFormat::Programme(_) | NewerFormat::Schema(_))
            };
            if let Err(HeaderFault::Newer(what)) = loaded.walk.header
                && is_sure(&what)
            {
                self.refuse_newer(info.name, what);
            } else if !loaded.blank() {
                self.is_dead.push(info.name);
            }
        }
        None
    }

    fn refuse(&mut self, loaded: &Loaded) {
        match (&loaded.header, loaded.walk.header) {
            (Some(h), _) if h.key_id != self.reader.keys.id() => {
                self.refused.get_or_insert(StoreError::KeyForeign);
            }
            (None, Err(HeaderFault::Newer(what))) if loaded.walk.header_sure => {
                self.refuse_newer(loaded.info.name, what);
            }
            _ => {}
        }
    }

    fn refuse_newer(&mut self, name: u32, what: NewerFormat) {
        self.refused.get_or_insert(StoreError::TooNew { file: format!("{name:08}.skj"), what });
    }

    fn tell_missing(&mut self, info: FileInfo) {
        /// Bounds the reports if a file has an absurd number.
        const TOLD: u64 = 16;
        let before = self.last_order.replace(info.order);
        let expected = before.map_or(info.order, |b| b.saturating_add(1));
        for missing in expected..info.order.min(expected.saturating_add(TOLD)) {
            let file = u32::try_from(missing).unwrap_or(u32::MAX);
            self.out.push_back(Err(Damage::Missing { file }));
        }
    }

    fn enter_next(&mut self) -> bool {
        let next = self.ahead.take().or_else(|| self.load());
        let Some(mut next) = next else { return false };
        self.ahead = self.load();
        if let Some(header) = self.ahead.as_ref().and_then(|a| a.header) {
            cut(&mut next, &header);
        } else if self.ahead.is_none() {
            cut_torn_batch(&mut next);
        }
        self.enter_file(&next);
        let window = self.reader.window(next.info.name, self.reader.settings.window);
        self.current = Some((next, 0, window));
        true
    }

    fn enter_file(&mut self, loaded: &Loaded) {
        let file = loaded.info.name;
        if loaded.walk.was_repaired {
            self.was_repaired.push(file);
        }
        let header = loaded.header;
        if header.is_none() || header.is_some_and(|h| h.file_no != u64::from(file)) {
            self.damage(file, Damage::Header { file });
        }
        let Some(header) = header.or(loaded.walk.header.ok().filter(|_| !self.started)) else {
            self.first_link |= !self.started;
            self.started = true;
            return;
        };
        if self.started {
            self.check_continuation(file, &header);
        } else {
            self.started = true;
            self.first_link = loaded.header.is_none();
            self.tail.frame_no = header.first_frame.saturating_sub(1);
            self.tail.link = header.enc;
            self.tail.device = header.device;
            self.tail.hlc.0 = header.created;
            self.take_counters(&header);
        }
    }

    fn take_counters(&mut self, header: &Header) {
        self.tail.epoch = header.epoch;
        self.tail.seq = header.from_seq.saturating_sub(1);
        self.tail.chain = header.base_chain;
    }

    /// Checks that this file continues where the last one ended.
    fn check_continuation(&mut self, file: u32, header: &Header) {
        let next = self.tail.frame_no.saturating_add(1);
        if header.first_frame > next {
            self.note_lost(file, next, header.first_frame - 1);
        } else if header.first_frame < next || header.enc != self.tail.link {
            self.damage(file, Damage::Link { file });
            self.tail.has_hole = true;
        }
        self.tail.hlc.0 = self.tail.hlc.0.max(header.created);
        let (seq, chain) = (header.from_seq.saturating_sub(1), header.base_chain);
        if header.epoch != self.tail.epoch {
            (self.tail.has_hole, self.has_gap, self.first_link) = (false, false, false);
            self.take_counters(header);
        } else if (seq, chain) == (self.tail.seq, self.tail.chain) {
            self.tail.has_hole = self.has_gap;
        } else if self.first_link || (self.tail.has_hole && seq > self.tail.seq) {
            self.has_gap |= !self.first_link;
            self.first_link = false;
            self.take_counters(header);
        } else if !self.tail.has_hole {
            self.damage(file, Damage::Link { file });
            self.tail.has_hole = true;
        }
    }

    fn note_lost(&mut self, file: u32, from: u64, to: u64) {
        self.tail.frame_no = self.tail.frame_no.max(to);
        if to >= self.from {
            self.damage(file, Damage::Lost { file, from, to });
            self.tail.has_hole = true;
        } else {
            self.first_link = true;
        }
    }

    fn leave_file(&mut self, loaded: &Loaded) {
        let walk = &loaded.walk;
        self.end = Some(JournalEnd {
            name: loaded.info.name,
            at: walk.end,
            len: walk.len as u64,
            torn: walk.torn,
            damaged: walk.damaged() || loaded.header.is_none(),
            header: loaded.header,
        });
    }

    fn step(&mut self, loaded: &Loaded, index: usize, window: &mut FileWindow<'_>) {
        let file = loaded.info.name;
        let Some(piece) = loaded.walk.pieces.get(index) else { return };
        let (no, next) = (piece.head.no, self.tail.frame_no.saturating_add(1));
        if no < next {
            return;
        }
        if no > next {
            self.note_lost(file, next, no - 1);
        } else if no >= self.from {
            let bad = loaded.walk.holes.iter().find(|(at, _)| *at == index);
            // a hole without a missing number lost no frame, but is damage all the same
            if let Some((_, offset)) = bad {
                self.damage(file, Damage::Bytes { file, offset: *offset });
            }
        }
        self.tail.frame_no = no;
        self.tail.link = piece.link;
        self.tail.closed = None;
        if no < self.from {
            self.first_link = true;
            return;
        }
        match self.read(window, piece) {
            Ok(Ok(opened)) => self.take(file, piece, opened),
            Err(e) => {
                self.tail.has_hole = true;
                self.damage(file, Damage::Unreadable { file });
                let io = StoreError::io(IoOperation::Read, &self.reader.path(file), e);
                self.refused.get_or_insert(io);
            }
            Ok(Err(bad)) => {
                self.tail.has_hole = true;
                self.damage(file, damage_of(bad, file, no));
            }
        }
    }

    /// Reads the frame again; a rewrite may have replaced the file since the walk, so a frame with
    /// another head is bad.
    fn read(
        &mut self,
        window: &mut FileWindow<'_>,
        piece: &SalvagedFrame,
    ) -> io::Result<Result<OpenedFrame, BadFrame>> {
        let raw = window.frame(piece.at as usize)?.filter(|raw| raw.head == piece.head);
        let Some(raw) = raw else { return Ok(Err(BadFrame::Content)) };
        let plain = match content::open(&self.reader.sealer(), &piece.previous, &raw) {
            Ok(plain) => plain,
            Err(bad) => return Ok(Err(bad)),
        };
        self.collected = self.collects_frames.then(|| (piece.head, plain.clone()));
        Ok(content::read(&self.tail.device, &piece.head, plain))
    }

    fn take(&mut self, file: u32, piece: &SalvagedFrame, opened: OpenedFrame) {
        let fits = match &opened.entry {
            Entry::Ops { ops, .. } => {
                let hlc = ops.iter().map(|op| op.hlc).max();
                self.tail.hlc = self.tail.hlc.max(hlc.unwrap_or_default());
                self.count_ops(piece, &opened)
            }
            Entry::Down(frame) => {
                self.tail.hlc.0 = self.tail.hlc.0.max(frame.at);
                true
            }
            Entry::Recut { .. } => self.count_ops(piece, &opened),
            Entry::Mark(Mark::Checkpoint(c)) => self.count_checkpoint(c),
            Entry::Mark(Mark::Closed { boot, checkpoint }) => {
                self.tail.closed = Some(*boot);
                self.count_checkpoint(checkpoint)
            }
            _ => true,
        };
        if !fits {
            self.tail.has_hole = true;
            self.damage(file, Damage::Chain { file, no: piece.head.no });
            return;
        }
        let place = FrameRef {
            no: piece.head.no,
            link: piece.link,
            loc: Loc { file, offset: piece.at },
            epoch: self.tail.epoch,
            opids: opened.opids,
        };
        self.out.push_back(Ok((place, opened.entry)));
    }

    fn count_ops(&mut self, piece: &SalvagedFrame, opened: &OpenedFrame) -> bool {
        let first = piece.head.first;
        let numbered = (first..).zip(&opened.opids);
        let chain = numbered.fold(self.tail.chain, |c, (seq, id)| chain_next(&c, id, seq));
        let follows = first == self.tail.seq.saturating_add(1) && chain == opened.chain;
        let taken = self.first_link || (self.tail.has_hole && first > self.tail.seq);
        if follows {
            // no op was lost in the hole
            self.tail.has_hole = self.has_gap;
        } else if taken {
            self.has_gap |= !self.first_link;
        } else {
            return false;
        }
        self.first_link = false;
        self.tail.seq = first.saturating_add(opened.opids.len() as u64).saturating_sub(1);
        self.tail.chain = opened.chain;
        true
    }

    fn count_checkpoint(&mut self, c: &Checkpoint) -> bool {
        self.tail.checkpoint = Some(*c);
        if (c.seq, c.chain) == (self.tail.seq, self.tail.chain) {
            self.tail.has_hole = self.has_gap;
        } else if self.first_link || (self.tail.has_hole && c.seq > self.tail.seq) {
            self.has_gap |= !self.first_link;
        } else {
            return false;
        }
        self.first_link = false;
        (self.tail.seq, self.tail.chain) = (c.seq, c.chain);
        self.tail.hlc.0 = self.tail.hlc.0.max(c.hlc);
        true
    }
}

impl Iterator for JournalScan {
    type Item = FoundFrame;

    fn next(&mut self) -> Option<FoundFrame> {
        loop {
            if let Some(found) = self.out.pop_front() {
                return Some(found);
            }
            match self.current.take() {
                Some((loaded, index, mut window)) if index < loaded.walk.pieces.len() => {
                    self.step(&loaded, index, &mut window);
                    self.current = Some((loaded, index + 1, window));
                }
                Some((loaded, ..)) => self.leave_file(&loaded),
                None if self.enter_next() => {}
                None => return self.out.pop_front(),
            }
        }
    }
}
