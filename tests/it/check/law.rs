//! Who is eligible, and how large an enterprise is: every row of the tables in the law.

use sotay::programme::rules::Eligible::{self, No, NotClear, Yes};
use sotay::programme::rules::SizeClass::{self, *};
use sotay::programme::rules::{
    EligibilityQuestion, EligibleReason, Figures, eligibility, size_class,
};
use sotay::record::Date;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const TY: i64 = 1_000_000_000;
/// commune of a province, special zone of a city, commune of a city, ward of a city
const XA_TINH: &str = "01279";
const PHUONG_HA_NOI: &str = "00097";

fn figures(workers: i64, capital: i64, revenue: i64) -> Figures {
    Figures { workers: Some(workers), capital: Some(capital * TY), revenue: Some(revenue * TY) }
}

fn ask(ty: &str, commune: Option<&str>, craft_village: bool, figures: Figures) -> Eligible {
    eligibility(&EligibilityQuestion { ty, commune, craft_village, figures, date: TODAY }).0
}

fn a_commune(ty: &str, central: bool) -> &'static str {
    use sotay::programme::reference::{communes, is_central_city};
    communes()
        .iter()
        .find(|c| c.ty == ty && is_central_city(c.province, TODAY) == central)
        .map(|c| c.code)
        .unwrap()
}

#[test]
fn producers_by_place() {
    let none = Figures::default();
    for ty in ["htx", "lien_hiep_htx", "to_hop_tac", "ho_kinh_doanh"] {
        for unit in ["Xã", "Phường", "Đặc khu"] {
            assert_eq!(ask(ty, Some(a_commune(unit, false)), false, none), Yes, "{ty} {unit}");
        }
        for unit in ["Xã", "Đặc khu"] {
            assert_eq!(ask(ty, Some(a_commune(unit, true)), false, none), Yes, "{ty} {unit}");
        }
        assert_eq!(ask(ty, Some(PHUONG_HA_NOI), false, none), No, "{ty}");
        assert_eq!(ask(ty, Some(PHUONG_HA_NOI), true, none), Yes, "{ty}");
        assert_eq!(ask(ty, None, false, none), NotClear, "{ty}");
        assert_eq!(ask(ty, Some("99999"), false, none), NotClear, "{ty}");
    }
}

#[test]
fn enterprises_by_place_and_size() {
    let xa = Some(a_commune("Xã", false));
    assert_eq!(ask("dnnvv", xa, false, figures(200, 100, 999)), Yes);
    assert_eq!(ask("dnnvv", xa, false, figures(200, 999, 300)), Yes);
    assert_eq!(ask("dnnvv", xa, false, figures(201, 1, 1)), No);
    assert_eq!(ask("dnnvv", xa, false, figures(10, 101, 301)), No);
    assert_eq!(ask("dnnvv", xa, false, Figures::default()), NotClear);
    let no_money = Figures { workers: Some(10), ..Figures::default() };
    assert_eq!(ask("dnnvv", xa, false, no_money), NotClear);
    assert_eq!(ask("dnnvv", None, false, figures(10, 1, 1)), NotClear);
    assert_eq!(ask("dnnvv", Some(PHUONG_HA_NOI), false, figures(10, 1, 1)), No);
}

#[test]
fn the_other_types() {
    let none = Figures::default();
    for commune in [None, Some(PHUONG_HA_NOI), Some(XA_TINH)] {
        assert_eq!(ask("co_so_sxsh", commune, false, none), Yes);
        assert_eq!(ask("chu_dau_tu_ccn", commune, false, none), Yes);
        assert_eq!(ask("nghe_nhan", commune, false, none), NotClear);
        assert_eq!(ask("khac", commune, false, none), NotClear);
    }
}

#[test]
fn before_the_new_rule_nothing_is_clear() {
    let ask = |date| {
        let figures = Figures::default();
        let ty = "co_so_sxsh";
        eligibility(&EligibilityQuestion {
            ty,
            commune: None,
            craft_village: false,
            figures,
            date,
        })
    };
    let (eligible, reason) = ask(Date { year: 2025, month: 10, day: 14 });
    assert_eq!((eligible, reason), (NotClear, EligibleReason::OldRule));
    assert!(reason.text().vi.contains("NĐ 45/2012 trước sửa đổi"));
    assert_eq!(ask(Date { year: 2025, month: 10, day: 15 }).0, Yes);
}

#[test]
fn sizes_by_the_table() {
    let rows: &[(i64, i64, i64, SizeClass)] = &[
        (10, 3, 999, Micro),
        (10, 999, 3, Micro),
        (10, 4, 4, Small),
        (11, 1, 1, Small),
        (100, 20, 300, Small),
        (100, 100, 50, Small),
        (100, 21, 51, Medium),
        (101, 1, 1, Medium),
        (200, 100, 300, Medium),
        (200, 999, 200, Medium),
        (200, 101, 250, NotDetermined),
        (201, 1, 1, Large),
        (50, 101, 301, Large),
    ];
    for (workers, capital, revenue, want) in rows {
        let found = size_class(true, figures(*workers, *capital, *revenue));
        assert_eq!(found, *want, "{workers} {capital} {revenue}");
    }
    assert_eq!(size_class(false, figures(5, 1, 1)), DoesNotApply);
    assert_eq!(size_class(true, Figures::default()), NotDetermined);
    let no_workers = Figures { workers: None, ..figures(5, 1, 1) };
    assert_eq!(size_class(true, no_workers), NotDetermined);
    let no_revenue = Figures { revenue: None, ..figures(5, 50, 1) };
    assert_eq!(size_class(true, no_revenue), NotDetermined);
}
