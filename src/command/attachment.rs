//! `sotay attachment ID`: writes an attached file to a path.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::show::parse_id;
use super::spec::{ArgSpec, CommandSpec, Presence};
use super::{arguments, notebook};
use crate::lang::attachment as attachment_words;
use crate::lang::words::both;
use crate::services::attachment::save;
use crate::storage::disk::atomic_file::FileTarget;

pub const SPEC: CommandSpec = CommandSpec::new(
    "attachment",
    both("Lấy một tệp đính kèm ra", "Take an attached file out"),
    run,
)
.args(&[
    ArgSpec::positional("id", "ID", both("Mã của tệp đính kèm", "Id of the attachment")),
    ArgSpec::option(
        "out",
        "FILE",
        both(
            "Tệp để ghi ra; tệp đã có không bị ghi đè",
            "File to write; one that is there is not overwritten",
        ),
    )
    .short('o')
    .required(Presence::Required)
    .path(),
    arguments::FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let id = parse_id(io, given.text("id"))?;
    let out = &given.path("out");
    let lang = io.lang;
    let store = notebook::open(io)?;
    let target = FileTarget { file: out, existing: io.output.existing };
    let written = save(&store, id, target, lang);
    let closed = notebook::close(io, &store);
    written.map_err(|fault| Stop::Failed(fault.text(out, lang)))?;
    closed?;
    let file = out.display().to_string();
    io.say(&attachment_words::taken_out(lang, &file))?;
    Ok(CommandEnd::All)
}
