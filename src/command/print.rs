//! `sotay print ID --out FILE.docx`: a visit as the minutes that both sides sign.

use super::show::parse_id;
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
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

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = stage.lang;
    let id = parse_id(stage, given.text("id"))?;
    let file = &given.path("out");
    let store = notebook::open(stage)?;
    let target = FileTarget { file, existing: stage.manner.existing };
    let printed = print(&store, id, target, lang, (stage.now)());
    let closed = notebook::close(stage, &store);
    let said = printed.map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
    closed?;
    stage.say(&said)?;
    Ok(CommandEnd::All)
}
