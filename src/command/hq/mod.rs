//! Headquarters' program: the same streams, sentences and clock as the notebook's commands, over
//! headquarters' folder.

mod args;
mod awake;
mod confirm;
mod copy;
mod enrol;
pub(super) mod hold;
mod link;
mod people;
mod prove;
mod publish;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use super::args::Reply;
use super::refusal::USAGE;
use super::stage::{Done, Manner, Outcome, Stage, Stop};
use super::{Host, Next, Notebook, Settings, finish, keys, report, show};
use super::{list, notebook, samples};
use crate::hq::Home;
use crate::hq::fold::{Folded, forget, run as fold_all};
use crate::lang::Lang;
use crate::lang::cli::ArgsWord;
use crate::lang::hq::HqWord;
use crate::office::beside::Existing;
use crate::programme::{headquarters, reference};
use crate::store::Options;
use crate::store::Setup;
use crate::store::messages;
use crate::store::{Store, StoreError};
use args::Task;

pub use link::logs;

/// `args` begins with the program's name.
pub fn run(args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    let settings = Settings::read(&args, host);
    let (lang, code, text) = match prepare(args, &settings, host) {
        Ok(next) => return next,
        Err((lang, Reply { text, code })) => (lang, code, text),
    };
    super::reply(host, &settings, lang, code, &text)
}

fn prepare(
    args: Vec<OsString>,
    settings: &Settings,
    host: &mut Host<'_>,
) -> Result<Next, (Lang, Reply)> {
    let lang = settings.lang;
    let refused = |text: String, code: u8| (lang, Reply { text, code });
    let (globals, task) = args::parse(args, lang).map_err(|reply| (lang, reply))?;
    let dir = folder(globals.data.clone(), host);
    let dir = dir.ok_or_else(|| refused(ArgsWord::NoHome.text(lang), 1))?;
    if let Task::Review = task {
        let named = globals.keymap.as_ref().or(settings.config.keymap.as_ref());
        let user = settings.folder.as_ref().map(|folder| folder.join("keymap.toml"));
        let loaded = keys::load(named.map(String::as_str), user.as_deref(), lang);
        let (keymap, news) = loaded.map_err(|text| refused(text, USAGE))?;
        let mut stage = host.stage(lang, dir.clone(), settings.manner);
        if let Err(stop) = fold(&mut stage) {
            return finish(Err(stop), lang);
        }
        let ascii = settings.manner.ascii;
        let news = [settings.faults.clone(), news].concat();
        return Ok(Next::Notebook(Box::new(Notebook {
            dir,
            lang,
            ascii,
            keymap,
            road: super::Road::default(),
            news,
            escape_wait: settings.config.escape_wait(),
        })));
    }
    let existing = Existing::replaced(globals.force);
    let mut stage = host.stage(lang, dir, Manner { existing, ..settings.manner });
    finish(perform(&mut stage, task), lang)
}

/// As the notebook finds its own, in a place of its own.
fn folder(named: Option<PathBuf>, host: &Host<'_>) -> Option<PathBuf> {
    let named = named.filter(|dir| !dir.as_os_str().is_empty());
    let variable = || (host.variable)("SOTAY_HQ_DATA").filter(|dir| !dir.is_empty());
    let usual = || Some(crate::config::data_folder()?.with_file_name("sotay-hq"));
    named.or_else(|| variable().map(PathBuf::from)).or_else(usual)
}

fn perform(stage: &mut Stage<'_>, task: Task) -> Outcome {
    match task {
        Task::Init { name, reviewer, province } => init(stage, &name, &reviewer, &province),
        Task::Enrol(asked) => enrol::command(stage, &asked),
        Task::Receive { officer } => link::receive(stage, officer),
        Task::Import { path } => link::import(stage, &path),
        Task::Export { path } => link::export(stage, &path),
        Task::Fold => {
            let folded = fold(stage)?;
            let done = say_folded(stage, folded)?;
            // what laptops brought of decisions made before a restore
            let home = home(stage)?;
            confirm::beside(stage, &home)?;
            Ok(done)
        }
        Task::Rebuild => rebuild(stage),
        Task::List { kind, find, format } => {
            fold_first(stage)?;
            let (from, to) = (None, None);
            list::command(stage, &list::Asked { kind: &kind, find: &find, from, to, format })
        }
        Task::Show { id, history, json } => {
            fold_first(stage)?;
            show::command(stage, &id, history, json)
        }
        Task::Report(wanted) => {
            fold_first(stage)?;
            report::command(stage, &wanted)
        }
        Task::Officers { ssh } => people::list(stage, ssh),
        Task::Revoke { number } => people::revoke(stage, number),
        Task::Confirm { yes } => confirm::command(stage, yes),
        Task::Handover { from, to } => people::handover(stage, from, to),
        Task::Publish(asked) => publish::command(stage, &asked),
        Task::Withdraw { ids, reason } => publish::withdraw(stage, &ids, reason.as_deref()),
        Task::Backup { folder } => copy::backup(stage, &folder),
        Task::Restore { folder, incomplete } => copy::restore(stage, &folder, incomplete),
        Task::RemoveSamples => remove_samples(stage),
        Task::Verify => verify::verify(stage),
        Task::Prove { id } => prove::command(stage, &id),
        Task::Review => Ok(Done::All),
    }
}

fn init(stage: &mut Stage<'_>, name: &str, reviewer: &str, province: &str) -> Outcome {
    let Some(found) = reference::province_by_name(province) else {
        return Err(Stop::usage(&ArgsWord::NoSuchProvince { given: province }, stage.lang));
    };
    let setup = Setup {
        officer_name: reviewer.to_owned(),
        unit: name.to_owned(),
        province: found.code.to_owned(),
    };
    let now = (stage.now)();
    let home =
        Home::init(&stage.data, &setup, name, now).map_err(|e| notebook::failed(stage, &e))?;
    let folder = stage.data.display().to_string();
    let words = home.words();
    stage.say(&HqWord::Made { folder: &folder, words: &words }.text(stage.lang))?;
    Ok(Done::All)
}

pub(super) fn home(stage: &Stage<'_>) -> Result<Home, Stop> {
    Home::open(&stage.data).map_err(|e| notebook::failed(stage, &e))
}

pub(super) fn open(stage: &mut Stage<'_>) -> Result<Store, Stop> {
    let options = Options { take_over: false, beside: false, now: stage.now };
    let (store, opening) = hold::waiting(stage, &mut |stage| {
        Store::open_with(headquarters(), &stage.data, options)
    })?;
    for finding in &opening.findings {
        stage.say(&messages::finding(finding, stage.lang))?;
    }
    Ok(store)
}

/// Understands what came in. Whoever else holds the store does it instead.
pub(super) fn fold(stage: &mut Stage<'_>) -> Result<Folded, Stop> {
    let home = home(stage)?;
    let options = Options { take_over: false, beside: false, now: stage.now };
    let store = match Store::open_with(headquarters(), &stage.data, options) {
        Ok((store, _)) => store,
        Err(StoreError::Held(_)) => return Ok(Folded::default()),
        Err(error) => return Err(notebook::failed(stage, &error)),
    };
    fold_into(stage, &home, &store)
}

/// For a command that shows what came in: a fold that is under way is waited for.
fn fold_first(stage: &mut Stage<'_>) -> Result<Folded, Stop> {
    let home = home(stage)?;
    let store = open(stage)?;
    fold_into(stage, &home, &store)
}

fn fold_into(stage: &mut Stage<'_>, home: &Home, store: &Store) -> Result<Folded, Stop> {
    let folded = fold_all(home, store, &mut *link::logs(home), stage.now);
    let closed = notebook::close(stage, store);
    let folded = folded.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    confirm::remind(stage, home)?;
    Ok(folded)
}

pub(super) fn say_folded(stage: &mut Stage<'_>, folded: Folded) -> Outcome {
    let Folded { ops, records, held, matters } = folded;
    let (ops, records) = (ops as u64, records as u64);
    stage.say(&HqWord::Folded { ops, records }.text(stage.lang))?;
    if held > 0 {
        stage.say(&HqWord::Held { n: held as u64 }.text(stage.lang))?;
    }
    if matters > 0 {
        stage.say(&HqWord::Waits { n: matters as u64 }.text(stage.lang))?;
    }
    Ok(Done::All)
}

/// What devices have sent is taken in first, and what is deleted goes down to them.
fn remove_samples(stage: &mut Stage<'_>) -> Outcome {
    fold(stage)?;
    let store = open(stage)?;
    let done = samples::command(stage, &store)?;
    fold(stage)?;
    Ok(done)
}

/// What is derived made anew: the state from the journal, and every record from all that was ever
/// received about it. Where that was right before, nothing changes and nothing goes out.
fn rebuild(stage: &mut Stage<'_>) -> Outcome {
    let home = home(stage)?;
    let report = Store::rebuild_with(headquarters(), &stage.data, stage.now)
        .map_err(|e| notebook::failed(stage, &e))?;
    for line in messages::report(&report, stage.lang) {
        stage.put(&line)?;
    }
    let store = open(stage)?;
    let folded = forget(&home, &store)
        .and_then(|()| fold_all(&home, &store, &mut *link::logs(&home), stage.now));
    let closed = notebook::close(stage, &store);
    let folded = folded.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    say_folded(stage, folded)?;
    stage.flush()?;
    Ok(if report.whole() { Done::All } else { Done::Some })
}
