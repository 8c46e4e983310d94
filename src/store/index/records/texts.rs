//! The texts of the rows: titles, filter values, and further search words. Knows no other columns.

use super::column::TokenColumn;
use super::title::{char_of, place_of};
use super::vocabulary::Vocabulary;

#[derive(Debug, Default)]
pub(super) struct RowTexts {
    pub vocabulary: Vocabulary,
    /// positions of a row's filter values as UTF-16, then the tokens of its title
    pub names: TokenColumn,
    pub filter_lengths: Vec<u8>,
    /// bytes of a title's folded words, at most `u8::MAX`
    pub folded_lengths: Vec<u8>,
    /// tokens of the further words; empty for rows that are not loaded
    pub notes: TokenColumn,
}

impl RowTexts {
    pub fn push(&mut self) {
        self.names.push();
        self.filter_lengths.push(0);
        self.folded_lengths.push(0);
        self.notes.push();
    }

    /// Stores a row's texts; returns whether the title has changed.
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
        let further = self.vocabulary.encode_further(further);
        self.notes.set(slot, &further);
        is_renamed
    }

    /// Tokens of the title.
    pub fn title(&self, slot: u32) -> &[u16] {
        self.names.row(slot).get(self.filter_length(slot)..).unwrap_or_default()
    }

    /// Tokens of the further words, numbered ones first (`tokens::numbered`).
    pub fn further(&self, slot: u32) -> &[u16] {
        self.notes.row(slot)
    }

    /// Positions of the filter values.
    fn filters(&self, slot: u32) -> impl Iterator<Item = usize> {
        let row = self.names.row(slot).get(..self.filter_length(slot)).unwrap_or_default();
        char::decode_utf16(row.iter().copied()).map(|c| place_of(c.unwrap_or('\0')))
    }

    /// The position of one filter value.
    pub fn filter(&self, slot: u32, at: usize) -> Option<usize> {
        let row = self.names.row(slot).get(..self.filter_length(slot))?;
        let before = row.get(..=at)?;
        // fast path: nearly all positions take one UTF-16 unit
        match before.iter().any(|number| (0xd800..0xe000).contains(number)) {
            true => self.filters(slot).nth(at),
            false => char::from_u32(u32::from(*before.last()?)).map(place_of),
        }
    }

    pub fn folded_length(&self, slot: u32) -> usize {
        self.folded_lengths.get(slot as usize).copied().unwrap_or(0).into()
    }

    fn filter_length(&self, slot: u32) -> usize {
        self.filter_lengths.get(slot as usize).copied().unwrap_or(0).into()
    }
}
