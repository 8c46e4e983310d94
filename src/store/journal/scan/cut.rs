//! Drops frames at a file's end that were never acknowledged.

use super::super::Damage;
use super::super::content::BadFrame;
use super::super::files::Loaded;
use crate::storage::format::frame::flag;
use crate::storage::format::header::Header;
use crate::store::journal::salvage::SalvagedFrame;

/// Frames after the link that the next file's header names were never acknowledged: a write failed,
/// and the same numbers were written again in the next file.
pub(super) fn cut(loaded: &mut Loaded, next: &Header) {
    let walk = &mut loaded.walk;
    let here = loaded.header.filter(|h| h.enc == next.enc && h.first_frame == next.first_frame);
    let keep = match walk.pieces.iter().position(|p| p.link == next.enc) {
        Some(last) => last + 1,
        None if here.is_some() => 0,
        None => return,
    };
    walk.pieces.truncate(keep);
    walk.holes.retain(|(at, _)| *at < keep);
    walk.torn = false;
}

/// A disk may write the blocks of one write in any order, so a power cut can leave frames after a
/// hole. All of them belong to the same batch, because the next batch waits for this one's sync. So
/// a hole followed only by frames of one batch is a torn tail that was never acknowledged.
pub(super) fn cut_torn_batch(loaded: &mut Loaded) {
    let walk = &mut loaded.walk;
    let together = |p: &SalvagedFrame| p.head.flags & flag::TOGETHER != 0;
    let torn = |at: usize| walk.pieces.get(at..).is_some_and(|rest| rest.iter().all(together));
    let Some((keep, end)) = walk.holes.iter().copied().find(|(at, _)| torn(*at)) else {
        return;
    };
    walk.pieces.truncate(keep);
    walk.holes.retain(|(at, _)| *at < keep);
    (walk.end, walk.torn) = (end, true);
}

pub(super) fn damage_of(bad: BadFrame, file: u32, no: u64) -> Damage {
    match bad {
        BadFrame::Seal => Damage::Seal { file, no },
        BadFrame::Content => Damage::Content { file, no },
        BadFrame::Companion => Damage::Companion { file, no },
        BadFrame::Newer => Damage::Newer { file, no },
    }
}
