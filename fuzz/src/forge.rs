//! A sender who has a good key and writes what no program of ours would: any head, any content,
//! rightly sealed and signed. Knows the format only by what `sotay::sync` offers.

use ed25519_dalek::SigningKey;
use sotay::storage::format::frame;
use sotay::storage::format::frame::{FrameHead, LINK, flag};
use sotay::storage::format::header;
use sotay::storage::format::header::{FileKind, Header, MINOR, PROGRAMME, SCHEMA};
use sotay::sync::bundle::SUITE;
use sotay::sync::compression;
use sotay::sync::seal::{self, BundleSealer, TAG};

// as `sync::bundle` has them; golden bundles hold them for ever
const SEALED: &[u8] = b"sotay bundle";
const SIGNED: &[u8] = b"sotay frame";

pub struct Forger<'a> {
    key: &'a SigningKey,
    sealer: BundleSealer,
    link: [u8; LINK],
    no: u64,
    /// header and segments so far
    pub bytes: Vec<u8>,
}

/// What a bundle says of itself.
#[derive(Clone, Copy)]
pub struct Claim {
    pub direction: u8,
    pub device: [u8; 16],
    pub epoch: u64,
    pub from: u64,
    pub base: [u8; 32],
    pub officer: u32,
}

/// What a segment's head says; its length is left to the forger.
#[derive(Clone, Copy)]
pub struct Says {
    pub ty: u8,
    pub flags: u8,
    pub n: u16,
    pub raw: u32,
    pub first: u64,
}

impl Says {
    pub const PLAIN: u8 = flag::SEALED | flag::SIGNED;
    pub const PACKED: u8 = Says::PLAIN | flag::ZSTD | flag::DICTIONARY;
}

impl<'a> Forger<'a> {
    /// `to`: the X25519 key of who will open it.
    pub fn begin(claim: &Claim, to: &[u8; 32], key: &'a SigningKey) -> Forger<'a> {
        let (enc, sealer) = seal::sealer(to, SEALED).expect("a key of ours");
        let header = Header {
            kind: FileKind::Bundle,
            minor: MINOR,
            direction: claim.direction,
            suite: SUITE,
            dict: compression::DICTIONARY,
            device: claim.device,
            epoch: claim.epoch,
            from_seq: claim.from,
            base_chain: claim.base,
            officer: claim.officer,
            programme: PROGRAMME,
            schema: SCHEMA,
            created: 1,
            key_id: seal::key_id(to),
            enc,
            file_no: 0,
            first_frame: 0,
        };
        let bytes = header.to_bytes();
        Forger { key, sealer, link: header::link(&bytes), no: 0, bytes: bytes.to_vec() }
    }

    /// One segment with this body, packed or not, whatever its head claims; gives its bytes.
    pub fn segment(&mut self, says: Says, body: &[u8]) -> Vec<u8> {
        let Says { ty, flags, n, raw, first } = says;
        let len = u32::try_from(body.len() + TAG).expect("no body is so long");
        let head = FrameHead { len, ty, flags, n, raw, no: self.no, first }.to_bytes();
        let aad = [&head[..], &self.link].concat();
        let sealed = self.sealer.seal(body, &aad).expect("sealing in memory");
        self.link = frame::link(&self.link, &head, &sealed);
        self.no += 1;
        let signature = seal::sign(self.key, SIGNED, &self.link);
        let segment = [&head[..], &sealed, &signature].concat();
        self.bytes.extend_from_slice(&segment);
        segment
    }
}
