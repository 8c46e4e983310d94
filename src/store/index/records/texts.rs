//! What the rows say: titles, values of filters, and the further words by which a record is found.
//! The last are most of it and only searching reads them, so they may be left where they are saved
//! until then. Knows no other columns.

use super::column::TokenColumn;
use super::notes::RowNotes;
use super::title::{char_of, place_of};
use super::vocabulary::Vocabulary;

#[derive(Debug, Default)]
pub(super) struct RowTexts {
    pub vocabulary: Vocabulary,
    /// the places of a row's filter values as UTF-16, then its title's tokens
    pub names: TokenColumn,
    pub filter_lengths: Vec<u8>,
    /// bytes of a title's folded words; `u8::MAX` for more
    pub folded_lengths: Vec<u8>,
    pub notes: RowNotes,
}

impl RowTexts {
    pub fn push(&mut self) {
        self.names.push();
        self.filter_lengths.push(0);
        self.folded_lengths.push(0);
        if let RowNotes::Loaded(column) = &mut self.notes {
            column.push();
        }
    }

    /// Returns whether the title is another one.
    pub fn put(&mut self, slot: u32, title: &str, further: &str, filters: &[u32]) -> bool {
        let mut row = Vec::new();
        for place in filters {
            row.extend_from_slice(char_of(*place).encode_utf16(&mut [0; 2]));
        }
        let filter_length = u8::try_from(row.len()).unwrap_or(0);
        row.truncate(usize::from(filter_length));
        let title = self.vocabulary.encode_title(title);
        let folded_length = self.vocabulary.folded_len(&title);
        let is_renamed = self.title(slot) != title;
        row.extend(title);
        self.names.set(slot, &row);
        let at = slot as usize;
        super::set(&mut self.filter_lengths, at, filter_length);
        super::set(
            &mut self.folded_lengths,
            at,
            u8::try_from(folded_length).unwrap_or(u8::MAX),
        );
        self.put_further(slot, further);
        is_renamed
    }

    pub fn put_further(&mut self, slot: u32, further: &str) {
        let further = self.vocabulary.encode_further(further);
        match &mut self.notes {
            RowNotes::Loaded(column) => column.set(slot, &further),
            RowNotes::Saved(_, since) => drop(since.insert(slot, further)),
        }
    }

    /// Tokens.
    pub fn title(&self, slot: u32) -> &[u16] {
        self.names.row(slot).get(self.filter_length(slot)..).unwrap_or_default()
    }

    /// Tokens, `tokens::numbered` first; none for all rows while they are not loaded.
    pub fn further(&self, slot: u32) -> &[u16] {
        match &self.notes {
            RowNotes::Loaded(column) => column.row(slot),
            RowNotes::Saved(..) => &[],
        }
    }

    /// Places of the filters' values.
    fn filters(&self, slot: u32) -> impl Iterator<Item = usize> {
        let row = self.names.row(slot).get(..self.filter_length(slot)).unwrap_or_default();
        char::decode_utf16(row.iter().copied()).map(|c| place_of(c.unwrap_or('\0')))
    }

    /// The place of one filter's value.
    pub fn filter(&self, slot: u32, at: usize) -> Option<usize> {
        let row = self.names.row(slot).get(..self.filter_length(slot))?;
        let before = row.get(..=at)?;
        // nearly all places are below those that take two numbers
        match before.iter().any(|number| (0xd800..0xe000).contains(number)) {
            true => self.filters(slot).nth(at),
            false => char::from_u32(u32::from(*before.last()?)).map(place_of),
        }
    }

    pub fn folded_length(&self, slot: u32) -> usize {
        self.folded_lengths.get(slot as usize).copied().unwrap_or(0).into()
    }

    /// Reads the notes where they are saved, if that is still to be done. False: they cannot be read.
    pub fn load_notes(&mut self) -> bool {
        let RowNotes::Saved(saved, since) = &self.notes else { return true };
        let Some(column) = saved.read() else { return false };
        let since = since.clone();
        self.begin_notes(column);
        if let RowNotes::Loaded(column) = &mut self.notes {
            since.iter().for_each(|(slot, further)| column.set(*slot, further));
        }
        true
    }

    /// Those of the first rows; the others have none yet.
    pub fn begin_notes(&mut self, mut column: TokenColumn) {
        while column.len() < self.names.len() {
            column.push();
        }
        self.notes = RowNotes::Loaded(column);
    }

    fn filter_length(&self, slot: u32) -> usize {
        self.filter_lengths.get(slot as usize).copied().unwrap_or(0).into()
    }
}
