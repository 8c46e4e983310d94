//! `sotay-hq withdraw ID...`: withdraws published rows.

use super::open::{directory, fold, open};
use super::warnings::require_confirmed;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{notebook, show};
use crate::lang::Lang;
use crate::lang::cli::work as work_words;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::programme::spec::Programme;
use crate::record::{Change, Id, Record};
use crate::store::messages;
use crate::store::{Commit, CommitError, Store, StoreError};

pub const SPEC: CommandSpec = CommandSpec::new(
    "withdraw",
    both(
        "Rút các dòng đã ban hành; mọi máy sẽ bỏ",
        "Withdraw published rows; all devices drop them",
    ),
    run,
)
.args(&[
    ArgSpec::positional(
        "id",
        "ID",
        both("Mã của dòng, như sotay-hq list ghi", "The row's id, as sotay-hq list writes it"),
    )
    .many(),
    ArgSpec::option(
        "reason",
        "TEXT",
        both("Lý do, để xem lại sau này", "The reason, kept in the row's history"),
    )
    .hyphens(),
]);

/// Withdraws all of the rows or none; laptops drop them at their next sync.
fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (ids, reason) = (&given.texts("id"), given.maybe_text("reason"));
    let home = directory(io)?;
    require_confirmed(io, &home)?;
    fold(io)?;
    let ids = ids.iter().map(|id| show::parse_id(io, id)).collect::<Result<Vec<_>, _>>()?;
    let reason = reason.map_or_else(|| hq_words::withdrawal(Lang::Vi), str::to_owned);
    let store = open(io)?;
    let done = withdraw_from(&store, &ids, &reason, io.lang);
    let closed = notebook::close(io, &store);
    done.map_err(Stop::Failed)?;
    closed?;
    fold(io)?;
    io.say(&hq_words::withdrawn(io.lang, ids.len() as u64))?;
    Ok(CommandEnd::All)
}

fn withdraw_from(store: &Store, ids: &[Id], reason: &str, lang: Lang) -> Result<(), String> {
    let mut changes = Vec::new();
    for id in ids {
        let record =
            store.records().get(*id).map_err(|e: StoreError| messages::error(&e, lang))?;
        let name = id.to_string();
        let Some(record) = record else {
            return Err(work_words::not_found(lang, &name));
        };
        if !is_published(store.programme(), &record) {
            return Err(hq_words::not_official(lang, &name));
        }
        let (base, reason) = (record.head, reason.to_owned());
        changes.push(Change::Delete { id: *id, base, reason });
    }
    let commit =
        Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
    store.commit(commit).map(|_| ()).map_err(|e: CommitError| messages::commit(&e, lang))
}

fn is_published(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind);
    let official = kind.is_some_and(|kind| kind.published && kind.is_official(record));
    official && record.deleted.is_none()
}
