//! What a command is, as data: its name, arguments, help in both languages, and what it does.
//!
//! The parser, the help, the list of commands in errors, the shell completions and the man page are
//! made from these.

use super::command_io::{CommandIo, CommandResult};
use super::invocation::Invocation;
use super::surroundings::Surroundings;
use crate::lang::words::Both;

pub struct CommandSpec {
    pub name: &'static str,
    pub about: Both,
    /// more paragraphs for the command's own help; `{program}` is the program's name
    pub details: Option<Both>,
    /// the forms of the command line after the name, when they differ from the list of arguments
    pub usage: &'static [&'static str],
    pub args: &'static [ArgSpec],
    pub run: Run,
}

/// Gets the program's own parser, in the language of the call.
pub type ProgramRun = fn(&mut CommandIo<'_>, clap::Command, &Invocation<'_>) -> CommandResult;

/// Gets what is around the call.
pub type SurroundingsRun =
    fn(&mut CommandIo<'_>, &Invocation<'_>, &Surroundings) -> CommandResult;

/// What a command does.
#[derive(Clone, Copy)]
pub enum Run {
    /// something with the data folder
    Data(fn(&mut CommandIo<'_>, &Invocation<'_>) -> CommandResult),
    /// something about the program itself, whatever the settings and folders are like
    Program(ProgramRun),
    /// looks at the settings and the data folder, whatever they are like
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
    /// from 0 to this
    Number(u64),
    OneOf(&'static [&'static str]),
}

#[derive(Clone, Copy)]
pub enum Presence {
    Optional,
    Required,
    /// unless one of these is there
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

    /// A command about the program itself.
    pub const fn of_program(name: &'static str, about: Both, run: ProgramRun) -> CommandSpec {
        let run = Run::Program(run);
        CommandSpec { name, about, details: None, usage: &[], args: &[], run }
    }

    /// A command that looks at what is around the call.
    pub const fn of_surroundings(
        name: &'static str,
        about: Both,
        run: SurroundingsRun,
    ) -> CommandSpec {
        let run = Run::Surroundings(run);
        CommandSpec { name, about, details: None, usage: &[], args: &[], run }
    }

    /// A command that opens the screen.
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

    /// Presence unless `optional`.
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

    /// By its name, or by what help shows in its place.
    pub fn is_named(&self, name: &str) -> bool {
        let shown = match self.form {
            ArgForm::Positional { shown } => Some(shown),
            _ => None,
        };
        self.name == name || shown == Some(name)
    }

    /// As a usage line writes it.
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
