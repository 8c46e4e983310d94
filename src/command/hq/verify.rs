//! `sotay-hq verify`: verifies the notebook, the lanes and every device's log, and names damaged
//! ones. A notebook that is open elsewhere is skipped with a message; logs and lanes need no lock.

use std::collections::BTreeMap;

use super::open::{directory, open};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::{notebook, verify};
use crate::hq::HqDirectory;
use crate::hq::admin::audit::HqAudit;
use crate::hq::admin::copies::{FaultyFile, HqCopies};
use crate::hq::admin::directory::AUDIT;
use crate::hq::admin::officer::{self, Enrolled};
use crate::hq::erasing;
use crate::hq::ingest::log;
use crate::hq::ingest::log::LogEntry;
use crate::lang::audit as audit_words;
use crate::lang::erasing as erase_words;
use crate::lang::hq as hq_words;
use crate::lang::store as store_words;
use crate::lang::verify as verify_words;
use crate::lang::words::both;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::twin::TwinState;
use crate::store::{StoreError, messages};
use crate::text::hex::{hex, short_hex};

pub const SPEC: CommandSpec = CommandSpec::new(
    "verify",
    both("Đọc và kiểm tra toàn bộ", "Read and check everything"),
    run,
);

fn run(io: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let home = directory(io)?;
    let mut folded = BTreeMap::new();
    let done = match Lock::take(&io.data, (io.now)()) {
        Err(StoreError::Held(holder)) => {
            io.say(&messages::held_by(&holder, io.lang))?;
            io.say(&hq_words::notebook_left_out(io.lang))?;
            CommandEnd::Some
        }
        lock => {
            drop(lock.map_err(|e| io.failed(&e))?);
            let done = verify::verify(io)?;
            if matches!(done, CommandEnd::All) {
                folded = folded_until(io)?;
            }
            done
        }
    };
    let faulty = own_files(io, &home)?;
    let lanes = home.lanes().verify().map_err(|e| io.failed(&e))?;
    io.put(&hq_words::lanes_sound(io.lang, lanes as u64))?;
    let deeds = HqAudit { home: &home }.verify().map_err(|e| io.failed(&e))?;
    let broken = deeds.damage.len() as u64;
    io.put(&match broken {
        0 => audit_words::log_sound(io.lang, deeds.audits),
        n => {
            let folder = home.dir.join(AUDIT).display().to_string();
            audit_words::log_damaged(io.lang, n, &folder)
        }
    })?;
    let left = erasing::count_left(&home).map_err(|e| io.failed(&e))?.total();
    if left > 0 {
        io.put(&erase_words::left_at_headquarters(io.lang, left as u64))?;
    }
    let (sound, damaged) = logs(io, &home)?;
    let short = short_logs(io, &home, &folded)?;
    io.put(&hq_words::logs_sound(io.lang, sound.saturating_sub(short)))?;
    if damaged > 0 {
        io.say(&hq_words::log_remedy(io.lang))?;
    }
    io.flush()?;
    if damaged + short + broken + faulty == 0 && left == 0 {
        return Ok(done);
    }
    io.say(&verify_words::see_above(io.lang))?;
    Ok(CommandEnd::Some)
}

/// Reports headquarters' own files that are damaged or missing; returns how many could not be
/// repaired.
fn own_files(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<u64, Stop> {
    let (copies, mut faulty) = (HqCopies { home }, 0);
    for FaultyFile { file, state } in copies.mend().map_err(|e| io.failed(&e))? {
        let word = match state {
            Some(TwinState::Whole) => continue,
            Some(TwinState::Repaired) => store_words::copy_repaired(io.lang, &file),
            Some(TwinState::OneLeft) => store_words::copy_left(io.lang, &file),
            None => store_words::headquarters_damaged(io.lang, &file),
        };
        faulty += u64::from(state.is_none());
        io.put(&word)?;
    }
    for file in copies.missing_files() {
        faulty += 1;
        io.put(&verify_words::own_file_missing(io.lang, file))?;
    }
    for device in copies.missing_officers().map_err(|e| io.failed(&e))? {
        faulty += 1;
        let (digits, file) = (short_hex(&device), officer::file_of(&device));
        io.put(&verify_words::officer_missing(io.lang, &digits, &file))?;
    }
    Ok(faulty)
}

/// The officers with readable files; `own_files` reports the others.
fn readable_officers(home: &HqDirectory) -> Vec<Enrolled> {
    home.officers().unwrap_or_default()
}

/// For each log, the number of frames that the fold has read.
fn folded_until(io: &mut CommandIo<'_>) -> Result<BTreeMap<[u8; 16], u64>, Stop> {
    let store = open(io)?;
    let places = store.downlink().logs();
    notebook::close(io, &store)?;
    places.map_err(|e| io.failed(&e))
}

/// Reports logs that are shorter than what was folded from them. A power cut may tear the end of a
/// log, so its frames alone do not show that receipted ops are missing.
fn short_logs(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    folded: &BTreeMap<[u8; 16], u64>,
) -> Result<u64, Stop> {
    let mut short = 0;
    for officer in readable_officers(home) {
        let who = officer.certificate();
        let Some(until) = folded.get(&who.device).filter(|until| **until > 0) else { continue };
        let report = log::verify(&home.dir, &home.keys, &who.device);
        let is_named = report.is_ok_and(|report| !report.damage.is_empty());
        let last =
            log::read(&home.dir, &home.keys, &who.device, until.saturating_sub(1)).next();
        if is_named || last.is_some() {
            continue;
        }
        short += 1;
        let device = short_hex(&who.device);
        io.put(&hq_words::log_short(io.lang, &who.name, who.number, &device))?;
    }
    Ok(short)
}

/// Verifies the logs and reports damaged ones; returns the counts of sound and damaged logs.
fn logs(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(u64, u64), Stop> {
    let officers = readable_officers(home);
    let devices = log::devices(&home.dir).map_err(|e| io.failed(&e))?;
    let (mut sound, mut damaged) = (0, 0);
    for device in devices {
        let report = log::verify(&home.dir, &home.keys, &device);
        let report = report.map_err(|e| io.failed(&e))?;
        if report.damage.is_empty() {
            sound += 1;
            if !report.repaired.is_empty() {
                io.say(&hq_words::log_repaired(io.lang, &short_hex(&device)))?;
            }
            continue;
        }
        damaged += 1;
        let whose = officers
            .iter()
            .find(|o| o.certificate().device == device)
            .map(Enrolled::certificate);
        let (name, number) = whose.map_or(("?", 0), |who| (&*who.name, who.number));
        let device_digits = short_hex(&device);
        let word = hq_words::log_damaged(
            io.lang,
            name,
            number,
            &device_digits,
            first_missing(home, &device),
            &home.dir.join("log").join(hex(&device)).display().to_string(),
        );
        io.put(&word)?;
    }
    Ok((sound, damaged))
}

/// The number of the first missing op: one after the last op without a gap before it.
fn first_missing(home: &HqDirectory, device: &[u8; 16]) -> u64 {
    let mut ends = std::collections::BTreeMap::<u64, u64>::new();
    for (_, logged) in log::read(&home.dir, &home.keys, device, 0) {
        let LogEntry::Ops(part) = logged else { continue };
        let end = ends.entry(part.epoch).or_default();
        if part.first != end.saturating_add(1) {
            return end.saturating_add(1);
        }
        *end = part.first.saturating_add(part.ops.len() as u64).saturating_sub(1);
    }
    // with several epochs, assume that the damage is in the last one
    ends.values().last().map_or(1, |end| end.saturating_add(1))
}
