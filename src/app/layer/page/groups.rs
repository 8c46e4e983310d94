//! The groups of records that link to the record on a page.

use crate::app::layer::scene::LinkedRecords;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Programme};
use crate::record::{Id, Query};

/// The groups that a record of this kind can have, with their queries. Commitments come first; for
/// an establishment only the open ones.
pub(super) fn groups(programme: &Programme, kind: &Kind, id: Id) -> Vec<LinkedRecords> {
    let open_tasks = programme.with_role(KindRole::Task).and_then(|task| {
        let state = task.field_by_id("state").filter(|_| kind.is(KindRole::Home))?;
        Some((task.no, vec![(state.no, "dang_lam".to_string())]))
    });
    let group = |(k, f): (&Kind, &Field)| {
        let filter = open_tasks.as_ref().filter(|(task, _)| *task == k.no);
        let filter = filter.map(|(_, filter)| filter.clone()).unwrap_or_default();
        let query = Query { pointing: Some((f.no, id)), filter, ..Query::all(k.no) };
        LinkedRecords { kind: k.no, field: f.no, query, page: None }
    };
    let leads = |(_, f): &(&Kind, &Field)| {
        f.links_to(&kind.id) || f.columns().iter().any(|c| c.links_to(&kind.id))
    };
    let fields = programme.kinds.iter().flat_map(|k| k.fields().map(move |f| (k, f)));
    let mut groups: Vec<LinkedRecords> = fields.filter(leads).map(group).collect();
    groups.sort_by_key(|g| programme.kind(g.kind).is_none_or(|k| !k.is(KindRole::Task)));
    groups
}
