//! Texts about attached files: what happened, which data is safe, what to do.

use super::say::say;

say! {
    not_there()
        "Không có tệp ở đường dẫn này. Sổ không thay đổi. Hãy xem lại đường dẫn."
        / "There is no file at this path. The notebook is unchanged. Check the path.";
    cannot_read()
        "Không đọc được tệp này (phải là tệp thường, có quyền đọc). Sổ không thay đổi."
        / "This file cannot be read (a plain file that you may read is needed). The notebook is unchanged.";
    too_large(mib: u64)
        "Tệp lớn hơn {mib} MB nên chưa nhận. Sổ không thay đổi. Hãy thu nhỏ ảnh hoặc chia tệp."
        / "The file is larger than {mib} MB, so it was not taken. The notebook is unchanged. Make it smaller or split it.";
    empty()
        "Tệp không có gì bên trong nên chưa nhận. Sổ không thay đổi."
        / "The file is empty, so it was not taken. The notebook is unchanged.";
    broken_photo()
        "Ảnh bị hỏng nên không gỡ được vị trí chụp, chưa nhận. Sổ không thay đổi. Hãy mở ảnh, lưu lại thành JPEG rồi đính kèm."
        / "The photo is damaged and its place cannot be taken out, so it was not taken. The notebook is unchanged. Open it, save it as JPEG, attach that.";
    other_photo()
        "Không gỡ được vị trí chụp khỏi loại ảnh, phim này (HEIC, TIFF, MP4) nên chưa nhận. Sổ không thay đổi. Hãy đổi sang JPEG."
        / "The place cannot be taken out of this sort of picture (HEIC, TIFF, MP4), so it was not taken. The notebook is unchanged. Convert it to JPEG.";
    missing()
        "Tệp đính kèm không còn trong sổ. Hồ sơ vẫn còn. Hãy lấy lại từ cấp trên (Gửi nhận › Lấy cả tệp đính kèm), từ bản sao lưu, hoặc đính kèm lại."
        / "The attached file is not in the notebook any more. Its record is. Fetch it from headquarters (Headquarters › Fetch attached files too), take it from a backup, or attach it again.";
    elsewhere()
        "Hồ sơ có ở đây, còn tệp thì chưa: máy ghi nó chưa gửi xong, hoặc sổ này chưa lấy về. Lấy về: Gửi nhận › Lấy cả tệp đính kèm."
        / "The record is here and its file is not yet: the machine that wrote it has not sent all of it, or this notebook has not fetched it. Fetch it: Headquarters › Fetch attached files too.";
    damaged()
        "Tệp đính kèm bị hỏng nên không lấy ra. Hồ sơ vẫn còn. Hãy lấy lại từ bản sao lưu, hoặc đính kèm lại."
        / "The attached file is damaged and was not taken out. Its record is whole. Take it from a backup, or attach it again.";
    not_one()
        "Hồ sơ này không phải tệp đính kèm. Hãy xem: sotay list attachment"
        / "This record is no attachment. See: sotay list attachment";
    no_record()
        "Không có hồ sơ này trong sổ, hoặc đã bị xóa, nên chưa đính kèm."
        / "This record is not in the notebook, or was deleted; nothing was attached.";
    no_such_paper(given: &str)
        "Không có loại giấy tờ “{given}”. Hãy dùng mã trong danh mục, ví dụ: dkkd, hoa_don, anh_hien_truong, khac."
        / "There is no kind of paper “{given}”. Use an id of the checklist, such as dkkd, hoa_don, anh_hien_truong, khac.";
    only_attached()
        "Tệp đính kèm chỉ thêm bằng lệnh: sotay attach MÃ TỆP"
        / "Attachments are added with: sotay attach ID FILE";
    taken_out(file: &str)
        "Đã ghi ra: {file}"
        / "Written: {file}";
}
