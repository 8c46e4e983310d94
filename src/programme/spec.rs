//! What a programme is, as plain types: kinds, sections, fields, choices, rules.
//! Made by `load` from the TOML files; knows nothing of files, screens or the store.

pub mod indicator;
mod rule;

use super::role::{Attention, KindActions, KindRole};
use crate::lang::Lang;
use crate::programme::Role;
use crate::record::{FieldNo, Id, KindNo, Origin, Record, Value};
pub use rule::{
    Bound, Carry, Cmp, Compute, Computed, Condition, Level, Linked, Narrow, Required, Rule,
    Test,
};

/// Words in both languages.
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

    /// "Cấp tỉnh – Sản phẩm CNNT tiêu biểu": a part where its row is not in sight.
    pub fn with_row(&self, row: &Label) -> Label {
        self.joined(|part, row| format!("{part} – {row}"), row)
    }

    /// With a number in place of a mark.
    pub fn filled(&self, mark: &str, number: i64) -> Label {
        let number = number.to_string();
        Label { vi: self.vi.replace(mark, &number), en: self.en.replace(mark, &number) }
    }

    /// "Tín dụng: được duyệt"; itself where there is no part.
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
    /// goes up with every change of a kind or a list
    pub version: u16,
    /// in the order of menus and pages
    pub kinds: Vec<Kind>,
    pub lists: Vec<ChoiceList>,
    pub indicators: indicator::IndicatorBook,
    /// who sees it so
    pub role: Role,
}

#[derive(Clone, Debug)]
pub struct Kind {
    pub no: KindNo,
    pub id: String,
    /// version of the form
    pub version: u16,
    pub label: Label,
    /// for the header and the names of lists; the label where the file names none
    pub short: Label,
    pub menu: Menu,
    /// a reference set: written where the paper is read and imported, only read here
    pub imported: bool,
    /// headquarters' rows go to every laptop and are the official ones; those of an officer are
    /// his own, and count nowhere else
    pub published: bool,
    pub writers: Writers,
    /// an officer's report: at headquarters it waits until a reviewer says yes or no
    pub is_reviewed: bool,
    pub role: Option<KindRole>,
    /// the first link to a home
    pub home: Option<FieldNo>,
    pub attention: Option<Attention>,
    pub actions: KindActions,
    /// goes over with the other records of an officer who leaves
    pub in_handover: bool,
    pub sections: Vec<Section>,
    pub list: ListSpec,
    /// field whose value locks the record (visit: state = chot), and the field for the reason
    /// that a later change then needs
    pub lock: Option<RecordLock>,
}

/// Who may change a record of a kind, besides headquarters. What headquarters made, only it changes,
/// unless the kind says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writers {
    /// the officer who made it, with any of his devices
    #[default]
    Author,
    /// the author, and the officers whom this link has ever named
    Named(FieldNo),
    /// every officer: what several of them meet in the field
    Any,
    /// headquarters alone
    Headquarters,
}

impl Kind {
    /// Of a published kind, what headquarters made; every record of another kind.
    pub fn is_official(&self, record: &Record) -> bool {
        !self.published || record.origin == Origin::Headquarters
    }

    /// Whether an officer's notebook lets this officer change a record: what headquarters made is
    /// headquarters' to change, unless the kind says otherwise. Who may change the others only
    /// headquarters knows; it sends none of them to an officer who may not.
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

    /// Whether it lets him delete it, or take it back: work that headquarters gave is done, and
    /// nothing more.
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
    /// folded away, one step further
    Activities,
    /// folded away too: files, and what the office goes by and is measured by
    Reference,
}

/// A record whose `field` is `is` changes only together with a fresh `reason`.
#[derive(Clone, Debug)]
pub struct RecordLock {
    pub field: FieldNo,
    pub is: String,
    pub reason: FieldNo,
}

/// How the records of a kind are shown in lists and links.
#[derive(Clone, Debug, Default)]
pub struct ListSpec {
    /// fields that name a record; a link counts as the title of the record it names
    pub title: Vec<FieldNo>,
    /// fields found by typing, in addition to the title
    pub search: Vec<FieldNo>,
    /// columns after the title, most important first
    pub columns: Vec<FieldNo>,
    /// the day that `--from`, `--to` and "newest first" speak of
    pub date: Option<FieldNo>,
    /// fields (choice, yesno, place) a list can be narrowed by
    pub filter: Vec<FieldNo>,
    /// fields that tell namesakes apart in a choice: the first is always shown, the others
    /// where names are alike
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
    pub help: Label,
    pub required: Required,
    /// in the form only when this holds
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
    /// choice: only those that the answer of a sibling field names among its facts
    pub narrow: Option<Narrow>,
    pub computed: Option<Computed>,
    /// written by the program: no form asks it, and the record's page tells it in its own way
    pub internal: bool,
    pub merge: Merge,
    pub rules: Vec<Rule>,
}

/// What headquarters does when two officers have answered a question without knowing of each
/// other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// tells one thing from another: the shown answer stays until a reviewer decides
    Identity,
    /// every element by itself; adding wins
    Set,
    /// both stay, each with its author, until a person joins them
    Text,
    /// headquarters' answer is
    Decision,
    /// the last one holds, the other is in the history
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
    /// id of the kind linked to; a field with a kind that this programme does not have, or `any`, is not in the form
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

#[derive(Clone, Debug)]
pub struct ChoiceList {
    pub id: String,
    /// the facts that its choices may have, each with the list that it is of; empty: of none
    pub facts: Vec<(String, String)>,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub id: String,
    pub label: Label,
    /// further facts by name (group of an activity, units of a measure, kinds of a paper)
    pub facts: Vec<(String, Vec<String>)>,
}

impl Choice {
    /// Empty when it has none of this name.
    pub fn facts(&self, name: &str) -> &[String] {
        self.facts.iter().find(|(own, _)| own == name).map_or(&[], |(_, values)| values)
    }

    /// Of a unit: it counts money, which papers print in millions.
    pub fn is_money(&self) -> bool {
        !self.facts("money").is_empty()
    }
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

    /// The place by which others are counted; where it was before is known, too.
    pub fn moving_place(&self) -> Option<&Field> {
        self.field_by_id("place").filter(|_| self.is(KindRole::Home))
    }
}

impl Field {
    /// Whether it links to records of this kind itself, not by a column.
    pub fn links_to(&self, kind: &str) -> bool {
        self.ty.linked_kind().is_some_and(|to| to == kind || to == ANY)
    }

    /// Whether its answer by itself tells one record from another.
    pub fn is_unique_alone(&self) -> bool {
        let alone = |test: &Test| matches!(test, Test::Unique(with) if with.is_empty());
        self.rules.iter().any(|rule| alone(&rule.test))
    }

    /// Neither it nor any of its columns is ever a personal answer.
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

impl ChoiceList {
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|c| c.id == id)
    }
}
