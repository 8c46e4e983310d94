//! Made-up commitments: what was promised on a visit, by whom, and until when. Most of the old ones
//! are done, a few recent ones are overdue.

use super::establishment::{choice, text};
use super::number::task as no;
use super::random::Random;
use super::visit;
use super::world::{DemoGround, Lane, later};
use crate::record::{Fields, Value};
use crate::services::demo::world::TASK_STEP;

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let from = (ground.visits - 1).saturating_sub(index * TASK_STEP);
    let round = visit::round(ground, from);
    let mut random = Random::of(ground.seed, 205, index);
    let (owner, what) = random.pick(PROMISES);
    let mut f = Fields::new();
    f.set(no::VISIT, Value::Link(ground.id(Lane::Visit, from)));
    f.set(no::ESTABLISHMENT, Value::Link(round.at.id));
    if let Some(project) = round.model.and_then(|(_, story)| story.project) {
        f.set(no::PROJECT, Value::Link(ground.id(Lane::Project, project)));
    }
    f.set(no::WHAT, text(what));
    f.set(no::OWNER, choice(owner));
    if owner == "don_vi_khac" {
        f.set(
            no::OWNER_UNIT,
            text(random.pick(&["UBND xã", "Điện lực khu vực", "Hãng cấp máy"])),
        );
    }
    let usual = later(round.date, random.between(5, 45));
    // for every seed, one promise is due soon and one is overdue
    let due = match index {
        0 => later(ground.today, random.between(2, 12)),
        1 => ground.days_ago(random.between(3, 25)).max(round.date),
        _ => usual,
    };
    f.set(no::DUE, Value::Date(due));
    let late = due < ground.days_ago(60);
    let state = match random.below(100) {
        _ if index < 2 => "dang_lam",
        0..4 if late => "huy",
        4..100 if late => "xong",
        0..35 => "xong",
        _ => "dang_lam",
    };
    f.set(no::STATE, choice(state));
    if state == "xong" {
        let done = later(due, -random.between(0, 12)).max(round.date).min(ground.today);
        f.set(no::DONE_DATE, Value::Date(done));
    }
    f
}

const PROMISES: &[(&str, &str)] = &[
    ("co_so", "Gửi bản sao giấy đăng ký kinh doanh có chứng thực"),
    ("co_so", "Hoàn thiện cam kết vốn đối ứng và nộp về trung tâm"),
    ("co_so", "Dọn mặt bằng, kéo điện ba pha trước khi máy về"),
    ("co_so", "Gửi số liệu sản lượng và tiền điện ba tháng gần nhất"),
    ("co_so", "Bổ sung hóa đơn mua máy và biên bản bàn giao"),
    ("co_so", "Sửa bể lắng, có ảnh chụp gửi lại"),
    ("can_bo", "Gửi mẫu đề nghị thụ hưởng và hướng dẫn điền"),
    ("can_bo", "Hỏi phòng chuyên môn về định mức hỗ trợ gian hàng"),
    ("can_bo", "Giới thiệu đơn vị tư vấn đăng ký nhãn hiệu"),
    ("can_bo", "Xếp lịch đưa các cơ sở bạn đến xem mô hình"),
    ("don_vi_khac", "Xác nhận địa điểm sản xuất không nằm trong diện di dời"),
    ("don_vi_khac", "Cử kỹ thuật hướng dẫn lại cách chỉnh máy"),
];
