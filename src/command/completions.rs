//! `completions SHELL`: prints a shell script that completes commands and options.

use clap_complete::{Shell, generate};

use super::command_io::{CommandEnd, CommandIo, CommandResult};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use crate::lang::words::both;

const SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell", "elvish"];

pub const SPEC: CommandSpec = CommandSpec::of_program(
    "completions",
    both(
        "In tệp để trình dòng lệnh tự điền tên lệnh và tùy chọn",
        "Print a script by which a shell completes commands and options",
    ),
    run,
)
.details(both(
    "Với bash, ghi vào tệp mà bash tự đọc:\n  {program} completions bash > \
     ~/.local/share/bash-completion/completions/{program}",
    "For bash, into a file that bash reads by itself:\n  {program} completions bash \
     > ~/.local/share/bash-completion/completions/{program}",
))
.args(&[ArgSpec::positional(
    "shell",
    "bash|zsh|fish|powershell|elvish",
    both("Trình dòng lệnh", "The shell"),
)
.one_of(SHELLS)]);

fn run(
    io: &mut CommandIo<'_>,
    mut parser: clap::Command,
    given: &Invocation<'_>,
) -> CommandResult {
    let shell = match given.text("shell") {
        "zsh" => Shell::Zsh,
        "fish" => Shell::Fish,
        "powershell" => Shell::PowerShell,
        "elvish" => Shell::Elvish,
        _ => Shell::Bash,
    };
    let mut script = Vec::new();
    let name = parser.get_name().to_owned();
    generate(shell, &mut parser, name, &mut script);
    io.put_script(&String::from_utf8_lossy(&script))?;
    io.flush()?;
    Ok(CommandEnd::All)
}
