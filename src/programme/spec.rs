//! What a programme is, as plain types: kinds, sections, fields, choices, rules.
//! Made by `load` from the TOML files; knows nothing of files, screens or the store.

mod choice;
pub mod indicator;
mod rule;

use super::role::{Attention, KindActions, KindRole};
use crate::lang::Lang;
use crate::programme::Role;
use crate::record::{FieldNo, Id, KindNo, Origin, Record, Value};
pub use choice::{Choice, ChoiceList};
pub use rule::{
    Bound, Carry, Cmp, Compute, Computed, Condition, Level, Linked, Narrow, Required, Rule,
    Test,
};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub vi: String,
    pub en: String,
}

impl Label {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    fn joined(&self, with: impl Fn(&str, &str) -> String, other: &Label) -> Label {
        Label { vi: with(&self.vi, &other.vi), en: with(&self.en, &other.en) }
    }

    /// A part with its row, where the row is not shown: "Cấp tỉnh – Sản phẩm CNNT tiêu biểu".
    pub fn with_row(&self, row: &Label) -> Label {
        self.joined(|part, row| format!("{part} – {row}"), row)
    }

    /// Replaces `mark` by a number.
    pub fn filled(&self, mark: &str, number: i64) -> Label {
        let number = number.to_string();
        Label { vi: self.vi.replace(mark, &number), en: self.en.replace(mark, &number) }
    }

    /// "Tín dụng: được duyệt"; unchanged if the part is empty.
    pub fn with_part(&self, part: &Label) -> Label {
        let with = |choice: &str, part: &str| match part {
            "" => choice.to_owned(),
            part => format!("{choice}: {}", part.to_lowercase()),
        };
        self.joined(with, part)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Programme {
    pub id: String,
    /// increases with every change of a kind or a list
    pub version: u16,
    /// in the order of menus and pages
    pub kinds: Vec<Kind>,
    pub lists: Vec<ChoiceList>,
    pub indicators: indicator::IndicatorBook,
    /// the role for which this programme was made
    pub role: Role,
}

#[derive(Clone, Debug)]
pub struct Kind {
    pub no: KindNo,
    pub id: String,
    /// version of the form
    pub version: u16,
    pub label: Label,
    /// for the header and the names of lists; the label if the file has none
    pub short: Label,
    pub menu: Menu,
    /// a reference set: written elsewhere and imported, read-only here
    pub imported: bool,
    /// headquarters' records go to every laptop and are official; an officer's records are for that
    /// officer only, and count nowhere else
    pub published: bool,
    pub writers: Writers,
    /// an officer's report: at headquarters it waits for a reviewer's decision
    pub is_reviewed: bool,
    pub role: Option<KindRole>,
    /// the first link to a home
    pub home: Option<FieldNo>,
    pub attention: Option<Attention>,
    pub actions: KindActions,
    /// handed over with the other records of an officer who leaves
    pub in_handover: bool,
    pub sections: Vec<Section>,
    pub list: ListSpec,
    /// field with the value that locks the record (visit: state = chot), and the field for the
    /// reason that a later change then needs
    pub lock: Option<RecordLock>,
}

/// Who may change a record of a kind, besides headquarters. A record that headquarters created is
/// changed only by headquarters, unless the kind says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writers {
    /// the officer who created it, with any of his devices
    #[default]
    Author,
    /// the author, and the officers whom this link has ever named
    Named(FieldNo),
    /// every officer, for things that several of them meet in the field
    Any,
    /// headquarters alone
    Headquarters,
}

impl Kind {
    /// Whether a record is official. In a published kind only headquarters' records are.
    pub fn is_official(&self, record: &Record) -> bool {
        !self.published || record.origin == Origin::Headquarters
    }

    /// Whether an officer's notebook lets this officer change a record. A record that headquarters
    /// created is changed only there, unless the kind says otherwise. Rights to other records are
    /// checked by headquarters, which sends a record only to officers who may change it.
    pub fn may_be_changed(&self, record: &Record, officer: Option<Id>) -> bool {
        let made_there = record.origin == Origin::Headquarters;
        match self.writers {
            Writers::Any => true,
            Writers::Headquarters => false,
            Writers::Author => !made_there,
            Writers::Named(field) => {
                let named = record.fields.get(field).and_then(Value::as_link);
                !made_there || named == officer
            }
        }
    }

    /// Whether the notebook lets the officer delete the record, or take it back. Work that
    /// headquarters assigned can be done, but not deleted.
    pub fn may_be_deleted(&self, record: &Record, officer: Option<Id>) -> bool {
        let given = record.origin == Origin::Headquarters && self.writers != Writers::Any;
        !given && self.may_be_changed(record, officer)
    }
}

/// Where a kind's list is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Menu {
    /// has a key of its own
    Front,
    #[default]
    More,
    /// in a submenu
    Activities,
    /// in a submenu: files, reference sets and targets of the office
    Reference,
}

/// A record with the answer `is` in `field` changes only together with a new `reason`.
#[derive(Clone, Debug)]
pub struct RecordLock {
    pub field: FieldNo,
    pub is: String,
    pub reason: FieldNo,
}

/// How the records of a kind are shown in lists and links.
#[derive(Clone, Debug, Default)]
pub struct ListSpec {
    /// fields that name a record; a link gives the title of the linked record
    pub title: Vec<FieldNo>,
    /// fields found by typing, in addition to the title
    pub search: Vec<FieldNo>,
    /// columns after the title, most important first
    pub columns: Vec<FieldNo>,
    /// the day used by `--from`, `--to` and "newest first"
    pub date: Option<FieldNo>,
    /// fields (choice, yesno, place) a list can be narrowed by
    pub filter: Vec<FieldNo>,
    /// fields that distinguish records with the same title in a choice: the first is always shown,
    /// the others where titles are alike
    pub details: Vec<Tell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    Field(FieldNo),
    /// the day of the last visit that links here: `last visit`
    LastVisit,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub id: String,
    pub label: Label,
    pub fields: Vec<Field>,
}

/// One question: of a kind, or a column of a table (`Type::Lines`).
#[derive(Clone, Debug)]
pub struct Field {
    pub no: FieldNo,
    pub id: String,
    pub ty: Type,
    pub unit: Option<Label>,
    pub label: Label,
    /// head of its column in lists; the label if `None`
    pub short: Option<Label>,
    pub help: Label,
    pub required: Required,
    /// in the form only while these hold
    pub when: Vec<Condition>,
    /// answer a new record starts with: a choice's id, `true` or `false`, a number, `today`,
    /// `officer` (the user), `link FIELD ID` (field ID of the record that FIELD links to), or in
    /// a column `outer ID` (field ID of the record around the table)
    pub default: Option<String>,
    /// only headquarters answers it: shown on an officer's screens, never in a form there
    pub headquarters: bool,
    /// starts with the answer of the last record of this kind at the same establishment, or with
    /// the establishment's own field of the given id
    pub carry: Option<Carry>,
    pub personal: Personal,
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// graphemes: 200 for text, 10,000 for notes, unless the file says otherwise
    pub max_len: usize,
    /// only the choices in a fact of the choice that a sibling field holds
    pub narrow: Option<Narrow>,
    pub computed: Option<Computed>,
    /// written by the program: no form has it, and the record's page shows it separately
    pub internal: bool,
    pub merge: Merge,
    pub rules: Vec<Rule>,
}

/// How headquarters merges the answers of two officers who changed a field independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// identifies a thing: the shown answer stays until a reviewer decides
    Identity,
    /// each element separately; adding wins
    Set,
    /// both texts stay, each with its author, until a person joins them
    Text,
    /// headquarters' answer wins
    Decision,
    /// the last answer wins; the other one is in the history
    Last,
}

/// A link that may lead to any record; the program that makes the record knows which.
pub const ANY: &str = "any";

#[derive(Clone, Debug)]
pub enum Type {
    Text,
    Note,
    Phone,
    Int,
    Decimal,
    /// whole đồng
    Money,
    Date,
    YesNo,
    /// id of a choice list
    Choice(String),
    Many(String),
    /// id of the kind linked to; the field is not in the form if the programme lacks that kind, or
    /// for `any`
    Link(String),
    Links(String),
    Place,
    /// columns, numbered from 1 inside the table
    Lines(Vec<Field>),
}

#[derive(Clone, Debug)]
pub enum Personal {
    No,
    Always,
    /// when all of these hold
    When(Vec<Condition>),
    /// a named function of `rules` says so
    Named(String),
}

impl Programme {
    pub fn is_headquarters(&self) -> bool {
        self.role == Role::Headquarters
    }

    /// Whether figures and rules use a record: headquarters ignores officers' own targets.
    pub fn counts_record(&self, kind: &Kind, record: &Record) -> bool {
        kind.is_official(record) || !self.is_headquarters()
    }

    pub fn kind(&self, no: KindNo) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.no == no)
    }

    pub fn kind_by_id(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == id)
    }

    pub fn list(&self, id: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|l| l.id == id)
    }
}

impl Kind {
    /// All fields, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|s| &s.fields)
    }

    pub fn field(&self, no: FieldNo) -> Option<&Field> {
        self.fields().find(|f| f.no == no)
    }

    pub fn field_by_id(&self, id: &str) -> Option<&Field> {
        self.fields().find(|f| f.id == id)
    }

    /// The place of a home, by which other records are counted; its earlier places are stored too.
    pub fn moving_place(&self) -> Option<&Field> {
        self.field_by_id("place").filter(|_| self.is(KindRole::Home))
    }
}

impl Field {
    /// The head of its column in a list.
    pub fn head(&self) -> &Label {
        self.short.as_ref().unwrap_or(&self.label)
    }

    /// Whether the field itself, not one of its columns, links to records of this kind.
    pub fn links_to(&self, kind: &str) -> bool {
        self.ty.linked_kind().is_some_and(|to| to == kind || to == ANY)
    }

    /// Whether its answer alone must be unique.
    pub fn is_unique_alone(&self) -> bool {
        let alone = |test: &Test| matches!(test, Test::Unique(with) if with.is_empty());
        self.rules.iter().any(|rule| alone(&rule.test))
    }

    /// Whether neither the field nor any of its columns can hold a personal answer.
    pub fn never_personal(&self) -> bool {
        matches!(self.personal, Personal::No)
            && self.columns().iter().all(|column| matches!(column.personal, Personal::No))
    }

    /// The columns of a table; none for any other type.
    pub fn columns(&self) -> &[Field] {
        self.ty.columns()
    }

    pub fn column(&self, no: FieldNo) -> Option<&Field> {
        self.columns().iter().find(|c| c.no == no)
    }
}
