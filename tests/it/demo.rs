//! Made-up data: valid for the programme, equal for equal seeds, marked as made up.

use std::collections::HashMap;

use crate::kit::programme;
use sotay::programme::check::{Context, Need, Subject, check, compute, needs};
use sotay::programme::spec::Level;
use sotay::record::{Change, Date, Fields, Id, KindNo, Origin, Record, Stamp, Value};
use sotay::services::demo::number;
use sotay::services::demo::{Demo, DemoOptions};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn asked(seed: u64, establishments: u64, visits: u64) -> DemoOptions {
    DemoOptions {
        seed,
        today: TODAY,
        establishments,
        visits,
        officer: Id([7; 16]),
        unit: "Trung tâm Khuyến công".into(),
        province: "19".into(),
    }
}

fn made(asked: DemoOptions) -> Vec<(KindNo, Id, Fields)> {
    let demo = Demo::new(asked).unwrap();
    demo.map(|change| match change {
        Change::Create { kind, id, fields, origin: Origin::MadeUp } => (kind, id, fields),
        other => panic!("not a made-up record: {other:?}"),
    })
    .collect()
}

fn record(kind: KindNo, id: Id, fields: Fields) -> Record {
    Record { fields, origin: Origin::MadeUp, ..Record::blank(kind, id, Stamp::default()) }
}

#[test]
fn numbers_of_fields_are_those_of_the_programme() {
    for (id, no, fields) in number::ALL {
        let kind = programme().kind_by_id(id).unwrap();
        assert_eq!(kind.no, *no, "{id}");
        for (field, no) in *fields {
            assert_eq!(kind.field_by_id(field).map(|f| f.no), Some(*no), "{id}.{field}");
        }
    }
}

#[test]
fn every_made_up_record_passes_the_check() {
    let officer = programme().kind_by_id("officer").unwrap().no;
    let mut there: HashMap<Id, Record> = HashMap::new();
    there.insert(Id([7; 16]), record(officer, Id([7; 16]), Fields::new()));
    for seed in [1, 2] {
        for (kind, id, fields) in made(asked(seed, 150, 150)) {
            let of = programme().kind(kind).unwrap();
            let found =
                needs(programme(), &Subject { kind: of, id, fields: &fields, before: None })
                    .into_iter()
                    .map(|need| match need {
                        Need::Record(to) => {
                            let linked = there.get(&to);
                            assert!(linked.is_some(), "{} links to nothing", of.id);
                            (need, linked.cloned().into_iter().collect())
                        }
                        other => (other, Vec::new()),
                    });
            let context =
                Context { today: TODAY, officer: Some(Id([7; 16])), found: found.collect() };
            let subject = Subject { kind: of, id, fields: &fields, before: None };
            let fields = compute(programme(), &subject, &context);
            let subject = Subject { kind: of, id, fields: &fields, before: None };
            let wrong: Vec<_> = check(programme(), &subject, &context)
                .into_iter()
                .filter(|fault| fault.level == Level::Error)
                .collect();
            assert!(wrong.is_empty(), "{}: {wrong:?} in {fields:?}", of.id);
            assert!(there.insert(id, record(kind, id, fields)).is_none(), "an id twice");
        }
    }
}

#[test]
fn the_seed_alone_decides() {
    assert_eq!(made(asked(3, 40, 30)), made(asked(3, 40, 30)));
    assert_ne!(made(asked(3, 40, 30)), made(asked(4, 40, 30)));
    // more records leave the first ones unchanged
    let (few, many) = (made(asked(3, 40, 0)), made(asked(3, 60, 0)));
    let first = |all: &[(KindNo, Id, Fields)]| {
        all.iter().filter(|(kind, ..)| *kind == 1).take(40).cloned().collect::<Vec<_>>()
    };
    assert_eq!(first(&few), first(&many));
}

#[test]
fn most_live_in_the_officers_province_and_something_is_due() {
    let all = made(asked(1, 200, 60));
    let home = all.iter().filter(|(kind, _, fields)| {
        *kind == number::establishment::KIND
            && matches!(fields.get(number::establishment::PLACE),
                Some(Value::Place(p)) if p.name.ends_with("Thái Nguyên"))
    });
    assert!(home.count() > 120);
    let open = |overdue: bool| {
        all.iter().any(|(kind, _, fields)| {
            *kind == number::task::KIND
                && fields.get(number::task::STATE) == Some(&Value::Choice("dang_lam".into()))
                && fields
                    .get(number::task::DUE)
                    .and_then(Value::as_date)
                    .is_some_and(|due| (due < TODAY) == overdue)
        })
    };
    assert!(open(true) && open(false));
}

#[test]
fn visits_need_somewhere_to_go() {
    assert!(Demo::new(asked(1, 0, 5)).is_none());
    assert_eq!(made(asked(1, 1, 0)).len(), 3);
}
