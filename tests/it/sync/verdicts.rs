//! Verdicts that a restored headquarters has lost, reported back by the laptops that have them.

mod asked;
mod replaced;

use serde_json::json;
use sotay::hq::ingest::log::Verdicts;
use sotay::record::{Change, Id, Origin, Query, Record, Review, Verdict};
use sotay::storage::format::down::{About, Down, encode};
use sotay::store::{Commit, Store};
use sotay::sync::SyncError;

use super::outgoing::filled;
use super::stick::{carry, import};
use crate::kit::headquarters::{Breaks, Headquarters};
use crate::kit::notebook::Notebook;
use crate::kit::{NOW, copy_folder, field_no, headquarters};

const WHOLE: Breaks = Breaks { up: None, down: None };

fn commit(store: &Store, change: Change) {
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
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
        (field_no("matter", "what"), "duyet_mat".to_owned()),
        (field_no("matter", "state"), "cho".to_owned()),
    ];
    store.records().page(&Query { filter, ..Query::all(kind.no) }, 0, 99).unwrap().rows
}

fn said(record: &Record, field: &str) -> String {
    let value = record.fields.get(field_no("matter", field));
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
    store.records().get(id).unwrap().unwrap().review
}

/// Records of the laptop that a reviewer approves or sends back, and that headquarters loses.
/// `by_stick`: how the two sync afterwards.
struct Lost {
    office: Headquarters,
    book: Notebook,
    approved: Id,
    returned: Id,
}

fn lose() -> Lost {
    lose_after(|office, book| office.sync(&book.store, WHOLE).1.unwrap())
}

/// `meet`: how all changes of the laptop are sent first.
fn lose_after(meet: impl Fn(&Headquarters, &Notebook)) -> Lost {
    lose_with(meet, &mut |_, _| {})
}

/// `before`: what is done with the laptop before it receives the verdicts that are lost.
fn lose_with(
    meet: impl Fn(&Headquarters, &Notebook),
    before: &mut dyn FnMut(&Headquarters, &mut Notebook),
) -> Lost {
    let (office, mut book) = (Headquarters::new(), filled(4));
    office.enrol(&book.store);
    for _ in 0..2 {
        meet(&office, &book);
        office.fold();
    }
    let kind = headquarters().kind_by_id("intl_lead").unwrap().no;
    let all = book.store.records().page(&Query::all(kind), 0, 9).unwrap().rows;
    let [approved, returned] = [all[0].id, all[1].id];
    // so that something was sent down that the copy's era knows
    let store = office.folded();
    judge(&store, 1, all[2].id, "duyet", "");
    store.close().unwrap();
    office.fold();
    office.sync(&book.store, WHOLE).1.unwrap();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    copy_folder(&office.path(), &folder.path().join("hq"));
    before(&office, &mut book);
    let store = office.folded();
    judge(&store, 2, approved, "duyet", "");
    judge(&store, 3, returned, "tra_lai", "Thiếu số lò");
    store.close().unwrap();
    office.fold();
    office.sync(&book.store, WHOLE).1.unwrap();
    assert!(matches!(review(&book.store, approved).unwrap().verdict, Verdict::Approved));
    let office = Headquarters { dir: folder };
    let home = office.home();
    home.require_confirm(NOW + 5_000, None).unwrap();
    home.begin_era(&office.path(), NOW + 5_000).unwrap();
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
        let about =
            matter.fields.get(field_no("matter", "about")).and_then(|v| v.as_link()).unwrap();
        let text = said(matter, "first");
        assert!(text.contains("Trần Duyệt"), "{text}");
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
    // reading the logs again raises nothing again
    meet();
    let store = l.office.folded();
    sotay::hq::fold::cursors::reset(&l.office.home(), &store).unwrap();
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

/// Files that are no longer needed stay on a stick until a person deletes them, and look as if the
/// laptop had received nothing.
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
        m.fields.get(field_no("matter", "about")).and_then(|v| v.as_link()) == Some(l.returned)
    });
    decide(&store, other.unwrap(), "bo_qua");
    store.close().unwrap();
    let store = l.office.folded();
    assert!(lost(&store).is_empty());
    assert!(review(&store, l.returned).is_none());
    store.close().unwrap();
}

/// Nothing that a device reports about verdicts changes a record before a reviewer has decided, and
/// it can report only about records that it wrote.
#[test]
fn a_device_that_lies_about_verdicts_approves_nothing() {
    use sotay::hq::fold::run;
    use sotay::hq::ingest::batch::LogBatch;
    let mut w = crate::kit::world::World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let own = a.put("establishment", crate::kit::world::establishment("Của An"));
    let foreign = b.put("establishment", crate::kit::world::establishment("Của Bình"));
    w.round(&mut [&mut a, &mut b]);
    let shut_out = w.laptop("Nguyễn An", Some(a.who.number));
    let lie = |about: Id| {
        let head = w.get(about).head;
        let reason = format!("x\n2. {}\u{1b}[2J", "dài ".repeat(4_000));
        let (verdict, by) = (Verdict::Approved, "Trần Duyệt".to_owned());
        About::of(about, &Review { verdict, reason, by, at: NOW - 5, head })
    };
    let reviews = vec![lie(own), lie(foreign), About { entity: [9; 16], ..lie(own) }];
    let content = encode(&Down { reviews, ..Down::default() });
    let many = (0..90).map(|n| {
        let mut one = lie(own);
        one.review.when = NOW - 5 + n;
        one
    });
    let many = encode(&Down { reviews: many.collect(), ..Down::default() });
    // however many it makes up about one record, that is one case, which a reviewer decides
    for (held, content) in [(true, &content), (false, &content), (false, &many)] {
        let told = Verdicts { time: NOW, held, content: content.clone() };
        let mut waiting = Some(LogBatch {
            verdicts: vec![(a.who.device, told)],
            places: vec![(a.who.device, 90 + u64::from(held) + content.len() as u64)],
            ..LogBatch::default()
        });
        let mut logs = |_: &_, _| Ok(waiting.take().unwrap_or_default());
        run(&w.home, &w.store, &mut logs, crate::kit::now).unwrap();
        let matters = w.matters("duyet_mat");
        assert_eq!(matters.len(), 1, "{held}");
        assert!(said(&matters[0], "first").contains("đã bị thu hồi"));
    }
    assert!(w.get(own).review.is_none() && w.get(foreign).review.is_none());
    // data that is no list of verdicts is refused on arrival
    let more = Down {
        notices: vec![sotay::storage::format::down::Notice { when: 1, text: "x".into() }],
        ..Down::default()
    };
    assert!(sotay::sync::verdicts::read(&encode(&more)).is_err());
    drop(shut_out);
}

/// The sync succeeds, or is refused because the device is revoked.
fn expect_ended(done: Result<(), SyncError>) {
    assert!(matches!(done, Ok(()) | Err(SyncError::Revoked { .. })), "{done:?}");
}

/// However many verdicts a laptop received, each is reported back.
#[test]
fn of_many_verdicts_in_one_segment_the_last_ones_were_left_out() {
    let mut w = crate::kit::world::World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let mut all: Vec<Id> = Vec::new();
    for n in [501, 1_000, 5_000] {
        let more = (all.len()..n)
            .map(|i| a.put("intl_lead", json!({"partner": format!("Đối tác {i}")})));
        all.extend(more.collect::<Vec<_>>());
        // as they were sent down to it
        let reviews = all.iter().map(|id| {
            let (verdict, head) = (Verdict::Approved, a.get(*id).head);
            let (reason, by) = (String::new(), "Y".to_owned());
            About::of(*id, &Review { verdict, reason, by, at: NOW - 5, head })
        });
        let down = Down { reviews: reviews.collect(), ..Down::default() };
        for (at, part) in (1..).zip(down.split(48 * 1024)) {
            a.store.downlink().take(0, n as u64, at, &encode(&part)).unwrap();
        }
        let told = sotay::sync::verdicts::reported_since(&a.store, 0).unwrap();
        assert!(told.len() <= sotay::sync::verdicts::MOST);
        assert!(told.iter().all(|content| content.len() <= sotay::sync::verdicts::LONGEST));
        let read = told.iter().map(|content| sotay::sync::verdicts::read(content).unwrap());
        let read: std::collections::BTreeSet<Id> = read.flatten().map(|(id, _)| id).collect();
        assert_eq!(read, all.iter().copied().collect());
        if n > 501 {
            continue;
        }
        // and is folded
        assert_eq!(told.len(), 1, "all in one segment");
        w.send(&mut a);
        let told = told.into_iter().map(|content| Verdicts { time: NOW, held: false, content });
        w.reported.extend(told.map(|told| (a.who.device, told)));
        w.fold();
        let kind = headquarters().kind_by_id("matter").unwrap();
        let filter = vec![(field_no("matter", "what"), "duyet_mat".to_owned())];
        let query = Query { filter, ..Query::all(kind.no) };
        assert_eq!(w.store.records().page(&query, 0, 1).unwrap().total, n);
    }
}

/// A record written after the copy comes from a laptop that is now revoked: it waits for a
/// reviewer, and so does the verdict about it.
#[test]
fn a_lost_verdict_of_a_record_that_waits_was_forgotten_when_that_was_let_in() {
    let mut late = None;
    let l = lose_with(
        |office, book| office.sync(&book.store, WHOLE).1.unwrap(),
        &mut |office, book| {
            let id = super::outgoing::add(book, 77);
            office.sync(&book.store, WHOLE).1.unwrap();
            let store = office.folded();
            judge(&store, 5, id, "tra_lai", "Thiếu ảnh");
            store.close().unwrap();
            office.fold();
            office.sync(&book.store, WHOLE).1.unwrap();
            late = Some(id);
        },
    );
    let (late, new) = (late.unwrap(), filled(1));
    assert_eq!(review(&l.book.store, late).unwrap().reason, "Thiếu ảnh");
    l.office.enrol_as(&new.store, Some(1));
    expect_ended(l.office.sync(&l.book.store, WHOLE).1);
    l.office.home().confirm(NOW + 6_000).unwrap();
    let store = l.office.folded();
    assert_eq!((lost(&store).len(), store.records().get(late).unwrap()), (2, None));
    let kind = headquarters().kind_by_id("matter").unwrap();
    let waits = vec![(field_no("matter", "what"), "cach_ly".to_owned())];
    let query = Query { filter: waits, ..Query::all(kind.no) };
    let waiting = store.records().page(&query, 0, 9).unwrap().rows;
    assert_eq!(waiting.len(), 1);
    decide(&store, &waiting[0], "cho_vao");
    store.close().unwrap();
    let store = l.office.folded();
    let matters = lost(&store);
    let about =
        |m: &Record| m.fields.get(field_no("matter", "about")).and_then(|v| v.as_link());
    assert!(store.records().get(late).unwrap().is_some());
    assert!(matters.iter().any(|m| about(m) == Some(late)), "{}", matters.len());
    assert_eq!(matters.len(), 3);
    store.close().unwrap();
}

#[test]
fn a_sync_said_sent_back_of_what_the_officer_had_corrected() {
    let (office, mut book) = (Headquarters::new(), filled(2));
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
    let all = book.store.records().page(&Query::all(kind), 0, 9).unwrap().rows;
    let [corrected, open] = [all[0].id, all[1].id];
    let store = office.folded();
    judge(&store, 1, corrected, "tra_lai", "Thiếu số lò");
    judge(&store, 2, open, "tra_lai", "Thiếu số lò");
    store.close().unwrap();
    office.fold();
    book.edit(corrected, json!({"partner": "Đã sửa"}));
    let done = round(&book);
    assert_eq!(done.reviews.len(), 2, "{done:?}");
    assert_eq!(done.returned.into_iter().collect::<Vec<_>>(), [open]);
}
