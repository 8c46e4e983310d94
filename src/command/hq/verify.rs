//! `sotay-hq verify`: the notebook, the lanes, and every device's log, each damaged one by name. A
//! notebook that is open elsewhere is left out and said to be: logs and lanes need no lock.

use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::verify;
use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::hq::ingest::log;
use crate::hq::ingest::log::LogEntry;
use crate::lang::hq::HqWord;
use crate::lang::words::both;
use crate::storage::disk::lock::Lock;
use crate::store::{StoreError, messages};
use crate::text::hex::{hex, short_hex};

use super::open::directory;

pub const SPEC: CommandSpec = CommandSpec::new(
    "verify",
    both("Đọc và kiểm tra toàn bộ", "Read and check everything"),
    run,
);

fn run(stage: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let home = directory(stage)?;
    let done = match Lock::take(&stage.data, (stage.now)()) {
        Err(StoreError::Held(holder)) => {
            stage.say(&messages::held_by(&holder, stage.lang))?;
            stage.say(&HqWord::NotebookLeftOut.text(stage.lang))?;
            CommandEnd::Some
        }
        lock => {
            drop(lock.map_err(|e| stage.failed(&e))?);
            verify::verify(stage)?
        }
    };
    let lanes = home.lanes().verify().map_err(|e| stage.failed(&e))?;
    stage.put(&HqWord::LanesSound { n: lanes as u64 }.text(stage.lang))?;
    let (sound, damaged) = logs(stage, &home)?;
    stage.put(&HqWord::LogsSound { n: sound }.text(stage.lang))?;
    if damaged > 0 {
        stage.say(&HqWord::LogRemedy.text(stage.lang))?;
    }
    stage.flush()?;
    Ok(if damaged == 0 { done } else { CommandEnd::Some })
}

/// Whole ones and damaged ones; each of those is named.
fn logs(stage: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(u64, u64), Stop> {
    let officers = home.officers().map_err(|e| stage.failed(&e))?;
    let devices = log::devices(&home.dir).map_err(|e| stage.failed(&e))?;
    let (mut sound, mut damaged) = (0, 0);
    for device in devices {
        let report = log::verify(&home.dir, &home.keys, &device);
        let report = report.map_err(|e| stage.failed(&e))?;
        if report.damage.is_empty() {
            sound += 1;
            continue;
        }
        damaged += 1;
        let whose = officers
            .iter()
            .find(|o| o.certificate().device == device)
            .map(Enrolled::certificate);
        let (name, number) = whose.map_or(("?", 0), |who| (&*who.name, who.number));
        let device_digits = short_hex(&device);
        let word = HqWord::LogDamaged {
            name,
            number,
            device: &device_digits,
            from: first_missing(home, &device),
            files: &home.dir.join("log").join(hex(&device)).display().to_string(),
        };
        stage.put(&word.text(stage.lang))?;
    }
    Ok((sound, damaged))
}

/// The number after the last op that follows on from the one before without a gap.
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
    // of several epochs the damage is after the last one that was being written
    ends.values().last().map_or(1, |end| end.saturating_add(1))
}
