//! Enrolled devices and their officers: one sealed file per device in `officers/`, in two copies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::hq::admin::directory::HqDirectory;
use crate::storage::crypto::key::Domain;
use crate::storage::disk::{RealDisk, make_folder, twin};
use crate::storage::error::IoOperation;
use crate::storage::format::wire;
use crate::storage::format::wire::Bytes;
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::certificate::{Certificate, SignedCertificate};
use crate::sync::enrol::EnrolRequest;
use crate::text::fold::fold;
use crate::text::hex::{hex, unhex};

const MAGIC: &[u8; 8] = b"SOTAYOF1";
pub(super) const FOLDER: &str = "officers";

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
enum StoredOfficer {
    V1 {
        certificate: Bytes,
        revoked: Option<u64>,
        released: bool,
        ssh: String,
    },
    V2 {
        certificate: Bytes,
        revoked: Option<u64>,
        released: bool,
        ssh: String,
        kept_until: Option<u64>,
        moves: Vec<(u64, String)>,
    },
}

/// Maximum number of former provinces stored for a device; more than in any career.
const MAX_MOVES: usize = 16;

/// A device with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub certificate: SignedCertificate,
    /// revoked since, Unix milliseconds
    pub revoked: Option<u64>,
    /// a reviewer accepted everything after the revocation; written by older programs only
    pub released: bool,
    /// set if a device list restored the revocation: later frames of the device's log do not count
    pub kept_until: Option<u64>,
    /// former provinces of the officer, each with the last moment there, Unix milliseconds
    pub moves: Vec<(u64, String)>,
    /// the officer's ssh key
    pub ssh: String,
}

/// The effects of an enrolment, for the administrator to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentPlan {
    /// the certificate to be signed, without its time
    certificate: Certificate,
    ssh: String,
    /// the present officer with this number
    holder: Option<Certificate>,
    /// devices of that officer that will be revoked
    revokes: Vec<Enrolled>,
}

/// Why a device is not enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolmentRefused {
    /// no officer has this number
    NoSuchOfficer,
    /// the device is enrolled under another number
    OfAnother { number: u32, name: String },
    /// the request claims an officer who is enrolled with another device
    Claimed { number: u32, name: String },
}

impl EnrolmentPlan {
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub fn replaced(&self) -> Option<&Certificate> {
        self.holder.as_ref()
    }

    pub fn revokes(&self) -> &[Enrolled] {
        &self.revokes
    }

    /// Whether the request names another person than the officer of the plan.
    pub fn is_of_other_name(&self, request: &EnrolRequest) -> bool {
        self.holder.as_ref().is_some_and(|holder| {
            fold(&holder.name) != fold(&request.name) || holder.province != request.province
        })
    }
}

impl Enrolled {
    pub fn certificate(&self) -> &Certificate {
        &self.certificate.certificate
    }

    /// Whether new ops are quarantined.
    pub fn is_revoked(&self) -> bool {
        !self.released && self.revoked.is_some()
    }

    /// Whether an op is quarantined. This depends on its position in the device's log, not on a
    /// clock, as clocks can be set back. `held`: the device was revoked when the op was received.
    pub fn quarantines(&self, held: bool, frame: u64) -> bool {
        !self.released && (held || self.kept_until.is_some_and(|end| frame > end))
    }

    /// The officer's province at a time, Unix milliseconds. Records keep the province in which they
    /// were written, also when logs are read again after the officer has moved.
    pub fn province_at(&self, when: u64) -> &str {
        let before = self.moves.iter().find(|(until, _)| when <= *until);
        before.map_or(&self.certificate().province, |(_, province)| province)
    }

    /// The device's `moves` if its officer works in `province` from `when` on.
    pub(crate) fn with_move(&self, province: &str, when: u64) -> Vec<(u64, String)> {
        let mut moves = self.moves.clone();
        let here = &self.certificate().province;
        moves.extend((here != province).then(|| (when, here.clone())));
        moves.drain(..moves.len().saturating_sub(MAX_MOVES));
        moves
    }

    /// The line for headquarters' `authorized_keys`. Paths are absolute, as ssh starts commands
    /// with another working directory and PATH. `passphrase`: the file with the passphrase on
    /// headquarters' machine.
    pub fn ssh_line(
        &self,
        program: &Path,
        dir: &Path,
        passphrase: Option<&Path>,
    ) -> Option<String> {
        let (program, dir) = (quoted(program), quoted(dir));
        let number = self.certificate().number;
        let file = passphrase.map(|file| format!(" --passphrase-file {}", quoted(file)));
        let file = file.unwrap_or_default();
        let command = format!("{program} --data {dir}{file} receive --officer {number}");
        let command = command.replace('"', "\\\"");
        (!self.ssh.is_empty()).then(|| format!("command=\"{command}\",restrict {}", self.ssh))
    }
}

impl HqDirectory {
    /// All devices, by officer number and then by age.
    pub fn officers(&self) -> Result<Vec<Enrolled>, StoreError> {
        let folder = self.dir.join(FOLDER);
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        let entries = RealDisk
            .entries(&folder)
            .map_err(|e| StoreError::io(IoOperation::List, &folder, e))?;
        for device in entries.iter().filter_map(|entry| device_of(entry.name.to_str()?)) {
            // listed if either copy exists
            if seen.insert(device) {
                found.extend(self.officer_of(device)?);
            }
        }
        found.sort_by_key(|o| {
            (o.certificate().number, o.certificate().issued, o.certificate().device)
        });
        Ok(found)
    }

    /// The entry of this device.
    pub fn officer_of(&self, device: [u8; 16]) -> Result<Option<Enrolled>, StoreError> {
        let path = self.officer_path(device);
        if !twin::exists(&*self.disk, &path) {
            return Ok(None);
        }
        let open = |bytes: &[u8]| enrolled_from(self, device, bytes);
        twin::read(&*self.disk, &path, limits::SMALL_FILE, open).map(Some)
    }

    /// Determines which device of which officer the request would replace. `number`: an enrolled
    /// officer.
    ///
    /// The request's own claim is not sufficient: the administrator names the officer, or the
    /// device is known by its key.
    pub fn plan_enrolment(
        &self,
        request: &EnrolRequest,
        number: Option<u32>,
    ) -> Result<Result<EnrolmentPlan, EnrolmentRefused>, StoreError> {
        let all = self.officers()?;
        let device = request.device();
        let own =
            all.iter().find(|o| o.certificate().device == device).map(Enrolled::certificate);
        if let (Some(own), Some(number)) = (own, number)
            && own.number != number
        {
            return Ok(Err(EnrolmentRefused::OfAnother {
                number: own.number,
                name: own.name.clone(),
            }));
        }
        let holder = match number {
            Some(number) => match all.iter().rfind(|o| o.certificate().number == number) {
                None => return Ok(Err(EnrolmentRefused::NoSuchOfficer)),
                known => known.map(Enrolled::certificate),
            },
            None => own,
        };
        let claimed = all.iter().rfind(|o| o.certificate().officer == request.officer);
        if let (None, Some(claimed)) = (holder, claimed) {
            let Certificate { number, name, .. } = claimed.certificate().clone();
            return Ok(Err(EnrolmentRefused::Claimed { number, name }));
        }
        let next =
            all.iter().map(|o| o.certificate().number).max().unwrap_or(0).saturating_add(1);
        // a known device may change the data of its officer, a new one may not
        let kept = holder.filter(|_| own.is_none());
        let certificate = Certificate {
            device,
            key: request.key,
            officer: holder.map_or(request.officer, |who| who.officer),
            number: holder.map_or(next, |who| who.number),
            name: kept.map_or(&request.name, |who| &who.name).clone(),
            unit: kept.map_or(&request.unit, |who| &who.unit).clone(),
            province: kept.map_or(&request.province, |who| &who.province).clone(),
            issued: 0,
        };
        let replaces = |o: &&Enrolled| {
            let who = o.certificate();
            who.number == certificate.number && who.device != device && o.revoked.is_none()
        };
        let shuts_out = all.iter().filter(replaces).cloned().collect();
        Ok(Ok(EnrolmentPlan {
            certificate,
            ssh: request.ssh.clone(),
            holder: holder.cloned(),
            revokes: shuts_out,
        }))
    }

    /// Officers who may be the person in the request: same name, ignoring diacritics, case and
    /// spaces around it. One device each: the newest, preferably one that is not revoked.
    pub fn similar_officers(
        &self,
        request: &EnrolRequest,
    ) -> Result<Vec<Enrolled>, StoreError> {
        let mut all = self.officers()?;
        all.retain(|one| fold(one.certificate().name.trim()) == fold(request.name.trim()));
        all.sort_by_key(|one| {
            (one.certificate().number, one.revoked.is_none(), one.certificate().issued)
        });
        let mut found: BTreeMap<u32, Enrolled> = BTreeMap::new();
        found.extend(all.into_iter().map(|one| (one.certificate().number, one)));
        Ok(found.into_values().collect())
    }

    /// Issues the certificate of the device, and revokes the devices that it replaces.
    pub fn enrol(&self, plan: &EnrolmentPlan, now: u64) -> Result<Enrolled, StoreError> {
        let held = self.lock_roll()?;
        for old in &plan.revokes {
            self.put_officer(&Enrolled { revoked: Some(now), ..old.clone() })?;
        }
        // newer than the device's previous certificate, whatever the clock says
        let before = self.officer_of(plan.certificate.device)?;
        let issued = before.as_ref();
        let issued = issued.map_or(now, |o| now.max(o.certificate().issued.saturating_add(1)));
        let moves = before.map(|o| o.with_move(&plan.certificate.province, now));
        let moves = moves.unwrap_or_default();
        let certificate = Certificate { issued, ..plan.certificate.clone() };
        let certificate = certificate.sign(&self.secret.sign);
        let ssh = plan.ssh.clone();
        let (revoked, released, kept_until) = (None, false, None);
        let enrolled = Enrolled { certificate, revoked, released, kept_until, moves, ssh };
        self.put_officer(&enrolled)?;
        self.renew_roll(&held, now)?;
        Ok(enrolled)
    }

    /// Revokes all devices of an officer; returns how many.
    pub fn revoke(&self, number: u32, from: u64) -> Result<usize, StoreError> {
        let held = self.lock_roll()?;
        let mine = |o: &Enrolled| o.certificate().number == number && o.revoked.is_none();
        let all: Vec<Enrolled> = self.officers()?.into_iter().filter(mine).collect();
        for old in &all {
            self.put_officer(&Enrolled { revoked: Some(from), ..old.clone() })?;
        }
        self.renew_roll(&held, from)?;
        Ok(all.len())
    }

    pub(crate) fn put_officer(&self, officer: &Enrolled) -> Result<(), StoreError> {
        let folder = self.dir.join(FOLDER);
        make_folder(&*self.disk, &self.dir, &folder)?;
        let device = officer.certificate().device;
        let certificate = Bytes(officer.certificate.encode());
        let Enrolled { revoked, released, kept_until, moves, ssh, .. } = officer.clone();
        let kept = match kept_until.is_none() && moves.is_empty() {
            true => StoredOfficer::V1 { certificate, revoked, released, ssh },
            false => {
                StoredOfficer::V2 { certificate, revoked, released, ssh, kept_until, moves }
            }
        };
        let sealed = self.sealer().seal(Domain::Device, &aad(device), &wire::encode(&kept))?;
        let path = self.officer_path(device);
        twin::write_reserved(&*self.disk, &self.dir, &path, &[&MAGIC[..], &sealed].concat())
    }

    fn officer_path(&self, device: [u8; 16]) -> PathBuf {
        self.dir.join(file_of(&device))
    }
}

/// Decodes a file of `officers/`.
pub(super) fn enrolled_from(
    home: &HqDirectory,
    device: [u8; 16],
    bytes: &[u8],
) -> Result<Enrolled, StoreError> {
    let damaged = || StoreError::HeadquartersDamaged(file_of(&device));
    let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let plain = home.sealer().open(Domain::Device, &aad(device), sealed);
    let plain = plain.map_err(|_| damaged())?;
    let (certificate, revoked, released, ssh, kept_until, moves) =
        match wire::mark(&plain).map_err(|_| damaged())? {
            StoredOfficer::V1 { certificate, revoked, released, ssh } => {
                (certificate, revoked, released, ssh, None, Vec::new())
            }
            StoredOfficer::V2 { certificate, revoked, released, ssh, kept_until, moves } => {
                (certificate, revoked, released, ssh, kept_until, moves)
            }
        };
    let card = home.secret.card().map_err(|_| damaged())?;
    let certificate =
        SignedCertificate::decode(&certificate.0, &card).map_err(|_| damaged())?;
    Ok(Enrolled { certificate, revoked, released, kept_until, moves, ssh })
}

/// Path of a device's file in headquarters' folder.
pub fn file_of(device: &[u8; 16]) -> String {
    format!("{FOLDER}/{}", hex(device))
}

/// The device of a file in `officers/`, or of its second copy.
pub(super) fn device_of(name: &str) -> Option<[u8; 16]> {
    unhex(name.strip_suffix(".bak").unwrap_or(name))
}

fn aad(device: [u8; 16]) -> Vec<u8> {
    [&MAGIC[..], &device].concat()
}

/// Quotes a path as one word for a shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    match text.chars().all(plain) {
        true => text.into_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
