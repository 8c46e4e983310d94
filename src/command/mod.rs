//! The command line: what is typed, done, and said. Takes its streams, clock and variables from
//! outside, so that tests and the binary run the same code; knows no terminal.

mod add;
pub mod args;
pub mod asked;
pub mod attach;
pub mod demo;
mod drafts;
mod enrol;
pub mod export;
mod history;
pub mod hq;
pub mod import;
mod init;
mod json;
mod judge;
mod keep;
pub mod keys;
mod lines;
mod list;
mod notebook;
pub mod out_file;
pub mod path;
pub mod print;
mod refusal;
pub mod report;
pub mod samples;
pub mod show;
mod signals;
pub mod stage;
pub mod sync;
pub mod undo;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use args::ArgsReply;
use asked::{Globals, ParsedArgs, Subcommand};
use refusal::USAGE;
use stage::{CommandEnd, CommandIo, CommandResult, Manner, Stop};
use sync::Road;

use crate::config::{self, Config};
use crate::keymap::Keymap;
use crate::lang::cli::ArgsWord;
use crate::lang::{self, Lang};
use crate::office::beside::Existing;

/// The world outside, as the binary hands it in.
pub struct Host<'a> {
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Unix milliseconds
    pub now: fn() -> u64,
    pub input: &'a mut dyn Read,
    pub out: &'a mut dyn Write,
    pub words: &'a mut dyn Write,
    /// stderr is a terminal
    pub watched: bool,
    /// so is stdin
    pub answered: bool,
}

/// What the binary does next.
pub enum Next {
    Exit(u8),
    /// the notebook itself was asked for
    Notebook(Box<Notebook>),
}

/// What the screen is told.
pub struct Notebook {
    pub dir: PathBuf,
    pub lang: Lang,
    pub ascii: bool,
    pub keymap: Keymap,
    /// to headquarters, as the settings have it
    pub road: Road,
    /// what is wrong with the settings, in words
    pub news: Vec<String>,
    /// how long a lone escape is held
    pub escape_wait: Duration,
}

/// `args` begins with the program's name.
pub fn run(args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    let settings = CommandSettings::read(&args, host);
    let (lang, code, text) = match prepare(args, &settings, host) {
        Ok(next) => return next,
        Err((lang, ArgsReply { text, code })) => (lang, code, text),
    };
    reply(host, &settings, lang, code, &text)
}

/// Help goes where data goes, a fault where sentences go.
fn reply(
    host: &mut Host<'_>,
    settings: &CommandSettings,
    lang: Lang,
    code: u8,
    text: &str,
) -> Next {
    let mut stage = host.stage(lang, PathBuf::new(), settings.manner);
    let said = match code {
        0 => stage.put_text(&format!("{text}\n")).and_then(|()| stage.flush()),
        _ => stage.say(text),
    };
    Next::Exit(if said.is_ok() { code } else { code.max(1) })
}

/// What the file and the variables say before the arguments are understood.
struct CommandSettings {
    config: Config,
    faults: Vec<String>,
    folder: Option<PathBuf>,
    lang: Lang,
    manner: Manner,
}

impl CommandSettings {
    fn read(args: &[OsString], host: &Host<'_>) -> CommandSettings {
        let folder = config::config_folder();
        let file = folder.as_ref().map(|folder| folder.join("config.toml"));
        let (config, found) = file.as_deref().map(Config::read).unwrap_or_default();
        let locale = config::locale(host.variable);
        let of_file = config.lang.map(Lang::id);
        let spoken = args::spoken(args).map(Lang::id);
        let lang = lang::choose(spoken, of_file, locale.as_deref()).unwrap_or_default();
        let file = file.unwrap_or_default();
        let faults = found.iter().map(|fault| fault.text(&file, lang)).collect();
        let ascii_data = args.iter().any(|arg| arg == "--ascii");
        let ascii = ascii_data || config.ascii.unwrap_or(false);
        let manner = Manner { ascii, ascii_data, existing: Existing::Keep };
        CommandSettings { config, faults, folder, lang, manner }
    }
}

fn prepare(
    args: Vec<OsString>,
    settings: &CommandSettings,
    host: &mut Host<'_>,
) -> Result<Next, (Lang, ArgsReply)> {
    let lang = settings.lang;
    let refused = |text: String, code: u8| (lang, ArgsReply { text, code });
    let ParsedArgs { globals, task } =
        args::parse(args, lang).map_err(|reply| (lang, reply))?;
    let dir = data_folder(&globals, host);
    let dir = dir.ok_or_else(|| refused(ArgsWord::NoHome.text(lang), 1))?;
    if crate::hq::HqDirectory::exists(&dir) {
        return Err(refused(ArgsWord::OfHeadquarters.text(lang), 1));
    }
    let named = globals.keymap.as_ref().or(settings.config.keymap.as_ref());
    let user_file = settings.folder.as_ref().map(|folder| folder.join("keymap.toml"));
    let keymap = || keys::load(named.map(String::as_str), user_file.as_deref(), lang);
    let program = (host.variable)("SOTAY_SSH").and_then(|name| name.into_string().ok());
    let program = program.filter(|name| !name.trim().is_empty());
    let config = &settings.config;
    let road = Road {
        address: config.headquarters.clone(),
        program: program.or_else(|| config.ssh.clone()),
    };
    if let Subcommand::Notebook = task {
        let (keymap, mut faults) = keymap().map_err(|text| refused(text, USAGE))?;
        faults.splice(0..0, settings.faults.iter().cloned());
        let ascii = settings.manner.ascii;
        let escape_wait = settings.config.escape_wait();
        let notebook = Notebook { dir, lang, ascii, keymap, road, news: faults, escape_wait };
        return Ok(Next::Notebook(Box::new(notebook)));
    }
    if !settings.faults.is_empty() {
        return Err(refused(settings.faults.join("\n"), 1));
    }
    let existing = Existing::replaced(globals.force);
    let mut stage = host.stage(lang, dir, Manner { existing, ..settings.manner });
    let outcome = match task {
        Subcommand::Keys { markdown } => {
            let (keymap, faults) = keymap().map_err(|text| refused(text, USAGE))?;
            keys::command(&mut stage, &keymap, &faults, markdown)
        }
        Subcommand::Sync { address, files } => {
            let road = Road { address: address.or(road.address), ..road };
            sync::command(&mut stage, &road, files)
        }
        task => perform(&mut stage, task),
    };
    finish(outcome, lang)
}

fn perform(stage: &mut CommandIo<'_>, task: Subcommand) -> CommandResult {
    match task {
        Subcommand::Init(how) => init::command(stage, how),
        Subcommand::Add { kind } => add::command(stage, &kind),
        Subcommand::List { kind, find, from, to, format } => {
            let (from, to) = (from.as_deref(), to.as_deref());
            list::command(
                stage,
                &list::ListOptions { kind: &kind, find: &find, from, to, format },
            )
        }
        Subcommand::Show { id, history, json } => show::command(stage, &id, history, json),
        Subcommand::Import { kind, file, choice } => {
            import::command(stage, &kind, &file, choice)
        }
        Subcommand::Report(wanted) => report::command(stage, &wanted),
        Subcommand::Attach { id, file, paper, personal } => {
            attach::command(stage, &id, &file, &paper, personal)
        }
        Subcommand::TakeOut { id, out } => attach::take_out(stage, &id, &out),
        Subcommand::Template { kind, file } => import::template::command(stage, &kind, &file),
        Subcommand::Export { kind, out, contacts } => {
            export::command(stage, &kind, &out, contacts)
        }
        Subcommand::Print { id, out } => print::command(stage, &id, &out),
        Subcommand::EnrolRequest { file, ssh } => enrol::request(stage, &file, ssh.as_deref()),
        Subcommand::EnrolAccept { file, to_other } => enrol::accept(stage, &file, to_other),
        Subcommand::Prove { id } => sync::prove(stage, &id),
        Subcommand::Drafts { restore } => drafts::command(stage, restore.as_deref()),
        Subcommand::Undo { id, list } => undo::command(stage, id.as_deref(), list),
        Subcommand::Verify => keep::verify(stage),
        Subcommand::Rebuild => keep::rebuild(stage),
        Subcommand::Backup { folder } => keep::backup(stage, &folder),
        Subcommand::Demo { remove: true, .. } => {
            let store = notebook::open(stage)?;
            samples::command(stage, &store)
        }
        Subcommand::Demo { establishments, visits, seed, .. } => {
            demo::command(stage, establishments, visits, seed)
        }
        Subcommand::Notebook | Subcommand::Keys { .. } | Subcommand::Sync { .. } => {
            Ok(CommandEnd::All)
        }
    }
}

fn finish(outcome: CommandResult, lang: Lang) -> Result<Next, (Lang, ArgsReply)> {
    match outcome {
        Ok(CommandEnd::All) | Err(Stop::Closed) => Ok(Next::Exit(0)),
        Ok(CommandEnd::Some) => Ok(Next::Exit(1)),
        Err(Stop::Failed(text)) => Err((lang, ArgsReply { text, code: 1 })),
        Err(Stop::Usage(text)) => Err((lang, ArgsReply { text, code: USAGE })),
    }
}

fn data_folder(globals: &Globals, host: &Host<'_>) -> Option<PathBuf> {
    let named = globals.data.clone().filter(|dir| !dir.as_os_str().is_empty());
    let variable = || (host.variable)("SOTAY_DATA").filter(|dir| !dir.is_empty());
    named.or_else(|| variable().map(PathBuf::from)).or_else(config::data_folder)
}

impl Host<'_> {
    fn stage(&mut self, lang: Lang, data: PathBuf, manner: Manner) -> CommandIo<'_> {
        CommandIo {
            lang,
            data,
            now: self.now,
            input: &mut *self.input,
            out: &mut *self.out,
            words: &mut *self.words,
            watched: self.watched,
            answered: self.answered,
            manner,
        }
    }
}
