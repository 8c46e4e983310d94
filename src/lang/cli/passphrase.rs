//! Texts of the commands about a notebook's passphrase.

use crate::lang::say::say;
use crate::lang::words::{Both, both};

pub const PASSPHRASE_FILE: Both = both(
    "Tệp có mật khẩu của sổ ở dòng đầu",
    "File with the notebook's passphrase on its first line",
);

say! {
    prompt()
        "Mật khẩu của sổ: "
        / "The notebook's passphrase: ";
    prompt_present()
        "Mật khẩu hiện nay: "
        / "Present passphrase: ";
    prompt_new()
        "Mật khẩu mới: "
        / "New passphrase: ";
    prompt_first()
        "Mật khẩu cho sổ (nên đặt; Enter để bỏ qua): "
        / "Passphrase for the notebook (recommended; Enter for none): ";
    prompt_again()
        "Gõ lại lần nữa: "
        / "Once more: ";
    not_alike()
        "Hai lần gõ không giống nhau. Hãy gõ lại."
        / "The two are not alike. Type them again.";
    wrong_wait()
        "Mật khẩu không đúng. Chờ một chút rồi gõ lại."
        / "The passphrase is wrong. Wait a moment, then type it again.";
    wrong_last()
        "Mật khẩu không đúng. Không có gì bị thay đổi. Quên mật khẩu: nếu đã cho cấp trên giúp thì chạy sotay recover --request TỆP; nếu không thì lập sổ mới, đăng ký lại (sotay enrol): những gì cấp trên đã nhận sẽ về, những gì chưa gửi thì mất."
        / "The passphrase is wrong. Nothing was changed. If it is forgotten: where headquarters may help, run sotay recover --request FILE; if not, make a new notebook and enrol it (sotay enrol): what headquarters has received comes back, what was not sent is lost.";
    wrong_last_headquarters()
        "Mật khẩu không đúng. Không có gì bị thay đổi. Hãy xem bản chép tay cất cùng con dấu; không còn mật khẩu thì không ai mở được thư mục này."
        / "The passphrase is wrong. Nothing was changed. Look for the copy that is kept with the seal; without the passphrase nobody can open this folder.";
    wrong_in_file(file: &str)
        "Mật khẩu trong tệp {file} không đúng. Không có gì bị thay đổi."
        / "The passphrase in {file} is wrong. Nothing was changed.";
    given_up()
        "Chưa gõ mật khẩu. Không có gì bị thay đổi."
        / "No passphrase was typed. Nothing was changed.";
    file_unreadable(file: &str, why: &str)
        "Không đọc được tệp mật khẩu {file}: {why}"
        / "The passphrase file {file} cannot be read: {why}";
    file_bad(file: &str, what: &str)
        "Tệp mật khẩu {file}: {what}"
        / "Passphrase file {file}: {what}";
    file_open(file: &str)
        "Người khác trên máy này đọc được tệp {file}. Nên chạy: chmod 600 {file}"
        / "Other users of this machine can read {file}. Better run: chmod 600 {file}";
    empty()
        "Mật khẩu để trống."
        / "The passphrase is empty.";
    short(least: usize)
        "Mật khẩu cần ít nhất {least} ký tự. Vài từ nối nhau vừa dễ nhớ vừa khó đoán."
        / "The passphrase needs at least {least} letters. A few words are easy to remember and hard to guess.";
    long(most: usize)
        "Mật khẩu dài quá {most} byte."
        / "The passphrase is longer than {most} bytes.";
    control()
        "Mật khẩu có ký tự điều khiển, ví dụ Tab. Bỏ ký tự đó đi."
        / "The passphrase has a control character, such as a tab. Leave it out.";
    not_text()
        "Mật khẩu không phải chữ UTF-8."
        / "The passphrase is not UTF-8 text.";
    set()
        "Đã đặt mật khẩu. Sổ và các bản sao lưu từ nay cần mật khẩu này. Bản sao lưu cũ vẫn mở được không cần mật khẩu."
        / "The passphrase is set. The notebook and backups made from now on need it. Older backups still open without it.";
    set_headquarters()
        "Đã đặt mật khẩu. Thư mục này và các bản sao lưu từ nay cần mật khẩu ấy. Quên mật khẩu thì không ai mở được: chép tay một bản, cất cùng con dấu. Bản sao lưu cũ vẫn mở được không cần mật khẩu."
        / "The passphrase is set. This folder and backups made from now on need it. If it is forgotten nobody can open them: write it down and keep it with the seal. Older backups still open without it.";
    receive_needs_file()
        "ssh gọi receive không có màn hình, nên máy cán bộ chỉ đồng bộ được khi receive có tệp mật khẩu: ghi mật khẩu này vào dòng đầu một tệp chỉ tài khoản này đọc được, chạy sotay-hq --passphrase-file TỆP officers --ssh, rồi thay các dòng cũ trong authorized_keys."
        / "ssh starts receive without a terminal, so laptops can sync only where it has a file: write this passphrase on the first line of a file that only this account can read, run sotay-hq --passphrase-file FILE officers --ssh, and put its lines into authorized_keys in place of the old ones.";
    set_at_first()
        "Sổ và các bản sao lưu của nó cần mật khẩu này. Quên mật khẩu thì không ai mở được sổ: chỉ lấy lại được từ cấp trên những gì đã gửi."
        / "The notebook and its backups need this passphrase. If it is forgotten nobody can open the notebook: only what was sent can be got back from headquarters.";
    changed()
        "Đã đổi mật khẩu. Bản sao lưu cũ vẫn mở bằng mật khẩu cũ."
        / "The passphrase is changed. Older backups still open with the old one.";
    removed()
        "Đã bỏ mật khẩu: ai có máy là đọc được sổ."
        / "The passphrase is taken away: whoever has the machine can read the notebook.";
    has_one()
        "Sổ có mật khẩu."
        / "The notebook has a passphrase.";
    has_one_already()
        "Sổ đã có mật khẩu. Muốn đổi, dùng: passphrase change"
        / "The notebook has a passphrase already. To change it use: passphrase change";
    has_none()
        "Sổ chưa có mật khẩu. Muốn đặt, dùng: passphrase set"
        / "The notebook has no passphrase. To set one use: passphrase set";
    new_needed()
        "Chưa có mật khẩu mới. Chạy trên màn hình dòng lệnh để gõ, hoặc thêm --new-passphrase-file TỆP."
        / "There is no new passphrase. Run this in a terminal to type it, or add --new-passphrase-file FILE.";
    both_given()
        "--passphrase-file và --no-passphrase không đi với nhau. Chỉ giữ một."
        / "--passphrase-file and --no-passphrase do not go together. Keep one.";
}
