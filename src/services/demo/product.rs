//! Made-up products and their certificates: every second product has one from its province, some of
//! these also one from the region, and some of those one from the nation.

use super::establishment::{self, choice, text};
use super::number::{honour as ho, product as pr};
use super::people;
use super::world::{DemoGround, Lane, bare, later};
use crate::record::{Date, Decimal, Fields, Value};
use crate::services::demo::world::{HONOURED, LEVELS};

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let mut random = ground.random(Lane::Product, index);
    let at = establishment::sketch(ground, ground.home(Lane::Product, index));
    let kind = random.pick(&at.craft.products).split(',').next().unwrap_or_default();
    let group = match at.craft.sector {
        "dd" => "g1",
        "a" => "g2",
        "d" => "g3",
        _ => "g4",
    };
    let standards: &[&str] = if group == "g2" {
        &["HACCP", "ISO 22000:2018", "VietGAP"]
    } else {
        &["TCCS 01", "ISO 9001:2015"]
    };
    let year = at.workers * at.craft.output;
    let mut f = Fields::new();
    f.set(pr::ESTABLISHMENT, Value::Link(at.id));
    f.set(pr::NAME, text(&format!("{kind} {}", bare(&at.spot))));
    f.set(pr::GROUP, choice(group));
    f.set(pr::IS_SET, Value::Bool(at.craft.unit == "bo"));
    if random.percent(55) {
        f.set(pr::BRAND, text(&people::firm(&mut random)));
        f.set(pr::BRAND_NO, text(&format!("4-0{}-000", random.digits(6))));
    }
    f.set(pr::STANDARD, text(random.pick(standards)));
    let output = random.between((year / 10).max(1), (year * 6 / 10).max(1));
    f.set(pr::OUTPUT, Value::Decimal(Decimal(output * Decimal::ONE)));
    f.set(pr::OUTPUT_UNIT, choice(at.craft.unit));
    if matches!(group, "g1" | "g2") && random.percent(40) {
        f.set(pr::OCOP_STARS, Value::Int(random.between(3, 4)));
    }
    f
}

pub fn honour(ground: &DemoGround, index: u64) -> Option<Fields> {
    let (slot, level) = (index / LEVELS, index % LEVELS);
    let reached = match slot % 6 {
        0 => 2,
        3 => 1,
        _ => 0,
    };
    if level > reached {
        return None;
    }
    let product = slot * HONOURED;
    let day = decided(ground, slot, level, reached);
    let mut random = ground.random(Lane::Honour, index);
    let (name, sign, prize) = match level {
        0 => ("tinh", "QĐ-UBND", 2_000_000),
        1 => ("khu_vuc", "QĐ-BCT", 5_000_000),
        _ => ("quoc_gia", "QĐ-BCT", 10_000_000),
    };
    let mut f = Fields::new();
    f.set(ho::PRODUCT, Value::Link(ground.id(Lane::Product, product)));
    f.set(ho::LEVEL, choice(name));
    if level == 1 {
        let home = establishment::sketch(ground, ground.home(Lane::Product, product));
        f.set(ho::REGION, choice(region(home.spot.province)));
    }
    f.set(ho::ROUND_YEAR, Value::Int(day.year.into()));
    f.set(ho::DECISION_NO, text(&format!("{}/{sign}", random.between(100, 2_900))));
    f.set(ho::DECISION_DATE, Value::Date(day));
    f.set(ho::SCORE, Value::Decimal(random.tenths(72, 96)));
    f.set(ho::CERT_NO, text(&format!("{}/{}", random.between(1, 120), day.year)));
    f.set(ho::PRIZE, Value::Int(prize));
    Some(f)
}

/// Each level some months after the level below.
fn decided(ground: &DemoGround, slot: u64, level: u64, reached: u64) -> Date {
    let mut random = ground.random(Lane::Product, slot * HONOURED + 1);
    let first = ground.days_ago(random.between(40 + 330 * reached as i64, 1_000));
    later(first, random.between(150, 300) * level as i64)
}

/// The regions of the selection rounds.
fn region(province: &str) -> &'static str {
    match province {
        p if p < "40" => "bac",
        p if p < "75" => "trung_tn",
        _ => "nam",
    }
}
