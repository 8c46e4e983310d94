//! What is said of a list that was exported, edited and is read again, and of taking an import
//! back.

use super::Lang;
use super::say::say;

say! {
    nothing() "(trống)" / "(empty)";
    rows(n: usize) "{n} dòng" / "{n} rows";
    changed(before: &str, after: &str) "{before} → {after}" / "{before} → {after}";
    when_exported(was: &str) " (lúc xuất: {was})" / " (when exported: {was})";
    clash_kept(here: &str, file: &str, exported: &str) "ở đây đã sửa thành {here} sau khi xuất, tệp ghi {file}{exported}: giữ {here}." / "changed here to {here} after the export, the file says {file}{exported}: {here} stays.";
    clash_taken(here: &str, file: &str, exported: &str) "ở đây đã sửa thành {here} sau khi xuất, tệp ghi {file}{exported}: lấy {file}." / "changed here to {here} after the export, the file says {file}{exported}: {file} is taken.";
    kept_required() "ô bị xóa trắng, nhưng câu này bắt buộc: giữ câu trả lời đang có." / "the cell was emptied, but the answer is required: it stays as it is.";
    kept_unclear(given: &str, why: &str) "chưa rõ \"{given}\" nên giữ câu trả lời đang có. {why}" / "\"{given}\" is not clear, so the answer stays as it is. {why}";
    kept_swapped(given: &str) "\"{given}\" là ngày cũ bị đảo ngày và tháng, có lẽ do bảng tính: giữ ngày đang có. Nếu đúng là muốn đổi, sửa ngày ngay trong hồ sơ." / "\"{given}\" is the old day with day and month swapped, probably by the spreadsheet: the day stays. If it is meant, change it in the record.";
    either_day(given: &str) "\"{given}\": bảng tính đã đảo ngày và tháng ở cột này nên chưa rõ đâu là ngày. Giữ ngày đang có; muốn đổi thì sửa ngay trong hồ sơ." / "\"{given}\": the spreadsheet swapped day and month in this column, so it is not clear which is the day. The date stays; change it in the record.";
    swapped(column: &str, rows: usize) "Cột {column}: bảng tính đã đảo ngày và tháng ở {rows} dòng. Ngày đang có trong sổ được giữ nguyên." / "Column {column}: the spreadsheet swapped day and month in {rows} rows. The dates in the notebook stay as they are.";
    moved(columns: &str, rows: usize) "Cột {columns}: {rows} dòng mang chữ của dòng khác, có lẽ do sắp xếp hoặc xóa ô mà cột mã không đi theo. Các dòng ấy không vào. Hãy sắp xếp cả bảng, hoặc xuất lại rồi sửa." / "Column {columns}: {rows} rows have texts of other rows, probably from a sort or a deleted cell that left the record ids behind. They do not enter. Sort the whole sheet, or export again and edit that.";
    other_row() "chữ ở đây là của một dòng khác lúc xuất, nên dòng này không vào." / "this text was in another row when exported, so the row does not enter.";
    blank() "dòng đã bị xóa trắng, chỉ còn mã hồ sơ: hồ sơ giữ nguyên. Muốn xóa hồ sơ thì xóa ngay trong sổ." / "the row was cleared, only the record id is left: the record stays as it is. To delete the record, delete it in the notebook.";
    copied() "dòng này được kéo hoặc chép từ dòng khác, mã hồ sơ ở đây không phải của hồ sơ nào. Muốn thêm hồ sơ mới thì xóa trống ô mã hồ sơ của dòng." / "this row was dragged or copied from another one, and its record id is no record's. To add it as a new record, empty its record id.";
    kept_coded() "tên bị xóa mà mã bên cạnh còn: giữ như cũ. Muốn bỏ thì xóa cả mã." / "the name was emptied, the id beside it was not: it stays. Empty the id, too, to clear the answer.";
    deleted(reason: &str) "hồ sơ này đã bị xóa ở đây ({reason}), nên dòng này không vào. Lấy lại hồ sơ rồi nhập lại." / "this record was deleted here ({reason}), so the row does not enter. Restore the record, then import again.";
    merged() "hồ sơ này đã được gộp vào hồ sơ khác; sửa ở hồ sơ đó." / "this record was merged into another one; change that one.";
    other_kind(kind: &str) "mã này là của một hồ sơ loại khác: {kind}." / "the id is that of another kind of record: {kind}.";
    not_changeable() "hồ sơ này do cấp trên ghi, không sửa ở đây." / "this record is headquarters' own and is not changed here.";
    new_ids(rows: usize) "{rows} dòng có mã hồ sơ mà sổ này không có: nhập thành hồ sơ mới, giữ nguyên mã." / "{rows} rows bear record ids that this notebook does not have: they enter as new records under these ids.";
    computed(field: &str, rows: usize) "{field} do chương trình tính từ các câu khác: sửa ở các câu đó; {rows} dòng ghi khác bị bỏ qua." / "{field} is worked out from other answers: change those; rows that say something else, left out: {rows}.";
    computed_emptied(field: &str, rows: usize) "{field} do chương trình tính, xóa ô thì vẫn như chương trình tính; {rows} dòng xóa ô này không thay đổi gì. Muốn khác, ghi câu trả lời vào ô." / "{field} is worked out, and an empty cell leaves it so; rows that emptied it and change nothing: {rows}. To have another answer, write it into the cell.";
    no_version(rows: usize) "{rows} dòng không rõ được xuất từ phiên bản nào của hồ sơ, nên ô nào từng được sửa ở đây thì giữ nguyên." / "{rows} rows do not tell which version of the record they were exported from, so answers that were ever changed here stay.";
    sum(records: &str, answers: &str, same: &str) "{records} hồ sơ thay đổi ({answers} câu trả lời); {same} không đổi." / "{records} records change ({answers} answers); {same} stay as they are.";
    sum_each(records: &str, each: &str, same: &str) "{records} hồ sơ thay đổi, mỗi hồ sơ {each} câu; {same} không đổi." / "{records} records change, {each} answers each; {same} stay as they are.";
    emptied(n: &str) "{n} câu trả lời bị xóa trắng trong tệp, nên bị xóa ở đây." / "{n} answers were emptied in the file and are emptied here.";
    clashes_kept(n: &str) "{n} câu đã được sửa ở đây sau khi xuất: giữ câu ở đây." / "{n} answers were changed here after the export: what is here stays.";
    clashes_taken(n: &str) "{n} câu đã được sửa ở đây sau khi xuất: lấy theo tệp." / "{n} answers were changed here after the export: the file's are taken.";
    clashes_chosen(n: &str, taken: &str) "{n} câu đã được sửa ở đây sau khi xuất: {taken} câu lấy theo tệp, còn lại giữ câu ở đây." / "{n} answers were changed here after the export: {taken} are taken from the file, the others stay.";
    clash_heading() "SỬA Ở CẢ HAI NƠI" / "CHANGED ON BOTH SIDES";
    clash_row(line: u64, record: &str, label: &str) "Dòng {line} · {record} · {label}" / "Line {line} · {record} · {label}";
    clash_row_kept(what: &str, here: &str, file: &str) "{what}: giữ {here}, tệp ghi {file}" / "{what}: {here} stays, the file says {file}";
    clash_row_taken(what: &str, here: &str, file: &str) "{what}: lấy {file} của tệp, thay {here}" / "{what}: {file} of the file replaces {here}";
    clash_was(was: &str) "Lúc xuất: {was}" / "When exported: {was}";
    clash_was_unknown() "Không rõ lúc xuất ghi gì" / "What it was when exported is not known";
    clash_keep(here: &str) "Giữ ở đây: {here}" / "Keep what is here: {here}";
    clash_take(file: &str) "Lấy theo tệp: {file}" / "Take the file's: {file}";
    clash_keep_all(n: &str) "Giữ ở đây, cả {n} chỗ" / "Keep what is here, all {n}";
    clash_take_all(n: &str) "Lấy theo tệp, cả {n} chỗ" / "Take the file's, all {n}";
    clash_more(n: &str) "… và {n} chỗ nữa: chọn chung cho tất cả" / "… and {n} more: choose for all of them";
    no_batches() "Chưa nhập danh sách nào trong 30 ngày qua." / "No list was imported in the last 30 days.";
    no_such_batch() "Không có lần nhập nào để lấy lại (chỉ giữ 30 ngày). Xem: sotay undo --list" / "There is no import to take back (kept for 30 days). See: sotay undo --list";
    batch(moment: &str, file: &str, n: &str) "{moment} · {file} · {n} hồ sơ" / "{moment} · {file} · {n} records";
    batch_undone() "đã lấy lại" / "taken back";
    undo_reason() "hoàn tác nhập danh sách" / "import taken back";
    undone(file: &str, deleted: &str, restored: &str) "Đã lấy lại lần nhập {file}: bỏ {deleted} hồ sơ mới, trả {restored} hồ sơ về như trước." / "The import of {file} is taken back: {deleted} new records deleted, {restored} records as they were before.";
    undone_before(file: &str) "Lần nhập {file} đã được lấy lại từ trước: lần này không có gì thay đổi." / "The import of {file} was taken back before: nothing was changed now.";
    left(n: &str) "{n} hồ sơ để nguyên vì đã có việc làm tiếp trên đó:" / "{n} records stay, because something was built on them:";
    left_changed(name: &str) "  {name}: đã sửa sau khi nhập" / "  {name}: changed since the import";
    left_used(name: &str, n: usize) "  {name}: có {n} hồ sơ hoặc bản nháp gắn với hồ sơ này" / "  {name}: {n} records or drafts point at it";
    left_no_way(name: &str) "  {name}: không trả về như trước được" / "  {name}: cannot be brought back to what it was";
    left_more(n: &str) "  … và {n} hồ sơ nữa" / "  … and {n} more";
    undo_way(id: &str) "Lấy lại tất cả: sotay undo {id} (trong 30 ngày)" / "To take all of it back: sotay undo {id} (for 30 days)";
    undo_key(key: &str) "{key} lấy lại tất cả." / "{key} takes all of it back.";
    batches_item() "Các lần nhập gần đây" / "Recent imports";
    ask_undo(file: &str) "Hoàn tác lần nhập {file}?" / "Undo the import of {file}?";
    ask_undo_detail(line: &str) "{line}. Hồ sơ mới bị bỏ, hồ sơ cũ về như trước khi nhập; hồ sơ đã sửa hoặc đã dùng sau đó thì để nguyên." / "{line}. New records are deleted, changed ones are as before the import; records changed or used since stay.";
    batches_title() "Hoàn tác lần nhập nào?" / "Undo which import?";
    clashes_option() "Thêm --theirs để lấy theo tệp." / "Add --theirs to take the file's.";
}
