//! A report as CSV and JSON. For programs: decimal points, no grouping, one line a row, a
//! percentage with its part and base. For people: as in the workbook.

use std::io;

use serde_json::{Map, Value as Json, json};

use super::book;
use super::paper::ReportData;
use crate::indicators::{
    FINE, Figure, FigureCell, Growth, PeriodFigures, Ref, Report, ReportRow, TOTAL, divide,
    show, words,
};
use crate::lang::{Lang, files as say};
use crate::office::book::Cell as Value;
use crate::office::csv::{Csv, Dialect};
use crate::record::{Decimal, Id};
use crate::storage::error::StoreError;
use crate::text::format::iso;

/// Ids of the columns of funds in the programme.
const FUNDS: [&str; 4] = ["quoc_gia", "dia_phuong", "khong_qua_de_an", "tong"];

/// The rows of the CSV, the header first.
pub fn rows(report: &Report, before: &PeriodFigures, lang: Lang) -> Vec<Vec<Value>> {
    let mut head: Vec<String> = ["period", "row", "label", "unit"].map(str::to_owned).into();
    head.extend(FUNDS.map(str::to_owned));
    head.extend(
        [
            "part",
            "base",
            "target",
            "target_fund",
            "target_years",
            "target_verified",
            "share",
            "target_official",
            "target_reached",
            "target_elapsed",
        ]
        .map(str::to_owned),
    );
    // appended at the end: programs may rely on column positions
    let later = ["rule", "before_period", "before", "growth", "growth_in", "target_to"];
    head.extend(later.map(str::to_owned));
    let mut rows: Vec<Vec<Value>> = vec![head.into_iter().map(Value::Text).collect()];
    for row in &report.rows {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut cells = vec![text(&report.query.period.id()), text(&row.key)];
        cells.extend([text(&row.full_label(lang)), text(row.shown_unit().get(lang))]);
        cells.extend(row.cells.iter().map(|cell| plain(cell.figure.value())));
        let (part, base) = parts(row.total().figure).unzip();
        cells.extend([plain(part), plain(base)]);
        match row.targets.first() {
            None => cells.extend(std::iter::repeat_n(Value::Empty, 8)),
            Some(target) => {
                cells.push(plain(Some(target.value)));
                cells.push(text(FUNDS.get(target.column).copied().unwrap_or_default()));
                cells.push(text(&format!("{}..{}", target.years.0, target.years.1)));
                cells.push(text(&target.verified.to_string()));
                cells.push(plain(target.share));
                cells.push(text(&target.official.to_string()));
                cells.push(plain(target.reached));
                cells.push(plain(Some(target.elapsed)));
            }
        }
        cells.push(text(row.rule.get(lang)));
        let growth = before.growth(row);
        cells.push(text(&before.query.period.id()));
        cells.push(plain(before.of_row(row).and_then(Figure::value)));
        cells.push(plain(growth.map(Growth::value)));
        cells.push(growth.map_or(Value::Empty, |growth| text(growth_in(growth))));
        cells.push(plain(row.targets.first().and_then(|target| target.value_to)));
        rows.push(cells);
    }
    rows
}

/// The unit of a growth: percent of an amount, or percentage points.
fn growth_in(growth: Growth) -> &'static str {
    match growth {
        Growth::Percent(_) => "percent",
        Growth::Points(_) => "points",
    }
}

pub fn csv(report: &Report, before: &PeriodFigures, lang: Lang) -> io::Result<Vec<u8>> {
    let mut csv = Csv::new(Vec::new(), Dialect::Script);
    rows(report, before, lang).iter().try_for_each(|row| csv.row(row))?;
    csv.finish()
}

fn plain(millionths: Option<i128>) -> Value {
    let Some(value) = millionths else { return Value::Empty };
    match i64::try_from(value) {
        Ok(n) => Value::Decimal(Decimal(n)),
        Err(_) => Value::Number(show::plain(value)),
    }
}

/// CSV that a Vietnamese Excel opens directly: the workbook's sheet of figures, with the counting
/// rule of each row in a last column.
pub fn sheet(data: &ReportData, lang: Lang) -> io::Result<Vec<u8>> {
    let mut csv = Csv::new(Vec::new(), Dialect::Excel);
    let title = words::title(&data.report.query, lang);
    csv.header([title.as_str()].into_iter())?;
    for note in data.notes(lang) {
        csv.row(&[Value::Text(note)])?;
    }
    let mut heads: Vec<String> =
        book::columns(lang).into_iter().map(|head| head.heading).collect();
    heads.push(say::sheet_rules(lang));
    csv.row(&heads.into_iter().map(Value::Text).collect::<Vec<_>>())?;
    for row in data.rows() {
        // CSV has values instead of formulas, so the row number is not used
        let mut cells = book::line(&data.report.query, &row, 0, lang);
        cells.push(Value::Text(row.row.rule.get(lang).to_owned()));
        csv.row(&cells)?;
    }
    csv.finish()
}

/// Looks up the ids of the records that a figure counts.
pub type RecordIds<'a> = dyn Fn(&[Ref]) -> Result<Vec<Id>, StoreError> + 'a;

pub fn json(
    report: &Report,
    before: &PeriodFigures,
    lang: Lang,
    ids: &RecordIds,
) -> Result<Vec<Json>, StoreError> {
    report.rows.iter().map(|row| object((report, before), row, lang, ids)).collect()
}

fn object(
    (report, before): (&Report, &PeriodFigures),
    row: &ReportRow,
    lang: Lang,
    ids: &RecordIds,
) -> Result<Json, StoreError> {
    let mut funds = Map::new();
    for (name, cell) in FUNDS.iter().zip(&row.cells) {
        funds.insert((*name).to_owned(), figure(cell));
    }
    let targets = row
        .targets
        .iter()
        .map(|target| {
            Ok(json!({
                "fund": FUNDS.get(target.column).copied().filter(|_| target.column != TOTAL),
                "value": number(target.value),
                "value_to": target.value_to.map(number),
                "years": [target.years.0, target.years.1],
                "verified": target.verified,
                "official": target.official,
                "reached": target.reached.map(number),
                "share": target.share.map(number),
                "elapsed": number(target.elapsed),
                "id": ids(&[target.record])?.first().map(Id::to_string),
            }))
        })
        .collect::<Result<Vec<Json>, StoreError>>()?;
    let growth = before.growth(row);
    let year_before = json!({
        "period": before.query.period.id(),
        // last day that is counted, if the period is not over
        "until": iso(before.until.min(before.query.period.last())),
        "value": before.of_row(row).and_then(Figure::value).map(number),
        "growth": growth.map(|growth| number(growth.value())),
        "growth_in": growth.map(growth_in),
    });
    let records = ids(row.total().records.as_deref().unwrap_or_default())?;
    Ok(json!({
        "period": report.query.period.id(),
        "row": row.key,
        "label": row.full_label(lang),
        "unit": row.shown_unit().get(lang),
        "measured_in": row.unit.get(lang),
        "figures": funds,
        "targets": targets,
        "year_before": year_before,
        "rule": row.rule.get(lang),
        "records": records.iter().map(Id::to_string).collect::<Vec<_>>(),
        // number of made-up records, which no report counts
        "made_up": report.made_up,
    }))
}

fn figure(cell: &FigureCell) -> Json {
    let mut json = Map::new();
    let value = cell.figure.value().map_or(Json::Null, number);
    json.insert("value".to_owned(), value);
    if let Some((part, base)) = parts(cell.figure) {
        json.insert("part".to_owned(), number(part));
        json.insert("base".to_owned(), number(base));
    }
    json.insert("records".to_owned(), Json::from(cell.records.as_ref().map(Vec::len)));
    Json::Object(json)
}

/// Part and base of a figure; for a change, after and before.
fn parts(figure: Figure) -> Option<(i128, i128)> {
    match figure {
        Figure::Amount(_) | Figure::Median { .. } => None,
        Figure::Percent { part, base } | Figure::Per { part, base } => Some((part, base)),
        Figure::Change { before, after } => Some((after, before)),
        Figure::Mean { sum, pairs } => Some((divide(sum, FINE)?, pairs)),
    }
}

fn number(value: i128) -> Json {
    serde_json::from_str(&show::plain(value)).unwrap_or(Json::Null)
}
