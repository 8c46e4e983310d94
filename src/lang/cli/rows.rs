//! What an import says about a file: its form, its rows, the places it names.

use crate::lang::Lang;

#[derive(Clone, Debug)]
pub enum RowsWord<'a> {
    // the file
    Utf16,
    NotUtf8 { line: u64 },
    Spreadsheet,
    EmptyFile,
    NoHeader { known: &'a str },
    HeaderTwice { column: &'a str },
    Skipped { columns: &'a str },
    TooManyRows { limit: usize },
    BrokenQuotes { line: u64 },
    // a row
    At { line: u64, column: Option<&'a str>, what: &'a str },
    Warn { line: u64, column: Option<&'a str>, what: &'a str },
    Ask { line: u64, column: Option<&'a str>, what: &'a str },
    TooLong { limit: usize },
    MoreCells,
    SameRow { other: u64 },
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
            Spreadsheet => (
                "Đây là bảng tính Excel. Lưu thành -> \"CSV UTF-8 (*.csv)\", rồi nhập tệp đó."
                    .to_owned(),
                "This is an Excel workbook. Save as -> \"CSV UTF-8 (*.csv)\" and import that."
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
            TooManyRows { limit } => (
                format!("Tệp có hơn {limit} dòng. Chia tệp thành nhiều phần."),
                format!("The file has more than {limit} rows. Split it."),
            ),
            BrokenQuotes { line } => (
                format!("Dòng {line}: không tách được cột; xem lại dấu nháy kép."),
                format!("Line {line}: the columns cannot be told apart; look at the quotes."),
            ),
            At { line, column: Some(column), what } => (
                format!("Dòng {line}, cột \"{column}\": {what}"),
                format!("Line {line}, column \"{column}\": {what}"),
            ),
            At { line, column: None, what } => {
                (format!("Dòng {line}: {what}"), format!("Line {line}: {what}"))
            }
            Warn { line, column: Some(column), what } => (
                format!("Dòng {line}, cột \"{column}\": lưu ý: {what}"),
                format!("Line {line}, column \"{column}\": warning: {what}"),
            ),
            Warn { line, column: None, what } => {
                (format!("Dòng {line}: lưu ý: {what}"), format!("Line {line}: warning: {what}"))
            }
            Ask { line, column: Some(column), what } => (
                format!("Dòng {line}, cột \"{column}\": cần hỏi lại: {what}"),
                format!("Line {line}, column \"{column}\": a question: {what}"),
            ),
            Ask { line, column: None, what } => (
                format!("Dòng {line}: cần hỏi lại: {what}"),
                format!("Line {line}: a question: {what}"),
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
            SameRow { other } => (
                format!("trùng với dòng {other} (cùng mã số thuế, hoặc cùng tên và xã)."),
                format!("same as line {other} (tax code, or name and commune)."),
            ),
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
        }
    }
}
