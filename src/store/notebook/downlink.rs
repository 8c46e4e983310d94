//! Applies pieces of lanes from headquarters: content and position become one durable frame, which
//! is then folded into the state. Answers given here that headquarters has not seen yet stay; the
//! frame names them, so that a rebuild gives the same result.

use std::collections::{BTreeMap, BTreeSet};

use super::Notebook;
use crate::record::{Body, FieldNo, Hlc, Id, Review};
use crate::storage::error::{NewerFormat, StoreError};
use crate::storage::format::down;
use crate::storage::format::down::{Down, Frame, Image, Kept, LogAt, Notice};
use crate::storage::format::wire::Bytes;
use crate::storage::mutex::lock;
use crate::store::journal::Entry;
use crate::store::notebook::writer::Writer;
use crate::store::state::RemoteOps;

pub use crate::store::state::Cursor;

/// Lane number of headquarters' own folds of the logs.
pub(crate) const FOLD: u8 = 255;

/// One piece of a lane, as headquarters sent it; `at` is the position after it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LanePiece<'a> {
    at: Cursor,
    /// only at headquarters: positions in the devices' logs
    logs: Vec<([u8; 16], u64)>,
    content: &'a [u8],
}

/// The effects of a piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PieceOutcome {
    /// number of the frame; 0 if the piece was received before
    pub frame: u64,
    pub changed: Vec<Id>,
    pub reviews: Vec<(Id, Review)>,
    pub notices: Vec<Notice>,
}

#[derive(Clone, Copy)]
pub struct Downlink<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Downlink<'_> {
    /// Journals and folds a piece of a lane; durable when it returns `Ok`. `position`: position
    /// after the piece. A piece received before changes nothing.
    pub fn take(
        &self,
        lane: u8,
        era: u64,
        position: u64,
        content: &[u8],
    ) -> Result<PieceOutcome, StoreError> {
        let at = Cursor { lane, era, position };
        self.take_piece(LanePiece { at, logs: Vec::new(), content })
    }

    /// At headquarters: journals a fold of the devices' logs, with the new positions in them.
    pub fn take_fold(
        &self,
        era: u64,
        logs: Vec<([u8; 16], u64)>,
        content: &[u8],
    ) -> Result<PieceOutcome, StoreError> {
        let at = Cursor { lane: FOLD, era, position: 0 };
        self.take_piece(LanePiece { at, logs, content })
    }

    fn take_piece(&self, piece: LanePiece) -> Result<PieceOutcome, StoreError> {
        let newer = || StoreError::TooNew { file: "down".into(), what: NewerFormat::Layout };
        let content = down::decode(piece.content).map_err(|_| newer())?;
        self.notebook.lifecycle.wait_ready()?;
        let mut writer = self.notebook.settled_writer();
        if piece.at.lane != FOLD && self.has(piece.at)? {
            return Ok(PieceOutcome::default());
        }
        self.note_erasures(&content)?;
        let kept = self.unseen_fields(&content)?;
        let frame = self.append(&mut writer, &piece, kept)?;
        Ok(PieceOutcome {
            frame,
            changed: content.ids().collect(),
            reviews: content.reviews.iter().map(|a| (Id(a.entity), a.review())).collect(),
            notices: content.notices,
        })
    }

    fn has(&self, at: Cursor) -> Result<bool, StoreError> {
        let behind =
            |c: &Cursor| c.lane == at.lane && (c.era, c.position) >= (at.era, at.position);
        Ok(self.notebook.projections.query(|state| state.lanes())?.iter().any(behind))
    }

    fn append(
        &self,
        writer: &mut Writer,
        piece: &LanePiece,
        kept: Vec<Kept>,
    ) -> Result<u64, StoreError> {
        let mut clock = writer.clock;
        let at = clock.tick(self.notebook.now()).0;
        let Cursor { lane, era, position } = piece.at;
        let logs = piece.logs.iter().map(|(log, at)| LogAt { log: *log, at: *at }).collect();
        let content = Bytes(piece.content.to_vec());
        let frame = Frame { at, lane, era, position, logs, kept, content };
        let places = writer.journal.append(vec![Entry::Down(frame.clone())])?;
        writer.clock = clock;
        writer.unflushed += 1;
        let place = places.last().ok_or(StoreError::Bug("a frame without a number"))?;
        self.notebook.projections.forget_start_screen();
        self.notebook.projections.fold_down(place, &frame);
        self.notebook.checkpoint_if_due(writer);
        Ok(place.no)
    }

    /// Notes that erasing may be due: the piece may have an erasure, or an answer erased before it
    /// arrived.
    fn note_erasures(&self, content: &Down) -> Result<(), StoreError> {
        let projections = &self.notebook.projections;
        if content.ops.iter().any(|foreign| foreign.op.is_erasure()) {
            return projections.note_erasure();
        }
        let with_values = content.ops.iter().filter(|foreign| !foreign.op.beside.is_empty());
        let ops = with_values.filter_map(|foreign| foreign.op.entity());
        if projections.at_headquarters() {
            // headquarters makes images without erased answers
            return projections.note_erasable(ops);
        }
        projections.note_erasable(content.images.iter().map(|i| Id(i.entity)).chain(ops))
    }

    fn unseen_fields(&self, content: &Down) -> Result<Vec<Kept>, StoreError> {
        let mut all = Vec::new();
        for image in &content.images {
            all.extend(self.unseen_fields_of(image)?);
        }
        Ok(all)
    }

    /// The fields changed on this device by ops that the image does not cover.
    fn unseen_fields_of(&self, image: &Image) -> Result<Option<Kept>, StoreError> {
        let id = Id(image.entity);
        let Some(record) = self.notebook.get(id)? else { return Ok(None) };
        let device = lock(&self.notebook.device).id;
        let cover = image.covers.iter().filter(|c| c.device == device).map(|c| c.hlc).max();
        let seen = Hlc(cover.unwrap_or(0));
        if record.is_local <= seen {
            return Ok(None);
        }
        let mut fields: BTreeSet<FieldNo> = BTreeSet::new();
        let mut life = false;
        let speaks = |op: &&crate::record::Op| {
            op.hlc > seen && crate::store::fold::entity(op) == Some(id)
        };
        for (_, entry) in self.notebook.reader().frames_around(seen).flatten() {
            let Entry::Ops { ops, .. } = entry else { continue };
            for op in ops.iter().filter(speaks) {
                match &op.body {
                    Body::Put { fields: all, .. } => fields.extend(all.iter().map(|f| f.no)),
                    Body::Patch { fields: all, .. } => {
                        fields.extend(all.iter().map(|p| p.field.no));
                    }
                    Body::Erase { fields: all, .. } => fields.extend(all),
                    _ => life = true,
                }
            }
        }
        let fields = fields.into_iter().collect();
        Ok(Some(Kept { entity: image.entity, fields, life }))
    }

    /// Position up to which each lane has been received.
    pub fn cursors(&self) -> Result<Vec<Cursor>, StoreError> {
        self.notebook.wait_ready()?;
        self.notebook.projections.query(|state| state.lanes())
    }

    /// Position up to which headquarters has read each device's log.
    pub fn logs(&self) -> Result<BTreeMap<[u8; 16], u64>, StoreError> {
        self.notebook.wait_ready()?;
        self.notebook.projections.query(|state| state.logs())
    }

    /// Ops of other devices on a record that headquarters has sent or folded.
    pub fn remote_ops(&self, id: Id) -> Result<RemoteOps, StoreError> {
        self.notebook.wait_ready()?;
        self.notebook.projections.query(|state| state.remote_ops(id))
    }
}
