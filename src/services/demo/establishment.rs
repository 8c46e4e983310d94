//! Made-up establishments: a trade that is common in the province, a plausible name, and figures
//! that are consistent with each other.

use super::craft::{CRAFTS, Craft};
use super::number::establishment as no;
use super::people::{self, Person};
use super::random::Random;
use super::world::{DemoGround, Lane, bare};
use crate::programme::reference::{Commune, is_central_city};
use crate::record::{Date, Fields, Id, Value};

/// The properties of an establishment that its visits, models and projects use.
pub struct Sketch {
    pub id: Id,
    pub craft: &'static Craft,
    pub ty: &'static str,
    pub spot: Commune,
    pub owner: Person,
    pub name: String,
    pub workers: i64,
    pub since: Date,
    /// continues the generator of this establishment, for answers that only its record needs
    random: Random,
}

pub fn sketch(ground: &DemoGround, index: u64) -> Sketch {
    let mut random = ground.random(Lane::Establishment, index);
    let spot = spot(ground, &mut random);
    let craft = craft(&mut random, spot.province);
    let ty = legal_type(&mut random);
    let owner = people::person(&mut random);
    let name = name(&mut random, ty, craft, &spot, &owner);
    let (low, high) = match ty {
        "dnnvv" => (12, 140),
        "co_so_sxsh" => (15, 80),
        "htx" => (10, 60),
        "to_hop_tac" => (5, 20),
        "nghe_nhan" => (1, 6),
        _ => (3, 18),
    };
    let workers = random.between(low, high);
    let since = ground.days_ago(random.between(1_600, 9_000));
    let id = ground.id(Lane::Establishment, index);
    Sketch { id, craft, ty, spot, owner, name, workers, since, random }
}

/// Six in seven are in the officer's province. At least one of the two lists is not empty.
fn spot(ground: &DemoGround, random: &mut Random) -> Commune {
    let home = ground.others.is_empty() || (!ground.own.is_empty() && random.below(7) > 0);
    random.pick(if home { &ground.own } else { &ground.others })
}

fn craft(random: &mut Random, province: &str) -> &'static Craft {
    for _ in 0..16 {
        let craft = &CRAFTS[random.below(CRAFTS.len() as u64) as usize];
        if craft.home.is_empty() || craft.home.contains(&province) {
            return craft;
        }
    }
    &CRAFTS[0]
}

fn legal_type(random: &mut Random) -> &'static str {
    match random.below(100) {
        0..46 => "ho_kinh_doanh",
        46..77 => "dnnvv",
        77..90 => "htx",
        90..95 => "to_hop_tac",
        95..98 => "co_so_sxsh",
        _ => "nghe_nhan",
    }
}

fn name(
    random: &mut Random,
    ty: &str,
    craft: &Craft,
    spot: &Commune,
    owner: &Person,
) -> String {
    let firm = people::firm(random);
    let trade = capital(craft.trade);
    match ty {
        "dnnvv" | "co_so_sxsh" => match random.below(6) {
            0 => format!("Công ty CP {trade} {firm}"),
            1 => format!("Công ty TNHH MTV {trade} {firm}"),
            2 => format!("Doanh nghiệp tư nhân {firm}"),
            3 => format!("Công ty TNHH Sản xuất và Thương mại {firm}"),
            _ => format!("Công ty TNHH {trade} {firm}"),
        },
        "htx" if random.percent(60) => format!("HTX {} {}", craft.trade, bare(spot)),
        "htx" => format!("HTX {} {firm}", craft.trade),
        "to_hop_tac" => {
            let hamlet = people::hamlet(random, spot.province, spot.is_ward());
            format!("Tổ hợp tác {} {}", craft.short, lower(&hamlet))
        }
        "nghe_nhan" => format!("Nghệ nhân {}", owner.name),
        _ => match random.below(4) {
            0 => format!("Hộ kinh doanh {}", owner.name),
            1 => format!("Xưởng {} {}", craft.short, owner.given),
            _ => format!("Cơ sở {} {firm}", craft.short),
        },
    }
}

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let mut s = sketch(ground, index);
    let mut f = Fields::new();
    f.set(no::NAME, text(&s.name));
    f.set(no::TYPE, choice(s.ty));
    f.set(no::PLACE, Value::Place(s.spot.place(ground.today)));
    f.set(no::SECTOR, choice(s.craft.sector));
    f.set(no::VSIC_VERSION, choice("v2025"));
    f.set(no::VSIC, text(s.craft.vsic));
    f.set(no::PRODUCTS, text(s.random.pick(&s.craft.products)));
    let running = match s.random.below(100) {
        0..93 => "dang_hoat_dong",
        93..98 => "tam_dung",
        _ => "ngung",
    };
    f.set(no::STATUS, choice(running));
    papers(ground, &mut s, index, &mut f);
    people_there(&mut s, &mut f);
    money(ground, &mut s, &mut f);
    village(ground, &mut s, &mut f);
    contact(ground, &mut s, &mut f);
    f
}

fn papers(ground: &DemoGround, s: &mut Sketch, index: u64, f: &mut Fields) {
    let informal = matches!(s.ty, "to_hop_tac" | "nghe_nhan");
    match tax_code(ground.seed, index) {
        Some(code) if !informal => f.set(no::TAX_CODE, text(&code)),
        _ => f.set(no::TAX_NONE, text("Chưa đăng ký thuế, nộp theo mức khoán của xã")),
    }
    if informal {
        return;
    }
    f.set(no::LICENCE_DATE, Value::Date(s.since));
    if s.ty == "ho_kinh_doanh" {
        let number = format!("{}8{}", s.spot.province, s.random.digits(6));
        f.set(no::LICENCE_NO, text(&number));
    }
}

fn people_there(s: &mut Sketch, f: &mut Fields) {
    f.set(no::WORKERS, Value::Int(s.workers));
    let women = s.workers * s.random.between(15, 75) / 100;
    f.set(no::WORKERS_FEMALE, Value::Int(women));
    if matches!(s.ty, "dnnvv" | "co_so_sxsh" | "htx") {
        let insured = s.workers * s.random.between(55, 100) / 100;
        f.set(no::WORKERS_INSURED, Value::Int(insured));
    }
    if s.random.percent(20) {
        let ethnic = s.workers * s.random.between(0, 60) / 100;
        f.set(no::WORKERS_ETHNIC, Value::Int(ethnic));
    }
}

fn money(ground: &DemoGround, s: &mut Sketch, f: &mut Fields) {
    let year = s.workers * s.craft.output * s.craft.price;
    let revenue = s.random.money(year * 5 / 10, year * 11 / 10);
    f.set(no::REVENUE_PREV, Value::Int(revenue));
    f.set(no::REVENUE_YEAR, Value::Int(i64::from(ground.today.year) - 1));
    f.set(no::CAPITAL, Value::Int(s.random.money(revenue * 3 / 10, revenue * 12 / 10)));
    f.set(no::LOCAL_MATERIAL, Value::Decimal(s.random.tenths(10, 98)));
    f.set(no::EXPORT, Value::Bool(s.workers > 25 && s.random.percent(35)));
    f.set(no::OWNER_FEMALE, Value::Bool(s.owner.woman));
    if let Some(Value::Int(ethnic)) = f.get(no::WORKERS_ETHNIC) {
        // true if most of the workers are of an ethnic minority
        let most = *ethnic * 2 > s.workers;
        f.set(no::OWNER_ETHNIC, Value::Bool(most));
    }
}

/// A ward of a centrally-run city counts only with a recognised craft village, so the question is
/// always answered there.
fn village(ground: &DemoGround, s: &mut Sketch, f: &mut Fields) {
    let today = ground.today;
    let asked = s.spot.on(today).is_ward() && is_central_city(s.spot.province, today);
    let yes = s.craft.village && s.random.percent(if asked { 80 } else { 28 });
    if yes {
        let name = format!("Làng nghề {} {}", s.craft.trade, bare(&s.spot));
        f.set(no::CRAFT_VILLAGE, Value::Bool(true));
        f.set(no::CRAFT_VILLAGE_NAME, text(&name));
    } else if asked || s.random.percent(50) {
        f.set(no::CRAFT_VILLAGE, Value::Bool(false));
    }
}

fn contact(ground: &DemoGround, s: &mut Sketch, f: &mut Fields) {
    let address = people::hamlet(&mut s.random, s.spot.province, s.spot.is_ward());
    f.set(no::ADDRESS, text(&address));
    let role = match s.ty {
        "dnnvv" | "co_so_sxsh" | "htx" => "Giám đốc",
        "to_hop_tac" => "Tổ trưởng",
        "nghe_nhan" => "Nghệ nhân",
        _ => "Chủ cơ sở",
    };
    f.set(no::CONTACT_NAME, text(&s.owner.name));
    f.set(no::CONTACT_ROLE, text(role));
    f.set(no::CONTACT_PHONE, text(&people::mobile(&mut s.random)));
    f.set(no::NOTICE, Value::Bool(true));
    f.set(no::NOTICE_DATE, Value::Date(ground.days_ago(s.random.between(1, 300))));
    if s.random.percent(12) {
        f.set(no::NOTES, text(s.random.pick(NOTES)));
    }
}

const NOTES: &[&str] = &[
    "Đường vào xưởng hẹp, xe tải trên 2,5 tấn không vào được.",
    "Nên gọi trước, chủ cơ sở hay đi giao hàng buổi sáng.",
    "Có sản phẩm dự kiến tham gia bình chọn sản phẩm công nghiệp nông thôn tiêu biểu.",
    "Cơ sở đang xin thuê đất trong cụm công nghiệp để mở rộng.",
    "Xưởng chuyển về chỗ mới từ sau Tết, cạnh nhà văn hóa thôn.",
];

/// Ten digits with a valid check digit, different for every index below 1_000_000_000. `None` where
/// the check would be 10.
fn tax_code(seed: u64, index: u64) -> Option<String> {
    let nine = (seed % 499_979 + (index + 1) * 7_654_321) % 1_000_000_000;
    let digits = format!("{nine:09}");
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 = digits.bytes().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum();
    match sum % 11 {
        0 => None,
        rest => Some(format!("{digits}{}", 10 - rest)),
    }
}

pub fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

pub fn choice(id: &str) -> Value {
    Value::Choice(id.to_owned())
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}
