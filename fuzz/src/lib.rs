//! What is done with bytes from anywhere, and what must hold whatever they are: no panic, no more
//! memory than the bytes can pay for, and what is taken reads the same again. The fuzz targets and
//! the suite (`tests/it/sync/hostile.rs`) call these same functions; nothing here knows libFuzzer.

pub mod forge;
pub mod office;
pub mod seeds;

use ed25519_dalek::SigningKey;
use sotay::programme::Role;
use sotay::record::Op;
use sotay::storage::format::frame::{FrameHead, HEAD};
use sotay::storage::format::header::{HEADER, Header};
use sotay::storage::format::op::{chain_start, decode_ops};
use sotay::storage::format::raw::{RawOps, split};
use sotay::storage::format::receipt::SignedReceipt;
use sotay::storage::format::{down, value};
use sotay::storage::limits;
use sotay::store::Outgoing;
use sotay::sync::bundle::{DOWN, SEGMENT_MOST, UP, read_head, read_header};
use sotay::sync::certificate::{Enrolment, HqCertificate, HqSecret, SignedCertificate};
use sotay::sync::enrol::EnrolRequest;
use sotay::sync::file::{FilePiece, Pieces};
use sotay::sync::files::{AttachmentMessage, MOST};
use sotay::sync::message::{self, Message};
use sotay::sync::recovery::RecoveryRequest;
use sotay::sync::seal::{self, device_of};
use sotay::sync::strip;

/// What a target does with its bytes.
pub type Run = fn(&[u8]);

/// What is run, under the name of its target.
pub const ALL: [(&str, Run); 9] = [
    ("frames", frames),
    ("ops", ops),
    ("messages", messages),
    ("papers", papers),
    ("recovery", recovery),
    ("down", down_content),
    ("files", files),
    ("intake", office::intake),
    ("fold", office::fold),
];

/// The laptop and the headquarters that all of it is about.
pub fn laptop() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

pub fn device() -> [u8; 16] {
    device_of(&laptop().verifying_key().to_bytes())
}

pub fn secret() -> HqSecret {
    let key = SigningKey::from_bytes(&[8; 32]);
    HqSecret::new([7; 32], key, 1_795_000_000_000, "Trung tâm".into()).expect("good keys")
}

/// A file's header, its segments' heads, and what keeps them apart.
pub fn frames(bytes: &[u8]) {
    if let Some(header) = bytes.first_chunk::<HEADER>() {
        if let Ok(read) = Header::parse(header) {
            // behind the last field stands room that this version leaves empty
            assert_eq!(read.to_bytes()[..HEADER - 16], header[..HEADER - 16]);
        }
        for way in [UP, DOWN] {
            let read = read_header(header, way);
            assert!(read.is_ok_and(|h| h.direction == way) || read.is_err());
        }
    }
    if let Some(head) = bytes.first_chunk::<HEAD>()
        && let Some(read) = FrameHead::parse(head)
    {
        assert_eq!(read.to_bytes(), *head);
        assert!(read.len as usize <= limits::FRAME_KEPT);
        assert!(read.raw as usize <= limits::FRAME_RAW);
        let fits = |known| known == read && read.len as usize <= limits::FRAME_STORED;
        assert!(read_head(head).is_ok_and(fits) || read_head(head).is_err());
    }
    let sizes = Pieces::of(bytes).map_while(|piece| match piece.ok()? {
        FilePiece::Header(_) => Some(HEADER),
        FilePiece::Segment(segment) => {
            assert!(segment.len() <= SEGMENT_MOST);
            Some(segment.len())
        }
    });
    assert!(sizes.sum::<usize>() <= bytes.len());
}

/// A word about attachments; what `intake` does with one is its target.
pub fn files(bytes: &[u8]) {
    if let Ok(word) = AttachmentMessage::decode(bytes) {
        assert!(usize::from(word.count()) <= MOST);
        assert_eq!(AttachmentMessage::decode(&word.encode()), Ok(word));
    }
}

/// The content of a segment of ops, and each op with all that stands in it.
pub fn ops(bytes: &[u8]) {
    let device = device();
    for n in [1, bytes.len() / 8] {
        // the chain at the end is never right; all before it is read
        drop(strip::unpack(&device, 1, n, [0; 32], bytes));
        drop(decode_ops(&device, u64::MAX - 1, n, bytes));
    }
    let Some(part) = outgoing(bytes, 5, 1) else { return };
    for (seq, op) in (1..).zip(&part.ops) {
        if let Ok(read) = op.read(seq) {
            look_at(&read);
        }
    }
    let plain = strip::pack(&part);
    match strip::unpack(&device, 1, part.ops.len(), part.base, &plain) {
        Ok(again) => assert_eq!((again.ops, again.opids), (part.ops, part.opids)),
        Err(_) => {
            assert!(part.ops.iter().any(|op| op.size() > limits::OP) || too_long(&plain));
        }
    }
}

fn too_long(plain: &[u8]) -> bool {
    plain.len() > limits::FRAME_RAW
}

/// Ops out of a frame as a journal has it, numbered and chained as they must be to be taken.
pub fn outgoing(bytes: &[u8], epoch: u64, first: u64) -> Option<Outgoing> {
    let RawOps { ops, .. } = split(&[bytes, &[0; 32]].concat()).ok()?;
    let opids = ops.iter().map(|op| op.opid(&device())).collect();
    let base = chain_start(&device(), epoch);
    (!ops.is_empty()).then_some(Outgoing { first, base, ops, opids })
}

/// Every answer, read as the programme would read it.
fn look_at(op: &Op) {
    use sotay::record::Body;
    let fields: Vec<_> = match &op.body {
        Body::Put { fields, .. } => fields.iter().collect(),
        Body::Patch { fields, .. } => fields.iter().map(|p| &p.field).collect(),
        _ => Vec::new(),
    };
    for kind in &Role::Headquarters.programme().kinds {
        for field in &fields {
            if let (Some(known), Some(bytes)) = (kind.field(field.no), &field.bytes) {
                drop(value(&known.ty, bytes));
            }
        }
    }
}

/// The one-time secret of the recovery request in `seeds`.
pub const ONE_TIME: [u8; 32] = [6; 32];

/// A recovery request, and an answer to one.
pub fn recovery(bytes: &[u8]) {
    if let Ok(read) = RecoveryRequest::decode(bytes) {
        assert_eq!(RecoveryRequest::decode(&read.encode()), Ok(read.clone()));
        assert_eq!(read.words().split_whitespace().count(), 8);
        if let Ok(answer) = read.answer(&secret()) {
            // the slot opened: only a request as it was made gets this far
            assert_eq!(read.device, device());
            drop(read.open_answer(&ONE_TIME, &answer));
        }
    }
    let good = seeds::recovery_request();
    if let Ok(keys) = good.open_answer(&ONE_TIME, bytes) {
        assert_eq!(keys.id(), good.data_key);
    }
}

/// What is said on a line; what is understood is said again in the same bytes.
pub fn messages(bytes: &[u8]) {
    let mut input = bytes;
    loop {
        let before = input;
        let Ok(Some(said)) = message::receive(&mut input) else { break };
        let was = &before[..before.len() - input.len()];
        let mut again = Vec::new();
        message::send(&mut again, &said).expect("no longer than what came");
        let empty = matches!(
            said,
            Message::Other(_)
                | Message::Full
                | Message::Key
                | Message::Stranger { .. }
                | Message::Refused
                | Message::Alive
                | Message::Recall
                // a number may be written in more bytes than it needs
                | Message::Hello(_)
        );
        assert!(empty || again == was, "{said:?}");
    }
    if let Some(lanes) = message::lanes(bytes) {
        assert!(lanes.len() <= message::CURSORS);
    }
}

/// Requests, certificates, cards and receipts: as they come, and signed by whom they name.
pub fn papers(bytes: &[u8]) {
    let card = secret().card().expect("good keys");
    drop(HqCertificate::decode(bytes));
    if let Ok(read) = SignedReceipt::decode(bytes) {
        let again = SignedReceipt::decode(&read.encode());
        assert_eq!(again, Ok(read));
    }
    for file in [bytes.to_vec(), [b"SOTAYEN1", bytes].concat()] {
        drop(Enrolment::decode(&file));
    }
    drop(EnrolRequest::read(bytes));
    let mut request = bytes.to_vec();
    if let Some(key) = request.get_mut(1..33) {
        key.copy_from_slice(&laptop().verifying_key().to_bytes());
    }
    let signature = seal::sign(&laptop(), b"sotay enrol request", &request);
    let file = [&b"SOTAYRQ1"[..], &request, &signature].concat();
    if let Ok(read) = EnrolRequest::read(&file) {
        assert_eq!(read.words().split_whitespace().count(), 8);
        assert!(!read.name.contains('\u{1b}') && !read.ssh.contains('\n'));
    }
    let mut certificate = bytes.to_vec();
    if let Some(ids) = certificate.get_mut(1..49) {
        ids[..16].copy_from_slice(&device());
        ids[16..].copy_from_slice(&laptop().verifying_key().to_bytes());
    }
    let signature = seal::sign(&secret().sign, b"sotay certificate", &certificate);
    let file = [&certificate[..], &signature].concat();
    if let Ok(read) = SignedCertificate::decode(&file, &card) {
        assert_eq!(read.certificate.device, device());
    }
}

/// What comes down a lane, and the journal's frame around it.
pub fn down_content(bytes: &[u8]) {
    if let Ok(frame) = down::decode_frame(bytes) {
        drop(frame.read());
    }
    let Ok(content) = down::decode(bytes) else { return };
    let again = down::decode(&down::encode(&content));
    assert_eq!(again.as_ref(), Ok(&content));
    for image in &content.images {
        let kind = Role::Headquarters.programme().kind(image.kind);
        drop((image.answers(kind), image.review()));
    }
    content.reviews.iter().for_each(|about| drop(about.review()));
    for foreign in &content.ops {
        let raw = sotay::storage::format::raw::RawOp::clone(&foreign.op);
        if let Ok(op) = raw.read(foreign.seq) {
            look_at(&op);
        }
    }
}
