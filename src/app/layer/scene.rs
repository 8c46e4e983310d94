//! Data of a record's page, and what it is laid out with.

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
    /// width of the body in cells
    pub width: usize,
    /// name of headquarters, from `sync_status::superior`
    pub superior: String,
    /// the key that opens the line under the cursor
    pub open_key: String,
    /// for an enrolled notebook: headquarters has all its changes up to this time
    pub received: Option<Hlc>,
}

/// Width of the label column in cells.
pub const LABEL: usize = 26;

#[derive(Debug)]
pub struct RecordPage {
    pub id: Id,
    pub record: Option<Box<Record>>,
    pub titles: BTreeMap<Id, String>,
    pub groups: Vec<LinkedRecords>,
    /// the fault of this record's attachment file
    pub flaw: Option<String>,
    /// records in the groups whose files are missing or damaged
    pub flawed: Vec<Id>,
    /// for a case: the records that it is about
    pub compared: Vec<ComparedRecord>,
    pub lines: ScreenLines,
    /// id of the field to edit as soon as the record is loaded
    pub seek: Option<String>,
}

/// Records of one kind that link to this one with one field.
#[derive(Debug)]
pub struct LinkedRecords {
    pub kind: KindNo,
    pub field: FieldNo,
    pub query: Query,
    /// `None` until the store has answered
    pub page: Option<crate::record::Page>,
}
