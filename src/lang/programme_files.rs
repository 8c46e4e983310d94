//! Texts of `sotay programme check`. The faults themselves are in English, for the files' author.

use crate::lang::say::say;

say! {
    unreadable(path: &str, why: &str)
        "Không đọc được {path}: {why}. Kiểm tra tên thư mục và quyền đọc rồi chạy lại."
        / "{path} cannot be read: {why}. Check the folder's name and whether you may read it, then run this again.";
    not_utf8(path: &str)
        "{path} không phải UTF-8. Lưu lại tệp ở dạng UTF-8 rồi chạy lại."
        / "{path} is not UTF-8. Save it as UTF-8, then run this again.";
    no_files(folder: &str)
        "Trong {folder} không có tệp .toml nào. Chỉ đúng thư mục chứa các tệp của chương trình."
        / "There is no .toml file in {folder}. Name the folder that holds the programme's files.";
    too_many_files(n: usize)
        "Có {n} tệp .toml: nhiều hơn mức một chương trình có thể có. Chỉ đúng thư mục của chương trình."
        / "There are {n} .toml files: more than a programme can have. Name the programme's own folder.";
    good(files: usize, kinds: usize, rows: usize)
        "Không có lỗi: {files} tệp, {kinds} loại hồ sơ, {rows} dòng và phần của báo cáo."
        / "No faults: {files} files, {kinds} kinds of records, {rows} rows and parts of the reports.";
    faulty(n: usize)
        "{n} lỗi. Chưa có gì được dùng: sửa các tệp rồi chạy lại."
        / "{n} faults. Nothing is in use yet: mend the files, then run this again.";
}
