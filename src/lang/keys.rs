//! Words about settings: faults of a keymap, whence a key comes, the key table, the language.

use super::message::messages;
use super::words::{Both, both};

pub const SOURCE_DEFAULT: Both = both("mặc định", "default");
pub const SOURCE_USER: Both = both("của bạn", "yours");
pub const MARKDOWN_KEYS: Both = both("Phím", "Keys");
pub const MARKDOWN_WHAT: Both = both("Việc", "What it does");
pub const MARKDOWN_ACTION: Both = both("Tên trong tệp phím", "Name in a keymap");

messages! {
    /// Where a fault is.
    pub enum KeyAt, KEY_AT {
        Line { line: usize }
            "dòng {line}";
            "line {line}";
    }
}

messages! {
    /// What is wrong with a key file, and what to do.
    pub enum KeyWord<'a>, KEY_WORDS {
        NoSuchKeymap { names: &'a str }
            "không có bộ phím này; các bộ có sẵn: {names}";
            "no such keymap; there are: {names}";
        NotToml { why: &'a str }
            "không đọc được theo cú pháp TOML ({why})";
            "not readable as TOML ({why})";
        BoundTwice
            "phím này được gán hai lần; hãy giữ một dòng";
            "this key is bound twice; keep one of the lines";
        NotATable
            "ở đây cần tên một ngữ cảnh trong ngoặc vuông, ví dụ [list]";
            "a context in brackets is wanted here, such as [list]";
        UnknownContext
            "không có ngữ cảnh này; `sotay keys` liệt kê các ngữ cảnh";
            "no such context; `sotay keys` lists them";
        UnknownKey
            "không có phím này; viết như f2, ctrl-n, shift-tab, pgdn, \"g g\"";
            "no such key; write f2, ctrl-n, shift-tab, pgdn, \"g g\"";
        UnknownAction { action: &'a str }
            "không có lệnh \"{action}\"; `sotay keys` liệt kê các lệnh";
            "no action \"{action}\"; `sotay keys` lists them";
        NotText
            "tên lệnh phải nằm trong ngoặc kép, ví dụ \"visit.new\", hoặc \"none\" để bỏ phím";
            "an action in quotes is wanted, such as \"visit.new\", or \"none\" to remove the key";
        UnknownOption
            "không có tùy chọn này; chỉ có edit_on_focus";
            "no such option; there is only edit_on_focus";
        OptionNotBool
            "phải là true hoặc false";
            "must be true or false";
        TwoSpellings { other: &'a str }
            "chính là phím \"{other}\" đã gán ở trên; hãy giữ một dòng";
            "is the key \"{other}\" bound above, spelled another way; keep one of the lines";
        HidesSequence { sequence: &'a str, context: &'a str }
            "che mất dãy phím \"{sequence}\" trong [{context}]; hãy bỏ một trong hai bằng \"none\"";
            "hides the sequence \"{sequence}\" of [{context}]; remove one of them with \"none\"";
        Eaten
            "ở đây người dùng gõ chữ, phím này là chữ; hãy dùng phím chức năng hoặc ctrl";
            "one types here, so this key is text; use a function key or ctrl";
        SentAs { key: &'a str }
            "máy gửi phím này như \"{key}\"; hãy chọn phím khác";
            "terminals send this as \"{key}\"; choose another key";
        AltLetter
            "Alt và chữ cái không phân biệt được với Esc rồi chữ cái; hãy chọn phím khác";
            "Alt with a letter cannot be told from Esc and the letter; choose another key";
        CtrlH
            "một số bộ gõ gửi ctrl-h thay cho phím xóa lùi; chỉ gán được cho text.delete_back";
            "some input tools send ctrl-h for backspace; it can only be text.delete_back";
        NoWayOut
            "không còn phím nào để thoát ra; hãy giữ lại esc hoặc ctrl-c";
            "no key is left to get out of here; keep esc or ctrl-c";
        OneFamily { action: &'a str }
            "lệnh cần thiết {action} phải có phím thuộc hai nhóm (phím chức năng, ctrl, phím có tên, chữ)";
            "the essential action {action} needs keys of two families (function key, ctrl, named key, letter)";
    }
}

messages! {
    pub enum LangWord<'a>, LANG_WORDS {
        Flag { given: &'a str }
            "--lang {given}: chỉ có vi và en";
            "--lang {given}: there are vi and en";
        Config { given: &'a str }
            "ngôn ngữ \"{given}\" trong tệp thiết lập: chỉ có vi và en";
            "language \"{given}\" in the config: there are vi and en";
    }
}
