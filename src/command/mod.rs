//! The command line: parsing, commands and their output. Streams, clock and environment are passed
//! in, so that tests and the binary run the same code.

mod add;
mod arguments;
mod attach;
mod attachment;
mod audit;
mod backup;
mod command_io;
mod completions;
mod demo;
mod doctor;
mod drafts;
mod enrol;
mod erase;
mod export;
mod help;
pub mod hq;
mod import;
mod init;
mod invocation;
mod keymap_file;
mod keys;
mod lines;
mod list;
mod lock_wait;
mod man;
mod notebook;
mod parser;
mod passphrase;
mod place_args;
mod print;
mod program;
mod programme;
mod prove;
mod rebuild;
mod recover;
mod report;
mod samples;
mod settings;
mod show;
mod signals;
mod spec;
mod surroundings;
mod sync;
mod undo;
mod unlock;
mod usage_error;
mod verify;
mod version;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use command_io::{CommandEnd, CommandIo, CommandResult, OutputOptions, Stop};
use invocation::Invocation;
use parser::WIDTH;
use program::Program;
use settings::Settings;
use spec::{CommandSpec, Run};
use surroundings::{FolderOrigin, Surroundings};
use usage_error::{ArgsReply, USAGE};

use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::words::both;
use crate::programme::Role;
use crate::shell::capability::{self, Caps};
use crate::shell::run::ScreenOptions;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::disk::atomic_file::Existing;

static NOTEBOOK: Program = Program {
    name: "sotay",
    about: both(
        "Sổ tay hiện trường của cán bộ khuyến công. Gõ riêng `sotay` để mở sổ.",
        "The field notebook of industrial promotion officers. Plain `sotay` opens it.",
    ),
    data: both(
        "Thư mục của sổ (hoặc biến SOTAY_DATA)",
        "The notebook's folder (or the variable SOTAY_DATA)",
    ),
    role: Role::Officer,
    variable: "SOTAY_DATA",
    folder: crate::config::data_folder,
    not_here: |folder, lang| {
        crate::hq::HqDirectory::exists(folder).then_some(args_words::of_headquarters(lang))
    },
    strict: true,
    before_screen: |_| Ok(()),
    commands: &[
        init::SPEC,
        enrol::SPEC,
        sync::SPEC,
        prove::SPEC,
        add::SPEC,
        list::SPEC,
        report::SPEC,
        show::SPEC,
        import::SPEC,
        attach::SPEC,
        attachment::SPEC,
        export::SPEC,
        print::SPEC,
        drafts::SPEC,
        audit::SPEC,
        undo::SPEC,
        erase::SPEC,
        verify::SPEC,
        rebuild::SPEC,
        backup::SPEC,
        passphrase::SPEC,
        recover::SPEC,
        doctor::SPEC,
        demo::SPEC,
        programme::SPEC,
        keys::SPEC,
        help::SPEC,
        version::SPEC,
        completions::SPEC,
        man::SPEC,
    ],
};

/// The environment of a call, passed in by the binary.
pub struct Host<'a> {
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Unix milliseconds
    pub now: fn() -> u64,
    pub input: &'a mut dyn Read,
    pub out: &'a mut dyn Write,
    pub words: &'a mut dyn Write,
    /// whether stderr is a terminal
    pub watched: bool,
    /// whether stdin is a terminal
    pub answered: bool,
    /// whether stdout is a terminal, so that data goes into no file or program
    pub shown: bool,
    /// turns the echo of the terminal on or off
    pub echo: fn(bool),
    /// columns and rows of the terminal, if there is one
    pub window: fn() -> Option<(u16, u16)>,
}

/// What the binary must do after `run`.
pub enum Next {
    Exit(u8),
    /// open the screen
    Screen(Box<ScreenOptions>),
}

/// `args` begins with the program's name.
pub fn run(args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    execute(&NOTEBOOK, args, host)
}

fn execute(program: &'static Program, args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    let settings = Settings::read(&args, host);
    match dispatch(program, args, &settings, host) {
        Ok(next) => next,
        Err(answer) => reply(program, host, &settings, &answer),
    }
}

/// Prints help to stdout and faults to stderr.
fn reply(
    program: &Program,
    host: &mut Host<'_>,
    settings: &Settings,
    answer: &ArgsReply,
) -> Next {
    let ArgsReply { text, code } = answer;
    let mut io = host.io(program, settings.lang, PathBuf::new(), settings.output);
    let said = match code {
        0 => io.put_text(&format!("{text}\n")).and_then(|()| io.flush()),
        _ => io.say(text),
    };
    Next::Exit(if said.is_ok() { *code } else { (*code).max(1) })
}

fn dispatch(
    program: &'static Program,
    args: Vec<OsString>,
    settings: &Settings,
    host: &mut Host<'_>,
) -> Result<Next, ArgsReply> {
    let lang = settings.lang;
    let refused = |text: String, code: u8| ArgsReply { text, code };
    let matches = parser::parser(program, lang)
        .try_get_matches_from(args)
        .map_err(|error| usage_error::reply(&error, program, lang))?;
    let named = matches.subcommand();
    let spec = named.and_then(|(name, _)| command(program, name));
    let run = spec.map_or(Run::Screen, |spec| spec.run);
    let given = Invocation::new(settings, &matches, named.map(|(_, args)| args));
    let existing = Existing::replaced(given.flag("force"));
    let output = OutputOptions { existing, ..settings.output };
    if let Run::Program(run) = run {
        let parser = parser::parser(program, lang);
        return finish(run(
            &mut host.io(program, lang, PathBuf::new(), output),
            parser,
            &given,
        ));
    }
    if let Run::Surroundings(run) = run {
        let (dir, around) = surroundings(program, &given, host, lang);
        let mut io = host.io(program, lang, dir, output);
        io.passphrase_file = given.passphrase_file();
        return finish(run(&mut io, &given, &around));
    }
    let (dir, origin) = data_folder(program, &given, host);
    let dir = Some(dir).filter(|_| origin != FolderOrigin::Nowhere);
    let dir = dir.ok_or_else(|| refused(args_words::no_home(lang), 1))?;
    if let Some(word) = (program.not_here)(&dir, lang) {
        return Err(refused(word, 1));
    }
    let Run::Data(run) = run else {
        return screen(program, &given, dir, host);
    };
    if program.strict && !settings.faults.is_empty() {
        return Err(refused(settings.faults.join("\n"), 1));
    }
    let mut io = host.io(program, lang, dir, output);
    io.is_named = origin == FolderOrigin::Option;
    io.passphrase_file = given.passphrase_file();
    finish(run(&mut io, &given))
}

fn command(program: &Program, name: &str) -> Option<&'static CommandSpec> {
    program.commands.iter().find(|spec| spec.name == name)
}

fn screen(
    program: &Program,
    given: &Invocation<'_>,
    dir: PathBuf,
    host: &mut Host<'_>,
) -> Result<Next, ArgsReply> {
    let settings = given.settings;
    let lang = settings.lang;
    let loaded = given.keymap();
    let (keymap, faults) = loaded.map_err(|text| ArgsReply { text, code: USAGE })?;
    let mut io = host.io(program, lang, dir.clone(), settings.output);
    io.passphrase_file = given.passphrase_file();
    if let Err(stop) = (program.before_screen)(&mut io) {
        return finish(Err(stop));
    }
    // without a passphrase file the screen asks for the passphrase
    if io.passphrase_file.is_some()
        && let Err(stop) = unlock::folder(&mut io)
    {
        return finish(Err(stop));
    }
    let unlocked = io.unlocked.take().filter(|folder| folder.dir == dir);
    Ok(Next::Screen(Box::new(ScreenOptions {
        folder: unlocked.unwrap_or_else(|| KeyedFolder::from(&dir)),
        role: program.role,
        lang,
        ascii: settings.output.ascii,
        keymap,
        sync: settings.sync_target(),
        news: [settings.faults.clone(), faults].concat(),
        lock_after: settings.config.lock_after(),
        escape_wait: settings.config.escape_wait(),
    })))
}

fn finish(outcome: CommandResult) -> Result<Next, ArgsReply> {
    match outcome {
        Ok(CommandEnd::All) | Err(Stop::Closed) => Ok(Next::Exit(0)),
        Ok(CommandEnd::Some) => Ok(Next::Exit(1)),
        Err(Stop::Failed(text)) => Err(ArgsReply { text, code: 1 }),
        Err(Stop::Usage(text)) => Err(ArgsReply { text, code: USAGE }),
    }
}

/// The data folder (empty if nothing names one) and the environment, for `doctor`.
fn surroundings(
    program: &'static Program,
    given: &Invocation<'_>,
    host: &Host<'_>,
    lang: Lang,
) -> (PathBuf, Surroundings) {
    let variable = |name: &str| (host.variable)(name).and_then(|text| text.into_string().ok());
    let (folder, origin) = data_folder(program, given, host);
    let term = variable("TERM");
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let around = Surroundings {
        program: program.name,
        variable: program.variable,
        origin,
        not_here: (program.not_here)(&folder, lang),
        is_dumb: capability::is_dumb(term.as_deref()),
        term,
        locale: names.into_iter().filter_map(variable).find(|name| !name.is_empty()),
        is_ascii: Caps::from_env(variable, false).ascii,
        window: (host.window)(),
    };
    (folder, around)
}

fn data_folder(
    program: &Program,
    given: &Invocation<'_>,
    host: &Host<'_>,
) -> (PathBuf, FolderOrigin) {
    if let Some(folder) = given.data() {
        return (folder, FolderOrigin::Option);
    }
    let variable = (host.variable)(program.variable).filter(|dir| !dir.is_empty());
    match (variable, (program.folder)()) {
        (Some(folder), _) => (PathBuf::from(folder), FolderOrigin::Variable),
        (None, Some(folder)) => (folder, FolderOrigin::Default),
        (None, None) => (PathBuf::new(), FolderOrigin::Nowhere),
    }
}

impl Host<'_> {
    fn io(
        &mut self,
        program: &Program,
        lang: Lang,
        data: PathBuf,
        output: OutputOptions,
    ) -> CommandIo<'_> {
        CommandIo {
            role: program.role,
            lang,
            data,
            is_named: false,
            now: self.now,
            input: &mut *self.input,
            out: &mut *self.out,
            words: &mut *self.words,
            columns: self
                .watched
                .then(|| (self.window)().map_or(WIDTH, |(columns, _)| columns.into())),
            answered: self.answered,
            shown: self.shown,
            echo: self.echo,
            passphrase_file: None,
            unlocked: None,
            output,
        }
    }
}
