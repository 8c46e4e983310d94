//! Verdicts that laptops report to a restored headquarters, which may not have the records yet: in
//! whatever order they arrive, the same cases wait for a reviewer.

use crate::kit::disk::real_disk;
use serde_json::json;
use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::hq::fold::cursors::reset;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::hq::ingest::log::Verdicts;
use sotay::programme::Role;
use sotay::record::{Id, Review, Verdict};
use sotay::storage::disk::RealDisk;
use sotay::storage::format::down::{About, Down, encode};
use sotay::store::{Options, Store};

use crate::kit::world::{Laptop, World, establishment, text};
use crate::kit::{NOW, now};

const OPTIONS: Options = Options { take_over: false, serve_early: false, now };

/// What reaches the restored headquarters, in any order.
#[derive(Clone, Debug)]
enum Event {
    Ops(Vec<ReceivedOp>),
    Report([u8; 16], Verdicts),
    Approval,
}

fn report(by: &Laptop, about: Id, when: u64, reason: &str) -> Event {
    let verdict = Verdict::SentBack { field: None };
    let head = by.get(about).head;
    let review =
        Review { verdict, reason: reason.into(), by: "Trần Duyệt".into(), at: when, head };
    let content = encode(&Down { reviews: vec![About::of(about, &review)], ..Down::default() });
    Event::Report(by.who.device, Verdicts { time: NOW, held: false, content })
}

/// A record of An's first laptop, a change to it by Bình, and An's second laptop, which received it
/// from headquarters; all after the backup.
struct Lost {
    copy: World,
    about: Id,
    put: Event,
    change: Event,
    second: Laptop,
    binh: Laptop,
}

fn lost() -> Lost {
    let mut w = World::new();
    let (mut first, mut binh) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let second = w.laptop("Nguyễn An", Some(first.who.number));
    w.store.close().unwrap();
    let folder = w.dir.path().join("copy");
    backup::copy(&RealDisk, &w.home.dir, &folder).unwrap();
    let mut w = w.reopened();
    let about = first.put("establishment", establishment("Mộc Hòa Phát"));
    // what the first laptop sent before the second one replaced it
    w.send(&mut first);
    w.arrived.iter_mut().for_each(|one| one.held = false);
    w.fold();
    let put = Event::Ops(std::mem::take(&mut w.arrived));
    w.down(&binh, false);
    binh.edit(about, json!({"workers": 9}));
    w.send(&mut binh);
    let change = Event::Ops(w.arrived.clone());
    w.fold();
    w.down(&second, true);
    assert_eq!(text(&second.get(about), "workers"), "9");
    w.arrived.clear();
    w.store.close().unwrap();
    Lost { copy: w, about, put, change, second, binh }
}

impl Lost {
    /// The backup restored, and confirmed.
    fn restored(&self) -> World {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let into = dir.path().join("hq");
        let from = self.copy.dir.path().join("copy");
        let mut open =
            || Store::open(Role::Headquarters, &into, OPTIONS).map(|(store, _)| store);
        backup::restore(&real_disk(), &from, &into, NOW + 9, &mut open).unwrap();
        let home = HqDirectory::open(&into).unwrap();
        assert!(home.confirm(NOW + 10).unwrap());
        World::of(home, dir)
    }

    fn take(&self, w: &mut World, event: &Event) {
        match event.clone() {
            Event::Ops(ops) => w.arrived.extend(ops),
            Event::Report(device, said) => w.reported.push((device, said)),
            Event::Approval => {
                w.put("verdict", json!({"about": self.about.to_string(), "verdict": "duyet"}));
            }
        }
    }
}

/// The open cases.
fn open(w: &World) -> Vec<[String; 4]> {
    let matters = w.matters("duyet_mat");
    let one = |matter| ["about", "base", "second", "who"].map(|field| text(matter, field));
    let mut found: Vec<_> = matters.iter().map(one).collect();
    found.sort();
    found
}

fn rebuilt(w: World) -> World {
    w.store.close().unwrap();
    Store::rebuild(Role::Headquarters, &w.home.dir, now).unwrap();
    w.reopened()
}

fn orders(events: &[Event]) -> Vec<Vec<Event>> {
    let Some((first, rest)) = events.split_first() else { return vec![Vec::new()] };
    let insert = |order: Vec<Event>| {
        let at = move |at: usize| {
            let mut order = order.clone();
            order.insert(at, first.clone());
            order
        };
        (0..=rest.len()).map(at).collect::<Vec<_>>()
    };
    orders(rest).into_iter().flat_map(insert).collect()
}

/// Every order of the events, folded one by one and all together.
fn in_every_order(lost: &Lost, events: &[Event], check: &dyn Fn(&World, &str)) {
    for order in orders(events) {
        let said = format!("{order:.0?}");
        let mut apart = lost.restored();
        for event in &order {
            lost.take(&mut apart, event);
            apart.fold();
        }
        check(&apart, &said);
        reset(&apart.home, &apart.store).unwrap();
        apart.fold();
        check(&apart, &said);
    }
    let mut together = lost.restored();
    events.iter().for_each(|event| lost.take(&mut together, event));
    together.fold();
    check(&together, "in one fold");
    let together = rebuilt(together);
    reset(&together.home, &together.store).unwrap();
    together.fold();
    check(&together, "in one fold, after a rebuild");
}

#[test]
fn a_report_of_a_lost_verdict_that_came_before_its_record_was_skipped() {
    let lost = lost();
    let events = [
        lost.put.clone(),
        lost.change.clone(),
        report(&lost.second, lost.about, NOW + 5, "Thiếu số lò"),
        report(&lost.binh, lost.about, NOW + 5, "Thiếu ảnh"),
    ];
    let about = format!("{:?}", Some(sotay::record::Value::Link(lost.about)));
    in_every_order(&lost, &events, &|w, said| {
        let row = |reason: &str, who: &str| {
            [about.clone(), "tra_lai".into(), reason.to_owned(), who.to_owned()]
        };
        let both = [row("Thiếu số lò", "Nguyễn An (1)"), row("Thiếu ảnh", "Lê Bình (2)")];
        assert_eq!(open(w), both, "{said}");
    });
}

#[test]
fn a_report_that_waited_was_raised_though_headquarters_had_judged_the_record_since() {
    let lost = lost();
    let events = [
        lost.put.clone(),
        report(&lost.second, lost.about, NOW - 5, "Thiếu số lò"),
        Event::Approval,
    ];
    in_every_order(&lost, &events, &|w, said| {
        assert!(open(w).is_empty(), "{said}");
        assert_eq!(w.get(lost.about).review.unwrap().verdict, Verdict::Approved, "{said}");
    });
}

#[test]
fn a_report_that_waits_outlives_a_rebuild() {
    let lost = lost();
    let mut w = lost.restored();
    lost.take(&mut w, &report(&lost.second, lost.about, NOW + 5, "Thiếu số lò"));
    w.fold();
    assert!(w.store.records().get(lost.about).unwrap().is_none());
    let mut w = rebuilt(w);
    lost.take(&mut w, &lost.put);
    w.fold();
    assert_eq!(open(&w).len(), 1);
    // headquarters' verdict is the reviewer's who decides, not the laptop's
    assert_eq!(w.get(lost.about).review, None);
    assert_eq!(w.fold().matters, 0);
}

#[test]
fn the_newest_of_a_device_s_reports_is_the_one_that_waits() {
    for whens in [[5, 6], [6, 5]] {
        let lost = lost();
        let mut w = lost.restored();
        for when in whens {
            let reason = format!("Lần {when}");
            lost.take(&mut w, &report(&lost.second, lost.about, NOW + when, &reason));
            w.fold();
        }
        lost.take(&mut w, &lost.put);
        w.fold();
        assert_eq!(w.matters("duyet_mat").len(), 1);
        assert_eq!(text(&w.matters("duyet_mat")[0], "second"), "Lần 6");
    }
}

/// Whatever verdicts a device reports, of whatever record, and however a reviewer decides about
/// them.
#[test]
fn no_report_of_a_dishonest_device_stops_a_command() {
    use super::durable::all_works;
    use crate::kit::NOW;
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let own: Vec<Id> =
        (0..4).map(|n| a.put("establishment", establishment(&format!("Mộc {n}")))).collect();
    let foreign = b.put("establishment", establishment("Của Bình"));
    w.round(&mut [&mut a, &mut b]);
    let published = w.put("verdict", json!({"about": own[3].to_string(), "verdict": "duyet"}));
    w.fold();
    let ids = [
        own.clone(),
        vec![foreign, published, a.who.officer, w.store.officer_id()],
        vec![Id([0; 16]), Id([255; 16])],
    ]
    .concat();
    let verdicts = [
        Verdict::Approved,
        Verdict::SentBack { field: Some(u16::MAX) },
        Verdict::SentBack { field: Some(0) },
        Verdict::Merged { with: own[0] },
        Verdict::Merged { with: Id([255; 16]) },
    ];
    let texts = ["", "\u{1b}[2J\u{202e}\r\n\u{9b}", &"ẫ\n".repeat(3_000)];
    let mut turn = 0;
    for about in &ids {
        for verdict in &verdicts {
            for when in [0, NOW, u64::MAX] {
                turn += 1;
                let text = texts[turn % 3].to_owned();
                let head = [0, u64::MAX, w.get(own[0]).head][turn % 3];
                let (verdict, reason) = (verdict.clone(), text.clone());
                let review = Review { verdict, reason, by: text, at: when, head };
                let reviews = vec![About::of(*about, &review)];
                let content = encode(&Down { reviews, ..Down::default() });
                let held = turn % 2 == 0;
                w.reported.push((a.who.device, Verdicts { time: when, held, content }));
            }
        }
    }
    w.fold();
    // one for each of his own records that a reviewer may have reviewed
    let mut about: Vec<_> = w.matters("duyet_mat").iter().map(|m| text(m, "about")).collect();
    about.sort();
    let mut wanted: Vec<_> = own
        .iter()
        .chain([&a.who.officer])
        .map(|id| format!("{:?}", Some(sotay::record::Value::Link(*id))))
        .collect();
    wanted.sort();
    assert_eq!(about, wanted);
    for (n, matter) in w.matters("duyet_mat").iter().enumerate() {
        let decision = ["cho_lai", "bo_qua"][n % 2];
        w.edit(matter.id, json!({"state": "xong", "decision": decision, "reason": "Đã hỏi"}));
    }
    w.fold();
    assert!(w.get(foreign).review.is_none());
    all_works(w, vec![a, b]);
}
