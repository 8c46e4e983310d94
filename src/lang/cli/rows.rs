//! What an import says about a file: its form, its rows, the places it names.

use crate::lang::Lang;
use crate::lang::message::{count as plain_count, s};

#[derive(Clone, Debug)]
pub enum RowsWord<'a> {
    // the file
    NotText,
    WebPage,
    XmlSpreadsheet,
    BinaryWorkbook,
    Json,
    NoList {
        kind: &'a str,
    },
    Picture,
    Archive,
    NotUtf8 {
        line: u64,
    },
    OldSpreadsheet,
    NoSpreadsheet,
    TooHeavy {
        line: Option<u64>,
    },
    EmptyFile,
    LostHeader,
    NoHeader {
        known: &'a str,
    },
    Skipped {
        columns: &'a str,
    },
    Unit {
        column: &'a str,
        unit: &'a str,
    },
    ForeignUnit {
        column: &'a str,
        unit: &'a str,
        wanted: &'a str,
        example: &'a str,
    },
    ExtraUnit {
        column: &'a str,
        unit: &'a str,
    },
    SmallMoney {
        column: &'a str,
        count: u64,
        most: &'a str,
    },
    OwnUnit {
        given: &'a str,
        heading: &'a str,
    },
    ReadAs {
        given: &'a str,
        taken: &'a str,
    },
    FirstOnly {
        given: &'a str,
        taken: &'a str,
    },
    NoAnswers {
        column: &'a str,
        count: usize,
        first: &'a str,
    },
    RepeatsAbove {
        given: &'a str,
    },
    Turned,
    LeftEmpty {
        given: &'a str,
        why: &'a str,
    },
    TooManyRows {
        limit: usize,
    },
    BrokenQuotes {
        line: u64,
    },
    Sheet {
        name: &'a str,
        others: &'a str,
    },
    Formulas {
        count: usize,
        first: &'a str,
    },
    Merged {
        count: usize,
    },
    Groups {
        count: usize,
        line: u64,
        first: &'a str,
    },
    Strays {
        count: usize,
        lines: &'a str,
        first: &'a str,
    },
    Tcvn3 {
        count: usize,
        line: u64,
        first: &'a str,
    },
    Vni {
        count: usize,
        line: u64,
        first: &'a str,
    },
    Misread {
        count: usize,
        line: u64,
        first: &'a str,
    },
    NoValues {
        count: usize,
        cells: &'a str,
        emptied: bool,
    },
    Hidden {
        rows: usize,
        lines: &'a str,
        columns: &'a str,
    },
    Joined {
        columns: &'a str,
    },
    SecondHeading {
        first: &'a str,
        others: &'a str,
        fills: bool,
    },
    OneRecord {
        count: usize,
        lines: &'a str,
    },
    NoColumn {
        column: &'a str,
        rows: usize,
    },
    OfRows {
        what: &'a str,
        rows: usize,
    },
    // a row
    NoValue {
        cell: &'a str,
    },
    TwoValues {
        line: u64,
        value: &'a str,
    },
    OddLetters {
        cell: &'a str,
    },
    LostLetters {
        cell: &'a str,
    },
    At {
        sheet: Option<&'a str>,
        line: u64,
        column: Option<&'a str>,
        what: &'a str,
    },
    Warn {
        sheet: Option<&'a str>,
        line: u64,
        column: Option<&'a str>,
        what: &'a str,
    },
    Ask {
        sheet: Option<&'a str>,
        line: u64,
        column: Option<&'a str>,
        what: &'a str,
    },
    TooLong {
        limit: usize,
    },
    NoName,
    OpenQuote {
        line: u64,
    },
    Swallowed {
        first: u64,
        last: u64,
    },
    MoreCells,
    CellError {
        error: &'a str,
    },
    NoTable,
    NoFile,
    Here,
    SameId {
        other: u64,
    },
    SameRow {
        other: u64,
        by: &'a str,
    },
    SameRecord {
        title: &'a str,
        by: &'a str,
    },
    ByAll,
    ByAnswer {
        label: &'a str,
    },
    ByNameAndPlace,
    ByNameAndPhone,
    Split {
        given: &'a str,
        now: &'a str,
    },
    ManyPlaces {
        given: &'a str,
        now: &'a str,
    },
    OnePlace {
        given: &'a str,
        now: &'a str,
    },
    NoPlace {
        given: &'a str,
    },
    Shown {
        column: &'a str,
        count: usize,
        first: &'a str,
    },
    Address {
        taken: &'a str,
    },
    Renamed {
        given: &'a str,
        now: &'a str,
    },
    NoProvince {
        given: &'a str,
    },
    NoRecord {
        given: &'a str,
    },
    ManyRecords {
        given: &'a str,
        count: usize,
    },
    Lacks {
        what: &'a str,
    },
    // the end
    /// `beside`: rows that are neither, in words
    Summary {
        rows: u64,
        entered: u64,
        incomplete: u64,
        questions: u64,
        out: u64,
        beside: [&'a str; 2],
    },
    DryRun,
    Halted {
        left: u64,
    },
    Failed {
        left: u64,
    },
    HereAlready {
        count: usize,
        lines: &'a str,
    },
    Doubles {
        count: usize,
        lines: &'a str,
    },
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
            NotText => (
                "Tệp không đọc được thành chữ: có thể là ảnh, tệp nén, hoặc bị cắt giữa chừng. Lấy \
                 lại bản gốc; trong Excel: Lưu thành -> .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập \
                 tệp đó."
                    .to_owned(),
                "The file cannot be read as text: perhaps it is a picture, an archive, or cut off. \
                 Get the original again; in Excel: Save as -> .xlsx or \"CSV UTF-8 (*.csv)\", then \
                 import that."
                    .to_owned(),
            ),
            WebPage => (
                "Tệp này là trang web (HTML), dù tên có thể là .xls. Mở bằng Excel hoặc LibreOffice, \
                 lưu thành .xlsx, rồi nhập tệp đó."
                    .to_owned(),
                "This is a web page (HTML), whatever its name says. Open it in Excel or LibreOffice, \
                 save it as .xlsx and import that."
                    .to_owned(),
            ),
            XmlSpreadsheet => (
                "Tệp này là bảng tính XML của Excel 2003. Mở bằng Excel hoặc LibreOffice, lưu thành \
                 .xlsx, rồi nhập tệp đó."
                    .to_owned(),
                "This is an XML spreadsheet of Excel 2003. Open it in Excel or LibreOffice, save it \
                 as .xlsx and import that."
                    .to_owned(),
            ),
            BinaryWorkbook => (
                "Tệp này là bảng tính nhị phân của Excel (.xlsb). Mở bằng Excel hoặc LibreOffice, \
                 lưu thành .xlsx, rồi nhập tệp đó."
                    .to_owned(),
                "This is a binary workbook of Excel (.xlsb). Open it in Excel or LibreOffice, save \
                 it as .xlsx and import that."
                    .to_owned(),
            ),
            Json => (
                "Tệp này là JSON, không phải danh sách có dòng tiêu đề. Nhập JSON bằng lệnh `sotay \
                 add`, mỗi dòng một hồ sơ."
                    .to_owned(),
                "This is JSON, not a list with a header. `sotay add` takes JSON, one record a line."
                    .to_owned(),
            ),
            NoList { kind } => (
                format!(
                    "Tệp này là tệp {kind}, không phải danh sách. Chép bảng trong đó sang Excel, lưu \
                     thành .xlsx, rồi nhập tệp đó."
                ),
                format!(
                    "This is a {kind} file, not a list. Copy its table to Excel, save as .xlsx and \
                     import that."
                ),
            ),
            Picture => (
                "Tệp này là ảnh, không phải danh sách. Gõ lại danh sách vào .xlsx rồi nhập; để lưu \
                 ảnh, dùng lệnh `sotay attach`."
                    .to_owned(),
                "This is a picture, not a list. Type the list into an .xlsx and import that; `sotay \
                 attach` keeps pictures."
                    .to_owned(),
            ),
            Archive => (
                "Tệp này là tệp nén. Giải nén, rồi nhập tệp danh sách ở trong.".to_owned(),
                "This is an archive. Unpack it and import the list inside.".to_owned(),
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
                "Tệp không phải bảng tính .xlsx hay .ods, hoặc đã hỏng. Mở bằng Excel, lưu lại thành .xlsx \
                 hoặc \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
                    .to_owned(),
                "The file is no .xlsx or .ods workbook, or it is damaged. Open it in Excel, save it as .xlsx \
                 or \"CSV UTF-8 (*.csv)\" and import that."
                    .to_owned(),
            ),
            TooHeavy { line: None } => (
                "Tệp quá lớn để đọc, nên không nhập dòng nào. Chép các dòng cần nhập sang một bảng \
                 tính mới, hoặc chia danh sách thành vài tệp, rồi nhập."
                    .to_owned(),
                "The file is too large to be read, so no row entered. Copy the rows to a new workbook, \
                 or split the list into several files, and import those."
                    .to_owned(),
            ),
            TooHeavy { line: Some(line) } => (
                format!(
                    "Tệp quá lớn để đọc: đến dòng {line} đã quá nhiều chữ hoặc quá nhiều cột, nên \
                     không nhập dòng nào. Xem lại dòng {line}, hoặc chia danh sách thành vài tệp \
                     rồi nhập từng tệp."
                ),
                format!(
                    "The file is too large to be read: up to line {line} it holds too much text or \
                     too many columns, so no row entered. Look at line {line}, or split the list \
                     into several files and import each of them."
                ),
            ),
            EmptyFile => (
                "Tệp không có dòng nào. Cần một dòng tiêu đề và các dòng dữ liệu.".to_owned(),
                "The file has no rows. It needs a header and rows of data.".to_owned(),
            ),
            LostHeader => (
                "Không thấy dòng tiêu đề: chữ có dấu trong tệp đã mất (thành dấu ?) và không khôi phục \
                 được. Lấy lại bản gốc, lưu thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập lại."
                    .to_owned(),
                "No header was found: the file has lost its accented letters (they became ?), and they \
                 cannot be restored. Get the original again, save it as .xlsx or \"CSV UTF-8 (*.csv)\" \
                 and import that."
                    .to_owned(),
            ),
            NoHeader { known } => (
                format!("Không thấy dòng tiêu đề. Cần một dòng có tên cột, ví dụ: {known}."),
                format!(
                    "No header was found. A row must name the columns, for example: {known}."
                ),
            ),
            Skipped { columns } => (
                format!("Không nhập các cột không có trong sổ: {columns}"),
                format!("Columns that the notebook does not have were left out: {columns}"),
            ),
            Unit { column, unit } => (
                format!("{column}: tính theo {unit}."),
                format!("{column}: read in {unit}."),
            ),
            ForeignUnit { column, unit, wanted, example } => (
                format!(
                    "{column}: chưa nhập cột này, vì không rõ \"{unit}\" đổi ra {wanted} thế nào. Ghi đơn \
                     vị rõ trong tiêu đề, ví dụ ({example}), rồi nhập lại."
                ),
                format!(
                    "{column}: this column was not imported, because it is not clear how to turn \
                     \"{unit}\" into {wanted}. Name a plain unit in the heading, for example ({example}), and import again."
                ),
            ),
            ExtraUnit { column, unit } => (
                format!("{column}: lấy nguyên số; không ghi đơn vị \"{unit}\" vào sổ."),
                format!("{column}: the numbers are taken as they are, without the unit \"{unit}\"."),
            ),
            SmallMoney { column, count, most } => (
                format!(
                    "{column}: {} số không ghi đơn vị nên hiểu là đồng, nhưng nhỏ quá, nhiều nhất chỉ {most} \
                     đồng. Nếu là triệu đồng, hãy ghi \"(triệu đồng)\" vào tiêu đề rồi nhập lại.",
                    plain_count(*count)
                ),
                format!(
                    "{column}: {} number{} without a unit, taken as đồng, but too small: at most {most} \
                     đồng. If they are millions, write \"(triệu đồng)\" into the heading and import again.",
                    plain_count(*count),
                    s(*count)
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
                    "{count} dòng tiêu đề nhóm hoặc cộng (gộp ngang) không phải là hồ sơ, bỏ qua; dòng đầu \
                     là dòng {line}: \"{first}\"."
                ),
                format!(
                    "{count} rows that head a group or sum it up (merged across) are no records and \
                     were left out; the first is row {line}: \"{first}\"."
                ),
            ),
            NoValues { count, cells, emptied: true } => (
                format!(
                    "{count} ô là công thức mà tệp không lưu kết quả: {cells}. Các ô đó coi như ô trống."
                ),
                format!(
                    "{count} cells are formulas whose results the file does not hold: {cells}. They \
                     are taken as empty."
                ),
            ),
            NoValues { count, cells, emptied: false } => (
                format!(
                    "{count} ô là công thức mà tệp không lưu kết quả: {cells}. Dòng nào cần các ô đó thì \
                     không vào. Mở tệp bằng Excel, lưu lại, rồi nhập tệp đó."
                ),
                format!(
                    "{count} cells are formulas whose results the file does not hold: {cells}. Rows that \
                     need them do not enter. Open the file in Excel, save it, then import it again."
                ),
            ),
            NoValue { cell } => (
                format!("ô {cell} là công thức chưa có kết quả. Mở tệp bằng Excel, lưu lại, rồi nhập."),
                format!("cell {cell} is a formula without a result. Save the file in Excel, then import it."),
            ),
            Hidden { rows, lines, columns } => {
                let (mut vi, mut en) = (Vec::new(), Vec::new());
                if *rows > 0 {
                    vi.push(format!("{rows} dòng ẩn (dòng {lines})"));
                    en.push(format!("{rows} hidden rows (line {lines})"));
                }
                if !columns.is_empty() {
                    vi.push(format!("cột ẩn {columns}"));
                    en.push(format!("the hidden columns {columns}"));
                }
                let (vi, en) = (vi.join(" và "), en.join(" and "));
                (
                    format!(
                        "Không nhập {vi}. Muốn nhập cả: bỏ ẩn trong Excel, hoặc thêm --hidden vào lệnh."
                    ),
                    format!(
                        "Left out: {en}. To import them, too, unhide them in Excel or add --hidden to \
                         the command."
                    ),
                )
            }
            Joined { columns } => (
                format!("Ghép các cột {columns} thành một địa chỉ."),
                format!("The columns {columns} are joined to one address."),
            ),
            SecondHeading { first, others, fills: true } => (
                format!("Các cột {first}, {others} cùng một nội dung: lấy ô có chữ đầu tiên."),
                format!("The columns {first}, {others} ask the same: the first cell that is filled is taken."),
            ),
            SecondHeading { first, others, fills: false } => (
                format!("Các cột {first}, {others} cùng một nội dung: lấy {first}, không nhập {others}."),
                format!("The columns {first}, {others} ask the same: {first} is taken, {others} left out."),
            ),
            OneRecord { count, lines } => (
                format!(
                    "{count} dòng chung một ô tên đã gộp với dòng trên nên tính là một hồ sơ: dòng {lines}."
                ),
                format!(
                    "{count} rows share a merged name with the row above and make one record with it: \
                     line {lines}."
                ),
            ),
            TwoValues { line, value } => (
                format!(
                    "dòng {line} cùng hồ sơ này nhưng ghi \"{value}\". Giữ một giá trị, hoặc tách ô tên \
                     nếu là hai cơ sở."
                ),
                format!(
                    "line {line} is of the same record but says \"{value}\". Leave one value, or unmerge \
                     the name if these are two establishments."
                ),
            ),
            NoColumn { column, rows } => (
                format!("Tệp không có cột \"{column}\", là mục bắt buộc: {rows} dòng vào dạng chưa đủ."),
                format!("The file has no column \"{column}\", which is required: {rows} rows are incomplete."),
            ),
            OfRows { what, rows } => (
                format!("Lưu ý ở {rows} dòng: {what}"),
                format!("Warning for {rows} rows: {what}"),
            ),
            Tcvn3 { count, line, first } => (
                format!(
                    "{count} ô gõ bằng chữ TCVN3 (phông .VnTime), đã chuyển sang Unicode; ô đầu ở dòng \
                     {line}: \"{first}\"."
                ),
                format!(
                    "{count} cells are in TCVN3 letters (the .VnTime fonts) and were converted to \
                     Unicode; the first, in line {line}, reads \"{first}\"."
                ),
            ),
            Vni { count, line, first } => (
                format!(
                    "{count} ô gõ bằng chữ VNI (phông VNI-Times), đã chuyển sang Unicode; ô đầu ở dòng \
                     {line}: \"{first}\"."
                ),
                format!(
                    "{count} cells are in VNI letters (the VNI-Times fonts) and were converted to \
                     Unicode; the first, in line {line}, reads \"{first}\"."
                ),
            ),
            Misread { count, line, first } => (
                format!(
                    "{count} ô bị lỗi bảng mã (UTF-8 mở nhầm thành Windows), đã khôi phục; ô đầu ở \
                     dòng {line}: \"{first}\"."
                ),
                format!(
                    "{count} cells were UTF-8 that some program took for a Windows code page, and were \
                     restored; the first, in line {line}, reads \"{first}\"."
                ),
            ),
            OddLetters { cell } => (
                format!(
                    "chữ lạ \"{cell}\", có thể là TCVN3 hoặc VNI nhưng không chắc nên không tự chuyển. \
                     Chuyển cột này sang Unicode (bằng Unikey) rồi nhập lại."
                ),
                format!(
                    "odd letters, \"{cell}\": perhaps TCVN3 or VNI, but not certain, so they were not \
                     converted. Convert the column to Unicode (Unikey does it), then import again."
                ),
            ),
            LostLetters { cell } => (
                format!(
                    "chữ có dấu đã mất (\"{cell}\") và không khôi phục được từ tệp này. Lấy lại bản gốc, \
                     lưu thành .xlsx hoặc \"CSV UTF-8 (*.csv)\", rồi nhập lại."
                ),
                format!(
                    "accented letters are lost (\"{cell}\") and cannot be restored from this file. Get \
                     the original again, save it as .xlsx or \"CSV UTF-8 (*.csv)\" and import that."
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
                "hồ sơ này đã có trong sổ; không nhập lần nữa.".to_owned(),
                "this record is in the notebook already; it does not enter again.".to_owned(),
            ),
            SameId { other } => (
                format!(
                    "mã hồ sơ trùng với dòng {other}. Nếu đây là hồ sơ mới thì xóa trống ô mã hồ sơ \
                     của dòng."
                ),
                format!(
                    "the record id stands in line {other} already. If this is a new record, empty \
                     its record id."
                ),
            ),
            Strays { count, lines, first } => (
                format!(
                    "{count} dòng là dòng cộng, tiêu đề hoặc chữ ký, không phải hồ sơ, bỏ qua: dòng {lines}; \
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
            OpenQuote { line } => (
                format!(
                    "dấu nháy kép mở ở dòng {line} mà không đóng, nên dòng này không vào sổ. Xóa dấu \
                     nháy đó, hoặc thêm dấu đóng, rồi nhập lại."
                ),
                format!(
                    "a double quote opens in line {line} and does not close, so this row does not \
                     enter. Remove that quote, or close it, then import again."
                ),
            ),
            Swallowed { first, last } => (
                format!(
                    "dấu nháy kép mở ở dòng {first} nuốt cả các dòng đến dòng {last} vào một ô; không \
                     dòng nào trong số đó vào sổ. Sửa dấu nháy kép ở dòng {first} rồi nhập lại."
                ),
                format!(
                    "a double quote that opens in line {first} takes everything up to line {last} \
                     into one cell; none of these rows enters. Mend the quote in line {first}, then \
                     import again."
                ),
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
                     \"Địa danh cũ\"; mở hồ sơ để chọn."
                ),
                format!(
                    "\"{given}\" was divided among: {now}. The row enters as incomplete with the \
                     old name kept; open the record to choose."
                ),
            ),
            ManyPlaces { given, now } => (
                format!(
                    "có nhiều nơi tên \"{given}\": {now}. Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
                ),
                format!(
                    "several places are called \"{given}\": {now}. The row enters as incomplete; \
                     open the record to choose."
                ),
            ),
            OnePlace { given, now } => (
                format!(
                    "\"{given}\" có phải là {now} không? Dòng vào dạng chưa đủ; mở hồ sơ để chọn."
                ),
                format!(
                    "is \"{given}\" {now}? The row enters as incomplete; open the record to choose."
                ),
            ),
            NoPlace { given } => (
                format!(
                    "không tìm thấy xã, phường \"{given}\". Dòng vào dạng chưa đủ; mở hồ sơ để \
                     chọn."
                ),
                format!(
                    "no commune is called \"{given}\". The row enters as incomplete; open the \
                     record to choose."
                ),
            ),
            Shown { column, count, first } => (
                format!("Cột \"{column}\": {count} ô lấy như đang hiện trong bảng tính, ví dụ {first}."),
                format!("Column \"{column}\": {count} cells taken as the sheet shows them, as {first}."),
            ),
            NoAnswers { column, count, first } => (
                format!("Cột \"{column}\": {count} ô ghi là chưa có (ví dụ \"{first}\"), để trống."),
                format!(
                    "Column \"{column}\": {count} cell{} left empty, as \"{first}\" says that there is no answer.",
                    s(*count as u64)
                ),
            ),
            RepeatsAbove { given } => (
                format!("ô ghi {given}, tức là như dòng trên: để trống, không tự điền. Hãy ghi rõ."),
                format!("the cell says {given}, that is as in the row above: left empty, nothing is filled in. Write it out."),
            ),
            Address { taken } => (
                format!("phần trước tên xã ghi ở \"Địa chỉ\": \"{taken}\"."),
                format!("the words before the commune are the address: \"{taken}\"."),
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
            Summary { rows, entered, incomplete, questions, out, beside: [changed, why] } => (
                format!(
                    "{rows} dòng: {entered} vào ({incomplete} chưa đủ, {questions} cần hỏi lại), \
                     {changed}{out} không vào{why}."
                ),
                format!(
                    "{rows} rows: {entered} entered ({incomplete} incomplete, {questions} with a \
                     question), {changed}{out} not entered{why}."
                ),
            ),
            DryRun => (
                "Đây là bản xem trước, chưa nhập gì.".to_owned(),
                "This is a preview; nothing was imported.".to_owned(),
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
