//! The input streams of officers' terminals and input methods (`terminal.md` section 6), as the
//! keys that reach a field.

use proptest::prelude::*;
use sotay::text::edit::Editor;
use sotay::text::{cells, clean, collate, fold, matcher::TextQuery, visible};

/// Backspace is 0x7f or 0x08; Esc leaves the field and is not text.
fn stream(keys: &str) -> Editor {
    let mut editor = Editor::new("");
    for key in keys.chars() {
        match key {
            '\u{7f}' | '\u{8}' => editor.delete_back(),
            key => editor.insert(key),
        };
    }
    editor
}

#[test]
fn nfc_letters() {
    let editor = stream("Đồn biên phòng");
    assert_eq!(editor.text(), "Đồn biên phòng");
    assert_eq!(cells::width(editor.text_before_cursor()), 14);
}

#[test]
fn telex_by_backspace_and_retype() {
    assert_eq!(stream("d\u{7f}đo\u{7f}ô\u{7f}ồn").text(), "đồn");
    assert_eq!(stream("d\u{8}đo\u{8}ô\u{8}ồn").text(), "đồn");
}

#[test]
fn fused_chunk() {
    assert_eq!(stream("vie\u{7f}êt").text(), "viêt");
}

#[test]
fn backspace_at_the_start_does_nothing() {
    let mut editor = stream("\u{7f}\u{7f}a");
    assert_eq!(editor.text(), "a");
    editor.home();
    assert!(!editor.delete_back());
}

#[test]
fn nfd_then_one_backspace_takes_the_letter() {
    let editor = stream("te\u{323}\u{302}");
    assert_eq!((editor.text(), editor.cursor()), ("tệ", 4));
    assert_eq!(stream("te\u{323}\u{302}\u{7f}").text(), "t");
    assert_eq!(stream("ta\u{301}\u{7f}").text(), "t");
    assert_eq!(stream("u\u{31b}\u{309}o").text(), "ửo");
}

#[test]
fn a_mark_goes_to_the_letter_before_the_cursor() {
    let mut editor = Editor::new("tien");
    editor.left();
    editor.insert('\u{302}');
    editor.insert('\u{301}');
    assert_eq!((editor.text(), editor.text_after_cursor()), ("tiến", "n"));
}

#[test]
fn a_lone_mark_then_a_letter() {
    assert_eq!(stream("\u{301}a").text(), "a");
    assert_eq!(stream("\u{302}\u{301}\u{7f}a\u{301}").text(), "á");
    let mut editor = Editor::new("ab");
    editor.home();
    assert!(!editor.insert('\u{301}'), "nothing stands before the cursor to carry it");
    assert_eq!(editor.text(), "ab");
}

#[test]
fn paste_with_line_ends_and_nfd() {
    let mut line = Editor::new("Xã ");
    line.paste("Bi\u{300}nh\r\nMinh\t2\n", false);
    assert_eq!(line.text(), "Xã Bình Minh 2 ");
    let mut note = Editor::new("");
    note.paste("mo\u{302}\u{323}t\r\nhai\rba\tbốn", true);
    assert_eq!(note.text(), "một\nhai\nba bốn");
    let mut joined = Editor::new("e");
    joined.paste("\u{302}\u{301}n", false);
    assert_eq!(joined.text(), "ến");
}

#[test]
fn control_characters_are_not_text() {
    assert_eq!(stream("a\u{1b}\u{7}\u{9b}b\n\tc").text(), "abc");
    let mut editor = Editor::new("");
    editor.paste("a\u{1b}]0;x\u{7}\u{9b}31mb\u{0}", false);
    assert_eq!(editor.text(), "a]0;x31mb");
    assert!(!visible("\u{1b}[2J\u{9b}\r").contains(['\u{1b}', '\u{9b}', '\r']));
}

#[test]
fn a_huge_paste_is_one_step() {
    let mut editor = Editor::new("");
    editor.paste(&"Đồn biên phòng\n".repeat(20_000), true);
    assert_eq!(editor.text().lines().count(), 20_000);
    assert!(editor.undo());
    assert_eq!(editor.text(), "");
}

proptest! {
    #[test]
    fn typing_is_pasting_is_cleaning(text in "[a-eđư \u{301}\u{302}\u{323}\u{31b}\u{7}]{0,30}") {
        let mut pasted = Editor::new("");
        pasted.paste(&text, false);
        let cleaned = clean(&text, false);
        let typed = stream(&text);
        prop_assert_eq!(typed.text(), &cleaned);
        prop_assert_eq!(pasted.text(), &cleaned);
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold::fold(&text);
        prop_assert_eq!(fold::fold(&once), &once[..]);
        prop_assert_eq!(fold::fold(&fold::exact(&text)), &once[..]);
        let exact = fold::exact(&text);
        prop_assert_eq!(fold::exact(&exact), exact);
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in any::<String>(), lines in any::<bool>()) {
        let once = clean(&text, lines);
        prop_assert_eq!(clean(&once, lines), &once[..]);
        prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn cut_keeps_its_width(text in "\\PC{0,30}", room in 0usize..40) {
        prop_assert!(cells::width(&cells::cut(&text, room)) <= room);
        prop_assert_eq!(cells::width(&cells::pad(&text, room)), room);
    }

    #[test]
    fn a_text_finds_itself(text in "[a-zA-Z0-9đêữợ ]{1,30}", other in "[a-zđêữ ]{0,9}") {
        let hay = format!("{other} {text}");
        prop_assert!(TextQuery::new(&text).matches(&fold::fold(&hay), &hay).is_some());
    }

    #[test]
    fn tones_only_decide_between_equal_letters(a in "[a-cêô]{1,4}", b in "[a-cêô]{1,4}") {
        let toned: String = a.chars().flat_map(|c| [c, '\u{301}']).collect();
        if a != b {
            prop_assert_eq!(
                collate::sort_key(&a) < collate::sort_key(&b),
                collate::sort_key(&toned) < collate::sort_key(&b)
            );
        }
    }
}
