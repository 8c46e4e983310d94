//! Runs a plan on the notebook: checks each row against existing records and commits those that
//! pass, in groups. A dry run does everything but the commit.

use std::collections::HashSet;

use super::duplicates::Doubles;
use super::earlier::{EarlierRow, Entered};
use super::link;
use super::mapping::Mapping;
use super::note::{ImportNote, Note, NoteSort};
use super::plan::ImportPlan;
use super::published::Published;
use super::revise::{Revised, Reviser, Revision, RevisionMode, RowOutcome};
use super::unclear;
use crate::app::title;
use crate::cancel::CancelToken;
use crate::lang::{Lang, listing};
use crate::office::pace::PaceStep;
use crate::programme::check::Fault;
use crate::programme::spec::{Field, Kind, Label, Type};
use crate::record::{Batch, Change, FieldNo, Fields, Origin, ReadOptions, Value};
use crate::services::import::report::ImportReport;
use crate::services::import::row::{PackedRow, PlanRow};
use crate::services::record_text::named;
use crate::services::samples;
use crate::services::validator;
use crate::services::validator::{RecordValidator, RisingIds};
use crate::store::{CommitError, StoreError, messages};

/// Rows per commit, which is one fsync.
const GROUP: usize = 64;

/// Options of a run.
pub struct RunOptions<'a> {
    pub is_dry_run: bool,
    /// import duplicates too
    pub duplicates: bool,
    /// label of the batch, by which it can be undone
    pub label: &'a str,
    pub wanted: ReadOptions,
    /// headquarters publishes: a row with the key of an official record revises it
    pub publishing: bool,
    /// Unix milliseconds, for new ids
    pub now: u64,
    /// checked before every group
    pub cancel: CancelToken,
    /// called after every group: rows done, rows in all
    pub progress: &'a mut dyn FnMut(usize, usize),
    /// called while the file is read
    pub reading: &'a mut dyn FnMut(PaceStep),
    /// column mapping; `None` uses the remembered one
    pub mapping: Option<Mapping>,
}

pub fn run(
    plan: ImportPlan,
    kind: &Kind,
    validator: &RecordValidator<'_>,
    how: &mut RunOptions<'_>,
) -> Result<ImportReport, StoreError> {
    let entered = Entered::load(validator.store, kind)?;
    let all = plan.rows.len();
    let options = !how.publishing;
    let mut report = ImportReport {
        is_dry_run: how.is_dry_run,
        options,
        sheet: plan.sheet,
        ..ImportReport::default()
    };
    report.notes.extend(plan.notes.iter().map(|note| (None, note.clone())));
    (report.columns, report.hidden) = (plan.columns, plan.hidden);
    report.in_doubt = plan.in_doubt;
    (report.source, report.values) = (plan.source, plan.values);
    report.whole.start = labelled_answers(&plan.start, kind, validator)?;
    let mode = RevisionMode { now: how.now, publishing: how.publishing };
    let reviser = Reviser::load(&plan.rows, plan.layout, kind, validator, mode)?;
    // these questions do have a column, although it is not read
    report.whole.unread = plan
        .unread
        .iter()
        .filter_map(|no| kind.field(*no))
        .map(|f| f.label.vi.clone())
        .collect();
    let (headings, asked) = (plan.headings, plan.asked_fields);
    let heading = |field: &Field, lang_vi: bool| {
        headings.get(&field.no).cloned().unwrap_or_else(|| {
            if lang_vi { field.label.vi.clone() } else { field.label.en.clone() }
        })
    };
    let mut rows = plan.rows.into_iter();
    let doubles = Doubles::load(validator.store, kind)?;
    let ids = RisingIds::default();
    if !how.is_dry_run && !how.publishing {
        let (id, label) = (RisingIds::default().next(how.now)?, how.label.to_owned());
        report.batch = Some(Batch { id, undoes: None, made: how.now, label });
    }
    let published = how.publishing.then(|| Published::of(kind));
    let is_enrolled = samples::is_enrolled(validator.store.dir());
    let mut run = GroupRun {
        kind,
        validator,
        ids,
        entered,
        asked,
        doubles,
        reviser,
        published,
        is_enrolled,
    };
    while rows.len() > 0 && !how.cancel.is_cancelled() {
        let group = rows.by_ref().take(GROUP).collect();
        if let Err(error) = run.group(group, &mut report, how, &heading) {
            report.failed = Some(error);
            break;
        }
        (how.progress)(all - rows.len(), all);
    }
    let shared: Vec<_> = report.whole.notes().map(|note| (None, note)).collect();
    report.notes.extend(shared);
    report.notes.extend(run.reviser.notes().map(|note| (None, note)));
    (report.revised.clashes, report.revised.taken) = run.reviser.clashes;
    report.rows = report.entered + report.refused;
    report.rows += report.revised.records + report.revised.same;
    let waits = report.known_rows.len() + report.doubles.len() + report.doubtful.len();
    report.rows += waits as u64;
    report.rows_left = all as u64 - report.rows;
    report.ask_of_rows_that_enter();
    report.notes.sort_by_key(|(line, _)| *line);
    Ok(report)
}

/// Answers with the labels of their questions.
fn labelled_answers(
    fields: &Fields,
    kind: &Kind,
    validator: &RecordValidator<'_>,
) -> Result<Vec<(Label, Label)>, StoreError> {
    let titles = validator.store.records().titles(&named(fields))?;
    let both = |(no, value): (FieldNo, &Value)| {
        let field = kind.field(no)?;
        let text = |lang| title::answer_text(validator.programme, field, value, &titles, lang);
        Some((field.label.clone(), Label { vi: text(Lang::Vi), en: text(Lang::En) }))
    };
    Ok(fields.iter().filter_map(both).collect())
}

/// State that is shared by all groups.
struct GroupRun<'a> {
    kind: &'a Kind,
    validator: &'a RecordValidator<'a>,
    ids: RisingIds,
    entered: Entered,
    asked: HashSet<FieldNo>,
    doubles: Doubles<'a>,
    reviser: Reviser<'a>,
    published: Option<Published<'a>>,
    /// what enters goes to headquarters
    is_enrolled: bool,
}

impl GroupRun<'_> {
    /// The report includes everything that is durable, even if the store fails halfway.
    fn group(
        &mut self,
        rows: Vec<PackedRow>,
        report: &mut ImportReport,
        how: &RunOptions<'_>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<(), StoreError> {
        let mut ready = Vec::new();
        for row in rows {
            let mut row = row.open()?;
            match self.row(&mut row, how, heading)? {
                RowVerdict::Enters(change) => ready.push((row, change, None)),
                RowVerdict::Changes(revised) => {
                    let change = revised.change.clone();
                    ready.push((row, change, Some(revised)));
                }
                RowVerdict::Same => {
                    report.revised.same += 1;
                    report.keep(row);
                }
                RowVerdict::Refused => report.refuse(row),
                RowVerdict::Doubtful => {
                    report.doubtful.push(row.line);
                    report.keep(row);
                }
                RowVerdict::Here => report.known_rows.push(row.line),
                RowVerdict::Double => {
                    report.doubles.push(row.line);
                    report.keep(row);
                }
            }
        }
        let entered = report.enter(ready, self.validator.store, how.is_dry_run);
        if !how.is_dry_run {
            self.validator.forget_expected();
        }
        entered
    }

    fn row(
        &mut self,
        row: &mut PlanRow,
        how: &RunOptions<'_>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowVerdict, StoreError> {
        let (kind, validator) = (self.kind, self.validator);
        if row.doubtful {
            return Ok(RowVerdict::Doubtful);
        }
        if let Some(published) = &mut self.published {
            link::resolve(row, kind, validator)?;
            unclear::stop(row);
            published.look(row, validator)?;
            if row.refused() {
                return Ok(RowVerdict::Refused);
            }
        }
        // an exported record keeps its id, so that links to it stay valid; also a deleted one
        let there = row.id.map(|id| validator.store.records().get(id)).transpose()?.flatten();
        if let Some(record) = there {
            let outcome = match row.source.is_none() && self.published.is_some() {
                true => self.reviser.publish(row, &record, &self.asked, heading)?,
                false => self.reviser.row(row, &record, heading)?,
            };
            return Ok(match outcome {
                RowOutcome::Same => RowVerdict::Same,
                RowOutcome::Refused => RowVerdict::Refused,
                RowOutcome::Changes(revised) => RowVerdict::Changes(revised),
            });
        }
        // the linked record may distinguish this row from equal ones
        if row.id.is_none() && !how.publishing {
            link::resolve(row, kind, validator)?;
        }
        let id = match row.id {
            Some(_) if self.reviser.is_copy(row) => return Ok(refuse(row, Revision::Copied)),
            Some(id) => {
                row.shared.new_id = true;
                id
            }
            None if how.publishing => self.ids.next(how.now)?,
            None => match self.entered.earlier_row(&row.print) {
                EarlierRow::Here => {
                    self.doubles.add(row, None);
                    return Ok(RowVerdict::Here);
                }
                EarlierRow::New(tail) => self.ids.next_ending(how.now, tail),
            },
        };
        if row.is_made_up && self.is_enrolled {
            return Ok(refuse(row, Revision::MadeUpEnrolled));
        }
        link::resolve(row, kind, validator)?;
        let mut verdict = validator.new_record(kind, id, &mut row.fields)?;
        while !how.publishing
            && unclear::leave_out(validator.programme, row, kind, &verdict.wrong, heading)
        {
            verdict = validator.new_record(kind, id, &mut row.fields)?;
        }
        if !how.publishing && row.id.is_none() {
            unclear::leave_out_unasked(validator.programme, row, kind, heading);
        }
        add_notes(row, kind, &verdict, &self.asked, heading);
        if row.refused() {
            return Ok(RowVerdict::Refused);
        }
        if let Some(twin) = self.doubles.twin(row, id, validator)? {
            let enters = how.duplicates;
            let sort = if enters { NoteSort::Warning } else { NoteSort::Double };
            // the first of the equal rows already has these notes
            match twin.has_same_name() {
                _ if enters => {}
                true => row.notes.clear(),
                false => row.notes.retain(|note| !note.what.says_it_enters()),
            }
            row.notes.push(Note::of_row(sort, ImportNote::Double(twin)));
            if !enters {
                return Ok(RowVerdict::Double);
            }
        }
        let fields = row.fields.clone();
        let origin = if row.is_made_up { Origin::MadeUp } else { Origin::Import };
        if row.is_made_up {
            let note = ImportNote::Revision(Revision::MadeUp);
            row.notes.push(Note::of_row(NoteSort::Warning, note));
        }
        let change = Change::Create { kind: kind.no, id, fields, origin };
        // checked here too, so that a dry run gives the same result
        match validator.store.fits(&change) {
            Ok(record) => {
                self.doubles.add(row, Some(id));
                validator.expect(record);
                Ok(RowVerdict::Enters(change))
            }
            Err(refused) => {
                row.refuse(&refused);
                Ok(RowVerdict::Refused)
            }
        }
    }
}

/// Refuses a row for one reason, which makes all others irrelevant.
fn refuse(row: &mut PlanRow, why: Revision) -> RowVerdict {
    row.notes = vec![Note::of_row(NoteSort::Fault, ImportNote::Revision(why))];
    RowVerdict::Refused
}

enum RowVerdict {
    Enters(Change),
    /// changes an existing record
    Changes(Revised),
    /// has the id of an existing record, without a change
    Same,
    Refused,
    /// entered by an earlier import
    Here,
    /// duplicates a record or another row
    Double,
    /// may be no record
    Doubtful,
}

impl PlanRow {
    pub(crate) fn refuse(&mut self, error: &CommitError) {
        let mut push = |vi, en| {
            self.notes.push(Note::of_row(NoteSort::Fault, ImportNote::Rule { vi, en }))
        };
        match error {
            CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
                faults.iter().for_each(|f| push(f.text(Lang::Vi), f.text(Lang::En)));
            }
            other => push(messages::commit(other, Lang::Vi), messages::commit(other, Lang::En)),
        }
    }
}

fn add_notes(
    row: &mut PlanRow,
    kind: &Kind,
    verdict: &validator::Validation,
    asked: &HashSet<FieldNo>,
    heading: &dyn Fn(&Field, bool) -> String,
) {
    let field = |fault: &Fault| kind.field(fault.at.field);
    let mut push = |sort: NoteSort, fault: &Fault| {
        let message = ImportNote::Rule { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
        let column = field(fault).map(|f| heading(f, true));
        row.notes.push(Note { sort, column, what: message });
    };
    verdict.wrong.iter().for_each(|fault| push(NoteSort::Fault, fault));
    let is_asked = |fault: &&Fault| asked.contains(&fault.at.field);
    let (of_row, of_file): (Vec<_>, Vec<_>) = verdict.warnings.iter().partition(is_asked);
    of_row.into_iter().for_each(|fault| push(NoteSort::Warning, fault));
    if row.refused() {
        return;
    }
    for fault in of_file {
        let words = (fault.text(Lang::Vi), fault.text(Lang::En));
        row.shared.warns.push(words);
    }
    row.incomplete = !verdict.lacking.is_empty();
    // an answer computed from a missing answer need not be filled in
    let computed = |fault: &&Fault| field(fault).is_some_and(|field| field.computed.is_some());
    let to_fill = verdict.lacking.iter().any(|fault| !computed(&fault));
    let lacking = verdict.lacking.iter().filter(|fault| !(to_fill && computed(fault)));
    let (of_row, of_file): (Vec<_>, Vec<_>) = lacking.partition(is_asked);
    for field in of_file.into_iter().filter_map(field) {
        let names = (field.label.vi.clone(), field.label.en.clone());
        match field.ty {
            // a list has no columns for a table
            Type::Lines(_) => row.shared.warns.push((
                listing::table_to_fill(Lang::Vi, &names.0),
                listing::table_to_fill(Lang::En, &names.1),
            )),
            _ => row.shared.missing.push(names),
        }
    }
    if !of_row.is_empty() {
        let names = |vi: bool| {
            of_row.iter().filter_map(|fault| field(fault)).map(|f| heading(f, vi)).collect()
        };
        row.notes.push(Note::of_row(
            NoteSort::Info,
            ImportNote::Lacks { vi: names(true), en: names(false) },
        ));
    }
}
