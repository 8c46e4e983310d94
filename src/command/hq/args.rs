//! The arguments of headquarters' program: what may be typed, and what was meant.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::command::args::{ArgsReply, forced, named, report_format};
use crate::command::asked::{Globals, ListFormat, ReportOptions};
use crate::command::refusal;
use crate::lang::Lang;
use crate::lang::cli::HelpText;
use crate::lang::hq::HqHelp;

#[derive(Clone, Debug)]
pub enum HqCommand {
    Init { name: String, reviewer: String, province: String },
    Enrol(Enrol),
    Receive { officer: Option<u32> },
    Import { path: PathBuf },
    Export { path: PathBuf },
    List { kind: String, find: String, format: ListFormat },
    Show { id: String, history: bool, json: bool },
    Officers { ssh: bool },
    Revoke { number: u32 },
    Confirm { yes: bool },
    Handover { from: u32, to: u32 },
    Publish(Publish),
    Withdraw { ids: Vec<String>, reason: Option<String> },
    Backup { folder: PathBuf },
    Restore { folder: PathBuf, incomplete: bool },
    RemoveSamples,
    Verify,
    Prove { id: String },
    Fold,
    Rebuild,
    Report(ReportOptions),
    Review,
}

/// A device to be taken in.
#[derive(Clone, Debug)]
pub struct Enrol {
    pub file: PathBuf,
    pub number: Option<u32>,
    pub out: Option<PathBuf>,
    /// the eight words were compared
    pub yes: bool,
    /// though it was shut out
    pub again: bool,
    /// another person, though an officer of that name is known
    pub new: bool,
}

/// Rows that go to every laptop.
#[derive(Clone, Debug)]
pub struct Publish {
    pub kind: String,
    pub file: PathBuf,
    /// only look
    pub dry: bool,
    /// rows that lack required answers go out too, and faulty ones are left out
    pub incomplete: bool,
}

pub fn parse(args: Vec<OsString>, lang: Lang) -> Result<(Globals, HqCommand), ArgsReply> {
    let mut program = command(lang);
    let matches = program.try_get_matches_from_mut(args);
    let matches = matches.map_err(|e| refusal::reply(&e, &program, lang))?;
    let globals = Globals {
        data: named(&matches, "data"),
        lang: matches.get_one::<String>("lang").and_then(|l| Lang::by_id(l)),
        keymap: matches.get_one::<String>("keymap").cloned(),
        force: forced(&matches),
    };
    let task = matches.subcommand().map_or(HqCommand::Review, |(name, sub)| task(name, sub));
    Ok((globals, task))
}

fn task(name: &str, m: &ArgMatches) -> HqCommand {
    let text = |id: &str| m.get_one::<String>(id).cloned().unwrap_or_default();
    let path = |id: &str| named(m, id).unwrap_or_default();
    let number = |id: &str| m.get_one::<u32>(id).copied();
    let format = |id: &str| match text(id).as_str() {
        "csv" => ListFormat::Csv,
        "json" => ListFormat::Json,
        _ => ListFormat::Table,
    };
    match name {
        "init" => HqCommand::Init {
            name: text("name"),
            reviewer: text("reviewer"),
            province: text("province"),
        },
        "enrol" => HqCommand::Enrol(Enrol {
            file: path("file"),
            number: number("number"),
            out: named(m, "out"),
            yes: m.get_flag("yes"),
            again: m.get_flag("again"),
            new: m.get_flag("new"),
        }),
        "receive" => HqCommand::Receive { officer: number("officer") },
        "import" => HqCommand::Import { path: path("path") },
        "export" => HqCommand::Export { path: path("path") },
        "list" => {
            HqCommand::List { kind: text("kind"), find: text("find"), format: format("format") }
        }
        "show" => HqCommand::Show {
            id: text("id"),
            history: m.get_flag("history"),
            json: text("format") == "json",
        },
        "officers" => HqCommand::Officers { ssh: m.get_flag("ssh") },
        "revoke" => HqCommand::Revoke { number: number("number").unwrap_or(0) },
        "confirm" => HqCommand::Confirm { yes: m.get_flag("yes") },
        "handover" => HqCommand::Handover {
            from: number("from").unwrap_or(0),
            to: number("to").unwrap_or(0),
        },
        "publish" => HqCommand::Publish(Publish {
            kind: text("kind"),
            file: path("file"),
            dry: m.get_flag("dry-run"),
            incomplete: m.get_flag("allow-incomplete"),
        }),
        "withdraw" => {
            let ids = m.get_many::<String>("id").into_iter().flatten();
            let reason = m.get_one::<String>("reason").cloned();
            HqCommand::Withdraw { ids: ids.cloned().collect(), reason }
        }
        "backup" => HqCommand::Backup { folder: path("folder") },
        "restore" => {
            HqCommand::Restore { folder: path("folder"), incomplete: m.get_flag("incomplete") }
        }
        "demo" => HqCommand::RemoveSamples,
        "verify" => HqCommand::Verify,
        "prove" => HqCommand::Prove { id: text("id") },
        "fold" => HqCommand::Fold,
        "rebuild" => HqCommand::Rebuild,
        "report" => HqCommand::Report(ReportOptions {
            period: m.get_one::<String>("period").cloned(),
            province: m.get_one::<String>("province").cloned(),
            format: report_format(&text("format")),
            out: None,
        }),
        _ => HqCommand::Review,
    }
}

fn command(lang: Lang) -> Command {
    let template =
        format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", HelpText::Usage.text(lang));
    let global = |name: &'static str, help: HelpText| {
        let everywhere = HelpText::Everywhere.text(lang);
        Arg::new(name).long(name).help(help.text(lang)).global(true).help_heading(everywhere)
    };
    let base = Command::new("sotay-hq")
        .version(env!("CARGO_PKG_VERSION"))
        .about(HqHelp::About.text(lang))
        .override_usage("sotay-hq [--data DIR] [--lang vi|en] [COMMAND]")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(HelpText::Commands.text(lang))
        .help_template(template.clone())
        .arg(
            global("data", HelpText::Data)
                .help(HqHelp::Data.text(lang))
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            global("lang", HelpText::Lang)
                .value_name("vi|en")
                .value_parser(PossibleValuesParser::new(["vi", "en"]))
                .hide_possible_values(true),
        )
        .arg(global("keymap", HelpText::Keymap).value_name("NAME|FILE"))
        .arg(global("ascii", HelpText::Ascii).action(ArgAction::SetTrue))
        .arg(global("help", HelpText::Help).short('h').action(ArgAction::Help))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .help(HelpText::Version.text(lang))
                .help_heading(HelpText::Everywhere.text(lang))
                .action(ArgAction::Version),
        );
    subcommands(lang).into_iter().fold(base, |base, sub| {
        base.subcommand(sub.disable_help_flag(true).help_template(template.clone()))
    })
}

fn subcommands(lang: Lang) -> Vec<Command> {
    let w = |help: HqHelp| help.text(lang);
    let sub = |name: &'static str, help: HqHelp, usage: &'static str| {
        Command::new(name).about(w(help)).override_usage(usage)
    };
    let place = |name: &'static str, value: &'static str, help: HqHelp| {
        let heading = HelpText::Arguments.text(lang);
        Arg::new(name).value_name(value).help(w(help)).help_heading(heading).required(true)
    };
    let option = |name: &'static str, value: &'static str, help: HqHelp| {
        let heading = HelpText::Options.text(lang);
        Arg::new(name).long(name).value_name(value).help(w(help)).help_heading(heading)
    };
    let flag = |name: &'static str, help: HqHelp| {
        let heading = HelpText::Options.text(lang);
        Arg::new(name).long(name).help(w(help)).help_heading(heading).action(ArgAction::SetTrue)
    };
    let path = |arg: Arg| arg.value_parser(value_parser!(PathBuf));
    let number = |arg: Arg| arg.value_parser(value_parser!(u32));
    let one_of = |arg: Arg, values: &'static [&'static str]| {
        arg.value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
    };
    vec![
        sub(
            "init",
            HqHelp::Init,
            "sotay-hq init --name NAME --reviewer NAME [--province CODE]",
        )
        .arg(option("name", "NAME", HqHelp::Name).required(true))
        .arg(option("reviewer", "NAME", HqHelp::Reviewer).required(true))
        .arg(
            option("province", "CODE", HqHelp::Province)
                .default_value("01")
                .hide_default_value(true),
        ),
        sub(
            "enrol",
            HqHelp::Enrol,
            "sotay-hq enrol FILE [--number N | --new] [--out FILE] [--force] [--yes] [--again]",
        )
        .arg(path(place("file", "FILE", HqHelp::EnrolFile)))
        .arg(number(option("number", "N", HqHelp::Number)))
        .arg(flag("new", HqHelp::New).conflicts_with("number"))
        .arg(path(option("out", "FILE", HqHelp::Out)))
        .arg(flag("yes", HqHelp::Yes))
        .arg(flag("again", HqHelp::Again))
        .arg(flag("force", HqHelp::Force)),
        sub("receive", HqHelp::Receive, "sotay-hq receive [--officer N]").arg(number(option(
            "officer",
            "N",
            HqHelp::Officer,
        ))),
        sub("import", HqHelp::Import, "sotay-hq import PATH").arg(path(place(
            "path",
            "PATH",
            HqHelp::PathArg,
        ))),
        sub("export", HqHelp::Export, "sotay-hq export PATH").arg(path(place(
            "path",
            "PATH",
            HqHelp::PathArg,
        ))),
        sub("fold", HqHelp::Fold, "sotay-hq fold"),
        sub("list", HqHelp::List, "sotay-hq list KIND [--find TEXT] [--format table|csv|json]")
            .arg(place("kind", "KIND", HqHelp::KindArg))
            .arg(option("find", "TEXT", HqHelp::Find).allow_hyphen_values(true))
            .arg(one_of(
                option("format", "table|csv|json", HqHelp::Format),
                &["table", "csv", "json"],
            )),
        sub("show", HqHelp::Show, "sotay-hq show ID [--history] [--format text|json]")
            .arg(place("id", "ID", HqHelp::Id))
            .arg(flag("history", HqHelp::History))
            .arg(one_of(option("format", "text|json", HqHelp::Format), &["text", "json"])),
        sub("report", HqHelp::Report, "sotay-hq report [--period PERIOD] [--province CODE]")
            .arg(option("period", "PERIOD", HqHelp::Period))
            .arg(option("province", "CODE", HqHelp::Province))
            .arg(one_of(
                option("format", "table|csv|json", HqHelp::Format),
                &["table", "csv", "json"],
            )),
        sub("officers", HqHelp::Officers, "sotay-hq officers [--ssh]")
            .arg(flag("ssh", HqHelp::Ssh)),
        sub("revoke", HqHelp::Revoke, "sotay-hq revoke NUMBER").arg(number(place(
            "number",
            "NUMBER",
            HqHelp::NumberArg,
        ))),
        sub("confirm", HqHelp::Confirm, "sotay-hq confirm [--yes]")
            .arg(flag("yes", HqHelp::ConfirmYes)),
        sub("handover", HqHelp::Handover, "sotay-hq handover FROM TO")
            .arg(number(place("from", "FROM", HqHelp::NumberArg)))
            .arg(number(place("to", "TO", HqHelp::ToArg))),
        sub(
            "publish",
            HqHelp::Publish,
            "sotay-hq publish KIND FILE.{csv,xlsx} [--dry-run] [--allow-incomplete]",
        )
        .arg(place("kind", "KIND", HqHelp::PublishKind))
        .arg(path(place("file", "FILE", HqHelp::File)))
        .arg(flag("dry-run", HqHelp::DryRun))
        .arg(flag("allow-incomplete", HqHelp::AllowIncomplete)),
        sub("withdraw", HqHelp::Withdraw, "sotay-hq withdraw ID... [--reason TEXT]")
            .arg(place("id", "ID", HqHelp::WithdrawId).num_args(1..))
            .arg(option("reason", "TEXT", HqHelp::WithdrawReason).allow_hyphen_values(true)),
        sub("backup", HqHelp::Backup, "sotay-hq backup FOLDER").arg(path(place(
            "folder",
            "FOLDER",
            HqHelp::FolderArg,
        ))),
        sub("restore", HqHelp::Restore, "sotay-hq restore COPY [--incomplete]")
            .arg(path(place("folder", "COPY", HqHelp::CopyArg)))
            .arg(flag("incomplete", HqHelp::Incomplete)),
        sub("demo", HqHelp::Demo, "sotay-hq demo --remove")
            .arg(flag("remove", HqHelp::RemoveSamples).required(true)),
        sub("verify", HqHelp::Verify, "sotay-hq verify"),
        sub("prove", HqHelp::Prove, "sotay-hq prove ID").arg(place("id", "ID", HqHelp::Id)),
        sub("rebuild", HqHelp::Rebuild, "sotay-hq rebuild"),
        sub("review", HqHelp::Review, "sotay-hq review"),
    ]
}
