//! Texts of the sync with headquarters: errors, summary and proofs.

use super::message::{count, s};
use super::say::say;

say! {
    // errors: what happened, which data is safe, what to do
    not_enrolled()
        "Sổ này chưa đăng ký với cấp trên nên chưa gửi được gì. Mọi thứ vẫn ở trong sổ. Hãy chạy: sotay enrol --request TỆP"
        / "This notebook is not enrolled, so nothing was sent. Everything is in the notebook. Run: sotay enrol --request FILE";
    reply_has_other_words(theirs: &str)
        "Tám từ đã cho là: {theirs}. Tệp trả lời này có tám từ khác, nên nó hỏng hoặc không phải của đơn vị ấy. Chưa nhận, không có gì thay đổi. Hãy xin lại tệp trả lời bằng đường khác."
        / "The eight words given are: {theirs}. Those of this answer differ, so it is damaged or not from that headquarters. It was not accepted, nothing was changed. Ask for the answer again by another way.";
    officer_replaced(number: u32)
        "không dùng: cán bộ số {number} dùng hồ sơ trước của mình"
        / "not in use: officer {number} uses the earlier record";
    officer_without_device()
        "không dùng: không máy nào dùng hồ sơ này"
        / "not in use: no enrolled device uses this record";
    no_address()
        "Chưa biết địa chỉ của cấp trên. Hãy ghi: sotay sync ssh://MÁY, hoặc thêm headquarters = \"ssh://MÁY\" vào config.toml."
        / "Nobody has said where headquarters is. Write: sotay sync ssh://HOST, or put headquarters = \"ssh://HOST\" into config.toml.";
    bad_address(given: &str)
        "Không hiểu địa chỉ \"{given}\". Hãy ghi ssh://[tên@]máy[:cổng] hoặc folder:THƯ-MỤC."
        / "\"{given}\" is no address. Write ssh://[user@]host[:port] or folder:PATH.";
    no_line()
        "Không có đường truyền, hoặc đường truyền bị ngắt. Phần cấp trên đã nhận vẫn được tính, phần còn lại vẫn ở trong sổ. Hãy thử lại khi có mạng."
        / "There is no line, or it broke. What headquarters has is counted, the rest is in the notebook. Try again when there is a network.";
    not_headquarters()
        "Máy trả lời không phải máy của cấp trên (có thể là trang đăng nhập Wi-Fi, hoặc sai địa chỉ). Chưa gửi gì đọc được. Hãy đăng nhập mạng, kiểm tra địa chỉ rồi thử lại."
        / "Who answered is not headquarters (a Wi-Fi log-in page, perhaps, or a wrong address). Nothing that can be read was sent. Log in to the network, check the address, try again.";
    host_key()
        "Máy ở địa chỉ này đưa ra khóa khác với khóa đã biết, nên đã dừng và chưa gửi gì. Hãy gọi cấp trên hỏi trước khi thử lại."
        / "The machine at this address shows another key than the known one; nothing was sent. Call headquarters before trying again.";
    host_unknown()
        "Máy này chưa gặp máy của cấp trên lần nào nên chưa tin khóa của nó, và chưa gửi gì. Hãy chạy một lần: ssh cùng địa chỉ đó, đọc dấu khóa cho cấp trên qua điện thoại, đúng thì gõ yes, rồi gửi lại."
        / "This machine has never met headquarters' machine and does not trust its key yet; nothing was sent. Run ssh to the same address once, compare the fingerprint by telephone, type yes if it is the same, then send again.";
    no_receiver()
        "Đã đến máy của cấp trên nhưng ở đó sotay-hq không chạy được. Mọi thứ vẫn ở trong sổ. Hãy báo cấp trên xem lại dòng authorized_keys (sotay-hq officers --ssh)."
        / "Headquarters' machine was reached, but sotay-hq does not run there. Everything is in the notebook. Tell headquarters to look at its authorized_keys line (sotay-hq officers --ssh).";
    key_refused()
        "Máy của cấp trên từ chối khóa ssh của bạn. Mọi thứ vẫn ở trong sổ. Hãy gọi cấp trên, hoặc mang USB: sotay sync folder:THƯ-MỤC"
        / "Headquarters' machine refuses your ssh key. Everything is in the notebook. Call headquarters, or carry a stick: sotay sync folder:PATH";
    no_program(name: &str)
        "Không chạy được lệnh {name}. Mọi thứ vẫn ở trong sổ. Hãy cài OpenSSH, hoặc mang USB: sotay sync folder:THƯ-MỤC"
        / "The command {name} cannot be started. Everything is in the notebook. Install OpenSSH, or carry a stick: sotay sync folder:PATH";
    stranger()
        "Cấp trên chưa có máy này, hoặc biết nó của cán bộ khác. Mọi thứ vẫn ở trong sổ. Hãy đăng ký: sotay enrol --request TỆP"
        / "Headquarters does not know this device, or knows it as another officer's. Everything is in the notebook. Enrol it: sotay enrol --request FILE";
    other_officer()
        "Khóa ssh của máy này là của cán bộ khác, nên cấp trên không nhận. Mọi thứ vẫn ở trong sổ. Hãy dùng khóa ssh đã đăng ký cùng sổ này, hoặc gọi cấp trên."
        / "The ssh key of this machine is another officer's, so headquarters takes nothing. Everything is in the notebook. Use the ssh key that was enrolled with this notebook, or call headquarters.";
    tried(address: &str)
        "Địa chỉ đã thử: {address}."
        / "The address that was tried: {address}.";
    too_new()
        "Bản sotay này mới hơn bản của cấp trên: cấp trên đã nhận phần gửi lên, nhưng chưa gửi xuống được gì. Hãy báo cấp trên cập nhật."
        / "This sotay is newer than headquarters: headquarters took what was sent, but could send nothing down. Tell headquarters to update.";
    revoked(since: &str)
        "Máy này đã bị thu hồi từ {since}. Những gì gửi từ lúc đó chờ người duyệt xem xét; sổ vẫn đọc được. Hãy gọi cấp trên."
        / "This device is revoked since {since}. What it sent since waits for a reviewer; the notebook can still be read. Call headquarters.";
    full()
        "Máy của cấp trên hết chỗ nên chưa nhận. Mọi thứ vẫn ở trong sổ. Hãy thử lại sau, và báo cấp trên."
        / "Headquarters is full and takes nothing. Everything is in the notebook. Try again later, and tell headquarters.";
    busy(seconds: u64)
        "Máy của cấp trên đang bận. Mọi thứ vẫn ở trong sổ. Hãy thử lại sau {} giây." (count(seconds))
        / "Headquarters is busy. Everything is in the notebook. Try again in {} second{}.", count(seconds), s(seconds);
    hq_unavailable()
        "Máy của cấp trên có tệp hỏng hoặc đĩa không ghi được, nên chưa nhận được gì từ máy này; thử lại cũng chưa được. Mọi thứ vẫn ở trong sổ, không mất gì. Hãy báo người quản trị của cấp trên chạy: sotay-hq verify và sotay-hq doctor – lệnh nói hỏng ở đâu và làm gì."
        / "A file of headquarters is damaged or its disk cannot be written, so it takes nothing from this machine; trying again does not help yet. Everything is in the notebook, nothing is lost. Tell headquarters' administrator to run: sotay-hq verify and sotay-hq doctor - they say what is wrong and what to do.";
    too_old()
        "Bản sotay này quá cũ: cấp trên đã nhận phần gửi lên, nhưng chưa gửi xuống được gì. Hãy cập nhật sotay."
        / "This sotay is too old: headquarters took what was sent, but could send nothing down. Update sotay.";
    old_card()
        "Cấp trên đã đổi khóa. Chưa gửi được gì; mọi thứ vẫn ở trong sổ. Hãy đăng ký lại: sotay enrol --request TỆP"
        / "Headquarters has another key now. Nothing was sent; everything is in the notebook. Enrol again: sotay enrol --request FILE";
    damaged()
        "Dữ liệu hỏng trên đường đi. Phần trước chỗ hỏng được giữ, phần còn lại vẫn ở trong sổ. Hãy gửi lại, hoặc ghi lại USB."
        / "Something was damaged on the way. What came before it is kept, the rest is in the notebook. Send again, or write the stick again.";
    stopped()
        "Đã dừng theo yêu cầu. Phần cấp trên đã nhận vẫn được tính, phần còn lại vẫn ở trong sổ."
        / "Stopped as asked. What headquarters has is counted, the rest is in the notebook.";
    link(file: &str)
        "{file} là một liên kết (lối tắt) sang chỗ khác. Sổ tay không đi theo liên kết trên USB nên chưa đọc và chưa ghi gì ở đó; mọi thứ vẫn ở trong sổ. Hãy xóa liên kết đó (chỉ xóa liên kết), hoặc dùng USB khác, rồi thử lại."
        / "{file} is a link to another place. Links on a stick are not followed, so nothing was read or written there; everything is in the notebook. Delete that link (only the link), or use another stick, then try again.";
    link_on_stick(file: &str)
        "Bỏ qua {file} trên USB: đó là một liên kết (lối tắt), không phải tệp. Không có gì mất; nếu đó là tệp trả lời, hãy chép chính tệp đó vào USB."
        / "{file} on the stick was passed over: it is a link, not a file. Nothing is lost; if it stands for an answer, copy the file itself onto the stick.";
    folder(file: &str, why: &str)
        "Không dùng được {file}: {why}. Mọi thứ vẫn ở trong sổ. Hãy kiểm tra USB rồi thử lại."
        / "{file} cannot be used: {why}. Everything is in the notebook. Check the stick, then try again.";
    holds(there: u64, all: u64, waiting: u64)
        "Đã gửi và cấp trên đã nhận: {}/{} thay đổi · còn {}" (count(there), count(all), count(waiting))
        / "Sent and held by headquarters: {} of {} change{} · {} waiting", count(there), count(all), s(all), count(waiting);
    holds_uncounted(there: u64, all: u64, waiting: u64, since: &str)
        "Đã đến nơi: {}/{} thay đổi · còn {}. Phần gửi từ {since} chờ người duyệt, chưa được tính; không mất gì." (count(there), count(all), count(waiting))
        / "Arrived at headquarters: {} of {} change{} · {} waiting. What was sent since {since} waits for a reviewer and does not count yet; nothing is lost.", count(there), count(all), s(all), count(waiting);
    still_waits(n: u64)
        "Còn {} thay đổi cấp trên chưa nhận: chúng được ghi, hoặc cấp trên báo thiếu, trong lúc đang gửi. Mọi thứ vẫn ở trong sổ. Hãy gửi lại; nếu vẫn còn, hãy gọi cấp trên." (count(n))
        / "{} change{} not at headquarters yet: written, or asked for again, while this sync was under way. Everything is in the notebook. Sync again; if it stays so, call headquarters.", count(n), s(n);
    received(n: u64)
        "Lần này cấp trên nhận thêm {} thay đổi (có chữ ký)." (count(n))
        / "Headquarters took {} more change{} now (signed).", count(n), s(n);
    came_down(pieces: u64, records: u64)
        "Đã nhận về {} phần từ cấp trên, {} hồ sơ thay đổi." (count(pieces), count(records))
        / "{} piece{} came down, {} record{} changed.", count(pieces), s(pieces), count(records), s(records);
    sent_back(n: u64)
        "Bị trả lại: {} hồ sơ. Hãy mở màn hình Hôm nay." (count(n))
        / "Sent back: {} record{}. Open the screen Today.", count(n), s(n);
    decided(by: &str, at: &str, why: &str)
        "Cấp trên đã quyết định ({by}, {at}): {why}"
        / "Headquarters decided ({by}, {at}): {why}";
    decided_about(about: &str, by: &str, at: &str, why: &str)
        "Cấp trên đã quyết định về {about} ({by}, {at}): {why}"
        / "Headquarters decided about {about} ({by}, {at}): {why}";
    more_decided(n: u64)
        "Và {} quyết định khác: xem trang của từng hồ sơ." (count(n))
        / "And {} other decision{}: see the records' pages.", count(n), s(n);
    on_stick(file: &str, n: u64)
        "Đã ghi ra USB: {file} ({} thay đổi). Đây chưa phải là đã nhận: hãy mang đến cấp trên." (count(n))
        / "Written to the stick: {file} ({} change{}). That is not received yet: carry it to headquarters.", count(n), s(n);
    nothing_on_stick(file: &str)
        "Không có thay đổi nào chờ gửi. Đã ghi ra USB: {file}, để cấp trên biết máy này đã nhận đến đâu."
        / "No change waits to be sent. Written to the stick: {file}, which tells headquarters how much this machine has.";
    damaged_on_stick(file: &str)
        "Tệp {file} trên USB không đọc được đến hết. Phần đọc được đã nhận. Nếu là tệp của bạn, hãy xóa nó và nhờ cấp trên ghi lại."
        / "The file {file} on the stick cannot be read to its end. What could be read was taken. If it is yours, delete it and have headquarters write it again.";
    damaged_answer()
        "Tệp trả lời của cấp trên trên USB bị hỏng. Phần trước chỗ hỏng đã nhận, sổ vẫn nguyên vẹn. Hãy xóa tệp đó và nhờ cấp trên ghi lại (sotay-hq export)."
        / "Headquarters' answer on the stick is damaged. What came before the damage was taken, the notebook is whole. Delete that file and have headquarters write it again (sotay-hq export).";
    from_stick(n: u64)
        "Đã đọc {} tệp của cấp trên." (count(n))
        / "{} file{} of headquarters read.", count(n), s(n);
    files_sent(n: u64)
        "Cấp trên đã nhận đủ {} tệp đính kèm." (count(n))
        / "Headquarters has {} attached file{} more, whole.", count(n), s(n);
    files_wait(n: u64)
        "Còn {} tệp đính kèm chưa đến cấp trên; hồ sơ của chúng đi trước." (count(n))
        / "{} attached file{} not at headquarters yet; their records go first.", count(n), s(n);
    files_came(n: u64)
        "Đã lấy về {} tệp đính kèm." (count(n))
        / "{} attached file{} fetched.", count(n), s(n);
    files_on_stick(file: &str, n: u64)
        "Đã ghi ra USB: {file} ({} tệp đính kèm)." (count(n))
        / "Written to the stick: {file} ({} attached file{}).", count(n), s(n);
    want_on_stick(file: &str)
        "Đã ghi ra USB: {file} (xin lại tệp đính kèm không có ở máy này)."
        / "Written to the stick: {file} (asks for attached files that are not here).";
    progress_files(n: u64, kib: u64)
        "Đang gửi tệp đính kèm: còn {}, {} KB" (count(n), count(kib))
        / "Attached files: {} to go, {} KB", count(n), count(kib);
    stale(file: &str)
        "Tệp {file} trên USB không còn cần, có thể xóa."
        / "The file {file} on the stick is of no more use and may be deleted.";
    forked(n: u64)
        "Cấp trên giữ các thay đổi khác với sổ này (máy bị nhân bản, hoặc sổ được khôi phục từ bản cũ). Không mất gì: phần của máy này được gửi thành {} đợt mới. Hãy gọi cấp trên." (count(n))
        / "Headquarters holds other changes than this notebook (a copied laptop, or an old copy restored). Nothing is lost: {} new epoch{} opened. Call headquarters.", count(n), s(n);
    restored()
        "Cấp trên vừa lấy lại từ bản sao lưu; phần còn thiếu đã được gửi lại."
        / "Headquarters was restored from a copy; what it lacked was sent again.";
    outdated()
        "Cấp trên đang dùng một bản dữ liệu cũ hơn bản đã gặp trước đây. Không mất gì: thay đổi nào bản mới chưa có thì máy này còn giữ để gửi lại. Hãy gọi người quản trị."
        / "Headquarters is using data older than what this notebook has met before. Nothing is lost: what the newer data lacks is on this machine and will be sent again. Call the administrator.";
    left_damage()
        "Nhật ký của sổ có chỗ hỏng trong phần chưa gửi. Thay đổi nào ở sau chỗ hỏng thì đã được ghi lại để gửi. Hãy chạy: sotay rebuild, rồi đồng bộ lần nữa, để gửi cả những gì nằm trong chỗ hỏng."
        / "The notebook's journal is damaged in what was not sent yet. Any changes behind the damage were written again to be sent. Run: sotay rebuild, then sync once more, so that what the damage took is sent, too.";
    gap_on_stick()
        "Một tệp trên USB nối tiếp một tệp khác mà sổ này chưa đọc được. Phần đó chưa nhận; cấp trên sẽ ghi lại đủ vào USB ở lần sau."
        / "A file on the stick continues another one that this notebook has not read. That part was not taken; headquarters writes it again with the next stick.";
    clock_off()
        "Đồng hồ của máy lệch hơn một ngày so với máy của cấp trên. Hãy chỉnh lại ngày giờ."
        / "This machine's clock is more than a day off headquarters'. Set date and time.";
    progress(sent: u64, all: u64, kib: u64)
        "Đang gửi: {}/{} thay đổi, {} KB" (count(sent), count(all), count(kib))
        / "Sending: {} of {} changes, {} KB", count(sent), count(all), count(kib);
    connecting()
        "Đang nối với cấp trên"
        / "Connecting to headquarters";
    pausing()
        "Đường truyền ngắt, sắp thử lại"
        / "The line broke, trying again soon";
    proof(epoch: &str, seq: u64, opid: &str, chain: &str, when: &str)
        "đợt {epoch} số {} · thay đổi {opid} · chuỗi {chain} · {when}" (count(seq))
        / "epoch {epoch} number {} · change {opid} · chain {chain} · {when}", count(seq);
    proof_receipt(acked: u64, chain: &str, signature: &str, when: &str)
        "biên nhận tới số {} · chuỗi {chain} · chữ ký {signature} · {when}" (count(acked))
        / "receipt up to number {} · chain {chain} · signature {signature} · {when}", count(acked);
    proof_none()
        "chưa có biên nhận"
        / "no receipt yet";
    stick_taken(file: &str, n: u64)
        "{file}: nhận {} thay đổi mới" (count(n))
        / "{file}: {} new change{}", count(n), s(n);
    stick_files(file: &str, n: u64)
        "{file}: nhận đủ {} tệp đính kèm" (count(n))
        / "{file}: {} attached file{} whole", count(n), s(n);
    stick_empty(folder: &str)
        "Chưa nhận gì: không có tệp .stk nào của máy cán bộ trong {folder}. Hãy kiểm tra đường dẫn của USB, và cán bộ đã gửi ra USB này chưa (sotay sync folder:USB)."
        / "Nothing was taken in: no file .stk of an officer's device lies in {folder}. Check the stick's path, and whether the officer has sent to this stick (sotay sync folder:STICK).";
    stick_refused(file: &str, why: &str)
        "{file}: không nhận hết ({why}); phần trước đó được giữ"
        / "{file}: not all was taken ({why}); what came before is kept";
    stick_left(file: &str, why: &str)
        "{file}: không nhận thêm gì ({why}); tệp vẫn còn trên USB"
        / "{file}: nothing new was taken ({why}); the file is still on the stick";
    not_answered(why: &str, folder: &str)
        "Phần nhận ở trên đã vào và không mất, nhưng chưa ghi được trả lời lên USB. {why} Máy gửi chưa biết là đã nhận: hãy dùng USB ghi được rồi chạy: sotay-hq export {folder}"
        / "What was taken in is here and safe, but no answer could be written to the stick. {why} The device that sent it does not know yet: use a stick that can be written to, then run: sotay-hq export {folder}";
    stick_answers(n: u64)
        "Đã ghi {} tệp trả lời vào SOTAY/in." (count(n))
        / "{} answer{} written into SOTAY/in.", count(n), s(n);
    why_need(from: u64)
        "thiếu các thay đổi trước, từ số {}" (count(from))
        / "earlier changes are missing, from number {}", count(from);
    why_fork()
        "khác với những gì đã nhận: nghi nhân bản máy"
        / "differs from what is here: perhaps a copied laptop";
    why_full()
        "hết chỗ trên đĩa"
        / "the disk is full";
    why_busy()
        "đang được nhận ở nơi khác"
        / "being received elsewhere";
    why_stranger()
        "máy chưa đăng ký"
        / "device not enrolled";
    why_officer()
        "khóa ssh của cán bộ khác"
        / "another officer's ssh key";
    why_damaged()
        "tệp hỏng hoặc không phải của sotay"
        / "damaged, or not a file of sotay";
    why_key()
        "mã hóa cho khóa khác"
        / "encrypted for another key";
    why_other_programme()
        "của một chương trình khác"
        / "of another programme";
    why_newer()
        "từ phiên bản mới hơn"
        / "from a newer version";
}
