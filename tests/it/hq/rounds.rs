//! What officers and reviewers see of each other (`design.md` scenes 8 and 9).

mod conflicts;

use serde_json::json;
use sotay::hq::downlink::lane::{Addressee, VERDICTS};
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::Role;
use sotay::record::{Origin, Verdict};
use sotay::storage::format::down;
use sotay::store::Store;

use crate::kit::world::{World, establishment, text};
use crate::kit::{opening, records};

#[test]
fn a_visit_sent_back_arrives_with_its_reason_and_field() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let home = a.put("establishment", establishment("Mộc A"));
    let visit = a.put(
        "visit",
        json!({"establishment": home.to_string(), "date": "2026-11-20",
        "purpose": "khao_sat", "observations": "Đang chạy", "state": "chot"}),
    );
    w.round(&mut [&mut a]);
    w.put(
        "verdict",
        json!({"about": visit.to_string(), "verdict": "tra_lai",
        "question": "Lao động hiện có", "reason": "Thiếu số lao động"}),
    );
    w.round(&mut [&mut a]);
    let review = a.get(visit).review.unwrap();
    assert_eq!(review.verdict, Verdict::SentBack { field: Some(11) });
    assert_eq!((&*review.reason, &*review.by), ("Thiếu số lao động", "Trần Duyệt"));
    assert_eq!(review.head, a.get(visit).head);
    // a rebuild from the journal gives the same
    let before = a.get(visit);
    let folder = a.dir.clone();
    a.store.close().unwrap();
    Store::rebuild(Role::Officer, &folder, crate::kit::now).unwrap();
    let a = a.again_open();
    assert_eq!(a.get(visit), before);
    w.put("verdict", json!({"about": visit.to_string(), "verdict": "duyet"}));
    w.fold();
    w.down(&a, false);
    assert_eq!(a.get(visit).review.unwrap().verdict, Verdict::Approved);
}

#[test]
fn an_assignment_reaches_its_officer_and_nobody_else() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let home = a.put("establishment", establishment("Mộc A"));
    w.round(&mut [&mut a, &mut b]);
    let task = w.put(
        "task",
        json!({"establishment": home.to_string(), "what": "Kiểm tra tiến độ",
        "owner": "can_bo", "officer": b.who.officer.to_string(), "due": "2026-12-01",
        "state": "dang_lam"}),
    );
    w.round(&mut [&mut a, &mut b]);
    assert!(a.store.records().get(task).unwrap().is_none());
    let got = b.get(task);
    assert_eq!(
        (text(&got, "what"), got.origin),
        ("Kiểm tra tiến độ".into(), Origin::Headquarters)
    );
    let today = b
        .store
        .records()
        .today(sotay::record::Date { year: 2026, month: 11, day: 23 })
        .unwrap();
    assert_eq!((today.assigned.total, today.tasks_due.total), (1, 0));
    b.edit(task, json!({"state": "xong", "done_date": "2026-11-23"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&w.get(task), "state"), "xong");
}

#[test]
fn published_rows_reach_everybody() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let target = w.put(
        "target",
        json!({"indicator": "I1", "year_from": 2026, "year_to": 2026,
        "value": 12, "decision": "235/QĐ-TTg", "verified": true}),
    );
    w.round(&mut [&mut a, &mut b]);
    for laptop in [&a, &b] {
        assert_eq!(text(&laptop.get(target), "decision"), "235/QĐ-TTg");
    }
}

#[test]
fn a_new_laptop_brings_the_notebook_back_and_the_old_one_is_shut_out() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let home = a.put("establishment", establishment("Mộc A"));
    let visit = a.put(
        "visit",
        json!({"establishment": home.to_string(), "date": "2026-11-20",
        "purpose": "khao_sat", "observations": "Đang chạy"}),
    );
    w.round(&mut [&mut a, &mut b]);
    b.edit(home, json!({"workers": 40}));
    a.edit(visit, json!({"observations": "Đang chạy, hai ca"}));
    w.round(&mut [&mut a, &mut b]);
    let late = a.put("establishment", establishment("Chưa gửi"));
    let new = w.laptop("Nguyễn An", Some(a.who.number));
    assert_eq!((new.who.officer, new.who.number), (a.who.officer, a.who.number));
    w.down(&new, true);
    assert_eq!(text(&new.get(visit), "observations"), "Đang chạy, hai ca");
    assert_eq!(text(&new.get(home), "workers"), "40");
    assert_eq!(text(&new.get(a.who.officer), "name"), "Nguyễn An");
    // it gets one notice that what the old one wrote later is missing
    w.fold();
    let to = Addressee { officer: new.who.officer, province: "25".into() };
    let pieces = w.home.lanes().read(&to, VERDICTS, 0, usize::MAX).unwrap();
    let notices = pieces.iter().flat_map(|p| down::decode(&p.bytes).unwrap().notices);
    assert_eq!(
        notices.filter(|n| n.text.contains(&opening(&lang::hq::old_laptop(Vi, "…")))).count(),
        1
    );
    // the old laptop appears again: what it sends waits for a decision
    w.send(&mut a);
    w.fold();
    assert!(w.store.records().get(late).unwrap().is_none());
    let matter = w.matters("cach_ly")[0].id;
    w.edit(
        matter,
        json!({"state": "xong", "decision": "cho_vao", "reason": "Máy đã tìm thấy"}),
    );
    w.fold();
    assert_eq!(text(&w.get(late), "name"), "Chưa gửi");
}

#[test]
fn what_cannot_be_understood_waits_and_the_rest_goes_on() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let first = a.put("establishment", establishment("Mộc A"));
    let second = a.put("establishment", establishment("Mộc Khác"));
    a.edit(first, json!({"workers": 6}));
    a.edit(first, json!({"workers": 7}));
    a.edit(second, json!({"workers": 8}));
    w.send(&mut a);
    // a newer program wrote the first change in an unknown form
    let patch = w.arrived.iter().position(|x| x.op.body.0[0] == 2).unwrap();
    let mut newer = w.arrived[patch].clone();
    newer.op.ver = 9;
    let head = |x: &sotay::hq::ingest::batch::ReceivedOp| {
        sotay::storage::format::head(&x.op.opid(&x.device))
    };
    let (old, new) = (head(&w.arrived[patch]), head(&newer));
    w.arrived[patch] = newer;
    let base: Vec<usize> = (0..w.arrived.len())
        .filter(|at| {
            matches!(w.arrived[*at].op.read(1).unwrap().body,
            sotay::record::Body::Patch { base, .. } if base == old)
        })
        .collect();
    for at in base {
        use sotay::storage::format::wire;
        use sotay::storage::format::wire::PatchV1;
        let body = &w.arrived[at].op.body.0;
        let mut patch: PatchV1 = wire::record(&body[1..]).unwrap();
        patch.base = new;
        w.arrived[at].op.body.0 = [&[2], &wire::encode(&patch)[..]].concat();
    }
    let folded = w.fold();
    assert_eq!(folded.held, 2, "the newer one and what was built on it");
    assert_eq!(text(&w.get(first), "workers"), "5");
    assert_eq!(text(&w.get(second), "workers"), "8");
    assert_eq!(w.matters("giu").len(), 1);
}

#[test]
fn an_officer_cannot_write_verdicts() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let home = a.put("establishment", establishment("Mộc A"));
    w.send(&mut a);
    let put = w.arrived.iter().position(|x| x.op.body.0[0] == 1).unwrap();
    let mut forged = w.arrived[put].clone();
    let (id, fields) = crate::kit::world::fields(
        "verdict",
        7,
        7,
        &json!({"about": home.to_string(), "verdict": "duyet"}),
    );
    use sotay::storage::format::wire;
    use sotay::storage::format::wire::{Bytes, FieldIs, FieldV1, PutV1};
    let fields = fields.iter().map(|(no, v)| FieldV1 {
        no,
        is: FieldIs::Plain(Bytes(sotay::storage::format::value_bytes(v))),
    });
    let kind = crate::kit::kind("verdict").no;
    let body = PutV1 { kind, entity: id.0, origin: 2, fields: fields.collect() };
    forged.op.body.0 = [&[1], &wire::encode(&body)[..]].concat();
    forged.op.beside.clear();
    forged.seq += 100;
    w.arrived.push(forged);
    w.fold();
    assert!(w.store.records().get(id).unwrap().is_none());
    assert!(w.get(home).review.is_none());
    assert_eq!(w.matters("su_co").len(), 1);
}

#[test]
fn headquarters_notebook_verifies_and_rebuilds_to_the_same() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc A"));
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"name": "Mộc B"}));
    b.edit(id, json!({"name": "Mộc C"}));
    w.round(&mut [&mut a, &mut b]);
    let (before, told) = (w.get(id), w.store.downlink().remote_ops(id).unwrap());
    assert_eq!(w.store.history().of(id).unwrap().len(), 3);
    let folder = w.home.dir.clone();
    w.store.close().unwrap();
    let report = Store::rebuild(Role::Headquarters, &folder, crate::kit::now).unwrap();
    assert!(report.whole(), "{report:?}");
    let w = w.reopened();
    assert_eq!(w.get(id), before);
    assert_eq!(w.store.downlink().remote_ops(id).unwrap(), told);
    // nothing is left to do
    assert_eq!(w.fold(), Default::default());
}

#[test]
fn one_officers_work_is_handed_to_another() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let home = a.put("establishment", establishment("Mộc A"));
    let task = a.put(
        "task",
        json!({"establishment": home.to_string(), "what": "Gửi hồ sơ",
        "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam"}),
    );
    w.round(&mut [&mut a, &mut b]);
    assert!(b.store.records().get(task).unwrap().is_none());
    let (from, to) = (a.who.officer, b.who.officer);
    let done =
        sotay::hq::admin::handover::handover(&w.home, &w.store, (from, to), crate::kit::now())
            .unwrap();
    assert_eq!((done.records, done.tasks), (1, 1));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(task), "what"), "Gửi hồ sơ");
    b.edit(task, json!({"state": "xong", "done_date": "2026-11-23"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&a.get(task), "state"), "xong");
}

#[test]
fn reading_the_logs_again_changes_nothing_and_sends_nothing() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc A"));
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"name": "Mộc B"}));
    b.edit(id, json!({"name": "Mộc C"}));
    w.round(&mut [&mut a, &mut b]);
    w.put("verdict", json!({"about": id.to_string(), "verdict": "duyet"}));
    w.round(&mut [&mut a, &mut b]);
    let (before, matters) = (w.get(id), records::count(&w.store));
    let lanes = || {
        let mut sizes: Vec<_> = std::fs::read_dir(w.home.dir.join("lanes"))
            .unwrap()
            .map(|e| {
                let e = e.unwrap();
                (e.file_name(), e.metadata().unwrap().len())
            })
            .collect();
        sizes.sort();
        sizes
    };
    let sizes = lanes();
    let again = w.store.downlink().logs().unwrap().into_keys().map(|log| (log, 0)).collect();
    let nothing = sotay::storage::format::down::encode(&Default::default());
    w.store.downlink().take_fold(w.home.secret.era, again, &nothing).unwrap();
    w.fold();
    assert_eq!((w.get(id), records::count(&w.store)), (before, matters));
    assert_eq!(lanes(), sizes);
}

#[test]
fn one_poison_op_among_many_stops_nobody() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    for n in 0..30 {
        a.put("establishment", establishment(&format!("Xưởng {n}")));
        b.put("establishment", establishment(&format!("Lò {n}")));
    }
    w.send(&mut a);
    w.send(&mut b);
    // a personal answer that does not fit its hash: the op stays, but has no effect
    let bad = w.arrived.iter().position(|x| x.seq == 9 && !x.op.beside.is_empty()).unwrap();
    w.arrived[bad].op.beside[0].bytes.0.push(0);
    let stranger =
        sotay::hq::ingest::batch::ReceivedOp { device: [9; 16], ..w.arrived[3].clone() };
    w.arrived.push(stranger);
    let folded = w.fold();
    assert_eq!((folded.held, folded.records), (1, 62));
    assert_eq!((w.matters("giu").len(), w.matters("su_co").len()), (1, 1));
    assert_eq!(w.fold(), Default::default());
}
