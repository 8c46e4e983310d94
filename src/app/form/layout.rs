//! Lays out the form as lines of a given width, with the position of the cursor. Pure.

use super::Form;
use super::clash::FormClash;
use super::content::FormContent;
use super::merge::SavedChange;
use crate::app::title;
use crate::lang::Lang;
use crate::lang::form as say;
use crate::programme::spec::{Level, Programme};
use crate::record::Value;
use crate::text::cells;
use crate::text::format::clock_from_millis;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormPart {
    Heading(String),
    /// a question and its answer; `mark`: a required answer is missing
    Field {
        label: String,
        value: String,
        mark: bool,
        computed: bool,
        /// which part of the list is shown, if not all of it
        count: Option<String>,
    },
    /// a line of a note
    Note(String),
    /// the line of a table row
    Row(String),
    Add(String),
    /// a choice in the list under the field
    Hit {
        text: String,
        selected: bool,
        marked: Option<bool>,
    },
    /// details that distinguish the choice above from others of its name
    Tell {
        text: String,
        marks: bool,
    },
    /// shown instead of the list when there are no hits
    NoHits {
        searching: bool,
        can_create: bool,
    },
    Fault {
        level: Level,
        text: String,
    },
    /// a line of headquarters' comment on the answer
    Returned(String),
    /// a line about the conflicting saved change
    Clash(String),
    /// the keys that choose between the two sides
    ClashKeys(ClashText),
}

/// Both sides of a conflict, as they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClashText {
    Answers {
        clock: String,
        theirs: String,
        ours: String,
        /// the saved answer is in the form now
        takes_theirs: bool,
    },
    RowDeleted {
        clock: String,
    },
    RowChanged {
        clock: String,
    },
}

impl ClashText {
    /// Both answers, and when the other side was saved.
    pub(super) fn new(
        content: &FormContent,
        clash: &FormClash,
        programme: &'static Programme,
        lang: Lang,
    ) -> ClashText {
        let clock = clock_from_millis(clash.millis);
        let SavedChange::Answer(theirs) = &clash.saved else {
            return match clash.saved {
                SavedChange::RowDeleted => ClashText::RowDeleted { clock },
                _ => ClashText::RowChanged { clock },
            };
        };
        let whole = |value: Option<&Value>| {
            let field = content.field_at(programme, clash.at);
            let text = field.zip(value).map(|(field, value)| {
                let text = title::answer_text(programme, field, value, &content.titles, lang);
                match value.as_link().and_then(|id| content.tells.get(&id)) {
                    Some(tell) if !tell.is_empty() => format!("{text} ({tell})"),
                    _ => text,
                }
            });
            let text = text.map(|text| text.replace('\n', " "));
            text.filter(|text| !text.is_empty()).unwrap_or_else(|| say::empty_answer(lang))
        };
        let typed = content.typed_at(clash.at);
        let here = content.value_at(clash.at);
        let taken = typed.is_none() && here == theirs.as_ref();
        let mine = match typed {
            Some(typed) => typed.text.replace('\n', " "),
            None if taken => whole(clash.ours.as_ref()),
            None => whole(here),
        };
        let (theirs, mine) = cells::cut_apart(&whole(theirs.as_ref()), &mine, VALUE);
        ClashText::Answers { clock, theirs, ours: mine, takes_theirs: taken }
    }

    /// The conflict under the cursor.
    pub fn at_cursor(
        form: &Form,
        programme: &'static Programme,
        lang: Lang,
    ) -> Option<ClashText> {
        let clash = form.content.clash_at_spot(form.at())?;
        Some(ClashText::new(&form.content, clash, programme, lang))
    }

    /// The conflict as one line.
    pub(super) fn text(&self, lang: Lang) -> String {
        let text = match self {
            ClashText::Answers { clock, takes_theirs: true, .. } => say::is_saved(lang, clock),
            ClashText::Answers { clock, theirs, ours: mine, .. } => {
                say::saved_answer(lang, clock, theirs, mine)
            }
            ClashText::RowDeleted { clock } => say::row_deleted(lang, clock),
            ClashText::RowChanged { clock } => say::row_changed(lang, clock),
        };
        format!("? {text}")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormLine {
    pub part: FormPart,
    /// indentation in cells; the cells of a table row are indented
    pub depth: u16,
    /// the line belongs to the focused spot
    pub focused: bool,
}

#[derive(Clone, Debug, Default)]
pub struct FormLayout {
    pub lines: Vec<FormLine>,
    /// line and column of the cursor
    pub cursor: (usize, u16),
    /// the last line of the focused spot, including its list and faults
    pub end: usize,
}

/// Width of the label column in cells.
pub fn label_width(width: usize) -> usize {
    (width * 3 / 8).clamp(8, 30)
}

/// First column of the list under a field. A narrow window has no room to the right of the labels.
pub fn choices_column(width: usize) -> usize {
    if width < 60 { 2 } else { label_width(width) }
}

/// Maximum lines of a note that is not being edited.
pub(super) const SHORT_NOTE: usize = 3;
/// Cells for an answer that shares its line with another one.
pub(super) const VALUE: usize = 30;

impl FormLayout {
    /// The part of a text that is shown in `space` cells, and the cursor's column in it.
    pub fn visible_text(text: &str, cursor: usize, space: usize) -> (String, u16) {
        let before = text.get(..cursor).unwrap_or(text);
        let column = cells::width(before);
        if column < space {
            return (cells::cut(text, space).into_owned(), column as u16);
        }
        // as much text before the cursor as fits, with one cell left for the cursor
        let tail = cells::tail(before, space.saturating_sub(2));
        let column = cells::width(tail) + 1;
        let rest = text.get(cursor..).unwrap_or_default();
        let shown = format!("…{tail}{rest}");
        (cells::cut(&shown, space).into_owned(), column as u16)
    }
}
