//! The figures of the tasks, and of what the programme organises.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::export::{Export, Row, TODAY, int, lines, text};

impl Export {
    /// Rows of the tasks: chains by volume and value, copies by cohort, support in total.
    pub(super) fn depth(&self) -> Vec<(&'static str, Option<f64>)> {
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
    pub(super) fn organised(&self) -> Vec<(&'static str, Option<f64>)> {
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
}
