//! `sotay-hq import PATH`: ingests what devices wrote onto a USB stick, and writes the answers.

use std::path::Path;

use super::link::refusal_text;
use super::open::{directory, fold, note_if_failed, note_if_possible};
use super::warnings;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::ingest::intake::IngestContext;
use crate::hq::ingest::stick;
use crate::lang::hq as hq_words;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::store::{StoreError, messages};
use crate::text::visible_line;

pub const STICK: ArgSpec =
    ArgSpec::positional("path", "PATH", both("Thư mục của USB", "The stick's folder")).path();

pub const SPEC: CommandSpec = CommandSpec::new(
    "import",
    both(
        "Nhận các tệp trên USB, và ghi biên nhận cùng phần gửi xuống vào đó",
        "Take in what lies on a stick; receipts and what goes down are written back",
    ),
    run,
)
.args(&[STICK]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let path = &given.path("path");
    let home = directory(io)?;
    let ingest = IngestContext { home: &home, now: io.now };
    let failed = |e: &StoreError, lang| Stop::Failed(messages::error(e, lang));
    let brought = stick::take_in(ingest, path).map_err(|e| failed(&e, io.lang))?;
    // a mistyped path must not become a folder
    if brought.files.is_empty() && !path.join("SOTAY").is_dir() {
        say_empty(io, path)?;
        return Ok(CommandEnd::Some);
    }
    let officers = home.officers().map_err(|e| failed(&e, io.lang))?;
    let mut all = true;
    for one in &brought.files {
        let sender =
            officers.iter().find(|known| Some(known.certificate().device) == one.device);
        let file = match sender {
            Some(known) => {
                let (name, number) = (&*known.certificate().name, known.certificate().number);
                let who = hq_words::name_and_number(io.lang, name, number);
                format!("{who} · {}", visible_line(&one.file))
            }
            None => visible_line(&one.file),
        };
        if one.ops > 0 || (one.files == 0 && one.refused.is_none()) {
            io.put(&sync_words::stick_taken(io.lang, &file, one.ops))?;
        }
        let shut_out = sender.filter(|known| known.revoked.is_some() && !known.released);
        if let Some(known) = shut_out.filter(|_| one.ops > 0) {
            let number = known.certificate().number;
            io.say(&hq_words::set_aside(io.lang, number))?;
        }
        if one.files > 0 {
            io.put(&sync_words::stick_files(io.lang, &file, one.files))?;
        }
        if let Some(refused) = &one.refused {
            all = false;
            let why = refusal_text(refused, io.lang);
            let word = match one.ops == 0 && one.files == 0 {
                true => sync_words::stick_left(io.lang, &file, &why),
                false => sync_words::stick_refused(io.lang, &file, &why),
            };
            io.say(&word)?;
        }
    }
    if brought.files.is_empty() {
        say_empty(io, path)?;
        all = false;
    }
    // print now: the ops are ingested even if a later step fails
    io.flush()?;
    // fold before answering, so that verdicts go onto the same stick
    if brought.files.iter().any(|b| b.ops > 0) {
        fold(io)?;
    } else {
        warnings::warn_unconfirmed(io, &home)?;
    }
    note_if_possible(io, &home, AuditDeed::Stick, AuditAbout::default())?;
    let answers = stick::answer(ingest, path, &brought);
    let answers = note_if_failed(io, &home, AuditDeed::Stick, AuditAbout::default(), answers)?;
    let answers = answers.map_err(|e| {
        let (why, folder) = (messages::error(&e, io.lang), path.display().to_string());
        let folder = &visible_line(&folder);
        Stop::Failed(sync_words::not_answered(io.lang, &why, folder))
    })?;
    io.put(&sync_words::stick_answers(io.lang, answers as u64))?;
    io.flush()?;
    Ok(if all { CommandEnd::All } else { CommandEnd::Some })
}

/// Says that the stick has no device files, and where they were expected.
fn say_empty(io: &mut CommandIo<'_>, path: &Path) -> Result<(), Stop> {
    let folder = path.join("SOTAY").join("out").display().to_string();
    let folder = visible_line(&folder);
    io.say(&sync_words::stick_empty(io.lang, &folder))
}
