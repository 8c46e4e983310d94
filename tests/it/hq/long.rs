//! What devices and headquarters may send, in any order: correctly signed ops, reviews, epochs,
//! claims of other kinds and origins, snapshots and verdicts from headquarters. Afterwards every
//! command works, and what it shows equals a second computation.
//!
//! A laptop accepts any valid pieces of its lanes, and a rebuild gives the same state.
//!
//! `SOTAY_MINUTES=30` makes it run that long, with new cases each time (benches/README.md).

mod laptop;
mod play;
mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::hq::fold::run;
use sotay::hq::ingest::batch::{LogBatch, ReceivedOp};
use sotay::programme::Role;
use sotay::record::{Id, Period, Query, ReportQuery, Scope};
use sotay::storage::disk::RealDisk;
use sotay::store::{Options, Store};

use super::durable::all_works;
use crate::kit::world::World;
use crate::kit::{NOW, now};
use play::Play;
use steps::{Own, Said, Step, steps};

/// Records that all devices write to, so that changes collide.
const RECORDS: u8 = 6;

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
        let cells: Vec<_> =
            row.cells.iter().map(|c| (c.figure, c.records.as_ref().unwrap().len())).collect();
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
