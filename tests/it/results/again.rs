//! The figures computed a second time, independently: from the lines that `list` exports, without
//! any code of the engine.

mod export;
mod tasks;

use std::collections::BTreeSet;

use sotay::record::Period;
use sotay::text::format::iso;

use crate::kit::home::{Home, printed};
use crate::kit::notebook::Notebook;
use export::{Export, Row, TODAY, export, int, lines, text};

impl Export {
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
