//! Hands over one officer's establishments and open commitments to another: tasks are reassigned by
//! ops of headquarters, and images of the other records go to the receiver's lane. The handover is
//! recorded, as the receiver may write the giver's records from then on.

use crate::hq::admin::directory::HqDirectory;
use crate::hq::admin::handovers::Handover;
use crate::hq::downlink::lane::{LaneOwner, VERDICTS};
use crate::hq::fold::held;
use crate::hq::fold::outbox::Outbox;
use crate::hq::fold::rights::Rights;
use crate::hq::fold::snapshot::{fits_lane, image};
use crate::lang::Lang;
use crate::lang::handover as handover_words;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::{Change, Id, Query, Record, Value};
use crate::storage::format::down::Notice;
use crate::store::{Commit, CommitError, Store, StoreError};
use crate::sync::merge::merge;

const PAGE: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandoverCount {
    pub records: usize,
    /// records that were handed over to the receiver before, and are sent again
    pub again: usize,
    pub tasks: usize,
    /// tasks that could not be reassigned: they stay with the giver
    pub refused: usize,
}

pub fn handover(
    home: &HqDirectory,
    store: &Store,
    (from, to): (Id, Id),
    now: u64,
) -> Result<HandoverCount, StoreError> {
    let mut done = HandoverCount::default();
    let mut outbox = Outbox::default();
    let earlier = Rights::of(home, store)?.earlier_handovers(to);
    if from != to {
        home.add_handover(Handover { from, to, at: now })?;
    }
    let rights = Rights::of(home, store)?;
    let givers = rights.givers_to(from);
    for kind in store.programme().kinds.iter().filter(|kind| kind.in_handover) {
        each(store, kind, &mut |record| {
            let known = store.downlink().remote_ops(record.id)?;
            let (ops, _) = held::split_held(home, &known.ops);
            let (ops, _) = rights.split_allowed(record.id, ops)?;
            let merged = merge(store.programme(), &ops, &known.images);
            let is_given = ops.iter().any(|t| givers.contains(&t.officer));
            if let Some(merged) = merged.filter(|_| is_given) {
                let review = record.review.as_ref();
                let image = image(record.id, &merged, ops.iter(), review, record.rev);
                if fits_lane(&image)? {
                    let was_given = earlier.iter().any(|(at, givers)| {
                        ops.iter().any(|op| op.received <= *at && givers.contains(&op.officer))
                    });
                    done.again += usize::from(was_given);
                    done.records += usize::from(!was_given);
                    outbox.push_image([(LaneOwner::Officer(to), VERDICTS)], &image);
                }
            }
            Ok(())
        })?;
    }
    let programme = store.programme();
    let task = programme.with_role(KindRole::Task);
    let no = |id: &str| task.and_then(|kind| kind.field_by_id(id)).map_or(0, |f| f.no);
    let (officer, state, owner) = (no("officer"), no("state"), no("owner"));
    let mut changes = Vec::new();
    let mut collect = |record: &Record| {
        let is = |no, id: &str| record.fields.get(no).and_then(Value::as_text) == Some(id);
        let ops = store.downlink().remote_ops(record.id)?;
        let assigned = record.fields.get(officer).and_then(Value::as_link);
        let own = ops.ops.iter().any(|t| t.officer == from.0);
        let his = assigned.map_or(own && is(owner, "can_bo"), |id| id == from);
        if is(state, "dang_lam") && his {
            let set = vec![(officer, Some(Value::Link(to)))];
            changes.push(Change::Patch { id: record.id, base: record.head, set });
        }
        Ok(())
    };
    if let Some(kind) = task {
        each(store, kind, &mut collect)?;
    }
    let commits = changes.into_iter().map(|change| Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    });
    for result in store.commit_many(commits.collect()) {
        match result {
            Ok(_) => done.tasks += 1,
            Err(CommitError::Store(error)) if !error.is_about_content() => return Err(error),
            Err(_) => done.refused += 1,
        }
    }
    notify_both(home, (from, to), &done, now, &mut outbox)?;
    outbox.send(&home.lanes())?;
    Ok(done)
}

/// Notifies the giver and the receiver.
fn notify_both(
    home: &HqDirectory,
    (from, to): (Id, Id),
    done: &HandoverCount,
    now: u64,
    outbox: &mut Outbox,
) -> Result<(), StoreError> {
    let officers = home.officers()?;
    let name = |id: Id| officers.iter().map(|o| o.certificate()).rfind(|who| who.officer == id);
    let (giver, taker) = (name(from), name(to));
    let (Some(giver), Some(taker)) = (giver, taker) else { return Ok(()) };
    let (records, tasks) = (done.records as u64, done.tasks as u64);
    let given =
        handover_words::you_gave_over(Lang::Vi, &taker.name, taker.number, records, tasks);
    let taken =
        handover_words::you_take_over(Lang::Vi, &giver.name, giver.number, records, tasks);
    for (officer, word) in [(from, given), (to, taken)] {
        outbox.push_notice(officer, &Notice { when: now, text: word });
    }
    Ok(())
}

fn each(
    store: &Store,
    kind: &Kind,
    tell: &mut dyn FnMut(&Record) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut start = 0;
    loop {
        let page = store.records().page(&Query::all(kind.no), start, PAGE)?;
        for record in &page.rows {
            tell(record)?;
        }
        start += page.rows.len();
        if page.rows.is_empty() || start >= page.total {
            return Ok(());
        }
    }
}
