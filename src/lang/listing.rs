//! What the preview of a list says: its columns, its sums, what is alike in it, and the file of
//! problems.

use super::Lang;
use super::message::agree;
use super::say::say;

say! {
    // columns
    province() "Tỉnh, thành phố (đi kèm xã)" / "Province (of the commune)";
    district() "Huyện, quận cũ (đi kèm xã)" / "Former district (of the commune)";
    left_out() "không nhập cột này" / "left out";
    mapped_before(pairs: &str) "Ghép cột như lần trước: {pairs}." / "Columns mapped as last time: {pairs}.";
    mapped_now(pairs: &str) "Ghép cột: {pairs}." / "Columns mapped: {pairs}.";
    heading_sums() "TỔNG HỢP" / "SUMS";
    heading_columns() "CỘT CHƯA RÕ" / "COLUMNS NOT CLEAR";
    heading_look() "CẦN XEM" / "TO LOOK AT";
    heading_info() "ĐỂ BIẾT" / "FOR YOUR INFORMATION";
    column_open(letters: &str, heading: &str, examples: &str) "Cột {letters} \"{heading}\" là mục nào? Ví dụ: {examples}" / "Column {letters} \"{heading}\": which question? For example: {examples}";
    columns_known(n: usize) "{n} cột đã rõ: xem, ghép lại" / "Columns that are clear: {n}. Look, map again";
    column_known(letters: &str, heading: &str, label: &str) "{letters} \"{heading}\" → {label}" / "{letters} \"{heading}\" → {label}";
    column_by_hand(letters: &str, heading: &str, label: &str) "{letters} \"{heading}\" → {label} (ghép tay)" / "{letters} \"{heading}\" → {label} (by hand)";
    column_unread(letters: &str, heading: &str, label: &str) "{letters} \"{heading}\" → {label} (không lấy: ẩn, hoặc đã có cột khác)" / "{letters} \"{heading}\" → {label} (not read: hidden, or another column answers it)";
    column_unknown(letters: &str, heading: &str) "{letters} \"{heading}\" → chưa rõ" / "{letters} \"{heading}\" → not clear";
    which_column() "Ghép lại cột nào?" / "Map which column again?";
    which_question(letters: &str, heading: &str) "Cột {letters} \"{heading}\" là mục nào?" / "Column {letters} \"{heading}\": which question?";
    examples(values: &str) "Ví dụ: {values}" / "For example: {values}";
    leave_out() "Không nhập cột này" / "Leave this column out";
    forget() "Bỏ cách ghép đã nhớ" / "Forget this mapping";
    no_question(typed: &str) "Không có mục nào khớp \"{typed}\". Xóa bớt chữ." / "No question matches \"{typed}\". Delete some letters.";
    hidden_rows_left_out(n: usize) "{n} dòng bị ẩn: không nhập. Enter để nhập cả." / "Hidden rows: {n}, left out. Enter reads them, too.";
    hidden_rows_read(n: usize) "{n} dòng bị ẩn: nhập cả. Enter để bỏ." / "Hidden rows: {n}, read. Enter leaves them out.";
    hidden_columns_left_out(n: usize) "{n} cột bị ẩn: không nhập. Enter để nhập cả." / "Hidden columns: {n}, left out. Enter reads them, too.";
    hidden_columns_read(n: usize) "{n} cột bị ẩn: nhập cả. Enter để bỏ." / "Hidden columns: {n}, read. Enter leaves them out.";
    formulas_refused(n: usize) "{n} ô công thức chưa có kết quả: dòng có ô ấy không vào. Enter để coi là ô trống." / "Formulas without a result: {n}, their rows do not enter. Enter takes them as empty.";
    formulas_emptied(n: usize) "{n} ô công thức chưa có kết quả: coi là ô trống. Enter để không nhập các dòng ấy." / "Formulas without a result: {n}, taken as empty. Enter leaves those rows out.";
    // answers
    small_money(column: &str, count: usize, unit: &str, most: &str) "{column}: {count} số nhỏ quá dù tính theo \"{unit}\", nhiều nhất chỉ {most} đồng. Hãy xem lại các ô này." / "{column}: {count} amounts are too small even in \"{unit}\", at most {most} đồng. Look at these cells again.";
    closer_unit(column: &str, unit: &str, other: &str) "{column}: tệp ghi hai đơn vị. Lấy \"{unit}\", ghi gần cột hơn; không lấy \"{other}\"." / "{column}: the file names two units. \"{unit}\" is taken, which stands closer to the column, and not \"{other}\".";
    started(rows: usize, answers: &str) "Tệp không có cột cho mục này nên {rows} hồ sơ mới được ghi sẵn: {answers}. Hồ sơ nào khác thì sửa lại." / "The file has no column for these, so {rows} new {} with: {answers}. Mend those that differ.", agree(rows, "record starts", "records start");
    left_out_because(why: &str) "để trống. {why}" / "left empty. {why}";
    choices_read(column: &str, read: &str) "{column}: đọc {read}." / "{column}: {read}.";
    choice_read(given: &str, taken: &str, cells: usize) "\"{given}\" là \"{taken}\" ({cells} ô)" / "\"{given}\" is read as \"{taken}\" (cells: {cells})";
    taken(label: &str, letters: &str, heading: &str) "{label} · đã có cột {letters} \"{heading}\"" / "{label} · has column {letters} \"{heading}\"";
    taken_title(label: &str, letters: &str) "\"{label}\" đang lấy ở cột {letters}" / "\"{label}\" is taken from column {letters}";
    taken_other() "Chọn mục khác" / "Choose another question";
    taken_instead(letters: &str, other: &str) "Lấy cột {letters}, không nhập cột {other}" / "Take column {letters}, leave out column {other}";
    taken_fills(letters: &str, other: &str) "Lấy cột {letters}; ô trống thì lấy ở cột {other}" / "Take column {letters}, and column {other} where it is empty";
    taken_joins(letters: &str, other: &str) "Ghép cột {other} và cột {letters} thành một" / "Join columns {other} and {letters}";
    taken_again(letters: &str, other: &str) "Lấy cột {letters}; cột {other} ghép lại sau" / "Take column {letters}; column {other} is to be mapped again";
    // values
    heading_values() "GIÁ TRỊ CHƯA RÕ" / "VALUES NOT CLEAR";
    value_open(heading: &str, given: &str, rows: usize) "{heading}: \"{given}\" ({rows} dòng) nghĩa là gì?" / "{heading}: what does \"{given}\" mean ({rows} {})?", agree(rows, "row", "rows");
    value_chosen(heading: &str, given: &str, to: &str, rows: usize) "{heading}: \"{given}\" → {to} ({rows} dòng)" / "{heading}: \"{given}\" → {to} ({rows} {})", agree(rows, "row", "rows");
    values_before(values: &str) "Hiểu như lần trước: {values}." / "Understood as last time: {values}.";
    values_now(values: &str) "Hiểu theo lựa chọn: {values}." / "Understood as chosen: {values}.";
    which_meaning(heading: &str, given: &str) "{heading}: \"{given}\" là lựa chọn nào?" / "{heading}: which choice is \"{given}\"?";
    meaning_of_rows(rows: usize, lines: &str) "{rows} dòng ({lines}); các danh sách sau cũng hiểu như vậy" / "{rows} {} ({lines}); later lists are understood so, too", agree(rows, "row", "rows");
    value_later() "Chưa chọn: để trống, hỏi lại sau" / "Not now: left empty, asked for later";
    value_left_empty() "để trống" / "left empty";
    value_forget() "Bỏ cách hiểu đã nhớ" / "Forget this meaning";
    value_form(given: &str) "--value \"{given}\": viết \"Mục=Giá trị=Lựa chọn\", ví dụ \"Loại hình=Hộ SX=Hộ kinh doanh\"; để trống thì \"Loại hình=Hộ SX=-\"." / "--value \"{given}\": write \"Question=Value=Choice\", as in \"Legal type=Family=Household business\"; \"Legal type=Family=-\" leaves it empty.";
    value_question(given: &str, known: &str) "--value: không có mục nào tên \"{given}\". Các mục có lựa chọn, ví dụ: {known}." / "--value: no question is called \"{given}\". Questions with choices are, for example: {known}.";
    value_choice(given: &str, label: &str, known: &str) "--value: \"{given}\" không phải là lựa chọn của mục \"{label}\". Các lựa chọn: {known}." / "--value: \"{given}\" is no choice of \"{label}\". Its choices: {known}.";
    value_no_choices(label: &str) "--value: mục \"{label}\" không có lựa chọn sẵn, nên không dùng được." / "--value: \"{label}\" has no choices, so this does not apply.";
    value_not_there(given: &str, label: &str) "--value: tệp không có giá trị chưa rõ \"{given}\" ở mục \"{label}\". Chưa nhập gì." / "--value: the file has no unclear value \"{given}\" for \"{label}\". Nothing has entered.";
    how_to_value(heading: &str, given: &str) "Trả lời một lần cho mọi dòng: --value \"{heading}={given}=Lựa chọn\". Lần sau nhớ." / "To answer once for all rows: --value \"{heading}={given}=Choice\". It is remembered.";
    // rows and tables
    no_record_perhaps(words: &str) "có lẽ không phải hồ sơ: \"{words}\"." / "perhaps no record: \"{words}\".";
    doubtful(n: usize, lines: &str) "{n} dòng có lẽ không phải hồ sơ (dòng cộng, tiêu đề, chữ ký) nên chưa nhập (dòng {lines})." / "Rows that are perhaps no records (sums, headings, signatures) did not enter: {n} (lines {lines}).";
    doubtful_option() "Nếu đó là hồ sơ, nhập lại với --doubtful." / "If they are records, import again with --doubtful.";
    doubtful_left_out(n: usize) "{n} dòng có lẽ không phải hồ sơ: không nhập. Enter để nhập cả." / "Rows that are perhaps no records: {n}, left out. Enter reads them, too.";
    doubtful_read(n: usize) "{n} dòng có lẽ không phải hồ sơ: nhập cả. Enter để bỏ." / "Rows that are perhaps no records: {n}, read. Enter leaves them out.";
    other_tables(n: usize, lines: &str) "{n} dòng tiêu đề khác (dòng {lines}): các dòng dưới đó đọc theo cột của tiêu đề ấy." / "Other headers: {n} (lines {lines}). The rows below are read by their columns.";
    other_table(line: u64) "từ dòng {line} là một bảng khác, cột hoặc đơn vị không khớp với bảng đầu. Tách phần ấy ra tệp riêng rồi nhập." / "another table begins in line {line}; its columns or units do not go together with those of the first. Put that part into a file of its own and import it.";
    hidden_sheets(names: &str) "Trang tính bị ẩn, không đọc: {names}. Bỏ ẩn nếu cần nhập." / "Hidden sheets were not read: {names}. Unhide them if they are to be imported.";
    other_lists(names: &str) "Các trang {names} cũng có danh sách nhưng chưa nhập, vì mỗi lần chỉ đọc một trang. Chép từng trang ra tệp riêng rồi nhập." / "The sheets {names} hold lists, too, and were not imported: one sheet is read at a time. Copy each into a file of its own and import it.";
    no_heading(letters: &str, name: &str, examples: &str) "Cột {letters} không có tiêu đề nhưng có giá trị ({examples}): không nhập. Gọi cột này là \"{name}\" khi ghép." / "Column {letters} has values ({examples}) and no heading: left out. It is called \"{name}\" when it is mapped.";
    heading_at(heading: &str, letters: &str) "\"{heading}\" (cột {letters})" / "\"{heading}\" (column {letters})";
    unwrapped() "Mỗi dòng của tệp là một ô nằm trong dấu nháy (lưu CSV hai lần): đã tách lại thành cột." / "Each row of the file is one cell in quotes (a CSV saved twice): it was parted into columns again.";
    todo_doubtful() "Không phải hồ sơ: xóa dòng này. Nếu là hồ sơ, nhập và chọn nhập cả dòng ấy." / "If it is no record, delete the row. If it is one, import and choose to read these rows, too.";
    // doubles
    same_in_all() "giống hết" / "in every cell";
    same_name() "tên" / "name";
    same_place() "xã" / "commune";
    same_phone() "số điện thoại" / "telephone";
    same_one(what: &str) "cùng {what}" / "same {what}";
    same_several(some: &str, last: &str) "cùng {some} và {last}" / "same {some} and {last}";
    // sums
    count_wrong(n: u64) "{n} có lỗi" / "{n} refused";
    count_doubles(n: u64) "{n} trùng" / "{n} {}", agree(n, "double", "doubles");
    count_here(n: u64) "{n} đã có trong sổ" / "{n} entered before";
    count_doubtful(n: u64) "{n} có lẽ không phải hồ sơ" / "{n} perhaps no {}", agree(n, "record", "records");
    count_changed(records: u64, same: u64) "{records} sửa, {same} không đổi" / "{records} changed, {same} unchanged";
    alike_all(count: usize, lines: &str, what: &str) "{count} dòng ({lines}): {what}" / "{count} {} ({lines}): {what}", agree(count, "row", "rows");
    alike_column(column: &str, count: usize, lines: &str, what: &str) "Cột \"{column}\", {count} dòng ({lines}): {what}" / "Column \"{column}\", {count} {} ({lines}): {what}", agree(count, "row", "rows");
    example(line: u64, what: &str) "dòng {line}: {what}" / "line {line}: {what}";
    sort_question(what: &str) "cần hỏi lại: {what}" / "a question: {what}";
    sort_warning(what: &str) "lưu ý: {what}" / "warning: {what}";
    more_kinds(n: usize) "… và {n} loại nữa; ghi ra tệp để xem hết." / "… and {n} more {}; write them to a file to see all.", agree(n, "kind", "kinds");
    how_to_map(heading: &str, question: &str) "Ghép cột: --map \"{heading}={question}\" (bỏ cột: --map \"{heading}=-\"). Lần sau nhớ." / "To map a column: --map \"{heading}={question}\" (to leave it out: --map \"{heading}=-\"). It is remembered.";
    some_question() "Mục" / "Question";
    column_skipped(letters: &str, heading: &str, examples: &str) "{letters} \"{heading}\" (có {examples})" / "{letters} \"{heading}\" (holds {examples})";
    no_name_column(label: &str) "Danh sách không có cột \"{label}\" nên chưa dòng nào vào sổ. Thêm cột ấy rồi nhập lại." / "The list has no column \"{label}\", so no row enters. Add it and import again.";
    which_name_column(label: &str, unknown: &str) "Chưa rõ cột nào là \"{label}\" nên chưa dòng nào vào sổ. Cột chưa rõ: {unknown}." / "It is not clear which column is \"{label}\", so no row enters. Columns not clear: {unknown}.";
    likely_name(column: &str) "Có lẽ là cột {column}." / "Perhaps it is column {column}.";
    map_on_screen() "Đưa con trỏ tới cột ấy, nhấn Enter rồi chọn mục." / "Go to that column, press Enter and choose the question.";
    unnamed(label: &str) "chưa rõ cột nào là \"{label}\", nên không vào sổ." / "it is not clear which column is \"{label}\", so it does not enter.";
    how_to_write() "Ghi từng dòng có vấn đề ra tệp: --problems FILE.xlsx" / "Every problem, row by row, in a file: --problems FILE.xlsx";
    entered_lines(lines: &str) "Đã vào: dòng {lines}." / "Entered: lines {lines}.";
    // progress
    opening(done: &str, all: &str) "Đang mở tệp: {done}/{all} MB" / "Opening the file: {done}/{all} MB";
    cells(n: &str) "Đang đọc tệp: {n} ô" / "Reading the file: {n} cells";
    rows(done: &str, all: &str) "Đang đọc: {done}/{all} dòng" / "Reading: {done}/{all} rows";
    halted() "Đã dừng khi đang đọc tệp. Chưa nhập gì, sổ không thay đổi." / "Stopped while the file was read. Nothing has entered; the notebook is as it was.";
    // the command line
    map_form(given: &str) "--map \"{given}\": viết \"Tiêu đề=Mục\", ví dụ \"Sđt chủ=Điện thoại\"; bỏ cột thì \"Tiêu đề=-\"." / "--map \"{given}\": write \"Heading=Question\", as in \"Owner's tel=Phone\"; \"Heading=-\" leaves the column out.";
    map_question(given: &str, known: &str) "--map: không có mục nào tên \"{given}\". Tên mục như trong biểu mẫu, ví dụ: {known}." / "--map: no question is called \"{given}\". Questions are named as in the form, for example: {known}.";
    map_heading(given: &str, headings: &str) "--map: tệp không có cột \"{given}\". Các cột của tệp: {headings}. Chưa nhập gì." / "--map: the file has no column \"{given}\". Its columns: {headings}. Nothing has entered.";
    // the file of problems
    ask_problems() "Ghi các vấn đề ra tệp nào (.xlsx, .csv)?" / "Write the problems to which file (.xlsx, .csv)?";
    ask_problems_detail() "Gồm mọi dòng có vấn đề, và các dòng chưa nhập để sửa rồi nhập riêng." / "All problems, and the rows that do not enter, to be mended and imported alone.";
    problems_name() "can-sua.xlsx" / "problems.xlsx";
    which_problems(file: &str) "{file}: tên tệp phải kết thúc bằng .xlsx hoặc .csv." / "{file}: the name must end in .xlsx or .csv.";
    problems_written(file: &str, problems: usize, rows: usize) "Đã ghi {file}: {problems} vấn đề, {rows} dòng chưa nhập. Tệp không mã hóa: giữ cẩn thận." / "{file} is written: problems {problems}, rows that do not enter {rows}. It is not encrypted: keep it with care.";
    problems_written_two(file: &str, rows_file: &str, problems: usize, rows: usize) "Đã ghi {file} ({problems} vấn đề) và {rows_file} ({rows} dòng chưa nhập). Tệp không mã hóa: giữ cẩn thận." / "{file} (problems: {problems}) and {rows_file} (rows that do not enter: {rows}) are written. They are not encrypted: keep them with care.";
    rows_file_suffix() "dong-chua-nhap" / "rows-not-entered";
    sheet_rows() "Dòng chưa nhập" / "Rows not entered";
    sheet_problems() "Vấn đề" / "Problems";
    head_why_not() "Lý do chưa nhập" / "Why it did not enter";
    head_original_row() "Dòng trong tệp gốc" / "Row of the original file";
    head_row() "Dòng số" / "Row";
    head_column() "Ở cột" / "In column";
    head_value() "Đang ghi là" / "What it says";
    head_why() "Vấn đề" / "What is wrong";
    head_todo() "Việc cần làm" / "What to do";
    todo_mend() "Sửa ở trang \"Dòng chưa nhập\" rồi nhập tệp này." / "Mend it in \"Rows not entered\" and import this file.";
    todo_double() "Đã có: xóa dòng này. Nếu là hồ sơ khác, nhập và chọn nhập cả dòng trùng." / "It is there already: delete the row. If it is another record, import doubles, too.";
    todo_here() "Không cần làm gì: lần nhập trước đã vào." / "Nothing: an earlier import entered it.";
    todo_ask() "Dòng vẫn nhập; mở hồ sơ để chọn cho rõ." / "The row enters; open the record to make it clear.";
    todo_look() "Dòng vẫn nhập; xem lại cho chắc." / "The row enters; look whether it is right.";
    todo_fill() "Dòng vẫn nhập; bổ sung trong hồ sơ." / "The row enters; complete the record.";
    todo_nothing() "Chỉ để biết." / "For your information.";
    entered_before() "Đã có trong sổ từ lần nhập trước." / "In the notebook from an earlier import.";
}
