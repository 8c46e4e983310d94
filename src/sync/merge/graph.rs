//! The causal graph of a record's ops: every op names the head that its editor saw.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{Images, KnownOp};
use crate::record::Body;

/// A set of ops, by index in `OpGraph::ops`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpSet(Vec<u64>);

impl OpSet {
    pub fn all(count: usize) -> OpSet {
        let mut all = OpSet::default();
        (0..count).for_each(|at| all.add(at));
        all
    }

    pub fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub fn add(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    fn union(&mut self, other: &OpSet) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    /// Whether it contains all of `other`.
    pub fn is_superset(&self, other: &OpSet) -> bool {
        let here = self.0.iter().copied().chain(std::iter::repeat(0));
        other.0.iter().zip(here).all(|(wanted, has)| wanted & !has == 0)
    }

    /// The ops in both sets.
    pub fn intersection(&self, other: &OpSet) -> OpSet {
        OpSet(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }
}

/// The ops of one record without duplicates, and for each the ops that its editor had seen.
pub(super) struct OpGraph<'a> {
    /// sorted by `KnownOp::time`, then opid
    pub ops: Vec<&'a KnownOp>,
    pub past: Vec<OpSet>,
    /// topological order: each op after all that its editor had seen
    pub order: Vec<usize>,
}

impl<'a> OpGraph<'a> {
    pub fn of(ops: &'a [KnownOp], images: &Images) -> OpGraph<'a> {
        let mut once: BTreeMap<[u8; 16], &KnownOp> = BTreeMap::new();
        for known_op in ops {
            let place = once.entry(known_op.opid).or_insert(known_op);
            if known_op.arrival() < place.arrival() {
                *place = known_op;
            }
        }
        let mut ops: Vec<&KnownOp> = once.into_values().collect();
        ops.sort_by_key(|known_op| (known_op.time(), known_op.opid));
        let (parents, knots) = parents(&ops, images);
        let order = order(&parents, &knots);
        let mut past = vec![OpSet::default(); ops.len()];
        let mut tied = vec![OpSet::default(); knots.len()];
        let mut done = OpSet::default();
        let see = |seen: &mut OpSet, at: usize, past: &[OpSet]| {
            seen.add(at);
            past.get(at).into_iter().for_each(|more| seen.union(more));
        };
        for node in &order {
            match node {
                Node::Alias(no) => {
                    let mut seen = OpSet::default();
                    let heads = knots.get(*no).into_iter().flatten();
                    heads.filter(|at| done.has(**at)).for_each(|at| see(&mut seen, *at, &past));
                    tied.get_mut(*no).into_iter().for_each(|place| *place = seen.clone());
                }
                Node::Op(at) => {
                    let mut seen = OpSet::default();
                    match parents.get(*at) {
                        Some(Some(Node::Op(parent))) if done.has(*parent) => {
                            see(&mut seen, *parent, &past);
                        }
                        Some(Some(Node::Alias(no))) => {
                            tied.get(*no).into_iter().for_each(|more| seen.union(more));
                        }
                        _ => {}
                    }
                    done.add(*at);
                    past.get_mut(*at).into_iter().for_each(|place| *place = seen.clone());
                }
            }
        }
        let only_ops = |node| match node {
            Node::Op(at) => Some(at),
            Node::Alias(_) => None,
        };
        let order = order.into_iter().filter_map(only_ops).collect();
        OpGraph { ops, past, order }
    }

    /// Whether the editor of `later` had seen `earlier`.
    pub fn had_seen(&self, later: usize, earlier: usize) -> bool {
        self.past.get(later).is_some_and(|past| past.has(earlier))
    }

    /// The ops of `said` that no other op of `said` has superseded; keeps the order.
    pub fn newest(&self, said: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut said: Vec<usize> = said.into_iter().collect();
        if said.len() > 1 {
            let mut answered = OpSet::default();
            let pasts = said.iter().filter_map(|at| self.past.get(*at));
            pasts.for_each(|past| answered.union(past));
            said.retain(|at| !answered.has(*at));
        }
        said
    }

    pub fn is_erasure(&self, at: usize) -> bool {
        self.op(at).is_some_and(|known| matches!(known.op.body, Body::Erase { .. }))
    }

    pub fn op(&self, at: usize) -> Option<&'a KnownOp> {
        self.ops.get(at).copied()
    }
}

/// The head that replaces these heads.
pub(super) fn head_of(heads: &[u64]) -> u64 {
    if let [one] = heads {
        return *one;
    }
    let mut hash = Sha256::new();
    hash.update(b"sotay image");
    heads.iter().for_each(|head| hash.update(head.to_le_bytes()));
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

/// The parent of a change: an op, or several ops that one head replaces (an alias). Aliases are
/// nodes of their own, because many changes may have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Alias(usize),
    Op(usize),
}

type Knots = Vec<Vec<usize>>;

fn parents(ops: &[&KnownOp], images: &Images) -> (Vec<Option<Node>>, Knots) {
    let heads: BTreeMap<u64, usize> =
        ops.iter().zip(0..).map(|(t, at)| (t.head(), at)).collect();
    let mut places: BTreeMap<([u8; 16], u64, u64), usize> = BTreeMap::new();
    places.extend(ops.iter().zip(0..).map(|(t, at)| ((t.device, t.epoch, t.op.seq), at)));
    let mut knots: Knots = Vec::new();
    let mut tied: BTreeMap<u64, Option<usize>> = BTreeMap::new();
    let mut knot = |base: u64| {
        *tied.entry(base).or_insert_with(|| {
            let of = images.get(&base).into_iter().flatten();
            let seen: Vec<usize> = of.filter_map(|head| heads.get(head)).copied().collect();
            (!seen.is_empty()).then(|| {
                knots.push(seen);
                knots.len() - 1
            })
        })
    };
    let mut one = |known_op: &&KnownOp| {
        let base = match &known_op.op.body {
            Body::Patch { base, .. }
            | Body::Del { base, .. }
            | Body::Restore { base, .. }
            | Body::Erase { base, .. } => base,
            Body::Put { .. } | Body::Epoch { .. } | Body::Unknown { .. } => return None,
        };
        if let Some(at) = heads.get(base) {
            return Some(Node::Op(*at));
        }
        if let Some(no) = knot(*base) {
            return Some(Node::Alias(no));
        }
        // The base is unknown, because headquarters was restored: use the device's previous op,
        // which its editor has certainly seen.
        let first = (known_op.device, known_op.epoch, 0);
        let before = places.range(first..(known_op.device, known_op.epoch, known_op.op.seq));
        before.last().map(|(_, at)| Node::Op(*at))
    };
    let parents = ops.iter().map(&mut one).collect();
    (parents, knots)
}

/// Sorts topologically. Only a hostile device can make a cycle; it is cut at its oldest op.
fn order(parents: &[Option<Node>], knots: &Knots) -> Vec<Node> {
    let mut children: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    let mut missing: BTreeMap<Node, usize> = BTreeMap::new();
    for (at, above) in parents.iter().enumerate() {
        missing.insert(Node::Op(at), usize::from(above.is_some()));
        above.iter().for_each(|up| children.entry(*up).or_default().push(Node::Op(at)));
    }
    for (no, heads) in knots.iter().enumerate() {
        missing.insert(Node::Alias(no), heads.len());
        for at in heads {
            children.entry(Node::Op(*at)).or_default().push(Node::Alias(no));
        }
    }
    let mut left: BTreeSet<Node> = missing.keys().copied().collect();
    let is_free = |(node, count): (&Node, &usize)| (*count == 0).then_some(*node);
    let mut free: BTreeSet<Node> = missing.iter().filter_map(is_free).collect();
    let mut order = Vec::with_capacity(left.len());
    let oldest = |left: &BTreeSet<Node>| {
        left.range(Node::Op(0)..).next().or_else(|| left.first()).copied()
    };
    while let Some(node) = free.pop_first().or_else(|| oldest(&left)) {
        left.remove(&node);
        order.push(node);
        for child in children.get(&node).into_iter().flatten() {
            let Some(count) = missing.get_mut(child) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 && left.contains(child) {
                free.insert(*child);
            }
        }
    }
    order
}
