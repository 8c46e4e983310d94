//! Rules that do not fit into a line of the programme's files, by the names that the files use. A
//! name that is not in the table finds nothing wrong, and the lint reports it.

mod attachment;
mod ceiling;
mod eligibility;
mod establishment;
mod fair;
mod honour;
mod measurement;
mod people;
mod place;
mod priority;
mod size;
mod training;
mod visit;

pub use eligibility::{
    EligibilityQuestion, Eligible, EligibleReason, eligibility, eligibility_reason,
};
pub use people::OFFICER_TEXT;
pub use priority::priorities;
pub use size::{Figures, SizeClass, is_sme, size_class};
pub use training::FOLLOW_UP;

use super::faults::FaultKind;
use super::spec::{Compute, Field, Personal, Required};
use crate::programme::check::context::{Need, QuestionContext, View};
use crate::record::{Date, Value};

/// What a named function answers.
#[derive(Clone, Copy)]
enum NamedFunction {
    /// what is wrong, if anything
    Test(fn(&QuestionContext) -> Option<FaultKind>),
    /// whether an answer is required
    Holds(fn(&QuestionContext) -> bool),
    /// a computed answer
    Value(fn(&QuestionContext) -> Option<Value>),
    /// a computed answer that depends on the map of a day
    ValueOn(fn(&QuestionContext, Date) -> Option<Value>),
    /// whether an answer is personal data
    Personal(fn(&View) -> bool),
}

struct NamedRule {
    name: &'static str,
    rule: NamedFunction,
    needs: Option<fn(&QuestionContext) -> Vec<Need>>,
}

const fn entry(name: &'static str, rule: NamedFunction) -> NamedRule {
    NamedRule { name, rule, needs: None }
}

const fn entry_with_needs(
    name: &'static str,
    rule: NamedFunction,
    needs: fn(&QuestionContext) -> Vec<Need>,
) -> NamedRule {
    NamedRule { name, rule, needs: Some(needs) }
}

/// The name of the function for values that the program stores and cannot compute again.
pub const KEPT: &str = "kept";

const TABLE: &[NamedRule] = &[
    entry(KEPT, NamedFunction::Value(keep_value)),
    entry("eligibility", NamedFunction::ValueOn(eligibility::value)),
    entry("eligible_overridden", NamedFunction::Holds(eligibility::overridden)),
    entry("eligible_of_earlier_map", NamedFunction::Test(eligibility::of_earlier_map)),
    entry(
        "beneficiary_not_eligible",
        NamedFunction::Test(eligibility::beneficiary_not_eligible),
    ),
    entry("size_class", NamedFunction::Value(size::value)),
    entry_with_needs(
        "priority_place",
        NamedFunction::Value(place::priority_place),
        place::of_this_commune,
    ),
    entry("attachment_personal", NamedFunction::Value(attachment::personal)),
    entry("bare_file_name", NamedFunction::Test(attachment::bare_file_name)),
    entry_with_needs(
        "product_photos",
        NamedFunction::Test(attachment::product_photos),
        attachment::of_product,
    ),
    entry("known_commune", NamedFunction::Test(place::known_commune)),
    entry_with_needs(
        "over_ceiling",
        NamedFunction::Test(ceiling::over_ceiling),
        ceiling::of_this_kind,
    ),
    entry_with_needs(
        "part_over_ceiling",
        NamedFunction::Test(ceiling::part_over_ceiling),
        ceiling::of_this_kind,
    ),
    entry_with_needs("priority", NamedFunction::Value(priority::value), priority::certificates),
    entry("tax_code_of_person", NamedFunction::Personal(establishment::tax_code_of_person)),
    entry("tax_code_form", NamedFunction::Test(establishment::tax_code_form)),
    entry("tax_code_digit", NamedFunction::Test(establishment::tax_code_digit)),
    entry("tax_code_or_reason", NamedFunction::Test(establishment::tax_code_or_reason)),
    entry_with_needs(
        "same_establishment",
        NamedFunction::Test(establishment::same_establishment),
        establishment::same_name,
    ),
    entry("craft_village_unclear", NamedFunction::Test(establishment::craft_village_unclear)),
    entry("place_exists", NamedFunction::Test(establishment::place_exists)),
    entry("vsic_form", NamedFunction::Test(establishment::vsic_form)),
    entry_with_needs(
        "vsic_known",
        NamedFunction::Test(establishment::vsic_known),
        establishment::divisions,
    ),
    entry("officer_text", NamedFunction::Test(people::officer_text)),
    entry("phone_form", NamedFunction::Test(people::phone_form)),
    entry("workers_jump", NamedFunction::Test(visit::workers_jump)),
    entry("machine_visit", NamedFunction::Holds(visit::machine_visit)),
    entry_with_needs(
        "after_figures",
        NamedFunction::Test(measurement::after_figures),
        measurement::of_this_model,
    ),
    entry_with_needs(
        "period_kind_of_before",
        NamedFunction::Test(measurement::period_kind_of_before),
        measurement::related_needs,
    ),
    entry("period_length", NamedFunction::Test(measurement::period_length)),
    entry_with_needs(
        "phase_without_before",
        NamedFunction::Test(measurement::phase_without_before),
        measurement::related_needs,
    ),
    entry_with_needs(
        "change_over_90",
        NamedFunction::Test(measurement::change_over_90),
        measurement::related_needs,
    ),
    entry("not_of_training", NamedFunction::Test(training::not_of_training)),
    entry_with_needs(
        "employment_owed",
        NamedFunction::Test(training::employment_owed),
        training::follow_ups,
    ),
    entry("why_not_employed", NamedFunction::Test(training::why_not_employed)),
    entry("honour_valid_to", NamedFunction::Value(honour::valid_to)),
    entry("honour_fund", NamedFunction::Value(honour::fund)),
    entry("district_is_gone", NamedFunction::Test(honour::district_is_gone)),
    entry("decided_out_of_round", NamedFunction::Test(honour::decided_out_of_round)),
    entry_with_needs(
        "level_below",
        NamedFunction::Test(honour::level_below),
        honour::of_this_product,
    ),
    entry_with_needs(
        "fairs_abroad",
        NamedFunction::Test(fair::fairs_abroad),
        fair::of_this_establishment,
    ),
    entry("support_over_price", NamedFunction::Test(fair::support_over_price)),
    entry("due_before_created", NamedFunction::Test(people::due_before_created)),
    entry("known_province", NamedFunction::Test(people::known_province)),
];

/// For values that are computed elsewhere: returns the stored value.
fn keep_value(look: &QuestionContext) -> Option<Value> {
    look.value().cloned()
}

/// Every name that the files may use.
pub const NAMED: &[&str] = &{
    let mut names = [""; TABLE.len()];
    let mut at = 0;
    while at < TABLE.len() {
        names[at] = TABLE[at].name;
        at += 1;
    }
    names
};

fn find(name: &str) -> Option<&'static NamedRule> {
    TABLE.iter().find(|entry| entry.name == name)
}

pub(super) fn test(name: &str, look: &QuestionContext) -> Option<FaultKind> {
    match find(name)?.rule {
        NamedFunction::Test(wrong) => wrong(look),
        _ => None,
    }
}

pub(super) fn holds(name: &str, look: &QuestionContext) -> bool {
    match find(name).map(|entry| entry.rule) {
        Some(NamedFunction::Holds(holds)) => holds(look),
        _ => false,
    }
}

pub(super) fn value(name: &str, look: &QuestionContext) -> Option<Value> {
    match find(name)?.rule {
        NamedFunction::Value(value) => value(look),
        NamedFunction::ValueOn(value) => value(look, look.today()),
        _ => None,
    }
}

/// Like `value`, by the map of another day; `None` also if the function depends on no map.
pub(super) fn value_on(name: &str, look: &QuestionContext, day: Date) -> Option<Value> {
    match find(name)?.rule {
        NamedFunction::ValueOn(value) => value(look, day),
        _ => None,
    }
}

pub(super) fn personal(name: &str, view: &View) -> bool {
    match find(name).map(|entry| entry.rule) {
        Some(NamedFunction::Personal(personal)) => personal(view),
        _ => false,
    }
}

pub(super) fn needs(name: &str, look: &QuestionContext) -> Vec<Need> {
    find(name).and_then(|entry| entry.needs).map_or_else(Vec::new, |needs| needs(look))
}

/// The names that a field uses outside its rules.
pub(super) fn names_of(field: &Field) -> impl Iterator<Item = &str> {
    let required = match &field.required {
        Required::Named(name) => Some(name.as_str()),
        _ => None,
    };
    let computed = match field.computed.as_ref().map(|c| &c.how) {
        Some(Compute::Named(name)) => Some(name.as_str()),
        _ => None,
    };
    let personal = match &field.personal {
        Personal::Named(name) => Some(name.as_str()),
        _ => None,
    };
    required.into_iter().chain(computed).chain(personal)
}
