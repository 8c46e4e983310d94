//! A report for other programs: numbers with a point and without groups, one line a row. A percent
//! stands with the part and the base it was made from.

use serde_json::{Map, Value as Json, json};

use super::super::list::csv_line;
use crate::indicators::{Cell, Figure, Ref, Report, Row, TOTAL, show};
use crate::lang::Lang;
use crate::record::Id;

/// The columns of funds, as the programme names them.
const FUNDS: [&str; 5] = ["quoc_gia", "dia_phuong", "ket_hop", "khong_qua_de_an", "tong"];

pub fn csv(report: &Report, lang: Lang) -> Vec<u8> {
    let mut head: Vec<String> = ["period", "row", "label", "unit"].map(str::to_owned).into();
    head.extend(FUNDS.map(str::to_owned));
    head.extend(
        ["part", "base", "target", "target_fund", "target_years", "target_verified", "share"]
            .map(str::to_owned),
    );
    head.push("rule".to_owned());
    let mut bytes = csv_line(&head);
    for row in &report.rows {
        let mut cells = vec![report.asked.period.id(), row.key.clone()];
        cells.push(row.label.get(lang).to_owned());
        cells.push(row.unit.get(lang).to_owned());
        cells.extend(row.cells.iter().map(|cell| value(cell.figure)));
        let (part, base) = parts(row.total().figure).unzip();
        cells.extend([part, base].map(|n| n.map(show::plain).unwrap_or_default()));
        match row.targets.first() {
            None => cells.extend(std::iter::repeat_n(String::new(), 5)),
            Some(target) => {
                cells.push(show::plain(target.value));
                cells.push(FUNDS.get(target.column).copied().unwrap_or_default().to_owned());
                cells.push(format!("{}..{}", target.years.0, target.years.1));
                cells.push(target.verified.to_string());
                cells.push(target.share.map(show::plain).unwrap_or_default());
            }
        }
        cells.push(row.rule().get(lang).to_owned());
        bytes.extend(csv_line(&cells));
    }
    bytes
}

pub fn json(report: &Report, lang: Lang, ids: &dyn Fn(&[Ref]) -> Vec<Id>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in &report.rows {
        bytes.extend(object(report, row, lang, ids).to_string().into_bytes());
        bytes.push(b'\n');
    }
    bytes
}

fn object(report: &Report, row: &Row, lang: Lang, ids: &dyn Fn(&[Ref]) -> Vec<Id>) -> Json {
    let mut funds = Map::new();
    for (name, cell) in FUNDS.iter().zip(&row.cells) {
        funds.insert((*name).to_owned(), figure(cell));
    }
    let targets: Vec<Json> = row
        .targets
        .iter()
        .map(|target| {
            json!({
                "fund": FUNDS.get(target.column).copied().filter(|_| target.column != TOTAL),
                "value": number(target.value),
                "years": [target.years.0, target.years.1],
                "verified": target.verified,
                "share": target.share.map(number),
                "id": ids(&[target.record]).first().map(Id::to_string),
            })
        })
        .collect();
    let records = ids(&row.total().records);
    json!({
        "period": report.asked.period.id(),
        "row": row.key,
        "label": row.label.get(lang),
        "unit": row.unit.get(lang),
        "figures": funds,
        "targets": targets,
        "rule": row.rule().get(lang),
        "records": records.iter().map(Id::to_string).collect::<Vec<_>>(),
    })
}

fn figure(cell: &Cell) -> Json {
    let mut json = Map::new();
    let value = cell.figure.value().map_or(Json::Null, number);
    json.insert("value".to_owned(), value);
    if let Some((part, base)) = parts(cell.figure) {
        json.insert("part".to_owned(), number(part));
        json.insert("base".to_owned(), number(base));
    }
    json.insert("records".to_owned(), Json::from(cell.records.len()));
    Json::Object(json)
}

/// Part and base; after and before.
fn parts(figure: Figure) -> Option<(i128, i128)> {
    match figure {
        Figure::Amount(_) => None,
        Figure::Percent { part, base } | Figure::Per { part, base } => Some((part, base)),
        Figure::Change { before, after } => Some((after, before)),
        Figure::Mean { sum, pairs } => Some((sum, pairs)),
    }
}

fn value(figure: Figure) -> String {
    figure.value().map(show::plain).unwrap_or_default()
}

fn number(value: i128) -> Json {
    serde_json::from_str(&show::plain(value)).unwrap_or(Json::Null)
}
