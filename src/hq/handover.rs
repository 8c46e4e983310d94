//! One officer's establishments and open commitments given to another: tasks change hands by an op
//! of headquarters', pictures of the rest go into the other's lane.

use super::home::Home;
use super::lane::{VERDICTS, Whose};
use super::outbox::Outbox;
use crate::record::{Change, Id, Query, Record, Value};
use crate::store::codec::down::{Cover, Image};
use crate::store::codec::op::origin_no;
use crate::store::codec::wire::{AuthorV1, Bytes, CellV1};
use crate::store::{Commit, Store, StoreError, codec};

/// Kinds whose records go over.
const KINDS: [&str; 3] = ["establishment", "model", "project"];
const PAGE: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    pub records: usize,
    pub tasks: usize,
}

pub fn handover(
    home: &Home,
    store: &Store,
    from: Id,
    to: Id,
    _now: fn() -> u64,
) -> Result<Handed, StoreError> {
    let mut done = Handed::default();
    let mut outbox = Outbox::default();
    for kind in KINDS {
        each(store, kind, &mut |record| {
            let told = store.told(record.id)?;
            if told.ops.iter().any(|t| t.officer == from.0) {
                done.records += 1;
                outbox.image(&(Whose::Officer(to), VERDICTS), &image(store, record)?);
            }
            Ok(())
        })?;
    }
    outbox.send(&home.lanes())?;
    let programme = store.programme();
    let task = programme.kind_by_id("task");
    let no = |id: &str| task.and_then(|kind| kind.field_by_id(id)).map_or(0, |f| f.no);
    let (officer, state, owner) = (no("officer"), no("state"), no("owner"));
    let mut changes = Vec::new();
    each(store, "task", &mut |record| {
        let is = |no, id: &str| record.fields.get(no).and_then(Value::as_text) == Some(id);
        let told = store.told(record.id)?;
        let assigned = record.fields.get(officer).and_then(Value::as_link);
        let own = told.ops.iter().any(|t| t.officer == from.0);
        let his = assigned.map_or(own && is(owner, "can_bo"), |id| id == from);
        if is(state, "dang_lam") && his {
            let set = vec![(officer, Some(Value::Link(to)))];
            changes.push(Change::Patch { id: record.id, base: record.head, set });
        }
        Ok(())
    })?;
    done.tasks = changes.len();
    let commits = changes.into_iter().map(|change| Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
    });
    for result in store.commit_many(commits.collect()) {
        if let Err(crate::store::CommitError::Store(error)) = result {
            return Err(error);
        }
    }
    Ok(done)
}

fn each(
    store: &Store,
    kind: &str,
    tell: &mut dyn FnMut(&Record) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let Some(kind) = store.programme().kind_by_id(kind) else { return Ok(()) };
    let mut start = 0;
    loop {
        let page = store.page(&Query::all(kind.no), start, PAGE)?;
        for record in &page.rows {
            tell(record)?;
        }
        start += page.rows.len();
        if page.rows.is_empty() || start >= page.total {
            return Ok(());
        }
    }
}

/// The record as it stands.
fn image(store: &Store, record: &Record) -> Result<Image, StoreError> {
    let told = store.told(record.id)?;
    let of = told.images.get(&record.head).cloned().unwrap_or_default();
    let newest = |device: [u8; 16]| {
        told.ops.iter().filter(|t| t.device == device).map(|t| t.op.hlc).max().unwrap_or(0)
    };
    let mut devices: Vec<[u8; 16]> = told.ops.iter().map(|t| t.device).collect();
    devices.sort_unstable();
    devices.dedup();
    let author = record.by.map(|by| AuthorV1 {
        device: by.device,
        officer: by.officer.0,
        hlc: by.hlc.0,
    });
    let cell =
        |(no, value): (u16, &Value)| CellV1 { no, bytes: Bytes(codec::value_bytes(value)) };
    Ok(Image {
        kind: record.kind,
        entity: record.id.0,
        origin: origin_no(record.origin),
        rev: record.rev,
        head: record.head,
        of,
        created: record.created.hlc.0,
        author: author.unwrap_or(AuthorV1 {
            device: [0; 16],
            officer: store.officer_id().0,
            hlc: record.changed.hlc.0,
        }),
        name: told
            .ops
            .iter()
            .max_by_key(|t| t.op.hlc)
            .map(|t| t.name.clone())
            .unwrap_or_default(),
        deleted: record.deleted.clone(),
        fields: record.fields.iter().map(cell).collect(),
        covers: devices.iter().map(|d| Cover { device: *d, hlc: newest(*d) }).collect(),
        review: record
            .review
            .as_ref()
            .map(|review| codec::down::About::of(record.id, review).review),
    })
}
