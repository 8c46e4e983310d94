//! Texts of the passphrase prompts and of the lock.

use super::Lang;
use super::say::say;

say! {
    closed() "Sổ đang khóa" / "The notebook is locked";
    task() "Mật khẩu của sổ" / "The notebook's passphrase";
    present() "Mật khẩu" / "Passphrase";
    new() "Mật khẩu mới" / "New passphrase";
    old() "Mật khẩu cũ" / "Old one";
    again() "Gõ lại" / "Once more";
    first() "Mật khẩu (nên đặt)" / "Passphrase (advised)";
    first_empty() "Để trống: ai mở được máy này đọc được sổ." / "Left empty: who opens this computer can read the notebook.";
    first_set() "Quên mật khẩu thì không ai mở được sổ: chỉ lấy lại được từ cấp trên những gì đã gửi." / "If it is forgotten nobody can open the notebook: only what was sent comes back from headquarters.";
    unlock_lead() "Gõ mật khẩu để mở sổ." / "Type the passphrase to open the notebook.";
    was_locked() "Sổ đã khóa. Chữ đang viết dở được giữ trong bản nháp." / "The notebook is locked. What was being written is kept as a draft.";
    was_locked_at_question() "Sổ đã khóa. Bản nháp còn đủ; câu đang gõ trong hộp hỏi thì không giữ được." / "The notebook is locked. Drafts are kept; what was being typed in a question is not.";
    set_lead() "Từ nay mở sổ và mở các bản sao lưu sau này đều cần mật khẩu. Quên thì không ai mở được: chỉ lấy lại được từ cấp trên những gì đã gửi." / "From now on the passphrase opens the notebook and every later backup. If it is forgotten nobody can: only what was sent comes back from headquarters.";
    set_lead_headquarters() "Từ nay mở sổ và mở các bản sao lưu sau này đều cần mật khẩu. Quên thì không ai mở được: chép tay một bản, cất cùng con dấu." / "From now on the passphrase opens the notebook and every later backup. If it is forgotten nobody can: write it down and keep it with the seal.";
    change_lead() "Các bản sao lưu đã làm vẫn mở bằng mật khẩu cũ." / "Backups made before still open with the old passphrase.";
    remove_lead() "Bỏ mật khẩu: ai mở được máy này đọc được sổ." / "Without a passphrase, who opens this computer can read the notebook.";
    wait() "Đang kiểm tra mật khẩu…" / "Checking the passphrase…";
    type_it() "Chưa gõ mật khẩu." / "No passphrase was typed.";
    not_alike() "Hai lần gõ không giống nhau. Hãy gõ lại." / "The two are not alike. Type it again.";
    no_room() "Mật khẩu dài quá." / "The passphrase is too long.";
    forgotten() "Quên mật khẩu: nếu đã cho cấp trên giúp, chạy sotay recover. Nếu không: lập sổ mới ở thư mục khác, đăng ký lại; những gì đã gửi về lại, chưa gửi thì mất." / "If it is forgotten: where headquarters may help, run sotay recover. If not: make a new notebook in another folder and enrol it; what was sent comes back, the rest is lost.";
    forgotten_headquarters() "Quên mật khẩu: xem bản chép tay cất cùng con dấu. Không còn mật khẩu thì không ai mở được thư mục này." / "If it is forgotten: look for the copy that is kept with the seal. Without it nobody can open this folder.";
    go_back(next: &str, back: &str) "{next}: tiếp tục · {back}: quay lại" / "{next}: go on · {back}: back";
    go(next: &str, leave: &str) "{next}: tiếp tục · {leave}: thoát" / "{next}: go on · {leave}: leave";
    still_working(key: &str) "Việc đang chạy chưa xong. {key} lần nữa: dừng việc ấy và khóa sổ." / "The work under way is not done. {key} once more stops it and locks the notebook.";
    still_working_on(key: &str) "Việc đang chạy chưa xong và không dừng được giữa chừng. {key} lần nữa: khóa sổ khi việc ấy xong." / "The work under way is not done and cannot be stopped half-way. {key} once more locks the notebook when it is done.";
    none_to_lock(commands: &str) "Sổ chưa có mật khẩu nên không khóa được. Để đặt: {commands}, gõ “mật khẩu”." / "The notebook has no passphrase, so it cannot be locked. To set one: {commands}, type “passphrase”.";
    item_set() "Đặt mật khẩu" / "Set a passphrase";
    item_change() "Đổi mật khẩu" / "Change the passphrase";
    item_remove() "Bỏ mật khẩu" / "Take the passphrase away";
    item() "Mật khẩu của sổ" / "The notebook's passphrase";
}

pub fn title(is_locked: bool, lang: Lang) -> String {
    if is_locked { closed(lang) } else { task(lang) }
}
