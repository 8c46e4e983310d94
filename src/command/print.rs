//! `sotay print ID --out FILE.docx`: writes a visit as minutes for both sides to sign.

use super::show::parse_id;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::{arguments, notebook};
use crate::lang::words::both;
use crate::services::print::print;
use crate::storage::disk::atomic_file::FileTarget;

pub const SPEC: CommandSpec = CommandSpec::new(
    "print",
    both(
        "Ghi một lượt làm việc ra giấy (.docx) để hai bên ký",
        "Write a visit as a document (.docx) for both sides to sign",
    ),
    run,
)
.usage(&["ID --out FILE.docx [--force]"])
.args(&[arguments::RECORD_ID, arguments::OUT, arguments::FORCE]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let id = parse_id(io, given.text("id"))?;
    let file = &given.path("out");
    let store = notebook::open(io)?;
    let target = FileTarget { file, existing: io.output.existing };
    let printed = print(&store, id, target, lang, (io.now)());
    let closed = notebook::close(io, &store);
    let said = printed.map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
    closed?;
    io.say(&said)?;
    Ok(CommandEnd::All)
}
