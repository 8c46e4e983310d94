//! Who may write what, tested with a device that writes what its program would not: ops of an
//! enrolled officer on records of others.

use crate::kit::opening;
use crate::kit::{headquarters, programme};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use sotay::hq::downlink::lane;
use sotay::hq::downlink::lane::Addressee;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::programme::spec::Writers;
use sotay::record::{
    Body, Change, Date, FieldBytes, Hlc, Id, Op, Origin, Patched, Place, Query, Value,
};
use sotay::storage::format;
use sotay::storage::format::down;
use sotay::storage::format::op::encode_ops;
use sotay::storage::format::raw::split;

use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::world::{Laptop, World, change, establishment, fields, text};

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

#[test]
fn a_record_under_the_id_of_a_matter_takes_nothing_from_the_reviewer() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    let matter = w.matters("mau_thuan")[0].clone();
    forged(&mut a, "training", matter.id, json!({"trade": "Nghề"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("mau_thuan"), [matter], "{id:?}");
    assert!(!w.matters("su_co").is_empty());
}

/// Many records changed without a right give a reviewer no more cases than can be looked through.
#[test]
fn a_flood_of_refused_changes_is_told_once() {
    let (mut w, mut a, mut b) = two();
    let ids: Vec<Id> = (0..80).map(|n| ceiling(&mut w, 1930 + n)).collect();
    w.round(&mut [&mut a, &mut b]);
    for id in &ids {
        a.edit(*id, json!({"legal_ref": "FAKE"}));
    }
    w.round(&mut [&mut a, &mut b]);
    let matters = w.matters("tu_choi").len();
    assert!((1..=50).contains(&matters), "{matters}");
    assert_eq!(w.matters("giu").len(), 1);
    // the rest is raised after the reviewer closes the case that announces it
    let matter = w.matters("giu")[0].id;
    w.edit(matter, json!({"state": "xong", "decision": "xu_ly", "reason": "Đã gọi"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!((w.matters("tu_choi").len(), w.matters("giu").len()), (80, 0));
    let fake = ids.iter().filter(|id| text(&w.get(**id), "legal_ref") == "FAKE").count();
    assert_eq!(fake, 0);
    let all = Query::all(headquarters().kind_by_id("ceiling").unwrap().no);
    assert_eq!(w.store.records().page(&all, 0, 1).unwrap().total, 80);
}

/// A device about to be revoked used the id that the case for it would get.
#[test]
fn nobody_computes_the_id_of_a_matter_and_takes_it_first() {
    let (mut w, mut a, mut b) = two();
    let mut hash = Sha256::new_with_prefix(b"sotay matter");
    let device: String = a.who.device.iter().map(|byte| format!("{byte:02x}")).collect();
    hash.update(b"cach_ly");
    hash.update(device);
    let whole: [u8; 32] = hash.finalize().into();
    let squat = Id::new(0, whole[..10].try_into().unwrap());
    forged(&mut a, "training", squat, json!({"trade": "Nghề"}));
    w.round(&mut [&mut a, &mut b]);
    w.home.revoke(a.who.number, 0).unwrap();
    a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("cach_ly").len(), 1);
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

#[test]
fn an_officer_of_another_province_changed_what_he_never_saw() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let products = field_no("establishment", "products");
    patch(&mut w, &far, id, 1, products, &Value::Text("Bịa".into()));
    let base = w.get(id).head;
    raw(&mut w, &far, 2, Body::Del { entity: id, base, reason: "phá".into() });
    // nor by first moving the establishment to his own province
    let place = Place { commune: "00004".into(), name: String::new(), day: DAY };
    patch(&mut w, &far, id, 3, field_no("establishment", "place"), &Value::Place(place));
    patch(&mut w, &far, id, 4, products, &Value::Text("Bịa nữa".into()));
    let before = w.get(id);
    w.fold();
    let after = w.get(id);
    assert_eq!((after.fields, after.deleted), (before.fields, None));
    assert_eq!(w.matters("tu_choi").len(), 4);
    assert_eq!(notices(&w, &far).len(), 4);
    // a reviewer accepts one change, and only that one counts
    let matter = w.matters("tu_choi").into_iter().find(|m| text(m, "first").ends_with("Bịa"));
    w.edit(
        matter.unwrap().id,
        json!({"state": "xong", "decision": "cho_vao", "reason": "Đúng"}),
    );
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Bịa");
    assert_eq!(w.get(id).deleted, None);
}

#[test]
fn what_an_officer_wrote_before_he_moved_counted_no_more_when_logs_were_read_again() {
    let (mut w, mut a, b) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let products = field_no("establishment", "products");
    patch(&mut w, &b, id, 1, products, &Value::Text("Trước".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    w.ticks += 1;
    w.moves(&b, "01");
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    // from now on the officer works in another province
    patch(&mut w, &b, id, 2, products, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn whoever_was_given_work_at_an_establishment_far_away_could_write_there_from_then_on() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let mut far = w.laptop_in("01", "Trần Xa", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut far]);
    let products = field_no("establishment", "products");
    patch(&mut w, &far, id, 1, products, &Value::Text("Trước".into()));
    // headquarters' clock stands still here: the change arrived before the work was assigned
    w.arrived.last_mut().unwrap().received = NOW - 1;
    w.fold();
    let task = give(&mut w, id, &far);
    w.ticks += 1000;
    patch(&mut w, &far, id, 2, products, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
    // also when everything is read again, and the work is done and deleted
    let base = w.get(task).head;
    change(&w.store, Change::Delete { id: task, base, reason: "xong".into() });
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn who_took_anothers_work_over_could_not_go_on_with_it() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let project = a.put("project", json!({"name": "Máy sấy gỗ", "plan_year": 2026}));
    w.round(&mut [&mut a]);
    let name = field_no("project", "name");
    patch(&mut w, &far, project, 1, name, &Value::Text("Trước".into()));
    w.fold();
    w.ticks += 1;
    let when = NOW + w.ticks;
    let pair = (a.who.officer, far.who.officer);
    sotay::hq::admin::handover::handover(&w.home, &w.store, pair, when).unwrap();
    patch(&mut w, &far, project, 2, name, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(project), "name"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn a_device_gave_work_to_another_officer() {
    let (mut w, mut a, mut b) = two();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let answers = json!({"what": "Việc cho Bình", "establishment": home.to_string(),
        "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam",
        "officer": b.who.officer.to_string()});
    let (id, fields) = fields("task", 66, 1, &answers);
    let kind = headquarters().kind_by_id("task").unwrap();
    let body = Body::Put {
        kind: kind.no,
        entity: id,
        origin: Origin::Headquarters,
        fields: fields
            .iter()
            .map(|(no, value)| FieldBytes {
                no,
                bytes: Some(format::value_bytes(value)),
                personal: false,
            })
            .collect(),
    };
    raw(&mut w, &a, 1, body);
    w.round(&mut [&mut a, &mut b]);
    // the rest of the op counts
    assert_eq!(text(&w.get(id), "what"), "Việc cho Bình");
    assert_eq!(text(&w.get(id), "officer"), "None");
    assert!(b.store.records().get(id).unwrap().is_none());
    let matters = w.matters("tu_choi");
    assert_eq!(matters.len(), 1);
    assert!(text(&matters[0], "first").contains("Giao cho"), "{matters:?}");
    w.edit(matters[0].id, json!({"state": "xong", "decision": "cho_vao", "reason": "Đúng"}));
    w.round(&mut [&mut a, &mut b]);
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(id), "what"), "Việc cho Bình");
    assert_eq!(w.matters("tu_choi").len(), 0);
}

#[test]
fn work_that_headquarters_gave_was_deleted_by_whom_it_was_given_to() {
    let (mut w, mut a, mut b) = two();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let task = give(&mut w, home, &a);
    w.round(&mut [&mut a, &mut b]);
    a.delete(task);
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.get(task).deleted, None);
    assert_eq!(w.matters("tu_choi").len(), 1);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("ctrl-p 'cam ket' enter").shows("Kiểm tra");
    app.keys("del").shows("do cấp trên lập");
    app.keys("f4").shows("Nguyễn An").keys("esc");
}

/// Every kind, every op, whatever it claims: a device changes nothing that belongs to headquarters,
/// to another officer or to another province.
#[test]
fn no_op_of_a_dishonest_device_changes_what_is_not_its_own() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let mut others = vec![w.store.officer_id(), ceiling(&mut w, 2018)];
    for kind in &headquarters().kinds {
        let own = headquarters().kind_by_id(&kind.id).unwrap();
        if own.writers != Writers::Headquarters {
            let sure = programme().kind_by_id(&kind.id).is_some();
            assert!(sure);
            others.push(a.put(&kind.id, json!({})));
        }
        others.push(w.put(&kind.id, json!({})));
    }
    w.round(&mut [&mut a]);
    w.edit(others[1], json!({"legal_ref": "TT 28"}));
    w.fold();
    let state = |w: &World| -> Vec<_> {
        let one = |id: &Id| {
            let r = w.get(*id);
            let alias = r.alias_of();
            (r.kind, r.fields, r.deleted, r.origin, alias)
        };
        others.iter().map(one).collect()
    };
    let before = state(&w);
    let mut seq = 0;
    for id in &others {
        let base = w.get(*id).head;
        let mut bodies = Vec::new();
        for no in [1, 2, 3, 4, 5, 12] {
            let field = FieldBytes { no, bytes: Some(vec![1, 2, 3]), personal: false };
            let fields = vec![Patched { old_hash: 0, field }];
            bodies.push(Body::Patch { entity: *id, base, fields });
        }
        bodies.push(Body::Del { entity: *id, base, reason: "x".into() });
        bodies.push(Body::Restore { entity: *id, base });
        for kind in &headquarters().kinds {
            for origin in [Origin::Officer, Origin::Headquarters, Origin::MadeUp] {
                let fields = Vec::new();
                bodies.push(Body::Put { kind: kind.no, entity: *id, origin, fields });
            }
        }
        for body in bodies {
            seq += 1;
            raw(&mut w, &far, seq, body);
        }
    }
    w.fold();
    assert_eq!(state(&w), before);
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(state(&w), before);
}

#[test]
fn a_device_brought_up_a_matter_for_every_op_that_it_may_not_send() {
    let verdict = headquarters().kind_by_id("verdict").unwrap().no;
    let own = |n: u64| {
        let (entity, origin) = (Id::new(n, [3; 10]), Origin::Headquarters);
        Body::Put { kind: verdict, entity, origin, fields: Vec::new() }
    };
    let epoch = |n: u64| Body::Epoch { old_epoch: n, old_seq: n, reason: String::new() };
    for body in [&own as &dyn Fn(u64) -> Body, &epoch] {
        let mut w = World::new();
        let a = w.laptop("Nguyễn An", None);
        for n in 1..=300 {
            raw(&mut w, &a, n, body(n));
            if n % 100 == 0 {
                w.fold();
            }
        }
        let told = |w: &World| (w.matters("su_co").len(), w.matters("giu").len());
        assert_eq!(told(&w), (50, 1));
        // nor when everything is read again
        for _ in 0..2 {
            sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
            w.fold();
            assert_eq!(told(&w), (50, 1));
        }
    }
}

/// A laptop whose journal has lost the first op writes the record from its state again.
#[test]
fn an_author_was_accused_of_writing_a_record_of_somebody_else() {
    let (mut w, mut a, mut b) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let kind = headquarters().kind_by_id("establishment").unwrap().no;
    let (_, fields) = fields("establishment", 1, 1, &establishment("Mộc Hòa Phát"));
    let all = fields.iter().map(|(no, value)| FieldBytes {
        no,
        bytes: Some(format::value_bytes(value)),
        personal: false,
    });
    let put = Body::Put { entity: id, kind, fields: all.collect(), origin: Origin::Officer };
    raw(&mut w, &a, 1, put.clone());
    w.fold();
    let kind_of_cases = headquarters().kind_by_id("matter").unwrap().no;
    let cases = w.store.records().page(&Query::all(kind_of_cases), 0, 9).unwrap().total;
    assert_eq!((cases, notices(&w, &a).len()), (0, 0));
    // somebody else may not
    let Body::Put { mut fields, .. } = put else { unreachable!() };
    fields.retain(|field| field.no == 1);
    raw(&mut w, &b, 1, Body::Put { entity: id, kind, fields, origin: Origin::Officer });
    w.fold();
    assert_eq!(w.matters("tu_choi").len(), 1);
}
