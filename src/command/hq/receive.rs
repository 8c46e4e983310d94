//! `sotay-hq receive`: serves one device over stdin and stdout, as the forced command of ssh.

use super::arguments;
use super::idle_timeout::IdleTimeout;
use super::link::refusal_text;
use super::open::{directory, fold};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::ingest::intake::IngestContext;
use crate::hq::ingest::server::{self, SessionError};
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "receive",
    both(
        "Nói chuyện với một máy qua stdin và stdout (lệnh bắt buộc của ssh)",
        "Talk to one device over stdin and stdout (ssh's forced command)",
    ),
    run,
)
.args(&[ArgSpec::option(
    "officer",
    "N",
    both(
        "Số của cán bộ mà khóa ssh này thuộc về",
        "Number of the officer whose ssh key this is",
    ),
)
.value(arguments::OFFICER_NUMBER)]);

/// stdin and stdout are the connection; messages go to stderr. Afterwards folds what was received,
/// unless another process holds the store.
fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let officer = arguments::officer(given, "officer");
    let home = directory(io)?;
    let ingest = IngestContext { home: &home, now: io.now };
    let idle = IdleTimeout::start();
    let (input, out) = (&mut idle.watch(io.input), &mut idle.watch(io.out));
    let done = server::receive(ingest, officer, input, out);
    drop(idle);
    let done = match done {
        Ok(done) => done,
        // the connection broke: complete segments are durable, and the laptop will connect again
        Err(SessionError::Line(_)) => return Ok(CommandEnd::Some),
        Err(SessionError::NotTaken(e)) => {
            return Err(Stop::Failed(refusal_text(&e, io.lang)));
        }
    };
    io.flush()?;
    if done.ops > 0
        && let Err(Stop::Failed(text)) = fold(io)
    {
        // what was received is durable and receipted; the next fold applies it
        io.say(&text)?;
    }
    Ok(CommandEnd::All)
}
