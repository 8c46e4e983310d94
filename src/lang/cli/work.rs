//! What the commands say while they work: init, add, list, show, backup, demo.

use crate::lang::Lang;

#[derive(Clone, Debug)]
pub enum WorkWord<'a> {
    PlainSlot,
    Initialised {
        folder: &'a str,
    },
    BackupOpened {
        folder: &'a str,
    },
    LineTooLong {
        line: u64,
        limit: usize,
    },
    LineNotUtf8 {
        line: u64,
    },
    LineNotJson {
        line: u64,
        column: usize,
    },
    LineNotObject {
        line: u64,
    },
    LineIdGiven {
        line: u64,
    },
    ImportedOnly {
        kind: &'a str,
    },
    LineUnknownField {
        line: u64,
        field: &'a str,
        kind: &'a str,
    },
    LineComputed {
        line: u64,
        field: &'a str,
    },
    LineFieldTwice {
        line: u64,
        field: &'a str,
    },
    LineFault {
        line: u64,
        field: &'a str,
        what: &'a str,
    },
    LineWarning {
        line: u64,
        field: &'a str,
        what: &'a str,
    },
    LineRefused {
        line: u64,
        what: &'a str,
    },
    LineSaved {
        line: u64,
        id: &'a str,
    },
    Added {
        good: u64,
        bad: u64,
    },
    AddStopped {
        lines: &'a str,
        read: u64,
    },
    AddHalted {
        read: u64,
    },
    AddUnread {
        line: u64,
    },
    NoRows,
    NotFound {
        id: &'a str,
    },
    Deleted {
        reason: &'a str,
    },
    Incomplete,
    MadeUp,
    Own,
    Imported,
    FromHeadquarters,
    Made {
        at: &'a str,
    },
    Changed {
        at: &'a str,
    },
    Removed {
        at: &'a str,
        reason: &'a str,
    },
    Restored {
        at: &'a str,
    },
    NotReadable {
        at: &'a str,
    },
    Before {
        what: &'a str,
    },
    Nothing,
    BackedUp {
        file: &'a str,
    },
    HalfBackups {
        n: u64,
        first: &'a str,
    },
    NoFolder {
        folder: &'a str,
    },
    DemoOfficer,
    DemoUnit,
    DemoProgress {
        done: u64,
        all: u64,
    },
    ImportProgress {
        done: u64,
        all: u64,
    },
    DemoDone {
        done: u64,
    },
    DemoAgain,
    DemoOpen {
        folder: &'a str,
    },
    /// headquarters would get them
    DemoEnrolled,
    SamplesFirst {
        n: u64,
    },
    SamplesRemoved {
        n: u64,
    },
    DemoRefused {
        what: &'a str,
    },
    Internal {
        what: &'a str,
    },
}

impl WorkWord<'_> {
    pub fn text(&self, lang: Lang) -> String {
        let (vi, en) = self.both();
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn both(&self) -> (String, String) {
        use WorkWord::*;
        match self {
            PlainSlot => (
                "Sổ chưa có mật khẩu: khóa nằm ngay cạnh dữ liệu, không bảo vệ được gì nếu mất \
                 máy."
                    .to_owned(),
                "The notebook has no passphrase: its key lies beside the data and protects \
                 nothing if the machine is lost."
                    .to_owned(),
            ),
            Initialised { folder } => (
                format!("Đã lập sổ mới trong {folder}."),
                format!("A new notebook stands in {folder}."),
            ),
            BackupOpened { folder } => (
                format!("Đã mở bản sao lưu thành sổ trong {folder}."),
                format!("The backup is open as the notebook in {folder}."),
            ),
            LineTooLong { line, limit } => (
                format!("Dòng {line}: dài hơn {limit} byte, đã bỏ qua."),
                format!("Line {line}: longer than {limit} bytes, left out."),
            ),
            LineNotUtf8 { line } => (
                format!("Dòng {line}: không phải UTF-8, đã bỏ qua."),
                format!("Line {line}: not UTF-8, left out."),
            ),
            LineNotJson { line, column } => (
                format!("Dòng {line}, ký tự {column}: không đúng JSON. Mỗi dòng một đối tượng."),
                format!("Line {line}, character {column}: not right JSON. One object a line."),
            ),
            LineNotObject { line } => (
                format!("Dòng {line}: cần một đối tượng JSON, dạng {{\"mã trường\": giá trị}}."),
                format!("Line {line}: a JSON object is needed, as {{\"field id\": value}}."),
            ),
            ImportedOnly { kind } => (
                format!(
                    "“{kind}” là danh mục tham chiếu, chỉ nhập từ tệp: sotay import {kind} TỆP.csv"
                ),
                format!("“{kind}” is a reference set, imported only: sotay import {kind} FILE.csv"),
            ),
            LineIdGiven { line } => (
                format!("Dòng {line}, \"id\": mã do sổ tự đặt. Bỏ \"id\" đi."),
                format!("Line {line}, \"id\": the notebook gives ids itself. Leave \"id\" out."),
            ),
            LineUnknownField { line, field, kind } => (
                format!("Dòng {line}, \"{field}\": hồ sơ loại {kind} không có trường này."),
                format!("Line {line}, \"{field}\": a record of the kind {kind} has no such field."),
            ),
            LineComputed { line, field } => (
                format!("Dòng {line}, \"{field}\": sổ tự tính trường này. Bỏ nó đi."),
                format!("Line {line}, \"{field}\": the notebook computes this. Leave it out."),
            ),
            LineFieldTwice { line, field } => (
                format!("Dòng {line}, \"{field}\": trường này đứng hai lần."),
                format!("Line {line}, \"{field}\": this field stands twice."),
            ),
            LineFault { line, field, what } => (
                format!("Dòng {line}, \"{field}\": {what}"),
                format!("Line {line}, \"{field}\": {what}"),
            ),
            LineWarning { line, field, what } => (
                format!("Dòng {line}, \"{field}\": lưu ý: {what}"),
                format!("Line {line}, \"{field}\": warning: {what}"),
            ),
            LineRefused { line, what } => {
                (format!("Dòng {line}: {what}"), format!("Line {line}: {what}"))
            }
            Added { good, bad } => (
                format!("Đã ghi {good} hồ sơ; {bad} dòng không vào."),
                format!("{good} records written; {bad} lines did not enter."),
            ),
            LineSaved { line, id } => (
                format!("Dòng {line}: đã ghi, mã {id}"),
                format!("Line {line}: saved, id {id}"),
            ),
            AddStopped { lines, read } => (
                format!(
                    "Chưa chắc đã vào sổ: dòng {lines}. Chưa đọc: mọi dòng sau dòng {read}. Các dòng khác \
                     đã in mã thì đã ghi chắc chắn. Xong việc trên, tìm các dòng chưa chắc bằng sotay \
                     list rồi mới chạy lại những dòng chưa vào."
                ),
                format!(
                    "Not certain to be saved: line {lines}. Not read: all lines after line {read}. Every \
                     other line whose id was printed is saved. When this is mended, look for the \
                     uncertain ones by sotay list, then run again with those that are not there."
                ),
            ),
            AddHalted { read } => (
                format!(
                    "Đã dừng theo yêu cầu sau dòng {read}. Mọi dòng đã in mã thì đã ghi chắc chắn; chỉ \
                     chạy lại từ dòng sau đó."
                ),
                format!(
                    "Stopped as asked after line {read}. Every line whose id was printed is saved; run \
                     again from the line after it."
                ),
            ),
            AddUnread { line } => (
                format!(
                    "Không còn ai đọc mã in ra, nên đã dừng sau dòng {line}. Các hồ sơ trên đã ghi \
                     chắc chắn; chỉ chạy lại từ dòng sau đó."
                ),
                format!(
                    "Nobody reads the ids any more, so it stopped after line {line}. The records above \
                     are saved; run again from the line after it."
                ),
            ),
            NoRows => (
                "Không có hồ sơ nào như vậy.".to_owned(),
                "There are no such records.".to_owned(),
            ),
            NotFound { id } => (
                format!("Không có hồ sơ {id} trong sổ. Xem mã bằng `sotay list`."),
                format!("The notebook has no record {id}. `sotay list` shows the ids."),
            ),
            Deleted { reason } => {
                (format!("ĐÃ XÓA: {reason}"), format!("DELETED: {reason}"))
            }
            Incomplete => (
                "CÒN THIẾU: thông tin bắt buộc".to_owned(),
                "INCOMPLETE: required information is missing".to_owned(),
            ),
            MadeUp => ("dữ liệu mẫu, không có thật".to_owned(), "sample data, not real".to_owned()),
            Own => (
                "cán bộ tự ghi, cấp trên không tính".to_owned(),
                "an officer's own, not counted at headquarters".to_owned(),
            ),
            Imported => ("nhập từ tệp".to_owned(), "imported".to_owned()),
            FromHeadquarters => ("từ cấp trên".to_owned(), "from headquarters".to_owned()),
            Made { at } => (format!("{at}  Tạo hồ sơ"), format!("{at}  Created")),
            Changed { at } => (format!("{at}  Sửa"), format!("{at}  Changed")),
            Removed { at, reason } => {
                (format!("{at}  Xóa: {reason}"), format!("{at}  Deleted: {reason}"))
            }
            Restored { at } => (format!("{at}  Khôi phục"), format!("{at}  Restored")),
            NotReadable { at } => (
                format!("{at}  Thay đổi mà phiên bản này không đọc được"),
                format!("{at}  A change that this version cannot read"),
            ),
            Before { what } => (format!("trước đó: {what}"), format!("before: {what}")),
            Nothing => ("(trống)".to_owned(), "(empty)".to_owned()),
            NoFolder { folder } => (
                format!("Không có thư mục {folder}, nên chưa ghi gì. Nếu là USB, hãy cắm lại rồi thử; nếu là thư mục mới, hãy tạo nó trước."),
                format!("There is no folder {folder}; nothing was written. If it is a stick, plug it in again; if it is a new folder, make it first."),
            ),
            BackedUp { file } => (
                format!("Đã sao lưu và đọc lại: {file}. Tệp có cả khóa: ai có tệp là đọc được sổ."),
                format!("Backed up and read back: {file}. The key is inside: whoever has the file can read it."),
            ),
            HalfBackups { n, first } => (
                format!("Thư mục này còn {n} tệp sao lưu ghi dở ({first}), bên trong có khóa của một sổ. Nếu không máy nào đang sao lưu vào đây, hãy xóa đi."),
                format!("Half-written backups in this folder: {n} ({first}), with a notebook's key inside. Delete them, unless a machine is writing there now."),
            ),
            DemoOfficer => ("Nguyễn Thị Minh Mẫu".to_owned(), "Nguyễn Thị Minh Mẫu".to_owned()),
            DemoUnit => (
                "Trung tâm Khuyến công Thái Nguyên (dữ liệu mẫu)".to_owned(),
                "Trung tâm Khuyến công Thái Nguyên (dữ liệu mẫu)".to_owned(),
            ),
            DemoProgress { done, all } => {
                (format!("Đang điền dữ liệu mẫu: {done}/{all}"), format!("Filling in sample data: {done}/{all}"))
            }
            ImportProgress { done, all } => {
                (format!("Đang nhập: {done}/{all}"), format!("Importing: {done}/{all}"))
            }
            DemoDone { done } => (
                format!("Đã ghi {done} hồ sơ mẫu (không có thật), để tập dùng. Kết quả có tính cả chúng và nói rõ điều đó."),
                format!("{done} sample records (not real) written, to practise on. Results count them and say so."),
            ),
            DemoOpen { folder } => (
                format!("Dữ liệu mẫu nằm trong một sổ riêng, không lẫn vào sổ này. Mở sổ mẫu: sotay --data {folder}"),
                format!("The sample data is in a notebook of its own and not in this one. To open it: sotay --data {folder}"),
            ),
            DemoEnrolled => (
                "Sổ này đã đăng ký với cấp trên: dữ liệu mẫu sẽ lẫn vào số liệu thật ở đó, nên chưa \
                 ghi gì. Để tập dùng, hãy lập một sổ riêng: sotay --data THƯ_MỤC_KHÁC demo …"
                    .to_owned(),
                "This notebook belongs to a headquarters, where sample data would get among real \
                 figures; nothing was written. To practise, use a notebook of its own: \
                 sotay --data ANOTHER_FOLDER demo …"
                    .to_owned(),
            ),
            SamplesFirst { n } => (
                format!(
                    "Sổ còn {n} hồ sơ mẫu. Đăng ký thì chúng sẽ lẫn vào số liệu của cấp trên, nên \
                     chưa làm gì. Hãy lấy chúng ra trước: sotay demo --remove"
                ),
                format!(
                    "The notebook holds {n} sample records, which would get among headquarters' \
                     figures; nothing was done. Take them out first: sotay demo --remove"
                ),
            ),
            SamplesRemoved { n } => (
                format!("Đã lấy {n} hồ sơ mẫu ra khỏi sổ. Hồ sơ khác vẫn nguyên."),
                format!("{n} sample records were taken out. All other records are as they were."),
            ),
            DemoAgain => (
                "Sổ đã có bộ dữ liệu mẫu này. Dùng --seed với số khác để thêm nữa.".to_owned(),
                "The notebook has this seed's sample data already. Use another --seed for more."
                    .to_owned(),
            ),
            DemoRefused { what } => (
                format!("Một hồ sơ mẫu không lưu được, đây là lỗi của chương trình: {what}"),
                format!("A sample record was refused, which is a bug of the program: {what}"),
            ),
            Internal { what } => (
                format!("Lỗi của chương trình ({what}). Dữ liệu đã lưu vẫn nguyên. Xin báo lại."),
                format!("A bug of the program ({what}). What was saved is safe. Please report it."),
            ),
        }
    }
}
