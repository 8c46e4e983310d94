//! What keys do in the preview of an import.

use crate::app::Effect;
use crate::app::layer::Screen;
use crate::app::layer::ask::Then;
use crate::app::layer::import::{Import, PreviewRow, column_text, questions, quoted};
use crate::app::layer::menu::MenuChoice;
use crate::app::layer::palette::Palette;
use crate::app::layer::reader::ReaderLayer;
use crate::app::model::Model;
use crate::app::update::{dialog, work};
use crate::keymap::action::Action;
use crate::lang::{Lang, listing as words, revise};
use crate::programme::spec::{Field, Label};
use crate::record::{Listing, MapTo, Preview, ReadOptions, Theirs};
use crate::text::path::Given;

/// The answer of the worker: a new preview, or the one on top read again.
pub fn planned(model: &mut Model, preview: Preview) {
    let lang = model.lang;
    if let Some(Screen::Import(import)) = model.screen()
        && import.preview.listing.path == preview.listing.path
    {
        import.replace(preview, lang);
        let next = import.next_open().filter(|_| import.mapping);
        import.mapping = false;
        model.touch();
        if let Some(column) = next {
            map_column(model, column);
        }
        return;
    }
    if preview.may_enter() {
        model.tried = None;
    }
    // On the way back from a list that cannot enter, the path can be mended.
    dialog::ask_again(model);
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
                0 => Then::ImportDoubles(preview),
                _ => Then::Import(preview),
            };
            dialog::ask(model, then);
            return Vec::new();
        }
        ImportProblems => {
            let listing = import.preview.listing.clone();
            dialog::ask(model, Then::Problems(listing));
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
            work::start(model, Effect::PlanImport { listing, map: None })
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
        (both(&|lang| revise::clash_keep(lang, &clash.here)), MenuChoice::Theirs(with(false))),
        (both(&|lang| revise::clash_take(lang, &clash.file)), MenuChoice::Theirs(with(true))),
    ];
    // an Enter pressed twice changes the choice
    if !clash.taken {
        entries.reverse();
    }
    if clashes.len() > 1 {
        let keep = both(&|lang| revise::clash_keep_all(lang, &all));
        let take = both(&|lang| revise::clash_take_all(lang, &all));
        entries.push((keep, MenuChoice::Theirs(Theirs::None)));
        entries.push((take, MenuChoice::Theirs(Theirs::All)));
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
    work::start(model, Effect::PlanImport { listing, map: None })
}

/// All columns, to be mapped again.
fn known_columns(model: &mut Model) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let kind = programme.kind(import.preview.kind);
    let entry = |(at, column)| {
        let both = |lang| column_text(column, kind, lang);
        (Label { vi: both(Lang::Vi), en: both(Lang::En) }, MenuChoice::Column(at))
    };
    let entries = import.preview.columns.iter().enumerate().map(entry).collect();
    let palette = Palette::of(words::which_column(lang), String::new(), entries);
    model.push(Screen::Palette(palette));
}

/// Which question a column answers.
pub fn map_column(model: &mut Model, at: usize) {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Import(import)) = model.screen() else { return };
    let Some(column) = import.preview.columns.get(at) else { return };
    let Some(kind) = programme.kind(import.preview.kind) else { return };
    let heading = column.heading.clone();
    let both = |of: &dyn Fn(Lang) -> String| Label { vi: of(Lang::Vi), en: of(Lang::En) };
    let choice = |to| MenuChoice::MapColumn { heading: heading.clone(), to };
    let mut entries = Vec::new();
    if column.by_hand {
        entries.push((both(&words::forget), choice(None)));
    }
    let mut fields: Vec<_> =
        questions(kind).filter(|field| column.to != Some(MapTo::Field(field.no))).collect();
    let rank = |field: &&Field| column.likely.iter().position(|no| *no == field.no);
    fields.sort_by_key(|field| rank(field).unwrap_or(usize::MAX));
    let guessed = fields.first().is_some_and(|field| rank(field).is_some());
    entries.extend(
        fields
            .into_iter()
            .map(|field| (field.label.clone(), choice(Some(MapTo::Field(field.no))))),
    );
    entries.push((both(&words::province), choice(Some(MapTo::Province))));
    entries.push((both(&words::district), choice(Some(MapTo::District))));
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

/// The choice is remembered, and the list read again with it.
pub fn mapped(model: &mut Model, heading: String, to: Option<MapTo>) -> Vec<Effect> {
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    import.mapping = to.is_some();
    let mut listing = import.preview.listing.clone();
    let mapped = &mut listing.wanted.mapped;
    match to {
        Some(_) => mapped.insert(heading.clone()),
        None => mapped.remove(&heading),
    };
    work::start(model, Effect::PlanImport { listing, map: Some((heading, to)) })
}

pub fn plan(model: &mut Model, path: Given) -> Vec<Effect> {
    let listing = Listing { path, wanted: ReadOptions::default() };
    work::start(model, Effect::PlanImport { listing, map: None })
}
