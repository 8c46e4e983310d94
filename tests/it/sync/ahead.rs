//! A laptop with a clock that had run ahead and was corrected: later changes have true times,
//! nothing is lost, and no number is given twice.

use serde_json::json;
use sotay::programme::Role;
use sotay::record::{Correction, Corrections, Hlc, Id};
use sotay::store::Options;
use sotay::store::Store;

use super::outgoing::add;
use super::stick::{carry, import};
use crate::kit::NOW;
use crate::kit::headquarters::{Breaks, Headquarters, own_ops};
use crate::kit::notebook::Notebook;

const WHOLE: Breaks = Breaks { up: None, down: None };
const DAY: u64 = 24 * 3_600_000;
/// 2 January 2036
const AHEAD: u64 = 2_082_823_200_000;

fn ahead() -> u64 {
    AHEAD
}

fn opened(book: &Notebook, now: fn() -> u64) -> Store {
    let options = Options { take_over: false, serve_early: false, now };
    Store::open(Role::Officer, &book.home.folder(), options).unwrap().0
}

/// One record from before, and one written with the clock ten years ahead.
fn ran_ahead() -> (Notebook, Id, Id) {
    let mut book = Notebook::new();
    let before = add(&mut book, 1);
    book.store.close().unwrap();
    let home = book.home;
    let mut book = Notebook::opened(home);
    book.skip_ids(10);
    book.store.close().unwrap();
    book.store = opened(&book, ahead);
    let wrong = add(&mut book, 2);
    (book.again(), before, wrong)
}

fn times(store: &Store, id: Id) -> Vec<u64> {
    store.history().of(id).unwrap().iter().map(|step| step.millis).collect()
}

fn is_now(millis: u64) -> bool {
    millis.abs_diff(NOW) < DAY
}

fn goes_on(
    office: &Headquarters,
    mut book: Notebook,
    before: Id,
    wrong: Id,
    meet: &dyn Fn(&Store),
) {
    assert_eq!(book.store.uplink().epochs().unwrap().len(), 2, "a new epoch");
    let after = add(&mut book, 3);
    book.edit(before, json!({"partner": "Đã sửa"}));
    book.edit(wrong, json!({"partner": "Cũng đã sửa"}));
    let look = |store: &Store| {
        assert!(times(store, after).into_iter().all(is_now), "{:?}", times(store, after));
        assert!(is_now(*times(store, before).last().unwrap()));
        // changes written with the wrong clock do not get the corrected clock's times
        assert!(times(store, wrong).into_iter().all(is_now), "{:?}", times(store, wrong));
    };
    look(&book.store);
    meet(&book.store);
    assert_eq!(office.ops(), own_ops(&book.store));
    assert!(office.seen().is_empty(), "no incident");
    // reported once, and for good
    meet(&book.store);
    assert_eq!(book.store.uplink().epochs().unwrap().len(), 2);
    let mut book = book.again();
    look(&book.store);
    let later = add(&mut book, 4);
    assert!(times(&book.store, later).into_iter().all(is_now));
    meet(&book.store);
    assert_eq!(office.ops(), own_ops(&book.store));
    // a rebuild from the journal gives the same
    let dir = book.home.folder();
    book.store.close().unwrap();
    Store::rebuild(Role::Officer, &dir, crate::kit::now).unwrap();
    let store = book.home.open();
    look(&store);
    let partner = |id: Id| {
        let kind = crate::kit::programme().kind_by_id("intl_lead").unwrap();
        let field = kind.field_by_id("partner").unwrap().no;
        store.records().get(id).unwrap().unwrap().fields.get(field).unwrap().clone()
    };
    assert_eq!(partner(before), sotay::record::Value::Text("Đã sửa".into()));
    assert_eq!(partner(wrong), sotay::record::Value::Text("Cũng đã sửa".into()));
    store.close().unwrap();
}

#[test]
fn one_record_under_a_clock_ten_years_ahead_gave_all_later_ones_its_year() {
    let (book, before, wrong) = ran_ahead();
    let office = Headquarters::new();
    office.enrol(&book.store);
    let meet = |store: &Store| office.sync(store, WHOLE).1.unwrap();
    meet(&book.store);
    goes_on(&office, book, before, wrong, &meet);
}

#[test]
fn a_clock_is_put_right_by_stick_too() {
    let (book, before, wrong) = ran_ahead();
    let office = Headquarters::new();
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    let meet = |store: &Store| {
        carry(store, stick.path()).1.unwrap();
        import(&office, stick.path());
        carry(store, stick.path()).1.unwrap();
        import(&office, stick.path());
    };
    meet(&book.store);
    goes_on(&office, book, before, wrong, &meet);
}

#[test]
fn while_the_clock_is_still_wrong_no_epoch_is_opened() {
    let (mut book, ..) = ran_ahead();
    let office = Headquarters::new();
    office.enrol(&book.store);
    book.store.close().unwrap();
    book.store = opened(&book, ahead);
    office.sync(&book.store, WHOLE).1.unwrap();
    // a right clock starts no new epoch either
    let right = super::outgoing::filled(3);
    office.enrol(&right.store);
    office.sync(&right.store, WHOLE).1.unwrap();
    for store in [&book.store, &right.store] {
        assert_eq!(store.uplink().epochs().unwrap().len(), 1);
    }
}

#[test]
fn true_times_rise_with_the_times_they_stand_for() {
    let at = |millis: u64| Hlc(millis << 16);
    let all = Corrections(vec![
        Correction { from: at(9_000), wall: 1_000 },
        Correction { from: at(50_000), wall: 4_000 },
    ]);
    let told: Vec<u64> = [500, 1_500, 8_999, 9_000, 9_700, 49_999, 50_000, 50_001]
        .into_iter()
        .map(|millis| all.true_millis(at(millis)))
        .collect();
    assert_eq!(told, [500, 1_000, 1_000, 1_000, 1_700, 4_000, 4_000, 4_001]);
}

/// `clock-v1` was made by this program, for a laptop that was ahead twice, and is never made again.
#[test]
fn a_clock_that_was_put_right_twice_reads_as_released() {
    let book = Notebook::new();
    book.store.close().unwrap();
    let golden = include_bytes!("../../golden/clock-v1");
    std::fs::write(book.home.folder().join("clock"), golden).unwrap();
    let store = book.home.open();
    let hour = 3_600_000;
    let again = AHEAD + 476_720_280_000;
    let times = [
        (NOW - 5, NOW - 5),
        (AHEAD - 1, NOW),
        (AHEAD + 9_000, NOW + 9_000),
        (again - 1, NOW + hour),
        (again, NOW + hour),
        (again + 9_000, NOW + hour + 9_000),
    ];
    for (stored, meant) in times {
        assert_eq!(store.uplink().true_millis(Hlc(stored << 16)), meant, "{stored}");
    }
    store.close().unwrap();
}
