//! The requests that are under way: each has an id, and its answer comes back with that id.
//!
//! A layer waits exactly while a request of its own is in this table, so a wait without a question
//! cannot exist; and since every request ends once, answered or lost, no wait is for ever. What a
//! form knows of its waits is copied from here at every step.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::app::Effect;
use crate::app::event::{LayerId, RequestId};
use crate::record::{Id, Query};

/// Of what the loop carries out itself: no layer waits for it.
const NO_ANSWER: RequestId = 0;

/// An effect on its way to the worker.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRequest {
    pub id: RequestId,
    pub effect: Effect,
}

/// What a request holds back until it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    /// actions on what its layer shows
    Content,
    /// choosing in the list under a field of its layer
    Hits,
    /// all that is typed or pressed on its layer
    Keys,
    /// every action, on any layer
    Actions,
    /// every action but leaving: there is no notebook yet
    Opening,
    /// nothing; the program says how far it is until it has ended
    Work,
    /// the program ends with it
    Leaving,
}

/// Rows of a list that are on their way.
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
    /// the draft that is being written
    pub draft: Option<Id>,
    /// a newer request with the same topic replaces this one
    topic: Option<Topic>,
}

/// Requests that a newer one of the same sort replaces: the older answer is dropped.
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
    /// For the notebook that is opened next: late answers from the one before are dropped.
    pub fn after(before: &Requests) -> Requests {
        Requests { last: before.last, ..Requests::default() }
    }

    /// Assigns an effect its id; a request that it replaces is closed, and its late answer ignored.
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

    /// `None`: it was replaced by a newer one, or has ended already.
    pub fn close(&mut self, id: RequestId) -> Option<OpenRequest> {
        self.open.remove(&id)
    }

    /// Was it replaced before it was sent?
    pub fn is_replaced(&self, id: RequestId) -> bool {
        id != NO_ANSWER && !self.open.contains_key(&id)
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Is a request under way, for whichever layer, that holds this back?
    pub fn hold(&self, holds: Holds) -> bool {
        self.open.values().any(|open| open.holds == holds)
    }

    /// Is one under way for this layer?
    pub fn hold_layer(&self, layer: LayerId, holds: Holds) -> bool {
        self.open.values().any(|open| (open.layer, open.holds) == (Some(layer), holds))
    }

    /// The rows that are on their way to a list.
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
