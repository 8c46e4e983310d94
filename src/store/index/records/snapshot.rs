//! The names index as bytes and back. A snapshot spares the start a scan of all records; it is
//! sealed by the caller, and thrown away whole when anything in it does not fit.
//! It comes in two: all that is not text, and the text, which is most of it.

use std::collections::BTreeMap;

use super::{Order, Orders, RecordIndex, Span};
use crate::record::{Id, KindNo};

/// Goes up with every change of this layout, and of what `IndexEntry` takes from a record.
const LAYOUT: u32 = 6;

impl RecordIndex {
    /// What `from_parts` takes.
    pub fn snapshot(&mut self) -> (Vec<u8>, &[u8]) {
        for kind in self.orders.keys().copied().collect::<Vec<_>>() {
            self.settle(kind, true);
            self.settle(kind, false);
        }
        self.compact();
        self.sort_ids();
        let mut out = Vec::with_capacity(self.ids.len() * 64);
        put(&mut out, LAYOUT);
        put_all(&mut out, self.ids.len(), self.ids.iter().flat_map(|id| id.0));
        out.extend_from_slice(&self.kinds);
        out.extend_from_slice(&self.flags);
        for column in [
            &self.days,
            &self.due_days,
            &self.homes,
            &self.place_records,
            &self.changed_by,
            &self.by_id,
        ] {
            column.iter().for_each(|n| put(&mut out, *n));
        }
        for span in &self.spans {
            for n in [span.title, span.folded, span.more, span.filters] {
                out.extend_from_slice(&n.to_le_bytes());
            }
        }
        put(&mut out, count(self.words.len()));
        for word in &self.words {
            put_all(&mut out, word.len(), word.bytes());
        }
        put(&mut out, count(self.orders.len()));
        for (kind, orders) in &self.orders {
            out.push(*kind);
            for order in [&orders.title, &orders.day] {
                put(&mut out, count(order.slots().len()));
                order.slots().iter().for_each(|n| put(&mut out, *n));
            }
        }
        for pairs in [&self.into, &self.edits] {
            put(&mut out, count(pairs.len()));
            for (slot, what) in pairs {
                put(&mut out, *slot);
                put(&mut out, *what);
            }
        }
        (out, self.text.as_bytes())
    }

    pub fn from_parts(columns: &[u8], text: String) -> Option<RecordIndex> {
        let mut from = SnapshotReader(columns);
        if from.number()? != LAYOUT {
            return None;
        }
        let n = from.number()? as usize;
        let ids = from.take(n.checked_mul(16)?)?.chunks_exact(16);
        let ids: Vec<Id> = ids.filter_map(|c| c.try_into().ok().map(Id)).collect();
        let kinds = from.take(n)?.to_vec();
        let flags = from.take(n)?.to_vec();
        let [days, dues, homes, vias, bys, by_id] = [
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
        ];
        let mut spans = Vec::with_capacity(n);
        let mut at = 0;
        for lengths in from.take(n.checked_mul(8)?)?.chunks_exact(8) {
            let half = |i: usize| {
                lengths
                    .get(i..i + 2)
                    .and_then(|b| b.try_into().ok())
                    .map_or(0, u16::from_le_bytes)
            };
            let span =
                Span { at, title: half(0), folded: half(2), more: half(4), filters: half(6) };
            at = at.checked_add(count(span.len()))?;
            spans.push(span);
        }
        let words = (0..from.number()?).map(|_| from.text()).collect::<Option<Vec<_>>>()?;
        let word_at = words.iter().cloned().zip(1..).collect();
        let orders = from.orders()?;
        let (into, edits) = (from.pairs()?, from.pairs()?);
        let whole = from.0.is_empty() && at as usize == text.len();
        whole.then_some(RecordIndex {
            ids,
            kinds,
            flags,
            days,
            due_days: dues,
            spans,
            homes,
            place_records: vias,
            changed_by: bys,
            into,
            edits,
            text,
            waste: 0,
            words,
            word_at,
            by_id,
            early_ids: BTreeMap::new(),
            orders,
            last: None,
            changes: 0,
            merges: 0,
        })
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn put(out: &mut Vec<u8>, n: u32) {
    out.extend_from_slice(&n.to_le_bytes());
}

fn put_all(out: &mut Vec<u8>, n: usize, bytes: impl Iterator<Item = u8>) {
    put(out, count(n));
    out.extend(bytes);
}

struct SnapshotReader<'a>(&'a [u8]);

impl<'a> SnapshotReader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn numbers(&mut self, n: usize) -> Option<Vec<u32>> {
        let bytes = self.take(n.checked_mul(4)?)?.chunks_exact(4);
        Some(bytes.filter_map(|b| b.try_into().ok().map(u32::from_le_bytes)).collect())
    }

    fn pairs(&mut self) -> Option<BTreeMap<u32, u32>> {
        let n = self.number()? as usize;
        let all = self.numbers(n.checked_mul(2)?)?;
        Some(all.chunks_exact(2).filter_map(|p| Some((*p.first()?, *p.last()?))).collect())
    }

    fn text(&mut self) -> Option<String> {
        let n = self.number()? as usize;
        String::from_utf8(self.take(n)?.to_vec()).ok()
    }

    fn orders(&mut self) -> Option<BTreeMap<KindNo, Orders>> {
        let mut all = BTreeMap::new();
        for _ in 0..self.number()? {
            let kind = *self.take(1)?.first()?;
            let mut next = || {
                let n = self.number()? as usize;
                Some(Order::from_sorted(self.numbers(n)?))
            };
            let (title, day) = (next()?, next()?);
            all.insert(kind, Orders { title, day });
        }
        Some(all)
    }
}
