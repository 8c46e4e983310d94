//! Erasing personal answers for good: afterwards no frame of any file has them, on the machine that
//! erased them, at headquarters, on other machines and in later backups. Chains and receipts stay
//! valid, and a stop at any step leaves the erasure not begun or to be completed.

mod cases;
mod doors;
mod reached;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use sotay::hq::HqDirectory;
use sotay::hq::downlink::lane::Addressee;
use sotay::hq::erasing::count_left;
use sotay::hq::fold;
use sotay::hq::ingest::log;
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::programme::check;
use sotay::record::{Batch, Body, Change, Draft, FieldNo, Hlc, Id, Op, Query, Record, Value};
use sotay::services::undo::undo;
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::{Disk, RealDisk};
use sotay::storage::format::erased::{self, ErasedV1, KnownErasureV1};
use sotay::storage::format::op::{chain_start, encode_ops};
use sotay::storage::format::raw::split;
use sotay::store::journal::{Entry, JournalReader, JournalSettings};
use sotay::store::{Commit, Options, PastEvent, Store, StoreError};
use sotay::sync::link::ssh::LineEnd;

use crate::kit::failing::Failing;
use crate::kit::headquarters::{Breaks, Headquarters};
use crate::kit::notebook::Notebook;
use crate::kit::world::establishment;
use crate::kit::{copy_folder, headquarters, now, programme};

const NAME: &str = "Nguyễn Thị Hường";
const PHONE: &str = "0912345678";

fn shop() -> serde_json::Value {
    let mut shop = establishment(NAME);
    shop["contact_phone"] = json!(PHONE);
    shop
}

fn personal(store: &Store, id: Id) -> Vec<FieldNo> {
    let record = store.records().get(id).unwrap().unwrap();
    check::personal(store.programme().kind(record.kind).unwrap(), &record.fields)
}

fn erasure(store: &Store, id: Id) -> Change {
    let base = store.records().get(id).unwrap().unwrap().head;
    Change::Erase {
        id, base, fields: personal(store, id), reason: "Chủ cơ sở yêu cầu".into()
    }
}

fn erase(store: &Store, id: Id) {
    crate::kit::records::commit(store, vec![erasure(store, id)]);
}

fn has(bytes: &[u8], text: &str) -> bool {
    !text.is_empty() && bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Every journal in a folder, including the logs of devices and what recovery set aside.
fn journals(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if !path.is_dir() {
            continue;
        }
        if entry.file_name().to_string_lossy().starts_with("journal") {
            assert_eq!(entry.file_name(), "journal", "{}", path.display());
            found.push(folder.to_owned());
        }
        found.extend(journals(&path));
    }
    found
}

/// How often a text occurs in frames of a folder's journals, in any form.
fn count(dir: &Path, keys: &Keys, text: &str) -> usize {
    let mut found = 0;
    for folder in journals(dir) {
        let reader = JournalReader::new(JournalSettings::default(), &folder, keys);
        for frame in reader.frames(1) {
            let (_, entry) = frame.unwrap_or_else(|damage| panic!("{damage:?}"));
            found += usize::from(match entry {
                Entry::Ops { ops, .. } => ops.iter().any(|op| match &op.body {
                    Body::Put { fields, .. } => {
                        fields.iter().any(|f| has(f.bytes.as_deref().unwrap_or_default(), text))
                    }
                    Body::Patch { fields, .. } => fields
                        .iter()
                        .any(|p| has(p.field.bytes.as_deref().unwrap_or_default(), text)),
                    _ => false,
                }),
                Entry::Recut { ops } => {
                    ops.iter().any(|op| op.beside.iter().any(|b| has(&b.bytes.0, text)))
                }
                Entry::Draft(draft) => {
                    let value = |(_, bytes): &(_, Option<Vec<u8>>)| {
                        has(bytes.as_deref().unwrap_or_default(), text)
                    };
                    draft.fields.iter().any(value)
                        || draft.typed.iter().any(|typed| typed.text.contains(text))
                }
                Entry::Down(down) => has(&down.content.0, text),
                Entry::Other { bytes, .. } => has(&bytes, text),
                Entry::Mark(_) => false,
            });
        }
    }
    found
}

fn count_both(dir: &Path, keys: &Keys) -> (usize, usize) {
    use unicode_normalization::UnicodeNormalization;
    let decomposed: String = NAME.nfd().collect();
    let name = count(dir, keys, NAME) + count(dir, keys, &decomposed);
    (name, count(dir, keys, PHONE))
}

fn keys(dir: &Path) -> Keys {
    Keys::load(dir).unwrap().0
}

fn open(dir: &Path) -> Store {
    let options = Options { take_over: false, serve_early: false, now };
    Store::open(Role::Officer, dir, options).unwrap().0
}

fn is_whole(dir: &Path, erasures: usize) {
    let report = Store::verify(Role::Officer, dir).unwrap();
    assert!(report.whole(), "{report:?}");
    assert_eq!(report.erasures.len(), erasures);
    assert_eq!(report.left.total(), 0);
}

#[test]
fn what_is_erased_is_in_no_frame_of_the_notebook_and_of_no_later_backup() {
    let mut notebook = Notebook::new();
    let dir = notebook.home.folder();
    let id = notebook.put("establishment", shop());
    let other = notebook.put("establishment", json!({
        "name": "Mộc Khác", "type": "ho_kinh_doanh", "place": "08230", "sector": "a",
        "products": "Bàn", "workers": 5, "status": "dang_hoat_dong", "contact_phone": "0987654321",
    }));
    notebook.edit(id, json!({"contact_phone": "0911111111"}));
    let record = notebook.store.records().get(id).unwrap().unwrap();
    let phone = programme().kind(record.kind).unwrap().field_by_id("contact_phone").unwrap().no;
    let draft = Draft {
        id: Id::new(5, [9; 10]),
        kind: record.kind,
        form: 1,
        edits: Some((id, record.head)),
        fields: [(phone, Value::Text(PHONE.into()))].into_iter().collect(),
        typed: Vec::new(),
        at: None,
        changed: now(),
        hidden: false,
    };
    notebook.store.drafts().save(&draft).unwrap();
    let keys = keys(&dir);
    let (names, phones) = count_both(&dir, &keys);
    assert!(names >= 1 && phones >= 2, "{names} {phones}");
    let (tail, chain) = {
        let epoch = *notebook.store.uplink().epochs().unwrap().last().unwrap();
        (epoch.last, epoch.chain)
    };
    erase(&notebook.store, id);
    assert!(!notebook.store.erasures().is_pending());
    assert_eq!(count_both(&dir, &keys), (0, 0));
    assert_eq!(count(&dir, &keys, "0911111111"), 0);
    assert!(count(&dir, &keys, "Mộc Khác") > 0 && count(&dir, &keys, "0987654321") > 0);
    // the chain continues over the frames that were cut
    let epoch = *notebook.store.uplink().epochs().unwrap().last().unwrap();
    assert_eq!(
        (epoch.last, notebook.store.uplink().chain_at(epoch.epoch, tail).unwrap()),
        (tail + 1, Some(chain))
    );
    let erased = notebook.store.records().get(id).unwrap().unwrap();
    assert!(personal(&notebook.store, id).iter().all(|no| erased.fields.get(*no).is_none()));
    assert!(notebook.store.drafts().list().iter().all(|draft| draft.fields.is_empty()));
    let past = notebook.store.history().of(id).unwrap();
    assert!(matches!(past.last().unwrap().event, PastEvent::Erased { .. }));
    assert!(past[0].erased.contains(&phone) && past[1].erased == [phone]);
    // later writes, also to the same record
    notebook.edit(id, json!({"contact_phone": "0933333333"}));
    notebook.edit(other, json!({"contact_phone": "0944444444"}));
    let folder = tempfile::tempdir().unwrap();
    let backup = notebook.store.backup(folder.path()).unwrap();
    let notebook = notebook.again();
    let now_there = notebook.store.records().get(id).unwrap().unwrap();
    assert_eq!(now_there.fields.get(phone).and_then(Value::as_text), Some("0933333333"));
    notebook.store.close().unwrap();
    drop(notebook.store);
    assert_eq!(count_both(&dir, &keys), (0, 0));
    is_whole(&dir, 1);
    assert_eq!(std::fs::read_dir(dir.join("state")).unwrap().count(), 1);
    let restored = folder.path().join("restored");
    Store::open_backup(&backup, &restored, now()).unwrap();
    assert_eq!(count_both(&restored, &keys), (0, 0));
    let store = open(&restored);
    assert_eq!(store.records().get(id).unwrap().unwrap().fields, now_there.fields);
    store.close().unwrap();
    is_whole(&restored, 1);
}

/// A closed notebook with a value in its journal and in a draft.
fn begun() -> (Notebook, Id) {
    let mut notebook = Notebook::new();
    let id = notebook.put("establishment", shop());
    notebook.edit(id, json!({"contact_phone": "0911111111"}));
    notebook.store.close().unwrap();
    (notebook, id)
}

/// Number of erasures that were acknowledged but not completed when the disk stopped.
static INTERRUPTED: AtomicU64 = AtomicU64::new(0);

/// An erasure on a disk that stops after this many steps, followed by a kill. `true` if it
/// completed.
fn erases(steps: usize, kind: io::ErrorKind) -> bool {
    let what = format!("{kind:?} after {steps} steps");
    let (notebook, id) = begun();
    let dir = notebook.home.folder();
    drop(notebook.store);
    let disk = Arc::new(Failing::after(steps, kind));
    let options = Options { take_over: false, serve_early: false, now };
    let Ok((store, _)) = Store::open_on(disk, Role::Officer, &dir, options) else {
        return false;
    };
    let Ok(Some(_)) = store.records().get(id) else { return false };
    let commit = Commit { changes: vec![erasure(&store, id)], ..Commit::default() };
    let acknowledged = store.commit(commit).is_ok();
    let done = acknowledged && !store.erasures().is_pending();
    // dropped without closing, as after a kill
    drop(store);
    INTERRUPTED.fetch_add(u64::from(acknowledged && !done), Ordering::Relaxed);
    let keys = keys(&dir);
    let store = open(&dir);
    assert_eq!(store.uplink().epochs().unwrap().len(), 1, "{what}: nothing was lost");
    let past = store.history().of(id).unwrap();
    let is_begun = past.iter().any(|step| matches!(step.event, PastEvent::Erased { .. }));
    assert!(is_begun || !acknowledged, "{what}: lost");
    crate::kit::records::commit(
        &store,
        vec![Change::Delete {
            id,
            base: store.records().get(id).unwrap().unwrap().head,
            reason: "thử".into(),
        }],
    );
    store.close().unwrap_or_else(|e| panic!("{what}: {e:?}"));
    drop(store);
    let (names, phones) = count_both(&dir, &keys);
    match is_begun {
        true => assert_eq!((names, phones), (0, 0), "{what}"),
        false => assert!(names > 0 && phones > 0, "{what}: neither old nor new"),
    }
    let report = Store::verify(Role::Officer, &dir).unwrap();
    assert!(report.whole(), "{what}: {report:?}");
    assert!(!dir.join("journal-new").exists() && !dir.join("journal-old").exists(), "{what}");
    let states = std::fs::read_dir(dir.join("state")).unwrap().count();
    assert!(states == 1 && (!is_begun || !dir.join("broken").exists()), "{what}: {states}");
    done
}

#[test]
fn a_disk_that_stops_at_any_step_leaves_old_or_new_and_the_next_opening_completes_it() {
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let steps = (0usize..).find(|steps| erases(*steps, kinds[steps % 2])).unwrap();
    assert!(steps > 25, "an erasure has more steps than {steps}");
    let interrupted = INTERRUPTED.load(Ordering::Relaxed);
    assert!(interrupted > 10, "{interrupted} were acknowledged and left to be completed");
}

/// The earlier arrival has the right to write, so no two arrivals may have the same time.
fn later() -> u64 {
    static TICKS: AtomicU64 = AtomicU64::new(0);
    now() + TICKS.fetch_add(1, Ordering::Relaxed)
}

fn send(office: &Headquarters, notebook: &Notebook) {
    let mut line = || {
        let line = office.line_at(later, Breaks::default());
        Ok((line, Box::new(|e, _| e) as LineEnd))
    };
    office.sync_over(&notebook.store, &mut line).1.unwrap();
}

fn sync(office: &Headquarters, notebook: &Notebook) {
    send(office, notebook);
    office.fold();
}

/// Headquarters with an erasure in a log that is not folded yet.
fn arrived() -> (Headquarters, Notebook, Id) {
    let office = Headquarters::new();
    let mut a = Notebook::new();
    office.enrol(&a.store);
    let id = a.put("establishment", shop());
    a.put("establishment", establishment("Mộc Khác"));
    sync(&office, &a);
    erase(&a.store, id);
    send(&office, &a);
    (office, a, id)
}

/// A laptop that received an erasure and was killed before anything was cut; and one with an older
/// program, which received it as an unknown op and left no note.
#[test]
fn a_laptop_that_was_killed_after_an_erasure_came_completes_it_at_the_next_opening() {
    let (office, a, _) = arrived();
    let mut b = Notebook::new();
    b.skip_ids(100);
    office.enrol(&b.store);
    let b_dir = b.home.folder();
    let b_keys = keys(&b_dir);
    b.store.close().unwrap();
    drop((a.store, b.store));
    // what was sent before the erasure was folded
    let old = Headquarters { dir: tempfile::tempdir().unwrap() };
    copy_folder(&office.path(), &old.path());
    office.fold();
    let take = |from: &Headquarters, store: &Store| {
        let home = from.home();
        let to = Addressee { officer: store.officer_id(), province: "25".into() };
        for lane in crate::kit::world::LANES {
            let at = store.downlink().cursors().unwrap();
            let at = at.iter().find(|c| c.lane == lane).map_or(0, |c| c.position);
            for piece in home.lanes().read(&to, lane, at, usize::MAX).unwrap() {
                let era = home.secret.era;
                store.downlink().take(lane, era, piece.position, &piece.bytes).unwrap();
            }
        }
    };
    for forgets in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("b");
        copy_folder(&b_dir, &dir);
        let store = open(&dir);
        take(&old, &store);
        assert!(count(&dir, &b_keys, PHONE) > 0);
        take(&office, &store);
        assert!(store.erasures().is_pending());
        assert!(count(&dir, &b_keys, PHONE) > 0, "it is not done while pieces come");
        drop(store);
        if forgets {
            std::fs::remove_file(dir.join("erased")).unwrap();
        }
        let store = open(&dir);
        store.wait_ready().unwrap();
        store.close().unwrap();
        drop(store);
        assert_eq!(count_both(&dir, &b_keys), (0, 0), "{forgets}");
        is_whole(&dir, 1);
    }
}

/// The released layouts, written here by hand: they never change.
#[test]
fn the_op_and_the_note_are_written_as_released() {
    let golden = include_str!("../golden/erase-v1.txt");
    let part = |name: &str| {
        let lines = golden.lines().skip_while(|line| *line != format!("== {name}")).skip(1);
        let hex: String = lines
            .take_while(|line| !line.starts_with("=="))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
        digits.chunks(2).map(|d| (d[0] * 16 + d[1]) as u8).collect::<Vec<u8>>()
    };
    let body = Body::Erase {
        entity: Id([0xE1; 16]),
        base: 6,
        fields: vec![22, 300],
        reason: "yêu cầu".into(),
    };
    let op = Op { seq: 1, hlc: Hlc(5 << 16), wall_flag: 0, ver: 1, body: body.clone() };
    let start = chain_start(&[7; 16], 1);
    let encoded = encode_ops(&[7; 16], start, std::slice::from_ref(&op), None).unwrap();
    let raw = split(&encoded.bytes).unwrap();
    assert_eq!(raw.ops[0].body.0, part("body erase"));
    assert_eq!(raw.ops[0].read(1).unwrap().body, body);
    let note = ErasedV1 {
        pending: true,
        replacing: false,
        known: vec![KnownErasureV1 { entity: [0xE1; 16], head: 300 }],
    };
    assert_eq!(erased::encode(&note), part("note"));
    assert_eq!(erased::decode(&part("note")).unwrap(), note);
}
