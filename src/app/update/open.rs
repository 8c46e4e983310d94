//! What the row under the cursor leads to.

use crate::app::lines::LineTarget;
use crate::app::update::go::page_on_top;
use crate::app::update::{can, forms, go, menus, results};
use crate::app::{Effect, Model};
use crate::keymap::Action;

pub fn open_target(model: &mut Model, target: LineTarget) -> Vec<Effect> {
    match target {
        LineTarget::Record(_, id) => go::page(model, id),
        LineTarget::Draft(id) => forms::resume(model, id),
        LineTarget::Returned(kinds) => menus::returned(model, kinds),
        LineTarget::Due(kind, due) => menus::due(model, kind, due),
        LineTarget::Queue(kind, reviewed) => menus::queue(model, kind, reviewed),
        LineTarget::Answer(no) if can::can(model, Action::RecordEdit) => {
            let programme = model.programme;
            let kind = page_on_top(model).and_then(|page| page.kind(programme));
            match kind.and_then(|kind| forms::not_asked(model, kind.field(no)?)) {
                Some(why) => {
                    model.message = Some(why);
                    Vec::new()
                }
                None => forms::edit(model, Some(no)),
            }
        }
        LineTarget::Answer(_) => Vec::new(),
        LineTarget::Results(periods) => results::of(model, periods),
        LineTarget::Do(action) => {
            model.act_next(action);
            Vec::new()
        }
    }
}
