//! Collects đề án for the printed lists: planned for the years of a period, in a place.

use std::collections::BTreeMap;

use crate::indicators::PlaceScope;
use crate::indicators::read::site;
use crate::lang::Lang;
use crate::programme::answer;
use crate::programme::reference;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme, Type};
use crate::record::{Date, Fields, Id, Query, ReportQuery, Row, Sort, Value};
use crate::storage::error::StoreError;
use crate::store::Store;

const PAGE: usize = 1_000;
/// Condition for being in a plan, as in the reports.
const PLANNED: &str = "planned";

/// A đề án; amounts in đồng.
pub struct ProjectLine {
    pub code: String,
    pub name: String,
    pub plan_year: i64,
    pub executing_unit: String,
    pub activity: String,
    pub topic: String,
    pub stage: String,
    pub days: (Option<Date>, Option<Date>),
    pub national: i64,
    pub local: i64,
    pub own: i64,
    /// loans and other funds
    pub others: i64,
    /// items of the estimate, if recorded
    pub items: Vec<ProjectItem>,
    pub beneficiaries: Vec<ListedBeneficiary>,
    pub unnamed: i64,
    pub participants: i64,
    pub jobs: i64,
    pub is_made_up: bool,
}

/// An item of an estimate; amounts in đồng.
#[derive(Clone)]
pub struct ProjectItem {
    pub name: String,
    pub national: i64,
    pub own: i64,
    pub others: i64,
    pub note: String,
}

impl ProjectItem {
    pub fn total(&self) -> i64 {
        [self.national, self.own, self.others].into_iter().fold(0, i64::saturating_add)
    }
}

pub struct ListedBeneficiary {
    pub name: String,
    /// current full name of the commune
    pub place: String,
}

impl ProjectLine {
    pub fn total(&self) -> i64 {
        [self.national, self.local, self.own, self.others]
            .into_iter()
            .fold(0, i64::saturating_add)
    }
}

/// Sorted by plan year and code. Leaves out đề án that are in no plan.
pub fn gather(
    store: &Store,
    asked: &ReportQuery,
    lang: Lang,
) -> Result<Vec<ProjectLine>, StoreError> {
    let programme = store.programme();
    let Some(kind) = programme.with_role(KindRole::Support) else { return Ok(Vec::new()) };
    let reader = ProjectReader { store, programme, kind, lang };
    let query = Query { sort: Sort::Oldest, ..Query::all(kind.no) };
    let mut lines = Vec::new();
    let mut homes: BTreeMap<Id, Option<(String, String)>> = BTreeMap::new();
    let mut start = 0;
    loop {
        let page = store.records().page(&query, start, PAGE)?;
        for record in &page.rows {
            let made_up = record.origin == crate::record::Origin::MadeUp;
            lines.extend(reader.line(&record.fields, asked, made_up, &mut homes)?);
        }
        start += page.rows.len();
        if page.rows.is_empty() || start >= page.total {
            break;
        }
    }
    lines.sort_by(|a, b| (a.plan_year, &a.code).cmp(&(b.plan_year, &b.code)));
    Ok(lines)
}

struct ProjectReader<'a> {
    store: &'a Store,
    programme: &'a Programme,
    kind: &'a Kind,
    lang: Lang,
}

/// Name and commune of each establishment; `None` if it does not exist.
type Homes = BTreeMap<Id, Option<(String, String)>>;

impl ProjectReader<'_> {
    /// `None` if the đề án is of another year or place, or in no plan.
    fn line(
        &self,
        fields: &Fields,
        asked: &ReportQuery,
        is_made_up: bool,
        homes: &mut Homes,
    ) -> Result<Option<ProjectLine>, StoreError> {
        let planned = self.programme.indicators.condition(self.kind.no, PLANNED);
        let years = asked.period.years();
        let plan_year = self.int(fields, "plan_year");
        if !(i64::from(years.0)..=i64::from(years.1)).contains(&plan_year)
            || planned.is_some_and(|planned| !planned.holds(fields, None))
        {
            return Ok(None);
        }
        let mut beneficiaries = Vec::new();
        let own = self.value(fields, "place").and_then(Value::as_place);
        let mut place = own.map(|place| place.commune.clone());
        for id in self.beneficiaries(fields) {
            let Some((name, commune)) = self.home(id, homes)? else { continue };
            place = place.or_else(|| Some(commune.clone()));
            let known = reference::commune(&commune);
            let place = known.map_or_else(String::new, |commune| commune.full_name());
            beneficiaries.push(ListedBeneficiary { name, place });
        }
        if !PlaceScope::of(asked).contains(place.map(|commune| site(&commune))) {
            return Ok(None);
        }
        let others = self.int(fields, "loan").saturating_add(self.int(fields, "other_funds"));
        Ok(Some(ProjectLine {
            code: self.text(fields, "code"),
            name: self.text(fields, "name"),
            plan_year,
            executing_unit: self.text(fields, "executing_unit"),
            activity: self.text(fields, "kind"),
            topic: self.text(fields, "topic"),
            stage: self.text(fields, "stage"),
            days: (self.day(fields, "start"), self.day(fields, "end")),
            national: self.int(fields, "fund_national"),
            local: self.int(fields, "fund_local"),
            own: self.int(fields, "own_capital"),
            others,
            items: self.items(fields),
            beneficiaries,
            unnamed: self.int(fields, "unnamed"),
            participants: self.int(fields, "participants"),
            jobs: self.int(fields, "jobs"),
            is_made_up,
        }))
    }

    fn items(&self, fields: &Fields) -> Vec<ProjectItem> {
        let Some(table) = self.kind.field_by_id("items") else { return Vec::new() };
        let Type::Lines(columns) = &table.ty else { return Vec::new() };
        let cell = |row: &Row, id: &str| {
            let column = columns.iter().find(|column| column.id == id)?;
            row.cells.get(column.no).cloned()
        };
        let money = |row: &Row, id: &str| match cell(row, id) {
            Some(Value::Int(dong)) => dong,
            _ => 0,
        };
        let text = |row: &Row, id: &str| match cell(row, id) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        };
        let item = |row: &Row| ProjectItem {
            name: text(row, "item"),
            national: money(row, "fund_national"),
            own: money(row, "own_capital"),
            others: money(row, "other_funds"),
            note: text(row, "note"),
        };
        let rows = fields.get(table.no).map(Value::as_lines).unwrap_or_default();
        rows.iter().map(item).collect()
    }

    fn value<'f>(&self, fields: &'f Fields, id: &str) -> Option<&'f Value> {
        fields.get(self.kind.field_by_id(id)?.no)
    }

    fn int(&self, fields: &Fields, id: &str) -> i64 {
        match self.value(fields, id) {
            Some(Value::Int(n)) => *n,
            _ => 0,
        }
    }

    fn day(&self, fields: &Fields, id: &str) -> Option<Date> {
        match self.value(fields, id) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        }
    }

    /// The answer as text; for a choice its label.
    fn text(&self, fields: &Fields, id: &str) -> String {
        let shown = || {
            let field = self.kind.field_by_id(id)?;
            let value = fields.get(field.no)?;
            Some(answer::show(self.programme, field, value, self.lang))
        };
        shown().unwrap_or_default()
    }

    fn beneficiaries(&self, fields: &Fields) -> Vec<Id> {
        let Some(home) = self.programme.with_role(KindRole::Home) else { return Vec::new() };
        let field = self.kind.field_by_id("beneficiaries");
        let column = field.and_then(|field| match &field.ty {
            Type::Lines(columns) => columns.iter().find(|column| column.links_to(&home.id)),
            _ => None,
        });
        let rows = match self.value(fields, "beneficiaries") {
            Some(Value::Lines(rows)) => rows.as_slice(),
            _ => &[],
        };
        let link = |row: &Row| row.cells.get(column?.no)?.as_link();
        rows.iter().filter_map(link).collect()
    }

    fn home(&self, id: Id, homes: &mut Homes) -> Result<Option<(String, String)>, StoreError> {
        if let Some(known) = homes.get(&id) {
            return Ok(known.clone());
        }
        let home = self.programme.with_role(KindRole::Home);
        let record = self.store.records().get(id)?;
        let found = home.zip(record).map(|(kind, record)| {
            let value = |id: &str| record.fields.get(kind.field_by_id(id)?.no);
            let name = match value("name") {
                Some(Value::Text(name)) => name.clone(),
                _ => String::new(),
            };
            let commune = match value("place") {
                Some(Value::Place(place)) => place.commune.clone(),
                _ => String::new(),
            };
            (name, commune)
        });
        homes.insert(id, found.clone());
        Ok(found)
    }
}
