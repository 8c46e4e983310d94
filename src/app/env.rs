//! The part of the model that a layer may read while it handles one key or answer.

use crate::app::ids::RowIds;
use crate::lang::Lang;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Date, Id, KindNo, Record};

pub struct Env<'a> {
    pub programme: &'static Programme,
    pub lang: Lang,
    pub today: Date,
    /// Unix milliseconds.
    pub now: u64,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    pub officer: Option<Id>,
    /// The keymap's option: the editor opens as soon as the cursor is on a field.
    pub edit_on_focus: bool,
    /// The officer's province: its communes come first in lists.
    pub province: Option<String>,
    /// Long work is running: no other long work can be started.
    pub is_working: bool,
    pub ids: &'a mut RowIds,
}

impl Env<'_> {
    /// Rows of the body: without header, message and hints.
    pub fn body_height(&self) -> usize {
        body_height(self.size)
    }

    /// Rows of the body below the line of a title.
    pub fn height_below_title(&self) -> usize {
        self.body_height().saturating_sub(1).max(1)
    }

    /// Cells of a row.
    pub fn width(&self) -> usize {
        usize::from(self.size.0)
    }

    pub fn kind(&self, no: KindNo) -> Option<&'static Kind> {
        self.programme.kind(no)
    }

    pub fn at_headquarters(&self) -> bool {
        self.programme.is_headquarters()
    }

    /// Whether records of a kind are written by hand; reference sets are only imported.
    pub fn writes(&self, kind: KindNo) -> bool {
        self.kind(kind).is_some_and(|kind| !kind.imported)
    }

    /// Whether a record of this kind can be created by a form alone. Officer records at headquarters
    /// are created by enrolment only, and an attachment only from a file.
    pub fn creates(&self, kind: KindNo) -> bool {
        let officer = self.programme.with_role(KindRole::Officer);
        let is_officer = officer.is_some_and(|officer| officer.no == kind);
        let comes_with_more = self.kind(kind).is_some_and(Kind::needs_more_than_a_form);
        self.writes(kind) && !comes_with_more && !(is_officer && self.at_headquarters())
    }

    /// Whether lists of this kind can be imported on a screen. Attachments come with their files
    /// only, cases and decisions from the review; headquarters publishes its official lists.
    pub fn imports(&self, no: KindNo) -> bool {
        let Some(kind) = self.kind(no) else { return false };
        let never = [KindRole::File, KindRole::Case, KindRole::Verdict];
        let is_published = kind.published && self.at_headquarters();
        let enters = kind.imported || self.creates(no);
        enters && !is_published && !never.iter().any(|role| kind.is(*role))
    }

    pub fn may_change(&self, record: &Record) -> bool {
        let kind = self.kind(record.kind);
        self.at_headquarters()
            || kind.is_none_or(|kind| kind.may_be_changed(record, self.officer))
    }

    /// Whether the user may delete the record or restore it.
    pub fn may_delete(&self, record: &Record) -> bool {
        let kind = self.kind(record.kind);
        self.at_headquarters()
            || kind.is_none_or(|kind| kind.may_be_deleted(record, self.officer))
    }
}

pub fn body_height((_, rows): (u16, u16)) -> usize {
    let rows = usize::from(rows);
    rows.saturating_sub(if rows >= 8 { 3 } else { 1 }).max(1)
}
