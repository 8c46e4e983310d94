//! The first screen: drafts, commitments due, planned visits, periodic duties, incomplete records.

use std::collections::BTreeMap;

use crate::app::Effect;
use crate::app::env::Env;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, concerns_rows, moves};
use crate::app::lines::movement;
use crate::app::lines::{ScreenLine, ScreenLines};
use crate::app::requests::Holds;
use crate::app::title;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::{Lang, app as say};
use crate::programme::calendar;
use crate::programme::role::KindRole;
use crate::programme::short_names::shortened;
use crate::programme::spec::Programme;
use crate::record::{Date, Draft, DueIn, DueList, DueRecord, Id, KindNo, Reviewed, Today};
use crate::text::{cells, format};

/// Cells of a row before its text, before its note and after it.
const AROUND_ROW: usize = 5;

#[derive(Debug, Default)]
pub struct TodayLayer {
    pub lines: ScreenLines,
    /// `None` until the store has answered
    pub today: Option<Box<Today>>,
    /// move the cursor to the first row when the next answer arrives
    pub from_top: bool,
}

/// What the lines are built from, besides the answer of the store.
pub struct TodayScene<'a> {
    pub programme: &'a Programme,
    pub drafts: &'a [Draft],
    /// titles of the records that drafts link to, as far as known
    pub titles: &'a BTreeMap<Id, String>,
    pub day: Date,
    pub lang: Lang,
    /// rows of the body, which limit the rows of each group
    pub height: usize,
    /// the keymap's key for a new visit
    pub visit_key: String,
    /// name of headquarters, from `sync_status::superior`
    pub superior: String,
    /// warning that headquarters has revoked this device
    pub revoked: Option<String>,
    /// width of the body in cells
    pub width: usize,
}

impl TodayLayer {
    pub fn build(&mut self, scene: &TodayScene) {
        let Some(today) = &self.today else { return };
        let mut lines = Vec::new();
        let headquarters = scene.programme.with_role(KindRole::Case).is_some();
        // records sent back are for the officer to correct, so headquarters does not list them
        if let Some(text) = &scene.revoked {
            let width = scene.width.saturating_sub(4).max(16);
            lines.extend(cells::wrap(text, width).into_iter().map(ScreenLine::text));
            lines.push(ScreenLine::blank());
        }
        if !headquarters {
            returned(&mut lines, scene, today);
            edited(&mut lines, scene, today);
            let heading =
                say::assigned_heading(scene.lang, &scene.superior, today.assigned.total);
            group(&mut lines, scene, heading, &[&today.assigned]);
        }
        if today.matters.total > 0 {
            let heading = say::matters_heading(scene.lang, today.matters.total);
            group(&mut lines, scene, heading, &[&today.matters]);
        }
        if headquarters {
            let corrected = say::corrected_heading;
            review_queue(&mut lines, scene, &today.corrected, Reviewed::Corrected, corrected);
            review_queue(&mut lines, scene, &today.queue, Reviewed::Waits, say::queue_heading);
        }
        drafts(&mut lines, scene);
        let count = |a: &DueList, b: &DueList| a.total + b.total;
        let tasks = [&today.tasks_overdue, &today.tasks_due];
        let visits = [&today.visits_missed, &today.visits_planned];
        let due = say::due_heading(scene.lang, count(tasks[0], tasks[1]));
        group(&mut lines, scene, due, &tasks);
        let planned = say::planned_heading(scene.lang, count(visits[0], visits[1]));
        group(&mut lines, scene, planned, &visits);
        duties(&mut lines, scene, today);
        if today.incomplete > 0 {
            let text = say::incomplete_row(scene.lang, today.incomplete);
            lines.push(ScreenLine::row(text, String::new(), Intent::Act(Action::GoIncomplete)));
        }
        if lines.is_empty() {
            lines.push(ScreenLine::text(say::nothing_due(scene.lang)));
            lines.push(ScreenLine::blank());
        }
        let hint = say::start_visit(scene.lang, &scene.visit_key);
        lines.push(ScreenLine::row(hint, String::new(), Intent::Act(Action::VisitNew)));
        self.lines.replace(lines);
        if std::mem::take(&mut self.from_top) {
            self.lines.first();
        }
    }
}

/// Adds the counts of records that wait for a reviewer, a row for each kind.
fn review_queue(
    lines: &mut Vec<ScreenLine>,
    scene: &TodayScene,
    counts: &[(KindNo, usize)],
    reviewed: Reviewed,
    heading: fn(Lang, usize) -> String,
) {
    let row = |(kind, n): &(KindNo, usize)| {
        let label = scene.programme.kind(*kind)?.label.get(scene.lang).to_owned();
        let count = format::show_int(i64::try_from(*n).unwrap_or(i64::MAX));
        Some(ScreenLine::row(label, count, Intent::OpenQueue(*kind, reviewed)))
    };
    let rows: Vec<ScreenLine> = counts.iter().filter_map(row).collect();
    if rows.is_empty() {
        return;
    }
    lines.push(ScreenLine::heading(heading(scene.lang, counts.iter().map(|(_, n)| n).sum())));
    lines.extend(rows);
    lines.push(ScreenLine::blank());
}

/// Adds the records that headquarters sent back, with their reasons.
fn returned(lines: &mut Vec<ScreenLine>, scene: &TodayScene, today: &Today) {
    if today.returned.is_empty() {
        return;
    }
    lines.push(ScreenLine::heading(say::returned_heading(
        scene.lang,
        &scene.superior,
        today.returned_total,
    )));
    let room = room(scene);
    for row in today.returned.iter().take(room) {
        let target = Intent::OpenRecord(row.kind, row.id);
        lines.push(ScreenLine::row(row.title.clone(), String::new(), target));
        lines.push(ScreenLine::text(say::returned_reason(scene.lang, &row.reason)));
    }
    if today.returned_total > room {
        let words = say::and_more(scene.lang, today.returned_total - room);
        let kinds = today.returned_kinds.iter().map(|(kind, _)| *kind).collect();
        lines.push(ScreenLine::row(words, String::new(), Intent::OpenReturned(kinds)));
    }
    lines.push(ScreenLine::blank());
}

/// Adds what a reviewer changed in the officer's records, with the old answers and the reason.
fn edited(lines: &mut Vec<ScreenLine>, scene: &TodayScene, today: &Today) {
    if today.edited.is_empty() {
        return;
    }
    lines.push(ScreenLine::heading(say::edited_heading(scene.lang, &scene.superior)));
    for row in &today.edited {
        let target = Intent::OpenRecord(row.kind, row.id);
        lines.push(ScreenLine::row(row.title.clone(), String::new(), target));
        // wrapped, not cut: the reason is at the end
        let words = cells::wrap(&row.reason, scene.width.saturating_sub(6).max(16));
        lines.extend(words.into_iter().map(|line| ScreenLine::text(format!("  {line}"))));
    }
    lines.push(ScreenLine::blank());
}

fn drafts(lines: &mut Vec<ScreenLine>, scene: &TodayScene) {
    let open: Vec<&Draft> = scene.drafts.iter().filter(|d| !d.hidden).collect();
    if open.is_empty() {
        return;
    }
    lines.push(ScreenLine::heading(say::drafts_heading(scene.lang, open.len())));
    for draft in open {
        let Some(kind) = scene.programme.kind(draft.kind) else { continue };
        let at =
            draft.at.and_then(|path| kind.field(path.field)).map(|f| f.label.get(scene.lang));
        let label = title::draft(scene.programme, draft, scene.titles, scene.lang);
        let (text, note) = say::draft_row(
            scene.lang,
            &label,
            at.unwrap_or("–"),
            &format::moment_from_millis(draft.changed, scene.day),
        );
        lines.push(ScreenLine::row(text, note, Intent::OpenDraft(draft.id)));
    }
    lines.push(ScreenLine::blank());
}

/// Maximum number of rows of a group; one more line opens the whole list.
fn room(scene: &TodayScene) -> usize {
    (scene.height.saturating_sub(8) / 2).max(4)
}

/// Adds periodic duties: reports, expiring certificates, follow-ups of classes.
fn duties(lines: &mut Vec<ScreenLine>, scene: &TodayScene, today: &Today) {
    let lang = scene.lang;
    let left = |day| say::days_left(lang, format::days_between(scene.day, day));
    let record = |words: String, due: &DueRecord| {
        ScreenLine::row(words, left(due.day), Intent::OpenRecord(due.kind, due.id))
    };
    let mut rows = Vec::new();
    if let Some(reports) = calendar::reports(scene.day) {
        let due = left(reports.by);
        let target = Intent::OpenReport(reports.periods());
        rows.push(ScreenLine::row(report_words(lang, &reports), due, target));
    }
    let classes = [&today.classes_overdue, &today.classes_due];
    let total: usize = classes.iter().map(|dues| dues.total).sum();
    let owed = classes.iter().flat_map(|dues| &dues.rows);
    let owed = owed.map(|due| record(say::follow_up_owed(lang, &due.title), due));
    shorten(&mut rows, scene, owed, room(scene).div_ceil(2), &classes);
    let lapsing = today.certificates.rows.iter();
    let lapsing = lapsing.map(|due| record(say::certificate_lapses(lang, &due.title), due));
    shorten(&mut rows, scene, lapsing, room(scene).div_ceil(2), &[&today.certificates]);
    if !rows.is_empty() {
        let reports = usize::from(calendar::reports(scene.day).is_some());
        let count = reports + total + today.certificates.total;
        lines.push(ScreenLine::heading(say::duties_heading(lang, count)));
        lines.append(&mut rows);
        lines.push(ScreenLine::blank());
    }
}

/// Adds the first `room` rows, and a row that opens the whole list if there are more.
fn shorten(
    lines: &mut Vec<ScreenLine>,
    scene: &TodayScene,
    rows: impl Iterator<Item = ScreenLine>,
    room: usize,
    groups: &[&DueList],
) {
    lines.extend(rows.take(room));
    let total: usize = groups.iter().map(|dues| dues.total).sum();
    let kind = groups.iter().flat_map(|dues| &dues.rows).map(|due| due.kind).next();
    let ends = groups.first().zip(groups.last());
    if let Some((kind, (first, last))) = kind.zip(ends).filter(|_| total > room) {
        // overdue and coming days are adjacent, so one range covers both
        let all = DueIn { before: last.of.before, ..first.of };
        let words = say::and_more(scene.lang, total - room);
        lines.push(ScreenLine::row(words, String::new(), Intent::OpenDue(kind, all)));
    }
}

/// The text of the row with all reports due on one day.
fn report_words(lang: Lang, reports: &calendar::ReportsDue) -> String {
    let mut words = say::report_month(lang, reports.by.month, reports.by.year);
    let more = [
        reports.quarter.map(|quarter| say::report_quarter(lang, quarter)),
        reports.half.map(|half| say::report_half(lang, half)),
        reports.year.then(|| say::report_year(lang)),
    ];
    for more in more.into_iter().flatten() {
        words = format!("{words}, {more}");
    }
    words
}

/// Adds a heading and its rows, each with the days left.
fn group(
    lines: &mut Vec<ScreenLine>,
    scene: &TodayScene,
    heading: String,
    groups: &[&DueList],
) {
    if groups.iter().all(|dues| dues.rows.is_empty()) {
        return;
    }
    lines.push(ScreenLine::heading(heading));
    let rows = groups.iter().flat_map(|dues| &dues.rows).map(|due| {
        let visit = scene.programme.kind(due.kind).is_some_and(|k| k.is(KindRole::Visit));
        let note = say::days_left(scene.lang, format::days_between(scene.day, due.day));
        let room = scene.width.saturating_sub(cells::width(&note) + AROUND_ROW);
        let text = match (visit, due.home_title.is_empty()) {
            (true, false) => {
                let day = format::show_date_short(due.day);
                let planned = |home: &str| say::visit_planned(scene.lang, home, &day);
                let whole = planned(&due.home_title);
                let is_long = cells::width(&whole) > room;
                if is_long { planned(&shortened(&due.home_title)) } else { whole }
            }
            (_, true) => due.title.clone(),
            (false, false) => with_home(&due.title, &due.home_title, room),
        };
        ScreenLine::row(text, note, Intent::OpenRecord(due.kind, due.id))
    });
    shorten(lines, scene, rows, room(scene), groups);
    lines.push(ScreenLine::blank());
}

/// The title of a commitment and the name of its establishment in `room` cells: the name stays, since
/// many commitments read alike.
fn with_home(title: &str, home: &str, room: usize) -> String {
    let whole = format!("{title} – {home}");
    if cells::width(&whole) <= room {
        return whole;
    }
    let home = shortened(home);
    let home = cells::cut_middle(&home, room * 2 / 3);
    let title = cells::cut(title, room.saturating_sub(cells::width(&home) + 3));
    format!("{title} – {home}")
}

impl Layer for TodayLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::List.chain().to_vec()
    }

    fn title(&self, _programme: &'static Programme, lang: Lang) -> String {
        say::today(lang)
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        match action {
            Action::ListOpen => self.lines.target().is_some(),
            Action::RecordDelete | Action::FormDiscard => self.draft().is_some(),
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        if !movement(&mut self.lines, action, env.body_height()) && action == Action::ListOpen {
            return self.lines.target().cloned().into_iter().collect();
        }
        Vec::new()
    }

    fn fetch(&mut self, _id: LayerId, _env: &Env) -> Vec<Effect> {
        vec![Effect::Today]
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        concerns_rows(action).then_some(Holds::Content)
    }

    fn resize(&mut self, env: &Env) {
        self.lines.scroll_to_cursor(env.body_height());
    }
}

impl TodayLayer {
    /// The draft on the row under the cursor.
    pub fn draft(&self) -> Option<Id> {
        match self.lines.target() {
            Some(Intent::OpenDraft(id)) => Some(*id),
            _ => None,
        }
    }
}
