//! Collects what is to be written to the lanes, and splits it into pieces.

use std::collections::BTreeMap;

use crate::hq::downlink::lane::{LaneOwner, LaneTail, Lanes, PIECE, VERDICTS};
use crate::record::Id;
use crate::storage::format::down::{About, Down, Foreign, Image, Notice};
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::StoreError;
use crate::text;

/// Content that is to be written to the lanes.
#[derive(Default)]
pub struct Outbox {
    lanes: BTreeMap<(LaneOwner, u8), Vec<(Down, usize)>>,
    tails: BTreeMap<(LaneOwner, u8), Option<LaneTail>>,
}

impl Outbox {
    /// Adds an image to some lanes; returns its bytes.
    pub fn push_image(
        &mut self,
        lanes: impl IntoIterator<Item = (LaneOwner, u8)>,
        image: &Image,
    ) -> usize {
        let size = wire::encode(image).len();
        for lane in lanes {
            self.piece(lane, size).images.push(image.clone());
        }
        size
    }

    /// Adds an erasure to some lanes, as others may have the record too.
    pub fn push_op(&mut self, lanes: impl IntoIterator<Item = (LaneOwner, u8)>, op: &Foreign) {
        let size = wire::encode(op).len();
        for lane in lanes {
            let piece = self.piece(lane, size);
            if !piece.ops.contains(op) {
                piece.ops.push(op.clone());
            }
        }
    }

    /// Adds a review of a record for one officer.
    pub fn push_about(&mut self, officer: Id, lane: u8, about: &About) {
        self.push_to((LaneOwner::Officer(officer), lane), about);
    }

    /// Adds a notice for one officer.
    pub fn push_notice(&mut self, officer: Id, notice: &Notice) {
        // it contains titles, and a device decides their length
        let text = text::cut(&notice.text, limits::TEXT, limits::TEXT);
        let notice = &Notice { text, ..*notice };
        let size = wire::encode(notice).len();
        let piece = self.piece((LaneOwner::Officer(officer), VERDICTS), size);
        piece.notices.push(notice.clone());
    }

    pub fn push_to(&mut self, to: (LaneOwner, u8), about: &About) {
        let size = wire::encode(about).len();
        let piece = self.piece(to, size);
        if !piece.reviews.contains(about) {
            piece.reviews.push(about.clone());
        }
    }

    fn piece(&mut self, to: (LaneOwner, u8), size: usize) -> &mut Down {
        let pieces = self.lanes.entry(to).or_default();
        if pieces.last().is_none_or(|(_, has)| has + size > PIECE) {
            pieces.push((Down::default(), 0));
        }
        let at = pieces.len() - 1;
        let (down, has) = &mut pieces[at];
        *has += size;
        down
    }

    /// Appends everything to the lanes; durable on return.
    pub fn send(&mut self, lanes: &Lanes) -> Result<(), StoreError> {
        for (to, pieces) in std::mem::take(&mut self.lanes) {
            let pieces: Vec<Down> = pieces.into_iter().map(|(down, _)| down).collect();
            let (whose, lane) = to.clone();
            lanes.append(&whose, lane, &pieces, self.tails.entry(to).or_default())?;
        }
        Ok(())
    }
}
