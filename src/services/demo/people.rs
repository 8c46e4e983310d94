//! Made-up names of persons, firms and hamlets. Any likeness to a real person is coincidence.

use super::random::Random;

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Đoàn", "Trịnh", "Mai", "Lương", "Tạ", "Cao", "Hà",
];
const MIDDLE_MAN: &[&str] =
    &["Văn", "Đức", "Quang", "Hữu", "Xuân", "Minh", "Công", "Đình", "Quốc"];
const GIVEN_MAN: &[&str] = &[
    "An", "Bình", "Chiến", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hòa", "Hùng",
    "Khánh", "Kiên", "Lâm", "Long", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quyết",
    "Sơn", "Tân", "Thành", "Thắng", "Thịnh", "Tiến", "Toàn", "Trung", "Tuấn", "Vinh",
];
const MIDDLE_WOMAN: &[&str] = &["Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Thị Kim", "Ngọc"];
const GIVEN_WOMAN: &[&str] = &[
    "Anh",
    "Bích",
    "Chi",
    "Dung",
    "Duyên",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hoa",
    "Hồng",
    "Huệ",
    "Hương",
    "Lan",
    "Liên",
    "Loan",
    "Mai",
    "Nga",
    "Nhung",
    "Oanh",
    "Phượng",
    "Quyên",
    "Tâm",
    "Thảo",
    "Thơm",
    "Thúy",
    "Trang",
    "Tuyết",
    "Vân",
    "Yến",
];
const FIRM_FIRST: &[&str] = &[
    "An",
    "Bảo",
    "Đại",
    "Đông",
    "Gia",
    "Hải",
    "Hoàng",
    "Hồng",
    "Hưng",
    "Kim",
    "Long",
    "Minh",
    "Nam",
    "Ngọc",
    "Nhật",
    "Phú",
    "Phúc",
    "Phương",
    "Quang",
    "Tân",
    "Thành",
    "Thanh",
    "Thiên",
    "Tiến",
    "Trường",
    "Tuấn",
    "Vạn",
    "Việt",
    "Vĩnh",
    "Xuân",
];
const FIRM_SECOND: &[&str] = &[
    "An", "Châu", "Cường", "Đạt", "Đức", "Giang", "Hà", "Hải", "Hòa", "Hưng", "Khang", "Khánh",
    "Lâm", "Long", "Lộc", "Lợi", "Minh", "Nguyên", "Phát", "Phong", "Phú", "Phúc", "Quang",
    "Sơn", "Tâm", "Thành", "Thắng", "Thịnh", "Tiến", "Vinh",
];
const HAMLET: &[&str] = &[
    "Đông",
    "Đoài",
    "Thượng",
    "Hạ",
    "Trung",
    "Tân Lập",
    "Tân Tiến",
    "Đồng Tâm",
    "Hòa Bình",
    "Phú Mỹ",
    "Tiền Phong",
    "Thống Nhất",
    "Bình Minh",
    "Quyết Thắng",
    "Đoàn Kết",
    "Xuân Sơn",
    "Làng Chùa",
    "Cầu Đá",
    "Đồng Găng",
    "Bãi Dài",
    "Trại Mới",
    "Ao Sen",
];

pub struct Person {
    pub name: String,
    pub given: &'static str,
    pub woman: bool,
}

pub fn person(random: &mut Random) -> Person {
    let woman = random.percent(42);
    let family = random.pick(FAMILY);
    let (middle, given) = if woman {
        (random.pick(MIDDLE_WOMAN), random.pick(GIVEN_WOMAN))
    } else {
        (random.pick(MIDDLE_MAN), random.pick(GIVEN_MAN))
    };
    Person { name: format!("{family} {middle} {given}"), given, woman }
}

/// "Phú Thịnh": a typical firm name.
pub fn firm(random: &mut Random) -> String {
    let first = random.pick(FIRM_FIRST);
    let mut second = random.pick(FIRM_SECOND);
    while second == first {
        second = random.pick(FIRM_SECOND);
    }
    format!("{first} {second}")
}

/// "thôn Đoài", "ấp Phú Mỹ": hamlets are called ấp in the south and tổ dân phố in towns.
pub fn hamlet(random: &mut Random, province: &str, ward: bool) -> String {
    if ward {
        return format!("Tổ dân phố số {}", random.between(1, 24));
    }
    let word = if province >= "79" {
        "Ấp"
    } else if matches!(province, "04" | "08" | "11" | "12" | "14" | "15" | "19" | "20") {
        random.pick(&["Xóm", "Bản", "Thôn"])
    } else {
        "Thôn"
    };
    if random.percent(25) {
        format!("{word} {}", random.between(1, 14))
    } else {
        format!("{word} {}", random.pick(HAMLET))
    }
}

pub fn mobile(random: &mut Random) -> String {
    let head =
        random.pick(&["032", "035", "037", "038", "070", "076", "081", "084", "090", "091"]);
    format!("{head}{}", random.digits(7))
}
