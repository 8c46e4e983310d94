//! A kind made by hand, with one field for every sort of rule.

use crate::kit::spec;
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::programme::check::*;
use sotay::programme::spec::*;
use sotay::record::{Date, Decimal, Fields, Hlc, Id, Path, Record, Row, Stamp, Value};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

pub fn label(vi: &str, en: &str) -> Label {
    Label { vi: vi.into(), en: en.into() }
}

pub fn field(no: u16, id: &str, ty: Type) -> Field {
    let label = label(&format!("Câu {id}"), &format!("Question {id}"));
    Field { label, max_len: 200, ..spec::field(no, id, ty) }
}

fn rule(test: Test) -> Rule {
    Rule { level: Level::Error, when: Vec::new(), test, text: None }
}

fn is(field: u16, value: &str) -> Condition {
    Condition { field, column: None, is: vec![value.into()], not: false }
}

pub fn kind(fields: Vec<Field>) -> Programme {
    let kind = Kind { label: label("Cái", "Thing"), ..spec::kind(1, "thing", fields) };
    Programme {
        id: "t".into(),
        version: 1,
        kinds: vec![kind],
        lists: vec![choice_list()],
        role: Role::Officer,
        indicators: Default::default(),
    }
}

fn choice_list() -> ChoiceList {
    let mut choices = ["a", "b", "c", "end"].map(|id| spec::choice(id, id)).to_vec();
    choices[3].facts.push(("ends".into(), vec!["true".into()]));
    ChoiceList { id: "abc".into(), facts: Vec::new(), choices }
}

fn context() -> Context {
    Context { today: TODAY, officer: None, found: Vec::new() }
}

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn faults(programme: &Programme, fields: &Fields) -> Vec<(Path, FaultKind)> {
    faults_in(programme, fields, &context())
}

fn faults_in(
    programme: &Programme,
    fields: &Fields,
    context: &Context,
) -> Vec<(Path, FaultKind)> {
    let subject = Subject::of(&programme.kinds[0], fields);
    check(programme, &subject, context).into_iter().map(|f| (f.at, f.what)).collect()
}

fn one(field: Field, value: Option<Value>) -> Option<FaultKind> {
    let no = field.no;
    let mut fields = Fields::new();
    fields.put(no, value);
    faults(&kind(vec![field]), &fields).into_iter().next().map(|(_, what)| what)
}

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

fn record(no: u8, n: u8, fields: Fields) -> Record {
    let stamp = Stamp { hlc: Hlc(0), seq: 0 };
    Record { fields, ..Record::blank(no, id(n), stamp) }
}

fn day(year: i16, month: u8, day: u8) -> Value {
    Value::Date(Date { year, month, day })
}

#[test]
fn one_answer_by_itself() {
    let must = || Field { required: Required::Always, ..field(1, "x", Type::Text) };
    assert_eq!(one(must(), None), Some(FaultKind::Required));
    assert_eq!(one(must(), Some(text("  "))), Some(FaultKind::Required));
    assert_eq!(one(must(), Some(text("có"))), None);
    assert_eq!(one(must(), Some(Value::Int(1))), Some(FaultKind::WrongType));
    assert_eq!(one(must(), Some(text("a\u{1b}[2J"))), Some(FaultKind::Unclean));
    assert_eq!(one(must(), Some(text("e\u{301}"))), Some(FaultKind::Unclean));
    assert_eq!(one(must(), Some(text("a\nb"))), Some(FaultKind::Unclean));
    assert_eq!(one(field(1, "x", Type::Note), Some(text("a\nb"))), None);
    assert_eq!(one(must(), Some(text(&"ế".repeat(200)))), None);
    let long = Some(text(&"ế".repeat(201)));
    assert_eq!(one(must(), long), Some(FaultKind::TooLong { max: 200 }));
    let unknown = Some(Value::Unknown(vec![1, 2]));
    assert_eq!(one(must(), unknown), None, "what a newer version wrote is left alone");
}

#[test]
fn numbers_and_days_have_their_default_limits() {
    let int = || field(1, "n", Type::Int);
    assert_eq!(one(int(), Some(Value::Int(-1))), Some(FaultKind::Below { min: "0".into() }));
    assert_eq!(one(int(), Some(Value::Int(i64::MAX))), None);
    let percent =
        || Field { max: Some(Bound::Number(100_000_000)), ..field(1, "p", Type::Decimal) };
    assert_eq!(one(percent(), Some(Value::Decimal(Decimal(100_000_000)))), None);
    let over = one(percent(), Some(Value::Decimal(Decimal(100_500_000))));
    assert_eq!(over, Some(FaultKind::Above { max: "100".into() }));
    let date = || field(1, "d", Type::Date);
    assert_eq!(one(date(), Some(day(2026, 11, 22))), None);
    assert_eq!(
        one(date(), Some(day(2026, 11, 23))),
        Some(FaultKind::FutureDay { today: TODAY })
    );
    assert_eq!(one(date(), Some(day(2026, 2, 30))), Some(FaultKind::NoSuchDay));
    let ahead = Field { max: Some(Bound::Year(74)), ..date() };
    assert_eq!(one(ahead, Some(day(2030, 1, 1))), None);
    let year = Field { max: Some(Bound::Year(1)), ..int() };
    assert_eq!(
        one(year, Some(Value::Int(2028))),
        Some(FaultKind::Above { max: "2027".into() })
    );
}

#[test]
fn choices_stand_in_their_list() {
    let choice = |id: &str| {
        one(field(1, "c", Type::Choice("abc".into())), Some(Value::Choice(id.into())))
    };
    assert_eq!(choice("a"), None);
    assert_eq!(choice("z"), Some(FaultKind::UnknownChoice { given: "z".into() }));
    let many = |ids: &[&str]| {
        let ids = ids.iter().map(ToString::to_string).collect();
        one(field(1, "c", Type::Many("abc".into())), Some(Value::Many(ids)))
    };
    assert_eq!(many(&["a", "b"]), None);
    assert_eq!(many(&["a", "a"]), Some(FaultKind::Twice));
}

#[test]
fn what_is_not_asked_is_not_required() {
    let asked_when_a = Field {
        when: vec![is(1, "a")],
        required: Required::Always,
        ..field(2, "two", Type::Choice("abc".into()))
    };
    let hangs_on_two = Field {
        when: vec![is(2, "b")],
        required: Required::Always,
        ..field(3, "three", Type::Text)
    };
    let first = field(1, "one", Type::Choice("abc".into()));
    let programme = kind(vec![first, asked_when_a, hangs_on_two]);
    let thing = &programme.kinds[0];
    let mut fields = Fields::new();
    assert_eq!(faults(&programme, &fields), []);
    assert!(!incomplete(&programme, thing, &fields));
    fields.set(1, Value::Choice("a".into()));
    assert_eq!(faults(&programme, &fields), [(Path::field(2), FaultKind::Required)]);
    assert!(incomplete(&programme, thing, &fields));
    assert!(asked(thing, thing.field(2).unwrap(), &fields));
    // a stale answer to a hidden question makes no other question visible
    fields.set(1, Value::Choice("c".into()));
    fields.set(2, Value::Choice("b".into()));
    assert_eq!(faults(&programme, &fields), []);
    assert!(!asked(thing, thing.field(3).unwrap(), &fields));
}

#[test]
fn comparisons_name_both_fields() {
    let mut later = field(2, "sau", Type::Date);
    later.label = label("Ngày kiểm tra tiếp", "Next visit");
    later.max = Some(Bound::Year(10));
    later.rules.push(rule(Test::Compare(Cmp::Ge, 1)));
    let mut first = field(1, "truoc", Type::Date);
    first.label = label("Ngày kiểm tra", "Date");
    let programme = kind(vec![first, later]);
    let fields: Fields = [(1, day(2026, 11, 20)), (2, day(2026, 11, 19))].into_iter().collect();
    let subject = Subject::of(&programme.kinds[0], &fields);
    let found = check(&programme, &subject, &context());
    assert_eq!(found[0].text(Lang::Vi), "Ngày kiểm tra tiếp không được trước ngày kiểm tra.");
    assert_eq!(found[0].text(Lang::En), "Next visit may not be before date.");
    let fields: Fields = [(1, day(2026, 11, 20))].into_iter().collect();
    assert_eq!(faults(&programme, &fields), []);
}

#[test]
fn sums_are_computed_and_compared() {
    let total = Field {
        computed: Some(Computed { how: Compute::Sum(vec![1, 2]), overridable: false }),
        ..field(3, "total", Type::Money)
    };
    let mut approved = field(4, "approved", Type::Money);
    approved.rules.push(rule(Test::CompareSum(Cmp::Eq, vec![1, 2])));
    let fields = vec![field(1, "x", Type::Money), field(2, "y", Type::Money), total, approved];
    let programme = kind(fields);
    let thing = &programme.kinds[0];
    let put: Fields =
        [(1, Value::Int(5)), (2, Value::Int(7)), (3, Value::Int(1)), (4, Value::Int(12))]
            .into_iter()
            .collect();
    let full = compute(&programme, &Subject::of(thing, &put), &context());
    assert_eq!(full.get(3), Some(&Value::Int(12)), "what was typed over is put right");
    assert_eq!(faults(&programme, &put), []);
    let mut wrong = put.clone();
    wrong.set(4, Value::Int(13));
    let what = FaultKind::Number { op: Cmp::Eq, than: "12".into() };
    assert_eq!(faults(&programme, &wrong), [(Path::field(4), what)]);
    let huge: Fields = [(1, Value::Int(i64::MAX)), (2, Value::Int(1))].into_iter().collect();
    let full = compute(&programme, &Subject::of(thing, &huge), &context());
    assert_eq!(full.get(3), None, "a sum that leaves the numbers is none");
}

#[test]
fn an_overridden_answer_stays_and_a_computed_one_follows() {
    let last = Field {
        computed: Some(Computed { how: Compute::LastRow(1, 1), overridable: true }),
        ..field(2, "last", Type::Choice("abc".into()))
    };
    let rows = field(1, "rows", Type::Lines(vec![field(1, "c", Type::Choice("abc".into()))]));
    let programme = kind(vec![rows, last]);
    let thing = &programme.kinds[0];
    let lines = |c: &str| {
        let cells = [(1, Value::Choice(c.into()))].into_iter().collect();
        Value::Lines(vec![Row { id: id(9), cells }])
    };
    let was: Fields = [(1, lines("a")), (2, Value::Choice("a".into()))].into_iter().collect();
    let mut now = was.clone();
    now.set(1, lines("b"));
    let follow = recompute(&programme, &Subject::of(thing, &now), &was, &context());
    assert_eq!(follow.get(2), Some(&Value::Choice("b".into())));
    let mut put = was.clone();
    put.set(2, Value::Choice("c".into()));
    let mut changed = put.clone();
    changed.set(1, lines("b"));
    let kept = recompute(&programme, &Subject::of(thing, &changed), &put, &context());
    assert_eq!(kept.get(2), Some(&Value::Choice("c".into())));
}

#[test]
fn rows_are_checked_cell_by_cell() {
    let stage =
        Field { required: Required::Always, ..field(1, "stage", Type::Choice("abc".into())) };
    let when = Field { required: Required::Always, ..field(2, "day", Type::Date) };
    let mut rows =
        field(1, "rows", Type::Lines(vec![stage, when, field(3, "why", Type::Text)]));
    rows.rules.push(rule(Test::RowsRising(2)));
    rows.rules.push(rule(Test::RowsForward {
        column: 1,
        reason: 3,
        free: Vec::new(),
        free_when: Vec::new(),
    }));
    let programme = kind(vec![rows]);
    let table = |rows: &[(u8, Option<&str>, Value)]| -> Fields {
        let rows = rows.iter().map(|(n, stage, day)| {
            let mut cells = Fields::new();
            cells.put(1, stage.map(|s| Value::Choice(s.into())));
            cells.set(2, day.clone());
            Row { id: id(*n), cells }
        });
        [(1, Value::Lines(rows.collect()))].into_iter().collect()
    };
    let cell = |n: u8, column: u16| Path { field: 1, cell: Some((id(n), column)) };
    let good = table(&[(1, Some("a"), day(2026, 1, 1)), (2, Some("b"), day(2026, 1, 2))]);
    assert_eq!(faults(&programme, &good), []);
    let falls = table(&[(1, Some("a"), day(2026, 1, 2)), (2, Some("b"), day(2026, 1, 1))]);
    assert_eq!(faults(&programme, &falls), [(cell(2, 2), FaultKind::RowsFall)]);
    let empty = table(&[(1, None, day(2026, 1, 2))]);
    assert_eq!(faults(&programme, &empty), [(cell(1, 1), FaultKind::Required)]);
    assert!(incomplete(&programme, &programme.kinds[0], &empty));
    for odd in [["a", "c"], ["b", "a"], ["c", "end"]] {
        let odd =
            table(&[(1, Some(odd[0]), day(2026, 1, 1)), (2, Some(odd[1]), day(2026, 1, 2))]);
        assert_eq!(faults(&programme, &odd), [(cell(2, 3), FaultKind::Required)]);
    }
}

#[test]
fn links_are_checked_when_their_records_were_fetched() {
    let link = field(1, "link", Type::Link("thing".into()));
    let programme = kind(vec![link]);
    let fields: Fields = [(1, Value::Link(id(5)))].into_iter().collect();
    let subject = Subject::of(&programme.kinds[0], &fields);
    let need = Need::Record(id(5));
    assert_eq!(needs(&programme, &subject), std::slice::from_ref(&need));
    let with = |found: Vec<Record>| Context { found: vec![(need.clone(), found)], ..context() };
    let what = |context: &Context| {
        faults_in(&programme, &fields, context).into_iter().next().map(|(_, what)| what)
    };
    assert_eq!(what(&context()), None);
    assert_eq!(what(&with(vec![])), Some(FaultKind::UnknownRecord));
    assert_eq!(what(&with(vec![record(1, 5, Fields::new())])), None);
    let other = with(vec![record(2, 5, Fields::new())]);
    assert!(matches!(what(&other), Some(FaultKind::WrongKind { .. })));
    let gone = Record { deleted: Some("nhầm".into()), ..record(1, 5, Fields::new()) };
    assert_eq!(what(&with(vec![gone])), Some(FaultKind::DeletedRecord));
}

#[test]
fn the_same_answer_twice_is_found_folded() {
    let mut code = field(1, "code", Type::Text);
    code.rules.push(Rule { level: Level::Warning, ..rule(Test::Unique(vec![])) });
    let programme = kind(vec![code]);
    let fields: Fields = [(1, text("ĐA-01"))].into_iter().collect();
    let subject = Subject { id: id(1), ..Subject::of(&programme.kinds[0], &fields) };
    let need = needs(&programme, &subject).remove(0);
    assert_eq!(need, Need::Same { kind: 1, field: 1, folded: "da-01".into(), with: vec![] });
    let twin: Fields = [(1, text("đa-01"))].into_iter().collect();
    let found = |n| Context {
        found: vec![(need.clone(), vec![record(1, n, twin.clone())])],
        ..context()
    };
    let levels = |context: &Context| -> Vec<Level> {
        check(&programme, &subject, context).iter().map(|f| f.level).collect()
    };
    assert_eq!(levels(&found(2)), [Level::Warning]);
    assert_eq!(levels(&found(1)), [], "itself");
}

#[test]
fn a_locked_record_asks_for_a_fresh_reason() {
    let mut programme = kind(vec![
        field(1, "state", Type::Choice("abc".into())),
        field(2, "note", Type::Text),
        field(3, "reason", Type::Text),
    ]);
    programme.kinds[0].lock = Some(RecordLock { field: 1, is: "b".into(), reason: 3 });
    let locked: Fields = [(1, Value::Choice("b".into())), (2, text("x"))].into_iter().collect();
    let mut with_reason = locked.clone();
    with_reason.set(3, text("lý do cũ"));
    let verdict = |before: &Fields, now: &Fields| -> Vec<FaultKind> {
        let before = record(1, 1, before.clone());
        let kind = &programme.kinds[0];
        let subject = Subject { kind, id: id(1), fields: now, before: Some(&before) };
        check(&programme, &subject, &context()).into_iter().map(|f| f.what).collect()
    };
    let mut now = locked.clone();
    now.set(2, text("y"));
    assert_eq!(verdict(&locked, &now), [FaultKind::Required]);
    now.set(3, text("ghi nhầm"));
    assert_eq!(verdict(&locked, &now), []);
    let mut stale = with_reason.clone();
    stale.set(2, text("y"));
    assert_eq!(verdict(&with_reason, &stale), [FaultKind::Locked]);
    assert_eq!(faults(&programme, &locked), [], "saved locked at once");
}

#[test]
fn linked_records_are_compared() {
    let link = field(1, "link", Type::Link("thing".into()));
    let mut value = field(2, "value", Type::Money);
    let linked = || Linked { link: 1, field: 2, column: None };
    let test = Test::CompareLinked { own: 2, cmp: Cmp::Le, linked: linked() };
    value.rules.push(rule(test));
    let share = Field {
        computed: Some(Computed { how: Compute::Percent(2, linked()), overridable: false }),
        ..field(3, "share", Type::Decimal)
    };
    let programme = kind(vec![link, value, share]);
    let there = record(1, 5, [(2, Value::Int(300))].into_iter().collect());
    let context = Context { found: vec![(Need::Record(id(5)), vec![there])], ..context() };
    let fields =
        |n| -> Fields { [(1, Value::Link(id(5))), (2, Value::Int(n))].into_iter().collect() };
    assert_eq!(faults_in(&programme, &fields(300), &context), []);
    let over = faults_in(&programme, &fields(301), &context);
    assert!(matches!(over[0].1, FaultKind::Compare { op: Cmp::Le, .. }), "{over:?}");
    let put = fields(200);
    let full = compute(&programme, &Subject::of(&programme.kinds[0], &put), &context);
    assert_eq!(full.get(3), Some(&Value::Decimal(Decimal(66_670_000))));
}

/// Of two fields one is enough, so neither is said to be required by itself.
#[test]
fn a_missing_answer_names_the_field_that_may_be_answered_instead() {
    use sotay::lang::Lang;
    let programme = crate::kit::programme();
    let said = |kind: &str, fields: &Fields| -> Vec<String> {
        let kind = programme.kind_by_id(kind).unwrap();
        let context = Context { today: TODAY, ..Context::default() };
        let faults = check(programme, &Subject::of(kind, fields), &context);
        faults.iter().map(|fault| fault.text(Lang::Vi)).collect()
    };
    let both = "Chưa nhập Mô hình hoặc đề án (bắt buộc).";
    let measured = said("measurement", &Fields::new());
    assert_eq!(measured.iter().filter(|text| *text == both).count(), 2, "{measured:?}");
    let taught = said("training", &Fields::new());
    assert!(taught.iter().any(|text| text.contains(" hoặc địa điểm")), "{taught:?}");
    let one: Fields = [(1, Value::Link(id(1)))].into_iter().collect();
    assert!(said("measurement", &one).iter().all(|text| !text.contains("Mô hình")));
}
