//! Reads a row of the reports with its parts and their terms.

use std::collections::BTreeMap;

use super::super::walk::Located;
use super::path::*;
use super::source;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Label, Programme};

const NUMBER: (fn(&FactSort) -> bool, &str) = (is_number, "a number");
const FIGURE_KEYS: &[&str] = &[
    "id",
    "label",
    "unit",
    "measure",
    "of",
    "base",
    "follow",
    "group",
    "different",
    "least",
    "since",
    "also",
    "where",
    "both",
    "split",
    "repeat",
    "target",
    "under",
];
const UNITS: &str = "figure_unit";

/// An amount before its path is resolved, which each source does for itself.
struct NamedAmount<'a> {
    path: String,
    column: &'a str,
    given: Vec<String>,
}

pub struct FigureLoader<'a, 'p> {
    pub(super) tables: &'a FactTables<'p>,
    programme: &'p Programme,
    pub sources: Vec<(EventSource, PathScope<'p>)>,
    amounts: BTreeMap<String, Vec<NamedAmount<'a>>>,
    /// Terms that several figures share.
    named_terms: BTreeMap<String, Vec<Located<'a>>>,
}

impl<'a, 'p> FigureLoader<'a, 'p> {
    pub fn of(
        roots: &[&Located<'a>],
        tables: &'a FactTables<'p>,
        programme: &'p Programme,
    ) -> FigureLoader<'a, 'p> {
        let mut amounts = BTreeMap::new();
        for at in roots.iter().flat_map(|root| root.tables("amounts")) {
            at.allow_keys(&["id", "add"]);
            let all = at.tables("add").iter().map(amount).collect();
            amounts.insert(at.need_text("id"), all);
        }
        let mut named_terms = BTreeMap::new();
        for at in roots.iter().flat_map(|root| root.tables("terms")) {
            at.allow_keys(&["id", "of"]);
            named_terms.insert(at.need_text("id"), at.tables("of"));
        }
        FigureLoader { tables, programme, sources: Vec::new(), amounts, named_terms }
    }

    pub fn indicator(&self, at: &Located) -> IndicatorSpec {
        at.allow_keys(&[FIGURE_KEYS, &["rule", "part", "chart", "table"]].concat());
        let mut figures = vec![self.figure(at, None, None)];
        let parts = if at.has("part") { at.tables("part") } else { Vec::new() };
        for part in &parts {
            part.allow_keys(FIGURE_KEYS);
            let mut figure = self.figure(part, Some(at), None);
            if let Some(under) = part.text("under") {
                let above = figures
                    .iter()
                    .find(|f: &&FigureSpec| f.key.ends_with(&format!(".{under}")));
                if above.is_none() {
                    part.fault(format!("`under`: no part `{under}` above"));
                }
                figure.above = above.map(|above| above.label.clone());
            }
            let repeat = part.words("repeat");
            let named = |id: &String| {
                let found = parts.iter().find(|other| other.text("id") == Some(id));
                if found.is_none() {
                    part.fault(format!("`repeat`: no part `{id}`"));
                }
                found
            };
            let again = |other: &Located| FigureSpec {
                key: other.need_text("id"),
                ..self.figure(other, Some(at), part.text("split"))
            };
            let repeat = repeat.iter().filter_map(named).map(again).collect();
            figures.push(FigureSpec { repeat, ..figure });
        }
        let table = if at.has("table") { at.tables("table") } else { Vec::new() };
        let table = table.iter().map(|column| tabled(column, &parts)).collect();
        let is_charted = at.has("chart") && at.flag("chart");
        IndicatorSpec { rule: at.need_label("rule"), figures, is_charted, table }
    }

    /// A row, or a part of the row `of`; a part inherits from its row what it does not set.
    fn figure(&self, at: &Located, of: Option<&Located>, split: Option<&str>) -> FigureSpec {
        let row = of.unwrap_or(at);
        let key = match of {
            None => at.need_text("id"),
            Some(row) => match at.text("id") {
                Some(id) => {
                    let row = row.text("id").unwrap_or_default();
                    let under = at.text("under").map(|under| format!("{under}."));
                    format!("{row}.{}{id}", under.unwrap_or_default())
                }
                None => row.text("id").unwrap_or_default().to_owned(),
            },
        };
        let has_own = at.has("of") || at.has("group");
        let made_by = if has_own { at } else { row };
        let splits = match (split, at.has("split")) {
            (Some(split), _) => vec![split.to_owned()],
            (None, true) => at.words("split"),
            (None, false) => Vec::new(),
        };
        let mut lists = Vec::new();
        let terms = self.terms(made_by, "of", &splits, &mut lists);
        let base = self.terms(made_by, "base", &splits, &mut lists);
        let is_split = at.has("split") && split.is_none();
        let (unit, is_money) = self.unit(at, row);
        FigureSpec {
            label: match is_split || of.is_some_and(|_| !at.has("label") && !at.has("id")) {
                true => at.label("label").unwrap_or_default(),
                false => at.need_label("label"),
            },
            above: None,
            unit,
            is_money,
            measure: self.measure(made_by, &terms),
            terms,
            base,
            both_in_total: match made_by.text("both") {
                None => false,
                Some("total") => true,
                Some(other) => {
                    made_by.fault(format!("`both`: `{other}` is not `total`"));
                    false
                }
            },
            split: if splits.is_empty() { None } else { Some(self.split(at, &splits, lists)) },
            repeat: Vec::new(),
            has_target: !at.has("target") || at.flag("target"),
            key,
        }
    }

    fn unit(&self, at: &Located, row: &Located) -> (Label, bool) {
        let at = if at.has("unit") { at } else { row };
        let id = at.need_text("unit");
        let known = self.programme.list(UNITS).and_then(|list| list.choice(&id));
        if known.is_none() {
            at.fault(format!("no unit `{id}`"));
        }
        known.map(|unit| (unit.label.clone(), unit.is_money())).unwrap_or_default()
    }

    fn split(&self, at: &Located, splits: &[String], mut lists: Vec<String>) -> IndicatorSplit {
        match splits {
            [one] if one == "place" => IndicatorSplit::Place,
            [one] if one == "priority" => {
                let class = self.places_list(at);
                IndicatorSplit::Priority(class)
            }
            _ => {
                lists.truncate(splits.len());
                if lists.len() < splits.len() || splits.len() > 2 {
                    at.fault("`split` is one list of choices, or two");
                }
                IndicatorSplit::Choices(lists)
            }
        }
    }

    fn places_list(&self, at: &Located) -> String {
        let kind = self.programme.with_role(crate::programme::role::KindRole::PriorityPlaces);
        let class = kind.and_then(|kind| kind.fields().find_map(|field| field.ty.list()));
        if class.is_none() {
            at.fault("no kind names priority places");
        }
        class.unwrap_or_default().to_owned()
    }

    /// `lists` receives the lists that the first term is split by.
    pub(super) fn terms(
        &self,
        at: &Located,
        key: &'static str,
        splits: &[String],
        lists: &mut Vec<String>,
    ) -> Vec<EventTerm> {
        let mut all = Vec::new();
        for item in if at.has(key) { at.items(key) } else { Vec::new() } {
            match item {
                Err(term) => all.push(term),
                Ok(name) => match self.named_terms.get(name) {
                    Some(named) => all.extend(named.iter().copied()),
                    None => at.fault(format!("no terms `{name}`")),
                },
            }
        }
        let terms = all.iter().filter_map(|term| self.term(term, splits, lists));
        let mut terms: Vec<EventTerm> = terms.collect();
        if key == "of" && at.has("where") {
            for term in &mut terms {
                let Some((_, scope)) = self.sources.get(term.source) else { continue };
                term.tests.extend(source::tests(at, self.tables, scope));
            }
        }
        terms
    }

    pub(super) fn source(
        &self,
        at: &Located,
    ) -> Option<(usize, &(EventSource, PathScope<'p>))> {
        let id = at.need_text("source");
        let found = self.sources.iter().enumerate().find(|(_, (source, _))| source.id == id);
        if found.is_none() {
            at.fault(format!("no source `{id}`"));
        }
        found
    }

    fn term(
        &self,
        at: &Located,
        splits: &[String],
        lists: &mut Vec<String>,
    ) -> Option<EventTerm> {
        at.allow_keys(&["source", "where", "add", "key"]);
        let (source, (_, scope)) = self.source(at)?;
        let adds = if at.has("key") {
            let keys = at.words("key");
            if keys.len() > 2 {
                at.fault("two keys at most tell events apart");
            }
            TermAdds::Distinct(keys.iter().filter_map(|key| self.key(at, scope, key)).collect())
        } else if at.has("add") {
            TermAdds::Amounts(self.amounts(at, scope))
        } else {
            TermAdds::One
        };
        let mut split = Vec::new();
        for path in splits.iter().filter(|path| !["place", "priority"].contains(&&***path)) {
            let (path, sort) = self.tables.any_path(at, scope, path)?;
            match sort {
                FactSort::Choice(list) => lists.push(list),
                _ => at.fault("`split` is no choice of a list"),
            }
            split.push(path);
        }
        let tests = source::tests(at, self.tables, scope);
        Some(EventTerm { source, tests, adds, split })
    }

    fn key(&self, at: &Located, scope: &PathScope<'p>, key: &str) -> Option<EventKey> {
        match key {
            "home" if scope.home.is_some() => Some(EventKey::Home),
            "whole" => Some(EventKey::Whole),
            "record" => Some(EventKey::Record),
            path => {
                let wanted = (is_key as fn(&FactSort) -> bool, "a link or a choice");
                self.tables.path(at, scope, path, wanted).map(EventKey::Value)
            }
        }
    }

    /// Named amounts, or fields that are added directly.
    pub(super) fn amounts(&self, at: &Located, scope: &PathScope<'p>) -> Vec<TermAmount> {
        let mut found = Vec::new();
        for word in at.words("add") {
            let Some(named) = self.amounts.get(&word) else {
                let path = self.tables.path(at, scope, &word, NUMBER);
                found.extend(path.map(|path| TermAmount { path, column: AmountColumn::Fund }));
                continue;
            };
            for amount in named {
                let number = |text: &str| self.tables.path(at, scope, text, NUMBER);
                let Some(path) = number(&amount.path) else { continue };
                let column = match amount.column {
                    "national" => AmountColumn::National,
                    "local" => AmountColumn::Local,
                    "total" => AmountColumn::Total,
                    "support" => {
                        let given = amount.given.iter().map(|text| number(text));
                        let given: Option<Vec<FactPath>> = given.collect();
                        AmountColumn::Support(given.and_then(|paths| paths.try_into().ok()))
                    }
                    other => {
                        at.fault(format!("`column`: no column `{other}`"));
                        AmountColumn::Fund
                    }
                };
                found.push(TermAmount { path, column });
            }
        }
        found
    }
}

fn tabled(at: &Located, parts: &[Located]) -> TabledColumn {
    at.allow_keys(&["part", "fund"]);
    let part = at.text("part").map(str::to_owned);
    if let Some(part) = &part
        && !parts.iter().any(|other| other.text("id") == Some(part))
    {
        at.fault(format!("`part`: no part `{part}`"));
    }
    let fund = match at.text("fund") {
        None => None,
        Some("national") => Some(Fund::National),
        Some("local") => Some(Fund::Local),
        Some(other) => {
            at.fault(format!("`fund`: `{other}` is neither `national` nor `local`"));
            None
        }
    };
    TabledColumn { part, fund }
}

fn amount<'a>(at: &Located<'a>) -> NamedAmount<'a> {
    at.allow_keys(&["path", "column", "given"]);
    NamedAmount {
        path: at.need_text("path"),
        column: at.text("column").unwrap_or_default(),
        given: at.words("given"),
    }
}
