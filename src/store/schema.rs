//! What the store must know of the programme, looked up once: which fields name a record, date
//! it, narrow a list, link it to others or call for attention. Everything here comes from the
//! kinds' own lines; only what the first screen asks (which task is due, which visit planned,
//! which certificate lapses, which class is owed a follow-up) and two of the results are asked
//! by name.

use crate::programme::rules::FOLLOW_UP;
use crate::programme::spec::{Field, Kind, Programme, Test, Type};
use crate::programme::twins;
use crate::record::{Date, FieldNo, Fields, Id, KindNo, Record, Value};
use crate::text::format::date_add;

/// The kind that most others belong to.
const ESTABLISHMENT: &str = "establishment";
/// The kind whose records stand for a file.
const ATTACHMENT: &str = "attachment";
/// The state of a task that still calls for attention.
const OPEN_TASK: &str = "dang_lam";
/// What waits for a reviewer; only headquarters has this kind.
const MATTER: &str = "matter";
/// The state of a matter that waits for a reviewer.
const OPEN_MATTER: &str = "cho";

#[derive(Debug)]
pub(crate) struct StoreSchema {
    kinds: Vec<KindSchema>,
}

/// What calls for attention on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attention {
    /// `due` while `state` is one of the open ones
    Task { due: FieldNo, state: FieldNo },
    /// `next` of the last visit, by `date`, at an establishment
    Visit { next: FieldNo },
    /// its last day, unless it was revoked
    Certificate { valid_to: FieldNo, revoked: FieldNo },
    /// some months after `certified`, until a follow-up names the class
    Class { certified: FieldNo },
    /// the follow-up of the class that its title names
    FollowUp,
    /// what waits for a reviewer, since `found`, while `state` says so
    Matter { found: FieldNo, state: FieldNo },
}

#[derive(Debug)]
pub(crate) struct KindSchema {
    pub no: KindNo,
    pub title: Vec<FieldNo>,
    pub search: Vec<FieldNo>,
    pub date: Option<FieldNo>,
    pub filter: Vec<FieldNo>,
    /// which of the filters is where it lies
    pub place: Option<usize>,
    /// waits for a reviewer
    pub judged: bool,
    /// the first link to an establishment
    pub home: Option<FieldNo>,
    /// the first other link that the title names
    pub via: Option<FieldNo>,
    /// links, lists of links, and tables with a column of links
    pub links: Vec<FieldNo>,
    /// texts that are looked up by the whole answer: unique ones, and those in the title
    pub same: Vec<FieldNo>,
    /// whose records are looked up by what two of the same establishment share: at headquarters
    pub twins: Option<&'static Kind>,
    pub attention: Option<Attention>,
    /// how much of its material comes from its own province
    pub local: Option<FieldNo>,
    /// its place, where earlier ones count: that of an establishment
    pub moves: Option<FieldNo>,
    /// names a file by the sum of its bytes
    pub file: Option<FieldNo>,
}

impl StoreSchema {
    pub fn of(programme: &'static Programme) -> StoreSchema {
        let reviews = programme.kind_by_id(MATTER).is_some();
        let kind = |kind: &'static Kind| KindSchema {
            twins: Some(kind).filter(|kind| reviews && twins::may_have(kind)),
            ..KindSchema::of(kind)
        };
        StoreSchema { kinds: programme.kinds.iter().map(kind).collect() }
    }

    pub fn kind(&self, no: KindNo) -> Option<&KindSchema> {
        self.kinds.iter().find(|k| k.no == no)
    }

    pub fn file(&self, kind: KindNo) -> Option<FieldNo> {
        self.kind(kind).and_then(|k| k.file)
    }

    pub fn attention(&self, kind: KindNo) -> Option<Attention> {
        self.kind(kind).and_then(|k| k.attention)
    }
}

impl KindSchema {
    fn of(kind: &Kind) -> KindSchema {
        let is_home = |f: &&Field| matches!(&f.ty, Type::Link(k) if k == ESTABLISHMENT);
        let home = kind.fields().find(is_home).map(|f| f.no);
        let via = kind.list.title.iter().copied().find(|no| {
            Some(*no) != home && kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Link(_)))
        });
        KindSchema {
            no: kind.no,
            title: kind.list.title.clone(),
            search: kind.list.search.clone(),
            date: kind.list.date,
            filter: kind.list.filter.clone(),
            place: kind
                .list
                .filter
                .iter()
                .position(|no| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Place))),
            judged: kind.judged,
            home,
            via,
            links: kind.fields().filter(|f| has_links(f)).map(|f| f.no).collect(),
            same: kind
                .fields()
                .filter(|f| is_unique(f) || (is_text(f) && kind.list.title.contains(&f.no)))
                .map(|f| f.no)
                .collect(),
            twins: None,
            attention: attention(kind),
            moves: kind.field_by_id("place").filter(|_| kind.id == ESTABLISHMENT).map(|f| f.no),
            local: kind.field_by_id("local_material_pct").map(|f| f.no),
            file: kind.field_by_id("sha256").filter(|_| kind.id == ATTACHMENT).map(|f| f.no),
        }
    }

    /// The day that calls for attention, as far as this record alone can say.
    pub fn due(&self, fields: &Fields) -> Option<Date> {
        match self.attention? {
            Attention::Task { due, state } => {
                let open =
                    fields.get(state).and_then(Value::as_text).is_none_or(|s| s == OPEN_TASK);
                fields.get(due).and_then(Value::as_date).filter(|_| open)
            }
            Attention::Visit { next } => fields.get(next).and_then(Value::as_date),
            Attention::Certificate { valid_to, revoked } => {
                let in_force = fields.get(revoked).is_none();
                fields.get(valid_to).and_then(Value::as_date).filter(|_| in_force)
            }
            Attention::Class { certified } => {
                let certified = fields.get(certified).and_then(Value::as_date)?;
                Some(date_add(certified, FOLLOW_UP))
            }
            Attention::FollowUp => None,
            Attention::Matter { found, state } => {
                let waits = fields.get(state).and_then(Value::as_text) == Some(OPEN_MATTER);
                fields.get(found).and_then(Value::as_date).filter(|_| waits)
            }
        }
    }
}

fn attention(kind: &Kind) -> Option<Attention> {
    let no = |id: &str| kind.field_by_id(id).map(|f| f.no);
    match kind.id.as_str() {
        "task" => Some(Attention::Task { due: no("due")?, state: no("state")? }),
        "visit" => Some(Attention::Visit { next: no("next_date")? }),
        "honour" => {
            let (valid_to, revoked) = (no("valid_to")?, no("revoked")?);
            Some(Attention::Certificate { valid_to, revoked })
        }
        "training" => Some(Attention::Class { certified: no("cert_date")? }),
        MATTER => Some(Attention::Matter { found: no("found")?, state: no("state")? }),
        "employment" => Some(Attention::FollowUp),
        _ => None,
    }
}

fn is_unique(field: &Field) -> bool {
    field.rules.iter().any(|r| matches!(r.test, Test::Unique(_)))
}

fn is_text(field: &Field) -> bool {
    matches!(field.ty, Type::Text | Type::Phone)
}

fn has_links(field: &Field) -> bool {
    match &field.ty {
        Type::Link(_) | Type::Links(_) => true,
        Type::Lines(columns) => columns.iter().any(has_links),
        _ => false,
    }
}

/// Every record that `record` points at through `field`, rows of tables included.
pub(crate) fn targets(record: &Record, field: FieldNo) -> Vec<Id> {
    let mut found = Vec::new();
    if let Some(value) = record.fields.get(field) {
        collect(value, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(value: &Value, found: &mut Vec<Id>) {
    match value {
        Value::Link(id) => found.push(*id),
        Value::Links(ids) => found.extend(ids),
        Value::Lines(rows) => {
            rows.iter().flat_map(|r| r.cells.iter()).for_each(|(_, v)| collect(v, found));
        }
        _ => {}
    }
}
