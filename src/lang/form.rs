//! Texts of forms and drafts: undo, conflicts, discarded drafts.

use super::say::say;
use super::words::{Both, both};

/// Hint label of the delete key on the row of a draft.
pub const DISCARD: Both = both("Bỏ nháp", "Discard");
pub const OTHER_NAME: Both = both("Ghi tên khác", "Other name");
pub const WRITE_NOTHING: Both = both("Thôi", "Cancel");

/// The name of a day by how many days it is after Monday.
pub fn weekday(after_monday: u8) -> Both {
    const NAMES: [Both; 7] = [
        both("thứ Hai", "Monday"),
        both("thứ Ba", "Tuesday"),
        both("thứ Tư", "Wednesday"),
        both("thứ Năm", "Thursday"),
        both("thứ Sáu", "Friday"),
        both("thứ Bảy", "Saturday"),
        both("Chủ nhật", "Sunday"),
    ];
    NAMES[usize::from(after_monday % 7)]
}

say! {
    meant_day(text: &str, weekday: &str, day: &str) "{text} → {weekday} {day}" / "{text} → {weekday} {day}";
    undone(field: &str) "Đã hoàn tác ở ô \"{field}\"." / "Undone at \"{field}\".";
    redone(field: &str) "Đã làm lại ở ô \"{field}\"." / "Redone at \"{field}\".";
    changed_elsewhere() "Hồ sơ vừa được sửa ở nơi khác: đã lấy phần mới, phần bạn sửa vẫn giữ." / "The record was just changed elsewhere: what is new was taken over, what you changed is kept.";
    changed_on_both_sides() "Hồ sơ đã được sửa ở nơi khác, có ô bạn cũng sửa: hãy xem cả hai câu trả lời." / "The record was changed elsewhere, in places that you changed too: look at both answers.";
    resumed(when: &str) "Làm tiếp bản nháp từ {when}." / "Going on with the draft of {when}.";
    saved_answer(clock: &str, theirs: &str, mine: &str) "Lưu lúc {clock} là {theirs}, ở đây là {mine}." / "Saved at {clock}: {theirs}; here: {mine}.";
    saved_answer_keys(save: &str, swap: &str, theirs: &str, mine: &str) "{save} lưu {mine}, {swap} lấy {theirs}." / "{save} saves {mine}, {swap} takes {theirs}.";
    take_saved(swap: &str, theirs: &str) "{swap} lấy {theirs}." / "{swap} takes {theirs}.";
    keys_choose(save: &str, swap: &str) "{save} lưu ở đây, {swap} lấy bên kia" / "{save} saves this, {swap} takes that";
    key_takes(swap: &str) "{swap} lấy bên kia" / "{swap} takes that one";
    key_puts_back(swap: &str) "{swap} trả lại câu ở đây" / "{swap} puts yours back";
    is_saved(clock: &str) "Đã lấy câu trả lời lưu lúc {clock}." / "This is the answer saved at {clock}.";
    put_back(swap: &str, mine: &str) "{swap} trả lại {mine}." / "{swap} puts {mine} back.";
    row_deleted(clock: &str) "Dòng này đã bị xóa ở nơi khác lúc {clock}." / "This row was deleted elsewhere at {clock}.";
    row_changed(clock: &str) "Bạn đã xóa dòng này, nơi khác sửa nó lúc {clock}." / "You deleted this row; it was changed elsewhere at {clock}.";
    row_keys(key: &str) "Lưu thì giữ dòng; {key} xóa." / "Saving keeps it; {key} deletes it.";
    counted(what: &str, n: usize) "{n} {what}" / "{what}: {n}";
    draft() "bản nháp" / "draft";
    hanging(all: &str) "Đang gắn với hồ sơ này: {all}. Xóa thì chúng vẫn ở lại, trỏ về một hồ sơ đã xóa." / "Linked to this record: {all}. They stay and will point at a deleted record.";
    linked() "Đang gắn với" / "Linked to it";
    no_drafts() "Không có bản nháp nào, kể cả đã bỏ trong 30 ngày qua." / "There are no drafts, discarded ones of the last 30 days included.";
    state_discarded() "đã bỏ" / "discarded";
    state_open() "đang ghi" / "open";
    no_such_draft(id: &str) "Không có bản nháp {id}. Xem mã bằng `sotay drafts`." / "There is no draft {id}. `sotay drafts` shows the ids.";
    restored_on_today() "Đã lấy lại bản nháp; mở từ màn hình Hôm nay." / "The draft is back; open it on Today.";
    empty_answer() "(trống)" / "(empty)";
    warnings_left(n: usize, key: &str) "{n} chỗ nên xem lại; {key} đến chỗ kế tiếp." / "To look at again: {n}; {key} goes to the next.";
    warnings_shown(n: usize) "{n} chỗ nên xem lại." / "To look at again: {n}.";
    restored(name: &str) "Đã lấy lại bản nháp đã bỏ: {name}." / "The discarded draft is back: {name}.";
    discarded_title() "Bản nháp đã bỏ (giữ 30 ngày)" / "Discarded drafts (kept for 30 days)";
    discarded_item(n: usize) "Bản nháp đã bỏ ({n})" / "Discarded drafts ({n})";
}
