//! Priority places (`domain.md` section 5): which commune is of which class, and since when. The
//! table is the caller's; while it is empty the rows that need it say so.

use crate::record::Date;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// the commune's five digits, as a number
    pub commune: u32,
    /// id in the list `place_class`
    pub class: String,
    pub from: Date,
    /// the last day; `None` while it holds
    pub to: Option<Date>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<Priority>);

impl Places {
    pub fn of(mut rows: Vec<Priority>) -> Places {
        rows.sort_by_key(|row| row.commune);
        Places(rows)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The classes of a commune on a day.
    pub fn classes(&self, commune: u32, day: Date) -> impl Iterator<Item = &str> {
        let from = self.0.partition_point(|row| row.commune < commune);
        let own = self.0.iter().skip(from).take_while(move |row| row.commune == commune);
        own.filter(move |row| row.from <= day && row.to.is_none_or(|to| day <= to))
            .map(|row| row.class.as_str())
    }
}
