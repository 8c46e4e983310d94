//! Erasures carried out by headquarters and on other laptops, also if the disk stops.

use super::*;

fn fold_on(hq: &Path, disk: Arc<dyn Disk>) -> Result<bool, StoreError> {
    let home = HqDirectory::open_on(disk.clone(), hq)?;
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open_on(disk, Role::Headquarters, hq, options)?;
    let mut logs = |cursors: &std::collections::BTreeMap<[u8; 16], u64>, most: usize| {
        log::gather(&home.dir, &home.keys, cursors, most)
    };
    // dropped without closing, as after a kill
    fold::run(&home, &store, &mut logs, now).map(|_| !store.erasures().is_pending())
}

#[test]
fn a_disk_of_headquarters_that_stops_at_any_step_leaves_an_erasure_to_be_completed() {
    let (office, _, _) = arrived();
    let keys = office.home().keys;
    assert!(count_both(&office.path(), &keys).0 > 0);
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let runs = |steps: usize| {
        let kind = kinds[steps % 2];
        let what = format!("{kind:?} after {steps} steps");
        let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let hq = root.path().join("hq");
        copy_folder(&office.path(), &hq);
        let done = fold_on(&hq, Arc::new(Failing::after(steps, kind))).unwrap_or(false);
        let again =
            fold_on(&hq, Arc::new(RealDisk)).unwrap_or_else(|e| panic!("{what}: {e:?}"));
        assert!(again, "{what}");
        assert_eq!(count_both(&hq, &keys), (0, 0), "{what}");
        let home = HqDirectory::open(&hq).unwrap();
        assert_eq!(count_left(&home).unwrap().total(), 0, "{what}");
        for device in log::devices(&hq).unwrap() {
            let report = log::verify(&hq, &keys, &device).unwrap();
            assert!(report.damage.is_empty() && report.frames > 0, "{what}: {report:?}");
        }
        home.lanes().verify().unwrap();
        let report = Store::verify(Role::Headquarters, &hq).unwrap();
        assert!(report.whole(), "{what}: {report:?}");
        assert_eq!(report.erasures.len(), 1, "{what}");
        done
    };
    let steps = (0usize..).find(|steps| runs(*steps)).unwrap();
    assert!(steps > 30, "an erasure has more steps than {steps}");
}

/// How often a text waits in all lanes of an officer.
fn in_lanes(office: &Headquarters, officer: Id, text: &str) -> usize {
    let home = office.home();
    let to = Addressee { officer, province: "25".into() };
    let lanes =
        crate::kit::world::LANES.into_iter().chain([sotay::hq::downlink::lane::RESTORE]);
    let pieces = lanes.flat_map(|lane| home.lanes().read(&to, lane, 0, usize::MAX).unwrap());
    pieces.filter(|piece| has(&piece.bytes, text)).count()
}

#[test]
fn an_erasure_is_done_at_headquarters_and_on_other_laptops_and_later_answers_stay() {
    let office = Headquarters::new();
    let (mut a, mut b) = (Notebook::new(), Notebook::new());
    b.skip_ids(100);
    let (a_dir, b_dir, hq) = (a.home.folder(), b.home.folder(), office.path());
    let (b_keys, hq_keys) = (keys(&b_dir), office.home().keys);
    office.enrol(&a.store);
    office.enrol(&b.store);
    let id = a.put("establishment", shop());
    b.put("establishment", establishment("Mộc Của B"));
    sync(&office, &a);
    sync(&office, &b);
    assert!(count(&b_dir, &b_keys, PHONE) > 0, "the other laptop has it");
    assert!(
        count(&hq, &hq_keys, PHONE) > 1,
        "headquarters has it, in a log and in its notebook"
    );
    let officers = [a.store.officer_id(), b.store.officer_id()];
    assert!(officers.iter().all(|officer| in_lanes(&office, *officer, PHONE) > 0));
    // at the same time one officer erases, and another answers again without knowing
    b.edit(id, json!({"contact_phone": "0922222222"}));
    erase(&a.store, id);
    sync(&office, &a);
    assert_eq!(count_both(&hq, &hq_keys), (0, 0));
    assert!(officers.iter().all(|officer| in_lanes(&office, *officer, PHONE) == 0));
    assert!(officers.iter().all(|officer| in_lanes(&office, *officer, NAME) == 0));
    sync(&office, &b);
    // an answer that arrived later but was given without knowing is dropped too
    assert_eq!(count(&hq, &hq_keys, "0922222222"), 0);
    sync(&office, &b);
    let b = b.again();
    assert_eq!(count_both(&b_dir, &b_keys), (0, 0));
    assert_eq!(count(&b_dir, &b_keys, "0922222222"), 0);
    let past = b.store.history().of(id).unwrap();
    assert!(past.iter().any(|step| matches!(step.event, PastEvent::Erased { .. })));
    // an answer given after the erasure stays everywhere
    let phone = programme().kind_by_id("establishment").unwrap();
    let phone = phone.field_by_id("contact_phone").unwrap().no;
    let mut b = b;
    b.edit(id, json!({"contact_phone": "0955555555"}));
    sync(&office, &b);
    sync(&office, &a);
    let a = a.again();
    let b = b.again();
    let store = office.folded();
    for (who, one) in [("headquarters", &store), ("b", &b.store), ("a", &a.store)] {
        let record = one.records().get(id).unwrap().unwrap();
        let answer = record.fields.get(phone).and_then(Value::as_text);
        assert_eq!(answer, Some("0955555555"), "{who}: {record:?}");
    }
    store.close().unwrap();
    drop(store);
    assert_eq!(count_left(&office.home()).unwrap().total(), 0);
    assert!(count(&hq, &hq_keys, "0955555555") > 0);
    for notebook in [&a, &b] {
        crate::kit::headquarters::receipts_are_true(&office, &notebook.store);
        notebook.store.close().unwrap();
    }
    drop((a.store, b.store));
    for dir in [&a_dir, &b_dir] {
        is_whole(dir, 1);
    }
    let report = Store::verify(Role::Headquarters, &hq).unwrap();
    assert!(report.whole(), "{report:?}");
    assert_eq!((report.erasures.len(), report.left.total()), (1, 0));
    let home = office.home();
    for device in sotay::hq::ingest::log::devices(&home.dir).unwrap() {
        let report = sotay::hq::ingest::log::verify(&home.dir, &home.keys, &device).unwrap();
        assert!(report.damage.is_empty(), "{report:?}");
    }
    home.lanes().verify().unwrap();
}

#[test]
fn headquarters_erases_itself_and_cases_that_quote_the_answer_lose_it() {
    let office = Headquarters::new();
    let (mut a, mut b) = (Notebook::new(), Notebook::new());
    b.skip_ids(100);
    let (a_dir, hq) = (a.home.folder(), office.path());
    let (a_keys, hq_keys) = (keys(&a_dir), office.home().keys);
    office.enrol(&a.store);
    office.enrol(&b.store);
    let id = a.put("establishment", shop());
    b.put("establishment", establishment("Mộc Của B"));
    sync(&office, &a);
    sync(&office, &b);
    // two names for one person; a reviewer must choose
    let names = ["Nguyễn Thị Hường Em", "Nguyễn Thị Hương Chị"];
    a.edit(id, json!({"name": names[0]}));
    b.edit(id, json!({"name": names[1]}));
    sync(&office, &a);
    sync(&office, &b);
    let store = office.folded();
    let cases = headquarters().kind_by_id("matter").unwrap();
    let quoted = |store: &Store| {
        let rows = store.records().page(&Query::all(cases.no), 0, 100).unwrap().rows;
        let has = |name: &&&str| {
            let texts = |case: &Record| {
                case.fields.iter().any(|(_, v)| v.as_text().is_some_and(|t| t.contains(**name)))
            };
            rows.iter().any(texts)
        };
        names.iter().filter(has).count()
    };
    assert_eq!(quoted(&store), 2, "a case quotes both");
    crate::kit::records::commit(&store, vec![erasure(&store, id)]);
    store.close().unwrap();
    let store = office.folded();
    assert_eq!(quoted(&store), 0);
    store.close().unwrap();
    assert_eq!(count_both(&hq, &hq_keys), (0, 0));
    assert!(names.iter().all(|name| count(&hq, &hq_keys, name) == 0));
    // an answer that was erased before it was sent arrives erased, and is accepted
    let unsent = a.put("establishment", {
        let mut shop = establishment("Trần Văn Chưa Gửi");
        shop["contact_phone"] = json!("0977777777");
        shop
    });
    erase(&a.store, unsent);
    sync(&office, &a);
    assert_eq!(
        count(&hq, &hq_keys, "0977777777") + count(&hq, &hq_keys, "Trần Văn Chưa Gửi"),
        0
    );
    let store = office.folded();
    assert!(store.records().get(unsent).unwrap().is_some());
    store.close().unwrap();
    let a = a.again();
    assert!(names.iter().all(|name| count(&a_dir, &a_keys, name) == 0));
    assert_eq!(count_both(&a_dir, &a_keys), (0, 0));
    let record = a.store.records().get(id).unwrap().unwrap();
    assert!(record.fields.iter().all(|(_, value)| value.as_text() != Some(PHONE)));
    a.store.close().unwrap();
    drop(a.store);
    is_whole(&a_dir, 2);
}
