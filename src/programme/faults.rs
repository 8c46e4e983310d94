//! A fault of an answer, and the sentence for the officer: what is wrong, and what to do. Made by
//! `check` and `answer`; knows nothing of the record but the path.

mod text;

use super::spec::{Cmp, Label, Level};
use crate::lang::Lang;
use crate::lang::faults as words;
use crate::record::{Date, Path};
use crate::text::format::FormatFault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: Path,
    pub level: Level,
    /// of the field or column at `at`; of two fields, if either may be answered
    pub label: Label,
    pub what: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    Required,
    WrongType,
    Format(FormatFault),
    /// control characters, or text that is not composed
    Unclean,
    TooLong {
        max: usize,
    },
    /// more bytes than the store takes
    TooLarge {
        bytes: usize,
        max: usize,
    },
    /// more items or rows than the store takes
    TooMany {
        has: usize,
        max: usize,
    },
    /// several values where there is room for one
    OnlyOne {
        max: usize,
    },
    Below {
        min: String,
    },
    Above {
        max: String,
    },
    FutureDay {
        today: Date,
    },
    /// the clock shows an impossible day, so no date can be compared with it
    WrongClock {
        today: Date,
    },
    NoSuchDay,
    Early {
        first: Date,
    },
    Late {
        last: Date,
    },
    UnknownChoice {
        given: String,
    },
    /// text typed into a list, with nothing chosen
    Unchosen {
        given: String,
    },
    /// in the list, but excluded by the field that narrows the list
    NotOffered {
        given: String,
    },
    /// the same choice, link or row twice
    Twice,
    UnknownPlace {
        given: String,
    },
    /// a name that several communes have or had
    ManyPlaces {
        given: String,
        /// their names, with codes
        among: Vec<String>,
    },
    /// yes, no or a tick in a field for a name, a number or words
    NoName,
    /// an answer with a question mark after it
    Doubted,
    UnknownRecord,
    WrongKind {
        wanted: Label,
    },
    DeletedRecord,
    Compare {
        op: Cmp,
        than: Label,
        days: bool,
    },
    Number {
        op: Cmp,
        than: String,
    },
    NotThis,
    OlderThan {
        days: i32,
    },
    SameAsOther,
    SameRow,
    RowsFall,
    /// a locked record was changed without a new reason
    Locked,
    UnknownField {
        name: String,
    },
    /// a sentence from the programme or a named rule
    Text(Label),
}

impl FaultKind {
    /// A sentence of a named rule.
    pub fn say(words: impl Fn(Lang) -> String) -> FaultKind {
        FaultKind::Text(Label { vi: words(Lang::Vi), en: words(Lang::En) })
    }
}

impl Label {
    /// "Model or project", for fields of which one is enough.
    pub(super) fn or(&self, other: &Label) -> Label {
        let both = |lang| {
            format!("{} {} {}", pick(self, lang), words::or(lang), lower(pick(other, lang)))
        };
        Label { vi: both(Lang::Vi), en: both(Lang::En) }
    }
}

impl Fault {
    pub fn text(&self, lang: Lang) -> String {
        self.what.text(pick(&self.label, lang), lang)
    }
}

impl FaultKind {
    /// The whole sentence; `label` names the field.
    pub fn text(&self, label: &str, lang: Lang) -> String {
        text::text(self, label, lang)
    }
}

pub(super) fn pick(label: &Label, lang: Lang) -> &str {
    match lang {
        Lang::Vi => &label.vi,
        Lang::En => &label.en,
    }
}

/// A label in the middle of a sentence; abbreviations keep their capitals.
pub fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_uppercase() => {
            format!("{first}{}", letters.as_str())
        }
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}
