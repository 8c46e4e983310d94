//! Merges the ops of several devices into one record: a function of the set of ops, independent of
//! the order of arrival (`sync.md` section 10). Pure; knows no disk and no clock.
//!
//! Every accepted op stays visible: in the record, as a side of a conflict, as a proposal, or in
//! the history.

mod field;
mod graph;

use std::collections::BTreeMap;

use graph::{OpGraph, OpSet};

use crate::programme::spec::Programme;
use crate::record::{Author, Body, FieldNo, Fields, Hlc, Id, KindNo, Op, Origin, Value};
use crate::storage::format;

/// Maximum number of ops of one record: more than any real record has.
pub const MOST: usize = 10_000;
/// Maximum bytes of all ops of one record, because every merge reads all of them.
pub const MOST_BYTES: usize = 4 << 20;

/// An op with its origin, as headquarters knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOp {
    pub device: [u8; 16],
    pub epoch: u64,
    pub opid: [u8; 16],
    pub op: Op,
    /// time at which headquarters received it, Unix milliseconds
    pub received: u64,
    pub officer: Id,
    /// the officer's name in the certificate
    pub name: String,
    /// written at headquarters
    pub hq: bool,
}

impl KnownOp {
    /// The record's head after it.
    pub fn head(&self) -> u64 {
        format::head(&self.opid)
    }

    /// The effective time: a clock that runs ahead is limited by the time of receipt.
    pub fn time(&self) -> Hlc {
        self.op.hlc.min(Hlc(self.received.saturating_mul(1 << 16) | 0xffff))
    }

    /// Sort key of arrival; independent of when the logs are read.
    pub(crate) fn arrival(&self) -> (u64, [u8; 16], u64, u64) {
        (self.received, self.device, self.epoch, self.op.seq)
    }

    fn author(&self) -> Author {
        Author { device: self.device, officer: self.officer, hlc: self.time() }
    }
}

/// Heads of images sent by headquarters -> the heads that each replaces.
pub type Images = BTreeMap<u64, Vec<u64>>;

/// The merged record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub kind: KindNo,
    pub origin: Origin,
    pub fields: Fields,
    /// replaces the heads of all merged ops
    pub head: u64,
    /// the heads that it replaces; empty if there is only one
    pub of: Vec<u64>,
    pub created: Author,
    pub changed: Author,
    /// name of the author of the last change
    pub name: String,
    /// the reason, if it is deleted
    pub deleted: Option<String>,
    pub conflicts: Vec<Conflict>,
    /// deletions made without having seen some change; the change wins
    pub proposals: Vec<Proposal>,
}

/// A field with several answers between which a reviewer must decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub field: FieldNo,
    /// the shown answer first
    pub sides: Vec<Side>,
    /// the answer that all sides started from
    pub base: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub value: Option<Value>,
    pub author: Author,
    pub name: String,
    pub head: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub reason: String,
    pub author: Author,
    pub name: String,
    pub head: u64,
}

/// Merges ops; `None` if the op that creates the record is missing (so far).
pub fn merge(programme: &Programme, ops: &[KnownOp], images: &Images) -> Option<Merged> {
    let graph = OpGraph::of(ops, images);
    let puts = graph.ops.iter().filter(|known_op| matches!(known_op.op.body, Body::Put { .. }));
    let first = puts.min_by_key(|known_op| (known_op.arrival(), known_op.opid))?;
    let Body::Put { kind, origin, .. } = first.op.body else { return None };
    let known = programme.kind(kind);
    let (fields, conflicts) = field::FieldHistory::of(&graph, programme, known).merge_all();
    let (deleted, proposals) = merge_deletion(&graph);
    let mut of: Vec<u64> = graph
        .newest(graph.order.iter().copied())
        .iter()
        .filter_map(|at| graph.op(*at).map(KnownOp::head))
        .collect();
    of.sort_unstable();
    let head = graph::head_of(&of);
    if of.len() == 1 {
        of.clear();
    }
    let changed = graph.ops.last().map_or(first.author(), |known_op| known_op.author());
    let created = first.author();
    let name = graph.ops.last().map_or_else(String::new, |known_op| known_op.name.clone());
    Some(Merged {
        kind,
        origin,
        fields,
        head,
        of,
        created,
        changed,
        name,
        deleted,
        conflicts,
        proposals,
    })
}

/// A deletion holds if its author had seen all other changes; otherwise it is a proposal until a
/// reviewer decides that the record stays.
fn merge_deletion(graph: &OpGraph) -> (Option<String>, Vec<Proposal>) {
    let is = |at: usize, what: fn(&Body) -> bool| {
        graph.op(at).is_some_and(|known_op| what(&known_op.op.body))
    };
    let del: fn(&Body) -> bool = |body| matches!(body, Body::Del { .. });
    let restore: fn(&Body) -> bool = |body| matches!(body, Body::Restore { .. });
    let said = graph.order.iter().copied().filter(|at| is(*at, del) || is(*at, restore));
    let mut dels: Vec<usize> =
        graph.newest(said).into_iter().filter(|at| is(*at, del)).collect();
    dels.sort_unstable();
    let mut others = OpSet::default();
    (0..graph.ops.len()).filter(|o| !is(*o, del)).for_each(|o| others.add(o));
    let knew_all =
        |at: &usize| graph.past.get(*at).is_some_and(|past| past.is_superset(&others));
    let reason = |at: usize| match graph.op(at).map(|known_op| &known_op.op.body) {
        Some(Body::Del { reason, .. }) => reason.clone(),
        _ => String::new(),
    };
    if let Some(at) = dels.iter().copied().find(knew_all) {
        return (Some(reason(at)), Vec::new());
    }
    let proposal = |at: usize| {
        let known_op = graph.op(at)?;
        let (author, name, head) = (known_op.author(), known_op.name.clone(), known_op.head());
        Some(Proposal { reason: reason(at), author, name, head })
    };
    (None, dels.into_iter().filter_map(proposal).collect())
}
