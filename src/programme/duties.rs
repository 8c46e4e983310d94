//! The yearly reports that a certificate of an outstanding product asks of its holder (X15; TT
//! 26/2014 Điều 22, original wording): one commitment for each year that it is valid.

use super::check::View;
use super::spec::Programme;
use crate::record::{Date, Fields, Id, KindNo, Record, Value};

const HONOUR: &str = "honour";
const TASK: &str = "task";
/// A certificate is valid for three years; one with a longer validity owes no more reports.
pub const MOST: usize = 3;

/// The last days of the years for which a report is owed, from `today` on. None for any other
/// kind, or when the certificate was revoked.
pub fn reports(
    programme: &Programme,
    kind: KindNo,
    fields: &Fields,
    today: Date,
) -> impl Iterator<Item = Date> + use<> {
    let spec = programme.kind(kind).filter(|kind| kind.id == HONOUR);
    let view = spec.map(|kind| View::of_kind(kind, fields));
    let view = view.filter(|honour| honour.get("revoked").is_none());
    let last = view.and_then(|honour| honour.date("valid_to"));
    let from = view.and_then(|honour| honour.date("decision_date"));
    let years = last.zip(from).map(|(last, from)| today.year.max(from.year)..=last.year);
    let ends = years.into_iter().flatten().map(|year| Date { year, month: 12, day: 31 });
    ends.filter(move |day| *day >= today && Some(*day) <= last).take(MOST)
}

/// The product that a certificate is for.
pub fn product(programme: &Programme, honour: &Record) -> Option<Id> {
    let kind = programme.kind(honour.kind).filter(|kind| kind.id == HONOUR)?;
    View::of_kind(kind, &honour.fields).link("product")
}

/// The owed reports as commitments of the establishment that makes the product.
pub fn owed(
    programme: &Programme,
    honour: &Record,
    product: &Record,
    today: Date,
) -> Vec<(KindNo, Fields)> {
    let made = || {
        let task = programme.kind_by_id(TASK)?;
        let of = View::of_kind(programme.kind(product.kind)?, &product.fields);
        let (home, name) = (of.link("establishment")?, of.text("name")?);
        let days = reports(programme, honour.kind, &honour.fields, today);
        let tasks = days.map(|due| {
            let what =
                format!("Báo cáo năm {} của cơ sở có sản phẩm tiêu biểu: {name}", due.year);
            let answers = [
                ("what", Value::Text(what)),
                ("establishment", Value::Link(home)),
                ("owner", Value::Choice("co_so".into())),
                ("due", Value::Date(due)),
                ("state", Value::Choice("dang_lam".into())),
            ];
            let answer = |(id, value)| Some((task.field_by_id(id)?.no, value));
            (task.no, answers.into_iter().filter_map(answer).collect())
        });
        Some(tasks.collect())
    };
    made().unwrap_or_default()
}
