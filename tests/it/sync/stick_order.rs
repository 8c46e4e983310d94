//! Headquarters' answers on a stick that follow others which the laptop has not read.

use serde_json::json;
use sotay::record::{Change, Id, Origin, Query, Verdict};
use sotay::store::Store;

use super::outgoing::filled;
use super::stick::{carry, import, import_at};
use crate::kit::headquarters::Headquarters;
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;
use crate::kit::{copy_folder, headquarters, now, records};

fn later() -> u64 {
    now() + 1_000
}

fn approve(office: &Headquarters, number: u64, about: Id) {
    let store = office.folded();
    let answers = json!({"about": about.to_string(), "verdict": "duyet"});
    let (id, fields) = crate::hq::fields("verdict", 9, number, &answers);
    let kind = headquarters().kind_by_id("verdict").unwrap().no;
    records::commit(
        &store,
        vec![Change::Create { kind, id, fields, origin: Origin::Headquarters }],
    );
    store.close().unwrap();
    office.fold();
}

fn is_approved(store: &Store, id: Id) -> bool {
    let review = store.records().get(id).unwrap().unwrap().review;
    review.is_some_and(|review| matches!(review.verdict, Verdict::Approved))
}

/// A laptop and a copy of it that has read neither of the two answers on the stick; each answer
/// approves one of the records.
struct TwoAnswers {
    office: Headquarters,
    copy: Notebook,
    stick: tempfile::TempDir,
    answers: [std::path::PathBuf; 2],
    approved: [Id; 2],
}

fn two_answers() -> TwoAnswers {
    let (office, book) = (Headquarters::new(), filled(4));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        office.fold();
    }
    let kind = headquarters().kind_by_id("intl_lead").unwrap().no;
    let all = book.store.records().page(&Query::all(kind), 0, 9).unwrap().rows;
    let approved = [all[0].id, all[1].id];
    carry(&book.store, stick.path()).1.unwrap();
    let older = Home::new();
    let book = book.changed(
        |home| {
            std::fs::remove_dir_all(older.folder()).unwrap();
            copy_folder(&home.folder(), &older.folder());
        },
        Home::open,
    );
    let inside = stick.path().join("SOTAY/in");
    let names = || -> Vec<_> {
        let all = std::fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.extension().is_some_and(|end| end == "stk")).collect()
    };
    names().iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let answers = [1, 2].map(|number| {
        let before = names();
        approve(&office, number, approved[number as usize - 1]);
        carry(&book.store, stick.path()).1.unwrap();
        import_at(&office, stick.path(), if number == 1 { now } else { later });
        carry(&book.store, stick.path()).1.unwrap();
        names().into_iter().find(|path| !before.contains(path)).unwrap()
    });
    assert!(approved.iter().all(|id| is_approved(&book.store, *id)));
    book.store.close().unwrap();
    TwoAnswers { office, copy: Notebook::opened(older), stick, answers, approved }
}

#[test]
fn an_answer_that_follows_a_missing_one_hid_the_missing_one_for_good() {
    let t = two_answers();
    std::fs::remove_file(&t.answers[0]).unwrap();
    let (summary, done) = carry(&t.copy.store, t.stick.path());
    done.unwrap();
    assert!(summary.has_gap);
    assert_eq!(t.approved.map(|id| is_approved(&t.copy.store, id)), [false, false]);
    import(&t.office, t.stick.path());
    let (_, done) = carry(&t.copy.store, t.stick.path());
    done.unwrap();
    assert_eq!(t.approved.map(|id| is_approved(&t.copy.store, id)), [true, true]);
}

#[test]
fn answers_are_read_in_the_order_in_which_they_were_written() {
    let t = two_answers();
    for (answer, name) in t.answers.iter().zip(["a-9.stk", "a-10.stk"]) {
        std::fs::rename(answer, answer.with_file_name(name)).unwrap();
    }
    let (summary, done) = carry(&t.copy.store, t.stick.path());
    done.unwrap();
    assert!(!summary.has_gap);
    assert_eq!(t.approved.map(|id| is_approved(&t.copy.store, id)), [true, true]);
}
