use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::*;

fn typed(text: &str) -> Editor {
    let mut editor = Editor::default();
    text.chars().for_each(|c| {
        editor.insert(c);
    });
    editor
}

#[test]
fn undo_goes_back_by_words() {
    let mut editor = typed("một hai");
    assert!(editor.undo());
    assert_eq!(editor.text(), "một ");
    assert!(editor.undo());
    assert_eq!(editor.text(), "");
    assert!(!editor.undo());
    assert!(editor.redo() && editor.redo() && !editor.redo());
    assert_eq!((editor.text(), editor.cursor()), ("một hai", 9));
    editor.delete_back();
    editor.delete_back();
    editor.undo();
    assert_eq!(editor.text(), "một hai");
}

#[test]
fn telex_bursts_are_one_step() {
    let mut editor = typed("xu");
    editor.replace_back(1, "ư");
    assert_eq!(editor.text(), "xư");
    editor.undo();
    assert_eq!(editor.text(), "");
}

#[test]
fn words_and_lines() {
    let mut editor = Editor::new("một hai, ba\nbốn");
    assert!(editor.home());
    assert_eq!(editor.text_after_cursor(), "bốn");
    assert!(editor.left() && editor.word_left());
    assert_eq!(editor.text_after_cursor(), "ba\nbốn");
    assert!(editor.word_left());
    assert_eq!(editor.text_after_cursor(), "hai, ba\nbốn");
    assert!(editor.word_right());
    assert_eq!(editor.text_after_cursor(), ", ba\nbốn");
    assert!(editor.delete_word_back());
    assert_eq!(editor.text(), "một , ba\nbốn");
    assert!(editor.end() && !editor.end());
    assert_eq!(editor.text_after_cursor(), "\nbốn");
}

#[test]
fn limit_counts_graphemes() {
    let mut editor = Editor::new("").limited(3);
    assert!(editor.paste("e\u{323}\u{302}ớ", false));
    assert!(editor.paste("abc", false));
    assert_eq!(editor.text(), "ệớa");
    assert!(!editor.insert('x'));
    assert!(editor.insert('\u{301}'));
    assert_eq!(editor.text(), "ệớá");
}

#[test]
fn wraps_at_words_and_keeps_the_cursor_inside() {
    let mut editor = Editor::new("một hai ba\n\nbốnnămsáubảy");
    let lines: Vec<&str> = editor.wrap(8).into_iter().map(|r| &editor.text()[r]).collect();
    assert_eq!(lines, ["một hai ", "ba", "", "bốnnăms", "áubảy"]);
    assert_eq!(editor.cursor_cell(8), (4, 5));
    assert!(editor.up(8) && editor.up(8) && editor.up(8) && editor.up(8));
    assert_eq!(editor.cursor_cell(8), (0, 5), "the column is remembered over short lines");
    assert!(!editor.up(8));
    assert!(editor.down(8));
    assert_eq!(editor.cursor_cell(8), (1, 2));
}

#[derive(Clone, Debug)]
enum TestEdit {
    Insert(char),
    Paste(String),
    Call(u8),
    Replace(usize, String),
}

fn letter() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => proptest::char::range('a', 'e'),
        4 => prop::sample::select(vec![
            'đ', 'ê', 'ư', ' ', '\u{301}', '\u{302}', '\u{323}', '\u{31b}', '\u{200d}', '\u{1b}',
            '\u{1F468}', '\u{1F1FB}', '\u{1F1F3}', '\u{1100}', '\u{1161}', '\u{11a8}', '\u{fe0f}',
        ]),
        1 => any::<char>(),
    ]
}

fn deed() -> impl Strategy<Value = TestEdit> {
    prop_oneof![
        4 => letter().prop_map(TestEdit::Insert),
        1 => prop::collection::vec(letter(), 0..6).prop_map(|l| TestEdit::Paste(l.into_iter().collect())),
        1 => "\\PC{0,4}\n?\r?\\PC{0,4}".prop_map(TestEdit::Paste),
        4 => (0u8..15).prop_map(TestEdit::Call),
        1 => (0usize..4, "[a-zđê]{0,3}").prop_map(|(n, t)| TestEdit::Replace(n, t)),
    ]
}

fn act(editor: &mut Editor, deed: TestEdit) -> bool {
    match deed {
        TestEdit::Insert(c) => editor.insert(c),
        TestEdit::Paste(text) => editor.paste(&text, true),
        TestEdit::Replace(n, text) => editor.replace_back(n, &text),
        TestEdit::Call(n) => match n {
            0 => editor.left(),
            1 => editor.right(),
            2 => editor.word_left(),
            3 => editor.word_right(),
            4 => editor.home(),
            5 => editor.end(),
            6 => editor.up(9),
            7 => editor.down(9),
            8 => editor.delete_back(),
            9 => editor.delete_forward(),
            10 => editor.delete_word_back(),
            11 => editor.undo(),
            12 => editor.redo(),
            13 => editor.newline(),
            _ => editor.clear(),
        },
    }
}

#[test]
fn a_line_was_broken_between_a_space_and_the_mark_over_it() {
    let mut editor = Editor::default();
    editor.paste("\u{2000}\u{b02}Aaaaaa\u{1f1e6}\r", true);
    editor.up(9);
    assert!(on_edge(editor.text(), editor.cursor()), "{:?} {}", editor.text(), editor.cursor());
    assert!(editor.wrap(9).iter().all(|line| on_edge(editor.text(), line.start)));
}

proptest! {
    #[test]
    fn always_nfc_and_on_an_edge(deeds in prop::collection::vec(deed(), 0..60)) {
        let mut editor = Editor::default();
        for deed in deeds {
            let before = (editor.text().to_owned(), editor.cursor());
            let changed = act(&mut editor, deed.clone());
            prop_assert!(is_nfc(editor.text()), "{deed:?} on {before:?} gave {:?}", editor.text());
            prop_assert!(on_edge(editor.text(), editor.cursor()), "{deed:?} on {before:?}");
            prop_assert_eq!(changed, before != (editor.text().to_owned(), editor.cursor()));
            let lines = editor.wrap(9);
            let (row, column) = editor.cursor_cell(9);
            prop_assert!(row < lines.len() && column < 9);
            prop_assert_eq!(clean::clean(editor.text(), true), editor.text());
        }
    }

    #[test]
    fn undo_to_the_start_and_back(deeds in prop::collection::vec(deed(), 0..40)) {
        let mut editor = Editor::new("đầu\ntiên");
        for deed in deeds {
            if !matches!(deed, TestEdit::Call(11 | 12)) {
                act(&mut editor, deed);
            }
        }
        let last = editor.text().to_owned();
        while editor.undo() {}
        prop_assert_eq!(editor.text(), "đầu\ntiên");
        while editor.redo() {}
        prop_assert_eq!(editor.text(), last);
    }
}
