//! `sotay-hq list KIND`: prints the records of every officer.

use super::open::{directory, fold_first};
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, list};
use crate::hq::admin::officer::Enrolled;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::Record;
use crate::store::Store;

pub const SPEC: CommandSpec = CommandSpec::new(
    "list",
    both("Liệt kê hồ sơ của mọi cán bộ", "List everybody's records"),
    run,
)
.args(&[
    ArgSpec::positional(
        "kind",
        "KIND",
        both(
            "Loại hồ sơ, ví dụ: visit, establishment, matter",
            "Kind of record, for example: visit, establishment, matter",
        ),
    ),
    ArgSpec::option(
        "find",
        "TEXT",
        both("Chỉ hồ sơ có những chữ này", "Only records with these words"),
    )
    .hyphens(),
    ArgSpec::option(
        "format",
        "table|csv|json",
        both(
            "Dạng in ra: table, csv hoặc json (mỗi dòng một hồ sơ); csv và json dành cho \
             chương trình khác",
            "How to print: table, csv or json (a record a line); csv and json are for other \
             programs",
        ),
    )
    .one_of(arguments::FORMATS),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    fold_first(io)?;
    let officers = directory(io)?.officers().map_err(|e| io.failed(&e))?;
    let lang = io.lang;
    list::run_with(io, given, &|store, kind, record| {
        is_replaced(&officers, store, kind, record).then(|| {
            let device = record.by.map(|author| author.device);
            let mut certificates = officers.iter().map(Enrolled::certificate);
            match certificates.find(|who| Some(who.device) == device) {
                Some(who) => sync_words::officer_replaced(lang, who.number),
                None => sync_words::officer_without_device(lang),
            }
        })
    })
}

/// Whether this is the record of an officer under whose id no device is enrolled: a new notebook,
/// enrolled with the number of a known officer, uses that officer's record from then on, and the
/// record that it created itself stays.
fn is_replaced(officers: &[Enrolled], store: &Store, kind: &Kind, record: &Record) -> bool {
    let is_enrolled = |known: &Enrolled| known.certificate().officer == record.id;
    kind.is(KindRole::Officer)
        && record.id != store.officer_id()
        && !officers.iter().any(is_enrolled)
}
