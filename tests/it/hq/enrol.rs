//! The administrator sees and chooses who is enrolled; the officer sees and chooses where a
//! notebook sends. Tested with the real programs, and files that travel.

use crate::kit::opening;
use sotay::hq::HqDirectory;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::Id;
use sotay::sync::enrol::EnrolRequest;

use super::program::{Centre, enrolled};
use crate::kit::machine::{Machine, Ran};

fn request(machine: &Machine) -> String {
    let file = machine.path("request").to_str().unwrap().to_owned();
    let asked = machine.run(&["enrol", "--request", &file, "--force"]);
    assert_eq!(asked.code, 0, "{}", asked.err);
    file
}

fn taken_in(centre: &Centre, machine: &Machine, more: &[&str]) -> String {
    let file = request(machine);
    let done = centre.run(&[&["enrol", &file, "--yes", "--force"], more].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    format!("{file}.reply")
}

fn accept(machine: &Machine, reply: &str) -> Ran {
    machine.run(&["enrol", "--accept", reply])
}

/// Headquarters with Nguyễn Văn An of province 19 as number 1.
fn with_an() -> (Centre, Machine) {
    let (centre, an) = (Centre::new(), Machine::with_notebook());
    let reply = taken_in(&centre, &an, &[]);
    assert_eq!(accept(&an, &reply).code, 0);
    (centre, an)
}

fn active(centre: &Centre) -> Vec<String> {
    let lines = centre.run(&["officers"]).out;
    lines
        .lines()
        .filter(|line| line.contains(&lang::hq::active(Vi)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_request_that_names_another_officers_record_takes_no_place() {
    let (centre, an) = with_an();
    let thief = Machine::of("Kẻ Trộm", "25");
    // as a dishonest program writes it: his key with her officer
    let theirs = HqDirectory::open(&centre.path("hq")).unwrap().officers().unwrap();
    let (device, file) = (thief.signing_key(), thief.path("request"));
    let claim = EnrolRequest {
        key: device.verifying_key().to_bytes(),
        officer: theirs[0].certificate().officer,
        name: "Nguyễn Văn An".into(),
        unit: "TT KC Thái Nguyên".into(),
        province: "19".into(),
        ssh: String::new(),
        created_at: 1,
    };
    std::fs::write(&file, claim.sign(&device)).unwrap();
    let refused = centre.run(&["enrol", file.to_str().unwrap(), "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("cán bộ số 1, Nguyễn Văn An"), "{}", refused.err);
    assert_eq!(active(&centre).len(), 1);
    let sent = an.run(&["sync", &format!("folder:{}", centre.path("").display())]);
    assert_eq!(sent.code, 0, "{}", sent.err);
}

#[test]
fn a_strangers_request_for_an_officers_number_is_not_taken_in_by_yes() {
    let (centre, _an) = with_an();
    let stranger = Machine::of("Kẻ Lạ", "25");
    let file = request(&stranger);
    let before = active(&centre);
    let refused = centre.run(&["enrol", &file, "--number", "1", "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    for shown in ["Kẻ Lạ", "Số 1 đang là của: Nguyễn Văn An", "Máy sẽ bị thu hồi ngay"]
    {
        assert!(refused.err.contains(shown), "{shown}: {}", refused.err);
    }
    // the letter that answers other questions does not answer this one
    for answer in [&b"c\n"[..], b"y\n", b"\n", b"", b"11\n"] {
        let refused = centre.feed(&["enrol", &file, "--number", "1"], answer);
        assert_eq!(refused.code, 1, "{}", refused.err);
    }
    assert_eq!(active(&centre), before);
    let done = centre.feed(&["enrol", &file, "--number", "1"], b"1\n");
    assert_eq!(done.code, 0, "{}", done.err);
    // the number still belongs to the same officer, with another device
    assert_eq!(active(&centre).len(), 1);
    assert!(active(&centre)[0].contains("Nguyễn Văn An"), "{:?}", active(&centre));
    assert_ne!(active(&centre), before);
}

#[test]
fn a_number_that_nobody_has_is_refused() {
    let (centre, _an) = with_an();
    let other = Machine::of("Lê Thị Bình", "19");
    let refused = centre.run(&["enrol", &request(&other), "--number", "9", "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains('9'), "{}", refused.err);
    assert_eq!(active(&centre).len(), 1);
}

#[test]
fn a_device_of_one_officer_does_not_become_anothers() {
    let (centre, an) = with_an();
    let binh = Machine::of("Lê Thị Bình", "19");
    taken_in(&centre, &binh, &[]);
    let refused = centre.run(&["enrol", &request(&an), "--number", "2", "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("cán bộ số 1, Nguyễn Văn An"), "{}", refused.err);
    assert_eq!(active(&centre).len(), 2);
}

#[test]
fn an_officers_new_laptop_takes_his_number_and_shuts_the_old_one_out() {
    let (centre, _an) = with_an();
    let new = Machine::with_notebook();
    let reply = taken_in(&centre, &new, &["--number", "1"]);
    let taken = accept(&new, &reply);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let officers = centre.run(&["officers"]).out;
    assert_eq!(officers.lines().count(), 2, "{officers}");
    assert_eq!(active(&centre).len(), 1, "{officers}");
    let known = HqDirectory::open(&centre.path("hq")).unwrap().officers().unwrap();
    let ids: Vec<Id> = known.iter().map(|o| o.certificate().officer).collect();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_notebook_leaves_its_headquarters_only_when_that_is_said() {
    let (centre, an) = with_an();
    let other = Centre::named("Sở Khác");
    let reply = taken_in(&other, &an, &[]);
    let refused = accept(&an, &reply);
    assert_eq!(refused.code, 1, "{}", refused.err);
    for shown in ["Cục CN", "Sở Khác", "--move"] {
        assert!(refused.err.contains(shown), "{shown}: {}", refused.err);
    }
    // the notebook still sends to the first headquarters
    let road = format!("folder:{}", centre.path("").display());
    assert_eq!(an.run(&["sync", &road]).code, 0);
    let first = centre.run(&["import", centre.path("").to_str().unwrap()]);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    let moved = an.run(&["enrol", "--accept", &reply, "--move"]);
    assert_eq!(moved.code, 0, "{}", moved.err);
    // a second reply of the same headquarters asks nothing
    assert_eq!(accept(&an, &reply).code, 0);
}

#[test]
fn the_words_of_an_answer_are_those_that_headquarters_says_and_cover_all_of_its_card() {
    use sotay::sync::enrol::card_words;
    let (centre, an) = with_an();
    let file = request(&an);
    let said = centre.run(&["enrol", &file, "--yes", "--force"]);
    let words = said.err.lines().find(|l| l.contains("tám từ của")).unwrap();
    let words = words.rsplit(": ").next().unwrap();
    let taken = accept(&an, &format!("{file}.reply"));
    assert!(taken.err.contains(words), "{} / {}", said.err, taken.err);
    assert!(taken.err.contains("Hãy gọi Cục CN"), "{}", taken.err);
    let card = HqDirectory::open(&centre.path("hq")).unwrap().secret.card().unwrap();
    let mut others = vec![card.clone(); 4];
    others[0].hpke[5] ^= 1;
    others[1].sign[5] ^= 1;
    others[2].era += 1;
    others[3].name.push('x');
    for other in others {
        assert_ne!(card_words(&other), card_words(&card), "{other:?}");
    }
}

#[test]
fn a_second_officer_of_the_same_name_was_taken_in_without_a_hint() {
    let (centre, _an) = with_an();
    for name in ["Nguyễn Văn An", "nguyễn  văn AN", "Nguyễn Vãn An"] {
        let other = Machine::of(name, "19");
        let file = request(&other);
        // keys that answer other questions do not answer this one
        for answer in [&b"c\n"[..], b"y\n", b"\n", b"", b"2\n", b"9\n"] {
            let asked = centre.feed(&["enrol", &file], answer);
            assert_eq!((asked.code, active(&centre).len()), (1, 1), "{}", asked.err);
            assert!(asked.err.contains("số 1 · Nguyễn Văn An"), "{}", asked.err);
            assert!(asked.err.contains(&lang::sync_status::never_heard(Vi)), "{}", asked.err);
        }
        // the known number is typed, and again if a device will be revoked
        let half = centre.feed(&["enrol", &file], b"1\n");
        assert_eq!((half.code, active(&centre).len()), (1, 1), "{}", half.err);
        assert!(
            half.err.contains(&opening(&lang::hq::shuts_out(Vi, "…", "…"))),
            "{}",
            half.err
        );
    }
    let same = Machine::of("Nguyễn Văn An", "19");
    let file = request(&same);
    let taken = centre.feed(&["enrol", &file], b"1\n1\n");
    assert_eq!(taken.code, 0, "{}", taken.err);
    assert_eq!(active(&centre).len(), 1, "the old device is out");
    let other = Machine::of("Nguyễn Văn An", "25");
    let file = request(&other);
    let taken = centre.feed(&["enrol", &file], b"m\n");
    assert_eq!((taken.code, active(&centre).len()), (0, 2), "{}", taken.err);
    // an unknown name causes no question
    let chi = Machine::of("Trần Chi", "19");
    let taken = centre.feed(&["enrol", &request(&chi)], b"c\n");
    assert_eq!(taken.code, 0, "{}", taken.err);
    assert!(!taken.err.contains("CHÚ Ý"), "{}", taken.err);
}

#[test]
fn a_known_name_was_only_shown_where_nobody_was_asked() {
    let (centre, an) = with_an();
    let same = Machine::of("nguyễn  văn AN", "19");
    let file = request(&same);
    let refused = centre.run(&["enrol", &file, "--yes"]);
    assert_eq!((refused.code, active(&centre).len()), (1, 1), "{}", refused.err);
    for shown in ["không có gì thay đổi", "--number 1", "--new"] {
        assert!(refused.err.contains(shown), "{shown}: {}", refused.err);
    }
    assert!(!std::path::Path::new(&format!("{file}.reply")).exists());
    let both = centre.run(&["enrol", &file, "--yes", "--new", "--number", "1"]);
    assert_eq!((both.code, active(&centre).len()), (2, 1), "{}", both.err);
    // a known device is not a new officer
    let known = centre.run(&["enrol", &request(&an), "--yes", "--new", "--force"]);
    assert_eq!((known.code, active(&centre).len()), (1, 1), "{}", known.err);
    // the words still have to be compared
    let left = centre.feed(&["enrol", &file, "--new"], b"\n");
    assert_eq!((left.code, active(&centre).len()), (1, 1), "{}", left.err);
    let taken = centre.run(&["enrol", &file, "--yes", "--new"]);
    assert_eq!((taken.code, active(&centre).len()), (0, 2), "{}", taken.err);
    let third = Machine::of("Nguyễn Văn An", "19");
    let refused = centre.run(&["enrol", &request(&third), "--yes"]);
    assert!(refused.code == 1 && refused.err.contains("số 1, 2"), "{}", refused.err);
    let taken = centre.run(&["enrol", &request(&third), "--yes", "--number", "1"]);
    assert_eq!((taken.code, active(&centre).len()), (0, 2), "{}", taken.err);
}

#[test]
fn a_name_was_written_that_headquarters_never_reads() {
    let init = |name: &str, unit: &str| {
        let machine = Machine::new();
        let province = ["--province", "19", "--no-passphrase"];
        let ran = machine
            .run(&[&["init", "--officer", name, "--unit", unit], &province[..]].concat());
        (machine, ran)
    };
    for (name, unit) in [("Ă".repeat(300), "TT".to_owned()), ("An".to_owned(), "ễ".repeat(67))]
    {
        let (machine, ran) = init(&name, &unit);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("quá dài"), "{}", ran.err);
        assert!(!machine.path("notebook").exists());
    }
    let centre = Centre::new();
    for name in ["An\nBình", "An\u{1b}[31m Bình", "  An \t Bình\r\n", "An\u{2028}Bình"] {
        let (machine, ran) = init(name, "TT");
        assert_eq!(ran.code, 0, "{name:?}: {}", ran.err);
        let done = centre.run(&["enrol", &request(&machine), "--yes", "--new"]);
        assert_eq!(done.code, 0, "{name:?}: {}", done.err);
    }
    // a request as an older program wrote it
    let machine = Machine::with_notebook();
    let (device, file) = (machine.signing_key(), machine.path("request"));
    let long = EnrolRequest {
        key: device.verifying_key().to_bytes(),
        officer: Id([7; 16]),
        name: "Ă".repeat(300),
        unit: "TT".into(),
        province: "19".into(),
        ssh: String::new(),
        created_at: 1,
    };
    std::fs::write(&file, long.sign(&device)).unwrap();
    let refused = centre.run(&["enrol", file.to_str().unwrap(), "--yes"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("họ tên trong đó quá dài"), "{}", refused.err);
}

#[test]
fn an_import_named_files_and_no_officers_and_kept_silent_that_a_device_was_shut_out() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir_all(&stick).unwrap();
    let wrong = centre.run(&["import", stick.to_str().unwrap()]);
    assert_eq!(wrong.code, 1, "{}", wrong.err);
    assert!(std::fs::read_dir(&stick).unwrap().next().is_none());
    machine.run(&["sync", &format!("folder:{}", stick.display())]);
    centre.run(&["revoke", "1"]);
    let taken = centre.run(&["import", stick.to_str().unwrap()]);
    assert!(taken.out.contains("Nguyễn Văn An (số 1)"), "{}", taken.out);
    assert!(taken.err.contains("đã bị thu hồi"), "{}", taken.err);
}

/// Headquarters' signature covers the laptop's certificate, but not its own: a script must be able
/// to have the words compared.
#[test]
fn a_reply_is_refused_when_its_words_are_not_those_given() {
    let (centre, an) = (Centre::new(), Machine::with_notebook());
    let reply = taken_in(&centre, &an, &[]);
    let words = centre.run(&["words"]).out;
    let whole = std::fs::read(&reply).unwrap();
    let mut damaged = whole.clone();
    // in the key that bundles are sealed to
    damaged[20] ^= 1;
    std::fs::write(&reply, &damaged).unwrap();
    let refused = an.run(&["enrol", "--accept", &reply, "--words", words.trim()]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    let word = lang::sync::reply_has_other_words(Vi, words.trim());
    assert!(refused.err.contains(&word), "{}", refused.err);
    assert!(!an.path("notebook").join("enrolled").exists());
    std::fs::write(&reply, &whole).unwrap();
    // as somebody may type them
    let typed = sotay::text::fold::fold(&words).replace(' ', "  ");
    let taken = an.run(&["enrol", "--accept", &reply, "--words", &typed]);
    assert_eq!(taken.code, 0, "{}", taken.err);
}

/// The new notebook's own first record of the officer stays, and looked like a second officer.
#[test]
fn an_officer_with_a_new_notebook_is_listed_twice_and_one_of_them_as_not_in_use() {
    let (centre, an) = with_an();
    let again = Machine::with_notebook();
    let reply = taken_in(&centre, &again, &["--number", "1"]);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap();
    assert_eq!(an.run(&["sync", stick]).code, 0);
    assert_eq!(accept(&again, &reply).code, 0);
    assert_eq!(again.run(&["sync", stick]).code, 0);
    let taken = centre.run(&["import", stick]);
    assert_eq!(taken.code, 0, "{}{}", taken.out, taken.err);
    let listed = centre.run(&["list", "officer"]).out;
    let of_an: Vec<&str> = listed.lines().filter(|l| l.contains("Nguyễn Văn An")).collect();
    let word = lang::sync::officer_replaced(Vi, 1);
    let marked = of_an.iter().filter(|line| line.ends_with(&word)).count();
    assert_eq!((of_an.len(), marked), (2, 1), "{listed}");
    assert_eq!(listed.matches("không dùng").count(), 1, "{listed}");
}
