//! What a record's page is drawn with, and how wide its parts are.

use std::collections::BTreeMap;

use crate::app::event::ComparedRecord;
use crate::app::lines::ScreenLines;
use crate::lang::Lang;
use crate::programme::spec::Programme;
use crate::record::{Date, FieldNo, Hlc, Id, KindNo, Query, Record};

pub struct PageScene<'a> {
    pub programme: &'a Programme,
    pub day: Date,
    pub lang: Lang,
    /// cells of the body
    pub width: usize,
    /// the office that receives, as `standing::superior` names it
    pub superior: String,
    /// the key that opens a line
    pub open_key: String,
    /// of an enrolled notebook: everything of its own up to this time is at headquarters
    pub received: Option<Hlc>,
}

/// Cells of the column of questions on a page.
pub const LABEL: usize = 26;

#[derive(Debug)]
pub struct RecordPage {
    pub id: Id,
    pub record: Option<Box<Record>>,
    pub titles: BTreeMap<Id, String>,
    pub groups: Vec<LinkedRecords>,
    /// what is wrong with this record's file
    pub flaw: Option<String>,
    /// rows of the groups whose files are missing or damaged
    pub flawed: Vec<Id>,
    /// of a case: the records that it is about
    pub compared: Vec<ComparedRecord>,
    pub lines: ScreenLines,
    /// id of the question whose answer is to be changed as soon as the record is here
    pub seek: Option<String>,
}

/// Records of one kind that name this one in one of their fields.
#[derive(Debug)]
pub struct LinkedRecords {
    pub kind: KindNo,
    pub field: FieldNo,
    pub query: Query,
    /// `None` until the store has answered
    pub page: Option<crate::record::Page>,
}
