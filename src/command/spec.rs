//! A command as data: name, arguments, help in both languages, and function.
//!
//! The parser, the help, the list of commands in errors, the shell completions and the man page
//! are generated from these specs.

use super::command_io::{CommandIo, CommandResult};
use super::invocation::Invocation;
use super::surroundings::Surroundings;
use crate::lang::words::Both;

pub struct CommandSpec {
    pub name: &'static str,
    pub about: Both,
    /// more paragraphs for the command's help; `{program}` is replaced by the program's name
    pub details: Option<Both>,
    /// the forms of the command line after the name; empty: generated from `args`
    pub usage: &'static [&'static str],
    pub args: &'static [ArgSpec],
    pub run: Run,
}

/// Also takes the program's parser, in the language of the call.
pub type ProgramRun = fn(&mut CommandIo<'_>, clap::Command, &Invocation<'_>) -> CommandResult;

/// Also takes the environment of the call.
pub type SurroundingsRun =
    fn(&mut CommandIo<'_>, &Invocation<'_>, &Surroundings) -> CommandResult;

/// The function of a command, by what it needs.
#[derive(Clone, Copy)]
pub enum Run {
    /// needs the data folder
    Data(fn(&mut CommandIo<'_>, &Invocation<'_>) -> CommandResult),
    /// needs only the program: works with any settings and folders
    Program(ProgramRun),
    /// examines settings and data folder, even faulty ones
    Surroundings(SurroundingsRun),
    /// opens the screen
    Screen,
}

#[derive(Clone, Copy)]
pub struct ArgSpec {
    pub name: &'static str,
    pub form: ArgForm,
    pub help: Both,
    pub value: ArgValue,
    pub required: Presence,
    pub conflicts: &'static [&'static str],
    pub requires: Option<&'static str>,
    pub default: Option<&'static str>,
    /// may be given more than once
    pub is_repeatable: bool,
    /// a value may begin with a hyphen
    pub hyphens: bool,
}

/// How an argument is written; `shown` names its value in help.
#[derive(Clone, Copy)]
pub enum ArgForm {
    Positional { shown: &'static str },
    Option { shown: &'static str, short: Option<char> },
    Flag,
}

#[derive(Clone, Copy)]
pub enum ArgValue {
    Text,
    Path,
    /// from 0 to this maximum
    Number(u64),
    OneOf(&'static [&'static str]),
}

#[derive(Clone, Copy)]
pub enum Presence {
    Optional,
    Required,
    /// required unless one of these is given
    RequiredUnless(&'static [&'static str]),
}

impl CommandSpec {
    pub const fn new(
        name: &'static str,
        about: Both,
        run: fn(&mut CommandIo<'_>, &Invocation<'_>) -> CommandResult,
    ) -> CommandSpec {
        CommandSpec { name, about, details: None, usage: &[], args: &[], run: Run::Data(run) }
    }

    /// A command that needs only the program itself.
    pub const fn of_program(name: &'static str, about: Both, run: ProgramRun) -> CommandSpec {
        let run = Run::Program(run);
        CommandSpec { name, about, details: None, usage: &[], args: &[], run }
    }

    /// A command that examines the environment of the call.
    pub const fn of_surroundings(
        name: &'static str,
        about: Both,
        run: SurroundingsRun,
    ) -> CommandSpec {
        let run = Run::Surroundings(run);
        CommandSpec { name, about, details: None, usage: &[], args: &[], run }
    }

    pub const fn of_screen(name: &'static str, about: Both) -> CommandSpec {
        CommandSpec { name, about, details: None, usage: &[], args: &[], run: Run::Screen }
    }

    pub const fn details(mut self, details: Both) -> CommandSpec {
        self.details = Some(details);
        self
    }

    pub const fn usage(mut self, forms: &'static [&'static str]) -> CommandSpec {
        self.usage = forms;
        self
    }

    pub const fn args(mut self, args: &'static [ArgSpec]) -> CommandSpec {
        self.args = args;
        self
    }
}

impl ArgSpec {
    const fn new(name: &'static str, form: ArgForm, help: Both) -> ArgSpec {
        ArgSpec {
            name,
            form,
            help,
            value: ArgValue::Text,
            required: Presence::Optional,
            conflicts: &[],
            requires: None,
            default: None,
            is_repeatable: false,
            hyphens: false,
        }
    }

    /// Required, unless made `optional`.
    pub const fn positional(name: &'static str, shown: &'static str, help: Both) -> ArgSpec {
        ArgSpec::new(name, ArgForm::Positional { shown }, help).required(Presence::Required)
    }

    pub const fn option(name: &'static str, shown: &'static str, help: Both) -> ArgSpec {
        ArgSpec::new(name, ArgForm::Option { shown, short: None }, help)
    }

    pub const fn flag(name: &'static str, help: Both) -> ArgSpec {
        ArgSpec::new(name, ArgForm::Flag, help)
    }

    pub const fn short(mut self, short: char) -> ArgSpec {
        if let ArgForm::Option { shown, .. } = self.form {
            self.form = ArgForm::Option { shown, short: Some(short) };
        }
        self
    }

    pub const fn required(mut self, required: Presence) -> ArgSpec {
        self.required = required;
        self
    }

    pub const fn optional(self) -> ArgSpec {
        self.required(Presence::Optional)
    }

    pub const fn value(mut self, value: ArgValue) -> ArgSpec {
        self.value = value;
        self
    }

    pub const fn path(self) -> ArgSpec {
        self.value(ArgValue::Path)
    }

    pub const fn one_of(self, values: &'static [&'static str]) -> ArgSpec {
        self.value(ArgValue::OneOf(values))
    }

    pub const fn conflicts(mut self, with: &'static [&'static str]) -> ArgSpec {
        self.conflicts = with;
        self
    }

    pub const fn requires(mut self, other: &'static str) -> ArgSpec {
        self.requires = Some(other);
        self
    }

    pub const fn default(mut self, value: &'static str) -> ArgSpec {
        self.default = Some(value);
        self
    }

    pub const fn many(mut self) -> ArgSpec {
        self.is_repeatable = true;
        self
    }

    pub const fn hyphens(mut self) -> ArgSpec {
        self.hyphens = true;
        self
    }

    /// Whether this is the argument's name, or the name of its value in help.
    pub fn is_named(&self, name: &str) -> bool {
        let shown = match self.form {
            ArgForm::Positional { shown } => Some(shown),
            _ => None,
        };
        self.name == name || shown == Some(name)
    }

    /// The argument as text for a usage line.
    pub fn usage(&self) -> String {
        let many = if self.is_repeatable { "..." } else { "" };
        let text = match self.form {
            ArgForm::Positional { shown } => format!("{shown}{many}"),
            ArgForm::Option { shown, .. } => format!("--{} {shown}{many}", self.name),
            ArgForm::Flag => format!("--{}", self.name),
        };
        match self.required {
            Presence::Required => text,
            _ => format!("[{text}]"),
        }
    }
}
