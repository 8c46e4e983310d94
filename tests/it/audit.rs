//! The audit log: every deed leaves one entry before its result exists, no entry can be changed or
//! removed unnoticed, and no answer of a record gets into it.

mod deeds;
mod desks;
mod faults;
mod screen;

use std::collections::BTreeMap;

use sotay::programme::Role;
use sotay::record::audit::{AuditAbout, AuditDeed, AuditEntry, AuditItem, AuditPlace};
use sotay::record::{Hlc, Id};
use sotay::services::audit;
use sotay::storage::crypto::key_folder::KeyedFolder;
use sotay::storage::format::audit::{decode_audit, encode_audit};
use sotay::store::{Options, Store};

use crate::kit::now;

/// The audit entries of a closed notebook.
pub fn items(role: Role, folder: impl Into<KeyedFolder>) -> Vec<AuditItem> {
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(role, folder, options).unwrap();
    let log = audit::log(&store).unwrap();
    assert_eq!(log.damaged, 0);
    store.close().unwrap();
    log.items
}

/// The number of entries of each deed.
pub fn counted(items: &[AuditItem]) -> BTreeMap<AuditDeed, usize> {
    let mut counts = BTreeMap::new();
    items.iter().for_each(|item| *counts.entry(item.deed).or_default() += 1);
    counts
}

fn golden() -> BTreeMap<String, Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/audit-v1.txt");
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut name = String::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        match line.strip_prefix("== ") {
            Some(new) => name = new.to_owned(),
            None => {
                let byte = |at: usize| u8::from_str_radix(&line[at..at + 2], 16).unwrap();
                let bytes = (0..line.len()).step_by(2).map(byte);
                all.entry(name.clone()).or_default().extend(bytes);
            }
        }
    }
    all
}

fn place(user: &str, terminal: &str, address: &str, host: &str) -> AuditPlace {
    let [user, terminal, address, host] = [user, terminal, address, host].map(str::to_owned);
    AuditPlace { user, terminal, address, host }
}

#[test]
fn entries_read_and_write_as_released() {
    const MS: u64 = 1_795_000_000_000;
    let at = Hlc(MS << 16);
    let export =
        AuditAbout { kind: Some(1), count: Some(603), contacts: true, ..AuditAbout::default() };
    let enrolled = AuditAbout { device: Some([9; 16]), ..AuditAbout::officer(251) };
    let handed = AuditAbout { to: Some(2), ..AuditAbout::officer(1) };
    let wanted = [
        (
            "an export with contacts over ssh",
            AuditEntry {
                at: Hlc((MS + 7) << 16),
                deed: AuditDeed::Export,
                failed: false,
                place: place("an", "/dev/pts/3", "203.113.1.2", "may-an"),
                about: export,
            },
        ),
        (
            "a visit printed",
            AuditEntry {
                at,
                deed: AuditDeed::Print,
                failed: false,
                place: place("uid 1000", "", "", ""),
                about: AuditAbout::record(2, Id([5; 16])),
            },
        ),
        (
            "a device enrolled",
            AuditEntry {
                at,
                deed: AuditDeed::Enrol,
                failed: false,
                place: place("root", "/dev/tty1", "", "hq"),
                about: enrolled,
            },
        ),
        (
            "a handover",
            AuditEntry {
                at,
                deed: AuditDeed::Handover,
                failed: false,
                place: place("root", "", "", "hq"),
                about: handed,
            },
        ),
        (
            "a revocation that was not finished",
            AuditEntry {
                at,
                deed: AuditDeed::Revoke,
                failed: true,
                place: place("root", "", "", "hq"),
                about: AuditAbout::officer(1),
            },
        ),
        (
            "of a newer program",
            AuditEntry {
                at,
                deed: AuditDeed::Unknown(400),
                failed: false,
                place: AuditPlace::default(),
                about: AuditAbout::default(),
            },
        ),
    ];
    let golden = golden();
    assert_eq!(golden.len(), wanted.len());
    for (name, entry) in wanted {
        let bytes = &golden[name];
        assert_eq!(decode_audit(bytes).as_ref(), Ok(&entry), "{name}");
        assert_eq!(&encode_audit(&entry), bytes, "{name}");
        for cut in 0..bytes.len() {
            assert!(decode_audit(&bytes[..cut]).is_err(), "{name} cut at {cut}");
        }
        assert!(decode_audit(&[&bytes[..], &[0]].concat()).is_err(), "{name} and a byte");
        // whatever a byte becomes, the entry is read or refused
        for (at, bit) in (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            if let Ok(other) = decode_audit(&changed) {
                assert_eq!(decode_audit(&encode_audit(&other)), Ok(other), "{name} at {at}");
            }
        }
    }
}

/// Numbers are stored and ids are typed: none of them is given twice.
#[test]
fn deeds_have_numbers_and_ids_of_their_own() {
    let numbers: BTreeMap<u16, AuditDeed> =
        AuditDeed::ALL.iter().map(|deed| (deed.number(), *deed)).collect();
    assert_eq!(numbers.len(), AuditDeed::ALL.len());
    for deed in AuditDeed::ALL {
        assert_eq!(AuditDeed::from_number(deed.number()), *deed);
        assert_eq!(AuditDeed::from_id(deed.id()), Some(*deed));
    }
    assert_eq!(AuditDeed::from_number(9_999), AuditDeed::Unknown(9_999));
    assert_eq!(AuditDeed::from_id("unknown"), None);
}
