//! Every type of field is consistent: it reads its own example, in its own shape, and the check
//! accepts it as an answer of the type.

use crate::kit::programme;
use sotay::programme::answer::{JsonReader, from_json};
use sotay::programme::check::{Context, FaultKind, QuestionContext, Subject};
use sotay::programme::spec::{Field, Kind, Type};
use sotay::programme::types::Question;
use sotay::record::{Date, Fields, Id, Value};

const TODAY: Date = Date { year: 2026, month: 11, day: 29 };

fn example(field: &Field) -> Option<Value> {
    let programme = programme();
    let json = field.ty.behaviour().example(&Question { programme, field });
    let mut new_id = || Id([7; 16]);
    let mut reader = JsonReader { programme, today: TODAY, new_id: &mut new_id };
    from_json(field, &json, &mut reader).unwrap_or_else(|faults| panic!("{json}: {faults:?}"))
}

fn all_fields() -> impl Iterator<Item = (&'static Kind, &'static Field)> {
    let fields = |kind: &'static Kind| kind.fields().map(move |field| (kind, field));
    programme().kinds.iter().flat_map(fields)
}

#[test]
fn every_example_is_read_in_the_shape_of_its_type() {
    let mut shapes = Vec::new();
    for (kind, field) in all_fields() {
        let value = example(field).unwrap_or_else(|| panic!("{}.{}", kind.id, field.id));
        assert_eq!(value.shape(), Some(field.ty.shape()), "{}.{}", kind.id, field.id);
        if !shapes.contains(&field.ty.behaviour().name()) {
            shapes.push(field.ty.behaviour().name());
        }
    }
    assert_eq!(shapes.len(), 14, "{shapes:?}");
}

#[test]
fn every_example_is_of_its_type_to_the_check() {
    for (kind, field) in all_fields() {
        let fields: Fields =
            example(field).map(|value| (field.no, value)).into_iter().collect();
        let (subject, context) = (Subject::of(kind, &fields), Context::default());
        let look = QuestionContext::new(programme(), &subject, &context, field);
        let faults = field.ty.behaviour().faults(&look, look.value().unwrap());
        let wrong = faults.iter().find(|(_, what)| *what == FaultKind::WrongType);
        assert_eq!(wrong, None, "{}.{}", kind.id, field.id);
    }
}

#[test]
fn a_type_is_found_by_the_name_it_gives() {
    for (_, field) in all_fields() {
        let name = field.ty.behaviour().name();
        let found = Type::by_name(name).unwrap();
        assert_eq!(found.behaviour().name(), name);
        assert_eq!(found.shape(), field.ty.shape());
    }
    assert!(Type::by_name("text(x)").is_none());
}
