//! Enrolment of a notebook, possibly after months of use: a request signed by its key, eight words
//! that two people compare by telephone, and headquarters' answer. Both files may go by stick or
//! mail: they contain no secrets.

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
/// Maximum bytes of a line of `authorized_keys`.
const SSH_MOST: usize = 1024;
/// Maximum bytes of a name or a unit when reading.
const TEXT_READ: usize = 200;

/// The content of an enrolment request.
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
    /// the officer's public ssh key as one line; empty if there is none
    pub ssh: String,
    /// Unix milliseconds
    pub created_at: u64,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredRequest {
    V1(EnrolRequest),
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefused {
    #[error("not an enrolment file, or damaged")]
    Damaged,
    /// validly signed, but a text is too long or has control characters
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

    /// Parses untrusted bytes; checks the form and the signature by the key in the request.
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

    /// The first part that must be corrected before signing; the limits are below those of `read`.
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

    /// The words to be compared by telephone: a digest of the key and all other content.
    pub fn words(&self) -> String {
        eight_syllables(&wire::encode(&StoredRequest::V1(self.clone())))
    }

    pub fn device(&self) -> [u8; 16] {
        seal::device_of(&self.key)
    }
}

/// Checks for type, base64, comment: nothing that `authorized_keys` would read as an option.
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

/// Decodes an answer; fails if it is for another device.
pub fn accept(file: &[u8], device: [u8; 16]) -> Result<Enrolment, EnrolRefused> {
    let enrolment = Enrolment::decode(file)?;
    let theirs = enrolment.certificate.certificate.device;
    if theirs == device { Ok(enrolment) } else { Err(EnrolRefused::Damaged) }
}

/// The words for headquarters' certificate: a digest of its keys, name and era.
pub fn card_words(card: &HqCertificate) -> String {
    eight_syllables(&card.encode())
}
