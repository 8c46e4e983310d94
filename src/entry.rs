//! Entry point of both programs: passes streams, clock and arguments to the command line, and opens
//! the screen if a command requests it.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use crate::command::{Host, Next};
use crate::lang::app as say;
use crate::shell::run::ScreenEnd;
use crate::shell::{disable_core_dumps, run, show_typing, terminal, wake};
use crate::text::visible;

/// Runs a program; `command`: its command line.
pub fn start(command: impl FnOnce(Vec<OsString>, &mut Host<'_>) -> Next) -> ExitCode {
    // ignore the error: the notebook also works without this
    disable_core_dumps().unwrap_or_default();
    terminal::hide_panic_texts();
    // for files that libraries create; our own files have restricted modes anyway
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let next = {
        let mut out = BufWriter::new(io::stdout().lock());
        let mut host = Host {
            variable: &|name| std::env::var_os(name),
            now: wake::now,
            answered: io::stdin().is_terminal(),
            shown: io::stdout().is_terminal(),
            input: &mut io::stdin().lock(),
            out: &mut out,
            words: &mut io::stderr(),
            echo: show_typing,
            window: terminal::window,
            watched: io::stderr().is_terminal(),
        };
        command(std::env::args_os().collect(), &mut host)
    };
    let options = match next {
        Next::Exit(code) => return ExitCode::from(code),
        Next::Screen(options) => options,
    };
    let lang = options.lang;
    match run::run(*options) {
        Ok(ScreenEnd::Left) => ExitCode::SUCCESS,
        Ok(ScreenEnd::Terminated) => {
            // another program closed it, so tell the user at this terminal
            writeln!(io::stderr(), "{}", say::closed_from_outside(lang)).unwrap_or_default();
            ExitCode::SUCCESS
        }
        Err(error) => {
            // ignore the error: the terminal may be gone
            writeln!(io::stderr(), "{}", visible(&error.text(lang))).unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}
