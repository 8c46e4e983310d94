//! Texts of an import about a file: its format, its rows, its places.

use crate::lang::message::{agree, count as plain_count, s};
use crate::lang::say::say;

say! {
    not_text()
        "Tệp không đọc được thành chữ: có thể là ảnh, tệp nén, hoặc bị cắt giữa chừng. Lấy lại bản gốc; trong Excel: Lưu thành -> .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
        / "The file cannot be read as text: perhaps it is a picture, an archive, or cut off. Get the original again; in Excel: Save as -> .xlsx or \"CSV UTF-8 (*.csv)\", then import that.";
    web_page()
        "Tệp này là trang web (HTML), dù tên có thể là .xls. Mở bằng Excel hoặc LibreOffice, lưu thành .xlsx, rồi nhập tệp đó."
        / "This is a web page (HTML), whatever its name says. Open it in Excel or LibreOffice, save it as .xlsx and import that.";
    xml_spreadsheet()
        "Tệp này là bảng tính XML của Excel 2003. Mở bằng Excel hoặc LibreOffice, lưu thành .xlsx, rồi nhập tệp đó."
        / "This is an XML spreadsheet of Excel 2003. Open it in Excel or LibreOffice, save it as .xlsx and import that.";
    binary_workbook()
        "Tệp này là bảng tính nhị phân của Excel (.xlsb). Mở bằng Excel hoặc LibreOffice, lưu thành .xlsx, rồi nhập tệp đó."
        / "This is a binary workbook of Excel (.xlsb). Open it in Excel or LibreOffice, save it as .xlsx and import that.";
    json()
        "Tệp này là JSON, không phải danh sách có dòng tiêu đề. Nhập JSON bằng lệnh `sotay add`, mỗi dòng một hồ sơ."
        / "This is JSON, not a list with a header. `sotay add` takes JSON, one record a line.";
    no_list(kind: &str)
        "Tệp này là tệp {kind}, không phải danh sách. Chép bảng trong đó sang Excel, lưu thành .xlsx, rồi nhập tệp đó."
        / "This is a {kind} file, not a list. Copy its table to Excel, save as .xlsx and import that.";
    picture()
        "Tệp này là ảnh, không phải danh sách. Gõ lại danh sách vào .xlsx rồi nhập; để lưu ảnh, dùng lệnh `sotay attach`."
        / "This is a picture, not a list. Type the list into an .xlsx and import that; `sotay attach` keeps pictures.";
    archive()
        "Tệp này là tệp nén. Giải nén, rồi nhập tệp danh sách ở trong."
        / "This is an archive. Unpack it and import the list inside.";
    not_utf8(line: u64)
        "Dòng {line}: chữ không phải UTF-8 (có thể là TCVN3, VNI hay Windows). Trong Excel: Lưu thành -> \"CSV UTF-8 (*.csv)\", rồi nhập lại."
        / "Line {line}: not UTF-8 (perhaps TCVN3, VNI or a Windows code page). In Excel: Save as -> \"CSV UTF-8 (*.csv)\", then import again.";
    old_spreadsheet()
        "Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
        / "This is a workbook of old Excel (.xls), or one with a password. Open it in Excel, take the password off, save as .xlsx or \"CSV UTF-8 (*.csv)\" and import that.";
    no_spreadsheet()
        "Tệp không phải bảng tính .xlsx hay .ods, hoặc đã hỏng. Mở bằng Excel, lưu lại thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
        / "The file is no .xlsx or .ods workbook, or it is damaged. Open it in Excel, save it as .xlsx or \"CSV UTF-8 (*.csv)\" and import that.";
    too_heavy()
        "Tệp quá lớn để đọc, nên không nhập dòng nào. Chép các dòng cần nhập sang một bảng tính mới, hoặc chia danh sách thành vài tệp, rồi nhập."
        / "The file is too large to be read, so no row entered. Copy the rows to a new workbook, or split the list into several files, and import those.";
    too_heavy_at(line: u64)
        "Tệp quá lớn để đọc: đến dòng {line} đã quá nhiều chữ hoặc quá nhiều cột, nên không nhập dòng nào. Xem lại dòng {line}, hoặc chia danh sách thành vài tệp rồi nhập từng tệp."
        / "The file is too large to be read: up to line {line} it holds too much text or too many columns, so no row entered. Look at line {line}, or split the list into several files and import each of them.";
    empty_file()
        "Tệp không có dòng nào. Cần một dòng tiêu đề và các dòng dữ liệu."
        / "The file has no rows. It needs a header and rows of data.";
    lost_header()
        "Không thấy dòng tiêu đề: chữ có dấu trong tệp đã mất (thành dấu ?) và không khôi phục được. Lấy lại bản gốc, lưu thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập lại."
        / "No header was found: the file has lost its accented letters (they became ?), and they cannot be restored. Get the original again, save it as .xlsx or \"CSV UTF-8 (*.csv)\" and import that.";
    no_header(known: &str)
        "Không thấy dòng tiêu đề. Cần một dòng có tên cột, ví dụ: {known}."
        / "No header was found. A row must name the columns, for example: {known}.";
    skipped(columns: &str)
        "Không nhập các cột không có trong sổ: {columns}"
        / "Columns that the notebook does not have were left out: {columns}";
    unit(column: &str, unit: &str)
        "{column}: tính theo {unit}."
        / "{column}: read in {unit}.";
    foreign_unit(column: &str, unit: &str, wanted: &str, example: &str)
        "{column}: chưa nhập cột này, vì không rõ \"{unit}\" đổi ra {wanted} thế nào. Ghi đơn vị rõ trong tiêu đề, ví dụ ({example}), rồi nhập lại."
        / "{column}: this column was not imported, because it is not clear how to turn \"{unit}\" into {wanted}. Name a plain unit in the heading, for example ({example}), and import again.";
    extra_unit(column: &str, unit: &str)
        "{column}: lấy nguyên số; không ghi đơn vị \"{unit}\" vào sổ."
        / "{column}: the numbers are taken as they are, without the unit \"{unit}\".";
    small_money(column: &str, count: u64, most: &str)
        "{column}: {} số không ghi đơn vị nên hiểu là đồng, nhưng nhỏ quá, nhiều nhất chỉ {most} đồng. Nếu là triệu đồng, hãy ghi \"(triệu đồng)\" vào tiêu đề rồi nhập lại." (plain_count(count))
        / "{column}: {} number{} without a unit, taken as đồng, but too small: at most {most} đồng. If they are millions, write \"(triệu đồng)\" into the heading and import again.", plain_count(count), s(count);
    own_unit(given: &str, heading: &str)
        "\"{given}\" có đơn vị riêng nên không tính theo {heading}."
        / "\"{given}\" names its own unit and is not read in {heading}.";
    read_as(given: &str, taken: &str)
        "\"{given}\" được ghi là {taken}."
        / "\"{given}\" is taken as {taken}.";
    first_only(given: &str, taken: &str)
        "\"{given}\": chỉ lấy {taken}; phần còn lại không vào sổ."
        / "\"{given}\": only {taken} is taken, the rest does not enter.";
    no_answers(column: &str, count: usize, first: &str)
        "Cột \"{column}\": {count} ô ghi là chưa có (ví dụ \"{first}\"), để trống."
        / "Column \"{column}\": {count} cell{} left empty, as \"{first}\" says that there is no answer.", s(count as u64);
    repeats_above(given: &str)
        "ô ghi {given}, tức là như dòng trên: để trống, không tự điền. Hãy ghi rõ."
        / "the cell says {given}, that is as in the row above: left empty, nothing is filled in. Write it out.";
    turned()
        "vĩ độ và kinh độ ghi ngược cột, đã đổi lại."
        / "latitude and longitude were in each other's columns and were exchanged.";
    left_empty(given: &str, why: &str)
        "để trống vì chưa rõ \"{given}\". {why}"
        / "left empty, because \"{given}\" is not clear. {why}";
    too_many_rows(limit: usize)
        "Tệp có hơn {limit} dòng. Chia tệp thành nhiều phần."
        / "The file has more than {limit} rows. Split it.";
    broken_quotes(line: u64)
        "Dòng {line}: không tách được cột; xem lại dấu nháy kép."
        / "Line {line}: the columns cannot be told apart; look at the quotes.";
    sheet(name: &str)
        "Đọc trang tính \"{name}\"."
        / "Sheet \"{name}\" is read.";
    sheet_of(name: &str, others: &str)
        "Đọc trang tính \"{name}\"; không đọc các trang: {others}."
        / "Sheet \"{name}\" is read; left out: {others}.";
    formulas(count: usize, first: &str)
        "{count} ô là công thức (ô đầu: {first}): lấy giá trị lưu trong tệp, không tính lại."
        / "{count} {} (the first: {first}): the values stored in the file are taken, nothing is computed again.", agree(count, "cell is a formula", "cells are formulas");
    merged(count: usize)
        "{count} ô nằm trong vùng gộp dọc: lấy giá trị của ô trên cùng."
        / "{count} {} the top cell's value.", agree(count, "cell lies in a region merged downwards: it takes", "cells lie in regions merged downwards: they take");
    groups(count: usize, line: u64, first: &str)
        "{count} dòng tiêu đề nhóm hoặc cộng (gộp ngang) không phải là hồ sơ, bỏ qua; dòng đầu là dòng {line}: \"{first}\"."
        / "{count} {} left out; the first is row {line}: \"{first}\".", agree(count, "row that heads a group or sums it up (merged across) is no record and was", "rows that head a group or sum it up (merged across) are no records and were");
    strays(count: usize, lines: &str, first: &str)
        "{count} dòng là dòng cộng, tiêu đề hoặc chữ ký, không phải hồ sơ, bỏ qua: dòng {lines}; dòng đầu ghi \"{first}\"."
        / "{count} {} left out: line {lines}; the first says \"{first}\".", agree(count, "row is a sum, a heading or a signature, no record, and was", "rows are sums, headings or signatures, no records, and were");
    tcvn3(count: usize, line: u64, first: &str)
        "{count} ô gõ bằng chữ TCVN3 (phông .VnTime), đã chuyển sang Unicode; ô đầu ở dòng {line}: \"{first}\"."
        / "{count} {} converted to Unicode; the first, in line {line}, reads \"{first}\".", agree(count, "cell is in TCVN3 letters (the .VnTime fonts) and was", "cells are in TCVN3 letters (the .VnTime fonts) and were");
    vni(count: usize, line: u64, first: &str)
        "{count} ô gõ bằng chữ VNI (phông VNI-Times), đã chuyển sang Unicode; ô đầu ở dòng {line}: \"{first}\"."
        / "{count} {} converted to Unicode; the first, in line {line}, reads \"{first}\".", agree(count, "cell is in VNI letters (the VNI-Times fonts) and was", "cells are in VNI letters (the VNI-Times fonts) and were");
    misread(count: usize, line: u64, first: &str)
        "{count} ô bị lỗi bảng mã (UTF-8 mở nhầm thành Windows), đã khôi phục; ô đầu ở dòng {line}: \"{first}\"."
        / "{count} {} restored; the first, in line {line}, reads \"{first}\".", agree(count, "cell was UTF-8 that some program took for a Windows code page, and was", "cells were UTF-8 that some program took for a Windows code page, and were");
    emptied_values(count: usize, cells: &str)
        "{count} ô là công thức mà tệp không lưu kết quả: {cells}. Các ô đó coi như ô trống."
        / "{count} {} the file does not hold: {cells}. {} taken as empty.", agree(count, "cell is a formula whose result", "cells are formulas whose results"), agree(count, "It is", "They are");
    no_values(count: usize, cells: &str)
        "{count} ô là công thức mà tệp không lưu kết quả: {cells}. Dòng nào cần các ô đó thì không vào. Mở tệp bằng Excel, lưu lại, rồi nhập tệp đó."
        / "{count} {} the file does not hold: {cells}. Rows that need {} do not enter. Open the file in Excel, save it, then import it again.", agree(count, "cell is a formula whose result", "cells are formulas whose results"), agree(count, "it", "them");
    hidden(rows: usize, lines: &str, columns: &str)
        "Không nhập {}. Muốn nhập cả: bỏ ẩn trong Excel, hoặc thêm --hidden vào lệnh." (hidden_parts(rows, lines, columns).0)
        / "Left out: {}. To import them, too, unhide them in Excel or add --hidden to the command.", hidden_parts(rows, lines, columns).1;
    joined(columns: &str)
        "Ghép các cột {columns} thành một địa chỉ."
        / "The columns {columns} are joined to one address.";
    filled_heading(first: &str, others: &str)
        "Các cột {first}, {others} cùng một nội dung: lấy ô có chữ đầu tiên."
        / "The columns {first}, {others} ask the same: the first cell that is filled is taken.";
    second_heading(first: &str, others: &str)
        "Các cột {first}, {others} cùng một nội dung: lấy {first}, không nhập {others}."
        / "The columns {first}, {others} ask the same: {first} is taken, {others} left out.";
    one_record(count: usize, lines: &str)
        "{count} dòng chung một ô tên đã gộp với dòng trên nên tính là một hồ sơ: dòng {lines}."
        / "{count} {} one record with it: line {lines}.", agree(count, "row shares a merged name with the row above and makes", "rows share a merged name with the row above and make");
    no_column(column: &str, rows: usize)
        "Tệp không có cột \"{column}\", là mục bắt buộc: {rows} dòng vào dạng chưa đủ."
        / "The file has no column \"{column}\", which is required: {rows} {} incomplete.", agree(rows, "row is", "rows are");
    of_rows(what: &str, rows: usize, lines: &str)
        "Lưu ý ở {rows} dòng ({lines}): {what}"
        / "Warning for {rows} {} ({lines}): {what}", agree(rows, "row", "rows");
    no_value(cell: &str)
        "ô {cell} là công thức chưa có kết quả. Mở tệp bằng Excel, lưu lại, rồi nhập."
        / "cell {cell} is a formula without a result. Save the file in Excel, then import it.";
    two_values(line: u64, value: &str)
        "dòng {line} cùng hồ sơ này nhưng ghi \"{value}\". Giữ một giá trị, hoặc tách ô tên nếu là hai cơ sở."
        / "line {line} is of the same record but says \"{value}\". Leave one value, or unmerge the name if these are two establishments.";
    odd_letters(cell: &str)
        "chữ lạ \"{cell}\", có thể là TCVN3 hoặc VNI nhưng không chắc nên không tự chuyển. Chuyển cột này sang Unicode (bằng Unikey) rồi nhập lại."
        / "odd letters, \"{cell}\": perhaps TCVN3 or VNI, but not certain, so they were not converted. Convert the column to Unicode (Unikey does it), then import again.";
    lost_letters(cell: &str)
        "chữ có dấu đã mất (\"{cell}\") và không khôi phục được từ tệp này. Lấy lại bản gốc, lưu thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập lại."
        / "accented letters are lost (\"{cell}\") and cannot be restored from this file. Get the original again, save it as .xlsx or \"CSV UTF-8 (*.csv)\" and import that.";
    at(sheet: Option<&str>, line: u64, column: Option<&str>, what: &str)
        "{}: {what}" (place(sheet, line, column).0)
        / "{}: {what}", place(sheet, line, column).1;
    warn(sheet: Option<&str>, line: u64, column: Option<&str>, what: &str)
        "{}: lưu ý: {what}" (place(sheet, line, column).0)
        / "{}: warning: {what}", place(sheet, line, column).1;
    ask(sheet: Option<&str>, line: u64, column: Option<&str>, what: &str)
        "{}: cần hỏi lại: {what}" (place(sheet, line, column).0)
        / "{}: a question: {what}", place(sheet, line, column).1;
    too_long(limit: usize)
        "dòng dài hơn {limit} byte."
        / "the row is longer than {limit} bytes.";
    no_name()
        "không có tên, nên không vào sổ. Ghi tên vào dòng này rồi nhập lại."
        / "has no name and does not enter. Give it one, then import it again.";
    not_chosen(label: &str)
        "mục “{label}” trống hoặc không có trong danh sách, nên không vào sổ. Chép đúng một mục của danh sách vào đó (xem tệp mẫu) rồi nhập lại."
        / "“{label}” is empty or not in the list, so the row does not enter. Copy an entry of the list there (see the template), then import again.";
    open_quote(line: u64)
        "dấu nháy kép mở ở dòng {line} mà không đóng, nên dòng này không vào sổ. Xóa dấu nháy đó, hoặc thêm dấu đóng, rồi nhập lại."
        / "a double quote opens in line {line} and does not close, so this row does not enter. Remove that quote, or close it, then import again.";
    swallowed(first: u64, last: u64)
        "dấu nháy kép mở ở dòng {first} nuốt cả các dòng đến dòng {last} vào một ô; không dòng nào trong số đó vào sổ. Sửa dấu nháy kép ở dòng {first} rồi nhập lại."
        / "a double quote that opens in line {first} takes everything up to line {last} into one cell; none of these rows enters. Mend the quote in line {first}, then import again.";
    more_cells()
        "nhiều ô hơn dòng tiêu đề; các ô thừa có chữ. Xem lại dấu phân cách."
        / "more cells than the header, with words in them. Look at the separators.";
    cell_error(error: &str)
        "ô báo lỗi {error} của Excel; sửa công thức hoặc gõ giá trị."
        / "the cell holds Excel's error {error}; mend the formula or type the value.";
    no_table()
        "trong sổ, mục này là một bảng nhiều dòng, nên không lấy từ ô này; ghi bảng ấy trong hồ sơ."
        / "in the notebook this is a table of several rows, so nothing was taken from this cell; fill the table in the record.";
    no_file()
        "tệp đính kèm không đi theo danh sách; đính kèm lại sau khi nhập."
        / "files do not come with a list; attach them again afterwards.";
    here()
        "hồ sơ này đã có trong sổ; không nhập lần nữa."
        / "this record is in the notebook already; it does not enter again.";
    same_id(other: u64)
        "mã hồ sơ trùng với dòng {other}. Nếu đây là hồ sơ mới thì xóa trống ô mã hồ sơ của dòng."
        / "the record id stands in line {other} already. If this is a new record, empty its record id.";
    same_row(name: &str, other: u64, by: &str)
        "trùng với dòng {other} ({by}): {name}."
        / "same as line {other} ({by}): {name}.";
    same_line(other: u64, by: &str)
        "trùng với dòng {other} ({by})."
        / "same as line {other} ({by}).";
    same_nameless(by: &str)
        "trùng với một hồ sơ đã có trong sổ ({by})."
        / "same as a record in the notebook ({by}).";
    same_row_as(name: &str, theirs: &str, other: u64, by: &str)
        "trùng với dòng {other} ({by}): {name}; dòng {other} là {theirs}."
        / "same as line {other} ({by}): {name}; line {other} is {theirs}.";
    same_record(title: &str, by: &str)
        "trùng với hồ sơ đã có trong sổ: {title} ({by})."
        / "same as a record in the notebook: {title} ({by}).";
    split(given: &str, now: &str)
        "\"{given}\" đã chia ra nhiều nơi: {now}. Dòng vào dạng chưa đủ, tên cũ ghi ở \"Địa danh cũ\"; mở hồ sơ để chọn."
        / "\"{given}\" was divided among: {now}. The row enters as incomplete with the old name kept; open the record to choose.";
    many_places(given: &str, now: &str)
        "có nhiều nơi tên \"{given}\": {now}. Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
        / "several places are called \"{given}\": {now}. The row enters as incomplete; open the record to choose.";
    listed_places(given: &str, now: &str)
        "\"{given}\" ghi nhiều xã, phường, mà ở đây chỉ ghi được một: {now}. Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
        / "\"{given}\" names several communes, and there is room for one: {now}. The row enters as incomplete; open the record to choose.";
    old_names(column: &str, count: usize)
        "{column}: {count} ô ghi tên xã, phường trước ngày 01/07/2025, đã đổi sang xã, phường nay."
        / "{column}: {count} cells hold the name of a commune before 01/07/2025, changed to the commune of today.";
    one_place(given: &str, now: &str)
        "\"{given}\" có phải là {now} không? Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
        / "is \"{given}\" {now}? The row enters as incomplete; open the record to choose.";
    no_place(given: &str)
        "không tìm thấy xã, phường \"{given}\". Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
        / "no commune is called \"{given}\". The row enters as incomplete; open the record to choose.";
    shown(column: &str, count: usize, first: &str)
        "Cột \"{column}\": {count} ô lấy như đang hiện trong bảng tính, ví dụ {first}."
        / "Column \"{column}\": {count} {}, as {first}.", agree(count, "cell taken as the sheet shows it", "cells taken as the sheet shows them");
    address(taken: &str)
        "phần trước tên xã ghi ở \"Địa chỉ\": \"{taken}\"."
        / "the words before the commune are the address: \"{taken}\".";
    renamed(given: &str, now: &str)
        "\"{given}\" nay thuộc {now}; tên cũ ghi ở \"Địa danh cũ\"."
        / "\"{given}\" is now in {now}; the old name is kept.";
    renamed_only(given: &str, now: &str)
        "\"{given}\" nay thuộc {now}."
        / "\"{given}\" is now in {now}.";
    no_province(given: &str)
        "không có tỉnh, thành phố \"{given}\"."
        / "no province is called \"{given}\".";
    no_record(given: &str)
        "không có hồ sơ nào tên hoặc mã \"{given}\" (xem `sotay list`)."
        / "no record has the name or id \"{given}\" (see `sotay list`).";
    many_records(given: &str, count: usize)
        "{count} hồ sơ cùng tên \"{given}\"; hãy ghi mã của hồ sơ."
        / "{count} records are called \"{given}\"; write the record's id.";
    lacks(what: &str)
        "vào dạng chưa đủ, thiếu: {what}."
        / "incomplete, lacks: {what}.";
    /// `beside`: text about rows that were neither imported nor refused
    summary(rows: u64, entered: u64, incomplete: u64, questions: u64, out: u64, beside: [&str; 2])
        "{rows} dòng: {entered} vào ({incomplete} chưa đủ, {questions} cần hỏi lại), {}{out} không vào{}." (beside[0], beside[1])
        / "{rows} {}: {entered} entered ({incomplete} incomplete, {questions} with a question), {}{out} not entered{}.", agree(rows, "row", "rows"), beside[0], beside[1];
    dry_run()
        "Đây là bản xem trước, chưa nhập gì."
        / "This is a preview; nothing was imported.";
    halted(left: u64)
        "Đã dừng theo yêu cầu: {left} dòng cuối chưa xem đến. Những dòng đã vào thì ở lại; nhập lại tệp để vào nốt."
        / "Stopped as asked: the last {left} {} not looked at. What entered stays; import the file again for the rest.", agree(left, "row was", "rows were");
    failed(left: u64)
        "Dừng giữa chừng: {left} dòng chưa vào. Những dòng đã vào thì ở lại; xong việc trên, nhập lại chính tệp này, mỗi dòng chỉ vào một lần."
        / "Stopped on the way: {left} {} not entered. What entered stays; when this is mended, import the same file again, and each row enters once.", agree(left, "row has", "rows have");
    here_already(count: usize, lines: &str)
        "{count} dòng đã có trong sổ từ lần nhập trước nên không nhập lại (dòng {lines})."
        / "{count} {} ({} {lines}).", agree(count, "row is in the notebook from an earlier import and does not enter again", "rows are in the notebook from an earlier import and do not enter again"), agree(count, "line", "lines");
    doubles(count: usize, lines: &str)
        "{count} dòng trùng với hồ sơ đã có hoặc với dòng khác nên chưa nhập (dòng {lines})."
        / "{count} {} ({} {lines}).", agree(count, "row is the same as a record or another row and did not enter", "rows are the same as a record or another row and did not enter"), agree(count, "line", "lines");
    doubles_option()
        "Nếu các dòng trùng là những hồ sơ khác nhau, nhập lại với --duplicates."
        / "If they are different records after all, import again with --duplicates.";
}

/// The location in the file, in both languages.
fn place(sheet: Option<&str>, line: u64, column: Option<&str>) -> (String, String) {
    let (mut vi, mut en) = match sheet {
        Some(sheet) => (
            format!("Trang \"{sheet}\", dòng {line}"),
            format!("Sheet \"{sheet}\", line {line}"),
        ),
        None => (format!("Dòng {line}"), format!("Line {line}")),
    };
    if let Some(column) = column {
        vi.push_str(&format!(", cột \"{column}\""));
        en.push_str(&format!(", column \"{column}\""));
    }
    (vi, en)
}

/// The hidden rows and columns as text, in both languages.
fn hidden_parts(rows: usize, lines: &str, columns: &str) -> (String, String) {
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    if rows > 0 {
        vi.push(format!("{rows} dòng ẩn (dòng {lines})"));
        en.push(format!("{rows} hidden {} (line {lines})", agree(rows, "row", "rows")));
    }
    if !columns.is_empty() {
        vi.push(format!("cột ẩn {columns}"));
        en.push(format!("the hidden columns {columns}"));
    }
    (vi.join(" và "), en.join(" and "))
}
