//! What an import says about a file: its form, its rows, the places it names.

use crate::lang::Lang;

#[derive(Clone, Debug)]
pub enum RowsWord<'a> {
    // the file
    Utf16,
    NotUtf8 { line: u64 },
    OldSpreadsheet,
    NoSpreadsheet,
    TooHeavy,
    EmptyFile,
    NoHeader { known: &'a str },
    HeaderTwice { column: &'a str },
    Skipped { columns: &'a str },
    Unit { column: &'a str, unit: &'a str },
    ForeignUnit { column: &'a str, unit: &'a str, wanted: &'a str },
    ExtraUnit { column: &'a str, unit: &'a str },
    SmallMoney { column: &'a str, most: &'a str },
    OwnUnit { given: &'a str, heading: &'a str },
    ReadAs { given: &'a str, taken: &'a str },
    FirstOnly { given: &'a str, taken: &'a str },
    Turned,
    LeftEmpty { given: &'a str, why: &'a str },
    TooManyRows { limit: usize },
    BrokenQuotes { line: u64 },
    Sheet { name: &'a str, others: &'a str },
    Formulas { count: usize, first: &'a str },
    Merged { count: usize },
    Groups { count: usize, line: u64, first: &'a str },
    Strays { count: usize, lines: &'a str, first: &'a str },
    // a row
    At { sheet: Option<&'a str>, line: u64, column: Option<&'a str>, what: &'a str },
    Warn { sheet: Option<&'a str>, line: u64, column: Option<&'a str>, what: &'a str },
    Ask { sheet: Option<&'a str>, line: u64, column: Option<&'a str>, what: &'a str },
    TooLong { limit: usize },
    NoName,
    MoreCells,
    CellError { error: &'a str },
    NoTable,
    NoFile,
    Here,
    SameId { other: u64 },
    SameRow { other: u64, by: &'a str },
    SameRecord { title: &'a str, by: &'a str },
    ByAll,
    ByAnswer { label: &'a str },
    ByNameAndPlace,
    ByNameAndPhone,
    Split { given: &'a str, now: &'a str },
    ManyPlaces { given: &'a str, now: &'a str },
    NoPlace { given: &'a str },
    Renamed { given: &'a str, now: &'a str },
    NoProvince { given: &'a str },
    NoRecord { given: &'a str },
    ManyRecords { given: &'a str, count: usize },
    Lacks { what: &'a str },
    // the end
    Summary { rows: u64, entered: u64, incomplete: u64, questions: u64, refused: u64 },
    DryRun,
    Halted { left: u64 },
    Failed { left: u64 },
    HereAlready { count: usize, lines: &'a str },
    Doubles { count: usize, lines: &'a str },
    DoublesOption,
}

impl RowsWord<'_> {
    pub fn text(&self, lang: Lang) -> String {
        let (vi, en) = self.both();
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn both(&self) -> (String, String) {
        use RowsWord::*;
        match self {
            Utf16 => (
                "Tệp là UTF-16. Trong Excel: Lưu thành -> \"CSV UTF-8 (*.csv)\", rồi nhập lại."
                    .to_owned(),
                "The file is UTF-16. In Excel: Save as -> \"CSV UTF-8 (*.csv)\", then import \
                 again."
                    .to_owned(),
            ),
            NotUtf8 { line } => (
                format!(
                    "Dòng {line}: chữ không phải UTF-8 (có thể là TCVN3, VNI hay Windows). Trong \
                     Excel: Lưu thành -> \"CSV UTF-8 (*.csv)\", rồi nhập lại."
                ),
                format!(
                    "Line {line}: not UTF-8 (perhaps TCVN3, VNI or a Windows code page). In \
                     Excel: Save as -> \"CSV UTF-8 (*.csv)\", then import again."
                ),
            ),
            OldSpreadsheet => (
                "Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu \
                 thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
                    .to_owned(),
                "This is a workbook of old Excel (.xls), or one with a password. Open it in Excel, \
                 take the password off, save as .xlsx or \"CSV UTF-8 (*.csv)\" and import that."
                    .to_owned(),
            ),
            NoSpreadsheet => (
                "Tệp không phải bảng tính .xlsx, hoặc đã hỏng. Mở bằng Excel, lưu lại thành .xlsx \
                 hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
                    .to_owned(),
                "The file is no .xlsx workbook, or it is damaged. Open it in Excel, save it as .xlsx \
                 or \"CSV UTF-8 (*.csv)\" and import that."
                    .to_owned(),
            ),
            TooHeavy => (
                "Tệp giải nén ra quá lớn so với một danh sách, nên không đọc. Chép các dòng cần nhập \
                 sang một bảng tính mới rồi nhập."
                    .to_owned(),
                "Unpacked the file is far larger than any list, so it was not read. Copy the rows to \
                 a new workbook and import that."
                    .to_owned(),
            ),
            EmptyFile => (
                "Tệp không có dòng nào. Cần một dòng tiêu đề và các dòng dữ liệu.".to_owned(),
                "The file has no rows. It needs a header and rows of data.".to_owned(),
            ),
            NoHeader { known } => (
                format!("Không thấy dòng tiêu đề. Cần một dòng có tên cột, ví dụ: {known}."),
                format!(
                    "No header was found. A row must name the columns, for example: {known}."
                ),
            ),
            HeaderTwice { column } => (
                format!("Tiêu đề: cột \"{column}\" đứng hai lần. Xóa hoặc đổi tên một cột."),
                format!("Header: column \"{column}\" stands twice. Remove or rename one."),
            ),
            Skipped { columns } => (
                format!("Không nhập các cột không có trong sổ: {columns}"),
                format!("Columns that the notebook does not have were left out: {columns}"),
            ),
            Unit { column, unit } => (
                format!("{column}: tính theo {unit}."),
                format!("{column}: read in {unit}."),
            ),
            ForeignUnit { column, unit, wanted } => (
                format!(
                    "{column}: chưa nhập cột này, vì không rõ \"{unit}\" đổi ra {wanted} thế nào. Ghi đơn \
                     vị rõ trong tiêu đề, ví dụ (triệu đồng), rồi nhập lại."
                ),
                format!(
                    "{column}: this column was not imported, because it is not clear how to turn \
                     \"{unit}\" into {wanted}. Name a plain unit in the heading, for example (triệu \
                     đồng), and import again."
                ),
            ),
            ExtraUnit { column, unit } => (
                format!("{column}: lấy nguyên số; không ghi đơn vị \"{unit}\" vào sổ."),
                format!("{column}: the numbers are taken as they are, without the unit \"{unit}\"."),
            ),
            SmallMoney { column, most } => (
                format!(
                    "{column}: không ghi đơn vị nên hiểu là đồng, mà số lớn nhất chỉ là {most} đồng. Nếu là \
                     triệu đồng, hãy ghi \"(triệu đồng)\" vào tiêu đề rồi nhập lại."
                ),
                format!(
                    "{column}: no unit is named, so the numbers are taken as đồng, but the largest is \
                     only {most} đồng. If they are millions, write \"(triệu đồng)\" into the heading and \
                     import again."
                ),
            ),
            OwnUnit { given, heading } => (
                format!("\"{given}\" có đơn vị riêng nên không tính theo {heading}."),
                format!("\"{given}\" names its own unit and is not read in {heading}."),
            ),
            ReadAs { given, taken } => (
                format!("\"{given}\" được ghi là {taken}."),
                format!("\"{given}\" is taken as {taken}."),
            ),
            FirstOnly { given, taken } => (
                format!("\"{given}\": chỉ lấy {taken}; phần còn lại không vào sổ."),
                format!("\"{given}\": only {taken} is taken, the rest does not enter."),
            ),
            Turned => (
                "vĩ độ và kinh độ ghi ngược cột, đã đổi lại.".to_owned(),
                "latitude and longitude were in each other's columns and were exchanged.".to_owned(),
            ),
            LeftEmpty { given, why } => (
                format!("để trống vì chưa rõ \"{given}\". {why}"),
                format!("left empty, because \"{given}\" is not clear. {why}"),
            ),
            TooManyRows { limit } => (
                format!("Tệp có hơn {limit} dòng. Chia tệp thành nhiều phần."),
                format!("The file has more than {limit} rows. Split it."),
            ),
            BrokenQuotes { line } => (
                format!("Dòng {line}: không tách được cột; xem lại dấu nháy kép."),
                format!("Line {line}: the columns cannot be told apart; look at the quotes."),
            ),
            At { sheet, line, column, what } => {
                let (vi, en) = place(*sheet, *line, *column);
                (format!("{vi}: {what}"), format!("{en}: {what}"))
            }
            Warn { sheet, line, column, what } => {
                let (vi, en) = place(*sheet, *line, *column);
                (format!("{vi}: lưu ý: {what}"), format!("{en}: warning: {what}"))
            }
            Ask { sheet, line, column, what } => {
                let (vi, en) = place(*sheet, *line, *column);
                (format!("{vi}: cần hỏi lại: {what}"), format!("{en}: a question: {what}"))
            }
            Sheet { name, others: "" } => {
                (format!("Đọc trang tính \"{name}\"."), format!("Sheet \"{name}\" is read."))
            }
            Sheet { name, others } => (
                format!("Đọc trang tính \"{name}\"; không đọc các trang: {others}."),
                format!("Sheet \"{name}\" is read; left out: {others}."),
            ),
            Formulas { count, first } => (
                format!(
                    "{count} ô là công thức (ô đầu: {first}): lấy giá trị lưu trong tệp, không tính lại."
                ),
                format!(
                    "{count} cells are formulas (the first: {first}): the values stored in the file \
                     are taken, nothing is reckoned anew."
                ),
            ),
            Merged { count } => (
                format!("{count} ô nằm trong vùng gộp dọc: lấy giá trị của ô trên cùng."),
                format!("{count} cells lie in regions merged downwards: they take the top cell's value."),
            ),
            Groups { count, line, first } => (
                format!(
                    "{count} dòng tiêu đề nhóm hoặc cộng (gộp ngang) không phải là bản ghi, bỏ qua; dòng đầu \
                     là dòng {line}: \"{first}\"."
                ),
                format!(
                    "{count} rows that head a group or sum it up (merged across) are no records and \
                     were left out; the first is row {line}: \"{first}\"."
                ),
            ),
            CellError { error } => (
                format!("ô báo lỗi {error} của Excel; sửa công thức hoặc gõ giá trị."),
                format!("the cell holds Excel's error {error}; mend the formula or type the value."),
            ),
            NoTable => (
                "bảng trong một ô phải ở dạng mà `sotay export` ghi ra; hoặc để trống, rồi ghi trong \
                 sổ."
                    .to_owned(),
                "a table in a cell must be written as `sotay export` writes it; or leave it empty and \
                 fill it in the notebook."
                    .to_owned(),
            ),
            NoFile => (
                "tệp đính kèm không đi theo danh sách; đính kèm lại sau khi nhập.".to_owned(),
                "files do not come with a list; attach them again afterwards.".to_owned(),
            ),
            Here => (
                "bản ghi này đã có trong sổ; không nhập lần nữa.".to_owned(),
                "this record is in the notebook already; it does not enter again.".to_owned(),
            ),
            SameId { other } => (
                format!("mã bản ghi trùng với dòng {other}."),
                format!("the record id stands in line {other} already."),
            ),
            Strays { count, lines, first } => (
                format!(
                    "{count} dòng là dòng cộng, tiêu đề hoặc chữ ký, không phải bản ghi, bỏ qua: dòng {lines}; \
                     dòng đầu ghi \"{first}\"."
                ),
                format!(
                    "{count} rows are sums, headings or signatures, no records, and were left out: line {lines}; \
                     the first says \"{first}\"."
                ),
            ),
            NoName => (
                "không có tên, nên không vào sổ. Ghi tên vào dòng này rồi nhập lại.".to_owned(),
                "has no name and does not enter. Give it one, then import it again.".to_owned(),
            ),
            TooLong { limit } => (
                format!("dòng dài hơn {limit} byte."),
                format!("the row is longer than {limit} bytes."),
            ),
            MoreCells => (
                "nhiều ô hơn dòng tiêu đề; các ô thừa có chữ. Xem lại dấu phân cách."
                    .to_owned(),
                "more cells than the header, with words in them. Look at the separators."
                    .to_owned(),
            ),
            SameRow { other, by } => (
                format!("trùng với dòng {other} ({by})."),
                format!("same as line {other} ({by})."),
            ),
            SameRecord { title, by } => (
                format!("trùng với hồ sơ đã có trong sổ: {title} ({by})."),
                format!("same as a record in the notebook: {title} ({by})."),
            ),
            ByAll => ("giống hết".to_owned(), "in every cell".to_owned()),
            ByAnswer { label } => {
                (format!("cùng {label}"), format!("same {label}"))
            }
            ByNameAndPlace => ("cùng tên và xã".to_owned(), "same name and commune".to_owned()),
            ByNameAndPhone => {
                ("cùng tên và số điện thoại".to_owned(), "same name and telephone".to_owned())
            }
            Split { given, now } => (
                format!(
                    "\"{given}\" đã chia ra nhiều nơi: {now}. Dòng vào dạng chưa đủ, tên cũ ghi ở \
                     \"Địa danh cũ\"; mở bản ghi để chọn."
                ),
                format!(
                    "\"{given}\" was divided among: {now}. The row enters as incomplete with the \
                     old name kept; open the record to choose."
                ),
            ),
            ManyPlaces { given, now } => (
                format!(
                    "có nhiều nơi tên \"{given}\": {now}. Dòng vào dạng chưa đủ; mở bản ghi để chọn."
                ),
                format!(
                    "several places are called \"{given}\": {now}. The row enters as incomplete; \
                     open the record to choose."
                ),
            ),
            NoPlace { given } => (
                format!(
                    "không tìm thấy xã, phường \"{given}\". Dòng vào dạng chưa đủ; mở bản ghi để \
                     chọn."
                ),
                format!(
                    "no commune is called \"{given}\". The row enters as incomplete; open the \
                     record to choose."
                ),
            ),
            Renamed { given, now } => (
                format!("\"{given}\" nay thuộc {now}; tên cũ ghi ở \"Địa danh cũ\"."),
                format!("\"{given}\" is now in {now}; the old name is kept."),
            ),
            NoProvince { given } => (
                format!("không có tỉnh, thành phố \"{given}\"."),
                format!("no province is called \"{given}\"."),
            ),
            NoRecord { given } => (
                format!("không có hồ sơ nào tên hoặc mã \"{given}\" (xem `sotay list`)."),
                format!("no record has the name or id \"{given}\" (see `sotay list`)."),
            ),
            ManyRecords { given, count } => (
                format!("{count} hồ sơ cùng tên \"{given}\"; hãy ghi mã của hồ sơ."),
                format!("{count} records are called \"{given}\"; write the record's id."),
            ),
            Lacks { what } => (
                format!("vào dạng chưa đủ, thiếu: {what}."),
                format!("incomplete, lacks: {what}."),
            ),
            Summary { rows, entered, incomplete, questions, refused } => (
                format!(
                    "{rows} dòng: {entered} vào ({incomplete} chưa đủ, {questions} cần hỏi lại), \
                     {refused} không vào."
                ),
                format!(
                    "{rows} rows: {entered} entered ({incomplete} incomplete, {questions} with a \
                     question), {refused} refused."
                ),
            ),
            DryRun => (
                "Chạy thử: chưa ghi gì vào sổ.".to_owned(),
                "Dry run: nothing was written.".to_owned(),
            ),
            Halted { left } => (
                format!(
                    "Đã dừng theo yêu cầu: {left} dòng cuối chưa xem đến. Những dòng đã vào thì ở \
                     lại; nhập lại tệp để vào nốt."
                ),
                format!(
                    "Stopped as asked: the last {left} rows were not looked at. What entered stays; \
                     import the file again for the rest."
                ),
            ),
            Failed { left } => (
                format!(
                    "Dừng giữa chừng: {left} dòng chưa vào. Những dòng đã vào thì ở lại; xong việc trên, \
                     nhập lại chính tệp này, mỗi dòng chỉ vào một lần."
                ),
                format!(
                    "Stopped on the way: {left} rows have not entered. What entered stays; when this is \
                     mended, import the same file again, and each row enters once."
                ),
            ),
            Doubles { count, lines } => (
                format!("{count} dòng trùng với hồ sơ đã có hoặc với dòng khác nên chưa nhập (dòng {lines})."),
                format!(
                    "{count} rows are the same as a record or another row and did not enter (lines \
                     {lines})."
                ),
            ),
            DoublesOption => (
                "Nếu các dòng trùng là những hồ sơ khác nhau, nhập lại với --duplicates.".to_owned(),
                "If they are different records after all, import again with --duplicates.".to_owned(),
            ),
            HereAlready { count, lines } => (
                format!(
                    "{count} dòng đã có trong sổ từ lần nhập trước nên không nhập lại (dòng {lines})."
                ),
                format!(
                    "{count} rows are in the notebook from an earlier import and do not enter again \
                     (lines {lines})."
                ),
            ),
        }
    }
}

/// Where in the file, in both languages.
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
