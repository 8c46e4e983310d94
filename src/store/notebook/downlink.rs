//! The road of what comes from headquarters: content and place in its lane in one durable frame,
//! and only then the state. An answer that was given here and that headquarters has not seen yet
//! stays, and the frame says which: so a rebuild gives the same.

use std::collections::BTreeSet;

use super::inner::{Inner, held};
use crate::record::{Body, FieldNo, Hlc, Id, Review};
use crate::storage::error::{Newer, StoreError};
use crate::storage::format::down;
use crate::storage::format::down::{Down, Frame, Image, Kept, LogAt, Notice};
use crate::storage::format::wire::Bytes;
use crate::store::journal::Entry;
use crate::store::notebook::writer::Writer;
use crate::store::state::RemoteOps;

pub use crate::store::state::Cursor;

/// The lane of what headquarters made of the logs itself.
pub(crate) const FOLD: u8 = 255;

/// One piece of a lane: what lies before `at`, as headquarters sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanePiece<'a> {
    pub at: Cursor,
    /// headquarters' own: how far it has read its devices' logs
    pub logs: Vec<([u8; 16], u64)>,
    pub content: &'a [u8],
}

/// What a piece changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PieceTaken {
    /// number of the frame; 0 when the piece was here already
    pub frame: u64,
    pub changed: Vec<Id>,
    pub reviews: Vec<(Id, Review)>,
    pub notices: Vec<Notice>,
}

impl Inner {
    pub(crate) fn take_down(&self, piece: LanePiece) -> Result<PieceTaken, StoreError> {
        let newer = || StoreError::TooNew { file: "down".into(), what: Newer::Layout };
        let content = down::decode(piece.content).map_err(|_| newer())?;
        self.wait_open(false)?;
        let mut writer = self.writer();
        self.fold_waiting(&mut writer);
        if piece.at.lane != FOLD && self.has(piece.at)? {
            return Ok(PieceTaken::default());
        }
        let kept = self.newer_here(&content)?;
        let frame = self.note_down(&mut writer, &piece, kept)?;
        Ok(PieceTaken {
            frame,
            changed: content.ids().collect(),
            reviews: content.reviews.iter().map(|a| (Id(a.entity), a.review())).collect(),
            notices: content.notices,
        })
    }

    fn has(&self, at: Cursor) -> Result<bool, StoreError> {
        let behind =
            |c: &Cursor| c.lane == at.lane && (c.era, c.position) >= (at.era, at.position);
        Ok(self.ask(|state| state.lanes())?.iter().any(behind))
    }

    fn note_down(
        &self,
        writer: &mut Writer,
        piece: &LanePiece,
        kept: Vec<Kept>,
    ) -> Result<u64, StoreError> {
        let mut clock = writer.clock;
        let at = clock.tick((self.now)()).0;
        let Cursor { lane, era, position } = piece.at;
        let logs = piece.logs.iter().map(|(log, at)| LogAt { log: *log, at: *at }).collect();
        let content = Bytes(piece.content.to_vec());
        let frame = Frame { at, lane, era, position, logs, kept, content };
        let places = writer.journal.append(vec![Entry::Down(frame.clone())])?;
        writer.clock = clock;
        writer.unflushed += 1;
        let place = places.last().ok_or(StoreError::Bug("a frame without a number"))?;
        self.fold_down(place, &frame);
        self.checkpoint_if_due(writer);
        Ok(place.no)
    }

    fn newer_here(&self, content: &Down) -> Result<Vec<Kept>, StoreError> {
        let mut all = Vec::new();
        for image in &content.images {
            all.extend(self.kept_of(image)?);
        }
        Ok(all)
    }

    /// The answers of this machine that the picture does not know.
    fn kept_of(&self, image: &Image) -> Result<Option<Kept>, StoreError> {
        let id = Id(image.entity);
        let Some(record) = self.state_get(id)? else { return Ok(None) };
        let device = held(&self.device).id;
        let cover = image.covers.iter().filter(|c| c.device == device).map(|c| c.hlc).max();
        let seen = Hlc(cover.unwrap_or(0));
        if record.own <= seen {
            return Ok(None);
        }
        let mut fields: BTreeSet<FieldNo> = BTreeSet::new();
        let mut life = false;
        let speaks = |op: &&crate::record::Op| {
            op.hlc > seen && crate::store::fold::entity(op) == Some(id)
        };
        for (_, entry) in self.reader().frames_around(seen).flatten() {
            let Entry::Ops { ops, .. } = entry else { continue };
            for op in ops.iter().filter(speaks) {
                match &op.body {
                    Body::Put { fields: all, .. } => fields.extend(all.iter().map(|f| f.no)),
                    Body::Patch { fields: all, .. } => {
                        fields.extend(all.iter().map(|p| p.field.no));
                    }
                    _ => life = true,
                }
            }
        }
        let fields = fields.into_iter().collect();
        Ok(Some(Kept { entity: image.entity, fields, life }))
    }

    pub(crate) fn lanes(&self) -> Result<Vec<Cursor>, StoreError> {
        self.wait()?;
        self.ask(|state| state.lanes())
    }

    pub(crate) fn told(&self, id: Id) -> Result<RemoteOps, StoreError> {
        self.wait()?;
        self.ask(|state| state.told(id))
    }
}
