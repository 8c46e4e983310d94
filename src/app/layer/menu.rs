//! A short list of things to do.

use crate::app::layer::ask::Then;
use crate::keymap::action::Action;
use crate::programme::spec::Menu as Place;
use crate::record::{
    DueIn, FieldNo, Id, KindNo, MapChoice, MapTo, Period, Reviewed, Scope, Sort, Theirs,
};

#[derive(Debug)]
pub struct MenuLayer {
    pub title: String,
    pub items: Vec<(String, MenuChoice)>,
    pub at: usize,
}

/// What choosing an item does.
#[derive(Clone, Debug, PartialEq)]
pub enum MenuChoice {
    Do(Action),
    List {
        kind: KindNo,
        deleted: bool,
    },
    /// narrow the list below; `None` shows everything again
    Filter(Option<(FieldNo, String)>),
    Incomplete,
    /// narrow the list below by the day that calls for attention
    Due(DueIn),
    /// narrow the list below by how its records stand with the reviewers
    Reviewed(Reviewed),
    /// ask which officers there are, and narrow the list below by one of them
    Officers,
    By(Id),
    /// the records of a kind that lack required answers
    IncompleteOf(KindNo),
    /// the records of a kind that were sent back
    Returned(KindNo),
    Sort(Sort),
    /// another stretch of time, another place, for the results below
    Period(Period),
    Scope(Scope),
    /// the records of one kind behind the number below
    CountedList(KindNo),
    /// ask for a text or a yes first
    Ask(Then),
    New(KindNo),
    /// bring a discarded draft back and go on with it
    Restore(Id),
    /// the imports of the last 30 days
    Batches,
    /// a new record that links to the one on the page below
    Linked(KindNo),
    /// the kinds that a menu folds away
    Folded {
        place: Place,
        deleted: bool,
    },
    /// the reference rows that come with the program
    Shipped,
    /// a column of the list below, to be mapped
    Column(usize),
    /// ask what becomes of the column, the second one, that answers the question already
    MapTaken {
        at: usize,
        to: MapTo,
        other: usize,
    },
    /// what columns and values mean, in this list and in later ones
    Map(Vec<MapChoice>),
    /// which answers of the list below are taken where both sides changed one
    Theirs(Theirs),
    /// the province of the notebook that is begun below
    Province(String),
    Close,
}

impl MenuLayer {
    pub fn new(title: String, items: Vec<(String, MenuChoice)>) -> MenuLayer {
        MenuLayer { title, items, at: 0 }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.items.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}
