//! Which kinds link to a record's kind, and therefore can be added from its page.

use crate::app::title;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::record::{FieldNo, Id, KindNo, Record, Value};

/// The kinds with a field that links to kind `of`.
pub fn linking_kinds(
    programme: &'static Programme,
    of: KindNo,
) -> impl Iterator<Item = &'static Kind> + use<> {
    let of = programme.kind(of);
    let links = move |kind: &&Kind| {
        of.is_some_and(|of| kind.fields().any(|field| is_about(field, &of.id)))
    };
    programme.kinds.iter().filter(links)
}

/// Whether the field makes a record belong to the kind. A list of links with a default does not:
/// it is about something else.
pub fn is_about(field: &Field, kind: &str) -> bool {
    let list = matches!(field.ty, Type::Links(_));
    field.links_to(kind) && !(list && field.default.is_some())
}

/// Whether a new record of a kind can point to this one.
pub fn can_link_to(programme: &Programme, record: &Record, kind: &Kind) -> bool {
    !links_to(programme, kind, record).is_empty()
}

/// Answers of a new record of `kind` created from `record`: the links to `record` and to its
/// establishment.
pub fn links_to(programme: &Programme, kind: &Kind, record: &Record) -> Vec<(FieldNo, Value)> {
    let Some(of) = programme.kind(record.kind) else { return Vec::new() };
    let to = |of: &str, id: Id| {
        let field = kind.fields().find(|field| is_about(field, of))?;
        let list = matches!(field.ty, Type::Links(_));
        Some((field.no, if list { Value::Links(vec![id]) } else { Value::Link(id) }))
    };
    let mut given: Vec<_> = to(&of.id, record.id).into_iter().collect();
    if !of.is(KindRole::Home) {
        let there = title::establishment(of, record);
        let home = programme.with_role(KindRole::Home);
        given.extend(there.zip(home).and_then(|(id, home)| to(&home.id, id)));
    }
    given
}
