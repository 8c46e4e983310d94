//! Texts of headquarters' program and of enrolment.

use super::message::{count, s};
use super::say::say;

/// A text field of an enrolment request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestPart {
    Name,
    Unit,
    Other,
}

say! {
    // texts of headquarters' commands
    made(folder: &str, words: &str)
        "Đã tạo đơn vị tổng hợp trong {folder}. Tám từ của khóa: {words}"
        / "Headquarters is in {folder}. Eight words of its key: {words}";
    request(name: &str, unit: &str, province: &str)
        "Đề nghị của: {name} · {unit} · {province}"
        / "Request of: {name} · {unit} · {province}";
    words(words: &str)
        "Tám từ, đọc qua điện thoại với cán bộ: {words}"
        / "Eight words, to be read with the officer by telephone: {words}";
    seat_new(number: u32)
        "Cán bộ mới, sẽ có số {number}."
        / "A new officer; the number will be {number}.";
    seat_of(number: u32, name: &str, unit: &str, province: &str)
        "Số {number} đang là của: {name} · {unit} · {province}"
        / "Number {number} belongs to: {name} · {unit} · {province}";
    other_name(number: u32)
        "CHÚ Ý: đề nghị này không cùng tên hoặc không cùng tỉnh với cán bộ số {number}. Nếu nhận, máy này đọc được hồ sơ của người đó."
        / "CAUTION: name or province of this request is not that of officer number {number}. Taken in, this device can read that officer's records.";
    other_name_asked(number: u32)
        "Chưa nhận máy này, không có gì thay đổi: đề nghị không cùng tên hoặc không cùng tỉnh với cán bộ số {number}. Hãy kiểm tra số; nếu đúng, chạy lại không có --yes rồi trả lời câu hỏi."
        / "The device was not taken in, nothing was changed: name or province of the request is not that of officer number {number}. Check the number; if it is right, run this again without --yes and answer the question.";
    known_name_asked(known: &str, first: u32)
        "Chưa nhận máy này, không có gì thay đổi: đã có cán bộ trùng tên (số {known}). Nếu là máy mới của người đó, chạy lại với: --number {first}. Nếu là người khác trùng tên, chạy lại với: --new"
        / "The device was not taken in, nothing was changed: there is an officer of that name already (number {known}). If it is a new device of that officer, run this again with: --number {first}. If it is somebody else of the same name: --new";
    shuts_out(device: &str, day: &str)
        "Máy sẽ bị thu hồi ngay: {device}, cấp ngày {day}"
        / "This device is shut out at once: {device}, enrolled on {day}";
    seat_gives(number: u32, name: &str, unit: &str, province: &str)
        "Giấy chứng nhận sẽ ghi: số {number} · {name} · {unit} · {province}"
        / "The certificate will say: number {number} · {name} · {unit} · {province}";
    device_of_another(number: u32, name: &str)
        "Máy này đã đăng ký cho cán bộ số {number}, {name}. Không có gì thay đổi. Người khác cần một sổ mới: sotay init trong thư mục khác."
        / "This device is enrolled for officer number {number}, {name}. Nothing was changed. Somebody else needs a notebook of his own: sotay init in another folder.";
    claims(number: u32, name: &str)
        "Đề nghị này tự nhận là của cán bộ số {number}, {name}, nhưng từ một máy khác. Không có gì thay đổi. Nếu đúng là máy mới của người đó, hãy gọi hỏi rồi thêm: --number {number}."
        / "This request claims to be of officer number {number}, {name}, but comes from another device. Nothing was changed. If it is a new device of that officer, call and then add: --number {number}.";
    seat_changed()
        "Chưa nhận máy này, không có gì thay đổi: danh sách cán bộ vừa đổi trong lúc hỏi. Hãy chạy lại."
        / "The device was not taken in, nothing was changed: the officers changed while you were asked. Run this again.";
    same_and_replace(number: u32)
        "Tám từ có đúng từng từ không, và đúng người không? Gõ số {number} rồi Enter để nhận máy này và thu hồi máy nói trên; phím khác để thôi:"
        / "Are all eight words the same, and is it the right person? Type the number {number} and Enter to take this device in and shut the one above out; anything else to leave it:";
    reply_of(hq: &str, number: u32, name: &str, unit: &str, province: &str)
        "Trả lời của {hq}, cấp cho: số {number} · {name} · {unit} · {province}"
        / "Answer of {hq}, made out to: number {number} · {name} · {unit} · {province}";
    leaves_hq(from: &str, to: &str)
        "Sổ này đang gửi về {from}. Nếu nhận trả lời này, mọi hồ sơ trong sổ sẽ gửi về {to}."
        / "This notebook sends to {from}. With this answer, all its records will go to {to}.";
    not_moved()
        "Chưa chuyển, không có gì thay đổi. Nếu đúng là chuyển nơi nhận: thêm --move."
        / "Not moved, nothing was changed. If the notebook is to send elsewhere: add --move.";
    compare_words(hq: &str, words: &str)
        "Hãy gọi {hq} và so tám từ này với tám từ bên đó đọc: {words}"
        / "Call {hq} and compare these eight words with those that they read: {words}";
    same_as_theirs()
        "Có đúng từng từ không? Gõ c (hoặc y) rồi Enter để nhận, phím khác để thôi:"
        / "Are all words the same? Type y and Enter to accept, anything else to leave it:";
    not_accepted()
        "Chưa nhận trả lời này. Không có gì thay đổi."
        / "The answer was not accepted. Nothing was changed.";
    same()
        "Có đúng từng từ không? Gõ c (hoặc y) rồi Enter để nhận máy này, phím khác để thôi:"
        / "Are all words the same? Type y and Enter to take this device in, anything else to leave it:";
    alike(number: u32, name: &str, unit: &str, province: &str, heard: Option<&str>, out: bool)
        "CHÚ Ý: đã có cán bộ tên như vậy: số {number} · {name} · {unit} · {province} · {} · {}" (heard.map_or("chưa gửi gì".to_owned(), |heard| format!("gửi lần cuối {heard}")), if out { "máy đã bị thu hồi" } else { "máy đang dùng" })
        / "CAUTION: there is an officer of that name: number {number} · {name} · {unit} · {province} · {} · {}", heard.map_or("sent nothing yet".to_owned(), |heard| format!("last heard of {heard}")), if out { "device shut out" } else { "device in use" };
    new_or_known(number: u32, known: &str)
        "Tám từ có đúng từng từ không, và đây là ai? Gõ m rồi Enter nếu là người mới (sẽ có số {number}); gõ số cũ ({known}) rồi Enter nếu là máy mới của người đó; phím khác để thôi:"
        / "Are all eight words the same, and who is it? Type n and Enter for a new officer (number {number}); type the known number ({known}) and Enter for a new device of that officer; anything else to leave it:";
    not_enrolled()
        "Chưa nhận máy này. Không có gì thay đổi."
        / "The device was not taken in. Nothing was changed.";
    enrolled(name: &str, number: u32, file: &str, words: &str)
        "Đã nhận {name}, số {number}. Hãy gửi lại tệp {file}; tám từ của đơn vị tổng hợp: {words}"
        / "{name} is taken in, number {number}. Send back the file {file}; headquarters' eight words: {words}";
    ssh_line()
        "Dòng cho authorized_keys:"
        / "Line for authorized_keys:";
    bad_request(file: &str)
        "Tệp {file} không phải đề nghị còn nguyên vẹn. Không có gì thay đổi. Hãy xin tệp khác."
        / "The file {file} is no whole request. Nothing was changed. Ask for another one.";
    request_text(file: &str, part: RequestPart)
        "Tệp {file} còn nguyên, nhưng {} trong đó quá dài hoặc có ký tự không in được. Không có gì thay đổi. Cán bộ hãy sửa lại trong hồ sơ cán bộ của mình rồi chạy lại: sotay enrol --request TỆP --force" (match part { RequestPart::Name => "họ tên", RequestPart::Unit => "tên đơn vị", RequestPart::Other => "một mục" })
        / "The file {file} is whole, but the {} in it is too long or has characters that cannot be printed. Nothing was changed. The officer must change it in the officer's own record, then run again: sotay enrol --request FILE --force", match part { RequestPart::Name => "name", RequestPart::Unit => "unit", RequestPart::Other => "request" };
    request_long(part: RequestPart, most: u64)
        "{} của bạn trong hồ sơ cán bộ quá dài (nhiều nhất {most} byte, khoảng 100 chữ): cấp trên sẽ không đọc được. Chưa ghi đề nghị. Hãy viết gọn lại trong hồ sơ cán bộ rồi chạy lại." (match part { RequestPart::Name => "Họ tên", RequestPart::Unit => "Tên đơn vị", RequestPart::Other => "Một mục" })
        / "The {} in your officer's record is too long (at most {most} bytes, about 100 letters): headquarters could not read it. No request was written. Shorten it in the record, then run this again.", match part { RequestPart::Name => "name", RequestPart::Unit => "unit", RequestPart::Other => "request" };
    unreadable(file: &str, why: &str)
        "Không đọc được {file}: {why}. Không có gì thay đổi. Hãy kiểm tra tên tệp và thư mục."
        / "{file} cannot be read: {why}. Nothing was changed. Check the file's name and folder.";
    already_out(number: u32)
        "Mọi máy của cán bộ số {number} đã bị thu hồi từ trước; danh sách máy đã được ghi lại."
        / "All devices of officer {number} were shut out before; the list of devices is up to date.";
    not_revoked(number: u32)
        "Việc thu hồi cán bộ số {number} chưa xong: máy có thể vẫn dùng được. Xong việc trên, hãy chạy lại, rồi xem sotay-hq officers."
        / "Shutting out officer {number} is not complete: the device may still be in use. When this is mended, run it again, then look at sotay-hq officers.";
    not_backed_up()
        "Chưa sao lưu xong; dữ liệu của đơn vị vẫn nguyên. Hãy xem chỗ trống và quyền ghi của nơi nhận, rồi chạy lại."
        / "The backup is not complete; headquarters' data is as it was. Look at the room and the rights of the folder that takes it, then run it again.";
    revoked(name: &str, n: u64)
        "Đã thu hồi {} máy của {name}. Những gì đã nhận vẫn giữ; phần gửi sau chờ người duyệt." (count(n))
        / "{} device{} of {name} shut out. What was received stays; what comes later waits for a reviewer.", count(n), s(n);
    no_reviewer_name()
        "Hãy ghi họ tên người duyệt, ví dụ: sotay-hq reviewer \"Lê Thị Minh\". Chưa thay đổi gì."
        / "Write the reviewer's name, as in: sotay-hq reviewer \"Le Thi Minh\". Nothing was changed.";
    waits_for_word(since: &str)
        "Đang chờ xác nhận máy từ {since} (vừa lấy lại từ bản sao): phần các máy gửi được nhận và giữ đủ, chưa gộp; chưa gửi gì xuống. Hãy xem: sotay-hq officers, rồi chạy: sotay-hq confirm"
        / "The devices wait to be confirmed since {since}, after a restore: what they send is received and kept, not brought in yet, and nothing goes down. See: sotay-hq officers, then run: sotay-hq confirm";
    replaced_by(since: &str)
        "Thư mục này không còn là nơi nhận chính: dữ liệu đã được lấy lại từ bản sao vào một thư mục khác lúc {since}, và máy cán bộ đã làm việc với thư mục đó. Ở đây phần các máy gửi vẫn được nhận và giữ đủ, nhưng không gộp và không gửi gì xuống. Hãy dùng thư mục kia (--data). Nếu thư mục kia đã mất: sao lưu thư mục này (sotay-hq backup) rồi lấy lại vào một thư mục mới (sotay-hq restore)."
        / "This folder is not headquarters any more: a backup was restored into another folder at {since}, and laptops have worked with that one. What devices send here is received and kept, but not brought in, and nothing goes down. Use the other folder (--data). If that one is lost: back this one up (sotay-hq backup), then restore it into a new folder (sotay-hq restore).";
    lost_verdict(verdict: &str, by: &str, when: &str, because: &str)
        "{verdict} · {by} · {when}{because}. Theo máy của cán bộ; ở đây không còn gì để đối chiếu."
        / "{verdict} · {by} · {when}{because}. By the officer's laptop; nothing is left here to compare it with.";
    told_by_shut_out()
        "Máy báo lại đã bị thu hồi hoặc đã được thay: hãy hỏi cán bộ trước khi duyệt."
        / "The laptop that says so was shut out or replaced: ask the officer before you decide.";
    changed_since()
        "Hồ sơ đã được sửa sau ý kiến đó: hãy xem và duyệt lại."
        / "The record was changed after that verdict: look at it once more.";
    nobody_waits()
        "Không có gì chờ xác nhận: danh sách máy đang có hiệu lực."
        / "Nothing waits to be confirmed: the devices count as they are.";
    are_these_all()
        "Máy nào đã bị thu hồi mà còn ghi đang dùng thì phải thu hồi trước (sotay-hq revoke SỐ). Danh sách trên đã đúng chưa? Gõ c (hoặc y) rồi Enter để xác nhận, phím khác để thôi:"
        / "A device that was shut out and is shown in use must be shut out first (sotay-hq revoke NUMBER). Is the list above right? Type y and Enter to confirm, anything else to leave it:";
    not_confirmed()
        "Chưa xác nhận. Không có gì thay đổi: phần các máy gửi vẫn được giữ và chờ."
        / "Not confirmed. Nothing was changed: what devices send is kept and waits.";
    confirmed()
        "Đã xác nhận danh sách máy. Phần đang giữ được gộp, và lại gửi xuống cho các máy."
        / "The devices are confirmed. What was kept is brought in, and devices get what waits for them.";
    confirm_undone()
        "Danh sách máy chưa được xác nhận: phần các máy gửi vẫn được giữ và chờ. Hãy chạy lại: sotay-hq confirm"
        / "The devices are not confirmed: what they send is kept and waits. Run again: sotay-hq confirm";
    enrol_undone()
        "Việc nhận máy này chưa xong; máy bị thay có thể đã bị thu hồi. Hãy xem sotay-hq officers, rồi chạy lại lệnh này."
        / "The device may not be taken in; the one that it replaces may be shut out already. See sotay-hq officers, then run this again.";
    reply_unwritten(number: u32)
        "Máy đã được nhận với số {number}, nhưng chưa có tệp trả lời cho cán bộ. Hãy chạy lại lệnh này để ghi tệp đó."
        / "The device is taken in as number {number}, but the officer's answer is not written. Run this again to write it.";
    learned(enrolled: u64, removed: u64)
        "Từ danh sách máy do đơn vị này ký sau bản sao: thêm {} máy đã đăng ký, {} máy đã thu hồi." (count(enrolled), count(removed))
        / "From lists of devices that headquarters signed after the copy: {} enrolled and {} shut out were added.", count(enrolled), count(removed);
    devices_of_copy()
        "Các máy mà bản sao biết. Máy đăng ký hoặc thu hồi sau bản sao có thể không đúng ở đây:"
        / "Devices that the copy knows. Those enrolled or shut out after the copy may be wrong here:";
    then_confirm()
        "Hãy thu hồi máy không còn được dùng (sotay-hq revoke SỐ), rồi chạy sotay-hq confirm. Đến lúc đó phần các máy gửi được nhận và giữ đủ, chưa gộp, và chưa gửi gì xuống."
        / "Shut out what must not be used any more (sotay-hq revoke NUMBER), then run sotay-hq confirm. Until then what devices send is received and kept, not brought in, and nothing goes down.";
    in_doubt(open: u64, unseen: u64)
        "Trong bản sao: {} việc chưa quyết định và {} hồ sơ chưa duyệt. Có thể đã được quyết định sau bản sao: hãy xem lại trước khi duyệt." (count(open), count(unseen))
        / "In the copy {} matter{} and {} record{} were without a decision. They may have been decided after the copy: look again before you do.", count(open), s(open), count(unseen), s(unseen);
    roll_not_beside(folder: &str)
        "Chưa ghi được danh sách máy cạnh bản sao lưu trong {folder}: bản sao ở đó chưa biết quyết định này. Hãy nối lại ổ đó rồi sao lưu (sotay-hq backup)."
        / "The list of devices beside the backups in {folder} could not be written: copies there do not know of this decision. Connect that disk and make a backup (sotay-hq backup).";
    needs_names()
        "Cần tên đơn vị (--name) và họ tên người duyệt (--reviewer)."
        / "The office's name (--name) and the reviewer's name (--reviewer) are needed.";
    no_officer(number: u32)
        "Không có cán bộ số {number} đang hoạt động. Xem: sotay-hq officers"
        / "There is no active officer number {number}. See: sotay-hq officers";
    not_published(kind: &str, all: &str)
        "Loại {kind} không ban hành được. Chỉ có: {all}."
        / "The kind {kind} is not published. Only: {all}.";
    backed_up(folder: &str)
        "Đã sao lưu vào {folder}, có cả khóa của đơn vị tổng hợp: ai có bản này đọc được tất cả."
        / "Copied to {folder}, with headquarters' keys: whoever has the copy can read everything.";
    backed_up_closed(folder: &str)
        "Đã sao lưu vào {folder}. Mở bằng mật khẩu hiện nay của đơn vị tổng hợp."
        / "Copied to {folder}. It opens with headquarters' present passphrase.";
    restored(folder: &str)
        "Đã lấy lại đơn vị tổng hợp trong {folder}. Các máy sẽ tự gửi lại những gì bản sao chưa có."
        / "Headquarters stands again in {folder}. Devices will send again what the copy lacks.";
    new_words(words: &str)
        "Tám từ của đơn vị đã đổi sau khi lấy lại; từ giờ dùng tám từ này, hãy ghi ra giấy thay tờ cũ: {words}. Máy đã đăng ký không phải đăng ký lại. Xem lại: sotay-hq words"
        / "The restore changed the eight words of headquarters; from now on they are these, write them on paper in place of the old ones: {words}. Enrolled devices need not enrol again. To see them again: sotay-hq words";
    no_officers()
        "Chưa nhận máy nào. Nhận máy đầu tiên: sotay-hq enrol FILE"
        / "No device is enrolled yet. To take the first one in: sotay-hq enrol FILE";
    folded(ops: u64, records: u64)
        "Đã gộp {} thay đổi vào {} hồ sơ." (count(ops), count(records))
        / "{} change{} brought into {} record{}.", count(ops), s(ops), count(records), s(records);
    folded_elsewhere() "Sổ của cấp trên đang mở ở một chương trình khác; chương trình đó tự gộp những gì đã nhận." / "Another program has headquarters' notebook open, and brings together what was received.";
    not_folded(why: &str)
        "Chưa gộp phần mới nhận; đây là những gì đã gộp trước. {why}"
        / "What came in is not folded; this is what was folded before. {why}";
    held(n: u64)
        "{} thay đổi chưa hiểu được, đã giữ lại: xem việc chờ duyệt." (count(n))
        / "{} change{} not understood yet and kept: see the matters.", count(n), s(n);
    waits(n: u64)
        "{} việc mới chờ người duyệt." (count(n))
        / "{} new matter{} for the reviewer.", count(n), s(n);
    old_laptop(last: &str)
        "Máy cũ gửi lần cuối lúc {last}. Những gì ghi trên máy cũ mà lúc đó chưa gửi thì không có ở đây; nếu máy cũ còn gửi thêm, phần ấy chờ người duyệt."
        / "The old laptop last sent at {last}. What was written on it and not sent by then is not here; if it sends more, that waits for a reviewer.";
    two_copies(device: &str)
        "Cấp trên thấy hai bản của sổ này (máy {device}): sổ được chép sang máy khác, hoặc mở lại từ bản cũ. Không mất gì: đồng bộ cả hai máy một lần. Rồi chỉ dùng một máy: lập sổ mới ở đó và đăng ký với số cũ của bạn, mọi hồ sơ sẽ về đủ. Hãy gọi cấp trên."
        / "Headquarters sees two copies of this notebook (device {device}): it was copied to another machine, or opened again from an old copy. Nothing is lost: sync both machines once. Then use one only: make a new notebook there and enrol it under your number, and all records come to it. Call headquarters.";
    sure_of_it()
        "Chương trình tự gộp: cùng mã số thuế, tên giống nhau"
        / "Brought together by the program: same tax code, similar name";
    unread_columns(names: &str)
        "Chưa ban hành gì: không biết các cột này trả lời mục nào, nên giá trị trong đó sẽ không đến máy nào: {names}"
        / "Nothing is published yet: nobody knows what these columns answer, so their values would reach no device: {names}";
    publish_without()
        "Ban hành mà bỏ các cột đó? Gõ c (hoặc y) rồi Enter để ban hành, phím khác để thôi và sửa tiêu đề:"
        / "Publish without these columns? Type y and Enter to publish, anything else to stop and mend the headings:";
    not_published_unread()
        "Chưa ban hành. Không có gì thay đổi. Hãy sửa tiêu đề cột, hoặc thêm --yes."
        / "Not published. Nothing was changed. Mend the headings, or add --yes.";
    reviewer_is(name: &str)
        "Người duyệt vẫn là {name}."
        / "The reviewer is {name} already.";
    reviewer_now(name: &str, before: &str)
        "Từ bây giờ người duyệt là {name}. Ý kiến đã ghi trước đây vẫn mang tên {before}."
        / "From now on {name} reviews. What was said before keeps the name of {before}.";
    edited_answer(label: &str, before: &str, after: &str)
        "{label}: {before} → {after}"
        / "{label}: {before} → {after}";
    edited_answer_hidden(label: &str)
        "{label}: đã đổi"
        / "{label}: changed";
    edited_because(changes: &str, reason: &str)
        "{changes}. Lý do: {reason}"
        / "{changes}. Reason: {reason}";
    edit_deleted()
        "Đã xóa hồ sơ"
        / "The record was deleted";
    edit_restored()
        "Đã lấy lại hồ sơ đã xóa"
        / "The deleted record was brought back";
    no_answer()
        "(trống)"
        / "(empty)";
    rows(n: u64)
        "{n} dòng"
        / "{n} row{}", s(n);
    over_by_itself()
        "Tự hết: không còn gì để quyết định"
        / "Over by itself: nothing is left to decide";
    active()
        "đang dùng"
        / "in use";
    shut_out()
        "đã thu hồi"
        / "shut out";
    released()
        "đã thu hồi, cho vào lại"
        / "shut out, let in again";
    lanes_sound(n: u64)
        "Phần gửi xuống cho các máy nguyên vẹn ({})." (count(n))
        / "What goes down to the devices is whole ({}).", count(n);
    logs_sound(n: u64)
        "{} nhật ký máy nguyên vẹn." (count(n))
        / "{} device log{} whole.", count(n), s(n);
    log_damaged(name: &str, number: u32, device: &str, from: u64, files: &str)
        "HỎNG: nhật ký máy {device} của {name} (số {number}), từ thay đổi số {} trở đi: {files}" (count(from))
        / "DAMAGED: log of device {device} of {name} (number {number}), from change number {} on: {files}", count(from);
    log_repaired(device: &str)
        "Nhật ký máy {device} có một chỗ hỏng nhỏ, vẫn đọc được đủ nhờ phần sau nó. Không mất gì. Đĩa này có thể đang hỏng: hãy sao lưu (sotay-hq backup) và kiểm tra đĩa."
        / "The log of device {device} has a small damage and is still read whole by what follows it. Nothing is lost. The disk may be failing: back up (sotay-hq backup) and check it.";
    log_short(name: &str, number: u32, device: &str)
        "THIẾU: nhật ký máy {device} của {name} (số {number}) mất phần cuối đã gộp. Máy cán bộ tự gửi lại ở lần đồng bộ tới."
        / "MISSING: the log of device {device} of {name} (number {number}) has lost an end that was folded. The device sends it again at its next sync.";
    log_remedy()
        "Máy cán bộ vẫn giữ các thay đổi ấy. Hãy chép thư mục này đi nơi khác để giữ lại, lấy lại từ bản sao lưu mới nhất (sotay-hq restore): các máy sẽ tự gửi lại phần thiếu."
        / "The officers' devices still hold those changes. Keep a copy of this folder, then set headquarters up from the newest backup (sotay-hq restore): devices send again what is missing.";
    notebook_left_out()
        "Sổ của đơn vị tổng hợp đang mở nên chưa kiểm tra được; chỉ kiểm tra phần gửi xuống và nhật ký của các máy."
        / "Headquarters' notebook is open and could not be checked; what goes down and the device logs were.";
    waiting()
        "Đang gộp những gì vừa nhận; đợi tối đa 10 giây…"
        / "Headquarters is understanding what came in; waiting up to 10 seconds…";
    review_holds()
        "Nếu đó là sotay-hq review: xem ngay trong đó, hoặc đóng nó (Ctrl-Q) rồi chạy lại lệnh này. Vẫn chạy được bên cạnh: receive, import, export, enrol, officers, revoke, prove, verify, doctor, words, fold, confirm."
        / "If that is sotay-hq review: look there, or close it (Ctrl-Q) and run this again. These run beside it: receive, import, export, enrol, officers, revoke, prove, verify, doctor, words, fold, confirm.";
    not_official(id: &str)
        "{id} không phải dòng đang ban hành, nên không rút được. Chưa rút gì. Xem mã: sotay-hq list target"
        / "{id} is not a published row that is in force, so it cannot be withdrawn. Nothing was withdrawn. For ids: sotay-hq list target";
    withdrawal()
        "Rút lại"
        / "Withdrawn";
    withdrawn(n: u64)
        "Đã rút {} dòng. Các máy cán bộ bỏ dòng đó khi gửi nhận lần tới." (count(n))
        / "{} row{} withdrawn. The officers' laptops drop them at their next exchange.", count(n), s(n);
    nothing_published(n: u64)
        "{} dòng sai hoặc còn thiếu. Chưa ban hành gì. Hãy sửa tệp; muốn ban hành cả dòng còn thiếu: thêm --allow-incomplete." (count(n))
        / "{} row{} faulty or incomplete. Nothing was published. Mend the file; to publish incomplete rows all the same: --allow-incomplete.", count(n), s(n);
    nothing_to_publish(kind: &str)
        "Tệp không có dòng nào của loại {kind}. Chưa ban hành gì. Xem các tiêu đề cột: sotay import --template {kind} FILE.xlsx"
        / "The file has no row of the kind {kind}. Nothing was published. For the headings: sotay import --template {kind} FILE.xlsx";
    set_aside(number: u32)
        "Máy đó của cán bộ số {number} đã bị thu hồi: phần vừa nhận được giữ riêng, chưa vào sổ chung. Người duyệt quyết định trong sotay-hq review."
        / "That device of officer number {number} is shut out: what came is set aside and not brought in. A reviewer decides in sotay-hq review.";
    only_looked()
        "Đây là bản xem trước."
        / "This is a preview.";
    would_publish(new: u64, revised: u64)
        "Đây là bản xem trước, chưa ban hành gì. Sẽ ban hành {} dòng mới, sửa {} dòng đã ban hành." (count(new), count(revised))
        / "This is a preview; nothing was published. {} new row{} would go out, {} published one{} would be revised.", count(new), s(new), count(revised), s(revised);
    published(new: u64, revised: u64)
        "Đã ban hành {} dòng mới, sửa {} dòng đã ban hành. Mỗi máy cán bộ nhận ở lần đồng bộ tới." (count(new), count(revised))
        / "Published {} new row{} and revised {} published one{}. Each laptop gets this with its next sync.", count(new), s(new), count(revised), s(revised);
    already_published()
        "Không có dòng nào mới: tất cả đã được ban hành đúng như trong tệp."
        / "No row is new: all are published already as the file has them.";
    change_refused(title: &str)
        "Chưa nhận sửa đổi ở \"{title}\": phần này do người khác ghi. Phần đã gõ vẫn được giữ và đã báo người duyệt."
        / "Your change to \"{title}\" was not taken in: that is for somebody else to write. What you wrote is kept, and a reviewer was told.";
    emptied(label: &str)
        "{label}: (xóa trống)"
        / "{label}: (emptied)";
    would_delete(reason: &str)
        "Xóa hồ sơ: {reason}"
        / "Delete the record: {reason}";
    would_restore()
        "Khôi phục hồ sơ"
        / "Restore the record";
    was_shut_out(number: u32)
        "Máy này (cán bộ số {number}) đã bị thu hồi. Không có gì thay đổi. Nếu đúng là muốn dùng lại máy này: thêm --again."
        / "This device (officer number {number}) was shut out. Nothing was changed. If it is really to be used again: add --again.";
    was_removed()
        "Máy này đã bị thu hồi sau bản sao mà đơn vị được lấy lại. Không có gì thay đổi. Nếu đúng là muốn dùng lại máy này: thêm --again."
        / "This device was shut out after the copy from which headquarters was restored. Nothing was changed. If it is really to be used again: add --again.";
    taken_in_again(number: u32)
        "Máy này (cán bộ số {number}) đã bị thu hồi, nay được nhận lại: mọi thứ gửi từ bây giờ được tính như thường. Phần gửi lúc bị thu hồi vẫn chờ người duyệt."
        / "This device (officer number {number}) was shut out and is taken in again: what it sends from now on counts as usual. What it sent while shut out still waits for a reviewer.";
    of_device(name: &str, number: u32, device: &str)
        "{name}, số {number}, máy {device}:"
        / "{name}, number {number}, device {device}:";
    received_at(when: &str)
        "nhận lúc {when}"
        / "received here at {when}";
    nothing_lies(id: &str)
        "Không có thay đổi nào về {id} trong những gì các máy đã gửi. Hãy kiểm tra mã, hoặc xin cán bộ đồng bộ."
        / "No change about {id} lies in what devices sent. Check the id, or ask the officer to sync.";
    no_copy_there(folder: &str)
        "Trong {folder} không có bản sao nào của đơn vị tổng hợp. Chưa dựng lại gì. Hãy kiểm tra ổ đã nối chưa, rồi chọn thư mục do sotay-hq backup ghi, tên bắt đầu bằng sotay-hq-"
        / "There is no copy of headquarters in {folder}. Nothing was set up. Check that the disk is connected, then name the folder that sotay-hq backup wrote; its name begins with sotay-hq-";
    copy_interrupted()
        "Bản sao này làm dở: lần sao lưu đó bị ngắt giữa chừng, nên có thể thiếu tệp."
        / "This copy is incomplete: that backup was interrupted, so files may be missing.";
    copy_unlisted()
        "Bản sao không có danh sách tệp (của phiên bản cũ, hoặc danh sách đã mất): không thể biết chắc có thiếu gì không."
        / "The copy has no list of its files (it is of an older version, or the list was lost): nobody can tell for certain whether any is missing.";
    copy_damaged(damaged: u64, named: &str)
        "Trong đó {damaged} phần thiếu hoặc hỏng: {named}."
        / "In it {damaged} parts are missing or damaged: {named}.";
    copy_without_logs(n: u64, named: &str)
        "Trong đó không có gì do {n} máy đã đăng ký từng gửi: {named}."
        / "In it there is nothing that {n} enrolled devices have sent: {named}.";
    name_and_number(name: &str, number: u32)
        "{name} (số {number})"
        / "{name} (number {number})";
    copy_lacks(missing: u64, damaged: u64, named: &str)
        "Bản sao thiếu {missing} tệp và có {damaged} tệp hỏng: {named}. Những gì các máy đã bị thu hồi hoặc mất từng gửi có thể không còn ở nơi nào khác."
        / "The copy lacks {missing} files, and {damaged} are damaged: {named}. What devices that were shut out or lost have sent may be nowhere else.";
    copy_refused()
        "Chưa dựng lại gì. Hãy dùng một bản sao khác; nếu không có, thêm --incomplete để dựng lại phần còn đọc được."
        / "Nothing was set up. Use another copy; if there is none, add --incomplete to set up what can still be read.";
    copy_of(when: &str)
        "Bản sao được chụp lúc {when}. Mọi ý kiến duyệt, quyết định và phân công sau lúc đó không có ở đây: phải làm lại."
        / "The copy was made at {when}. Verdicts, decisions and assignments made after that are not here and must be made again.";
    no_ssh_file(file: &str, why: &str)
        "Không đọc được tệp khóa ssh {file} ({why}). Không có gì thay đổi. Hãy kiểm tra đường dẫn."
        / "The ssh key file {file} cannot be read ({why}). Nothing was changed. Check the path.";
    request_written(file: &str, words: &str)
        "Đã ghi {file}. Hãy gửi tệp này cho cấp trên rồi đọc tám từ qua điện thoại: {words}"
        / "{file} is written. Send it to headquarters, then read these eight words by telephone: {words}";
    accepted(name: &str, number: u32)
        "Sổ này nay gửi về {name}, cán bộ số {number}."
        / "This notebook now sends to {name}, officer number {number}.";
    bad_reply(file: &str)
        "Tệp {file} không phải trả lời cho máy này. Không có gì thay đổi. Hãy xin lại tệp trả lời."
        / "The file {file} is no answer to this device. Nothing was changed. Ask for the answer again.";
    bad_ssh_key(file: &str)
        "Tệp {file} không phải một khóa ssh công khai một dòng. Không có gì thay đổi."
        / "The file {file} is not one public ssh key on one line. Nothing was changed.";
}
