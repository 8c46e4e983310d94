//! Texts about the last change, for `app::done_change`.

use super::say::say;

say! {
    discarded(key: &str) "Đã bỏ bản nháp, còn giữ 30 ngày. {key} lấy lại." / "The draft is discarded; it is kept for 30 days. {key} brings it back.";
    deleted(title: &str, key: &str) "Đã xóa \"{title}\". {key} lấy lại." / "Deleted \"{title}\". {key} brings it back.";
    by_command(key: &str, name: &str) "Lệnh “{name}” ({key})" / "The command “{name}” ({key})";
    restored(title: &str, key: &str) "Đã khôi phục \"{title}\". {key} xóa lại." / "Restored \"{title}\". {key} deletes it again.";
    restored_elsewhere(title: &str) "Đã khôi phục \"{title}\"." / "Restored \"{title}\".";
    locked(title: &str) "Đã chốt \"{title}\"." / "Locked \"{title}\".";
}
