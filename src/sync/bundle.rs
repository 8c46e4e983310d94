//! A bundle: a header like the journal's, then segments like its frames. Each segment is compressed
//! separately, sealed to one reader, signed by its writer, and chained to all before it. Every
//! prefix of whole segments is a valid bundle. Both directions use this format and this code.

use std::fmt;

use ed25519_dalek::SigningKey;

use super::seal::{self, BundleSealer, CryptoError, Opener, SIGNATURE, SealSecret, TAG};
use crate::storage::error::NewerFormat;
use crate::storage::format::frame::{FrameHead, HEAD, LINK, flag};
use crate::storage::format::header::{
    FileKind, HEADER, Header, HeaderFault, MINOR, PROGRAMME, SCHEMA,
};
use crate::storage::format::{frame, header};
use crate::storage::limits;
use crate::sync::compression;

/// HPKE with X25519, HKDF-SHA256 and ChaCha20-Poly1305; ed25519; SHA-256; zstd.
pub const SUITE: u8 = 1;
pub const UP: u8 = 0;
pub const DOWN: u8 = 1;
/// Target size of a segment's compressed content.
pub const SEGMENT: usize = 12 * 1024;
/// Maximum bytes of a segment in transfer.
pub const SEGMENT_MOST: usize = HEAD + limits::FRAME_STORED + SIGNATURE;

/// Limits of one bundle. Attachments are not counted: they are large and do not grow when opened.
/// The number of ops is such that headquarters needs less than a second of processor time even if
/// each op is a new record, the most expensive case (`benches/fold.rs`). Of a larger bundle the
/// segments up to the limit are accepted, and the device continues from there.
pub const MOST: BundleLoad =
    BundleLoad { segments: 4_096, bytes: 4 << 20, raw: 64 << 20, ops: 8_000 };

const SEALED: &[u8] = b"sotay bundle";
const SIGNED: &[u8] = b"sotay frame";

/// Why a segment and all after it are refused. The segments before it were accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleRefused {
    #[error("not a bundle")]
    NotOurs,
    #[error("from a newer version: {0:?}")]
    Newer(NewerFormat),
    #[error("cut short")]
    Short,
    #[error("larger than allowed")]
    TooLarge,
    /// sealed to a key that this device does not have
    #[error("sealed to another key")]
    Key,
    #[error("not signed by who it says")]
    Signature,
    #[error("the seal does not open")]
    Seal,
    #[error("says something else than it must")]
    Content,
    /// a number is missing or repeated
    #[error("out of order")]
    Order,
}

/// The header fields that vary between bundles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleTitle {
    /// `UP` or `DOWN`
    pub direction: u8,
    /// up: the sender; down: the addressee
    pub device: [u8; 16],
    /// up: the epoch; down: headquarters' era
    pub epoch: u64,
    pub from: u64,
    pub base: [u8; 32],
    /// number of the officer at headquarters
    pub officer: u32,
    /// hybrid clock
    pub created: u64,
}

/// The cost of reading a bundle. Each segment needs a signature check, and each byte of content is
/// decompressed and hashed. So headquarters accepts a bundle only up to `MOST`, and a writer begins
/// the next one well before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BundleLoad {
    pub segments: usize,
    /// bytes in transfer
    pub bytes: usize,
    /// bytes before compression
    pub raw: usize,
    pub ops: usize,
}

impl BundleLoad {
    pub fn add(&mut self, head: &FrameHead) {
        if head.ty == frame::ty::BLOB {
            return;
        }
        self.segments += 1;
        self.bytes += size_of(head);
        self.raw += head.raw as usize;
        self.ops += if head.ty == frame::ty::OPS { usize::from(head.n) } else { 0 };
    }

    fn within(&self, part: usize, of: usize) -> bool {
        let fits = |has: usize, most: usize| has <= most / of * part;
        fits(self.segments, MOST.segments)
            && fits(self.bytes, MOST.bytes)
            && fits(self.raw, MOST.raw)
            && fits(self.ops, MOST.ops)
    }

    pub fn exceeds_limit(&self) -> bool {
        !self.within(1, 1)
    }

    /// Whether to end the bundle: the next segment still fits, but not many more.
    pub fn should_end(&self) -> bool {
        !self.within(3, 4)
    }
}

/// Writes one bundle.
pub struct BundleWriter<'a> {
    sealer: BundleSealer,
    sign: &'a SigningKey,
    link: [u8; LINK],
    no: u64,
    load: BundleLoad,
}

impl fmt::Debug for BundleWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cutter(..)")
    }
}

impl BundleWriter<'_> {
    /// `to`: the X25519 key of the reader. Returns the header's bytes and the writer.
    pub fn begin<'a>(
        title: &BundleTitle,
        to: &[u8; 32],
        sign: &'a SigningKey,
    ) -> Result<([u8; HEADER], BundleWriter<'a>), CryptoError> {
        let (enc, sealer) = seal::sealer(to, SEALED)?;
        let header = Header {
            kind: FileKind::Bundle,
            minor: MINOR,
            direction: title.direction,
            suite: SUITE,
            dict: compression::DICTIONARY,
            device: title.device,
            epoch: title.epoch,
            from_seq: title.from,
            base_chain: title.base,
            officer: title.officer,
            programme: PROGRAMME,
            schema: SCHEMA,
            created: title.created,
            key_id: seal::key_id(to),
            enc,
            file_no: 0,
            first_frame: 0,
        };
        let bytes = header.to_bytes();
        Ok((
            bytes,
            BundleWriter {
                sealer,
                sign,
                link: header::link(&bytes),
                no: 0,
                load: BundleLoad::default(),
            },
        ))
    }

    /// Whether the next segment should be the bundle's last.
    pub fn is_full(&self) -> bool {
        self.load.should_end()
    }

    /// Encodes a segment of a frame type with `n` items.
    pub fn segment(
        &mut self,
        ty: u8,
        n: u16,
        first: u64,
        plain: &[u8],
        last: bool,
    ) -> Result<Vec<u8>, CryptoError> {
        let packed = compression::pack(plain);
        let packing = if packed.is_some() { flag::ZSTD | flag::DICTIONARY } else { 0 };
        let body = packed.as_deref().unwrap_or(plain);
        let len = body.len() + TAG;
        if len > limits::FRAME_STORED || plain.len() > limits::FRAME_RAW {
            return Err(CryptoError);
        }
        let end = if last { flag::LAST } else { 0 };
        let head = FrameHead {
            len: u32::try_from(len).map_err(|_| CryptoError)?,
            ty,
            flags: packing | flag::SEALED | flag::SIGNED | end,
            n,
            raw: u32::try_from(plain.len()).map_err(|_| CryptoError)?,
            no: self.no,
            first,
        };
        self.load.add(&head);
        let head = head.to_bytes();
        let body = self.sealer.seal(body, &aad(&head, &self.link))?;
        self.link = frame::link(&self.link, &head, &body);
        self.no += 1;
        let signature = seal::sign(self.sign, SIGNED, &self.link);
        Ok([&head[..], &body, &signature].concat())
    }
}

/// A verified and opened segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub head: FrameHead,
    pub plain: Vec<u8>,
}

impl Segment {
    pub fn is_last(&self) -> bool {
        self.head.flags & flag::LAST != 0
    }
}

/// Reads one bundle segment by segment, after its header.
pub struct BundleReader {
    opener: Opener,
    key: [u8; 32],
    link: [u8; LINK],
    no: u64,
}

/// Parses the header of a bundle in this direction; nothing in it is authenticated yet.
pub fn read_header(bytes: &[u8; HEADER], direction: u8) -> Result<Header, BundleRefused> {
    let header = Header::parse(bytes).and_then(Header::known).map_err(|fault| match fault {
        HeaderFault::NotOurs => BundleRefused::NotOurs,
        HeaderFault::Newer(what) => BundleRefused::Newer(what),
    })?;
    if header.kind != FileKind::Bundle || header.direction != direction {
        return Err(BundleRefused::NotOurs);
    }
    if header.suite != SUITE {
        return Err(BundleRefused::Newer(NewerFormat::Suite(header.suite)));
    }
    if !compression::knows(header.dict) {
        return Err(BundleRefused::Newer(NewerFormat::Dictionary(header.dict)));
    }
    match bytes.last_chunk::<16>() {
        Some(zero) if *zero == [0; 16] => Ok(header),
        _ => Err(BundleRefused::Newer(NewerFormat::Layout)),
    }
}

impl BundleReader {
    /// `signer`: the ed25519 key that every segment must be signed by.
    pub fn begin(
        bytes: &[u8; HEADER],
        header: &Header,
        secret: &SealSecret,
        signer: &[u8; 32],
    ) -> Result<BundleReader, BundleRefused> {
        if seal::key_id(&secret.public()) != header.key_id {
            return Err(BundleRefused::Key);
        }
        let opener = secret.opener(&header.enc, SEALED).map_err(|_| BundleRefused::Seal)?;
        Ok(BundleReader { opener, key: *signer, link: header::link(bytes), no: 0 })
    }

    /// Opens the next segment. Checks in this order: sizes, number, signature, seal, compression.
    pub fn open(&mut self, segment: &[u8]) -> Result<Segment, BundleRefused> {
        let (head_bytes, rest) =
            segment.split_first_chunk::<HEAD>().ok_or(BundleRefused::Short)?;
        let head = read_head(head_bytes)?;
        let (rest, signature) =
            rest.split_last_chunk::<SIGNATURE>().ok_or(BundleRefused::Short)?;
        if rest.len() != head.len as usize {
            return Err(BundleRefused::Short);
        }
        if head.no != self.no {
            return Err(BundleRefused::Order);
        }
        let link = frame::link(&self.link, head_bytes, rest);
        seal::check(&self.key, SIGNED, &link, signature)
            .map_err(|_| BundleRefused::Signature)?;
        let opened = self.opener.open(rest, &aad(head_bytes, &self.link));
        let stored = opened.map_err(|_| BundleRefused::Seal)?;
        let budget = head.raw as usize;
        let plain = match head.flags & flag::ZSTD {
            0 => stored,
            _ => compression::unpack(&stored, budget).map_err(|_| BundleRefused::Content)?,
        };
        if plain.len() != budget {
            return Err(BundleRefused::Content);
        }
        (self.link, self.no) = (link, self.no + 1);
        Ok(Segment { head, plain })
    }
}

/// Parses the head of a segment, which states its length.
pub fn read_head(bytes: &[u8; HEAD]) -> Result<FrameHead, BundleRefused> {
    let head = FrameHead::parse(bytes).filter(|head| head.len as usize <= limits::FRAME_STORED);
    let head = head.ok_or(BundleRefused::NotOurs)?;
    let unknown = head.flags & !(flag::KNOWN & !flag::TOGETHER & !flag::AGAIN);
    if unknown != 0 {
        return Err(BundleRefused::Newer(NewerFormat::Flag(unknown)));
    }
    let must = flag::SEALED | flag::SIGNED;
    let packed = head.flags & (flag::ZSTD | flag::DICTIONARY);
    let packing = packed == 0 || packed == flag::ZSTD | flag::DICTIONARY;
    if head.flags & must != must || !packing || (head.len as usize) < TAG {
        return Err(BundleRefused::NotOurs);
    }
    Ok(head)
}

/// Bytes of the whole segment.
pub fn size_of(head: &FrameHead) -> usize {
    HEAD + head.len as usize + SIGNATURE
}

fn aad(head: &[u8; HEAD], link: &[u8; LINK]) -> [u8; HEAD + LINK] {
    let mut aad = [0; HEAD + LINK];
    let (a, b) = aad.split_at_mut(HEAD);
    a.copy_from_slice(head);
    b.copy_from_slice(link);
    aad
}
