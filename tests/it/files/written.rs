//! What the program writes for an office: templates, exports, prints and reports.

use std::io::Read;
use std::path::Path;

use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::spec::Type;
use zip::ZipArchive;

use crate::kit::machine::Machine;
use crate::kit::{opening, programme};

fn part(file: &Path, name: &str) -> String {
    let mut archive = ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_template_of_every_kind_is_understood_by_the_import() {
    let machine = Machine::with_notebook();
    // attachments are imported in another way
    for kind in programme().kinds.iter().filter(|kind| kind.id != "attachment") {
        for lang in ["vi", "en"] {
            let file = machine.path(&format!("{}-{lang}.xlsx", kind.id));
            let name = file.to_str().unwrap();
            let made = machine.run(&["--lang", lang, "import", "--template", &kind.id, name]);
            assert_eq!(made.code, 0, "{}", made.err);
            let read = machine.run(&["--lang", "en", "import", &kind.id, name, "--dry-run"]);
            assert_eq!(read.code, 0, "{}: {}", kind.id, read.err);
            assert!(!read.err.contains("were left out"), "{}: {}", kind.id, read.err);
            let sheet = part(&file, "xl/worksheets/sheet1.xml");
            let choices = kind.fields().any(|f| matches!(f.ty, Type::Choice(_) | Type::YesNo));
            assert_eq!(sheet.contains("type=\"list\""), choices, "{}", kind.id);
        }
    }
}

const GOOD: &str = r#"{"name":"Xưởng mộc Bình","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Bàn ghế","workers":5,"tax_none":"chưa có","contact_phone":"0912345678","contact_name":"Trần Văn Bình","notice":true,"notice_date":"2026-01-05","lat":"21.594422","lon":"105.848167","notes":"=1+1"}"#;

fn with_establishment() -> (Machine, String) {
    let machine = Machine::with_notebook();
    let added = machine.feed(&["add", "establishment"], format!("{GOOD}\n").as_bytes());
    assert_eq!(added.code, 0, "{}", added.err);
    let id = added.out.trim().to_string();
    (machine, id)
}

#[test]
fn contacts_leave_only_when_asked_for() {
    let (machine, _) = with_establishment();
    for ending in ["csv", "geojson"] {
        let file = machine.path(&format!("e.{ending}"));
        let name = file.to_str().unwrap();
        assert_eq!(machine.run(&["export", "establishment", "--out", name]).code, 0);
        let closed = std::fs::read_to_string(&file).unwrap();
        assert!(
            closed.contains("Xưởng mộc Bình") && !closed.contains("0912345678"),
            "{closed}"
        );
        assert!(!closed.contains("594422"), "{closed}");
        assert_eq!(
            machine.run(&["export", "establishment", "-o", name, "--contacts", "--force"]).code,
            0
        );
        let open = std::fs::read_to_string(&file).unwrap();
        assert!(open.contains("0912345678") && open.contains("594422"), "{open}");
    }
    let csv = std::fs::read_to_string(machine.path("e.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("21,594422") && csv.contains(";'=1+1"));
}

#[test]
fn an_export_that_cannot_be_made_leaves_nothing_and_says_why() {
    let (machine, id) = with_establishment();
    let before = std::fs::read_dir(machine.path("")).unwrap().count();
    for (args, said) in [
        (["export", "establishment", "--out", "e.pdf"], ".xlsx"),
        (["export", "project", "--out", "p.geojson"], "project"),
        (["export", "establishment", "--out", "no/such/folder/e.xlsx"], "no/such/folder"),
        (["print", id.as_str(), "--out", "v.docx"], "Cơ sở"),
        (["print", id.as_str(), "--out", "v.pdf"], ".docx"),
    ] {
        let mut command = machine.command(&args);
        let ran = command.current_dir(machine.path("")).output().unwrap();
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!ran.status.success() && err.contains(said), "{args:?}: {err}");
    }
    assert_eq!(std::fs::read_dir(machine.path("")).unwrap().count(), before);
}

/// If the export is stopped at any moment, there is the whole file or none.
#[test]
fn a_stopped_export_leaves_nothing_half_done() {
    let (machine, _) = with_establishment();
    let folder = machine.path("out");
    std::fs::create_dir(&folder).unwrap();
    for wait in [0, 10, 30, 60, 120] {
        let file = folder.join(format!("{wait}.xlsx"));
        let mut export = machine.command(&["export", "establishment", "--out"]);
        let mut child = export.arg(&file).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // it may already have ended
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap_or_default();
        child.wait().unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.extension().is_some_and(|e| e == "xlsx"), "{path:?}");
            assert!(ZipArchive::new(std::fs::File::open(&path).unwrap()).is_ok());
        }
    }
}

#[test]
fn a_visit_is_printed_with_its_answers_and_tables() {
    let (machine, establishment) = with_establishment();
    let visit = format!(
        r#"{{"establishment":"{establishment}","date":"2026-11-20","purpose":"khao_sat","observations":"Xưởng <gọn> & sạch","operating":"dang_hoat_dong","conclusion":"dat","papers":[{{"paper":"dkkd","have":"co","note":"bản sao"}}]}}"#
    );
    let visit = machine.feed(&["add", "visit"], visit.as_bytes());
    assert_eq!(visit.code, 0, "{}", visit.err);
    let visit = visit.out.trim();
    let task = format!(
        r#"{{"establishment":"{establishment}","visit":"{visit}","what":"Gửi báo giá máy cưa","owner":"co_so","due":"2027-01-10","state":"dang_lam"}}"#
    );
    assert_eq!(machine.feed(&["add", "task"], task.as_bytes()).code, 0);
    let file = machine.path("v.docx");
    let ran = machine.run(&["print", visit, "-o", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let body = part(&file, "word/document.xml");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TT KC THÁI NGUYÊN",
        "Thái Nguyên, ngày 20 tháng 11 năm 2026",
        "BIÊN BẢN LÀM VIỆC",
        "Xưởng mộc Bình",
        "Xưởng &lt;gọn&gt; &amp; sạch",
        "Giấy chứng nhận đăng ký kinh doanh",
        "Gửi báo giá máy cưa",
        "ĐẠI DIỆN CƠ SỞ",
    ] {
        assert!(body.contains(words), "{words} is not in {body}");
    }
    assert!(!body.contains("0912345678") && !body.contains("Khó khăn"));
    // no internals of the program: no record id, no codes
    let foot = part(&file, "word/footer1.xml");
    assert!(foot.contains("In ngày") && !foot.contains(visit), "{foot}");
    assert!(!body.contains(visit), "{body}");
    opens_in_an_office(&machine, &file);
    let list = machine.path("v.xlsx");
    assert_eq!(machine.run(&["export", "visit", "-o", list.to_str().unwrap()]).code, 0);
    opens_in_an_office(&machine, &list);
}

/// Only if LibreOffice is installed with the component for the file: Writer and Calc are separate
/// packages. Whether it is there is tested with a plain file that it must be able to open.
fn opens_in_an_office(machine: &Machine, file: &Path) {
    let (part, plain) = match file.extension().and_then(|ending| ending.to_str()) {
        Some("docx") => ("Writer", "plain.txt"),
        _ => ("Calc", "plain.csv"),
    };
    let plain = machine.path(plain);
    std::fs::write(&plain, "a,b\n").unwrap();
    match office_opens(machine, &plain) {
        Ok(()) => office_opens(machine, file).unwrap(),
        Err(why) => {
            eprintln!("left out: no LibreOffice {part} opens {}: {why}", file.display())
        }
    }
}

fn office_opens(machine: &Machine, file: &Path) -> Result<(), String> {
    let ran = std::process::Command::new("soffice")
        .env("HOME", machine.path(""))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(machine.path(""))
        .arg(file)
        .output()
        .map_err(|e| e.to_string())?;
    let made = ran.status.success() && file.with_extension("pdf").exists();
    if made { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
}

#[test]
fn a_report_is_a_workbook_with_its_rules_on_a_sheet_of_their_own() {
    let (machine, _) = with_establishment();
    let refused = machine.run(&["report", "--format", "xlsx"]);
    assert!(refused.code == 2 && refused.err.contains("--out"), "{}", refused.err);
    let file = machine.path("kq.xlsx");
    let args =
        ["report", "--period", "2026-Q4", "--format", "xlsx", "-o", file.to_str().unwrap()];
    let ran = machine.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let book = part(&file, "xl/workbook.xml");
    assert!(
        book.contains(&opening(&lang::files::sheet_results(Vi)))
            && book.contains(&lang::files::sheet_rules(Vi)),
        "{book}"
    );
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>SUM(D") && sheet.contains("hội chợ"), "{sheet}");
    opens_in_an_office(&machine, &file);
}
