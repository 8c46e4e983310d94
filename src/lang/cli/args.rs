//! Texts about faults of arguments, folders and the config file.

use crate::lang::say::say;

say! {
    no_such_command(given: &str, near: Option<&str>, all: &str)
        "Không có lệnh \"{given}\".{} Các lệnh: {all}." (meant_vi(near))
        / "There is no command \"{given}\".{} Commands: {all}.", meant_en(near);
    no_such_option(given: &str, near: Option<&str>, help: &str)
        "Không có tùy chọn \"{given}\".{} Xem: {help}" (meant_vi(near))
        / "There is no option \"{given}\".{} See: {help}", meant_en(near);
    wrong_value(option: &str, given: &str, allowed: &str)
        "\"{given}\" không dùng được cho {option}. Chọn một trong: {allowed}."
        / "\"{given}\" does not fit {option}. Choose one of: {allowed}.";
    no_value(option: &str, help: &str)
        "{option} cần một giá trị đi sau. Xem: {help}"
        / "{option} needs a value after it. See: {help}";
    not_a_number(option: &str, given: &str, most: u64)
        "\"{given}\" không dùng được cho {option}: cần số nguyên từ 0 đến {most}."
        / "\"{given}\" does not fit {option}: a whole number from 0 to {most}.";
    missing(what: &str, help: &str)
        "Còn thiếu: {what}. Xem: {help}"
        / "Missing: {what}. See: {help}";
    twice(option: &str)
        "{option} được viết hai lần hoặc đi với tùy chọn khác nó. Giữ lại một."
        / "{option} stands twice, or beside one that excludes it. Keep one.";
    bad(help: &str)
        "Không hiểu các đối số. Xem: {help}"
        / "The arguments were not understood. See: {help}";
    not_utf8()
        "Có đối số không phải chữ UTF-8. Gõ lại đối số đó."
        / "An argument is not UTF-8 text. Type it again.";
    not_a_period(given: &str)
        "\"{given}\" không phải một kỳ báo cáo. Viết như 2026, 2026-H1, 2026-9M, 2026-Q3, 2026-09 hoặc 2021..2025."
        / "\"{given}\" is not a period. Write it like 2026, 2026-H1, 2026-9M, 2026-Q3, 2026-09 or 2021..2025.";
    not_a_date(option: &str, given: &str)
        "\"{given}\" sau {option} không phải là ngày. Viết 22/11/2026."
        / "\"{given}\" after {option} is not a day. Write 22/11/2026.";
    from_after_to()
        "--from muộn hơn --to. Đổi chỗ hai ngày."
        / "--from is later than --to. Swap the two days.";
    no_date(kind: &str)
        "Loại {kind} không có ngày, nên không lọc được bằng --from, --to."
        / "Kind {kind} has no day, so --from and --to cannot narrow it.";
    no_such_kind(given: &str, all: &str)
        "Không có loại \"{given}\". Các loại: {all}."
        / "There is no kind \"{given}\". Kinds: {all}.";
    not_an_id(given: &str)
        "\"{given}\" không phải mã hồ sơ. Mã có dạng như `sotay list` in ra."
        / "\"{given}\" is not a record's id. Ids look as `sotay list` prints them.";
    no_such_province(given: &str)
        "Không có tỉnh, thành phố nào là \"{given}\". Viết mã hai số hoặc tên, ví dụ 19 hoặc \"Thái Nguyên\"."
        / "No province is called \"{given}\". Write its two-digit code or its name, for example 19 or \"Thái Nguyên\".";
    empty_answer(option: &str)
        "{option} không được để trống."
        / "{option} must not be empty.";
    no_visits_alone()
        "Có lượt làm việc thì phải có ít nhất một cơ sở: thêm --establishments."
        / "Visits need at least one establishment: raise --establishments.";
    no_home()
        "Không tìm thấy thư mục nhà. Chỉ rõ thư mục của sổ bằng --data."
        / "No home folder was found. Name the notebook's folder with --data.";
    of_headquarters()
        "Đây là thư mục của đơn vị tổng hợp; không có gì thay đổi. Hãy dùng sotay-hq."
        / "This is headquarters' folder; nothing was changed. Use sotay-hq.";
    config_unreadable(file: &str, why: &str)
        "Không đọc được cấu hình {file}: {why}. Sửa quyền đọc hoặc dời tệp đi."
        / "Cannot read the config {file}: {why}. Mend its rights or move it away.";
    config_not_toml(file: &str, line: usize)
        "Cấu hình {file}, dòng {line}: không đúng TOML. Sửa dòng đó."
        / "Config {file}, line {line}: not right TOML. Mend that line.";
    config_unknown(file: &str, key: &str, known: &str)
        "Cấu hình {file}: không có mục \"{key}\". Các mục: {known}."
        / "Config {file}: there is no setting \"{key}\". Settings: {known}.";
    config_wrong(file: &str, key: &str, allowed: &str)
        "Cấu hình {file}: mục \"{key}\" phải là {allowed}."
        / "Config {file}: \"{key}\" must be {allowed}.";
    cannot_read(file: &str, why: &str)
        "Không đọc được {file}: {why}. Không có gì thay đổi. Hãy kiểm tra tên tệp và thư mục."
        / "Cannot read {file}: {why}. Nothing was changed. Check the name and the folder.";
    cannot_write(why: &str)
        "Không in ra được: {why}."
        / "Cannot write the output: {why}.";
    too_large(file: &str, megabytes: u64)
        "{file} lớn hơn {megabytes} MB. Chia tệp thành nhiều phần."
        / "{file} is larger than {megabytes} MB. Split it.";
}

fn meant_vi(near: Option<&str>) -> String {
    near.map(|near| format!(" Có phải \"{near}\"?")).unwrap_or_default()
}

fn meant_en(near: Option<&str>) -> String {
    near.map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default()
}
