//! Made-up classes, held where a model was built, and the employment of their participants.

use super::establishment::{self, Sketch, choice, text};
use super::number::{employment as em, training as tr};
use super::project::row;
use super::random::Random;
use super::world::{DemoGround, Lane, later};
use crate::record::{Date, Fields, Value};
use crate::services::demo::world::FOLLOW_UPS;

/// What a class and its follow-ups share.
struct TrainingClass {
    at: Sketch,
    start: Date,
    end: Date,
    enrolled: i64,
    certified: i64,
    /// `None` until the certificates are issued
    cert: Option<Date>,
    random: Random,
}

fn class(ground: &DemoGround, index: u64) -> TrainingClass {
    let mut random = ground.random(Lane::Training, index);
    let at = establishment::sketch(ground, ground.home(Lane::Training, index));
    let start = ground.days_ago(random.between(20, 1_300));
    let end = later(start, random.between(28, 75));
    let cert = Some(later(end, random.between(5, 20))).filter(|day| *day <= ground.today);
    let enrolled = random.between(18, 35);
    let certified = enrolled - random.between(0, 3);
    TrainingClass { at, start, end, enrolled, certified, cert, random }
}

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let TrainingClass { at, start, end, enrolled, certified, cert, mut random } =
        class(ground, index);
    let fund = random.pick(&["dia_phuong", "dia_phuong", "quoc_gia"]);
    let cost = enrolled * random.between(26, 34) * 100_000;
    let mut f = Fields::new();
    f.set(tr::ESTABLISHMENT, Value::Link(at.id));
    f.set(tr::FUND_LEVEL, choice(fund));
    f.set(tr::TRADE, text(&format!("Kỹ thuật {}", at.craft.short)));
    f.set(tr::FORM, choice(random.pick(&["dao_tao", "dao_tao", "truyen_nghe", "nang_cao"])));
    f.set(tr::PLACE, Value::Place(at.spot.place(ground.today)));
    f.set(tr::START, Value::Date(start));
    f.set(tr::END, Value::Date(end));
    f.set(tr::HOURS, Value::Int(random.between(12, 40) * 10));
    f.set(tr::TRAINERS, Value::Int(random.between(1, 3)));
    f.set(tr::ENROLLED, Value::Int(enrolled));
    if let Some(day) = cert {
        let share = |random: &mut Random, most| certified * random.between(0, most) / 100;
        f.set(tr::CERTIFIED, Value::Int(certified));
        f.set(tr::FEMALE, Value::Int(share(&mut random, 90)));
        f.set(tr::ETHNIC, Value::Int(share(&mut random, 40)));
        f.set(tr::POOR, Value::Int(share(&mut random, 20)));
        f.set(tr::CERT_DATE, Value::Date(day));
        f.set(tr::CERT_NO, text(&format!("{}/QĐ-TTKC", random.between(10, 300))));
    }
    let money = if fund == "quoc_gia" { tr::FUND_NATIONAL } else { tr::FUND_LOCAL };
    f.set(money, Value::Int(cost));
    f.set(tr::OWN_CAPITAL, Value::Int(cost / 10));
    if index % SHARED == 1 {
        let neighbour = ground.home(Lane::Training, index) + 1;
        let cells = [(1, Value::Link(ground.id(Lane::Establishment, neighbour)))];
        let shares = neighbour < ground.establishments;
        f.put(tr::OTHERS, shares.then(|| Value::Lines(vec![row(&mut random, cells)])));
    }
    f
}

/// One class in this many is for two establishments.
const SHARED: u64 = 4;

/// The first follow-up is some months after the certificates, the second a year later. One class in
/// eight has no follow-up.
pub fn employment(ground: &DemoGround, index: u64) -> Option<Fields> {
    let (training, again) = (index / FOLLOW_UPS, index % FOLLOW_UPS);
    let class = class(ground, training);
    // one stream for all follow-ups of a class, so that their figures stay consistent
    let mut random = ground.random(Lane::Employment, training);
    let first = later(class.cert?, random.between(60, 160));
    let day = later(first, 365 * again as i64);
    if day > ground.today || random.percent(12) {
        return None;
    }
    let employed = class.certified * random.between(86, 100) / 100;
    let here = employed * random.between(55, 90) / 100;
    let own = (employed - here) * random.between(0, 60) / 100;
    let mut f = Fields::new();
    f.set(em::TRAINING, Value::Link(ground.id(Lane::Training, training)));
    f.set(em::DATE, Value::Date(day));
    f.set(em::EMPLOYED_HERE, Value::Int(here));
    f.set(em::EMPLOYED_ELSE, Value::Int(employed - here - own));
    f.set(em::SELF_EMPLOYED, Value::Int(own));
    f.set(em::INCOME, Value::Int((random.between(52, 90) + 4 * again as i64) * 100_000));
    if employed < class.certified {
        f.set(em::REASONS, text(random.pick(REASONS)));
    }
    f.set(em::CONFIRMED, Value::Bool(random.percent(90)));
    Some(f)
}

const REASONS: &[&str] = &[
    "Bận việc gia đình, chưa đi làm thường xuyên",
    "Đi làm ăn xa, chưa liên hệ được",
    "Chờ cơ sở lắp xong máy mới nhận thêm người",
];
