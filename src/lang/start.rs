//! The first run, the second copy, and the choices before the first screen.

use super::message::messages;

messages! {
    /// The first run: four answers, then one of three roads.
    pub enum Start<'a>, START_WORDS {
        Welcome
            "Chào mừng đến với sổ tay khuyến công";
            "Welcome to the industrial promotion notebook";
        WelcomeHow { next: &'a str, done: &'a str }
            "Xin cho biết ba điều dưới đây. {next} sang ô sau, {done} khi xong.";
            "Three answers, please. {next} for the next field, {done} when done.";
        Name
            "Họ và tên";
            "Your name";
        NameHelp
            "Tên cán bộ dùng sổ này; đứng tên trong các lượt kiểm tra.";
            "The officer who keeps this notebook; stands in the visits.";
        Unit
            "Đơn vị";
            "Unit";
        UnitHelp
            "Ví dụ: Trung tâm Khuyến công và Xúc tiến thương mại.";
            "For example: Centre for Industrial Promotion and Trade.";
        Province
            "Tỉnh, thành phố";
            "Province or city";
        ProvinceHelp
            "Gõ vài chữ, không cần dấu, rồi chọn.";
            "Type some letters, no accents needed, then choose.";
        Missing
            "Xin điền ô này.";
            "Please fill this in.";
        Folder { folder: &'a str }
            "Sổ được giữ ở {folder}";
            "The notebook is kept in {folder}";
        Making
            "Đang tạo sổ...";
            "Making the notebook...";
        Ready
            "Sổ đã sẵn sàng. Bắt đầu bằng cách nào?";
            "The notebook is ready. How do you want to start?";
        ImportList
            "Nhập danh sách cơ sở đang có (tệp CSV)";
            "Import the list of establishments you have (CSV file)";
        ImportFile
            "Tệp CSV (đường dẫn):";
            "CSV file (path):";
        ImportHow
            "Trong Excel: Lưu thành CSV UTF-8. Dòng đầu là tên cột.";
            "In Excel: save as CSV UTF-8. The first line names the columns.";
        Imported { good: u64, incomplete: u64, refused: u64 }
            "Đã nhập {good} cơ sở, trong đó {incomplete} chưa đủ; {refused} dòng không nhập được.";
            "{good} establishments imported, {incomplete} of them incomplete; {refused} rows refused.";
        MadeUp
            "Dùng thử với dữ liệu giả định";
            "Try it with made-up data";
        MadeUpNote
            "Dữ liệu thử được ghi vào sổ này và có đánh dấu; muốn dùng thật, hãy tạo sổ khác.";
            "Made-up records go into this notebook, marked; for real work start another one.";
        Empty
            "Bắt đầu với sổ trống";
            "Start with an empty notebook";
        SecondTitle
            "Sổ này đang mở ở nơi khác";
            "This notebook is open elsewhere";
        SecondWhere { terminal: &'a str, since: &'a str, pid: u32 }
            "Cửa sổ {terminal}, từ {since} (tiến trình {pid}). Bản nháp ở đó sẽ được giữ lại.";
            "Terminal {terminal}, since {since} (process {pid}). Its drafts will be kept.";
        SecondTakeOver
            "Mở ở đây, bên kia tự lưu nháp rồi đóng";
            "Open here; the other keeps its drafts and closes";
        SecondQuit
            "Thoát, để yên bên kia";
            "Quit and leave the other alone";
        TakingOver
            "Đang chờ bên kia đóng sổ...";
            "Waiting for the other to let go...";
    }
}
