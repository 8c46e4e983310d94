//! Texts about settings: faults of a keymap, sources of bindings, the key table, the language.

use super::say::say;
use super::words::{Both, both};

pub const SOURCE_DEFAULT: Both = both("mặc định", "default");
pub const SOURCE_USER: Both = both("của bạn", "yours");
pub const MARKDOWN_KEYS: Both = both("Phím", "Keys");
pub const MARKDOWN_WHAT: Both = both("Việc", "What it does");
pub const MARKDOWN_ACTION: Both = both("Tên trong tệp phím", "Name in a keymap");

say! {
    // location of a fault
    line(line: usize)
        "dòng {line}"
        / "line {line}";

    // faults of a keymap file, with what to do
    no_such_keymap(names: &str)
        "không có bộ phím này; các bộ có sẵn: {names}"
        / "no such keymap; there are: {names}";
    not_toml(why: &str)
        "không đọc được theo cú pháp TOML ({why})"
        / "not readable as TOML ({why})";
    bound_twice()
        "phím này được gán hai lần; hãy giữ một dòng"
        / "this key is bound twice; keep one of the lines";
    not_a_table()
        "ở đây cần tên một ngữ cảnh trong ngoặc vuông, ví dụ [list]"
        / "a context in brackets is wanted here, such as [list]";
    unknown_context()
        "không có ngữ cảnh này; `sotay keys` liệt kê các ngữ cảnh"
        / "no such context; `sotay keys` lists them";
    unknown_key()
        "không có phím này; viết như f2, ctrl-n, shift-tab, pgdn, \"g g\""
        / "no such key; write f2, ctrl-n, shift-tab, pgdn, \"g g\"";
    unknown_action(action: &str)
        "không có lệnh \"{action}\"; `sotay keys` liệt kê các lệnh"
        / "no action \"{action}\"; `sotay keys` lists them";
    not_text()
        "tên lệnh phải nằm trong ngoặc kép, ví dụ \"visit.new\", hoặc \"none\" để bỏ phím"
        / "an action in quotes is wanted, such as \"visit.new\", or \"none\" to remove the key";
    unknown_option()
        "không có tùy chọn này; chỉ có edit_on_focus"
        / "no such option; there is only edit_on_focus";
    option_not_bool()
        "phải là true hoặc false"
        / "must be true or false";
    two_spellings(other: &str)
        "chính là phím \"{other}\" đã gán ở trên; hãy giữ một dòng"
        / "is the key \"{other}\" bound above, spelled another way; keep one of the lines";
    hides_sequence(sequence: &str, context: &str)
        "che mất dãy phím \"{sequence}\" trong [{context}]; hãy bỏ một trong hai bằng \"none\""
        / "hides the sequence \"{sequence}\" of [{context}]; remove one of them with \"none\"";
    eaten()
        "ở đây người dùng gõ chữ, phím này là chữ; hãy dùng phím chức năng hoặc ctrl"
        / "one types here, so this key is text; use a function key or ctrl";
    sent_as(key: &str)
        "máy gửi phím này như \"{key}\"; hãy chọn phím khác"
        / "terminals send this as \"{key}\"; choose another key";
    alt_letter()
        "Alt và chữ cái không phân biệt được với Esc rồi chữ cái; hãy chọn phím khác"
        / "Alt with a letter cannot be told from Esc and the letter; choose another key";
    ctrl_h()
        "một số bộ gõ gửi ctrl-h thay cho phím xóa lùi; chỉ gán được cho text.delete_back"
        / "some input tools send ctrl-h for backspace; it can only be text.delete_back";
    no_way_out()
        "không còn phím nào để thoát ra; hãy giữ lại esc hoặc ctrl-c"
        / "no key is left to get out of here; keep esc or ctrl-c";
    one_family(action: &str)
        "lệnh cần thiết {action} phải có phím thuộc hai nhóm (phím chức năng, ctrl, phím có tên, chữ)"
        / "the essential action {action} needs keys of two families (function key, ctrl, named key, letter)";
}
