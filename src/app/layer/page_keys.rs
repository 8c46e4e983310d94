//! Actions of a record's page.

use crate::app::env::Env;
use crate::app::event::LayerAnswer;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::kind_title;
use crate::app::layer::scene::RecordPage;
use crate::app::layer::{Layer, concerns_rows, moves, page};
use crate::app::lines::{LineShape, ScreenLines, movement};
use crate::app::requests::Holds;
use crate::app::{Effect, cases, links};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::app as say;
use crate::programme::check;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Change, FieldNo, Record, Value};

impl Layer for RecordPage {
    fn contexts(&self, programme: &'static Programme) -> Vec<Context> {
        self.context(programme).chain().to_vec()
    }

    fn answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        match answer {
            LayerAnswer::Loaded { record, titles, flaw, compared } => {
                (self.flaw, self.compared) = (flaw, compared);
                self.show(record, titles, env.programme)
            }
            LayerAnswer::Related { pages, flawed } => {
                self.flawed = flawed;
                for (group, page) in self.groups.iter_mut().zip(pages) {
                    group.page = Some(page);
                }
                vec![Intent::LayOutPage]
            }
            _ => Vec::new(),
        }
    }

    fn title(&self, programme: &'static Programme, lang: Lang) -> String {
        let record = self.record.as_ref();
        record.map(|record| kind_title(programme, record.kind, lang)).unwrap_or_default()
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::ListOpen, Action::RecordRestore]
    }

    fn can(&self, action: Action, env: &Env) -> bool {
        use Action::*;
        let Some(record) = &self.record else { return moves(action) };
        let programme = env.programme;
        let kind = programme.kind(record.kind);
        let is = |role| kind.is_some_and(|kind| kind.is(role));
        let living = record.deleted.is_none();
        match action {
            ListOpen => self.lines.target().is_some(),
            RecordHistory => true,
            RecordRestore => !living && env.may_delete(record),
            RecordEdit => living && env.writes(record.kind) && env.may_change(record),
            RecordDelete => living && env.may_delete(record),
            RecordNew => {
                living && links::linking_kinds(programme, record.kind).next().is_some()
            }
            FileTakeOut => living && is(KindRole::File) && self.flaw.is_none(),
            RecordTask | RecordModel | RecordMeasure => {
                let created = programme.created_by(action.spec().id);
                let offers =
                    |to: &Kind| kind.is_some_and(|of| to.actions.from.contains(&of.id));
                living && created.is_some_and(offers)
            }
            ReviewApprove | ReviewReturn => living && cases::is_reviewable(programme, record),
            ReviewAssign => {
                let task = programme.with_role(KindRole::Task);
                let leads = |task| links::can_link_to(programme, record, task);
                living && cases::is_reviewable(programme, record) && task.is_some_and(leads)
            }
            MatterFirst | MatterSecond | MatterBase | MatterEdit => {
                living && cases::decision_of_action(programme, record, action).is_some()
            }
            RecordErase => env.may_change(record) && !erasable(programme, record).is_empty(),
            RecordPrint => living && is(KindRole::Visit) && !env.is_working,
            RecordLock => {
                let open =
                    kind.is_some_and(|k| k.lock.is_some() && !page::is_locked(k, record));
                living && open && env.may_change(record)
            }
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let height = env.height_below_title();
        if movement(&mut self.lines, action, height) {
            return Vec::new();
        }
        let target = self.lines.target().cloned();
        let Some(record) = self.record.as_deref() else { return Vec::new() };
        let (id, base) = (record.id, record.head);
        match action {
            ListOpen => target.into_iter().collect(),
            PageNextTab | PagePrevTab => {
                let way = if action == PageNextTab { 1 } else { -1 };
                match next_group(&mut self.lines, way, height) {
                    true => Vec::new(),
                    false => vec![Intent::ShowMessage(say::no_more_parts(env.lang))],
                }
            }
            RecordEdit => {
                // an incomplete record opens at the first missing answer
                let kind = env.kind(record.kind);
                let lacking = |kind| check::incomplete(env.programme, kind, &record.fields);
                let at = match target {
                    Some(Intent::EditField(no)) if !kind.is_some_and(lacking) => Some(no),
                    _ => None,
                };
                vec![Intent::EditPage(at)]
            }
            RecordNew => vec![self.add_menu(record, env)],
            RecordTask | RecordModel | RecordMeasure => {
                let created = env.programme.created_by(action.spec().id);
                created.map(|kind| Intent::NewLinked(kind.no)).into_iter().collect()
            }
            ReviewApprove => vec![Intent::Approve],
            ReviewReturn => match target {
                Some(Intent::EditField(no)) => vec![Intent::SendBack(Some(no))],
                _ => vec![Intent::SendBack(None)],
            },
            ReviewAssign => vec![Intent::Assign],
            MatterFirst | MatterSecond | MatterBase | MatterEdit => {
                vec![Intent::Decide(action)]
            }
            RecordLock => {
                let Some(lock) = env.kind(record.kind).and_then(|k| k.lock.clone()) else {
                    return Vec::new();
                };
                let set = vec![(lock.field, Some(Value::Choice(lock.is)))];
                vec![Intent::ask(Intent::Commit(vec![Change::Patch { id, base, set }]))]
            }
            RecordPrint => vec![Intent::ask(Intent::Print(id))],
            RecordDelete => vec![Intent::AskDelete { id, base }],
            RecordErase => {
                let (fields, reason) = (erasable(env.programme, record), String::new());
                let change = Change::Erase { id, base, fields, reason };
                vec![Intent::ask(Intent::ConfirmErase(Box::new(change)))]
            }
            FileTakeOut => vec![Intent::ask(Intent::SaveAttachment(id))],
            RecordRestore => vec![Intent::Commit(vec![Change::Restore { id, base }])],
            RecordHistory => vec![Intent::ShowHistory(id)],
            _ => Vec::new(),
        }
    }

    fn fetch(&mut self, id: LayerId, _env: &Env) -> Vec<Effect> {
        vec![Effect::Load { layer: id, id: self.id }]
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        concerns_rows(action).then_some(Holds::Content)
    }

    fn resize(&mut self, env: &Env) {
        self.lines.scroll_to_cursor(env.height_below_title());
    }
}

impl RecordPage {
    /// The menu of kinds that can be added to the record. A single kind needs no menu.
    fn add_menu(&self, record: &Record, env: &Env) -> Intent {
        let kinds = links::linking_kinds(env.programme, record.kind);
        let item = |kind: &'static Kind| {
            (kind.label.get(env.lang).to_string(), Intent::NewLinked(kind.no))
        };
        let mut items: Vec<(String, Intent)> = kinds.map(item).collect();
        match (items.len(), items.pop()) {
            (1, Some((_, only))) => only,
            (_, last) => {
                items.extend(last);
                Intent::OpenMenu { title: say::add_title(env.lang), items }
            }
        }
    }
}

/// The personal answers of a record that can be erased. None for cases and verdicts, which lose
/// quoted answers together with the record, and for officers, whom papers and ops name.
fn erasable(programme: &Programme, record: &Record) -> Vec<FieldNo> {
    const LEFT: [KindRole; 3] = [KindRole::Case, KindRole::Verdict, KindRole::Officer];
    let is_left = |kind: &&Kind| LEFT.iter().any(|role| kind.is(*role));
    let kind = programme.kind(record.kind).filter(|kind| !is_left(kind));
    kind.map(|kind| check::personal(kind, &record.fields)).unwrap_or_default()
}

/// Moves to the first line of the next or previous group; false if nothing moved.
fn next_group(lines: &mut ScreenLines, way: isize, height: usize) -> bool {
    let heading = |at: usize| matches!(lines.items[at].shape, LineShape::Heading(_));
    let count = lines.items.len();
    let found = if way > 0 {
        (lines.at + 1..count).find(|at| heading(*at))
    } else {
        let here = (0..lines.at).rev().find(|at| heading(*at)).unwrap_or(0);
        (0..here).rev().find(|at| heading(*at)).or(Some(0))
    };
    let was = (lines.at, lines.top);
    if let Some(at) = found {
        lines.at = at;
        lines.top = at.min(count.saturating_sub(height));
        if lines.target().is_none() {
            let top = lines.top;
            lines.step(1, height);
            lines.top = top.max((lines.at + 1).saturating_sub(height));
        }
    }
    was != (lines.at, lines.top)
}
