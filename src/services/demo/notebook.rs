//! Fills a notebook with made-up records. If the folder holds a real notebook, a sample notebook is
//! made next to it.

use std::path::{Path, PathBuf};

use crate::cancel::CancelToken;
use crate::lang::Lang;
use crate::lang::cli::work as work_words;
use crate::programme::Role;
use crate::programme::check::{self, Context, Subject};
use crate::programme::spec::Programme;
use crate::record::{Change, Date, Record};
use crate::services::demo::{Demo, DemoOptions};
use crate::services::officer::officer_text;
use crate::store::{Commit, CommitError, Options, Setup, Store, StoreError};
use crate::text::format::today_from_millis;

/// Records per commit, which is one fsync.
const BATCH: usize = 200;
/// Province of the made-up officer.
const PROVINCE: &str = "19";

/// Whether the notebook belongs to the made-up officer.
pub fn is_made_up(store: &Store) -> Result<bool, StoreError> {
    let officer = store.records().officer()?;
    let unit = officer.and_then(|officer| officer_text(store.programme(), &officer, "unit"));
    let units = [Lang::Vi, Lang::En].map(work_words::demo_unit);
    Ok(unit.is_some_and(|unit| units.contains(&unit)))
}

/// Suffix of the folder name of a sample notebook.
const ENDING: &str = "-mau";

/// Folder of the sample notebook that belongs to `notebook`.
pub fn sample_folder(notebook: &Path) -> PathBuf {
    let mut name = notebook.file_name().unwrap_or_default().to_owned();
    name.push(ENDING);
    notebook.with_file_name(name)
}

/// The counterpart of this notebook, if it exists: its sample notebook, or for a sample notebook
/// the officer's real one.
pub fn other(notebook: &Path) -> Option<PathBuf> {
    let name = notebook.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let own = name.strip_suffix(ENDING).filter(|own| !own.is_empty());
    let own = own.map(|own| notebook.with_file_name(own));
    let is_there = |folder: &PathBuf| Store::exists(folder);
    own.filter(is_there).or_else(|| Some(sample_folder(notebook)).filter(is_there))
}

/// Creates the sample notebook unless it exists.
pub fn begin(folder: &Path, now: u64) -> Result<(), StoreError> {
    if Store::exists(folder) {
        return Ok(());
    }
    let setup = Setup {
        officer_name: work_words::demo_officer(Lang::Vi),
        unit: work_words::demo_unit(Lang::Vi),
        province: PROVINCE.to_owned(),
    };
    Store::init(Role::Officer, folder, &setup, now)
}

#[derive(Clone, Copy, Debug)]
pub struct DemoSize {
    pub establishments: u64,
    pub visits: u64,
    pub seed: u64,
}

/// Result of a fill, for the screen.
#[derive(Default)]
pub struct Filled {
    /// number of records written before the user stopped it
    pub stopped: Option<usize>,
    /// the notebook that was filled, if it is not the open one
    pub folder: Option<PathBuf>,
}

/// For the screen: fills this notebook or its sample notebook. `report` gets the number of records
/// so far.
pub fn fill(
    store: &Store,
    establishments: u32,
    visits: u32,
    now: fn() -> u64,
    cancel: &CancelToken,
    report: &dyn Fn(usize),
) -> Result<Filled, CommitError> {
    let (establishments, visits) = (u64::from(establishments), u64::from(visits));
    let amount = DemoSize { establishments, visits, seed: 1 };
    let fill =
        |store: &Store| fill_with(store, amount, now(), cancel, &mut |done, _| report(done));
    if is_made_up(store)? {
        let done = fill(store)?;
        return Ok(Filled { stopped: cancel.is_cancelled().then_some(done), folder: None });
    }
    let folder = sample_folder(store.dir());
    begin(&folder, now())?;
    let options = Options { take_over: false, serve_early: false, now };
    let (other, _) = Store::open(Role::Officer, &folder, options)?;
    let filled = fill(&other);
    other.close()?;
    let stopped = match filled {
        Ok(done) => cancel.is_cancelled().then_some(done),
        // the samples were made earlier
        Err(CommitError::Exists { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(Filled { stopped, folder: Some(folder) })
}

/// Returns the number of records written. `report` gets the records done and the upper bound.
pub fn fill_with(
    store: &Store,
    amount: DemoSize,
    now: u64,
    cancel: &CancelToken,
    report: &mut dyn FnMut(usize, usize),
) -> Result<usize, CommitError> {
    let officer = store.records().officer()?.ok_or(StoreError::OfficerMissing)?;
    let text = |id: &str| officer_text(store.programme(), &officer, id).unwrap_or_default();
    let today = today_from_millis(now);
    let asked = DemoOptions {
        seed: amount.seed,
        today,
        establishments: amount.establishments,
        visits: amount.visits,
        officer: officer.id,
        unit: text("unit"),
        province: text("province"),
    };
    let Some(mut demo) = Demo::new(asked) else { return Ok(0) };
    let all = demo.at_most() as usize;
    let mut done = 0;
    loop {
        let batch: Vec<Change> = demo
            .by_ref()
            .take(BATCH)
            .map(|c| computed(store.programme(), c, today, &officer))
            .collect();
        if batch.is_empty() || cancel.is_cancelled() {
            return Ok(done);
        }
        let count = batch.len();
        // one frame and one transaction for the whole batch
        store.commit(Commit {
            changes: batch,
            ends_draft: None,
            allow_incomplete: false,
            ..Commit::default()
        })?;
        done += count;
        report(done, all);
    }
}

/// Fills in the computed answers that need no other record, as a form does.
fn computed(programme: &Programme, change: Change, today: Date, officer: &Record) -> Change {
    let Change::Create { kind, id, fields, origin } = change else { return change };
    let Some(of) = programme.kind(kind) else {
        return Change::Create { kind, id, fields, origin };
    };
    let context = Context { today, officer: Some(officer.id), found: Vec::new() };
    let subject = Subject { kind: of, id, fields: &fields, before: None };
    let fields = check::compute(programme, &subject, &context);
    Change::Create { kind, id, fields, origin }
}
