//! Resolves paths from a record to its values and conditions into columns of the tables that the
//! reports hold. A table or a column is created when a path first names it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::walk::Located;
use crate::programme::role::KindRole;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::record::{FieldNo, KindNo};

/// Conditions of every table, before those of its kind.
pub const COMMON: [&str; 2] = ["living", "complete"];

pub struct FactTables<'p> {
    pub programme: &'p Programme,
    pub conditions: BTreeMap<KindNo, Vec<FactCondition>>,
    tables: RefCell<Vec<FactTableSpec>>,
}

/// Where a path begins.
#[derive(Clone)]
pub struct PathScope<'p> {
    pub kind: &'p Kind,
    pub rows: Option<&'p Field>,
    pub table: usize,
    pub home: Option<HomeLink>,
}

enum PathToken<'a> {
    Home,
    Field(&'a str),
    Row(&'a str),
    First(&'a str, &'a str),
    Last(&'a str, &'a str),
}

/// What the links of a path have led to.
#[derive(Clone, Copy)]
enum Reached<'p> {
    Start,
    Kind(&'p Kind),
}

fn tokens(text: &str) -> Vec<PathToken<'_>> {
    let mut found = Vec::new();
    let mut parts = text.split('.');
    while let Some(part) = parts.next() {
        let mut next = || parts.next().unwrap_or_default();
        found.push(match part {
            "home" if found.is_empty() => PathToken::Home,
            "row" if found.is_empty() => PathToken::Row(next()),
            _ => match (part.strip_suffix("[first]"), part.strip_suffix("[last]")) {
                (Some(table), _) => PathToken::First(table, next()),
                (_, Some(table)) => PathToken::Last(table, next()),
                _ => PathToken::Field(part),
            },
        });
    }
    found
}

impl<'p> FactTables<'p> {
    pub fn of(programme: &'p Programme) -> FactTables<'p> {
        FactTables { programme, conditions: BTreeMap::new(), tables: RefCell::new(Vec::new()) }
    }

    pub fn into_tables(self) -> Vec<FactTableSpec> {
        self.tables.into_inner()
    }

    pub fn table(&self, kind: KindNo, rows: Option<FieldNo>) -> usize {
        let mut tables = self.tables.borrow_mut();
        let own = |table: &FactTableSpec| (table.kind, table.rows) == (kind, rows);
        tables.iter().position(own).unwrap_or_else(|| {
            let conditions = self.conditions.get(&kind).cloned().unwrap_or_default();
            let columns = Vec::new();
            tables.push(FactTableSpec { kind, rows, columns, conditions, has_ids: false });
            tables.len() - 1
        })
    }

    pub fn hold_ids(&self, table: usize) {
        if let Some(table) = self.tables.borrow_mut().get_mut(table) {
            table.has_ids = true;
        }
    }

    pub fn column(&self, table: usize, place: ValuePlace, sort: FactSort) -> FactStep {
        let mut tables = self.tables.borrow_mut();
        let Some(held) = tables.get_mut(table) else { return FactStep { table, at: 0 } };
        let column = FactColumn { place, sort };
        let at = held.columns.iter().position(|own| *own == column).unwrap_or_else(|| {
            held.columns.push(column);
            held.columns.len() - 1
        });
        FactStep { table, at }
    }

    /// A path to a value that `fits`; `what` names such values in the fault.
    pub fn path(
        &self,
        at: &Located,
        scope: &PathScope<'p>,
        text: &str,
        (fits, what): (fn(&FactSort) -> bool, &str),
    ) -> Option<FactPath> {
        let (path, sort) = self.any_path(at, scope, text)?;
        if !fits(&sort) {
            at.fault(format!("`{text}` is not {what}"));
            return None;
        }
        Some(path)
    }

    pub fn any_path(
        &self,
        at: &Located,
        scope: &PathScope<'p>,
        text: &str,
    ) -> Option<(FactPath, FactSort)> {
        let all = tokens(text);
        let (last, links) = all.split_last()?;
        let (links, reached) = self.follow(at, scope, links, text)?;
        if matches!(last, PathToken::Home) {
            return match &scope.home {
                Some(HomeLink::Linked(path)) => Some((path.clone(), FactSort::Link)),
                _ => {
                    at.fault("there is no link to a `home`");
                    None
                }
            };
        }
        let (step, field) = self.step(at, scope, reached, last, text)?;
        let Some(sort) = sort_of(&field.ty) else {
            at.fault(format!("`{text}`: such an answer is not counted"));
            return None;
        };
        Some((FactPath { links, at: step }, sort))
    }

    /// A test: the id of a condition, after the links that lead to it, negated by `!`.
    pub fn test(&self, at: &Located, scope: &PathScope<'p>, text: &str) -> Option<EventTest> {
        if text == "priority" {
            return Some(EventTest::AtPriorityPlace);
        }
        let (negated, text) = match text.strip_prefix('!') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (links, id) = match text.rsplit_once('.') {
            Some((links, id)) => (tokens(links), id),
            None => (Vec::new(), text),
        };
        let (links, reached) = self.follow(at, scope, &links, text)?;
        let (kind, table) = match reached {
            Reached::Start => (scope.kind, scope.table),
            Reached::Kind(kind) => (kind, self.table(kind.no, None)),
        };
        let bit = self.condition(kind.no, id);
        if bit.is_none() {
            at.fault(format!("`{}` has no condition `{id}`", kind.id));
        }
        let path = FactPath { links, at: FactStep { table, at: bit? } };
        Some(EventTest::Holds { path, negated })
    }

    pub fn condition(&self, kind: KindNo, id: &str) -> Option<usize> {
        let own = self.conditions.get(&kind).into_iter().flatten();
        COMMON.into_iter().chain(own.map(|c| c.id.as_str())).position(|known| known == id)
    }

    fn follow(
        &self,
        at: &Located,
        scope: &PathScope<'p>,
        links: &[PathToken],
        text: &str,
    ) -> Option<(Vec<FactStep>, Reached<'p>)> {
        let (mut steps, mut reached) = (Vec::new(), Reached::Start);
        for token in links {
            if matches!(token, PathToken::Home) {
                match &scope.home {
                    Some(HomeLink::Linked(path)) => {
                        steps.extend(path.links.iter().chain([&path.at]).copied());
                    }
                    // the record itself: nothing to follow
                    Some(HomeLink::Itself) => continue,
                    None => at.fault(format!("`{text}`: the source has no `home`")),
                }
                reached = Reached::Kind(self.programme.with_role(KindRole::Home)?);
                continue;
            }
            let (step, field) = self.step(at, scope, reached, token, text)?;
            let Type::Link(kind) = &field.ty else {
                at.fault(format!("`{text}`: `{}` is not a link to one record", field.id));
                return None;
            };
            steps.push(step);
            reached = Reached::Kind(self.programme.kind_by_id(kind)?);
        }
        Some((steps, reached))
    }

    fn step(
        &self,
        at: &Located,
        scope: &PathScope<'p>,
        reached: Reached<'p>,
        token: &PathToken,
        text: &str,
    ) -> Option<(FactStep, &'p Field)> {
        let (kind, table) = match reached {
            Reached::Start => (scope.kind, scope.table),
            Reached::Kind(kind) => (kind, self.table(kind.no, None)),
        };
        let column = |table: Option<&'p Field>, id: &str| {
            let table = table?;
            table.columns().iter().find(|c| c.id == id).map(|c| (table.no, c))
        };
        let found = match *token {
            PathToken::Home => None,
            PathToken::Field(id) => {
                kind.field_by_id(id).map(|field| (ValuePlace::Record(field.no), field))
            }
            PathToken::Row(id) => {
                column(scope.rows, id).map(|(_, field)| (ValuePlace::Row(field.no), field))
            }
            PathToken::First(rows, id) => column(kind.field_by_id(rows), id)
                .map(|(rows, field)| (ValuePlace::First(rows, field.no), field)),
            PathToken::Last(rows, id) => column(kind.field_by_id(rows), id)
                .map(|(rows, field)| (ValuePlace::Last(rows, field.no), field)),
        };
        let Some((place, field)) = found else {
            at.fault(format!("`{text}`: `{}` has no such field", kind.id));
            return None;
        };
        // the caller reports a type that is not held
        let sort = sort_of(&field.ty).unwrap_or(FactSort::Whole);
        Some((self.column(table, place, sort), field))
    }
}

fn sort_of(ty: &Type) -> Option<FactSort> {
    match ty {
        Type::Date => Some(FactSort::Day),
        Type::Int | Type::Money => Some(FactSort::Whole),
        Type::Decimal => Some(FactSort::Decimal),
        Type::Choice(list) => Some(FactSort::Choice(list.clone())),
        Type::Link(_) => Some(FactSort::Link),
        Type::Links(_) => Some(FactSort::Links),
        Type::Place => Some(FactSort::Site),
        Type::Text
        | Type::Note
        | Type::Phone
        | Type::YesNo
        | Type::Many(_)
        | Type::Lines(_) => None,
    }
}

pub fn is_day(sort: &FactSort) -> bool {
    *sort == FactSort::Day
}

pub fn is_number(sort: &FactSort) -> bool {
    matches!(sort, FactSort::Whole | FactSort::Decimal)
}

pub fn is_link(sort: &FactSort) -> bool {
    *sort == FactSort::Link
}

pub fn is_choice(sort: &FactSort) -> bool {
    matches!(sort, FactSort::Choice(_))
}

pub fn is_place(sort: &FactSort) -> bool {
    matches!(sort, FactSort::Site | FactSort::Link | FactSort::Links)
}

pub fn is_key(sort: &FactSort) -> bool {
    matches!(sort, FactSort::Link | FactSort::Choice(_))
}
