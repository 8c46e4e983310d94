//! Texts of the store's errors and findings: what happened, which data is safe, what to do. They
//! take plain data; the callers of the store map its errors to them.

use super::message::{count, s};
use super::say::say;

say! {
    // errors of the store
    cannot_read(file: &str, why: &str)
        "Không đọc được tệp {file} ({why}). Sổ chưa bị thay đổi gì. Hãy kiểm tra đĩa và quyền của thư mục."
        / "The file {file} cannot be read ({why}). Nothing was changed. Check the disk and the folder's rights.";
    cannot_write(file: &str, why: &str)
        "Không ghi được tệp {file} ({why}). Những gì đã lưu trước đó vẫn an toàn. Hãy kiểm tra đĩa rồi lưu lại."
        / "The file {file} cannot be written ({why}). What was saved before is safe. Check the disk, then save again.";
    is_link(file: &str)
        "{file} là một liên kết (lối tắt) sang chỗ khác. Sổ tay không đi theo liên kết nên chưa đọc và chưa ghi gì qua đó; những gì đã lưu vẫn an toàn. Hãy thay liên kết bằng chính tệp hoặc thư mục đó rồi làm lại."
        / "{file} is a link to another place. Links are not followed, so nothing was read or written through it; what was saved is safe. Put the file or folder itself in its place, then try again.";
    disk_full(free: &str, need: &str, folder: &str)
        "Đĩa chứa {folder} đã đầy: còn {free}, cần {need}. Những gì đã lưu vẫn an toàn. Hãy xóa bớt tệp khác trên đĩa đó rồi lưu lại."
        / "The disk of {folder} is full: {free} free, {need} needed. What was saved is safe. Free some space on it, then save again.";
    disk_full_at(folder: &str)
        "Đĩa chứa {folder} đã đầy nên chưa ghi được vào đó. Những gì đã lưu vẫn an toàn. Hãy xóa bớt tệp khác trên đĩa đó rồi làm lại."
        / "The disk of {folder} is full, so nothing could be written there. What was saved is safe. Free some space on it, then try again.";
    read_only_now()
        "Đĩa không nhận thêm dữ liệu nên sổ chuyển sang chỉ đọc. Những gì đã lưu vẫn an toàn. Hãy thoát, kiểm tra đĩa rồi mở lại."
        / "The disk takes no more data, so the notebook is now read-only. What was saved is safe. Quit, check the disk, start again.";
    read_only_disk(file: &str)
        "Không ghi được vào {file}: đĩa hoặc USB này chỉ đọc được, không có gì ở đó thay đổi. Hãy mở khóa ghi, hoặc dùng đĩa khác. Nếu đó là thư mục của sổ: chép cả thư mục sang đĩa ghi được rồi mở ở đó."
        / "Cannot write to {file}: this disk or stick is read-only, and nothing on it was changed. Unlock it, or use another one. If it is the notebook's folder: copy the folder to a writable disk and open it there.";
    held(pid: u32, terminal: &str, since: &str)
        "Sổ đang mở ở cửa sổ khác ({terminal}) từ {since} (tiến trình {pid}). Hãy dùng ở đó, hoặc đóng ở đó rồi mở lại."
        / "The notebook is open on {terminal} since {since} (process {pid}). Use it there, or close it there and start again.";
    open_elsewhere(terminal: &str, since: &str)
        "Mở từ {since}, ở cửa sổ {terminal}. Phần đang gõ bên đó được giữ."
        / "Open since {since}, on {terminal}. What is being typed there is kept.";
    held_unknown()
        "Sổ đang mở trong một chương trình khác. Hãy đóng ở đó rồi mở lại."
        / "The notebook is open in another program. Close it there and start again.";
    held_alone(pid: u32, since: &str)
        "Sổ đang được một lệnh khác dùng từ {since} (tiến trình {pid}). Hãy đợi lệnh đó xong rồi thử lại."
        / "Another command has the notebook open since {since} (process {pid}). Wait until it is done, then try again.";
    no_locks()
        "Thư mục này nằm trên ổ mạng không khóa được tệp, hai người có thể ghi đè lên nhau, nên sổ không mở. Hãy chuyển sổ về đĩa trong máy."
        / "This folder is on a network disk without file locks, where two could overwrite each other, so it is not opened. Move it to a local disk.";
    take_over_other_host(host: &str)
        "Sổ đang mở trên máy {host}, không tiếp quản được từ đây. Hãy đóng sổ ở máy đó."
        / "The notebook is open on the machine {host} and cannot be taken over from here. Close it there.";
    take_over_other_user()
        "Sổ đang do một người dùng khác của máy này mở. Hãy nhờ người đó đóng sổ."
        / "Another user of this machine has the notebook open. Ask them to close it.";
    take_over_unknown()
        "Không biết chắc chương trình nào đang giữ sổ, nên không tiếp quản. Hãy đóng chương trình đó rồi mở lại."
        / "It is not certain which program holds the notebook, so it was left alone. Close that program and start again.";
    take_over_stubborn(seconds: u64)
        "Bên kia chưa đóng sổ sau {seconds} giây. Không có gì thay đổi. Hãy thử lại, hoặc đóng sổ ở bên đó."
        / "The other has not let go within {seconds} seconds. Nothing was changed. Try again, or close it there.";
    no_notebook(folder: &str)
        "Trong thư mục {folder} chưa có sổ. Hãy chạy: sotay để tạo sổ mới, hoặc chỉ đúng thư mục bằng --data."
        / "There is no notebook in the folder {folder}. Run: sotay to make one, or name the right folder with --data.";
    already_notebook()
        "Trong thư mục này đã có một sổ, nên không tạo đè lên. Hãy mở sổ đó, hoặc chọn thư mục khác bằng --data."
        / "There is a notebook in this folder already; it was left as it is. Open it, or choose another folder with --data.";
    in_the_way(path: &str)
        "Thư mục này đã có {path}, không phải của sổ tay, nên không tạo sổ ở đây và không đụng đến nó. Hãy chuyển nó đi, hoặc chọn thư mục khác bằng --data."
        / "{path} is here already and is not the notebook's, so none was made and it was left as it is. Move it, or choose another folder with --data.";
    no_headquarters()
        "Trong thư mục này chưa có dữ liệu của đơn vị tổng hợp. Hãy chạy: sotay-hq init, hoặc chỉ đúng thư mục bằng --data."
        / "There is no headquarters in this folder. Run: sotay-hq init, or name the right folder with --data.";
    devices_busy()
        "Một lệnh sotay-hq khác đang ghi danh sách máy và chưa xong sau 10 giây. Danh sách chưa bị thay đổi, những gì máy đã gửi vẫn còn nguyên. Hãy chạy lại lệnh này; nếu vẫn vậy, tìm tiến trình sotay-hq bị treo (ps) và kết thúc nó."
        / "Another sotay-hq command is writing the list of devices and has not finished after 10 seconds. The list is unchanged, and what devices have sent is safe. Run this command again; if that does not help, find the sotay-hq process that hangs (ps) and end it.";
    key_missing()
        "Thiếu tệp khóa của sổ, nên chưa đọc được nội dung. Không có gì bị thay đổi. Hãy chép lại tệp key từ bản sao lưu."
        / "The notebook's key file is missing, so nothing can be read. Nothing was changed. Bring the file key back from a backup.";
    device_damaged()
        "Cả hai bản của tệp device (khóa riêng của máy này) đều hỏng, nên sổ chưa mở được. Hồ sơ vẫn nguyên trong nhật ký; hãy giữ thư mục này. Mở bản sao lưu mới nhất vào thư mục khác: sotay init --from-backup TỆP. Không có bản sao: lập sổ mới và đăng ký lại, đơn vị gửi về những gì đã nhận."
        / "Both copies of the file device (this machine's own key) are damaged, so the notebook cannot be opened. The records are safe in the journal; keep this folder. Open the newest backup in another folder: sotay init --from-backup FILE. Without one, make a new notebook and enrol it again: headquarters sends back what it has received.";
    enrolment_damaged()
        "Cả hai bản của tệp enrolled (giấy đăng ký với đơn vị) đều hỏng: hồ sơ vẫn đủ và ghi được, nhưng chưa đồng bộ được. Hãy đăng ký lại máy này: sotay enrol --request TỆP."
        / "Both copies of the file enrolled (the enrolment with headquarters) are damaged: the records are whole and you can write, but not sync. Enrol this machine again: sotay enrol --request FILE.";
    headquarters_damaged(file: &str)
        "Tệp {file} của đơn vị hỏng cả hai bản, nên việc cần đến nó chưa làm được. Phần các máy đã gửi (log) và sổ chung vẫn nguyên, không có gì bị thay đổi. Hãy chép lại tệp này từ bản sao lưu mới nhất, hoặc lấy lại cả thư mục: sotay-hq restore"
        / "Both copies of headquarters' file {file} are damaged, so what needs it was not done. What devices have sent (log) and the notebook are whole, nothing was changed. Bring this file back from the newest backup, or restore the whole folder: sotay-hq restore";
    headquarters_missing()
        "Thư mục này là của đơn vị tổng hợp nhưng thiếu tệp hq và hq.bak, là nơi giữ khóa riêng và tên của đơn vị. Không có gì bị thay đổi. Không lập mới trong thư mục này: các máy đã nhận sẽ không gửi được nữa. Hãy chép hq và hq.bak từ bản sao lưu mới nhất về, hoặc lấy lại vào một thư mục khác: sotay-hq --data THƯ-MỤC-MỚI restore BẢN-SAO"
        / "This folder is a headquarters that lacks its files hq and hq.bak, which hold its key and its name. Nothing was changed. No new headquarters is made in this folder: the enrolled devices could not send to it. Bring hq and hq.bak back from the newest backup, or restore into another folder: sotay-hq --data NEW-FOLDER restore COPY";
    copy_repaired(file: &str)
        "Một trong hai bản của tệp {file} bị hỏng, thiếu hoặc cũ, đã ghi lại từ bản kia. Không mất gì; nên xem lại ổ đĩa và sao lưu."
        / "One of the two copies of the file {file} was damaged, missing or old and was written again from the other. Nothing is lost; check the disk and make a backup.";
    copy_left(file: &str)
        "Một trong hai bản của tệp {file} bị hỏng, thiếu hoặc cũ, và chưa ghi lại được. Không mất gì. Kiểm tra chỗ trống và quyền ghi của đĩa, rồi sao lưu."
        / "One of the two copies of the file {file} is damaged, missing or old, and could not be written again. Nothing is lost. Check the disk's free space and rights, then make a backup.";
    key_damaged()
        "Cả hai bản của tệp khóa đều hỏng, nên chưa đọc được nội dung. Không có gì bị thay đổi. Hãy chép lại tệp key từ bản sao lưu."
        / "Both copies of the key file are damaged, so nothing can be read. Nothing was changed. Bring the file key back from a backup.";
    passphrase_needed()
        "Sổ này có mật khẩu. Hãy gõ mật khẩu, hoặc ghi nó vào dòng đầu một tệp rồi thêm --passphrase-file TỆP."
        / "This notebook has a passphrase. Type it, or write it on the first line of a file and add --passphrase-file FILE.";
    wrong_passphrase()
        "Mật khẩu không đúng."
        / "The passphrase is wrong.";
    old_key_left()
        "Lần đặt, đổi hoặc bỏ mật khẩu đã có hiệu lực, nhưng một trong hai tệp khóa (key, key.bak) chưa ghi lại được: cách mở cũ vẫn còn ở đó. Kiểm tra chỗ trống và quyền ghi của đĩa, rồi mở lại sổ."
        / "The change of the passphrase is in force, but one of the two key files (key, key.bak) could not be written: the old way to open the notebook is still there. Check the disk's free space and rights, then open the notebook again.";
    no_memory()
        "Máy không đủ bộ nhớ để kiểm tra mật khẩu. Đóng bớt chương trình khác rồi làm lại."
        / "There is too little memory to check the passphrase. Close other programs and try again.";
    key_change_finished()
        "Lần đặt, đổi hoặc bỏ mật khẩu trước bị ngắt giữa chừng, nay đã xong và có hiệu lực."
        / "The last time the passphrase was set, changed or taken away was interrupted; it is finished now and in force.";
    key_foreign()
        "Tệp khóa không phải của sổ này. Không có gì bị thay đổi. Hãy chép lại tệp key đi cùng sổ."
        / "The key file belongs to another notebook. Nothing was changed. Bring back the file key that goes with this one.";
    officer_missing()
        "Sổ chưa nhận được hồ sơ của cán bộ mà cấp trên đã giao máy này. Không có gì bị thay đổi. Hãy đồng bộ (sotay sync) rồi làm lại."
        / "The record of the officer to whom headquarters gave this machine has not arrived yet. Nothing was changed. Sync (sotay sync), then try again.";
    too_new(file: &str)
        "Tệp {file} do phiên bản mới hơn ghi. Không có gì bị thay đổi. Hãy cập nhật sotay rồi mở lại."
        / "The file {file} was written by a newer version. Nothing was changed. Update sotay and start again.";
    other_programme(file: &str, number: u16)
        "Tệp {file} thuộc một chương trình khác (số {number}) mà bản sotay này không biết. Không có gì bị thay đổi. Hãy mở sổ bằng bản sotay của chương trình đó."
        / "The file {file} belongs to another programme (number {number}) that this sotay does not know. Nothing was changed. Open the notebook with the sotay of that programme.";
    too_large(size: &str, limit: &str)
        "Hồ sơ quá lớn ({size}, tối đa {limit}) nên chưa lưu. Những gì đã gõ vẫn còn. Hãy rút ngắn các ghi chú dài."
        / "The record is too large ({size}, at most {limit}) and was not saved. What you typed is still there. Shorten the long notes.";
    answer_too_long(size: &str, limit: &str)
        "Một câu trả lời dài quá ({size}, tối đa {limit}) nên chưa lưu. Những gì đã gõ vẫn còn. Hãy viết gọn lại."
        / "One answer is too long ({size}, at most {limit}), so nothing was saved. What you typed is still there. Shorten it.";
    too_many_items(n: u64, limit: u64)
        "Một câu trả lời có quá nhiều mục ({}, tối đa {}) nên chưa lưu. Những gì đã gõ vẫn còn. Hãy bỏ bớt." (count(n), count(limit))
        / "One answer has too many items ({}, at most {}), so nothing was saved. What you typed is still there. Remove some.", count(n), count(limit);
    damaged(what: &str)
        "Sổ có chỗ hỏng ({what}). Phần còn lại vẫn đọc được và bản gốc được giữ nguyên. Hãy chạy: sotay verify"
        / "The notebook is damaged in one place ({what}). The rest can be read and the original is kept. Run: sotay verify";
    epoch_needed()
        "Nhật ký thiếu một đoạn nên chưa ghi tiếp được. Phần còn lại vẫn an toàn. Hãy chạy: sotay rebuild"
        / "A part of the journal is missing, so nothing more can be written. The rest is safe. Run: sotay rebuild";
    backup_damaged()
        "Bản sao lưu này bị cắt hoặc bị sửa nên không mở. Sổ chưa bị thay đổi gì. Hãy dùng một bản sao khác."
        / "This backup is cut or changed and was not opened. Nothing was changed. Use another backup.";
    no_randomness()
        "Máy không cấp được số ngẫu nhiên để tạo khóa, nên chưa làm gì. Hãy khởi động lại máy rồi thử lại."
        / "The system gives no randomness for the keys, so nothing was done. Restart the machine and try again.";
    refused(n: u64)
        "Chưa lưu: còn {} lỗi. Những gì đã gõ vẫn còn đây. Hãy sửa các ô được đánh dấu rồi lưu lại." (count(n))
        / "Not saved: {} fault{} left. What you typed is still here. Mend the marked fields, then save again.", count(n), s(n);
    not_found(id: &str)
        "Không có hồ sơ {id} trong sổ."
        / "There is no record {id} in the notebook.";
    stale()
        "Hồ sơ đã được sửa từ nơi khác. Những gì đã gõ vẫn còn trong bản nháp. Hãy mở lại hồ sơ rồi sửa."
        / "The record was changed elsewhere. What you typed is kept as a draft. Open the record again and change it.";
    is_deleted()
        "Hồ sơ này đã bị xóa. Không có gì bị thay đổi. Hãy lấy lại hồ sơ trước khi sửa."
        / "This record is deleted. Nothing was changed. Restore it before changing it.";
    long_name()
        "Họ tên hoặc tên đơn vị quá dài (nhiều nhất khoảng 100 chữ): cấp trên sẽ không đọc được. Chưa tạo gì. Hãy viết gọn lại."
        / "The name or the unit is too long (at most about 100 letters): headquarters could not read it. Nothing was made. Shorten it.";
    bug(what: &str)
        "Chương trình gặp lỗi của chính nó ({what}). Những gì đã lưu vẫn an toàn. Xin mở lại sổ và báo lỗi này."
        / "The program met a fault of its own ({what}). What was saved is safe. Please start again and report this.";

    // findings of an opening
    torn_tail()
        "Lần trước máy dừng giữa lúc ghi. Phần ghi dở, chưa từng được báo là đã lưu, được bỏ."
        / "The machine stopped in the middle of a write last time. What was half written and never reported saved is dropped.";
    lost_frames(file: &str, n: u64)
        "Tệp nhật ký {file} có {} thay đổi bị hỏng, không đọc được. Các thay đổi khác đọc được. Hãy chạy: sotay verify" (count(n))
        / "{} change{} in the journal file {file} cannot be read. All others can. Run: sotay verify", count(n), s(n);
    file_missing(file: &str)
        "Thiếu tệp nhật ký {file}. Các tệp khác đọc được. Hãy chép lại tệp này từ bản sao lưu."
        / "The journal file {file} is missing. The others can be read. Bring it back from a backup.";
    mended(file: &str)
        "Phần đầu tệp nhật ký {file} hỏng nhưng nội dung đã được cứu đủ. Không cần làm gì."
        / "The head of the journal file {file} was damaged, its content was recovered whole. Nothing to do.";
    damaged_at(what: &str)
        "Có chỗ hỏng trong nhật ký ({what}). Phần còn lại đọc được. Hãy chạy: sotay verify"
        / "There is damage in the journal ({what}). The rest can be read. Run: sotay verify";
    put_aside(file: &str, folder: &str)
        "Bản gốc của tệp hỏng {file} được giữ trong thư mục {folder}."
        / "The original of the damaged file {file} is kept in the folder {folder}.";
    wrong_clock(day: &str)
        "Đồng hồ của máy sai: đang chỉ ngày {day}. Vẫn ghi và lưu được, nhưng chưa nhận ngày tháng mới. Hãy chỉnh đồng hồ của máy."
        / "The machine's clock is wrong: it says {day}. You can write and save, but new days are not taken. Set the machine's clock.";
    clock_behind(day: &str, last: &str)
        "Đồng hồ của máy đang chỉ {day}, trước lần ghi gần nhất trong sổ ({last}). Không mất gì. Hãy xem lại đồng hồ của máy trước khi ghi ngày tháng."
        / "The machine's clock says {day}, before the last change in the notebook ({last}). Nothing is lost. Check the machine's clock before entering days.";
    key_repaired()
        "Một trong hai bản của tệp khóa bị hỏng, đã ghi lại từ bản kia. Không mất gì; nên sao lưu sổ."
        / "One of the key's two copies was damaged and was written again from the other. Nothing is lost; make a backup.";
    network_folder()
        "Sổ nằm trên ổ mạng. Dữ liệu có thể không an toàn khi mất mạng; nên chuyển sổ về đĩa trong máy."
        / "The notebook lies on a network disk and may not be safe when the network fails; better move it to a local disk.";
    opened_on_full_disk(free: &str)
        "Đĩa đầy (còn {free}): sổ mở được để xem và viết nháp, chưa lưu được hồ sơ. Mọi thứ đã lưu vẫn còn đủ. Hãy xóa bớt tệp khác rồi mở lại."
        / "The disk is full ({free} free): the notebook is open for reading and drafts, records cannot be saved. Everything saved is here. Free some space, start again.";
    read_only_folder()
        "Thư mục của sổ chỉ đọc được: xem được, không ghi được gì. Mọi thứ đã lưu vẫn còn đủ. Muốn ghi, hãy chép cả thư mục sang đĩa ghi được rồi mở ở đó."
        / "The notebook's folder is read-only: it can be read, nothing can be written. Everything saved is here. To write, copy the folder to a writable disk and open it there.";
    rebuilt(n: u64)
        "Đã dựng lại sổ từ nhật ký: {} hồ sơ, không mất hồ sơ nào." (count(n))
        / "Notebook rebuilt from the journal: {} record{}, none lost.", count(n), s(n);
    disk_lost_frames(n: u64)
        "Đĩa đã làm mất {} thay đổi mà nó từng báo là đã ghi. Các thay đổi đó được ghi lại từ danh sách. Nên sao lưu và kiểm tra đĩa." (count(n))
        / "The disk lost {} change{} that it had confirmed. They were written again from the lists. Make a backup and check the disk.", count(n), s(n);
}
