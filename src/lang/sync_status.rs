//! Texts of the sync status: its screen, the header, the status of a record.

use unicode_width::UnicodeWidthStr;

use super::Lang;
use super::say::say;

/// Maximum cells of headquarters' name: a longer one leaves no room in a line.
const LONGEST_NAME: usize = 32;

/// Headquarters' name, or a general term if it is unknown or too long. The term is capitalized in
/// Vietnamese, where it begins sentences, and lower-case in English.
pub fn superior(name: Option<&str>, lang: Lang) -> String {
    let name = name.map(str::trim).filter(|name| (1..=LONGEST_NAME).contains(&name.width()));
    match (name, lang) {
        (Some(name), _) => name.to_owned(),
        (None, Lang::Vi) => "Cấp trên".to_owned(),
        (None, Lang::En) => "headquarters".to_owned(),
    }
}

say! {
    title() "Gửi nhận" / "Headquarters";
    asking() "Đang xem sổ và phần đã gửi…" / "Looking at how things stand…";
    not_enrolled() "Sổ này chưa đăng ký với cấp trên. Mọi thứ ghi ở đây vẫn an toàn trên máy và sẽ được gửi đủ sau khi đăng ký." / "This notebook is not enrolled with headquarters. All that is written here is safe on this machine, and is sent whole once it is enrolled.";
    how_to_enrol() "Đăng ký: chạy sotay enrol --request TỆP, gửi tệp cho cấp trên, đọc tám chữ qua điện thoại, rồi sotay enrol --accept TỆP-TRẢ-LỜI." / "To enrol: run sotay enrol --request FILE, send that file to headquarters, read its eight words over the telephone, then sotay enrol --accept ANSWER.";
    this_is_headquarters() "Đây là đơn vị tổng hợp" / "This is headquarters";
    since() "Thời kỳ bắt đầu" / "Era since";
    matters() "Sự cố và việc chờ duyệt" / "Incidents and matters for review";
    devices(n: usize) "Máy của các cán bộ, gửi lần cuối ({n})" / "Officers' devices, last heard of ({n})";
    no_devices() "Chưa nhận máy nào. Xin cán bộ tệp sotay enrol --request ghi ra, rồi chạy: sotay-hq enrol TỆP" / "No device was taken in yet. Ask an officer for the file that sotay enrol --request writes, then run: sotay-hq enrol FILE";
    never_heard() "chưa gửi gì" / "nothing yet";
    not_understood(n: &str) "{n} thay đổi chưa gộp" / "{n} not understood yet";
    officer_number(n: u32) "số {n}" / "number {n}";
    shut_out() "đã thu hồi" / "shut out";
    headquarters() "Cấp trên" / "Headquarters";
    device_revoked(since: &str) "Máy này đã bị cấp trên thu hồi từ {since}. Mọi thứ ghi trong sổ vẫn an toàn và vẫn đọc được; những gì gửi từ lúc đó được giữ riêng, chưa tính, chờ cấp trên xem. Hãy gọi cấp trên: nếu đã có máy thay thì ghi ở máy đó; nếu thu hồi nhầm thì đăng ký lại máy này." / "Headquarters has revoked this device, since {since}. All that is written in this notebook is safe and can still be read; what was sent since is kept apart, does not count yet, and waits for headquarters. Call headquarters: if another machine takes its place, write there; if it was revoked by mistake, enrol this one again.";
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
    stop() "Dừng; phần cấp trên đã nhận vẫn còn" / "Stop; what headquarters received stays";
    details() "Chi tiết để đối chiếu qua điện thoại" / "Details to compare by telephone";
    details_title() "Chi tiết gửi nhận" / "Details of what was sent";
    details_device(device: &str) "Máy: {device}" / "Device: {device}";
    details_epoch(epoch: &str, last: u64, chain: &str) "Đợt {epoch}: đến số {last}, chuỗi {chain}" / "Epoch {epoch}: up to number {last}, chain {chain}";
    details_receipt(acked: u64, chain: &str, when: &str) "  Cấp trên đã ký nhận đến số {acked}, chuỗi {chain}, lúc {when}" / "  Receipted up to number {acked}, chain {chain}, at {when}";
    details_none() "  Cấp trên chưa ký nhận gì" / "  Nothing receipted yet";
    returned(n: usize) "Bị trả lại ({n})" / "Sent back ({n})";
    unsent(n: u64) "chưa gửi {n}" / "{n} not sent";
    state_waiting() "Chờ gửi" / "Waits to be sent";
    state_received(who: &str) "{who} đã nhận" / "Received by {who}";
    ask_road() "Gửi bằng đường nào?" / "By which road?";
    ask_road_text() "ssh://người@máy, hoặc folder:/đường/dẫn/USB" / "ssh://user@host, or folder:/path/of/stick";
    by_program() "chương trình" / "the program";
    decided_by(what: &str, by: &str, at: &str) "{what} ({by}, {at})" / "{what} ({by}, {at})";
    decided_because(what: &str, by: &str, at: &str, why: &str) "{what} ({by}, {at}): {why}" / "{what} ({by}, {at}): {why}";
    chose_answer(who: &str, at: &str) "{who} đã chọn câu trả lời ở {at}" / "Answer at {at} chosen by {who}";
    edited(who: &str) "{who} đã sửa hồ sơ này" / "Changed by {who}";
    brought_in(who: &str) "{who} đã gộp" / "Brought together by {who}";
    goes_on(who: &str) "{who} đã xem nghi trùng; hồ sơ này được giữ" / "Compared with another one by {who}; this record goes on";
    approved(who: &str) "{who} đã duyệt" / "Approved by {who}";
    sent_back(who: &str) "{who} trả lại" / "Sent back by {who}";
    answer_changed() "Đã sửa sau khi bị trả lại" / "Changed since it was sent back";
    changed_since_approval() "Đã sửa sau khi được duyệt: bản sửa chưa được duyệt. Xem lịch sử để biết đã sửa gì." / "Changed since it was approved: the change is not approved yet. The history says what was changed.";
}
