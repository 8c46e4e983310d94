//! What devices and headquarters may send, in any order: correctly signed ops, reviews, epochs,
//! claims of other kinds and origins, snapshots and verdicts from headquarters. Afterwards every
//! command works, and what it shows equals a second computation.
//!
//! A laptop accepts any valid pieces of its lanes, and a rebuild gives the same state.
//!
//! `SOTAY_MINUTES=30` makes it run that long, with new cases each time (benches/README.md).

use sotay::programme::Role;
use sotay::storage::disk::RealDisk;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::kit::headquarters;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::hq::admin::handover::handover;
use sotay::hq::downlink::lane::LaneOwner;
use sotay::hq::fold::run;
use sotay::hq::ingest::batch::{LogBatch, ReceivedOp};
use sotay::record::{
    Body, Change, FieldBytes, FieldNo, Id, Origin, Patched, Period, Query, ReportQuery, Review,
    Scope, Value, Verdict,
};
use sotay::storage::format::down::{About, Cover, Down, Image, Notice};
use sotay::storage::format::wire::{AuthorV1, Bytes, CellV1};
use sotay::storage::limits;
use sotay::store::Options;
use sotay::store::{Commit, Store};

use super::durable::{Sender, all_works, around, cells, noise, number, syllables};
use crate::kit::world::{LANES, Laptop, World, establishment, fields};
use crate::kit::{NOW, now};

/// Records that all devices write to, so that changes collide.
const RECORDS: u8 = 6;

#[derive(Clone, Debug)]
enum Step {
    /// an op of a device, under an epoch
    Op { who: u8, epoch: u64, op: Said },
    /// what headquarters does itself
    Hq(Own),
    /// fold everything that has arrived
    Fold,
    /// a laptop takes the contents of its lanes
    Down { who: u8, all: bool },
    /// an officer writes on the screen
    Screen { who: u8, entity: u8 },
}

#[derive(Clone, Debug)]
enum Said {
    Put {
        entity: u8,
        kind: u8,
        origin: u8,
        no: FieldNo,
        len: usize,
        packs: bool,
    },
    /// an establishment as a form writes it; all have one name and code
    Twin {
        entity: u8,
    },
    Patch {
        entity: u8,
        no: FieldNo,
        len: usize,
        base: bool,
    },
    Del {
        entity: u8,
        reason: usize,
        base: bool,
    },
    Restore {
        entity: u8,
        base: bool,
    },
    Epoch {
        reason: usize,
    },
}

#[derive(Clone, Debug)]
enum Own {
    Verdict {
        entity: u8,
        reason: usize,
    },
    Task {
        entity: u8,
        to: u8,
    },
    /// a task goes to another establishment, or to another officer
    Redirect {
        entity: Option<u8>,
        to: u8,
    },
    /// an officer takes over what another one created
    Handover {
        from: u8,
        to: u8,
    },
    /// an officer works in another province from now on
    Province {
        who: u8,
        there: bool,
    },
    Ceiling {
        entity: u8,
    },
    Delete {
        entity: u8,
    },
    Restore {
        entity: u8,
    },
    Edit {
        entity: u8,
    },
    Decide {
        first: bool,
    },
    /// a verdict or a snapshot written directly into a lane
    Say {
        to: u8,
        lane: u8,
        entity: u8,
        verdict: u8,
        reason: usize,
        when: u64,
    },
    Show {
        to: u8,
        lane: u8,
        entity: u8,
        kind: u8,
        no: FieldNo,
        len: usize,
        deleted: bool,
    },
    Notice {
        to: u8,
        len: usize,
    },
}

fn said() -> impl Strategy<Value = Said> {
    let one = || 1u8..=RECORDS;
    let yes = any::<bool>;
    prop_oneof![
        (one(), any::<u8>(), 0u8..4, number(), around(), yes()).prop_map(
            |(entity, kind, origin, no, len, packs)| Said::Put {
                entity,
                kind: kind % 32,
                origin,
                no,
                len,
                packs
            }
        ),
        one().prop_map(|entity| Said::Twin { entity }),
        one().prop_map(|entity| Said::Twin { entity }),
        (one(), number(), around(), yes()).prop_map(|(entity, no, len, base)| Said::Patch {
            entity,
            no,
            len,
            base
        }),
        (one(), around(), yes()).prop_map(|(entity, reason, base)| Said::Del {
            entity,
            reason,
            base
        }),
        (one(), yes()).prop_map(|(entity, base)| Said::Restore { entity, base }),
        around().prop_map(|reason| Said::Epoch { reason }),
    ]
}

fn own() -> impl Strategy<Value = Own> {
    let one = || 1u8..=RECORDS;
    prop_oneof![
        (one(), around()).prop_map(|(entity, reason)| Own::Verdict { entity, reason }),
        (one(), 0u8..3).prop_map(|(entity, to)| Own::Task { entity, to }),
        (prop::option::of(one()), 0u8..3).prop_map(|(entity, to)| Own::Redirect { entity, to }),
        (0u8..3, 0u8..3).prop_map(|(from, to)| Own::Handover { from, to }),
        (0u8..3, any::<bool>()).prop_map(|(who, there)| Own::Province { who, there }),
        one().prop_map(|entity| Own::Ceiling { entity }),
        one().prop_map(|entity| Own::Delete { entity }),
        one().prop_map(|entity| Own::Restore { entity }),
        one().prop_map(|entity| Own::Edit { entity }),
        any::<bool>().prop_map(|first| Own::Decide { first }),
        (0u8..3, 0u8..6, one(), 0u8..6, around(), when()).prop_map(
            |(to, lane, entity, verdict, reason, when)| Own::Say {
                to,
                lane,
                entity,
                verdict,
                reason,
                when
            }
        ),
        (0u8..3, 0u8..6, one(), any::<u8>(), number(), around(), any::<bool>()).prop_map(
            |(to, lane, entity, kind, no, len, deleted)| Own::Show {
                to,
                lane,
                entity,
                kind: kind % 32,
                no,
                len,
                deleted
            }
        ),
        (0u8..3, around()).prop_map(|(to, len)| Own::Notice { to, len }),
    ]
}

fn when() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(u64::MAX), NOW - 9..NOW + 9]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0u8..4, 1u64..90, said()).prop_map(|(who, epoch, op)| Step::Op { who, epoch, op }),
        3 => own().prop_map(Step::Hq),
        2 => Just(Step::Fold),
        2 => (0u8..3, any::<bool>()).prop_map(|(who, all)| Step::Down { who, all }),
        1 => (0u8..3, 1u8..=RECORDS).prop_map(|(who, entity)| Step::Screen { who, entity }),
    ];
    prop::collection::vec(step, 1..40)
}

fn entity(n: u8) -> Id {
    Id([n; 16])
}

/// A clock may show anything.
fn hlc(epoch: u64, turn: u64) -> u64 {
    match epoch % 5 {
        0 => u64::MAX,
        1 => 1,
        _ => (NOW << 16) + turn,
    }
}

struct Play {
    w: World,
    laptops: Vec<Laptop>,
    senders: Vec<Sender>,
    /// the head made by the last op on each record
    heads: [u64; RECORDS as usize + 1],
    turn: u64,
}

impl Play {
    fn new() -> Play {
        let mut w = World::new();
        let mut laptops = vec![
            w.laptop("Nguyễn An", None),
            w.laptop("Lê Bình", None),
            w.laptop_in("01", "Trần Xa", None),
        ];
        let gone = w.laptop("Phạm Chi", None);
        w.laptop("Phạm Chi", Some(gone.who.number));
        // work is assigned only to officers that headquarters knows
        laptops.iter_mut().for_each(|laptop| w.send(laptop));
        w.fold();
        let senders = laptops.iter().chain([&gone]).map(Sender::of).collect();
        Play { w, laptops, senders, heads: [0; RECORDS as usize + 1], turn: 0 }
    }

    fn step(&mut self, step: Step) {
        self.turn += 1;
        match step {
            Step::Op { who, epoch, op } => self.op(usize::from(who) % 4, epoch, op),
            Step::Hq(own) => self.own(own),
            Step::Fold => drop(self.w.fold()),
            Step::Down { who, all } => self.w.down(&self.laptops[usize::from(who) % 3], all),
            Step::Screen { who, entity: e } => {
                let laptop = &mut self.laptops[usize::from(who) % 3];
                match laptop.store.records().get(entity(e)).unwrap() {
                    Some(record) => {
                        let (id, base, reason) = (record.id, record.head, "trùng".into());
                        let change = match record.deleted {
                            Some(_) => Change::Restore { id, base },
                            None => Change::Delete { id, base, reason },
                        };
                        // refused changes are ignored
                        let changes = vec![change];
                        let commit = Commit {
                            changes,
                            ends_draft: None,
                            allow_incomplete: true,
                            ..Commit::default()
                        };
                        laptop.store.commit(commit).map(drop).unwrap_or_default();
                    }
                    None => drop(laptop.put("establishment", establishment("Mộc Hòa Phát"))),
                }
                self.w.send(&mut self.laptops[usize::from(who) % 3]);
            }
        }
    }

    fn op(&mut self, who: usize, epoch: u64, said: Said) {
        let (turn, heads) = (self.turn, self.heads);
        let seed = turn * 31 + 7;
        let base = |e: u8, known: bool| if known { heads[usize::from(e)] } else { 0xdead_beef };
        let patched = |field| Patched { field, old_hash: 0 };
        let (at, body) = match said {
            Said::Put { entity: e, kind, origin, no, len, packs } => {
                let bytes =
                    if packs { syllables(len, seed).into_bytes() } else { noise(len, seed) };
                let origins =
                    [Origin::Officer, Origin::Import, Origin::Headquarters, Origin::MadeUp];
                let origin = origins[usize::from(origin) % 4];
                let fields = cells(vec![(no, bytes)]);
                (Some(e), Body::Put { kind, entity: entity(e), origin, fields })
            }
            Said::Twin { entity: e } => {
                let mut shop = establishment("Công ty TNHH Mộc Hòa Phát");
                shop["tax_code"] = json!("2600123456");
                let (_, fields) = fields("establishment", 1, turn, &shop);
                let cell = |(no, value): (FieldNo, &Value)| FieldBytes {
                    no,
                    bytes: Some(sotay::storage::format::value_bytes(value)),
                    personal: false,
                };
                let fields = fields.iter().map(cell).collect();
                let (kind, origin) = (crate::kit::kind("establishment").no, Origin::Officer);
                (Some(e), Body::Put { kind, entity: entity(e), origin, fields })
            }
            Said::Patch { entity: e, no, len, base: known } => {
                let fields = cells(vec![(no, syllables(len, seed).into_bytes())]);
                let fields = fields.into_iter().map(patched).collect();
                (Some(e), Body::Patch { entity: entity(e), base: base(e, known), fields })
            }
            Said::Del { entity: e, reason, base: known } => {
                let reason = syllables(reason, seed);
                (Some(e), Body::Del { entity: entity(e), base: base(e, known), reason })
            }
            Said::Restore { entity: e, base: known } => {
                (Some(e), Body::Restore { entity: entity(e), base: base(e, known) })
            }
            Said::Epoch { reason } => {
                let (old_epoch, old_seq) = (epoch, seed);
                (None, Body::Epoch { old_epoch, old_seq, reason: syllables(reason, seed) })
            }
        };
        let head = self.senders[who].send_at(&mut self.w, epoch, hlc(epoch, turn), body);
        if let Some(e) = at {
            self.heads[usize::from(e)] = head;
        }
    }

    /// Tries a change of headquarters; what the programme refuses is not done.
    fn try_hq(&self, change: Change) {
        let commit = Commit {
            changes: vec![change],
            ends_draft: None,
            allow_incomplete: true,
            ..Commit::default()
        };
        self.w.store.commit(commit).map(drop).unwrap_or_default();
    }

    fn own(&mut self, own: Own) {
        let seed = self.turn * 17 + 3;
        let officer = |to: u8| self.laptops[usize::from(to) % 3].who.officer;
        let there = |e: u8| self.w.store.records().get(entity(e)).unwrap();
        let create = |kind: &str, answers: serde_json::Value| {
            let (id, fields) = fields(kind, 99, seed, &answers);
            let kind = crate::kit::kind(kind).no;
            self.try_hq(Change::Create { kind, id, fields, origin: Origin::Officer });
        };
        match own {
            Own::Verdict { entity: e, reason } => {
                let reason = syllables(reason.min(1_000), seed);
                create(
                    "verdict",
                    json!({"about": entity(e).to_string(), "verdict": "tra_lai", "reason": reason}),
                );
            }
            Own::Task { entity: e, to } => create(
                "task",
                json!({"what": "Kiểm tra", "establishment": entity(e).to_string(),
                    "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam",
                    "officer": officer(to).to_string()}),
            ),
            Own::Redirect { entity: at, to } => {
                let rows = self
                    .w
                    .store
                    .records()
                    .page(&Query::all(crate::kit::kind("task").no), 0, 1)
                    .unwrap()
                    .rows;
                let Some(task) = rows.into_iter().next() else { return };
                let no = |field: &str| {
                    headquarters().kind_by_id("task").unwrap().field_by_id(field).unwrap().no
                };
                let set = match at {
                    Some(e) => (no("establishment"), Some(Value::Link(entity(e)))),
                    None => (no("officer"), Some(Value::Link(officer(to)))),
                };
                self.try_hq(Change::Patch { id: task.id, base: task.head, set: vec![set] });
            }
            Own::Handover { from, to } => {
                self.w.ticks += 1;
                let when = NOW + self.w.ticks;
                let both = (officer(from), officer(to));
                handover(&self.w.home, &self.w.store, both, when).unwrap();
            }
            Own::Province { who, there } => {
                self.w.ticks += 1;
                let code = if there { "01" } else { "25" };
                self.w.moves(&self.laptops[usize::from(who) % 3], code);
            }
            Own::Ceiling { entity: e } => {
                let answers = json!({"kind": "ung_dung_may_moc", "percent": "50",
                    "cap": 300_000_000, "legal_ref": "TT 28/2018", "verified": true});
                let (_, fields) = fields("ceiling", 99, seed, &answers);
                let (kind, id, origin) =
                    (crate::kit::kind("ceiling").no, entity(e), Origin::Officer);
                self.try_hq(Change::Create { kind, id, fields, origin });
            }
            Own::Delete { entity: e } => {
                if let Some(record) = there(e) {
                    let (id, base) = (record.id, record.head);
                    self.try_hq(Change::Delete { id, base, reason: "thừa".into() });
                }
            }
            Own::Restore { entity: e } => {
                if let Some(record) = there(e) {
                    self.try_hq(Change::Restore { id: record.id, base: record.head });
                }
            }
            Own::Edit { entity: e } => {
                if let Some(record) = there(e) {
                    let value = Some(Value::Text(syllables(40, seed)));
                    let (id, base, set) = (record.id, record.head, vec![(1, value)]);
                    self.try_hq(Change::Patch { id, base, set });
                }
            }
            Own::Decide { first } => {
                let all = Query::all(crate::kit::kind("matter").no);
                let rows = self.w.store.records().page(&all, 0, 50).unwrap().rows;
                let no = |field: &str| {
                    headquarters().kind_by_id("matter").unwrap().field_by_id(field).unwrap().no
                };
                let choice = |id: &str| Some(Value::Choice(id.into()));
                let open = |record: &&sotay::record::Record| {
                    record.fields.get(no("state")).and_then(Value::as_text) == Some("cho")
                };
                // a reviewer reconsiders a pair
                let pair = |record: &&sotay::record::Record| {
                    record.fields.get(no("what")).and_then(Value::as_text) == Some("trung")
                };
                if let Some(matter) = rows.iter().find(open).or(rows.iter().find(pair)) {
                    let what = matter.fields.get(no("what")).and_then(Value::as_text);
                    let decision = match (what, first) {
                        (Some("tu_choi" | "cach_ly"), true) => "cho_vao",
                        (Some("tu_choi" | "cach_ly"), false) => "de_ngoai",
                        (Some("trung"), true) => "giu_1",
                        (Some("trung"), false) => "ca_hai",
                        (Some("xoa"), true) => "xoa_di",
                        (_, true) => "nhat",
                        (_, false) => "hai",
                    };
                    let set = vec![
                        (no("state"), choice("xong")),
                        (no("decision"), choice(decision)),
                        (no("reason"), Some(Value::Text("Đã xem".into()))),
                    ];
                    self.try_hq(Change::Patch { id: matter.id, base: matter.head, set });
                }
            }
            Own::Say { to, lane, entity: e, verdict, reason, when } => {
                let review = word(e, verdict, syllables(reason, seed), when, seed);
                let reviews = vec![About::of(entity(e), &review)];
                self.lane(to, lane, Down { reviews, ..Down::default() });
            }
            Own::Show { to, lane, entity: e, kind, no, len, deleted } => {
                let (device, officer) = ([9; 16], officer(to).0);
                let image = Image {
                    kind,
                    entity: entity(e).0,
                    origin: seed as u8 % 4,
                    rev: seed << 16,
                    head: seed,
                    of: vec![seed, seed + 1],
                    created: 1,
                    author: AuthorV1 { device, officer, hlc: NOW << 16 },
                    name: syllables(30, seed),
                    deleted: deleted.then(|| syllables(len.min(limits::REASON), seed)),
                    fields: vec![CellV1 { no, bytes: Bytes(noise(len, seed)) }],
                    covers: Vec::new(),
                    review: None,
                };
                self.lane(to, lane, Down { images: vec![image], ..Down::default() });
            }
            Own::Notice { to, len } => {
                let notice = Notice { when: NOW, text: syllables(len, seed) };
                self.lane(to, 0, Down { notices: vec![notice], ..Down::default() });
            }
        }
    }

    /// Appends as headquarters does; what does not fit into a piece is not sent.
    fn lane(&self, to: u8, lane: u8, down: Down) {
        let lane = LANES[usize::from(lane) % LANES.len()];
        let whose = LaneOwner::Officer(self.laptops[usize::from(to) % 3].who.officer);
        self.w
            .home
            .lanes()
            .append(&whose, lane, &[down], &mut None)
            .map(drop)
            .unwrap_or_default();
    }
}

/// Everything that a notebook shows of its records.
fn state(store: &Store) -> BTreeMap<Id, String> {
    let mut all = BTreeMap::new();
    for kind in &store.programme().kinds {
        for deleted in [false, true] {
            let query = Query { deleted, ..Query::all(kind.no) };
            for record in store.records().page(&query, 0, 10_000).unwrap().rows {
                let said = record.review.as_ref();
                let said = said.map(|r| (r.verdict.clone(), r.reason.clone()));
                let text = format!(
                    "{} {:?} {:x} {:?} {:?} {said:?}",
                    kind.id, record.origin, record.head, record.deleted, record.fields
                );
                all.insert(record.id, text);
            }
        }
    }
    all
}

/// The figures of a report, without the positions of records in memory.
fn figures(store: &Store) -> Vec<String> {
    let asked = ReportQuery { period: Period::Year(2026), scope: Scope::All };
    let report = store.reports().run(&asked).unwrap();
    let row = |row: &sotay::indicators::ReportRow| {
        let cells: Vec<_> = row.cells.iter().map(|c| (c.figure, c.records.len())).collect();
        let targets: Vec<_> = row.targets.iter().map(|t| (t.value, t.official)).collect();
        format!("{} {cells:?} {targets:?}", row.key)
    };
    report.rows.iter().map(row).collect()
}

fn compare(what: &str, one: &BTreeMap<Id, String>, two: &BTreeMap<Id, String>) {
    let ids: BTreeSet<&Id> = one.keys().chain(two.keys()).collect();
    for id in ids {
        assert_eq!(one.get(id), two.get(id), "{what}: {id}");
    }
}

/// Reads everything again from the beginning, in another folder, one op at a time.
fn second(w: &World, arrived: &[ReceivedOp]) -> (BTreeMap<Id, String>, Vec<String>) {
    let into = w.dir.path().join("second");
    backup::copy(&RealDisk, &w.home.dir, &into).unwrap();
    Store::rebuild(Role::Headquarters, &into, now).unwrap();
    let home = HqDirectory::open(&into).unwrap();
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(Role::Headquarters, &into, options).unwrap();
    sotay::hq::fold::cursors::reset(&home, &store).unwrap();
    let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, _: usize| {
        let devices: BTreeSet<_> = arrived.iter().map(|a| a.device).collect();
        for device in devices {
            let from = cursors.get(&device).copied().unwrap_or(0) as usize;
            let next = arrived.iter().filter(|a| a.device == device).nth(from);
            if let Some(next) = next {
                let (ops, places) = (vec![next.clone()], vec![(device, from as u64 + 1)]);
                return Ok(LogBatch { ops, places, ..LogBatch::default() });
            }
        }
        Ok(LogBatch::default())
    };
    run(&home, &store, &mut logs, now).unwrap();
    let found = (state(&store), figures(&store));
    store.close().unwrap();
    std::fs::remove_dir_all(&into).unwrap();
    found
}

fn play(steps: Vec<Step>) {
    let mut play = Play::new();
    for step in steps {
        play.step(step);
    }
    let Play { mut w, laptops, .. } = play;
    for _ in 0..2 {
        w.fold();
    }
    let (before, reported) = (state(&w.store), figures(&w.store));
    w.store.close().unwrap();
    let (after, again) = second(&w, &w.arrived);
    compare("folded again", &before, &after);
    assert_eq!(reported, again, "report");
    w = w.reopened();
    for laptop in &laptops {
        w.down(laptop, true);
    }
    let seen: Vec<_> = laptops.iter().map(|l| (state(&l.store), figures(&l.store))).collect();
    for (laptop, (state_before, report)) in laptops.iter().zip(&seen) {
        let folder = tempfile::tempdir().unwrap();
        let file = laptop.store.backup(folder.path()).unwrap();
        let back = folder.path().join("back");
        Store::open_backup(&file, &back, NOW).unwrap();
        let options = Options { take_over: false, serve_early: false, now };
        let (store, _) = Store::open(Role::Officer, &back, options).unwrap();
        compare("from a backup", state_before, &state(&store));
        assert_eq!(report, &figures(&store), "report from a backup");
        store.close().unwrap();
    }
    all_works(w, laptops);
}

/// Runs `few` cases, or as many as fit into `SOTAY_MINUTES`.
fn for_a_while<S: Strategy>(strategy: S, few: u32, test: impl Fn(S::Value)) {
    let minutes = std::env::var("SOTAY_MINUTES").ok().and_then(|n| n.parse::<u64>().ok());
    let end = minutes.map(|minutes| Instant::now() + Duration::from_secs(60 * minutes));
    let mut cases = 0;
    loop {
        let config = ProptestConfig {
            cases: few,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        // in the suite the cases are the same each time
        let mut runner = match minutes {
            Some(_) => TestRunner::new(config),
            None => {
                let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
                TestRunner::new_with_rng(config, rng)
            }
        };
        let done = runner.run(&strategy, |value| {
            test(value);
            Ok(())
        });
        if let Err(failed) = done {
            panic!("{failed}");
        }
        cases += few;
        if end.is_none_or(|end| Instant::now() >= end) {
            println!("{cases} cases");
            return;
        }
    }
}

/// If a device had written about a record too early, a verdict about that record was applied only
/// when the logs were read again.
#[test]
fn a_verdict_waits_for_a_record_that_others_spoke_of_too_early() {
    let del = Said::Del { entity: 3, reason: 9, base: false };
    play(vec![
        Step::Op { who: 2, epoch: 83, op: del },
        Step::Hq(Own::Verdict { entity: 3, reason: 20 }),
        Step::Fold,
        Step::Hq(Own::Ceiling { entity: 3 }),
        Step::Fold,
    ]);
}

/// Headquarters' clock is set back between a change that it refuses and the task that gives a right
/// to it, so that the task has the earlier time.
#[test]
fn work_given_by_a_clock_that_was_set_back_counts_at_once() {
    play(vec![
        Step::Op { who: 0, epoch: 7, op: Said::Twin { entity: 3 } },
        Step::Fold,
        Step::Op {
            who: 2,
            epoch: 7,
            op: Said::Patch { entity: 3, no: 17, len: 20, base: true },
        },
        Step::Fold,
        Step::Hq(Own::Task { entity: 3, to: 2 }),
        Step::Fold,
    ]);
}

/// What was written under a task stays, even if the task is moved and the logs are read again.
#[test]
fn work_that_is_moved_leaves_what_was_written_under_it() {
    for entity in [Some(4), None] {
        play(vec![
            Step::Op { who: 0, epoch: 7, op: Said::Twin { entity: 3 } },
            Step::Op { who: 0, epoch: 7, op: Said::Twin { entity: 4 } },
            Step::Fold,
            Step::Hq(Own::Task { entity: 3, to: 2 }),
            Step::Fold,
            Step::Op {
                who: 2,
                epoch: 7,
                op: Said::Patch { entity: 3, no: 17, len: 20, base: true },
            },
            Step::Fold,
            Step::Hq(Own::Redirect { entity, to: 1 }),
            Step::Fold,
            Step::Hq(Own::Redirect { entity: Some(5), to: 1 }),
            Step::Fold,
        ]);
    }
}

#[test]
fn whatever_devices_and_headquarters_send_is_computed_a_second_time_alike() {
    for_a_while(steps(), 6, play);
}

/// One piece of a lane.
#[derive(Clone, Debug)]
struct Parcel {
    lane: u8,
    images: Vec<Shown>,
    /// record, verdict, length of the reason, and time of each verdict
    words: Vec<(u8, u8, usize, u64)>,
    notices: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Shown {
    entity: u8,
    kind: u8,
    rev: u64,
    /// number of answers, and length of the last one
    fields: usize,
    len: usize,
    deleted: Option<usize>,
    /// whether it includes what this laptop wrote
    covers: bool,
    word: Option<u8>,
}

#[derive(Clone, Debug)]
enum Taking {
    Parcel(Parcel),
    /// the officer writes, or deletes and restores
    Screen(u8),
    Reopen,
}

fn shown() -> impl Strategy<Value = Shown> {
    let kind = prop_oneof![2 => Just(1u8), 1 => any::<u8>()];
    let rev = prop_oneof![Just(0), Just(u64::MAX), 0u64..50, (NOW << 16)..(NOW << 16) + 50];
    let fields = prop_oneof![4 => 1usize..8, 1 => limits::FIELDS - 2..=limits::FIELDS];
    let deleted = prop::option::of(prop::sample::select(vec![0, limits::REASON]));
    let word = prop::option::of(0u8..6);
    (1u8..=RECORDS, kind, rev, fields, around(), deleted, any::<bool>(), word).prop_map(
        |(entity, kind, rev, fields, len, deleted, covers, word)| Shown {
            entity,
            kind,
            rev,
            fields,
            len,
            deleted,
            covers,
            word,
        },
    )
}

fn takings() -> impl Strategy<Value = Vec<Taking>> {
    let word = (1u8..=RECORDS, 0u8..6, around(), when());
    let parcel = (
        0u8..6,
        prop::collection::vec(shown(), 0..4),
        prop::collection::vec(word, 0..4),
        prop::collection::vec(around(), 0..3),
    )
        .prop_map(|(lane, images, words, notices)| {
            Taking::Parcel(Parcel { lane, images, words, notices })
        });
    let taking = prop_oneof![
        6 => parcel,
        2 => (1u8..=RECORDS).prop_map(Taking::Screen),
        1 => Just(Taking::Reopen),
    ];
    prop::collection::vec(taking, 1..25)
}

fn word(about: u8, verdict: u8, reason: String, when: u64, head: u64) -> Review {
    let verdict = match verdict {
        0 => Verdict::Approved,
        1 => Verdict::SentBack { field: Some(FieldNo::MAX) },
        2 => Verdict::Held,
        3 => Verdict::Conflict { field: 1 },
        4 => Verdict::Merged { with: entity(about) },
        _ => Verdict::Merged { with: entity(about % RECORDS + 1) },
    };
    Review { verdict, reason, by: "Trần Duyệt".into(), at: when, head }
}

fn image(one: &Shown, laptop: &Laptop, seed: u64) -> Image {
    let (device, officer) = ([9; 16], laptop.who.officer.0);
    let cell = |at: usize| {
        let last = at == one.fields;
        let no = if last { FieldNo::MAX - 1 } else { at as FieldNo };
        let bytes = if last { noise(one.len, seed) } else { b"x".to_vec() };
        CellV1 { no, bytes: Bytes(bytes) }
    };
    let cover = |device| Cover { device, hlc: u64::MAX };
    let review = one.word.map(|said| word(one.entity, said, "Đã xem".into(), NOW, seed));
    Image {
        kind: one.kind,
        entity: entity(one.entity).0,
        origin: seed as u8 % 4,
        rev: one.rev,
        head: seed,
        of: vec![seed, seed + 1],
        created: 1,
        author: AuthorV1 { device, officer, hlc: NOW << 16 },
        name: syllables(30, seed),
        deleted: one.deleted.map(|len| syllables(len, seed)),
        fields: (1..=one.fields).map(cell).collect(),
        covers: one.covers.then(|| cover(laptop.who.device)).into_iter().collect(),
        review: review.map(|review| About::of(entity(one.entity), &review).review),
    }
}

/// A laptop accepts what it is sent; then it is rebuilt, and brought back to the same state.
fn take(takings: Vec<Taking>) {
    let mut w = World::new();
    let mut laptop = w.laptop("Nguyễn An", None);
    for (turn, taking) in (1u64..).zip(takings) {
        let seed = turn * 31 + 7;
        match taking {
            Taking::Reopen => {
                laptop.store.close().unwrap();
                laptop = laptop.again_open();
            }
            Taking::Screen(e) => write(&laptop, e),
            Taking::Parcel(parcel) => {
                let text = |len| syllables(len, seed);
                let about = |(e, said, len, when): &(u8, u8, usize, u64)| {
                    About::of(entity(*e), &word(*e, *said, text(*len), *when, seed))
                };
                let notice = |len: &usize| Notice { when: NOW, text: text(*len) };
                let down = Down {
                    images: parcel.images.iter().map(|i| image(i, &laptop, seed)).collect(),
                    reviews: parcel.words.iter().map(about).collect(),
                    notices: parcel.notices.iter().map(notice).collect(),
                    ..Down::default()
                };
                let lane = LANES[usize::from(parcel.lane) % LANES.len()];
                let whose = LaneOwner::Officer(laptop.who.officer);
                // what does not fit into a piece is not sent
                w.home
                    .lanes()
                    .append(&whose, lane, &[down], &mut None)
                    .map(drop)
                    .unwrap_or_default();
                w.down(&laptop, false);
            }
        }
    }
    let (before, reported) = (state(&laptop.store), figures(&laptop.store));
    laptop.store.close().unwrap();
    Store::rebuild(Role::Officer, &laptop.dir, now).unwrap();
    laptop = laptop.again_open();
    compare("rebuilt", &before, &state(&laptop.store));
    assert_eq!(reported, figures(&laptop.store), "report when rebuilt");
    all_works(w, vec![laptop]);
}

/// A refused change is ignored.
fn write(laptop: &Laptop, e: u8) {
    let id = entity(e);
    let change = match laptop.store.records().get(id).unwrap() {
        None => {
            let (_, fields) = fields("establishment", e, 1, &establishment("Mộc Hòa Phát"));
            Change::Create {
                kind: crate::kit::kind("establishment").no,
                id,
                fields,
                origin: Origin::Officer,
            }
        }
        Some(r) if r.deleted.is_some() => Change::Restore { id, base: r.head },
        Some(r)
            if r.fields.get(crate::kit::field_no("establishment", "name"))
                == Some(&Value::Text("Mộc Đổi".into())) =>
        {
            Change::Delete { id, base: r.head, reason: "trùng".into() }
        }
        Some(r) => {
            let set = vec![(1, Some(Value::Text("Mộc Đổi".into())))];
            Change::Patch { id, base: r.head, set }
        }
    };
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
    laptop.store.commit(commit).map(drop).unwrap_or_default();
}

#[test]
fn whatever_headquarters_sends_a_laptop_takes_and_rebuilds_to_the_same() {
    for_a_while(takings(), 6, take);
}
