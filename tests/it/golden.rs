//! The released layout, byte for byte: `tests/golden/store-v1` was made by another program
//! (`make_store_v1.py`) and is never made again. The newest version must read all of it.

use crate::kit::spec;
use sotay::programme::Role;
use std::collections::BTreeMap;
use std::path::PathBuf;

use sotay::programme::spec::{Field, Programme, Type};
use sotay::record::{
    Body, Date, Decimal, FieldBytes, Fields, Hlc, Id, Op, Origin, Patched, Place, Record, Row,
    Stamp, Typed, Value,
};
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::seal::Sealer;
use sotay::storage::format;
use sotay::storage::format::frame::{FrameHead, RawFrame};
use sotay::storage::format::header;
use sotay::storage::format::header::Header;
use sotay::storage::format::op::{chain_start, decode_ops, encode_ops};
use sotay::storage::format::wire;
use sotay::storage::format::wire::WireOps;
use sotay::storage::format::{draft, mark, record as rec};
use sotay::store::Device;
use sotay::store::journal::{Checkpoint, DraftFrame, Entry, Journal, Mark};

const MS: u64 = 1_795_000_000_000;
const PHONE: &[u8] = b"\x0a0901234567";

fn text(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store-v1");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|d| (d[0] * 16 + d[1]) as u8).collect()
}

/// `wire.txt` by name: columns 6 to 37 of a line are hex.
fn wire_types() -> BTreeMap<String, Vec<u8>> {
    let mut types = BTreeMap::new();
    let mut name = String::new();
    for line in text("wire.txt").lines().skip(1) {
        if let Some(new) = line.strip_prefix("== ") {
            name = new.to_owned();
        } else if let Some(hex) = line.get(6..38) {
            types.entry(name.clone()).or_insert_with(Vec::new).extend(unhex(hex));
        }
    }
    types
}

fn id(byte: u8) -> Id {
    Id([byte; 16])
}

pub fn column(no: u16, ty: Type) -> Field {
    spec::field(no, &format!("c{no}"), ty)
}

fn values() -> Vec<(&'static str, Type, Value)> {
    let day = |year, month, day| Date { year, month, day };
    let words = |w: &[&str]| w.iter().map(|w| (*w).to_owned()).collect();
    let cells = [(1, Value::Text("Máy tiện".into())), (2, Value::Int(12))];
    let row = Row { id: id(0x33), cells: cells.into_iter().collect() };
    let columns = vec![column(1, Type::Text), column(2, Type::Int)];
    let place =
        Place {
            commune: "00166".into(), name: "Phường Cầu Giấy".into(), day: day(2025, 7, 1)
        };
    let list = || "list".to_owned();
    vec![
        ("value text", Type::Text, Value::Text("Xưởng cưa".into())),
        ("value text long", Type::Note, Value::Text("a".repeat(251))),
        ("value int", Type::Money, Value::Int(1_500_000_000)),
        ("value int negative", Type::Int, Value::Int(-3)),
        ("value decimal", Type::Decimal, Value::Decimal(Decimal(10_123_400))),
        ("value date", Type::Date, Value::Date(day(2026, 11, 22))),
        ("value bool", Type::YesNo, Value::Bool(true)),
        ("value choice", Type::Choice(list()), Value::Choice("chot".into())),
        ("value many", Type::Many(list()), Value::Many(words(&["a", "bc"]))),
        ("value link", Type::Link(list()), Value::Link(id(0x11))),
        ("value links", Type::Links(list()), Value::Links(vec![id(0x11), id(0x22)])),
        ("value place", Type::Place, Value::Place(place)),
        ("value lines", Type::Lines(columns), Value::Lines(vec![row])),
    ]
}

fn field(no: u16, bytes: &[u8]) -> FieldBytes {
    FieldBytes { no, bytes: Some(bytes.to_vec()), personal: false }
}

fn put(phone: Option<&[u8]>) -> Body {
    let personal = FieldBytes { no: 300, bytes: phone.map(<[u8]>::to_vec), personal: true };
    let name = field(1, "\u{d}Xưởng cưa".as_bytes());
    Body::Put {
        kind: 1,
        entity: id(0xE1),
        origin: Origin::Officer,
        fields: vec![name, personal],
    }
}

fn bodies() -> Vec<(&'static str, Body)> {
    let (entity, emptied) = (id(0xE1), FieldBytes { no: 300, bytes: None, personal: false });
    let fields = vec![
        Patched { field: field(1, b"\x01B"), old_hash: 0x8899_AABB },
        Patched { field: emptied, old_hash: 0 },
    ];
    let (old_epoch, old_seq) = (0x1122_3344_5566_7788, 3);
    vec![
        ("body put", put(Some(PHONE))),
        ("body patch", Body::Patch { entity, base: 0x0102_0304_0506_0708, fields }),
        ("body del", Body::Del { entity, base: 5, reason: "trùng".into() }),
        ("body restore", Body::Restore { entity, base: 6 }),
        ("body epoch", Body::Epoch { old_epoch, old_seq, reason: "backup".into() }),
        ("body unknown", Body::Unknown { tag: 200, bytes: vec![0xde, 0xad, 0xbe, 0xef] }),
    ]
}

fn the_op(seq: u64, hlc: u64, body: Body) -> Op {
    Op { seq, hlc: Hlc(hlc), wall_flag: 0, ver: 1, body }
}

fn the_draft() -> DraftFrame {
    let typed = Typed {
        path: sotay::record::Path { field: 9, cell: Some((id(0x33), 2)) },
        text: "12,".into(),
        cursor: 3,
    };
    DraftFrame {
        draft: id(0xD1),
        no: 0,
        full: true,
        kind: 2,
        form: 3,
        edits: Some((id(0xE1), 7)),
        fields: vec![(1, Some("\u{d}Xưởng cưa".as_bytes().to_vec())), (2, None)],
        typed: vec![typed],
        at: Some(sotay::record::Path::field(9)),
        changed: MS,
    }
}

fn small_draft() -> DraftFrame {
    let mut draft = the_draft();
    (draft.no, draft.full, draft.edits, draft.at) = (1, false, None, None);
    (draft.fields, draft.typed, draft.changed) = (vec![], vec![], MS + 5);
    draft
}

fn marks() -> Vec<(&'static str, Mark)> {
    let checkpoint = Checkpoint { applied: 9, link: [9; 32], seq: 3, chain: [8; 32], hlc: 77 };
    let draft = id(0xD1);
    vec![
        ("mark checkpoint", Mark::Checkpoint(checkpoint)),
        ("mark closed", Mark::Closed { boot: [4; 16], checkpoint }),
        ("mark draft hidden", Mark::DraftHidden { draft }),
        ("mark draft shown", Mark::DraftShown { draft }),
        ("mark draft ended", Mark::DraftEnded { draft }),
        ("mark recut", Mark::Recut { file: 4, last_link: [7; 32], gaps: vec![(10, 300)] }),
        ("mark unknown", Mark::Unknown { tag: 250, bytes: vec![1, 2] }),
    ]
}

fn the_record() -> Record {
    let fields = [(1, Value::Unknown("\u{d}Xưởng cưa".as_bytes().to_vec()))];
    let mut fields: Fields = fields.into_iter().collect();
    fields.set(999, Value::Unknown(vec![0xff, 0xff]));
    Record {
        kind: 1,
        id: id(0xE1),
        fields,
        head: 0x0102_0304_0506_0708,
        origin: Origin::Import,
        created: Stamp { hlc: Hlc(MS << 16), seq: 1 },
        changed: Stamp { hlc: Hlc((MS + 1000) << 16), seq: 3 },
        deleted: Some("trùng".into()),
        is_local: Hlc((MS + 1000) << 16),
        by: None,
        review: None,
        rev: 0,
    }
}

/// A programme without kinds: every field is unknown and stored as it is.
fn no_programme() -> Programme {
    Programme {
        id: "none".into(),
        version: 1,
        kinds: Vec::new(),
        lists: Vec::new(),
        role: Role::Officer,
        indicators: Default::default(),
    }
}

#[test]
fn values_read_and_write_as_released() {
    let types = wire_types();
    for (name, ty, value) in values() {
        assert_eq!(format::value(&ty, &types[name]), value, "{name}");
        assert_eq!(format::value_bytes(&value), types[name], "{name}");
    }
}

#[test]
fn bodies_read_and_write_as_released() {
    let types = wire_types();
    for (name, body) in bodies() {
        let op = the_op(1, 5, body.clone());
        let encoded = encode_ops(&[0; 16], [0; 32], &[op], None).unwrap().bytes;
        let WireOps::V1(mut frame) = wire::frame(&encoded[..encoded.len() - 32]).unwrap();
        if name != "body put" {
            // a random salt makes every put with a personal field different
            assert_eq!(frame.ops[0].body.0, types[name], "{name}");
        }
        frame.ops[0].body.0.clone_from(&types[name]);
        frame.ops[0].beside.clear();
        let mut bytes = wire::encode(&WireOps::V1(frame));
        bytes.extend([0; 32]);
        let read = decode_ops(&[0; 16], 1, 1, &bytes).unwrap().ops.remove(0).body;
        assert_eq!(read, if name == "body put" { put(None) } else { body }, "{name}");
    }
}

#[test]
fn frames_read_and_write_as_released() {
    let types = wire_types();
    let hlc = [MS << 16, (MS << 16) + 1, (MS + 1000) << 16, (MS + 2000) << 16];
    let mut all = bodies().into_iter().map(|(_, b)| b);
    let (first, second, third) =
        (all.next().unwrap(), all.next().unwrap(), all.next().unwrap());
    let ops = [
        ("frame ops", vec![the_op(1, hlc[0], first)], None),
        (
            "frame ops ending a draft",
            vec![the_op(1, hlc[1], second), the_op(2, hlc[2], third)],
            Some(id(0xD1)),
        ),
        ("frame ops with an erased value", vec![the_op(1, hlc[3], put(None))], None),
    ];
    for (name, ops, ends) in ops {
        let mut bytes = types[name].clone();
        let wired: WireOps = wire::frame(&bytes).unwrap();
        assert_eq!(wire::encode(&wired), bytes, "{name}");
        bytes.extend([0; 32]);
        let read = decode_ops(&[0; 16], 1, ops.len(), &bytes).unwrap();
        assert_eq!((read.ops, read.ends_draft), (ops, ends), "{name}");
    }
    for (name, frame) in [("frame draft", the_draft()), ("frame draft small", small_draft())] {
        assert_eq!(draft::decode_draft(&types[name]).unwrap(), frame, "{name}");
        assert_eq!(draft::encode_draft(&frame), types[name], "{name}");
    }
    for (name, mark) in marks() {
        assert_eq!(mark::decode_mark(&types[name]).unwrap(), mark, "{name}");
        assert_eq!(mark::encode_mark(&mark).unwrap(), types[name], "{name}");
    }
}

#[test]
fn records_and_devices_read_and_write_as_released() {
    let types = wire_types();
    let (keys, none) = (keys(), no_programme());
    let bytes = &types["record"];
    assert_eq!(rec::decode_record(1, id(0xE1), bytes, &none).unwrap(), the_record());
    let today = rec::encode_record(&the_record()).unwrap();
    assert_eq!(rec::decode_record(1, id(0xE1), &today, &none).unwrap(), the_record());
    let sealed = unhex(&text("record.hex"));
    let sealer = Sealer::new(&keys);
    assert_eq!(format::record(&sealer, 1, id(0xE1), &sealed, &none), Ok(the_record()));
    assert!(format::record(&sealer, 2, id(0xE1), &sealed, &none).is_err());

    let wired: wire::DeviceV1 = wire::mark(&types["device"]).unwrap();
    assert_eq!(wire::encode(&wired), types["device"]);
    let device = Device::from_file(&unhex(&text("device.hex")), &keys).unwrap();
    assert_eq!((device.officer, device.epoch), (id(0x0F), 0x1122_3344_5566_7788));
    assert_eq!(device.signing_key().to_bytes().to_vec(), (0..32).collect::<Vec<u8>>());
}

#[test]
fn every_golden_type_is_compared() {
    let mut named: Vec<&str> = values().iter().map(|v| v.0).collect();
    named.extend(bodies().iter().map(|b| b.0));
    named.extend(marks().iter().map(|m| m.0));
    named.extend(["frame ops", "frame ops ending a draft", "frame ops with an erased value"]);
    named.extend(["frame draft", "frame draft small", "record", "device"]);
    named.sort_unstable();
    let types = wire_types();
    assert_eq!(types.keys().map(String::as_str).collect::<Vec<_>>(), named);
}

fn keys() -> Keys {
    Keys::from_file(&unhex(&text("key.hex"))).unwrap()
}

#[test]
fn the_key_file_is_as_released() {
    assert_eq!(keys().to_file().to_vec(), unhex(&text("key.hex")));
}

fn describe(found: &(sotay::store::journal::FrameRef, Entry)) -> String {
    let (place, entry) = found;
    let hex = |b: &[u8]| b.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let what = match entry {
        Entry::Ops { ops, ends_draft } => {
            let each = ops.iter().zip(&place.opids);
            let each: String =
                each.map(|(op, opid)| format!(" seq {} {}", op.seq, hex(opid))).collect();
            let ends = ends_draft.map(|d| format!(" ends {}", hex(&d.0))).unwrap_or_default();
            format!("ops epoch {:016x}{each}{ends}", place.epoch)
        }
        Entry::Draft(d) => {
            let full = if d.full { "full" } else { "part" };
            let (fields, typed) = (d.fields.len(), d.typed.len());
            format!("draft no {} {full} {fields} fields {typed} typed", d.no)
        }
        Entry::Down(d) => format!("down lane {} position {}", d.lane, d.position),
        Entry::Mark(Mark::Checkpoint(_)) => "mark checkpoint".into(),
        Entry::Mark(Mark::DraftHidden { .. }) => "mark draft hidden".into(),
        Entry::Mark(other) => format!("{other:?}"),
        Entry::Recut { ops } => format!("again {}", ops.len()),
        Entry::Other { ty, bytes } => format!("type {ty} '{}'", String::from_utf8_lossy(bytes)),
    };
    format!("{} {what}\n", place.no)
}

#[test]
fn the_notebook_of_version_1_opens() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::fs::create_dir(at("journal")).unwrap();
    for (name, golden) in [("key", "key.hex"), ("key.bak", "key.hex"), ("device", "device.hex")]
    {
        std::fs::write(at(name), unhex(&text(golden))).unwrap();
    }
    for n in 1..=3 {
        let bytes = unhex(&text(&format!("journal-{n}.hex")));
        std::fs::write(at(&format!("journal/0000000{n}.skj")), bytes).unwrap();
    }
    let (keys, findings) = Keys::load(dir.path()).unwrap();
    assert_eq!(findings, []);
    let device = Device::load(dir.path(), &keys).unwrap();
    let (mut journal, findings) = Journal::open(dir.path(), &keys).unwrap();
    assert_eq!(findings, []);
    let mut listing: String = journal.frames(0).map(|f| describe(&f.unwrap())).collect();
    let hex = |b: &[u8]| b.iter().map(|b| format!("{b:02x}")).collect::<String>();
    listing += &format!("chain {}\n", hex(&journal.tail().chain));
    listing += &format!("device {}\n", hex(&device.id));
    assert_eq!(listing, text("notebook.txt"));
    assert_eq!(journal.tail().device, device.id);
    assert_eq!((journal.tail().epoch, journal.tail().seq), (0x99, 2));
    assert_eq!(chain_start(&device.id, 0x99).len(), 32);
    // the journal can be appended to
    let body = Body::Restore { entity: id(1), base: 1 };
    let op = the_op(3, (MS + 9000) << 16, body);
    journal.append(vec![Entry::Ops { ops: vec![op], ends_draft: None }]).unwrap();
    assert_eq!(journal.verify().unwrap().damage, []);
}

#[test]
fn headers_and_heads_write_as_released() {
    for n in 1..=3 {
        let bytes = unhex(&text(&format!("journal-{n}.hex")));
        let head = bytes.first_chunk().unwrap();
        let header = Header::parse(head).unwrap();
        assert_eq!(&header.to_bytes(), head);
        assert_eq!(header.file_no, n);
        let (mut at, mut link, mut frames) = (152, header::link(head), 0);
        while let Some(raw) = RawFrame::read_at(&bytes, at) {
            assert_eq!(&raw.head.to_bytes(), raw.head_bytes);
            assert_eq!(FrameHead::parse(raw.head_bytes), Some(raw.head));
            link = raw.link_after(&link);
            assert_eq!(&link, raw.link);
            at += raw.size();
            frames += 1;
        }
        assert_eq!(frames, [5, 3, 1][n as usize - 1]);
    }
}
