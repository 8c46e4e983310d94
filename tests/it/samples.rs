//! Made-up records never reach headquarters' figures, are marked where they are shown, and are
//! removed by one command.

use sotay::lang;
use sotay::lang::Lang::Vi;
use std::io::Read;

use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::store::ENROLMENT;

use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::home::{Home, run};
use crate::kit::machine::Machine;
use crate::kit::world::World;

const DEMO: [&str; 5] = ["demo", "--establishments", "6", "--visits", "6"];

#[test]
fn made_up_records_of_an_enrolled_notebook_went_to_headquarters() {
    let home = Home::new();
    std::fs::write(home.folder().join(ENROLMENT), b"SOTAYEN1").unwrap();
    let ran = home.run("en", &DEMO, b"");
    assert!(!ran.well && ran.words.contains("belongs to a headquarters"), "{}", ran.words);
    std::fs::remove_file(home.folder().join(ENROLMENT)).unwrap();
    assert_eq!(home.run("en", &["list", "establishment", "--format", "json"], b"").out, "");
}

#[test]
fn a_notebook_with_made_up_records_is_enrolled_after_they_are_taken_out() {
    let home = Home::empty();
    assert!(home.run("en", &DEMO, b"").well);
    let own = br#"{"name":"Moc A","type":"ho_kinh_doanh","place":"05443","sector":"a","products":"Tu","workers":5,"status":"dang_hoat_dong","tax_none":"x"}"#;
    assert!(home.run("en", &["add", "establishment"], own).well);
    let request = home.path("an.req").to_str().unwrap().to_owned();
    let enrol = ["enrol", "--request", &request];
    for args in [enrol, ["enrol", "--accept", &request]] {
        let ran = home.run("en", &args, b"");
        assert!(!ran.well && ran.words.contains("demo --remove"), "{args:?}: {}", ran.words);
    }
    let removed = home.run("en", &["demo", "--remove"], b"");
    assert!(removed.well, "{}", removed.words);
    let list = home.run("en", &["list", "establishment", "--format", "json"], b"").out;
    assert!(list.lines().count() == 1 && list.contains("Moc A"), "{list}");
    for kind in ["visit", "target", "task", "officer"] {
        let list = home.run("en", &["list", kind, "--format", "json"], b"").out;
        assert!(!list.contains("made_up"), "{list}");
    }
    assert!(home.run("en", &enrol, b"").well);
}

/// Without a notebook of one's own the samples took its place, and there was no way out.
#[test]
fn samples_on_a_new_machine_leave_room_for_the_officers_notebook() {
    let machine = Machine::new();
    let ran = machine.run(&DEMO);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("notebook-mau"), "{}", ran.err);
    assert!(!machine.path("notebook").exists());
    let init =
        ["init", "--officer", "An", "--unit", "TT", "--province", "19", "--no-passphrase"];
    let ran = machine.run(&init);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(machine.run(&["list", "establishment", "--format", "json"]).out, "");
}

/// A list of samples became real records in the notebook that read it.
#[test]
fn samples_that_leave_as_a_list_and_enter_elsewhere_lost_their_mark() {
    let from = Home::empty();
    assert!(from.run("en", &DEMO, b"").well);
    for (lang, name) in [("vi", "list.xlsx"), ("en", "list.csv"), ("en", "programs.csv")] {
        let file = from.path(name).to_str().unwrap().to_owned();
        match name {
            "programs.csv" => {
                let args = ["list", "establishment", "--format", "csv"];
                std::fs::write(&file, from.run(lang, &args, b"").out).unwrap();
            }
            _ => {
                assert!(from.run(lang, &["export", "establishment", "--out", &file], b"").well)
            }
        }
        let into = Home::new();
        let ran = into.run("en", &["import", "establishment", &file], b"");
        assert!(ran.well && ran.words.contains("a sample record, not real"), "{}", ran.words);
        let list = into.run("en", &["list", "establishment", "--format", "json"], b"").out;
        assert_eq!(list.lines().count(), 6);
        assert!(list.lines().all(|line| line.contains("\"made_up\":true")), "{list}");
        let enrolled = Home::new();
        std::fs::write(enrolled.folder().join(ENROLMENT), b"SOTAYEN1").unwrap();
        let ran = enrolled.run("en", &["import", "establishment", &file], b"");
        assert!(ran.words.contains("reports to headquarters and takes none"), "{}", ran.words);
        std::fs::remove_file(enrolled.folder().join(ENROLMENT)).unwrap();
        let list = enrolled.run("en", &["list", "establishment", "--format", "json"], b"").out;
        assert_eq!(list, "");
    }
}

#[test]
fn made_up_records_bore_no_mark_in_lists_and_reports_for_programs() {
    let home = Home::empty();
    assert!(home.run("en", &DEMO, b"").well);
    let json = home.run("en", &["list", "visit", "--format", "json"], b"").out;
    assert!(
        json.lines().count() > 0 && json.lines().all(|line| line.contains("\"made_up\":true"))
    );
    let csv = home.run("en", &["list", "visit", "--format", "csv"], b"").out;
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().ends_with(",made_up"));
    assert!(csv.trim_end().ends_with(",true"), "{csv}");
    let table = home.run("en", &["list", "visit"], b"").out;
    assert!(
        table.lines().skip(1).all(|line| line.ends_with("sample data, not real")),
        "{table}"
    );
    let report = home.run("en", &["report", "--format", "json"], b"").out;
    let row: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert!(row["made_up"].as_u64().unwrap() > 0);
}

#[test]
fn made_up_records_at_headquarters_go_by_one_command() {
    let mut world = World::new();
    let mut laptop = world.laptop("An", None);
    let amount = DemoSize { establishments: 4, visits: 4, seed: 1 };
    fill_with(&laptop.store, amount, NOW, &CancelToken::default(), &mut |_, _| {}).unwrap();
    let real = laptop.put("establishment", crate::kit::world::establishment("Mộc Hòa Phát"));
    world.round(&mut [&mut laptop]);
    assert!(sotay::services::samples::count(&world.store).unwrap() > 4);
    let removed = sotay::services::samples::remove(&world.store).unwrap();
    assert!(removed > 4);
    world.round(&mut [&mut laptop]);
    assert_eq!(sotay::services::samples::count(&world.store).unwrap(), 0);
    assert_eq!(sotay::services::samples::count(&laptop.store).unwrap(), 0, "on the laptop");
    assert!(laptop.get(real).deleted.is_none() && world.get(real).deleted.is_none());
}

/// The notebook in use does not change; the samples are in a folder next to it.
#[test]
fn made_up_records_got_among_those_of_a_notebook_in_use() {
    let home = Home::new();
    for args in [&DEMO[..], &["demo", "--establishments", "3", "--visits", "1", "--seed", "9"]]
    {
        let ran = home.run("vi", args, b"");
        assert!(ran.well && ran.words.contains("notebook-mau"), "{}", ran.words);
    }
    assert_eq!(home.run("en", &["list", "establishment", "--format", "json"], b"").out, "");
    let beside = home.path("notebook-mau");
    let list = run(&beside, "en", &["list", "establishment", "--format", "json"], b"");
    assert_eq!(list.out.lines().count(), 9, "{}", list.words);
}

/// The parts of a zip file, concatenated.
pub fn unpacked(bytes: &[u8]) -> String {
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        all.push_str(&String::from_utf8_lossy(&text));
    }
    all
}

#[test]
fn made_up_records_left_in_files_without_a_mark() {
    const MARK: &str = "SAMPLE, NOT REAL";
    let home = Home::empty();
    assert!(home.run("en", &DEMO, b"").well);
    let out = |name: &str, args: &[&str]| {
        let file = home.path(name).to_str().unwrap().to_owned();
        let args = [args, &["--out", &file]].concat();
        let ran = home.run("en", &args, b"");
        assert!(ran.well, "{args:?}: {}", ran.words);
        (std::fs::read(&file).unwrap(), file)
    };
    let (csv, file) = out("co-so.csv", &["export", "establishment"]);
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.lines().skip(1).all(|line| line.contains(MARK)), "{csv}");
    // the mark does not disturb an import
    let again = home.run("en", &["import", "establishment", &file], b"");
    assert!(again.well && again.words.contains("0 records change"), "{}", again.words);
    let (xlsx, _) = out("co-so.xlsx", &["export", "establishment"]);
    assert!(unpacked(&xlsx).contains(MARK));
    let visits = home.run("en", &["list", "visit", "--format", "json"], b"").out;
    let visit: serde_json::Value =
        serde_json::from_str(visits.lines().next().unwrap()).unwrap();
    let (docx, _) = out("bien-ban.docx", &["print", visit["id"].as_str().unwrap()]);
    assert!(unpacked(&docx).contains(MARK));
}

#[test]
fn there_was_no_way_from_a_notebook_to_its_samples_and_back_inside_the_program() {
    let home = Home::new();
    let (own, samples) = (home.folder(), home.path("notebook-mau"));
    let mut app = App::officer(own.clone(), Lang::Vi);
    // it does not exist yet, and can be created
    app.keys("ctrl-p 'so mau' enter").shows(&lang::app::ask_demo(Vi)).keys("y");
    app.shows("một sổ riêng").shows("F10 rồi gõ “sổ mẫu”");
    assert!(!app.model.left);
    // an open form becomes a draft, as on quitting
    app.keys("f6 ins 'Mộc dở dang' f10 'so mau' enter");
    assert!(app.model.left);
    assert_eq!(app.model.next.as_deref(), Some(samples.as_path()));
    app.workers.store().close().unwrap();
    let mut app = App::officer(samples, Lang::En);
    app.shows("nothing in it is real").shows("sotay (sample) › Today");
    // the message goes with the next key, the mark stays, also where the path has no room
    app.keys("f7 f5").hides("nothing in it is real").shows("sotay (sample) › Today");
    app.resize(24, 12).shows("… (sample) › Today").resize(80, 24);
    app.keys("5").choose("Back to my notebook");
    assert!(app.model.left);
    assert_eq!(app.model.next.as_deref(), Some(own.as_path()));
    app.workers.store().close().unwrap();
    App::officer(own, Lang::Vi).hides("(sổ mẫu)").keys("enter").shows("Mộc dở dang");
}

#[test]
fn samples_without_another_notebook_beside_them_lead_nowhere() {
    let home = Home::empty();
    assert!(home.run("en", &DEMO, b"").well);
    for (lang, words) in [(Lang::Vi, "không có sổ nào khác"), (Lang::En, "no other notebook")]
    {
        let mut app = App::officer(home.folder(), lang);
        app.keys("f10 'demo' enter").shows(words);
        assert!(!app.model.is_quitting);
        app.workers.store().close().unwrap();
    }
}
