//! Imports of which a part entered: what is said, and what the same list does when it is read again.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use sotay::programme::Role;
use sotay::record::{Listing, Query};
use sotay::text::path::TargetPath;

use super::{lines_named, stored};
use crate::kit::failing::Failing;
use crate::kit::home::Home;
use crate::kit::{NOW, now, programme};

/// Rows of a list, each with its name and its note.
fn list(rows: &[(String, String)]) -> Vec<u8> {
    let mut text =
        "Tên cơ sở;Loại hình;Xã;Nhóm ngành nghề;Sản phẩm;Số lao động;Ghi chú\n".to_owned();
    for (name, note) in rows {
        text.push_str(&format!("{name};Hộ kinh doanh;Xã Phong Quang;b;Tủ;5;{note}\n"));
    }
    text.into_bytes()
}

#[test]
fn a_row_of_too_many_bytes_ended_the_import_and_the_dry_run_did_not_see_it() {
    let home = Home::new();
    let row =
        |n: usize| (format!("Xưởng {n}"), if n == 70 { "ồ".repeat(6_000) } else { "x".into() });
    let file = home.file("list.csv", &list(&(0..140).map(row).collect::<Vec<_>>()));
    for dry in [true, false] {
        let mut args = vec!["import", "establishment", file.as_str()];
        args.extend(dry.then_some("--dry-run"));
        let ran = home.run("en", &args, b"");
        assert!(
            !ran.well && ran.words.contains("140 rows: 139 entered"),
            "{dry}: {}",
            ran.words
        );
        assert!(lines_named(&ran).contains(&72), "{}", ran.words);
    }
    assert_eq!(stored(&home, "establishment").len(), 139);
}

#[test]
fn an_import_that_was_started_again_doubled_its_rows() {
    let home = Home::new();
    let all: Vec<_> = (0..100).map(|n| (format!("Xưởng {n}"), String::new())).collect();
    // rows imported before the stop, and edited since
    let half = home.file("half.csv", &list(&all[..60]));
    assert!(home.run("en", &["import", "establishment", &half], b"").well);
    let before = stored(&home, "establishment");
    // the same list in another order, with a repeated row and English headings
    let mut rows = all.clone();
    rows.reverse();
    rows.push(all[99].clone());
    let text = String::from_utf8(list(&rows)).unwrap().replace("Tên cơ sở", "name");
    let file = home.file("whole.csv", text.as_bytes());
    let with_doubles = ["import", "establishment", &file, "--duplicates"];
    let ran = home.run("en", &with_doubles, b"");
    assert!(ran.words.contains("101 rows: 41 entered"), "{}", ran.words);
    assert!(
        ran.words.contains("60 rows are in the notebook from an earlier import"),
        "{}",
        ran.words
    );
    let after = stored(&home, "establishment");
    assert!(ran.well && after.len() == 101 && before.is_subset(&after));
    let again = home.run("en", &["import", "establishment", &file], b"");
    assert!(again.well && again.words.contains("(lines 2-102)"), "{}", again.words);
    assert_eq!(stored(&home, "establishment"), after);
}

/// The bytes of an id that come from the row's content, hashed as the import does, with this key
/// and for this copy of the row.
fn tail(key: &[u8], name: &str, place: &str, copy: u32) -> [u8; 8] {
    let kind = programme().kind_by_id("establishment").unwrap();
    let no = |id: &str| kind.field_by_id(id).unwrap().no;
    let mut said = [(no("name"), name), (no("place"), place)];
    said.sort_unstable();
    let mut row = Sha256::new_with_prefix(b"sotay import row 1\0");
    row.update([kind.no]);
    for (no, cell) in said {
        row.update([0]);
        row.update(no.to_le_bytes());
        row.update((cell.len() as u64).to_le_bytes());
        row.update(cell);
    }
    let hash = Sha256::new_with_prefix(key).chain_update(row.finalize());
    let hash = hash.chain_update(copy.to_le_bytes()).finalize();
    let mut tail: [u8; 8] = hash[..8].try_into().unwrap();
    tail[0] &= 0x3f;
    tail
}

/// Ids leave the notebook: from them, a person with a list of names must not learn which names are
/// in it.
#[test]
fn an_id_told_what_the_row_of_its_list_had_said() {
    let mut seen = BTreeSet::new();
    for _ in 0..2 {
        let home = Home::new();
        let file = home.file("ds.csv", "Tên cơ sở;Xã\nMộc Hòa;08230\n".as_bytes());
        assert!(home.run("en", &["import", "establishment", &file], b"").well);
        let store = home.open();
        let kind = programme().kind_by_id("establishment").unwrap().no;
        let id = store.records().page(&Query::all(kind), 0, 2).unwrap().rows[0].id;
        let mut end: [u8; 8] = id.0[8..].try_into().unwrap();
        end[0] &= 0x3f;
        let hash = |key: &[u8]| tail(key, "Mộc Hòa", "08230", 0);
        assert_eq!(end, hash(&store.import_key()), "the test hashes as the import does");
        let (device, officer) =
            (store.device_id(), store.records().officer().unwrap().unwrap().id);
        for known in [&[][..], &[0; 32], &[0xff; 32], &device, &officer.0] {
            assert_ne!(end, hash(known));
        }
        assert!(seen.insert(end), "another notebook, another id");
        store.close().unwrap();
    }
}

#[test]
fn a_row_whose_record_was_edited_entered_again_and_one_that_was_deleted_did_not() {
    use sotay::record::{Change, Query, Value};
    use sotay::store::Commit;
    let home = Home::new();
    let rows: Vec<_> = (0..3).map(|n| (format!("Xưởng {n}"), String::new())).collect();
    let file = home.file("list.csv", &list(&rows));
    assert!(home.run("en", &["import", "establishment", &file], b"").well);
    let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
    let store = home.open();
    let records = store.records().page(&Query::all(kind.no), 0, 9).unwrap().rows;
    let commit = |change| {
        let changes = vec![change];
        store.commit(Commit { changes, allow_incomplete: true, ..Commit::default() }).unwrap();
    };
    let name = kind.field_by_id("name").unwrap().no;
    let set = vec![(name, Some(Value::Text("Tên mới".into())))];
    commit(Change::Patch { id: records[0].id, base: records[0].head, set });
    let reason = "nhầm".to_owned();
    commit(Change::Delete { id: records[1].id, base: records[1].head, reason });
    store.close().unwrap();
    drop(store);
    for entered in [1, 0] {
        let ran = home.run("en", &["import", "establishment", &file], b"");
        let said = format!("3 rows: {entered} entered");
        assert!(ran.words.contains(&said), "{}", ran.words);
        assert_eq!(stored(&home, "establishment").len(), 3);
    }
}

#[test]
fn an_import_on_a_disk_that_filled_up_did_not_say_what_had_entered() {
    use sotay::cancel::CancelToken;
    use sotay::lang::Lang;

    use sotay::services::import;
    use sotay::store::Options;
    use sotay::store::Store;
    let rows: String = (0..130).map(|n| format!("Xưởng {n};5\n")).collect();
    let rows = format!("Tên cơ sở;Số lao động\n{rows}");
    let mut partly = 0;
    for steps in 0..8 {
        let home = Home::new();
        let file = home.file("list.csv", rows.as_bytes());
        let disk = Arc::new(Failing::after(steps, std::io::ErrorKind::StorageFull));
        let options = Options { take_over: false, serve_early: false, now };
        let (store, _) = Store::open_on(disk, Role::Officer, &home.folder(), options).unwrap();
        let (cancel, mut seen) = (CancelToken::default(), |_, _| {});
        let listing = Listing {
            path: TargetPath::Typed(file.clone()),
            kind: crate::kit::kind("establishment").no,
            wanted: sotay::record::ReadOptions::default(),
        };
        let how = &mut import::RunOptions {
            is_dry_run: false,
            wanted: sotay::record::ReadOptions::default(),
            duplicates: false,
            publishing: false,
            label: "list",
            now: NOW,
            cancel,
            progress: &mut seen,
            reading: &mut |_| (),
            mapping: None,
        };
        let (said, _) = import::enter(&store, &listing, how, Lang::En).unwrap();
        store.close().unwrap_or_default();
        drop(store);
        let entered = stored(&home, "establishment").len();
        let (_, rest) = said.split_once(" rows: ").unwrap();
        let told: usize = rest.split(' ').next().unwrap().parse().unwrap();
        // writes that failed to sync may be there: only what is certain is reported
        assert!(told <= entered, "{steps}: {entered}, {said}");
        let failed = told < 130;
        assert_eq!(said.contains("import the same file again"), failed, "{steps}: {said}");
        partly += usize::from(failed && told > 0);
        assert!(home.run("en", &["import", "establishment", &file], b"").well);
        assert_eq!(stored(&home, "establishment").len(), 130, "{steps}");
    }
    assert!(partly > 0, "no step was in the middle");
}

/// Remarks on a list as a whole mention rows that enter only if some do.
#[test]
fn of_an_import_of_which_nothing_entered_it_was_said_that_rows_entered() {
    let good = ["Xưởng A,Hộ kinh doanh", "Xưởng B,Hộ kinh doanh"];
    let rows = [good[0], good[1], ",Hộ kinh doanh", "Xưởng C,Hộ kinh doanh,thừa"];
    for chosen in 1..1usize << rows.len() {
        for twice in [false, true] {
            let home = Home::new();
            let picked =
                || (0..rows.len()).filter(|at| chosen >> at & 1 == 1).map(|at| rows[at]);
            let list = picked().collect::<Vec<_>>().join("\n");
            let file = home.file("so.csv", format!("Tên cơ sở,Loại hình\n{list}\n").as_bytes());
            if twice {
                home.run("vi", &["import", "establishment", &file], b"");
            }
            let count = || {
                let all = home.run("vi", &["list", "establishment", "--format", "json"], b"");
                all.out.lines().count()
            };
            let before = count();
            let done = home.run("vi", &["import", "establishment", &file], b"");
            let entered = count() - before;
            // counts independently: the good rows, each once
            let wanted =
                if twice { 0 } else { picked().filter(|row| good.contains(row)).count() };
            assert_eq!(entered, wanted, "{}", done.words);
            for line in done.words.lines().filter(|line| line.contains("dòng vào dạng chưa đủ"))
            {
                assert!(entered > 0, "{line}");
                assert!(line.contains(&format!(" {entered} dòng vào")), "{entered}: {line}");
            }
            assert!(
                entered > 0 || !done.words.contains("nhập thành hồ sơ mới"),
                "{}",
                done.words
            );
        }
    }
}
