//! Appends to the audit log before an action, and reads the log as rows and as JSON. At
//! headquarters the entries of its second log are merged in by time.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value as Json, json};

use crate::app::audit::{AuditRow, AuditRows};
use crate::hq::HqDirectory;
use crate::hq::admin::audit::HqAudit;
use crate::lang::Lang;
use crate::lang::audit as words;
use crate::lang::sync_status::by_program;
use crate::programme::spec::Programme;
use crate::record::Id;
use crate::record::audit::{
    AuditAbout, AuditAuthor, AuditDeed, AuditItem, AuditLog, AuditPlace,
};
use crate::services::record_text::Titles;
use crate::storage::disk::atomic_file::{AtomicFile, is_in_place};
use crate::store::{Store, StoreError, messages};
use crate::text::format::{clock_from_millis, iso, show_moment, today_from_millis};
use crate::text::hex::{hex, short_hex};
use crate::text::visible_line;

/// Appends an audit entry; it is durable on return. On `Err` (a sentence for the user) the caller
/// must not carry out the action.
fn note_before(
    store: &Store,
    deed: AuditDeed,
    about: AuditAbout,
    lang: Lang,
) -> Result<(), String> {
    let failed = |e: StoreError| words::not_noted(lang, &messages::error(&e, lang));
    store.audit().note(deed, about).map_err(failed)
}

/// Appends an entry and then gives the file its name; appends that the deed failed if that fails.
/// `Err`: a sentence for the user, as `note_before` gives it.
pub fn publish_noted(
    store: &Store,
    deed: AuditDeed,
    about: AuditAbout,
    file: AtomicFile,
    lang: Lang,
) -> Result<io::Result<()>, String> {
    note_before(store, deed, about, lang)?;
    Ok(match file.publish() {
        // the file can be read, even if a power cut may take it away
        Err(e) if is_in_place(&e) => Err(e),
        done => store.audit().note_if_failed(deed, about, done),
    })
}

/// All entries, oldest first. At headquarters this includes entries of commands that open no
/// notebook.
pub fn log(store: &Store) -> Result<AuditLog, StoreError> {
    if !store.programme().is_headquarters() {
        return store.audit().log(Vec::new());
    }
    let noted = HqAudit { home: &HqDirectory::open(store.keyed_folder())? }.read()?;
    let mut log = store.audit().log(noted.entries)?;
    log.damaged += noted.damaged;
    Ok(log)
}

/// The log as rows of the screen, newest first.
pub fn rows(store: &Store, lang: Lang) -> Result<AuditRows, StoreError> {
    let AuditLog { items, damaged } = log(store)?;
    let titles = titles(store, &items)?;
    let row = |item: &AuditItem| row(store.programme(), &titles, item, lang);
    Ok(AuditRows { rows: items.iter().rev().map(row).collect(), damaged })
}

/// Titles of the records that the entries are about.
pub fn titles(store: &Store, items: &[AuditItem]) -> Result<Titles, StoreError> {
    let ids: BTreeSet<Id> = items.iter().filter_map(|item| item.about.record).collect();
    store.records().titles(&ids.into_iter().collect::<Vec<_>>())
}

pub fn row(programme: &Programme, titles: &Titles, item: &AuditItem, lang: Lang) -> AuditRow {
    let record = item.about.kind.zip(item.about.record);
    AuditRow {
        at: show_moment(item.millis),
        by: author(&item.by, lang),
        deed: deed_done(item, lang),
        about: about(programme, titles, item, lang),
        origin: origin(&item.place, lang),
        record,
    }
}

/// One entry as JSON. Names records by id, without their titles.
pub fn to_json(programme: &Programme, item: &AuditItem, lang: Lang) -> Json {
    let AuditItem { millis, by, deed, failed, place, about, reason } = item;
    let day = iso(today_from_millis(*millis));
    let kind = about.kind.and_then(|no| programme.kind(no)).map(|kind| kind.id.clone());
    json!({
        "at": format!("{day} {}", clock_from_millis(*millis)),
        "by": author(by, lang),
        "program": *by == AuditAuthor::Program,
        "deed": deed.id(),
        "failed": failed,
        "kind": kind,
        "record": about.record.map(|id| id.to_string()),
        "device": about.device.map(|device| hex(&device)),
        "number": about.officer,
        "to_number": about.to,
        "count": about.count,
        "contacts": tells_contacts(*deed).then_some(about.contacts),
        "reason": reason,
        "user": text(&place.user),
        "terminal": text(&place.terminal),
        "address": text(&place.address),
        "host": text(&place.host),
    })
}

/// Actions that are done either with or without personal answers.
fn tells_contacts(deed: AuditDeed) -> bool {
    matches!(deed, AuditDeed::Export | AuditDeed::List | AuditDeed::Show | AuditDeed::Paper)
}

fn text(part: &str) -> Option<&str> {
    (!part.is_empty()).then_some(part)
}

pub fn author(by: &AuditAuthor, lang: Lang) -> String {
    match by {
        AuditAuthor::Person(name) => name.clone(),
        AuditAuthor::Program => by_program(lang),
    }
}

/// The deed, and whether it failed.
fn deed_done(item: &AuditItem, lang: Lang) -> String {
    let deed = deed(item.deed, lang);
    if item.failed { words::not_finished(lang, &deed) } else { deed }
}

pub fn deed(deed: AuditDeed, lang: Lang) -> String {
    use AuditDeed as D;

    match deed {
        D::Export => words::export(lang),
        D::Print => words::print(lang),
        D::TakeOut => words::take_out(lang),
        D::Backup => words::backup(lang),
        D::Restore => words::restore(lang),
        D::PassphraseSet => words::passphrase_set(lang),
        D::PassphraseChanged => words::passphrase_changed(lang),
        D::PassphraseRemoved => words::passphrase_removed(lang),
        D::Enrol => words::enrol(lang),
        D::Revoke => words::revoke(lang),
        D::Confirm => words::confirm(lang),
        D::Handover => words::handover(lang),
        D::Publish => words::publish(lang),
        D::Delete => words::delete(lang),
        D::Undelete => words::undelete(lang),
        D::Erase => words::erase(lang),
        D::RecoveryOn => words::recovery_on(lang),
        D::RecoveryOff => words::recovery_off(lang),
        D::Recover => words::recover(lang),
        D::List => words::list(lang),
        D::Show => words::show(lang),
        D::Paper => words::paper(lang),
        D::Stick => words::stick(lang),
        D::Verdict => words::verdict(lang),
        D::CaseRaised => words::case_raised(lang),
        D::CaseDecided => words::case_decided(lang),
        D::CaseReopened => words::case_reopened(lang),
        D::Unknown(number) => words::unknown(lang, u64::from(number)),
    }
}

fn about(programme: &Programme, titles: &Titles, item: &AuditItem, lang: Lang) -> String {
    let AuditAbout { kind, record, device, officer, to, count, contacts } = item.about;
    let kind = kind.and_then(|no| programme.kind(no));
    let mut parts = Vec::new();
    // with a record, its title is enough; without one, the kind says what the entry is about
    match record {
        Some(id) => parts.push(titles.get(&id).cloned().unwrap_or_else(|| id.to_string())),
        None => parts.extend(kind.map(|kind| kind.label.get(lang).to_owned())),
    }
    parts.extend(count.map(|n| words::rows(lang, n)));
    match (officer, to) {
        (Some(from), Some(to)) => parts.push(words::from_to(lang, from, to)),
        (Some(number), None) => parts.push(words::officer(lang, number)),
        _ => {}
    }
    parts.extend(device.map(|device| words::device(lang, &short_hex(&device))));
    if tells_contacts(item.deed) {
        parts.push(match contacts {
            true => words::with_personal(lang),
            false => words::without_personal(lang),
        });
    }
    parts.extend(item.reason.as_ref().map(|reason| words::reason(lang, reason)));
    parts.join(", ")
}

fn origin(place: &AuditPlace, lang: Lang) -> String {
    let AuditPlace { user, terminal, address, host } = place;
    let account = match (user.is_empty(), host.is_empty()) {
        (true, _) => host.clone(),
        (false, true) => user.clone(),
        (false, false) => format!("{user}@{host}"),
    };
    let address = text(address).map(|address| words::from_address(lang, address));
    let parts = [text(&account).map(str::to_owned), text(terminal).map(str::to_owned), address];
    visible_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}
