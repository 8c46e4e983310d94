//! Every screen at every size, in both languages, and in plain ASCII.

use crate::kit::programme;
use serde_json::json;
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::programme::spec::{Field, Label};

use crate::kit::app::{App, Setting, USUAL};

/// Keys from the first screen to each screen.
const SCREENS: &[&str] = &[
    "",
    "f6",
    "f6 / 'hoa'",
    "f6 / 'zzz'",
    "f6 ctrl-f down down",
    "f6 f11",
    "f6 enter",
    "f6 enter tab tab",
    "f6 enter del 'a'",
    "f6 ctrl-y",
    "f6 ctrl-e",
    "f6 ctrl-e pgdn",
    "f6 ins tab",
    "f6 ins f2",
    "f7",
    "f7 enter",
    "f7 enter ctrl-k",
    "f8",
    "f8 enter",
    "f2",
    "f2 'hoa'",
    "f2 'hoa' enter f2",
    "f2 'hoa' enter tab 'k'",
    "f2 tab ctrl-u '99/99' tab",
    "f2 pgdn 'Seen'",
    "f2 pgdn pgdn pgdn pgdn pgdn",
    "f2 end pgdn pgdn pgdn pgdn tab tab tab tab tab enter",
    "f2 tab 'x' ctrl-b",
    "5",
    "5 up",
    "6",
    "6 down down space",
    "6 f4",
    "6 end enter",
    "ctrl-p",
    "ctrl-p 'visit'",
    "f1",
    "f2 f1",
    "f5",
];

const SIZES: &[(u16, u16)] = &[
    (20, 5),
    (20, 8),
    (31, 7),
    (40, 12),
    (40, 15),
    (60, 9),
    (80, 24),
    (120, 40),
    (300, 5),
    (20, 100),
    (300, 100),
];

/// A notebook with some of everything, and names with letters that both languages have.
fn notebook(setting: Setting) -> App {
    let mut app = App::with(setting);
    let there = app.given(
        "establishment",
        json!({ "name": "Moc Hoa Binh", "type": "htx", "place": "08230", "workers": 12,
            "status": "dang_hoat_dong", "sector": "dd", "products": "go", "tax_none": "-",
            "contact_name": "An", "notice": true, "notice_date": "2026-11-01" }),
    );
    let there = there.to_string();
    let me = app.model.officer_id().unwrap().to_string();
    app.given(
        "visit",
        json!({ "establishment": there, "date": "2026-10-01", "purpose": "giam_sat",
            "observations": "Seen.", "operating": "dang_hoat_dong", "conclusion": "dat",
            "state": "nhap", "officers": [me], "next_date": "2026-11-25",
            "papers": [{ "paper": "dkkd", "have": "co" }] }),
    );
    app.given(
        "task",
        json!({ "what": "Send", "establishment": there, "owner": "can_bo", "due": "2026-11-26",
            "state": "dang_lam" }),
    );
    let model =
        app.given("model", json!({ "code": "MH-1", "name": "Model", "establishment": there }));
    for (phase, year, output) in [("truoc", 2025, "100"), ("sau", 2026, "125")] {
        app.given(
            "measurement",
            json!({ "model": model.to_string(), "establishment": there, "phase": phase,
                "period_kind": "thang", "period_from": format!("{year}-10-01"),
                "period_to": format!("{year}-10-31"), "basis": "so_sach",
                "lines": [{ "indicator": "san_luong", "value": output, "unit": "tan" }] }),
        );
    }
    app.given("establishment", json!({ "name": "Bare" }));
    app.keys("f5");
    app
}

/// Goes from any screen to the one that `script` leads to; forms become drafts.
fn go<'a>(app: &'a mut App, script: &str) -> &'a mut App {
    app.keys("esc esc esc esc esc esc f5").keys(script)
}

/// The field that has the focus.
fn focused(app: &App) -> Option<&'static Field> {
    let Screen::Form(form) = app.top() else { return None };
    form.content.field_at(programme(), form.at().path()?)
}

#[track_caller]
fn is_usable(app: &App, script: &str) {
    let (buffer, frame) = app.draw();
    let area = buffer.area;
    let at = format!("{script:?} at {}x{}:\n{}", area.width, area.height, app.text());
    let (x, y) = frame.cursor.unwrap_or_else(|| panic!("no cursor, {at}"));
    assert!(x < area.width && y < area.height, "cursor at {x},{y}, {at}");
    let Some(field) = focused(app) else { return };
    let here = app.here();
    let label: String = field.label.get(app.model.lang).chars().take(4).collect();
    assert!(
        here.trim_start().starts_with('>') && here.contains(&label),
        "no {label:?} in {here:?}, {at}"
    );
}

#[test]
fn the_focused_field_and_its_label_show_at_every_size() {
    let mut app = notebook(USUAL);
    for script in SCREENS {
        go(&mut app, script);
        for (width, height) in SIZES {
            app.resize(*width, *height);
            is_usable(&app, script);
        }
        app.resize(80, 24);
        is_usable(&app, script);
    }
}

#[test]
fn a_form_can_be_walked_through_in_the_smallest_window() {
    for (width, height) in [(20, 5), (40, 12)] {
        let mut app = notebook(Setting { size: (width, height), ..USUAL });
        app.keys("f2 'hoa' enter");
        let mut last = String::new();
        for _ in 0..30 {
            is_usable(&app, "tab");
            let here = app.here();
            if here == last {
                break;
            }
            last = here;
            app.keys("tab");
        }
        assert!(last.contains("thêm"), "{last}");
        app.keys("f2");
        is_usable(&app, "f2");
        assert!(app.text().contains('!') || app.text().contains("chỗ"), "{}", app.text());
    }
}

#[test]
fn too_small_a_window_says_so_and_loses_nothing() {
    let mut app = notebook(USUAL);
    app.keys("f2 tab tab tab tab tab 'Still here'").resize(19, 4);
    assert!(app.text().contains(&lang::app::too_small(Vi)), "{}", app.text());
    app.resize(1, 1);
    app.draw();
    app.keys("'!'").resize(80, 24);
    assert!(app.here().contains("Still here!"), "{}", app.text());
}

#[test]
fn plain_ascii_shows_nothing_else_and_stores_everything() {
    let mut app = notebook(Setting { ascii: true, ..USUAL });
    for script in SCREENS {
        go(&mut app, script);
        assert!(app.text().is_ascii(), "{script:?}:\n{}", app.text());
    }
    let mut app = App::with(Setting { ascii: true, ..USUAL });
    app.keys("f6 ins 'Xưởng gỗ'").shows("Xuong go").keys("ctrl-c");
    assert!(format!("{:?}", app.drafts()).contains("Xưởng gỗ"));
}

/// Words and names that are equal in both languages.
const NAMES: &[&str] =
    &["Đề án", "đề án", "đồng", "Trần Thị Bình", "Phù Ninh", "Phú", "Thọ", "Xã", "Khuyến công"];

#[test]
fn english_screens_hold_no_vietnamese_words() {
    let mut app = notebook(Setting { lang: Lang::En, ..USUAL });
    let mut strange = Vec::new();
    for script in SCREENS {
        let text = go(&mut app, script).text();
        let text = NAMES.iter().fold(text, |text, name| text.replace(name, ""));
        for line in text.lines().filter(|line| !line.contains("ạ ế ợ ữ đ")) {
            let words = line.split("xample: ").next().unwrap();
            if words.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
                strange.push(format!("{script:?}: {line}"));
            }
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

#[test]
fn vietnamese_screens_hold_no_english_labels() {
    let english = labels(|l| (l.get(Lang::En).to_string(), l.get(Lang::Vi).to_string()));
    let mut app = notebook(USUAL);
    for script in SCREENS {
        let text = go(&mut app, script).text();
        for label in &english {
            assert!(!text.contains(label), "{label:?} in {script:?}:\n{text}");
        }
    }
}

/// English labels of kinds, sections and fields that cannot contain a Vietnamese word.
fn labels(both: impl Fn(&Label) -> (String, String)) -> Vec<String> {
    let kinds = &programme().kinds;
    let sections = kinds.iter().flat_map(|k| &k.sections);
    let fields = sections.clone().flat_map(|s| &s.fields);
    let all = kinds.iter().map(|k| &k.label);
    let all = all.chain(sections.map(|s| &s.label)).chain(fields.map(|f| &f.label));
    let words = ["Save", "Edit", "Search", "Delete", "Today", "Quit", "Saved", "Next fault"];
    let own = all.map(both).filter(|(en, vi)| en != vi && en.len() > 5).map(|(en, _)| en);
    own.chain(words.map(str::to_string)).filter(|en| en != "Model" && en.is_ascii()).collect()
}
