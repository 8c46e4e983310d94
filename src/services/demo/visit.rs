//! Made-up visits in the style of officers: what was seen, said and agreed.

use super::establishment::{self, Sketch, choice, text};
use super::number::visit as no;
use super::project::{Story, row, story};
use super::random::Random;
use super::world::{DemoGround, Lane, bare, later};
use crate::record::{Date, Fields, Id, Value};
use crate::text::format::show_int;

/// Age of the oldest visit, in days.
const SPAN: i64 = 1_500;

/// Date and place of visit `index`; tasks need them too.
pub struct Round {
    pub date: Date,
    pub at: Sketch,
    /// the model of the establishment, if it had started by that date
    pub model: Option<(u64, Story)>,
    random: Random,
}

pub fn round(ground: &DemoGround, index: u64) -> Round {
    let mut random = ground.random(Lane::Visit, index);
    let home = home(ground, &mut random);
    let date = date(ground, &mut random, index);
    let model = ground.model_of(home).map(|m| (m, story(ground, m)));
    let model = model.filter(|(_, s)| s.start <= date);
    Round { date, at: establishment::sketch(ground, home), model, random }
}

/// Establishments with a model are visited far more often than others.
fn home(ground: &DemoGround, random: &mut Random) -> u64 {
    let models = ground.count(Lane::Model);
    if models > 0 && random.percent(35) {
        ground.home_of_model(random.below(models))
    } else {
        random.below(ground.establishments)
    }
}

/// Dates grow with the index and are densest in the last weeks; the newest visit is about today.
fn date(ground: &DemoGround, random: &mut Random, index: u64) -> Date {
    let left = (ground.visits - 1 - index) as f64 / ground.visits as f64;
    let back = (left.powf(1.25) * SPAN as f64) as i64;
    ground.days_ago((back + random.between(-3, 3)).clamp(0, SPAN))
}

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let mut r = round(ground, index);
    let purpose = purpose(&mut r);
    let mut f = Fields::new();
    f.set(no::ESTABLISHMENT, Value::Link(r.at.id));
    f.set(no::DATE, Value::Date(r.date));
    f.set(no::PURPOSE, choice(purpose));
    f.set(no::OFFICERS, Value::Links(officers(ground, &mut r.random)));
    f.set(no::MET_ROLE, text(r.random.pick(MET)));
    if let Some((model, story)) = &r.model {
        f.set(no::MODEL, Value::Link(ground.id(Lane::Model, *model)));
        if let Some(project) = story.project {
            f.set(no::PROJECT, Value::Link(ground.id(Lane::Project, project)));
        }
    }
    state(ground, &mut r, &mut f);
    machinery(&mut r, purpose, &mut f);
    words(&mut r, purpose, &mut f);
    conclusion(ground, &mut r, purpose, &mut f);
    f
}

fn purpose(r: &mut Round) -> &'static str {
    let Some((_, story)) = &r.model else {
        return match r.random.below(10) {
            0..7 => "khao_sat",
            7 => "tham_dinh",
            8 => "giam_sat",
            _ => "khac",
        };
    };
    match (story.project, story.accepted) {
        (Some(_), Some(day)) if day == r.date => "nghiem_thu",
        (Some(_), Some(day)) if day > r.date => "tien_do",
        (Some(_), None) => "tien_do",
        (None, Some(day)) if day > r.date => "giam_sat",
        (None, None) => "giam_sat",
        _ => "theo_doi",
    }
}

fn officers(ground: &DemoGround, random: &mut Random) -> Vec<Id> {
    let mut all = vec![ground.officer];
    if random.percent(30) {
        all.push(ground.id(Lane::Officer, random.below(ground.count(Lane::Officer))));
    }
    all
}

fn state(ground: &DemoGround, r: &mut Round, f: &mut Fields) {
    let operating = match r.random.below(100) {
        0..92 => "dang_hoat_dong",
        92..98 => "tam_dung",
        _ => "ngung",
    };
    f.set(no::OPERATING, choice(operating));
    if operating == "dang_hoat_dong" {
        let low = (r.at.workers * 85 / 100).max(1);
        let now = r.random.between(low, r.at.workers * 115 / 100 + 1);
        f.set(no::WORKERS_NOW, Value::Int(now));
        f.set(no::LOAD, Value::Decimal(r.random.tenths(45, 98)));
    }
    let old = r.date < ground.days_ago(21);
    f.set(no::STATE, choice(if old || r.random.percent(40) { "chot" } else { "nhap" }));
}

fn machinery(r: &mut Round, purpose: &str, f: &mut Fields) {
    if !matches!(purpose, "tien_do" | "nghiem_thu") {
        return;
    }
    let Some((_, story)) = &r.model else { return };
    let there = purpose == "nghiem_thu" || r.random.percent(65);
    f.set(no::MACHINE_PRESENT, Value::Bool(there));
    if there {
        let serial = format!("SN{}{}", story.start.year, r.random.digits(5));
        f.set(no::MACHINE_NEW, Value::Bool(true));
        f.set(no::MACHINE_SERIAL, text(&serial));
    }
    let done = if purpose == "nghiem_thu" { 100 } else { r.random.between(15, 95) };
    f.set(no::WORK_VALUE, Value::Int(story.total / 100 * done));
    let have = ["co", if purpose == "nghiem_thu" { "co" } else { "chua" }, "chua"];
    let papers = ["hd_de_an", "hoa_don", "bc_tien_do"].into_iter().zip(have);
    let rows =
        papers.map(|(paper, have)| row(&mut r.random, [(1, choice(paper)), (2, choice(have))]));
    f.set(no::PAPERS, Value::Lines(rows.collect()));
}

fn words(r: &mut Round, purpose: &str, f: &mut Fields) {
    let craft = r.at.craft;
    let mut said = vec![opening(r, purpose)];
    said.push(r.random.pick(&craft.seen).to_owned());
    if r.random.percent(70) {
        said.push(figures(r));
    }
    if r.model.is_some() {
        said.push(r.random.pick(WITH_MODEL).to_owned());
    }
    if r.random.percent(45) {
        said.push(r.random.pick(GENERAL).to_owned());
    }
    f.set(no::OBSERVATIONS, text(&said.join(" ")));
    if r.random.percent(38) {
        f.set(no::PROBLEMS, text(r.random.pick(&craft.trouble)));
    }
    if r.random.percent(30) {
        f.set(no::REQUESTS, text(r.random.pick(REQUESTS)));
    }
}

fn opening(r: &mut Round, purpose: &str) -> String {
    let machine = r.random.pick(&r.at.craft.machines).name;
    let place = bare(&r.at.spot);
    match purpose {
        "khao_sat" => match r.random.below(3) {
            0 => format!("Khảo sát nhu cầu đầu tư {}.", lower_machine(machine)),
            1 => format!(
                "Cơ sở làm nghề {} ở {place} đã nhiều năm, muốn đầu tư {}.",
                r.at.craft.trade,
                lower_machine(machine)
            ),
            _ => format!(
                "Xưởng rộng khoảng {} m2, đang xem xét mua {}.",
                r.random.between(6, 120) * 10,
                lower_machine(machine)
            ),
        },
        "tham_dinh" => "Thẩm định điều kiện thụ hưởng tại chỗ, đối chiếu hồ sơ gốc.".to_owned(),
        "tien_do" => format!("Kiểm tra tiến độ lắp đặt {}.", lower_machine(machine)),
        "nghiem_thu" => format!(
            "Kiểm tra {} trước nghiệm thu, máy chạy thử có tải.",
            lower_machine(machine)
        ),
        "theo_doi" => {
            format!("Sau hỗ trợ, {} vẫn vận hành thường xuyên.", lower_machine(machine))
        }
        _ => format!("Đến cơ sở tại {place} nắm tình hình sản xuất."),
    }
}

fn lower_machine(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}

fn figures(r: &mut Round) -> String {
    let craft = r.at.craft;
    let month = (r.at.workers * craft.output / 12).max(2);
    let made = r.random.money(month / 2, month);
    let share = r.random.between(8, 18) * 5;
    match r.random.below(3) {
        0 => format!("Sản lượng tháng trước khoảng {} {}.", show_int(made), shown(craft.unit)),
        1 => format!("Hàng bán trong tỉnh chừng {share}%, còn lại gửi đi các tỉnh bạn."),
        _ => format!(
            "Thu nhập bình quân của người làm khoảng {},{} triệu đồng một tháng.",
            r.random.between(5, 9),
            r.random.between(0, 9)
        ),
    }
}

fn shown(unit: &str) -> &str {
    match unit {
        "cai" => "cái",
        "bo" => "bộ",
        "tan" => "tấn",
        "lit" => "lít",
        other => other,
    }
}

fn conclusion(ground: &DemoGround, r: &mut Round, purpose: &str, f: &mut Fields) {
    let said = match purpose {
        "nghiem_thu" => "dat",
        "khao_sat" => r.random.pick(&["dat", "chua_ket_luan", "chua_ket_luan"]),
        _ => {
            r.random.pick(&["dat", "dat", "dat", "dat_mot_phan", "khong_dat", "chua_ket_luan"])
        }
    };
    f.set(no::CONCLUSION, choice(said));
    // follow-ups planned long ago would only fill the first screen
    if r.date >= ground.days_ago(45) {
        let next = later(r.date, r.random.between(14, 90));
        f.set(no::NEXT_DATE, Value::Date(next));
    }
}

const MET: &[&str] = &[
    "Chủ cơ sở",
    "Giám đốc",
    "Quản đốc xưởng",
    "Kế toán",
    "Tổ trưởng sản xuất",
    "Phó giám đốc",
];

const WITH_MODEL: &[&str] = &[
    "Máy được hỗ trợ đặt đúng vị trí, có gắn biển của chương trình khuyến công.",
    "Sổ theo dõi vận hành ghi đầy đủ, có chữ ký của người đứng máy.",
    "Đã có ba cơ sở trong vùng đến xem máy và hỏi giá.",
    "Chủ cơ sở sẵn sàng hướng dẫn cho nơi khác đến học tập.",
    "Chi phí điện trên một sản phẩm giảm so với máy cũ, số liệu sẽ đo lại cuối quý.",
];

const GENERAL: &[&str] = &[
    "Cơ sở chấp hành tốt quy định về phòng cháy, lối đi thông thoáng.",
    "Đã nhắc cơ sở lưu hóa đơn, chứng từ mua máy để phục vụ nghiệm thu.",
    "Điện lưới ổn định hơn từ khi xã nâng cấp trạm biến áp.",
    "Lao động chủ yếu là người trong xã, làm theo thời vụ.",
    "Cơ sở đã bán hàng qua mạng, mỗi tháng vài chục đơn.",
    "Khu vệ sinh, chỗ rửa tay cho công nhân đã sửa lại.",
    "Đề nghị cơ sở bố trí lại mặt bằng cho gọn trước đợt kiểm tra tới.",
    "Chất thải rắn có hợp đồng thu gom với hợp tác xã môi trường.",
];

const REQUESTS: &[&str] = &[
    "Đề nghị hỗ trợ mua thêm một máy trong kế hoạch năm sau.",
    "Mong được tham gia hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực.",
    "Xin tư vấn đăng ký nhãn hiệu và mã số mã vạch.",
    "Đề nghị mở lớp đào tạo nghề tại xã, khoảng 30 người.",
    "Xin hướng dẫn thủ tục vay vốn ưu đãi đầu tư máy móc.",
    "Cần giới thiệu mặt bằng trong cụm công nghiệp để di dời xưởng.",
];
