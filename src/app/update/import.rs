//! What keys do in the preview of an import.

use std::cmp::Reverse;

use crate::app::Effect;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::import::{
    Import, PreviewRow, column_text, map_to_text, questions, quoted,
};
use crate::app::layer::palette::Palette;
use crate::app::layer::reader::ReaderLayer;
use crate::app::model::Model;
use crate::app::update::{prompt, work};
use crate::keymap::action::Action;
use crate::lang::{Lang, listing as words, revise};
use crate::programme::meaning;
use crate::programme::spec::{Label, Type};
use crate::record::{
    ListColumn, Listing, MapChoice, MapTo, Preview, ReadOptions, Theirs, ValueTo,
};
use crate::text::fold::fold;
use crate::text::format::spans;
use crate::text::path::Given;

/// The answer of the worker: a new preview, or the one on top read again.
pub fn planned(model: &mut Model, preview: Preview) {
    let lang = model.lang;
    if let Some(Screen::Import(import)) = model.screen()
        && import.preview.listing.path == preview.listing.path
    {
        import.replace(preview, lang);
        model.touch();
        return;
    }
    if preview.may_enter() {
        model.tried = None;
    }
    // On the way back from a list that cannot enter, the path can be mended.
    prompt::ask_again(model);
    model.push(Screen::Import(Box::new(Import::new(preview, lang))));
}

pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let height = model.list_height();
    let page = height.saturating_sub(1).max(1) as isize;
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    match action {
        ScrollUp => import.step(-1),
        ScrollDown => import.step(1),
        ScrollPageUp => import.step(-page),
        ScrollPageDown => import.step(page),
        ScrollFirst => import.ends(false),
        ScrollLast => import.ends(true),
        ImportGo => {
            let preview = Box::new(import.preview.clone());
            let then = match preview.entering {
                0 => Intent::ImportDoubles(preview),
                _ => Intent::Import(preview),
            };
            prompt::ask(model, then);
            return Vec::new();
        }
        ImportProblems => {
            let listing = import.preview.listing.clone();
            prompt::ask(model, Intent::WriteProblems(listing));
            return Vec::new();
        }
        ImportOpen => return open(model),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

fn open(model: &mut Model) -> Vec<Effect> {
    let columns = model.size.0;
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    match import.row().cloned() {
        Some(PreviewRow::Column(at)) => {
            map_column(model, at);
            Vec::new()
        }
        Some(PreviewRow::Value(at)) => {
            which_meaning(model, at);
            Vec::new()
        }
        Some(PreviewRow::Known) => {
            known_columns(model);
            Vec::new()
        }
        Some(
            row @ (PreviewRow::HiddenRows
            | PreviewRow::HiddenColumns
            | PreviewRow::NoValues
            | PreviewRow::Doubtful),
        ) => {
            let mut listing = import.preview.listing.clone();
            let wanted = &mut listing.wanted;
            let choice = match row {
                PreviewRow::HiddenRows => &mut wanted.hidden_rows,
                PreviewRow::HiddenColumns => &mut wanted.hidden_columns,
                PreviewRow::Doubtful => &mut wanted.doubtful,
                _ => &mut wanted.empty_formulas,
            };
            *choice = !*choice;
            work::start(model, Effect::PlanImport { listing, map: Vec::new() })
        }
        Some(PreviewRow::Clash(at)) => {
            choose_side(model, at);
            Vec::new()
        }
        Some(PreviewRow::Remark(at)) => {
            let Some(remark) = import.preview.remarks.get(at) else { return Vec::new() };
            let lines = match remark.each.as_slice() {
                [] => vec![remark.summary.clone()],
                each => each.iter().flat_map(|one| one.lines()).map(str::to_owned).collect(),
            };
            let title = words::heading_look(model.lang);
            model.push(Screen::Reader(ReaderLayer::text(title, lines, columns)));
            Vec::new()
        }
        Some(PreviewRow::Sums) => {
            let lines = import.preview.sums.clone();
            let title = words::heading_sums(model.lang);
            model.push(Screen::Reader(ReaderLayer::text(title, lines, columns)));
            Vec::new()
        }
        Some(PreviewRow::Heading(_)) | None => Vec::new(),
    }
}

/// Whose answer holds where both sides changed one: for this answer, or for all of them.
fn choose_side(model: &mut Model, at: usize) {
    let lang = model.lang;
    let Some(Screen::Import(import)) = model.screen() else { return };
    let clashes = &import.preview.clashes;
    let Some(clash) = clashes.get(at) else { return };
    let with = |take: bool| {
        let others = clashes.iter().filter(|one| one.taken && one.answer != clash.answer);
        let this = take.then_some(clash.answer);
        Theirs::Some(others.map(|one| one.answer).chain(this).collect())
    };
    let all = clashes.len().to_string();
    let both = |of: &dyn Fn(Lang) -> String| Label { vi: of(Lang::Vi), en: of(Lang::En) };
    let mut entries = vec![
        (both(&|lang| revise::clash_keep(lang, &clash.here)), Intent::TakeTheirs(with(false))),
        (both(&|lang| revise::clash_take(lang, &clash.file)), Intent::TakeTheirs(with(true))),
    ];
    // an Enter pressed twice changes the choice
    if !clash.taken {
        entries.reverse();
    }
    if clashes.len() > 1 {
        let keep = both(&|lang| revise::clash_keep_all(lang, &all));
        let take = both(&|lang| revise::clash_take_all(lang, &all));
        entries.push((keep, Intent::TakeTheirs(Theirs::None)));
        entries.push((take, Intent::TakeTheirs(Theirs::All)));
    }
    let title = revise::clash_row(lang, clash.line, &clash.record, &clash.label);
    let detail = match &clash.exported {
        Some(was) => revise::clash_was(lang, was),
        None => revise::clash_was_unknown(lang),
    };
    model.push(Screen::Palette(Palette::of(title, detail, entries)));
}

/// The list is read again with what was chosen.
pub fn take(model: &mut Model, theirs: Theirs) -> Vec<Effect> {
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    let mut listing = import.preview.listing.clone();
    listing.wanted.theirs = theirs;
    work::start(model, Effect::PlanImport { listing, map: Vec::new() })
}

/// All columns, to be mapped again.
fn known_columns(model: &mut Model) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let kind = programme.kind(import.preview.kind);
    let entry = |(at, column)| {
        let both = |lang| column_text(column, kind, lang);
        (Label { vi: both(Lang::Vi), en: both(Lang::En) }, Intent::MapColumn(at))
    };
    let entries = import.preview.columns.iter().enumerate().map(entry).collect();
    let palette = Palette::of(words::which_column(lang), String::new(), entries);
    model.push(Screen::Palette(palette));
}

/// Which question a column answers. Those that have a column come last, and say so.
pub fn map_column(model: &mut Model, at: usize) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let columns = &import.preview.columns;
    let Some(column) = columns.get(at) else { return };
    let Some(kind) = programme.kind(import.preview.kind) else { return };
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
    // an Enter pressed twice takes the likely question, or leaves the column out
    entries.insert(usize::from(column.by_hand) + usize::from(guessed), nothing);
    let title = words::which_question(lang, &column.letters, &column.heading);
    let detail = match column.examples.as_slice() {
        [] => String::new(),
        examples => words::examples(lang, &quoted(examples)),
    };
    model.push(Screen::Palette(Palette::of(title, detail, entries)));
}

fn both(of: &dyn Fn(Lang) -> String) -> Label {
    Label { vi: of(Lang::Vi), en: of(Lang::En) }
}

/// The question has a column: what becomes of that one is said before it is chosen.
pub fn ask_taken(model: &mut Model, at: usize, to: MapTo, other: usize) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let columns = &import.preview.columns;
    let (Some(column), Some(other)) = (columns.get(at), columns.get(other)) else { return };
    let kind = programme.kind(import.preview.kind);
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
    // two columns chosen for one question: the later choice holds, the other is open again
    let again = MapChoice::Column { heading: other.heading.clone(), to: None };
    choices.extend(other.by_hand.then_some(again));
    let entries = vec![
        (both(&words::taken_other), Intent::MapColumn(at)),
        (both(&|lang| say(lang, &column.letters, &other.letters)), Intent::Map(choices)),
    ];
    let title = words::taken_title(lang, &map_to_text(to, kind, lang), &other.letters);
    let detail = column_text(other, kind, lang);
    model.push(Screen::Palette(Palette::of(title, detail, entries)));
}

/// What a value means that nobody understands.
fn which_meaning(model: &mut Model, at: usize) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let Some(value) = import.preview.values.get(at) else { return };
    let kind = programme.kind(import.preview.kind);
    let Some(field) = kind.and_then(|kind| kind.field(value.field)) else { return };
    let choice = |to| {
        let (field, given) = (value.field, value.given.clone());
        Intent::Map(vec![MapChoice::Value { field, given, to }])
    };
    // an Enter pressed twice changes nothing
    let mut entries = vec![(both(&words::value_later), Intent::Dismiss)];
    if value.to.is_some() {
        entries = vec![(both(&words::value_forget), choice(None))];
    }
    let mut meanings = meaning::offered(field);
    meanings.retain(|to| value.to.as_ref() != Some(to));
    let given = fold(&value.given);
    let alike = |to: &ValueTo| {
        let label = fold(&meaning::label(field, to, Lang::Vi));
        given.split(' ').filter(|word| label.split(' ').any(|other| other == *word)).count()
    };
    meanings.sort_by_key(|to| Reverse(alike(to)));
    meanings.push(ValueTo::Nothing);
    entries.extend(
        meanings.into_iter().map(|to| {
            (both(&|lang| meaning::label(field, &to, lang)), choice(Some(to.clone())))
        }),
    );
    let title = words::which_meaning(lang, &value.heading, &value.given);
    let rows = value.lines.len();
    let detail = words::meaning_of_rows(lang, rows, &spans(&value.lines, MOST_SPANS));
    model.push(Screen::Palette(Palette::of(title, detail, entries)));
}

/// The choices are remembered, and the list read again with them.
pub fn mapped(model: &mut Model, choices: Vec<MapChoice>) -> Vec<Effect> {
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    let mut listing = import.preview.listing.clone();
    let mapped = &mut listing.wanted.mapped;
    for choice in &choices {
        match choice {
            MapChoice::Column { heading, to: Some(_) } => mapped.insert(heading.clone()),
            MapChoice::Column { heading, to: None } => mapped.remove(heading),
            MapChoice::Value { .. } => false,
        };
    }
    work::start(model, Effect::PlanImport { listing, map: choices })
}

/// Runs of lines that are named.
const MOST_SPANS: usize = 5;

pub fn plan(model: &mut Model, path: Given) -> Vec<Effect> {
    let listing = Listing { path, wanted: ReadOptions::default() };
    work::start(model, Effect::PlanImport { listing, map: Vec::new() })
}
