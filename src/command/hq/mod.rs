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

use args::HqCommand;

use super::args::ArgsReply;
use super::refusal::USAGE;
use super::stage::{CommandEnd, CommandIo, CommandResult, Manner, Stop};
use super::{
    CommandSettings, Host, Next, Notebook, finish, keys, list, notebook, report, samples, show,
};
use crate::hq::HqDirectory;
use crate::hq::fold::{Folded, forget, run as fold_all};
use crate::lang::Lang;
use crate::lang::cli::ArgsWord;
use crate::lang::hq::HqWord;
use crate::office::beside::Existing;
use crate::programme::{headquarters, reference};
use crate::store::{Options, Setup, Store, StoreError, messages};

pub use link::logs;

/// `args` begins with the program's name.
pub fn run(args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    let settings = CommandSettings::read(&args, host);
    let (lang, code, text) = match prepare(args, &settings, host) {
        Ok(next) => return next,
        Err((lang, ArgsReply { text, code })) => (lang, code, text),
    };
    super::reply(host, &settings, lang, code, &text)
}

fn prepare(
    args: Vec<OsString>,
    settings: &CommandSettings,
    host: &mut Host<'_>,
) -> Result<Next, (Lang, ArgsReply)> {
    let lang = settings.lang;
    let refused = |text: String, code: u8| (lang, ArgsReply { text, code });
    let (globals, task) = args::parse(args, lang).map_err(|reply| (lang, reply))?;
    let dir = folder(globals.data.clone(), host);
    let dir = dir.ok_or_else(|| refused(ArgsWord::NoHome.text(lang), 1))?;
    if let HqCommand::Review = task {
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

fn perform(stage: &mut CommandIo<'_>, task: HqCommand) -> CommandResult {
    match task {
        HqCommand::Init { name, reviewer, province } => {
            init(stage, &name, &reviewer, &province)
        }
        HqCommand::Enrol(asked) => enrol::command(stage, &asked),
        HqCommand::Receive { officer } => link::receive(stage, officer),
        HqCommand::Import { path } => link::import(stage, &path),
        HqCommand::Export { path } => link::export(stage, &path),
        HqCommand::Fold => {
            let folded = fold(stage)?;
            let done = say_folded(stage, folded)?;
            // what laptops brought of decisions made before a restore
            let home = home(stage)?;
            confirm::beside(stage, &home)?;
            Ok(done)
        }
        HqCommand::Rebuild => rebuild(stage),
        HqCommand::List { kind, find, format } => {
            fold_first(stage)?;
            let (from, to) = (None, None);
            list::command(
                stage,
                &list::ListOptions { kind: &kind, find: &find, from, to, format },
            )
        }
        HqCommand::Show { id, history, json } => {
            fold_first(stage)?;
            show::command(stage, &id, history, json)
        }
        HqCommand::Report(wanted) => {
            fold_first(stage)?;
            report::command(stage, &wanted)
        }
        HqCommand::Officers { ssh } => people::list(stage, ssh),
        HqCommand::Revoke { number } => people::revoke(stage, number),
        HqCommand::Confirm { yes } => confirm::command(stage, yes),
        HqCommand::Handover { from, to } => people::handover(stage, from, to),
        HqCommand::Publish(asked) => publish::command(stage, &asked),
        HqCommand::Withdraw { ids, reason } => {
            publish::withdraw(stage, &ids, reason.as_deref())
        }
        HqCommand::Backup { folder } => copy::backup(stage, &folder),
        HqCommand::Restore { folder, incomplete } => copy::restore(stage, &folder, incomplete),
        HqCommand::RemoveSamples => remove_samples(stage),
        HqCommand::Verify => verify::verify(stage),
        HqCommand::Prove { id } => prove::command(stage, &id),
        HqCommand::Review => Ok(CommandEnd::All),
    }
}

fn init(
    stage: &mut CommandIo<'_>,
    name: &str,
    reviewer: &str,
    province: &str,
) -> CommandResult {
    let Some(found) = reference::province_by_name(province) else {
        return Err(Stop::usage(&ArgsWord::NoSuchProvince { given: province }, stage.lang));
    };
    let setup = Setup {
        officer_name: reviewer.to_owned(),
        unit: name.to_owned(),
        province: found.code.to_owned(),
    };
    let now = (stage.now)();
    let home = HqDirectory::init(&stage.data, &setup, name, now)
        .map_err(|e| notebook::failed(stage, &e))?;
    let folder = stage.data.display().to_string();
    let words = home.words();
    stage.say(&HqWord::Made { folder: &folder, words: &words }.text(stage.lang))?;
    Ok(CommandEnd::All)
}

pub(super) fn home(stage: &CommandIo<'_>) -> Result<HqDirectory, Stop> {
    HqDirectory::open(&stage.data).map_err(|e| notebook::failed(stage, &e))
}

pub(super) fn open(stage: &mut CommandIo<'_>) -> Result<Store, Stop> {
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
pub(super) fn fold(stage: &mut CommandIo<'_>) -> Result<Folded, Stop> {
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
fn fold_first(stage: &mut CommandIo<'_>) -> Result<Folded, Stop> {
    let home = home(stage)?;
    let store = open(stage)?;
    fold_into(stage, &home, &store)
}

fn fold_into(
    stage: &mut CommandIo<'_>,
    home: &HqDirectory,
    store: &Store,
) -> Result<Folded, Stop> {
    let folded = fold_all(home, store, &mut *link::logs(home), stage.now);
    let closed = notebook::close(stage, store);
    let folded = folded.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    confirm::remind(stage, home)?;
    Ok(folded)
}

pub(super) fn say_folded(stage: &mut CommandIo<'_>, folded: Folded) -> CommandResult {
    let Folded { ops, records, held, matters } = folded;
    let (ops, records) = (ops as u64, records as u64);
    stage.say(&HqWord::Folded { ops, records }.text(stage.lang))?;
    if held > 0 {
        stage.say(&HqWord::Held { n: held as u64 }.text(stage.lang))?;
    }
    if matters > 0 {
        stage.say(&HqWord::Waits { n: matters as u64 }.text(stage.lang))?;
    }
    Ok(CommandEnd::All)
}

/// What devices have sent is taken in first, and what is deleted goes down to them.
fn remove_samples(stage: &mut CommandIo<'_>) -> CommandResult {
    fold(stage)?;
    let store = open(stage)?;
    let done = samples::command(stage, &store)?;
    fold(stage)?;
    Ok(done)
}

/// What is derived made anew: the state from the journal, and every record from all that was ever
/// received about it. Where that was right before, nothing changes and nothing goes out.
fn rebuild(stage: &mut CommandIo<'_>) -> CommandResult {
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
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
