//! Rows that are valid for a time. Unverified rows are shown, but not used.

use std::collections::BTreeMap;

use crate::programme::check::View;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::{Date, Record};

/// Both days are included; `None` is open-ended.
pub fn in_force(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

/// Which communes are priority places, of which class, and when: the verified rows of the set.
#[derive(Clone, Debug, Default)]
pub struct PriorityPlaces(BTreeMap<String, Vec<DatedRow>>);

#[derive(Clone, Debug)]
struct DatedRow {
    class: String,
    from: Option<Date>,
    to: Option<Date>,
}

impl PriorityPlaces {
    /// From records of the set; other kinds and deleted records are skipped.
    pub fn of<'a>(
        programme: &Programme,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> PriorityPlaces {
        let mut places = PriorityPlaces::default();
        let set = programme.with_role(KindRole::PriorityPlaces);
        for record in records {
            let Some(kind) = set.filter(|kind| kind.no == record.kind) else { continue };
            let row = View::of_kind(kind, &record.fields);
            let counts = row.yes("verified") == Some(true) && record.deleted.is_none();
            let (commune, class) = (row.text("commune"), row.text("class"));
            if let Some((commune, class)) = commune.zip(class).filter(|_| counts) {
                let (from, to) = (row.date("valid_from"), row.date("valid_to"));
                let row = DatedRow { class: class.to_owned(), from, to };
                places.0.entry(commune.to_owned()).or_default().push(row);
            }
        }
        places
    }

    /// The classes of a commune on a day, each once.
    pub fn classes(&self, commune: &str, day: Date) -> Vec<&str> {
        let rows = self.0.get(commune).into_iter().flatten();
        let mut classes: Vec<&str> = rows
            .filter(|row| in_force(row.from, row.to, day))
            .map(|row| row.class.as_str())
            .collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}
