//! Carries effects out on the store; answers are data for the model. Knows no thread and no
//! terminal: tests run effects here at once and in order, under a clock of their own.

mod arrivals;
mod compaction;
mod compared;
mod file_written;
mod long;
mod officers;
mod read;
mod unload;
mod write;

use std::sync::{Arc, OnceLock};

pub use arrivals::Arrivals;
pub use compaction::Compaction;
pub use long::Long;
pub use officers::OfficerNames;
pub use read::ReadWorker;
pub use unload::{next_job, unload_unused};
pub use write::WriteWorker;

use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::store::Store;

/// The open notebook, for all threads; empty until it is open.
pub type Shared = Arc<OnceLock<Arc<Store>>>;

/// Unix milliseconds
pub type Clock = fn() -> u64;

/// Takes news of what is still under way.
pub type NewsSender = Arc<dyn Fn(WorkerAnswer) + Send + Sync>;

/// Does an effect only read? Then it need not wait after the writes.
pub fn is_read(effect: &Effect) -> bool {
    use Effect::*;
    matches!(
        effect,
        Page { .. }
            | PrepareSearch(_)
            | Results { .. }
            | Figures { .. }
            | Load { .. }
            | LoadEdited { .. }
            | Related { .. }
            | Titles { .. }
            | Namesakes { .. }
            | Linking { .. }
            | Incomplete
            | Batches
            | Officers
            | Find { .. }
            | CarryOver { .. }
            | History { .. }
            | Findings
            | Standing
            | SyncDetails
            | Audit { .. }
            | OtherNotebook
            | Office
    )
}

/// Does an effect take long, show its progress, and stop on request?
pub fn is_long(effect: &Effect) -> bool {
    use Effect::*;
    matches!(
        effect,
        PlanImport { .. }
            | Problems { .. }
            | Import { .. }
            | UndoImport(_)
            | Export { .. }
            | Report { .. }
            | Print { .. }
            | Demo { .. }
            | Sync { .. }
    )
}

/// Does long work put records into the notebook?
pub fn writes_records(effect: &Effect) -> bool {
    use Effect::*;
    matches!(effect, Import { .. } | UndoImport(_) | Demo { .. } | Sync { .. })
}

/// Does a newer question make the older one's answer worthless?
pub fn supersedes(newer: &Effect, older: &Effect) -> bool {
    match (newer, older) {
        (Effect::Page { layer: a, .. }, Effect::Page { layer: b, .. })
        | (Effect::Find { layer: a, .. }, Effect::Find { layer: b, .. }) => a == b,
        _ => false,
    }
}
