//! A list from a file into the notebook, in two steps: `plan` reads and understands it (pure),
//! `run` checks it against the notebook and commits. Screen and command line use the same two.

mod file;
mod header;
mod note;
mod place;
mod plan;
mod run;

use std::path::Path;

pub use file::{FileFault, MOST_BYTES};
pub use note::{Note, Sort, Told};
pub use plan::{Plan, PlanContext, PlanFault, PlanRow, plan, steady_defaults};
pub use run::{How, Report, run};

use super::judge::Judge;
use super::notebook;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::programme::programme;
use crate::store::words;

pub fn command(stage: &mut Stage<'_>, kind: &str, file: &Path, dry: bool) -> Outcome {
    let kind = notebook::kind(stage, kind)?;
    let bytes = read(stage, file)?;
    let store = notebook::open(stage)?;
    let officer = notebook::officer(stage, &store)?;
    let today = stage.today();
    let judge = Judge { programme: programme(), store: &store, today, officer: officer.id };
    let defaults = steady_defaults(kind, judge.defaults(kind));
    let province = notebook::officer_text(&officer, "province");
    let context = PlanContext {
        programme: programme(),
        today,
        province: province.as_deref(),
        defaults: &defaults,
    };
    let plan = plan(&bytes, kind, &context)
        .map_err(|fault| Stop::Failed(fault.text(kind, stage.lang)))?;
    let now = stage.now;
    let mut unseen = Ok(());
    let lang = stage.lang;
    let mut progress = |done: usize, all: usize| {
        if unseen.is_ok() && all > 500 {
            let words = WorkWord::ImportProgress { done: done as u64, all: all as u64 };
            unseen = stage.progress(&words.text(lang), done == all);
        }
    };
    let report = run(plan, kind, &judge, &mut How { dry, now, progress: &mut progress });
    unseen?;
    let report = report.map_err(|e| Stop::Failed(words::commit(&e, stage.lang)))?;
    notebook::close(stage, &store)?;
    for sentence in report.sentences(stage.lang) {
        stage.say(&sentence)?;
    }
    Ok(if report.refused > 0 { Done::Some } else { Done::All })
}

fn read(stage: &Stage<'_>, file: &Path) -> Result<Vec<u8>, Stop> {
    use std::io::Read;
    let name = file.display().to_string();
    let failed = |e: std::io::Error| {
        let why = e.to_string();
        Stop::Failed(ArgsWord::CannotRead { file: &name, why: &why }.text(stage.lang))
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        let word = ArgsWord::TooLarge { file: &name, megabytes: MOST_BYTES >> 20 };
        return Err(Stop::Failed(word.text(stage.lang)));
    }
    Ok(bytes)
}

