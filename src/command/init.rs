//! `sotay init`: a new notebook, or a backup opened on this machine.

use std::path::Path;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec, Presence};
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::programme::reference;
use crate::store::{OpeningFinding, Setup, Store, messages};

/// Not there yet, and refused with a word.
const PASSPHRASE_FILE: &str = "passphrase-file";
const NOT_NEW: Presence = Presence::RequiredUnless(&["from-backup", PASSPHRASE_FILE]);

pub const SPEC: CommandSpec =
    CommandSpec::new("init", both("Lập sổ mới", "Make a new notebook"), run)
        .details(both(
            "Lập sổ mới trong thư mục của sổ, hoặc mở một bản sao lưu trên máy này:\n  sotay \
             init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
             --no-passphrase\n  sotay init --from-backup BAN-SAO-LUU.skb",
            "Makes a new notebook in the notebook's folder, or opens a backup on this \
             machine:\n  sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái \
             Nguyên\" --province 19 --no-passphrase\n  sotay init --from-backup BACKUP.skb",
        ))
        .usage(&[
            "--officer NAME --unit NAME --province CODE [--no-passphrase]",
            "--from-backup FILE",
        ])
        .args(&[
            ArgSpec::option("officer", "NAME", both("Họ và tên cán bộ", "The officer's name"))
                .required(NOT_NEW),
            ArgSpec::option("unit", "NAME", both("Đơn vị", "The officer's unit"))
                .required(NOT_NEW),
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
            ArgSpec::option(PASSPHRASE_FILE, "FILE", both("", "")).hidden(),
        ]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    if given.maybe_text(PASSPHRASE_FILE).is_some() {
        return Err(Stop::Usage(args_words::passphrase_later(io.lang)));
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
    // By its whole name: what is only begun is for a person to choose from.
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
    Store::init(io.role, &io.data, &setup, now)
        .map_err(|e| Stop::Failed(messages::error(&e, io.lang)))?;
    if !given.flag("no-passphrase") {
        io.say(&work_words::plain_slot(io.lang))?;
    }
    io.say(&work_words::initialised(io.lang, &folder))?;
    if let Some(finding) = OpeningFinding::of_clock(now, 0) {
        io.say(&messages::finding(&finding, io.lang))?;
    }
    Ok(CommandEnd::All)
}

fn from_backup(io: &mut CommandIo<'_>, file: &Path, folder: &str) -> CommandResult {
    Store::open_backup(file, &io.data, (io.now)())
        .map_err(|e| Stop::Failed(messages::error(&e, io.lang)))?;
    io.say(&work_words::backup_opened(io.lang, folder))?;
    Ok(CommandEnd::All)
}
