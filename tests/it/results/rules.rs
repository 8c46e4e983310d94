//! Every rule of counting on a notebook written by hand, with days at limits, deleted and
//! incomplete records. Comments show how the figures are computed.

use serde_json::json;
use sotay::programme::Role;
use sotay::record::{Change, Date, Id, Place, Scope, Value};

use super::records::*;
use super::{figures, row, total};
use crate::kit::notebook::Notebook;

#[test]
fn training_counts_by_the_day_of_the_certificates() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    // the first and the last day of 2025 count, the days before and after do not: 10 + 20
    for (day, n) in
        [("2024-12-31", 1), ("2025-01-01", 10), ("2025-12-31", 20), ("2026-01-01", 2)]
    {
        book.put("training", training(at, day, n, json!({})));
    }
    // local: 5, of them 3 women and 1 person of a minority
    let more = json!({"fund_level": "dia_phuong", "form": "truyen_nghe", "female": 3,
        "ethnic": 1});
    book.put("training", training(at, "2025-05-05", 5, more));
    // one deleted, and one without the required trade
    let gone = book.put("training", training(at, "2025-05-06", 100, json!({})));
    book.delete(gone);
    let bare = training(at, "2025-05-06", 200, json!({"trade": null}));
    book.put("training", bare);
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I1")), ["30", "5", "0", "35"]);
    total(&report, "I1.truyen_nghe", "5");
    total(&report, "I1.female", "3");
    total(&report, "I1.ethnic", "1");
    assert_eq!(row(&report, "I1").total().records.as_ref().unwrap().len(), 3);
    total(&book.report("2025-Q2"), "I1", "5");
    total(&book.report("2025-H2"), "I1", "20");
    total(&book.report("2024..2026"), "I1", "38");
}

#[test]
fn employment_is_of_the_latest_follow_up_over_the_classes_that_have_one() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let first = book.put("training", training(at, "2025-03-01", 20, json!({})));
    let second = book.put("training", training(at, "2025-03-01", 10, json!({})));
    // one without a follow-up, and one with a deleted follow-up
    book.put("training", training(at, "2025-03-01", 40, json!({})));
    let fourth = book.put("training", training(at, "2025-03-01", 50, json!({})));
    let gone = book.put("employment", employment(fourth, "2025-04-01", 50));
    book.delete(gone);
    // two follow-ups: the later day counts, though it was entered first
    book.put("employment", employment(first, "2025-09-01", 18));
    book.put("employment", employment(first, "2025-06-01", 20));
    // two on one day: the later record counts
    book.put("employment", employment(second, "2025-06-01", 3));
    book.put("employment", employment(second, "2025-06-01", 9));
    // (18 + 9) of (20 + 10) = 90 %; two classes without
    let report = book.report("2025");
    total(&report, "I2", "90 %");
    total(&report, "I2.without", "2");
    // the two classes and their two follow-ups
    assert_eq!(row(&report, "I2").total().records.as_ref().unwrap().len(), 4);
    // no trainees: a base of 0
    total(&book.report("2024"), "I2", "–");
    // a deleted class excludes its follow-up: 9 of 10
    book.delete(first);
    total(&book.report("2025"), "I2", "90 %");
    total(&book.report("2025"), "I1", "100");
}

#[test]
fn fairs_count_participations_and_beside_them_establishments() {
    let mut book = Notebook::new();
    let a = establishment(&mut book, HERE, json!({}));
    let b = establishment(&mut book, FAR, json!({}));
    book.put("fair", fair(a, "2025-12-31", json!({})));
    book.put("fair", fair(a, "2025-02-01", json!({"fund_level": "quoc_gia"})));
    let abroad = json!({"scope": "nuoc_ngoai", "country": "Lào", "fund_level": "ket_hop"});
    book.put("fair", fair(b, "2025-02-01", abroad));
    book.put("fair", fair(b, "2026-01-01", json!({})));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I3")), ["2", "2", "0", "3"]);
    total(&report, "I3.nuoc_ngoai", "1");
    // a counts in two columns, and once in the total
    assert_eq!(figures(row(&report, "I3.establishments")), ["2", "2", "0", "2"]);
    let province = |code: &str| book.report_in("2025", Scope::Province(code.into()));
    total(&province("25"), "I3", "2");
    total(&province("19"), "I3", "1");
    total(&book.report_in("2025", Scope::Commune(HERE.into())), "I3", "2");
    total(&book.report_in("2025", Scope::Commune(NEAR.into())), "I3", "0");
    // a deleted establishment does not count, but its fair does
    book.delete(b);
    let report = book.report("2025");
    total(&report, "I3", "3");
    total(&report, "I3.establishments", "1");
}

#[test]
fn support_to_priority_places_is_of_the_day_of_acceptance() {
    let mut book = Notebook::new();
    let [a, b] =
        [HERE, FAR].map(|place| establishment(&mut book, place, json!({})).to_string());
    let rows =
        json!([{"establishment": a, "support": 60}, {"establishment": b, "support": 40}]);
    book.put("project", project("1", Some("2025-06-30"), rows, json!({})));
    assert!(book.report("2025").no_places);
    let place = |class: &str, from: &str, to: Option<&str>, verified: bool| {
        json!({"commune": FAR, "class": class, "valid_from": from, "valid_to": to,
            "legal_ref": "QĐ 1", "verified": verified})
    };
    // not verified, ended before the day, or not yet begun: none counts
    book.put("priority_place", place("ngheo", "2025-01-01", None, false));
    assert!(book.report("2025").no_places);
    book.put("priority_place", place("ngheo", "2025-01-01", Some("2025-06-29"), true));
    book.put("priority_place", place("ngheo", "2025-07-01", None, true));
    total(&book.report("2025"), "I11", "0 %");
    // valid on exactly that day: 40 of 100
    book.put("priority_place", place("kho_khan", "2025-06-30", Some("2025-06-30"), true));
    let report = book.report("2025");
    total(&report, "I11", "40 %");
    total(&report, "I11.kho_khan", "40 %");
    total(&report, "T3.kho_khan", "40 %");
    // with two classes it counts once
    book.put("priority_place", place("ntm", "2025-06-30", None, true));
    total(&book.report("2025"), "I11", "40 %");
    total(&book.report("2024"), "I11", "–");
}

#[test]
fn help_stays_where_the_establishment_lay_on_its_day() {
    let mut book = Notebook::new();
    let at = lying_since(&mut book, HERE, Date { year: 2026, month: 1, day: 5 });
    book.put("fair", fair(at, "2026-11-22", json!({})));
    book.put("fair", fair(at, "2026-11-23", json!({})));
    let count = |book: &Notebook, code: &str| {
        let report = book.report_in("2026", Scope::Province(code.into()));
        [row(&report, "I3"), row(&report, "T1")]
            .map(|row| row.total().records.as_ref().unwrap().len())
    };
    assert_eq!((count(&book, "25"), count(&book, "19")), ([2, 2], [0, 0]));
    // it moves on 23/11/2026: earlier events stay in Phú Thọ
    book.edit(at, json!({"place": FAR}));
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
    // a second change on the same day says nothing about earlier days
    book.edit(at, json!({"place": NEAR}));
    assert_eq!((count(&book, "25"), count(&book, "19")), ([2, 2], [0, 0]));
    book.edit(at, json!({"place": FAR}));
    let book = book.again();
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
    book.store.close().unwrap();
    sotay::store::Store::rebuild(Role::Officer, &book.home.folder(), crate::kit::now).unwrap();
    let book = Notebook::opened(book.home);
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
}

/// An establishment with a place that was entered on an earlier day.
fn lying_since(book: &mut Notebook, place: &str, day: Date) -> Id {
    let answers = json!({"name": "Cơ sở", "type": "dnnvv", "place": place, "sector": "b",
        "products": "Gỗ", "workers": 5, "status": "dang_hoat_dong", "tax_none": "chưa có"});
    let (id, mut change) = book.change("establishment", &answers);
    if let Change::Create { fields, .. } = &mut change {
        let places = fields.iter().find(|(_, value)| matches!(value, Value::Place(_)));
        let (no, Value::Place(of)) = places.unwrap() else { unreachable!() };
        let of = Place { day, ..of.clone() };
        fields.set(no, Value::Place(of));
    }
    book.commit(vec![change]);
    id
}

/// A wrong commune corrected on the same day: it was never there.
#[test]
fn a_place_that_is_put_right_on_its_day_is_no_move() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let rows = json!([{"establishment": at.to_string()}]);
    book.put("project", project("1", Some("2026-06-01"), rows, json!({})));
    let count = |book: &Notebook| {
        ["25", "19"].map(|code| {
            let report = book.report_in("2026", Scope::Province(code.into()));
            row(&report, "I4").total().records.as_ref().unwrap().len()
        })
    };
    assert_eq!(count(&book), [1, 0]);
    book.edit(at, json!({"place": FAR}));
    assert_eq!(count(&book), [0, 1]);
    let book = book.again();
    assert_eq!(count(&book), [0, 1]);
}

/// An officer's statement about a changed commune: it moved that day, it moved on another day, it
/// was a mistake; and an earlier entered move was none.
#[test]
fn a_commune_was_wrong_or_the_establishment_moved() {
    let place = |commune: &str, day: (i16, u8, u8)| {
        let day = Date { year: day.0, month: day.1, day: day.2 };
        Value::Place(Place { commune: commune.into(), name: "Xã".into(), day })
    };
    let counts = |steps: &[(&str, (i16, u8, u8))]| {
        let mut book = Notebook::new();
        let at = establishment(&mut book, HERE, json!({}));
        // support on the first day of four years, one of which is before any record
        for year in 2019..=2022 {
            let rows = json!([{"establishment": at.to_string()}]);
            let day = format!("{year}-01-01");
            book.put("project", project(&day, Some(&day), rows, json!({})));
        }
        let seen = |book: &Notebook| {
            ["25", "19"].map(|code| {
                let report = book.report_in("2019..2022", Scope::Province(code.into()));
                row(&report, "I4.projects").total().records.as_ref().unwrap().len()
            })
        };
        for (commune, day) in steps {
            // figures that the commit updates
            seen(&book);
            let record = book.store.records().get(at).unwrap().unwrap();
            let no = crate::kit::programme().kind_by_id("establishment").unwrap();
            let no = no.field_by_id("place").unwrap().no;
            let set = vec![(no, Some(place(commune, *day)))];
            book.commit(vec![Change::Patch { id: at, base: record.head, set }]);
        }
        let kept = seen(&book);
        let book = book.again();
        assert_eq!(seen(&book), kept, "{steps:?}");
        book.store.close().unwrap();
        sotay::store::Store::rebuild(Role::Officer, &book.home.folder(), crate::kit::now)
            .unwrap();
        let book = Notebook::opened(book.home);
        assert_eq!(seen(&book), kept, "{steps:?}");
        kept
    };
    let first = (HERE, (2020, 6, 1));
    // it moved in the middle of 2021: only 2022 counts there
    assert_eq!(counts(&[first, (FAR, (2021, 6, 1))]), [3, 1]);
    // it did not move: the same day as before
    assert_eq!(counts(&[first, (FAR, (2020, 6, 1))]), [0, 4]);
    // it moved before the day on which the record was created
    assert_eq!(counts(&[first, (FAR, (2019, 6, 1))]), [1, 3]);
    // the entered move was on another day
    assert_eq!(counts(&[first, (FAR, (2021, 6, 1)), (FAR, (2019, 6, 1))]), [1, 3]);
    // the entered move was a mistake
    assert_eq!(counts(&[first, (FAR, (2021, 6, 1)), (FAR, (1900, 1, 1))]), [0, 4]);
    // it moved twice, and the second commune was a mistake: it still moved on that day
    let twice = [(FAR, (2020, 6, 1)), (NEAR, (2021, 6, 1)), (HERE, (2021, 6, 1))];
    assert_eq!(counts(&twice), [3, 1]);
}

#[test]
fn machinery_counts_beneficiaries_by_their_own_day_of_acceptance() {
    let mut book = Notebook::new();
    let [a, b, c] = [HERE, NEAR, FAR].map(|place| establishment(&mut book, place, json!({})));
    let id = |id: Id| id.to_string();
    // a counts by the day of the đề án; b has a separate day, in the next year
    let rows = json!([{"establishment": id(a), "support": 60},
        {"establishment": id(b), "support": 40, "accepted": "2026-01-01"}]);
    book.put("project", project("1", Some("2025-12-31"), rows, json!({})));
    // a again, with local money: it counts once in the total
    let local = json!({"fund_level": "dia_phuong", "fund_local": 50, "fund_national": null,
        "kind": "chuyen_giao_cong_nghe", "own_capital": 450, "disbursed": 25,
        "approved_support": 50});
    book.put(
        "project",
        project("2", Some("2025-06-30"), json!([{"establishment": id(a)}]), local),
    );
    // another activity, one not accepted, one deleted
    let other = json!({"kind": "khoi_su"});
    book.put(
        "project",
        project("3", Some("2025-06-30"), json!([{"establishment": id(c)}]), other),
    );
    book.put("project", project("4", None, json!([{"establishment": id(c)}]), json!({})));
    let gone = project("5", Some("2025-06-30"), json!([{"establishment": id(c)}]), json!({}));
    let gone = book.put("project", gone);
    book.delete(gone);
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I4")), ["1", "1", "0", "1"]);
    total(&report, "I4.projects", "2");
    total(&book.report("2026"), "I4", "1");
    // accepted in 2025: 1 (100), 2 (50 + 450), 3 (100)
    assert_eq!(figures(row(&report, "I9")), ["200", "50", "0", "700"]);
    total(&report, "I9.own", "450");
    // 450 of (100 + 50 + 100) = 1,8
    total(&report, "I9.leverage", "1,8");
    // plan year 2025: 25 of (100 + 50 + 100 + 100) = 7,142... %
    total(&report, "I10", "7,1 %");
    total(&book.report("2024"), "I10", "–");
    // no list of priority places
    assert!(report.no_places);
    total(&report, "I11", "–");
    // T1 in 2025: a by 1 and 2, c by 3; a's first help was in 2025, b's in 2026
    total(&report, "T1", "2");
    total(&report, "T1.new", "2");
    total(&book.report("2026"), "T1.new", "1");
    total(&report, "T1.25", "1");
    total(&report, "T1.19", "1");
    let province = book.report_in("2025", Scope::Province("25".into()));
    total(&province, "T1", "1");
    total(&province, "T1.08230", "1");
}

#[test]
fn certificates_of_one_product_and_level_are_one_product() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let [tea, silk] = [(), ()].map(|()| book.put("product", product(at)));
    // twins are one product; its level above is separate
    let fund = |fund: &str| json!({"fund_level": fund});
    book.put("honour", honour(tea, "khu_vuc", "2025-01-01", fund("quoc_gia")));
    book.put("honour", honour(tea, "khu_vuc", "2025-12-31", fund("quoc_gia")));
    book.put("honour", honour(tea, "quoc_gia", "2025-12-31", fund("quoc_gia")));
    book.put("honour", honour(silk, "tinh", "2026-01-01", fund("dia_phuong")));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I6")), ["2", "0", "0", "2"]);
    total(&report, "I6.khu_vuc", "1");
    total(&report, "I6.quoc_gia", "1");
    assert_eq!(row(&report, "I6.khu_vuc").total().records.as_ref().unwrap().len(), 2);
    // valid on 31/12/2025: three certificates of tea; on 31/12/2026 also that of silk
    total(&report, "I6b", "3");
    total(&book.report("2026"), "I6b", "4");
    // the last day counts; the day of the revocation does not
    let revoked = json!({"fund_level": "dia_phuong", "revoked": "2026-06-30"});
    book.put("honour", honour(silk, "khu_vuc", "2026-05-05", revoked));
    total(&book.report("2026-05"), "I6b", "5");
    total(&book.report("2026-06"), "I6b", "4");
    // for future periods, as of today, 23/11/2026
    total(&book.report("2027"), "I6b", "4");
    total(&book.report("2028-01"), "I6b", "4");
    book.delete(tea);
    total(&book.report("2025"), "I6", "0");
}
