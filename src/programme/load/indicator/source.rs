//! Reads conditions, sources of events, and the kinds with a special part in the reports.

use super::super::walk::Located;
use super::path::*;
use crate::programme::role::KindRole;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::record::{FieldNo, KindNo};

const DAY: (fn(&FactSort) -> bool, &str) = (is_day, "a date");
/// The record index has one byte for them.
const MAX_INDEXED: usize = 8;
/// Each condition is one bit of a row.
const MAX_CONDITIONS: usize = 30;

/// Reads all conditions before the first path, so that a path can name any of them.
pub fn conditions(roots: &[&Located], tables: &mut FactTables) {
    for at in roots.iter().flat_map(|root| root.tables("condition")) {
        at.allow_keys(&["kind", "id", "any", "all", "indexed"]);
        let Some(kind) = kind(&at, tables.programme) else { continue };
        let id = at.need_text("id");
        let tests = |key| -> Vec<FactTest> {
            at.tables(key).iter().filter_map(|at| test(at, tables.programme, kind)).collect()
        };
        let condition = FactCondition {
            id: id.clone(),
            any: tests("any"),
            all: tests("all"),
            is_indexed: at.flag("indexed"),
        };
        if tables.condition(kind.no, &id).is_some() {
            at.fault(format!("`{}` has a condition `{id}` already", kind.id));
        }
        let own = tables.conditions.entry(kind.no).or_default();
        let indexed = own.iter().filter(|other| other.is_indexed).count();
        if condition.is_indexed && indexed >= MAX_INDEXED {
            at.fault(format!("the index holds {MAX_INDEXED} conditions of a kind at most"));
        }
        own.push(condition);
        if own.len() > MAX_CONDITIONS {
            at.fault(format!("{MAX_CONDITIONS} conditions at most for `{}`", kind.id));
        }
    }
}

fn kind<'p>(at: &Located, programme: &'p Programme) -> Option<&'p Kind> {
    let id = at.need_text("kind");
    let kind = programme.kind_by_id(&id);
    if kind.is_none() && !id.is_empty() {
        at.fault(format!("no kind `{id}`"));
    }
    kind
}

/// `is`: one of these choices. `over`: more than this number. `fact`: a choice that has this fact,
/// or has it with the value `of`. None of these: any answer.
fn test(at: &Located, programme: &Programme, kind: &Kind) -> Option<FactTest> {
    at.allow_keys(&["field", "is", "over", "fact", "of", "not"]);
    let id = at.need_text("field");
    let Some(field) = kind.field_by_id(&id) else {
        at.fault(format!("`{}` has no field `{id}`", kind.id));
        return None;
    };
    let place = ValuePlace::Record(field.no);
    let wanted = if at.has("over") {
        WantedAnswer::Over(at.need_number::<i64>("over").saturating_mul(1_000_000))
    } else if let Some(fact) = at.text("fact") {
        WantedAnswer::Words(having(at, programme, field, fact))
    } else if at.has("is") {
        let words = at.words("is");
        for word in words.iter().filter(|word| !is_answer(programme, field, word)) {
            at.fault(format!("`{word}` is no answer to `{id}`"));
        }
        WantedAnswer::Words(words)
    } else {
        WantedAnswer::Any
    };
    Some(FactTest { place, wanted, negated: at.flag("not") })
}

fn is_answer(programme: &Programme, field: &Field, word: &str) -> bool {
    match field.ty.list() {
        Some(list) => programme.list(list).is_some_and(|list| list.choice(word).is_some()),
        None => matches!(field.ty, Type::YesNo) && matches!(word, "true" | "false"),
    }
}

/// The choices that have a fact, or this value of it.
fn having(at: &Located, programme: &Programme, field: &Field, fact: &str) -> Vec<String> {
    let list = field.ty.list().and_then(|list| programme.list(list));
    let value = at.text("of");
    let has = |values: &[String]| match value {
        Some(value) => values.iter().any(|own| own == value),
        None => !values.is_empty(),
    };
    let choices = list.map_or(&[][..], |list| &list.choices).iter();
    let ids: Vec<String> =
        choices.filter(|c| has(c.facts(fact))).map(|c| c.id.clone()).collect();
    if ids.is_empty() {
        at.fault(format!("no choice of `{}` has this fact `{fact}`", field.id));
    }
    ids
}

const SOURCE_KEYS: [&str; 13] = [
    "id", "kind", "rows", "where", "day", "year", "holds", "passed", "placed", "place", "home",
    "fund", "whole",
];

/// A source, and the scope in which the paths of its terms begin.
pub fn source<'p>(
    at: &Located,
    tables: &FactTables<'p>,
) -> Option<(EventSource, PathScope<'p>)> {
    at.allow_keys(&[&SOURCE_KEYS[..], &["counts_placeless"]].concat());
    let kind = kind(at, tables.programme)?;
    let rows = at.text("rows").and_then(|id| {
        let field = kind.field_by_id(id).filter(|field| !field.columns().is_empty());
        if field.is_none() {
            at.fault(format!("`{}` has no table `{id}`", kind.id));
        }
        field
    });
    let table = tables.table(kind.no, rows.map(|field| field.no));
    let mut scope = PathScope { kind, rows, table, home: None };
    scope.home = match at.text("home") {
        Some("self") => {
            if kind.role != Some(KindRole::Home) {
                at.fault("`self` is no home");
            }
            Some(HomeLink::Itself)
        }
        Some(path) => tables.path(at, &scope, path, (is_link, "a link")).map(HomeLink::Linked),
        None => None,
    };
    let funds = at.words("fund");
    let places = at.words("place");
    let path = |key: &'static str, wanted| {
        let text = at.text(key)?;
        tables.path(at, &scope, text, wanted)
    };
    let source = EventSource {
        id: at.need_text("id"),
        table,
        time: time(at, tables, &scope)?,
        placed: alternatives(at, tables, &scope, "placed"),
        place: places
            .iter()
            .filter_map(|text| {
                tables.path(at, &scope, text, (is_place, "a place, or a link to one"))
            })
            .collect(),
        fund: funds
            .iter()
            .filter_map(|text| tables.path(at, &scope, text, (is_choice, "a choice")))
            .collect(),
        whole: path("whole", (is_link as fn(&FactSort) -> bool, "a link")),
        tests: tests(at, tables, &scope),
        counts_placeless: at.flag("counts_placeless"),
        home: scope.home.clone(),
    };
    Some((source, scope))
}

pub fn tests<'p>(
    at: &Located,
    tables: &FactTables<'p>,
    scope: &PathScope<'p>,
) -> Vec<EventTest> {
    let words = at.words("where");
    words.iter().filter_map(|text| tables.test(at, scope, text)).collect()
}

fn time<'p>(at: &Located, tables: &FactTables<'p>, scope: &PathScope<'p>) -> Option<EventTime> {
    if at.has("day") {
        return Some(EventTime::Day(alternatives(at, tables, scope, "day")));
    }
    if let Some(year) = at.text("year") {
        let year = tables.path(at, scope, year, (is_number, "a number"))?;
        return Some(EventTime::Year(year));
    }
    if let Some(day) = at.text("passed") {
        return Some(EventTime::Passed(tables.path(at, scope, day, DAY)?));
    }
    let Some(holds) = at.table("holds") else {
        at.fault("one of `day`, `year`, `passed` and `holds` must say when it counts");
        return None;
    };
    holds.allow_keys(&["from", "unknown", "to", "must_end", "revoked"]);
    let day = |key| tables.path(&holds, scope, holds.text(key)?, DAY);
    let may_be_unknown = holds.flag("unknown");
    Some(EventTime::Holds {
        from: day("from").map(|day| HoldFrom { day, may_be_unknown }),
        to: day("to"),
        must_end: holds.flag("must_end"),
        revoked: day("revoked"),
    })
}

/// One path or several, each optionally with a condition (`when`).
fn alternatives<'p>(
    at: &Located,
    tables: &FactTables<'p>,
    scope: &PathScope<'p>,
    key: &'static str,
) -> Alternatives {
    let one = |text: &str| Some((tables.path(at, scope, text, DAY)?, None));
    let mut found = Vec::new();
    for item in at.items(key) {
        match item {
            Ok(text) => found.extend(one(text)),
            Err(item) => {
                item.allow_keys(&["path", "when"]);
                let when = item.need_text("when");
                let path = tables.path(&item, scope, &item.need_text("path"), DAY);
                let when = tables.test(&item, scope, &when);
                found.extend(path.zip(when).map(|(path, when)| (path, Some(when))));
            }
        }
    }
    Alternatives(found)
}

/// Fields of one kind, looked up by their key in the file.
struct KindFields<'a, 'p> {
    at: &'a Located<'a>,
    programme: &'p Programme,
    kind: &'p Kind,
}

impl KindFields<'_, '_> {
    fn no(&self, key: &'static str) -> FieldNo {
        self.field(key).map_or(0, |field| field.no)
    }

    fn field(&self, key: &'static str) -> Option<&Field> {
        let id = self.at.need_text(key);
        let field = self.kind.field_by_id(&id);
        if field.is_none() {
            self.at.fault(format!("`{}` has no field `{id}`", self.kind.id));
        }
        field
    }

    fn column(&self, table: &'static str, key: &'static str) -> (FieldNo, String) {
        let id = self.at.need_text(key);
        let column = self.field(table).and_then(|t| t.columns().iter().find(|c| c.id == id));
        if column.is_none() {
            self.at.fault(format!("`{table}` has no column `{id}`"));
        }
        column.map_or_else(Default::default, |c| (c.no, list_of(c)))
    }

    fn list(&self, key: &'static str) -> String {
        self.field(key).map(list_of).unwrap_or_default()
    }

    /// The kind that a link leads to.
    fn linked(&self, key: &'static str) -> KindNo {
        let kind = match self.field(key).map(|field| &field.ty) {
            Some(Type::Link(kind)) => self.programme.kind_by_id(kind),
            _ => None,
        };
        kind.map_or(0, |kind| kind.no)
    }
}

fn list_of(field: &Field) -> String {
    field.ty.list().unwrap_or_default().to_owned()
}

pub fn pairs(at: &Located, tables: &FactTables) -> Option<PairSpec> {
    at.allow_keys(&[
        "kind",
        "model",
        "project",
        "home",
        "phase",
        "before",
        "period",
        "any_period",
        "from",
        "to",
        "lines",
        "measure",
        "value",
        "value_to",
        "unit",
        "model_project",
        "fund",
        "without_result",
    ]);
    let kind = kind(at, tables.programme)?;
    let own = KindFields { at, programme: tables.programme, kind };
    let (measure, measures) = own.column("lines", "measure");
    let (unit, units) = own.column("lines", "unit");
    let [model, project] = [own.linked("model"), own.linked("project")];
    let fund = at.need_text("fund");
    let step = |kind: KindNo, id: &str, sort: FactSort| {
        let table = tables.table(kind, None);
        let field = tables.programme.kind(kind).and_then(|kind| kind.field_by_id(id));
        if field.is_none() {
            at.fault(format!("what is helped has no field `{id}`"));
        }
        Some(tables.column(table, ValuePlace::Record(field?.no), sort))
    };
    let funds = |kind: KindNo| {
        let kind = tables.programme.kind(kind)?;
        kind.field_by_id(&fund).map(|field| FactSort::Choice(list_of(field)))
    };
    let test = at.need_text("without_result");
    let bit = tables.condition(project, &test);
    if bit.is_none() {
        at.fault(format!("no condition `{test}`"));
    }
    Some(PairSpec {
        kind: kind.no,
        model: own.no("model"),
        project: own.no("project"),
        home: own.no("home"),
        phase: own.no("phase"),
        before: at.need_text("before"),
        period: own.no("period"),
        period_list: own.list("period"),
        any_period: at.need_text("any_period"),
        from: own.no("from"),
        to: own.no("to"),
        lines: own.no("lines"),
        measure,
        measures,
        value: own.column("lines", "value").0,
        value_to: own.column("lines", "value_to").0,
        unit,
        units,
        model_project: step(model, &at.need_text("model_project"), FactSort::Link)?,
        model_fund: step(model, &fund, funds(model)?)?,
        project_fund: step(project, &fund, funds(project)?)?,
        without_result: FactStep { table: tables.table(project, None), at: bit? },
    })
}

const STATED_KEYS: [&str; 7] = ["kind", "indicator", "from", "to", "fund", "province", "value"];

fn stated(own: &KindFields) -> StatedFigureSpec {
    StatedFigureSpec {
        kind: own.kind.no,
        indicator: own.no("indicator"),
        from: own.no("from"),
        to: own.no("to"),
        fund: own.no("fund"),
        funds: own.list("fund"),
        province: own.no("province"),
        value: own.no("value"),
    }
}

pub fn goals(at: &Located, tables: &FactTables) -> Option<GoalSpec> {
    at.allow_keys(&[&STATED_KEYS[..], &["value_to", "verified"]].concat());
    let kind = kind(at, tables.programme)?;
    let own = KindFields { at, programme: tables.programme, kind };
    let (value_to, verified) = (own.no("value_to"), own.no("verified"));
    Some(GoalSpec { figure: stated(&own), value_to, verified })
}

pub fn reported(at: &Located, tables: &FactTables) -> Option<StatedFigureSpec> {
    at.allow_keys(&STATED_KEYS);
    let kind = kind(at, tables.programme)?;
    Some(stated(&KindFields { at, programme: tables.programme, kind }))
}

pub fn priority_places(at: &Located, tables: &FactTables) -> Option<PriorityPlaceSpec> {
    at.allow_keys(&["kind", "commune", "class", "from", "to", "verified"]);
    let kind = kind(at, tables.programme)?;
    let own = KindFields { at, programme: tables.programme, kind };
    Some(PriorityPlaceSpec {
        kind: kind.no,
        commune: own.no("commune"),
        class: own.no("class"),
        classes: own.list("class"),
        from: own.no("from"),
        to: own.no("to"),
        verified: own.no("verified"),
    })
}
