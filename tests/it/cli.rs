//! The command line as a script sees it: the real binary, its streams, its exit codes.

mod report;
mod words;

use std::path::Path;
use std::process::Stdio;

use crate::kit::home::Home;
use crate::kit::machine::Machine;

const GOOD: &str = r#"{"name":"Xưởng mộc Bình","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Bàn ghế","workers":5,"tax_none":"chưa có"}"#;

#[test]
fn what_is_added_is_listed_shown_verified_and_rebuilt() {
    let machine = Machine::with_notebook();
    let added = machine.feed(&["add", "establishment"], format!("{GOOD}\n").as_bytes());
    assert_eq!((added.code, added.out.lines().count()), (0, 1), "{}", added.err);
    let id = added.out.trim();
    let listed = machine.json(&["list", "establishment", "--format", "json"]);
    assert_eq!(listed[0]["id"], id);
    assert_eq!(listed[0]["workers"], 5);
    assert_eq!(listed[0]["name"], "Xưởng mộc Bình");
    assert!(listed[0].get("incomplete").is_none());
    for found in ["binh", "moc xuong", "Bình"] {
        let found =
            machine.json(&["list", "establishment", "--find", found, "--format", "json"]);
        assert_eq!(found.len(), 1);
    }
    let shown = machine.run(&["show", id, "--history"]);
    assert!(shown.out.contains("Xã Phong Quang") && shown.out.contains("Nguyễn Văn An"));
    let csv = machine.run(&["list", "establishment", "--format", "csv"]).out;
    assert!(csv.starts_with("id,name,") && csv.contains(id));
    assert_eq!(machine.run(&["verify"]).code, 0);
    assert_eq!(machine.run(&["rebuild"]).code, 0);
    assert_eq!(machine.json(&["list", "establishment", "--format", "json"]), listed);
}

#[test]
fn a_bad_line_is_told_by_number_and_field_and_the_rest_goes_in() {
    let machine = Machine::with_notebook();
    let lines = [
        GOOD,
        r#"{"name":"A","colour":"red"}"#,
        "[1]",
        "{oops",
        r#"{"id":"x"}"#,
        r#"{"workers":"ten"}"#,
        r#"{"name":"A","name":"B"}"#,
        r#"{"name":"A"}"#,
        "",
        GOOD,
    ];
    let ran =
        machine.feed(&["add", "establishment", "--lang", "en"], lines.join("\n").as_bytes());
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{}", ran.err);
    for said in [
        "Line 2, \"colour\"",
        "Line 3:",
        "Line 4, character",
        "Line 5, \"id\"",
        "Line 6, \"workers\"",
        "Line 7, \"name\"",
        "Line 8, \"type\"",
        "Line 8, \"place\"",
    ] {
        assert!(ran.err.contains(said), "{said} is missing in:\n{}", ran.err);
    }
    assert!(!ran.err.contains("Line 9"), "{}", ran.err);
}

#[test]
fn hostile_input_is_refused_and_cannot_move_the_terminal() {
    let machine = Machine::with_notebook();
    let mut input = vec![b'x'; (1 << 20) + 1];
    input.extend(b"\n\xff\xfe\n");
    input.extend("[".repeat(200_000).as_bytes());
    input.extend(b"\n{\"\\u001b[2J\":1}\n");
    input.extend(GOOD.as_bytes());
    let ran = machine.feed(&["add", "establishment"], &input);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.err);
    for line in 1..=4 {
        assert!(ran.err.contains(&format!("Dòng {line}")), "{line}");
    }
    assert!(!ran.err.contains('\u{1b}'));
}

#[test]
fn a_missing_notebook_or_record_is_told_and_nothing_is_made() {
    let machine = Machine::new();
    for args in [&["list", "visit"][..], &["add", "visit"], &["verify"], &["rebuild"]] {
        let ran = machine.run(args);
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(!ran.err.is_empty());
    }
    assert!(!machine.path("notebook").exists());
    let machine = Machine::with_notebook();
    let nobody = machine.run(&["show", "01a2052d-b180-70c6-bd19-0a31f7a627b1"]);
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
    let again = machine.run(&["init", "--officer", "B", "--unit", "B", "--province", "19"]);
    assert_eq!(again.code, 1);
}

#[test]
fn a_backup_opens_on_another_machine() {
    let machine = Machine::with_notebook();
    machine.feed(&["add", "establishment"], GOOD.as_bytes());
    let stick = machine.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let written = machine.run(&["backup", stick.to_str().unwrap()]);
    assert_eq!(written.code, 0, "{}", written.err);
    let file = written.out.trim();
    assert!(Path::new(file).is_file());
    let other = Machine::new();
    let opened = other.run(&["init", "--from-backup", file]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    let list = ["list", "establishment", "--format", "json"];
    assert_eq!(other.json(&list), machine.json(&list));
}

#[test]
fn nobody_reading_ends_a_list_quietly() {
    let machine = Machine::with_notebook();
    machine.feed(&["add", "establishment"], GOOD.as_bytes());
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = machine.command(&["list", "establishment", "--format", "json"]);
    let output = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn demo_makes_its_own_notebook_and_repeats_itself_by_seed() {
    let (one, two) = (Machine::new(), Machine::new());
    let demo = ["demo", "--establishments", "14", "--visits", "12", "--seed", "5"];
    for machine in [&one, &two] {
        let ran = machine.run(&demo);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "no progress without a terminal");
    }
    // next to where the officer's own notebook goes
    let on = |machine: &Machine, args: &[&str]| {
        let samples = machine.path("notebook-mau").to_str().unwrap().to_owned();
        machine.run(&[&["--data", &samples], args].concat())
    };
    let names = |machine| on(machine, &["list", "establishment", "--format", "csv"]).out;
    assert_eq!(names(&one), names(&two));
    assert_eq!(on(&one, &["list", "visit", "--format", "json"]).out.lines().count(), 12);
    assert_eq!(one.run(&demo).code, 1, "the same made-up records cannot enter twice");
    assert_eq!(on(&one, &["verify"]).code, 0);
}

#[test]
fn an_imported_list_names_establishments_as_an_office_does() {
    let machine = Machine::with_notebook();
    let establishments = "Tên cơ sở;Mã số thuế;Loại hình;Xã;Nhóm ngành nghề;Sản phẩm;Số lao động\n\
                          HTX chè Phong Quang;0101234567;Hợp tác xã;Xã Phong Quang;a;Chè;12\n\
                          Cơ sở mộc An;;Hộ kinh doanh;Xã Phong Quang;b;Tủ;4\n\
                          Cơ sở mộc An;;Hộ kinh doanh;Xã Phú Lương;b;Tủ;4\n";
    std::fs::write(machine.path("a.csv"), establishments).unwrap();
    let visits = "Cơ sở;Ngày kiểm tra;Mục đích;Nội dung ghi nhận;Tình trạng hoạt động;Kết luận\n\
                  htx chè  phong quang;03/11/2026;Giám sát;Chạy đều;Đang hoạt động;Đạt\n\
                  0101234567;04/11/2026;Giám sát;Chạy đều;Đang hoạt động;Đạt\n\
                  Cơ sở mộc An;05/11/2026;Giám sát;Chạy đều;Đang hoạt động;Đạt\n\
                  Cơ sở lạ;06/11/2026;Giám sát;Chạy đều;Đang hoạt động;Đạt\n";
    std::fs::write(machine.path("v.csv"), visits).unwrap();
    let path = |name: &str| machine.path(name).to_str().unwrap().to_owned();
    machine.run(&["import", "establishment", &path("a.csv")]);
    let dry = machine.run(&["import", "visit", &path("v.csv"), "--dry-run", "--lang", "en"]);
    let ran = machine.run(&["import", "visit", &path("v.csv"), "--lang", "en"]);
    assert_eq!(ran.code, dry.code);
    assert!(ran.err.contains("2 records are called \"Cơ sở mộc An\""), "{}", ran.err);
    assert!(ran.err.contains("no record has the name or id \"Cơ sở lạ\""), "{}", ran.err);
    let of = |kind| machine.json(&["list", kind, "--format", "json"]);
    let tea = of("establishment").into_iter().find(|e| e["tax_code"] == "0101234567").unwrap();
    let visits = of("visit");
    assert_eq!(visits.len(), 2, "{}", ran.err);
    assert!(visits.iter().all(|v| v["establishment"] == tea["id"]), "{visits:?}");
}

#[test]
fn list_finds_records_by_commune_and_province() {
    let home = Home::new();
    let list = "Tên cơ sở;Xã\nKim Đức;Phường Châu Đốc, An Giang\nTân Đức;28249\n";
    let file = home.file("ds.csv", list.as_bytes());
    assert!(home.run("vi", &["import", "establishment", &file], b"").well);
    for (words, name) in
        [("an giang", "Kim Đức"), ("chau doc", "Kim Đức"), ("tien giang", "Tân Đức")]
    {
        let ran = home.run("vi", &["list", "establishment", "--find", words], b"");
        assert!(ran.well && ran.out.contains(name), "{words}: {}{}", ran.out, ran.words);
        assert_eq!(ran.out.lines().count(), 2, "{words}: {}", ran.out);
    }
}

/// Names of places do not contain "P. 1", "Q. Gò Vấp", "TX", so these found nothing.
#[test]
fn short_kinds_of_places_found_nothing() {
    let home = Home::new();
    let list = "Tên cơ sở;Xã\nMay;Phường Hạnh Thông, HCM\nNem;Phường Sa Đéc, Đồng Tháp\n\
                Nón;Xã Mỹ Thọ, Đồng Tháp\nMắm;Đặc khu Phú Quốc, An Giang\n";
    let file = home.file("ds.csv", list.as_bytes());
    assert!(home.run("vi", &["import", "establishment", &file], b"").well);
    for (words, names) in [
        ("P. 1", &["May", "Nem"][..]),
        ("p.01", &["May", "Nem"]),
        ("P1 Gò Vấp", &["May"]),
        ("P1 Q. Gò Vấp TPHCM", &["May"]),
        ("Q.Gò Vấp", &["May"]),
        ("q go v", &["May"]),
        ("P.Hạnh Thông", &["May"]),
        ("TX Sa Đéc", &["Nem"]),
        ("t.p. sa dec", &["Nem"]),
        ("nem tp sa dec", &["Nem"]),
        ("X. Mỹ Thọ", &["Nón"]),
        ("đk phú quốc", &["Mắm"]),
        ("Q. 1", &[]),
        ("X. Hạnh Thông", &[]),
    ] {
        let args = ["list", "establishment", "--find", words, "--format", "json"];
        let ran = home.run("vi", &args, b"");
        let row = |line: &str| -> serde_json::Value { serde_json::from_str(line).unwrap() };
        let mut found: Vec<String> =
            ran.out.lines().map(|l| row(l)["name"].as_str().unwrap().to_owned()).collect();
        found.sort();
        assert_eq!(found, names, "{words}");
    }
}

#[test]
fn a_folder_without_a_notebook_was_not_named() {
    let home = Home::empty();
    let ran = home.run("vi", &["list", "establishment"], b"");
    let folder = home.folder().display().to_string();
    assert!(!ran.well && ran.words.contains(&folder), "{}", ran.words);
}

/// Personal answers and the data key are in memory as soon as the notebook is open.
#[test]
#[cfg(target_os = "linux")]
fn an_aborted_program_leaves_no_core_dump() {
    use std::os::unix::process::ExitStatusExt;
    let machine = Machine::with_notebook();
    let hq = machine.path("hq");
    sotay::hq::HqDirectory::init(&hq, &crate::kit::home::officer(), "Cục", crate::kit::NOW)
        .unwrap();
    let programs = [
        (env!("CARGO_BIN_EXE_sotay"), machine.path("notebook"), "add training"),
        (env!("CARGO_BIN_EXE_sotay-hq"), hq, "receive"),
    ];
    for (program, data, task) in programs {
        let script =
            format!("ulimit -S -c $(ulimit -H -c) && exec \"$0\" --data \"$1\" {task}");
        let mut child = std::process::Command::new("sh")
            .args(["-c", &script, program, data.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let proc = |name: &str| {
            let path = format!("/proc/{}/{name}", child.id());
            std::fs::read_to_string(path).unwrap_or_default()
        };
        let started = || proc("comm").starts_with("sotay");
        let limits = || {
            let limits = proc("limits");
            let line = limits.lines().find(|line| line.starts_with("Max core file size"));
            line.map(|line| {
                line.split_whitespace().skip(4).take(2).collect::<Vec<_>>().join(" ")
            })
        };
        while !started() || limits().as_deref() != Some("0 0") {
            assert_ne!(proc("stat").split(' ').nth(2), Some("Z"), "{program} ended");
            std::thread::yield_now();
        }
        let pid = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
        assert!(!child.wait().unwrap().core_dumped(), "{program}");
    }
}
