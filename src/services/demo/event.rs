//! Made-up events run by the programme, and selection rounds.

use super::establishment::{choice, text};
use super::number::{event as ev, selection_round as sr};
use super::project::row;
use super::world::{DemoGround, Lane, later};
use crate::record::{Date, Fields, Value};

struct DemoEvent {
    sort: &'static str,
    name: &'static str,
    address: &'static str,
    days: i64,
}

const EVENTS: &[DemoEvent] = &[
    DemoEvent {
        sort: "hoi_cho",
        name: "Hội chợ hàng công nghiệp nông thôn tiêu biểu",
        address: "Trung tâm triển lãm tỉnh",
        days: 6,
    },
    DemoEvent {
        sort: "ket_noi",
        name: "Hội nghị kết nối cung cầu sản phẩm công nghiệp nông thôn",
        address: "Hội trường Sở Công Thương",
        days: 1,
    },
    DemoEvent {
        sort: "tap_huan",
        name: "Lớp tập huấn khởi sự và quản trị doanh nghiệp",
        address: "Trung tâm Khuyến công",
        days: 3,
    },
    DemoEvent {
        sort: "hoi_thao",
        name: "Hội thảo sản xuất sạch hơn trong công nghiệp",
        address: "Hội trường Sở Công Thương",
        days: 1,
    },
];

pub fn fields(ground: &DemoGround, index: u64) -> Option<Fields> {
    let mut random = ground.random(Lane::Event, index);
    let event = EVENTS.get(usize::try_from(index % EVENTS.len() as u64).ok()?)?;
    let from = ground.days_ago(random.between(20, 1_300));
    let (to, place) = (later(from, event.days - 1), ground.own.first()?);
    let is_fair = event.sort == "hoi_cho";
    let establishments = random.between(20, 140);
    let mut f = Fields::new();
    f.set(ev::NAME, text(&format!("{} {}", event.name, from.year)));
    f.set(ev::SORT, choice(event.sort));
    f.set(ev::DATE_FROM, Value::Date(from));
    f.set(ev::DATE_TO, Value::Date(to));
    f.set(ev::PLACE, Value::Place(place.place(ground.today)));
    f.set(ev::ADDRESS, text(event.address));
    f.set(ev::FUND_LEVEL, choice(if is_fair { "quoc_gia" } else { "dia_phuong" }));
    f.set(ev::ESTABLISHMENTS, Value::Int(establishments));
    f.set(ev::PROVINCES, Value::Int(random.between(1, 30)));
    f.set(ev::PARTICIPANTS, Value::Int(establishments * random.between(1, 60)));
    let cost = random.money(80_000_000, 600_000_000);
    if is_fair {
        f.set(ev::BOOTHS, Value::Int(establishments * 2));
        f.set(ev::FUND_NATIONAL, Value::Int(cost));
    } else {
        f.set(ev::FUND_LOCAL, Value::Int(cost));
    }
    f.set(ev::ORDERS, Value::Int(random.between(0, 40)));
    f.set(ev::SALES, Value::Int(random.money(200_000_000, 9_000_000_000)));
    f.set(ev::OWN_CAPITAL, Value::Int(cost / 5));
    Some(f)
}

const GROUPS: &[&str] = &["g1", "g2", "g3", "g4"];

/// Alternates between rounds of the province and rounds of the region, one a year back from today.
pub fn round(ground: &DemoGround, index: u64) -> Option<Fields> {
    let mut random = ground.random(Lane::SelectionRound, index);
    let year = ground.today.year - i16::try_from(index).ok()?;
    let level = if index.is_multiple_of(2) { "tinh" } else { "khu_vuc" };
    let decided = Date { year, month: 9, day: 15 };
    let decided =
        if decided > ground.today { Date { year: year - 1, ..decided } } else { decided };
    let mut rows = Vec::new();
    for group in GROUPS {
        let entered = random.between(6, 70);
        let recognised = entered * random.between(40, 80) / 100;
        let cells = [(1, choice(group)), (2, Value::Int(entered)), (3, Value::Int(recognised))];
        rows.push(row(&mut random, cells));
    }
    let mut f = Fields::new();
    f.set(sr::LEVEL, choice(level));
    f.set(sr::YEAR, Value::Int(decided.year.into()));
    f.set(sr::PLACE, Value::Place(ground.own.first()?.place(ground.today)));
    f.set(sr::DECISION_NO, text(&format!("{}/QĐ-UBND", random.between(200, 2_900))));
    f.set(sr::DECISION_DATE, Value::Date(decided));
    f.set(sr::BOARD, Value::Int(random.between(7, 15)));
    f.set(sr::FUND_LEVEL, choice(if level == "tinh" { "dia_phuong" } else { "quoc_gia" }));
    f.set(sr::GROUPS, Value::Lines(rows));
    f.set(sr::COST, Value::Int(random.money(60_000_000, 400_000_000)));
    Some(f)
}
