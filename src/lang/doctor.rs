//! Texts of `sotay doctor`: labels of its page, and problems with the next step.

use super::message::{count, s};
use super::say::say;

say! {
    label_version() "Phiên bản" / "Version";
    label_programme() "Chương trình" / "Programme";
    label_folder() "Thư mục dữ liệu" / "Data folder";
    label_settings() "Tệp cài đặt" / "Settings file";
    label_keymap() "Bộ phím" / "Keymap";
    label_notebook() "Sổ" / "Notebook";
    label_open() "Đang mở ở nơi khác" / "Open elsewhere";
    label_passphrase() "Mật khẩu" / "Passphrase";
    label_recovery() "Cấp trên giúp khi quên" / "Headquarters' help";
    label_size() "Dung lượng" / "Size";
    label_journal() "Tệp nhật ký" / "Journal files";
    label_free() "Chỗ trống trên đĩa" / "Free space";
    label_disk() "Loại đĩa" / "Kind of disk";
    label_frames() "Lần ghi" / "Writes";
    label_last_change() "Thay đổi gần nhất" / "Last change";
    label_backup() "Sao lưu gần nhất" / "Last backup";
    label_sync() "Đồng bộ gần nhất" / "Last sync";
    label_receipt() "Biên nhận gần nhất của cấp trên" / "Last receipt from headquarters";
    label_received() "Nhận từ máy cán bộ gần nhất" / "Last received from a laptop";
    label_clock() "Đồng hồ của máy" / "The machine's clock";
    label_leftovers() "Tệp tạm còn sót" / "Leftover temporary files";
    label_rebuild_left() "Phần sót của lần dựng lại bị ngắt" / "Left by a stopped rebuild";
    label_terminal() "Màn hình dòng lệnh" / "Terminal";
    label_locale() "Bảng mã" / "Locale";

    yes() "có" / "yes";
    no() "không" / "no";
    none() "không có" / "none";
    unknown() "không rõ" / "unknown";
    from_option(path: &str) "{path} (theo --data)" / "{path} (by --data)";
    from_variable(path: &str, name: &str) "{path} (theo biến {name})" / "{path} (by the variable {name})";
    from_default(path: &str) "{path} (mặc định)" / "{path} (by default)";
    file_absent(path: &str) "{path} (chưa có tệp này)" / "{path} (there is no such file)";
    file_faulty(path: &str, n: u64)
        "{path} ({} lỗi)" (count(n))
        / "{path} ({} fault{})", count(n), s(n);
    keymap_by_option(name: &str) "{name} (theo --keymap)" / "{name} (by --keymap)";
    keymap_by_settings(name: &str) "{name} (theo tệp cài đặt)" / "{name} (by the settings file)";
    keymap_with_own(keymap: &str, own: &str) "{keymap}, thêm {own}" / "{keymap}, and {own}";
    held_by(pid: u32, since: &str)
        "tiến trình số {pid}, mở từ {since}"
        / "process {pid}, since {since}";
    held() "một chương trình khác" / "another program";
    sizes(journal: &str, state: &str, files: &str, caches: &str, broken: &str, all: &str)
        "nhật ký {journal}, danh sách {state}, tệp đính kèm {files}, bộ nhớ đệm {caches}, bản cũ và phần hỏng để riêng {broken}, tất cả {all}"
        / "journal {journal}, lists {state}, attachments {files}, caches {caches}, old lists and damaged parts put aside {broken}, all {all}";
    logs(size: &str) "máy cán bộ gửi {size}" / "sent by laptops {size}";
    journal_files(n: u64, oldest: &str, written: &str)
        "{}, cũ nhất {oldest}, ghi lần cuối {written}" (count(n))
        / "{}, the oldest {oldest}, last written {written}", count(n);
    free(free: &str, limit: &str)
        "{free}; dưới {limit} thì sổ ngừng nhận hồ sơ mới"
        / "{free}; below {limit} no new records are taken";
    free_here(free: &str, limit: &str)
        "{free}; dưới {limit} thì không nhận dữ liệu của các máy nữa"
        / "{free}; below {limit} nothing is taken in from the laptops";
    disk_network() "đĩa mạng" / "network disk";
    disk_read_only() "chỉ đọc được" / "read-only";
    disk_plain() "ổ đĩa của máy, ghi được" / "local disk, writable";
    audit_entries(n: u64)
        "{} mục, không kể xóa, khôi phục và duyệt hồ sơ" (count(n))
        / "{}, deletions, restores and reviews of records apart", count(n);
    frames(n: u64, changes: u64)
        "{} ({} thay đổi)" (count(n), count(changes))
        / "{} ({} change{})", count(n), count(changes), s(changes);
    frames_with_checkpoint(frames: &str, upto: u64)
        "{frames}, danh sách đã lưu chắc tới lần {}" (count(upto))
        / "{frames}, the lists are durable up to number {}", count(upto);
    within_a_day(when: &str) "{when} (chưa đến một ngày)" / "{when} (less than a day ago)";
    ago(when: &str, days: u64)
        "{when} ({} ngày trước)" (count(days))
        / "{when} ({} day{} ago)", count(days), s(days);
    ahead(when: &str) "{when} (sau giờ của máy này)" / "{when} (later than this machine's clock)";
    never() "chưa lần nào" / "never";
    not_enrolled() "sổ chưa ghép với cấp trên" / "the notebook is not enrolled";
    needs_key()
        "chưa đọc, vì sổ có mật khẩu (thêm --passphrase-file TỆP để đọc)"
        / "not read: the notebook has a passphrase (add --passphrase-file FILE to read it)";
    not_readable() "không đọc được" / "cannot be read";
    temporary(n: u64, size: &str)
        "{} tệp, {size}" (count(n))
        / "{} file{}, {size}", count(n), s(n);
    terminal(name: &str, columns: u16, rows: u16)
        "{name}, {columns} cột, {rows} dòng"
        / "{name}, {columns} columns, {rows} rows";
    no_terminal(name: &str) "{name}, không chạy trên màn hình" / "{name}, not on a terminal";

    nothing_wrong() "Không có gì cần xử lý." / "Nothing needs attention.";
    attention(n: u64)
        "Cần xử lý {} việc:" (count(n))
        / "{} thing{} to attend to:", count(n), s(n);
    item(number: usize, text: &str) "{number}. {text}" / "{number}. {text}";
    support()
        "Khi nhờ hỗ trợ, hãy gửi cả trang này. Trong trang không có nội dung hồ sơ, chỉ có đường dẫn thư mục: xem lại nếu tên thư mục là tên người. Đừng gửi thư mục của sổ, bản sao lưu hay mật khẩu cho ai."
        / "When asking for support, send this whole page. It has nothing of the records, only paths of folders: look them over if a folder is named after a person. Never send anybody the notebook's folder, a backup or the passphrase.";
    command_to_save(program: &str)
        "Để ghi ra tệp: {program} doctor > doctor.txt"
        / "To write it into a file: {program} doctor > doctor.txt";

    no_home()
        "Không biết thư mục nhà của người dùng nên không biết sổ ở đâu. Hãy thêm --data THƯ-MỤC."
        / "The user's home folder is unknown, and with it where the notebook is. Add --data DIR.";
    no_notebook_here()
        "Chưa có sổ trong thư mục dữ liệu. Nếu đã từng có: xem lại --data và biến môi trường, rồi ổ đĩa hoặc thẻ USB. Nếu chưa: lập sổ bằng lệnh init."
        / "There is no notebook in the data folder. If there was one: check --data and the variable, then the disk or stick. If not: make one with the command init.";
    half_made()
        "Lần lập sổ hoặc lấy lại sổ trước bị ngắt giữa chừng. Hãy chạy lại lệnh đó: phần dở được dọn."
        / "Making or restoring the notebook was interrupted. Run that command again: what is left is cleared.";
    parts_unread()
        "Có thư mục con không đọc được, nên dung lượng trên thiếu. Hãy xem quyền của thư mục dữ liệu, và kiểm tra đĩa."
        / "Some folders inside cannot be read, so the sizes above are too small. Look at the permissions of the data folder, and check the disk.";
    key_stale()
        "Một trong hai bản của khóa đã hỏng hoặc cũ. Hãy mở sổ một lần: bản đó được ghi lại."
        / "One of the two copies of the key is damaged or old. Open the notebook once: it is written again.";
    copies_unlike(program: &str)
        "Một trong hai bản của một tệp nhỏ (TỆP và TỆP.bak) bị hỏng hoặc cũ; bản kia dùng được, không mất gì. Chạy {program} verify: lệnh nêu tên tệp và ghi lại nó."
        / "One of the two copies of a small file (NAME and NAME.bak) is damaged or old; the other one serves, nothing is lost. Run {program} verify: it names the file and writes it again.";
    key_temporary()
        "Lần đổi mật khẩu trước bị ngắt, còn sót một tệp khóa tạm. Hãy mở sổ một lần: tệp đó được dọn."
        / "A change of the passphrase was interrupted and left a temporary key file. Open the notebook once: it is removed.";
    rebuild_left(folders: &str)
        "Một lần dựng lại danh sách bị ngắt giữa chừng, còn sót trong thư mục dữ liệu: {folders}. Việc đó không làm mất hồ sơ nào. Hãy mở sổ một lần: phần sót được chuyển sang thư mục broken."
        / "A rebuild of the lists was stopped midway and left in the data folder: {folders}. That loses no record. Open the notebook once: what is left is moved to the folder broken.";
    journal_damaged(n: u64, program: &str)
        "Nhật ký có {} chỗ không đọc được. Hãy chép cả thư mục dữ liệu sang đĩa khác, rồi chạy: {program} verify" (count(n))
        / "The journal cannot be read in {} place{}. Copy the whole data folder to another disk, then run: {program} verify", count(n), s(n);
    lock_unknown()
        "Tệp LOCK không đọc được, nên không biết sổ có đang mở ở nơi khác. Hãy xem quyền của thư mục dữ liệu."
        / "The file LOCK cannot be read, so it is unknown whether the notebook is open elsewhere. Look at the permissions of the data folder.";
    disk_full(free: &str)
        "Đĩa chỉ còn {free}: sổ không nhận hồ sơ mới. Hãy xóa bớt tệp không cần trên đĩa này."
        / "Only {free} are left on the disk: no new records are taken. Delete files on it that nobody needs.";
    disk_full_here(free: &str, limit: &str)
        "Đĩa chỉ còn {free}, cần hơn {limit}: máy nào đồng bộ cũng bị từ chối vì hết chỗ. Hãy xóa bớt tệp không cần trên đĩa này."
        / "Only {free} are left on the disk, more than {limit} are needed: every laptop that syncs is refused. Delete files on it that nobody needs.";
    disk_low(free: &str)
        "Đĩa sắp đầy, còn {free}. Hãy xóa bớt tệp không cần trên đĩa này, trước khi sổ ngừng nhận hồ sơ mới."
        / "The disk is nearly full, {free} are left. Delete files on it that nobody needs, before no new records are taken.";
    read_only_here()
        "Không ghi được vào thư mục dữ liệu: sổ chỉ đọc được. Hãy xem quyền của thư mục, hoặc chép sang đĩa ghi được và mở ở đó."
        / "The data folder cannot be written: the notebook can only be read. Look at its permissions, or copy it to a writable disk and open it there.";
    on_network()
        "Sổ nằm trên đĩa mạng: hai máy mở cùng lúc có thể làm hỏng sổ. Hãy chuyển thư mục dữ liệu về ổ đĩa của máy."
        / "The notebook is on a network disk: two machines that open it at once may damage it. Move the data folder to the machine's own disk.";
    never_backed_up(program: &str)
        "Sổ chưa được sao lưu lần nào. Hãy cắm thẻ USB rồi chạy: {program} backup THƯ-MỤC"
        / "The notebook was never backed up. Put in a stick, then run: {program} backup FOLDER";
    backup_old(days: u64, program: &str)
        "Lần sao lưu gần nhất đã {} ngày trước. Hãy chạy: {program} backup THƯ-MỤC" (count(days))
        / "The last backup was {} day{} ago. Run: {program} backup FOLDER", count(days), s(days);
    sync_old(days: u64)
        "Đã {} ngày chưa đồng bộ với cấp trên. Khi có mạng, hãy chạy: sotay sync" (count(days))
        / "The last sync with headquarters was {} day{} ago. When there is a line, run: sotay sync", count(days), s(days);
    never_synced()
        "Sổ đã ghép với cấp trên mà chưa đồng bộ lần nào. Khi có mạng, hãy chạy: sotay sync"
        / "The notebook is enrolled and was never synced. When there is a line, run: sotay sync";
    revoked()
        "Cấp trên đã thu hồi máy này, không nhận thay đổi từ máy này nữa. Hãy hỏi người quản trị."
        / "Headquarters has shut this device out and takes no changes from it. Ask the administrator.";
    clock_far(day: &str)
        "Đồng hồ của máy chỉ ngày {day}, hơn hai năm sau lần dùng sổ gần nhất. Nếu ngày đó sai, hãy chỉnh lại ngày giờ của máy trước khi ghi tiếp."
        / "The machine's clock says {day}, more than two years after the notebook was last used. If that is wrong, set the date and time before writing on.";
    dumb_terminal()
        "Màn hình dòng lệnh này không vẽ được màn hình của sổ (biến TERM). Hãy mở sổ trong một cửa sổ dòng lệnh khác."
        / "This terminal cannot draw the notebook's screen (variable TERM). Open the notebook in another terminal window.";
    small_terminal(columns: u16, rows: u16)
        "Cửa sổ chỉ có {columns} cột, {rows} dòng. Hãy kéo rộng ra, ít nhất 80 cột và 24 dòng."
        / "The window has only {columns} columns and {rows} rows. Make it larger, at least 80 columns and 24 rows.";
    not_utf8(locale: &str)
        "Bảng mã {locale} không phải UTF-8, chữ Việt có thể hiện sai. Hãy đặt LANG=vi_VN.UTF-8 hoặc C.UTF-8, hoặc thêm --ascii."
        / "The locale {locale} is not UTF-8, Vietnamese letters may look wrong. Set LANG=vi_VN.UTF-8 or C.UTF-8, or add --ascii.";
}
