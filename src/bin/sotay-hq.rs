//! Headquarters' binary: hands the arguments, streams and clock to the library, and exits.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use sotay::command::{Host, Next, Notebook, hq};
use sotay::shell::run as notebook;

fn main() -> ExitCode {
    sotay::programme::serve_headquarters();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut host = Host {
        variable: &|name| std::env::var_os(name),
        now: notebook::now,
        input: &mut io::stdin().lock(),
        out: &mut out,
        words: &mut io::stderr(),
        watched: io::stderr().is_terminal(),
    };
    match hq::run(std::env::args_os().collect(), &mut host) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Notebook(asked) => open(*asked),
    }
}

fn open(asked: Notebook) -> ExitCode {
    let Notebook { dir, lang, ascii, keymap, road, news } = asked;
    let options = notebook::Options { dir, lang, ascii, keymap, road, news };
    match notebook::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A terminal that is gone can be told nothing.
            writeln!(io::stderr(), "{}", error.text(lang)).unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}
