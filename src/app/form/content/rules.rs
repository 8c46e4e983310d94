//! Applies the rules of a kind to the answers of a form.

use super::super::Env;
use super::super::edit::is_typed;
use super::super::spot::Spot;
use super::super::typed_day;
use super::FormContent;
use crate::programme::check::{self, Context, Subject};
use crate::programme::compute;
use crate::programme::faults::{Fault, FaultKind};
use crate::programme::spec::{Field, Kind, Level, Programme};
use crate::record::{Change, Fields, Origin, Path, Typed, Value};
use crate::text::format;

impl FormContent {
    /// The fields that the form shows now, in order.
    pub(in crate::app::form) fn asked(
        &self,
        programme: &'static Programme,
    ) -> Vec<&'static Field> {
        let Some(kind) = self.spec(programme) else { return Vec::new() };
        let asked = check::asked_fields(programme, &self.subject(kind));
        asked.into_iter().filter_map(|no| kind.field(no)).collect()
    }

    /// Whether this field is required now, judged from the record alone.
    pub(in crate::app::form) fn required(
        &self,
        programme: &'static Programme,
        field: &Field,
    ) -> bool {
        let Some(kind) = self.spec(programme) else { return false };
        let (subject, context) = (self.subject(kind), check::Context::default());
        check::required_now(&check::QuestionContext::new(programme, &subject, &context, field))
    }

    /// Whether a required answer is missing at the spot.
    pub(in crate::app::form) fn is_lacking(
        &self,
        spot: Spot,
        programme: &'static Programme,
    ) -> bool {
        let (Some(kind), no) = (self.spec(programme), spot.field()) else { return false };
        let whole = matches!(spot, Spot::Field(_) | Spot::Add(_));
        let field = kind.field(no).filter(|_| whole && self.draft.fields.get(no).is_none());
        field.is_some_and(|field| self.required(programme, field))
    }

    pub(in crate::app::form) fn subject<'a>(&'a self, kind: &'a Kind) -> Subject<'a> {
        Subject {
            kind,
            id: self.subject_id(),
            fields: &self.draft.fields,
            before: self.before.as_deref(),
        }
    }

    /// The change to commit: a new record, or only the differences from the edited one.
    pub(in crate::app::form) fn changes(&self) -> Vec<Change> {
        let Some(before) = &self.before else {
            let (kind, id) = (self.draft.kind, self.draft.id);
            let (fields, origin) = (self.draft.fields.clone(), Origin::Officer);
            return vec![Change::Create { kind, id, fields, origin }];
        };
        let now = &self.draft.fields;
        let gone = before.fields.iter().filter(|(no, _)| now.get(*no).is_none());
        let mut set: Vec<_> = gone.map(|(no, _)| (no, None)).collect();
        let new = now.iter().filter(|(no, value)| before.fields.get(*no) != Some(*value));
        set.extend(new.map(|(no, value)| (no, Some(value.clone()))));
        set.sort_by_key(|(no, _)| *no);
        vec![Change::Patch { id: before.id, base: before.head, set }]
    }

    /// Recomputes answers after the changes since `was`; overridden ones stay.
    pub(in crate::app::form) fn recompute(&mut self, was: &Fields, env: &Env) {
        let Some(kind) = self.spec(env.programme) else { return };
        let context = Context { today: env.today, officer: env.officer, found: Vec::new() };
        let subject = self.subject(kind);
        self.draft.fields = compute::recompute(env.programme, &subject, was, &context);
        self.recheck_faults(env);
    }

    /// Removes faults that no longer apply. New faults are found only by a save.
    pub(in crate::app::form) fn recheck_faults(&mut self, env: &Env) {
        if self.faults.is_empty() {
            return;
        }
        let still = check_here(self, env);
        let typed = &self.draft.typed;
        let of_text = |fault: &Fault| typed.iter().any(|typed| typed.path == fault.at);
        self.faults.retain(|fault| of_text(fault) || still.contains(fault));
    }

    /// Parses a pair of coordinates typed into the latitude field and fills both fields; false if
    /// the text is not a pair.
    pub(in crate::app::form) fn coordinates(
        &mut self,
        field: &Field,
        path: Path,
        text: &str,
        env: &Env,
    ) -> bool {
        if field.id != "lat" {
            return false;
        }
        let longitude =
            self.spec(env.programme).and_then(|k| k.field_by_id("lon")).map(|f| f.no);
        let (Some(longitude), Ok((lat, lon))) = (longitude, format::parse_coordinates(text))
        else {
            return false;
        };
        self.put(path, Some(Value::Decimal(lat)), env);
        self.put(Path::field(longitude), Some(Value::Decimal(lon)), env);
        true
    }

    /// Adds a fault to each field with filter text from which nothing was chosen.
    pub(in crate::app::form) fn mark_unchosen(&mut self, env: &Env) {
        let typed = self.draft.typed.iter();
        let unchosen = typed.filter_map(|typed| {
            let field = self.field_at(env.programme, typed.path)?;
            (!is_typed(field)).then(|| fault_of_text(self, typed, env))?
        });
        let unchosen: Vec<Fault> = unchosen.collect();
        for fault in unchosen {
            self.forget_faults(fault.at);
            self.faults.push(fault);
        }
    }

    /// Drops unfinished texts and faults of hidden fields: the officer could not correct them.
    pub(in crate::app::form) fn drop_hidden_texts(&mut self, env: &Env) {
        let asked: Vec<_> = self.asked(env.programme).iter().map(|field| field.no).collect();
        self.draft.typed.retain(|typed| asked.contains(&typed.path.field));
        self.faults.retain(|fault| asked.contains(&fault.at.field));
    }
}

/// The faults of the answers, as far as the form knows the records that the rules read.
fn check_here(content: &mut FormContent, env: &Env) -> Vec<Fault> {
    let Some(kind) = content.spec(env.programme) else { return Vec::new() };
    let found = std::mem::take(&mut content.seen_clashes);
    let context = Context { today: env.today, officer: env.officer, found };
    let faults = check::check(env.programme, &content.subject(kind), &context);
    content.seen_clashes = context.found;
    faults
}

/// The faults of the unfinished texts, and all other errors that can be told without a save.
pub(in crate::app::form) fn faults_with_texts(
    content: &mut FormContent,
    env: &Env,
) -> Vec<Fault> {
    let mut faults = check_here(content, env);
    faults.retain(|fault| fault.level == Level::Error && content.typed_at(fault.at).is_none());
    let typed = content.draft.typed.iter();
    faults.extend(typed.filter_map(|typed| fault_of_text(content, typed, env)));
    faults
}

fn fault_of_text(content: &FormContent, typed: &Typed, env: &Env) -> Option<Fault> {
    let field = content.field_at(env.programme, typed.path)?;
    let what = match is_typed(field) {
        true => {
            let place = (field, typed.path);
            typed_day::parse(content, place, &typed.text, env.programme, env.today).err()?
        }
        false => FaultKind::Unchosen { given: typed.text.clone() },
    };
    let (at, level, label) = (typed.path, Level::Error, field.label.clone());
    Some(Fault { at, level, label, what })
}
