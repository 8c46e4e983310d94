//! Round trips: values come out as they went in, unknown ones are stored unchanged, forged ones are
//! refused.

mod personal;
mod records;

use proptest::collection::vec;
use proptest::prelude::*;
use sotay::programme::spec::Type;
use sotay::record::{
    Body, Date, Decimal, FieldBytes, Fields, Hlc, Id, Op, Origin, Patched, Place, Row, Value,
};
use sotay::storage::crypto::key::Keys;
use sotay::storage::format::op::{
    BadOp, chain_next, chain_start, decode_ops, encode_ops, opid,
};
use sotay::storage::format::packed::PackedFields;
use sotay::storage::format::{draft, mark};
use sotay::storage::{format, limits};
use sotay::store::StoreError;

use crate::golden::column;

const DEVICE: [u8; 16] = [1; 16];

fn date() -> impl Strategy<Value = Date> {
    (1900i16..2200, 1u8..=12, 1u8..=28).prop_map(|(year, month, day)| Date { year, month, day })
}

fn simple() -> impl Strategy<Value = (Type, Value)> {
    let list = || "list".to_owned();
    prop_oneof![
        ".{0,80}".prop_map(|t| (Type::Text, Value::Text(t))),
        any::<i64>().prop_map(|n| (Type::Int, Value::Int(n))),
        any::<i64>().prop_map(|n| (Type::Decimal, Value::Decimal(Decimal(n)))),
        date().prop_map(|d| (Type::Date, Value::Date(d))),
        any::<bool>().prop_map(|b| (Type::YesNo, Value::Bool(b))),
        "[a-z_]{1,20}".prop_map(move |t| (Type::Choice(list()), Value::Choice(t))),
        vec("[a-z]{1,9}", 0..9).prop_map(move |m| (Type::Many(list()), Value::Many(m))),
        any::<[u8; 16]>().prop_map(move |id| (Type::Link(list()), Value::Link(Id(id)))),
        vec(any::<[u8; 16]>(), 0..9).prop_map(move |ids| {
            (Type::Links(list()), Value::Links(ids.into_iter().map(Id).collect()))
        }),
        ("[0-9]{5}", ".{1,30}", date()).prop_map(|(commune, name, day)| {
            (Type::Place, Value::Place(Place { commune, name, day }))
        }),
    ]
}

fn lines() -> impl Strategy<Value = (Type, Value)> {
    let row = (any::<[u8; 16]>(), vec(simple(), 0..5));
    vec(row, 0..6).prop_map(|rows| {
        let mut columns = Vec::new();
        let mut made = Vec::new();
        let mut no = 0;
        for (id, cells) in rows {
            let mut fields = Fields::new();
            for (ty, value) in cells {
                no += 1;
                columns.push(column(no, ty));
                fields.set(no, value);
            }
            made.push(Row { id: Id(id), cells: fields });
        }
        (Type::Lines(columns), Value::Lines(made))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn values_survive((ty, value) in prop_oneof![simple(), lines()]) {
        let bytes = format::value_bytes(&value);
        prop_assert_eq!(format::value(&ty, &bytes), value);
    }

    /// Also those that no record may have: too long, or of a newer version.
    #[test]
    fn packed_answers_are_those_that_were_packed(
        some in vec(prop_oneof![simple(), lines()].prop_map(|(_, value)| value), 0..9),
        unknown in vec(any::<u8>(), 0..9),
        long in 0usize..3,
    ) {
        let more = [Value::Unknown(unknown), Value::Text("ữ".repeat(long * limits::RECORD))];
        let fields: Fields = (1u16..).step_by(7).zip(some.into_iter().chain(more)).collect();
        prop_assert_eq!(PackedFields::of(&fields).open().unwrap(), fields);
    }

    #[test]
    fn any_bytes_are_read_or_kept((ty, _) in prop_oneof![simple(), lines()], bytes in vec(any::<u8>(), 0..60)) {
        match format::value(&ty, &bytes) {
            Value::Unknown(kept) => prop_assert_eq!(kept, bytes),
            read => {
                // decoding is stable
                let again = format::value_bytes(&read);
                prop_assert_eq!(format::value(&ty, &again), read);
            }
        }
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in vec(any::<u8>(), 0..200), n in 0usize..4) {
        let ops = decode_ops(&DEVICE, u64::MAX - 1, n, &bytes);
        prop_assert!(ops.map_or(true, |o| o.ops.len() == n));
        let read = draft::decode_draft(&bytes);
        prop_assert!(read.map_or(true, |d| draft::encode_draft(&d).len() <= bytes.len()));
        if let Ok(read) = mark::decode_mark(&bytes) {
            prop_assert!(mark::encode_mark(&read).is_ok());
        }
    }

    #[test]
    fn any_key_file_is_no_panic(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(Keys::from_file(&bytes).is_err());
    }
}

fn field(no: u16, text: &str, personal: bool) -> FieldBytes {
    FieldBytes { no, bytes: Some(text.as_bytes().to_vec()), personal }
}

fn op(seq: u64, body: Body) -> Op {
    Op { seq, hlc: Hlc(seq << 16), wall_flag: 1, ver: 1, body }
}

fn put(fields: Vec<FieldBytes>) -> Body {
    Body::Put { kind: 3, entity: Id([4; 16]), origin: Origin::Import, fields }
}

#[test]
fn ops_survive_in_every_shape() {
    let (entity, base) = (Id([4; 16]), u64::MAX);
    let patched = |field, old_hash| Patched { field, old_hash };
    let emptied = FieldBytes { no: 9, bytes: None, personal: false };
    let bodies = [
        put(vec![]),
        put(vec![field(1, "a", false), field(2, "b", true), field(u16::MAX, "", true)]),
        Body::Patch {
            entity,
            base,
            fields: vec![patched(field(2, "b", true), 0), patched(emptied, 5)],
        },
        Body::Del { entity, base, reason: "trùng".into() },
        Body::Restore { entity, base },
        Body::Erase {
            entity, base, fields: vec![1, 300, u16::MAX], reason: "yêu cầu".into()
        },
        Body::Epoch { old_epoch: 1, old_seq: u64::MAX, reason: String::new() },
        Body::Unknown { tag: 33, bytes: vec![1, 2, 3] },
        // a known tag that a later version uses differently
        Body::Unknown { tag: 4, bytes: vec![9; 40] },
    ];
    let ops: Vec<Op> = (5..).zip(bodies).map(|(seq, body)| op(seq, body)).collect();
    let start = chain_start(&DEVICE, 77);
    let encoded = encode_ops(&DEVICE, start, &ops, Some(Id([8; 16]))).unwrap();
    let read = decode_ops(&DEVICE, 5, ops.len(), &encoded.bytes).unwrap();
    assert_eq!((&read.ops, read.ends_draft), (&ops, Some(Id([8; 16]))));
    assert_eq!((&read.opids, read.chain), (&encoded.opids, encoded.chain));
    let chain = (5..).zip(&read.opids).fold(start, |c, (seq, id)| chain_next(&c, id, seq));
    assert_eq!(chain, encoded.chain);
}

#[test]
fn a_newer_body_is_kept_whole() {
    let newer = Op { ver: 2, ..op(1, Body::Unknown { tag: 1, bytes: vec![1, 2, 3] }) };
    let encoded = encode_ops(&DEVICE, [0; 32], std::slice::from_ref(&newer), None).unwrap();
    let read = decode_ops(&DEVICE, 1, 1, &encoded.bytes).unwrap();
    assert_eq!(read.ops, [newer]);
    assert_eq!(encode_ops(&DEVICE, [0; 32], &read.ops, None).unwrap().bytes, encoded.bytes);
}

#[test]
fn fields_are_sorted_and_named_once() {
    let ops = [op(1, put(vec![field(9, "b", false), field(1, "a", false)]))];
    let encoded = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    let read = decode_ops(&DEVICE, 1, 1, &encoded.bytes).unwrap();
    assert_eq!(read.ops[0].body, put(vec![field(1, "a", false), field(9, "b", false)]));
    let twice = [op(1, put(vec![field(1, "b", false), field(1, "a", false)]))];
    assert!(encode_ops(&DEVICE, [0; 32], &twice, None).is_err());
}

#[test]
fn an_opid_depends_on_all_that_it_names() {
    let ids = [
        opid(&[1; 16], 1, 1, b"a"),
        opid(&[2; 16], 1, 1, b"a"),
        opid(&[1; 16], 2, 1, b"a"),
        opid(&[1; 16], 1, 2, b"a"),
        opid(&[1; 16], 1, 1, b"b"),
    ];
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn too_large_is_refused_when_written() {
    let long = "x".repeat(limits::OP);
    let ops = [op(1, put(vec![field(1, &long, false)]))];
    assert!(matches!(
        encode_ops(&DEVICE, [0; 32], &ops, None),
        Err(StoreError::TooLarge { .. })
    ));
    let beside = [op(1, put(vec![field(1, &long, true)]))];
    assert!(matches!(
        encode_ops(&DEVICE, [0; 32], &beside, None),
        Err(StoreError::TooLarge { .. })
    ));
    let many: Vec<_> = (0..=limits::FIELDS as u16).map(|no| field(no, "", false)).collect();
    assert!(encode_ops(&DEVICE, [0; 32], &[op(1, put(many))], None).is_err());
    let text = |n: usize| Value::Text("x".repeat(n));
    assert!(format::check_size(&Type::Text, &text(limits::TEXT)).is_ok());
    assert!(format::check_size(&Type::Text, &text(limits::TEXT + 1)).is_err());
    assert!(format::check_size(&Type::Note, &text(limits::NOTE)).is_ok());
    assert!(format::check_size(&Type::Note, &text(limits::NOTE + 1)).is_err());
    let row = |n: u16| Row { id: Id([n as u8; 16]), cells: Fields::new() };
    let rows = |n: u16| Value::Lines((0..n).map(row).collect());
    assert!(format::check_size(&Type::Lines(vec![]), &rows(500)).is_ok());
    assert!(format::check_size(&Type::Lines(vec![]), &rows(501)).is_err());
    let cell = Row { id: Id([0; 16]), cells: [(1, text(1025))].into_iter().collect() };
    let lines = Type::Lines(vec![column(1, Type::Text)]);
    assert!(format::check_size(&lines, &Value::Lines(vec![cell])).is_err());
}

/// The largest values that may be written can be read again.
#[test]
fn the_largest_is_read_again() {
    let cell = |n: u16| (n, Value::Bool(true));
    let row = |n: u16| Row { id: Id([n as u8; 16]), cells: (1..14).map(cell).collect() };
    let columns = (1..14).map(|n| column(n, Type::YesNo)).collect();
    let value = Value::Lines((0..limits::ROWS as u16).map(row).collect());
    let bytes = format::value_bytes(&value);
    assert!(bytes.len() > 25_000 && bytes.len() < limits::RECORD);
    assert_eq!(format::value(&Type::Lines(columns), &bytes), value);
}

#[test]
fn lengths_that_lie_are_refused() {
    let huge = [0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    for ty in [Type::Text, Type::Many("l".into()), Type::Links("l".into()), Type::Lines(vec![])]
    {
        assert_eq!(format::value(&ty, &huge), Value::Unknown(huge.to_vec()));
    }
    assert!(draft::decode_draft(&huge).is_err());
    assert_eq!(
        decode_ops(&DEVICE, 1, 1, &[&[0, 0][..], &huge, &[0; 32]].concat()).err(),
        Some(BadOp::Content)
    );
}

#[test]
fn bytes_left_over_are_refused() {
    let mut bytes = format::value_bytes(&Value::Int(5));
    bytes.push(0);
    assert_eq!(format::value(&Type::Int, &bytes), Value::Unknown(bytes.clone()));
}

#[test]
fn a_day_that_no_calendar_has_is_kept_but_not_shown() {
    let date = Date { year: 2026, month: 2, day: 30 };
    let bytes = format::value_bytes(&Value::Date(date));
    assert_eq!(format::value(&Type::Date, &bytes), Value::Unknown(bytes.clone()));
}

/// Attributes such as `skip_serializing_if` change positions, and the layout is positional.
#[test]
fn wire_types_use_nothing_that_moves_bytes() {
    let source = include_str!("../../src/storage/format/wire.rs");
    for forbidden in ["#[serde", "usize }", "HashMap", "f32", "f64", "char,", "Vec<()>"] {
        assert!(!source.contains(forbidden), "{forbidden}");
    }
}
