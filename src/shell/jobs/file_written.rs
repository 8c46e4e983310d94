//! The answer for an effect that writes a file: a question if its name is taken, a refusal with the
//! reason for other faults.

use std::path::Path;

use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::lang::Lang;
use crate::services::out_file::WriteFault;
use crate::storage::disk::atomic_file::free_name;
use crate::text::format::{clock_from_millis, show_date, today_from_millis};

/// Turns the result of writing `file` into an answer.
pub fn file_written(
    written: Result<WorkerAnswer, WriteFault>,
    effect: Effect,
    file: &Path,
    lang: Lang,
) -> WorkerAnswer {
    match written {
        Ok(done) => done,
        Err(WriteFault::Exists) => {
            let (path, free, changed) = (file.to_owned(), free_name(file), changed(file));
            WorkerAnswer::FileExists { effect: Box::new(effect), path, changed, free }
        }
        Err(fault) => WorkerAnswer::FileRefused(fault.text(file, lang)),
    }
}

fn changed(file: &Path) -> String {
    let time = file.metadata().and_then(|data| data.modified()).ok();
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let Some(millis) = since.and_then(|since| u64::try_from(since.as_millis()).ok()) else {
        return "?".to_owned();
    };
    format!("{} {}", show_date(today_from_millis(millis)), clock_from_millis(millis))
}
