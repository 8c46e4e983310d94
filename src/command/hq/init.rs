//! `sotay-hq init`: creates headquarters' folder with its keys and the reviewer's notebook.

use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec, Presence};
use crate::command::unlock;
use crate::hq::HqDirectory;
use crate::hq::admin::directory::refuse_remains;
use crate::lang::cli::args as args_words;
use crate::lang::cli::passphrase as words;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::programme::reference;
use crate::store::{Setup, Store};

pub const SPEC: CommandSpec = CommandSpec::new(
    "init",
    both(
        "Tạo thư mục của đơn vị tổng hợp: khóa, thời kỳ, sổ của người duyệt",
        "Make headquarters' folder: keys, era, the reviewer's notebook",
    ),
    run,
)
.args(&[
    ArgSpec::option(
        "name",
        "NAME",
        both("Tên đơn vị tổng hợp, cán bộ sẽ thấy", "Headquarters' name, as officers see it"),
    )
    .required(Presence::Required),
    ArgSpec::option("reviewer", "NAME", both("Họ tên người duyệt", "The reviewer's name"))
        .required(Presence::Required),
    ArgSpec::option(
        "province",
        "CODE",
        both("Mã hoặc tên tỉnh (mặc định 01)", "Code or name of the province (01 if left out)"),
    )
    .default("01"),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (name, province) = (given.text("name"), given.text("province"));
    let Some(found) = reference::province_by_name(province) else {
        return Err(Stop::Usage(args_words::no_such_province(io.lang, province)));
    };
    let reviewer = given.text("reviewer").trim();
    if name.trim().is_empty() || reviewer.is_empty() {
        return Err(Stop::Usage(hq_words::needs_names(io.lang)));
    }
    let setup = Setup {
        officer_name: reviewer.to_owned(),
        unit: name.to_owned(),
        province: found.code.to_owned(),
    };
    let now = (io.now)();
    // before a notebook is created, which the unfinished restore would remove
    refuse_remains(&io.data).map_err(|e| io.failed(&e))?;
    let folder = match io.passphrase_file.clone() {
        // create the notebook first, with the passphrase; headquarters' file follows
        Some(file) if !Store::exists(&io.data) => {
            let new = unlock::new_passphrase(io, Some(&file), words::prompt_new)?;
            if let Some(new) = &new {
                Store::init_closed(io.role, &io.data, &setup, new, now)
                    .map_err(|e| io.failed(&e))?;
            }
            unlock::folder(io)?
        }
        _ => unlock::folder(io)?,
    };
    let home = HqDirectory::init(folder, &setup, name, now).map_err(|e| io.failed(&e))?;
    let folder = io.data.display().to_string();
    let words = home.fingerprint_words();
    io.say(&hq_words::made(io.lang, &folder, &words))?;
    Ok(CommandEnd::All)
}
