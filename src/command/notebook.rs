//! Opens and closes the notebook for a command, and prints its findings.

use super::command_io::{CommandIo, Stop};
use super::unlock;
use crate::command::lock_wait::retry_while_locked;
use crate::lang::audit as audit_words;
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::programme::Role;
use crate::programme::spec::Kind;
use crate::record::Record;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::storage::limits;
use crate::store::{Options, Store, StoreError, messages};

pub fn open(io: &mut CommandIo<'_>) -> Result<Store, Stop> {
    let options = Options { take_over: false, serve_early: false, now: io.now };
    let folder = unlock::folder(io)?;
    let (store, opening) = if io.role == Role::Headquarters {
        let folder = &folder;
        retry_while_locked(io, &mut |io| Store::open(io.role, folder.clone(), options))?
    } else {
        Store::open(io.role, folder, options).map_err(|e| io.failed(&e))?
    };
    for finding in &opening.findings {
        io.say(&messages::finding(finding, io.lang))?;
    }
    Ok(store)
}

/// Closes the store; first prints findings made since the opening.
pub fn close(io: &mut CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    for finding in &store.findings() {
        io.say(&messages::finding(finding, io.lang))?;
    }
    store.close().map_err(|e| io.failed(&e))
}

/// Closes the store after a command that may have written many records. Packs the state first:
/// such writes leave it several times as large as it needs to be.
pub fn close_packed(io: &mut CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    io.progress(&work_words::packing(io.lang), false)?;
    // a failure leaves the old state in use, and the program packs it when it is idle
    store.maintenance().compact(limits::STATE_FILE).unwrap_or_default();
    io.progress("", false)?;
    close(io, store)
}

/// Writes the audit entry before personal answers are printed into a file or to a program. If it
/// cannot be written (a full disk), the command still prints, with a warning: people must be
/// able to read their own data.
pub fn note_printed(
    io: &mut CommandIo<'_>,
    store: &Store,
    deed: AuditDeed,
    about: AuditAbout,
) -> Result<(), Stop> {
    match store.audit().note(deed, AuditAbout { contacts: true, ..about }) {
        Ok(()) => Ok(()),
        Err(_) => io.say(&audit_words::done_without_entry(io.lang)),
    }
}

pub fn kind(io: &CommandIo<'_>, id: &str) -> Result<&'static Kind, Stop> {
    io.programme().kind_by_id(id).ok_or_else(|| {
        let all: Vec<&str> = io.programme().kinds.iter().map(|k| k.id.as_str()).collect();
        Stop::Usage(args_words::no_such_kind(io.lang, id, &all.join(", ")))
    })
}

pub fn officer(io: &CommandIo<'_>, store: &Store) -> Result<Record, Stop> {
    let officer = store.records().officer().map_err(|e| io.failed(&e))?;
    officer.ok_or_else(|| io.failed(&StoreError::OfficerMissing))
}
