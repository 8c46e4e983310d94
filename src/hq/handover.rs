//! One officer's establishments and open commitments given to another: tasks change hands by an op
//! of headquarters', pictures of the rest go into the other's lane.

use super::home::Home;
use super::lane::{VERDICTS, Whose};
use super::outbox::Outbox;
use super::picture::image;
use super::{authority, held};
use crate::record::{Change, Id, Query, Record, Value};
use crate::store::{Commit, CommitError, Store, StoreError};
use crate::sync::merge::merge;

/// Kinds whose records go over.
const KINDS: [&str; 3] = ["establishment", "model", "project"];
const PAGE: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    pub records: usize,
    pub tasks: usize,
}

pub fn handover(home: &Home, store: &Store, from: Id, to: Id) -> Result<Handed, StoreError> {
    let mut done = Handed::default();
    let mut outbox = Outbox::default();
    for kind in KINDS {
        each(store, kind, &mut |record| {
            let known = store.told(record.id)?;
            let (ops, _) = held::part(home, &known.ops);
            let (ops, _) = authority::part(store.programme(), ops);
            let merged = merge(store.programme(), &ops, &known.images);
            if let Some(merged) = merged.filter(|_| ops.iter().any(|t| t.officer == from)) {
                done.records += 1;
                let review = record.review.as_ref();
                let image = image(record.id, &merged, ops.iter(), review, record.rev);
                outbox.image(&(Whose::Officer(to), VERDICTS), &image);
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
        if let Err(CommitError::Store(error)) = result {
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
