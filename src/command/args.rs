//! The arguments: what may be typed, in either language, and what was meant. The only place that
//! names clap. Nothing is opened or printed here; of paths it is looked what is there.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::asked::{
    Globals, ImportChoice, InitHow, ListFormat, ParsedArgs, ReportFormat, ReportOptions,
    Subcommand,
};
use super::path;
use super::refusal;
use crate::lang::cli::{ArgsWord, HelpText};
use crate::lang::hq::HqWord;
use crate::lang::sync::SyncWord;
use crate::lang::{Lang, form, revise};

/// The most establishments or visits that `demo` makes.
pub const MOST_MADE_UP: u64 = 1_000_000;

/// Text for the user and the exit code that goes with it; code 0 goes to stdout.
#[derive(Debug)]
pub struct ArgsReply {
    pub text: String,
    pub code: u8,
}

/// The language that `--lang` names, looked for before the arguments are understood, so that
/// their faults are told in it.
pub fn spoken(args: &[OsString]) -> Option<Lang> {
    let mut words = args.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().and_then(Lang::by_id);
        }
        if let Some(value) = word.strip_prefix("--lang=") {
            return Lang::by_id(value);
        }
    }
    None
}

/// `args` begins with the program's name.
pub fn parse(args: Vec<OsString>, lang: Lang) -> Result<ParsedArgs, ArgsReply> {
    let mut program = command(lang);
    let matches = match program.try_get_matches_from_mut(args) {
        Ok(matches) => matches,
        Err(e) => return Err(refusal::reply(&e, &program, lang)),
    };
    let globals = Globals {
        data: named(&matches, "data"),
        lang: matches.get_one::<String>("lang").and_then(|l| Lang::by_id(l)),
        keymap: matches.get_one::<String>("keymap").cloned(),
        force: forced(&matches),
    };
    let task = match matches.subcommand() {
        None => Subcommand::Notebook,
        Some((name, sub)) => task(name, sub).map_err(|word| refusal::usage(&word, lang))?,
    };
    Ok(ParsedArgs { globals, task })
}

/// Only commands that write files know the option.
pub fn forced(matches: &ArgMatches) -> bool {
    let of = |(_, sub): (&str, &ArgMatches)| {
        sub.try_get_one::<bool>("force").ok().flatten().copied().unwrap_or(false)
    };
    matches.subcommand().is_some_and(of)
}

fn texts(m: &ArgMatches, id: &str) -> Vec<String> {
    m.get_many::<String>(id).into_iter().flatten().cloned().collect()
}

fn task(name: &str, m: &ArgMatches) -> Result<Subcommand, ArgsWord<'static>> {
    let text = |id: &str| m.get_one::<String>(id).cloned().unwrap_or_default();
    let path = |id: &str| named(m, id).unwrap_or_default();
    let number = |id: &str| m.get_one::<u64>(id).copied().unwrap_or_default();
    Ok(match name {
        "init" => Subcommand::Init(init(m)?),
        "add" => Subcommand::Add { kind: text("kind") },
        "list" => Subcommand::List {
            kind: text("kind"),
            find: text("find"),
            from: m.get_one::<String>("from").cloned(),
            to: m.get_one::<String>("to").cloned(),
            format: format(&text("format")),
        },
        "show" => Subcommand::Show {
            id: text("id"),
            history: m.get_flag("history"),
            json: text("format") == "json",
        },
        "import" if m.get_flag("template") => {
            Subcommand::Template { kind: text("kind"), file: path("file") }
        }
        "import" => Subcommand::Import {
            kind: text("kind"),
            file: path("file"),
            choice: ImportChoice {
                dry: m.get_flag("dry-run"),
                hidden: m.get_flag("hidden"),
                empty_formulas: m.get_flag("empty-formulas"),
                duplicates: m.get_flag("duplicates"),
                doubtful: m.get_flag("doubtful"),
                map: texts(m, "map"),
                forget: texts(m, "forget"),
                problems: named(m, "problems"),
                theirs: m.get_flag("theirs"),
                publishing: false,
            },
        },
        "report" => Subcommand::Report(ReportOptions {
            period: m.get_one::<String>("period").cloned(),
            province: m.get_one::<String>("province").cloned(),
            format: report_format(&text("format")),
            out: named(m, "out"),
        }),
        "attach" => Subcommand::Attach {
            id: text("id"),
            file: path("file"),
            paper: text("kind"),
            personal: m.get_one::<String>("personal").map(|answer| answer == "co"),
        },
        "attachment" => Subcommand::TakeOut { id: text("id"), out: path("out") },
        "export" => Subcommand::Export {
            kind: text("kind"),
            out: path("out"),
            contacts: m.get_flag("contacts"),
        },
        "print" => Subcommand::Print { id: text("id"), out: path("out") },
        "enrol" => match named(m, "accept") {
            Some(file) => Subcommand::EnrolAccept { file, to_other: m.get_flag("move") },
            None => {
                Subcommand::EnrolRequest { file: path("request"), ssh: named(m, "ssh-key") }
            }
        },
        "sync" => Subcommand::Sync {
            address: m.get_one::<String>("address").cloned(),
            files: m.get_flag("files"),
        },
        "prove" => Subcommand::Prove { id: text("id") },
        "drafts" => Subcommand::Drafts { restore: m.get_one::<String>("id").cloned() },
        "undo" => Subcommand::Undo {
            id: m.get_one::<String>("id").cloned(),
            list: m.get_flag("list"),
        },
        "verify" => Subcommand::Verify,
        "rebuild" => Subcommand::Rebuild,
        "backup" => Subcommand::Backup { folder: path("folder") },
        "demo" => Subcommand::Demo {
            establishments: number("establishments"),
            visits: number("visits"),
            seed: number("seed"),
            remove: m.get_flag("remove"),
        },
        _ => Subcommand::Keys { markdown: m.get_flag("markdown") },
    })
}

/// `None`: the file's name says it.
pub fn report_format(given: &str) -> Option<ReportFormat> {
    match given {
        "csv" => Some(ReportFormat::Csv),
        "json" => Some(ReportFormat::Json),
        "xlsx" => Some(ReportFormat::Xlsx),
        "table" => Some(ReportFormat::Table),
        _ => None,
    }
}

/// A path among the arguments, as the disk has it.
pub fn named(m: &ArgMatches, id: &str) -> Option<PathBuf> {
    m.get_one::<PathBuf>(id).filter(|path| !path.as_os_str().is_empty()).map(|p| path::given(p))
}

fn format(given: &str) -> ListFormat {
    match given {
        "csv" => ListFormat::Csv,
        "json" => ListFormat::Json,
        _ => ListFormat::Table,
    }
}

fn init(m: &ArgMatches) -> Result<InitHow, ArgsWord<'static>> {
    if m.contains_id("passphrase-file") {
        return Err(ArgsWord::PassphraseLater);
    }
    if let Some(file) = named(m, "from-backup") {
        return Ok(InitHow::Backup { file });
    }
    let answer = |id: &str, option: &'static str| {
        let given = m.get_one::<String>(id).map(|t| t.trim().to_owned()).unwrap_or_default();
        if given.is_empty() { Err(ArgsWord::EmptyAnswer { option }) } else { Ok(given) }
    };
    Ok(InitHow::New {
        officer: answer("officer", "--officer")?,
        unit: answer("unit", "--unit")?,
        province: answer("province", "--province")?,
        plain_said: m.get_flag("no-passphrase"),
    })
}

pub fn command(lang: Lang) -> Command {
    let w = |help: HelpText| help.text(lang);
    let base = Command::new("sotay")
        .version(env!("CARGO_PKG_VERSION"))
        .about(w(HelpText::About))
        .override_usage(
            "sotay [--data DIR] [--lang vi|en] [--keymap NAME|FILE] [--ascii] [COMMAND]",
        )
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(w(HelpText::Commands))
        .help_template(template(lang));
    let base = everywhere(lang).into_iter().fold(base, Command::arg);
    subcommands(lang).into_iter().fold(base, |base, sub| {
        base.subcommand(sub.disable_help_flag(true).help_template(template(lang)))
    })
}

fn template(lang: Lang) -> String {
    format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", HelpText::Usage.text(lang))
}

fn everywhere(lang: Lang) -> Vec<Arg> {
    let w = |help: HelpText| help.text(lang);
    let global = |name: &'static str, help: HelpText| {
        Arg::new(name)
            .long(name)
            .help(w(help))
            .global(true)
            .help_heading(w(HelpText::Everywhere))
    };
    vec![
        global("data", HelpText::Data).value_name("DIR").value_parser(value_parser!(PathBuf)),
        global("lang", HelpText::Lang)
            .value_name("vi|en")
            .value_parser(PossibleValuesParser::new(["vi", "en"]))
            .hide_possible_values(true),
        global("keymap", HelpText::Keymap).value_name("NAME|FILE"),
        global("ascii", HelpText::Ascii).action(ArgAction::SetTrue),
        global("help", HelpText::Help).short('h').action(ArgAction::Help),
        Arg::new("version")
            .long("version")
            .short('V')
            .help(w(HelpText::Version))
            .help_heading(w(HelpText::Everywhere))
            .action(ArgAction::Version),
    ]
}

/// Builders of arguments in one language.
struct ArgWords(Lang);

impl ArgWords {
    fn sub(&self, name: &'static str, about: HelpText, usage: &'static str) -> Command {
        Command::new(name).about(about.text(self.0)).override_usage(usage)
    }

    fn more(&self, sub: Command, about: HelpText, more: HelpText) -> Command {
        sub.long_about(format!("{}\n\n{}", about.text(self.0), more.text(self.0)))
    }

    fn option(&self, name: &'static str, value: &'static str, help: HelpText) -> Arg {
        self.flagged(name, help).value_name(value)
    }

    fn flag(&self, name: &'static str, help: HelpText) -> Arg {
        self.flagged(name, help).action(ArgAction::SetTrue)
    }

    fn flagged(&self, name: &'static str, help: HelpText) -> Arg {
        Arg::new(name)
            .long(name)
            .help(help.text(self.0))
            .help_heading(HelpText::Options.text(self.0))
    }

    fn path(&self, name: &'static str, value: &'static str, help: HelpText) -> Arg {
        // after what it is about
        let path = self.positional(name, value, help).display_order(1);
        path.value_parser(value_parser!(PathBuf))
    }

    fn positional(&self, name: &'static str, value: &'static str, help: HelpText) -> Arg {
        Arg::new(name)
            .value_name(value)
            .help(help.text(self.0))
            .help_heading(HelpText::Arguments.text(self.0))
            // In the order in which they are written, not by name
            .display_order(0)
            .required(true)
    }

    fn out(&self, help: HelpText) -> Arg {
        let out = self.option("out", "FILE", help).short('o').required(true);
        out.value_parser(value_parser!(PathBuf))
    }

    fn force(&self) -> Arg {
        self.flag("force", HelpText::Force)
    }

    fn one_of(&self, arg: Arg, values: &'static [&'static str]) -> Arg {
        arg.value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
    }

    fn count(&self, name: &'static str, help: HelpText) -> Arg {
        let arg = self.option(name, "N", help);
        arg.allow_negative_numbers(true)
            .value_parser(value_parser!(u64).range(0..=MOST_MADE_UP))
    }
}

fn subcommands(lang: Lang) -> Vec<Command> {
    let w = ArgWords(lang);
    let mut all = vec![init_command(&w), enrol_command(&w)];
    all.extend(sync_commands(&w));
    all.extend(records_commands(&w));
    all.push(drafts_command(&w));
    all.push(undo_command(&w));
    all.extend(keeping_commands(&w));
    all
}

fn init_command(w: &ArgWords) -> Command {
    let usage = "sotay init --officer NAME --unit NAME --province CODE [--no-passphrase]\n       \
                 sotay init --from-backup FILE";
    let needed = |arg: Arg| arg.required_unless_present_any(["from-backup", "passphrase-file"]);
    w.more(w.sub("init", HelpText::Init, usage), HelpText::Init, HelpText::InitMore)
        .arg(needed(w.option("officer", "NAME", HelpText::Officer)))
        .arg(needed(w.option("unit", "NAME", HelpText::Unit)))
        .arg(needed(w.option("province", "CODE", HelpText::Province)))
        .arg(w.flag("no-passphrase", HelpText::NoPassphrase))
        .arg(
            w.option("from-backup", "FILE", HelpText::FromBackup)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["officer", "unit", "province"]),
        )
        .arg(
            // promised for later: known, so that it can be refused with a word
            Arg::new("passphrase-file").long("passphrase-file").hide(true),
        )
}

fn enrol_command(w: &ArgWords) -> Command {
    let usage = "sotay enrol --request FILE [--ssh-key FILE] [--force]\n       sotay enrol --accept FILE [--move]";
    let option = |name: &'static str, help: HqWord<'_>| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help(help.text(w.0))
            .help_heading(HelpText::Options.text(w.0))
    };
    Command::new("enrol")
        .about(HqWord::EnrolAbout.text(w.0))
        .override_usage(usage)
        .arg(option("request", HqWord::EnrolRequest).required_unless_present("accept"))
        .arg(option("accept", HqWord::EnrolAccept).conflicts_with_all(["request", "ssh-key"]))
        .arg(option("ssh-key", HqWord::EnrolSsh))
        .arg(
            Arg::new("move")
                .long("move")
                .action(ArgAction::SetTrue)
                .requires("accept")
                .help(HqWord::EnrolMove.text(w.0))
                .help_heading(HelpText::Options.text(w.0)),
        )
        .arg(w.force())
}

fn drafts_command(w: &ArgWords) -> Command {
    let argument = |name: &'static str, value: &'static str, help: String| {
        let arg = Arg::new(name).value_name(value).help(help);
        arg.help_heading(HelpText::Arguments.text(w.0))
    };
    let about = form::drafts_about(w.0);
    Command::new("drafts")
        .long_about(format!("{about}\n\n{}", form::drafts_more(w.0)))
        .about(about)
        .override_usage("sotay drafts\n       sotay drafts restore ID")
        .arg(w.one_of(
            argument("restore", "restore", form::drafts_restore(w.0)).requires("id"),
            &["restore"],
        ))
        .arg(argument("id", "ID", form::drafts_id(w.0)))
}

fn undo_command(w: &ArgWords) -> Command {
    let about = revise::undo_help(w.0);
    Command::new("undo")
        .long_about(format!("{about}\n\n{}", revise::undo_more(w.0)))
        .about(about)
        .override_usage("sotay undo [ID]\n       sotay undo --list")
        .arg(
            Arg::new("id")
                .value_name("ID")
                .help(revise::undo_id(w.0))
                .help_heading(HelpText::Arguments.text(w.0)),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .conflicts_with("id")
                .help(revise::undo_list(w.0))
                .help_heading(HelpText::Options.text(w.0)),
        )
}

fn sync_commands(w: &ArgWords) -> [Command; 2] {
    let word = |word: SyncWord<'_>| word.text(w.0);
    let heading = HelpText::Arguments.text(w.0);
    let address = Arg::new("address").value_name("ADDRESS").help(word(SyncWord::AddressArg));
    let sync = Command::new("sync")
        .about(word(SyncWord::About))
        .long_about(format!("{}\n\n{}", word(SyncWord::About), word(SyncWord::AboutMore)))
        .override_usage("sotay sync [--files] [ssh://[USER@]HOST[:PORT] | folder:PATH]")
        .arg(address.help_heading(heading))
        .arg(
            Arg::new("files")
                .long("files")
                .action(ArgAction::SetTrue)
                .help(word(SyncWord::FilesOption))
                .help_heading(HelpText::Options.text(w.0)),
        );
    let prove = Command::new("prove")
        .about(word(SyncWord::ProveAbout))
        .override_usage("sotay prove ID")
        .arg(w.positional("id", "ID", HelpText::IdArg));
    [sync, prove]
}

fn records_commands(w: &ArgWords) -> Vec<Command> {
    let kind = || w.positional("kind", "KIND", HelpText::KindArg);
    let report = "sotay report [--period PERIOD] [--province CODE] [--format table|csv|json|xlsx] \
                  [-o FILE [--force]]";
    let import = "sotay import KIND FILE.{csv,xlsx,ods} [--dry-run] [--hidden] [--empty-formulas] [--duplicates] [--doubtful]\n                    \
                  [--theirs] [--map HEADING=QUESTION] [--forget HEADING] [--problems FILE.{xlsx,csv} [--force]]\n       \
                  sotay import --template KIND FILE.xlsx [--force]";
    let export = "sotay export KIND --out FILE.{csv,xlsx,geojson} [--contacts] [--force]";
    let list = "sotay list KIND [--find TEXT] [--from D] [--to D] [--format table|csv|json]";
    vec![
        w.more(
            w.sub("add", HelpText::Add, "sotay add KIND < FILE.jsonl"),
            HelpText::Add,
            HelpText::AddMore,
        )
        .arg(kind()),
        w.sub("list", HelpText::List, list)
            .arg(kind())
            .arg(w.option("find", "TEXT", HelpText::Find).allow_hyphen_values(true))
            .arg(w.option("from", "D", HelpText::From).allow_hyphen_values(true))
            .arg(w.option("to", "D", HelpText::To).allow_hyphen_values(true))
            .arg(w.one_of(
                w.option("format", "table|csv|json", HelpText::Format),
                &["table", "csv", "json"],
            )),
        w.more(
            w.sub("report", HelpText::Report, report),
            HelpText::Report,
            HelpText::ReportMore,
        )
        .arg(w.option("period", "PERIOD", HelpText::Period))
        .arg(w.option("province", "CODE", HelpText::InProvince))
        .arg(w.one_of(
            w.option("format", "table|csv|json|xlsx", HelpText::ReportFormat),
            &["table", "csv", "json", "xlsx"],
        ))
        .arg(
            w.option("out", "FILE", HelpText::ReportOut)
                .short('o')
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(w.force()),
        w.sub("show", HelpText::Show, "sotay show ID [--history] [--format text|json]")
            .arg(w.positional("id", "ID", HelpText::IdArg))
            .arg(w.flag("history", HelpText::History))
            .arg(w.one_of(
                w.option("format", "text|json", HelpText::ShowFormat),
                &["text", "json"],
            )),
        w.more(
            w.sub("import", HelpText::Import, import),
            HelpText::Import,
            HelpText::ImportMore,
        )
        .arg(kind())
        .arg(w.path("file", "FILE", HelpText::FileArg))
        .arg(w.flag("dry-run", HelpText::DryRun))
        .arg(w.flag("hidden", HelpText::Hidden))
        .arg(w.flag("empty-formulas", HelpText::EmptyFormulas))
        .arg(w.flag("duplicates", HelpText::Duplicates))
        .arg(w.flag("doubtful", HelpText::Doubtful))
        .arg(w.option("map", "HEADING=QUESTION", HelpText::MapColumn).action(ArgAction::Append))
        .arg(w.option("forget", "HEADING", HelpText::ForgetColumn).action(ArgAction::Append))
        .arg(
            w.option("problems", "FILE", HelpText::Problems)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(w.flag("theirs", HelpText::Theirs))
        .arg(w.flag("template", HelpText::Template).conflicts_with("dry-run"))
        .arg(w.force()),
        w.more(
            w.sub(
                "attach",
                HelpText::Attach,
                "sotay attach ID FILE [--kind PAPER] [--personal co|khong]",
            ),
            HelpText::Attach,
            HelpText::AttachMore,
        )
        .arg(w.positional("id", "ID", HelpText::IdArg))
        .arg(w.path("file", "FILE", HelpText::AttachFile))
        .arg(
            w.option("kind", "PAPER", HelpText::AttachKind)
                .default_value("khac")
                .hide_default_value(true),
        )
        .arg(w.one_of(
            w.option("personal", "co|khong", HelpText::AttachPersonal),
            &["co", "khong"],
        )),
        w.sub("attachment", HelpText::Attachment, "sotay attachment ID -o FILE [--force]")
            .arg(w.positional("id", "ID", HelpText::AttachmentId))
            .arg(
                w.option("out", "FILE", HelpText::AttachmentOut)
                    .short('o')
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(w.force()),
        w.more(
            w.sub("export", HelpText::Export, export),
            HelpText::Export,
            HelpText::ExportMore,
        )
        .arg(kind())
        .arg(w.out(HelpText::OutArg))
        .arg(w.flag("contacts", HelpText::Contacts))
        .arg(w.force()),
        w.sub("print", HelpText::Print, "sotay print ID --out FILE.docx [--force]")
            .arg(w.positional("id", "ID", HelpText::IdArg))
            .arg(w.out(HelpText::OutArg))
            .arg(w.force()),
    ]
}

fn keeping_commands(w: &ArgWords) -> Vec<Command> {
    let demo = "sotay demo --establishments N --visits M [--seed S] | --remove";
    vec![
        w.sub("verify", HelpText::Verify, "sotay verify"),
        w.sub("rebuild", HelpText::Rebuild, "sotay rebuild"),
        w.more(
            w.sub("backup", HelpText::Backup, "sotay backup FOLDER"),
            HelpText::Backup,
            HelpText::BackupMore,
        )
        .arg(w.path("folder", "FOLDER", HelpText::FolderArg)),
        w.sub("demo", HelpText::Demo, demo)
            .arg(
                w.flag("remove", HelpText::RemoveSamples)
                    .conflicts_with_all(["establishments", "visits"]),
            )
            .arg(
                w.count("establishments", HelpText::Establishments)
                    .required_unless_present("remove"),
            )
            .arg(w.count("visits", HelpText::Visits).required_unless_present("remove"))
            .arg(
                w.option("seed", "S", HelpText::Seed)
                    .value_parser(value_parser!(u64))
                    .default_value("1")
                    .hide_default_value(true),
            ),
        w.sub("keys", HelpText::Keys, "sotay keys [--markdown]")
            .arg(w.flag("markdown", HelpText::Markdown)),
    ]
}
