//! The words of the road to headquarters: its screen, the header, the state of a record.

use super::Lang;
use super::say::say;

say! {
    title() "Trung tâm" / "Headquarters";
    asking() "Đang xem sổ và trung tâm…" / "Looking at how things stand…";
    not_enrolled() "Sổ này chưa đăng ký với trung tâm. Mọi thứ ghi ở đây vẫn an toàn trên máy và sẽ được gửi đủ sau khi đăng ký." / "This notebook is not enrolled with headquarters. All that is written here is safe on this machine, and is sent whole once it is enrolled.";
    how_to_enrol() "Đăng ký: chạy sotay enrol --request TỆP, gửi tệp cho trung tâm, đọc tám chữ qua điện thoại, rồi sotay enrol --accept TỆP-TRẢ-LỜI." / "To enrol: run sotay enrol --request FILE, send that file to headquarters, read its eight words over the telephone, then sotay enrol --accept ANSWER.";
    this_is_headquarters() "Đây là trung tâm" / "This is headquarters";
    since() "Thời kỳ bắt đầu" / "Era since";
    matters() "Sự cố và việc chờ duyệt" / "Incidents and matters for review";
    devices(n: usize) "Máy của các cán bộ, gửi lần cuối ({n})" / "Officers' devices, last heard of ({n})";
    no_devices() "Chưa nhận máy nào. Xin cán bộ tệp sotay enrol --request ghi ra, rồi chạy: sotay-hq enrol TỆP" / "No device was taken in yet. Ask an officer for the file that sotay enrol --request writes, then run: sotay-hq enrol FILE";
    never_heard() "chưa gửi gì" / "nothing yet";
    not_understood(n: &str) "{n} thay đổi chưa gộp" / "{n} not understood yet";
    officer_number(n: u32) "số {n}" / "number {n}";
    no_device() "chưa có máy đăng ký" / "no device enrolled";
    shut_out() "đã thu hồi" / "shut out";
    headquarters() "Trung tâm" / "Headquarters";
    road() "Đường gửi" / "Road";
    no_address() "chưa đặt" / "none set";
    received() "Đã nhận, có chữ ký" / "Received, signed for";
    of_all(there: &str, all: &str) "{there}/{all} thay đổi" / "{there} of {all} changes";
    waiting() "Còn chờ gửi" / "Still to go";
    last_time() "Lần cuối" / "Last time";
    never() "chưa lần nào" / "never";
    go_now() "Gửi và nhận ngay" / "Send and fetch now";
    fetch_files() "Lấy cả tệp đính kèm" / "Fetch attached files too";
    files_unsent() "Tệp đính kèm chờ gửi" / "Attached files to go";
    another_road() "Bằng đường khác: USB hoặc địa chỉ khác…" / "By another road: a stick, another address…";
    stop() "Dừng; phần trung tâm đã nhận vẫn còn" / "Stop; what headquarters received stays";
    details() "Chi tiết để đối chiếu qua điện thoại" / "Details to compare by telephone";
    details_title() "Chi tiết gửi nhận" / "Details of what was sent";
    details_device(device: &str) "Máy: {device}" / "Device: {device}";
    details_epoch(epoch: &str, last: u64, chain: &str) "Đợt {epoch}: đến số {last}, chuỗi {chain}" / "Epoch {epoch}: up to number {last}, chain {chain}";
    details_receipt(acked: u64, chain: &str, when: &str) "  Trung tâm đã ký nhận đến số {acked}, chuỗi {chain}, lúc {when}" / "  Receipted up to number {acked}, chain {chain}, at {when}";
    details_none() "  Trung tâm chưa ký nhận gì" / "  Nothing receipted yet";
    returned(n: usize) "Bị trả lại ({n})" / "Sent back ({n})";
    unsent(n: u64) "chưa gửi {n}" / "{n} not sent";
    state_waiting() "Chờ gửi" / "Waits to be sent";
    state_received() "Trung tâm đã nhận" / "Received by headquarters";
    ask_road() "Gửi bằng đường nào?" / "By which road?";
    ask_road_text() "ssh://người@máy, hoặc folder:/đường/dẫn/USB" / "ssh://user@host, or folder:/path/of/stick";
    by_program() "chương trình" / "the program";
    decided_by(what: &str, by: &str, at: &str) "{what} ({by}, {at})" / "{what} ({by}, {at})";
    decided_because(what: &str, by: &str, at: &str, why: &str) "{what} ({by}, {at}): {why}" / "{what} ({by}, {at}): {why}";
    chose_answer(at: &str) "Trung tâm đã chọn câu trả lời ở {at}" / "Headquarters chose the answer at {at}";
    brought_in() "Trung tâm đã gộp" / "Brought together by headquarters";
    goes_on() "Trung tâm đã xét trùng, bản ghi này tiếp tục" / "Compared with another one by headquarters; this record goes on";
    approved() "Trung tâm đã duyệt" / "Approved by headquarters";
    sent_back() "Trung tâm trả lại" / "Sent back by headquarters";
    answer_changed() "Đã sửa sau khi bị trả lại" / "Changed since it was sent back";
}

#[cfg(test)]
mod tests {
    use super::super::say::assert_composed_and_present;

    #[test]
    fn words_are_composed_and_present() {
        assert_composed_and_present(super::SOURCES);
    }
}
