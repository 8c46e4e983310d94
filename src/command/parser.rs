//! Builds clap's parser from the specs of a program's commands.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};

use super::program::Program;
use super::spec::{ArgForm, ArgSpec, ArgValue, CommandSpec, Presence};
use crate::lang::Lang;
use crate::lang::cli::{help, passphrase};
use crate::lang::words::Both;

/// Maximum columns of help; also the assumed width of a terminal that does not report one.
pub const WIDTH: usize = 80;
/// Width of the label before a usage line, in cells.
const USAGE_LABEL: usize = 11;

/// Options that every command has.
const EVERYWHERE: &[ArgSpec] = &[
    ArgSpec::option("lang", "vi|en", help::LANG).one_of(&["vi", "en"]),
    ArgSpec::option("keymap", "NAME|FILE", help::KEYMAP),
    ArgSpec::flag("ascii", help::ASCII),
    ArgSpec::option("passphrase-file", "FILE", passphrase::PASSPHRASE_FILE).path(),
];

pub fn parser(program: &Program, lang: Lang) -> Command {
    let data = ArgSpec::option("data", "DIR", program.data).path();
    let globals: Vec<ArgSpec> =
        std::iter::once(data).chain(EVERYWHERE.iter().copied()).collect();
    let shown = globals.iter().map(ArgSpec::usage).chain(["[COMMAND]".to_owned()]);
    let usage = usage_line(program.name, &shown.collect::<Vec<_>>());
    let special = |name: &'static str, short: char, help: Both, action: ArgAction| {
        let arg = Arg::new(name).long(name).short(short).help(help.get(lang));
        arg.help_heading(help::EVERYWHERE.get(lang)).action(action)
    };
    let base = Command::new(program.name)
        .version(env!("CARGO_PKG_VERSION"))
        .about(program.about.get(lang))
        .override_usage(usage)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(help::COMMANDS.get(lang))
        .max_term_width(WIDTH)
        .help_template(template(lang));
    let base = globals.iter().fold(base, |base, spec| {
        let heading = help::EVERYWHERE.get(lang);
        base.arg(arg(spec, lang).global(true).help_heading(heading))
    });
    let base = base
        .arg(special("help", 'h', help::HELP, ArgAction::Help).global(true))
        .arg(special("version", 'V', help::VERSION, ArgAction::Version));
    program
        .commands
        .iter()
        .fold(base, |base, spec| base.subcommand(command(program.name, spec, lang)))
}

fn template(lang: Lang) -> String {
    format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", help::USAGE.get(lang))
}

fn command(program: &str, spec: &CommandSpec, lang: Lang) -> Command {
    let about = spec.about.get(lang);
    let command = Command::new(spec.name)
        .about(about)
        .override_usage(usage(program, spec))
        .disable_help_flag(true)
        .help_template(template(lang));
    let command = match spec.details {
        Some(details) => {
            let details = details.get(lang).replace("{program}", program);
            command.long_about(format!("{about}\n\n{details}"))
        }
        None => command,
    };
    // in the order of the spec, not by name
    let args = spec.args.iter().enumerate();
    args.fold(command, |command, (at, spec)| command.arg(arg(spec, lang).display_order(at)))
}

/// One usage line for each form of the command, wrapped if long.
fn usage(program: &str, spec: &CommandSpec) -> String {
    let begin = format!("{program} {}", spec.name);
    let forms: Vec<Vec<String>> = match spec.usage {
        [] => {
            let shown = spec.args.iter();
            vec![shown.map(ArgSpec::usage).collect()]
        }
        forms => forms.iter().map(|form| words(form)).collect(),
    };
    let lines = forms.iter().map(|form| usage_line(&begin, form));
    lines.collect::<Vec<_>>().join("\n       ")
}

fn usage_line(begin: &str, words: &[String]) -> String {
    let (mut text, mut width) = (begin.to_owned(), USAGE_LABEL + begin.len());
    for word in words {
        if width + 1 + word.len() > WIDTH {
            text.push_str("\n        ");
            width = 8;
        }
        text.push(' ');
        text.push_str(word);
        width += 1 + word.len();
    }
    text
}

/// Splits a usage form where a line may break: `[--out FILE]` is one part.
fn words(form: &str) -> Vec<String> {
    let (mut words, mut depth) = (vec![String::new()], 0_usize);
    for letter in form.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                words.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn arg(spec: &ArgSpec, lang: Lang) -> Arg {
    let arg = Arg::new(spec.name)
        .help(spec.help.get(lang))
        .allow_hyphen_values(spec.hyphens)
        .conflicts_with_all(spec.conflicts.iter().copied());
    let arg = match spec.form {
        ArgForm::Positional { shown } => {
            arg.value_name(shown).help_heading(help::ARGUMENTS.get(lang))
        }
        ArgForm::Option { shown, short } => {
            let arg = arg.long(spec.name).value_name(shown);
            let arg = arg.help_heading(help::OPTIONS.get(lang));
            match short {
                Some(short) => arg.short(short),
                None => arg,
            }
        }
        ArgForm::Flag => {
            let arg = arg.long(spec.name).action(ArgAction::SetTrue);
            arg.help_heading(help::OPTIONS.get(lang))
        }
    };
    let arg = match (spec.form, spec.value) {
        (ArgForm::Flag, _) | (_, ArgValue::Text) => arg,
        (_, ArgValue::Path) => arg.value_parser(value_parser!(PathBuf)),
        (_, ArgValue::Number(most)) => arg
            .allow_negative_numbers(true)
            .value_parser(RangedU64ValueParser::<u64>::new().range(0..=most)),
        (_, ArgValue::OneOf(values)) => {
            arg.value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
        }
    };
    let arg = match spec.required {
        Presence::Optional => arg,
        Presence::Required => arg.required(true),
        Presence::RequiredUnless(others) => arg.required_unless_present_any(others.to_vec()),
    };
    let arg = match (spec.is_repeatable, spec.form) {
        (false, _) => arg,
        (true, ArgForm::Positional { .. }) => arg.num_args(1..),
        (true, _) => arg.action(ArgAction::Append),
    };
    let arg = match spec.requires {
        Some(other) => arg.requires(other),
        None => arg,
    };
    match spec.default {
        Some(value) => arg.default_value(value).hide_default_value(true),
        None => arg,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;
    use crate::command::hq::HEADQUARTERS;
    use crate::command::{NOTEBOOK, program::Program};

    static PROGRAMS: [&Program; 2] = [&NOTEBOOK, &HEADQUARTERS];

    /// clap checks names, conflicts and defaults only in debug builds.
    #[test]
    fn every_spec_makes_a_sound_parser() {
        for program in PROGRAMS {
            for lang in [Lang::Vi, Lang::En] {
                parser(program, lang).debug_assert();
            }
        }
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        for spec in PROGRAMS.iter().flat_map(|program| program.commands) {
            let shown = spec.args.iter().map(|arg| arg.help);
            for text in shown.chain([spec.about]).chain(spec.details) {
                for text in [text.vi, text.en] {
                    assert!(is_nfc(text) && !text.trim().is_empty(), "{}: {text:?}", spec.name);
                }
                assert_ne!(text.vi, text.en, "{}", spec.name);
            }
        }
    }

    /// Usage lines written by hand must match the arguments.
    #[test]
    fn usage_names_every_argument_and_no_other() {
        for spec in PROGRAMS.iter().flat_map(|program| program.commands) {
            let usage = spec.usage.join(" ");
            if usage.is_empty() {
                continue;
            }
            let given = |word: &str| word.trim_matches(['[', ']', '.', '|']).to_owned();
            let named: Vec<String> = usage.split_whitespace().map(given).collect();
            for arg in spec.args.iter() {
                let written = match arg.form {
                    ArgForm::Positional { .. } => continue,
                    ArgForm::Option { short: Some(short), .. } => {
                        vec![format!("-{short}"), format!("--{}", arg.name)]
                    }
                    _ => vec![format!("--{}", arg.name)],
                };
                let there = written.iter().any(|form| named.contains(form));
                assert!(there, "{} {written:?}", spec.name);
            }
            for option in named.iter().filter(|word| word.starts_with("--")) {
                let all = spec.args.iter().chain(EVERYWHERE);
                let known = all.into_iter().any(|arg| format!("--{}", arg.name) == *option);
                assert!(known, "{} {option}", spec.name);
            }
        }
    }
}
