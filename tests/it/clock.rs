//! On a machine with a clock that is years off, the program says so and refuses days, but not
//! words.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::Role;
use std::sync::Arc;

use crate::kit::programme;
use sotay::app::effect::Effect;
use sotay::app::event::WorkerAnswer;
use sotay::lang::Lang;
use sotay::programme::check::{self, Context, Subject};
use sotay::programme::faults::FaultKind;
use sotay::record::{Date, Fields, Id, Stamp, Value};
use sotay::record::{Hlc, Record};
use sotay::shell::jobs::{Arrivals, Shared, WriteWorker};
use sotay::store::Options;
use sotay::store::Store;
use sotay::text::format::{FormatFault, parse_date, today_from_millis};

use crate::kit::NOW;
use crate::kit::home::{Home, run_at};

/// 22 November 2011
const LONG_AGO: u64 = 1_321_934_400_000;
/// 2 January 2030
const LATER: u64 = 1_893_553_200_000;

fn long_ago() -> u64 {
    LONG_AGO
}

fn later() -> u64 {
    LATER
}

fn between() -> u64 {
    NOW
}

/// Runs a command at another time: whether it succeeded, its output, its messages.
fn run(home: &Home, now: fn() -> u64, args: &[&str], input: &[u8]) -> (bool, String, String) {
    let ran = run_at(now, &home.folder(), "vi", args, input);
    (ran.well, ran.out, ran.words)
}

/// What the screen reports when it opens the notebook.
fn news(home: &Home, now: fn() -> u64) -> Vec<String> {
    let writer = WriteWorker {
        access: Default::default(),
        dir: home.folder(),
        role: Role::Officer,
        store: Shared::default(),
        lang: Lang::Vi,
        now,
        tell: Arc::new(|_| ()),
        compaction: Default::default(),
        arrivals: Arrivals::default(),
    };
    let done = writer.run(Effect::Open { take_over: false });
    writer.close();
    let Some(WorkerAnswer::Opened { news, .. }) = done else { panic!("{done:?}") };
    news
}

#[test]
fn a_clock_that_is_years_back_is_said_at_the_start() {
    let home = Home::new();
    let said = news(&home, long_ago);
    assert!(said[0].contains("Đồng hồ của máy sai: đang chỉ ngày 22/11/2011"), "{said:?}");
    let (well, _, words) = run(&home, long_ago, &["list", "visit"], b"");
    assert!(well && words.contains("22/11/2011"), "{words}");
    assert!(news(&home, between).is_empty());
}

#[test]
fn a_clock_before_the_last_change_is_said_at_the_start() {
    let home = Home::empty();
    let init =
        ["init", "--officer", "An", "--unit", "TT", "--province", "25", "--no-passphrase"];
    let (well, _, words) = run(&home, later, &init, b"");
    assert!(well && !words.contains("Đồng hồ"), "{words}");
    let said = news(&home, between);
    assert!(said[0].contains("23/11/2026") && said[0].contains("02/01/2030"), "{said:?}");
    let (_, _, words) = run(&home, between, &["list", "visit"], b"");
    assert!(words.contains("trước lần ghi gần nhất"), "{words}");
    // a change of time zone is not reported
    assert!(news(&home, || LATER - 12 * 3_600_000).is_empty());
}

#[test]
fn a_notebook_begun_under_a_wrong_clock_says_so() {
    let home = Home::empty();
    let init =
        ["init", "--officer", "An", "--unit", "TT", "--province", "25", "--no-passphrase"];
    let (well, _, words) = run(&home, long_ago, &init, b"");
    assert!(well && words.contains(&opening(&lang::store::wrong_clock(Vi, "…"))), "{words}");
}

#[test]
fn days_are_refused_with_a_word_on_the_clock_and_records_without_days_enter() {
    let home = Home::new();
    let there = br#"{"name":"HTX ch\u00e8","type":"htx","place":"08230","status":"dang_hoat_dong","sector":"dd","products":"ch\u00e8","workers":5,"tax_none":"m\u1edbi l\u1eadp"}"#;
    let (well, id, words) = run(&home, long_ago, &["add", "establishment"], there);
    assert!(well, "{words}");
    let visit = |day: &str| {
        let day = if day.is_empty() { String::new() } else { format!(r#""date":"{day}","#) };
        format!(
            r#"{{"establishment":"{}",{day}"purpose":"giam_sat","observations":"x","operating":"tam_dung","workers_now":9,"conclusion":"dat","state":"nhap"}}"#,
            id.trim()
        )
    };
    for day in ["2026-11-20", "2011-11-22"] {
        let (well, out, words) = run(&home, long_ago, &["add", "visit"], visit(day).as_bytes());
        assert!(!well && out.is_empty(), "{day}: {words}");
        assert!(words.contains("đồng hồ máy sai (đang chỉ 22/11/2011)"), "{words}");
    }
    // no day of that clock becomes a default either
    let (_, _, _) = run(&home, long_ago, &["add", "visit"], visit("").as_bytes());
    let (_, listed, _) = run(&home, between, &["list", "visit", "--format", "json"], b"");
    assert!(!listed.contains("2011"), "{listed}");
    let (well, _, words) =
        run(&home, between, &["add", "visit"], visit("2026-11-20").as_bytes());
    assert!(well, "{words}");
}

#[test]
fn words_beside_an_old_day_can_be_changed_under_a_wrong_clock() {
    let kind = programme().kind_by_id("visit").unwrap();
    let date = kind.field_by_id("date").unwrap().no;
    let mut fields = Fields::new();
    fields.set(date, Value::Date(Date { year: 2026, month: 10, day: 1 }));
    let id = Id::new(NOW, [1; 10]);
    let stamp = Stamp { hlc: Hlc(NOW << 16), seq: 1 };
    let before = Record { fields: fields.clone(), ..Record::blank(kind.no, id, stamp) };
    let context =
        Context { today: today_from_millis(LONG_AGO), officer: None, found: Vec::new() };
    let faults = |fields: &Fields, before| {
        let subject = Subject { kind, id, fields, before };
        let faults = check::check(programme(), &subject, &context);
        faults.into_iter().filter(|f| f.at.field == date).map(|f| f.what).collect::<Vec<_>>()
    };
    assert_eq!(faults(&fields, Some(&before)), []);
    let today = context.today;
    assert_eq!(faults(&fields, None), [FaultKind::WrongClock { today }]);
    fields.set(date, Value::Date(Date { year: 2026, month: 10, day: 2 }));
    assert_eq!(faults(&fields, Some(&before)), [FaultKind::WrongClock { today }]);
}

#[test]
fn a_day_that_hangs_on_a_wrong_clock_is_not_read() {
    let today = today_from_millis(LONG_AGO);
    for text in
        ["nay", "hôm qua", "-3", "+30", "+2t", "thứ 6", "cuối tháng", "15", "5/3", "5/3/45"]
    {
        assert_eq!(parse_date(text, today), Err(FormatFault::WrongClock), "{text}");
    }
    let whole = Date { year: 2005, month: 3, day: 5 };
    for text in ["5/3/2005", "05032005", "2005-03-05", "5/3/05"] {
        assert_eq!(parse_date(text, today), Ok(whole), "{text}");
    }
    assert_eq!(parse_date("x", today), Err(FormatFault::NotDate));
}

#[test]
fn changes_keep_their_order_under_a_wrong_clock() {
    let home = Home::new();
    let options = Options { take_over: false, serve_early: false, now: long_ago };
    let (store, _) = Store::open(Role::Officer, &home.folder(), options).unwrap();
    let officer = store.records().officer().unwrap().unwrap();
    store.close().unwrap();
    assert!(officer.created.hlc.millis() > LONG_AGO);
}

/// Answers of rules that use today must not change under a clock that cannot be right.
#[test]
fn an_establishment_is_as_eligible_under_a_wrong_clock_as_before() {
    use crate::kit::app::App;
    let home = Home::new();
    let there = br#"{"name":"HTX ch\u00e8","type":"htx","place":"08230","status":"dang_hoat_dong","sector":"dd","products":"ch\u00e8","workers":5,"tax_none":"m\u1edbi l\u1eadp"}"#;
    for clock in [between as fn() -> u64, long_ago] {
        let (well, _, words) = run(&home, clock, &["add", "establishment"], there);
        assert!(well, "{words}");
    }
    let mut app = App::officer(home.folder(), Lang::Vi);
    app.at_clock(LONG_AGO).keys("f6 f4 end ' Hai' f2").shows(lang::app::saved(Vi, "").trim());
    let all = app.records("establishment");
    assert!(all.iter().all(|record| record["eligible"] == "co"), "{all:?}");
    assert!(all.iter().any(|record| record["name"] == "HTX chè Hai"), "{all:?}");
}

/// An answer that was accepted before is not refused when another one is edited, whatever the kind
/// and whatever the clock says.
#[test]
fn records_of_every_kind_can_be_edited_under_any_clock() {
    let home = Home::new();
    let (well, _, words) =
        run(&home, between, &["demo", "--establishments", "12", "--visits", "12"], b"");
    assert!(well, "{words}");
    let options = Options { take_over: false, serve_early: false, now: between };
    let (store, _) = Store::open(Role::Officer, &home.folder(), options).unwrap();
    let officer = store.officer_id();
    for kind in &programme().kinds {
        let mut ids = store.records().ids(kind.no).unwrap();
        ids.retain(|(_, deleted)| !deleted);
        for (id, _) in ids.into_iter().take(20) {
            let record = store.records().get(id).unwrap().unwrap();
            let subject = |before| Subject { kind, id, fields: &record.fields, before };
            let needs = check::needs(programme(), &subject(None));
            let found = store.records().needs(&needs).unwrap();
            let errors = |now: u64| {
                let today = today_from_millis(now);
                let officer = Some(officer);
                let context = Context { today, officer, found: found.clone() };
                let faults = check::check(programme(), &subject(Some(&record)), &context);
                let error = |f: &sotay::programme::faults::Fault| {
                    f.level == sotay::programme::spec::Level::Error
                };
                faults.into_iter().filter(error).collect::<Vec<_>>()
            };
            let now = errors(NOW);
            for clock in [0, LONG_AGO, NOW - 400 * 86_400_000] {
                let fresh: Vec<_> =
                    errors(clock).into_iter().filter(|f| !now.contains(f)).collect();
                assert_eq!(fresh, [], "{} {:?}", kind.id, record.fields);
            }
        }
    }
}
