//! Help of the command line: short lines without data. Names of commands and options are not
//! translated.

use crate::lang::Lang;

/// Help: short lines without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    About,
    Usage,
    Commands,
    Arguments,
    Options,
    Everywhere,
    Help,
    Version,
    Data,
    Lang,
    Keymap,
    Ascii,
    Force,
    Init,
    InitMore,
    Officer,
    Unit,
    Province,
    NoPassphrase,
    FromBackup,
    Add,
    AddMore,
    KindArg,
    List,
    Find,
    From,
    To,
    Format,
    Report,
    ReportMore,
    Period,
    InProvince,
    ReportOut,
    ReportFormat,
    Show,
    IdArg,
    History,
    ShowFormat,
    Import,
    ImportMore,
    Duplicates,
    MapColumn,
    ForgetColumn,
    Problems,
    Theirs,
    FileArg,
    DryRun,
    Hidden,
    EmptyFormulas,
    Doubtful,
    Attach,
    AttachMore,
    AttachFile,
    AttachKind,
    AttachPersonal,
    Attachment,
    AttachmentId,
    AttachmentOut,
    Template,
    Export,
    ExportMore,
    OutArg,
    Contacts,
    Print,
    Verify,
    Rebuild,
    Backup,
    BackupMore,
    FolderArg,
    Demo,
    RemoveSamples,
    Establishments,
    Visits,
    Seed,
    Keys,
    Markdown,
}

impl Help {
    pub fn text(self, lang: Lang) -> &'static str {
        let (vi, en) = self.both();
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Help::About => (
                "Sổ tay hiện trường của cán bộ khuyến công. Gõ riêng `sotay` để mở sổ.",
                "The field notebook of industrial promotion officers. Plain `sotay` opens it.",
            ),
            Help::Usage => ("Cách dùng:", "Usage:"),
            Help::Commands => ("Lệnh", "Commands"),
            Help::Arguments => ("Đối số", "Arguments"),
            Help::Options => ("Tùy chọn", "Options"),
            Help::Everywhere => ("Tùy chọn chung", "Options of every command"),
            Help::Help => ("In trợ giúp này", "Print this help"),
            Help::Version => ("In phiên bản", "Print the version"),
            Help::Data => (
                "Thư mục của sổ (hoặc biến SOTAY_DATA)",
                "The notebook's folder (or the variable SOTAY_DATA)",
            ),
            Help::Lang => ("Ngôn ngữ: vi hoặc en", "Language: vi or en"),
            Help::Keymap => (
                "Bộ phím: tên có sẵn (default, vim) hoặc tệp .toml",
                "Keymap: a built-in name (default, vim) or a .toml file",
            ),
            Help::Ascii => (
                "Hiện chữ không dấu, cho phông chữ thiếu tiếng Việt; json ghi chữ có dấu thành \\uXXXX",
                "Show letters without marks, for fonts that lack Vietnamese; json escapes them as \\uXXXX",
            ),
            Help::Force => (
                "Ghi đè tệp đã có; không có tùy chọn này thì tệp đã có được giữ nguyên",
                "Overwrite a file that is there; without this it is left as it is",
            ),
            Help::Init => ("Lập sổ mới", "Make a new notebook"),
            Help::InitMore => (
                "Lập sổ mới trong thư mục của sổ, hoặc mở một bản sao lưu trên máy này:\n  \
                 sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
                 --no-passphrase\n  sotay init --from-backup BAN-SAO-LUU.skb",
                "Makes a new notebook in the notebook's folder, or opens a backup on this machine:\n  \
                 sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
                 --no-passphrase\n  sotay init --from-backup BACKUP.skb",
            ),
            Help::Officer => ("Họ và tên cán bộ", "The officer's name"),
            Help::Unit => ("Đơn vị", "The officer's unit"),
            Help::Province => (
                "Mã hoặc tên tỉnh, thành phố (ví dụ 19 hoặc \"Thái Nguyên\")",
                "Code or name of the province (for example 19 or \"Thái Nguyên\")",
            ),
            Help::NoPassphrase => (
                "Không đặt mật khẩu: ai có máy là đọc được sổ",
                "No passphrase: whoever has the machine can read the notebook",
            ),
            Help::FromBackup => (
                "Mở bản sao lưu FILE thành sổ trên máy này",
                "Open the backup FILE as the notebook of this machine",
            ),
            Help::Add => (
                "Ghi hồ sơ từ các dòng JSON đọc ở đầu vào",
                "Add records from JSON lines on standard input",
            ),
            Help::AddMore => (
                "Mỗi dòng một đối tượng: mã trường -> giá trị. In mã hồ sơ khi đã chắc chắn nằm \
                 trên đĩa. Dòng sai được báo và bỏ qua, các dòng khác vẫn vào.\n  \
                 echo '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
                "One object a line: field id -> value. A record's id is printed once it is safely \
                 on the disk. A wrong line is reported and left out; the others still enter.\n  \
                 echo '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
            ),
            Help::KindArg => (
                "Loại: establishment, visit, model, measurement, project, task, officer…",
                "Kind: establishment, visit, model, measurement, project, task, officer…",
            ),
            Help::List => ("Liệt kê các hồ sơ của một loại", "List the records of a kind"),
            Help::Find => (
                "Chỉ những hồ sơ có các từ này (không cần dấu)",
                "Only records with these words (marks not needed)",
            ),
            Help::From => {
                ("Từ ngày (22/11/2026 hoặc 2026-11-22)", "From day (22/11/2026 or 2026-11-22)")
            }
            Help::To => ("Đến hết ngày", "Up to and including day"),
            Help::Format => (
                "table (mặc định), csv hoặc json. csv và json dành cho chương trình khác (dấu phẩy, mã \
                 thay cho tên); để mở bằng Excel: sotay export",
                "table (the default), csv or json. csv and json are for other programs (commas, ids for \
                 names); for Excel: sotay export",
            ),
            Help::Report => (
                "In kết quả so với mục tiêu của một kỳ",
                "Print results against targets for a period",
            ),
            Help::ReportMore => (
                "Mỗi dòng có con số theo nguồn, mục tiêu, tỷ lệ đạt và cách tính. Không có tên người, số điện thoại hay địa chỉ liên hệ. json có thêm mã các hồ sơ làm nên con số.",
                "Each row has its figures by fund, the target, the share reached and how it is counted. No person's name, phone or contact is in it. json adds the ids of the records that a figure was made from.",
            ),
            Help::Period => (
                "2026, 2026-H1, 2026-Q3, 2026-09 hoặc 2021..2025; không ghi thì là năm nay",
                "2026, 2026-H1, 2026-Q3, 2026-09 or 2021..2025; this year when left out",
            ),
            Help::InProvince => (
                "chỉ tính cơ sở ở tỉnh, thành phố này (mã hoặc tên)",
                "only establishments in this province (code or name)",
            ),
            Help::ReportFormat => (
                "table (mặc định), csv, json hoặc xlsx (xlsx cần --out). csv và json dành cho chương trình \
                 khác (dấu phẩy, mã); để mở bằng Excel: -o TỆP.csv hoặc -o TỆP.xlsx, không ghi --format",
                "table (the default), csv, json or xlsx (xlsx needs --out). csv and json are for other \
                 programs (commas, ids); for Excel: -o FILE.csv or -o FILE.xlsx without --format",
            ),
            Help::ReportOut => (
                "ghi ra tệp này; không có --format thì phần đuôi nói dạng tệp (.xlsx, .csv cho Excel)",
                "write to this file; without --format its ending says the sort (.xlsx, .csv for Excel)",
            ),
            Help::Show => ("Xem một hồ sơ", "Show one record"),
            Help::IdArg => ("Mã hồ sơ", "The record's id"),
            Help::History => (
                "Lịch sử: khi nào, ai, trước đó là gì",
                "History: when, by whom, what was there before",
            ),
            Help::ShowFormat => ("text (mặc định) hoặc json", "text (the default) or json"),
            Help::Import => {
                ("Nhập danh sách từ Excel hoặc CSV", "Import a list from Excel or CSV")
            }
            Help::ImportMore => (
                "Dòng tiêu đề có tên cột như trong sổ, tiếng Việt hay tiếng Anh. Dòng sai không vào \
                 và không cản dòng khác; dòng chỉ thiếu mục bắt buộc vào dạng chưa đủ. Công thức: \
                 lấy giá trị đã lưu. Danh sách do sổ này xuất, sửa rồi nhập lại, chỉ đổi những ô đã sửa \
                 trong tệp; ô xóa trắng là xóa câu trả lời, cột bỏ đi thì không đổi.",
                "The header names the columns as the notebook does, in Vietnamese or English. A \
                 wrong row does not enter and does not stop the rest; a row that only lacks \
                 required answers enters as incomplete. Of a formula the stored value is taken. A list \
                 that this notebook exported changes only what was edited in the file: an emptied cell \
                 clears its answer, a column that was taken out changes nothing.",
            ),
            Help::FileArg => ("Tệp .xlsx, .ods hoặc .csv", "A file .xlsx, .ods or .csv"),
            Help::MapColumn => (
                "Cột này là mục nào, ví dụ \"Sđt chủ=Điện thoại\"; \"Tiêu đề=-\" là không nhập. Lần sau nhớ",
                "What a column answers, as in \"Owner's tel=Phone\"; \"Heading=-\" leaves it out. Remembered",
            ),
            Help::ForgetColumn => {
                ("Bỏ cách ghép đã nhớ của cột này", "Forget what was chosen for this column")
            }
            Help::Problems => (
                "Ghi mọi vấn đề, và các dòng chưa nhập, ra tệp .xlsx hoặc .csv",
                "Write all problems, and the rows that do not enter, to an .xlsx or .csv file",
            ),
            Help::Duplicates => (
                "Nhập cả dòng trùng với hồ sơ đã có hoặc với dòng khác",
                "Enter rows that are the same as a record or another row, too",
            ),
            Help::Doubtful => (
                "Nhập cả dòng có lẽ không phải hồ sơ (dòng cộng, tiêu đề, chữ ký)",
                "Enter rows that are perhaps no records (sums, headings, signatures), too",
            ),
            Help::Theirs => (
                "Câu vừa sửa ở đây vừa sửa trong tệp: lấy theo tệp (không ghi thì giữ ở đây)",
                "Answers changed here and in the file: take the file's (else what is here stays)",
            ),
            Help::DryRun => ("Chỉ báo cáo, không ghi gì", "Report only, write nothing"),
            Help::Hidden => (
                "Nhập cả dòng ẩn, cột ẩn của bảng tính",
                "Import hidden rows and columns of a workbook, too",
            ),
            Help::EmptyFormulas => (
                "Công thức chưa có kết quả: coi là ô trống (không ghi thì dòng đó không vào)",
                "Formulas without a result are empty cells (else their rows do not enter)",
            ),
            Help::Attach => ("Đính kèm một tệp vào hồ sơ", "Attach a file to a record"),
            Help::AttachMore => (
                "Tệp được mã hóa trong sổ, tối đa 8 MB. Vị trí và giờ chụp được gỡ khỏi ảnh JPEG, PNG, WebP; điểm ảnh giữ nguyên. In mã của tệp đính kèm khi đã lưu bền.",
                "The file is kept encrypted in the notebook, 8 MB at most. Place and time are taken out of JPEG, PNG and WebP photos; their pixels stay as they are. Prints the attachment's id once it is durable.",
            ),
            Help::AttachFile => ("Tệp cần đính kèm", "The file to attach"),
            Help::AttachKind => (
                "Loại giấy tờ: mã trong danh mục, hoặc anh_hien_truong, anh_nhan_may, anh_san_pham, khac (mặc định)",
                "Kind of paper: an id of the checklist, or anh_hien_truong, anh_nhan_may, anh_san_pham, khac (the default)",
            ),
            Help::AttachPersonal => (
                "Có dữ liệu cá nhân hay không; không ghi thì coi là có",
                "Whether it holds personal data; yes when this is left out",
            ),
            Help::Attachment => ("Lấy một tệp đính kèm ra", "Take an attached file out"),
            Help::AttachmentId => ("Mã của tệp đính kèm", "Id of the attachment"),
            Help::AttachmentOut => (
                "Tệp để ghi ra; tệp đã có không bị ghi đè",
                "File to write; one that is there is not overwritten",
            ),
            Help::Template => (
                "Ghi một danh sách trống để điền, có sẵn các lựa chọn",
                "Write an empty list to fill in, with drop-downs for choices",
            ),
            Help::Export => {
                ("Xuất các hồ sơ của một loại ra tệp", "Export the records of a kind to a file")
            }
            Help::ExportMore => (
                "Loại tệp theo phần đuôi: .xlsx và .csv mở bằng Excel và nhập lại được nguyên vẹn; \
                 .geojson là các điểm trên bản đồ. Trong .csv, chữ mở đầu như công thức (=, +, -, @) có \
                 dấu ' ở trước; khi nhập lại, dấu đó được bỏ. Không có thông tin liên hệ và dữ liệu cá nhân \
                 khác, trừ khi thêm --contacts.",
                "The ending names the sort: .xlsx and .csv open in Excel and can be imported again \
                 without loss; .geojson are points on a map. In a .csv a text that begins like a formula \
                 (=, +, -, @) has a ' before it, which an import takes off again. Contacts and other personal answers \
                 are left out unless --contacts is there.",
            ),
            Help::OutArg => ("Tệp được ghi", "The file to write"),
            Help::Contacts => (
                "Cả thông tin liên hệ và dữ liệu cá nhân khác",
                "Contacts and other personal answers too",
            ),
            Help::Print => (
                "Ghi một lượt làm việc ra giấy (.docx) để hai bên ký",
                "Write a visit as a document (.docx) for both sides to sign",
            ),
            Help::Verify => {
                ("Kiểm tra toàn bộ nhật ký của sổ", "Verify the notebook's whole journal")
            }
            Help::Rebuild => {
                ("Dựng lại dữ liệu tra cứu từ nhật ký", "Rebuild the lists from the journal")
            }
            Help::Backup => {
                ("Sao lưu sổ vào một thư mục", "Back the notebook up into a folder")
            }
            Help::BackupMore => (
                "Ghi một tệp sao lưu vào thư mục (ví dụ trên thẻ USB), đọc lại và kiểm tra. Trong tệp \
                 có cả khóa. Mở trên máy khác: sotay init --from-backup TỆP",
                "Writes one backup file into the folder (a USB stick, say), reads it back and \
                 verifies. The key is inside. To open it elsewhere: sotay init --from-backup FILE",
            ),
            Help::FolderArg => ("Thư mục nhận bản sao lưu", "The folder that takes the backup"),
            Help::Demo => (
                "Điền dữ liệu mẫu (không có thật) vào sổ để tập dùng",
                "Fill the notebook with sample data (not real) to practise on",
            ),
            Help::RemoveSamples => (
                "Lấy hết dữ liệu mẫu ra khỏi sổ",
                "Take all sample records out of the notebook",
            ),
            Help::Establishments => ("Số cơ sở", "Number of establishments"),
            Help::Visits => ("Số lượt làm việc", "Number of visits"),
            Help::Seed => (
                "Số chọn bộ dữ liệu mẫu: cùng số thì cùng dữ liệu (mặc định 1)",
                "Seed: the same number gives the same data (1 by default)",
            ),
            Help::Keys => ("In bảng phím", "Print the table of keys"),
            Help::Markdown => ("In dạng bảng Markdown", "As Markdown tables"),
        }
    }
}
