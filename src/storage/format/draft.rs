//! Encodes draft frames: the difference between two images of a draft.

use super::Undecodable;
use super::wire::{self, Bytes, CellAtV1, DraftFieldV1, DraftV1, EditsV1, PathV1, TypedV1};
use crate::record::{FieldNo, Id, KindNo, Path, Typed};

pub fn encode_draft(frame: &DraftFrame) -> Vec<u8> {
    let one = |(no, bytes): &(FieldNo, Option<Vec<u8>>)| DraftFieldV1 {
        no: *no,
        bytes: bytes.clone().map(Bytes),
    };
    wire::encode(&wire::WireDraft::V1(DraftV1 {
        draft: frame.draft.0,
        no: frame.no,
        full: frame.full,
        kind: frame.kind,
        form: frame.form,
        edits: frame.edits.map(|(id, base)| EditsV1 { id: id.0, base }),
        fields: frame.fields.iter().map(one).collect(),
        typed: frame.typed.iter().map(from_typed).collect(),
        at: frame.at.map(from_path),
        changed: frame.changed,
    }))
}

pub fn decode_draft(bytes: &[u8]) -> Result<DraftFrame, Undecodable> {
    let wire::WireDraft::V1(d) = wire::frame(bytes)?;
    if !d.fields.is_sorted_by(|a, b| a.no < b.no) {
        return Err(Undecodable);
    }
    Ok(DraftFrame {
        draft: Id(d.draft),
        no: d.no,
        full: d.full,
        kind: d.kind,
        form: d.form,
        edits: d.edits.map(|e| (Id(e.id), e.base)),
        fields: d.fields.into_iter().map(|f| (f.no, f.bytes.map(|b| b.0))).collect(),
        typed: d.typed.into_iter().map(to_typed).collect(),
        at: d.at.map(to_path),
        changed: d.changed,
    })
}

fn from_typed(typed: &Typed) -> TypedV1 {
    TypedV1 { path: from_path(typed.path), text: typed.text.clone(), cursor: typed.cursor }
}

fn to_typed(typed: TypedV1) -> Typed {
    Typed { path: to_path(typed.path), text: typed.text, cursor: typed.cursor }
}

fn from_path(path: Path) -> PathV1 {
    let cell = path.cell.map(|(row, column)| CellAtV1 { row: row.0, column });
    PathV1 { field: path.field, cell }
}

fn to_path(path: PathV1) -> Path {
    Path { field: path.field, cell: path.cell.map(|c| (Id(c.row), c.column)) }
}

/// The change of a draft since its previous frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFrame {
    pub draft: Id,
    /// number of the frame within the draft, from 0; a gap means a lost frame
    pub no: u32,
    /// `fields` is complete: in the first and every 32nd frame
    pub full: bool,
    pub kind: KindNo,
    pub form: u16,
    pub edits: Option<(Id, u64)>,
    /// ascending; value bytes as from `value_bytes`, `None` for a cleared field
    pub fields: Vec<(FieldNo, Option<Vec<u8>>)>,
    /// always complete
    pub typed: Vec<Typed>,
    pub at: Option<Path>,
    /// Unix milliseconds
    pub changed: u64,
}
