//! Texts about recovering a forgotten passphrase with headquarters' help.

use super::say::say;

say! {
    offer(hq: &str)
        "{hq} có thể giúp mở lại sổ khi quên mật khẩu: khóa của sổ được gói riêng cho {hq}, để trong tệp khóa trên máy này. Mở được cần cả tệp ấy và người quản trị của {hq}, sau khi hai bên so tám từ qua điện thoại. Nhưng ai có cả máy này (hay bản sao lưu của nó) và khóa của {hq} thì đọc được sổ. Thêm hoặc bỏ sau này: passphrase recovery on|off."
        / "{hq} can help to open the notebook if the passphrase is forgotten: the notebook's key is sealed for {hq} and kept in the key file on this machine. Opening it needs that file and the administrator of {hq}, after both have compared eight words by telephone. But whoever has this machine (or a backup of it) and the key of {hq} can read the notebook. To add or remove it later: passphrase recovery on|off.";
    offer_question()
        "Cho cấp trên giúp khi quên mật khẩu? (c: có, Enter: không)"
        / "Let headquarters help if it is forgotten? (y: yes, Enter: no)";
    forms(form: &str)
        "Viết một trong các cách: {form}"
        / "Write one of: {form}";
    is_on()
        "Quên mật khẩu thì cấp trên giúp mở lại được: sotay recover --request TỆP."
        / "If the passphrase is forgotten headquarters can help: sotay recover --request FILE.";
    is_off()
        "Cấp trên không giúp mở lại được khi quên mật khẩu: những gì cấp trên đã nhận thì lấy lại được bằng cách lập sổ mới và đăng ký lại (sotay enrol); những gì chưa gửi thì mất. Cho cấp trên giúp: sotay passphrase recovery on."
        / "Headquarters cannot help if the passphrase is forgotten: what it has received comes back into a new notebook that is enrolled again (sotay enrol); what was not sent is lost. To let it help: sotay passphrase recovery on.";
    turned_on(hq: &str)
        "Từ nay {hq} giúp mở lại được khi quên mật khẩu: sotay recover --request TỆP. Bản sao lưu làm từ nay cũng vậy."
        / "From now on {hq} can help if the passphrase is forgotten: sotay recover --request FILE. So it is with backups made from now on.";
    turned_off()
        "Cấp trên không còn giúp mở lại được khi quên mật khẩu. Bản sao lưu và bản sao tệp khóa đã làm trước đó thì vẫn mở được với cấp trên: cất kỹ hoặc xóa đi."
        / "Headquarters can no longer help if the passphrase is forgotten. Backups and copies of the key file made before still open with headquarters: keep them safe or delete them.";
    off_already()
        "Từ trước đã không cho cấp trên giúp. Không có gì thay đổi."
        / "Headquarters was not allowed to help before either. Nothing has changed.";
    needs_passphrase()
        "Sổ chưa có mật khẩu nên không cần. Đặt mật khẩu trước: sotay passphrase set"
        / "The notebook has no passphrase, so there is nothing to recover. Set one first: sotay passphrase set";
    needs_enrolment()
        "Sổ chưa đăng ký với cấp trên nên chưa có khóa của cấp trên. Đăng ký trước: sotay enrol --request TỆP"
        / "The notebook is not enrolled, so headquarters' key is not known yet. Enrol first: sotay enrol --request FILE";
    only_notebooks()
        "Việc này chỉ có ở sổ của cán bộ. Mật khẩu của đơn vị tổng hợp: chép tay một bản, cất cùng con dấu."
        / "This is for officers' notebooks only. Write headquarters' passphrase down and keep it with the seal.";
    other_headquarters()
        "Sổ đã chuyển sang nơi nhận khác: nơi nhận cũ không còn giúp mở lại được. Cho nơi mới giúp: sotay passphrase recovery on."
        / "The notebook has moved to another headquarters: the former one can no longer help with a forgotten passphrase. To let the new one: sotay passphrase recovery on.";

    // on the screen
    item() "Cấp trên giúp khi quên mật khẩu" / "Headquarters' help if it is forgotten";
    title_offer(hq: &str) "Quên mật khẩu thì cho {hq} giúp?" / "If it is forgotten, let {hq} help?";
    item_off() "Không: chỉ mình tôi mở được sổ" / "No: only I can open the notebook";
    item_on() "Có: cấp trên mở lại được, sau khi so từ qua điện thoại" / "Yes: headquarters can, after comparing words by telephone";

    // on the laptop
    no_slot()
        "Sổ này chưa cho cấp trên giúp, nên không ai mở lại được. Những gì cấp trên đã nhận thì lấy lại được: lập sổ mới ở thư mục khác, đăng ký lại (sotay enrol), hồ sơ về ở lần đồng bộ đầu. Những gì chưa gửi thì mất."
        / "This notebook does not let headquarters help, so nobody can open it again. What headquarters has received can be got back: make a new notebook in another folder, enrol it (sotay enrol), and the records come with the first sync. What was not sent is lost.";
    request_written(file: &str)
        "Đã ghi đề nghị vào {file}. Đưa tệp cho người quản trị của cấp trên, bằng đường nào cũng được. Khi họ gọi điện, đọc cho họ tám từ này và chỉ làm tiếp khi đúng cả tám."
        / "The request is in {file}. Bring it to headquarters' administrator by any way. When they telephone, read them these eight words, and go on only if all eight are the same.";
    eight(words: &str)
        "Tám từ: {words}"
        / "Eight words: {words}";
    then_accept()
        "Có tệp trả lời: sotay recover --accept TỆP. Chỉ trả lời cho đề nghị mới nhất mới dùng được."
        / "With the answer: sotay recover --accept FILE. Only the answer to the newest request can be used.";
    none_waits()
        "Trên máy này không có đề nghị nào đang chờ, nên trả lời này không dùng được. Làm đề nghị mới: sotay recover --request TỆP"
        / "No request waits on this machine, so this answer is of no use. Make a new request: sotay recover --request FILE";
    bad_answer(file: &str)
        "{file} không phải trả lời cho đề nghị mới nhất của sổ này, hoặc đã hỏng. Không có gì bị thay đổi."
        / "{file} is no answer to this notebook's newest request, or is damaged. Nothing was changed.";
    new_passphrase_now()
        "Trả lời của cấp trên mở được sổ. Bây giờ đặt mật khẩu mới; chưa đặt xong thì không có gì thay đổi."
        / "Headquarters' answer opens the notebook. Now set a new passphrase; until then nothing is changed.";
    recovered()
        "Đã đặt mật khẩu mới; mật khẩu cũ không còn mở được. Tệp đề nghị và tệp trả lời không còn mở được gì: xóa đi."
        / "The new passphrase is set; the old one opens nothing any more. The request and the answer open nothing any more: delete them.";

    // at headquarters
    bad_request(file: &str)
        "{file} không phải đề nghị mở lại sổ, hoặc đã hỏng."
        / "{file} is no request to recover a notebook, or is damaged.";
    unknown_device(device: &str)
        "Máy {device} không có trong danh sách máy đã nhận. Không mở."
        / "Device {device} is not among those taken in. Nothing was opened.";
    revoked(number: u32, name: &str)
        "Máy này của cán bộ số {number}, {name}, đã bị thu hồi. Không mở."
        / "This device of officer {number}, {name}, was shut out. Nothing was opened.";
    whose(number: u32, name: &str, unit: &str, province: &str, device: &str, made: &str)
        "Đề nghị mở lại sổ của cán bộ số {number}: {name}, {unit}, {province}; máy {device}; viết ngày {made}."
        / "Request to recover the notebook of officer {number}: {name}, {unit}, {province}; device {device}; made on {made}.";
    compare()
        "Gọi cho cán bộ theo số đã biết từ trước, không theo số đi kèm tệp. Người nghe phải đúng là cán bộ ấy và đọc đúng cả tám từ: ai cầm tệp trả lời và máy thì đọc được toàn bộ sổ."
        / "Call the officer on a number known before, not on one that came with the file. The voice must be the officer's and all eight words the same: whoever has the answer and the machine can read the whole notebook.";
    type_number(number: u32)
        "Đúng người và đúng cả tám từ thì gõ số của cán bộ ({number}); Enter là không mở: "
        / "If the person and all eight words are right type the officer's number ({number}); Enter opens nothing: ";
    not_opened()
        "Không mở. Không ghi tệp trả lời nào."
        / "Nothing was opened and no answer written.";
    sealed_elsewhere()
        "Khóa trong đề nghị được gói cho nơi nhận khác. Không mở được ở đây."
        / "The key in the request is sealed to another headquarters. It cannot be opened here.";
    does_not_open()
        "Khóa trong đề nghị không mở được: tệp đã bị sửa, hoặc không phải của máy đó. Không ghi gì."
        / "The key in the request does not open: the file was changed, or is not of that device. Nothing was written.";
    answered(file: &str, name: &str)
        "Đã ghi trả lời cho {name} vào {file}. Chỉ máy đã viết đề nghị dùng được, một lần. Trên máy ấy: sotay recover --accept TỆP"
        / "The answer for {name} is in {file}. Only the machine that made the request can use it, once. There: sotay recover --accept FILE";
}
