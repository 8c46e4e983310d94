//! Who may be supported: NĐ 235/2025/NĐ-CP (`domain.md` section 4), with the reason in words.

use super::size::{Figures, is_sme};
use crate::lang::rules;
use crate::programme::check::context::{QuestionContext, View};
use crate::programme::faults::{FaultKind, lower};
use crate::programme::spec::Label;
use crate::programme::{compute, reference};
use crate::record::{Date, Value};
use crate::text::format::believable_day;

/// The day on which NĐ 235/2025 came into force.
const NEW_RULE: Date = Date { year: 2025, month: 10, day: 15 };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligible {
    Yes,
    No,
    NotClear,
}

impl Eligible {
    pub fn id(self) -> &'static str {
        match self {
            Eligible::Yes => "co",
            Eligible::No => "khong",
            Eligible::NotClear => "chua_ro",
        }
    }
}

/// The rule that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EligibleReason {
    OldRule,
    CleanerProduction,
    ClusterInvestor,
    InProvince,
    CommuneOfCity,
    /// of a city that may have new wards which are not recorded
    UnreadCommune {
        legal_ref: &'static str,
    },
    CraftVillage,
    WardOfCity,
    NoPlace,
    TooLarge,
    SizeUnknown,
    Artisan,
    OtherType,
}

/// What the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct EligibilityQuestion<'a> {
    pub ty: &'a str,
    /// code of the commune
    pub commune: Option<&'a str>,
    pub craft_village: bool,
    pub figures: Figures,
    pub date: Date,
}

pub fn eligibility(question: &EligibilityQuestion) -> (Eligible, EligibleReason) {
    use EligibleReason as R;
    if question.date < NEW_RULE {
        return (Eligible::NotClear, R::OldRule);
    }
    match question.ty {
        "co_so_sxsh" => (Eligible::Yes, R::CleanerProduction),
        "chu_dau_tu_ccn" => (Eligible::Yes, R::ClusterInvestor),
        "dnnvv" => of_enterprise(question),
        "htx" | "lien_hiep_htx" | "to_hop_tac" | "ho_kinh_doanh" => of_place(question),
        "nghe_nhan" => (Eligible::NotClear, R::Artisan),
        _ => (Eligible::NotClear, R::OtherType),
    }
}

/// A place that excludes an enterprise does so whatever its size.
fn of_enterprise(question: &EligibilityQuestion) -> (Eligible, EligibleReason) {
    let place = of_place(question);
    match (place.0, is_sme(question.figures)) {
        (Eligible::No, _) => place,
        (_, Some(false)) => (Eligible::No, EligibleReason::TooLarge),
        (Eligible::Yes, None) => (Eligible::NotClear, EligibleReason::SizeUnknown),
        _ => place,
    }
}

fn of_place(question: &EligibilityQuestion) -> (Eligible, EligibleReason) {
    use EligibleReason as R;
    // the map of the question's day decides
    let commune = question.commune.and_then(reference::commune).map(|c| c.on(question.date));
    let Some((commune, province)) = commune.and_then(|c| Some((c, c.province()?))) else {
        return (Eligible::NotClear, R::NoPlace);
    };
    let is_city = province.on(question.date).is_city();
    match (is_city, commune.is_ward(), question.craft_village) {
        (false, _, _) => (Eligible::Yes, R::InProvince),
        (true, false, _) => match province.unread(question.date) {
            Some(legal_ref) => (Eligible::Yes, R::UnreadCommune { legal_ref }),
            None => (Eligible::Yes, R::CommuneOfCity),
        },
        (true, true, true) => (Eligible::Yes, R::CraftVillage),
        (true, true, false) => (Eligible::No, R::WardOfCity),
    }
}

impl EligibleReason {
    pub fn text(self) -> Label {
        use EligibleReason as R;
        let (vi, en) = match self {
            R::UnreadCommune { legal_ref } => {
                let label = R::CommuneOfCity.text();
                return Label {
                    vi: format!("{} Tên xã, phường chưa soát theo {legal_ref}.", label.vi),
                    en: format!("{} Names of communes not checked by {legal_ref}.", label.en),
                };
            }
            R::OldRule => (
                "Trước 15/10/2025: theo NĐ 45/2012 trước sửa đổi.",
                "Before 15/10/2025: under NĐ 45/2012 as it was.",
            ),
            R::CleanerProduction => (
                "Cơ sở áp dụng sản xuất sạch hơn: không giới hạn quy mô, địa bàn.",
                "Applies cleaner production: no limit of size or place.",
            ),
            R::ClusterInvestor => (
                "Chủ đầu tư hạ tầng cụm công nghiệp.",
                "Investor in the works of an industrial cluster.",
            ),
            R::InProvince => (
                "Sản xuất tại xã, phường, đặc khu của tỉnh.",
                "Produces in a commune, ward or special zone of a province.",
            ),
            R::CommuneOfCity => (
                "Sản xuất tại xã, đặc khu của thành phố trực thuộc trung ương.",
                "Produces in a commune or special zone of a centrally-run city.",
            ),
            R::CraftVillage => (
                "Phường của thành phố, thuộc làng nghề được công nhận.",
                "Ward of a city, in a recognised craft village.",
            ),
            R::WardOfCity => (
                "Phường của thành phố trực thuộc trung ương, không thuộc làng nghề.",
                "Ward of a centrally-run city, not in a craft village.",
            ),
            R::NoPlace => ("Chưa có địa điểm.", "No place yet."),
            R::TooLarge => (
                "Vượt quy mô doanh nghiệp nhỏ và vừa.",
                "Larger than a small or medium enterprise.",
            ),
            R::SizeUnknown => (
                "Chưa đủ số liệu lao động, vốn, doanh thu để xét quy mô.",
                "Workers, capital or revenue are missing for the size test.",
            ),
            R::Artisan => (
                "Nghệ nhân: chưa có văn bản gốc để xét.",
                "Artisan: the text of the rule is not at hand.",
            ),
            R::OtherType => {
                ("Loại hình khác: cần xem xét.", "Another legal type: to be judged.")
            }
        };
        Label { vi: vi.into(), en: en.into() }
    }
}

fn question<'a>(record: &View<'a>, date: Date) -> Option<EligibilityQuestion<'a>> {
    Some(EligibilityQuestion {
        ty: record.text("type")?,
        commune: record.commune("place"),
        craft_village: record.yes("craft_village") == Some(true),
        figures: Figures::of(record),
        date,
    })
}

/// Why an establishment is, is not, or may be eligible; `None` if its type is unknown.
pub fn eligibility_reason(record: &View, today: Date) -> Option<(Eligible, Label)> {
    let (eligible, reason) = eligibility(&question(record, believable_day(today))?);
    Some((eligible, reason.text()))
}

pub(super) fn value(look: &QuestionContext, day: Date) -> Option<Value> {
    let (eligible, _) = eligibility(&question(&look.record(), day)?);
    Some(Value::Choice(eligible.id().into()))
}

/// An answer that differs from the rule's needs a reason.
pub(super) fn overridden(look: &QuestionContext) -> bool {
    let field = look.record().field("eligible");
    field.is_some_and(|field| {
        compute::is_overridden(&QuestionContext { field, cell: None, ..*look })
    })
}

/// The stored answer was computed by an earlier map and differs on today's.
pub(super) fn of_earlier_map(look: &QuestionContext) -> Option<FaultKind> {
    let now = value(look, look.today())?;
    let earlier = look.value() != Some(&now) && !compute::is_overridden(look);
    let (_, reason) = eligibility_reason(&look.record(), look.today()).filter(|_| earlier)?;
    Some(FaultKind::say(|lang| rules::by_earlier_map(lang, &lower(reason.get(lang)))))
}

/// The map of the day of decision counts, not that of the day on which the establishment was
/// entered. An officer's own answer, which has a reason, is used on any day.
pub(super) fn beneficiary_not_eligible(look: &QuestionContext) -> Option<FaultKind> {
    let decided = look.record().date("decision_date").filter(|day| *day >= NEW_RULE)?;
    let establishment = look.other(look.value()?.as_link()?)?;
    let own_answer = establishment.text("eligible_note").and(establishment.text("eligible"));
    let by_rule = || question(&establishment, decided).map(|q| eligibility(&q).0.id());
    let answer = own_answer.or_else(by_rule).or(establishment.text("eligible"));
    (answer == Some(Eligible::No.id())).then_some(FaultKind::NotThis)
}
