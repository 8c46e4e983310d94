//! Carries out effects on the store; answers are data for the model. Knows no terminal and not the
//! worker's threads: tests run effects here synchronously with a test clock.

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

/// Receives news that are not answers to a request.
pub type NewsSender = Arc<dyn Fn(WorkerAnswer) + Send + Sync>;

/// Whether an effect only reads, so that it need not wait for writes.
pub fn is_read(effect: &Effect) -> bool {
    use Effect::*;
    matches!(
        effect,
        Page { .. }
            | PrepareSearch(_)
            | PrepareReport(_)
            | Results { .. }
            | Figures { .. }
            | Load { .. }
            | LoadEdited { .. }
            | Related { .. }
            | Titles { .. }
            | Namesakes { .. }
            | Linking { .. }
            | CountedKinds { .. }
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

/// Whether an effect is long work with progress, which can be cancelled.
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

/// Whether long work writes records.
pub fn writes_records(effect: &Effect) -> bool {
    use Effect::*;
    matches!(effect, Import { .. } | UndoImport(_) | Demo { .. } | Sync { .. })
}

/// Whether a newer request makes the answer to an older one useless.
pub fn supersedes(newer: &Effect, older: &Effect) -> bool {
    match (newer, older) {
        (Effect::Page { layer: a, .. }, Effect::Page { layer: b, .. })
        | (Effect::Find { layer: a, .. }, Effect::Find { layer: b, .. })
        | (Effect::Results { layer: a, .. }, Effect::Results { layer: b, .. })
        | (Effect::Results { layer: a, .. }, Effect::Figures { layer: b, .. }) => a == b,
        // what is asked for comes before what may be
        (newer, Effect::PrepareReport(_)) => !matches!(newer, Effect::PrepareReport(_)),
        _ => false,
    }
}
