//! Made-up relations of establishments: partners in a value chain, support from other bodies,
//! contacts abroad.

use super::establishment::{self, Sketch, choice, text};
use super::number::{coordinated_support as cs, intl_lead as il, value_chain as vc};
use super::people;
use super::project::row;
use super::random::Random;
use super::world::{DemoGround, Lane, bare, later};
use crate::record::{Date, Decimal, Fields, Value};

pub fn value_chain(ground: &DemoGround, index: u64) -> Fields {
    let mut random = ground.random(Lane::ValueChain, index);
    // of every six links, the first three belong to one establishment and form its whole chain
    let (group, place) = (index - index % 6, index % 6);
    let home = if place < 3 { group } else { index };
    let at = establishment::sketch(ground, ground.home(Lane::ValueChain, home));
    let any = random.pick(TIES);
    let chain = usize::try_from(place).ok().and_then(|place| FULL_CHAIN.get(place));
    let (direction, kind) = chain.copied().unwrap_or(any);
    let goods = match direction {
        "nguyen_lieu" => format!("Nguyên liệu làm {}", at.craft.trade),
        _ => random.pick(&at.craft.products).to_owned(),
    };
    let partner = partner(&mut random, kind, &at);
    let contract = random.percent(70);
    let from = ground.days_ago(random.between(60, 1_400));
    let volume = at.workers * at.craft.output * random.between(5, 50) / 100;
    let mut f = Fields::new();
    f.set(vc::ESTABLISHMENT, Value::Link(at.id));
    f.set(vc::DIRECTION, choice(direction));
    f.set(vc::PARTNER, text(&partner));
    f.set(vc::PARTNER_KIND, choice(kind));
    f.set(vc::PRODUCT, text(&goods));
    f.set(vc::AREA, Value::Place(at.spot.place(ground.today)));
    f.set(vc::VOLUME, Value::Decimal(Decimal(volume.max(1) * Decimal::ONE)));
    f.set(vc::VOLUME_UNIT, choice(at.craft.unit));
    f.set(vc::CONTRACT, Value::Bool(contract));
    f.set(vc::DATE_FROM, Value::Date(from));
    if contract {
        f.set(vc::DATE_TO, Value::Date(later(from, 365 * random.between(1, 5))));
    }
    f.set(vc::VALUE, Value::Int(volume.max(1) * at.craft.price / 1_000_000 * 1_000_000));
    if kind == "nong_ho" {
        f.set(vc::FARMERS, Value::Int(random.between(8, 140)));
    }
    f
}

/// Direction of the link, and kind of partner.
const TIES: &[(&str, &str)] = &[
    ("nguyen_lieu", "nong_ho"),
    ("nguyen_lieu", "htx"),
    ("che_bien", "doanh_nghiep"),
    ("tieu_thu", "doanh_nghiep"),
    ("tieu_thu", "ban_le"),
    ("tieu_thu", "xuat_khau"),
];

const FULL_CHAIN: &[(&str, &str)] =
    &[("nguyen_lieu", "nong_ho"), ("che_bien", "doanh_nghiep"), ("tieu_thu", "ban_le")];

fn partner(random: &mut Random, kind: &str, at: &Sketch) -> String {
    match kind {
        "nong_ho" => {
            let hamlet = people::hamlet(random, at.spot.province, at.spot.is_ward());
            format!("Nhóm hộ {hamlet}, {}", at.spot.name)
        }
        "htx" => format!("HTX nông nghiệp {}", bare(&at.spot)),
        "ban_le" => format!("Chuỗi cửa hàng {}", people::firm(random)),
        "xuat_khau" => {
            format!("Nhà nhập khẩu tại {}", random.pick(&["Nhật Bản", "Hàn Quốc", "Đức", "Úc"]))
        }
        _ => format!("Công ty TNHH Thương mại {}", people::firm(random)),
    }
}

/// Support by another body: kind, programme, deciding body, unit, smallest and largest amount.
const SUPPORTS: &[(&str, &str, &str, &str, i64, i64)] = &[
    ("dat_dai", "Thuê đất trong cụm công nghiệp", "UBND xã", "m2", 500, 6_000),
    ("uu_dai_dau_tu", "Ưu đãi đầu tư vào nông thôn", "Sở Tài chính", "dong", 100, 900),
    ("tin_dung", "Vay giải quyết việc làm", "Ngân hàng Chính sách xã hội", "dong", 50, 300),
    ("tin_dung", "Hỗ trợ lãi suất vay mua máy", "Quỹ đầu tư phát triển tỉnh", "pct_nam", 2, 6),
    ("khcn", "Đổi mới công nghệ", "Sở Khoa học và Công nghệ", "dong", 80, 500),
    ("chuyen_doi_so", "Gian hàng số, truy xuất nguồn gốc", "Sở Công Thương", "dong", 10, 60),
];

pub fn coordinated_support(ground: &DemoGround, index: u64) -> Fields {
    let mut random = ground.random(Lane::CoordinatedSupport, index);
    let at = establishment::sketch(ground, ground.home(Lane::CoordinatedSupport, index));
    let (kind, programme, body, unit, low, high) = random.pick(SUPPORTS);
    let asked = random.between(low, high);
    let granted = (asked * random.between(60, 100) / 100).max(1);
    let scale = Decimal::ONE * if unit == "dong" { 1_000_000 } else { 1 };
    let day = ground.days_ago(random.between(15, 1_100));
    let old = day < ground.days_ago(150);
    let state = match random.below(100) {
        0..60 if old => "duoc_duyet",
        60..85 if old => "tu_choi",
        85..95 if old => "rut",
        0..40 => "chuan_bi",
        _ => "da_nop",
    };
    let mut f = Fields::new();
    f.set(cs::ESTABLISHMENT, Value::Link(at.id));
    f.set(cs::SUPPORT, choice(kind));
    f.set(cs::PROGRAMME, text(programme));
    f.set(cs::BODY, text(body));
    f.set(cs::ASKED_DATE, Value::Date(day));
    f.set(cs::ASKED, Value::Decimal(Decimal(asked * scale)));
    f.set(cs::UNIT, choice(unit));
    f.set(cs::STATE, choice(state));
    if matches!(state, "duoc_duyet" | "tu_choi") {
        f.set(cs::DECIDED_DATE, Value::Date(later(day, random.between(20, 140))));
    }
    match state {
        "duoc_duyet" => f.set(cs::GRANTED, Value::Decimal(Decimal(granted * scale))),
        "tu_choi" => f.set(cs::REASON, text(random.pick(REFUSED))),
        _ => {}
    }
    f
}

const REFUSED: &[&str] = &[
    "Hồ sơ thiếu báo cáo tài chính hai năm gần nhất",
    "Chưa có tài sản bảo đảm",
    "Hết chỉ tiêu của năm, đề nghị nộp lại năm sau",
];

#[derive(Clone, Copy)]
struct DemoLead {
    partner: &'static str,
    nation: &'static str,
    mission: &'static str,
    via: &'static str,
    topic: &'static str,
}

const LEADS: &[DemoLead] = &[
    DemoLead {
        partner: "Hiệp hội thủ công mỹ nghệ Kansai",
        nation: "jp",
        mission: "thuong_vu",
        via: "Thương vụ Việt Nam tại Nhật Bản",
        topic: "Đặt hàng mây tre, gốm",
    },
    DemoLead {
        partner: "Công ty máy chế biến nông sản Daegu",
        nation: "kr",
        mission: "thuong_vu",
        via: "Thương vụ Việt Nam tại Hàn Quốc",
        topic: "Máy sấy, đào tạo vận hành",
    },
    DemoLead {
        partner: "Quỹ hỗ trợ doanh nghiệp nhỏ Sachsen",
        nation: "de",
        mission: "dai_su_quan",
        via: "Đại sứ quán Việt Nam tại Đức",
        topic: "Sản xuất sạch hơn, tiết kiệm năng lượng",
    },
    DemoLead {
        partner: "Nhà nhập khẩu thực phẩm Rotterdam",
        nation: "nl",
        mission: "thuong_vu",
        via: "Thương vụ Việt Nam tại Hà Lan",
        topic: "Chè, cà phê, gia vị",
    },
];

/// The stages of a lead, in order.
const STEPS: &[&str] = &["tiep_xuc", "trao_doi", "ghi_nho", "thoa_thuan", "ket_thuc"];

pub fn intl_lead(ground: &DemoGround, index: u64) -> Fields {
    let mut random = ground.random(Lane::IntlLead, index);
    let home = ground.home(Lane::IntlLead, index);
    let lead = random.pick(LEADS);
    let reached = random.below(STEPS.len() as u64) as usize;
    let stage = STEPS[reached];
    let now = ground.days_ago(random.between(5, 700));
    let mut f = Fields::new();
    f.set(il::PARTNER, text(lead.partner));
    f.set(il::NATION, choice(lead.nation));
    f.set(il::MISSION, choice(lead.mission));
    f.set(il::MISSION_NATION, choice(lead.nation));
    f.set(il::VIA, text(lead.via));
    f.set(il::TOPIC, text(lead.topic));
    let there = [home, home - 1].map(|at| ground.id(Lane::Establishment, at));
    f.set(il::ESTABLISHMENTS, Value::Links(there.to_vec()));
    f.set(il::STAGE, choice(stage));
    f.set(il::STAGE_DATE, Value::Date(now));
    if stage != "ket_thuc" {
        f.set(il::NEXT_STEP, text(random.pick(NEXT)));
        f.set(il::NEXT_DATE, Value::Date(later(ground.today, random.between(7, 120))));
    }
    f.set(il::VALUE, Value::Int(random.money(200_000_000, 9_000_000_000)));
    f.set(il::OFFICER, Value::Link(ground.officer));
    let mut day = now;
    let mut steps: Vec<(&str, Date)> = Vec::new();
    for step in STEPS.iter().take(reached + 1).rev() {
        steps.insert(0, (step, day));
        day = later(day, -random.between(20, 120));
    }
    for (step, day) in &steps {
        match *step {
            "ghi_nho" => f.set(il::MEMO_DATE, Value::Date(*day)),
            "thoa_thuan" => f.set(il::AGREED_DATE, Value::Date(*day)),
            "ket_thuc" => {
                f.set(il::CAME_DATE, Value::Date(*day));
                f.set(il::CAME_MONEY, Value::Int(random.money(100_000_000, 900_000_000)));
                f.set(il::CAME_MACHINES, Value::Int(random.between(1, 6)));
                f.set(il::CAME_TRAINEES, Value::Int(random.between(4, 30)));
            }
            _ => {}
        }
    }
    let rows = steps
        .into_iter()
        .map(|(step, day)| row(&mut random, [(1, Value::Date(day)), (2, choice(step))]));
    f.set(il::STAGES, Value::Lines(rows.collect()));
    f
}

const NEXT: &[&str] = &[
    "Gửi mẫu hàng và bảng giá",
    "Họp trực tuyến với đối tác",
    "Đưa đoàn của đối tác đến thăm cơ sở",
    "Dịch và gửi hồ sơ năng lực của các cơ sở",
];
