//! The entry of a record in the index: title template, search words, days, flags. Links are stored
//! as links, and titles of linked records are inserted when shown, so renaming an establishment
//! changes no other entry.

use crate::programme::spec::{Kind, Programme, Type};
use crate::programme::{check, reference};
use crate::record::{Date, Fields, Id, KindNo, Record, Reviewed, Value};
use crate::store::schema::KindSchema;
use crate::text::fold::fold;
use crate::text::format::today_from_millis;

/// Separates the parts of a title.
pub(crate) const PART: char = '\u{1f}';
/// Stands for the title of the record's establishment.
pub(crate) const HOME: char = '\u{1}';
/// Stands for the title of the other record that the title names.
pub(crate) const VIA: char = '\u{2}';
/// Begins a part that is ignored when titles are sorted.
pub(crate) const DAY: char = '\u{3}';

/// Maximum bytes of a record's title or search words; the rest is not searchable.
const MAX_SEARCH_TEXT: usize = 600;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexEntry {
    pub id: Id,
    pub kind: KindNo,
    /// title template, parts separated by `PART`
    pub title: String,
    /// further search words, folded
    pub more: String,
    pub day: u32,
    pub due: u32,
    pub incomplete: bool,
    pub deleted: bool,
    /// returned by headquarters and not changed since
    pub returned: bool,
    /// packed day of a reviewer's change, if the last review reports one; 0 for none
    pub edited: u32,
    /// the record that it was merged into
    pub into: Option<Id>,
    /// bits of the kind's conditions that are `indexed` in the programme's sources
    pub conditions: u8,
    /// value of each filter field of the kind; empty for no answer
    pub filters: Vec<String>,
    pub home: Option<Id>,
    pub place_record: Option<Id>,
    pub reviewed: Reviewed,
    /// the author of the last change, if it was made on another device
    pub by: Option<Id>,
}

/// A day as a number in the order of days; 0 is none.
pub(crate) fn pack(day: Option<Date>) -> u32 {
    day.map_or(0, |d| {
        (u32::from(d.year.max(0).cast_unsigned()) << 9)
            | (u32::from(d.month) << 5)
            | u32::from(d.day)
    })
}

pub(crate) fn unpack(day: u32) -> Option<Date> {
    let year = i16::try_from(day >> 9).ok()?;
    let part = |shift: u32, mask: u32| u8::try_from((day >> shift) & mask).unwrap_or(0);
    (day != 0).then(|| Date { year, month: part(5, 15), day: part(0, 31) })
}

impl IndexEntry {
    /// The entry of a record of an unknown kind.
    pub fn bare(record: &Record) -> IndexEntry {
        IndexEntry {
            id: record.id,
            kind: record.kind,
            title: String::new(),
            more: String::new(),
            day: 0,
            due: 0,
            incomplete: false,
            deleted: record.deleted.is_some(),
            returned: record.is_returned(),
            edited: edited(record),
            into: record.alias_of(),
            conditions: 0,
            filters: Vec::new(),
            home: None,
            place_record: None,
            reviewed: record.reviewed(),
            by: record.by.map(|author| author.officer),
        }
    }

    /// `None` for a kind that this programme does not have.
    pub fn of(programme: &Programme, plan: &KindSchema, record: &Record) -> Option<IndexEntry> {
        let kind = programme.kind(record.kind)?;
        let title = title(programme, kind, plan, &record.fields);
        let mut more = String::new();
        for no in plan.search.iter().filter(|no| !plan.title.contains(no)) {
            if let (Some(value), Some(field)) = (record.fields.get(*no), kind.field(*no))
                && !field.ty.is_link()
            {
                more.push(' ');
                more.push_str(&words_of(programme, &field.ty, value));
            }
        }
        let link = |no: Option<u16>| record.fields.get(no?).and_then(Value::as_link);
        Some(IndexEntry {
            id: record.id,
            kind: record.kind,
            title: cut(title),
            more: cut(fold(&more)),
            day: pack(plan.date.and_then(|no| record.fields.get(no)?.as_date())),
            due: pack(plan.due(&record.fields)),
            // a merged record need not be complete
            incomplete: record.alias_of().is_none()
                && check::incomplete(programme, kind, &record.fields),
            deleted: record.deleted.is_some(),
            returned: record.is_returned(),
            edited: edited(record),
            into: record.alias_of(),
            conditions: plan
                .indexed
                .iter()
                .zip(0..u8::BITS)
                .filter(|(condition, _)| condition.holds(&record.fields, None))
                .map(|(_, bit)| 1 << bit)
                .sum(),
            filters: plan
                .filter
                .iter()
                .map(|no| filter_value(record.fields.get(*no)))
                .collect(),
            home: link(plan.home),
            place_record: link(plan.place_link),
            reviewed: record.reviewed(),
            by: record.by.map(|author| author.officer),
        })
    }
}

fn edited(record: &Record) -> u32 {
    let review = record.review.as_ref().filter(|review| review.reports_edits());
    pack(review.map(|review| today_from_millis(review.at)))
}

/// The title's template.
fn title(programme: &Programme, kind: &Kind, plan: &KindSchema, fields: &Fields) -> String {
    let mut template = String::new();
    for no in &plan.title {
        let (Some(field), Some(value)) = (kind.field(*no), fields.get(*no)) else { continue };
        let part = if plan.home == Some(*no) {
            HOME.to_string()
        } else if plan.place_link == Some(*no) {
            VIA.to_string()
        } else if field.ty.is_link() {
            continue;
        } else {
            let text = words_of(programme, &field.ty, value);
            if matches!(value, Value::Date(_)) { format!("{DAY}{text}") } else { text }
        };
        if !template.is_empty() {
            template.push(PART);
        }
        template.push_str(&part);
    }
    template
}

/// The words of an answer; choices by their Vietnamese label, independent of the screen's language.
fn words_of(programme: &Programme, ty: &Type, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Choice(id) => match ty {
            Type::Choice(list) => label(programme, list, id),
            _ => id.clone(),
        },
        Value::Many(ids) => match ty {
            Type::Many(list) => {
                ids.iter().map(|id| label(programme, list, id)).collect::<Vec<_>>().join(" ")
            }
            _ => ids.join(" "),
        },
        Value::Int(number) => number.to_string(),
        Value::Date(d) => format!("{:02}/{:02}/{}", d.day, d.month, d.year),
        Value::Place(place) => place.name.clone(),
        _ => String::new(),
    }
}

fn label(programme: &Programme, list: &str, id: &str) -> String {
    let choice = programme.list(list).and_then(|l| l.choice(id));
    choice.map_or_else(|| id.to_owned(), |c| c.label.vi.clone())
}

/// The text that a filter compares: a choice's id, `true` or `false`, a commune's code.
pub(crate) fn filter_value(value: Option<&Value>) -> String {
    match value {
        Some(Value::Choice(id)) => id.clone(),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Place(place)) => place.commune.clone(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Whether an answer passes a filter: equal, or a commune of the wanted province.
pub(crate) fn lets_through(wanted: &str, has: &str) -> bool {
    let province = || {
        wanted.len() == 2
            && has.len() == 5
            && reference::commune(has).is_some_and(|c| c.province == wanted)
    };
    let yes = || match wanted {
        "co" => has == "true",
        "khong" => has == "false",
        _ => false,
    };
    wanted == has || yes() || province()
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_SEARCH_TEXT {
        let end =
            (0..=MAX_SEARCH_TEXT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    text
}
