//! The shipped keymaps, faults of keymap files, lookup, hints and help.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use sotay::keymap::key::{parse_sequence, show_sequence};
use sotay::keymap::{ACTIONS, Action, BindingSource, Code, Context, Key, KeyMeaning, Keymap};
use sotay::lang::Lang;
use unicode_width::UnicodeWidthStr;

fn builtin(name: &str) -> Keymap {
    Keymap::builtin(name).unwrap()
}

fn key(text: &str) -> Key {
    Key::parse(text).unwrap_or_else(|| panic!("no key {text}"))
}

/// The meanings of a script of keys, waiting keys included.
fn press(keymap: &Keymap, context: Context, keys: &str) -> Vec<KeyMeaning> {
    let mut pending = Vec::new();
    keys.split(' ').map(|k| keymap.feed(context.chain(), &mut pending, key(k))).collect()
}

fn overlaid(name: &str, text: &str) -> Keymap {
    let told = |faults: Vec<sotay::keymap::KeyFault>| {
        faults.iter().map(|f| f.text(Lang::En)).collect::<Vec<_>>().join("\n")
    };
    builtin(name).overlay(text, "keymap.toml").map_err(told).unwrap()
}

fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Each is loaded over itself, so that every line is checked like a user's file.
#[test]
fn shipped_keymaps_have_no_fault() {
    for name in Keymap::names() {
        overlaid(name, &file(&format!("keymaps/{name}.toml")));
    }
}

#[test]
fn every_bad_file_is_refused_with_every_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keymaps/bad");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let wanted: Vec<&str> =
            text.lines().filter_map(|l| l.strip_prefix("# fault: ")).collect();
        assert!(!wanted.is_empty(), "{path:?} expects nothing");
        let faults = builtin("default").overlay(&text, "k.toml").expect_err("accepted");
        let mut told: Vec<String> = faults
            .iter()
            .map(|f| f.text(Lang::En))
            .map(|t| {
                t.strip_prefix("k.toml")
                    .unwrap()
                    .trim_start_matches([',', ':'])
                    .trim()
                    .to_owned()
            })
            .collect();
        for (told, wanted) in told.iter_mut().zip(&wanted) {
            if wanted.ends_with('(') && told.starts_with(wanted) {
                *told = wanted.to_string(); // what follows are the parser's own words
            }
        }
        assert_eq!(told, wanted, "{path:?}");
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn a_faulty_user_file_leaves_the_named_keymap_in_service() {
    let (keymap, faults) = Keymap::load("vim", Some(("k.toml", "[list]\nf3 = \"list.serch\"")));
    assert_eq!(keymap, builtin("vim"));
    assert_eq!(faults.len(), 1);
    let (keymap, faults) = Keymap::load("emcas", None);
    assert_eq!(keymap, builtin("default"));
    assert_eq!(
        faults[0].text(Lang::Vi),
        "emcas: không có bộ phím này; các bộ có sẵn: default, vim"
    );
}

#[test]
fn the_last_layer_wins_key_by_key_and_none_removes() {
    let user = overlaid("default", "[list]\nf11 = \"list.filter\"\nctrl-y = \"none\"\n");
    let list = Context::List;
    assert_eq!(press(&user, list, "f11"), [KeyMeaning::Action(Action::ListFilter)]);
    assert_eq!(press(&user, list, "ctrl-y"), [KeyMeaning::None]);
    assert_eq!(press(&user, list, "f3"), [KeyMeaning::Action(Action::ListSearch)]);
    assert_eq!(user.key_label(Action::ListFilter, list.chain()), "F11");
}

#[test]
fn removing_a_key_keeps_the_sequences_that_start_with_it() {
    let vim = overlaid("vim", "[list]\ng = \"none\"\n");
    let found = press(&vim, Context::List, "g g");
    assert_eq!(found, [KeyMeaning::Prefix, KeyMeaning::Action(Action::ListFirst)]);
}

#[test]
fn a_key_of_the_users_displaces_a_sequence_once_that_is_removed() {
    let text = "[list]\ng = \"list.last\"\n\"g g\" = \"none\"\n[page]\n\"g t\" = \"none\"\n\"g T\" = \"none\"\n";
    let vim = overlaid("vim", text);
    assert_eq!(press(&vim, Context::List, "g"), [KeyMeaning::Action(Action::ListLast)]);
}

#[test]
fn options_are_laid_over_like_keys() {
    assert!(builtin("default").options.edit_on_focus);
    assert!(!builtin("vim").options.edit_on_focus);
    assert!(overlaid("vim", "[options]\nedit_on_focus = true\n").options.edit_on_focus);
}

#[test]
fn a_file_may_be_empty() {
    assert_eq!(overlaid("default", ""), builtin("default"));
}

#[test]
fn where_one_types_plain_characters_are_text() {
    let vim = builtin("vim");
    for context in Context::ALL.iter().filter(|c| c.typing()) {
        for c in ['j', 'G', 'đ', '/', '?', '1', 'ư'] {
            let found = vim.lookup(context.chain(), &[], Key::plain(Code::Char(c)));
            assert_eq!(found, KeyMeaning::Typed(c), "{context:?}");
        }
    }
    let space = Key::plain(Code::Char(' '));
    assert_eq!(vim.lookup(Context::Pick.chain(), &[], space), KeyMeaning::Typed(' '));
    let marks = vim.lookup(Context::Many.chain(), &[], space);
    assert_eq!(marks, KeyMeaning::Action(Action::PickToggle));
}

#[test]
fn alt_and_a_letter_is_esc_and_the_letter() {
    let keymap = builtin("default");
    let found = press(&keymap, Context::Text, "alt-a");
    assert_eq!(found, [KeyMeaning::EscThen(key("a"))]);
    assert_eq!(press(&keymap, Context::List, "alt-a"), [KeyMeaning::EscThen(key("a"))]);
    assert_eq!(press(&keymap, Context::Menu, "alt-enter"), [KeyMeaning::EscThen(key("enter"))]);
    // a terminal names the modifier itself if it sends a sequence
    assert_eq!(press(&keymap, Context::List, "alt-up"), [KeyMeaning::None]);
}

#[test]
fn inner_contexts_are_heard_first() {
    let keymap = builtin("default");
    let action = |context, k: &str| press(&keymap, context, k);
    assert_eq!(action(Context::List, "f2"), [KeyMeaning::Action(Action::VisitNew)]);
    assert_eq!(action(Context::Form, "f2"), [KeyMeaning::Action(Action::FormSave)]);
    assert_eq!(action(Context::Text, "f2"), [KeyMeaning::Action(Action::FormSave)]);
    assert_eq!(action(Context::Text, "enter"), [KeyMeaning::Action(Action::FieldNext)]);
    assert_eq!(action(Context::Note, "enter"), [KeyMeaning::Action(Action::TextNewline)]);
    assert_eq!(action(Context::Note, "ctrl-h"), [KeyMeaning::Action(Action::TextDeleteBack)]);
    assert_eq!(action(Context::Search, "down"), [KeyMeaning::Action(Action::ListDown)]);
    assert_eq!(action(Context::Confirm, "enter"), [KeyMeaning::Action(Action::ConfirmChoose)]);
    assert_eq!(action(Context::Text, "ctrl-c"), [KeyMeaning::Action(Action::FormClose)]);
}

#[test]
fn backspace_takes_back_a_waiting_key_so_that_telex_can_write_its_letter() {
    let vim = builtin("vim");
    let found = press(&vim, Context::List, "d backspace đ");
    let delete = KeyMeaning::Action(Action::RecordDelete);
    assert_eq!(found, [KeyMeaning::Prefix, KeyMeaning::Dropped, delete]);
    assert_eq!(press(&vim, Context::List, "d d"), [KeyMeaning::Prefix, delete]);
}

#[test]
fn a_waiting_key_ends_with_esc_or_a_key_that_does_not_follow() {
    let vim = builtin("vim");
    let down = KeyMeaning::Action(Action::ListDown);
    assert_eq!(
        press(&vim, Context::List, "g esc j"),
        [KeyMeaning::Prefix, KeyMeaning::None, down]
    );
    assert_eq!(
        press(&vim, Context::List, "g x j"),
        [KeyMeaning::Prefix, KeyMeaning::None, down]
    );
}

#[test]
fn what_may_follow_a_waiting_key_is_known() {
    let vim = builtin("vim");
    let next = vim.continuations(Context::Page.chain(), &[key("g")]);
    let next: BTreeSet<(String, Action)> = next.into_iter().collect();
    let wanted =
        [("g", Action::ListFirst), ("t", Action::PageNextTab), ("T", Action::PagePrevTab)];
    assert_eq!(next, wanted.map(|(k, a)| (k.to_owned(), a)).into());
}

#[test]
fn hints_are_true_and_fit_in_both_languages() {
    for name in Keymap::names() {
        let keymap = builtin(name);
        for context in Context::ALL {
            for lang in [Lang::Vi, Lang::En] {
                for width in [0, 1, 7, 20, 40, 80, 120] {
                    hints_fit(&keymap, *context, lang, width);
                }
            }
        }
    }
}

fn hints_fit(keymap: &Keymap, context: Context, lang: Lang, width: usize) {
    let hints = keymap.hint(context.chain(), |_| true, width, lang);
    let line: Vec<String> = hints.iter().map(|(k, w)| format!("{k} {w}")).collect();
    let line = line.join("  ");
    assert!(line.width() <= width, "{context:?} {line}");
    if width >= 20 {
        assert_eq!(hints.last().unwrap().0, "F1", "{context:?}");
        let keymap_says = keymap.key_label(Action::HelpOpen, context.chain());
        assert_eq!(keymap_says, "F1");
    }
}

#[test]
fn hints_show_what_can_be_done_now_in_the_order_of_the_table() {
    let keymap = builtin("default");
    let can = |a| a != Action::RecordEdit;
    let hints = keymap.hint(Context::List.chain(), can, 60, Lang::Vi);
    let line: Vec<String> = hints.iter().map(|(k, w)| format!("{k} {w}")).collect();
    assert_eq!(line.join("  "), "Enter Mở  F2 Ghi lượt mới  F3 Tìm  Ins Thêm  F1 Trợ giúp");
}

#[test]
fn the_form_hints_saving_first() {
    let hints = builtin("default").hint(Context::Text.chain(), |_| true, 26, Lang::En);
    assert_eq!(hints, [("F2".to_owned(), "Save"), ("F1".to_owned(), "Help")]);
}

#[test]
fn help_names_every_key_and_whence_it_comes() {
    let user = overlaid("vim", "[list]\nf11 = \"list.filter\"\n");
    let help = user.help(Context::List.chain(), |_| true, Lang::En);
    let lines: Vec<_> = help.iter().flat_map(|(_, lines)| lines).collect();
    let of = |action| lines.iter().find(|l| l.action == action).unwrap().keys.clone();
    let named = BindingSource::Named("vim");
    assert_eq!(
        of(Action::ListFilter),
        [("F11".into(), BindingSource::User), ("\\".into(), named)]
    );
    let delete = of(Action::RecordDelete);
    assert_eq!(delete[0], ("dd".into(), named));
    assert!(delete.contains(&("Ctrl-D".into(), BindingSource::Default)));
    assert_eq!(BindingSource::User.words(Lang::Vi), "của bạn");
    let shown: BTreeSet<Action> = lines.iter().map(|l| l.action).collect();
    assert!(!shown.contains(&Action::FormSave), "no key of the form works in a list");
}

#[test]
fn help_leaves_out_what_an_inner_context_covers() {
    let help = builtin("default").help(Context::Form.chain(), |_| true, Lang::Vi);
    let lines: Vec<_> = help.iter().flat_map(|(_, lines)| lines).collect();
    let visit = lines.iter().find(|l| l.action == Action::VisitNew).unwrap();
    assert_eq!(visit.keys, [("Ctrl-N".to_owned(), BindingSource::Default)]);
}

#[test]
fn every_action_has_a_key_or_is_for_the_palette_alone() {
    let keymap = builtin("default");
    for spec in ACTIONS {
        let bound = keymap.bindings().iter().any(|b| b.action == spec.action);
        assert_eq!(bound, !spec.palette_only, "{}", spec.id);
    }
}

#[test]
fn the_table_of_actions_holds_together() {
    let ids: BTreeSet<&str> = ACTIONS.iter().map(|s| s.id).collect();
    assert_eq!(ids.len(), ACTIONS.len());
    for spec in ACTIONS {
        assert_eq!(Action::by_id(spec.id), Some(spec.action));
        assert_eq!(spec.action.spec().id, spec.id);
        assert!(!(spec.essential && spec.palette_only), "{}", spec.id);
    }
    for context in Context::ALL {
        assert_eq!(Context::by_id(context.id()), Some(*context));
        assert_eq!(context.chain().first(), Some(context));
        assert_eq!(context.chain().last(), Some(&Context::Global));
    }
}

#[test]
fn the_markdown_table_names_every_binding() {
    let keymap = builtin("default");
    let table = keymap.markdown(Lang::En);
    for binding in keymap.bindings() {
        assert!(table.contains(&format!("`{}`", show_sequence(&binding.keys))));
        assert!(table.contains(&format!("`{}`", binding.action.id())));
    }
    assert!(table.starts_with("### Lists `[list]`\n\n| Keys | What it does |"), "{table}");
    assert!(table.contains("| `f2` `ctrl-n` | Record a new visit | `visit.new` |"), "{table}");
}

#[test]
fn keys_have_one_form_whatever_the_terminal_says() {
    let c = Code::Char;
    assert_eq!(Key::new(c('A'), false, false, true), key("A"));
    assert_eq!(Key::new(c('a'), false, false, true), key("A"));
    assert_eq!(Key::new(c('A'), false, false, false), key("shift-a"));
    assert_eq!(Key::new(c('N'), true, false, true), key("ctrl-n"));
    assert_eq!(Key::new(c('?'), false, false, true), key("?"));
    assert_eq!(Key::new(c('đ'), false, false, true), key("Đ"));
    assert_eq!(key("shift-tab"), Key::new(Code::Tab, false, false, true));
    assert_eq!(key("e\u{323}\u{302}"), key("ệ"));
}

#[test]
fn words_that_are_no_keys_are_refused() {
    let words =
        ["", "f0", "f13", "F2", "f01", "f+1", "ctrl-", "ctrl-ctrl-a", "shift-/", "Esc", "ab"];
    for text in words {
        assert_eq!(Key::parse(text), None, "{text}");
    }
    for text in ["", "g  g", " g", "g nope"] {
        assert_eq!(parse_sequence(text), None, "{text}");
    }
    for text in ["-", "ctrl--", "f", "\"", "ctrl-space"] {
        assert_eq!(key(text).to_string(), text);
    }
}

fn any_key() -> impl Strategy<Value = Key> {
    let named = prop::sample::select(vec![
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Insert,
        Code::Delete,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::Char(' '),
    ]);
    let letters: Vec<char> = "agzGZ0?/\\-\"đĐươỄ#[".chars().collect();
    let code = prop_oneof![
        named,
        (1..=12u8).prop_map(Code::F),
        prop::sample::select(letters).prop_map(Code::Char)
    ];
    (code, any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(code, ctrl, alt, shift)| Key::new(code, ctrl, alt, shift))
}

proptest! {
    #[test]
    fn a_printed_key_reads_back(keys in prop::collection::vec(any_key(), 1..4)) {
        prop_assert_eq!(parse_sequence(&show_sequence(&keys)), Some(keys));
    }

    #[test]
    fn normal_form_is_final(k in any_key()) {
        prop_assert_eq!(Key::new(k.code, k.ctrl, k.alt, k.shift), k);
    }

    #[test]
    fn any_text_is_a_keymap_or_a_list_of_faults(text in "(\\[|\\]|=|\"|\n|list|f3|g| |none|é|\\PC){0,60}") {
        let laid = builtin("default").overlay(&text, "k.toml");
        if let Err(faults) = laid {
            prop_assert!(faults.iter().all(|f| f.text(Lang::Vi).starts_with("k.toml")));
        }
    }

    #[test]
    fn any_keys_in_any_context_find_something_or_nothing(
        keys in prop::collection::vec(any_key(), 0..12),
        at in prop::sample::select(Context::ALL.to_vec()),
    ) {
        let vim = builtin("vim");
        let mut pending = Vec::new();
        for key in keys {
            let waiting = !pending.is_empty();
            let found = vim.feed(at.chain(), &mut pending, key);
            prop_assert!(pending.len() < 2, "no shipped sequence is longer than two keys");
            if let KeyMeaning::Typed(c) = found {
                prop_assert!(at.types(c) && !waiting);
            }
        }
    }
}
