//! Made-up participations: the same fairs every year, with many establishments at each.

use super::establishment::{self, choice, text};
use super::number::fair as no;
use super::project::row;
use super::world::{DemoGround, Lane, later};
use crate::record::{Date, Fields, Value};

struct DemoFair {
    name: &'static str,
    place: &'static str,
    /// the country, for fairs abroad
    nation: Option<&'static str>,
    month: u8,
    days: i64,
}

const fn home(name: &'static str, place: &'static str, month: u8) -> DemoFair {
    DemoFair { name, place, nation: None, month, days: 6 }
}

const FAIRS: &[DemoFair] = &[
    home("Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc", "Thái Nguyên", 4),
    home("Hội chợ triển lãm công thương miền Trung và Tây Nguyên", "Đà Nẵng", 6),
    home("Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Nam", "Cần Thơ", 9),
    home("Hội chợ quà tặng hàng thủ công mỹ nghệ", "Hà Nội", 10),
    home("Hội chợ xúc tiến tiêu dùng hàng Việt", "Hải Phòng", 11),
    home("Tuần hàng sản phẩm làng nghề", "Hà Nội", 12),
    DemoFair {
        name: "Hội chợ thực phẩm và đồ uống quốc tế",
        place: "Tokyo",
        nation: Some("jp"),
        month: 3,
        days: 4,
    },
    DemoFair {
        name: "Hội chợ hàng thủ công Viêng Chăn",
        place: "Viêng Chăn",
        nation: Some("la"),
        month: 7,
        days: 5,
    },
];

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let mut random = ground.random(Lane::Fair, index);
    let at = establishment::sketch(ground, ground.home(Lane::Fair, index));
    let fair = &FAIRS[random.below(FAIRS.len() as u64) as usize];
    let year = ground.today.year - random.between(0, 3) as i16;
    let (from, to) = held(fair, year);
    let (from, to) = if to > ground.today { held(fair, year - 1) } else { (from, to) };
    let booths = random.between(1, 2);
    let price = random.between(8, 22) * 1_000_000 * if fair.nation.is_some() { 4 } else { 1 };
    let orders = random.between(0, 9);
    let mut f = Fields::new();
    f.set(no::ESTABLISHMENT, Value::Link(at.id));
    f.set(no::FUND_LEVEL, choice(random.pick(&["dia_phuong", "dia_phuong", "quoc_gia"])));
    f.set(no::NAME, text(&format!("{} {}", fair.name, to.year)));
    f.set(no::SCOPE, choice(if fair.nation.is_some() { "nuoc_ngoai" } else { "trong_nuoc" }));
    f.set(no::PLACE, text(fair.place));
    if let Some(nation) = fair.nation {
        f.set(no::NATION, choice(nation));
    }
    f.set(no::DATE_FROM, Value::Date(from));
    f.set(no::DATE_TO, Value::Date(to));
    f.set(no::BOOTHS, Value::Int(booths));
    let position = format!("{}{:02}", random.pick(&["A", "B", "C"]), random.between(1, 60));
    f.set(no::BOOTH_POSITION, text(&position));
    f.set(no::BOOTH_PRICE, Value::Int(price));
    f.set(no::SUPPORT, Value::Int(price * booths * 8 / 10));
    f.set(no::ORDERS, Value::Int(orders));
    if orders > 0 {
        f.set(no::ORDERS_VALUE, Value::Int(orders * random.money(6_000_000, 90_000_000)));
    }
    if index % SHARED == 1 {
        let neighbour = ground.id(Lane::Establishment, ground.home(Lane::Fair, index) - 1);
        let cells = [(1, Value::Link(neighbour)), (2, Value::Int(random.between(0, 4)))];
        f.set(no::SHARERS, Value::Lines(vec![row(&mut random, cells)]));
    }
    f
}

/// One booth in this many is shared.
const SHARED: u64 = 6;

/// All records of one fair have the same days.
fn held(fair: &DemoFair, year: i16) -> (Date, Date) {
    let from = Date { year, month: fair.month, day: 12 };
    (from, later(from, fair.days - 1))
}
