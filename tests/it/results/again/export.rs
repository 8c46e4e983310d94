//! The rows that `list` exports, and the sets of them that the figures are computed from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::kit::home::printed;

pub(super) type Row = Map<String, Json>;

pub(super) struct Export {
    pub(super) kinds: BTreeMap<&'static str, Vec<Row>>,
    pub(super) from: String,
    pub(super) to: String,
}

const KINDS: [&str; 16] = [
    "establishment",
    "visit",
    "project",
    "training",
    "employment",
    "product",
    "honour",
    "fair",
    "model",
    "measurement",
    "value_chain",
    "coordinated_support",
    "intl_lead",
    "task",
    "event",
    "selection_round",
];

pub(super) fn export(folder: &Path) -> BTreeMap<&'static str, Vec<Row>> {
    let rows = |kind: &str| -> Vec<Row> {
        let lines = printed(&["list", kind, "--format", "json"], folder);
        let all = lines.lines().map(|line| serde_json::from_str::<Row>(line).unwrap());
        all.filter(|row| row.get("incomplete").is_none()).collect()
    };
    KINDS.into_iter().map(|kind| (kind, rows(kind))).collect()
}

pub(super) fn text<'a>(row: &'a Row, field: &str) -> &'a str {
    row.get(field).and_then(Json::as_str).unwrap_or_default()
}

/// The day on which the figures are computed
pub(super) const TODAY: &str = "2026-11-23";

pub(super) fn int(row: &Row, field: &str) -> i64 {
    row.get(field).and_then(Json::as_i64).unwrap_or_default()
}

pub(super) fn lines<'a>(row: &'a Row, field: &str) -> Vec<&'a Row> {
    let rows = row.get(field).and_then(Json::as_array);
    rows.into_iter().flatten().filter_map(Json::as_object).collect()
}

impl Export {
    pub(super) fn all(&self, kind: &str) -> &[Row] {
        &self.kinds[kind]
    }

    /// The rows with a day in the period.
    pub(super) fn dated<'a>(
        &'a self,
        kind: &str,
        day: &'a str,
    ) -> impl Iterator<Item = &'a Row> {
        self.all(kind).iter().filter(move |row| self.within(text(row, day)))
    }

    /// Days as text, which sorts like days. Days in the future do not count.
    pub(super) fn within(&self, day: &str) -> bool {
        !day.is_empty() && *self.from <= *day && *day <= *self.to && day <= TODAY
    }

    /// Đề án that are results: not refused, not stopped, and accepted if they were inspected.
    pub(super) fn reached(&self) -> impl Iterator<Item = &Row> {
        let passed = |row: &&Row| {
            !["khong_duyet", "ngung"].contains(&text(row, "stage"))
                && ["", "dat", "dat_mot_phan"].contains(&text(row, "acceptance"))
        };
        self.all("project").iter().filter(passed)
    }

    pub(super) fn models(&self) -> impl Iterator<Item = &Row> {
        let stopped = |row: &Row| {
            let own = |project: &&Row| text(project, "id") == text(row, "project");
            self.all("project").iter().find(own).is_some_and(|project| {
                text(project, "acceptance") == "khong_dat"
                    || ["khong_duyet", "ngung"].contains(&text(project, "stage"))
            })
        };
        self.dated("model", "accepted").filter(move |row| !stopped(row))
    }

    pub(super) fn sum(&self, kind: &str, day: &str, field: &str) -> f64 {
        self.dated(kind, day).map(|row| int(row, field)).sum::<i64>() as f64
    }

    /// Establishment and activities of beneficiaries accepted in the period.
    pub(super) fn helped(&self) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for project in self.reached() {
            for row in lines(project, "beneficiaries") {
                let own = text(row, "accepted");
                let day = if own.is_empty() { text(project, "accepted") } else { own };
                if self.within(day) {
                    let others = project.get("other_kinds").and_then(Json::as_array);
                    let others = others.into_iter().flatten().filter_map(Json::as_str);
                    let kinds = std::iter::once(text(project, "kind")).chain(others);
                    let kinds = kinds.map(str::to_owned).collect();
                    found.push((text(row, "establishment").to_owned(), kinds));
                }
            }
        }
        found
    }

    pub(super) fn employed(&self) -> Option<f64> {
        let (mut part, mut base) = (0, 0);
        for class in self.dated("training", "cert_date") {
            let mut own: Vec<&Row> = self
                .all("employment")
                .iter()
                .filter(|row| text(row, "training") == text(class, "id"))
                .collect();
            own.sort_by_key(|row| (text(row, "date"), text(row, "id")));
            if let Some(last) = own.last() {
                part += int(last, "employed_here")
                    + int(last, "employed_else")
                    + int(last, "self_employed");
                base += int(class, "certified");
            }
        }
        (base > 0).then(|| part as f64 * 100.0 / base as f64)
    }

    /// The rows of the period, and their rows of further establishments.
    pub(super) fn taking_part<'a>(
        &'a self,
        kind: &'a str,
        day: &'a str,
    ) -> impl Iterator<Item = &'a Row> {
        let further = if kind == "fair" { "sharers" } else { "others" };
        self.dated(kind, day)
            .flat_map(move |row| std::iter::once(row).chain(lines(row, further)))
    }

    pub(super) fn supported(&self) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = self.helped().into_iter().map(|one| one.0).collect();
        all.extend(self.models().map(|row| text(row, "establishment").to_owned()));
        for (kind, day) in [("training", "cert_date"), ("fair", "date_to")] {
            all.extend(
                self.taking_part(kind, day).map(|row| text(row, "establishment").to_owned()),
            );
        }
        let granted = self.dated("coordinated_support", "decided_date");
        let granted = granted.filter(|row| text(row, "state") == "duoc_duyet");
        all.extend(granted.map(|row| text(row, "establishment").to_owned()));
        all
    }

    /// The change of electricity, over the models and đề án that measured it.
    pub(super) fn electricity(&self) -> Option<f64> {
        let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in self.all("measurement") {
            let key = match text(row, "model") {
                "" => format!("{} {}", text(row, "project"), text(row, "establishment")),
                model => model.to_owned(),
            };
            groups.entry(key).or_default().push(row);
        }
        let (mut before, mut after) = (0.0, 0.0);
        for mut own in groups.into_values() {
            own.sort_by_key(|row| (text(row, "period_to"), text(row, "id")));
            let was = own.iter().rfind(|row| text(row, "phase") == "truoc");
            let is = own.iter().rfind(|row| {
                text(row, "phase") != "truoc" && self.within(text(row, "period_to"))
            });
            let (Some(was), Some(is)) = (was, is) else { continue };
            if text(was, "period_kind") != text(is, "period_kind") {
                continue;
            }
            let figure = |row: &Row| {
                let lines = lines(row, "lines").into_iter();
                let mut own = lines.filter(|l| text(l, "indicator") == "dien");
                own.next().map(|line| text(line, "value").parse::<f64>().unwrap())
            };
            if let (Some(was), Some(is)) = (figure(was), figure(is)) {
                before += was;
                after += is;
            }
        }
        (before > 0.0).then(|| (after - before) * 100.0 / before)
    }
}
