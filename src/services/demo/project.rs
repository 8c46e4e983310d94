//! Made-up projects (đề án) and demonstration models. A model and its project share one `Story`:
//! start, acceptance, cost of the machines, who paid.

use super::establishment::{self, Sketch, choice, text};
use super::number::{model as mo, project as pr};
use super::random::Random;
use super::world::{DemoGround, Lane, bare, later};
use crate::record::{Date, FieldNo, Fields, Row, Value};

/// What happened around one model.
pub struct Story {
    pub at: Sketch,
    pub kind: &'static str,
    pub fund: &'static str,
    pub start: Date,
    /// `None` while the model is being built
    pub accepted: Option<Date>,
    pub total: i64,
    pub support: i64,
    pub project: Option<u64>,
}

pub fn story(ground: &DemoGround, model: u64) -> Story {
    let home = ground.home_of_model(model);
    let mut random = ground.random(Lane::Model, model);
    let at = establishment::sketch(ground, home);
    let start = ground.days_ago(random.between(70, 1_450));
    let accepted =
        Some(later(start, random.between(80, 240))).filter(|day| *day <= ground.today);
    let machines: i64 = at.craft.machines.iter().take(2).map(|m| m.price * 1_000_000).sum();
    let total = machines * random.between(110, 145) / 100 / 1_000_000 * 1_000_000;
    let support =
        (total * random.between(18, 28) / 100 / 1_000_000 * 1_000_000).min(300_000_000);
    Story {
        at,
        kind: random.pick(&["moi", "moi", "nhan_rong", "sxsh"]),
        fund: random.pick(&["quoc_gia", "dia_phuong", "dia_phuong"]),
        start,
        accepted,
        total,
        support,
        project: ground.project_of(home),
    }
}

pub fn model_fields(ground: &DemoGround, index: u64) -> Fields {
    let s = story(ground, index);
    let mut random = Random::of(ground.seed, 201, index);
    let mut f = Fields::new();
    f.set(mo::CODE, text(&format!("MH-{}-{:05}", s.start.year, index + 1)));
    let name = format!("Mô hình {} tại {}", lower_first(title(s.kind)), s.at.name);
    f.set(mo::NAME, text(&name));
    f.set(mo::ESTABLISHMENT, Value::Link(s.at.id));
    if let Some(project) = s.project {
        f.set(mo::PROJECT, Value::Link(ground.id(Lane::Project, project)));
    }
    f.set(mo::MODEL_KIND, choice(s.kind));
    f.set(mo::FUND_LEVEL, choice(s.fund));
    f.set(mo::TECHNOLOGY, text(s.at.craft.technology));
    f.set(mo::TECH_ORIGIN, text(s.at.craft.machines[0].country));
    f.set(mo::TECH_LEVEL, choice(random.pick(&["ban_tu_dong", "tu_dong", "so_hoa"])));
    if s.kind == "moi" {
        f.set(mo::NOVELTY_AREA, text(s.at.spot.name));
        f.set(mo::NOVELTY_CONFIRMED, Value::Bool(true));
    }
    f.set(mo::MACHINES, Value::Lines(machines(&s, &mut random)));
    f.set(mo::START, Value::Date(s.start));
    let fund = if s.fund == "quoc_gia" { mo::FUND_NATIONAL } else { mo::FUND_LOCAL };
    f.set(fund, Value::Int(s.support));
    f.set(mo::OWN_CAPITAL, Value::Int(s.total - s.support));
    after_acceptance(ground, &s, &mut random, &mut f);
    f
}

fn after_acceptance(ground: &DemoGround, s: &Story, random: &mut Random, f: &mut Fields) {
    let Some(accepted) = s.accepted else {
        f.set(mo::STATUS, choice("dang_xay_dung"));
        return;
    };
    f.set(mo::ACCEPTED, Value::Date(accepted));
    let conference = later(accepted, random.between(-20, 0)).max(s.start);
    let delegates = random.between(35, 120);
    f.set(mo::CONF_DATE, Value::Date(conference));
    f.set(mo::CONF_PLACE, text(&format!("Nhà văn hóa {}", bare(&s.at.spot))));
    f.set(mo::CONF_DELEGATES, Value::Int(delegates));
    f.set(mo::CONF_ESTABLISHMENTS, Value::Int(delegates * random.between(15, 50) / 100));
    f.set(mo::VISITORS, Value::Int(random.between(0, 260)));
    f.set(mo::REPLICABLE, choice(random.pick(&["cao", "cao", "trung_binh", "thap"])));
    if random.percent(40) {
        f.set(mo::REPLICATIONS, Value::Lines(replications(ground, s, accepted, random)));
    }
    let status = match random.below(100) {
        0..88 => "da_nghiem_thu",
        88..95 => "tam_dung",
        _ => "ngung",
    };
    f.set(mo::STATUS, choice(status));
    if status != "da_nghiem_thu" {
        f.set(mo::STATUS_NOTE, text(random.pick(STOPPED)));
    }
}

const STOPPED: &[&str] = &[
    "Đơn hàng giảm, cơ sở tạm nghỉ chờ vụ mới",
    "Di dời xưởng vào cụm công nghiệp",
    "Máy hỏng bo mạch, chờ linh kiện của hãng",
];

fn machines(s: &Story, random: &mut Random) -> Vec<Row> {
    let bought = s.at.craft.machines.iter().take(2);
    bought
        .map(|m| {
            let serial = format!("SN{}{}", s.start.year, random.digits(5));
            let no_model = format!("{}-{}", initials(m.maker), random.between(100, 990));
            row(
                random,
                [
                    (1, text(m.name)),
                    (2, text(&no_model)),
                    (3, text(m.maker)),
                    (4, text(m.country)),
                    (5, Value::Int(i64::from(s.start.year))),
                    (6, Value::Bool(true)),
                    (7, Value::Int(1)),
                    (8, Value::Int(m.price * 1_000_000)),
                    (9, text(&serial)),
                ],
            )
        })
        .collect()
}

fn replications(ground: &DemoGround, s: &Story, from: Date, random: &mut Random) -> Vec<Row> {
    let days = i64::from(crate::text::format::days_between(from, ground.today)).max(0);
    (0..random.between(1, 3))
        .map(|_| {
            let name = format!("Cơ sở {} {}", s.at.craft.short, super::people::firm(random));
            let day = later(from, random.between(0, days));
            let invested = random.money(s.total * 3 / 10, s.total);
            let supported = random.percent(20);
            row(
                random,
                [
                    (2, text(&name)),
                    (3, Value::Place(s.at.spot.place(ground.today))),
                    (4, Value::Date(day)),
                    (5, Value::Int(invested)),
                    (6, Value::Bool(supported)),
                ],
            )
        })
        .collect()
}

pub fn project_fields(ground: &DemoGround, index: u64) -> Fields {
    let home = ground.home_of_project(index);
    let s = story(ground, ground.model_of(home).unwrap_or_default());
    let mut random = Random::of(ground.seed, 202, index);
    let mut f = Fields::new();
    let decided = later(s.start, -random.between(45, 70));
    let signed = later(decided, random.between(12, 30));
    let year = s.start.year;
    f.set(pr::CODE, text(&format!("ĐA-{year}-{:05}", index + 1)));
    f.set(pr::NAME, text(&format!("{} tại {}", title(s.kind), s.at.name)));
    f.set(pr::FUND_LEVEL, choice(s.fund));
    f.set(pr::SCHEME, choice("rieng_le"));
    f.set(pr::ACTIVITY, choice(activity(s.kind)));
    f.set(pr::EXECUTING_UNIT, text(&ground.unit));
    f.set(pr::COORDINATING_UNIT, text(&format!("UBND {}", lower_first(s.at.spot.name))));
    f.set(pr::PLACE, Value::Place(s.at.spot.place(ground.today)));
    f.set(pr::PLAN_YEAR, Value::Int(i64::from(year)));
    f.set(pr::START, Value::Date(s.start));
    f.set(pr::END, Value::Date(later(s.start, 270)));
    f.set(pr::DECISION_NO, text(&format!("{}/QĐ-SCT", random.between(40, 980))));
    f.set(pr::DECISION_DATE, Value::Date(decided));
    f.set(pr::CONTRACT_NO, text(&format!("{:02}/{year}/HĐ-KC", random.between(1, 90))));
    f.set(pr::CONTRACT_DATE, Value::Date(signed));
    let fund = if s.fund == "quoc_gia" { pr::FUND_NATIONAL } else { pr::FUND_LOCAL };
    f.set(fund, Value::Int(s.support));
    f.set(pr::OWN_CAPITAL, Value::Int(s.total - s.support));
    f.set(pr::APPROVED_SUPPORT, Value::Int(s.support));
    f.set(pr::OTHER_STATE_SUPPORT, Value::Bool(false));
    let advance = s.support * 6 / 10;
    let paid =
        row(&mut random, [(1, Value::Date(later(s.start, 10))), (2, Value::Int(advance))]);
    f.set(pr::ADVANCES, Value::Lines(vec![paid]));
    let disbursed = if s.accepted.is_some() { s.support } else { advance };
    f.set(pr::DISBURSED, Value::Int(disbursed));
    f.set(pr::BENEFICIARIES, Value::Lines(vec![beneficiary(&s, &mut random)]));
    stages(ground, &s, [decided, signed], &mut random, &mut f);
    f
}

fn beneficiary(s: &Story, random: &mut Random) -> Row {
    let mut cells = row(
        random,
        [
            (1, Value::Link(s.at.id)),
            (2, Value::Int(s.support)),
            (3, Value::Int(s.total - s.support)),
        ],
    );
    if let Some(accepted) = s.accepted {
        cells.cells.set(4, Value::Date(accepted));
    }
    cells
}

/// Every stage in order: skipping one would need a reason.
pub fn stages(
    ground: &DemoGround,
    s: &Story,
    days: [Date; 2],
    random: &mut Random,
    f: &mut Fields,
) {
    let [decided, signed] = days;
    let mut passed = vec![
        ("khao_sat", later(decided, -150)),
        ("dang_ky", later(decided, -110)),
        ("tham_dinh_co_so", later(decided, -60)),
    ];
    if s.fund != "dia_phuong" {
        passed.push(("tham_dinh_bo", later(decided, -25)));
    }
    passed.extend([("phe_duyet", decided), ("hop_dong", signed), ("trien_khai", s.start)]);
    if let Some(accepted) = s.accepted {
        passed.push(("nghiem_thu", accepted));
        f.set(pr::ACCEPTED, Value::Date(accepted));
        f.set(pr::ACCEPTANCE, choice("dat"));
        let settled = later(accepted, random.between(10, 20));
        let watched = later(settled, 60);
        if settled <= ground.today {
            passed.push(("quyet_toan", settled));
            f.set(pr::SETTLED, Value::Date(settled));
            if watched <= ground.today {
                passed.push(("theo_doi", watched));
            }
        }
    }
    if let Some((stage, _)) = passed.last() {
        f.set(pr::STAGE, choice(stage));
    }
    let rows = passed.into_iter();
    let rows =
        rows.map(|(stage, day)| row(random, [(1, Value::Date(day)), (2, choice(stage))]));
    f.set(pr::STAGES, Value::Lines(rows.collect()));
}

pub fn row<const N: usize>(random: &mut Random, cells: [(FieldNo, Value); N]) -> Row {
    Row { id: random.id(0), cells: cells.into_iter().collect() }
}

fn activity(kind: &str) -> &'static str {
    match kind {
        "moi" => "mo_hinh_moi",
        "nhan_rong" => "mo_hinh_nhan_rong",
        _ => "thi_diem_sxsh",
    }
}

fn title(kind: &str) -> &'static str {
    match kind {
        "moi" => "Trình diễn kỹ thuật công nghệ mới",
        "nhan_rong" => "Nhân rộng dây chuyền, máy móc tiên tiến",
        _ => "Thí điểm áp dụng sản xuất sạch hơn",
    }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}

fn initials(words: &str) -> String {
    words.split(' ').filter_map(|w| w.chars().next()).filter(char::is_ascii_uppercase).collect()
}
