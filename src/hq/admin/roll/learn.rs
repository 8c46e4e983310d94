//! Learns from a received device list what a headquarters restored from an older copy has lost.

use std::collections::BTreeSet;

use super::super::officer::Enrolled;
use super::{LearnedDevices, MAX_ERAS, Notes};
use crate::hq::admin::directory::HqDirectory;
use crate::store::StoreError;
use crate::sync::certificate::SignedCertificate;
use crate::sync::roll::{Removed, Roll, RollTitle};

fn note_seen(notes: &mut Notes, title: RollTitle, own: u64) {
    if title.era == own {
        notes.number = notes.number.max(title.number);
        return;
    }
    notes.seen_rolls.retain(|(era, _)| *era != title.era);
    notes.seen_rolls.insert(0, (title.era, title.number));
    notes.seen_rolls.truncate(MAX_ERAS);
}

impl HqDirectory {
    /// Processes a received list. Only lists signed by this headquarters and not seen before are
    /// used: they may add devices and revoke them. The administrator must confirm what was added.
    pub fn learn(&self, bytes: &[u8], now: u64) -> Result<LearnedDevices, StoreError> {
        let Ok((title, roll)) = Roll::open(bytes, &self.secret) else {
            return Ok(LearnedDevices::default());
        };
        let held = self.lock_roll()?;
        let mut notes = self.notes()?;
        if !self.is_new(&notes, title.era, title.number) {
            return Ok(LearnedDevices::default());
        }
        let mut learned = LearnedDevices::default();
        self.learn_removed(&roll, &mut notes, &mut learned, now)?;
        self.learn_members(&roll, &notes, &mut learned)?;
        note_seen(&mut notes, title, self.secret.era);
        if !learned.is_nothing() {
            self.note_confirm_needed(&mut notes, now)?;
            notes.learned.enrolled += learned.enrolled;
            notes.learned.removed += learned.removed;
        }
        self.write_notes(&notes)?;
        self.renew_roll(&held, now)?;
        Ok(learned)
    }

    fn learn_removed(
        &self,
        roll: &Roll,
        notes: &mut Notes,
        learned: &mut LearnedDevices,
        now: u64,
    ) -> Result<(), StoreError> {
        for one in &roll.removed {
            let Some(known) = self.officer_of(one.device)? else {
                let newer = |r: &Removed| r.device == one.device && r.issued >= one.issued;
                if !notes.removed.iter().any(newer) {
                    notes.removed.retain(|r| r.device != one.device);
                    notes.removed.push(*one);
                    learned.removed += 1;
                }
                continue;
            };
            // with a newer certificate the device has been enrolled again since
            if known.revoked.is_some() || known.certificate().issued > one.issued {
                continue;
            }
            self.note_confirm_needed(notes, now)?;
            let end = notes.ends.iter().find(|(device, _)| *device == one.device);
            let kept_until = Some(end.map_or(0, |(_, end)| *end));
            self.put_officer(&Enrolled { revoked: Some(one.since), kept_until, ..known })?;
            learned.removed += 1;
        }
        Ok(())
    }

    fn learn_members(
        &self,
        roll: &Roll,
        notes: &Notes,
        learned: &mut LearnedDevices,
    ) -> Result<(), StoreError> {
        let card = self.card()?;
        let all = self.officers()?;
        let mut taken: BTreeSet<(u32, crate::record::Id)> =
            all.iter().map(|o| (o.certificate().number, o.certificate().officer)).collect();
        for member in &roll.members {
            let Ok(certificate) = SignedCertificate::decode(&member.certificate.0, &card)
            else {
                continue;
            };
            let who = certificate.certificate.clone();
            let known = all.iter().find(|o| o.certificate().device == who.device);
            if known
                .is_some_and(|o| o.revoked.is_some() || o.certificate().issued >= who.issued)
            {
                continue;
            }
            let out = |r: &&Removed| r.device == who.device && r.issued >= who.issued;
            let removed = roll.removed.iter().chain(&notes.removed).find(out);
            // two officers have the same number: the one known here keeps it
            let clash = taken.iter().any(|(n, id)| *n == who.number && *id != who.officer);
            let revoked = removed.map(|r| r.since).or(clash.then_some(who.issued));
            taken.insert((who.number, who.officer));
            learned.enrolled += 1;
            let ssh = member.ssh.clone();
            let kept_until = revoked.map(|_| 0);
            let moves = known.map(|o| o.with_move(&who.province, who.issued));
            let moves = moves.unwrap_or_default();
            self.put_officer(&Enrolled {
                certificate,
                revoked,
                released: false,
                kept_until,
                moves,
                ssh,
            })?;
        }
        Ok(())
    }
}
