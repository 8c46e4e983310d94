//! One rule of a field: its level, its conditions, and its one test.
//!
//! `le`, `lt`, `ge`, `gt`, `eq` compare with a field (`"total"`), a field of the record around
//! the row (`"outer.start"`), a number, the sum of fields (a list), or a linked record's field
//! (`{ link = "project", field = "total" }`); the other tests have a key of their own.

use super::condition::FieldScope;
use super::tree::TreeValue;
use super::walk::Located;
use crate::programme::spec::{Cmp, Level, Linked, Rule, Test};
use crate::record::{Date, Decimal, FieldNo};

const HEAD: &[&str] = &["level", "when", "text", "own"];
const TESTS: &[&str] = &[
    "le",
    "lt",
    "ge",
    "gt",
    "eq",
    "is",
    "empty",
    "older_than",
    "unique",
    "days_after",
    "not_after",
    "linked_is",
    "rows_unique",
    "rows_rising",
    "rows_sum",
    "rows_forward",
    "rows_shared",
    "named",
];

pub fn rule(at: &Located, scope: &FieldScope) -> Rule {
    at.allow_keys(&[HEAD, TESTS].concat());
    let tests: Vec<&'static str> = TESTS.iter().copied().filter(|t| at.has(t)).collect();
    if tests.len() != 1 {
        at.fault(format!("a rule has one test, this has {}", tests.len()));
    }
    Rule {
        level: level(at),
        when: scope.conditions(at, "when"),
        test: tests.first().map_or(Test::Empty, |key| test(at, scope, key)),
        text: at.label("text"),
    }
}

fn level(at: &Located) -> Level {
    match at.need_text("level").as_str() {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => {
            at.fault("`level` is `error` or `warning`");
            Level::Warning
        }
    }
}

fn test(at: &Located, scope: &FieldScope, key: &'static str) -> Test {
    if let Some(cmp) = cmp(key) {
        return compare(at, scope, key, cmp);
    }
    match key {
        "is" => Test::Is(own_values(at, scope)),
        "empty" => Test::Empty,
        "older_than" => Test::OlderThan(at.need_number("older_than")),
        "unique" if at.get(key).is_some_and(|of| of.as_array().is_some()) => {
            Test::Unique(scope.siblings_of(at, key))
        }
        "unique" => Test::Unique(Vec::new()),
        "rows_unique" => Test::RowsUnique(columns(at, scope, "rows_unique")),
        "rows_rising" => Test::RowsRising(scope.own_column(at, &at.need_text("rows_rising"))),
        "named" => Test::Named(at.need_text("named")),
        _ => at.table(key).map_or(Test::Empty, |inner| nested(&inner, scope, key)),
    }
}

fn cmp(key: &str) -> Option<Cmp> {
    match key {
        "le" => Some(Cmp::Le),
        "lt" => Some(Cmp::Lt),
        "ge" => Some(Cmp::Ge),
        "gt" => Some(Cmp::Gt),
        "eq" => Some(Cmp::Eq),
        _ => None,
    }
}

fn compare(at: &Located, scope: &FieldScope, key: &'static str, cmp: Cmp) -> Test {
    match at.get(key) {
        Some(TreeValue::Integer(n)) => Test::Against(cmp, n.saturating_mul(Decimal::ONE)),
        Some(TreeValue::Array(_)) => Test::CompareSum(cmp, scope.siblings_of(at, key)),
        Some(TreeValue::Table(_)) => {
            let own = scope.sibling(at, at.text("own").unwrap_or(scope.own.id));
            let linked = at.table(key).map(|inner| linked(&inner, scope, &[]));
            linked.map_or(Test::Empty, |linked| Test::CompareLinked { own, cmp, linked })
        }
        _ => match at.need_text(key).split_once('.') {
            Some(("outer", id)) => Test::CompareOuter(cmp, scope.of_record(at, id)),
            _ => Test::Compare(cmp, scope.sibling(at, &at.need_text(key))),
        },
    }
}

fn linked(at: &Located, scope: &FieldScope, more: &[&str]) -> Linked {
    at.allow_keys(&[&["link", "field", "column"], more].concat());
    scope.linked(at)
}

fn own_values(at: &Located, scope: &FieldScope) -> Vec<String> {
    let is = at.words("is");
    let list = scope.own.of();
    let yesno = |word: &str| scope.own.ty == "yesno" && matches!(word, "true" | "false");
    for word in is.iter().filter(|word| !yesno(word) && !scope.choice(list, word)) {
        at.fault(format!("`{word}` is no answer to `{}`", scope.own.id));
    }
    is
}

fn columns(at: &Located, scope: &FieldScope, key: &str) -> Vec<FieldNo> {
    at.words(key).iter().map(|id| scope.own_column(at, id)).collect()
}

fn nested(at: &Located, scope: &FieldScope, key: &str) -> Test {
    match key {
        "days_after" => days_after(at, scope),
        "not_after" => {
            at.allow_keys(&["year", "plus", "month", "day"]);
            Test::NotAfter {
                year: scope.sibling(at, &at.need_text("year")),
                plus: at.number("plus").unwrap_or_default(),
                month: at.need_number("month"),
                day: at.need_number("day"),
            }
        }
        "linked_is" => linked_is(at, scope),
        "rows_sum" => rows_sum(at, scope),
        "rows_forward" => {
            at.allow_keys(&["column", "reason", "free", "free_when"]);
            Test::RowsForward {
                column: scope.own_column(at, &at.need_text("column")),
                reason: scope.own_column(at, &at.need_text("reason")),
                free: at.words("free"),
                free_when: scope.conditions(at, "free_when"),
            }
        }
        _ => {
            at.allow_keys(&["column", "with"]);
            Test::RowsShared {
                column: scope.own_column(at, &at.need_text("column")),
                with: scope.siblings_of(at, "with"),
            }
        }
    }
}

fn days_after(at: &Located, scope: &FieldScope) -> Test {
    at.allow_keys(&["field", "le", "lt", "ge", "gt", "eq"]);
    let field = scope.sibling(at, &at.need_text("field"));
    let (cmp, days) =
        comparison(at).map_or((Cmp::Ge, 0), |(cmp, key)| (cmp, at.need_number(key)));
    Test::DaysAfter(cmp, field, days)
}

fn rows_sum(at: &Located, scope: &FieldScope) -> Test {
    at.allow_keys(&["column", "percent", "le", "lt", "ge", "gt", "eq"]);
    let (cmp, key) = comparison(at).unwrap_or((Cmp::Le, "le"));
    Test::RowsSum {
        column: scope.own_column(at, &at.need_text("column")),
        cmp,
        percent: at.integer("percent").unwrap_or(100),
        fields: scope.siblings_of(at, key),
    }
}

fn comparison(at: &Located) -> Option<(Cmp, &'static str)> {
    let found = ["le", "lt", "ge", "gt", "eq"].into_iter().find(|key| at.has(key));
    if found.is_none() {
        at.fault("no comparison (le, lt, ge, gt, eq)");
    }
    found.and_then(|key| Some((cmp(key)?, key)))
}

fn linked_is(at: &Located, scope: &FieldScope) -> Test {
    let linked = linked(at, scope, &["is", "since"]);
    let since = at.table("since").map(|since| {
        since.allow_keys(&["field", "day"]);
        (scope.of_record(&since, &since.need_text("field")), day(&since))
    });
    Test::LinkedIs { linked, is: at.words("is"), since }
}

fn day(at: &Located) -> Date {
    at.get("day").and_then(TreeValue::as_day).unwrap_or_else(|| {
        at.fault("`day` must be a day like 2025-10-15");
        Date { year: 1900, month: 1, day: 1 }
    })
}
