//! Merges the answers that several people gave to one field, by the field's merge class.

use std::collections::BTreeMap;

use super::graph::{OpGraph, OpSet};
use super::{Conflict, Side};
use crate::programme::spec::{Kind, Merge, Programme, Type};
use crate::record::{Body, FieldNo, Fields, Id, Row, Value};
use crate::storage::{format, limits};
use crate::store::PARTIAL;
use crate::text::format::{show_date, today_from_millis};

/// (op, value) for each op that sets or, with `None`, clears a value.
type OpAnswer<T> = Vec<(usize, Option<T>)>;
type Elements = BTreeMap<Vec<u8>, OpAnswer<Element>>;

/// All answers to all fields, in the order of the graph.
pub(super) struct FieldHistory<'a> {
    graph: &'a OpGraph<'a>,
    programme: &'a Programme,
    kind: Option<&'a Kind>,
    plain: BTreeMap<FieldNo, OpAnswer<Value>>,
    sets: BTreeMap<FieldNo, Set>,
    /// elements compared so far, in all lists
    work: usize,
}

/// Maximum number of element comparisons for the lists of one record; real ones need a thousandth
/// of it.
const MAX_WORK: usize = 1_000_000;

/// The history of one list field.
#[derive(Default)]
struct Set {
    ops: Elements,
    /// number of entries in `ops`
    count: usize,
    /// ops that answered it
    answered: OpSet,
    /// the elements after all of `answered`, if known
    now: Option<BTreeMap<Vec<u8>, Element>>,
    /// the limit of comparisons was exceeded: the last answer holds, and a reviewer decides
    too_much: bool,
}

/// An element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    Choice(String),
    Link(Id),
    Row(Row),
}

impl Element {
    fn key(&self) -> Vec<u8> {
        match self {
            Element::Choice(id) => id.as_bytes().to_vec(),
            Element::Link(id) => id.0.to_vec(),
            Element::Row(row) => row.id.0.to_vec(),
        }
    }
}

impl<'a> FieldHistory<'a> {
    pub fn of(
        graph: &'a OpGraph<'a>,
        programme: &'a Programme,
        kind: Option<&'a Kind>,
    ) -> FieldHistory<'a> {
        let (plain, sets) = (BTreeMap::new(), BTreeMap::new());
        let mut answers = FieldHistory { graph, programme, kind, plain, sets, work: 0 };
        let erased = ErasedFields::of(graph);
        for at in &graph.order {
            for (no, value) in said(graph, kind, *at) {
                if erased.is_erased(graph, *at, no) {
                    continue;
                }
                if answers.class(no) == Merge::Set {
                    answers.note_elements(*at, no, value.as_ref());
                }
                answers.plain.entry(no).or_default().push((*at, value));
            }
        }
        answers
    }

    fn class(&self, no: FieldNo) -> Merge {
        let field = self.kind.and_then(|kind| kind.field(no));
        field.map_or(Merge::Last, |field| field.merge)
    }

    /// Computes what an answer adds to and removes from the list that its editor saw. Most editors
    /// saw all earlier answers; only for others is the list they saw computed again.
    fn note_elements(&mut self, at: usize, no: FieldNo, value: Option<&Value>) {
        let mut set = self.sets.remove(&no).unwrap_or_default();
        let nothing = OpSet::default();
        let past = self.graph.past.get(at).unwrap_or(&nothing);
        let saw_all = past.is_superset(&set.answered);
        if !set.too_much {
            let known = set.now.take().filter(|_| saw_all);
            let mut seen = known.unwrap_or_else(|| {
                self.work += set.count;
                self.elements(&set, past)
            });
            let mut now = BTreeMap::new();
            let mut more = 0;
            for element in elements(value) {
                let key = element.key();
                if seen.remove(&key).as_ref() != Some(&element) {
                    set.ops.entry(key.clone()).or_default().push((at, Some(element.clone())));
                    more += 1;
                }
                now.insert(key, element);
            }
            more += seen.len();
            for key in seen.into_keys() {
                set.ops.entry(key).or_default().push((at, None));
            }
            set.count += more;
            self.work += more;
            set.now = Some(now).filter(|_| saw_all);
        }
        set.answered.add(at);
        if self.work > MAX_WORK {
            set = Set { too_much: true, ..Set::default() };
        }
        self.sets.insert(no, set);
    }

    /// The elements of a list after the ops in `within`; adding wins over removing.
    fn elements(&self, set: &Set, within: &OpSet) -> BTreeMap<Vec<u8>, Element> {
        let mut found = BTreeMap::new();
        for (key, said) in &set.ops {
            let newest = self.newest(said, within);
            let added = newest.iter().filter(|(_, element)| element.is_some());
            let last = added.max_by_key(|(at, _)| *at);
            if let Some((_, Some(element))) = last {
                found.insert(key.clone(), element.clone());
            }
        }
        found
    }

    fn newest<T: Clone>(&self, said: &OpAnswer<T>, within: &OpSet) -> OpAnswer<T> {
        let here: BTreeMap<usize, &Option<T>> =
            said.iter().filter(|(at, _)| within.has(*at)).map(|(at, v)| (*at, v)).collect();
        let order = said.iter().map(|(at, _)| *at).filter(|at| within.has(*at));
        let newest = self.graph.newest(order);
        newest.into_iter().filter_map(|at| Some((at, (*here.get(&at)?).clone()))).collect()
    }

    /// The merged answers, and the conflicts for a reviewer.
    pub fn merge_all(&self) -> (Fields, Vec<Conflict>) {
        let all = OpSet::all(self.graph.ops.len());
        let (mut fields, mut conflicts) = (Fields::new(), Vec::new());
        for no in self.plain.keys() {
            let (value, conflict) = self.merge_field(*no, &all);
            fields.put(*no, value);
            conflicts.extend(conflict);
        }
        (fields, conflicts)
    }

    fn merge_field(&self, no: FieldNo, within: &OpSet) -> (Option<Value>, Option<Conflict>) {
        let none = Vec::new();
        let said = self.plain.get(&no).unwrap_or(&none);
        let mut newest = self.newest(said, within);
        newest.sort_by_key(|(at, _)| *at);
        let Some((_, last)) = newest.last().cloned() else { return (None, None) };
        let unread = |v: &Option<Value>| matches!(v, Some(Value::Unknown(_)));
        let class = self.class(no);
        let too_much = self.sets.get(&no).is_some_and(|set| set.too_much);
        if class == Merge::Set && !too_much && !newest.iter().any(|(_, v)| unread(v)) {
            return (self.list(no, within, last), None);
        }
        if newest.iter().all(|(_, value)| *value == last) && class != Merge::Decision {
            return (last, None);
        }
        match class {
            Merge::Set if too_much => (last, Some(self.conflict(no, &newest))),
            Merge::Set | Merge::Last => (last, None),
            Merge::Identity => self.first_received(no, &newest),
            Merge::Decision => self.merge_decision(no, said, within).unwrap_or((last, None)),
            Merge::Text => match self.join_texts(&newest) {
                Some(text) => (Some(Value::Text(text)), None),
                None => (last, Some(self.conflict(no, &newest))),
            },
        }
    }

    /// The merged list in the order of the last answer, with others' additions at the end.
    fn list(&self, no: FieldNo, within: &OpSet, last: Option<Value>) -> Option<Value> {
        let nothing = Set::default();
        let mut have = self.elements(self.sets.get(&no).unwrap_or(&nothing), within);
        let mut order: Vec<Element> =
            elements(last.as_ref()).iter().filter_map(|e| have.remove(&e.key())).collect();
        order.extend(have.into_values());
        let ty = self.kind.and_then(|kind| kind.field(no)).map(|field| &field.ty);
        value(ty, order, |list| self.programme.list(list).map(|l| &l.choices[..]))
    }

    /// The answer that headquarters received first holds.
    fn first_received(
        &self,
        no: FieldNo,
        newest: &OpAnswer<Value>,
    ) -> (Option<Value>, Option<Conflict>) {
        let arrival =
            |at: usize| self.graph.op(at).map(|known_op| (known_op.arrival(), known_op.opid));
        let mut sides = newest.clone();
        sides.sort_by_key(|(at, _)| arrival(*at));
        let shown = sides.first().and_then(|(_, value)| value.clone());
        (shown, Some(self.conflict(no, &sides)))
    }

    /// Headquarters' last answer holds; a different answer that it had not seen makes a conflict.
    fn merge_decision(
        &self,
        no: FieldNo,
        said: &OpAnswer<Value>,
        within: &OpSet,
    ) -> Option<(Option<Value>, Option<Conflict>)> {
        let by_hq = |at: &usize| self.graph.op(*at).is_some_and(|known_op| known_op.hq);
        let (hq, others): (OpAnswer<Value>, OpAnswer<Value>) =
            said.iter().cloned().partition(|(at, _)| by_hq(at));
        let (at, word) = self.newest(&hq, within).into_iter().max_by_key(|(at, _)| *at)?;
        let mut against = self.newest(&others, within);
        against.retain(|(other, value)| !self.graph.had_seen(at, *other) && *value != word);
        if against.is_empty() {
            return Some((word, None));
        }
        against.insert(0, (at, word.clone()));
        Some((word, Some(self.conflict(no, &against))))
    }

    /// Joins all texts, with author and date of each further one; `None` if the result is too long.
    fn join_texts(&self, newest: &OpAnswer<Value>) -> Option<String> {
        let texts = newest.iter().filter_map(|(at, v)| Some((*at, v.as_ref()?.as_text()?)));
        let mut whole = String::new();
        for (at, text) in texts {
            if whole.contains(text) {
                continue;
            }
            if text.contains(&whole) {
                whole = text.to_owned();
                continue;
            }
            if whole.len() > limits::NOTE {
                return None;
            }
            let known_op = self.graph.op(at)?;
            let day = show_date(today_from_millis(known_op.time().millis()));
            whole.push_str(&format!("\n\n[{}, {day}]\n{text}", known_op.name));
        }
        (whole.len() <= limits::NOTE).then_some(whole)
    }

    fn conflict(&self, no: FieldNo, sides: &OpAnswer<Value>) -> Conflict {
        let pasts = sides.iter().filter_map(|(at, _)| self.graph.past.get(*at)).cloned();
        let shared = pasts.reduce(|a, b| a.intersection(&b)).unwrap_or_default();
        let side = |(at, value): &(usize, Option<Value>)| {
            let known_op = self.graph.op(*at)?;
            let (author, name) = (known_op.author(), known_op.name.clone());
            Some(Side { value: value.clone(), author, name, head: known_op.head() })
        };
        Conflict {
            field: no,
            sides: sides.iter().filter_map(side).collect(),
            base: self.merge_field(no, &shared).0,
        }
    }
}

/// Field -> ops that erased it.
struct ErasedFields(BTreeMap<FieldNo, Vec<usize>>);

impl ErasedFields {
    fn of(graph: &OpGraph) -> ErasedFields {
        let mut all: BTreeMap<FieldNo, Vec<usize>> = BTreeMap::new();
        for at in &graph.order {
            if let Some(Body::Erase { fields, .. }) = graph.op(*at).map(|known| &known.op.body)
            {
                fields.iter().for_each(|no| all.entry(*no).or_default().push(*at));
            }
        }
        ErasedFields(all)
    }

    /// Whether an answer was given without knowledge of an erasure of the field; such an answer is
    /// removed even if it arrives later. Must not depend on whether its value is still stored.
    fn is_erased(&self, graph: &OpGraph, at: usize, no: FieldNo) -> bool {
        let by = self.0.get(&no).into_iter().flatten();
        by.copied().any(|by| by != at && !graph.had_seen(at, by) && !graph.is_erasure(at))
    }
}

/// The answers in an op.
fn said(graph: &OpGraph, kind: Option<&Kind>, at: usize) -> Vec<(FieldNo, Option<Value>)> {
    let read = |no: FieldNo, bytes: Option<&[u8]>| {
        let value = bytes.map(|bytes| format::field_value(kind, no, bytes));
        (no != PARTIAL).then_some((no, value))
    };
    match graph.op(at).map(|known_op| &known_op.op.body) {
        Some(Body::Put { kind: no, fields, .. }) if kind.is_none_or(|k| k.no == *no) => {
            fields.iter().filter_map(|f| read(f.no, f.bytes.as_deref())).collect()
        }
        Some(Body::Patch { fields, .. }) => {
            fields.iter().filter_map(|p| read(p.field.no, p.field.bytes.as_deref())).collect()
        }
        Some(Body::Erase { fields, .. }) => {
            fields.iter().filter_map(|no| read(*no, None)).collect()
        }
        _ => Vec::new(),
    }
}

fn elements(value: Option<&Value>) -> Vec<Element> {
    match value {
        Some(Value::Many(ids)) => ids.iter().cloned().map(Element::Choice).collect(),
        Some(Value::Links(ids)) => ids.iter().copied().map(Element::Link).collect(),
        Some(Value::Lines(rows)) => rows.iter().cloned().map(Element::Row).collect(),
        _ => Vec::new(),
    }
}

fn value<'p>(
    ty: Option<&Type>,
    elements: Vec<Element>,
    choices: impl Fn(&str) -> Option<&'p [crate::programme::spec::Choice]>,
) -> Option<Value> {
    if elements.is_empty() {
        return None;
    }
    let (mut ids, mut links, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for element in elements {
        match element {
            Element::Choice(id) => ids.push(id),
            Element::Link(id) => links.push(id),
            Element::Row(row) => rows.push(row),
        }
    }
    match ty? {
        Type::Many(list) => {
            let known = choices(list).unwrap_or_default();
            ids.sort_by_key(|id| known.iter().position(|c| c.id == *id).unwrap_or(usize::MAX));
            Some(Value::Many(ids))
        }
        Type::Links(_) => Some(Value::Links(links)),
        Type::Lines(_) => Some(Value::Lines(rows)),
        _ => None,
    }
}
