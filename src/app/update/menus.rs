//! Short lists of things to do: what stands in them, and what choosing does.

use crate::app::layer::Screen;
use crate::app::layer::ask::Then;
use crate::app::layer::list::List;
use crate::app::layer::menu::{MenuChoice, MenuLayer};
use crate::app::layer::scene::ATTACHMENT;
use crate::app::model::Model;
use crate::app::update::go::{asked_list, page_on_top};
use crate::app::update::prompt::ask;
use crate::app::update::{forms, go, import, links, results, welcome};
use crate::app::{Effect, deed, due, shipped, title};
use crate::keymap::action::Action;
use crate::lang::{app as say, form, revise};
use crate::programme::spec::{Menu as Place, Type};
use crate::record::{BatchDone, Draft, DueIn, Id, KindNo, Reviewed, Sort};
use crate::text::format::moment_from_millis;

pub fn filter_menu(model: &mut Model) -> Vec<Effect> {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    let kind = list.query.kind;
    let Some(kind) = programme.kind(kind) else { return Vec::new() };
    let mut items = vec![
        (say::all_records(lang), MenuChoice::Filter(None)),
        (say::incomplete_only(lang), MenuChoice::Incomplete),
    ];
    let today = model.today;
    let stretches = due::offered(kind, today).into_iter();
    items.extend(stretches.map(|d| (due::words(kind, d, today, lang), MenuChoice::Due(d))));
    if model.at_headquarters() && kind.judged {
        let states =
            Reviewed::ALL.map(|one| (title::reviewed(lang, one), MenuChoice::Reviewed(one)));
        items.extend(states);
        items.push((say::by_officer(lang), MenuChoice::Officers));
    }
    for field in kind.list.filter.iter().filter_map(|no| kind.field(*no)) {
        let label = field.label.get(lang);
        match &field.ty {
            Type::Choice(list) | Type::Many(list) => {
                let choices = programme.list(list).map(|l| l.choices.as_slice()).unwrap_or(&[]);
                items.extend(choices.iter().map(|c| {
                    let words = format!("{label}: {}", c.label.get(lang));
                    (words, MenuChoice::Filter(Some((field.no, c.id.clone()))))
                }));
            }
            Type::YesNo => items.extend([true, false].map(|yes| {
                let words = format!("{label}: {}", say::yes_no(lang, yes));
                (words, MenuChoice::Filter(Some((field.no, yes.to_string()))))
            })),
            _ => {}
        }
    }
    model.push(Screen::Menu(MenuLayer::new(say::filter_title(lang), items)));
    Vec::new()
}

pub fn more_menu(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let results = crate::lang::results::TITLE.get(lang).to_owned();
    let back = (say::to_own(lang), MenuChoice::Do(Action::AppOther));
    let mut items: Vec<_> = model.in_samples().then_some(back).into_iter().collect();
    items.push((results, MenuChoice::Do(Action::GoResults)));
    items.extend(kinds(model, &[Place::More], false));
    items.push((say::import_item(lang), MenuChoice::Do(Action::AppImport)));
    items.push((say::trash_item(lang), MenuChoice::Do(Action::GoTrash)));
    let discarded = model.drafts.iter().filter(|draft| draft.hidden).count();
    if discarded > 0 {
        let words = form::discarded_item(lang, discarded);
        items.push((words, MenuChoice::Do(Action::GoDiscarded)));
    }
    model.push(Screen::Menu(MenuLayer::new(say::more_title(lang), items)));
    Vec::new()
}

/// The imports of the last 30 days; choosing one asks whether to take it back.
pub fn batches(model: &mut Model, batches: &[BatchDone]) -> Vec<Effect> {
    let lang = model.lang;
    if batches.is_empty() {
        model.message = Some(revise::no_batches(lang));
        model.touch();
        return Vec::new();
    }
    let choice = |done: &BatchDone| match done.undone {
        true => MenuChoice::Close,
        false => MenuChoice::Ask(Then::UndoImport(done.clone())),
    };
    let items = batches.iter().map(|done| (deed::line(done, lang), choice(done)));
    model.push(Screen::Menu(MenuLayer::new(revise::batches_title(lang), items.collect())));
    Vec::new()
}

/// What was discarded in the last 30 days; choosing one brings it back.
pub fn discarded_menu(model: &mut Model) -> Vec<Effect> {
    let (lang, day) = (model.lang, model.today);
    let words = |draft: &Draft| {
        let what = title::draft(model.programme, draft, &model.titles, lang);
        format!("{what} · {}", moment_from_millis(draft.changed, day))
    };
    let hidden = model.drafts.iter().filter(|draft| draft.hidden);
    let items: Vec<_> = hidden.map(|d| (words(d), MenuChoice::Restore(d.id))).collect();
    model.push(Screen::Menu(MenuLayer::new(form::discarded_title(lang), items)));
    Vec::new()
}

pub fn trash_menu(model: &mut Model) -> Vec<Effect> {
    let items = kinds(model, &[Place::Front, Place::More], true);
    model.push(Screen::Menu(MenuLayer::new(say::trash_item(model.lang), items)));
    Vec::new()
}

fn folded_menu(model: &mut Model, place: Place, deleted: bool) -> Vec<Effect> {
    let mut items = kinds(model, &[place], deleted);
    if place == Place::Reference && !deleted {
        items.push((revise::batches_item(model.lang), MenuChoice::Batches));
        items.push((say::shipped_item(model.lang), MenuChoice::Shipped));
    }
    let title = match place {
        Place::Reference => say::reference_title(model.lang),
        _ => say::activities_title(model.lang),
    };
    model.push(Screen::Menu(MenuLayer::new(title, items)));
    Vec::new()
}

/// The lists of the kinds that stand in these places; those folded away elsewhere are one line.
fn kinds(model: &Model, places: &[Place], deleted: bool) -> Vec<(String, MenuChoice)> {
    let mut items = Vec::new();
    for kind in &model.programme.kinds {
        let folded = match kind.menu {
            place if places.contains(&place) => {
                let words = kind.label.get(model.lang).to_string();
                (words, MenuChoice::List { kind: kind.no, deleted })
            }
            Place::Activities => (
                say::activities_item(model.lang),
                MenuChoice::Folded { place: Place::Activities, deleted },
            ),
            Place::Reference => (
                say::reference_item(model.lang),
                MenuChoice::Folded { place: Place::Reference, deleted },
            ),
            Place::Front | Place::More => continue,
        };
        let elsewhere =
            matches!(folded.1, MenuChoice::Folded { .. }) && !places.contains(&Place::More);
        if !elsewhere && !items.contains(&folded) {
            items.push(folded);
        }
    }
    items
}

/// What can be added to the record on the page: whatever links to it. One sort needs no menu.
pub fn add_menu(model: &mut Model) -> Vec<Effect> {
    let Some(page) = page_on_top(model) else { return Vec::new() };
    let Some(of) = page.record.as_ref().map(|r| r.kind) else { return Vec::new() };
    let lang = model.lang;
    let items: Vec<_> = links::linking(model, of)
        .map(|k| (k.label.get(lang).to_string(), MenuChoice::Linked(k.no)))
        .collect();
    if let [(_, MenuChoice::Linked(kind))] = items.as_slice() {
        return linked(model, *kind);
    }
    model.push(Screen::Menu(MenuLayer::new(say::add_title(lang), items)));
    Vec::new()
}

fn linked(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let record = page_on_top(model).and_then(|page| page.record.clone());
    let kind = model.programme.kind(kind).map(|k| k.id.as_str());
    match kind.zip(record) {
        // a file first: the questions about it come with its own answers
        Some((ATTACHMENT, record)) => {
            ask(model, Then::Attach(record.id));
            Vec::new()
        }
        Some((kind, record)) => forms::new_linked(model, kind, &record, Vec::new()),
        None => Vec::new(),
    }
}

pub fn on_menu(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = model.list_height().saturating_sub(1).max(1) as isize;
    let Some(Screen::Menu(menu)) = model.screen() else { return Vec::new() };
    match action {
        Action::MenuUp => menu.step(-1),
        Action::MenuDown => menu.step(1),
        Action::ListPageUp => menu.step(-page),
        Action::ListPageDown => menu.step(page),
        Action::ListFirst => menu.step(isize::MIN),
        Action::ListLast => menu.step(isize::MAX),
        Action::MenuChoose => return choose(model),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Menu(menu)) = model.screen() else { return Vec::new() };
    let Some((words, choice)) = menu.items.get(menu.at).cloned() else { return Vec::new() };
    // A question leads back here when it is left.
    if !matches!(choice, MenuChoice::Ask(_)) {
        model.pop();
    }
    chosen(model, words, choice)
}

pub fn chosen(model: &mut Model, words: String, choice: MenuChoice) -> Vec<Effect> {
    match choice {
        MenuChoice::Do(action) => {
            model.act_next(action);
            Vec::new()
        }
        MenuChoice::List { kind, deleted } => go::list(model, kind, deleted),
        MenuChoice::Ask(then) => {
            ask(model, then);
            Vec::new()
        }
        MenuChoice::IncompleteOf(kind) => incomplete_of(model, kind),
        MenuChoice::Returned(kind) => queue(model, kind, Reviewed::SentBack),
        MenuChoice::Period(period) => results::choose(model, Some(period), None),
        MenuChoice::Scope(scope) => results::choose(model, None, Some(scope)),
        MenuChoice::CountedList(kind) => results::list(model, kind),
        MenuChoice::Restore(id) => forms::restore(model, id),
        MenuChoice::Batches => vec![Effect::Batches],
        MenuChoice::New(kind) => forms::new_record(model, kind, Vec::new()),
        MenuChoice::Linked(kind) => linked(model, kind),
        MenuChoice::Folded { place, deleted } => folded_menu(model, place, deleted),
        MenuChoice::Shipped => {
            let width = usize::from(model.size.0).saturating_sub(4).max(16);
            let reader = shipped::reader(model.programme, model.lang, width);
            model.push(Screen::Reader(reader));
            Vec::new()
        }
        MenuChoice::Officers => {
            vec![Effect::Officers]
        }
        MenuChoice::Column(at) => {
            import::map_column(model, at);
            Vec::new()
        }
        MenuChoice::Theirs(theirs) => import::take(model, theirs),
        MenuChoice::MapTaken { at, to, other } => {
            import::ask_taken(model, at, to, other);
            Vec::new()
        }
        MenuChoice::Map(choices) => import::mapped(model, choices),
        MenuChoice::Province(code) => welcome::choose_province(model, &code),
        MenuChoice::Close => {
            let layer = model.top().map(|l| l.id).unwrap_or_default();
            go::wake(model, layer)
        }
        narrowed => narrow(model, narrowed, words),
    }
}

/// The list of the kind that lacks answers; of several one is chosen.
pub fn incomplete(model: &mut Model, kinds: Vec<(KindNo, usize)>) -> Vec<Effect> {
    let (programme, lang) = (model.programme, model.lang);
    let first = programme.kind_by_id("establishment").map(|kind| kind.no);
    if let Some(kind) = kinds.first().map(|(kind, _)| *kind).or(first)
        && kinds.len() < 2
    {
        return incomplete_of(model, kind);
    }
    let item = |(no, n): (KindNo, usize)| {
        let name = programme.kind(no)?.label.get(lang);
        Some((format!("{name} ({n})"), MenuChoice::IncompleteOf(no)))
    };
    let items = kinds.into_iter().filter_map(item).collect();
    model.push(Screen::Menu(MenuLayer::new(say::incomplete_only(lang), items)));
    Vec::new()
}

fn incomplete_of(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let words = say::incomplete_only(model.lang);
    narrowed_list(model, kind, MenuChoice::Incomplete, words)
}

/// A list that a row leads to stands over the screen of that row, which is there again on the way
/// back. A form gives way, and stays behind as a draft.
fn narrowed_list(
    model: &mut Model,
    kind: KindNo,
    choice: MenuChoice,
    words: String,
) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let mut effects = Vec::new();
    if model.stack.iter().any(|layer| matches!(layer.screen, Screen::Form(_))) {
        effects = go::list(model, kind, false);
    } else {
        model.push(Screen::List(Box::new(List::new(spec, false))));
    }
    effects.extend(narrow(model, choice, words));
    set_opened(model);
    effects
}

pub fn narrow(model: &mut Model, choice: MenuChoice, words: String) -> Vec<Effect> {
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    match choice {
        MenuChoice::Sort(sort) => list.query.sort = sort,
        MenuChoice::Incomplete => {
            (list.query.incomplete, list.filter_words) = (true, words);
            list.query.filter.clear();
        }
        MenuChoice::Due(due) => {
            (list.query.due, list.due_words) = (Some(due), words);
            list.query.sort = Sort::Due;
        }
        // these two go together with each other and with an answer
        MenuChoice::Reviewed(reviewed) => list.query.reviewed = Some(reviewed),
        MenuChoice::By(officer) => (list.query.by, list.by_words) = (Some(officer), words),
        MenuChoice::Filter(Some(filter)) => {
            (list.query.incomplete, list.filter_words) = (false, words);
            list.query.filter = vec![filter];
        }
        _ => {
            (list.query.incomplete, list.filter_words) = (false, String::new());
            list.query.filter.clear();
            (list.query.reviewed, list.query.by, list.query.due) = (None, None, None);
            list.by_words.clear();
            list.due_words.clear();
            if list.query.sort == Sort::Due {
                list.query.sort = list.usual;
            }
        }
    }
    list.restart();
    asked_list(model)
}

/// The list on top was opened as it is now: Esc leads away from it.
pub fn set_opened(model: &mut Model) {
    if let Some(Screen::List(list)) = model.screen() {
        list.set_opened();
    }
}

/// The officers there are, for a list to be narrowed by one of them.
pub fn officers(model: &mut Model, officers: Vec<(Id, String)>) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::List(_))) {
        let items = officers.into_iter().map(|(id, name)| (name, MenuChoice::By(id))).collect();
        model.push(Screen::Menu(MenuLayer::new(say::by_officer(model.lang), items)));
    }
    Vec::new()
}

/// The records of a kind that stand so with the reviewers.
pub fn queue(model: &mut Model, kind: KindNo, reviewed: Reviewed) -> Vec<Effect> {
    narrowed_list(model, kind, MenuChoice::Reviewed(reviewed), String::new())
}

/// The records of a kind whose day calls for attention.
pub fn due(model: &mut Model, kind: KindNo, due: DueIn) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let words = due::words(spec, due, model.today, model.lang);
    narrowed_list(model, kind, MenuChoice::Due(due), words)
}

/// What was sent back; of several kinds one is chosen.
pub fn returned(model: &mut Model, kinds: Vec<KindNo>) -> Vec<Effect> {
    if let [kind] = kinds.as_slice() {
        return queue(model, *kind, Reviewed::SentBack);
    }
    let item = |no: KindNo| {
        let name = model.programme.kind(no)?.label.get(model.lang).to_owned();
        Some((name, MenuChoice::Returned(no)))
    };
    let items = kinds.into_iter().filter_map(item).collect();
    let title = title::reviewed(model.lang, Reviewed::SentBack);
    model.push(Screen::Menu(MenuLayer::new(title, items)));
    Vec::new()
}

/// The three roads of the first run.
pub fn first_menu(model: &mut Model) {
    let lang = model.lang;
    let establishment = model.programme.kind_by_id("establishment").map(|k| k.no);
    let mut items = vec![
        (say::road_import(lang), MenuChoice::Ask(Then::PlanImport)),
        (say::road_demo(lang), MenuChoice::Ask(Then::Demo)),
    ];
    items.extend(establishment.map(|kind| (say::road_first(lang), MenuChoice::New(kind))));
    items.push((say::road_empty(lang), MenuChoice::Close));
    model.push(Screen::Menu(MenuLayer::new(say::road_title(lang), items)));
}
