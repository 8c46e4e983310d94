//! `sotay init`: creates a notebook, or opens a backup on this machine.

use std::path::Path;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec, Presence};
use super::unlock;
use crate::lang::cli::args as args_words;
use crate::lang::cli::passphrase as words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::programme::reference;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::store::{OpeningFinding, Setup, Store, StoreError, key_file_of_backup, messages};

const NOT_NEW: Presence = Presence::RequiredUnless(&["from-backup"]);

pub const SPEC: CommandSpec = CommandSpec::new(
    "init",
    both("Lập sổ mới", "Make a new notebook"),
    run,
)
.details(both(
    "Lập sổ mới trong thư mục của sổ, hoặc mở một bản sao lưu trên máy này:\n  sotay \
             init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
             --no-passphrase\n  sotay init --from-backup BAN-SAO-LUU.skb",
    "Makes a new notebook in the notebook's folder, or opens a backup on this \
             machine:\n  sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái \
             Nguyên\" --province 19 --no-passphrase\n  sotay init --from-backup BACKUP.skb",
))
.usage(&[
    "--officer NAME --unit NAME --province CODE [--no-passphrase | --passphrase-file FILE]",
    "--from-backup FILE",
])
.args(&[
    ArgSpec::option("officer", "NAME", both("Họ và tên cán bộ", "The officer's name"))
        .required(NOT_NEW),
    ArgSpec::option("unit", "NAME", both("Đơn vị", "The officer's unit")).required(NOT_NEW),
    ArgSpec::option(
        "province",
        "CODE",
        both(
            "Mã hoặc tên tỉnh, thành phố (ví dụ 19 hoặc \"Thái Nguyên\")",
            "Code or name of the province (for example 19 or \"Thái Nguyên\")",
        ),
    )
    .required(NOT_NEW),
    ArgSpec::flag(
        "no-passphrase",
        both(
            "Không đặt mật khẩu: ai có máy là đọc được sổ",
            "No passphrase: whoever has the machine can read the notebook",
        ),
    ),
    ArgSpec::option(
        "from-backup",
        "FILE",
        both(
            "Mở bản sao lưu FILE thành sổ trên máy này",
            "Open the backup FILE as the notebook of this machine",
        ),
    )
    .path()
    .conflicts(&["officer", "unit", "province"]),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let open = given.flag("no-passphrase");
    if open && io.passphrase_file.is_some() {
        return Err(Stop::Usage(words::both_given(io.lang)));
    }
    let folder = io.data.display().to_string();
    if let Some(file) = given.maybe_path("from-backup") {
        return from_backup(io, &file, &folder);
    }
    let answer = |name: &str, option: &'static str| match given.text(name).trim() {
        "" => Err(Stop::Usage(args_words::empty_answer(io.lang, option))),
        answer => Ok(answer.to_owned()),
    };
    let officer_name = answer("officer", "--officer")?;
    let unit = answer("unit", "--unit")?;
    let province = answer("province", "--province")?;
    // by code or full name, or by a name that matches only one province
    let found = reference::province_by_name(&province);
    let named = || match reference::named(&province).as_slice() {
        [one] => Some(one.province),
        _ => None,
    };
    let Some(found) = found.or_else(named) else {
        return Err(Stop::Usage(args_words::no_such_province(io.lang, &province)));
    };
    let setup = Setup { officer_name, unit, province: found.code.to_owned() };
    let now = (io.now)();
    if Store::exists(&io.data) {
        // check before asking for a passphrase
        return Err(io.failed(&StoreError::AlreadyNotebook));
    }
    let file = io.passphrase_file.clone();
    let passphrase = match open {
        true => None,
        false => unlock::new_passphrase(io, file.as_deref(), words::prompt_first)?,
    };
    let made = match &passphrase {
        Some(passphrase) => Store::init_closed(io.role, &io.data, &setup, passphrase, now),
        None => Store::init(io.role, &io.data, &setup, now),
    };
    made.map_err(|e| io.failed(&e))?;
    if passphrase.is_some() {
        io.say(&words::set_at_first(io.lang))?;
    } else if !open {
        io.say(&work_words::plain_slot(io.lang))?;
    }
    io.say(&work_words::initialised(io.lang, &folder))?;
    if let Some(finding) = OpeningFinding::of_clock(now, 0) {
        io.say(&messages::finding(&finding, io.lang))?;
    }
    Ok(CommandEnd::All)
}

fn from_backup(io: &mut CommandIo<'_>, file: &Path, folder: &str) -> CommandResult {
    let key = key_file_of_backup(file).map_err(|e| io.failed(&e))?;
    let access = unlock::access(io, &key, words::prompt)?;
    let into = KeyedFolder { dir: io.data.clone(), access };
    Store::open_backup(file, into, (io.now)()).map_err(|e| io.failed(&e))?;
    io.say(&work_words::backup_opened(io.lang, folder))?;
    Ok(CommandEnd::All)
}
