//! `sotay passphrase`: sets, changes or removes the notebook's passphrase, and switches recovery
//! through headquarters. No data is encrypted again.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{notebook, unlock};
use crate::lang::cli::passphrase as words;
use crate::lang::recovery;
use crate::lang::words::both;
use crate::programme::Role;
use crate::services::passphrase::{allow_recovery, recovery_offer, set_text};
use crate::storage::crypto::key_folder;
use crate::storage::disk::RealDisk;
use crate::store::Store;

pub const SPEC: CommandSpec = CommandSpec::new(
    "passphrase",
    both("Đặt, đổi hoặc bỏ mật khẩu của sổ", "Set, change or take away the notebook's passphrase"),
    run,
)
.details(both(
    "Không có gì đi kèm thì cho biết sổ có mật khẩu hay chưa. Mật khẩu được hỏi trên màn hình và \
     không hiện ra; trong kịch bản thì ghi vào dòng đầu một tệp: mật khẩu hiện nay ở \
     --passphrase-file, mật khẩu mới ở --new-passphrase-file.\nrecovery on: cấp trên giúp mở lại được \
     khi quên mật khẩu, sau khi so tám từ qua điện thoại; recovery off: thôi.",
    "Alone it says whether there is one. The passphrase is asked for on the terminal and not \
     shown; scripts write it on the first line of a file: the present one in --passphrase-file, \
     the new one in --new-passphrase-file.\nrecovery on: headquarters can help if it is forgotten, \
     after eight words were compared by telephone; recovery off takes that back.",
))
.usage(&[
    "",
    "set [--new-passphrase-file FILE]",
    "change [--new-passphrase-file FILE]",
    "remove",
    "recovery on|off",
])
.args(&[
    ArgSpec::positional(
        "action",
        "set|change|remove|recovery",
        both(
            "set: đặt; change: đổi; remove: bỏ; recovery: cấp trên giúp khi quên",
            "what to do with the passphrase; recovery: headquarters' help if it is forgotten",
        ),
    )
    .optional()
    .one_of(&["set", "change", "remove", "recovery"]),
    ArgSpec::positional(
        "switch",
        "on|off",
        both("Của recovery: on cho, off thôi", "Of recovery: allow it, or take it back"),
    )
    .optional()
    .one_of(&["on", "off"]),
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
    let switch = given.maybe_text("switch");
    if (given.maybe_text("action") == Some("recovery")) != switch.is_some() {
        let form = "passphrase set|change|remove | passphrase recovery on|off";
        return Err(Stop::Usage(recovery::forms(lang, form)));
    }
    match (given.maybe_text("action"), closed) {
        (None, true) => {
            io.say(&words::has_one(lang))?;
            say_recovery(io)?;
        }
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
            replace(io, &store, file.as_deref(), false)?;
        }
        (Some("change"), true) => {
            let file = given.maybe_path("new-passphrase-file");
            let store = open_present(io)?;
            replace(io, &store, file.as_deref(), true)?;
        }
        (Some("remove"), true) => {
            let store = open_present(io)?;
            let done = store.passphrase().set(None).map_err(|e| io.failed(&e));
            let closed = notebook::close(io, &store);
            done.and(closed)?;
            io.say(&words::removed(lang))?;
        }
        (Some("recovery"), true) => switch_recovery(io, switch == Some("on"))?,
        (Some("recovery"), false) => {
            return Err(Stop::Failed(recovery::needs_passphrase(lang)));
        }
        (Some(_), false) => return Err(Stop::Failed(words::has_none(lang))),
        (Some(_), true) => {}
    }
    Ok(CommandEnd::All)
}

/// Opens the notebook with a prompt that says that the present passphrase is wanted.
fn open_present(io: &mut CommandIo<'_>) -> Result<Store, Stop> {
    unlock::folder_asking(io, words::prompt_present)?;
    notebook::open(io)
}

/// Sets a new passphrase. `had_one`: there was a passphrase before.
fn replace(
    io: &mut CommandIo<'_>,
    store: &Store,
    file: Option<&std::path::Path>,
    had_one: bool,
) -> Result<(), Stop> {
    let done = match unlock::new_passphrase(io, file, words::prompt_new) {
        Ok(Some(new)) => store.passphrase().set(Some(&new)).map_err(|e| io.failed(&e)),
        Ok(None) => Err(Stop::Failed(words::new_needed(io.lang))),
        Err(stop) => Err(stop),
    };
    let done = done.and_then(|()| {
        io.say(&set_text(io.role, had_one, io.lang))?;
        offer_recovery(io, store)?;
        say_recovery(io)
    });
    let closed = notebook::close(io, store);
    done.and(closed)
}

/// Offers recovery; only on a terminal, and only if headquarters is known.
fn offer_recovery(io: &mut CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    if !io.answered || io.role != Role::Officer {
        return Ok(());
    }
    let Some(hq) = recovery_offer(store).map_err(|e| io.failed(&e))? else { return Ok(()) };
    io.say(&recovery::offer(io.lang, &hq))?;
    io.say(&recovery::offer_question(io.lang))?;
    if ["y", "c"].contains(&&*io.read_line().to_lowercase()) {
        allow_recovery(store).map_err(|e| io.failed(&e))?;
    }
    Ok(())
}

/// Says whether headquarters can help if the passphrase is forgotten.
fn say_recovery(io: &mut CommandIo<'_>) -> Result<(), Stop> {
    if io.role != Role::Officer {
        return Ok(());
    }
    let file = key_folder::key_file(&RealDisk, &io.data).map_err(|e| io.failed(&e))?;
    io.say(&match file.recovery() {
        Some(_) => recovery::is_on(io.lang),
        None => recovery::is_off(io.lang),
    })
}

fn switch_recovery(io: &mut CommandIo<'_>, is_on: bool) -> Result<(), Stop> {
    let lang = io.lang;
    if io.role != Role::Officer {
        return Err(Stop::Failed(recovery::only_notebooks(lang)));
    }
    let store = notebook::open(io)?;
    let done = match (is_on, store.passphrase().recovery()) {
        (true, _) => match allow_recovery(&store) {
            Ok(Some(hq)) => io.say(&recovery::turned_on(lang, &hq)),
            Ok(None) => Err(Stop::Failed(recovery::needs_enrolment(lang))),
            Err(error) => Err(io.failed(&error)),
        },
        (false, None) => io.say(&recovery::off_already(lang)),
        (false, Some(_)) => match store.passphrase().set_recovery(None) {
            Ok(()) => io.say(&recovery::turned_off(lang)),
            Err(error) => Err(io.failed(&error)),
        },
    };
    let closed = notebook::close(io, &store);
    done.and(closed)
}
