//! `sotay-hq handover FROM TO`: moves an officer's establishments and open tasks to another one.

use super::arguments;
use super::open::{directory, fold, note_before, note_if_failed, open};
use super::warnings::require_confirmed;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::admin::{assign, handover, handovers};
use crate::lang::handover as handover_words;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};

pub const SPEC: CommandSpec = CommandSpec::new(
    "handover",
    both(
        "Chuyển cơ sở và việc đang làm của một cán bộ cho người khác",
        "Hand one officer's establishments and open tasks to another",
    ),
    run,
)
.args(&[
    ArgSpec::positional(
        "from",
        "FROM",
        both(
            "Số của cán bộ (xem: sotay-hq officers)",
            "The officer's number (see: sotay-hq officers)",
        ),
    )
    .value(arguments::OFFICER_NUMBER),
    ArgSpec::positional(
        "to",
        "TO",
        both("Số của cán bộ nhận", "Number of the officer who takes over"),
    )
    .value(arguments::OFFICER_NUMBER),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let number = |name: &str| arguments::officer(given, name).unwrap_or_default();
    let (from, to) = (number("from"), number("to"));
    let home = directory(io)?;
    require_confirmed(io, &home)?;
    fold(io)?;
    let all = home.officers().map_err(|e| io.failed(&e))?;
    let of = |number: u32| {
        all.iter().rfind(|o| o.certificate().number == number).map(|o| o.certificate())
    };
    let missing = |number| Stop::Failed(hq_words::no_officer(io.lang, number));
    let owner = of(from).ok_or_else(|| missing(from))?;
    let giver = owner.officer;
    let receiver = of(to).ok_or_else(|| missing(to))?;
    let taker = receiver.officer;
    if giver == taker {
        return Err(Stop::Failed(handover_words::handed_to_giver(io.lang, to)));
    }
    // an officer without an active device would never receive them
    if !assign::reachable_officers(&all).contains_key(&taker) {
        let word = handover_words::handed_to_nobody(io.lang, to, &receiver.name);
        return Err(Stop::Failed(word));
    }
    let store = open(io)?;
    let about = AuditAbout { to: Some(to), ..AuditAbout::officer(from) };
    let begun = handovers::begin(&home).map_err(|e| io.failed(&e));
    if let Err(stop) = begun.and_then(|()| note_before(io, &home, AuditDeed::Handover, about)) {
        return notebook::close(io, &store).and(Err(stop));
    }
    let done = handover::handover(&home, &store, (giver, taker), (io.now)());
    let done = note_if_failed(io, &home, AuditDeed::Handover, about, done)?;
    let closed = notebook::close(io, &store);
    let done = done.map_err(|e| io.failed(&e))?;
    closed?;
    fold(io)?;
    let (records, tasks) = (done.records as u64, done.tasks as u64);
    let (from, to) = (&*owner.display_name(), &*receiver.display_name());
    io.say(&handover_words::handed_over(io.lang, from, to, records, tasks))?;
    if done.again > 0 {
        io.say(&handover_words::handed_over_before(io.lang, done.again as u64, to))?;
    }
    if done.refused > 0 {
        io.say(&handover_words::tasks_not_handed_over(io.lang, done.refused as u64, from))?;
    }
    Ok(CommandEnd::All)
}
