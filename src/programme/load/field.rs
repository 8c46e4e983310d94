//! One field of a kind, or one column of a table.

use super::condition::FieldScope;
use super::names::inside;
use super::rule::rule;
use super::walk::Located;
use crate::programme::spec::{
    Bound, Carry, Compute, Computed, Field, Merge, Narrow, Personal, Required, Type,
};
use crate::record::Decimal;

const KEYS: &[&str] = &[
    "no",
    "id",
    "type",
    "unit",
    "label",
    "short",
    "help",
    "required",
    "required_any",
    "when",
    "default",
    "writers",
    "carry",
    "personal",
    "min",
    "max",
    "ahead",
    "max_len",
    "narrow",
    "computed",
    "internal",
    "merge",
    "rule",
    "column",
];

pub fn field(at: &Located, scope: &FieldScope) -> Field {
    at.allow_keys(KEYS);
    let ty = ty(at, scope);
    let behaviour = ty.behaviour();
    let (least, greatest) = behaviour.bounds(at.flag("ahead"));
    Field {
        no: at.need_number("no"),
        id: at.need_text("id"),
        unit: at.label("unit"),
        label: at.need_label("label"),
        short: at.label("short"),
        help: at.need_label("help"),
        required: required(at, scope),
        when: scope.conditions(at, "when"),
        default: default(at, scope),
        headquarters: headquarters(at),
        carry: carry(at, scope),
        personal: personal(at, scope),
        min: bound(at, "min").or(least),
        max: bound(at, "max").or(greatest),
        max_len: at.number("max_len").unwrap_or_else(|| behaviour.max_len()),
        narrow: at.table("narrow").map(|n| {
            n.allow_keys(&["field", "fact"]);
            Narrow {
                field: scope.sibling(&n, &n.need_text("field")),
                fact: n.need_text("fact"),
            }
        }),
        computed: at.table("computed").map(|c| computed(&c, scope)),
        internal: at.flag("internal"),
        merge: merge(at, &ty),
        rules: at.tables("rule").iter().map(|r| rule(r, scope)).collect(),
        ty,
    }
}

fn merge(at: &Located, ty: &Type) -> Merge {
    let usual = ty.behaviour().merge();
    match at.text("merge") {
        None => usual,
        Some("identity") => Merge::Identity,
        Some("set") if usual == Merge::Set => Merge::Set,
        Some("text") if ty.is_text() => Merge::Text,
        Some("decision") => Merge::Decision,
        Some("last") => Merge::Last,
        Some(_) => {
            at.fault(
                "`merge` is `identity`, `set`, `text`, `decision` or `last`, as the type bears",
            );
            usual
        }
    }
}

fn ty(at: &Located, scope: &FieldScope) -> Type {
    let name = at.need_text("type");
    let (name, of) = inside(&name).map_or((name.as_str(), ""), |pair| pair);
    if matches!(name, "choice" | "many") && !scope.lists.iter().any(|l| l.id == of) {
        at.fault(format!("no choice list `{of}`"));
    }
    if matches!(name, "choice" | "many" | "link" | "links") == of.is_empty() {
        at.fault(format!("type `{name}` with `({of})`"));
    }
    if at.has("column") && name != "lines" {
        at.fault("only `lines` have columns");
    }
    match Type::by_name(name) {
        Some(Type::Choice(_)) => Type::Choice(of.to_owned()),
        Some(Type::Many(_)) => Type::Many(of.to_owned()),
        Some(Type::Link(_)) => Type::Link(of.to_owned()),
        Some(Type::Links(_)) => Type::Links(of.to_owned()),
        Some(Type::Lines(_)) => Type::Lines(columns(at, scope)),
        Some(ty) => ty,
        None => {
            at.fault(format!("no type `{name}`"));
            Type::Text
        }
    }
}

fn columns(at: &Located, scope: &FieldScope) -> Vec<Field> {
    if scope.in_column() {
        at.fault("a table inside a table");
        return Vec::new();
    }
    if !at.has("column") {
        at.fault("`lines` without a column");
    }
    let siblings = &scope.own.columns;
    let columns = at.tables("column");
    columns
        .iter()
        .zip(siblings)
        .map(|(column, own)| field(column, &FieldScope { siblings, own, ..*scope }))
        .collect()
}

fn required(at: &Located, scope: &FieldScope) -> Required {
    if at.has("required_any") {
        return Required::WhenAny(scope.conditions(at, "required_any"));
    }
    match at.get("required") {
        None => Required::No,
        Some(v) if v.is_bool() => {
            if at.flag("required") {
                Required::Always
            } else {
                Required::No
            }
        }
        Some(v) if v.as_str().is_some() => Required::Named(at.need_text("required")),
        Some(_) => Required::When(scope.conditions(at, "required")),
    }
}

fn personal(at: &Located, scope: &FieldScope) -> Personal {
    match at.get("personal") {
        None => Personal::No,
        Some(v) if v.is_bool() => {
            if at.flag("personal") {
                Personal::Always
            } else {
                Personal::No
            }
        }
        Some(v) if v.as_str().is_some() => Personal::Named(at.need_text("personal")),
        Some(_) => Personal::When(scope.conditions(at, "personal")),
    }
}

fn default(at: &Located, scope: &FieldScope) -> Option<String> {
    let words = at.words("default");
    let word = words.first()?;
    let parts: Vec<&str> = word.split(' ').collect();
    match parts.as_slice() {
        ["link", link, id] => {
            let kind = super::names::find(scope.siblings, link).and_then(|f| f.links_to());
            if kind.and_then(|k| scope.names.kind(k)).and_then(|k| k.field(id)).is_none() {
                at.fault(format!("`default`: no field `{id}` behind a link `{link}`"));
            }
        }
        ["outer", id] if scope.in_column() => {
            scope.of_record(at, id);
        }
        [_] => {}
        _ => at.fault(format!("`default`: cannot read `{word}`")),
    }
    Some(word.clone())
}

fn headquarters(at: &Located) -> bool {
    match at.text("writers") {
        None => false,
        Some("headquarters") => true,
        Some(_) => {
            at.fault("`writers` of a question is `headquarters`, or as of its kind");
            false
        }
    }
}

fn carry(at: &Located, scope: &FieldScope) -> Option<Carry> {
    match at.get("carry")? {
        v if v.is_bool() => at.flag("carry").then_some(Carry { from_establishment: None }),
        _ => {
            let id = at.need_text("carry");
            if scope.names.home().and_then(|home| home.field(&id)).is_none() {
                at.fault(format!("`carry`: the home kind has no field `{id}`"));
            }
            Some(Carry { from_establishment: Some(id) })
        }
    }
}

/// A whole number, `today`, `today+30`, `year`, `year+2`.
fn bound(at: &Located, key: &str) -> Option<Bound> {
    let value = at.get(key)?;
    if value.as_integer().is_some() {
        return at.integer(key)?.checked_mul(Decimal::ONE).map(Bound::Number);
    }
    let text = at.text(key)?;
    let plus = |rest: &str| if rest.is_empty() { Some(0) } else { rest.parse::<i32>().ok() };
    let bound = if let Some(rest) = text.strip_prefix("today") {
        plus(rest).map(Bound::Today)
    } else {
        text.strip_prefix("year").and_then(plus).map(Bound::Year)
    };
    if bound.is_none() {
        at.fault(format!("`{key}`: cannot read `{text}`"));
    }
    bound
}

fn computed(at: &Located, scope: &FieldScope) -> Computed {
    at.allow_keys(&["sum", "last", "with", "percent", "of", "named", "overridable"]);
    let how = if at.has("sum") {
        Compute::Sum(scope.siblings_of(at, "sum"))
    } else if let Some(last) = at.text("last") {
        last_row(at, scope, last)
    } else if let (Some(part), Some(of)) = (at.text("percent"), at.table("of")) {
        of.allow_keys(&["link", "field", "column"]);
        Compute::Percent(scope.sibling(at, part), scope.linked(&of))
    } else {
        Compute::Named(at.need_text("named"))
    };
    Computed { how, overridable: at.flag("overridable") }
}

/// The last row of a table, or the last one with the choice `with` in one of its columns.
fn last_row(at: &Located, scope: &FieldScope, last: &str) -> Compute {
    let found = || {
        let (table, column) = last.split_once('.')?;
        let table = scope.kind.field(table)?;
        let no = |id: &str| super::names::find(&table.columns, id).map(|column| column.no);
        let column = no(column)?;
        let Some(with) = at.table("with") else {
            return Some(Compute::LastRow(table.no, column));
        };
        with.allow_keys(&["column", "is"]);
        let at = no(&with.need_text("column"))?;
        Some(Compute::LastRowWith { table: table.no, column, at, is: with.need_text("is") })
    };
    found().unwrap_or_else(|| {
        at.fault(format!("`last`: no column `{last}`"));
        Compute::Sum(Vec::new())
    })
}
