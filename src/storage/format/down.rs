//! The content that headquarters sends: images of records, reviews, ops of other devices, notices.
//! Also the journal frame around it, with the position in the lane.

use super::super::error::{LimitedItem, StoreError};
use super::super::limits;
use super::Undecodable;
use super::record::{from_review, to_review};
use super::value::field_value;
use super::wire::{self, DownContent, DownFrame};
pub use super::wire::{
    AboutV1 as About, CoverV1 as Cover, DownFrameV1 as Frame, DownV1 as Down,
    ForeignV1 as Foreign, ImageV1 as Image, KeptV1 as Kept, LogAtV1 as LogAt,
    NoticeV1 as Notice,
};
use crate::programme::spec::Kind;
use crate::record::{Fields, Id, Review};

/// Encodes a content, in transfer and in the journal.
pub fn encode(down: &Down) -> Vec<u8> {
    wire::encode(&DownContent::V1(down.clone()))
}

/// Decodes a content. Requires strictly ascending field numbers, within the limit.
pub fn decode(bytes: &[u8]) -> Result<Down, Undecodable> {
    let DownContent::V1(down) = wire::frame(bytes)?;
    let rises = |image: &Image| {
        image.fields.is_sorted_by(|a, b| a.no < b.no) && image.fields.len() <= limits::FIELDS
    };
    if down.images.iter().all(rises) { Ok(down) } else { Err(Undecodable) }
}

pub fn encode_frame(frame: &Frame) -> Result<Vec<u8>, StoreError> {
    let bytes = wire::encode(&DownFrame::V1(frame.clone()));
    if bytes.len() > limits::FRAME_RAW {
        let (bytes, limit) = (bytes.len(), limits::FRAME_RAW);
        return Err(StoreError::TooLarge { what: LimitedItem::Frame, bytes, limit });
    }
    Ok(bytes)
}

pub fn decode_frame(bytes: &[u8]) -> Result<Frame, Undecodable> {
    let DownFrame::V1(frame) = wire::frame(bytes)?;
    Ok(frame)
}

impl Down {
    /// Number of items.
    pub fn len(&self) -> usize {
        self.images.len() + self.reviews.len() + self.ops.len() + self.notices.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Splits into nonempty parts of about `most` bytes; ops come before the images made from them.
    pub fn split(self, most: usize) -> Vec<Down> {
        let mut parts = DownParts { done: Vec::new(), size: usize::MAX, most };
        for op in self.ops {
            let size = wire::encode(&op).len();
            parts.part_for(size).ops.push(op);
        }
        for image in self.images {
            let size = wire::encode(&image).len();
            parts.part_for(size).images.push(image);
        }
        for about in self.reviews {
            let size = wire::encode(&about).len();
            parts.part_for(size).reviews.push(about);
        }
        for notice in self.notices {
            let size = wire::encode(&notice).len();
            parts.part_for(size).notices.push(notice);
        }
        parts.done
    }

    /// The records that it changes.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        let images = self.images.iter().map(|image| Id(image.entity));
        images.chain(self.reviews.iter().map(|about| Id(about.entity)))
    }
}

struct DownParts {
    done: Vec<Down>,
    /// size of the last part
    size: usize,
    most: usize,
}

impl DownParts {
    /// The part for an item of this size.
    fn part_for(&mut self, size: usize) -> &mut Down {
        if self.size.saturating_add(size) > self.most {
            self.done.push(Down::default());
            self.size = 0;
        }
        self.size += size;
        let at = self.done.len() - 1;
        &mut self.done[at]
    }
}

impl Frame {
    /// The content; empty if it cannot be decoded (newer version).
    pub fn read(&self) -> Down {
        decode(&self.content.0).unwrap_or_default()
    }
}

impl Image {
    pub fn answers(&self, kind: Option<&Kind>) -> Fields {
        self.fields
            .iter()
            .map(|cell| (cell.no, field_value(kind, cell.no, &cell.bytes.0)))
            .collect()
    }

    pub fn review(&self) -> Option<Review> {
        self.review.clone().map(to_review)
    }
}

impl About {
    pub fn of(entity: Id, review: &Review) -> About {
        About { entity: entity.0, review: from_review(review) }
    }

    pub fn review(&self) -> Review {
        to_review(self.review.clone())
    }
}
