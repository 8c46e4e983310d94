//! What is wrong with arguments, folders and the config file.

use crate::lang::Lang;

#[derive(Clone, Debug)]
pub enum ArgsWord<'a> {
    NoSuchCommand { given: &'a str, near: Option<&'a str>, all: &'a str },
    NoSuchOption { given: &'a str, near: Option<&'a str>, help: &'a str },
    WrongValue { option: &'a str, given: &'a str, allowed: &'a str },
    NoValue { option: &'a str, help: &'a str },
    NotANumber { option: &'a str, given: &'a str, most: u64 },
    Missing { what: &'a str, help: &'a str },
    Twice { option: &'a str },
    Bad { help: &'a str },
    NotUtf8,
    NotAPeriod { given: &'a str },
    NotADate { option: &'a str, given: &'a str },
    FromAfterTo,
    NoDate { kind: &'a str },
    NoSuchKind { given: &'a str, all: &'a str },
    NotAnId { given: &'a str },
    NoSuchProvince { given: &'a str },
    EmptyAnswer { option: &'a str },
    PassphraseLater,
    NoVisitsAlone,
    NoHome,
    OfHeadquarters,
    ConfigUnreadable { file: &'a str, why: &'a str },
    ConfigNotToml { file: &'a str, line: usize },
    ConfigUnknown { file: &'a str, key: &'a str, known: &'a str },
    ConfigWrong { file: &'a str, key: &'a str, allowed: &'a str },
    CannotRead { file: &'a str, why: &'a str },
    CannotWrite { why: &'a str },
    TooLarge { file: &'a str, megabytes: u64 },
}

impl ArgsWord<'_> {
    pub fn text(&self, lang: Lang) -> String {
        let (vi, en) = self.both();
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn both(&self) -> (String, String) {
        use ArgsWord::*;
        match self {
            NoSuchCommand { given, near, all } => (
                format!("Không có lệnh \"{given}\".{} Các lệnh: {all}.", meant_vi(*near)),
                format!("There is no command \"{given}\".{} Commands: {all}.", meant_en(*near)),
            ),
            NoSuchOption { given, near, help } => (
                format!("Không có tùy chọn \"{given}\".{} Xem: {help}", meant_vi(*near)),
                format!("There is no option \"{given}\".{} See: {help}", meant_en(*near)),
            ),
            WrongValue { option, given, allowed } => (
                format!("\"{given}\" không dùng được cho {option}. Chọn một trong: {allowed}."),
                format!("\"{given}\" does not fit {option}. Choose one of: {allowed}."),
            ),
            NoValue { option, help } => (
                format!("{option} cần một giá trị đi sau. Xem: {help}"),
                format!("{option} needs a value after it. See: {help}"),
            ),
            NotANumber { option, given, most } => (
                format!(
                    "\"{given}\" không dùng được cho {option}: cần số nguyên từ 0 đến {most}."
                ),
                format!("\"{given}\" does not fit {option}: a whole number from 0 to {most}."),
            ),
            Missing { what, help } => (
                format!("Còn thiếu: {what}. Xem: {help}"),
                format!("Missing: {what}. See: {help}"),
            ),
            Twice { option } => (
                format!(
                    "{option} được viết hai lần hoặc đi với tùy chọn khác nó. Giữ lại một."
                ),
                format!("{option} stands twice, or beside one that excludes it. Keep one."),
            ),
            Bad { help } => (
                format!("Không hiểu các đối số. Xem: {help}"),
                format!("The arguments were not understood. See: {help}"),
            ),
            NotUtf8 => (
                "Có đối số không phải chữ UTF-8. Gõ lại đối số đó.".to_owned(),
                "An argument is not UTF-8 text. Type it again.".to_owned(),
            ),
            NotAPeriod { given } => (
                format!(
                    "\"{given}\" không phải một kỳ báo cáo. Viết như 2026, 2026-H1, 2026-Q3, 2026-09 hoặc 2021..2025."
                ),
                format!(
                    "\"{given}\" is not a period. Write it like 2026, 2026-H1, 2026-Q3, 2026-09 or 2021..2025."
                ),
            ),
            NotADate { option, given } => (
                format!("\"{given}\" sau {option} không phải là ngày. Viết 22/11/2026."),
                format!("\"{given}\" after {option} is not a day. Write 22/11/2026."),
            ),
            FromAfterTo => (
                "--from muộn hơn --to. Đổi chỗ hai ngày.".to_owned(),
                "--from is later than --to. Swap the two days.".to_owned(),
            ),
            NoDate { kind } => (
                format!("Loại {kind} không có ngày, nên không lọc được bằng --from, --to."),
                format!("Kind {kind} has no day, so --from and --to cannot narrow it."),
            ),
            NoSuchKind { given, all } => (
                format!("Không có loại \"{given}\". Các loại: {all}."),
                format!("There is no kind \"{given}\". Kinds: {all}."),
            ),
            NotAnId { given } => (
                format!("\"{given}\" không phải mã hồ sơ. Mã có dạng như `sotay list` in ra."),
                format!(
                    "\"{given}\" is not a record's id. Ids look as `sotay list` prints them."
                ),
            ),
            NoSuchProvince { given } => (
                format!(
                    "Không có tỉnh, thành phố nào là \"{given}\". Viết mã hai số hoặc tên, ví dụ \
                     19 hoặc \"Thái Nguyên\"."
                ),
                format!(
                    "No province is called \"{given}\". Write its two-digit code or its name, for \
                     example 19 or \"Thái Nguyên\"."
                ),
            ),
            EmptyAnswer { option } => (
                format!("{option} không được để trống."),
                format!("{option} must not be empty."),
            ),
            PassphraseLater => (
                "--passphrase-file chưa dùng được. Hãy dùng --no-passphrase.".to_owned(),
                "--passphrase-file is not there yet. Use --no-passphrase.".to_owned(),
            ),
            NoVisitsAlone => (
                "Có lượt làm việc thì phải có ít nhất một cơ sở: thêm --establishments."
                    .to_owned(),
                "Visits need at least one establishment: raise --establishments.".to_owned(),
            ),
            NoHome => (
                "Không tìm thấy thư mục nhà. Chỉ rõ thư mục của sổ bằng --data.".to_owned(),
                "No home folder was found. Name the notebook's folder with --data.".to_owned(),
            ),
            OfHeadquarters => (
                "Đây là thư mục của đơn vị tổng hợp; không có gì thay đổi. Hãy dùng sotay-hq."
                    .to_owned(),
                "This is headquarters' folder; nothing was changed. Use sotay-hq.".to_owned(),
            ),
            ConfigUnreadable { file, why } => (
                format!(
                    "Không đọc được cấu hình {file}: {why}. Sửa quyền đọc hoặc dời tệp đi."
                ),
                format!(
                    "Cannot read the config {file}: {why}. Mend its rights or move it away."
                ),
            ),
            ConfigNotToml { file, line } => (
                format!("Cấu hình {file}, dòng {line}: không đúng TOML. Sửa dòng đó."),
                format!("Config {file}, line {line}: not right TOML. Mend that line."),
            ),
            ConfigUnknown { file, key, known } => (
                format!("Cấu hình {file}: không có mục \"{key}\". Các mục: {known}."),
                format!("Config {file}: there is no setting \"{key}\". Settings: {known}."),
            ),
            ConfigWrong { file, key, allowed } => (
                format!("Cấu hình {file}: mục \"{key}\" phải là {allowed}."),
                format!("Config {file}: \"{key}\" must be {allowed}."),
            ),
            CannotRead { file, why } => (
                format!("Không đọc được {file}: {why}."),
                format!("Cannot read {file}: {why}."),
            ),
            CannotWrite { why } => (
                format!("Không in ra được: {why}."),
                format!("Cannot write the output: {why}."),
            ),
            TooLarge { file, megabytes } => (
                format!("{file} lớn hơn {megabytes} MB. Chia tệp thành nhiều phần."),
                format!("{file} is larger than {megabytes} MB. Split it."),
            ),
        }
    }
}

fn meant_vi(near: Option<&str>) -> String {
    near.map(|near| format!(" Có phải \"{near}\"?")).unwrap_or_default()
}

fn meant_en(near: Option<&str>) -> String {
    near.map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default()
}
