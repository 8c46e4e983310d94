//! Verdicts that a restored headquarters has lost, told back by the laptops that hold them.

use serde_json::json;
use sotay::programme::headquarters;
use sotay::record::{Change, Id, Origin, Query, Record, Review, Verdict};
use sotay::store::{Commit, Store};

use super::desk::{Breaks, Office, copy_all};
use super::outgoing::filled;
use super::stick::{carry, import};
use crate::kit::desk::NOW;
use crate::kit::notebook::Notebook;

const WHOLE: Breaks = Breaks { up: None, down: None };

fn no(kind: &str, field: &str) -> u16 {
    headquarters().kind_by_id(kind).unwrap().field_by_id(field).unwrap().no
}

fn commit(store: &Store, change: Change) {
    let commit = Commit { changes: vec![change], ends_draft: None, allow_incomplete: true };
    store.commit(commit).unwrap();
}

fn judge(store: &Store, n: u64, about: Id, verdict: &str, reason: &str) {
    let (id, fields) = crate::hq::fields(
        "verdict",
        9,
        n,
        &json!({"about": about.to_string(), "verdict": verdict, "reason": reason}),
    );
    let kind = headquarters().kind_by_id("verdict").unwrap().no;
    commit(store, Change::Create { kind, id, fields, origin: Origin::Headquarters });
}

fn lost(store: &Store) -> Vec<Record> {
    let kind = headquarters().kind_by_id("matter").unwrap();
    let filter = vec![
        (no("matter", "what"), "duyet_mat".to_owned()),
        (no("matter", "state"), "cho".to_owned()),
    ];
    store.page(&Query { filter, ..Query::all(kind.no) }, 0, 99).unwrap().rows
}

fn said(record: &Record, field: &str) -> String {
    let value = record.fields.get(no("matter", field));
    value.and_then(|value| value.as_text()).unwrap_or_default().to_owned()
}

fn decide(store: &Store, matter: &Record, decision: &str) {
    let (_, fields) = crate::hq::fields(
        "matter",
        9,
        0,
        &json!({"state": "xong", "decision": decision, "reason": "Nhớ rõ"}),
    );
    let set = fields.iter().map(|(no, value)| (no, Some(value.clone()))).collect();
    commit(store, Change::Patch { id: matter.id, base: matter.head, set });
}

fn review(store: &Store, id: Id) -> Option<Review> {
    store.get(id).unwrap().unwrap().review
}

/// Records of the laptop that a reviewer approves and sends back, and which headquarters loses.
/// `by_stick`: how the two meet afterwards.
struct Lost {
    office: Office,
    book: Notebook,
    approved: Id,
    returned: Id,
}

fn lose() -> Lost {
    lose_after(|office, book| office.sync(&book.store, WHOLE).1.unwrap())
}

/// `meet`: how all that the laptop has goes up first.
fn lose_after(meet: impl Fn(&Office, &Notebook)) -> Lost {
    let (office, book) = (Office::new(), filled(4));
    office.enrol(&book.store);
    for _ in 0..2 {
        meet(&office, &book);
        office.fold();
    }
    let kind = headquarters().kind_by_id("intl_lead").unwrap().no;
    let all = book.store.page(&Query::all(kind), 0, 9).unwrap().rows;
    let [approved, returned] = [all[0].id, all[1].id];
    // so that something has come down that the copy's era knows
    let store = office.folded();
    judge(&store, 1, all[2].id, "duyet", "");
    store.close().unwrap();
    office.fold();
    office.sync(&book.store, WHOLE).1.unwrap();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    copy_all(&office.path(), &folder.path().join("hq"));
    let store = office.folded();
    judge(&store, 2, approved, "duyet", "");
    judge(&store, 3, returned, "tra_lai", "Thiếu số lò");
    store.close().unwrap();
    office.fold();
    office.sync(&book.store, WHOLE).1.unwrap();
    assert!(matches!(review(&book.store, approved).unwrap().verdict, Verdict::Approved));
    let office = Office { dir: folder };
    let home = office.home();
    home.begin_waiting(NOW + 5_000, None).unwrap();
    home.publish_later(&office.path(), NOW + 5_000).unwrap();
    Lost { office, book, approved, returned }
}

fn are_given_again(l: &Lost, meet: &dyn Fn()) {
    meet();
    let store = l.office.folded();
    assert!(lost(&store).is_empty(), "nobody has confirmed the devices yet");
    store.close().unwrap();
    l.office.home().confirm(NOW + 6_000).unwrap();
    let store = l.office.folded();
    let matters = lost(&store);
    assert_eq!(matters.len(), 2, "the one that the copy has is not among them");
    for matter in &matters {
        let about = matter.fields.get(no("matter", "about")).and_then(|v| v.as_link()).unwrap();
        let text = said(matter, "first");
        assert!(text.contains("Cục Công Thương"), "{text}");
        assert_eq!(text.contains("Thiếu số lò"), about == l.returned, "{text}");
        decide(&store, matter, "cho_lai");
    }
    store.close().unwrap();
    l.office.fold();
    let store = l.office.folded();
    assert!(lost(&store).is_empty());
    assert!(matches!(review(&store, l.approved).unwrap().verdict, Verdict::Approved));
    let back = review(&store, l.returned).unwrap();
    assert!(matches!(back.verdict, Verdict::SentBack { .. }));
    assert_eq!(back.reason, "Thiếu số lò");
    store.close().unwrap();
    // and the logs read again raise nothing again
    meet();
    let store = l.office.folded();
    sotay::hq::fold::forget(&l.office.home(), &store).unwrap();
    store.close().unwrap();
    let store = l.office.folded();
    assert!(lost(&store).is_empty());
    store.close().unwrap();
    assert!(matches!(review(&l.book.store, l.approved).unwrap().verdict, Verdict::Approved));
}

#[test]
fn verdicts_lost_at_headquarters_were_not_reported_by_the_laptops_that_hold_them() {
    let l = lose();
    are_given_again(&l, &|| l.office.sync(&l.book.store, WHOLE).1.unwrap());
}

/// Files that are not needed any more stay on a stick until somebody deletes them, and say that the
/// laptop has nothing yet.
#[test]
fn verdicts_lost_at_headquarters_come_back_by_stick_too() {
    let stick = tempfile::tempdir().unwrap();
    let l = lose_after(|office, book| {
        carry(&book.store, stick.path()).1.unwrap();
        import(office, stick.path());
    });
    are_given_again(&l, &|| {
        for _ in 0..2 {
            carry(&l.book.store, stick.path()).1.unwrap();
            let refused = import(&l.office, stick.path());
            assert!(refused.iter().all(|b| b.refused.is_none()), "{refused:?}");
            carry(&l.book.store, stick.path()).1.unwrap();
        }
    });
}

#[test]
fn a_verdict_that_is_given_anew_settles_what_a_laptop_told_of_the_old_one() {
    let l = lose();
    l.office.sync(&l.book.store, WHOLE).1.unwrap();
    l.office.home().confirm(NOW + 6_000).unwrap();
    let store = l.office.folded();
    let matters = lost(&store);
    judge(&store, 4, l.approved, "duyet", "");
    let other = matters.iter().find(|m| {
        m.fields.get(no("matter", "about")).and_then(|v| v.as_link()) == Some(l.returned)
    });
    decide(&store, other.unwrap(), "bo_qua");
    store.close().unwrap();
    let store = l.office.folded();
    assert!(lost(&store).is_empty());
    assert!(review(&store, l.returned).is_none());
    store.close().unwrap();
}

/// Nothing that a device says of verdicts changes a record before a reviewer has decided, and it can
/// say nothing of what it did not write.
#[test]
fn a_device_that_lies_about_verdicts_approves_nothing() {
    use sotay::hq::fold::{LogBatch, run};
    use sotay::hq::ingest::log::Verdicts;
    use sotay::storage::format::down::{About, Down, encode};
    let mut w = crate::hq::world::World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let own = a.put("establishment", crate::hq::world::establishment("Của An"));
    let foreign = b.put("establishment", crate::hq::world::establishment("Của Bình"));
    w.round(&mut [&mut a, &mut b]);
    let shut_out = w.laptop("Nguyễn An", Some(a.who.number));
    let lie = |about: Id| {
        let head = w.get(about).head;
        let reason = format!("x\n2. {}\u{1b}[2J", "dài ".repeat(4_000));
        let (verdict, by) = (Verdict::Approved, "Trần Duyệt".to_owned());
        About::of(about, &Review { verdict, reason, by, when: NOW - 5, head })
    };
    let reviews = vec![lie(own), lie(foreign), About { entity: [9; 16], ..lie(own) }];
    let content = encode(&Down { reviews, ..Down::default() });
    let many = (0..90).map(|n| {
        let mut one = lie(own);
        one.review.when = NOW - 5 + n;
        one
    });
    let many = encode(&Down { reviews: many.collect(), ..Down::default() });
    // however many it makes up about one record, that is one matter
    for (held, found, content) in [(true, 0, &content), (false, 1, &content), (false, 1, &many)]
    {
        let said = Verdicts { time: NOW, held, content: content.clone() };
        let mut waiting = Some(LogBatch {
            verdicts: vec![(a.who.device, 3, said)],
            places: vec![(a.who.device, 90 + found as u64 + content.len() as u64)],
            ..LogBatch::default()
        });
        let mut logs = |_: &_, _| Ok(waiting.take().unwrap_or_default());
        run(&w.home, &w.store, &mut logs, crate::kit::desk::now).unwrap();
        assert_eq!(w.matters("duyet_mat").len(), found, "{held}");
    }
    assert!(w.get(own).review.is_none() && w.get(foreign).review.is_none());
    // what is no list of verdicts is refused at the door
    let more = Down {
        notices: vec![sotay::storage::format::down::Notice { when: 1, text: "x".into() }],
        ..Down::default()
    };
    assert!(sotay::sync::verdicts::read(&encode(&more)).is_err());
    drop(shut_out);
}

#[test]
fn a_sync_said_sent_back_of_what_the_officer_had_corrected() {
    let (office, mut book) = (Office::new(), filled(2));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    let round = |book: &Notebook| {
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        office.fold();
        import(&office, stick.path());
        carry(&book.store, stick.path()).0
    };
    round(&book);
    let kind = headquarters().kind_by_id("intl_lead").unwrap().no;
    let all = book.store.page(&Query::all(kind), 0, 9).unwrap().rows;
    let [corrected, open] = [all[0].id, all[1].id];
    let store = office.folded();
    judge(&store, 1, corrected, "tra_lai", "Thiếu số lò");
    judge(&store, 2, open, "tra_lai", "Thiếu số lò");
    store.close().unwrap();
    office.fold();
    book.edit(corrected, json!({"partner": "Đã sửa"}));
    let done = round(&book);
    assert_eq!(done.reviews.len(), 2, "{done:?}");
    assert_eq!(done.sent_back.into_iter().collect::<Vec<_>>(), [open]);
}
