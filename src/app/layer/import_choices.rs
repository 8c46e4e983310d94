//! The choices in the preview of an import: whose answer is taken, what a column is mapped to, what
//! a value means.

use std::cmp::Reverse;

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::import::{column_text, map_to_text, questions, quoted};
use crate::lang::{Lang, listing as words, revise};
use crate::programme::meaning;
use crate::programme::spec::{Label, Type};
use crate::record::{FileSide, ListColumn, MapChoice, MapTo, Preview, ValueTo};
use crate::text::fold::fold;
use crate::text::format::line_ranges;

/// Maximum number of line ranges named.
const MOST_SPANS: usize = 5;

/// Whose answer is taken where both the list and the notebook changed it: for this answer, or for
/// all.
pub fn choose_side(preview: &Preview, at: usize, env: &Env) -> Option<Intent> {
    let lang = env.lang;
    let clashes = &preview.clashes;
    let clash = clashes.get(at)?;
    let with = |take: bool| {
        let others = clashes.iter().filter(|one| one.theirs && one.answer != clash.answer);
        let this = take.then_some(clash.answer);
        FileSide::Some(others.map(|one| one.answer).chain(this).collect())
    };
    let all = clashes.len().to_string();
    let both = |of: &dyn Fn(Lang) -> String| Label { vi: of(Lang::Vi), en: of(Lang::En) };
    let mut entries = vec![
        (both(&|lang| revise::clash_keep(lang, &clash.ours)), Intent::TakeTheirs(with(false))),
        (both(&|lang| revise::clash_take(lang, &clash.file)), Intent::TakeTheirs(with(true))),
    ];
    // the first entry is the opposite of the present choice: Enter twice changes it
    if !clash.theirs {
        entries.reverse();
    }
    if clashes.len() > 1 {
        let keep = both(&|lang| revise::clash_keep_all(lang, &all));
        let take = both(&|lang| revise::clash_take_all(lang, &all));
        entries.push((keep, Intent::TakeTheirs(FileSide::None)));
        entries.push((take, Intent::TakeTheirs(FileSide::All)));
    }
    let title = revise::clash_row(lang, clash.line, &clash.record, &clash.label);
    let detail = match &clash.exported {
        Some(was) => revise::clash_was(lang, was),
        None => revise::clash_was_unknown(lang),
    };
    Some(Intent::OpenChoices { title, detail, entries })
}

/// All columns, to choose one and map it again.
pub fn known_columns(preview: &Preview, env: &Env) -> Option<Intent> {
    let (programme, lang) = (env.programme, env.lang);
    let kind = programme.kind(preview.listing.kind);
    let entry = |(at, column)| {
        let both = |lang| column_text(column, kind, lang);
        (Label { vi: both(Lang::Vi), en: both(Lang::En) }, Intent::MapColumn(at))
    };
    let entries = preview.columns.iter().enumerate().map(entry).collect();
    let title = words::which_column(lang);
    Some(Intent::OpenChoices { title, detail: String::new(), entries })
}

/// The fields to map a column to. Fields that already have a column come last and say so.
pub fn map_column(preview: &Preview, at: usize, env: &Env) -> Option<Intent> {
    let (programme, lang) = (env.programme, env.lang);
    let columns = &preview.columns;
    let column = columns.get(at)?;
    let kind = programme.kind(preview.listing.kind)?;
    let choice =
        |to| Intent::Map(vec![MapChoice::Column { heading: column.heading.clone(), to }]);
    let mut entries = Vec::new();
    if column.by_hand {
        entries.push((both(&words::forget), choice(None)));
    }
    let taken = |to: MapTo| {
        let other = |(other, column): &(usize, &ListColumn)| {
            *other != at && column.to == Some(to) && column.read
        };
        columns.iter().enumerate().find(other)
    };
    let likely = |to: MapTo| match to {
        MapTo::Field(field) => column.likely.iter().position(|no| *no == field),
        _ => None,
    };
    let fields = questions(kind).map(|field| MapTo::Field(field.no));
    let mut all: Vec<MapTo> = fields.chain([MapTo::Province, MapTo::District]).collect();
    all.retain(|to| column.to != Some(*to));
    all.sort_by_key(|to| (taken(*to).is_some(), likely(*to).unwrap_or(usize::MAX)));
    let guessed = all.first().is_some_and(|to| likely(*to).is_some());
    entries.extend(all.into_iter().map(|to| {
        let label = |lang| map_to_text(to, Some(kind), lang);
        match taken(to) {
            Some((other, c)) => (
                both(&|lang| words::taken(lang, &label(lang), &c.letters, &c.heading)),
                Intent::AskMapTaken { at, to, other },
            ),
            None => (both(&label), choice(Some(to))),
        }
    }));
    let nothing = (both(&words::leave_out), choice(Some(MapTo::Nothing)));
    // Enter twice takes the likely field, or else leaves the column out
    entries.insert(usize::from(column.by_hand) + usize::from(guessed), nothing);
    let title = words::which_question(lang, &column.letters, &column.heading);
    let detail = match column.examples.as_slice() {
        [] => String::new(),
        examples => words::examples(lang, &quoted(examples)),
    };
    Some(Intent::OpenChoices { title, detail, entries })
}

fn both(of: &dyn Fn(Lang) -> String) -> Label {
    Label { vi: of(Lang::Vi), en: of(Lang::En) }
}

/// The target already has column `other`: asks what to do, and says what becomes of that column.
pub fn ask_taken(
    preview: &Preview,
    at: usize,
    to: MapTo,
    other: usize,
    env: &Env,
) -> Option<Intent> {
    let (programme, lang) = (env.programme, env.lang);
    let columns = &preview.columns;
    let (Some(column), Some(other)) = (columns.get(at), columns.get(other)) else {
        return None;
    };
    let kind = programme.kind(preview.listing.kind);
    let field = match to {
        MapTo::Field(no) => kind.and_then(|kind| kind.field(no)),
        _ => None,
    };
    let say = match field.map(|field| (field.id.as_str(), &field.ty)) {
        _ if other.by_hand => words::taken_again,
        Some(("address", _)) => words::taken_joins,
        Some((_, Type::Place | Type::Phone)) => words::taken_fills,
        _ => words::taken_instead,
    };
    let mut choices = vec![MapChoice::Column { heading: column.heading.clone(), to: Some(to) }];
    // two columns mapped by hand to one field: the later choice wins, the other is unmapped again
    let again = MapChoice::Column { heading: other.heading.clone(), to: None };
    choices.extend(other.by_hand.then_some(again));
    let entries = vec![
        (both(&words::taken_other), Intent::MapColumn(at)),
        (both(&|lang| say(lang, &column.letters, &other.letters)), Intent::Map(choices)),
    ];
    let title = words::taken_title(lang, &map_to_text(to, kind, lang), &other.letters);
    let detail = column_text(other, kind, lang);
    Some(Intent::OpenChoices { title, detail, entries })
}

/// The meanings to choose from for a value that the import does not understand.
pub fn which_meaning(preview: &Preview, at: usize, env: &Env) -> Option<Intent> {
    let (programme, lang) = (env.programme, env.lang);
    let value = preview.values.get(at)?;
    let kind = programme.kind(preview.listing.kind);
    let field = kind.and_then(|kind| kind.field(value.field))?;
    let choice = |to| {
        let (field, given) = (value.field, value.given.clone());
        Intent::Map(vec![MapChoice::Value { field, given, to }])
    };
    // the first entry does no mapping: Enter twice changes nothing
    let mut entries = vec![(both(&words::value_later), Intent::Dismiss)];
    if value.to.is_some() {
        entries = vec![(both(&words::value_forget), choice(None))];
    }
    let mut meanings = meaning::offered(programme, field);
    meanings.retain(|to| value.to.as_ref() != Some(to));
    let given = fold(&value.given);
    let alike = |to: &ValueTo| {
        let label = fold(&meaning::label(programme, field, to, Lang::Vi));
        given.split(' ').filter(|word| label.split(' ').any(|other| other == *word)).count()
    };
    meanings.sort_by_key(|to| Reverse(alike(to)));
    meanings.push(ValueTo::Nothing);
    entries.extend(meanings.into_iter().map(|to| {
        (both(&|lang| meaning::label(programme, field, &to, lang)), choice(Some(to.clone())))
    }));
    let title = words::which_meaning(lang, &value.heading, &value.given);
    let rows = value.lines.len();
    let detail = words::meaning_of_rows(lang, rows, &line_ranges(&value.lines, MOST_SPANS));
    Some(Intent::OpenChoices { title, detail, entries })
}
