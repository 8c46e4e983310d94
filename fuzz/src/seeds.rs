//! Good bytes for every target, for a fuzzer or a property to begin with: each tag, each type of
//! answer, each sort of message. Made from the programme's own kinds, so that a new kind is in it.

use sotay::programme::Role;
use sotay::programme::spec::{Kind, Type};
use sotay::record::{
    Body, Date, Decimal, FieldBytes, Hlc, Id, Op, Origin, Patched, Place, Value,
};
use sotay::storage::crypto::key::Keys;
use sotay::storage::format::blob;
use sotay::storage::format::down;
use sotay::storage::format::down::{About, Cover, Down, Foreign, Image, Notice};
use sotay::storage::format::frame::ty;
use sotay::storage::format::op::{chain_start, encode_ops};
use sotay::storage::format::raw::split;
use sotay::storage::format::wire::{AuthorV1, Bytes, CellV1, ReviewV1, VerdictIs};
use sotay::storage::format::{head, value_bytes};
use sotay::store::AttachmentPiece;
use sotay::store::AttachmentRef;
use sotay::sync::bundle::UP;
use sotay::sync::certificate::{Certificate, Enrolment};
use sotay::sync::enrol::EnrolRequest;
use sotay::sync::files::{AttachmentMessage, FileProgress};
use sotay::sync::message::{self, EpochEnd, Hello, LaneAt, Message, Welcome};
use sotay::sync::receipt;
use sotay::sync::recovery::{RecoveryRequest, seal_slot};
use sotay::sync::seal::SealSecret;
use sotay::sync::{compression, strip};

use super::forge::{Claim, Forger, Says};
use super::{ONE_TIME, device, laptop, outgoing, secret};

const MS: u64 = 1_795_000_000_000;

/// For a target, by its name.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "frames" => vec![stick()],
        "ops" | "fold" => frames_of_ops(),
        "messages" => vec![said(), stick()],
        "papers" => papers(),
        "recovery" => recovery(),
        "down" => vec![content()],
        "files" => words().iter().map(AttachmentMessage::encode).collect(),
        "intake" => {
            let head = [ty::OPS, 0x81, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0];
            let plain = outgoing(&frames_of_ops()[0], 1, 1).map(|part| strip::pack(&part));
            let signed = [&[1][..], &head, &plain.unwrap_or_default()].concat();
            let chained = frames_of_ops().into_iter().map(|ops| [vec![2], ops].concat());
            let head = [ty::BLOB, 0x81, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            let files = words().into_iter().map(|w| [&[1][..], &head, &w.encode()].concat());
            let all = [[vec![0], stick()].concat(), signed].into_iter();
            all.chain(chained).chain(files).collect()
        }
        _ => Vec::new(),
    }
}

/// Of a notebook that has allowed headquarters to help.
pub fn recovery_request() -> RecoveryRequest {
    let keys = Keys::from_bytes(&[5; 32]);
    let card = secret().card().expect("good keys");
    RecoveryRequest {
        device: device(),
        data_key: keys.id(),
        slot: seal_slot(&keys, device(), &card).expect("a good key"),
        one_time: SealSecret::from_bytes(&ONE_TIME).expect("a good key").public(),
        created_at: MS,
    }
}

/// The request, and headquarters' answer.
fn recovery() -> Vec<Vec<u8>> {
    let request = recovery_request();
    vec![request.encode(), request.answer(&secret()).expect("a good slot")]
}

/// A small attachment: named, sent and asked for.
fn words() -> Vec<AttachmentMessage> {
    let plain = b"not a photo";
    let (sum, len) = (blob::sum(plain), plain.len() as u64);
    let at = FileProgress { sum, at: 0 };
    let piece = AttachmentPiece { sum, len, at: 0, bytes: Bytes(plain.to_vec()) };
    let named = AttachmentMessage::Offer(vec![AttachmentRef { sum, len }]);
    vec![
        named,
        AttachmentMessage::Here(vec![at]),
        AttachmentMessage::Want(vec![at]),
        AttachmentMessage::Piece(piece),
    ]
}

fn answer(ty: &Type) -> Value {
    let id = Id([0xE1; 16]);
    match ty {
        Type::Int | Type::Money => Value::Int(12),
        Type::Decimal => Value::Decimal(Decimal(1_500_000)),
        Type::Date => Value::Date(Date { year: 2026, month: 11, day: 20 }),
        Type::YesNo => Value::Bool(true),
        Type::Choice(_) => Value::Choice("a".into()),
        Type::Many(_) => Value::Many(vec!["a".into(), "b".into()]),
        Type::Link(_) => Value::Link(id),
        Type::Links(_) => Value::Links(vec![id, Id([2; 16])]),
        Type::Place => {
            let day = Date { year: 2025, month: 7, day: 1 };
            Value::Place(Place { commune: "08230".into(), name: "Hy Cương".into(), day })
        }
        Type::Lines(columns) => {
            let cells = columns.iter().map(|c| (c.no, answer(&c.ty))).collect();
            Value::Lines(vec![sotay::record::Row { id, cells }])
        }
        _ => Value::Text("Xưởng cưa".into()),
    }
}

fn fields(kind: &Kind) -> Vec<FieldBytes> {
    let one = |f: &sotay::programme::spec::Field| FieldBytes {
        no: f.no,
        bytes: Some(value_bytes(&answer(&f.ty))),
        personal: f.no.is_multiple_of(5),
    };
    kind.fields().map(one).collect()
}

/// Every kind put down, changed, deleted and brought back; and what a newer version might say.
fn frames_of_ops() -> Vec<Vec<u8>> {
    Role::Headquarters.programme().kinds.iter().map(frame_of_ops).collect()
}

fn frame_of_ops(kind: &Kind) -> Vec<u8> {
    let entity = Id([kind.no; 16]);
    let fields = fields(kind);
    let field = fields.first().cloned();
    let empty = field.map(|f| Patched { field: FieldBytes { bytes: None, ..f }, old_hash: 7 });
    let put = Body::Put { kind: kind.no, entity, origin: Origin::Officer, fields };
    let mut base = 0;
    let patch =
        |base| Body::Patch { entity, base, fields: empty.clone().into_iter().collect() };
    let makes: [&dyn Fn(u64) -> Body; 6] = [
        &|_| put.clone(),
        &patch,
        &|base| Body::Del { entity, base, reason: "nhầm".into() },
        &|base| Body::Restore { entity, base },
        &|_| Body::Epoch { old_epoch: 3, old_seq: 40, reason: "thử".into() },
        &|_| Body::Unknown { tag: 77, bytes: b"newer".to_vec() },
    ];
    let mut ops = Vec::new();
    for (seq, make) in (1..).zip(makes) {
        let op = Op { seq, hlc: Hlc((MS + seq) << 16), wall_flag: 0, ver: 1, body: make(base) };
        // salts come from the system: the base is right only where nothing is personal
        base = encode_ops(&device(), [0; 32], std::slice::from_ref(&op), None)
            .map_or(0, |done| head(&done.opids[0]));
        ops.push(op);
    }
    let start = chain_start(&device(), 5);
    let mut bytes = encode_ops(&device(), start, &ops, None).expect("ops that fit").bytes;
    bytes.truncate(bytes.len() - 32);
    bytes
}

fn stick() -> Vec<u8> {
    let (key, to) = (laptop(), secret().card().expect("good keys").hpke);
    let base = chain_start(&device(), 5);
    let claim = Claim { direction: UP, device: device(), epoch: 5, from: 1, base, officer: 12 };
    let mut forger = Forger::begin(&claim, &to, &key);
    let part = outgoing(&frames_of_ops()[0], 5, 1).expect("good ops");
    let plain = strip::pack(&part);
    let (n, raw) = (part.ops.len() as u16, plain.len() as u32);
    let body = compression::pack(&plain).expect("long enough");
    forger.segment(Says { ty: ty::OPS, flags: Says::PACKED, n, raw, first: 1 }, &body);
    forger.segment(Says { ty: 77, flags: Says::PLAIN, n: 0, raw: 5, first: 0 }, b"newer");
    forger.bytes
}

fn said() -> Vec<u8> {
    let end = EpochEnd { epoch: 5, seq: 4, chain: [6; 32], acked: 3 };
    let hello = Hello {
        proto_min: 1,
        proto_max: 1,
        dictionaries: vec![1],
        programme: 1,
        schema: 1,
        device: device(),
        officer: 12,
        epochs: vec![end],
        cursors: vec![LaneAt { lane: 2, era: MS, position: 41 }],
        wall: MS,
        lanes: 0x2f,
    };
    let welcome = Welcome {
        proto: 1,
        dictionaries: vec![1],
        era: MS,
        time: MS,
        device: device(),
        epochs: vec![end],
    };
    let receipt = receipt::sign(&secret(), device(), (5, 4, [6; 32]), MS);
    let all = [
        Message::Hello(Box::new(hello)),
        welcome.sign(&secret().sign),
        Message::Bundle(stick()[..152].to_vec()),
        Message::Segment(stick()[152..].to_vec()),
        Message::Receipt(receipt.encode()),
        Message::Need { epoch: 5, from: 1 },
        Message::Fork { epoch: 5, acked: 4 },
        Message::Revoked { since: MS },
        Message::RetryAfter { seconds: 9 },
        Message::Upgrade { min: 2 },
        Message::Down { pieces: 1 },
        Message::Full,
        Message::Key,
        Message::Stranger { line: true },
        Message::Refused,
        Message::Alive,
        Message::Bye { ops: 3 },
    ];
    let mut out = Vec::new();
    for message in &all {
        message::send(&mut out, message).expect("short enough");
    }
    out
}

/// Contents without what stands around them: `papers` puts that there itself.
fn papers() -> Vec<Vec<u8>> {
    let key = laptop().verifying_key().to_bytes();
    let request = EnrolRequest {
        key,
        officer: Id([3; 16]),
        name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: "25".into(),
        ssh: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB an@may".into(),
        created_at: MS,
    };
    let request = request.sign(&laptop());
    let certificate = Certificate {
        device: device(),
        key,
        officer: Id([3; 16]),
        number: 12,
        name: "Trần Thị Bình".into(),
        unit: "Trung tâm".into(),
        province: "25".into(),
        issued: MS,
    };
    let certificate = certificate.sign(&secret().sign);
    let plain = certificate.encode();
    let card = secret().card().expect("good keys");
    let receipt = receipt::sign(&secret(), device(), (5, 4, [6; 32]), MS).encode();
    vec![
        request[8..request.len() - 64].to_vec(),
        request,
        plain[..plain.len() - 64].to_vec(),
        card.encode(),
        Enrolment { card, certificate }.encode(),
        receipt,
    ]
}

fn content() -> Vec<u8> {
    let author = AuthorV1 { device: device(), officer: [3; 16], hlc: MS << 16 };
    let review = |verdict| ReviewV1 {
        verdict,
        reason: "Thiếu ảnh".into(),
        by: "Trần Duyệt".into(),
        when: MS,
        head: 77,
    };
    let image = |kind: &Kind| Image {
        kind: kind.no,
        entity: [kind.no; 16],
        origin: 0,
        rev: 1 << 40,
        head: 77,
        of: vec![70, 71],
        created: MS,
        author: author.clone(),
        name: "Lê Bình".into(),
        deleted: Some("trùng".into()),
        fields: fields(kind)
            .into_iter()
            .map(|f| CellV1 { no: f.no, bytes: Bytes(f.bytes.unwrap_or_default()) })
            .collect(),
        covers: vec![Cover { device: device(), hlc: MS << 16 }],
        review: Some(review(VerdictIs::SentBack(Some(11)))),
    };
    let raw = split(&[&frames_of_ops()[0][..], &[0; 32]].concat()).expect("good ops");
    let foreign = |(seq, op)| Foreign {
        device: device(),
        epoch: 5,
        seq,
        officer: [3; 16],
        name: "Lê Bình".into(),
        received: MS,
        entity: [1; 16],
        op,
    };
    down::encode(&Down {
        images: Role::Headquarters.programme().kinds.iter().take(4).map(image).collect(),
        reviews: vec![About { entity: [1; 16], review: review(VerdictIs::Merged([2; 16])) }],
        ops: (1..).zip(raw.ops).map(foreign).collect(),
        notices: vec![Notice { when: MS, text: "Họp ngày 25".into() }],
    })
}
