//! Goes through one journal file's bytes, frame by frame, and finds what can be read after damage.
//!
//! A frame can be verified with the 32 bytes before it, so one bad frame costs only itself. Links
//! carry no key: what is found here is still to be opened by its seal.

use std::cell::Cell;

use crate::storage::format::frame::{FrameHead, HEAD, LINK, RawFrame};
use crate::storage::format::header::{HEADER, Header, HeaderFault};
use crate::storage::format::{frame, header};
use crate::storage::limits;

/// A frame whose link holds.
#[derive(Clone, Copy, Debug)]
pub struct SalvagedFrame {
    pub at: u32,
    pub head: FrameHead,
    pub previous: [u8; LINK],
    /// as it must be, which is not always what is stored
    pub link: [u8; LINK],
}

#[derive(Debug)]
pub struct SalvageWalk {
    pub header: Result<Header, HeaderFault>,
    /// the first frame's link says that the header is what was written
    pub header_sure: bool,
    pub pieces: Vec<SalvagedFrame>,
    /// offsets where bad bytes begin, each with the number of pieces before it
    pub holes: Vec<(usize, u32)>,
    /// where the next frame would be
    pub end: u32,
    /// bytes after the end are not zero
    pub torn: bool,
    /// a damaged header or link was put right
    pub was_repaired: bool,
}

impl SalvageWalk {
    pub fn damaged(&self) -> bool {
        self.was_repaired || !self.holes.is_empty()
    }
}

/// `opens` says whether a frame opens by its seal: the judge where only a link is damaged.
pub fn walk(file: &[u8], opens: &dyn Fn(&[u8; LINK], &RawFrame) -> bool) -> SalvageWalk {
    let Some(head) = file.first_chunk::<HEADER>() else {
        return SalvageWalk::empty(HeaderFault::NotOurs, !frame::all_zero(file));
    };
    let mut w = Walker { file, opens, budget: Cell::new(limits::SALVAGE_BYTES), last: 0 };
    let (head, mended) = match w.mend_header(head) {
        Some(mended) => (mended, true),
        None => (*head, false),
    };
    let mut walk =
        SalvageWalk { was_repaired: mended, ..SalvageWalk::empty(HeaderFault::NotOurs, false) };
    walk.header = Header::parse(&head).and_then(Header::known);
    let end = w.run(header::link(&head), &mut walk);
    walk.header_sure = walk.pieces.first().is_some_and(|p| p.at as usize == HEADER);
    walk.end = offset(end);
    walk.torn = !frame::all_zero(file.get(end..).unwrap_or_default());
    walk
}

impl SalvageWalk {
    fn empty(fault: HeaderFault, torn: bool) -> SalvageWalk {
        SalvageWalk {
            header: Err(fault),
            header_sure: false,
            pieces: Vec::new(),
            holes: Vec::new(),
            end: HEADER as u32,
            torn,
            was_repaired: false,
        }
    }
}

struct Walker<'a> {
    file: &'a [u8],
    opens: &'a dyn Fn(&[u8; LINK], &RawFrame) -> bool,
    /// bytes that may still be hashed while searching: hostile files must not cost hours
    budget: Cell<usize>,
    /// number of the last good frame
    last: u64,
}

impl<'a> Walker<'a> {
    fn run(&mut self, first: [u8; LINK], walk: &mut SalvageWalk) -> usize {
        let (mut at, mut previous) = (HEADER, first);
        loop {
            if let Some((raw, link)) = self.good(at, &previous, &mut walk.was_repaired) {
                walk.pieces.push(SalvagedFrame {
                    at: offset(at),
                    head: raw.head,
                    previous,
                    link,
                });
                self.last = raw.head.no;
                at += raw.size();
                previous = link;
                continue;
            }
            match self.search(at + 1) {
                Some((next, before)) => {
                    walk.holes.push((walk.pieces.len(), offset(at)));
                    (at, previous) = (next, before);
                }
                None => return at,
            }
        }
    }

    fn good(
        &self,
        at: usize,
        previous: &[u8; LINK],
        mended: &mut bool,
    ) -> Option<(RawFrame<'a>, [u8; LINK])> {
        let raw = RawFrame::read_at(self.file, at).filter(|r| r.head.no > self.last)?;
        let link = raw.link_after(previous);
        if link == *raw.link {
            return Some((raw, link));
        }
        // Only the stored link may be bad: then the next frame, or the seal, vouches for this one.
        let next = RawFrame::read_at(self.file, at + raw.size());
        let vouched = next.is_some_and(|n| n.link_after(&link) == *n.link);
        if vouched || (self.opens)(previous, &raw) {
            *mended = true;
            return Some((raw, link));
        }
        None
    }

    /// The next frame from `from` on whose link fits the 32 bytes before it.
    fn search(&self, from: usize) -> Option<(usize, [u8; LINK])> {
        let mut at = from;
        loop {
            at = frame::find_magic(self.file, at)?;
            if let Some(before) = self.stands_alone(at) {
                return Some((at, before));
            }
            at += 1;
        }
    }

    fn stands_alone(&self, at: usize) -> Option<[u8; LINK]> {
        let before = self.file.get(at.checked_sub(LINK)?..at)?.first_chunk::<LINK>()?;
        let raw = RawFrame::read_at(self.file, at).filter(|r| r.head.no > self.last)?;
        self.spend(raw.size())?;
        if raw.link_after(before) == *raw.link {
            return Some(*before);
        }
        (self.opens)(before, &raw).then_some(*before)
    }

    fn spend(&self, bytes: usize) -> Option<()> {
        self.budget.set(self.budget.get().checked_sub(bytes)?);
        Some(())
    }

    /// The header has no checksum of its own: the first frame's link covers it. One flipped bit is
    /// found by trying all; more than one costs the first frame.
    fn mend_header(&self, header: &[u8; HEADER]) -> Option<[u8; HEADER]> {
        let first = RawFrame::read_at(self.file, HEADER)?;
        let fits = |h: &[u8; HEADER]| first.link_after(&header::link(h)) == *first.link;
        if fits(header) {
            return None;
        }
        for bit in 0..HEADER * 8 {
            self.spend(HEAD + first.body.len())?;
            let mut tried = *header;
            if let Some(byte) = tried.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            if fits(&tried) {
                return Some(tried);
            }
        }
        None
    }
}

/// Files are far below 4 GiB (`limits::JOURNAL_FILE_MAX`).
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
