//! Enrolling a notebook that has been written in for months: a request that its own key signs,
//! eight words that two people compare by telephone, and an answer. Both files may travel by stick
//! or mail: nothing in them is secret.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::seal::{self, CryptoError, SIGNATURE};
use super::syllables::eight_syllables;
use crate::lang::hq::RequestPart;
use crate::record::Id;
use crate::storage::format::wire;
use crate::storage::limits;
use crate::sync::certificate::{Enrolment, HqCertificate, SignedCertificate};

const REQUEST: &[u8; 8] = b"SOTAYRQ1";
const DOMAIN: &[u8] = b"sotay enrol request";
/// One line of `authorized_keys`.
const SSH_MOST: usize = 1024;
/// Bytes of a name or a unit that are read.
const TEXT_READ: usize = 200;

/// What a notebook tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// the device's ed25519 key
    pub key: [u8; 32],
    /// the officer's own record
    pub officer: Id,
    pub name: String,
    pub unit: String,
    /// two digits
    pub province: String,
    /// the officer's public ssh key as one line, when there is one
    pub ssh: String,
    /// Unix milliseconds
    pub created_at: u64,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredRequest {
    V1(EnrolRequest),
}

/// Why a file is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefused {
    #[error("not an enrolment file, or damaged")]
    Damaged,
    /// whole and signed; a text in it is too long, or has control characters
    #[error("a text of the request does not fit")]
    Text(RequestPart),
}

impl From<CryptoError> for EnrolRefused {
    fn from(_: CryptoError) -> EnrolRefused {
        EnrolRefused::Damaged
    }
}

impl EnrolRequest {
    /// The file's bytes, signed by the device.
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        let bytes = wire::encode(&StoredRequest::V1(self.clone()));
        let signature = seal::sign(key, DOMAIN, &bytes);
        [&REQUEST[..], &bytes, &signature].concat()
    }

    /// For bytes from anywhere: well formed, and signed by the key that it names.
    pub fn read(file: &[u8]) -> Result<EnrolRequest, EnrolRefused> {
        let rest = file.strip_prefix(REQUEST).ok_or(EnrolRefused::Damaged)?;
        let (bytes, signature) =
            rest.split_last_chunk::<SIGNATURE>().ok_or(EnrolRefused::Damaged)?;
        let StoredRequest::V1(request) =
            wire::mark(bytes).map_err(|_| EnrolRefused::Damaged)?;
        seal::check(&request.key, DOMAIN, bytes, signature)?;
        request
            .invalid_part(TEXT_READ)
            .map_or(Ok(request.clone()), |part| Err(EnrolRefused::Text(part)))
    }

    /// What must be changed before it is signed; below what headquarters reads.
    pub fn invalid_for_writing(&self) -> Option<RequestPart> {
        self.invalid_part(limits::OFFICER_TEXT)
    }

    fn invalid_part(&self, most: usize) -> Option<RequestPart> {
        let plain =
            |text: &str, most: usize| text.len() <= most && !text.chars().any(char::is_control);
        let province =
            self.province.len() == 2 && self.province.bytes().all(|b| b.is_ascii_digit());
        let ssh = self.ssh.is_empty() || is_ssh_key(&self.ssh);
        let parts = [
            (plain(&self.name, most), RequestPart::Name),
            (plain(&self.unit, most), RequestPart::Unit),
            (province && ssh && plain(&self.ssh, SSH_MOST), RequestPart::Other),
        ];
        parts.into_iter().find(|(fits, _)| !fits).map(|(_, part)| part)
    }

    /// What is read over the telephone: it names the key and everything that is claimed.
    pub fn words(&self) -> String {
        eight_syllables(&wire::encode(&StoredRequest::V1(self.clone())))
    }

    pub fn device(&self) -> [u8; 16] {
        seal::device_of(&self.key)
    }
}

/// Kind, base64, comment: nothing that `authorized_keys` would take for an option.
pub fn is_ssh_key(line: &str) -> bool {
    let mut parts = line.split(' ');
    let kind = parts.next().unwrap_or_default();
    let key = parts.next().unwrap_or_default();
    let named = ["ssh-", "ecdsa-", "sk-"].iter().any(|start| kind.starts_with(start));
    let letters = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
    named && !key.is_empty() && key.bytes().all(letters)
}

/// Headquarters' answer, as a file.
pub fn answer(card: &HqCertificate, certificate: &SignedCertificate) -> Vec<u8> {
    Enrolment { card: card.clone(), certificate: certificate.clone() }.encode()
}

/// The answer, when it is one to this device; and the words that name headquarters' keys.
pub fn accept(file: &[u8], device: [u8; 16]) -> Result<Enrolment, EnrolRefused> {
    let enrolment = Enrolment::decode(file)?;
    let theirs = enrolment.certificate.certificate.device;
    if theirs == device { Ok(enrolment) } else { Err(EnrolRefused::Damaged) }
}

/// All that a laptop learns of headquarters, as words: its keys, its name and its era.
pub fn card_words(card: &HqCertificate) -> String {
    eight_syllables(&card.encode())
}
