//! Carries out intents: the only place where intents of layers change the stack or become
//! effects.

use crate::app::Effect;
use crate::app::ceilings;
use crate::app::effect::SeenByEditor;
use crate::app::event::LayerId;
use crate::app::form::Form;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::Screen;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::page;
use crate::app::layer::palette::Palette;
use crate::app::layer::reader::ReaderLayer;
use crate::app::model::Model;
use crate::app::update::changes::commit;
use crate::app::update::navigate::page_on_top;
use crate::app::update::{
    can, dialog, drafts, forms, import, lock, menus, narrow, navigate, prompt, results, review,
    sync, welcome, work,
};
use crate::keymap::action::Action;
use crate::programme::duties;
use crate::record::{Change, FieldNo, Listing, Reviewed};
use crate::text::path::TargetPath;

/// Runs all queued intents in order.
pub fn run_wanted(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some((layer, intent, input)) = model.wanted.pop_front() {
        effects.extend(run(model, layer, intent, input));
    }
    effects
}

/// `layer`: the layer that sent the intent.
fn run(model: &mut Model, layer: LayerId, intent: Intent, input: IntentInput) -> Vec<Effect> {
    match intent {
        Intent::Act(action) => model.queue_action(action),
        Intent::Ask(then) => prompt::ask(model, *then),
        Intent::ShowMessage(text) => {
            model.message = Some(text);
            model.mark_dirty();
        }
        Intent::Choose { words, then } => {
            // a question needs the dialog below it when it is refused
            if !matches!(*then, Intent::Ask(_)) {
                model.pop();
            }
            model.want_on_top(*then, IntentInput { words, ..IntentInput::default() });
        }
        Intent::Confirm { text, second, then } => {
            prompt::close_prompt(model);
            let words = String::new();
            model.want_on_top(*then, IntentInput { words, text, second });
        }
        Intent::Refuse => return dialog::refuse(model),
        Intent::Close => return navigate::back(model),
        Intent::Dismiss => return navigate::refresh_top(model),
        Intent::FetchRows => {
            model.mark_dirty();
            return navigate::missing_rows(model, layer).into_iter().collect();
        }
        Intent::PrepareSearch(kind) => return vec![Effect::PrepareSearch(kind)],
        Intent::PrepareReport(asked) => {
            let is_shown = model.top().is_some_and(|top| top.id == layer);
            return is_shown.then_some(Effect::PrepareReport(asked)).into_iter().collect();
        }
        Intent::FetchFigures(of) => return vec![Effect::Figures { layer, of }],
        Intent::FetchRelated => {
            let queries = match model.layer(layer) {
                Some(Screen::Page(page)) => {
                    page.groups.iter().map(|g| g.query.clone()).collect()
                }
                _ => Vec::new(),
            };
            return vec![Effect::Related { layer, queries, limit: page::GROUP_ROWS }];
        }
        Intent::LayOutPage => {
            let (scene, height) = (model.page_scene(), model.height_below_title());
            if let Some(Screen::Page(page)) = model.layer(layer) {
                page.build(&scene);
                page.lines.scroll_to_cursor(height);
            }
            model.mark_dirty();
        }

        Intent::OpenMenu { title, items } => {
            model.push(MenuLayer::new(title, items));
        }
        Intent::OpenChoices { title, detail, entries } => {
            model.push(Palette::from_entries(title, detail, entries));
        }
        Intent::OpenQuestion { title, entries } => {
            model.push(Palette::question(title, entries, model.lang));
        }
        Intent::ShowText { title, lines } => {
            model.push(ReaderLayer::text(title, lines, model.size.0));
        }
        Intent::ShowHistory(id) => return vec![Effect::History { id }],

        Intent::OpenRecord(_, id) => return navigate::page(model, id),
        Intent::OpenDraft(id) => return forms::resume(model, id),
        Intent::RestoreDraft(id) => return forms::restore(model, id),
        Intent::OpenList { kind, deleted } => return navigate::list(model, kind, deleted),
        Intent::OpenIncomplete(kind) => return narrow::incomplete(model, kind),
        Intent::OpenQueue(kind, reviewed) => {
            return narrow::list_reviewed(model, kind, reviewed);
        }
        Intent::OpenReturned(kinds) => match kinds.as_slice() {
            [kind] => return narrow::list_reviewed(model, *kind, Reviewed::SentBack),
            _ => menus::returned(model, kinds),
        },
        Intent::OpenDue(kind, due) => return narrow::due(model, kind, due),
        Intent::OpenReport(periods) => return results::open_menu(model, periods),
        Intent::FetchCountedKinds(counted) => {
            return vec![Effect::CountedKinds { layer, counted }];
        }
        Intent::OpenCounted(kind) => return results::list(model, kind),
        Intent::OpenFolded { place, deleted } => menus::show_kinds(model, place, deleted),
        Intent::OpenBuiltinReference => {
            let width = usize::from(model.size.0).saturating_sub(4).max(16);
            let reader = ceilings::ceilings_reader(model.programme, model.lang, width);
            model.push(reader);
        }
        Intent::OpenBatches => return vec![Effect::Batches],

        narrowing @ (Intent::Filter(_)
        | Intent::FilterIncomplete
        | Intent::FilterDue(_)
        | Intent::FilterReviewed(_)
        | Intent::FilterOfficer(_)
        | Intent::Sort(_)) => return narrow::narrow(model, narrowing, input.words),
        Intent::ChooseOfficer => return vec![Effect::Officers],
        Intent::SetPeriod(period) => return results::choose(model, Some(period), None),
        Intent::SetScope(scope) => return results::choose(model, None, Some(scope)),
        Intent::SetQuestion(period, scope) => {
            return results::choose(model, Some(period), Some(scope));
        }

        Intent::NewRecord(kind) => return forms::new_record(model, kind, Vec::new()),
        Intent::NewLinked(kind) => return menus::linked_kinds(model, kind),
        Intent::NewTaskOf(visit) => return forms::task_of(model, visit),
        Intent::AddReportsOf(honour) => {
            let (mut ids, now) = (model.ids(), model.now);
            let made = (0..duties::MOST).map(|_| ids.next(now)).collect();
            model.put_ids(ids);
            return vec![Effect::CreateOwedReports { honour, ids: made }];
        }
        // only if the layer is still on top when the answer arrives
        Intent::EditField(no) if model.top().is_some_and(|top| top.id == layer) => {
            return edit_field(model, no);
        }
        Intent::EditField(_) => {}
        Intent::EditPage(at) => return forms::edit(model, at),
        Intent::EditRecord(record, titles) => {
            return forms::edit_record(model, record, titles, None);
        }
        Intent::AskDelete { id, base } => return vec![Effect::Linking { layer, id, base }],
        Intent::Delete { id, base } => {
            return commit(model, vec![Change::Delete { id, base, reason: input.text }]);
        }
        Intent::ConfirmErase(change) => prompt::confirm_erase(model, change, &input.text),
        Intent::Erase(change) => return commit(model, vec![change.because(input.text)]),
        Intent::Commit(changes) => return commit(model, changes),
        Intent::CommitBecause { layer, changes, ends_draft } => {
            let reason = input.text;
            return vec![Effect::CommitBecause { layer, changes, ends_draft, reason }];
        }

        Intent::Approve => return review::approve(model),
        Intent::SendBack(at) => return review::send_back(model, at),
        Intent::Assign => return review::assign(model),
        Intent::Decide(action) => return review::decide(model, action),

        Intent::SaveDraft => return drafts::save_draft_of(model, layer),
        Intent::Find { kind, text, near } => {
            return vec![Effect::Find { layer, kind, text, near }];
        }
        Intent::Create { kind, text } => return forms::create(model, kind, text),
        Intent::FollowLink(id) => {
            let kind = form(model, layer).map(|form| form.content.draft.kind);
            let carry = |kind| Effect::CarryOver { layer, kind, linked: id };
            return kind.map(carry).into_iter().collect();
        }
        Intent::FetchEdited => {
            let edited = form(model, layer).and_then(|form| form.content.draft.edits);
            let load = |(id, head)| Effect::LoadEdited { layer, id, head };
            return edited.map(load).into_iter().collect();
        }
        Intent::SaveForm(changes, seen) => return save_form(model, layer, changes, seen),
        Intent::CloseForm => return forms::close(model, layer),
        Intent::PlaceSince(day) => forms::place_since(model, day),
        Intent::PlaceSinceTyped => forms::place_since_typed(model, &input.text),
        Intent::SettleForm => return forms::settle(model, layer),

        Intent::PlanImport(kind) => {
            return import::request_preview(model, kind, input.path());
        }
        Intent::Replan(listing, map) => {
            return work::start(model, Effect::PlanImport { listing, map });
        }
        Intent::WriteProblems(listing) => {
            let path = input.path();
            return work::start(model, Effect::Problems { listing, path, overwrite: false });
        }
        Intent::Import(preview) if !preview.doubles.is_empty() => {
            prompt::ask(model, Intent::ImportDoubles(preview));
        }
        Intent::Import(preview) => return enter_list(model, preview.listing, false),
        Intent::ImportDoubles(preview) => return enter_list(model, preview.listing, true),
        Intent::ImportOthers(listing) => return enter_list(model, listing, false),
        Intent::UndoImport(done) => {
            navigate::close_start_menu(model);
            return work::start(model, Effect::UndoImport(done.batch));
        }
        Intent::Export(kind) => {
            let path = input.path();
            return work::start(model, Effect::Export { kind, path, overwrite: false });
        }
        Intent::WriteReport(asked) => {
            let path = input.path();
            return work::start(model, Effect::Report { asked, path, overwrite: false });
        }
        Intent::Print(id) => {
            let path = input.path();
            return work::start(model, Effect::Print { id, path, overwrite: false });
        }
        Intent::Attach(parent) => {
            let (layer, path) = (top(model), input.path());
            return vec![Effect::ReadAttachment { layer, parent, path }];
        }
        Intent::SaveAttachment(id) => {
            return vec![Effect::SaveAttachmentFile {
                id,
                path: input.path(),
                overwrite: false,
            }];
        }
        Intent::WriteFile { effect, path, free } => {
            let file = if input.second { path } else { free };
            return match effect.with_target(TargetPath::Exact(file), input.second) {
                effect @ Effect::SaveAttachmentFile { .. } => vec![effect],
                long => work::start(model, long),
            };
        }
        Intent::MakeSamples => {
            navigate::close_start_menu(model);
            return work::start(model, Effect::Demo { establishments: 200, visits: 300 });
        }
        Intent::SyncTo => return sync::start(model, input.text, false),

        Intent::MapColumn(at) => import::map_column(model, at),
        Intent::AskMapTaken { at, to, other } => import::ask_taken(model, at, to, other),
        Intent::Map(choices) => return import::reread_mapped(model, choices),
        Intent::TakeTheirs(theirs) => return import::reread_with(model, theirs),

        Intent::TakeOver => return vec![Effect::Open { take_over: true }],
        Intent::SetProvince(code) => welcome::choose_province(model, &code),
        Intent::CreateNotebook { officer, unit, province, passphrase } => {
            return vec![Effect::Init { officer, unit, province, passphrase }];
        }
        Intent::Unlock(typed) => return vec![Effect::Unlock(typed)],
        Intent::AskPassphrase(task) => lock::ask(model, task),
        Intent::SetPassphrase { present, new } => {
            return vec![Effect::SetPassphrase { present, new }];
        }
        Intent::AskRecovery => lock::ask_recovery(model),
        Intent::SetRecovery(is_on) => return vec![Effect::SetRecovery(is_on)],
    }
    Vec::new()
}

fn top(model: &Model) -> LayerId {
    model.top().map(|layer| layer.id).unwrap_or_default()
}

fn form(model: &mut Model, layer: LayerId) -> Option<&mut Form> {
    match model.layer(layer) {
        Some(Screen::Form(form)) => Some(form),
        _ => None,
    }
}

fn edit_field(model: &mut Model, no: FieldNo) -> Vec<Effect> {
    if !can::can(model, Action::RecordEdit) {
        return Vec::new();
    }
    let programme = model.programme;
    let kind = page_on_top(model).and_then(|page| page.kind(programme));
    match kind.and_then(|kind| forms::who_answers(model, kind.field(no)?)) {
        Some(why) => {
            model.message = Some(why);
            Vec::new()
        }
        None => forms::edit(model, Some(no)),
    }
}

fn save_form(
    model: &mut Model,
    layer: LayerId,
    changes: Vec<Change>,
    seen: SeenByEditor,
) -> Vec<Effect> {
    let Some(form) = form(model, layer) else { return Vec::new() };
    // a stored draft without changes is ended too
    let is_changed = !changes.iter().all(Change::is_empty);
    let ends_draft = (is_changed || form.content.is_stored()).then_some(form.content.draft.id);
    model.autosave = None;
    vec![Effect::Commit { layer, changes, ends_draft, seen_by_editor: Some(seen) }]
}

/// Starts the import and closes its preview, so that it cannot be started twice.
fn enter_list(model: &mut Model, listing: Listing, duplicates: bool) -> Vec<Effect> {
    model.pop();
    // also close the path prompt below, if there is one
    if matches!(model.screen(), Some(Screen::Ask(ask)) if matches!(ask.then, Intent::PlanImport(_)))
    {
        model.pop();
    }
    navigate::close_start_menu(model);
    work::start(model, Effect::Import { listing, duplicates })
}
