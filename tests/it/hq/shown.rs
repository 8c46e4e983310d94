//! What officers and reviewers are shown about devices, officers and cases.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use std::path::Path;

use serde_json::json;
use sotay::hq::review::edits;
use sotay::lang::Lang;
use sotay::record::{Change, Period, Query, ReportQuery, Scope};
use sotay::storage::disk::space::write_reserved;
use sotay::storage::disk::{Disk, DiskFile, RealDisk};
use sotay::store::messages;

use super::program::{Centre, enrolled};
use super::review::desk;
use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::disk::as_the_real_disk;
use crate::kit::machine::Machine;
use crate::kit::world::{Laptop, World, change, establishment, text};

fn today(laptop: &Laptop) -> sotay::record::Today {
    laptop.store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap()
}

fn synced(machine: &Machine, centre: &Centre, stick: &str) {
    let road = format!("folder:{stick}");
    machine.run(&["sync", &road]);
    centre.run(&["import", stick]);
}

/// The command said it, but the notebook's screens did not, and a later start did not know it.
#[test]
fn a_revoked_laptops_own_screens_were_silent() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let stick = centre.path("usb");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap().to_owned();
    synced(&machine, &centre, &stick);
    assert_eq!(centre.run(&["revoke", "1"]).code, 0);
    synced(&machine, &centre, &stick);
    let told = machine.run(&["sync", &format!("folder:{stick}")]);
    assert!(told.err.contains("đã bị thu hồi"), "{}", told.err);
    let notebook = machine.path("notebook");
    for (lang, said) in
        [(Lang::Vi, "đã bị cấp trên thu hồi"), (Lang::En, "has revoked this device")]
    {
        let mut app = App::officer(notebook.clone(), lang);
        app.shows(said).keys("alt-s").shows(said);
        app.workers.store().close().unwrap();
    }
    // enrolled again, it counts again
    let request = machine.path("again");
    let request = request.to_str().unwrap();
    assert_eq!(machine.run(&["enrol", "--request", request]).code, 0);
    let taken = centre.run(&["enrol", request, "--again", "--yes"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let accepted = machine.run(&["enrol", "--accept", &format!("{request}.reply")]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    let mut app = App::officer(notebook, Lang::Vi);
    app.hides("đã bị cấp trên thu hồi");
}

/// The officer was found only after his first sync; until then a key created a second one of the
/// same name.
#[test]
fn work_could_not_be_given_to_an_officer_who_had_not_sent_anything() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let b = w.laptop("Lê Bình", None);
    a.put("establishment", establishment("Mộc Hòa Phát"));
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f6 enter f11 'Kiểm tra' tab f2").stands_on("Hạn").keys("'01/12/2026' tab");
    app.stands_on("Giao cho").keys("'binh 2'").shows("Lê Bình").shows("số 2");
    // no officer can be created here
    app.keys("ctrl-n").stands_on("Giao cho");
    app.keys("enter f2").hides(&opening(&lang::rules::officer_without_device(Vi)));
    app.workers.store().close().unwrap();
    let w = w.reopened();
    w.fold();
    w.down(&b, false);
    let kind = crate::kit::programme().kind_by_id("task").unwrap().no;
    assert_eq!(b.store.records().page(&Query::all(kind), 0, 9).unwrap().rows.len(), 1);
}

/// Two officers' laptops with the same workshop, which headquarters has merged.
fn merged(answers: serde_json::Value) -> (World, Laptop, Laptop) {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let ids = [&mut a, &mut b].map(|laptop| laptop.put("establishment", answers.clone()));
    for _ in 0..3 {
        w.round(&mut [&mut a, &mut b]);
    }
    assert!(ids.iter().any(|id| a.get(*id).alias_of().is_some()), "brought together");
    (w, a, b)
}

fn workshop() -> serde_json::Value {
    let mut it = establishment("Xưởng Mộc Hòa Phát");
    it["tax_code"] = json!("0100109106");
    it["local_material_pct"] = json!("80");
    it
}

/// A merged record has nothing to complete.
#[test]
fn a_merged_record_still_counted_among_those_that_lack_answers() {
    let mut lacking = workshop();
    lacking.as_object_mut().unwrap().remove("workers");
    let (_w, a, b) = merged(lacking);
    for laptop in [&a, &b] {
        let today = today(laptop);
        assert_eq!(today.incomplete, 1);
        let kind = crate::kit::programme().kind_by_id("establishment").unwrap().no;
        let count = today.counts.iter().find(|(no, _)| *no == kind).map(|(_, n)| *n);
        assert_eq!(count, Some(1));
        let query = Query { incomplete: true, ..Query::all(kind) };
        assert_eq!(laptop.store.records().page(&query, 0, 9).unwrap().total, 1);
    }
}

/// The figures counted one workshop twice, before and after a restart.
#[test]
fn a_merged_record_was_counted_in_the_figures() {
    let asked = ReportQuery { period: Period::Year(2026), scope: Scope::All };
    let local = |store: &sotay::store::Store| {
        let report = store.reports().run(&asked).unwrap();
        report.row("T3.local").map_or(0, |row| row.total().records.as_ref().unwrap().len())
    };
    let (w, a, b) = merged(workshop());
    assert_eq!([local(&a.store), local(&b.store), local(&w.store)], [1, 1, 1]);
    a.store.close().unwrap();
    assert_eq!(local(&a.again_open().store), 1);
}

/// The second replacement read the notice about the first old laptop again, as if it were its own.
#[test]
fn a_second_replacement_was_told_of_the_first_old_laptop_too() {
    let centre = Centre::new();
    let stick = centre.path("usb");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap().to_owned();
    let road = format!("folder:{stick}");
    let first = Machine::with_notebook();
    enrolled(&centre, &first);
    synced(&first, &centre, &stick);
    for _ in 0..2 {
        let next = Machine::with_notebook();
        let request = next.path("request");
        let request = request.to_str().unwrap();
        assert_eq!(next.run(&["enrol", "--request", request]).code, 0);
        let taken = centre.run(&["enrol", request, "--number", "1", "--yes"]);
        assert_eq!(taken.code, 0, "{}", taken.err);
        let reply = format!("{request}.reply");
        assert_eq!(next.run(&["enrol", "--accept", &reply]).code, 0);
        synced(&next, &centre, &stick);
        let done = next.run(&["sync", &road]);
        let said = format!("{}{}", done.out, done.err);
        assert_eq!(said.matches(&opening(&lang::hq::old_laptop(Vi, "…"))).count(), 1, "{said}");
        let again = next.run(&["sync", &road]);
        assert!(
            !format!("{}{}", again.out, again.err)
                .contains(&opening(&lang::hq::old_laptop(Vi, "…")))
        );
    }
}

/// There was no message, and the command succeeded.
#[test]
fn an_empty_stick_was_imported_in_silence() {
    let centre = Centre::new();
    for inside in ["SOTAY", "SOTAY/out"] {
        let stick = centre.path(&inside.replace('/', "-"));
        std::fs::create_dir_all(stick.join(inside)).unwrap();
        let done = centre.run(&["import", stick.to_str().unwrap()]);
        let looked_in = stick.join("SOTAY/out").display().to_string();
        assert_eq!(done.code, 1, "{}", done.err);
        assert!(done.err.contains(&looked_in) && done.err.contains(".stk"), "{}", done.err);
    }
}

/// Later changes joined a case that no list showed.
#[test]
fn a_deleted_matter_swallowed_what_came_later() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    w.home.revoke(1, NOW).unwrap();
    a.put("establishment", establishment("Mộc Một"));
    w.round(&mut [&mut a]);
    let waiting = w.matters("cach_ly");
    assert_eq!(waiting.len(), 1);
    // as an older program deleted it
    let (id, base) = (waiting[0].id, waiting[0].head);
    change(&w.store, Change::Delete { id, base, reason: "không cần".into() });
    assert!(w.matters("cach_ly").is_empty());
    a.put("establishment", establishment("Mộc Hai"));
    w.round(&mut [&mut a]);
    let waiting = w.matters("cach_ly");
    assert_eq!(waiting.len(), 1);
    let listed = text(&waiting[0], "first");
    assert!(listed.contains("Mộc Một") && listed.contains("Mộc Hai"), "{listed}");
    // on the screen it cannot be deleted while something waits in it
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("enter del")
        .shows("hãy quyết định trước")
        .hides(&opening(&lang::app::ask_delete_named(Vi, "…")));
}

/// Another person could not review under their own name.
#[test]
fn there_was_no_way_to_name_another_reviewer() {
    let centre = Centre::new();
    assert_eq!(centre.run(&["reviewer"]).out.trim(), "Trần Duyệt");
    let named = centre.run(&["reviewer", "Lê Thị Minh"]);
    assert_eq!(named.code, 0, "{}", named.err);
    assert!(named.out.contains("Lê Thị Minh") && named.out.contains("Trần Duyệt"));
    assert_eq!(centre.run(&["reviewer"]).out.trim(), "Lê Thị Minh");
    assert_eq!(centre.run(&["reviewer", " "]).code, 1);
    assert_eq!(centre.run(&["reviewer"]).out.trim(), "Lê Thị Minh");
}

/// "0 hồ sơ chưa duyệt", although a corrected record waited.
#[test]
fn a_restore_counted_no_corrected_record_among_those_that_wait() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    w.put(
        "verdict",
        json!({"about": id.to_string(), "verdict": "tra_lai", "reason": "Thiếu lao động"}),
    );
    w.round(&mut [&mut a]);
    a.edit(id, json!({"workers": 9}));
    w.round(&mut [&mut a]);
    w.store.close().unwrap();
    let copies = w.dir.path().join("copies");
    std::fs::create_dir(&copies).unwrap();
    let centre = Centre::new();
    let hq = w.home.dir.to_str().unwrap();
    let copy = centre.run(&["--data", hq, "backup", copies.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    let back = centre.run_on("again", &["restore", copy.out.trim()]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(back.err.contains("1 hồ sơ chưa duyệt"), "{}", back.err);
}

/// A disk with no free space except the ballast.
struct Full<'d> {
    dir: &'d Path,
}

struct NoRoom;

impl DiskFile for NoRoom {
    fn write_at(&mut self, _: &[u8], _: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn set_len(&mut self, _: u64) -> std::io::Result<()> {
        Ok(())
    }

    fn sync_data(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn len(&self) -> std::io::Result<u64> {
        Ok(0)
    }
}

impl Disk for Full<'_> {
    as_the_real_disk!(
        open,
        read,
        read_at,
        rename,
        remove_folder,
        sync_file,
        list,
        exists,
        writable,
        free
    );
    as_the_real_disk!(remove, sync_folder, create_folder);

    fn create(&self, path: &Path) -> std::io::Result<Box<dyn DiskFile>> {
        match self.dir.join("ballast").exists() {
            true => Ok(Box::new(NoRoom)),
            false => RealDisk.create(path),
        }
    }
}

/// The reserved space was not used, and the message did not say which disk was full.
#[test]
fn a_device_could_not_be_shut_out_on_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    std::fs::create_dir(dir.join("officers")).unwrap();
    std::fs::write(dir.join("ballast"), b"room").unwrap();
    let path = dir.join("officers").join("one");
    write_reserved(&Full { dir }, dir, &path, b"shut out").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"shut out");
    assert!(!dir.join("ballast").exists(), "its room is used");
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error =
        sotay::store::StoreError::io(sotay::storage::error::IoOperation::Write, &path, full);
    for lang in [Lang::Vi, Lang::En] {
        let said = messages::error(&error, lang);
        assert!(said.contains(&dir.join("officers").display().to_string()), "{said}");
    }
}

/// An officer's record is not the reviewer's; headquarters' own records are.
#[test]
fn headquarters_own_records_need_no_reason() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let theirs = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let own = w.put("establishment", establishment("Mộc Của Cục"));
    for (id, asks) in [(own, false), (theirs, true)] {
        let name = crate::kit::headquarters()
            .kind_by_id("establishment")
            .and_then(|kind| kind.field_by_id("name"))
            .unwrap()
            .no;
        let value = Some(sotay::record::Value::Text("Tên khác".into()));
        let patch = Change::Patch { id, base: w.get(id).head, set: vec![(name, value)] };
        let explained =
            edits::with_reasons(&w.home, &w.store, vec![patch.clone()], None).unwrap();
        assert_eq!(explained.is_none(), asks);
        let because = edits::with_reasons(&w.home, &w.store, vec![patch], Some("Theo giấy"));
        assert_eq!(because.unwrap().unwrap().len(), if asks { 2 } else { 1 });
    }
}
