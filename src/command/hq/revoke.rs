//! `sotay-hq revoke NUMBER`: shuts out all devices of an officer.

use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::hq::HqWord;
use crate::lang::words::both;

use super::open::directory;
use super::{arguments, remind};

pub const SPEC: CommandSpec = CommandSpec::new(
    "revoke",
    both(
        "Thu hồi mọi máy của một cán bộ từ bây giờ",
        "Shut out all devices of an officer from now on",
    ),
    run,
)
.args(&[ArgSpec::positional(
    "number",
    "NUMBER",
    both(
        "Số của cán bộ (xem: sotay-hq officers)",
        "The officer's number (see: sotay-hq officers)",
    ),
)
.value(arguments::OFFICER_NUMBER)]);

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let number = arguments::officer(given, "number").unwrap_or_default();
    let home = directory(stage)?;
    let n = home
        .revoke(number, (stage.now)())
        .map_err(|e| stage.failed_at(&e, &HqWord::NotRevoked { number }.text(stage.lang)))?;
    if n == 0 {
        let all = home.officers().map_err(|e| stage.failed(&e))?;
        if all.iter().any(|known| known.certificate().number == number) {
            stage.say(&HqWord::AlreadyOut { number }.text(stage.lang))?;
            return Ok(CommandEnd::All);
        }
        return Err(Stop::Failed(HqWord::NoOfficer { number }.text(stage.lang)));
    }
    let all = home.officers().map_err(|e| stage.failed(&e))?;
    let whose = all.iter().rfind(|known| known.certificate().number == number);
    let name = whose.map(|known| known.certificate().display_name()).unwrap_or_default();
    stage.say(&HqWord::Revoked { name: &name, n: n as u64 }.text(stage.lang))?;
    remind::warn_stale_lists(stage, &home)?;
    remind::warn_unconfirmed(stage, &home)?;
    Ok(CommandEnd::All)
}
