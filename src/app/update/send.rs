//! Turns effects into requests: which layer each is for, and which input it blocks.

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::requests::{EffectRequest, Holds};

/// Opens a request for each effect, in order. An effect replaced by a later one is not sent.
pub fn send(model: &mut Model, effects: Vec<Effect>) -> Vec<EffectRequest> {
    let mut requests: Vec<EffectRequest> = effects
        .into_iter()
        .map(|effect| {
            let (layer, holds) = purpose(model, &effect);
            model.requests.open(effect, layer, holds)
        })
        .collect();
    requests.retain(|request| !model.requests.is_replaced(request.id));
    requests
}

/// The layer that an answer is for, and the input blocked until it arrives.
fn purpose(model: &Model, effect: &Effect) -> (Option<LayerId>, Holds) {
    let is_form = |id: &LayerId| {
        model.stack.iter().any(|l| l.id == *id && matches!(l.screen, Screen::Form(_)))
    };
    match effect {
        Effect::Open { .. } => (None, Holds::Opening),
        Effect::Init { .. }
        | Effect::Unlock(_)
        | Effect::SetPassphrase { .. }
        | Effect::SetRecovery(_) => (model.top().map(|top| top.id), Holds::Keys),
        Effect::Today => (model.stack.first().map(|bottom| bottom.id), Holds::Content),
        Effect::Page { layer, .. }
        | Effect::Results { layer, .. }
        | Effect::Audit { layer }
        | Effect::Load { layer, .. }
        | Effect::LoadEdited { layer, .. }
        | Effect::CarryOver { layer, .. } => (Some(*layer), Holds::Content),
        Effect::Find { layer, .. } => (Some(*layer), Holds::Hits),
        Effect::Commit { layer, .. } | Effect::CommitBecause { layer, .. }
            if is_form(layer) =>
        {
            (Some(*layer), Holds::Keys)
        }
        Effect::Commit { layer, .. }
        | Effect::CommitBecause { layer, .. }
        | Effect::Linking { layer, .. }
        | Effect::CountedKinds { layer, .. }
        | Effect::ReadAttachment { layer, .. } => (Some(*layer), Holds::Actions),
        Effect::Incomplete
        | Effect::Batches
        | Effect::Officers
        | Effect::History { .. }
        | Effect::SyncDetails
        | Effect::OtherNotebook
        | Effect::SaveAttachmentFile { .. }
        | Effect::CreateOwedReports { .. } => (None, Holds::Actions),
        Effect::Related { layer, .. }
        | Effect::Figures { layer, .. }
        | Effect::Titles { layer, .. }
        | Effect::Namesakes { layer, .. } => (Some(*layer), Holds::Nothing),
        Effect::PlanImport { .. }
        | Effect::Problems { .. }
        | Effect::Import { .. }
        | Effect::UndoImport(_)
        | Effect::Export { .. }
        | Effect::Report { .. }
        | Effect::Print { .. }
        | Effect::Demo { .. }
        | Effect::Sync { .. } => (None, Holds::Work),
        Effect::Quit => (None, Holds::Leaving),
        Effect::SaveDraft(_)
        | Effect::HideDraft(_)
        | Effect::ShowDraft(_)
        | Effect::EndDraft(_)
        | Effect::PrepareSearch(_)
        | Effect::PrepareReport(_)
        | Effect::Findings
        | Effect::Standing
        | Effect::Office
        | Effect::Cancel
        | Effect::Redraw => (None, Holds::Nothing),
    }
}
