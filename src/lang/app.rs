//! Texts of the screens. Numbers and names are arguments, keys are labels from the keymap.

use super::Lang;
use super::message::agree;
use super::say::say;

say! {
    today() "Hôm nay" / "Today";
    saved(clock: &str) "Đã lưu {clock}" / "Saved {clock}";
    at_today(key: &str) "Đang ở Hôm nay. {key} để thoát." / "This is Today. {key} leaves.";
    only_headquarters() "(chỉ cấp trên ghi)" / "(headquarters only)";
    headquarters_answers(label: &str) "{label}: chỉ cấp trên ghi câu này." / "{label}: only headquarters answers this.";
    program_answers(label: &str) "{label}: chương trình tự tính từ các câu khác." / "{label}: the program works this out from other answers.";
    headquarters_own() "Hồ sơ này do cấp trên lập: chỉ cấp trên sửa, xóa được." / "Headquarters made this record: only headquarters changes or deletes it.";
    key_elsewhere(key: &str, what: &str) "Ở đây không dùng {key} ({what})." / "{key} does nothing here ({what}).";
    key_unbound(key: &str, help: &str) "{key} không dùng vào việc gì ở đây. {help} xem các phím." / "{key} does nothing here. {help} shows the keys.";
    paste_cut(mib: usize) "Đoạn dán dài quá: chỉ lấy {mib} MB đầu, phần sau bị bỏ." / "The pasted text is too long: only its first {mib} MB was taken.";
    nothing_to_delete() "Không còn chữ nào để xóa." / "There is no text to delete.";
    nothing_to_undo() "Không còn gì để hoàn tác." / "There is nothing to undo.";
    nothing_to_redo() "Không còn gì để làm lại." / "There is nothing to redo.";
    no_more_parts() "Không còn phần nào phía đó." / "There is no further part that way.";
    redrawn() "Đã vẽ lại màn hình." / "The screen was drawn again.";
    here_already(screen: &str) "Đang ở {screen}." / "This is {screen}.";
    no_deed() "Không có việc gì vừa làm mà phím này lấy lại được." / "Nothing was done just now that this key takes back.";
    verdict_stays() "Không có việc gì vừa làm mà phím này lấy lại được. Ý kiến đã ghi thì thay bằng ý kiến khác." / "Nothing was done just now that this key takes back. A verdict is replaced by another one.";
    answer_first(yes: &str, no: &str) "Hãy trả lời câu hỏi này trước: {yes} là có, {no} là không." / "Answer this question first: {yes} is yes, {no} is no.";
    choose_first(choose: &str, next: &str, no: &str) "Hãy trả lời câu hỏi này trước: {choose} chọn nút đang đánh dấu, {next} sang nút kia, {no} để thôi." / "Answer this question first: {choose} takes the marked button, {next} marks the other one, {no} does nothing.";
    not_here(what: &str) "Ở đây không dùng được: {what}." / "Not possible here: {what}.";
    behind_form() "Việc vừa xong có điều cần xem; đóng biểu mẫu này để xem." / "The work that has ended has something to show; close this form to see it.";
    write_first() "Hãy ghi vào dòng này trước; Esc để thôi." / "Write something on this line first; Esc to leave it.";
    answer_lost() "Sổ không trả lời được. Những gì đã lưu vẫn còn nguyên. Hãy thoát (F12) rồi mở lại sổ." / "The notebook cannot answer. What was saved is safe. Leave (F12) and open it again.";
    saving() "Đang lưu…" / "Saving…";
    draft_mark() "bản nháp, tự ghi" / "draft, kept by itself";
    draft_refused() "bản nháp chưa ghi được" / "draft not written";
    drafts_count(n: usize) "{n} nháp" / "drafts: {n}";
    draft_kept() "Đã giữ bản nháp; mở lại từ màn hình Hôm nay." / "The draft is kept; find it on Today.";
    drafts_heading(n: usize) "Bản nháp chưa xong ({n})" / "Drafts to finish ({n})";
    returned_heading(who: &str, n: usize) "{who} trả lại, cần sửa ({n})" / "Sent back by {who} ({n})";
    edited_heading(who: &str) "{who} đã sửa hoặc ghi thêm, mới nhất trước" / "Changed or noted by {who}, newest first";
    returned_reason(reason: &str) "  Lý do: {reason}" / "  Reason: {reason}";
    assigned_heading(who: &str, n: usize) "{who} giao ({n})" / "Given by {who} ({n})";
    due_heading(n: usize) "Cam kết đến hạn ({n})" / "Commitments due ({n})";
    planned_heading(n: usize) "Lượt đã hẹn ({n})" / "Visits planned ({n})";
    duties_heading(n: usize) "Việc theo lịch ({n})" / "Duties of the calendar ({n})";
    report_month(month: u8, year: i16) "Báo cáo tháng {month}/{year}" / "Reports: month {month}/{year}";
    report_quarter(n: u8) "quý {n}" / "quarter {n}";
    report_half(n: u8) "6 tháng (kỳ {n})" / "half-year {n}";
    report_year() "cả năm" / "the year";
    follow_up_owed(title: &str) "Theo dõi lớp: {title}" / "Follow up: {title}";
    certificate_lapses(title: &str) "GCN sắp hết hạn: {title}" / "Lapses soon: {title}";
    incomplete_row(n: usize) "{n} hồ sơ còn thiếu thông tin bắt buộc" / "Records that lack required information: {n}";
    and_more(n: usize) "… và {n} mục nữa" / "… and {n} more";
    nothing_due() "Không có việc nào đến hạn." / "Nothing is due.";
    start_visit(key: &str) "{key}  Ghi một lượt làm việc" / "{key}  Record a visit";
    record_gone() "Hồ sơ này không còn trong sổ." / "This record is not in the notebook.";
    deleted_mark(title: &str) "{title} (đã xóa)" / "{title} (deleted)";
    deleted_because(reason: &str) "Đã xóa: {reason}" / "Deleted: {reason}";
    incomplete() "Còn thiếu thông tin bắt buộc" / "Required information is missing";
    locked() "Đã chốt: muốn sửa phải ghi lý do" / "Locked: a change needs a reason";
    before_after() "Trước và sau hỗ trợ" / "Before and after";
    no_pairs(key: &str) "Chưa có số liệu trước và sau. Nhấn {key} để thêm." / "No figures before and after yet. {key} adds some.";
    none_yet(what: &str, key: &str) "Chưa có {what} nào. Nhấn {key} để thêm." / "No {what} yet. {key} adds one.";
    messages_title() "Thông báo" / "Messages";
    read_whole(key: &str, name: &str) "… {key} “{name}”" / "… {key} “{name}”";
    telex_on() "Đã bật bộ gõ Telex của sổ tay." / "The notebook's own Telex is on.";
    telex_off() "Đã tắt bộ gõ Telex của sổ tay." / "The notebook's own Telex is off.";
    sort_title() "Sắp xếp" / "Sort";
    filter_title() "Lọc" / "Filter";
    more_title() "Xem thêm" / "More";
    activities_item() "Hoạt động (lớp, sản phẩm, hội chợ…)" / "Activities (classes, products…)";
    activities_title() "Hoạt động" / "Activities";
    reference_item() "Tệp, cán bộ, danh mục tham chiếu…" / "Files, officers, reference sets…";
    reference_title() "Tệp, cán bộ, danh mục tham chiếu" / "Files, officers, reference sets";
    shipped_item() "Số liệu kèm chương trình" / "Rows that come with the program";
    shipped_ceilings() "Mức hỗ trợ tối đa kèm chương trình" / "Support ceilings that come with the program";
    shipped_history() "Lịch sử: chỉ để xem, không dùng để kiểm tra" / "History: to look at, never checked against";
    shipped_empty() "Chưa có mức nào đã đối chiếu văn bản" / "No ceiling checked with the text";
    shipped_vsic() "Ngành cấp 2 của VSIC 2025 (chưa đối chiếu văn bản)" / "Divisions of VSIC 2025 (not checked with the text)";
    percent_of(n: &str) "tối đa {n} %" / "up to {n} %";
    cap_per(cap: &str, per: &str) "{cap} đ một {per}" / "{cap} đ a {per}";
    verified() "đã đối chiếu văn bản" / "checked with the text";
    unverified() "chưa đối chiếu văn bản" / "not checked with the text";
    empty_reference(kind: &str, id: &str) "Chưa có {kind}. Nhập bằng lệnh: sotay import {id} TỆP.csv" / "No {kind} yet. Import them: sotay import {id} FILE.csv";
    add_title() "Thêm vào hồ sơ này" / "Add to this record";
    to_own() "Về sổ của tôi" / "Back to my notebook";
    samples_made(folder: &str) "Dữ liệu mẫu nằm trong một sổ riêng ({folder})." / "The sample data is in a notebook of its own ({folder}).";
    open_samples(key: &str) "Mở sổ mẫu: {key} rồi gõ “sổ mẫu”." / "To open it: {key}, then type “samples”.";
    in_samples() "Sổ mẫu: hồ sơ ở đây không có thật. Về sổ của tôi: Các màn hình khác." / "A sample notebook: nothing in it is real. Back to my notebook: More screens.";
    sample_sign() "(sổ mẫu)" / "(sample)";
    no_own_notebook() "Cạnh sổ mẫu này không có sổ nào khác. Hãy thoát rồi chạy sotay để mở hoặc lập sổ của bạn." / "There is no other notebook beside this sample one. Leave and run sotay to open or make your own.";
    trash_item() "Thùng rác: hồ sơ đã xóa" / "Bin: deleted records";
    import_item() "Nhập danh sách (Excel, CSV)" / "Import a list (Excel, CSV)";
    import_title(kind: &str) "Nhập danh sách: {kind}" / "Import a list: {kind}";
    all_records() "Tất cả" / "All";
    waiting_only() "Chờ duyệt" / "Waiting";
    queue_heading(n: usize) "Chờ duyệt: {n}" / "Waiting for a verdict: {n}";
    corrected_heading(n: usize) "Đã sửa sau khi bị trả lại: {n}" / "Corrected after being sent back: {n}";
    state_waits() "chưa duyệt" / "no verdict yet";
    state_sent_back() "đã trả lại" / "sent back";
    state_corrected() "đã sửa sau khi trả lại" / "corrected since";
    state_approved() "đã duyệt" / "approved";
    by_officer() "Theo cán bộ…" / "By officer…";
    saved_next(clock: &str, back: &str, open: &str) "Đã lưu {clock}. {back}, {open}: hồ sơ kế tiếp." / "Saved {clock}. {back}, {open}: the next one.";
    approved_now() "Đã duyệt; cán bộ thấy khi đồng bộ lần tới." / "Approved; the officer sees it with the next sync.";
    matters_heading(n: usize) "Việc chờ duyệt ({n})" / "Matters for review ({n})";
    answer_there(question: &str) "Không gõ được ở đây: hãy sửa \"{question}\" ngay trong hồ sơ; lưu xong, việc chờ duyệt tự hết." / "It cannot be typed there: change \"{question}\" in the record; once saved, the matter ends by itself.";
    review_approved(who: &str, by: &str) "{who} đã duyệt ({by})" / "Approved by {who} ({by})";
    review_returned(who: &str, by: &str, why: &str) "{who} trả lại ({by}): {why}" / "Sent back by {who} ({by}): {why}";
    review_returned_at(who: &str, by: &str, at: &str, why: &str) "{who} trả lại ({by}), ở {at}: {why}" / "Sent back by {who} ({by}), at {at}: {why}";
    review_held() "Đã nhận, chờ cấp trên nâng cấp chương trình: máy này dùng bản mới hơn. Không cần gửi lại." / "Received; waits for headquarters' upgrade: this machine has a newer program. Nothing has to be sent again.";
    review_held_odd() "Đã nhận, nhưng cấp trên chưa dùng được thay đổi này; người duyệt đã được báo. Hồ sơ ở máy này vẫn nguyên." / "Received, but headquarters cannot use this change yet; the reviewer was told. The record on this machine is whole.";
    review_held_here() "Có thay đổi đã nhận mà cấp trên chưa hiểu được; phần hiện ở đây là trước thay đổi đó." / "A change was received that headquarters does not understand yet; what is shown is from before it.";
    review_conflict(at: &str) "Hai cán bộ trả lời khác nhau ở {at}; cấp trên sẽ quyết định" / "Two officers answered differently at {at}; headquarters will decide";
    made_up() "Hồ sơ mẫu: không dùng để báo cáo" / "Made up: not for reports";
    official() "Cấp trên ban hành" / "Published by headquarters";
    not_official() "Cán bộ tự ghi: cấp trên không tính" / "An officer's own: headquarters does not count it";
    made_up_row(title: &str) "~{title}" / "~{title}";
    made_up_sign() "~ mẫu" / "~ sample";
    own_row(title: &str) "*{title}" / "*{title}";
    own_sign() "* tự ghi" / "* own";
    merged_row(title: &str) "[đã gộp] {title}" / "[merged] {title}";
    approved_before(by: &str, at: &str) "Hồ sơ này đã được duyệt rồi ({by}, {at}) và chưa ai sửa từ đó." / "This record is approved already ({by}, {at}), and nobody has changed it since.";
    review_merged(title: &str) "Được gộp vào: {title}" / "Brought together with: {title}";
    assigned_only() "Cấp trên giao" / "Given by headquarters";
    overdue(_n: usize) "Quá hạn" / "Overdue";
    due_within(n: usize) "Hạn trong {n} ngày tới" / "Due within {n} days";
    overdue_and_within(n: usize) "Quá hạn và {n} ngày tới" / "Overdue or in {n} days";
    visits_missed(_n: usize) "Hẹn đã qua" / "Planned, day passed";
    visits_within(n: usize) "Hẹn trong {n} ngày tới" / "Planned within {n} days";
    visits_both(n: usize) "Hẹn đã qua và {n} ngày tới" / "Planned, passed or in {n} days";
    classes_overdue(_n: usize) "Theo dõi quá hạn" / "Follow-up overdue";
    classes_within(n: usize) "Theo dõi trong {n} ngày tới" / "Follow-up within {n} days";
    classes_both(n: usize) "Theo dõi quá hạn và {n} ngày tới" / "Follow-up overdue or in {n} days";
    lapsed(_n: usize) "GCN đã hết hạn" / "Lapsed";
    lapse_within(n: usize) "GCN hết hạn trong {n} ngày tới" / "Lapse within {n} days";
    lapsed_and_within(n: usize) "GCN hết hạn và {n} ngày tới" / "Lapsed or in {n} days";
    matters_waiting(_n: usize) "Chờ duyệt" / "Waiting";
    incomplete_only() "Còn thiếu" / "Incomplete";
    ask_delete_named(title: &str) "Xóa hồ sơ \"{title}\"?" / "Delete the record \"{title}\"?";
    ask_delete() "Xóa hồ sơ này?" / "Delete this record?";
    decide_first() "Trong việc này còn thay đổi đang chờ: hãy quyết định trước, rồi mới xóa được." / "Changes wait in this matter: decide first, then it can be deleted.";
    ask_delete_open() "Việc này CHƯA được quyết định: xóa thì nó không còn trong danh sách chờ, và những gì đang chờ trong đó sẽ không được nhận. Nên Esc rồi quyết định." / "This has NOT been decided: deleted, it leaves the list of what waits, and what waits in it is not let in. Better press Esc and decide.";
    ask_edit() "Sửa hồ sơ của cán bộ?" / "Change an officer's record?";
    ask_edit_detail() "Ghi lý do. Cán bộ đọc lý do này, cùng câu trả lời trước và sau khi sửa." / "Write why. The officer reads this with the answers before and after.";
    ask_delete_detail() "Ghi lý do. Hồ sơ đã xóa vẫn lấy lại được." / "Write why. A deleted record can be restored.";
    ask_lock() "Chốt lượt làm việc này?" / "Lock this visit?";
    ask_lock_detail() "Sau khi chốt, mỗi lần sửa phải ghi lý do." / "Once locked, each change needs a reason.";
    ask_take_over() "Sổ đang mở ở cửa sổ khác. Mở ở đây và đóng bên kia?" / "The notebook is open in another window. Open it here and close it there?";
    take_over_keeps() "Phần đang gõ bên đó được giữ." / "What is being typed there is kept.";
    ask_import() "Tệp nào (.xlsx, .ods, .csv)?" / "Which file (.xlsx, .ods, .csv)?";
    ask_import_detail(kind: &str) "Danh sách: {kind}. Ghi đường dẫn. Xem trước rồi mới nhập." / "A list of: {kind}. Its path. You see the outcome before anything enters.";
    ask_export() "Xuất cả danh sách ra tệp nào?" / "Export the whole list to which file?";
    ask_export_detail() "Đường dẫn, kết thúc bằng .xlsx, .csv hoặc .geojson. Không có thông tin liên hệ." / "Its path, ending in .xlsx, .csv or .geojson. Contacts are left out.";
    ask_report() "Ghi báo cáo ra tệp nào?" / "Write the report to which file?";
    ask_report_detail(asked: &str) "{asked}. Đường dẫn, kết thúc bằng .xlsx hoặc .csv." / "{asked}. Its path, ending in .xlsx or .csv.";
    ask_print() "In ra tệp nào?" / "Print to which file?";
    ask_print_detail() "Đường dẫn, kết thúc bằng .docx." / "Its path, ending in .docx.";
    ask_import_go(what: &str) "Nhập {what} vào sổ?" / "Import {what}?";
    ask_import_changed(what: &str) "Ghi vào sổ: {what}?" / "Write into the notebook: {what}?";
    count_new(n: &str, kind: &str) "{n} {kind} mới" / "{n} new {} ({kind})", agree(n, "record", "records");
    count_some(n: &str, kind: &str) "{n} {kind}" / "{n} {} ({kind})", agree(n, "record", "records");
    count_changing(n: &str, kind: &str) "sửa {n} {kind} đã có" / "{n} {} ({kind}) changed", agree(n, "record", "records");
    ask_doubles(rows: &str) "Nhập cả {rows} dòng có thể trùng?" / "Import {rows} {}, too?", agree(rows, "row that may be a double", "rows that may be doubles");
    ask_doubles_detail(others: &str) "Không: chỉ nhập {others}." / "No: only {others}.";
    more_doubles(n: usize) "… và {n} cặp nữa, có trong bản xem trước." / "… and {n} more, listed in the preview.";
    ask_doubles_alone() "Không còn dòng nào khác để nhập." / "There are no other rows to import.";
    preview_only() "Đây là bản xem trước, chưa nhập gì." / "This is a preview; nothing has entered yet.";
    ask_demo() "Lập sổ mẫu để tập dùng?" / "Make a sample notebook to practise on?";
    ask_demo_detail() "200 cơ sở và 300 lượt làm việc không có thật, trong một sổ riêng; sổ này vẫn trống." / "200 establishments and 300 visits, not real, in a notebook of its own; this one stays empty.";
    ask_task() "Cơ sở có đề nghị. Ghi thành việc cần làm?" / "The establishment asked for something. Note it as a commitment?";
    file_from_page() "Hãy thêm tệp từ trang của hồ sơ, rồi chọn ở đây." / "Add the file from the record's page, then choose it here.";
    ask_attach() "Đính kèm tệp nào?" / "Attach which file?";
    ask_attach_detail() "Ghi đường dẫn. Vị trí chụp được gỡ khỏi ảnh." / "Its path. The place is taken out of photos.";
    ask_take_out() "Ghi tệp ra đâu?" / "Write the file where?";
    ask_take_out_detail() "Ghi đường dẫn và tên tệp mới; tệp đã có không bị ghi đè." / "Path and name of a new file; one that is there is not overwritten.";
    take_out_row() "Lấy tệp này ra thành một tệp trên máy" / "Take this file out to a file of its own";
    taken_out(file: &str) "Đã ghi ra: {file}" / "Written: {file}";
    attached() "có tệp" / "file attached";
    file_lost() "THIẾU HOẶC HỎNG TỆP" / "FILE LOST OR DAMAGED";
    ask_reports() "Nhắc cơ sở báo cáo hằng năm?" / "Remind of the yearly reports?";
    ask_reports_detail() "Mỗi năm còn hiệu lực một việc cần làm, hạn 31/12 (TT 26/2014, Điều 22; bản gốc)." / "A commitment for each year it is valid, due 31/12 (TT 26/2014, Điều 22; original wording).";
    reports_noted(n: usize) "Đã ghi {n} việc: báo cáo hằng năm của cơ sở." / "{n} commitments noted: the establishment's yearly reports.";
    file_is_there(file: &str, changed: &str) "{file} đã có (sửa {changed})." / "{file} is there already (changed {changed}).";
    file_is_there_detail() "Ghi tên khác thì tệp đang có vẫn nguyên. Ghi đè thì tệp đó mất." / "Under the other name the file stays as it is. Overwriting loses it.";
    write_as(file: &str) "Ghi thành {file}" / "Write as {file}";
    overwrite() "Ghi đè" / "Overwrite";
    yes() "Có" / "Yes";
    no() "Không" / "No";
    history() "Lịch sử hồ sơ" / "History of the record";
    help_title() "Phím và việc" / "Keys";
    font_heading() "Chữ tiếng Việt" / "Vietnamese letters";
    font_card() "ạ ế ợ ữ đ – nếu không đọc được, chạy lại với --ascii" / "ạ ế ợ ữ đ – if you cannot read these, start with --ascii";
    cannot_open() "Chưa mở được sổ tay" / "The notebook cannot be opened";
    road_title() "Sổ tay đã sẵn sàng. Bắt đầu bằng:" / "The notebook is ready. Start with:";
    road_import() "Nhập danh sách cơ sở có sẵn (Excel, CSV)" / "Import a list of establishments (Excel, CSV)";
    road_demo() "Dữ liệu mẫu để tập dùng" / "Sample data to practise on";
    road_first() "Ghi cơ sở đầu tiên" / "Record the first establishment";
    road_empty() "Bắt đầu với sổ trống" / "Start with an empty notebook";
    row_help(open: &str, add: &str, delete: &str) "{open} mở dòng, {add} thêm dòng, {delete} xóa dòng." / "{open} opens the row, {add} adds one, {delete} deletes it.";
    rows(n: usize) "{n} dòng" / "rows: {n}";
    add_row() "+ thêm dòng" / "+ add a row";
    ends_in(label: &str, end: &str) "{label} …{end}" / "{label} …{end}";
    last_visited(day: &str) "đến {day}" / "visited {day}";
    never_visited() "chưa đến" / "not visited yet";
    none_found() "Không có mục nào khớp. Xóa bớt chữ để tìm lại." / "Nothing matches. Delete some letters to look again.";
    none_found_create(key: &str) "Không có mục nào khớp. {key} để tạo mới." / "Nothing matches. {key} creates it.";
    command_behind(what: &str, key: &str) "\"{what}\": đóng ô đang mở trước ({key}), rồi tìm lại." / "\"{what}\": close what is open first ({key}), then look again.";
    command_waits(what: &str) "\"{what}\": đang có việc chạy; đợi xong rồi tìm lại." / "\"{what}\": work is under way; wait until it is done, then look again.";
    no_command(typed: &str) "Không có lệnh nào khớp \"{typed}\". Xóa bớt chữ để tìm lại." / "No command matches \"{typed}\". Delete some letters to look again.";
    title_new(kind: &str) "Mới: {kind}" / "New: {kind}";
    title_edit(kind: &str) "Sửa: {kind}" / "Edit: {kind}";
    opening() "Đang mở sổ tay…" / "Opening the notebook…";
    loading() "Đang đọc…" / "Reading…";
    too_small() "Cửa sổ quá nhỏ" / "Window too small";
    searching_for() "Tìm: " / "Find: ";
    empty_attachments(key: &str, item: &str) "Chưa có tệp nào. Gắn tệp từ trang của một hồ sơ: {key} › {item}." / "No files yet. Attach one from a record's page: {key} › {item}.";
    empty_here(kind: &str) "Chưa có {kind}." / "No {kind} yet.";
    empty_list(kind: &str, key: &str) "Chưa có {kind}. {key} để ghi mới." / "No {kind} yet. {key} records one.";
    empty_establishments(key: &str) "Chưa có cơ sở nào. {key} để ghi mới, hoặc nhập danh sách từ \"Xem thêm\"." / "No establishments yet. {key} records one; \"More\" imports a list.";
    no_match(words: &str) "Không có hồ sơ nào khớp \"{words}\". Esc để xem tất cả." / "Nothing matches \"{words}\". Esc shows all.";
    no_filtered() "Không có hồ sơ nào qua bộ lọc này." / "No record passes this filter.";
    no_deleted() "Không có hồ sơ nào bị xóa." / "No record is deleted.";
    records(n: &str) "{n} hồ sơ" / "records: {n}";
    visit_planned(name: &str, day: &str) "{name}, hẹn {day}" / "{name}, planned for {day}";
    deleted_list() "đã xóa" / "deleted";
    welcome() "Sổ tay khuyến công" / "The field notebook of industrial promotion";
    welcome_lead() "Ba câu hỏi, rồi ghi được ngay." / "Three questions, and you can start.";
    welcome_name() "Họ và tên cán bộ" / "Your name";
    welcome_unit() "Đơn vị" / "Your unit";
    welcome_province() "Tỉnh, thành phố" / "Province or city";
    welcome_province_hint() "gõ không dấu, ví dụ: dong thap" / "type without accents, such as: dong thap";
    province_of_before(now: &str, before: &str) "{now} ({before} cũ)" / "{now} (formerly {before})";
    no_province(typed: &str) "Không có tỉnh nào khớp \"{typed}\"." / "No province matches \"{typed}\".";
    several_provinces(n: usize, names: &str) "{n} tỉnh khớp: {names}" / "{n} match: {names}";
    welcome_missing() "Chưa nhập (bắt buộc)." / "This is required.";
    welcome_go(next: &str, leave: &str) "{next}: câu tiếp, rồi mở sổ · {leave}: thoát" / "{next}: next, then open the notebook · {leave}: leave";
    pending(keys: &str) "{keys}…" / "{keys}…";
    warnings_ask(key: &str) "Có điều cần xem lại. {key} lần nữa để vẫn lưu." / "Please look again. {key} once more saves all the same.";
    faults_count(n: usize) "{n} chỗ cần sửa." / "Faults: {n}.";
    faults_left(n: usize, key: &str) "{n} chỗ cần sửa; {key} đến chỗ kế tiếp." / "Faults: {n}; {key} goes to the next.";
    filled_partly(n: usize) "Đã dừng theo yêu cầu: {n} hồ sơ mẫu đã vào sổ." / "Stopped as asked: {n} sample {} in.", agree(n, "record is", "records are");
    filled(establishments: usize, visits: usize) "Đã điền {establishments} cơ sở và {visits} lượt làm việc mẫu." / "{establishments} sample establishments and {visits} visits are in.";
    growing(n: &str) "Đang lập lại danh sách từ nhật ký: đã có {n} hồ sơ; cứ ghi tiếp, không mất gì." / "Making the lists anew from the journal: {n} records so far; go on writing, nothing is lost.";
    working() "Đang làm…" / "Working…";
    stopping() "Đang dừng…" / "Stopping…";
    stop_key(key: &str) "{key}: dừng việc đang chạy." / "{key}: stop the work under way.";
    cannot_stop() "Việc đang chạy không dừng được giữa chừng; hãy đợi xong." / "The work under way cannot be stopped half-way; wait until it is done.";
    still_working_on(key: &str) "Việc đang chạy chưa xong và không dừng được giữa chừng. {key} lần nữa: thoát khi việc ấy xong." / "The work under way is not done and cannot be stopped half-way. {key} once more quits when it is done.";
    wait_for_work() "Đang có việc chạy chưa xong. Hãy đợi xong rồi làm lại." / "Work is under way. Wait until it is done, then try again.";
    still_working(key: &str) "Việc đang chạy chưa xong. {key} lần nữa: dừng việc ấy và thoát." / "The work under way is not done. {key} once more stops it and quits.";
    quit_again(why: &str) "Chưa thoát, vì bản nháp chưa ghi được; thoát lần nữa thì bỏ phần chưa ghi. {why}" / "Not quit, as the draft could not be written; quitting again drops what is not written. {why}";
    progress(n: usize) "Đang ghi… {n} hồ sơ" / "Writing… {n} records";
    no_terminal() "Đây không phải màn hình dòng lệnh. Hãy chạy sotay trong một cửa sổ dòng lệnh, hoặc dùng các lệnh: sotay --help" / "This is not a terminal. Start sotay in one, or use its commands: sotay --help";
    dumb_terminal() "Màn hình này không di chuyển được con trỏ (TERM). Hãy dùng các lệnh: sotay --help" / "This terminal cannot move its cursor (TERM). Use the commands: sotay --help";
    terminal_failed(why: &str) "Màn hình báo lỗi ({why}). Những gì đã lưu vẫn an toàn. Hãy mở lại sổ." / "The terminal failed ({why}). What was saved is safe. Start the notebook again.";
    closed_from_outside() "Sổ đã được đóng từ nơi khác, thường là vì vừa được mở ở cửa sổ hay máy trạm khác. Những gì đã lưu và bản nháp đều còn." / "The notebook was closed from elsewhere, as a rule because it was opened in another window. What was saved and the drafts are safe.";
    crashed() "Sổ tay dừng vì một lỗi của chương trình. Những gì đã lưu và bản nháp đều còn; mở lại để làm tiếp." / "The notebook stopped by a fault of its own. What was saved and the drafts are safe; start it again to go on.";
}

pub fn telex(lang: Lang, on: bool) -> String {
    if on { telex_on(lang) } else { telex_off(lang) }
}

pub fn yes_no(lang: Lang, yes_: bool) -> String {
    if yes_ { yes(lang) } else { no(lang) }
}

/// `days`: from today to the due day; negative: overdue.
pub fn days_left(lang: Lang, days: i32) -> String {
    let n = days.unsigned_abs();
    match (lang, days) {
        (Lang::Vi, 0) => "hôm nay".to_string(),
        (Lang::En, 0) => "today".to_string(),
        (Lang::Vi, 1..) => format!("còn {n} ngày"),
        (Lang::En, 1) => "in 1 day".to_string(),
        (Lang::En, 1..) => format!("in {n} days"),
        (Lang::Vi, _) => format!("quá hạn {n} ngày"),
        (Lang::En, -1) => "1 day overdue".to_string(),
        (Lang::En, _) => format!("{n} days overdue"),
    }
}

/// A draft's row: its title and the field where it was left, and as a note the time.
pub fn draft_row(lang: Lang, kind: &str, at: &str, when: &str) -> (String, String) {
    match lang {
        Lang::Vi => (format!("{kind}, đang ở ô \"{at}\""), when.to_string()),
        Lang::En => (format!("{kind}, at \"{at}\""), when.to_string()),
    }
}

/// `which`: index in the order of `record::Sort`.
pub fn sort(lang: Lang, which: usize) -> String {
    let words = match lang {
        Lang::Vi => ["Mới nhất trước", "Cũ nhất trước", "Theo tên", "Theo hạn"],
        Lang::En => ["Newest first", "Oldest first", "By name", "By due day"],
    };
    words.get(which).copied().unwrap_or_default().to_string()
}
