//! What the preview of an import says is what the import then says and does, wherever the namesakes
//! of a row are: in its group of rows, in an earlier one, in the notebook.

use proptest::prelude::*;

use crate::kit::home::Home;

const HEAD: &str = "Tên cơ sở;Xã;Mã số thuế;Điện thoại;Sản phẩm\n";
const NAMESAKE: &str = "There is an establishment of this name already";

/// The words of the import, without those that only a preview or only an import has.
fn common(words: &str) -> Vec<&str> {
    let own = ["This is a preview;", "To take all of it back:"];
    words.lines().filter(|line| !own.iter().any(|start| line.starts_with(start))).collect()
}

/// Previews and imports a list. Returns what both said, and all problems.
#[track_caller]
fn import(home: &Home, rows: &[String], more: &[&str]) -> (String, String) {
    let list = rows.iter().fold(HEAD.to_owned(), |list, row| list + row + "\n");
    let file = home.file("list.csv", list.as_bytes());
    let problems = home.path("problems.csv");
    let run = |dry: &[&str]| {
        let out = ["--problems", problems.to_str().unwrap(), "--force"];
        let args = [&["import", "establishment", file.as_str()], more, dry, &out].concat();
        let ran = home.run("en", &args, b"");
        (ran.well, ran.words, std::fs::read_to_string(&problems).unwrap_or_default())
    };
    let before = count(home);
    let (preview, real) = (run(&["--dry-run"]), run(&[]));
    assert_eq!(common(&preview.1), common(&real.1), "{list}");
    assert_eq!((preview.0, &preview.2), (real.0, &real.2), "{list}");
    let (entered, _) = real.1.split_once(" entered").unwrap();
    let entered: usize = entered.rsplit(' ').next().unwrap().parse().unwrap();
    assert_eq!(count(home), before + entered, "{}", real.1);
    (real.1, real.2)
}

fn count(home: &Home) -> usize {
    home.run("vi", &["list", "establishment", "--format", "json"], b"").out.lines().count()
}

/// So many rows that the next one is in another group.
fn others() -> Vec<String> {
    (0..64).map(|n| format!("Xưởng {n};01849;;;Chè")).collect()
}

struct Case {
    name: &'static str,
    stored: &'static [&'static str],
    rows: &'static [&'static str],
    /// how many enter, are doubles, and have the warning of a namesake
    said: [usize; 3],
    /// the same with `--duplicates`
    said_with_doubles: [usize; 3],
}

const CASES: &[Case] = &[
    Case {
        name: "namesakes in the file",
        stored: &[],
        rows: &["Kim;01849;0100109106;;Chè", "Kim;01849;0100109106-001;;Chè"],
        said: [2, 0, 1],
        said_with_doubles: [2, 0, 1],
    },
    Case {
        name: "a namesake in the notebook",
        stored: &["Kim;01849;0100109106;;Chè"],
        rows: &["Kim;01849;0100109106-001;;Chè", "Sắt;01849;;;Chè"],
        said: [2, 0, 1],
        said_with_doubles: [2, 0, 1],
    },
    Case {
        name: "in the notebook and in the file",
        stored: &["Kim;01849;0100109106;;Chè"],
        rows: &["Kim;01849;0100109106-001;;Chè", "Kim;01849;0100109106-002;;Chè"],
        said: [2, 0, 2],
        said_with_doubles: [2, 0, 2],
    },
    Case {
        name: "three equal rows",
        stored: &[],
        rows: &["Kim;01849;;;Chè", "Kim;01849;;;Chè", "Kim;01849;;;Chè"],
        said: [1, 2, 0],
        said_with_doubles: [3, 0, 2],
    },
    Case {
        name: "three equal rows, and one in the notebook",
        stored: &["Kim;01849;;;Bún"],
        rows: &["Kim;01849;;;Chè", "Kim;01849;;;Chè", "Kim;01849;;;Chè"],
        said: [0, 3, 0],
        said_with_doubles: [3, 0, 3],
    },
    Case {
        name: "of two communes",
        stored: &[],
        rows: &["Kim;01849;;;Chè", "Kim;30226;;;Chè"],
        said: [2, 0, 0],
        said_with_doubles: [2, 0, 0],
    },
    Case {
        name: "of two communes, one of them twice",
        stored: &[],
        rows: &["Kim;01849;;;Chè", "Kim;30226;;;Chè", "Kim;01849;;;Bún"],
        said: [2, 1, 0],
        said_with_doubles: [3, 0, 1],
    },
    Case {
        name: "of another commune, in the notebook",
        stored: &["Kim;30226;;;Chè"],
        rows: &["Kim;01849;0100109106;;Chè", "Kim;01849;0100109106-001;;Chè"],
        said: [2, 0, 1],
        said_with_doubles: [2, 0, 1],
    },
    Case {
        name: "one telephone in two communes",
        stored: &[],
        rows: &["Kim;01849;0100109106;0912345678;Chè", "Kim;30226;;0912345678;Chè"],
        said: [1, 1, 0],
        said_with_doubles: [2, 0, 1],
    },
];

/// `apart`: the rows after the first one are in another group.
fn try_case(case: &Case, apart: bool, with_doubles: bool) {
    let home = Home::new();
    let owned = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    if !case.stored.is_empty() {
        import(&home, &owned(case.stored), &[]);
    }
    let (mut rows, others) = (owned(case.rows), if apart { others() } else { Vec::new() });
    rows.splice(1..1, others.iter().cloned());
    let (more, said) = match with_doubles {
        true => (&["--duplicates"][..], case.said_with_doubles),
        false => (&[][..], case.said),
    };
    let (words, problems) = import(&home, &rows, more);
    let [entered, doubles, warned] = said;
    let at = format!("{}, apart {apart}, {more:?}: {words}{problems}", case.name);
    assert!(words.contains(&format!(" {} entered", entered + others.len())), "{at}");
    let double = if doubles == 1 { "(1 double)" } else { "doubles)" };
    assert_eq!(words.contains(double), doubles > 0, "{at}");
    assert_eq!(problems.matches(NAMESAKE).count(), warned, "{at}");
}

#[test]
fn a_preview_did_not_see_the_namesakes_within_its_list() {
    for case in CASES {
        for (apart, with_doubles) in [(false, false), (false, true), (true, false)] {
            try_case(case, apart, with_doubles);
        }
    }
}

fn row() -> impl Strategy<Value = String> {
    let commune = prop::sample::select(vec!["01849", "30226", ""]);
    let phone = prop::option::weighted(0.3, 0..4u8);
    let tax = prop::option::weighted(0.5, 0..30u8);
    let product = prop::sample::select(vec!["Chè", "Bún"]);
    (0..25u8, commune, tax, phone, product).prop_map(|(name, commune, tax, phone, product)| {
        let tax = tax.map_or(String::new(), |n| format!("0100109106-{n:03}"));
        let phone = phone.map_or(String::new(), |n| format!("091234567{n}"));
        format!("Xưởng {name};{commune};{tax};{phone};{product}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) })]

    #[test]
    fn a_preview_says_what_the_import_says(
        first in prop::collection::vec(row(), 2..40),
        second in prop::collection::vec(row(), 65..130),
        with_doubles in any::<bool>(),
    ) {
        let home = Home::new();
        let more = if with_doubles { &["--duplicates"][..] } else { &[] };
        import(&home, &first, more);
        import(&home, &second, more);
    }
}
