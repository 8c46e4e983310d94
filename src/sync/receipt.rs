//! Signs receipts at headquarters and checks them on the laptop, which stores only valid ones.

use super::seal::{self, CryptoError};
pub use crate::storage::format::receipt::{Receipt, SignedReceipt};
use crate::sync::certificate::{HqCertificate, HqSecret};

const SIGNED: &[u8] = b"sotay receipt";

/// Signs a receipt for durable ops. `time`: Unix milliseconds.
pub fn sign(
    hq: &HqSecret,
    device: [u8; 16],
    (epoch, acked, chain): (u64, u64, [u8; 32]),
    time: u64,
) -> SignedReceipt {
    let key_id = seal::key_id(&hq.sign.verifying_key().to_bytes());
    let receipt = Receipt { device, epoch, acked, chain, era: hq.era, time, key_id };
    let signature = seal::sign(&hq.sign, SIGNED, &receipt.to_bytes());
    SignedReceipt { receipt, signature }
}

/// Decodes a receipt; checks that it is from this headquarters and for this device.
pub fn check(
    bytes: &[u8],
    card: &HqCertificate,
    device: &[u8; 16],
) -> Result<SignedReceipt, CryptoError> {
    let signed = SignedReceipt::decode(bytes).map_err(|_| CryptoError)?;
    seal::check(&card.sign, SIGNED, &signed.receipt.to_bytes(), &signed.signature)?;
    if signed.receipt.device == *device { Ok(signed) } else { Err(CryptoError) }
}
