//! Collects what `doctor` reports about a data folder. Works when the notebook is damaged, open
//! elsewhere, closed by a passphrase or missing: each part is examined on its own, and a part that
//! cannot be examined is reported as such. Writes nothing, holds no lock for longer than a check,
//! and names no person.

mod page;
mod times;

use std::path::Path;

use serde_json::json;

pub use page::DoctorPage;
use times::{Moments, tell_times};

use crate::hq::HqDirectory;
use crate::hq::admin::audit::HqAudit;
use crate::hq::admin::copies::{self, HqCopies};
use crate::hq::admin::directory::{is_unfinished, refuse_remains};
use crate::hq::ingest::intake;
use crate::lang::Lang;
use crate::lang::{audit, doctor as words, store as store_words};
use crate::programme::Role;
use crate::services::headquarters::unconfirmed_text;
use crate::storage::crypto::key_folder::{self, KeyAccess, KeyedFolder};
use crate::storage::disk::RealDisk;
use crate::storage::disk::lock::{self, LockState};
use crate::storage::disk::survey::disk_facts;
use crate::storage::limits;
use crate::store::{
    FileCount, JournalFacts, NotebookFiles, Store, StoreError, has_unlike_copies, inspect,
    messages,
};
use crate::sync::messages::when;

/// The folder to examine, and the settings for it.
pub struct DoctorSubject<'a> {
    pub role: Role,
    /// name of the program, for the commands in the texts
    pub program: &'a str,
    pub dir: &'a Path,
    pub access: KeyAccess,
    /// Unix milliseconds
    pub now: u64,
    pub lang: Lang,
}

pub fn examine(subject: &DoctorSubject<'_>, page: &mut DoctorPage) {
    let DoctorSubject { dir, lang, .. } = *subject;
    let is_there = match subject.role {
        Role::Officer => Store::exists(dir),
        Role::Headquarters => HqDirectory::exists(dir),
    };
    let text = if is_there { words::yes(lang) } else { words::none(lang) };
    page.line("notebook", words::label_notebook(lang), text, json!(is_there));
    let files = NotebookFiles::count(dir);
    if files.is_half_made || is_unfinished(dir) {
        page.finding("half_made", words::half_made(lang));
    } else if let (Role::Headquarters, Err(error)) = (subject.role, refuse_remains(dir)) {
        page.finding("headquarters", messages::error(&error, lang));
    } else if !is_there {
        page.finding("no_notebook", words::no_notebook_here(lang));
    }
    let is_held = tell_lock(subject, page);
    tell_disk(subject, page);
    if !is_there {
        return;
    }
    tell_sizes(subject, &files, page);
    if !files.is_whole {
        page.finding("unread", words::parts_unread(lang));
    }
    tell_leftover_states(subject, &files, is_held, page);
    let is_closed = tell_key(subject, &files, is_held, page);
    let has_key = !matches!(subject.access, KeyAccess::None);
    let facts = match is_closed && !has_key {
        true => Err(StoreError::PassphraseNeeded),
        false => inspect(keyed_folder(subject)),
    };
    tell_journal(subject, &facts, page);
    let journal = facts.as_ref().ok();
    tell_times(subject, &Moments { files: &files, journal }, page);
    if let Err(StoreError::PassphraseNeeded) = facts {
        return;
    }
    tell_headquarters(subject, page);
}

fn keyed_folder(subject: &DoctorSubject<'_>) -> KeyedFolder {
    KeyedFolder { dir: subject.dir.to_owned(), access: subject.access.clone() }
}

/// Returns whether the folder is open in another process, or might be.
fn tell_lock(subject: &DoctorSubject<'_>, page: &mut DoctorPage) -> bool {
    let lang = subject.lang;
    let (text, value) = match lock::look(subject.dir) {
        LockState::Free => (words::no(lang), json!(false)),
        LockState::Held(holder) if holder.pid == 0 => (words::held(lang), json!(true)),
        LockState::Held(holder) => {
            let text = words::held_by(lang, holder.pid, &when(holder.start));
            (text, json!({ "pid": holder.pid, "since": holder.start }))
        }
        LockState::Unknown => {
            page.finding("lock", words::lock_unknown(lang));
            (words::unknown(lang), json!(null))
        }
    };
    let is_held = !matches!(value, serde_json::Value::Bool(false));
    page.line("open", words::label_open(lang), text, value);
    is_held
}

/// Disk of the folder, or of its nearest existing ancestor.
fn tell_disk(subject: &DoctorSubject<'_>, page: &mut DoctorPage) {
    let lang = subject.lang;
    let named = subject.dir.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let facts = named.map(disk_facts).find_map(Result::ok);
    let Some(facts) = facts else {
        page.line("free", words::label_free(lang), words::unknown(lang), json!(null));
        return;
    };
    // below `least` nothing is taken, below `low` it soon will be so
    let (least, low) = match subject.role {
        Role::Officer => (limits::SPACE_MARGIN, limits::BALLAST_AGAIN),
        Role::Headquarters => {
            let reserved = intake::reserved(facts.total);
            (reserved, reserved.saturating_mul(2))
        }
    };
    let (free, limit) = (messages::bytes(facts.free), messages::bytes(least));
    let value = json!({ "bytes": facts.free, "limit": least });
    let text = match subject.role {
        Role::Officer => words::free(lang, &free, &limit),
        Role::Headquarters => words::free_here(lang, &free, &limit),
    };
    page.line("free", words::label_free(lang), text, value);
    let takes_writes = facts.is_writable && !facts.is_read_only;
    let mut kinds = Vec::new();
    kinds.extend(facts.is_network.then(|| words::disk_network(lang)));
    kinds.extend((!takes_writes).then(|| words::disk_read_only(lang)));
    let text = if kinds.is_empty() { words::disk_plain(lang) } else { kinds.join(", ") };
    let value = json!({ "network": facts.is_network, "writable": takes_writes });
    page.line("disk", words::label_disk(lang), text, value);
    if !takes_writes {
        page.finding("read_only", words::read_only_here(lang));
    } else if facts.free <= least {
        page.finding(
            "disk_full",
            match subject.role {
                Role::Officer => words::disk_full(lang, &free),
                Role::Headquarters => words::disk_full_here(lang, &free, &limit),
            },
        );
    } else if facts.free < low {
        page.finding("disk_low", words::disk_low(lang, &free));
    }
    if facts.is_network {
        page.finding("network", words::on_network(lang));
    }
}

fn tell_sizes(subject: &DoctorSubject<'_>, files: &NotebookFiles, page: &mut DoctorPage) {
    let lang = subject.lang;
    let size = |count: FileCount| messages::bytes(count.bytes);
    let mut text = words::sizes(
        lang,
        &size(files.journal),
        &size(files.state),
        &size(files.attachments),
        &size(files.caches),
        &size(files.broken),
        &size(files.all),
    );
    if subject.role == Role::Headquarters {
        text = format!("{text}, {}", words::logs(lang, &size(files.logs)));
    }
    let value = json!({
        "journal": files.journal.bytes,
        "state": files.state.bytes,
        "attachments": files.attachments.bytes,
        "caches": files.caches.bytes,
        "broken": files.broken.bytes,
        "logs": files.logs.bytes,
        "all": files.all.bytes,
    });
    page.line("size", words::label_size(lang), text, value);
    let (text, value) = match &files.oldest_journal {
        Some((name, written)) => (
            words::journal_files(lang, files.journal.files, name, &when(*written)),
            json!({ "files": files.journal.files, "oldest": name, "written": written }),
        ),
        None => (words::none(lang), json!({ "files": 0 })),
    };
    page.line("journal", words::label_journal(lang), text, value);
    let (n, bytes) = (files.temporary.files, files.temporary.bytes);
    let text = match n {
        0 => words::none(lang),
        n => words::temporary(lang, n, &messages::bytes(bytes)),
    };
    page.line("temporary", words::label_leftovers(lang), text, json!(n));
}

/// What a stopped rebuild has left. While the folder is open, it may be a rebuild under way.
fn tell_leftover_states(
    subject: &DoctorSubject<'_>,
    files: &NotebookFiles,
    is_held: bool,
    page: &mut DoctorPage,
) {
    let lang = subject.lang;
    let left = if is_held { Vec::new() } else { files.leftover_states() };
    let named = left.iter().map(|(name, size)| format!("{name} ({})", messages::bytes(*size)));
    let named = named.collect::<Vec<_>>().join(", ");
    let text = if left.is_empty() { words::none(lang) } else { named.clone() };
    let one = |(name, size): &(String, u64)| json!({ "folder": name, "bytes": size });
    let value = json!(left.iter().map(one).collect::<Vec<_>>());
    page.line("rebuild_left", words::label_rebuild_left(lang), text, value);
    if !left.is_empty() {
        page.finding("rebuild_left", words::rebuild_left(lang, &named));
    }
}

/// Returns whether the key is protected by a passphrase.
fn tell_key(
    subject: &DoctorSubject<'_>,
    files: &NotebookFiles,
    is_held: bool,
    page: &mut DoctorPage,
) -> bool {
    let (dir, lang) = (subject.dir, subject.lang);
    // only whether a passphrase is needed; a damaged key is reported with the journal
    let is_closed = key_folder::is_closed(dir);
    let text = if is_closed { words::yes(lang) } else { words::no(lang) };
    page.line("passphrase", words::label_passphrase(lang), text, json!(is_closed));
    if is_closed && subject.role == Role::Officer {
        let file = key_folder::key_file(&RealDisk, dir);
        let is_on = file.is_ok_and(|file| file.recovery().is_some());
        let text = if is_on { words::yes(lang) } else { words::no(lang) };
        page.line("recovery", words::label_recovery(lang), text, json!(is_on));
    }
    // a change may be under way in another process
    if !is_held && key_folder::has_stale_copy(dir) {
        page.finding("key_copy", words::key_stale(lang));
    }
    let is_unlike = has_unlike_copies(dir)
        || subject.role == Role::Headquarters && copies::has_unlike_copies(dir);
    if !is_held && is_unlike {
        page.finding("copies", words::copies_unlike(lang, subject.program));
    }
    if !is_held && files.has_temporary_key {
        page.finding("key_left", words::key_temporary(lang));
    }
    is_closed
}

fn tell_journal(
    subject: &DoctorSubject<'_>,
    facts: &Result<JournalFacts, StoreError>,
    page: &mut DoctorPage,
) {
    let lang = subject.lang;
    let label = words::label_frames(lang);
    match facts {
        Ok(facts) => {
            let mut text = words::frames(lang, facts.frames, facts.ops);
            if let Some(upto) = facts.checkpoint {
                text = words::frames_with_checkpoint(lang, &text, upto);
            }
            let value = json!({
                "frames": facts.frames,
                "changes": facts.ops,
                "checkpoint": facts.checkpoint,
            });
            page.line("writes", label, text, value);
            let audits = facts.audits.saturating_add(noted_at_headquarters(subject));
            let text = words::audit_entries(lang, audits);
            page.line("audit", audit::SCREEN.get(lang).to_owned(), text, json!(audits));
            if facts.damage > 0 {
                let n = facts.damage as u64;
                page.finding("damage", words::journal_damaged(lang, n, subject.program));
            }
        }
        Err(StoreError::PassphraseNeeded) => {
            page.line("writes", label, words::needs_key(lang), json!(null));
        }
        Err(error) => {
            page.line("writes", label, words::not_readable(lang), json!(null));
            page.finding("unreadable", messages::error(error, lang));
        }
    }
}

/// Number of audit entries outside the notebook's journal.
fn noted_at_headquarters(subject: &DoctorSubject<'_>) -> u64 {
    if subject.role != Role::Headquarters {
        return 0;
    }
    let home = HqDirectory::open(keyed_folder(subject));
    home.and_then(|home| HqAudit { home: &home }.verify()).map_or(0, |report| report.audits)
}

/// A restore that the administrator has not confirmed yet.
fn tell_headquarters(subject: &DoctorSubject<'_>, page: &mut DoctorPage) {
    if subject.role != Role::Headquarters {
        return;
    }
    let lang = subject.lang;
    let told = HqDirectory::open(keyed_folder(subject)).and_then(|home| {
        for file in (HqCopies { home: &home }).unreadable()? {
            page.finding("headquarters", store_words::headquarters_damaged(lang, &file));
        }
        home.awaits_confirm()
    });
    match told {
        Ok(Some(waits)) => page.finding("confirm", unconfirmed_text(&waits, lang)),
        Ok(None) => {}
        Err(error) => page.finding("headquarters", messages::error(&error, lang)),
    }
}
