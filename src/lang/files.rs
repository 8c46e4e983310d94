//! Texts of exports, imports, workbooks, templates and prints.

use super::message::agree;
use super::say::say;

/// Heading of the record id in lists exported before version 0.2.
pub const OLD_RECORD_CODE: &str = "Mã bản ghi";

// headings of exported lists, which an import recognizes
say! {
    record_code() "Mã hồ sơ" / "Record id";
    merged_into(id: &str) "ĐÃ GỘP VÀO {id}" / "MERGED INTO {id}";
    made_up() "HỒ SƠ MẪU, KHÔNG CÓ THẬT" / "SAMPLE, NOT REAL";
    record_version() "Phiên bản hồ sơ (đừng sửa)" / "Record version (do not change)";
    code_of(label: &str) "Mã · {label}" / "Id · {label}";
    exporting(done: &str, all: &str) "Đang xuất: {done}/{all}" / "Exporting: {done}/{all}";
    looking(done: &str, all: &str) "Đang xem: {done}/{all}" / "Looking: {done}/{all}";
    importing(done: &str, all: &str) "Đang nhập: {done}/{all}" / "Importing: {done}/{all}";
    exported(n: &str, file: &str) "Đã xuất {n} hồ sơ vào {file}." / "{n} {} exported to {file}.", agree(n, "record", "records");
    nowhere(n: &str) "{n} hồ sơ chưa có tọa độ nên không có trong tệp." / "{n} {} not in the file.", agree(n, "record has no coordinates and is", "records have no coordinates and are");
    too_long(record: &str, column: &str) "{record}: \"{column}\" dài hơn một ô của Excel nên để trống; xuất .csv để có đủ." / "{record}: \"{column}\" is longer than a cell of Excel takes and was left empty; a .csv has all of it.";
    no_record(record: &str, column: &str) "{record}: \"{column}\" trỏ tới một hồ sơ không có trong sổ; chỉ ghi mã." / "{record}: \"{column}\" names a record that is not in the notebook; only its code is written.";
    more_odd(n: &str) "Còn {n} ô khác như vậy." / "{n} more {} like that.", agree(n, "cell is", "cells are");
    without_contacts() "Không có thông tin liên hệ và dữ liệu cá nhân khác." / "Without contacts and other personal answers.";
    add_contacts() "Cần thì thêm --contacts." / "Add --contacts if they are needed.";
    with_contacts() "Tệp có dữ liệu cá nhân và không mã hóa: ai mở cũng đọc được. Giữ cẩn thận, xóa khi dùng xong." / "The file holds personal data and is not encrypted: whoever opens it can read it. Keep it with care, delete it after use.";
    blurred() "Tọa độ làm tròn đến khoảng một kilômét." / "Coordinates are rounded to about a kilometre.";
    no_map(kind: &str) "Hồ sơ loại {kind} không có tọa độ. Xuất .csv hoặc .xlsx." / "Records of kind {kind} have no coordinates. Export .csv or .xlsx.";
    which_format(file: &str) "{file}: tên tệp phải kết thúc bằng .csv, .xlsx hoặc .geojson." / "{file}: the name must end in .csv, .xlsx or .geojson.";
    halted() "Đã dừng theo yêu cầu; không để lại tệp nào, sổ không thay đổi." / "Stopped as asked; no file was left behind, the notebook is as it was.";
    not_written(file: &str, why: &str, safe: &str, todo: &str) "Không ghi được {file}: {why}. Tệp cũ, nếu có, vẫn nguyên; {safe}. {todo}" / "Cannot write {file}: {why}. What was there before is untouched; {safe}. {todo}";
    make_room() "Dọn bớt đĩa hoặc chọn chỗ khác." / "Make room, or choose another place.";
    other_place() "Chọn chỗ khác." / "Choose another place.";
    no_folder(folder: &str, safe: &str) "Không ghi được: không có thư mục {folder}. Lập thư mục ấy hoặc sửa đường dẫn; {safe}." / "Not written: there is no folder {folder}. Make it, or correct the path; {safe}.";
    not_synced(file: &str, safe: &str) "Đã ghi {file}, nhưng máy chưa báo là đã ghi xong xuống đĩa. Tháo USB đúng cách hoặc đợi một lúc, rồi mở tệp xem lại; {safe}." / "{file} is written, but the system has not confirmed that the disk has it. Eject the stick properly or wait a while, then open the file to check it; {safe}.";
    unchanged() "sổ không thay đổi" / "the notebook is as it was";
    entered(n: &str) "{n} hồ sơ của danh sách đã vào sổ và không mất, nhập lại danh sách thì không vào lần nữa" / "{n} {} enter twice when the list is imported again", agree(n, "record of the list is in the notebook and safe, and does not", "records of the list are in the notebook and safe, and do not");
    is_there(file: &str) "Đã có tệp {file} nên không ghi đè; tệp đó vẫn nguyên. Đặt tên khác, hoặc thêm --force để ghi đè." / "There is a file {file} already, so it was not overwritten. Choose another name, or add --force to overwrite it.";
    too_many_rows(n: usize) "Một trang tính chỉ chứa được {n} dòng. Xuất .csv." / "A sheet holds {n} rows. Export .csv instead.";
    list_changed() "Danh sách vừa thay đổi trong lúc xuất; không ghi tệp. Hãy xuất lại." / "The list changed while it was exported; no file was written. Export it again.";
    which_report(file: &str) "{file}: tên tệp phải kết thúc bằng .xlsx hoặc .csv." / "{file}: the name must end in .xlsx or .csv.";
    report_written(file: &str) "Đã ghi báo cáo vào {file}." / "The report is written to {file}.";
    sheet_results() "Kết quả" / "Results";
    sheet_rules() "Cách tính" / "How it is counted";
    made_from() "Tính từ" / "Made from";
    which_template(file: &str) "{file}: tên tệp phải kết thúc bằng .xlsx." / "{file}: the name must end in .xlsx.";
    template_written(file: &str) "Đã ghi danh sách trống {file}. Điền xong, nhập bằng: sotay import" / "The empty list {file} is written. Once filled, it enters by: sotay import";
    template_help() "Hướng dẫn" / "Help";
    template_choices() "Danh mục" / "Choices";
    wrong_choice() "Chọn một mục trong danh sách." / "Choose one of the list.";
    wrong_date() "Viết ngày như 22/11/2026." / "Write a day as 22/11/2026.";
    head_question() "Câu hỏi" / "Question";
    head_help() "Cách trả lời" / "How to answer";
    head_choices() "Các lựa chọn" / "Choices";
    in_unit(unit: &str) "Đơn vị: {unit}" / "Unit: {unit}";
    several() "Nhiều mục thì cách nhau bằng dấu chấm phẩy" / "Several are parted by semicolons";
    as_day() "Ngày/tháng/năm" / "Day/month/year";
    needed() "Bắt buộc" / "Required";
    which_document(file: &str) "{file}: tên tệp phải kết thúc bằng .docx." / "{file}: the name must end in .docx.";
    only_visits(kind: &str) "Chỉ in được lượt làm việc; đây là: {kind}." / "Only a visit can be printed; this is: {kind}.";
    printed(file: &str) "Đã ghi {file}. Tệp này không mã hóa: ai mở cũng đọc được." / "{file} is written. It is not encrypted: whoever opens it can read it.";
    paper_title() "BIÊN BẢN LÀM VIỆC" / "MINUTES OF A VISIT";
    paper_title_inspection() "BIÊN BẢN KIỂM TRA" / "MINUTES OF AN INSPECTION";
    paper_subject(purpose: &str) "Về việc {purpose}" / "Subject: {purpose}";
    dated_in_words(place: &str, day: &str, month: &str, year: i16) "{place}, ngày {day} tháng {month} năm {year}" / "{place}, {day}/{month}/{year}";
    commitments() "Cam kết, việc cần làm" / "Commitments";
    sign_here() "(Ký, ghi rõ họ tên)" / "(Signature and full name)";
    for_establishment() "ĐẠI DIỆN CƠ SỞ" / "FOR THE ESTABLISHMENT";
    for_officer() "CÁN BỘ LẬP BIÊN BẢN" / "THE OFFICER";
    paper_foot(changed: &str, today: &str) "Ghi ngày {changed} · In ngày {today}" / "Written {changed} · Printed {today}";
}
