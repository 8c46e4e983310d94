//! Help of the command line: short lines without data. Names of commands and options are not
//! translated.

use crate::lang::Lang;

/// Help: short lines without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpText {
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

impl HelpText {
    pub fn text(self, lang: Lang) -> &'static str {
        let (vi, en) = self.both();
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            HelpText::About => (
                "Sổ tay hiện trường của cán bộ khuyến công. Gõ riêng `sotay` để mở sổ.",
                "The field notebook of industrial promotion officers. Plain `sotay` opens it.",
            ),
            HelpText::Usage => ("Cách dùng:", "Usage:"),
            HelpText::Commands => ("Lệnh", "Commands"),
            HelpText::Arguments => ("Đối số", "Arguments"),
            HelpText::Options => ("Tùy chọn", "Options"),
            HelpText::Everywhere => ("Tùy chọn chung", "Options of every command"),
            HelpText::Help => ("In trợ giúp này", "Print this help"),
            HelpText::Version => ("In phiên bản", "Print the version"),
            HelpText::Data => (
                "Thư mục của sổ (hoặc biến SOTAY_DATA)",
                "The notebook's folder (or the variable SOTAY_DATA)",
            ),
            HelpText::Lang => ("Ngôn ngữ: vi hoặc en", "Language: vi or en"),
            HelpText::Keymap => (
                "Bộ phím: tên có sẵn (default, vim) hoặc tệp .toml",
                "Keymap: a built-in name (default, vim) or a .toml file",
            ),
            HelpText::Ascii => (
                "Hiện chữ không dấu, cho phông chữ thiếu tiếng Việt; json ghi chữ có dấu thành \\uXXXX",
                "Show letters without marks, for fonts that lack Vietnamese; json escapes them as \\uXXXX",
            ),
            HelpText::Force => (
                "Ghi đè tệp đã có; không có tùy chọn này thì tệp đã có được giữ nguyên",
                "Overwrite a file that is there; without this it is left as it is",
            ),
            HelpText::Init => ("Lập sổ mới", "Make a new notebook"),
            HelpText::InitMore => (
                "Lập sổ mới trong thư mục của sổ, hoặc mở một bản sao lưu trên máy này:\n  \
                 sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
                 --no-passphrase\n  sotay init --from-backup BAN-SAO-LUU.skb",
                "Makes a new notebook in the notebook's folder, or opens a backup on this machine:\n  \
                 sotay init --officer \"Nguyễn Văn An\" --unit \"TT KC Thái Nguyên\" --province 19 \
                 --no-passphrase\n  sotay init --from-backup BACKUP.skb",
            ),
            HelpText::Officer => ("Họ và tên cán bộ", "The officer's name"),
            HelpText::Unit => ("Đơn vị", "The officer's unit"),
            HelpText::Province => (
                "Mã hoặc tên tỉnh, thành phố (ví dụ 19 hoặc \"Thái Nguyên\")",
                "Code or name of the province (for example 19 or \"Thái Nguyên\")",
            ),
            HelpText::NoPassphrase => (
                "Không đặt mật khẩu: ai có máy là đọc được sổ",
                "No passphrase: whoever has the machine can read the notebook",
            ),
            HelpText::FromBackup => (
                "Mở bản sao lưu FILE thành sổ trên máy này",
                "Open the backup FILE as the notebook of this machine",
            ),
            HelpText::Add => (
                "Ghi hồ sơ từ các dòng JSON đọc ở đầu vào",
                "Add records from JSON lines on standard input",
            ),
            HelpText::AddMore => (
                "Mỗi dòng một đối tượng: mã trường -> giá trị. In mã hồ sơ khi đã chắc chắn nằm \
                 trên đĩa. Dòng sai được báo và bỏ qua, các dòng khác vẫn vào.\n  \
                 echo '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
                "One object a line: field id -> value. A record's id is printed once it is safely \
                 on the disk. A wrong line is reported and left out; the others still enter.\n  \
                 echo '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
            ),
            HelpText::KindArg => (
                "Loại: establishment, visit, model, measurement, project, task, officer…",
                "Kind: establishment, visit, model, measurement, project, task, officer…",
            ),
            HelpText::List => ("Liệt kê các hồ sơ của một loại", "List the records of a kind"),
            HelpText::Find => (
                "Chỉ những hồ sơ có các từ này (không cần dấu)",
                "Only records with these words (marks not needed)",
            ),
            HelpText::From => {
                ("Từ ngày (22/11/2026 hoặc 2026-11-22)", "From day (22/11/2026 or 2026-11-22)")
            }
            HelpText::To => ("Đến hết ngày", "Up to and including day"),
            HelpText::Format => (
                "table (mặc định), csv hoặc json. csv và json dành cho chương trình khác (dấu phẩy, mã \
                 thay cho tên); để mở bằng Excel: sotay export",
                "table (the default), csv or json. csv and json are for other programs (commas, ids for \
                 names); for Excel: sotay export",
            ),
            HelpText::Report => (
                "In kết quả so với mục tiêu của một kỳ",
                "Print results against targets for a period",
            ),
            HelpText::ReportMore => (
                "Mỗi dòng có con số theo nguồn, mục tiêu, tỷ lệ đạt và cách tính. Không có tên người, số điện thoại hay địa chỉ liên hệ. json có thêm mã các hồ sơ làm nên con số.",
                "Each row has its figures by fund, the target, the share reached and how it is counted. No person's name, phone or contact is in it. json adds the ids of the records that a figure was made from.",
            ),
            HelpText::Period => (
                "2026, 2026-H1, 2026-Q3, 2026-09 hoặc 2021..2025; không ghi thì là năm nay",
                "2026, 2026-H1, 2026-Q3, 2026-09 or 2021..2025; this year when left out",
            ),
            HelpText::InProvince => (
                "chỉ tính cơ sở ở tỉnh, thành phố này (mã hoặc tên)",
                "only establishments in this province (code or name)",
            ),
            HelpText::ReportFormat => (
                "table (mặc định), csv, json hoặc xlsx (xlsx cần --out). csv và json dành cho chương trình \
                 khác (dấu phẩy, mã); để mở bằng Excel: -o TỆP.csv hoặc -o TỆP.xlsx, không ghi --format",
                "table (the default), csv, json or xlsx (xlsx needs --out). csv and json are for other \
                 programs (commas, ids); for Excel: -o FILE.csv or -o FILE.xlsx without --format",
            ),
            HelpText::ReportOut => (
                "ghi ra tệp này; không có --format thì phần đuôi nói dạng tệp (.xlsx, .csv cho Excel)",
                "write to this file; without --format its ending says the sort (.xlsx, .csv for Excel)",
            ),
            HelpText::Show => ("Xem một hồ sơ", "Show one record"),
            HelpText::IdArg => ("Mã hồ sơ", "The record's id"),
            HelpText::History => (
                "Lịch sử: khi nào, ai, trước đó là gì",
                "History: when, by whom, what was there before",
            ),
            HelpText::ShowFormat => ("text (mặc định) hoặc json", "text (the default) or json"),
            HelpText::Import => {
                ("Nhập danh sách từ Excel hoặc CSV", "Import a list from Excel or CSV")
            }
            HelpText::ImportMore => (
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
            HelpText::FileArg => ("Tệp .xlsx, .ods hoặc .csv", "A file .xlsx, .ods or .csv"),
            HelpText::MapColumn => (
                "Cột này là mục nào, ví dụ \"Sđt chủ=Điện thoại\"; \"Tiêu đề=-\" là không nhập. Lần sau nhớ",
                "What a column answers, as in \"Owner's tel=Phone\"; \"Heading=-\" leaves it out. Remembered",
            ),
            HelpText::ForgetColumn => {
                ("Bỏ cách ghép đã nhớ của cột này", "Forget what was chosen for this column")
            }
            HelpText::Problems => (
                "Ghi mọi vấn đề, và các dòng chưa nhập, ra tệp .xlsx hoặc .csv",
                "Write all problems, and the rows that do not enter, to an .xlsx or .csv file",
            ),
            HelpText::Duplicates => (
                "Nhập cả dòng trùng với hồ sơ đã có hoặc với dòng khác",
                "Enter rows that are the same as a record or another row, too",
            ),
            HelpText::Doubtful => (
                "Nhập cả dòng có lẽ không phải hồ sơ (dòng cộng, tiêu đề, chữ ký)",
                "Enter rows that are perhaps no records (sums, headings, signatures), too",
            ),
            HelpText::Theirs => (
                "Câu vừa sửa ở đây vừa sửa trong tệp: lấy theo tệp (không ghi thì giữ ở đây)",
                "Answers changed here and in the file: take the file's (else what is here stays)",
            ),
            HelpText::DryRun => ("Chỉ báo cáo, không ghi gì", "Report only, write nothing"),
            HelpText::Hidden => (
                "Nhập cả dòng ẩn, cột ẩn của bảng tính",
                "Import hidden rows and columns of a workbook, too",
            ),
            HelpText::EmptyFormulas => (
                "Công thức chưa có kết quả: coi là ô trống (không ghi thì dòng đó không vào)",
                "Formulas without a result are empty cells (else their rows do not enter)",
            ),
            HelpText::Attach => ("Đính kèm một tệp vào hồ sơ", "Attach a file to a record"),
            HelpText::AttachMore => (
                "Tệp được mã hóa trong sổ, tối đa 8 MB. Vị trí và giờ chụp được gỡ khỏi ảnh JPEG, PNG, WebP; điểm ảnh giữ nguyên. In mã của tệp đính kèm khi đã lưu bền.",
                "The file is kept encrypted in the notebook, 8 MB at most. Place and time are taken out of JPEG, PNG and WebP photos; their pixels stay as they are. Prints the attachment's id once it is durable.",
            ),
            HelpText::AttachFile => ("Tệp cần đính kèm", "The file to attach"),
            HelpText::AttachKind => (
                "Loại giấy tờ: mã trong danh mục, hoặc anh_hien_truong, anh_nhan_may, anh_san_pham, khac (mặc định)",
                "Kind of paper: an id of the checklist, or anh_hien_truong, anh_nhan_may, anh_san_pham, khac (the default)",
            ),
            HelpText::AttachPersonal => (
                "Có dữ liệu cá nhân hay không; không ghi thì coi là có",
                "Whether it holds personal data; yes when this is left out",
            ),
            HelpText::Attachment => ("Lấy một tệp đính kèm ra", "Take an attached file out"),
            HelpText::AttachmentId => ("Mã của tệp đính kèm", "Id of the attachment"),
            HelpText::AttachmentOut => (
                "Tệp để ghi ra; tệp đã có không bị ghi đè",
                "File to write; one that is there is not overwritten",
            ),
            HelpText::Template => (
                "Ghi một danh sách trống để điền, có sẵn các lựa chọn",
                "Write an empty list to fill in, with drop-downs for choices",
            ),
            HelpText::Export => {
                ("Xuất các hồ sơ của một loại ra tệp", "Export the records of a kind to a file")
            }
            HelpText::ExportMore => (
                "Loại tệp theo phần đuôi: .xlsx và .csv mở bằng Excel và nhập lại được nguyên vẹn; \
                 .geojson là các điểm trên bản đồ. Trong .csv, chữ mở đầu như công thức (=, +, -, @) có \
                 dấu ' ở trước; khi nhập lại, dấu đó được bỏ. Không có thông tin liên hệ và dữ liệu cá nhân \
                 khác, trừ khi thêm --contacts.",
                "The ending names the sort: .xlsx and .csv open in Excel and can be imported again \
                 without loss; .geojson are points on a map. In a .csv a text that begins like a formula \
                 (=, +, -, @) has a ' before it, which an import takes off again. Contacts and other personal answers \
                 are left out unless --contacts is there.",
            ),
            HelpText::OutArg => ("Tệp được ghi", "The file to write"),
            HelpText::Contacts => (
                "Cả thông tin liên hệ và dữ liệu cá nhân khác",
                "Contacts and other personal answers too",
            ),
            HelpText::Print => (
                "Ghi một lượt làm việc ra giấy (.docx) để hai bên ký",
                "Write a visit as a document (.docx) for both sides to sign",
            ),
            HelpText::Verify => {
                ("Kiểm tra toàn bộ nhật ký của sổ", "Verify the notebook's whole journal")
            }
            HelpText::Rebuild => {
                ("Dựng lại dữ liệu tra cứu từ nhật ký", "Rebuild the lists from the journal")
            }
            HelpText::Backup => {
                ("Sao lưu sổ vào một thư mục", "Back the notebook up into a folder")
            }
            HelpText::BackupMore => (
                "Ghi một tệp sao lưu vào thư mục (ví dụ trên thẻ USB), đọc lại và kiểm tra. Trong tệp \
                 có cả khóa. Mở trên máy khác: sotay init --from-backup TỆP",
                "Writes one backup file into the folder (a USB stick, say), reads it back and \
                 verifies. The key is inside. To open it elsewhere: sotay init --from-backup FILE",
            ),
            HelpText::FolderArg => {
                ("Thư mục nhận bản sao lưu", "The folder that takes the backup")
            }
            HelpText::Demo => (
                "Điền dữ liệu mẫu (không có thật) vào sổ để tập dùng",
                "Fill the notebook with sample data (not real) to practise on",
            ),
            HelpText::RemoveSamples => (
                "Lấy hết dữ liệu mẫu ra khỏi sổ",
                "Take all sample records out of the notebook",
            ),
            HelpText::Establishments => ("Số cơ sở", "Number of establishments"),
            HelpText::Visits => ("Số lượt làm việc", "Number of visits"),
            HelpText::Seed => (
                "Số chọn bộ dữ liệu mẫu: cùng số thì cùng dữ liệu (mặc định 1)",
                "Seed: the same number gives the same data (1 by default)",
            ),
            HelpText::Keys => ("In bảng phím", "Print the table of keys"),
            HelpText::Markdown => ("In dạng bảng Markdown", "As Markdown tables"),
        }
    }
}
