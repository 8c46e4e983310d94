//! `sotay passphrase`: sets, changes or takes away what opens the notebook. Rewrites no data.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{notebook, unlock};
use crate::lang::cli::passphrase as words;
use crate::lang::words::both;
use crate::services::passphrase::set_text;
use crate::storage::crypto::key_folder;
use crate::store::Store;

pub const SPEC: CommandSpec = CommandSpec::new(
    "passphrase",
    both("Đặt, đổi hoặc bỏ mật khẩu của sổ", "Set, change or take away the notebook's passphrase"),
    run,
)
.details(both(
    "Không có gì đi kèm thì cho biết sổ có mật khẩu hay chưa. Mật khẩu được hỏi trên màn hình và \
     không hiện ra; trong kịch bản thì ghi vào dòng đầu một tệp: mật khẩu hiện nay ở \
     --passphrase-file, mật khẩu mới ở --new-passphrase-file.",
    "Alone it says whether there is one. The passphrase is asked for on the terminal and not \
     shown; scripts write it on the first line of a file: the present one in --passphrase-file, \
     the new one in --new-passphrase-file.",
))
.usage(&[
    "",
    "set [--new-passphrase-file FILE]",
    "change [--new-passphrase-file FILE]",
    "remove",
])
.args(&[
    ArgSpec::positional(
        "action",
        "set|change|remove",
        both("set: đặt; change: đổi; remove: bỏ", "what to do with the passphrase"),
    )
    .optional()
    .one_of(&["set", "change", "remove"]),
    ArgSpec::option(
        "new-passphrase-file",
        "FILE",
        both("Tệp có mật khẩu mới ở dòng đầu", "File with the new passphrase on its first line"),
    )
    .path()
    .requires("action"),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let closed = key_folder::is_closed(&io.data);
    match (given.maybe_text("action"), closed) {
        (None, true) => io.say(&words::has_one(lang))?,
        (None, false) => {
            let store = notebook::open(io)?;
            notebook::close(io, &store)?;
            io.say(&words::has_none(lang))?;
        }
        (Some("set"), true) => return Err(Stop::Failed(words::has_one_already(lang))),
        (Some("set"), false) => {
            let named = given.maybe_path("new-passphrase-file");
            let file = named.or_else(|| io.passphrase_file.clone());
            let store = notebook::open(io)?;
            replace(io, &store, file.as_deref(), words::prompt_new)?;
            io.say(&set_text(io.role, false, lang))?;
        }
        (Some("change"), true) => {
            let file = given.maybe_path("new-passphrase-file");
            let store = open_present(io)?;
            replace(io, &store, file.as_deref(), words::prompt_new)?;
            io.say(&set_text(io.role, true, lang))?;
        }
        (Some("remove"), true) => {
            let store = open_present(io)?;
            let done = store.passphrase().set(None).map_err(|e| io.failed(&e));
            let closed = notebook::close(io, &store);
            done.and(closed)?;
            io.say(&words::removed(lang))?;
        }
        (Some(_), false) => return Err(Stop::Failed(words::has_none(lang))),
        (Some(_), true) => {}
    }
    Ok(CommandEnd::All)
}

/// The prompt says which of the two passphrases is wanted.
fn open_present(io: &mut CommandIo<'_>) -> Result<Store, Stop> {
    unlock::folder_asking(io, words::prompt_present)?;
    notebook::open(io)
}

fn replace(
    io: &mut CommandIo<'_>,
    store: &Store,
    file: Option<&std::path::Path>,
    prompt: fn(crate::lang::Lang) -> String,
) -> Result<(), Stop> {
    let done = match unlock::new_passphrase(io, file, prompt) {
        Ok(Some(new)) => store.passphrase().set(Some(&new)).map_err(|e| io.failed(&e)),
        Ok(None) => Err(Stop::Failed(words::new_needed(io.lang))),
        Err(stop) => Err(stop),
    };
    let closed = notebook::close(io, store);
    done.and(closed)
}
