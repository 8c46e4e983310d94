//! The keymap that holds, from built-in names and the user's files, and `sotay keys`.

use std::path::Path;

use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::keymap::Keymap;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::cli::ArgsWord;
use crate::lang::system::why;
use crate::lang::words::both;
use crate::text::cells;

/// A keymap is a page; more than this is some other file.
const MOST_BYTES: u64 = 256 << 10;

/// The keymap named (a built-in one or a file), with the user's own file over it, and every
/// fault in words. A faulty file is left out; the default serves.
pub fn load(
    named: Option<&str>,
    user_file: Option<&Path>,
    lang: Lang,
) -> Result<(Keymap, Vec<String>), String> {
    let named = named.unwrap_or("default");
    let mut faults = Vec::new();
    let missing = || {
        ArgsWord::WrongValue {
            option: "--keymap",
            given: named,
            allowed: "default, vim, FILE.toml",
        }
        .text(lang)
    };
    let (mut keymap, file) = match Keymap::builtin(named) {
        Some(keymap) => (keymap, None),
        None => (Keymap::builtin("default").ok_or_else(missing)?, Some(Path::new(named))),
    };
    if file.is_some_and(|file| !file.exists()) {
        return Err(missing());
    }
    let user_file = user_file.filter(|file| file.exists());
    for file in [file, user_file].into_iter().flatten() {
        let name = file.display().to_string();
        match read(file) {
            Err(e) => {
                let why = why(&e, lang);
                faults.push(ArgsWord::CannotRead { file: &name, why: &why }.text(lang));
            }
            Ok(text) => match keymap.overlay(&text, &name) {
                Ok(laid) => keymap = laid,
                Err(found) => faults.extend(found.iter().map(|fault| fault.text(lang))),
            },
        }
    }
    Ok((keymap, faults))
}

fn read(file: &Path) -> std::io::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open(file)?.take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

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
