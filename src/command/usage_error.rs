//! Turns clap's errors into a sentence in the user's language: what is wrong and what to do.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::program::Program;
use super::spec::ArgValue;
use crate::lang::Lang;
use crate::lang::cli::args as args_words;

/// Exit code of a wrong command line.
pub const USAGE: u8 = 2;

/// Text for the user and the exit code; a text with code 0 goes to stdout.
#[derive(Debug)]
pub struct ArgsReply {
    pub text: String,
    pub code: u8,
}

fn usage(text: String) -> ArgsReply {
    ArgsReply { text, code: USAGE }
}

pub fn reply(error: &clap::Error, program: &Program, lang: Lang) -> ArgsReply {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return ArgsReply { text: error.render().to_string().trim_end().to_owned(), code: 0 };
    }
    let said = ClapMessage(error);
    let (arg, value) = (said.one(ContextKind::InvalidArg), said.one(ContextKind::InvalidValue));
    let option = bare(&arg);
    let help = help_line(&said, program.name);
    let word = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let given = said.one(ContextKind::InvalidSubcommand);
            let near = said.some(ContextKind::SuggestedSubcommand);
            let all = program.commands.iter().map(|command| command.name);
            return no_such_command(&given, near.as_deref(), all, lang);
        }
        ErrorKind::UnknownArgument => {
            let near = said.some(ContextKind::SuggestedArg);
            return usage(args_words::no_such_option(lang, &arg, near.as_deref(), &help));
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            args_words::no_value(lang, option, &help)
        }
        ErrorKind::InvalidValue => {
            let allowed = said.all(ContextKind::ValidValue).join(", ");
            let word = args_words::wrong_value(lang, option, &value, &allowed);
            return usage(word);
        }
        ErrorKind::ValueValidation => {
            let most = limit_of(option, program);
            args_words::not_a_number(lang, option, &value, most)
        }
        ErrorKind::MissingRequiredArgument => {
            let all = said.all(ContextKind::InvalidArg);
            // strip the dots of "<ID>...", which mean repetition
            let all: Vec<_> = all.iter().map(|one| one.trim_end_matches('.')).collect();
            let what = all.join(", ");
            return usage(args_words::missing(lang, &what, &help));
        }
        ErrorKind::ArgumentConflict | ErrorKind::TooManyValues => {
            args_words::twice(lang, option)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            args_words::no_value(lang, option, &help)
        }
        ErrorKind::InvalidUtf8 => args_words::not_utf8(lang),
        _ => args_words::bad(lang, &help),
    };
    usage(word)
}

pub fn no_such_command<'a>(
    given: &str,
    near: Option<&str>,
    all: impl Iterator<Item = &'a str>,
    lang: Lang,
) -> ArgsReply {
    let all: Vec<&str> = all.collect();
    usage(args_words::no_such_command(lang, given, near, &all.join(", ")))
}

/// The largest number that an argument accepts.
fn limit_of(shown: &str, program: &Program) -> u64 {
    let bare = shown.trim_start_matches('-').trim_matches(['<', '>', '.']);
    let args = program.commands.iter().flat_map(|command| command.args);
    let most = args.filter(|arg| arg.is_named(bare)).find_map(|arg| match arg.value {
        ArgValue::Number(most) => Some(most),
        _ => None,
    });
    most.unwrap_or(u64::MAX)
}

/// The option without its value: "--seed" from "--seed <S>".
fn bare(arg: &str) -> &str {
    arg.split_whitespace().next().unwrap_or(arg)
}

/// The command line for help: of the command, if the error's usage line names one.
fn help_line(said: &ClapMessage<'_>, program: &str) -> String {
    let usage = said.one(ContextKind::Usage);
    let mut words = usage.split_whitespace().skip_while(|w| *w != program).skip(1);
    match words.next() {
        Some(name) if name.bytes().all(|b| b.is_ascii_lowercase()) => {
            format!("{program} {name} --help")
        }
        _ => format!("{program} --help"),
    }
}

struct ClapMessage<'a>(&'a clap::Error);

impl ClapMessage<'_> {
    fn some(&self, kind: ContextKind) -> Option<String> {
        self.all(kind).into_iter().next()
    }

    fn one(&self, kind: ContextKind) -> String {
        self.some(kind).unwrap_or_default()
    }

    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.0.get(kind) {
            Some(ContextValue::String(one)) => vec![one.clone()],
            Some(ContextValue::Strings(many)) => many.clone(),
            Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
            _ => Vec::new(),
        }
    }
}
