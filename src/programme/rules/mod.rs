//! The rules that do not fit into a line of the programme's files, by the names that the files
//! use. One table; a name that is not in it finds nothing wrong, and the lint reports it.

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

pub use eligibility::{Eligible, EligibleReason, Question, eligibility, eligibility_reason};
pub use priority::priorities;
pub use size::{Figures, SizeClass, is_sme, size_class};
pub use training::FOLLOW_UP;

use super::check::{Look, Need, View};
use super::faults::What;
use super::spec::{Compute, Field, Personal, Required};
use crate::record::{Date, Value};

/// What a named function answers.
#[derive(Clone, Copy)]
enum Rule {
    /// what is wrong, if anything
    Test(fn(&Look) -> Option<What>),
    /// whether an answer is required
    Holds(fn(&Look) -> bool),
    /// a computed answer
    Value(fn(&Look) -> Option<Value>),
    /// a computed answer that hangs on the map of a day
    ValueOn(fn(&Look, Date) -> Option<Value>),
    /// whether an answer is personal data
    Personal(fn(&View) -> bool),
}

struct Entry {
    name: &'static str,
    rule: Rule,
    needs: Option<fn(&Look) -> Vec<Need>>,
}

const fn entry(name: &'static str, rule: Rule) -> Entry {
    Entry { name, rule, needs: None }
}

const fn looking(name: &'static str, rule: Rule, needs: fn(&Look) -> Vec<Need>) -> Entry {
    Entry { name, rule, needs: Some(needs) }
}

const TABLE: &[Entry] = &[
    entry("kept", Rule::Value(kept)),
    entry("eligibility", Rule::ValueOn(eligibility::value)),
    entry("eligible_overridden", Rule::Holds(eligibility::overridden)),
    entry("eligible_of_earlier_map", Rule::Test(eligibility::of_earlier_map)),
    entry("beneficiary_not_eligible", Rule::Test(eligibility::beneficiary_not_eligible)),
    entry("size_class", Rule::Value(size::value)),
    looking("priority_place", Rule::Value(place::priority_place), place::of_this_commune),
    entry("attachment_personal", Rule::Value(attachment::personal)),
    entry("bare_file_name", Rule::Test(attachment::bare_file_name)),
    looking("product_photos", Rule::Test(attachment::product_photos), attachment::of_product),
    entry("known_commune", Rule::Test(place::known_commune)),
    looking("over_ceiling", Rule::Test(ceiling::over_ceiling), ceiling::of_this_kind),
    looking("part_over_ceiling", Rule::Test(ceiling::part_over_ceiling), ceiling::of_this_kind),
    looking("priority", Rule::Value(priority::value), priority::certificates),
    entry("tax_code_of_person", Rule::Personal(establishment::tax_code_of_person)),
    entry("tax_code_form", Rule::Test(establishment::tax_code_form)),
    entry("tax_code_digit", Rule::Test(establishment::tax_code_digit)),
    entry("tax_code_or_reason", Rule::Test(establishment::tax_code_or_reason)),
    looking(
        "same_establishment",
        Rule::Test(establishment::same_establishment),
        establishment::same_name,
    ),
    entry("craft_village_unclear", Rule::Test(establishment::craft_village_unclear)),
    entry("place_exists", Rule::Test(establishment::place_exists)),
    entry("vsic_form", Rule::Test(establishment::vsic_form)),
    looking("vsic_known", Rule::Test(establishment::vsic_known), establishment::divisions),
    entry("phone_form", Rule::Test(people::phone_form)),
    entry("workers_jump", Rule::Test(visit::workers_jump)),
    entry("machine_visit", Rule::Holds(visit::machine_visit)),
    looking(
        "after_figures",
        Rule::Test(measurement::after_figures),
        measurement::of_this_model,
    ),
    looking(
        "period_kind_of_before",
        Rule::Test(measurement::period_kind_of_before),
        measurement::beside,
    ),
    entry("period_length", Rule::Test(measurement::period_length)),
    looking(
        "phase_without_before",
        Rule::Test(measurement::phase_without_before),
        measurement::beside,
    ),
    looking("change_over_90", Rule::Test(measurement::change_over_90), measurement::beside),
    entry("not_of_training", Rule::Test(training::not_of_training)),
    looking("employment_owed", Rule::Test(training::employment_owed), training::follow_ups),
    entry("why_not_employed", Rule::Test(training::why_not_employed)),
    entry("honour_valid_to", Rule::Value(honour::valid_to)),
    entry("honour_fund", Rule::Value(honour::fund)),
    entry("district_is_gone", Rule::Test(honour::district_is_gone)),
    entry("decided_out_of_round", Rule::Test(honour::decided_out_of_round)),
    looking("level_below", Rule::Test(honour::level_below), honour::of_this_product),
    looking("fairs_abroad", Rule::Test(fair::fairs_abroad), fair::of_this_establishment),
    entry("support_over_price", Rule::Test(fair::support_over_price)),
    entry("due_before_created", Rule::Test(people::due_before_created)),
    entry("known_province", Rule::Test(people::known_province)),
];

/// Filled by somebody else: what stands there stays.
fn kept(look: &Look) -> Option<Value> {
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

fn find(name: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.name == name)
}

pub(super) fn test(name: &str, look: &Look) -> Option<What> {
    match find(name)?.rule {
        Rule::Test(wrong) => wrong(look),
        _ => None,
    }
}

pub(super) fn holds(name: &str, look: &Look) -> bool {
    match find(name).map(|entry| entry.rule) {
        Some(Rule::Holds(holds)) => holds(look),
        _ => false,
    }
}

pub(super) fn value(name: &str, look: &Look) -> Option<Value> {
    match find(name)?.rule {
        Rule::Value(value) => value(look),
        Rule::ValueOn(value) => value(look, look.today()),
        _ => None,
    }
}

/// As `value` on another day; `None` also where the day makes no difference.
pub(super) fn value_on(name: &str, look: &Look, day: Date) -> Option<Value> {
    match find(name)?.rule {
        Rule::ValueOn(value) => value(look, day),
        _ => None,
    }
}

pub(super) fn personal(name: &str, view: &View) -> bool {
    match find(name).map(|entry| entry.rule) {
        Some(Rule::Personal(personal)) => personal(view),
        _ => false,
    }
}

pub(super) fn needs(name: &str, look: &Look) -> Vec<Need> {
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
