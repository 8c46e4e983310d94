//! The programme's files have no faults, are complete, and their numbers never change meaning; bad
//! files are refused with all reasons at once.

mod bad_files;
mod released;

use std::collections::BTreeSet;

use sotay::programme::lint::LintFault;
use sotay::programme::rules::NAMED;
use sotay::programme::spec::{Bound, Compute, Field, Level, Programme, Required, Test, Type};
use sotay::programme::{HEADQUARTERS_SOURCES, RULES, SOURCES, load};

use crate::kit::{headquarters, programme};

/// The names that the page `RULES` lists.
fn listed() -> Vec<&'static str> {
    let lines = RULES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_whitespace().nth(1)).collect()
}

/// The faults as text, without line numbers.
fn described(faults: &[LintFault]) -> String {
    let line = |fault: &LintFault| format!("{}\n", LintFault { line: 0, ..fault.clone() });
    faults.iter().map(line).collect()
}

#[test]
fn embedded_files_are_without_fault() {
    if let Err(faults) = load::parse_known(SOURCES, NAMED) {
        panic!("{}", described(&faults));
    }
    let kinds: BTreeSet<u8> = programme().kinds.iter().map(|k| k.no).collect();
    assert_eq!(kinds, (1..=23).collect());
    assert_eq!((programme().id.as_str(), programme().version), ("khuyencong", 7));
}

#[test]
fn functions_written_listed_and_called_are_the_same() {
    let written: BTreeSet<&str> = NAMED.iter().copied().collect();
    let listed: BTreeSet<&str> = listed().into_iter().collect();
    assert_eq!(written, listed);
    let files: String = SOURCES.iter().map(|(_, text)| *text).collect();
    for name in listed {
        assert!(files.contains(&format!("\"{name}\"")), "nobody calls {name}");
    }
}

#[test]
fn the_kinds_of_headquarters_are_without_fault_and_nobody_elses() {
    let all: Vec<_> = HEADQUARTERS_SOURCES.iter().chain(SOURCES).copied().collect();
    let read = load::parse_known(&all, NAMED).unwrap_or_else(|f| panic!("{}", described(&f)));
    assert_eq!(read.kinds.len(), programme().kinds.len() + 2);
    assert!(["matter", "verdict"].iter().all(|id| programme().kind_by_id(id).is_none()));
    assert!(["matter", "verdict"].iter().all(|id| headquarters().kind_by_id(id).is_some()));
}

#[test]
fn every_list_is_asked_for() {
    // lists that no question uses: groups of activities, and the units of reports
    let mut asked: BTreeSet<&str> = ["activity_group", "figure_unit"].into();
    for field in programme().kinds.iter().flat_map(|k| k.fields()) {
        for one in std::iter::once(field).chain(field.columns()) {
            if let Type::Choice(list) | Type::Many(list) = &one.ty {
                asked.insert(list);
            }
        }
    }
    let lists: BTreeSet<&str> = programme().lists.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(lists, asked);
}

fn field<'a>(programme: &'a Programme, kind: &str, id: &str) -> &'a Field {
    programme.kind_by_id(kind).and_then(|k| k.field_by_id(id)).unwrap()
}

#[test]
fn bounds_that_nobody_wrote_are_there() {
    let p = programme();
    let bounds = |kind, id| (field(p, kind, id).min.clone(), field(p, kind, id).max.clone());
    assert!(matches!(bounds("visit", "date"), (None, Some(Bound::Today(0)))));
    assert!(matches!(bounds("visit", "next_date"), (None, Some(Bound::Year(74)))));
    assert!(matches!(bounds("project", "total"), (Some(Bound::Number(0)), None)));
    let year = bounds("project", "plan_year");
    assert!(matches!(year, (Some(Bound::Number(2_012_000_000)), Some(Bound::Year(2)))));
    let percent = bounds("visit", "load_pct");
    assert!(matches!(percent, (Some(Bound::Number(0)), Some(Bound::Number(100_000_000)))));
    assert_eq!(field(p, "visit", "observations").max_len, 10_000);
    assert_eq!(field(p, "project", "name").max_len, 500);
    assert_eq!(field(p, "visit", "requests").max_len, 10_000);
    assert_eq!(field(p, "visit", "met_role").max_len, 200);
}

#[test]
fn stage_from_to_becomes_the_stages_between() {
    let Required::When(conditions) = &field(programme(), "project", "accepted").required else {
        panic!("not conditional");
    };
    let stages = field(programme(), "project", "stages");
    assert_eq!(conditions[0].field, stages.no);
    assert_eq!(conditions[0].column, Some(2));
    assert_eq!(conditions[0].is, ["nghiem_thu", "quyet_toan", "theo_doi"]);
}

#[test]
fn project_is_computed_and_checked_by_general_means_alone() {
    let p = programme();
    let compute = |id| field(p, "project", id).computed.as_ref().map(|c| c.how.clone());
    assert!(matches!(compute("total"), Some(Compute::Sum(of)) if of == [18, 19, 20, 21, 22]));
    assert!(matches!(compute("stage"), Some(Compute::LastRow(28, 2))));
    let kind = p.kind_by_id("project").unwrap();
    let fields = kind.fields().flat_map(|f| std::iter::once(f).chain(f.columns()));
    for field in fields {
        let named = field.rules.iter().filter_map(|rule| match &rule.test {
            Test::Named(name) => Some(name.as_str()),
            _ => None,
        });
        let known =
            ["place_exists", "over_ceiling", "part_over_ceiling", "beneficiary_not_eligible"];
        assert!(named.into_iter().all(|name| known.contains(&name)), "{}", field.id);
        assert!(!matches!(field.required, Required::Named(_)), "{}", field.id);
    }
}

/// An office that wants another threshold sets it there.
#[test]
fn from_where_on_a_rise_is_a_gain_stands_in_the_programme() {
    let measures = &programme().list("measure").unwrap().choices;
    let gains: Vec<(&str, i64)> = measures
        .iter()
        .flat_map(|c| c.facts("gain").iter().map(|n| (c.id.as_str(), n.parse().unwrap())))
        .collect();
    assert_eq!(gains, [("nang_suat", 10)]);
}

/// A page has that many cells for them, in either language.
#[test]
fn every_question_fits_before_its_answer() {
    use sotay::app::layer::scene::LABEL;
    use sotay::text::cells;
    for field in programme().kinds.iter().flat_map(|kind| kind.fields()) {
        for label in [&field.label.vi, &field.label.en] {
            assert!(cells::width(label) < LABEL, "{}: {label}", field.id);
        }
    }
}

#[test]
fn a_law_that_was_read_in_its_first_wording_only_warns() {
    for kind in &programme().kinds {
        let fields = kind.fields().flat_map(|f| std::iter::once(f).chain(f.columns()));
        for rule in fields.flat_map(|f| &f.rules) {
            let old = rule.text.as_ref().is_some_and(|t| t.vi.contains("bản gốc"));
            assert!(!old || rule.level == Level::Warning, "{:?}", rule.text);
        }
    }
}

/// The officer answers for each paper of the project's kind; a model proposes none.
#[test]
fn a_project_proposes_the_papers_of_its_kind() {
    use sotay::programme::start::proposed_rows;
    use sotay::record::{Fields, Id, Record, Stamp, Value};
    let programme = programme();
    let visit = programme.kind_by_id("visit").unwrap();
    let papers = visit.field_by_id("papers").unwrap().no;
    let linked = |kind: &str, answer: &str| {
        let spec = programme.kind_by_id(kind).unwrap();
        let no = spec.field_by_id("kind").unwrap().no;
        let fields: Fields = [(no, Value::Choice(answer.into()))].into_iter().collect();
        let (kind, id, head, deleted) = (spec.no, Id([1; 16]), 0, None);
        let (created, changed) = (Stamp::default(), Stamp::default());
        Record { fields, head, created, changed, deleted, ..Record::blank(kind, id, created) }
    };
    let mut next = 0;
    let mut new_id = || {
        next += 1;
        Id([next; 16])
    };
    let machinery = linked("project", "ung_dung_may_moc");
    let fields = proposed_rows(programme, visit, &machinery, &mut new_id);
    let rows = fields.get(papers).unwrap().as_lines();
    let asked: Vec<_> = rows.iter().filter_map(|r| r.cells.get(1)?.as_text()).collect();
    assert!(asked.contains(&"dkkd") && asked.contains(&"hd_may"), "{asked:?}");
    assert!(!asked.contains(&"ds_hoc_vien"), "{asked:?}");
    let not_yet = Value::Choice("chua".into());
    assert!(rows.iter().all(|r| r.cells.get(2) == Some(&not_yet)));
    let model = linked("model", "moi");
    assert!(proposed_rows(programme, visit, &model, &mut new_id).is_empty());
}

#[test]
fn what_can_be_chosen_says_what_tells_it_apart() {
    let programme = programme();
    for field in programme.kinds.iter().flat_map(|kind| kind.fields()) {
        if let Type::Link(to) | Type::Links(to) = &field.ty
            && let Some(kind) = programme.kind_by_id(to)
        {
            assert!(!kind.list.details.is_empty(), "{to}, which {} links to", field.id);
        }
    }
}

#[test]
fn the_words_of_review_cases_are_those_of_their_lists() {
    use sotay::record::review_case as rc;
    let words: [(&str, Vec<&str>); 5] = [
        ("matter", rc::CaseKind::ALL.iter().map(|one| one.id()).collect()),
        ("matter_cause", rc::CaseCause::ALL.iter().map(|one| one.id()).collect()),
        ("matter_decision", rc::CaseDecision::ALL.iter().map(|one| one.id()).collect()),
        ("matter_state", rc::CaseState::ALL.iter().map(|one| one.id()).collect()),
        ("verdict", rc::VerdictChoice::ALL.iter().map(|one| one.id()).collect()),
    ];
    for (list, ids) in words {
        let choices = &headquarters().list(list).unwrap().choices;
        let known: BTreeSet<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), known, "{list}");
    }
}
