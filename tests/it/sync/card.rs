//! Keys and certificates: what opens what, and who signed it.

use ed25519_dalek::SigningKey;
use sotay::record::Id;
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::key_folder::KeyedFolder;
use sotay::sync::certificate::{Certificate, Enrolment, HqSecret, SignedCertificate};
use sotay::sync::seal::{self, SealSecret};

fn hq() -> HqSecret {
    HqSecret::new([7; 32], SigningKey::from_bytes(&[8; 32]), 1_795_000_000_000, "Cục".into())
        .unwrap()
}

fn certificate() -> Certificate {
    let key = SigningKey::from_bytes(&[9; 32]).verifying_key().to_bytes();
    Certificate {
        device: seal::device_of(&key),
        key,
        officer: Id([3; 16]),
        number: 1234,
        name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: "25".into(),
        issued: 1_795_000_000_001,
    }
}

#[test]
fn a_laptop_opens_what_is_sealed_to_its_signing_key() {
    let key = SigningKey::from_bytes(&[9; 32]);
    let public = seal::public_of_device(&key.verifying_key().to_bytes()).unwrap();
    let secret = SealSecret::of_device(&key).unwrap();
    assert_eq!(secret.public(), public);
    let (enc, mut sealer) = seal::sealer(&public, b"header").unwrap();
    let first = sealer.seal(b"one", b"aad").unwrap();
    let second = sealer.seal(b"two", b"aad").unwrap();
    let mut opener = secret.opener(&enc, b"header").unwrap();
    assert_eq!(opener.open(&first, b"aad").unwrap(), b"one");
    assert_eq!(opener.open(&second, b"aad").unwrap(), b"two");
    let mut other = secret.opener(&enc, b"another header").unwrap();
    assert!(other.open(&first, b"aad").is_err());
}

#[test]
fn an_enrolment_is_read_as_it_was_written_and_no_byte_of_it_may_differ() {
    let hq = hq();
    let enrolment =
        Enrolment { card: hq.card().unwrap(), certificate: certificate().sign(&hq.sign) };
    let dir = tempfile::tempdir().unwrap();
    Keys::create(dir.path()).unwrap();
    let folder = KeyedFolder::from(dir.path());
    assert_eq!(Enrolment::read(&folder).unwrap(), None);
    enrolment.write(&folder).unwrap();
    assert_eq!(Enrolment::read(&folder).unwrap().unwrap(), enrolment);
    // as an older program wrote it
    std::fs::write(dir.path().join("enrolled"), enrolment.encode()).unwrap();
    assert_eq!(Enrolment::read(&folder).unwrap().unwrap(), enrolment);
    let bytes = enrolment.certificate.encode();
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        assert!(SignedCertificate::decode(&bad, &enrolment.card).is_err(), "byte {at}");
        assert!(SignedCertificate::decode(&bytes[..at], &enrolment.card).is_err(), "cut {at}");
    }
}

#[test]
fn a_certificate_of_another_headquarters_is_refused() {
    let other =
        HqSecret::new([1; 32], SigningKey::from_bytes(&[2; 32]), 5, "x".into()).unwrap();
    let bytes = certificate().sign(&other.sign).encode();
    assert!(SignedCertificate::decode(&bytes, &hq().card().unwrap()).is_err());
}

#[test]
fn a_certificate_names_the_device_of_its_own_key() {
    let hq = hq();
    let wrong = Certificate { device: [0; 16], ..certificate() };
    let bytes = wrong.sign(&hq.sign).encode();
    assert!(SignedCertificate::decode(&bytes, &hq.card().unwrap()).is_err());
}
