//! Encodes a fingerprint as eight Vietnamese syllables, to be read over the telephone. The 256
//! syllables are distinct even without diacritics.

use sha2::{Digest, Sha256};

/// Part of the protocol between two people: never change an entry.
#[rustfmt::skip]
pub const SYLLABLES: [&str; 256] = [
    "ái", "ân", "anh", "bà", "bắc", "bạch", "bài", "bản", "bằng", "bảo", "bát", "bàu", "bến",
    "biên", "bình", "bồ", "bồng", "bum", "buôn", "cái", "cẩm", "cần", "canh", "cao", "cát",
    "cầu", "chải", "chân", "chánh", "châu", "chi", "chiên", "chiềng", "chiểu", "chính", "chợ",
    "chư", "chúc", "chương", "cơ", "cốc", "côn", "công", "cư", "cửa", "cường", "đà", "đại",
    "đam", "dân", "đăng", "đạo", "đất", "dầu", "đề", "điền", "định", "đô", "đoàn", "đốc", "đồn",
    "đông", "dụ", "dừa", "đức", "dũng", "dương", "duy", "gia", "giang", "gianh", "giao", "giáp",
    "gò", "hà", "hải", "hàm", "hàng", "hạnh", "hào", "hậu", "hiền", "hiệp", "hiếu", "hồ", "hòa",
    "hoài", "hoàn", "hoàng", "hoành", "hội", "hồng", "hợp", "huệ", "hưng", "hương", "hữu",
    "kết", "khánh", "khê", "khương", "kiệm", "kiến", "kiều", "kim", "kinh", "kon", "kỳ", "lạc",
    "lai", "lâm", "lạn", "lăng", "lãnh", "lao", "lập", "lạt", "lầu", "lê", "liêm", "liên",
    "liệt", "liêu", "linh", "lộ", "lộc", "lợi", "long", "lư", "lục", "lũng", "lưới", "lương",
    "lưu", "lý", "mai", "măng", "mậu", "miện", "miếu", "minh", "mô", "mộc", "mới", "môn",
    "móng", "mường", "mỹ", "nà", "nam", "năng", "nga", "ngãi", "nghi", "nghĩa", "ngọc", "ngũ",
    "nguyên", "nguyệt", "nha", "nhai", "nhân", "nhất", "nhị", "nhơn", "như", "nhuận", "ninh",
    "nông", "oai", "pắc", "phan", "phiêng", "phìn", "phình", "phố", "phong", "phú", "phúc",
    "phụng", "phước", "quan", "quảng", "quế", "quốc", "quới", "quý", "quyết", "quỳnh", "rạch",
    "ranh", "rông", "sầm", "sao", "sín", "sinh", "sơn", "sông", "suối", "tà", "tam", "tân",
    "tập", "tây", "thạch", "thái", "thần", "thắng", "thiện", "thiết", "thiệu", "thịnh", "thọ",
    "thới", "thông", "thư", "thuận", "thượng", "thủy", "tiên", "tín", "tô", "toàn", "trà",
    "trạch", "trạm", "trần", "trang", "tri", "triệu", "trụ", "trực", "trung", "trường", "từ",
    "tủa", "tuấn", "túc", "tùng", "tường", "tuy", "tuyên", "uyên", "vàm", "văn", "vàng", "vị",
    "viên", "việt", "vĩnh", "võ", "vũ", "xuân", "xuyên", "yang", "yên",
];

/// Eight syllables that encode a 64-bit digest of these bytes.
pub fn eight_syllables(bytes: &[u8]) -> String {
    let hash: [u8; 32] =
        Sha256::new().chain_update(b"sotay words").chain_update(bytes).finalize().into();
    let words =
        hash.iter().take(8).filter_map(|byte| SYLLABLES.get(usize::from(*byte)).copied());
    words.collect::<Vec<_>>().join(" ")
}
