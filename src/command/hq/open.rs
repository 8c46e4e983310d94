//! Opens headquarters' folder and notebook for a command, and folds before or after it.

use super::warnings;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::{lock_wait, notebook, unlock};
use crate::hq::HqDirectory;
use crate::hq::admin::audit::HqAudit;
use crate::hq::fold::context::FoldOutcome;
use crate::hq::fold::run as fold_all;
use crate::lang::audit as audit_words;
use crate::lang::hq as hq_words;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::services::headquarters::logs;
use crate::store::{Options, Store, StoreError, messages};

pub fn directory(io: &mut CommandIo<'_>) -> Result<HqDirectory, Stop> {
    let folder = unlock::folder(io)?;
    HqDirectory::open(folder).map_err(|e| io.failed(&e))
}

pub fn open(io: &mut CommandIo<'_>) -> Result<Store, Stop> {
    let options = Options { take_over: false, serve_early: false, now: io.now };
    let folder = &unlock::folder(io)?;
    let (store, opening) = lock_wait::retry_while_locked(io, &mut |io| {
        Store::open(io.role, folder.clone(), options)
    })?;
    for finding in &opening.findings {
        io.say(&messages::finding(finding, io.lang))?;
    }
    Ok(store)
}

/// Makes the audit entry durable before the deed; if that fails, the command stops.
pub fn note_before(
    io: &CommandIo<'_>,
    home: &HqDirectory,
    deed: AuditDeed,
    about: AuditAbout,
) -> Result<(), Stop> {
    let failed = |e: StoreError| {
        Stop::Failed(audit_words::nothing_done(io.lang, &messages::error(&e, io.lang)))
    };
    HqAudit { home }.note(deed, about, (io.now)()).map_err(failed)
}

/// For deeds that must also work on a full disk: if the entry cannot be written, only warns.
pub fn note_if_possible(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    deed: AuditDeed,
    about: AuditAbout,
) -> Result<(), Stop> {
    let noted = HqAudit { home }.note(deed, about, (io.now)());
    warn_if_missing(io, noted)
}

/// Notes that a deed of the log was not finished, if it failed. Returns the deed's result. If the
/// entry cannot be written, only warns.
pub fn note_if_failed<T, E>(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    deed: AuditDeed,
    about: AuditAbout,
    done: Result<T, E>,
) -> Result<Result<T, E>, Stop> {
    if done.is_err() {
        let noted = HqAudit { home }.note_failed(deed, about, (io.now)());
        warn_if_missing(io, noted)?;
    }
    Ok(done)
}

fn warn_if_missing(io: &mut CommandIo<'_>, noted: Result<(), StoreError>) -> Result<(), Stop> {
    match noted {
        Ok(()) => Ok(()),
        Err(_) => io.say(&audit_words::done_without_entry(io.lang)),
    }
}

/// Folds what was received. `None`: another process holds the store, and folds it.
pub fn fold(io: &mut CommandIo<'_>) -> Result<Option<FoldOutcome>, Stop> {
    let home = directory(io)?;
    let options = Options { take_over: false, serve_early: false, now: io.now };
    let store = match Store::open(io.role, unlock::folder(io)?, options) {
        Ok((store, _)) => store,
        Err(StoreError::Held(_)) => return Ok(None),
        Err(error) => return Err(io.failed(&error)),
    };
    fold_into(io, &home, &store).map(Some)
}

/// Folds before a command shows records; waits for a running fold. If the disk is full or
/// read-only, the command shows what was folded earlier.
pub fn fold_first(io: &mut CommandIo<'_>) -> Result<(), Stop> {
    let home = directory(io)?;
    let store = open(io)?;
    let folded = fold_all(&home, &store, &mut *logs(&home), io.now);
    let closed = notebook::close(io, &store);
    match folded {
        Err(error) if error.is_full() || error.is_read_only() => {
            let why = messages::error(&error, io.lang);
            io.say(&hq_words::not_folded(io.lang, &why))?;
            return Ok(());
        }
        Err(error) => return Err(io.failed(&error)),
        Ok(_) => closed?,
    }
    warnings::warn_unconfirmed(io, &home)
}

pub fn fold_into(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    store: &Store,
) -> Result<FoldOutcome, Stop> {
    let folded = fold_all(home, store, &mut *logs(home), io.now);
    let closed = notebook::close(io, store);
    let folded = folded.map_err(|e| io.failed(&e))?;
    closed?;
    warnings::warn_unconfirmed(io, home)?;
    Ok(folded)
}

/// `folded`: as `fold` returns it.
pub fn report_fold(io: &mut CommandIo<'_>, folded: Option<FoldOutcome>) -> CommandResult {
    let Some(folded) = folded else {
        io.say(&hq_words::folded_elsewhere(io.lang))?;
        return Ok(CommandEnd::All);
    };
    let FoldOutcome { ops, records, held, matters } = folded;
    let (ops, records) = (ops as u64, records as u64);
    io.say(&hq_words::folded(io.lang, ops, records))?;
    if held > 0 {
        io.say(&hq_words::held(io.lang, held as u64))?;
    }
    if matters > 0 {
        io.say(&hq_words::waits(io.lang, matters as u64))?;
    }
    Ok(CommandEnd::All)
}
