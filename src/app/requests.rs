//! Open requests: each has an id, and its answer comes back with that id.
//!
//! A layer waits exactly while one of its requests is in this table, so it cannot wait without a
//! request. Every request ends once, answered or lost, so no wait is endless. The waits of a form
//! are copied from here at every step.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::app::Effect;
use crate::app::event::{LayerId, RequestId};
use crate::record::{Id, Query};

/// Id of effects that the loop carries out itself: no layer waits for them.
const NO_ANSWER: RequestId = 0;

/// An effect on its way to the worker.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRequest {
    pub id: RequestId,
    pub effect: Effect,
}

/// Which input a request blocks until it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    /// actions on the content of its layer
    Content,
    /// choices in the list under a field of its layer
    Hits,
    /// all keys on its layer
    Keys,
    /// every action, on any layer
    Actions,
    /// every action except quitting: no notebook is open yet
    Opening,
    /// no input; progress is shown until it has ended
    Work,
    /// the program quits when it has ended
    Leaving,
}

/// Rows of a list that were requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsAsked {
    pub query: Query,
    pub window: Range<usize>,
}

#[derive(Debug)]
pub struct OpenRequest {
    pub layer: Option<LayerId>,
    pub holds: Holds,
    pub rows: Option<RowsAsked>,
    /// for `SaveDraft`: the draft that is being written
    pub draft: Option<Id>,
    /// a newer request with the same topic replaces this one
    topic: Option<Topic>,
}

/// Topic of a request that a newer one of the same layer and topic replaces; the older answer is
/// dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Today,
    Page,
    Results,
    Audit,
    Figures,
    Load,
    Related,
    Find,
    Standing,
    Office,
}

#[derive(Debug, Default)]
pub struct Requests {
    last: RequestId,
    open: BTreeMap<RequestId, OpenRequest>,
}

impl Requests {
    /// The empty table for the notebook opened next. Ids continue, so late answers from the
    /// notebook before are dropped.
    pub fn after(before: &Requests) -> Requests {
        Requests { last: before.last, ..Requests::default() }
    }

    /// Opens a request for an effect. A request that it replaces is closed; its answer is ignored.
    pub fn open(
        &mut self,
        effect: Effect,
        layer: Option<LayerId>,
        holds: Holds,
    ) -> EffectRequest {
        if matches!(effect, Effect::Redraw | Effect::Cancel) {
            return EffectRequest { id: NO_ANSWER, effect };
        }
        let topic = topic(&effect);
        if topic.is_some() {
            self.open.retain(|_, open| (open.topic, open.layer) != (topic, layer));
        }
        let rows = match &effect {
            Effect::Page { query, start, limit, .. } => {
                Some(RowsAsked { query: query.clone(), window: *start..start + limit })
            }
            _ => None,
        };
        let draft = match &effect {
            Effect::SaveDraft(draft) => Some(draft.id),
            _ => None,
        };
        self.last += 1;
        self.open.insert(self.last, OpenRequest { layer, holds, rows, draft, topic });
        EffectRequest { id: self.last, effect }
    }

    /// Closes a request. `None`: it was replaced by a newer one, or has ended already.
    pub fn close(&mut self, id: RequestId) -> Option<OpenRequest> {
        self.open.remove(&id)
    }

    /// Whether the request was replaced before it was sent.
    pub fn is_replaced(&self, id: RequestId) -> bool {
        id != NO_ANSWER && !self.open.contains_key(&id)
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether a request of any layer blocks this.
    pub fn hold(&self, holds: Holds) -> bool {
        self.open.values().any(|open| open.holds == holds)
    }

    /// Whether a request of this layer blocks this.
    pub fn hold_layer(&self, layer: LayerId, holds: Holds) -> bool {
        self.open.values().any(|open| (open.layer, open.holds) == (Some(layer), holds))
    }

    /// The rows requested for a list.
    pub fn rows(&self, layer: LayerId) -> Option<&RowsAsked> {
        let mut open = self.open.values().filter(|open| open.layer == Some(layer));
        open.find_map(|open| open.rows.as_ref())
    }
}

fn topic(effect: &Effect) -> Option<Topic> {
    Some(match effect {
        Effect::Today => Topic::Today,
        Effect::Page { .. } => Topic::Page,
        Effect::Results { .. } => Topic::Results,
        Effect::Audit { .. } => Topic::Audit,
        Effect::Figures { .. } => Topic::Figures,
        Effect::Load { .. } | Effect::LoadEdited { .. } => Topic::Load,
        Effect::Related { .. } => Topic::Related,
        Effect::Find { .. } => Topic::Find,
        Effect::Standing => Topic::Standing,
        Effect::Office => Topic::Office,
        _ => return None,
    })
}
