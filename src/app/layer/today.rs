//! The first screen: drafts to finish, commitments due, visits planned, records to complete.

use crate::app::lines::{Line, Lines, Target};
use crate::app::title;
use crate::keymap::action::Action;
use crate::lang::{Lang, app as say};
use crate::programme::spec::Programme;
use crate::record::{Date, Draft, Page, Record, Today, Value};
use crate::text::format;

#[derive(Debug, Default)]
pub struct TodayLayer {
    pub lines: Lines,
    /// `None` until the store has answered
    pub today: Option<Box<Today>>,
}

/// What the lines are made from, beside the answer of the store.
pub struct Scene<'a> {
    pub programme: &'a Programme,
    pub drafts: &'a [Draft],
    pub day: Date,
    pub now: u64,
    pub lang: Lang,
    /// the key that starts a visit, as the keymap has it
    pub visit_key: String,
}

impl TodayLayer {
    pub fn build(&mut self, scene: &Scene) {
        let Some(today) = &self.today else { return };
        let mut lines = Vec::new();
        drafts(&mut lines, scene);
        due(&mut lines, scene, &today.tasks);
        planned(&mut lines, scene, &today.planned);
        incomplete(&mut lines, scene, &today.incomplete);
        if lines.is_empty() {
            lines.push(Line::text(say::nothing_due(scene.lang)));
            lines.push(Line::blank());
        }
        let hint = say::start_visit(scene.lang, &scene.visit_key);
        lines.push(Line::row(hint, String::new(), Target::Do(Action::VisitNew)));
        self.lines.replace(lines);
    }
}

fn drafts(lines: &mut Vec<Line>, scene: &Scene) {
    let open: Vec<&Draft> = scene.drafts.iter().filter(|d| !d.hidden).collect();
    if open.is_empty() {
        return;
    }
    lines.push(Line::heading(say::drafts_heading(scene.lang, open.len())));
    for draft in open {
        let Some(kind) = scene.programme.kind(draft.kind) else { continue };
        let label = kind.label.get(scene.lang);
        let at = draft.at.and_then(|path| kind.field(path.field)).map(|f| f.label.get(scene.lang));
        let (text, note) = say::draft_row(
            scene.lang,
            label,
            at.unwrap_or("–"),
            &format::moment_from_millis(draft.changed, scene.day),
        );
        lines.push(Line::row(text, note, Target::Draft(draft.id)));
    }
    lines.push(Line::blank());
}

fn due(lines: &mut Vec<Line>, scene: &Scene, page: &Page) {
    group(lines, scene, page, say::due_heading(scene.lang, page.total), "due");
}

fn planned(lines: &mut Vec<Line>, scene: &Scene, page: &Page) {
    group(lines, scene, page, say::planned_heading(scene.lang, page.total), "next_date");
}

fn incomplete(lines: &mut Vec<Line>, scene: &Scene, page: &Page) {
    group(lines, scene, page, say::incomplete_heading(scene.lang, page.total), "");
}

/// Rows of records under a heading, each with how far its day `date_field` is.
fn group(lines: &mut Vec<Line>, scene: &Scene, page: &Page, heading: String, date_field: &str) {
    if page.rows.is_empty() {
        return;
    }
    lines.push(Line::heading(heading));
    for record in &page.rows {
        let Some(kind) = scene.programme.kind(record.kind) else { continue };
        let mut text = title::title(kind, &record.fields, &page.titles, scene.lang);
        if let Some(name) = subject(scene, record, page) {
            text = format!("{text} – {name}");
        }
        let day = kind.field_by_id(date_field).and_then(|f| record.fields.get(f.no)?.as_date());
        let note = match day {
            Some(day) => say::days_left(scene.lang, format::days_between(scene.day, day)),
            None => kind.label.get(scene.lang).to_string(),
        };
        lines.push(Line::row(text, note, Target::Record(record.kind, record.id)));
    }
    if page.total > page.rows.len() {
        lines.push(Line::text(say::and_more(scene.lang, page.total - page.rows.len())));
    }
    lines.push(Line::blank());
}

/// The establishment's title, where the record's own title does not show it already.
fn subject(scene: &Scene, record: &Record, page: &Page) -> Option<String> {
    let kind = scene.programme.kind(record.kind)?;
    let field = kind.field_by_id("establishment")?;
    if kind.list.title.contains(&field.no) {
        return None;
    }
    record.fields.get(field.no).and_then(Value::as_link).and_then(|id| page.titles.get(&id)).cloned()
}
