//! What is to be told about a row that changes a record.

use crate::lang::{Lang, revise as words};
use crate::programme::check::What;

/// An answer in both languages, as people read it; empty for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub vi: String,
    pub en: String,
}

#[derive(Clone, Debug)]
pub enum Revision {
    Changed {
        before: Shown,
        after: Shown,
    },
    /// changed here and in the file; the file's answer is taken when `taken`
    Clash {
        exported: Option<Shown>,
        here: Shown,
        file: Shown,
        taken: bool,
    },
    /// an emptied cell of a required answer
    KeptRequired,
    /// a cell that is not clear: the answer stays
    KeptUnclear {
        given: String,
        why: Option<(What, Shown)>,
    },
    /// day and month changed places
    KeptSwapped {
        given: String,
    },
    /// a new day that may be read in two ways, in a column whose days were swapped
    EitherDay {
        given: String,
    },
    /// columns that have texts of other rows, by heading
    Moved {
        columns: String,
        rows: usize,
    },
    /// a row with a text of another row
    OtherRow,
    /// a column in which the spreadsheet swapped day and month
    Swapped {
        column: String,
        rows: usize,
    },
    /// a row of which only the id is left
    Blank,
    /// a row copied inside the spreadsheet, with an id that is nobody's
    Copied,
    /// the name is gone, the code of the record is still there
    KeptCoded,
    Deleted {
        reason: String,
    },
    Merged,
    OtherKind {
        kind: Shown,
    },
    NotChangeable,
    /// how many rows bear ids that are not in the notebook
    NewIds(usize),
    /// rows without a version, or with one that is not known here
    NoVersion(usize),
}

impl Shown {
    pub fn pick(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

impl Revision {
    pub fn text(&self, lang: Lang) -> String {
        let shown = |shown: &Shown| match shown.pick(lang) {
            "" => words::nothing(lang),
            text => format!("\"{text}\""),
        };
        match self {
            Revision::Changed { before, after } => {
                words::changed(lang, &shown(before), &shown(after))
            }
            Revision::Clash { exported, here, file, taken } => {
                let exported = match exported {
                    Some(exported) => words::when_exported(lang, &shown(exported)),
                    None => String::new(),
                };
                let (here, file) = (shown(here), shown(file));
                match taken {
                    true => words::clash_taken(lang, &here, &file, &exported),
                    false => words::clash_kept(lang, &here, &file, &exported),
                }
            }
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
            Revision::KeptCoded => words::kept_coded(lang),
            Revision::Deleted { reason } => words::deleted(lang, reason),
            Revision::Merged => words::merged(lang),
            Revision::OtherKind { kind } => words::other_kind(lang, kind.pick(lang)),
            Revision::NotChangeable => words::not_changeable(lang),
            Revision::NewIds(rows) => words::new_ids(lang, *rows),
            Revision::NoVersion(rows) => words::no_version(lang, *rows),
        }
    }
}
