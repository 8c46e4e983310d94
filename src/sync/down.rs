//! Downlink bundles: pieces of lanes, each a segment of a bundle that is sealed to the laptop and
//! signed by headquarters. A piece begins with its lane and position, in the journal as on a stick.

use super::bundle::{
    BundleReader, BundleRefused, BundleTitle, BundleWriter, DOWN, Segment, read_header,
};
use super::files;
use super::message::LaneAt;
use super::seal::{self, SealSecret};
use crate::storage::format::frame::ty;
use crate::storage::format::header::HEADER;
use crate::store::StoreError;
use crate::store::{PieceOutcome, Store};
use crate::sync::certificate::{Certificate, Enrolment, HqSecret};

/// Encodes a piece of a lane.
pub fn pack(lane: u8, position: u64, content: &[u8]) -> Vec<u8> {
    [&[lane][..], &position.to_le_bytes(), content].concat()
}

/// Begins a bundle to a laptop.
pub fn begin<'a>(
    hq: &'a HqSecret,
    to: &Certificate,
    now: u64,
) -> Result<([u8; HEADER], BundleWriter<'a>), StoreError> {
    let title = BundleTitle {
        direction: DOWN,
        device: to.device,
        epoch: hq.era,
        from: 0,
        base: [0; 32],
        officer: to.number,
        created: now << 16,
    };
    let broken = |_| StoreError::Bug("a key that nothing can be sealed to");
    let key = seal::public_of_device(&to.key).map_err(broken)?;
    BundleWriter::begin(&title, &key, &hq.sign).map_err(broken)
}

/// Reads a bundle from headquarters and journals its pieces.
pub struct DownlinkReader<'a> {
    store: &'a Store,
    bundle: BundleReader,
    /// headquarters' era
    pub era: u64,
    /// lanes of which this laptop lacks pieces before those of the bundle
    gaps: Vec<u8>,
}

/// The content of a segment.
pub enum DownlinkSegment {
    Piece(Box<PieceOutcome>),
    /// a piece that was not stored, because the pieces before it are missing
    Gap,
    /// a signed receipt, as on a line
    Receipt(Vec<u8>),
    /// on a stick: an encoded protocol message
    Word(Vec<u8>),
    /// about attachments
    File(files::AttachmentMessage),
    /// of an unknown type
    Unknown,
}

/// Why a piece was not stored.
#[derive(Debug, thiserror::Error)]
pub enum PieceNotTaken {
    #[error(transparent)]
    Refused(#[from] BundleRefused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'a> DownlinkReader<'a> {
    pub fn begin(
        store: &'a Store,
        enrolment: &Enrolment,
        header: &[u8],
    ) -> Result<DownlinkReader<'a>, BundleRefused> {
        let bytes: &[u8; HEADER] = header.try_into().map_err(|_| BundleRefused::Short)?;
        let header = read_header(bytes, DOWN)?;
        if header.device != store.device_id() {
            return Err(BundleRefused::Key);
        }
        let secret =
            SealSecret::of_device(&store.signing_key()).map_err(|_| BundleRefused::Key)?;
        let bundle = BundleReader::begin(bytes, &header, &secret, &enrolment.card.sign)?;
        Ok(DownlinkReader { store, bundle, era: header.epoch, gaps: Vec::new() })
    }

    /// Notes the positions that the pieces of this bundle follow. A stored piece moves the laptop's
    /// position, so one that follows pieces that are missing here would hide them for good.
    pub fn begins_after(&mut self, lanes: &[LaneAt]) -> Result<(), StoreError> {
        let known = self.store.downlink().cursors()?;
        let has = |at: &LaneAt| {
            let position = (self.era, at.position);
            known.iter().any(|c| c.lane == at.lane && (c.era, c.position) >= position)
        };
        let lacking = lanes.iter().filter(|at| !has(at));
        self.gaps = lacking.map(|at| at.lane).collect();
        Ok(())
    }

    /// Opens a segment and stores a piece of a lane or passes the content on; a piece is durable
    /// when it returns `Ok`.
    pub fn take(&mut self, segment: &[u8]) -> Result<DownlinkSegment, PieceNotTaken> {
        let Segment { head, plain } = self.bundle.open(segment)?;
        match head.ty {
            ty::DOWN => {}
            ty::RECEIPT => return Ok(DownlinkSegment::Receipt(plain)),
            ty::CURSORS => return Ok(DownlinkSegment::Word(plain)),
            ty::BLOB => {
                return Ok(DownlinkSegment::File(files::AttachmentMessage::decode(&plain)?));
            }
            _ => return Ok(DownlinkSegment::Unknown),
        }
        let (lane, rest) = plain.split_first().ok_or(BundleRefused::Content)?;
        let (position, content) =
            rest.split_first_chunk::<8>().ok_or(BundleRefused::Content)?;
        if self.gaps.contains(lane) {
            return Ok(DownlinkSegment::Gap);
        }
        let position = u64::from_le_bytes(*position);
        Ok(DownlinkSegment::Piece(Box::new(
            self.store.downlink().take(*lane, self.era, position, content)?,
        )))
    }
}
