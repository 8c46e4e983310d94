//! When things were last done, and whether the machine's clock agrees with those times.

use std::path::Path;

use serde_json::json;

use super::{DoctorPage, DoctorSubject};
use crate::lang::Lang;
use crate::lang::doctor as words;
use crate::programme::Role;
use crate::storage::disk::{RealDisk, twin};
use crate::store::{
    ENROLMENT, JournalFacts, NotebookFiles, OpeningFinding, last_backup, messages,
};
use crate::sync::messages::when;
use crate::sync::peer_state::PeerState;
use crate::text::format::{show_date, today_from_millis};

const DAY: u64 = 24 * 3600 * 1000;
/// Officers back up once a week, headquarters every day. Exceeding this by a week is tolerated.
const OFFICER_BACKUP_DAYS: u64 = 14;
const HEADQUARTERS_BACKUP_DAYS: u64 = 7;
/// Longer than any trip without a connection.
const SYNC_DAYS: u64 = 14;
/// A latest known time older than this means a wrong clock, not an unused notebook.
const FAR_DAYS: u64 = 2 * 365;

/// The sources of the times.
pub struct Moments<'a> {
    pub files: &'a NotebookFiles,
    /// `None` if the journal could not be read
    pub journal: Option<&'a JournalFacts>,
}

pub fn tell_times(subject: &DoctorSubject<'_>, known: &Moments<'_>, page: &mut DoctorPage) {
    let DoctorSubject { dir, lang, now, .. } = *subject;
    let change = known.journal.map(|facts| facts.last_op);
    line(subject, page, ("last_change", words::label_last_change(lang)), change);
    let backup = last_backup(dir).unwrap_or(0);
    line(subject, page, ("backup", words::label_backup(lang)), Some(backup));
    tell_backup(subject, known.files, backup, page);
    let (contact, receipt) = match subject.role {
        Role::Officer => tell_sync(subject, known, page),
        Role::Headquarters => {
            let received = known.files.last_log.unwrap_or(0);
            let label = ("received", words::label_received(lang));
            line(subject, page, label, Some(received));
            (0, 0)
        }
    };
    page.line("clock", words::label_clock(lang), when(now), json!(now));
    let last = [change.unwrap_or(0), backup, contact, receipt].into_iter().max().unwrap_or(0);
    tell_clock(now, last, lang, page);
}

fn tell_clock(now: u64, last: u64, lang: Lang, page: &mut DoctorPage) {
    if let Some(finding) = OpeningFinding::of_clock(now, last) {
        page.finding("clock", messages::finding(&finding, lang));
    } else if last > 0 && now.saturating_sub(last) / DAY > FAR_DAYS {
        let day = show_date(today_from_millis(now));
        page.finding("clock", words::clock_far(lang, &day));
    }
}

fn tell_backup(
    subject: &DoctorSubject<'_>,
    files: &NotebookFiles,
    last: u64,
    page: &mut DoctorPage,
) {
    let (lang, now) = (subject.lang, subject.now);
    let most = match subject.role {
        Role::Officer => OFFICER_BACKUP_DAYS,
        Role::Headquarters => HEADQUARTERS_BACKUP_DAYS,
    };
    if last == 0 {
        let age = files.oldest.map_or(0, |oldest| now.saturating_sub(oldest) / DAY);
        if age > most {
            page.finding("backup", words::never_backed_up(lang, subject.program));
        }
        return;
    }
    let days = now.saturating_sub(last) / DAY;
    if days > most {
        page.finding("backup", words::backup_old(lang, days, subject.program));
    }
}

/// Last contact with headquarters and time of its last receipt, in Unix milliseconds; 0 for never.
fn tell_sync(
    subject: &DoctorSubject<'_>,
    known: &Moments<'_>,
    page: &mut DoctorPage,
) -> (u64, u64) {
    let DoctorSubject { dir, lang, now, .. } = *subject;
    let label = ("sync", words::label_sync(lang));
    let receipt = known.journal.map(|facts| facts.last_receipt);
    if !is_enrolled(dir) {
        page.line(label.0, label.1, words::not_enrolled(lang), json!(null));
        return (0, 0);
    }
    let peer = PeerState::at(dir);
    let contact = peer.last_contact();
    line(subject, page, label, Some(contact));
    line(subject, page, ("receipt", words::label_receipt(lang)), receipt);
    let receipt = receipt.unwrap_or(0);
    if peer.revoked_since().is_some() {
        page.finding("revoked", words::revoked(lang));
    } else if contact == 0 && receipt == 0 {
        page.finding("sync", words::never_synced(lang));
    } else {
        let days = now.saturating_sub(contact.max(receipt)) / DAY;
        if days > SYNC_DAYS {
            page.finding("sync", words::sync_old(lang, days));
        }
    }
    (contact, receipt)
}

fn is_enrolled(dir: &Path) -> bool {
    twin::exists(&RealDisk, &dir.join(ENROLMENT))
}

/// `at`: `None` if not known, 0 for never.
fn line(
    subject: &DoctorSubject<'_>,
    page: &mut DoctorPage,
    (id, label): (&'static str, String),
    at: Option<u64>,
) {
    let (lang, now) = (subject.lang, subject.now);
    let (text, value) = match at {
        None => (words::unknown(lang), json!(null)),
        Some(0) => (words::never(lang), json!(0)),
        Some(at) if at > now => (words::ahead(lang, &when(at)), json!(at)),
        Some(at) => {
            let text = match now.saturating_sub(at) / DAY {
                0 => words::within_a_day(lang, &when(at)),
                days => words::ago(lang, &when(at), days),
            };
            (text, json!(at))
        }
    };
    page.line(id, label, text, value);
}
