//! Finds what is pending in the lanes for a device, given its known positions. Used for connections
//! and for sticks.

use super::lane::{Addressee, Lanes, PLACES, RESTORE, StoredPiece};
use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::storage::format::down;
use crate::storage::format::down::Image;
use crate::store::StoreError;
use crate::sync::lanes::ALL;
use crate::sync::message::LaneAt;

/// Bytes read from a lane at a time.
const MAX_READ: usize = 128 * 1024;
/// After more skipped pieces than this, send an empty piece with the new position.
const MAX_PASSED: u64 = 64;

/// The positions after which `each` begins, without the lanes that it sends from their start.
pub fn positions(
    home: &HqDirectory,
    known: &[LaneAt],
    lanes: impl Iterator<Item = u8>,
) -> Vec<LaneAt> {
    let era = home.secret.era;
    let at = lanes.map(|lane| LaneAt { lane, era, position: position(home, known, lane) });
    at.filter(|at| at.position > 0).collect()
}

fn position(home: &HqDirectory, known: &[LaneAt], lane: u8) -> u64 {
    let here = positions_of(home, known, lane);
    here.filter(|at| *at != ALL).max().unwrap_or(0)
}

fn positions_of<'a>(
    home: &HqDirectory,
    known: &'a [LaneAt],
    lane: u8,
) -> impl Iterator<Item = u64> + use<'a> {
    let era = home.secret.era;
    known.iter().filter(move |at| at.lane == lane && at.era == era).map(|at| at.position)
}

/// Passes each pending piece to `put`, lane by lane in the given order, until it returns false.
/// Returns the number of pieces passed.
pub fn each<E: From<StoreError>>(
    home: &HqDirectory,
    enrolled: &Enrolled,
    known: &[LaneAt],
    lanes: &mut dyn Iterator<Item = u8>,
    put: &mut dyn FnMut(u8, &StoredPiece) -> Result<bool, E>,
) -> Result<u64, E> {
    let who = enrolled.certificate();
    let to = Addressee { officer: who.officer, province: who.province.clone() };
    let logs = home.lanes();
    let has_own = positions_of(home, known, RESTORE).any(|at| at == ALL);
    let mut given = 0;
    for lane in lanes {
        let own = (has_own && [PLACES, RESTORE].contains(&lane)).then_some(who.device);
        let mut after = position(home, known, lane);
        let mut passed = 0;
        while let Some(read) = pieces_after(&logs, &to, lane, after)? {
            for piece in read {
                after = piece.position;
                let piece = match own {
                    Some(own) => without_own(piece, lane, &own)?,
                    None => Some(piece),
                };
                let Some(piece) = piece else {
                    passed += 1;
                    continue;
                };
                (given, passed) = (given + 1, 0);
                if !put(lane, &piece)? {
                    return Ok(given);
                }
            }
        }
        if passed > MAX_PASSED {
            let bytes = down::encode(&Default::default());
            put(lane, &StoredPiece { position: after, n: 0, bytes })?;
        }
    }
    Ok(given)
}

fn pieces_after(
    lanes: &Lanes,
    to: &Addressee,
    lane: u8,
    after: u64,
) -> Result<Option<Vec<StoredPiece>>, StoreError> {
    let pieces = lanes.read(to, lane, after, MAX_READ)?;
    Ok(Some(pieces).filter(|pieces| !pieces.is_empty()))
}

/// Removes images of records that only this device has written, as it has them. A verdict may be
/// attached to an image, except in the lane `RESTORE`.
fn without_own(
    piece: StoredPiece,
    lane: u8,
    own: &[u8; 16],
) -> Result<Option<StoredPiece>, StoreError> {
    let damaged = |_| StoreError::Bug("a piece in a lane that does not read");
    let mut content = down::decode(&piece.bytes).map_err(damaged)?;
    let before = content.images.len();
    let others = |image: &Image| {
        let has_review = lane != RESTORE && image.review.is_some();
        has_review || image.covers.iter().any(|cover| cover.device != *own)
    };
    content.images.retain(others);
    if content.images.len() == before {
        return Ok(Some(piece));
    }
    let n = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let bytes = down::encode(&content);
    Ok((n > 0).then_some(StoredPiece { n, bytes, ..piece }))
}
