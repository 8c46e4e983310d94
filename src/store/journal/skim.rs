//! Finds the frames of an undamaged journal file without hashing those before a given one. On a
//! processor without SHA instructions, hashing a file of 4 MiB takes longer than the rest of an
//! opening.
//!
//! If anything is unusual the skim gives up, and the caller walks the file (`salvage`). Damage
//! inside a frame that is not hashed is found when that frame is read, and by `verify`.

use std::io;

use super::salvage::{SalvageWalk, SalvagedFrame, offset};
use super::window::FileWindow;
use crate::storage::format::frame::LINK;
use crate::storage::format::header::{self, HEADER, Header};

/// `first_hashed` gives the index of the first frame to be checked by its link, or `None` to give
/// up. Returns `None` if the caller must walk the file.
pub fn skim(
    file: &mut FileWindow<'_>,
    first_hashed: impl FnOnce(&[SalvagedFrame]) -> Option<usize>,
) -> io::Result<Option<SalvageWalk>> {
    let Some((header, link)) = covered_header(file)? else { return Ok(None) };
    let (mut at, mut previous, mut no) = (HEADER, link, header.first_frame);
    let mut pieces = Vec::new();
    while let Some(raw) = file.frame(at)? {
        if raw.head.no != no {
            return Ok(None);
        }
        pieces.push(SalvagedFrame {
            at: offset(at),
            head: raw.head,
            previous,
            link: *raw.link,
        });
        (at, previous, no) = (at + raw.size(), *raw.link, no.saturating_add(1));
    }
    let Some(first) = first_hashed(&pieces) else { return Ok(None) };
    for piece in pieces.iter().skip(first) {
        let raw = file.frame(piece.at as usize)?;
        if raw.is_none_or(|raw| raw.link_after(&piece.previous) != piece.link) {
            return Ok(None);
        }
    }
    let Some(len) = file.zeros_to_end(at)? else { return Ok(None) };
    let walk = SalvageWalk { header: Ok(header), header_sure: true, ..SalvageWalk::empty() };
    Ok(Some(SalvageWalk { pieces, end: offset(at), len, ..walk }))
}

/// The header and its link, if the first frame's link covers it.
pub fn covered_header(file: &mut FileWindow<'_>) -> io::Result<Option<(Header, [u8; LINK])>> {
    let Some(bytes) = file.get(0, HEADER)?.first_chunk::<HEADER>().copied() else {
        return Ok(None);
    };
    let Ok(header) = Header::parse(&bytes).and_then(Header::known) else { return Ok(None) };
    let link = header::link(&bytes);
    let first = file.frame(HEADER)?;
    let is_covered = first.is_some_and(|first| first.link_after(&link) == *first.link);
    Ok(is_covered.then_some((header, link)))
}
