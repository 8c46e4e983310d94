//! Released formats of what comes down, and of what headquarters and a laptop store about devices.
//! `down-v1.txt` was made by another program, `hq-v1`, `hq-moves-v1` and `rolls-v1` by this one;
//! none of them is ever made again.

use sotay::programme::Role;
use sotay::sync::peer_state::PeerState;
use std::path::Path;

use sotay::hq::HqDirectory;
use sotay::hq::admin::audit::HqAudit;
use sotay::hq::admin::officer::Enrolled;
use sotay::programme::spec::Programme;
use sotay::record::{Author, Hlc, Id, Record, Review, Stamp, Value, Verdict};
use sotay::storage::format::down;
use sotay::storage::format::down::Frame;
use sotay::storage::format::record::{decode_record, encode_record};
use sotay::store::journal::Damage;

use super::program::Centre;
use crate::kit::NOW;
use crate::kit::copy_folder;
use crate::kit::notebook::Notebook;

const GOLDEN: &str = include_str!("../../golden/down-v1.txt");
const MS: u64 = 1_795_000_000_000;

fn bytes(name: &str) -> Vec<u8> {
    let lines = GOLDEN.lines().skip_while(|line| *line != format!("== {name}")).skip(1);
    let hex: String = lines.take_while(|line| !line.starts_with("==")).collect();
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

fn author() -> Author {
    Author { device: [2; 16], officer: Id([3; 16]), hlc: Hlc((MS + 5) << 16) }
}

fn review() -> Review {
    Review {
        verdict: Verdict::SentBack { field: Some(11) },
        reason: "Thiếu ảnh".into(),
        by: "Trần Duyệt".into(),
        at: MS + 9,
        head: 77,
    }
}

#[test]
fn a_content_reads_and_writes_as_released() {
    let golden = bytes("content");
    let content = down::decode(&golden).unwrap();
    assert_eq!(down::encode(&content), golden);
    let [image, gone] = &content.images[..] else { panic!() };
    assert_eq!((image.entity, image.rev, image.head), ([1; 16], 1 << 40, 77));
    assert_eq!((&*image.of, &*image.name), (&[70, 71][..], "Lê Bình"));
    assert_eq!(image.review(), Some(review()));
    assert_eq!(image.covers[0].hlc, (MS + 5) << 16);
    assert_eq!(gone.deleted.as_deref(), Some("trùng"));
    let verdicts: Vec<Verdict> = content.reviews.iter().map(|a| a.review().verdict).collect();
    let with = Id([5; 16]);
    let all = [
        Verdict::Approved,
        Verdict::SentBack { field: None },
        Verdict::Held,
        Verdict::Conflict { field: 18 },
        Verdict::Merged { with },
    ];
    assert_eq!(verdicts, all);
    assert_eq!((content.ops[0].seq, &*content.ops[0].op.body.0), (4, &b"\x03xyz"[..]));
    assert_eq!(content.notices[0].text, "Máy cũ gửi lần cuối hôm qua");
}

#[test]
fn a_journal_frame_around_it_reads_and_writes_as_released() {
    let golden = bytes("frame");
    let frame: Frame = down::decode_frame(&golden).unwrap();
    assert_eq!(down::encode_frame(&frame).unwrap(), golden);
    assert_eq!((frame.lane, frame.era, frame.position), (2, MS, 12));
    assert_eq!((&*frame.kept[0].fields, frame.kept[0].life), (&[1, 300][..], true));
    assert_eq!(frame.logs[0].at, 500);
    assert_eq!(down::encode(&frame.read()), bytes("content"));
}

#[test]
fn a_record_with_a_verdict_reads_and_writes_as_released() {
    let none = Programme {
        id: "none".into(),
        version: 1,
        kinds: Vec::new(),
        lists: Vec::new(),
        role: Role::Officer,
        indicators: Default::default(),
    };
    let fields =
        [(1, Value::Unknown("\u{7}Mộc A".into())), (40, Value::Unknown(vec![0xff, 0xff]))];
    let stamp = |hlc, seq| Stamp { hlc: Hlc(hlc), seq };
    let record = Record {
        fields: fields.into_iter().collect(),
        head: 77,
        origin: sotay::record::Origin::Import,
        changed: stamp(6, 0),
        is_local: Hlc(5),
        by: Some(author()),
        review: Some(review()),
        rev: 1 << 40,
        ..Record::blank(1, Id([1; 16]), stamp(5, 1))
    };
    let golden = bytes("record");
    assert_eq!(decode_record(1, Id([1; 16]), &golden, &none).unwrap(), record);
    assert_eq!(encode_record(&record).unwrap(), golden);
}

/// Truncated, flipped, or with a wrong length: read or refused, never a panic.
#[test]
fn bytes_from_anywhere_are_read_or_refused() {
    for name in ["content", "frame"] {
        let golden = bytes(name);
        for at in 0..golden.len() {
            assert!(
                down::decode(&golden[..at]).is_err() || name == "frame",
                "{name} cut at {at}"
            );
            for bit in 0..8 {
                let mut bad = golden.clone();
                bad[at] ^= 1 << bit;
                if let Ok(content) = down::decode(&bad) {
                    assert!(down::encode(&content).len() <= bad.len() + 16);
                }
                drop(down::decode_frame(&bad));
            }
        }
    }
    // a length beyond any memory
    assert!(down::decode(&[0, 253, 255, 255, 255, 255, 255, 255, 255, 255]).is_err());
}

/// Devices with and without an entry in a list, cases that wait for the administrator, a handover,
/// and verdicts that a laptop reported: files of headquarters that none of the other golden files
/// has.
#[test]
fn a_headquarters_that_was_restored_reads_as_released() {
    let centre = Centre::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hq-v1");
    copy_folder(&golden, &centre.path("old"));
    let home = HqDirectory::open(&centre.path("old")).unwrap();
    let officers = home.officers().unwrap();
    let known: Vec<_> = officers
        .iter()
        .map(|o| (&*o.certificate().name, o.revoked.is_some(), o.kept_until))
        .collect();
    assert_eq!(known, [("Nguyễn An", false, None), ("Lê Bình", true, Some(2))]);
    assert_eq!(home.awaits_confirm().unwrap().unwrap().learned.removed, 1);
    let handed = home.handovers().unwrap();
    assert_eq!(handed.len(), 1);
    assert_eq!(handed[0].from, officers[0].certificate().officer);
    assert_eq!(centre.run_on("old", &["confirm", "--yes"]).code, 0);
    let matters = centre.run_on("old", &["list", "matter", "--format", "json"]).out;
    assert!(matters.contains("duyet_mat"), "{matters}");
}

/// One officer who has moved twice, and one who moved once and was revoked; without a notebook.
#[test]
fn the_provinces_of_officers_who_have_moved_read_as_released() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hq-moves-v1");
    let officers = HqDirectory::open(&golden).unwrap().officers().unwrap();
    let [an, binh] = officers.as_slice() else { panic!("{}", officers.len()) };
    let at = |officer: &Enrolled, when: u64| officer.province_at(NOW + when).to_owned();
    assert_eq!((&*an.certificate().name, an.revoked), ("Nguyễn An", None));
    assert_eq!((&*binh.certificate().name, binh.revoked), ("Lê Bình", Some(NOW + 4_000)));
    let whens = [0, 1_000, 1_001, 2_000, 2_001, 3_000, 3_001];
    assert_eq!(whens.map(|when| at(an, when)), ["19", "19", "25", "25", "01", "01", "01"]);
    assert_eq!(whens.map(|when| at(binh, when)), ["19", "19", "19", "19", "19", "19", "25"]);
}

#[test]
fn the_lists_that_a_laptop_keeps_read_as_released() {
    let book = Notebook::new();
    let store = &book.store;
    let golden = include_bytes!("../../golden/rolls-v1");
    std::fs::write(store.dir().join("rolls"), golden).unwrap();
    let kept = PeerState::of(store).rolls();
    let [(newer, _), (older, _)] = kept.as_slice() else { panic!("{}", kept.len()) };
    assert!(newer.era > older.era && newer.key_id == older.key_id);
}

/// Where the audit log ends and what it has lost. The log itself is missing.
#[test]
fn the_end_of_an_audit_log_reads_as_released() {
    let dir = tempfile::tempdir().unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hq-audit-end-v1");
    copy_folder(&golden, dir.path());
    let home = HqDirectory::open(dir.path()).unwrap();
    let report = HqAudit { home: &home }.verify().unwrap();
    let lost = |from, to| Damage::Lost { file: 1, from, to };
    assert_eq!(report.damage, [lost(2, 3), lost(1, 2)]);
}
