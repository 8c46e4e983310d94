//! `sotay-hq prove`: prints the received changes of a record, to compare by telephone with the
//! output of the officer's `sotay prove`.

use super::open::directory;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::admin::prove::stored_ops;
use crate::lang::cli::work as work_words;
use crate::lang::hq as hq_words;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::record::Id;
use crate::sync::messages::when;
use crate::text::hex::short_hex;

pub const SPEC: CommandSpec = CommandSpec::new(
    "prove",
    both(
        "In dấu của từng thay đổi đã nhận về một hồ sơ, để đối chiếu qua điện thoại",
        "Print the digits of each change received about a record, to compare by \
         telephone",
    ),
    run,
)
.args(&[ArgSpec::positional("id", "ID", both("Mã của hồ sơ", "The record's id"))]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let given = given.text("id");
    let id: Id =
        given.trim().parse().map_err(|()| Stop::Failed(work_words::not_found(lang, given)))?;
    let home = directory(io)?;
    let found = stored_ops(&home, id).map_err(|e| io.failed(&e))?;
    if found.is_empty() {
        return Err(Stop::Failed(hq_words::nothing_lies(lang, given)));
    }
    let officers = home.officers().map_err(|e| io.failed(&e))?;
    let mut last = None;
    for one in &found {
        if last != Some(one.device) {
            let whose = officers.iter().find(|o| o.certificate().device == one.device);
            let (name, number) =
                whose.map_or(("?", 0), |o| (&*o.certificate().name, o.certificate().number));
            let device = short_hex(&one.device);
            io.put(&hq_words::of_device(lang, name, number, &device))?;
            last = Some(one.device);
        }
        let (epoch, opid) = (short_hex(&one.epoch.to_be_bytes()), short_hex(&one.opid));
        let (chain, made) = (short_hex(&one.chain), when(one.hlc.millis()));
        let (epoch, opid, chain, when_made) = (&*epoch, &*opid, &*chain, &*made);
        let word = sync_words::proof(lang, epoch, one.seq, opid, chain, when_made);
        io.put(&word)?;
        let received = hq_words::received_at(lang, &when(one.received));
        io.put(&format!("  {received}"))?;
    }
    io.flush()?;
    Ok(CommandEnd::All)
}
