//! Who may send, as whom: one sealed file per device in `officers/`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::home::Home;
use crate::record::Id;
use crate::store::StoreError;
use crate::store::codec::wire::{self, Bytes};
use crate::store::error::Doing;
use crate::store::file::{Disk, RealDisk, make_folder, write_whole};
use crate::store::key::Domain;
use crate::store::limits;
use crate::sync::card::{Certificate, SignedCertificate};
use crate::sync::enrol::Request;

const MAGIC: &[u8; 8] = b"SOTAYOF1";

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum Kept {
    V1 { certificate: Bytes, revoked: Option<u64>, released: bool, ssh: String },
}

/// A device that was given a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub certificate: SignedCertificate,
    /// from when on nothing of it counts, Unix milliseconds
    pub revoked: Option<u64>,
    /// a reviewer has let in whatever comes after that: only an older program wrote so
    pub released: bool,
    /// the officer's ssh key
    pub ssh: String,
}

impl Enrolled {
    pub fn who(&self) -> &Certificate {
        &self.certificate.certificate
    }

    /// Whether what came at this time waits for a reviewer.
    pub fn is_shut_out(&self, received: u64) -> bool {
        !self.released && self.revoked.is_some_and(|from| received >= from)
    }

    /// The line for headquarters' `authorized_keys`. What ssh starts has neither this folder nor
    /// this program's on its path: both stand there in full.
    pub fn ssh_line(&self, program: &Path, dir: &Path) -> Option<String> {
        let (program, dir) = (quoted(program), quoted(dir));
        let number = self.who().number;
        let command = format!("{program} --data {dir} receive --officer {number}");
        let command = command.replace('"', "\\\"");
        (!self.ssh.is_empty()).then(|| format!("command=\"{command}\",restrict {}", self.ssh))
    }
}

impl Home {
    /// All devices, by the officer's number and then by age.
    pub fn officers(&self) -> Result<Vec<Enrolled>, StoreError> {
        let folder = self.dir.join("officers");
        let mut found = Vec::new();
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(found),
            Err(e) => return Err(StoreError::io(Doing::List, &folder, e)),
        };
        for entry in entries {
            let entry = entry.map_err(|e| StoreError::io(Doing::List, &folder, e))?;
            let name = entry.file_name();
            if let Some(device) = name.to_str().and_then(unhex) {
                found.extend(self.officer_of(device)?);
            }
        }
        found.sort_by_key(|o| (o.who().number, o.who().issued, o.who().device));
        Ok(found)
    }

    /// Whose device this is.
    pub fn officer_of(&self, device: [u8; 16]) -> Result<Option<Enrolled>, StoreError> {
        let path = self.officer_path(device);
        if !RealDisk.exists(&path) {
            return Ok(None);
        }
        let bytes = RealDisk
            .read(&path, limits::SMALL_FILE)
            .map_err(|e| StoreError::io(Doing::Read, &path, e))?;
        let damaged = || StoreError::HeadquartersDamaged;
        let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let plain = self.sealer().open(Domain::Device, &aad(device), sealed);
        let plain = plain.map_err(|_| damaged())?;
        let Kept::V1 { certificate, revoked, released, ssh } =
            wire::mark(&plain).map_err(|_| damaged())?;
        let card = self.secret.card().map_err(|_| damaged())?;
        let certificate =
            SignedCertificate::decode(&certificate.0, &card).map_err(|_| damaged())?;
        Ok(Some(Enrolled { certificate, revoked, released, ssh }))
    }

    /// Gives a device its certificate; the same officer's older devices are shut out from now on.
    /// `number`: the officer's, when he has one already.
    pub fn enrol(
        &self,
        request: &Request,
        number: Option<u32>,
        now: u64,
    ) -> Result<Enrolled, StoreError> {
        let all = self.officers()?;
        let next = all.iter().map(|o| o.who().number).max().unwrap_or(0).saturating_add(1);
        let same = |o: &&Enrolled| match number {
            Some(number) => o.who().number == number,
            None => o.who().officer == request.officer,
        };
        let known = all.iter().rfind(same);
        let certificate = Certificate {
            device: request.device(),
            key: request.key,
            officer: known.map_or(request.officer, |o| o.who().officer),
            number: known.map(|o| o.who().number).or(number).unwrap_or(next),
            name: request.name.clone(),
            unit: request.unit.clone(),
            province: request.province.clone(),
            issued: now,
        };
        for old in all.iter().filter(same) {
            if old.revoked.is_none() && old.who().device != certificate.device {
                self.put_officer(&Enrolled { revoked: Some(now), ..old.clone() })?;
            }
        }
        let certificate = certificate.sign(&self.secret.sign);
        let ssh = request.ssh.clone();
        let enrolled = Enrolled { certificate, revoked: None, released: false, ssh };
        self.put_officer(&enrolled)?;
        Ok(enrolled)
    }

    /// Shuts all devices of an officer out; gives how many.
    pub fn revoke(&self, number: u32, from: u64) -> Result<usize, StoreError> {
        let mine = |o: &Enrolled| o.who().number == number && o.revoked.is_none();
        let all: Vec<Enrolled> = self.officers()?.into_iter().filter(mine).collect();
        for old in &all {
            self.put_officer(&Enrolled { revoked: Some(from), ..old.clone() })?;
        }
        Ok(all.len())
    }

    fn put_officer(&self, officer: &Enrolled) -> Result<(), StoreError> {
        let folder = self.dir.join("officers");
        make_folder(&RealDisk, &self.dir, &folder)?;
        let device = officer.who().device;
        let kept = Kept::V1 {
            certificate: Bytes(officer.certificate.encode()),
            revoked: officer.revoked,
            released: officer.released,
            ssh: officer.ssh.clone(),
        };
        let sealed = self.sealer().seal(Domain::Device, &aad(device), &wire::encode(&kept))?;
        let path = self.officer_path(device);
        write_whole(&RealDisk, &path, &[&MAGIC[..], &sealed].concat())
    }

    fn officer_path(&self, device: [u8; 16]) -> PathBuf {
        self.dir.join("officers").join(hex(&device))
    }
}

fn aad(device: [u8; 16]) -> Vec<u8> {
    [&MAGIC[..], &device].concat()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub fn unhex(text: &str) -> Option<[u8; 16]> {
    let whole = text.len() == 32 && text.is_ascii();
    let digits = whole.then(|| u128::from_str_radix(text, 16).ok())??;
    (!text.starts_with('+')).then(|| digits.to_be_bytes())
}

/// What an officer is called where only his record's id is known.
pub fn name_of(officers: &[Enrolled], officer: Id) -> Option<&Enrolled> {
    officers.iter().rfind(|o| o.who().officer == officer)
}

/// As one word of a shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    match text.chars().all(plain) {
        true => text.into_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
