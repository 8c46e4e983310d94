//! Walks one journal file frame by frame, and finds the readable frames after damage.
//!
//! A frame can be checked with only the 32 bytes before it, so one bad frame costs only itself.
//! Links are unkeyed hashes: a frame found here must still be opened by its seal.

use std::io;

use super::window::FileWindow;
use crate::storage::format::frame::{self, FrameHead, HEAD, LINK, RawFrame};
use crate::storage::format::header;
use crate::storage::format::header::{HEADER, Header, HeaderFault};
use crate::storage::limits;

/// A frame with a valid link.
#[derive(Clone, Copy, Debug)]
pub struct SalvagedFrame {
    pub at: u32,
    pub head: FrameHead,
    pub previous: [u8; LINK],
    /// the computed link; differs from the stored one if that is damaged
    pub link: [u8; LINK],
}

#[derive(Debug)]
pub struct SalvageWalk {
    pub header: Result<Header, HeaderFault>,
    /// the first frame's link covers the header
    pub header_sure: bool,
    pub pieces: Vec<SalvagedFrame>,
    /// (number of pieces before it, offset) of each run of bad bytes
    pub holes: Vec<(usize, u32)>,
    /// offset at which the next frame would begin
    pub end: u32,
    /// bytes of the file
    pub len: usize,
    /// the file is all zeros
    pub is_zero: bool,
    /// there are nonzero bytes after the end
    pub torn: bool,
    /// a damaged header or link was repaired
    pub was_repaired: bool,
}

impl SalvageWalk {
    pub fn damaged(&self) -> bool {
        self.was_repaired || !self.holes.is_empty()
    }
}

/// `opens` says whether a frame opens by its seal; it decides where only a link is damaged.
pub fn walk(
    file: &mut FileWindow<'_>,
    opens: &dyn Fn(&[u8; LINK], &RawFrame) -> bool,
) -> io::Result<SalvageWalk> {
    let Some(head) = file.get(0, HEADER)?.first_chunk::<HEADER>().copied() else {
        let zeros = file.zeros_to_end(0)?;
        let len = zeros.map_or_else(|| file.len_from(0), Ok)?;
        let is_zero = zeros.is_some();
        return Ok(SalvageWalk { len, is_zero, torn: !is_zero, ..SalvageWalk::empty() });
    };
    let mut w = Walker { file, opens, budget: limits::SALVAGE_BYTES, last: 0 };
    let mended = w.mend_header(&head)?;
    let head = mended.unwrap_or(head);
    let mut walk = SalvageWalk { was_repaired: mended.is_some(), ..SalvageWalk::empty() };
    walk.header = Header::parse(&head).and_then(Header::known);
    let end = w.run(header::link(&head), &mut walk)?;
    walk.header_sure = walk.pieces.first().is_some_and(|p| p.at as usize == HEADER);
    walk.end = offset(end);
    walk.is_zero = walk.pieces.is_empty() && !walk.torn && frame::all_zero(&head);
    Ok(walk)
}

impl SalvageWalk {
    pub(super) fn empty() -> SalvageWalk {
        SalvageWalk {
            header: Err(HeaderFault::NotOurs),
            header_sure: false,
            pieces: Vec::new(),
            holes: Vec::new(),
            end: HEADER as u32,
            len: 0,
            is_zero: false,
            torn: false,
            was_repaired: false,
        }
    }
}

struct Walker<'a, 'f> {
    file: &'a mut FileWindow<'f>,
    opens: &'a dyn Fn(&[u8; LINK], &RawFrame) -> bool,
    /// bytes that may still be hashed while searching: bounds the cost of a hostile file
    budget: usize,
    /// number of the last good frame
    last: u64,
}

impl Walker<'_, '_> {
    fn run(&mut self, first: [u8; LINK], walk: &mut SalvageWalk) -> io::Result<usize> {
        let (mut at, mut previous) = (HEADER, first);
        loop {
            if let Some((head, link)) = self.good(at, &previous, &mut walk.was_repaired)? {
                walk.pieces.push(SalvagedFrame { at: offset(at), head, previous, link });
                self.last = head.no;
                at += head.frame_size();
                previous = link;
                continue;
            }
            // Usual after the last frame: one pass over the prepared zeros instead of two.
            if let Some(len) = self.file.zeros_to_end(at)? {
                walk.len = len;
                return Ok(at);
            }
            match self.search(at + 1)? {
                Some((next, before)) => {
                    walk.holes.push((walk.pieces.len(), offset(at)));
                    (at, previous) = (next, before);
                }
                None => {
                    (walk.torn, walk.len) = (true, self.file.len_from(at)?);
                    return Ok(at);
                }
            }
        }
    }

    /// The complete frame at `at`, if its number is above that of the last good one.
    fn next(&mut self, at: usize) -> io::Result<Option<RawFrame<'_>>> {
        let last = self.last;
        Ok(self.file.frame(at)?.filter(|raw| raw.head.no > last))
    }

    fn good(
        &mut self,
        at: usize,
        previous: &[u8; LINK],
        mended: &mut bool,
    ) -> io::Result<Option<(FrameHead, [u8; LINK])>> {
        let Some(raw) = self.next(at)? else { return Ok(None) };
        let (head, link) = (raw.head, raw.link_after(previous));
        if link == *raw.link {
            return Ok(Some((head, link)));
        }
        // If only the stored link is bad, the next frame's link or the seal still proves this
        // frame.
        let next = self.file.frame(at + head.frame_size())?;
        let vouched = next.is_some_and(|n| n.link_after(&link) == *n.link);
        let opens = self.opens;
        if vouched || self.file.frame(at)?.is_some_and(|raw| opens(previous, &raw)) {
            *mended = true;
            return Ok(Some((head, link)));
        }
        Ok(None)
    }

    /// The next frame from `from` on that links to the 32 bytes before it, and these bytes.
    fn search(&mut self, from: usize) -> io::Result<Option<(usize, [u8; LINK])>> {
        let mut at = from;
        while let Some(found) = self.file.find_magic(at)? {
            if let Some(before) = self.stands_alone(found)? {
                return Ok(Some((found, before)));
            }
            at = found + 1;
        }
        Ok(None)
    }

    fn stands_alone(&mut self, at: usize) -> io::Result<Option<[u8; LINK]>> {
        let Some(from) = at.checked_sub(LINK) else { return Ok(None) };
        let Some(before) = self.file.get(from, LINK)?.first_chunk::<LINK>().copied() else {
            return Ok(None);
        };
        let budget = self.budget;
        let opens = self.opens;
        let Some(raw) = self.next(at)? else { return Ok(None) };
        let Some(budget) = budget.checked_sub(raw.size()) else { return Ok(None) };
        let is_good = raw.link_after(&before) == *raw.link || opens(&before, &raw);
        self.budget = budget;
        Ok(is_good.then_some(before))
    }

    /// The header has no checksum: the first frame's link covers it. A single flipped bit is found
    /// by trying each bit; more damage costs the first frame.
    fn mend_header(&mut self, header: &[u8; HEADER]) -> io::Result<Option<[u8; HEADER]>> {
        let Some(first) = self.file.frame(HEADER)? else { return Ok(None) };
        let fits = |h: &[u8; HEADER]| first.link_after(&header::link(h)) == *first.link;
        if fits(header) {
            return Ok(None);
        }
        for bit in 0..HEADER * 8 {
            let Some(budget) = self.budget.checked_sub(HEAD + first.body.len()) else {
                return Ok(None);
            };
            self.budget = budget;
            let mut tried = *header;
            if let Some(byte) = tried.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            if fits(&tried) {
                return Ok(Some(tried));
            }
        }
        Ok(None)
    }
}

/// Files are far below 4 GiB (`limits::JOURNAL_FILE_MAX`).
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
