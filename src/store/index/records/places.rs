//! Finds rows by a typed place name. Knows only the words of place names.

use super::RecordIndex;
use crate::programme::reference;
use crate::store::schema::StoreSchema;
use crate::text::matcher::TextQuery;

/// For each filter value that is a commune's code: which typed words name that place, one bit per
/// word. Computed once per search, so that no row stores a place's name.
pub(super) struct PlaceWords {
    /// per kind: which of a row's filters is its place
    at: [Option<usize>; 256],
    answers: Vec<u64>,
    /// all bits that any place matches
    pub any: u64,
}

impl PlaceWords {
    pub fn new(index: &RecordIndex, plan: &StoreSchema, text: &TextQuery) -> PlaceWords {
        let places = reference::answers(&reference::NameSearch::new(text));
        if places.is_empty() {
            return PlaceWords { at: [None; 256], answers: Vec::new(), any: 0 };
        }
        let answers = |code: &String| places.get(code.as_str()).copied().unwrap_or(0);
        // position 0 stands for no answer
        let answers: Vec<u64> =
            std::iter::once(0).chain(index.words.iter().map(answers)).collect();
        let any = answers.iter().fold(0, |any, own| any | own);
        let at = std::array::from_fn(|no| {
            plan.kind(u8::try_from(no).ok()?).and_then(|kind| kind.place)
        });
        PlaceWords { at, answers, any }
    }

    pub fn of(&self, index: &RecordIndex, slot: u32) -> u64 {
        if self.any == 0 {
            return 0;
        }
        let at = self.at.get(usize::from(index.kind(slot))).copied().flatten();
        let word = at.and_then(|at| index.texts.filter(slot, at));
        word.and_then(|word| self.answers.get(word)).copied().unwrap_or(0)
    }
}
