//! `sotay keys`: prints the table of keys.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use crate::keymap::Keymap;
use crate::keymap::context::Context;
use crate::lang::words::both;
use crate::text::cells;

pub const SPEC: CommandSpec =
    CommandSpec::new("keys", both("In bảng phím", "Print the table of keys"), run).args(&[
        ArgSpec::flag("markdown", both("In dạng bảng Markdown", "As Markdown tables")),
    ]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (keymap, faults) = given.keymap().map_err(Stop::Usage)?;
    if given.flag("markdown") {
        io.put_text(&keymap.markdown(io.lang))?;
    } else {
        table(io, &keymap)?;
    }
    io.flush()?;
    for fault in &faults {
        io.say(fault)?;
    }
    Ok(if faults.is_empty() { CommandEnd::All } else { CommandEnd::Some })
}

fn table(io: &mut CommandIo<'_>, keymap: &Keymap) -> Result<(), Stop> {
    let lang = io.lang;
    // without headquarters' contexts, whose keys differ from the officer's
    let officers = |context: &&Context| !matches!(context, Context::Review | Context::Matter);
    let contexts: Vec<Context> = Context::ALL.iter().filter(officers).copied().collect();
    for (heading, lines) in keymap.help(&contexts, |_| true, lang) {
        io.put(heading.get(lang))?;
        for line in lines {
            let keys: Vec<&str> = line.keys.iter().map(|(key, _)| key.as_str()).collect();
            let keys = cells::pad(&keys.join(", "), 24);
            io.put(&format!("  {keys}  {}", line.words))?;
        }
        io.put("")?;
    }
    Ok(())
}
