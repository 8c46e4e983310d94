//! Who may write what, tested with a device that writes what its program would not: ops of an
//! enrolled officer on records of others.

mod forged;
mod work;

use serde_json::{Value as Json, json};
use sotay::hq::downlink::lane;
use sotay::hq::downlink::lane::Addressee;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Body, Change, Date, FieldBytes, Hlc, Id, Op, Origin, Patched, Value};
use sotay::storage::format;
use sotay::storage::format::down;
use sotay::storage::format::op::encode_ops;
use sotay::storage::format::raw::split;

use crate::kit::app::App;
use crate::kit::world::{Laptop, World, change, establishment, fields, text};
use crate::kit::{NOW, headquarters, opening};

const DAY: Date = Date { year: 2026, month: 11, day: 20 };

/// The officers' notebooks do not have these records, so what is written there is what a dishonest
/// program would send.
fn forged(laptop: &mut Laptop, kind: &str, id: Id, answers: Json) {
    let (_, fields) = fields(kind, 77, 1, &answers);
    let kind = headquarters().kind_by_id(kind).unwrap().no;
    let origin = Origin::Headquarters;
    change(&laptop.store, Change::Create { kind, id, fields, origin });
}

/// `year` distinguishes two rows of one kind of support.
fn ceiling(w: &mut World, year: u16) -> Id {
    w.put(
        "ceiling",
        json!({"kind": "ung_dung_may_moc", "percent": "50", "cap": 300_000_000,
            "legal_ref": "TT 28/2018", "valid_from": format!("{year}-10-20"), "verified": true}),
    )
}

fn two() -> (World, Laptop, Laptop) {
    let mut w = World::new();
    let (a, b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    (w, a, b)
}

/// Notices that were sent down to the laptop's officer.
fn notices(w: &World, laptop: &Laptop) -> Vec<String> {
    let who = laptop.who.clone();
    let to = Addressee { officer: who.officer, province: who.province };
    let pieces = w.home.lanes().read(&to, lane::VERDICTS, 0, usize::MAX).unwrap();
    let read = pieces.iter().flat_map(|piece| down::decode(&piece.bytes).unwrap().notices);
    read.map(|notice| notice.text).collect()
}

/// Headquarters assigns work at an establishment to an officer.
fn give(w: &mut World, at: Id, to: &Laptop) -> Id {
    w.put(
        "task",
        json!({"what": "Kiểm tra", "establishment": at.to_string(), "owner": "can_bo",
            "due": "2026-12-01", "officer": to.who.officer.to_string(), "state": "dang_lam"}),
    )
}

#[test]
fn what_headquarters_published_is_changed_and_deleted_by_nobody_else() {
    let (mut w, a, mut b) = two();
    let id = ceiling(&mut w, 2018);
    let (mut a, before) = (a, w.get(id));
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"cap": 999_000_000_000_i64, "legal_ref": "FAKE"}));
    a.delete(id);
    w.round(&mut [&mut a, &mut b]);
    w.down(&a, true);
    for (whose, record) in [("headquarters", w.get(id)), ("A", a.get(id)), ("B", b.get(id))] {
        assert_eq!(record.fields, before.fields, "{whose}");
        assert_eq!(record.deleted, None, "{whose}");
    }
    let waits = w.matters("tu_choi");
    assert_eq!(waits.len(), 2);
    assert!(waits.iter().any(|m| text(m, "first").contains("FAKE")), "{waits:?}");
    let told = notices(&w, &a);
    assert!(
        told.len() == 2 && told[0].contains(&opening(&lang::hq::change_refused(Vi, "…"))),
        "{told:?}"
    );
    assert!(notices(&w, &b).is_empty());
}

#[test]
fn the_reviewers_own_record_and_a_colleagues_visit_are_not_an_officers_to_change() {
    let (mut w, mut a, mut b) = two();
    let reviewer = w.store.officer_id();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    let visit = a.put(
        "visit",
        json!({"establishment": home.to_string(), "date": "2026-11-20", "purpose": "khao_sat",
            "observations": "Đang chạy", "conclusion": "dat", "state": "chot",
            "officers": [a.who.officer.to_string()], "operating": "dang_hoat_dong"}),
    );
    w.round(&mut [&mut a, &mut b]);
    let (reviewer_before, visit_before) = (w.get(reviewer), w.get(visit));
    forged(&mut b, "officer", reviewer, json!({"name": "Kẻ Giả", "unit": "X"}));
    b.edit(reviewer, json!({"name": "Kẻ Giả 2"}));
    forged(
        &mut b,
        "visit",
        visit,
        json!({"establishment": home.to_string(),
        "date": "2026-11-20", "observations": "Bịa"}),
    );
    b.edit(visit, json!({"observations": "Bịa nữa"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.get(reviewer).fields, reviewer_before.fields);
    assert_eq!(w.get(visit).fields, visit_before.fields);
    assert_eq!(a.get(visit).fields, visit_before.fields);
    assert_eq!(w.matters("tu_choi").len(), 4);
}

#[test]
fn what_several_officers_meet_in_the_field_is_written_by_any_of_them() {
    let (mut w, mut a, mut b) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    b.edit(id, json!({"workers": 9}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&a.get(id), "workers"), "9");
    assert!(w.matters("tu_choi").is_empty());
}

#[test]
fn work_is_done_by_whom_it_was_given_to_and_nobody_else() {
    let (mut w, mut a, mut b) = two();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let task = give(&mut w, home, &a);
    w.round(&mut [&mut a, &mut b]);
    a.edit(task, json!({"what": "Kiểm tra xong"}));
    let mine = b.who.officer.to_string();
    forged(&mut b, "task", task, json!({"what": "Bịa", "officer": mine}));
    b.edit(task, json!({"what": "Bịa nữa", "officer": mine}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&w.get(task), "what"), "Kiểm tra xong");
    assert_eq!(w.matters("tu_choi").len(), 2);
}

#[test]
fn a_reviewer_takes_over_what_was_refused_or_leaves_it() {
    for (decision, cap) in [("cho_vao", "250000000"), ("de_ngoai", "300000000")] {
        let (mut w, mut a, mut b) = two();
        let id = ceiling(&mut w, 2018);
        w.round(&mut [&mut a, &mut b]);
        a.edit(id, json!({"cap": 250_000_000}));
        w.round(&mut [&mut a, &mut b]);
        assert_eq!(text(&w.get(id), "cap"), "300000000");
        let matter = w.matters("tu_choi")[0].id;
        w.edit(matter, json!({"state": "xong", "decision": decision, "reason": "Đã xem"}));
        w.round(&mut [&mut a, &mut b]);
        w.round(&mut [&mut a, &mut b]);
        for record in [w.get(id), a.get(id), b.get(id)] {
            assert_eq!(text(&record, "cap"), cap, "{decision}");
        }
        assert!(w.matters("tu_choi").is_empty(), "{decision}");
    }
}

/// On the officer's screens, the keys that headquarters would refuse do nothing, and say so.
#[test]
fn a_published_row_is_not_offered_for_deletion() {
    let (mut w, mut a, mut b) = two();
    let id = ceiling(&mut w, 2018);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    let mine = json!({"what": "Việc của A", "establishment": home.to_string(),
        "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam"});
    a.put("task", mine);
    w.round(&mut [&mut a, &mut b]);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("ctrl-p 'muc ho tro toi da' enter").shows("1 hồ sơ");
    for keys in ["del", "enter del"] {
        app.keys(keys).shows("do cấp trên lập").hides("Lý do");
    }
    assert_eq!(app.workers.store().records().get(id).unwrap().unwrap().deleted, None);
    app.keys("ctrl-p 'cam ket' enter")
        .shows("Việc của A")
        .keys("del")
        .shows(lang::review_case::DELETE.get(Vi));
}

/// Writes text into an establishment that headquarters never sent to this laptop.
fn patch(w: &mut World, laptop: &Laptop, id: Id, seq: u64, field: u16, value: &Value) {
    let base = w.get(id).head;
    let bytes = Some(format::value_bytes(value));
    let field = FieldBytes { no: field, bytes, personal: false };
    let fields = vec![Patched { old_hash: 0, field }];
    raw(w, laptop, seq, Body::Patch { entity: id, base, fields });
}

fn raw(w: &mut World, laptop: &Laptop, seq: u64, body: Body) {
    let device = laptop.who.device;
    w.ticks += 1;
    let received = NOW + w.ticks;
    let op = Op { seq, hlc: Hlc((received << 16) + seq), wall_flag: 0, ver: 1, body };
    let bytes = encode_ops(&device, [0; 32], &[op], None).unwrap().bytes;
    let op = split(&bytes).unwrap().ops.remove(0);
    w.arrived.push(ReceivedOp { device, epoch: 99, seq, received, frame: 0, held: false, op });
}

fn field_no(kind: &str, field: &str) -> u16 {
    headquarters().kind_by_id(kind).unwrap().field_by_id(field).unwrap().no
}
