//! A record's page: its status, the records that link to it, and all its answers.
//!
//! Built from the programme's data: every kind that links to the record gives a group of rows.
//! Only the before-and-after bars of a model are special.

mod groups;

use std::collections::BTreeMap;

use groups::groups;

use crate::app::intent::Intent;
use crate::app::layer::scene::{LABEL, LinkedRecords, PageScene, RecordPage};
use crate::app::lines::{LineShape, ScreenLine, ScreenLines};
use crate::app::{compare, review_status, title};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::app as say;
use crate::programme::check;
use crate::programme::faults::lower;
use crate::programme::role::KindRole;
use crate::programme::spec::{ANY, Field, Kind, Programme, Section, Type};
use crate::record::{FieldNo, Id, KindNo, Origin, Record, Value};
use crate::text::{cells, format};

/// Id of the list of papers.
const PAPER: &str = "paper";

/// Maximum number of rows of a group that are fetched and shown.
pub const GROUP_ROWS: usize = 30;

impl RecordPage {
    pub fn new(id: Id) -> RecordPage {
        RecordPage {
            id,
            record: None,
            titles: BTreeMap::new(),
            groups: Vec::new(),
            flaw: None,
            flawed: Vec::new(),
            compared: Vec::new(),
            lines: ScreenLines::default(),
            seek: None,
        }
    }

    /// Takes the loaded record, and requests the records that link to it.
    pub fn show(
        &mut self,
        record: Option<Box<Record>>,
        titles: BTreeMap<Id, String>,
        programme: &Programme,
    ) -> Vec<Intent> {
        (self.record, self.titles) = (record, titles);
        let mut intents = vec![Intent::LayOutPage];
        let kind = self.record.as_ref().and_then(|record| programme.kind(record.kind));
        let Some(kind) = kind else { return intents };
        // until the new rows are there the old ones stay, and with them the cursor's row
        let mut before = std::mem::replace(&mut self.groups, groups(programme, kind, self.id));
        for group in &mut self.groups {
            let same = before.iter_mut().find(|old| old.query == group.query);
            group.page = same.and_then(|old| old.page.take());
        }
        if !self.groups.is_empty() {
            intents.push(Intent::FetchRelated);
        }
        let field = self.seek.take().and_then(|id| kind.field_by_id(&id));
        intents.extend(field.map(|field| Intent::EditField(field.no)));
        intents
    }

    pub fn kind<'a>(&self, programme: &'a Programme) -> Option<&'a Kind> {
        self.record.as_ref().and_then(|r| programme.kind(r.kind))
    }

    /// The keymap context: at headquarters, records are reviewed and cases decided.
    pub fn context(&self, programme: &Programme) -> Context {
        match self.kind(programme).filter(|_| programme.is_headquarters()) {
            Some(kind) if kind.is(KindRole::Case) => Context::Matter,
            Some(_) => Context::Review,
            None => Context::Page,
        }
    }

    /// The title line above the answers.
    pub fn heading(&self, scene: &PageScene) -> String {
        match (&self.record, self.kind(scene.programme)) {
            (Some(record), Some(kind)) => {
                title::title(scene.programme, kind, &record.fields, &self.titles, scene.lang)
            }
            _ => "…".to_string(),
        }
    }

    pub fn build(&mut self, scene: &PageScene) {
        let Some(record) = self.record.clone() else {
            self.lines.replace(vec![ScreenLine::text(say::record_gone(scene.lang))]);
            return;
        };
        let Some(kind) = scene.programme.kind(record.kind) else { return };
        let mut lines = self.state(scene, kind, &record);
        if kind.is(KindRole::Case) {
            super::review_case::case_lines(&mut lines, self, scene, kind, &record);
        }
        if kind.is(KindRole::File) {
            self.file(&mut lines, scene, &record);
        }
        let near = |section: &&Section| section.id == "contact";
        let first =
            kind.sections.iter().take(1).chain(kind.sections.iter().skip(1).filter(near));
        for field in first.flat_map(|section| &section.fields).filter(|f| !f.internal) {
            self.fact(&mut lines, scene, &record, field);
        }
        self.bars(&mut lines, scene, kind);
        for group in &self.groups {
            self.group(&mut lines, scene, group);
        }
        for section in kind.sections.iter().skip(1).filter(|section| !near(section)) {
            let mut facts = Vec::new();
            for field in section.fields.iter().filter(|field| !field.internal) {
                self.fact(&mut facts, scene, &record, field);
            }
            if !facts.is_empty() {
                lines.push(ScreenLine::blank());
                lines.push(ScreenLine::heading(section.label.get(scene.lang).to_string()));
                lines.extend(facts);
            }
        }
        self.lines.replace(lines);
    }

    /// The lines on the record's status at the top: deleted, locked, incomplete and so on.
    fn state(&self, scene: &PageScene, kind: &Kind, record: &Record) -> Vec<ScreenLine> {
        let mut words = Vec::new();
        if let Some(reason) = &record.deleted {
            words.push(say::deleted_because(scene.lang, reason));
        }
        if record.origin == Origin::MadeUp {
            words.push(say::made_up(scene.lang));
        }
        if kind.published {
            words.push(match kind.is_official(record) {
                true => say::official(scene.lang),
                false => say::not_official(scene.lang),
            });
        }
        if check::incomplete(scene.programme, kind, &record.fields) {
            words.push(say::incomplete(scene.lang));
        }
        if is_locked(kind, record) {
            words.push(say::locked(scene.lang));
        }
        let verified = kind.field_by_id("verified").and_then(|f| record.fields.get(f.no));
        if verified == Some(&Value::Bool(false)) {
            words.push(say::unverified(scene.lang));
        }
        words.extend(review_status::transit_status(scene, record));
        let mut lines = Vec::new();
        if !words.is_empty() {
            lines.push(ScreenLine::text(words.join(" · ")));
        }
        let width = scene.width.saturating_sub(4).max(16);
        let wrapped =
            |text: String| cells::wrap(&text, width).into_iter().map(ScreenLine::text);
        let advice = review_status::advice(kind, record, scene.lang);
        lines.extend(advice.into_iter().flat_map(wrapped));
        if let Some(with) = record.alias_of() {
            let title = self.titles.get(&with).map_or("…", String::as_str);
            let target = Intent::OpenRecord(record.kind, with);
            let row = say::review_merged(scene.lang, title);
            lines.push(ScreenLine::row(row, String::new(), target));
        }
        let verdict = review_status::review_status(scene, kind, record);
        lines.extend(verdict.into_iter().flat_map(wrapped));
        lines
    }

    /// Adds the line that saves the file of an attachment, or the fault of the file.
    fn file(&self, lines: &mut Vec<ScreenLine>, scene: &PageScene, record: &Record) {
        match &self.flaw {
            Some(flaw) => {
                let width = scene.width.saturating_sub(4).max(16);
                lines.extend(cells::wrap(flaw, width).into_iter().map(ScreenLine::text));
            }
            None if record.deleted.is_none() => {
                let row = Intent::Act(Action::FileTakeOut);
                lines.push(ScreenLine::row(say::take_out_row(scene.lang), String::new(), row));
            }
            None => {}
        }
    }

    /// The kinds of papers that are attached to this record with an intact file.
    fn attached(&self, programme: &Programme) -> Vec<&str> {
        let kind = programme.with_role(KindRole::File);
        let field = kind.and_then(|kind| kind.field_by_id("kind")).map(|field| field.no);
        let groups = self.groups.iter().filter(|g| Some(g.kind) == kind.map(|kind| kind.no));
        let rows = groups.filter_map(|group| group.page.as_ref()).flat_map(|page| &page.rows);
        let good = rows.filter(|record| !self.flawed.contains(&record.id));
        good.filter_map(|record| record.fields.get(field?)?.as_text()).collect()
    }

    pub(super) fn fact(
        &self,
        lines: &mut Vec<ScreenLine>,
        scene: &PageScene,
        record: &Record,
        field: &Field,
    ) {
        let Some(value) = record.fields.get(field.no) else { return };
        let target = || Some(Intent::EditField(field.no));
        let width = scene.width.saturating_sub(LABEL + 4).max(16);
        let mut label = field.label.get(scene.lang).to_string();
        let mut push = |value: String| {
            let label = std::mem::take(&mut label);
            lines
                .push(ScreenLine { shape: LineShape::Fact { label, value }, target: target() });
        };
        match value {
            Value::Lines(rows) => {
                let attached = self.attached(scene.programme);
                for row in rows {
                    let paper = field.columns().iter().find(|c| is_paper(c));
                    let paper = paper.and_then(|c| row.cells.get(c.no)?.as_text());
                    let mut cells: Vec<String> = field
                        .columns()
                        .iter()
                        .filter_map(|c| Some((c, row.cells.get(c.no)?)))
                        .map(|(c, v)| {
                            title::answer_text(scene.programme, c, v, &self.titles, scene.lang)
                        })
                        .filter(|text| !text.is_empty())
                        .collect();
                    if paper.is_some_and(|paper| attached.contains(&paper)) {
                        cells.push(say::attached(scene.lang));
                    }
                    push(cells.join(" · "));
                }
            }
            Value::Text(text) if matches!(field.ty, Type::Note) => {
                for line in cells::wrap(text, width) {
                    push(line);
                }
            }
            Value::Link(id) => {
                let value =
                    title::answer_text(scene.programme, field, value, &self.titles, scene.lang);
                let target = linked_kind(scene.programme, field)
                    .map(|kind| Intent::OpenRecord(kind, *id))
                    .or_else(target);
                lines.push(ScreenLine { shape: LineShape::Fact { label, value }, target });
            }
            other => {
                let mut text =
                    title::answer_text(scene.programme, field, other, &self.titles, scene.lang);
                if let Some(unit) = title::unit(field, scene.lang) {
                    text = format!("{text} {unit}");
                }
                cells::wrap(&text, width).into_iter().for_each(push);
            }
        }
    }

    fn bars(&self, lines: &mut Vec<ScreenLine>, scene: &PageScene, kind: &Kind) {
        if !kind.is(KindRole::Model) {
            return;
        }
        let measured = scene.programme.with_role(KindRole::Measurement).map(|k| k.no);
        let figures = self.groups.iter().find(|g| Some(g.kind) == measured);
        let Some(page) = figures.and_then(|g| g.page.as_ref()) else { return };
        let pairs = compare::pairs(scene.programme, &page.rows, scene.lang);
        lines.push(ScreenLine::blank());
        lines.push(ScreenLine::heading(say::before_after(scene.lang)));
        if pairs.is_empty() {
            let row = Intent::Act(Action::RecordMeasure);
            lines.push(ScreenLine::row(
                say::no_pairs(scene.lang, &scene.open_key),
                String::new(),
                row,
            ));
        }
        lines.extend(pairs.into_iter().map(|p| ScreenLine {
            shape: LineShape::Bar {
                label: p.label,
                before: p.before,
                after: p.after,
                tenths: p.tenths,
                is_better: p.is_better,
            },
            target: None,
        }));
    }

    fn group(&self, lines: &mut Vec<ScreenLine>, scene: &PageScene, group: &LinkedRecords) {
        let (Some(page), Some(kind)) = (&group.page, scene.programme.kind(group.kind)) else {
            return;
        };
        let first = kind.home_field().is_none_or(|f| f.no == group.field);
        if page.total == 0 && !(first && is_offered(kind)) {
            return;
        }
        lines.push(ScreenLine::blank());
        let mut heading = kind.label.get(scene.lang).to_string();
        // for a list of links or a table, name the field too
        if let Some(field) = kind.field(group.field).filter(|f| !matches!(f.ty, Type::Link(_)))
        {
            heading = format!("{heading} · {}", field.label.get(scene.lang));
        }
        lines.push(ScreenLine::heading(format!("{heading} ({})", page.total)));
        if page.total == 0 {
            let create = kind.actions.create.as_deref().and_then(Action::by_id);
            let action = create.unwrap_or(Action::RecordNew);
            let text =
                say::none_yet(scene.lang, &lower(kind.label.get(scene.lang)), &scene.open_key);
            lines.push(ScreenLine::row(text, String::new(), Intent::Act(action)));
        }
        for record in &page.rows {
            let (text, mut note) = summary(scene, kind, record, &page.titles, group.field);
            if self.flawed.contains(&record.id) {
                note = say::file_lost(scene.lang);
            }
            lines.push(ScreenLine::row(text, note, Intent::OpenRecord(record.kind, record.id)));
        }
        if page.total > page.rows.len() {
            lines.push(ScreenLine::text(say::and_more(
                scene.lang,
                page.total - page.rows.len(),
            )));
        }
    }
}

/// Whether a group without records is shown, with the action that creates one.
fn is_offered(kind: &Kind) -> bool {
    kind.is(KindRole::Visit) || kind.is(KindRole::Task)
}

/// Whether the record is locked: it can only be changed with a reason.
pub fn is_locked(kind: &Kind, record: &Record) -> bool {
    kind.lock.as_ref().is_some_and(|lock| {
        record.fields.get(lock.field).and_then(Value::as_text) == Some(lock.is.as_str())
    })
}

/// Whether the column is a choice from the list of papers.
fn is_paper(column: &Field) -> bool {
    matches!(&column.ty, Type::Choice(list) if list == PAPER)
}

fn linked_kind(programme: &Programme, field: &Field) -> Option<KindNo> {
    match &field.ty {
        // kind 0: the page finds out the kind when it loads the record
        Type::Link(kind) if kind == ANY => Some(0),
        Type::Link(kind) => programme.kind_by_id(kind).map(|k| k.no),
        _ => None,
    }
}

/// A row of a group: title and first columns without the link to this page; the note is the due
/// day of an open commitment.
fn summary(
    scene: &PageScene,
    kind: &Kind,
    record: &Record,
    titles: &BTreeMap<Id, String>,
    by: FieldNo,
) -> (String, String) {
    let parts: Vec<String> = kind
        .list
        .title
        .iter()
        .chain(&kind.list.columns)
        .filter(|no| **no != by)
        .filter_map(|no| Some((kind.field(*no)?, record.fields.get(*no)?)))
        .map(|(field, value)| {
            title::answer_text(scene.programme, field, value, titles, scene.lang)
        })
        .filter(|text| !text.is_empty())
        .take(4)
        .collect();
    let open = record.fields.get(8).and_then(Value::as_text) == Some("dang_lam");
    let due = kind.field_by_id("due").and_then(|f| record.fields.get(f.no)?.as_date());
    let note = match due {
        Some(day) if kind.is(KindRole::Task) && open => {
            say::days_left(scene.lang, format::days_between(scene.day, day))
        }
        _ => String::new(),
    };
    (parts.join(" · "), note)
}
