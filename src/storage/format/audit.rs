//! Encodes entries of the audit log: the content of a journal frame that is never sent.

use super::Undecodable;
use super::wire::{self, AuditPlaceV1, AuditV1, WireAudit};
use crate::record::audit::{AuditAbout, AuditDeed, AuditEntry, AuditPlace};
use crate::record::{Hlc, Id};

/// Added to a deed's number if the deed failed. A program that does not know it shows an unknown
/// deed.
const FAILED: u16 = 1 << 15;

pub fn encode_audit(entry: &AuditEntry) -> Vec<u8> {
    let AuditEntry { at, deed, failed, place, about } = entry;
    let AuditPlace { user, terminal, address, host } = place.clone();
    let AuditAbout { kind, record, device, officer, to, count, contacts } = *about;
    let place = AuditPlaceV1 { user, terminal, address, host };
    let deed = if *failed { deed.number() | FAILED } else { deed.number() };
    let (at, record) = (at.0, record.map(|id| id.0));
    let entry = AuditV1 { at, deed, place, kind, record, device, officer, to, count, contacts };
    wire::encode(&WireAudit::V1(entry))
}

pub fn decode_audit(bytes: &[u8]) -> Result<AuditEntry, Undecodable> {
    let WireAudit::V1(entry) = wire::mark(bytes)?;
    let AuditV1 { at, deed, place, kind, record, device, officer, to, count, contacts } = entry;
    let AuditPlaceV1 { user, terminal, address, host } = place;
    let record = record.map(Id);
    Ok(AuditEntry {
        at: Hlc(at),
        deed: AuditDeed::from_number(deed & !FAILED),
        failed: deed & FAILED != 0,
        place: AuditPlace { user, terminal, address, host },
        about: AuditAbout { kind, record, device, officer, to, count, contacts },
    })
}
