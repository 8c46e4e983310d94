//! Answers that no form accepts, in every field of every kind, from a device that writes what its
//! program would not: all commands of headquarters and of honest laptops still work.

use crate::kit::{headquarters, programme};
use sotay::command;
use sotay::programme::spec::{Field, Type};
use sotay::record::Query;
use sotay::record::{Body, Date, Decimal, FieldNo, Fields, Id, Origin, Place, Row, Value};
use sotay::storage::format::value::value_bytes;
use sotay::store::Store;

use super::durable::{Sender, all_works, cells};
use crate::kit::home::{run, run_program};
use crate::kit::world::World;
use crate::kit::{NOW, now};

/// For one type, values that its form refuses; `turn` chooses one.
fn odd(ty: &Type, own: Id, turn: usize) -> Value {
    let day = |year, month, day| Date { year, month, day };
    let days = [
        day(i16::MIN, 0, 0),
        day(i16::MAX, 255, 255),
        day(0, 13, 32),
        day(2026, 2, 30),
        day(9_999, 12, 31),
        day(1_899, 12, 31),
        day(-1, 1, 1),
    ];
    let texts = [
        "\u{1b}]0;x\u{7}\u{9b}31m",
        "\u{202e}gnurt\u{202c}\u{2066}",
        "a\u{0}b\r\n\u{85}c\u{2028}d",
        "=HYPERLINK(\"http://x\")\t@SUM(1)",
        "",
        "e\u{302}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦\u{fe0f}\u{200d}",
    ];
    let ids = [own, Id([0; 16]), Id([255; 16]), Id([7; 16])];
    let text = texts[turn % texts.len()].to_owned();
    let number = [i64::MIN, i64::MAX, -1, 0, i64::MAX - 1][turn % 5];
    match ty {
        Type::Text | Type::Note | Type::Phone => Value::Text(text),
        Type::Int | Type::Money => Value::Int(number),
        Type::Decimal => Value::Decimal(Decimal(number)),
        Type::Date => Value::Date(days[turn % days.len()]),
        Type::YesNo => Value::Bool(turn.is_multiple_of(2)),
        Type::Choice(_) => Value::Choice(text),
        Type::Many(_) => Value::Many(vec![text; turn % 40]),
        Type::Link(_) => Value::Link(ids[turn % ids.len()]),
        Type::Links(_) => Value::Links(vec![ids[turn % ids.len()]; turn % 1_000]),
        Type::Place => Value::Place(Place {
            commune: text.clone(),
            name: text,
            day: days[turn % days.len()],
        }),
        Type::Lines(columns) => {
            let row = |n: usize| {
                let cells = columns.iter().map(|c| (c.no, odd(&c.ty, own, turn + n)));
                // two rows with the same id
                Row { id: ids[n % ids.len()], cells: Fields::from_iter(cells) }
            };
            Value::Lines((0..turn % 9).map(row).collect())
        }
    }
}

/// Answers of another field's type, or invalid bytes.
fn fields(all: &[&Field], own: Id, turn: usize) -> Vec<(FieldNo, Vec<u8>)> {
    let one = |(at, field): (usize, &&Field)| {
        let other = all[(at + turn) % all.len()];
        let bytes = match turn % 4 {
            0 | 1 => value_bytes(&odd(&field.ty, own, turn + at)),
            2 => value_bytes(&odd(&other.ty, own, turn + at)),
            _ => vec![255; (turn + at) % 30],
        };
        (field.no, bytes)
    };
    all.iter().enumerate().map(one).collect()
}

fn commands(w: &World, laptop: &std::path::Path) {
    let out = tempfile::tempdir().unwrap();
    for kind in &programme().kinds {
        let file = |ending: &str| {
            out.path().join(format!("{}.{ending}", kind.id)).display().to_string()
        };
        for format in ["table", "csv", "json"] {
            let line = ["list", &kind.id, "--format", format];
            let hq = w.home.dir.to_str().unwrap();
            let ran = run_program(
                command::hq::run,
                now,
                &[&["sotay-hq", "--lang", "vi", "--data", hq][..], &line].concat(),
                b"",
            );
            assert!(ran.well, "hq {line:?}: {}", ran.words);
            clean(&ran.out);
        }
        for ending in ["csv", "xlsx"] {
            let ran = run(laptop, "vi", &["export", &kind.id, "-o", &file(ending)], b"");
            assert!(ran.well, "{} {ending}: {}", kind.id, ran.words);
        }
        let ran = run(laptop, "vi", &["list", &kind.id, "--format", "json"], b"");
        assert!(ran.well, "{}", ran.words);
        clean(&ran.out);
        for line in ran.out.lines().filter(|line| line.starts_with('{')) {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = record["id"].as_str().unwrap();
            for more in [&["--history"][..], &["--format", "json"]] {
                let ran = run(laptop, "vi", &[&["show", id][..], more].concat(), b"");
                assert!(ran.well, "{id}: {}", ran.words);
                clean(&ran.out);
            }
        }
    }
    for line in [
        &["report"][..],
        &["report", "--format", "csv"],
        &["list", "establishment", "--find", "a"],
    ] {
        let hq = w.home.dir.to_str().unwrap();
        let line = [&["sotay-hq", "--lang", "en", "--data", hq][..], line].concat();
        let ran = run_program(command::hq::run, now, &line, b"");
        assert!(ran.well, "{line:?} {}", ran.words);
        clean(&ran.out);
    }
    let geo = out.path().join("e.geojson").display().to_string();
    let xl = out.path().join("r.xlsx").display().to_string();
    for line in
        [&["export", "establishment", "-o", &geo, "--contacts"][..], &["report", "-o", &xl]]
    {
        let ran = run(laptop, "en", line, b"");
        assert!(ran.well, "{line:?} {}", ran.words);
    }
    let ran = run(laptop, "vi", &["list", "visit", "--format", "json"], b"");
    for line in ran.out.lines().filter(|line| line.starts_with('{')) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap();
        let doc = out.path().join(format!("{id}.docx")).display().to_string();
        let ran = run(laptop, "vi", &["print", id, "-o", &doc], b"");
        assert!(ran.well, "{id} {}", ran.words);
    }
    for line in [&["report"][..], &["report", "--format", "json"], &["verify"], &["rebuild"]] {
        let ran = run(laptop, "vi", line, b"");
        assert!(ran.well, "{line:?}: {}", ran.words);
        clean(&ran.out);
    }
}

/// Checks that the output has nothing that could control a terminal.
#[track_caller]
fn clean(said: &str) {
    let bad = said.chars().find(|c| c.is_control() && !['\n', '\t'].contains(c));
    assert_eq!(bad, None);
}

#[test]
fn whatever_a_device_answers_in_any_field_of_any_kind_every_command_works() {
    let mut w = World::new();
    let (a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let mut sender = Sender::of(&a);
    let whole = b.put("establishment", crate::kit::world::establishment("Mộc Ngay Thẳng"));
    w.round(&mut [&mut b]);
    for turn in 0..8 {
        for kind in &headquarters().kinds {
            let id = Id([[kind.no; 8], [turn as u8; 8]].concat().try_into().unwrap());
            let all: Vec<&Field> = kind.fields().collect();
            let fields = cells(fields(&all, id, turn));
            let (kind, entity, origin) = (kind.no, id, Origin::Officer);
            let hlc = [(NOW << 16) + turn as u64, 1, u64::MAX][turn % 3];
            sender.send_at(&mut w, 77, hlc, Body::Put { kind, entity, origin, fields });
        }
    }
    w.fold();
    // the officer's next laptop receives all of it
    let after = w.laptop("Nguyễn An", Some(a.who.number));
    for laptop in [&b, &after] {
        w.down(laptop, true);
    }
    for kind in &programme().kinds {
        let n = |store: &Store| store.records().page(&Query::all(kind.no), 0, 1).unwrap().total;
        assert!(n(&w.store) >= 8 && n(&after.store) >= 8, "{}", kind.id);
    }
    assert_eq!(crate::kit::world::text(&w.get(whole), "name"), "Mộc Ngay Thẳng");
    after.store.close().unwrap();
    w.store.close().unwrap();
    commands(&w, &after.dir);
    all_works(w.reopened(), vec![b, after.again_open()]);
}
