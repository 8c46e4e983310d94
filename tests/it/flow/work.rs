//! Long jobs: progress is shown, a key stops them, and no partial file stays.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use std::sync::{Arc, Mutex};

use serde_json::json;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::app::update::Work;
use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::record::{Listing, Period, ReportQuery, Scope};
use sotay::shell::jobs::{Compaction, Long};
use sotay::text::path::TargetPath;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::now;

/// Runs a long job on the screen's notebook and stops it at its first report; returns the result
/// and the reports.
fn stopped_at_once(app: &App, effect: Effect) -> (WorkerAnswer, Vec<WorkerAnswer>) {
    let (cancel, heard) = (CancelToken::default(), Arc::new(Mutex::new(Vec::new())));
    let (stop, hears) = (cancel.clone(), heard.clone());
    let tell = Arc::new(move |done| {
        stop.cancel();
        hears.lock().unwrap().push(done);
    });
    let long = Long {
        store: app.workers.shared(),
        lang: Lang::Vi,
        now,
        cancel,
        ssh: None,
        tell,
        compaction: Compaction::default(),
    };
    let Some(answer) = long.run(effect) else { panic!("it has no end") };
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    (answer, heard)
}

#[test]
fn work_is_shown_until_it_ends_and_stops_by_a_key() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    let path = app.workers.file("co-so.csv", "");
    app.keys("f6").slow_disk();
    app.keys("ctrl-r").shows(&lang::app::ask_export(Vi)).types(&path).keys("enter");
    app.shows(&lang::app::working(Vi)).shows("Esc: dừng việc đang chạy.");
    app.event(EventKind::Notice(WorkerAnswer::Progress("Đang xuất: 1000/3000".into())));
    assert!(app.screen()[0].ends_with("Đang xuất: 1000/3000"), "{}", app.text());
    // elsewhere Esc leads back, and only one job runs at a time
    app.keys("enter").hides("Esc: dừng").keys("esc f7 ctrl-r").hides("ra tệp nào?").keys("f6");
    app.effects();
    app.keys("esc").shows(&lang::app::stopping(Vi));
    assert_eq!(app.effects(), [Effect::Cancel]);
    app.keys("esc").shows(&lang::app::today(Vi));
    assert!(!app.effects().contains(&Effect::Cancel), "asked once");
    app.disk_catches_up().hides(&lang::app::stopping(Vi));
}

/// An import that is undone in part is called undone, so the rest would stay for good.
#[test]
fn undoing_an_import_cannot_be_stopped_and_says_so() {
    for lang in [Lang::Vi, Lang::En] {
        let cannot = lang::app::cannot_stop(lang);
        let mut app = App::with(Setting { lang, ..USUAL });
        let path = app.workers.file("ds.csv", "Tên cơ sở;Tỉnh\nMộc Một;Phú Thọ\n");
        app.keys("f10 'import' enter").types(&path).keys("enter f2 y").slow_disk();
        app.keys("ctrl-z").shows(&cannot).hides("Esc: ").effects();
        app.keys("esc").hides(&lang::app::stopping(lang));
        app.keys("f12").shows(&opening(&lang::app::still_working_on(lang, "F12")));
        app.keys("f7").shows(&cannot);
        assert!(!app.effects().contains(&Effect::Cancel));
        app.disk_catches_up().hides(&cannot);
        assert_eq!(app.records("establishment").len(), 0);
    }
}

#[test]
fn an_open_form_is_no_place_to_stop_work_but_the_palette_is() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    let path = app.workers.file("co-so.csv", "");
    app.keys("f6").slow_disk();
    app.keys("ctrl-r").types(&path).keys("enter ins").effects();
    app.keys("esc");
    assert!(!app.effects().contains(&Effect::Cancel), "{}", app.text());
    app.keys("f6 ctrl-p 'dung viec' enter").shows(&lang::app::stopping(Vi));
    assert!(app.effects().contains(&Effect::Cancel));
}

#[test]
fn quitting_during_work_asks_once_more() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    let path = app.workers.file("co-so.csv", "");
    app.keys("f6").slow_disk();
    app.keys("ctrl-r").types(&path).keys("enter f12").shows("chưa xong. F12 lần nữa");
    assert!(!app.model.is_quitting);
    app.effects();
    app.keys("f12");
    assert!(app.model.is_quitting);
    assert_eq!(app.effects(), [Effect::Cancel, Effect::Quit]);
}

#[test]
fn the_screen_does_not_speak_of_the_command_line() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    let path = app.workers.path("co-so.csv");
    app.keys("f6 ctrl-r").types(&path).keys("enter");
    let said = app.model.message.clone().unwrap();
    assert!(
        said.contains(&opening(&lang::files::without_contacts(Vi))) && !said.contains("--"),
        "{said}"
    );
}

#[test]
fn a_stopped_export_leaves_no_file() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    for ending in ["csv", "xlsx", "geojson"] {
        let path = app.workers.file(&format!("co-so.{ending}"), "as it was");
        let effect = Effect::Export {
            kind: crate::kit::kind("establishment").no,
            path: TargetPath::Typed(path.clone()),
            overwrite: true,
        };
        let (answer, heard) = stopped_at_once(&app, effect);
        assert!(
            matches!(&heard[..], [WorkerAnswer::Progress(text)] if text == "Đang xuất: 1/1")
        );
        let WorkerAnswer::Failed(text) = answer else { panic!("{answer:?}") };
        assert!(text.starts_with("Đã dừng theo yêu cầu"), "{text}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "as it was");
        let folder = std::path::Path::new(&path).parent().unwrap();
        let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
        assert!(names.into_iter().all(|n| !n.to_string_lossy().starts_with(".sotay-")));
    }
}

#[test]
fn a_stopped_import_keeps_what_entered_and_says_what_is_left() {
    let app = App::at(80, 24);
    let rows: String = (0..200).map(|n| format!("Xưởng {n};Phú Thọ;{n}\n")).collect();
    let path = app.workers.file("ds.csv", &format!("Tên cơ sở;Tỉnh;Lao động\n{rows}"));
    let listing = Listing {
        path: TargetPath::Typed(path),
        kind: crate::kit::kind("establishment").no,
        wanted: sotay::record::ReadOptions::default(),
    };
    let (answer, _) =
        stopped_at_once(&app, Effect::PlanImport { listing: listing.clone(), map: Vec::new() });
    let WorkerAnswer::Planned(seen) = answer else { panic!("{answer:?}") };
    assert!(seen.entering == 0 && seen.sums.iter().any(|l| l.contains("Đã dừng")), "{seen:?}");
    let (answer, heard) = stopped_at_once(&app, Effect::Import { listing, duplicates: false });
    assert!(
        matches!(&heard[..], [WorkerAnswer::Progress(text)] if text == "Đang nhập: 64/200")
    );
    let WorkerAnswer::Imported { text, batch: Some(_) } = answer else { panic!("{answer:?}") };
    assert!(text.starts_with("64 dòng: 64 vào"), "{text}");
    assert!(text.contains("136 dòng cuối chưa xem đến"), "{text}");
    assert_eq!(app.records("establishment").len(), 64);
}

#[test]
fn made_up_data_stops_between_two_batches() {
    let app = App::at(80, 24);
    let effect = Effect::Demo { establishments: 100, visits: 200 };
    let (answer, _) = stopped_at_once(&app, effect);
    let WorkerAnswer::SamplesBeside(text) = answer else { panic!("{answer:?}") };
    assert!(text.starts_with("Đã dừng theo yêu cầu: 200 hồ sơ mẫu"), "{text}");
}

#[test]
fn the_results_on_the_screen_are_written_to_a_file() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let there = workshop(&mut app, "HTX chè Tân Cương").to_string();
        let fair = json!({"establishment": there, "fund_level": "quoc_gia", "name": "Hội chợ",
            "scope": "trong_nuoc", "place": "Việt Trì", "date_from": "2026-03-31",
            "date_to": "2026-03-31", "booths": 1});
        app.given("fair", fair);
        let (asks, wrong, written) = match lang {
            Lang::Vi => ("Quý I năm 2026 · Toàn bộ", ".xlsx hoặc .csv", "Đã ghi báo cáo vào"),
            Lang::En => {
                ("Quarter 1 of 2026 · Everywhere", ".xlsx or .csv", "The report is written")
            }
        };
        app.keys("6 f4 down enter left left left ctrl-r").shows(asks);
        let refused = app.workers.path("kq.pdf");
        app.types(&refused).keys("enter").shows(wrong);
        let path = app.workers.path("kq.csv");
        // the wrong path is still in the prompt
        app.keys("ctrl-u").types(&path).keys("enter").shows(written);
        // in the form of the exported lists, for the officer's Excel
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"), "{text}");
        let fairs = text.lines().find(|line| line.starts_with("I3;")).unwrap();
        assert!(fairs.contains(";1;0;0;1;"), "{fairs}");
        let path = app.workers.path("kq.xlsx");
        app.keys("ctrl-r").types(&path).keys("enter").shows(written);
        assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
    }
}

#[test]
fn a_report_that_is_not_wanted_any_more_leaves_no_file() {
    let app = App::at(80, 24);
    let cancel = CancelToken::default();
    cancel.cancel();
    let store = app.workers.shared();
    let long = Long {
        store,
        lang: Lang::Vi,
        now,
        cancel,
        ssh: None,
        tell: Arc::new(|_| ()),
        compaction: Compaction::default(),
    };
    let asked = ReportQuery { period: Period::Year(2026), scope: Scope::All };
    for name in ["kq.csv", "kq.xlsx"] {
        let path = app.workers.file(name, "as it was");
        let done = long.run(Effect::Report {
            asked: asked.clone(),
            path: TargetPath::Typed(path.clone()),
            overwrite: true,
        });
        assert!(matches!(done, Some(WorkerAnswer::Failed(_))), "{done:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "as it was");
    }
}

/// What only waits for the running job is not said to be impossible.
#[test]
fn a_key_that_waits_for_work_says_so() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        workshop(&mut app, "HTX chè Tân Cương");
        let path = app.workers.path("co-so.csv");
        let waits = lang::app::wait_for_work(lang);
        app.keys("f6 ctrl-r").types(&path).keys("enter").slow_disk();
        app.keys("ctrl-r").types(&path).keys("enter").shows(&lang::app::working(lang));
        app.keys("ctrl-r").shows(&waits);
        // what is impossible anyway keeps its reason
        app.keys("ctrl-z").shows(&lang::app::no_deed(lang)).keys("ctrl-u").hides(&waits);
        app.keys("f10 'xuat danh sach'");
        let waits_there = lang::app::command_waits(lang, "…");
        app.shows(&opening(waits_there.split_once(": ").unwrap().1));
        app.keys("esc").disk_catches_up().keys("ctrl-r").hides(&waits);
    }
}

/// A question that was opened before the work began.
#[test]
fn an_answer_that_starts_work_beside_other_work_says_why_nothing_happens() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè Tân Cương");
    let path = app.workers.file("co-so.csv", "");
    app.keys("f6 ctrl-r").types(&path);
    let words = String::new();
    app.model.work =
        Some(Work { layer: 1, words, can_stop: true, stopping: false, has_warned: false });
    app.keys("enter").shows(&lang::app::wait_for_work(Vi));
    assert!(!app.effects().iter().any(|effect| matches!(effect, Effect::Export { .. })));
}

/// On the list of visits an import read every file as a list of establishments.
#[test]
fn an_import_reads_the_kind_of_the_list_in_view() {
    let mut app = App::at(100, 30);
    workshop(&mut app, "HTX chè Tân Cương");
    let text = "Cơ sở;Ngày làm việc;Nội dung ghi nhận;Kết luận\n\
                HTX chè Tân Cương;12/03/2026;Lò sấy chạy tốt;Theo dõi thêm\n";
    let path = app.workers.file("luot.csv", text);
    let begin = "f10 'nhap danh sach' enter";
    app.keys("f7").keys(begin).shows("Danh sách: lượt làm việc.").types(&path).keys("enter");
    app.shows("Nhập danh sách: Lượt làm việc").shows("1 dòng: 1 vào").hides("Tiêu đề các cột");
    app.keys("f2").shows("Nhập 1 lượt làm việc vào sổ?").keys("y");
    assert_eq!(app.records("visit")[0]["observations"], "Lò sấy chạy tốt");
    assert_eq!(app.records("establishment").len(), 1);

    // what the notebook exported is known again
    let exported = app.workers.path("xuat.csv");
    app.keys("ctrl-r").types(&exported).keys("enter").shows("Đã xuất");
    app.keys(begin).types(&exported).keys("enter").shows("1 dòng: 0 vào").shows("không đổi");

    // on a record's page, the kind of the record
    app.keys("esc esc f6 enter").keys(begin).shows("Danh sách: cơ sở.");
    // a list of another kind is named
    app.types(&exported).keys("enter").shows("giống danh sách \"Lượt làm việc\"");
}
