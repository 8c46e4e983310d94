//! What the record index takes from one record: its title as a template, what it is found by,
//! its day, its flags. Links stay links here; their titles are put in when they are shown, so
//! that a renamed establishment renames all its visits at no cost.

use crate::programme::spec::{Kind, Programme, Type};
use crate::programme::{check, reference};
use crate::record::{Date, Fields, Id, KindNo, Record, Reviewed, Value};
use crate::store::schema::KindSchema;
use crate::text::fold::fold;
use crate::text::format::today_from_millis;

/// Parts of a title are between these.
pub(crate) const PART: char = '\u{1f}';
/// Stands for the title of the record's establishment.
pub(crate) const HOME: char = '\u{1}';
/// Stands for the title of the other record that the title names.
pub(crate) const VIA: char = '\u{2}';
/// Opens a part that does not count for the order of titles.
pub(crate) const DAY: char = '\u{3}';

/// Longest text kept of one record, in bytes; what is after is not found by typing.
const MAX_SEARCH_TEXT: usize = 600;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexEntry {
    pub id: Id,
    pub kind: KindNo,
    /// parts between `PART`
    pub title: String,
    /// the other words it is found by, folded
    pub more: String,
    pub day: u32,
    pub due: u32,
    pub incomplete: bool,
    pub deleted: bool,
    /// sent back by headquarters, and not changed since
    pub returned: bool,
    /// the day on which a reviewer changed it, where headquarters' last word says so; packed, 0 for none
    pub edited: u32,
    /// the record into which it was brought
    pub into: Option<Id>,
    /// the conditions of its kind that the index holds (`indexed` in the programme's sources), as bits
    pub conditions: u8,
    /// one value for each field the kind's list can be narrowed by; empty: none
    pub filters: Vec<String>,
    pub home: Option<Id>,
    pub place_record: Option<Id>,
    pub reviewed: Reviewed,
    /// who changed it last, when that was not done here
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
    /// A record of a kind that this programme does not have: it is there, and no more is known.
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
            // nobody completes what goes on as another record
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

/// The words of an answer; choices by their Vietnamese label, whatever the screen's language.
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

/// What a filter compares with: a choice's id, `true`/`false`, a commune's code.
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

/// Whether a record's answer lets it through: the same, or a commune of the wanted province.
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
