//! Messages about a row that changes a record.

use crate::lang::{Lang, revise as words};
use crate::programme::check::FaultKind;
use crate::record::{FieldNo, Id, ListClash};

/// An answer as text in both languages; empty for no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAnswer {
    pub vi: String,
    pub en: String,
}

/// An answer that was changed both in the notebook and in the file.
#[derive(Clone, Debug)]
pub struct RevisionConflict {
    pub answer: (Id, FieldNo),
    /// title of the record
    pub record: String,
    pub exported: Option<ShownAnswer>,
    /// the export omitted this personal answer
    pub left_out: bool,
    pub ours: ShownAnswer,
    pub file: ShownAnswer,
    /// the file's answer is used
    pub theirs: bool,
}

#[derive(Clone, Debug)]
pub enum Revision {
    Changed {
        before: ShownAnswer,
        after: ShownAnswer,
    },
    Clash(Box<RevisionConflict>),
    /// the cell of a required answer was emptied
    KeptRequired,
    /// the cell was not understood, so the answer stays
    KeptUnclear {
        given: String,
        why: Option<(FaultKind, ShownAnswer)>,
    },
    /// day and month were exchanged
    KeptSwapped {
        given: String,
    },
    /// an ambiguous new date in a column with swapped dates
    EitherDay {
        given: String,
    },
    /// headings of columns with texts of other rows
    Moved {
        columns: String,
        rows: usize,
    },
    /// the row has a text of another row
    OtherRow,
    /// a column in which the spreadsheet exchanged days and months
    Swapped {
        column: String,
        rows: usize,
    },
    /// a row with nothing but an id
    Blank,
    /// a row copied in the spreadsheet, with an id that no record has
    Copied,
    /// a made-up record, which keeps its mark
    MadeUp,
    /// a made-up record for an enrolled notebook
    MadeUpEnrolled,
    /// the name was removed, but the record's code is still there
    KeptCoded,
    Deleted {
        reason: String,
    },
    Merged,
    OtherKind {
        kind: ShownAnswer,
    },
    NotChangeable,
    /// Rows with an ignored value for a computed answer. `own`: officers may override the computed
    /// answer, and the cell was emptied.
    Computed {
        field: ShownAnswer,
        rows: usize,
        own: bool,
    },
    /// number of rows with ids that are not in the notebook
    NewIds(usize),
    /// number of rows without a version stamp, or with an unknown one
    NoVersion(usize),
}

impl ShownAnswer {
    pub fn pick(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

impl ShownAnswer {
    fn quoted(&self, lang: Lang) -> String {
        match self.pick(lang) {
            "" => words::nothing(lang),
            text => format!("\"{text}\""),
        }
    }
}

impl RevisionConflict {
    pub fn to_clash(&self, line: u64, label: String, lang: Lang) -> ListClash {
        ListClash {
            answer: self.answer,
            line,
            record: self.record.clone(),
            label,
            exported: self.exported.as_ref().map(|shown| shown.quoted(lang)),
            ours: self.ours.quoted(lang),
            file: self.file.quoted(lang),
            theirs: self.theirs,
        }
    }

    fn text(&self, lang: Lang) -> String {
        let (here, file) = (self.ours.quoted(lang), self.file.quoted(lang));
        let exported = self.exported.as_ref();
        let exported = exported.map(|was| words::when_exported(lang, &was.quoted(lang)));
        let exported = exported.unwrap_or_default();
        if self.left_out {
            return match self.theirs {
                true => words::left_out_taken(lang, &here, &file),
                false => words::left_out_kept(lang, &here, &file),
            };
        }
        match self.theirs {
            true => words::clash_taken(lang, &here, &file, &exported),
            false => words::clash_kept(lang, &here, &file, &exported),
        }
    }
}

impl Revision {
    pub fn text(&self, lang: Lang) -> String {
        let shown = |shown: &ShownAnswer| shown.quoted(lang);
        match self {
            Revision::Changed { before, after } => {
                words::changed(lang, &shown(before), &shown(after))
            }
            Revision::Clash(both) => both.text(lang),
            Revision::KeptRequired => words::kept_required(lang),
            Revision::KeptUnclear { given, why } => {
                let why = why.as_ref().map(|(what, label)| what.text(label.pick(lang), lang));
                words::kept_unclear(lang, given, &why.unwrap_or_default())
            }
            Revision::KeptSwapped { given } => words::kept_swapped(lang, given),
            Revision::EitherDay { given } => words::either_day(lang, given),
            Revision::Moved { columns, rows } => words::moved(lang, columns, *rows),
            Revision::OtherRow => words::other_row(lang),
            Revision::Swapped { column, rows } => words::swapped(lang, column, *rows),
            Revision::Blank => words::blank(lang),
            Revision::Copied => words::copied(lang),
            Revision::MadeUp => words::made_up(lang),
            Revision::MadeUpEnrolled => words::made_up_enrolled(lang),
            Revision::KeptCoded => words::kept_coded(lang),
            Revision::Deleted { reason } => words::deleted(lang, reason),
            Revision::Merged => words::merged(lang),
            Revision::OtherKind { kind } => words::other_kind(lang, kind.pick(lang)),
            Revision::NotChangeable => words::not_changeable(lang),
            Revision::Computed { field, rows, own: true } => {
                words::computed_emptied(lang, field.pick(lang), *rows)
            }
            Revision::Computed { field, rows, own: false } => {
                words::computed(lang, field.pick(lang), *rows)
            }
            Revision::NewIds(rows) => words::new_ids(lang, *rows),
            Revision::NoVersion(rows) => words::no_version(lang, *rows),
        }
    }
}
