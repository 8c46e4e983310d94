//! A form with its environment: a small programme, ids from a seed, one day.

use crate::kit::spec::{self, field, label};
use sotay::programme::Role;
use std::sync::LazyLock;

use sotay::app::form::{Env, Form, Spot};
use sotay::app::ids::RowIds;
use sotay::app::intent::Intent;
use sotay::keymap::action::Action;
use sotay::lang::Lang;
use sotay::programme::check::{self, Context, Need, Subject};
use sotay::programme::faults::Fault;
use sotay::programme::spec::*;
use sotay::record::{
    Date, Draft, FieldNo, Fields, Hlc, Id, KindNo, Path, Record, Stamp, Value,
};

pub const VISIT: KindNo = 3;
pub const DATE: FieldNo = 2;
pub const PRICE: FieldNo = 6;
pub const NOTE: FieldNo = 9;
pub const POWER: FieldNo = 12;
pub const STATE: FieldNo = 13;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

pub struct FormHarness {
    pub form: Form,
    pub ids: RowIds,
    /// the save under way
    saves: Option<Intent>,
}

pub fn env(ids: &mut RowIds) -> Env<'_> {
    let (officer, province) = (None, None);
    let programme = programme();
    Env {
        size: (80, 24),
        is_working: false,
        programme,
        lang: Lang::Vi,
        today: TODAY,
        now: 1,
        officer,
        edit_on_focus: true,
        province,
        ids,
    }
}

impl FormHarness {
    fn with(make: impl FnOnce(&mut Env) -> Form) -> FormHarness {
        let mut ids = RowIds::seeded([7; 16]);
        let form = make(&mut env(&mut ids));
        FormHarness { form, ids, saves: None }
    }

    pub fn new(kind: &'static Kind, fields: Fields) -> FormHarness {
        FormHarness::with(|env| Form::new(kind, fields, env))
    }

    pub fn edit(record: Record) -> FormHarness {
        FormHarness::with(|env| Form::edit(visit(), Box::new(record), None, env))
    }

    pub fn resume(draft: Draft) -> FormHarness {
        FormHarness::with(|env| Form::resume(draft, env))
    }

    pub fn act(&mut self, action: Action) -> Vec<Intent> {
        self.form.mark_drawn();
        let intents = self.form.act(action, &mut env(&mut self.ids));
        let save = intents.iter().find(|intent| matches!(intent, Intent::SaveForm(..)));
        self.saves = save.cloned();
        intents
    }

    /// Types letter by letter; returns the intents of the last letter.
    pub fn typed(&mut self, text: &str) -> Typed<'_> {
        let mut last = Vec::new();
        for c in text.chars() {
            last = self.form.typed(c, &mut env(&mut self.ids));
        }
        Typed { desk: self, last }
    }

    /// Moves to a field with Tab, as the officer does.
    pub fn go(&mut self, field: FieldNo) {
        self.go_to(Spot::Field(field));
    }

    pub fn go_to(&mut self, spot: Spot) {
        let wanted = self.form.focus.cursor.spots(&self.form.content, programme());
        let to = wanted.iter().position(|s| *s == spot).unwrap();
        for _ in 0..wanted.len() {
            let here = wanted.iter().position(|s| *s == self.form.at()).unwrap();
            match here.cmp(&to) {
                std::cmp::Ordering::Less => self.act(Action::FieldNext),
                std::cmp::Ordering::Greater => self.act(Action::FieldPrev),
                std::cmp::Ordering::Equal => return,
            };
        }
    }

    /// Answers a save as the worker would, with the store's check where all records it looks at
    /// exist; returns what the form wants next, or the save that succeeds.
    pub fn checked(&mut self) -> Vec<Intent> {
        let Some(Intent::SaveForm(changes, seen)) = self.saves.take() else {
            return Vec::new();
        };
        let mut env = env(&mut self.ids);
        let Some(kind) = programme().kind(self.form.content.draft.kind) else {
            return Vec::new();
        };
        let id = self.form.content.subject_id();
        let before = self.form.content.before.as_deref();
        let subject = |fields| Subject { kind, id, fields, before };
        let fetch = |need: Need| {
            let records = match need {
                Need::Record(id) => vec![Record { id, ..record(1, 9, Fields::new()) }],
                _ => Vec::new(),
            };
            (need, records)
        };
        let needs = check::needs(programme(), &subject(&self.form.content.draft.fields));
        let found = needs.into_iter().map(fetch).collect();
        let context = Context { today: env.today, officer: env.officer, found };
        let fields =
            check::compute(programme(), &subject(&self.form.content.draft.fields), &context);
        let faults = check::check(programme(), &subject(&fields), &context);
        let old =
            before.map(|record| check::check(programme(), &subject(&record.fields), &context));
        let old = old.unwrap_or_default();
        let stops = |fault: &Fault| {
            fault.level == Level::Error
                || !(seen.warnings.contains(fault) || old.contains(fault))
        };
        match faults.iter().any(stops) {
            true => self.form.take_faults(faults, context.found, &mut env),
            false => vec![Intent::SaveForm(changes, seen)],
        }
    }

    pub fn value(&self, field: FieldNo) -> Option<Value> {
        self.form.content.value_at(path(field)).cloned()
    }
}

pub struct Typed<'a> {
    desk: &'a mut FormHarness,
    last: Vec<Intent>,
}

impl Typed<'_> {
    pub fn then(self, action: Action) -> Vec<Intent> {
        self.desk.act(action)
    }
}

impl PartialEq<Vec<Intent>> for Typed<'_> {
    fn eq(&self, other: &Vec<Intent>) -> bool {
        self.last == *other
    }
}

impl std::fmt::Debug for Typed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.last.fmt(f)
    }
}

pub fn id(n: u8) -> Id {
    Id([n; 16])
}

pub fn path(no: FieldNo) -> Path {
    Path::field(no)
}

pub fn text(t: &str) -> Value {
    Value::Text(t.into())
}

pub fn today() -> Value {
    Value::Date(TODAY)
}

pub fn record(kind: KindNo, n: u8, fields: Fields) -> Record {
    let stamp = Stamp { hlc: Hlc(0), seq: 0 };
    Record { fields, head: 77, ..Record::blank(kind, id(n), stamp) }
}

pub fn visit() -> &'static Kind {
    programme().kind(VISIT).unwrap()
}

pub fn programme() -> &'static Programme {
    static SMALL: LazyLock<Programme> = LazyLock::new(|| Programme {
        id: "small".into(),
        version: 1,
        role: Role::Officer,
        indicators: Default::default(),
        kinds: vec![
            kind(1, "establishment", vec![field(1, "name", Type::Text)]),
            Kind {
                lock: Some(RecordLock { field: STATE, is: "chot".into(), reason: 14 }),
                ..kind(VISIT, "visit", questions())
            },
        ],
        lists: vec![
            list("purpose", &[("check", "Kiểm tra"), ("learn", "Học tập")]),
            list("state", &[("open", "Đang ghi"), ("chot", "Đã chốt")]),
        ],
    });
    &SMALL
}

fn questions() -> Vec<Field> {
    let must = |field| Field { required: Required::Always, ..field };
    let with_machine = |field| Field {
        when: vec![Condition { field: 4, column: None, is: vec!["true".into()], not: false }],
        ..field
    };
    let person = vec![
        field(1, "name", Type::Text),
        field(2, "phone", Type::Phone),
        field(3, "wage", Type::Money),
    ];
    let high = Rule {
        level: Level::Warning,
        when: Vec::new(),
        test: Test::Against(Cmp::Le, 100_000_000),
        text: None,
    };
    vec![
        must(field(1, "establishment", Type::Link("establishment".into()))),
        must(field(DATE, "date", Type::Date)),
        field(3, "purpose", Type::Choice("purpose".into())),
        field(4, "machine_present", Type::YesNo),
        with_machine(must(field(5, "machine_new", Type::YesNo))),
        with_machine(field(16, "machine_count", Type::Int)),
        field(PRICE, "price", Type::Money),
        field(7, "lat", Type::Decimal),
        field(8, "lon", Type::Decimal),
        field(NOTE, "note", Type::Note),
        field(10, "purposes", Type::Many("purpose".into())),
        field(11, "people", Type::Lines(person)),
        Field { rules: vec![high], ..field(POWER, "power", Type::Decimal) },
        field(STATE, "state", Type::Choice("state".into())),
        field(14, "revision_reason", Type::Text),
    ]
}

fn kind(no: KindNo, id: &str, fields: Vec<Field>) -> Kind {
    let list = ListSpec { title: vec![1], ..ListSpec::default() };
    Kind { short: label(id), list, ..spec::kind(no, id, fields) }
}

fn list(id: &str, choices: &[(&str, &str)]) -> ChoiceList {
    let choices = choices.iter().map(|(id, vi)| spec::choice(id, vi)).collect();
    ChoiceList { id: id.into(), facts: Vec::new(), choices }
}
