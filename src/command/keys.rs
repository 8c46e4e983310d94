//! `sotay keys`: the table of keys.

use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::keymap::Keymap;
use crate::keymap::context::Context;
use crate::lang::words::both;
use crate::text::cells;

pub const SPEC: CommandSpec =
    CommandSpec::new("keys", both("In bảng phím", "Print the table of keys"), run).args(&[
        ArgSpec::flag("markdown", both("In dạng bảng Markdown", "As Markdown tables")),
    ]);

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (keymap, faults) = given.keymap().map_err(Stop::Usage)?;
    if given.flag("markdown") {
        stage.put_text(&keymap.markdown(stage.lang))?;
    } else {
        table(stage, &keymap)?;
    }
    stage.flush()?;
    for fault in &faults {
        stage.say(fault)?;
    }
    Ok(if faults.is_empty() { CommandEnd::All } else { CommandEnd::Some })
}

fn table(stage: &mut CommandIo<'_>, keymap: &Keymap) -> Result<(), Stop> {
    let lang = stage.lang;
    // What only headquarters' program listens to would collide with the officer's keys.
    let officers = |context: &&Context| !matches!(context, Context::Review | Context::Matter);
    let contexts: Vec<Context> = Context::ALL.iter().filter(officers).copied().collect();
    for (heading, lines) in keymap.help(&contexts, |_| true, lang) {
        stage.put(heading.get(lang))?;
        for line in lines {
            let keys: Vec<&str> = line.keys.iter().map(|(key, _)| key.as_str()).collect();
            let keys = cells::pad(&keys.join(", "), 24);
            stage.put(&format!("  {keys}  {}", line.words))?;
        }
        stage.put("")?;
    }
    Ok(())
}
