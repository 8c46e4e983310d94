//! From a record to what is counted of it. Questions are asked by their ids: what a number of the
//! programme means is known here and nowhere else in this module.

mod results;

use super::facts::*;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::programme::{check, reference};
use crate::record::{Date, Fields, Id, Origin, Record, Value};
use crate::text::format;

/// The kinds whose records are read one by one; establishments and visits, of which there are
/// most, may be `fill`ed in.
pub const SMALL_KINDS: [&str; 14] = [
    "project",
    "training",
    "employment",
    "product",
    "honour",
    "fair",
    "model",
    "measurement",
    "value_chain",
    "coordinated_support",
    "intl_lead",
    "task",
    "target",
    "priority_place",
];

impl Facts {
    /// Whether an establishment is now said to lie elsewhere: its record alone does not say whether it
    /// has moved.
    pub fn lies_elsewhere(&self, programme: &Programme, record: &Record, at: Ref) -> bool {
        let home = programme.with_role(KindRole::Home).filter(|kind| kind.no == record.kind);
        let place = home.and_then(|kind| record.fields.get(kind.field_by_id("place")?.no));
        let now = place.and_then(site_of).unwrap_or_default();
        home.is_some() && self.establishments.get(at).is_some_and(|was| was.site != now)
    }

    /// Takes a record in, or in the place of what was known of it. `place` gives the place of any
    /// record, also of one that has not been seen yet.
    pub fn put(
        &mut self,
        programme: &Programme,
        record: &Record,
        place: &mut dyn FnMut(Id) -> Ref,
    ) {
        let Some(kind) = programme.kind(record.kind) else { return };
        let at = place(record.id);
        let living = record.deleted.is_none() && record.alias_of().is_none();
        let complete = living && !check::incomplete(programme, kind, &record.fields);
        let official = kind.is_official(record);
        let counted = complete && programme.counts_record(kind, record);
        let mut ask =
            RecordAnswers { programme, of: Of::Kind(kind), fields: &record.fields, place };
        let made_up = living && record.origin == Origin::MadeUp;
        let counts = SMALL_KINDS.contains(&kind.id.as_str());
        self.made_up.put(at, (made_up && counts).then_some(()));
        match kind.id.as_str() {
            "establishment" => {
                self.establishments.put(at, Some(ask.establishment(living, complete)));
            }
            "visit" => self.visits.put(at, ask.visit().filter(|_| complete)),
            "project" => {
                self.projects.put(at, living.then(|| ask.project(complete)));
            }
            "training" => self.trainings.put(at, ask.training().filter(|_| complete)),
            "employment" => {
                self.employments.put(at, ask.employment(record.id).filter(|_| complete));
            }
            "product" => self.products.put(at, ask.link("establishment").filter(|_| living)),
            "honour" => self.honours.put(at, ask.honour().filter(|_| complete)),
            "fair" => self.fairs.put(at, ask.fair().filter(|_| complete)),
            "model" => self.models.put(at, living.then(|| ask.model(complete))),
            "measurement" => {
                self.measurements.put(at, ask.measurement(record.id).filter(|_| complete));
            }
            "value_chain" => self.chains.put(at, ask.chain().filter(|_| complete)),
            "coordinated_support" => self.supports.put(at, ask.support().filter(|_| complete)),
            "intl_lead" => self.leads.put(at, ask.lead().filter(|_| complete)),
            "task" => self.tasks.put(at, ask.task().filter(|_| complete)),
            "target" => self.goals.put(at, ask.goal(official).filter(|_| counted)),
            "priority_place" => self.places.put(at, ask.priority().filter(|_| counted)),
            _ => {}
        }
    }
}

/// The place of a commune by its code.
pub fn site(commune: &str) -> Site {
    let Some(known) = reference::commune(commune) else { return Site::default() };
    let number = |digits: &str| digits.parse::<u32>().unwrap_or(0);
    let province = u8::try_from(number(known.province)).unwrap_or(0);
    Site { province, commune: number(known.code) }
}

fn site_of(value: &Value) -> Option<Site> {
    match value {
        Value::Place(place) => Some(site(&place.commune)),
        _ => None,
    }
}

enum Of<'a> {
    Kind(&'a Kind),
    Table(&'a Field),
}

struct RecordAnswers<'a, 'p> {
    programme: &'a Programme,
    of: Of<'a>,
    fields: &'a Fields,
    place: &'p mut dyn FnMut(Id) -> Ref,
}

impl<'a> RecordAnswers<'a, '_> {
    fn field(&self, id: &str) -> Option<&'a Field> {
        match self.of {
            Of::Kind(kind) => kind.field_by_id(id),
            Of::Table(field) => field.columns().iter().find(|c| c.id == id),
        }
    }

    fn value(&self, id: &str) -> Option<&'a Value> {
        self.fields.get(self.field(id)?.no)
    }

    fn int(&self, id: &str) -> i64 {
        match self.value(id) {
            Some(Value::Int(n)) => *n,
            _ => 0,
        }
    }

    /// Millionths; 0 without an answer.
    fn decimal(&self, id: &str) -> i64 {
        match self.value(id) {
            Some(Value::Decimal(n)) => n.0,
            _ => 0,
        }
    }

    fn date(&self, id: &str) -> Option<Date> {
        self.value(id)?.as_date()
    }

    fn yes(&self, id: &str) -> bool {
        self.value(id) == Some(&Value::Bool(true))
    }

    fn is(&self, id: &str, choice: &str) -> bool {
        self.text(id) == Some(choice)
    }

    fn text(&self, id: &str) -> Option<&'a str> {
        self.value(id)?.as_text()
    }

    fn choice(&self, id: &str) -> ChoiceIndex {
        let place = || {
            let Type::Choice(list) = &self.field(id)?.ty else { return None };
            let wanted = self.text(id)?;
            let at = self.programme.list(list)?.choices.iter().position(|c| c.id == wanted);
            ChoiceIndex::try_from(at?).ok()
        };
        place().unwrap_or(UNKNOWN)
    }

    fn fund(&self) -> Option<Fund> {
        match self.text("fund_level")? {
            "quoc_gia" => Some(Fund::National),
            "dia_phuong" => Some(Fund::Local),
            "ket_hop" => Some(Fund::Both),
            _ => None,
        }
    }

    /// 0 where a kind does not ask for a source.
    fn money(&self) -> Money {
        ["fund_national", "fund_local", "own_capital", "loan", "other_funds"]
            .map(|id| self.int(id))
    }

    fn link(&mut self, id: &str) -> Option<Ref> {
        self.value(id)?.as_link().map(|id| (self.place)(id))
    }

    fn link_or_none(&mut self, id: &str) -> Ref {
        self.link(id).unwrap_or(NONE)
    }

    fn rows<T>(
        &mut self,
        id: &str,
        take: impl Fn(&mut RecordAnswers) -> Option<T>,
    ) -> Box<[T]> {
        let (Some(field), Some(value)) = (self.field(id), self.value(id)) else {
            return Box::default();
        };
        let mut taken = Vec::new();
        for row in value.as_lines() {
            let mut ask = RecordAnswers {
                programme: self.programme,
                of: Of::Table(field),
                fields: &row.cells,
                place: &mut *self.place,
            };
            taken.extend(take(&mut ask));
        }
        taken.into()
    }

    fn establishment(&self, living: bool, complete: bool) -> Establishment {
        Establishment {
            site: self.site("place").unwrap_or_default(),
            kind: self.choice("type"),
            local_material: is_mostly_local(self.value("local_material_pct")),
            living,
            complete,
        }
    }

    fn site(&self, id: &str) -> Option<Site> {
        site_of(self.value(id)?)
    }

    /// The first value of a fact of the chosen one.
    fn fact(&self, id: &str, fact: &str) -> Option<&'a str> {
        self.fact_of(id, self.text(id)?, fact)
    }

    fn fact_of(&self, id: &str, choice: &str, fact: &str) -> Option<&'a str> {
        let (Type::Choice(list) | Type::Many(list)) = &self.field(id)?.ty else { return None };
        let choice = self.programme.list(list)?.choice(choice)?;
        choice.facts(fact).first().map(String::as_str)
    }

    fn visit(&mut self) -> Option<Visit> {
        self.is("state", "chot").then_some(())?;
        Some(Visit {
            establishment: self.link("establishment")?,
            project: self.link_or_none("project"),
            date: self.date("date")?,
            purpose: self.choice("purpose"),
        })
    }

    fn project(&mut self, complete: bool) -> Project {
        let beneficiaries = self.rows("beneficiaries", |row| {
            Some(Beneficiary {
                establishment: row.link("establishment")?,
                support: row.int("support"),
                accepted: row.date("accepted"),
            })
        });
        let others = match self.value("other_kinds") {
            Some(Value::Many(kinds)) => kinds.as_slice(),
            _ => &[],
        };
        let installs =
            |(field, kind): (&str, &str)| self.fact_of(field, kind, "installs").is_some();
        let others = others.iter().map(|kind| ("other_kinds", kind.as_str()));
        let mut kinds = self.text("kind").map(|kind| ("kind", kind)).into_iter().chain(others);
        let machinery = kinds.any(installs);
        let outcomes = ["stage", "acceptance"].map(|id| self.fact(id, "outcome"));
        let [by_stage, _] = outcomes;
        let stage_days = self.rows("stages", |row| row.date("date"));
        Project {
            fund: self.fund(),
            complete,
            activity: self.choice("kind"),
            machinery,
            plan_year: match self.fact("stage", "unplanned") {
                Some(_) => 0,
                None => self.int("plan_year"),
            },
            accepted: self.date("accepted"),
            outcome: match outcomes {
                all if all.contains(&Some("failed")) => Outcome::Failed,
                all if all.contains(&Some("open")) => Outcome::Open,
                _ => Outcome::Reached,
            },
            failed_on: match by_stage {
                Some("failed") => stage_days.last().copied(),
                _ => self.date("accepted"),
            },
            money: self.money(),
            approved: self.int("approved_support"),
            disbursed: self.int("disbursed"),
            settled: self.int("settled_support"),
            unnamed: self.int("unnamed"),
            participants: self.int("participants"),
            jobs: self.int("jobs"),
            site: self.site("place"),
            beneficiaries,
        }
    }

    fn training(&mut self) -> Option<Training> {
        Some(Training {
            establishment: self.link("establishment")?,
            project: self.link_or_none("project"),
            fund: self.fund(),
            form: self.choice("form"),
            certified: self.int("certified"),
            female: self.int("female"),
            ethnic: self.int("ethnic"),
            cert_date: self.date("cert_date")?,
            money: self.money(),
        })
    }

    fn employment(&mut self, id: Id) -> Option<Employment> {
        let parts = ["employed_here", "employed_else", "self_employed"];
        Some(Employment {
            training: self.link("training")?,
            date: self.date("date")?,
            id,
            employed: parts.map(|id| self.int(id)).iter().sum(),
        })
    }

    fn honour(&mut self) -> Option<Honour> {
        Some(Honour {
            product: self.link("product")?,
            level: self.choice("level"),
            fund: self.fund(),
            decided: self.date("decision_date")?,
            valid_to: self.date("valid_to"),
            revoked: self.date("revoked"),
        })
    }

    fn fair(&mut self) -> Option<FairFacts> {
        Some(FairFacts {
            establishment: self.link("establishment")?,
            project: self.link_or_none("project"),
            fund: self.fund(),
            scope: self.choice("scope"),
            to: self.date("date_to")?,
            support: self.int("support"),
        })
    }

    fn model(&mut self, complete: bool) -> ModelFacts {
        ModelFacts {
            establishment: self.link_or_none("establishment"),
            project: self.link_or_none("project"),
            fund: self.fund(),
            complete,
            kind: self.choice("kind"),
            digital: self.is("tech_level", "so_hoa"),
            accepted: self.date("accepted"),
            money: self.money(),
            replications: self.rows("replications", |row| {
                let day = row.date("date")?;
                let establishment = row.link_or_none("establishment");
                Some(Replication { day, site: row.site("place"), establishment })
            }),
        }
    }

    fn measurement(&mut self, id: Id) -> Option<Measurement> {
        let (from, to) = (self.date("period_from")?, self.date("period_to")?);
        let lines = self.rows("lines", |row| {
            Some(FigureLine {
                measure: row.choice("indicator"),
                unit: row.choice("unit"),
                value: row.decimal("value"),
            })
        });
        Some(Measurement {
            id,
            model: self.link_or_none("model"),
            project: self.link_or_none("project"),
            establishment: self.link("establishment")?,
            before: self.is("phase", "truoc"),
            period_kind: self.choice("period_kind"),
            days: match self.is("period_kind", "khac") {
                true => format::days_between(from, to) + 1,
                false => 0,
            },
            to,
            lines,
        })
    }
}

/// Over 50 %.
pub fn is_mostly_local(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Decimal(share)) if share.0 > 50_000_000)
}
