//! Extracts from a record the facts that the programme's reports need.

use super::facts::*;
use super::held::{COMPLETE, FIRST_CONDITION, HeldRow, HeldValue, LIVING};
use crate::programme::reference;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::programme::spec::indicator::*;
use crate::record::{Date, FieldNo, Fields, Id, Origin, Record, Row, Value};
use crate::text::format;

/// Years that a target can have, as in the programme's questions.
const TARGET_YEARS: std::ops::RangeInclusive<i64> = 1990..=2200;

/// Returns the `Ref` of a record; the owner of the index provides it.
pub type PlaceOf<'a> = &'a mut dyn FnMut(Id) -> Ref;

impl Facts {
    /// Whether the present location of a home may differ from the known one, or its moves may have
    /// other days. Then its record is not enough; the history of the record must be read.
    pub fn lies_elsewhere(&self, programme: &Programme, record: &Record, at: Ref) -> bool {
        let book = &programme.indicators;
        let Some(home) = book.home else { return false };
        let table = book.tables.get(home.table).filter(|table| table.kind == record.kind);
        let column = table.and_then(|table| table.columns.get(home.at));
        let Some(column) = column else { return false };
        let now = column.place.value(&record.fields, None).and_then(site_of);
        self.has_moved(at)
            || self.site_now(book, at).is_some_and(|was| was != now.unwrap_or_default())
    }

    /// Adds or replaces the facts of a record, complete or not. `place` returns the `Ref` of any
    /// record, also of one that has not been seen yet.
    pub fn put(
        &mut self,
        programme: &Programme,
        record: &Record,
        complete: bool,
        place: PlaceOf,
    ) {
        let Some(kind) = programme.kind(record.kind) else { return };
        let book = &programme.indicators;
        let at = place(record.id);
        let living = record.deleted.is_none() && record.alias_of().is_none();
        let complete = living && complete;
        let made_up = living && record.origin == Origin::MadeUp;
        let is_counted = book.counts(kind.no) && !may_be_filled(kind.role);
        self.made_up.put(at, (made_up && is_counted).then_some(()));
        for (no, spec) in book.tables_of(kind.no) {
            let Some(table) = self.tables.get_mut(no) else { continue };
            let is_home = book.home.is_some_and(|home| home.table == no);
            // what others did at a deleted home still counts at its location
            let rows = match living || is_home {
                true => rows(programme, spec, &record.fields, (living, complete), place),
                false => Vec::new(),
            };
            table.put(at, record.id, rows);
        }
        let counted = complete && programme.counts_record(kind, record);
        if let Some(pairs) = book.pairs.as_ref().filter(|pairs| pairs.kind == kind.no) {
            let row = complete.then(|| measurement(programme, pairs, record, place));
            self.measurements.put(at, row.flatten());
        }
        if let Some(goals) = book.goals.as_ref().filter(|goals| goals.figure.kind == kind.no) {
            let official = kind.is_official(record);
            let row = counted.then(|| goal(programme, goals, &record.fields, official));
            self.goals.put(at, row.flatten());
        }
        if let Some(spec) = book.reported.as_ref().filter(|spec| spec.kind == kind.no) {
            let row = counted.then(|| reported(programme, spec, &record.fields));
            self.reported.put(at, row.flatten());
        }
        if let Some(places) = book.places.as_ref().filter(|places| places.kind == kind.no) {
            let row = counted.then(|| priority(programme, places, &record.fields));
            self.places.put(at, row.flatten());
        }
    }
}

/// The kinds with most records; their facts can be taken from the record index.
pub fn may_be_filled(role: Option<KindRole>) -> bool {
    matches!(role, Some(KindRole::Home | KindRole::Visit))
}

fn rows(
    programme: &Programme,
    spec: &FactTableSpec,
    fields: &Fields,
    (living, complete): (bool, bool),
    place: PlaceOf,
) -> Vec<HeldRow> {
    let mut one = |row: Option<&Row>| HeldRow {
        bits: bits(living, complete, spec.conditions.iter().map(|c| c.holds(fields, row))),
        values: spec
            .columns
            .iter()
            .map(|c| held(programme, &c.sort, c.place.value(fields, row), place))
            .collect(),
    };
    match spec.rows {
        None => vec![one(None)],
        Some(table) => {
            let lines = fields.get(table).map(Value::as_lines).unwrap_or_default();
            lines.iter().map(|row| one(Some(row))).collect()
        }
    }
}

/// The bits of a row: living, complete, and one for each condition that holds.
pub fn bits(living: bool, complete: bool, conditions: impl Iterator<Item = bool>) -> u32 {
    let conditions = conditions.zip(FIRST_CONDITION..).map(|(holds, at)| (holds, 1 << at));
    let common = [(living, LIVING), (complete, COMPLETE)];
    common.into_iter().chain(conditions).filter(|(holds, _)| *holds).map(|(_, bit)| bit).sum()
}

fn held(
    programme: &Programme,
    sort: &FactSort,
    value: Option<&Value>,
    place: PlaceOf,
) -> HeldValue {
    match sort {
        FactSort::Day => HeldValue::Day(value.and_then(Value::as_date)),
        FactSort::Whole | FactSort::Decimal => HeldValue::Number(match value {
            Some(Value::Int(number)) => *number,
            Some(Value::Decimal(number)) => number.0,
            _ => 0,
        }),
        FactSort::Choice(list) => {
            HeldValue::Choice(choice(programme, list, value.and_then(Value::as_text)))
        }
        FactSort::Link => HeldValue::Link(value.and_then(Value::as_link).map_or(NONE, place)),
        FactSort::Links => HeldValue::LinkList(match value {
            Some(Value::Links(ids)) => ids.iter().map(|id| place(*id)).collect(),
            _ => Box::default(),
        }),
        FactSort::Site => HeldValue::Site(value.and_then(site_of).unwrap_or_default()),
    }
}

/// The index of an answer in its list; `UNKNOWN` if it is not in the list.
pub fn choice(programme: &Programme, list: &str, word: Option<&str>) -> ChoiceIndex {
    let place = || {
        let word = word?;
        let at = programme.list(list)?.choices.iter().position(|choice| choice.id == word)?;
        ChoiceIndex::try_from(at).ok()
    };
    place().unwrap_or(UNKNOWN)
}

/// The location of a commune by its code; the default if it is unknown.
pub fn site(commune: &str) -> Site {
    let Some(known) = reference::commune(commune) else { return Site::default() };
    let number = |digits: &str| digits.parse::<u32>().unwrap_or(0);
    Site::of(u8::try_from(number(known.province)).unwrap_or(0), number(known.code))
}

fn site_of(value: &Value) -> Option<Site> {
    value.as_place().map(|place| site(&place.commune))
}

fn text(fields: &Fields, no: FieldNo) -> Option<&str> {
    fields.get(no)?.as_text()
}

fn date(fields: &Fields, no: FieldNo) -> Option<Date> {
    fields.get(no)?.as_date()
}

/// Decimals in millionths, whole numbers as they are; 0 if there is no answer.
fn number(fields: &Fields, no: FieldNo) -> i64 {
    match fields.get(no) {
        Some(Value::Int(number)) => *number,
        Some(Value::Decimal(number)) => number.0,
        _ => 0,
    }
}

/// The middle of a range, rounded down, or the number if it is not a range.
fn middle(fields: &Fields, from: FieldNo, to: FieldNo) -> i64 {
    let lower = number(fields, from);
    match fields.get(to) {
        None => lower,
        Some(_) => lower.saturating_add(number(fields, to).saturating_sub(lower) / 2),
    }
}

fn measurement(
    programme: &Programme,
    spec: &PairSpec,
    record: &Record,
    place: PlaceOf,
) -> Option<Measurement> {
    let fields = &record.fields;
    let (from, to) = (date(fields, spec.from)?, date(fields, spec.to)?);
    let mut link = |no| fields.get(no).and_then(Value::as_link).map(&mut *place);
    let lines = fields.get(spec.lines).map(Value::as_lines).unwrap_or_default();
    let line = |row: &Row| {
        let choice = |list, no| choice(programme, list, text(&row.cells, no));
        let value = middle(&row.cells, spec.value, spec.value_to);
        FigureLine::of(
            choice(&spec.measures, spec.measure),
            choice(&spec.units, spec.unit),
            value,
        )
    };
    let is_any_period = text(fields, spec.period) == Some(&spec.any_period);
    Some(Measurement {
        id: record.id,
        model: link(spec.model).unwrap_or(NONE),
        project: link(spec.project).unwrap_or(NONE),
        home: link(spec.home)?,
        before: text(fields, spec.phase) == Some(&spec.before),
        period_kind: choice(programme, &spec.period_list, text(fields, spec.period)),
        days: if is_any_period { format::days_between(from, to) + 1 } else { 0 },
        to,
        lines: lines.iter().map(line).collect(),
    })
}

fn goal(
    programme: &Programme,
    spec: &GoalSpec,
    fields: &Fields,
    official: bool,
) -> Option<Goal> {
    let stated = &spec.figure;
    let years = (number(fields, stated.from), number(fields, stated.to));
    // ops from a device are not checked against the limits of the questions
    let are_years = |year: i64| TARGET_YEARS.contains(&year);
    Some(Goal {
        indicator: text(fields, stated.indicator)?.to_owned(),
        years: Some(years).filter(|(from, to)| are_years(*from) && are_years(*to))?,
        fund: fund(programme, &stated.funds, text(fields, stated.fund)),
        province: text(fields, stated.province).map(|province| province.trim().to_owned()),
        value: number(fields, stated.value),
        value_to: fields.get(spec.value_to).map(|_| number(fields, spec.value_to)),
        verified: fields.get(spec.verified) == Some(&Value::Bool(true)),
        official,
    })
}

fn fund(programme: &Programme, list: &str, word: Option<&str>) -> Option<Fund> {
    let at = choice(programme, list, word);
    programme.list(list)?.fund(usize::from(at))
}

fn reported(
    programme: &Programme,
    spec: &StatedFigureSpec,
    fields: &Fields,
) -> Option<ReportedFigure> {
    let province = text(fields, spec.province).map(str::trim).filter(|code| !code.is_empty());
    Some(ReportedFigure {
        indicator: text(fields, spec.indicator)?.to_owned(),
        from: date(fields, spec.from)?,
        to: date(fields, spec.to)?,
        fund: fund(programme, &spec.funds, text(fields, spec.fund)),
        // a code that is not a number gets a province that does not exist
        province: province.map(|code| code.parse().unwrap_or(u8::MAX)),
        value: number(fields, spec.value),
    })
}

fn priority(
    programme: &Programme,
    spec: &PriorityPlaceSpec,
    fields: &Fields,
) -> Option<Priority> {
    (fields.get(spec.verified) == Some(&Value::Bool(true))).then_some(())?;
    Some(Priority {
        commune: site(text(fields, spec.commune)?.trim()).commune(),
        class: choice(programme, &spec.classes, text(fields, spec.class)),
        from: date(fields, spec.from),
        to: date(fields, spec.to),
    })
}
