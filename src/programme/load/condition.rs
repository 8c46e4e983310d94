//! What a field's lines may name: siblings, their columns, fields of linked records; and the
//! conditions made of these.

use super::names::{FieldName, KindNames, ProgrammeNames, find, inside};
use super::walk::Located;
use crate::programme::spec::{ChoiceList, Condition, Linked};
use crate::record::FieldNo;

/// Where a field is. For a column the siblings are the columns of its table.
#[derive(Clone, Copy)]
pub struct FieldScope<'a> {
    pub names: &'a ProgrammeNames<'a>,
    pub lists: &'a [ChoiceList],
    pub kind: &'a KindNames<'a>,
    pub siblings: &'a [FieldName<'a>],
    pub own: &'a FieldName<'a>,
}

impl<'a> FieldScope<'a> {
    pub fn in_column(&self) -> bool {
        !std::ptr::eq(self.siblings, self.kind.fields.as_slice())
    }

    pub fn sibling(&self, at: &Located, id: &str) -> FieldNo {
        number(at, self.siblings, id, "no field")
    }

    pub fn siblings_of(&self, at: &Located, key: &str) -> Vec<FieldNo> {
        at.words(key).iter().map(|id| self.sibling(at, id)).collect()
    }

    /// A column of the table that this line belongs to.
    pub fn own_column(&self, at: &Located, id: &str) -> FieldNo {
        number(at, &self.own.columns, id, "no column")
    }

    /// A field of the record; for a column, of the record that has the table.
    pub fn of_record(&self, at: &Located, id: &str) -> FieldNo {
        number(at, &self.kind.fields, id, "no field")
    }

    pub fn linked(&self, at: &Located) -> Linked {
        let link = at.text("link").unwrap_or(self.own.id);
        let (field, column) = match find(self.siblings, link).and_then(FieldName::links_to) {
            Some(kind) => self.linked_field(at, kind),
            None => {
                at.fault(format!("`{link}` is not a link to one record"));
                (0, None)
            }
        };
        Linked { link: self.sibling(at, link), field, column }
    }

    fn linked_field(&self, at: &Located, kind: &str) -> (FieldNo, Option<FieldNo>) {
        let id = at.need_text("field");
        let Some(field) = self.names.kind(kind).and_then(|k| k.field(&id)) else {
            at.fault(format!("kind `{kind}` has no field `{id}`"));
            return (0, None);
        };
        let column = at.text("column").map(|c| number(at, &field.columns, c, "no column"));
        (field.no, column)
    }

    pub fn conditions(&self, at: &Located, key: &'static str) -> Vec<Condition> {
        at.tables(key).iter().map(|c| self.condition(c)).collect()
    }

    fn condition(&self, at: &Located) -> Condition {
        at.allow_keys(&["field", "column", "is", "from", "to", "fact", "not"]);
        let id = at.need_text("field");
        let Some(field) = find(self.siblings, &id) else {
            at.fault(format!("no field `{id}`"));
            return Condition { field: 0, column: None, is: Vec::new(), not: false };
        };
        let column = at.text("column").and_then(|c| {
            let column = find(&field.columns, c);
            if column.is_none() {
                at.fault(format!("`{id}` has no column `{c}`"));
            }
            column
        });
        Condition {
            field: field.no,
            column: column.map(|c| c.no),
            is: self.values(at, column.unwrap_or(field)),
            not: at.flag("not"),
        }
    }

    /// The words of `is`, or the choices from `from` to `to`, or those with the fact `fact`.
    fn values(&self, at: &Located, asked: &FieldName) -> Vec<String> {
        let is = match at.text("fact") {
            Some(fact) => self.with_fact(at, asked.of(), fact),
            None if at.has("from") => self.range(at, asked.of()),
            None => at.words("is"),
        };
        let (name, of) = inside(asked.ty).unwrap_or((asked.ty, ""));
        for word in &is {
            let known = match name {
                "choice" | "many" => self.choice(of, word),
                "yesno" => word == "true" || word == "false",
                _ => false,
            };
            if !known {
                at.fault(format!("`{word}` is no answer to `{}`", asked.id));
            }
        }
        is
    }

    fn with_fact(&self, at: &Located, list: &str, fact: &str) -> Vec<String> {
        let choices =
            self.lists.iter().filter(|own| own.id == list).flat_map(|own| &own.choices);
        let having = choices.filter(|choice| !choice.facts(fact).is_empty());
        let ids: Vec<String> = having.map(|choice| choice.id.clone()).collect();
        if ids.is_empty() {
            at.fault(format!("list `{list}` has no choice with the fact `{fact}`"));
        }
        ids
    }

    fn range(&self, at: &Located, list: &str) -> Vec<String> {
        let (from, to) = (at.need_text("from"), at.need_text("to"));
        let ids: Vec<&String> = match self.lists.iter().find(|l| l.id == list) {
            Some(list) => list.choices.iter().map(|c| &c.id).collect(),
            None => Vec::new(),
        };
        let start = ids.iter().position(|id| **id == from);
        let end = ids.iter().position(|id| **id == to);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => {
                ids.into_iter().take(end + 1).skip(start).cloned().collect()
            }
            _ => {
                at.fault(format!("list `{list}` has no run from `{from}` to `{to}`"));
                Vec::new()
            }
        }
    }

    pub fn choice(&self, list: &str, id: &str) -> bool {
        self.lists.iter().any(|l| l.id == list && l.choice(id).is_some())
    }
}

fn number(at: &Located, fields: &[FieldName], id: &str, missing: &str) -> FieldNo {
    match find(fields, id) {
        Some(field) => field.no,
        None => {
            at.fault(format!("{missing} `{id}`"));
            0
        }
    }
}
