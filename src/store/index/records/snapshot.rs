//! The record index as bytes and back. A snapshot spares the start a scan of all records. It is
//! sealed by its caller, and discarded whole when anything in it does not fit.
//! It comes in two streams: all that lists need, and the further words, which only searching reads.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use super::column::TokenColumn;
use super::notes::{NotesColumn, RowNotes, SavedNotes};
use super::texts::RowTexts;
use super::vocabulary::{Vocabulary, WordList};
use super::{IndexEntry, Order, Orders, RecordIndex};
use crate::programme::FILES_SUM;
use crate::record::{Id, KindNo};

/// Goes up with every change of this layout, and of what `IndexEntry` takes from a record. What the
/// programme's files say of that is told by their sum.
const LAYOUT: u32 = 8;
/// Numbers that are made room for at once, whatever a length claims.
const ROOM: usize = 1 << 20;
const CHUNK: usize = 8 << 10;

impl NotesColumn {
    pub fn read(from: &mut dyn Read) -> Option<NotesColumn> {
        let column = SnapshotReader(from).column()?;
        Some(NotesColumn(column))
    }
}

impl RecordIndex {
    /// Writes what `read` takes. Everything is in order after it.
    pub fn write(&mut self, to: &mut dyn Write) -> io::Result<()> {
        for kind in self.orders.keys().copied().collect::<Vec<_>>() {
            self.settle(kind, true);
            self.settle(kind, false);
        }
        self.sort_ids();
        let mut out = SnapshotWriter(to);
        out.number(LAYOUT)?;
        out.number(FILES_SUM)?;
        out.number(count(self.ids.len()))?;
        self.ids.iter().try_for_each(|id| out.0.write_all(&id.0))?;
        for column in [&self.kinds, &self.flags, &self.conditions] {
            out.0.write_all(column)?;
        }
        for column in [
            &self.days,
            &self.due_days,
            &self.homes,
            &self.place_records,
            &self.changed_by,
            &self.by_id,
        ] {
            column.iter().try_for_each(|n| out.number(*n))?;
        }
        let texts = &mut self.texts;
        out.words(&texts.vocabulary.written)?;
        out.words(&texts.vocabulary.folded)?;
        texts.vocabulary.folds.iter().try_for_each(|n| out.short(*n))?;
        for column in [&texts.filter_lengths, &texts.folded_lengths] {
            out.0.write_all(column)?;
        }
        out.column(&mut texts.names)?;
        out.number(count(self.words.len()))?;
        self.words.iter().try_for_each(|word| out.text(word))?;
        out.number(count(self.orders.len()))?;
        for (kind, orders) in &self.orders {
            out.0.write_all(&[*kind])?;
            for order in [&orders.title, &orders.day] {
                out.number(count(order.slots().len()))?;
                order.slots().iter().try_for_each(|n| out.number(*n))?;
            }
        }
        for pairs in [&self.into, &self.edits] {
            out.number(count(pairs.len()))?;
            for (slot, what) in pairs {
                out.number(*slot)?;
                out.number(*what)?;
            }
        }
        Ok(())
    }

    /// The notes are where `saved` finds them.
    pub fn leave_notes(&mut self, saved: SavedNotes) {
        self.texts.notes = RowNotes::Saved(saved, BTreeMap::new());
    }

    /// Reads the notes, if that is still to be done. False: they cannot be read, and must be put again.
    pub fn load_notes(&mut self) -> bool {
        self.texts.load_notes()
    }

    /// Forgets where the notes are saved; each record's are put then.
    pub fn begin_notes(&mut self) {
        self.texts.begin_notes(TokenColumn::default());
    }

    pub fn put_notes(&mut self, entry: &IndexEntry) {
        let slot = self.slot_for(entry.id);
        self.texts.put_further(slot, &entry.more);
    }

    /// Writes what `NotesColumn::read` takes; they must be loaded.
    pub fn write_notes(&mut self, to: &mut dyn Write) -> io::Result<()> {
        match &mut self.texts.notes {
            RowNotes::Loaded(column) => SnapshotWriter(to).column(column),
            RowNotes::Saved(..) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// The index without its notes: `leave_notes` says where those are.
    pub fn read(from: &mut dyn Read) -> Option<RecordIndex> {
        let mut from = SnapshotReader(from);
        if (from.number()?, from.number()?) != (LAYOUT, FILES_SUM) {
            return None;
        }
        let n = from.number()? as usize;
        let ids = from.items(n, |id: [u8; 16]| Id(id))?;
        let kinds = from.bytes(n)?;
        let flags = from.bytes(n)?;
        let conditions = from.bytes(n)?;
        let [days, dues, homes, vias, bys, by_id] = [
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
            from.numbers(n)?,
        ];
        let (written, folded) = (from.words()?, from.words()?);
        let folds = from.shorts(written.len())?;
        let (filter_lengths, folded_lengths) = (from.bytes(n)?, from.bytes(n)?);
        let texts = RowTexts {
            vocabulary: Vocabulary::from_parts(written, folded, folds)?,
            names: from.column().filter(|names| names.len() == n)?,
            filter_lengths,
            folded_lengths,
            notes: RowNotes::default(),
        };
        let words = (0..from.number()?).map(|_| from.text()).collect::<Option<Vec<_>>>()?;
        let word_at = words.iter().cloned().zip(1..).collect();
        let orders = from.orders()?;
        let (into, edits) = (from.pairs()?, from.pairs()?);
        // bytes that are left belong to no layout of ours
        (from.0.read(&mut [0]).ok()? == 0).then_some(RecordIndex {
            ids,
            kinds,
            flags,
            conditions,
            days,
            due_days: dues,
            homes,
            place_records: vias,
            changed_by: bys,
            into,
            edits,
            texts,
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

struct SnapshotWriter<'a>(&'a mut dyn Write);

impl SnapshotWriter<'_> {
    fn number(&mut self, n: u32) -> io::Result<()> {
        self.0.write_all(&n.to_le_bytes())
    }

    fn short(&mut self, n: u16) -> io::Result<()> {
        self.0.write_all(&n.to_le_bytes())
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(count(text.len()))?;
        self.0.write_all(text.as_bytes())
    }

    fn words(&mut self, words: &WordList) -> io::Result<()> {
        self.text(words.text())
    }

    fn column(&mut self, column: &mut TokenColumn) -> io::Result<()> {
        let (numbers, lengths) = column.parts();
        self.number(count(lengths.len()))?;
        lengths.iter().try_for_each(|n| self.short(*n))?;
        self.number(count(numbers.len()))?;
        numbers.iter().try_for_each(|n| self.short(*n))
    }
}

struct SnapshotReader<'a>(&'a mut dyn Read);

impl SnapshotReader<'_> {
    fn items<const N: usize, T>(
        &mut self,
        n: usize,
        of: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let mut items = Vec::with_capacity(n.min(ROOM));
        let mut chunk = [0; CHUNK];
        while items.len() < n {
            let bytes = (n - items.len()).min(CHUNK / N) * N;
            let chunk = chunk.get_mut(..bytes)?;
            self.0.read_exact(chunk).ok()?;
            items.extend(chunk.as_chunks().0.iter().map(|item| of(*item)));
        }
        Some(items)
    }

    fn number(&mut self) -> Option<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    fn bytes(&mut self, n: usize) -> Option<Vec<u8>> {
        self.items(n, |[byte]| byte)
    }

    fn shorts(&mut self, n: usize) -> Option<Vec<u16>> {
        self.items(n, u16::from_le_bytes)
    }

    fn numbers(&mut self, n: usize) -> Option<Vec<u32>> {
        self.items(n, u32::from_le_bytes)
    }

    fn pairs(&mut self) -> Option<BTreeMap<u32, u32>> {
        let n = self.number()? as usize;
        let all = self.numbers(n.checked_mul(2)?)?;
        Some(all.chunks_exact(2).filter_map(|p| Some((*p.first()?, *p.last()?))).collect())
    }

    fn text(&mut self) -> Option<String> {
        let n = self.number()? as usize;
        String::from_utf8(self.bytes(n)?).ok()
    }

    fn words(&mut self) -> Option<WordList> {
        WordList::from_text(self.text()?)
    }

    fn column(&mut self) -> Option<TokenColumn> {
        let rows = self.number()? as usize;
        let lengths = self.shorts(rows)?;
        let n = self.number()? as usize;
        TokenColumn::from_parts(self.shorts(n)?, lengths)
    }

    fn orders(&mut self) -> Option<BTreeMap<KindNo, Orders>> {
        let mut all = BTreeMap::new();
        for _ in 0..self.number()? {
            let kind = self.bytes(1)?.pop()?;
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
