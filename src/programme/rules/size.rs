//! The size of an enterprise in industry: Luật 04/2017/QH14 and NĐ 80/2021/NĐ-CP
//! (`domain.md` section 4).

use crate::programme::check::context::{QuestionContext, View};
use crate::record::Value;

const TY: i64 = 1_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeClass {
    Micro,
    Small,
    Medium,
    Large,
    NotDetermined,
    DoesNotApply,
}

impl SizeClass {
    pub fn id(self) -> &'static str {
        match self {
            SizeClass::Micro => "sieu_nho",
            SizeClass::Small => "nho",
            SizeClass::Medium => "vua",
            SizeClass::Large => "lon",
            SizeClass::NotDetermined => "khong_xac_dinh",
            SizeClass::DoesNotApply => "khong_ap_dung",
        }
    }
}

/// Insured workers, total capital, revenue of the year before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub workers: Option<i64>,
    pub capital: Option<i64>,
    pub revenue: Option<i64>,
}

impl Figures {
    pub fn of(view: &View) -> Figures {
        Figures {
            workers: view.int("workers_insured"),
            capital: view.int("capital"),
            revenue: view.int("revenue_prev"),
        }
    }

    /// Whether capital or revenue is within the limit, in tỷ; `None` if that is not known yet.
    fn money_within(&self, capital: i64, revenue: i64) -> Option<bool> {
        either(self.capital.map(|v| v <= capital * TY), self.revenue.map(|d| d <= revenue * TY))
    }
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Whether it is a small or medium enterprise; `None`: not enough figures.
pub fn is_sme(figures: Figures) -> Option<bool> {
    match (figures.workers.map(|n| n <= 200), figures.money_within(100, 300)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn size_class(enterprise: bool, figures: Figures) -> SizeClass {
    if !enterprise {
        return SizeClass::DoesNotApply;
    }
    let Some(workers) = figures.workers else { return SizeClass::NotDetermined };
    if is_sme(figures) == Some(false) {
        return SizeClass::Large;
    }
    let classes = [
        (SizeClass::Micro, 10, 3, 3),
        (SizeClass::Small, 100, 20, 50),
        (SizeClass::Medium, 200, 100, 200),
    ];
    for (class, most, capital, revenue) in classes {
        if workers > most {
            continue;
        }
        match figures.money_within(capital, revenue) {
            Some(true) => return class,
            Some(false) => {}
            None => return SizeClass::NotDetermined,
        }
    }
    SizeClass::NotDetermined
}

pub(super) fn value(look: &QuestionContext) -> Option<Value> {
    let record = look.record();
    // the legal form of a cluster investor, or of a user of cleaner production, is unknown
    let enterprise = record.text("type")? == "dnnvv";
    Some(Value::Choice(size_class(enterprise, Figures::of(&record)).id().into()))
}
