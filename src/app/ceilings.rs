//! Reader for the reference rows built into the program: values, legal source, and whether the
//! row was verified against that source.

use std::collections::BTreeMap;

use crate::app::layer::reader::{ReaderLayer, ReaderLine};
use crate::app::title;
use crate::lang::{Lang, app as say};
use crate::programme::reference::{self, Ceiling};
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::Value;
use crate::text::cells;
use crate::text::format::{show_date, show_decimal, show_money};

/// `width`: line width in terminal cells.
pub fn ceilings_reader(programme: &Programme, lang: Lang, width: usize) -> ReaderLayer {
    let mut lines = Vec::new();
    if let Some(kind) = programme.with_role(KindRole::Ceilings) {
        let shelf = Shelf { programme, kind, lang, width };
        shelf.current(&mut lines);
        shelf.history(&mut lines);
    }
    lines.push(ReaderLine::Heading(say::shipped_vsic(lang)));
    for division in reference::vsic() {
        let words = format!("{} {}", division.code, division.name);
        lines.extend(cells::wrap(&words, width).into_iter().map(ReaderLine::Text));
    }
    ReaderLayer { title: say::shipped_item(lang), lines, ..ReaderLayer::default() }
}

struct Shelf<'a> {
    programme: &'a Programme,
    kind: &'a Kind,
    lang: Lang,
    width: usize,
}

impl Shelf<'_> {
    /// The rows of each activity; activities without rows are listed at the end.
    fn current(&self, lines: &mut Vec<ReaderLine>) {
        lines.push(ReaderLine::Heading(say::shipped_ceilings(self.lang)));
        let mut empty = Vec::new();
        let list = self.programme.list("activity_kind");
        for choice in list.map_or(&[][..], |list| &list.choices) {
            let rows = Ceiling::shipped().iter();
            let rows: Vec<_> = rows.filter(|r| r.kind == choice.id && !r.history).collect();
            if rows.is_empty() {
                empty.push(choice.label.get(self.lang).to_string());
            }
            rows.into_iter().for_each(|row| self.row(lines, row));
        }
        lines.push(ReaderLine::Heading(format!(
            "{} ({})",
            say::shipped_empty(self.lang),
            say::unverified(self.lang)
        )));
        lines.extend(empty.into_iter().map(ReaderLine::Text));
    }

    fn history(&self, lines: &mut Vec<ReaderLine>) {
        lines.push(ReaderLine::Heading(say::shipped_history(self.lang)));
        let rows = Ceiling::shipped().iter().filter(|row| row.history);
        rows.for_each(|row| self.row(lines, row));
    }

    /// The activity, and below it the values of the row.
    fn row(&self, lines: &mut Vec<ReaderLine>, row: &Ceiling) {
        let cap = row.cap.map(show_money).map(|cap| match &row.per {
            Some(per) => say::cap_per(self.lang, &cap, &self.choice("per", per)),
            None => cap,
        });
        let parts = [
            row.percent.map(|percent| say::percent_of(self.lang, &show_decimal(percent))),
            cap,
            Some(row.note.clone()).filter(|note| !note.is_empty()),
            Some(row.legal_ref.clone()),
            row.valid_from.or(row.issued).map(show_date),
            Some(match row.verified {
                true => say::verified(self.lang),
                false => say::unverified(self.lang),
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        lines.push(ReaderLine::Text(self.choice("kind", &row.kind)));
        let wrapped = cells::wrap(&parts.join(" · "), self.width.saturating_sub(2));
        lines.extend(wrapped.into_iter().map(|line| ReaderLine::Text(format!("  {line}"))));
    }

    /// The label of choice `id` of a field of this kind.
    fn choice(&self, field: &str, id: &str) -> String {
        let value = Value::Choice(id.to_owned());
        let field = self.kind.field_by_id(field);
        let shown =
            |f| title::answer_text(self.programme, f, &value, &BTreeMap::new(), self.lang);
        field.map_or_else(|| id.to_owned(), shown)
    }
}
