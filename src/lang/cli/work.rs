//! Texts of the commands init, add, list, show, backup and demo.

use crate::lang::say::say;

say! {
    plain_slot()
        "Sổ chưa có mật khẩu: khóa nằm ngay cạnh dữ liệu, không bảo vệ được gì nếu mất máy."
        / "The notebook has no passphrase: its key lies beside the data and protects nothing if the machine is lost.";
    initialised(folder: &str)
        "Đã lập sổ mới trong {folder}."
        / "A new notebook stands in {folder}.";
    backup_opened(folder: &str)
        "Đã mở bản sao lưu thành sổ trong {folder}."
        / "The backup is open as the notebook in {folder}.";
    line_too_long(line: u64, limit: usize)
        "Dòng {line}: dài hơn {limit} byte, đã bỏ qua."
        / "Line {line}: longer than {limit} bytes, left out.";
    line_not_utf8(line: u64)
        "Dòng {line}: không phải UTF-8, đã bỏ qua."
        / "Line {line}: not UTF-8, left out.";
    line_not_json(line: u64, column: usize)
        "Dòng {line}, ký tự {column}: không đúng JSON. Mỗi dòng một đối tượng."
        / "Line {line}, character {column}: not right JSON. One object a line.";
    line_not_object(line: u64)
        "Dòng {line}: cần một đối tượng JSON, dạng {{\"mã trường\": giá trị}}."
        / "Line {line}: a JSON object is needed, as {{\"field id\": value}}.";
    line_id_given(line: u64)
        "Dòng {line}, \"id\": mã do sổ tự đặt. Bỏ \"id\" đi."
        / "Line {line}, \"id\": the notebook gives ids itself. Leave \"id\" out.";
    imported_only(kind: &str)
        "“{kind}” là danh mục tham chiếu, chỉ nhập từ tệp: sotay import {kind} TỆP.csv"
        / "“{kind}” is a reference set, imported only: sotay import {kind} FILE.csv";
    line_unknown_field(line: u64, field: &str, kind: &str)
        "Dòng {line}, \"{field}\": hồ sơ loại {kind} không có trường này."
        / "Line {line}, \"{field}\": a record of the kind {kind} has no such field.";
    line_computed(line: u64, field: &str)
        "Dòng {line}, \"{field}\": sổ tự tính trường này. Bỏ nó đi."
        / "Line {line}, \"{field}\": the notebook computes this. Leave it out.";
    line_field_twice(line: u64, field: &str)
        "Dòng {line}, \"{field}\": trường này đứng hai lần."
        / "Line {line}, \"{field}\": this field stands twice.";
    line_fault(line: u64, field: &str, what: &str)
        "Dòng {line}, \"{field}\": {what}"
        / "Line {line}, \"{field}\": {what}";
    line_warning(line: u64, field: &str, what: &str)
        "Dòng {line}, \"{field}\": lưu ý: {what}"
        / "Line {line}, \"{field}\": warning: {what}";
    line_refused(line: u64, what: &str)
        "Dòng {line}: {what}"
        / "Line {line}: {what}";
    line_saved(line: u64, id: &str)
        "Dòng {line}: đã ghi, mã {id}"
        / "Line {line}: saved, id {id}";
    added(good: u64, bad: u64)
        "Đã ghi {good} hồ sơ; {bad} dòng không vào."
        / "{good} records written; {bad} lines did not enter.";
    add_stopped(lines: &str, read: u64)
        "Chưa chắc đã vào sổ: dòng {lines}. Chưa đọc: mọi dòng sau dòng {read}. Các dòng khác đã in mã thì đã ghi chắc chắn. Xong việc trên, tìm các dòng chưa chắc bằng sotay list rồi mới chạy lại những dòng chưa vào."
        / "Not certain to be saved: line {lines}. Not read: all lines after line {read}. Every other line whose id was printed is saved. When this is mended, look for the uncertain ones by sotay list, then run again with those that are not there.";
    add_halted(read: u64)
        "Đã dừng theo yêu cầu sau dòng {read}. Mọi dòng đã in mã thì đã ghi chắc chắn; chỉ chạy lại từ dòng sau đó."
        / "Stopped as asked after line {read}. Every line whose id was printed is saved; run again from the line after it.";
    add_unread(line: u64)
        "Không còn ai đọc mã in ra, nên đã dừng sau dòng {line}. Các hồ sơ trên đã ghi chắc chắn; chỉ chạy lại từ dòng sau đó."
        / "Nobody reads the ids any more, so it stopped after line {line}. The records above are saved; run again from the line after it.";
    no_rows()
        "Không có hồ sơ nào như vậy."
        / "There are no such records.";
    not_found(id: &str)
        "Không có hồ sơ {id} trong sổ. Xem mã bằng `sotay list`."
        / "The notebook has no record {id}. `sotay list` shows the ids.";
    deleted(reason: &str)
        "ĐÃ XÓA: {reason}"
        / "DELETED: {reason}";
    incomplete()
        "CÒN THIẾU: thông tin bắt buộc"
        / "INCOMPLETE: required information is missing";
    made_up()
        "dữ liệu mẫu, không có thật"
        / "sample data, not real";
    own()
        "cán bộ tự ghi, cấp trên không tính"
        / "an officer's own, not counted at headquarters";
    imported()
        "nhập từ tệp"
        / "imported";
    from_headquarters()
        "từ cấp trên"
        / "from headquarters";
    made(at: &str)
        "{at}  Tạo hồ sơ"
        / "{at}  Created";
    changed(at: &str)
        "{at}  Sửa"
        / "{at}  Changed";
    removed(at: &str, reason: &str)
        "{at}  Xóa: {reason}"
        / "{at}  Deleted: {reason}";
    restored(at: &str)
        "{at}  Khôi phục"
        / "{at}  Restored";
    not_readable(at: &str)
        "{at}  Thay đổi mà phiên bản này không đọc được"
        / "{at}  A change that this version cannot read";
    before(what: &str)
        "trước đó: {what}"
        / "before: {what}";
    nothing()
        "(trống)"
        / "(empty)";
    backed_up(file: &str)
        "Đã sao lưu và đọc lại: {file}. Tệp có cả khóa: ai có tệp là đọc được sổ."
        / "Backed up and read back: {file}. The key is inside: whoever has the file can read it.";
    backed_up_closed(file: &str)
        "Đã sao lưu và đọc lại: {file}. Mở bằng mật khẩu hiện nay của sổ."
        / "Backed up and read back: {file}. It opens with the notebook's present passphrase.";
    half_backups(n: u64, first: &str)
        "Thư mục này còn {n} tệp sao lưu ghi dở ({first}), bên trong có khóa của một sổ. Nếu không máy nào đang sao lưu vào đây, hãy xóa đi."
        / "Half-written backups in this folder: {n} ({first}), with a notebook's key inside. Delete them, unless a machine is writing there now.";
    no_folder(folder: &str)
        "Không có thư mục {folder}, nên chưa ghi gì. Nếu là USB, hãy cắm lại rồi thử; nếu là thư mục mới, hãy tạo nó trước."
        / "There is no folder {folder}; nothing was written. If it is a stick, plug it in again; if it is a new folder, make it first.";
    demo_officer()
        "Nguyễn Thị Minh Mẫu"
        / "Nguyễn Thị Minh Mẫu";
    demo_unit()
        "Trung tâm Khuyến công Thái Nguyên (dữ liệu mẫu)"
        / "Trung tâm Khuyến công Thái Nguyên (dữ liệu mẫu)";
    demo_progress(done: u64, all: u64)
        "Đang điền dữ liệu mẫu: {done}/{all}"
        / "Filling in sample data: {done}/{all}";
    import_progress(done: u64, all: u64)
        "Đang nhập: {done}/{all}"
        / "Importing: {done}/{all}";
    demo_done(done: u64)
        "Đã ghi {done} hồ sơ mẫu (không có thật), để tập dùng. Kết quả có tính cả chúng và nói rõ điều đó."
        / "{done} sample records (not real) written, to practise on. Results count them and say so.";
    demo_again()
        "Sổ đã có bộ dữ liệu mẫu này. Dùng --seed với số khác để thêm nữa."
        / "The notebook has this seed's sample data already. Use another --seed for more.";
    demo_open(folder: &str)
        "Dữ liệu mẫu nằm trong một sổ riêng, không lẫn vào sổ của bạn. Mở sổ mẫu: sotay --data {folder}"
        / "The sample data is in a notebook of its own and not in yours. To open it: sotay --data {folder}";
    demo_open_here(folder: &str)
        "Mở sổ mẫu: sotay --data {folder}"
        / "To open the sample notebook: sotay --data {folder}";
    /// An enrolled notebook takes no sample records: they would be sent to headquarters.
    demo_enrolled()
        "Sổ này đã đăng ký với cấp trên: dữ liệu mẫu sẽ lẫn vào số liệu thật ở đó, nên chưa ghi gì. Để tập dùng, hãy lập một sổ riêng: sotay --data THƯ_MỤC_KHÁC demo …"
        / "This notebook belongs to a headquarters, where sample data would get among real figures; nothing was written. To practise, use a notebook of its own: sotay --data ANOTHER_FOLDER demo …";
    samples_first(n: u64)
        "Sổ còn {n} hồ sơ mẫu. Đăng ký thì chúng sẽ lẫn vào số liệu của cấp trên, nên chưa làm gì. Hãy lấy chúng ra trước: sotay demo --remove"
        / "The notebook holds {n} sample records, which would get among headquarters' figures; nothing was done. Take them out first: sotay demo --remove";
    packing()
        "Đang sắp gọn dữ liệu"
        / "Packing the data";
    samples_removed(n: u64)
        "Đã lấy {n} hồ sơ mẫu ra khỏi sổ. Hồ sơ khác vẫn nguyên."
        / "{n} sample records were taken out. All other records are as they were.";
    demo_refused(what: &str)
        "Một hồ sơ mẫu không lưu được, đây là lỗi của chương trình: {what}"
        / "A sample record was refused, which is a bug of the program: {what}";
    internal(what: &str)
        "Lỗi của chương trình ({what}). Dữ liệu đã lưu vẫn nguyên. Xin báo lại."
        / "A bug of the program ({what}). What was saved is safe. Please report it.";
    proved_elsewhere(id: &str)
        "Hồ sơ {id} có trong sổ, nhưng máy này không ghi thay đổi nào của nó nên không có gì để chứng minh ở đây. Hãy chạy lệnh này trên máy đã ghi, hoặc hỏi cấp trên: sotay-hq prove {id}"
        / "Record {id} is in the notebook, but this device wrote none of its changes, so there is nothing to prove here. Run this on the device that wrote them, or ask headquarters: sotay-hq prove {id}";
    backup_inside(folder: &str)
        "{folder} nằm ngay trong thư mục cần sao lưu: hỏng ổ là mất cả hai. Chưa ghi gì. Hãy chọn thư mục ở nơi khác, tốt nhất trên USB hoặc ổ khác."
        / "{folder} lies inside the folder that is to be backed up: both would be lost with the disk. Nothing was written. Name a folder elsewhere, best on a stick or another disk.";
    merged_away()
        "đã gộp vào hồ sơ khác"
        / "merged into another record";
    merged_into(id: &str, title: &str)
        "Đã gộp vào hồ sơ khác: {title} {id}"
        / "Merged into another record: {title} {id}";
    before_unseen(what: &str, unseen: &str)
        "trước đó: {what}; người ghi chưa thấy: {unseen}"
        / "before: {what}; its writer had not seen: {unseen}";
}
