//! What is possible now: asked by update, hint bar and palette, so that they cannot disagree.

use crate::app::deed::Deed;
use crate::app::intent::Intent;
use crate::app::layer::{Screen, page, scene};
use crate::app::model::Model;
use crate::app::update::{cases, drafts, links};
use crate::keymap::action::{Action, ActionGroup};
use crate::record::{Id, KindNo, Record};

pub fn can(model: &Model, action: Action) -> bool {
    model.top().is_some_and(|top| can_on(model, &top.screen, action))
}

/// Whether it is possible once the dialogs are closed.
pub fn can_behind(model: &Model, action: Action) -> bool {
    let below = model.stack.iter().rev().find(|layer| !layer.screen.is_dialog());
    below.is_some_and(|layer| can_on(model, &layer.screen, action))
}

fn can_on(model: &Model, screen: &Screen, action: Action) -> bool {
    use Action::*;
    match action {
        HelpOpen | AppQuit | ScreenRedraw | TextTelex | PaletteOpen => true,
        GoToday | GoEstablishments | GoVisits | GoModels | GoMore | GoResults | GoProjects
        | GoTasks | GoMeasurements | GoOfficers | GoTrash | GoDiscarded | GoIncomplete
        | VisitNew | AppImport
            if !model.open || screen.is_dialog() =>
        {
            false
        }
        // the same key imports the list that is previewed, also while one of its remarks is read
        VisitNew if is_previewed(model) => false,
        GoToday | GoEstablishments | GoVisits | GoModels | GoMore | GoResults | GoProjects
        | GoTasks | GoMeasurements | GoOfficers | GoTrash | GoIncomplete | VisitNew => true,
        GoDiscarded => model.drafts.iter().any(|draft| draft.hidden),
        // one at a time
        ImportUndo => model.open && model.work.is_none() && !screen.is_dialog(),
        AppImport | ListExport | ResultsWrite | RecordPrint if model.work.is_some() => false,
        AppImport => true,
        WorkStop => model.work.is_some(),
        AppOther => {
            let idle = model.open && model.work.is_none() && !screen.is_dialog();
            idle && !model.at_headquarters()
        }
        GoSync => model.open && !screen.is_dialog(),
        SyncNow | SyncFiles | SyncBy => {
            let enrolled = model.sync.standing.as_ref().is_some_and(|s| s.hq.is_some());
            enrolled && model.work.is_none() && !screen.is_dialog()
        }
        SyncDetails => model.sync.standing.is_some() && !screen.is_dialog(),
        GoMatters => model.open && !screen.is_dialog() && model.at_headquarters(),
        AppNews => !model.news.is_empty(),
        DeedUndo => {
            let resting = !screen.is_dialog() && !matches!(screen, Screen::Form(_));
            let idle = model.work.is_none();
            let undone = |deed: &Deed| match deed {
                Deed::Imported(_) => idle,
                deed => deed.is_undone_by_key(),
            };
            let deed = model.deed.as_ref();
            resting && deed.map_or_else(|| drafts::discarded_before(model).is_some(), undone)
        }
        LayerClose => model.stack.len() > 1,
        _ => match screen {
            Screen::List(list) => match action {
                ListOpen => list.selected().is_some(),
                ListSearch => list.search.is_none(),
                ListFilter | ListSort | ListTrash => true,
                RecordNew => !list.query.deleted && makes(model, list.query.kind),
                ListExport => !list.query.deleted,
                SearchDone | FieldDone => list.search.is_some(),
                RecordEdit if !writes(model, list.query.kind) => false,
                RecordEdit => {
                    let row = list.selected().filter(|_| !list.query.deleted);
                    row.is_some_and(|record| may_change(model, record))
                }
                RecordDelete => {
                    let row = list.selected().filter(|_| !list.query.deleted);
                    row.is_some_and(|record| may_delete(model, record))
                }
                RecordHistory => list.selected().is_some(),
                RecordRestore => {
                    let row = list.selected().filter(|_| list.query.deleted);
                    row.is_some_and(|record| may_delete(model, record))
                }
                _ if list.search.is_some() && types(action) => true,
                _ => moves(action),
            },
            Screen::Today(today) => match action {
                ListOpen => today.lines.target().is_some(),
                RecordDelete | FormDiscard => drafts_row(model).is_some(),
                _ => moves(action),
            },
            Screen::Sync(sync) => match action {
                ListOpen => sync.lines.target().is_some(),
                _ => moves(action),
            },
            Screen::Results(results) => match action {
                ListOpen => results.selected().is_some_and(|row| !row.kinds.is_empty()),
                ResultsParts | ResultsPeriod | ResultsScope | ResultsEarlier | ResultsLater
                | ResultsWrite => true,
                _ => moves(action),
            },
            Screen::Page(page) => on_page(model, page, action),
            Screen::Form(form) => form.can(action, model.programme),
            Screen::Import(import) if action == ImportGo => {
                import.preview.may_enter() && model.work.is_none()
            }
            Screen::Import(import) if action == ImportOpen => {
                import.row().is_some() && model.work.is_none()
            }
            Screen::Import(import) if action == ImportProblems => {
                !import.preview.remarks.is_empty() && model.work.is_none()
            }
            Screen::Reader(_) | Screen::Import(_) => matches!(
                action,
                ScrollUp
                    | ScrollDown
                    | ScrollPageUp
                    | ScrollPageDown
                    | ScrollFirst
                    | ScrollLast
            ),
            Screen::Menu(_) => {
                matches!(action, MenuUp | MenuDown | MenuChoose) || pages(action)
            }
            Screen::Ask(ask) => match action {
                ConfirmYes | ConfirmNo | ConfirmChoose => true,
                ConfirmNext => ask.editor.is_none(),
                _ => ask.editor.is_some() && types(action),
            },
            Screen::Palette(_) => {
                let picks = matches!(
                    action,
                    PickUp | PickDown | PickPageUp | PickPageDown | PickChoose
                );
                picks || action == PickCancel || types(action)
            }
            Screen::Welcome(_) => {
                matches!(action, FieldNext | FieldPrev | FormSave) || types(action)
            }
        },
    }
}

fn is_previewed(model: &Model) -> bool {
    model.stack.iter().any(|layer| matches!(layer.screen, Screen::Import(_)))
}

/// What a narrow bar of hints must not lose on this screen, in this order.
pub fn needed_most(model: &Model) -> &'static [Action] {
    use Action::*;
    match model.top().map(|top| &top.screen) {
        Some(Screen::List(list)) if list.query.deleted => {
            &[ListOpen, RecordRestore, ListSearch]
        }
        Some(Screen::Page(_)) => &[ListOpen, RecordRestore],
        Some(Screen::Form(form)) if form.pick.is_some() => {
            &[PickChoose, PickCreate, PickCancel]
        }
        Some(Screen::Results(_)) => {
            &[ListOpen, ResultsPeriod, ResultsScope, ResultsEarlier, ResultsLater, ResultsWrite]
        }
        _ => &[],
    }
}

/// The draft whose row is marked on the first screen.
pub fn drafts_row(model: &Model) -> Option<Id> {
    let Screen::Today(today) = &model.top()?.screen else { return None };
    match today.lines.target() {
        Some(Intent::OpenDraft(id)) => Some(*id),
        _ => None,
    }
}

/// Whether records of a kind are written here; reference sets are imported.
fn writes(model: &Model, kind: KindNo) -> bool {
    model.programme.kind(kind).is_some_and(|kind| !kind.imported)
}

/// Whether the user of this notebook may change the record.
pub fn may_change(model: &Model, record: &Record) -> bool {
    let officer = model.officer.as_ref().map(|officer| officer.id);
    let kind = model.programme.kind(record.kind);
    model.at_headquarters() || kind.is_none_or(|kind| kind.may_be_changed(record, officer))
}

/// Whether he may delete it, or take it back from the bin.
pub fn may_delete(model: &Model, record: &Record) -> bool {
    let officer = model.officer.as_ref().map(|officer| officer.id);
    let kind = model.programme.kind(record.kind);
    model.at_headquarters() || kind.is_none_or(|kind| kind.may_be_deleted(record, officer))
}

/// By more than a row.
fn pages(action: Action) -> bool {
    use Action::*;
    matches!(action, ListPageUp | ListPageDown | ListFirst | ListLast)
}

fn types(action: Action) -> bool {
    action.spec().group == ActionGroup::Typing
}

/// Whether a record of this kind can be made on a screen: headquarters' officers come by enrolment.
fn makes(model: &Model, kind: KindNo) -> bool {
    let officer =
        model.programme.kind_by_id("officer").is_some_and(|officer| officer.no == kind);
    writes(model, kind) && !(officer && model.at_headquarters())
}

/// Over the rows that a screen shows.
pub(super) fn moves(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        ListUp
            | ListDown
            | ListPageUp
            | ListPageDown
            | ListFirst
            | ListLast
            | PageNextTab
            | PagePrevTab
    )
}

fn on_page(model: &Model, page: &scene::RecordPage, action: Action) -> bool {
    use Action::*;
    let Some(record) = &page.record else { return moves(action) };
    let kind = model.programme.kind(record.kind);
    let is = |id: &str| kind.is_some_and(|k| k.id == id);
    let living = record.deleted.is_none();
    match action {
        ListOpen => page.lines.target().is_some(),
        RecordHistory => true,
        RecordRestore => !living && may_delete(model, record),
        RecordEdit => living && writes(model, record.kind) && may_change(model, record),
        RecordDelete => living && may_delete(model, record),
        RecordNew => living && links::linking(model, record.kind).next().is_some(),
        FileTakeOut => living && is(scene::ATTACHMENT) && page.flaw.is_none(),
        RecordTask => living && (is("establishment") || is("visit") || is("project")),
        ReviewApprove | ReviewReturn => living && cases::judges(model, record),
        ReviewAssign => {
            living && cases::judges(model, record) && links::leads_to(model, record, "task")
        }
        MatterFirst | MatterSecond | MatterBase | MatterEdit => {
            living && cases::decides(model, record, action).is_some()
        }
        RecordModel => living && (is("establishment") || is("project")),
        RecordMeasure => living && is("model"),
        RecordPrint => living && is("visit"),
        RecordLock => {
            let open = kind.is_some_and(|k| k.lock.is_some() && !page::locked(k, record));
            living && open && may_change(model, record)
        }
        _ => moves(action),
    }
}
