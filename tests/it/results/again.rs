//! The figures computed a second time, independently: from the lines that `list` exports, without
//! any code of the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value as Json};
use sotay::record::Period;
use sotay::text::format::iso;

use crate::kit::home::{Home, printed};
use crate::kit::notebook::Notebook;

type Row = Map<String, Json>;

struct Export {
    kinds: BTreeMap<&'static str, Vec<Row>>,
    from: String,
    to: String,
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

fn export(folder: &Path) -> BTreeMap<&'static str, Vec<Row>> {
    let rows = |kind: &str| -> Vec<Row> {
        let lines = printed(&["list", kind, "--format", "json"], folder);
        let all = lines.lines().map(|line| serde_json::from_str::<Row>(line).unwrap());
        all.filter(|row| row.get("incomplete").is_none()).collect()
    };
    KINDS.into_iter().map(|kind| (kind, rows(kind))).collect()
}

fn text<'a>(row: &'a Row, field: &str) -> &'a str {
    row.get(field).and_then(Json::as_str).unwrap_or_default()
}

/// The day on which the figures are computed
const TODAY: &str = "2026-11-23";

fn int(row: &Row, field: &str) -> i64 {
    row.get(field).and_then(Json::as_i64).unwrap_or_default()
}

fn lines<'a>(row: &'a Row, field: &str) -> Vec<&'a Row> {
    let rows = row.get(field).and_then(Json::as_array);
    rows.into_iter().flatten().filter_map(Json::as_object).collect()
}

impl Export {
    fn all(&self, kind: &str) -> &[Row] {
        &self.kinds[kind]
    }

    /// The rows with a day in the period.
    fn dated<'a>(&'a self, kind: &str, day: &'a str) -> impl Iterator<Item = &'a Row> {
        self.all(kind).iter().filter(move |row| self.within(text(row, day)))
    }

    /// Days as text, which sorts like days. Days in the future do not count.
    fn within(&self, day: &str) -> bool {
        !day.is_empty() && *self.from <= *day && *day <= *self.to && day <= TODAY
    }

    /// Đề án that are results: not refused, not stopped, and accepted if they were inspected.
    fn reached(&self) -> impl Iterator<Item = &Row> {
        let passed = |row: &&Row| {
            !["khong_duyet", "ngung"].contains(&text(row, "stage"))
                && ["", "dat", "dat_mot_phan"].contains(&text(row, "acceptance"))
        };
        self.all("project").iter().filter(passed)
    }

    fn models(&self) -> impl Iterator<Item = &Row> {
        let stopped = |row: &Row| {
            let own = |project: &&Row| text(project, "id") == text(row, "project");
            self.all("project").iter().find(own).is_some_and(|project| {
                text(project, "acceptance") == "khong_dat"
                    || ["khong_duyet", "ngung"].contains(&text(project, "stage"))
            })
        };
        self.dated("model", "accepted").filter(move |row| !stopped(row))
    }

    fn sum(&self, kind: &str, day: &str, field: &str) -> f64 {
        self.dated(kind, day).map(|row| int(row, field)).sum::<i64>() as f64
    }

    /// Establishment and activities of beneficiaries accepted in the period.
    fn helped(&self) -> Vec<(String, Vec<String>)> {
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

    fn employed(&self) -> Option<f64> {
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
    fn taking_part<'a>(&'a self, kind: &'a str, day: &'a str) -> impl Iterator<Item = &'a Row> {
        let further = if kind == "fair" { "sharers" } else { "others" };
        self.dated(kind, day)
            .flat_map(move |row| std::iter::once(row).chain(lines(row, further)))
    }

    fn supported(&self) -> BTreeSet<String> {
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
    fn electricity(&self) -> Option<f64> {
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

    /// Rows of the tasks: chains by volume and value, copies by cohort, support in total.
    fn depth(&self) -> Vec<(&'static str, Option<f64>)> {
        let count = |n: usize| Some(n as f64);
        let holds = |row: &&Row| {
            let (from, to) = (text(row, "date_from"), text(row, "date_to"));
            let last = self.to.as_str().min(TODAY);
            let begun = if from.is_empty() { last == TODAY } else { *from <= *last };
            begun && (to.is_empty() || *last <= *to)
        };
        let links: Vec<&Row> = self.all("value_chain").iter().filter(holds).collect();
        let of_links =
            |field| Some(links.iter().map(|row| int(row, field)).sum::<i64>() as f64);
        let makers: BTreeSet<&str> =
            links.iter().map(|row| text(row, "establishment")).collect();
        let supported = self.supported();
        let are = |field: &str| {
            let yes = |row: &&Row| {
                supported.contains(text(row, "id"))
                    && row.get(field).and_then(Json::as_bool) == Some(true)
            };
            Some(self.all("establishment").iter().filter(yes).count() as f64)
        };
        let cohort = self.models().map(|row| lines(row, "replications").len()).sum();
        let invested = self.all("model").iter().flat_map(|row| lines(row, "replications"));
        let invested = invested.filter(|row| self.within(text(row, "date")));
        let day = |text: &str| {
            let parts: Vec<i64> = text.split('-').map(|n| n.parse().unwrap()).collect();
            // days since an early date: years from March to February, as for calculating by hand
            let (year, month) = (parts[0] - i64::from(parts[1] < 3), (parts[1] + 9) % 12);
            365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2]
        };
        let granted: Vec<&Row> = self
            .dated("coordinated_support", "decided_date")
            .filter(|row| text(row, "state") == "duoc_duyet")
            .collect();
        let waited = granted
            .iter()
            .map(|row| day(text(row, "decided_date")) - day(text(row, "asked_date")))
            .sum::<i64>();
        let ever: BTreeSet<&str> = self
            .all("coordinated_support")
            .iter()
            .filter(|row| text(row, "state") == "duoc_duyet")
            .filter(|row| *text(row, "decided_date") <= *self.to.as_str().min(TODAY))
            .map(|row| text(row, "establishment"))
            .collect();
        let helped: BTreeSet<String> = self.helped().into_iter().map(|one| one.0).collect();
        let both = helped.iter().filter(|id| ever.contains(id.as_str())).count();
        let honoured: BTreeSet<&str> =
            self.dated("honour", "decision_date").map(|row| text(row, "product")).collect();
        let products = self.all("product").iter();
        let products = products.filter(|row| honoured.contains(text(row, "id")));
        let honoured: BTreeSet<&str> = products.map(|row| text(row, "establishment")).collect();
        let share =
            |part: usize, base: usize| (base > 0).then(|| part as f64 * 100.0 / base as f64);
        vec![
            ("I1.classes", count(self.dated("training", "cert_date").count())),
            ("I3.booths", Some(self.sum("fair", "date_to", "booths"))),
            ("I3.orders", Some(self.sum("fair", "date_to", "orders_value"))),
            ("I6.establishments", count(honoured.len())),
            ("I6.prize", Some(self.sum("honour", "decision_date", "prize"))),
            ("T1.owner_female", are("owner_female")),
            ("T1.owner_ethnic", are("owner_ethnic")),
            ("T1.craft_village", are("craft_village")),
            ("T1.base", count(self.all("establishment").len())),
            ("T2.cohort", count(cohort)),
            ("T2.invested", Some(invested.map(|row| int(row, "invested")).sum::<i64>() as f64)),
            ("T3.value", of_links("value")),
            ("T3.farmers", of_links("farmers")),
            ("T3.establishments", count(makers.len())),
            ("T4.days", (!granted.is_empty()).then(|| waited as f64 / granted.len() as f64)),
            ("T4.together", share(both, helped.len())),
        ]
    }

    /// What the programme organises, leads from their first contact, shares of the plan.
    fn organised(&self) -> Vec<(&'static str, Option<f64>)> {
        let count = |n: usize| Some(n as f64);
        let share = |part: f64, base: f64| (base > 0.0).then(|| part * 100.0 / base);
        let makers: BTreeSet<&str> = self
            .taking_part("training", "cert_date")
            .map(|row| text(row, "establishment"))
            .collect();
        let groups: Vec<&Row> = self
            .dated("selection_round", "decision_date")
            .flat_map(|row| lines(row, "groups"))
            .collect();
        let of_groups = |field| groups.iter().map(|row| int(row, field)).sum::<i64>() as f64;
        let fairs = self.dated("event", "date_to").filter(|row| text(row, "sort") == "hoi_cho");
        let booths = fairs.map(|row| int(row, "booths")).sum::<i64>() as f64;
        let mut chains: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in self.all("value_chain") {
            let (from, to) = (text(row, "date_from"), text(row, "date_to"));
            let last = self.to.as_str().min(TODAY);
            let begun = if from.is_empty() { last == TODAY } else { *from <= *last };
            if begun && (to.is_empty() || *last <= *to) {
                chains
                    .entry(text(row, "establishment"))
                    .or_default()
                    .insert(text(row, "direction"));
            }
        }
        let contact = |row: &&Row| {
            let first = lines(row, "stages").first().map(|step| text(step, "date").to_owned());
            first.is_some_and(|day| self.within(&day))
        };
        let begun: Vec<&Row> = self.all("intl_lead").iter().filter(contact).collect();
        let agreed = begun.iter().filter(|row| !text(row, "agreed_date").is_empty()).count();
        let supported = self.supported().len() as f64;
        let plan: Vec<&Row> = {
            let years = [&self.from, &self.to].map(|day| day[..4].parse::<i64>().unwrap());
            let own = |row: &&Row| {
                (years[0]..=years[1]).contains(&int(row, "plan_year"))
                    && text(row, "stage") != "khong_duyet"
            };
            self.all("project").iter().filter(own).collect()
        };
        let reached: BTreeSet<&str> = self.reached().map(|row| text(row, "id")).collect();
        let accepted = plan.iter().filter(|row| {
            !text(row, "accepted").is_empty() && reached.contains(text(row, "id"))
        });
        let support = |rows: Vec<&&Row>| {
            rows.iter().map(|row| int(row, "approved_support")).sum::<i64>() as f64
        };
        vec![
            ("I1.establishments", count(makers.len())),
            ("I3.events", count(self.dated("event", "date_to").count())),
            ("I3.event_booths", Some(booths)),
            ("I3.event_sales", Some(self.sum("event", "date_to", "sales"))),
            ("I6.entered", Some(of_groups("entered"))),
            ("I6.recognised_share", share(of_groups("recognised"), of_groups("entered"))),
            (
                "I10.accepted",
                share(support(accepted.collect()), support(plan.iter().collect())),
            ),
            ("T1.share", share(supported, self.all("establishment").len() as f64)),
            ("T3.full", count(chains.values().filter(|all| all.len() == 3).count())),
            ("T5.begun", count(begun.len())),
            ("T5.begun.to_agreement", share(agreed as f64, begun.len() as f64)),
            ("T5.came_money", Some(self.sum("intl_lead", "came_date", "came_money"))),
        ]
    }

    fn figures(&self) -> Vec<(&'static str, Option<f64>)> {
        let count = |n: usize| Some(n as f64);
        let machinery = ["ung_dung_may_moc", "day_chuyen_cong_nghe", "chuyen_giao_cong_nghe"];
        let machines = self.helped().into_iter();
        let machines = machines.filter(|one| one.1.iter().any(|k| machinery.contains(&&**k)));
        let machines: BTreeSet<String> = machines.map(|one| one.0).collect();
        let honours: BTreeSet<_> = self
            .dated("honour", "decision_date")
            .map(|row| (text(row, "product"), text(row, "level")))
            .collect();
        let in_force = self.all("honour").iter().filter(|row| {
            let revoked = text(row, "revoked");
            let last = self.to.as_str().min(TODAY);
            text(row, "decision_date") <= last
                && last <= text(row, "valid_to")
                && (revoked.is_empty() || last < revoked)
        });
        let fund = ["fund_national", "fund_local", "own_capital", "loan", "other_funds"];
        let accepted = self.reached().filter(|row| self.within(text(row, "accepted")));
        let money = accepted.flat_map(|row| fund.map(|field| int(row, field)));
        let accepted = || self.reached().filter(|row| self.within(text(row, "accepted")));
        let projects = accepted().count();
        let beneficiaries: BTreeSet<&str> = accepted()
            .flat_map(|row| lines(row, "beneficiaries"))
            .map(|row| text(row, "establishment"))
            .collect();
        // and those without a đề án
        let alone = |row: &&Row| text(row, "project").is_empty();
        let models = self.models().filter(alone);
        let classes = self.dated("training", "cert_date").filter(alone);
        let events = self.dated("event", "date_to").filter(alone);
        let others = models.chain(classes).chain(events);
        let others = others.flat_map(|row| fund.map(|field| int(row, field)));
        let fairs = self.dated("fair", "date_to").filter(alone);
        let fairs = fairs.map(|row| int(row, "support"));
        let money = money.chain(others).chain(fairs).sum::<i64>() as f64;
        let [first, last] = [&self.from, &self.to].map(|day| day[..4].parse::<i64>().unwrap());
        let planned = |row: &&Row| {
            (first..=last).contains(&int(row, "plan_year"))
                && text(row, "stage") != "khong_duyet"
        };
        let of_plan: Vec<&Row> = self.all("project").iter().filter(planned).collect();
        let of = |field| of_plan.iter().map(|row| int(row, field)).sum::<i64>() as f64;
        let paid = (of("approved_support") > 0.0)
            .then(|| of("disbursed") * 100.0 / of("approved_support"));
        let visits = self.dated("visit", "date").filter(|row| text(row, "state") == "chot");
        let overdue = self.all("task").iter().filter(|row| {
            text(row, "state") == "dang_lam" && *text(row, "due") < *self.to.as_str().min(TODAY)
        });
        let copies = self.all("model").iter().flat_map(|row| lines(row, "replications"));
        let copies = copies.filter(|row| self.within(text(row, "date")));
        let links = self.all("value_chain").iter().filter(|row| {
            let to = text(row, "date_to");
            let from = text(row, "date_from");
            let last = self.to.as_str().min(TODAY);
            let begun = if from.is_empty() { last == TODAY } else { *from <= *last };
            begun && (to.is_empty() || *last <= *to)
        });
        let local = self.all("establishment").iter().filter(|row| {
            text(row, "local_material_pct").parse::<f64>().is_ok_and(|share| share > 50.0)
        });
        let granted = self.dated("coordinated_support", "decided_date");
        let granted = granted.filter(|row| text(row, "state") == "duoc_duyet");
        let leads = self.all("intl_lead").iter();
        let leads =
            leads.filter(|row| *text(row, "stage_date") <= *self.to.as_str().min(TODAY));
        vec![
            ("I1", Some(self.sum("training", "cert_date", "certified"))),
            ("I1.female", Some(self.sum("training", "cert_date", "female"))),
            ("I2", self.employed()),
            ("I3", count(self.taking_part("fair", "date_to").count())),
            ("I4", count(machines.len())),
            ("I5", count(self.models().count())),
            ("I6", count(honours.len())),
            ("I6b", count(in_force.count())),
            ("I7.dien.kwh", self.electricity()),
            ("I9", Some(money)),
            ("I10", paid),
            ("I12", count(visits.count())),
            ("I12.overdue", count(overdue.count())),
            ("I13", count(projects)),
            ("I13.establishments", count(beneficiaries.len())),
            ("T1", count(self.supported().len())),
            ("T2.copies", count(copies.count())),
            ("T3", count(links.count())),
            ("T3.local", count(local.count())),
            ("T4", count(granted.count())),
            ("T5", count(leads.count())),
        ]
    }
}

#[test]
fn a_second_computation_from_exported_lines_agrees() {
    for seed in ["1", "2", "3"] {
        let home = Home::empty();
        let folder = home.folder();
        let size = ["--establishments", "150", "--visits", "200", "--seed", seed];
        printed(&[&["demo"], &size[..]].concat(), &folder);
        let kinds = export(&folder);
        let mut export = Export { kinds, from: String::new(), to: String::new() };
        let book = Notebook::opened(home);
        for period in ["2026", "2025-H2", "2021..2025"] {
            let asked = Period::parse(period).unwrap();
            (export.from, export.to) = (iso(asked.first()), iso(asked.last()));
            let report = book.report(period);
            let mut counted = 0;
            for (key, expected) in
                export.figures().into_iter().chain(export.depth()).chain(export.organised())
            {
                let value = report.row(key).and_then(|row| row.total().figure.value());
                let value = value.map(|n| n as f64 / 1e6);
                let same = match (value, expected) {
                    (Some(a), Some(b)) => (a - b).abs() < 0.000_01 * b.abs().max(1.0),
                    (a, b) => a.is_none() == b.is_none(),
                };
                assert!(same, "seed {seed}, {period}, {key}: {value:?}, not {expected:?}");
                counted += usize::from(expected.is_some_and(|n| n != 0.0));
            }
            assert!(counted > 4, "seed {seed}, {period}: too little made up to compare");
        }
    }
}
