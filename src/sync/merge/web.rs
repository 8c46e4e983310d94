//! Which change knew of which: every op names the head that its editor saw.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{Images, Told};
use crate::record::Body;

/// A set of ops, by their place in `Web::ops`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn all(count: usize) -> Bits {
        let mut all = Bits::default();
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

    fn unite(&mut self, other: &Bits) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    /// What is in both.
    pub fn shared(&self, other: &Bits) -> Bits {
        Bits(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }
}

/// The ops of one record, each once, and for each what its editor had seen.
pub(super) struct Web<'a> {
    /// by effective time
    pub ops: Vec<&'a Told>,
    pub past: Vec<Bits>,
    /// every op behind all that it knew of
    pub order: Vec<usize>,
}

impl<'a> Web<'a> {
    pub fn of(ops: &'a [Told], images: &Images) -> Web<'a> {
        let mut once: BTreeMap<[u8; 16], &Told> = BTreeMap::new();
        for told in ops {
            let place = once.entry(told.opid).or_insert(told);
            if told.arrival() < place.arrival() {
                *place = told;
            }
        }
        let mut ops: Vec<&Told> = once.into_values().collect();
        ops.sort_by_key(|told| (told.time(), told.opid));
        let parents = parents(&ops, images);
        let order = order(&parents);
        let mut past = vec![Bits::default(); ops.len()];
        let mut done = Bits::default();
        for at in &order {
            let mut seen = Bits::default();
            for parent in parents.get(*at).into_iter().flatten().filter(|p| done.has(**p)) {
                seen.add(*parent);
                past.get(*parent).into_iter().for_each(|more| seen.unite(more));
            }
            done.add(*at);
            if let Some(place) = past.get_mut(*at) {
                *place = seen;
            }
        }
        Web { ops, past, order }
    }

    /// Whether the editor of `later` had seen `earlier`.
    pub fn knew(&self, later: usize, earlier: usize) -> bool {
        self.past.get(later).is_some_and(|past| past.has(earlier))
    }

    /// Those of `said`, which comes in `order`, that nobody has answered since.
    pub fn newest(&self, said: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut newest: Vec<usize> = Vec::new();
        for at in said {
            newest.retain(|earlier| !self.knew(at, *earlier));
            newest.push(at);
        }
        newest
    }

    pub fn told(&self, at: usize) -> Option<&'a Told> {
        self.ops.get(at).copied()
    }
}

/// The head that stands for these ops together.
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

fn parents(ops: &[&Told], images: &Images) -> Vec<Vec<usize>> {
    let heads: BTreeMap<u64, usize> =
        ops.iter().zip(0..).map(|(t, at)| (t.head(), at)).collect();
    let mut places: BTreeMap<([u8; 16], u64, u64), usize> = BTreeMap::new();
    places.extend(ops.iter().zip(0..).map(|(t, at)| ((t.device, t.epoch, t.op.seq), at)));
    let one = |told: &&Told| {
        let base = match &told.op.body {
            Body::Patch { base, .. } | Body::Del { base, .. } | Body::Restore { base, .. } => {
                base
            }
            Body::Put { .. } | Body::Epoch { .. } | Body::Unknown { .. } => return Vec::new(),
        };
        if let Some(at) = heads.get(base) {
            return vec![*at];
        }
        let of = images.get(base).into_iter().flatten();
        let seen: Vec<usize> = of.filter_map(|head| heads.get(head)).copied().collect();
        if !seen.is_empty() {
            return seen;
        }
        // A base that nobody knows any more: headquarters was restored. The device's own change
        // before this one is certain.
        let first = (told.device, told.epoch, 0);
        let before = places.range(first..(told.device, told.epoch, told.op.seq));
        before.last().map(|(_, at)| *at).into_iter().collect()
    };
    ops.iter().map(one).collect()
}

/// Each op behind its parents. A ring can only be somebody's trick; it is opened at its oldest.
fn order(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut missing: Vec<usize> = parents.iter().map(Vec::len).collect();
    for (at, above) in parents.iter().enumerate() {
        for parent in above {
            children.get_mut(*parent).into_iter().for_each(|c| c.push(at));
        }
    }
    let mut left: BTreeSet<usize> = (0..parents.len()).collect();
    let none = |missing: &[usize], at: &usize| missing.get(*at).is_none_or(|n| *n == 0);
    let mut free: BTreeSet<usize> =
        left.iter().copied().filter(|at| none(&missing, at)).collect();
    let mut order = Vec::with_capacity(parents.len());
    while let Some(at) = free.pop_first().or_else(|| left.first().copied()) {
        left.remove(&at);
        order.push(at);
        for child in children.get(at).into_iter().flatten() {
            if let Some(count) = missing.get_mut(*child) {
                *count = count.saturating_sub(1);
            }
            if none(&missing, child) && left.contains(child) {
                free.insert(*child);
            }
        }
    }
    order
}
