//! Texts of the reports of `sotay verify` and `sotay rebuild`.

use super::message::{count, s};
use super::say::say;

say! {
    see_above()
        "Có việc cần xử lý: xem từng dòng ở trên."
        / "Something needs attention: see the lines above.";
    shared_whole()
        "Sổ chung nguyên vẹn: mọi thứ đã lưu đọc được và khớp nhau."
        / "The shared notebook is whole: everything saved can be read and agrees.";
    whole()
        "Sổ nguyên vẹn: mọi thứ đã lưu đọc được và khớp nhau. Không cần làm gì."
        / "The notebook is whole: everything saved can be read and agrees. Nothing to do.";
    journal_damaged(n: u64)
        "Sổ có {} chỗ hỏng; mọi thứ khác đọc được, bản gốc được giữ nguyên. Hãy chép cả thư mục của sổ sang đĩa khác. Rồi mở bản sao lưu gần nhất trong một thư mục mới (sotay --data THƯ-MỤC-MỚI init --from-backup TỆP) để xem lại phần thiếu." (count(n))
        / "The notebook is damaged in {} place{}; all else can be read, the originals are kept. Copy its whole folder to another disk. Then open the last backup in a new folder (sotay --data NEW-FOLDER init --from-backup FILE) to look up what is missing.", count(n), s(n);
    lists_know_more(n: u64, records: u64)
        "Nhật ký có {} chỗ hỏng, nhưng danh sách tra cứu còn giữ {} hồ sơ mà nhật ký không đọc được. Hãy chép cả thư mục của sổ sang đĩa khác, rồi chạy: sotay rebuild – những hồ sơ đó được ghi lại vào nhật ký." (count(n), count(records))
        / "The journal is damaged in {} place{}, but the lists still hold {} record{} that it cannot give. Copy the notebook's whole folder to another disk, then run: sotay rebuild - they are written into the journal again.", count(n), s(n), count(records), s(records);
    lists_differ()
        "Nhật ký nguyên vẹn, không mất gì; chỉ danh sách tra cứu sai lệch. Hãy chạy: sotay rebuild"
        / "The journal is whole and nothing is lost; only the lists differ from it. Run: sotay rebuild";
    lists_ahead()
        "Đĩa đã làm mất một đoạn nhật ký, nhưng danh sách tra cứu còn giữ. Hãy mở sổ (sotay): phần đó được ghi lại. Rồi sao lưu và kiểm tra đĩa."
        / "The disk has lost a part of the journal that the lists still hold. Open the notebook (sotay): it is written again. Then make a backup and check the disk.";
    files_missing()
        "Hồ sơ nguyên vẹn; có tệp đính kèm bị thiếu hoặc hỏng. Hãy lấy lại từ bản sao lưu, hoặc đính kèm lại."
        / "The records are whole; some attached files are missing or damaged. Take them from a backup, or attach them again.";
    parts_lost(n: u64)
        "{} hồ sơ thiếu một phần do lần hỏng trước; mọi thứ khác nguyên vẹn. Hãy mở từng hồ sơ, so với bản sao lưu và điền lại." (count(n))
        / "{} record{} lack a part since earlier damage; all else is whole. Open each, compare it with a backup and fill it in again.", count(n), s(n);
    officer_missing(device: &str, file: &str)
        "THIẾU: tệp {file}, nên máy {device} không được nhận nữa. Phần máy ấy đã gửi vẫn nguyên. Hãy chép tệp này (và {file}.bak) từ bản sao lưu mới nhất về, hoặc nhận lại máy: sotay-hq enrol"
        / "MISSING: the file {file}, so the device {device} is not taken in any more. What it has sent is whole. Bring this file (and {file}.bak) back from the newest backup, or enrol the device again: sotay-hq enrol";
    own_file_missing(file: &str)
        "THIẾU: tệp {file} của đơn vị. Phần các máy đã gửi vẫn nguyên. Hãy chép tệp này (và {file}.bak) từ bản sao lưu mới nhất về, hoặc lấy lại cả thư mục: sotay-hq restore"
        / "MISSING: headquarters' file {file}. What devices have sent is whole. Bring this file (and {file}.bak) back from the newest backup, or restore the whole folder: sotay-hq restore";
    no_journal()
        "Không thấy tệp nhật ký nào, nên chưa kiểm tra được. Không có gì bị thay đổi. Hãy chép lại thư mục journal từ bản sao của sổ, hoặc mở bản sao lưu trong thư mục mới: sotay --data THƯ-MỤC-MỚI init --from-backup TỆP"
        / "There is no journal file, so nothing could be checked. Nothing was changed. Bring the folder journal back from a copy, or open a backup in a new folder: sotay --data NEW-FOLDER init --from-backup FILE";
    found_at(what: &str)
        "Chỗ hỏng: {what}"
        / "Damage: {what}";
    files(n: u64)
        "Tệp nhật ký: {}" (count(n))
        / "Journal files: {}", count(n);
    frames(n: u64, drafts: u64)
        "Lần ghi: {} ({} của bản nháp)" (count(n), count(drafts))
        / "Writes: {} ({} of drafts)", count(n), count(drafts);
    ops(n: u64)
        "Thay đổi: {}" (count(n))
        / "Changes: {}", count(n);
    first_and_last(first: u64, last: u64)
        "Thay đổi từ số {first} đến số {last}"
        / "Changes from number {first} to number {last}";
    chain(hex: &str)
        "Mã đối chiếu: {hex}"
        / "Check code: {hex}";
    records(kind: &str, n: u64)
        "{kind}: {}" (count(n))
        / "{kind}: {}", count(n);
    unknown_kind(number: u64)
        "Loại số {number}"
        / "Kind {number}";
    deleted(n: u64)
        "Đã xóa (còn khôi phục được): {}" (count(n))
        / "Deleted (can be restored): {}", count(n);
    drafts(n: u64)
        "Bản nháp: {}" (count(n))
        / "Drafts: {}", count(n);
    audits(n: u64)
        "Mục trong nhật ký thao tác, không kể xóa, khôi phục và duyệt hồ sơ: {}" (count(n))
        / "Entries of the audit log, deletions, restores and reviews of records apart: {}", count(n);
    partial(n: u64)
        "Thiếu một phần: {} hồ sơ" (count(n))
        / "Incomplete through damage: {} record{}", count(n), s(n);
    same(n: u64)
        "Danh sách khớp với nhật ký: {} hồ sơ" (count(n))
        / "Lists agree with the journal: {} record{}", count(n), s(n);
    behind(n: u64)
        "Danh sách còn chậm hơn nhật ký {} hồ sơ; sổ tự bù khi mở" (count(n))
        / "The lists are {} record{} behind the journal; opening makes that up", count(n), s(n);
    different(n: u64)
        "Danh sách khác nhật ký ở {} hồ sơ. Hãy chạy: sotay rebuild" (count(n))
        / "Lists differ from the journal in {} record{}. Run: sotay rebuild", count(n), s(n);
    attachments_good(n: u64)
        "Tệp đính kèm nguyên vẹn: {}" (count(n))
        / "Attached files, whole: {}", count(n);
    attachments_missing(n: u64)
        "Tệp đính kèm bị thiếu: {}. Lấy lại từ bản sao lưu, hoặc đính kèm lại." (count(n))
        / "Attached files missing: {}. Take them from a backup, or attach them again.", count(n);
    attachments_elsewhere(n: u64)
        "Tệp đính kèm chưa đến máy này: {}. Hồ sơ của chúng vẫn đủ." (count(n))
        / "Attached files not come yet: {}. Their records are whole.", count(n);
    attachments_damaged(n: u64)
        "Tệp đính kèm bị hỏng: {}. Lấy lại từ bản sao lưu, hoặc đính kèm lại." (count(n))
        / "Attached files damaged: {}. Take them from a backup, or attach them again.", count(n);
    no_state()
        "Chưa có danh sách dùng được; sẽ dựng lại từ nhật ký khi mở sổ."
        / "No usable lists; they will be made from the journal when the notebook is opened.";
    not_in_journal(n: u64)
        "Danh sách có {} thay đổi mà nhật ký không còn. Hãy mở sổ để ghi lại." (count(n))
        / "The lists have {} change{} that the journal has lost. Open the notebook to write them again.", count(n), s(n);
    changed()
        "Hồ sơ đã được sửa từ lúc bạn mở nó, nên chưa lưu. Những gì đã gõ vẫn còn. Hãy mở lại hồ sơ rồi sửa tiếp."
        / "The record was changed since you opened it, so nothing was saved. What you typed is still there. Open it again and go on.";
    is_deleted()
        "Hồ sơ đã bị xóa nên chưa lưu. Hãy khôi phục nó trước rồi sửa."
        / "The record is deleted, so nothing was saved. Restore it first, then edit.";
    is_there()
        "Đã có hồ sơ mang mã này, nên chưa lưu. Không có gì thay đổi."
        / "There is a record with this id already, so nothing was saved.";
    not_there()
        "Không tìm thấy hồ sơ này trong sổ, nên chưa lưu. Không có gì thay đổi."
        / "This record is not in the notebook, so nothing was saved.";
    no_such_kind(number: u64)
        "Phiên bản này không có loại hồ sơ số {number}, nên chưa lưu. Hãy cập nhật sotay."
        / "This version has no kind {number}, so nothing was saved. Update sotay.";
    lost_lists()
        "Danh sách hỏng và chưa dựng lại được, nhưng nhật ký vẫn đủ. Hãy thoát, kiểm tra đĩa rồi chạy: sotay rebuild"
        / "The lists are damaged and could not be made again; the journal is whole. Quit, check the disk, then run: sotay rebuild";
    is_closed()
        "Sổ đã đóng. Những gì đã lưu vẫn an toàn. Hãy mở lại sổ."
        / "The notebook has been closed. What was saved is safe. Open it again.";
    folder_in_use()
        "Thư mục này đã có tệp khác, nên không ghi vào. Không có gì thay đổi. Hãy chọn một thư mục trống."
        / "There are other files in this folder, so nothing was written. Choose an empty one.";
    with_loss(n: u64, partial: u64)
        "Đã dựng lại sổ từ nhật ký: {} hồ sơ, trong đó {} hồ sơ thiếu một phần. Hãy chạy: sotay verify" (count(n), count(partial))
        / "Notebook rebuilt from the journal: {} record{}, {} of them with a part missing. Run: sotay verify", count(n), s(n), count(partial);
}
