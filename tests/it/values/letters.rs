//! Letters in lists: correct Vietnamese stays as it is, whatever font it is in and whatever its
//! bytes would be in another code page.

use proptest::prelude::*;
use sotay::programme::reference::communes;

use super::*;
use crate::kit::home::Home;
use crate::kit::workbook::{row, workbook};

/// Syllables as people write them; first those that could be read from a code page.
fn syllables() -> Vec<String> {
    let risky = "xã mã gã lã bã nhã vã rã cá má á à ã xá xà là bà bé chè hè mì mía gò bò bún câu lân tên ên ê ô \
                 ý tô bê cô sên công chú thú thím nông an na vân tây thôn lô mây tre một cà phê";
    let risky = risky.split(' ').map(str::to_owned);
    let names = communes().iter().flat_map(|c| c.name.split([' ', '-'])).map(str::to_lowercase);
    // "Phường 2": a number alone is no name, and causes a question
    // "Ia Ko": the last word alone, as "KO", means that there is no answer
    let lettered = |word: &String| word.chars().any(char::is_alphabetic) && word != "ko";
    let mut all: Vec<String> = risky.chain(names).filter(lettered).collect();
    all.dedup();
    all
}

fn cased(word: &str, how: usize) -> String {
    let mut letters = word.chars();
    match (how, letters.next()) {
        (0, _) => word.to_uppercase(),
        (1, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Words in a row with what offices write between and after them.
fn texts() -> impl Strategy<Value = String> {
    let all = syllables();
    let count = all.len();
    // a third of the words are those at risk
    let word =
        prop_oneof![0..60usize, 0..count, 0..count].prop_map(move |at| all[at % count].clone());
    let marks = [
        " ", " ", "  ", "\u{a0}", "\u{a0} ", " \u{a0}", ", ", "; ", ": ", " - ", " – ", "–",
        "—", "…", "/", ". ", "’", "” ", " “", "’ ", " (", ") ", "! ", " & ", "™ ", "² ", "³ ",
        "° ", "• ", " «", "® ",
    ];
    let mark = prop::sample::select(marks.to_vec());
    (prop::collection::vec((word, mark), 1..6), 0..3usize).prop_map(|(words, how)| {
        words.iter().map(|(word, mark)| format!("{}{mark}", cased(word, how))).collect()
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

static NAMES: std::sync::LazyLock<sotay::services::import::ColumnNames> =
    std::sync::LazyLock::new(|| sotay::services::import::ColumnNames::of(kind()));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn correct_capitals_were_repaired_as_if_misread(all in prop::collection::vec((texts(), texts()), 1..6)) {
        // next to "Cơ sở 1", two cells that are headings form the header of another table
        let heading = |text: &str| NAMES.column(&sotay::text::clean(text, false)).is_some();
        prop_assume!(!all.iter().any(|(a, b)| heading(a) && heading(b)));
        let quoted = |text: &str| format!("\"{text}\"");
        let csv: String = all
            .iter()
            .map(|(a, b)| format!("Cơ sở 1;{};{}\n", quoted(a), quoted(b)))
            .collect();
        let rows: String = (2..).zip(&all).map(|(n, (a, b))| {
            row(n, &[("A", "Cơ sở 1"), ("B", &escaped(a)), ("C", &escaped(b))])
        }).collect();
        let header = [("A", "Tên cơ sở"), ("B", "Sản phẩm"), ("C", "Người đại diện")];
        let book = workbook(&[("DS", &(row(1, &header) + &rows), "")]);
        let csv = format!("Tên cơ sở;Sản phẩm;Người đại diện\n{csv}");
        for plan in [plan(&csv), plan_of(&book)] {
            for (at, (a, b)) in all.iter().enumerate() {
                for (id, text) in [("products", a), ("contact_name", b)] {
                    let clean = sotay::text::clean(text, false);
                    let wanted = sotay::text::trimmed(&clean);
                    let found = answer(&plan, at, id).and_then(Value::as_text);
                    prop_assert_eq!(found, Some(wanted), "{:?}", said(&plan, Lang::En));
                }
            }
        }
    }
}

#[test]
fn an_export_read_again_changed_its_capitals() {
    let home = Home::new();
    let names = ["HTX XÃ AN BINH", "GÃ\u{a0}“A”–B", "LÃ VAN A", "XÃ–TT 5"];
    let file = home.file("in.csv", format!("Tên cơ sở\n{}\n", names.join("\n")).as_bytes());
    assert!(home.run("en", &["import", "establishment", &file], b"").well);
    for name in ["out.csv", "out.xlsx"] {
        let out = home.path(name);
        let out = out.to_str().unwrap();
        assert!(home.run("en", &["export", "establishment", "--out", out], b"").well);
        let again = home.run("en", &["import", "establishment", out], b"").words;
        assert!(
            again.starts_with("0 records change (0 answers)")
                && again.contains("4 stay as they are"),
            "{again}"
        );
    }
}

#[test]
fn what_could_be_misread_needs_others_that_are() {
    // "Bà", "cà" with the no-break space of C3 A0, and "BÒ": each may be correct as it is
    let doubtful = ["BÃ\u{a0}", "CÃ\u{a0} RI", "BÃ’"];
    for (first, read) in [
        ("MÃ¡y toÃ n pháº§n", ["Máy toàn phần", "Bà", "Cà RI", "BÒ"]),
        ("Máy gạo", ["Máy gạo", "BÃ", "CÃ\u{a0} RI", "BÃ’"]),
        ("HTX", ["HTX", "BÃ", "CÃ\u{a0} RI", "BÃ’"]),
    ] {
        let cells = [first, doubtful[0], doubtful[1], doubtful[2]];
        let rows: String = cells.iter().map(|cell| format!("A;{cell}\n")).collect();
        let plan = plan(&format!("Tên cơ sở;Sản phẩm\n{rows}"));
        let found = (0..4).map(|at| {
            answer(&plan, at, "products").and_then(Value::as_text).unwrap_or_default()
        });
        assert_eq!(found.collect::<Vec<_>>(), read);
    }
}

/// Rows of cells with their styles: 0 the workbook's default font, 3 .VnTime, 4 VNI-Times.
fn in_fonts(header: u32, rows: &[[(u32, &str); 2]]) -> OpenPlan {
    let cell = |(style, text): (u32, &str)| {
        format!("<c s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let line = |n: u32, cells: [(u32, &str); 2]| {
        let [a, b] = cells.map(cell);
        row(n, &[("A", &a), ("B", &b)])
    };
    let top = line(1, [(header, "Tên cơ sở"), (header, "Sản phẩm")]);
    let below: String = (2..).zip(rows).map(|(n, cells)| line(n, *cells)).collect();
    plan_of(&workbook(&[("DS", &(top + &below), "")]))
}

fn read(plan: &OpenPlan) -> Vec<[&str; 2]> {
    let text = |at: usize, id: &str| match plan.rows[at].refused() {
        true => "?",
        false => answer(plan, at, id).and_then(Value::as_text).unwrap_or_default(),
    };
    (0..plan.rows.len()).map(|at| ["name", "products"].map(|id| text(at, id))).collect()
}

#[test]
fn unicode_in_an_old_font_was_converted() {
    // "Công", "Chè", "Bé" are other words in TCVN3; the cells next to them are in no legacy charset
    let rows = [
        [(3, "Công ty Chè"), (3, "Chè")],
        [(3, "HTX Mây tre Một"), (3, "Mộc, gỗ")],
        [(3, "HTX Bé"), (3, "Cà phê")],
    ];
    let as_written =
        [["Công ty Chè", "Chè"], ["HTX Mây tre Một", "Mộc, gỗ"], ["HTX Bé", "Cà phê"]];
    assert_eq!(read(&in_fonts(3, &rows)), as_written);
    assert_eq!(read(&in_fonts(0, &rows)), as_written);
    // only its header shows it; without it the charset is unknown
    assert_eq!(read(&in_fonts(3, &rows[..1])), as_written[..1]);
    assert_eq!(read(&in_fonts(0, &rows[..1])), [["?", "?"]]);
}

#[test]
fn the_font_of_one_cell_was_taken_for_that_of_others() {
    let old = [(3, "C«ng ty ChÌ"), (3, "Méc")];
    let plan = in_fonts(
        0,
        &[
            old,
            [(4, "Coâng ty Cheø"), (0, "Chè")],
            [(0, "HTX Bà Bé"), (0, "Cà, bò, gà")],
            [(0, "Hè"), (0, "Mộc")],
        ],
    );
    let wanted = [
        ["Công ty Chè", "Mộc"],
        ["Công ty Chè", "Chè"],
        ["HTX Bà Bé", "Cà, bò, gà"],
        ["Hè", "Mộc"],
    ];
    assert_eq!(read(&plan), wanted, "{:?}", said(&plan, Lang::En));
}

#[test]
fn a_column_of_two_charsets_in_one_font_is_asked_about() {
    let rows =
        [[(3, "C«ng ty"), (3, "gç")], [(3, "Mộc Một"), (3, "gỗ")], [(3, "Chè"), (3, "cà")]];
    assert_eq!(read(&in_fonts(0, &rows)), [["Công ty", "gỗ"], ["Mộc Một", "gỗ"], ["?", "?"]]);
}
