//! Encodes the record index as bytes in parts, and decodes it. A snapshot saves an opening the scan
//! of all records. Its caller seals it, and discards it if anything in it does not fit.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::Arc;

use super::cells::{LinkColumn, set};
use super::column::TokenColumn;
use super::saved::{self, SavedKind, SavedKinds, SavedParts, rows_in, rows_part};
use super::snapshot_stream::{SnapshotReader, SnapshotWriter, count};
use super::texts::RowTexts;
use super::vocabulary::Vocabulary;
use super::{NONE, NOT_LOADED, Order, Orders, RecordIndex};
use crate::programme::FILES_SUM;
use crate::record::{Id, KindNo};

/// Increases with every change of this layout and of `IndexEntry`. Changes of the programme's files
/// are covered by their checksum.
const LAYOUT: u32 = 9;
/// Maximum number of rows that is read.
const ROWS: u32 = 1 << 26;

/// The index to be written. Part 0 is shared by all kinds and has the kind of each slot; two parts
/// per kind follow: its rows, and their further words.
///
/// A row has the same slot in the file and in memory, whichever kinds are loaded, in this session
/// and in later ones; new rows come last. Only an index built from the records has other slots:
/// then `merges` increases, for the facts in memory, and the file gets another tag (`IndexFile`),
/// for those in the file `facts`. Both refer to rows by slot.
pub(crate) struct Snapshot<'a> {
    index: &'a RecordIndex,
    kinds: Vec<(KindNo, Vec<u32>)>,
}

impl Snapshot<'_> {
    /// Sorts everything that is pending. `None` unless `load::whole` has loaded the index.
    pub fn of(index: &mut RecordIndex) -> Option<Snapshot<'_>> {
        if !saved::is_whole(index) {
            return None;
        }
        for kind in index.orders.keys().copied().collect::<Vec<_>>() {
            index.settle(kind, true);
            index.settle(kind, false);
        }
        index.sort_ids();
        let mut by_kind: BTreeMap<KindNo, Vec<u32>> = BTreeMap::new();
        for (slot, kind) in (0u32..).zip(&index.kinds) {
            by_kind.entry(*kind).or_default().push(slot);
        }
        Some(Snapshot { index, kinds: by_kind.into_iter().collect() })
    }

    /// Number of parts.
    pub fn parts(&self) -> u16 {
        rows_part(self.kinds.len())
    }

    pub fn write(&self, part: u16, to: &mut dyn Write) -> io::Result<()> {
        let mut out = SnapshotWriter(to);
        if part == 0 {
            return self.write_shared(&mut out);
        }
        let (at, is_of_notes) = (usize::from(part - 1) / 2, part.is_multiple_of(2));
        let Some((kind, slots)) = self.kinds.get(at) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        match is_of_notes {
            true => out.column(&self.index.texts.notes, slots),
            false => self.write_rows(*kind, slots, &mut out),
        }
    }

    fn write_shared(&self, out: &mut SnapshotWriter) -> io::Result<()> {
        let index = self.index;
        out.number(LAYOUT)?;
        out.number(FILES_SUM)?;
        out.number(count(self.kinds.len()))?;
        for (kind, slots) in &self.kinds {
            out.0.write_all(&[*kind])?;
            let named = self.named(slots);
            out.number(count(named.len()))?;
            out.0.write_all(&named)?;
        }
        let runs: Vec<&[KindNo]> = index.kinds.chunk_by(|a, b| a == b).collect();
        out.number(count(runs.len()))?;
        runs.iter().flat_map(|run| run.first()).try_for_each(|no| out.0.write_all(&[*no]))?;
        runs.iter().try_for_each(|run| out.number(count(run.len())))?;
        let vocabulary = &index.texts.vocabulary;
        out.words(&vocabulary.written)?;
        out.words(&vocabulary.folded)?;
        vocabulary.folds.iter().try_for_each(|n| out.short(*n))?;
        out.number(count(index.words.len()))?;
        index.words.iter().try_for_each(|word| out.text(word))?;
        out.pairs(&index.into)?;
        out.pairs(&index.edits)
    }

    /// The kinds of the rows that these rows link to.
    fn named(&self, slots: &[u32]) -> Vec<KindNo> {
        let index = self.index;
        let mut seen = [false; 256];
        for slot in slots {
            for to in [index.home(*slot), index.place_record(*slot), index.changed_by(*slot)] {
                if to != NONE {
                    set(&mut seen, usize::from(index.kind(to)), true);
                }
            }
        }
        (0..=KindNo::MAX).zip(seen).filter_map(|(no, seen)| seen.then_some(no)).collect()
    }

    fn write_rows(
        &self,
        kind: KindNo,
        slots: &[u32],
        out: &mut SnapshotWriter,
    ) -> io::Result<()> {
        let index = self.index;
        slots.iter().try_for_each(|slot| {
            out.0.write_all(&index.id(*slot).unwrap_or(Id(NOT_LOADED)).0)
        })?;
        let texts = &index.texts;
        for column in
            [&index.flags, &index.conditions, &texts.filter_lengths, &texts.folded_lengths]
        {
            let at = |slot: &u32| column.get(*slot as usize).copied().unwrap_or(0);
            let bytes: Vec<u8> = slots.iter().map(at).collect();
            out.0.write_all(&bytes)?;
        }
        slots.iter().try_for_each(|slot| out.number(index.day(*slot)))?;
        slots.iter().try_for_each(|slot| out.number(index.due(*slot)))?;
        slots.iter().try_for_each(|slot| out.number(!index.home(*slot)))?;
        slots.iter().try_for_each(|slot| out.number(!index.place_record(*slot)))?;
        slots.iter().try_for_each(|slot| out.number(!index.changed_by(*slot)))?;
        out.column(&texts.names, slots)?;
        let is_own = |slot: &&u32| index.kind(**slot) == kind;
        out.order(index.by_id.iter().filter(is_own))?;
        let orders = index.orders.get(&kind);
        out.0.write_all(&[u8::from(orders.is_some())])?;
        for order in orders.iter().flat_map(|orders| [&orders.title, &orders.day]) {
            out.order(order.slots().iter().filter(is_own))?;
        }
        Ok(())
    }
}

/// Reads the shared part; the rows of all kinds stay in `parts`.
pub(crate) fn read_shared(
    from: &mut dyn Read,
    parts: Arc<dyn SavedParts>,
) -> Option<RecordIndex> {
    let mut from = SnapshotReader(from);
    if (from.number()?, from.number()?) != (LAYOUT, FILES_SUM) {
        return None;
    }
    let mut saved = SavedKinds { parts: Some(parts), ..SavedKinds::default() };
    for _ in 0..from.number()? {
        let no = from.bytes(1)?.pop()?;
        let named = from.number()? as usize;
        let named = from.bytes(named)?;
        saved.kinds.push(SavedKind { no, named, ..SavedKind::default() });
    }
    let kinds = read_kinds(&mut from, &mut saved)?;
    let (written, folded) = (from.words()?, from.words()?);
    let folds = from.shorts(written.len())?;
    let vocabulary = Vocabulary::from_parts(written, folded, folds)?;
    let words = (0..from.number()?).map(|_| from.text()).collect::<Option<Vec<_>>>()?;
    let word_at = words.iter().cloned().zip(1..).collect();
    let (into, edits) = (from.pairs()?, from.pairs()?);
    from.is_at_end()?;
    let n = kinds.len();
    // zeroed pages take no memory until written
    Some(RecordIndex {
        ids: vec![NOT_LOADED; n],
        kinds,
        flags: vec![0; n],
        conditions: vec![0; n],
        days: vec![0; n],
        due_days: vec![0; n],
        homes: LinkColumn::of_none(n),
        place_records: LinkColumn::of_none(n),
        changed_by: LinkColumn::of_none(n),
        into,
        edits,
        texts: RowTexts {
            vocabulary,
            names: TokenColumn::of_none(n),
            filter_lengths: vec![0; n],
            folded_lengths: vec![0; n],
            notes: TokenColumn::of_none(n),
        },
        words,
        word_at,
        saved,
        ..RecordIndex::default()
    })
}

/// Reads the kind of each row, and notes the rows of each kind in `saved`.
fn read_kinds(from: &mut SnapshotReader, saved: &mut SavedKinds) -> Option<Vec<KindNo>> {
    let n = from.number()? as usize;
    let (of, lengths) = (from.bytes(n)?, from.numbers(n)?);
    let mut kinds = Vec::new();
    for (no, length) in of.into_iter().zip(lengths) {
        let first = u32::try_from(kinds.len()).ok()?;
        let end = first.checked_add(length).filter(|end| *end <= ROWS)?;
        kinds.resize(end as usize, no);
        saved.kinds.iter_mut().find(|kind| kind.no == no)?.runs.push(first..end);
    }
    Some(kinds)
}

pub(super) fn read_rows(
    index: &mut RecordIndex,
    kind: KindNo,
    runs: &[Range<u32>],
    from: &mut dyn Read,
) -> Option<()> {
    let mut from = SnapshotReader(from);
    from.fill(&mut index.ids, runs, |id| id)?;
    for column in [
        &mut index.flags,
        &mut index.conditions,
        &mut index.texts.filter_lengths,
        &mut index.texts.folded_lengths,
    ] {
        from.fill(column, runs, |[byte]| byte)?;
    }
    for column in [&mut index.days, &mut index.due_days] {
        from.fill(column, runs, u32::from_le_bytes)?;
    }
    for column in [&mut index.homes, &mut index.place_records, &mut index.changed_by] {
        from.fill(column.stored(), runs, u32::from_le_bytes)?;
    }
    from.column(runs, &mut index.texts.names, &BTreeSet::new())?;
    let kinds = &index.kinds;
    let in_order = |from: &mut SnapshotReader| {
        let slots = from.numbers(rows_in(runs))?;
        slots.iter().all(|slot| kinds.get(*slot as usize) == Some(&kind)).then_some(slots)
    };
    index.by_id.extend(in_order(&mut from)?);
    if from.bytes(1)? == [1] {
        let title = Order::from_sorted(in_order(&mut from)?);
        let day = Order::from_sorted(in_order(&mut from)?);
        index.orders.insert(kind, Orders { title, day });
    }
    from.is_at_end()
}

pub(super) fn read_notes(
    index: &mut RecordIndex,
    runs: &[Range<u32>],
    from: &mut dyn Read,
) -> Option<()> {
    let mut from = SnapshotReader(from);
    from.column(runs, &mut index.texts.notes, &index.saved.rewritten)?;
    from.is_at_end()
}
