//! Asks since when an establishment is in its new commune: either it has moved, or the old commune
//! was a mistake. Only the officer knows which, and the results of earlier days depend on it.

use super::{Env, Form, FormContent};
use crate::app::intent::Intent;
use crate::lang::moved as say;
use crate::record::{Date, Path, Value};
use crate::text::format::{parse_date, show_date};

/// Before any record: the establishment was always there.
const ALWAYS: Date = Date { year: 1900, month: 1, day: 1 };

/// The question about the first day in a place that results are counted by; `None` unless the
/// place was chosen again with a later day. After an answer for a commune it is not asked again.
pub(super) fn since_question(content: &FormContent, env: &Env) -> Option<Intent> {
    let no = content.spec(env.programme)?.moving_place()?.no;
    let was = content.before.as_ref()?.fields.get(no)?.as_place()?;
    let is = content.draft.fields.get(no)?.as_place()?;
    let is_said = content.said_since.as_deref() == Some(is.commune.as_str());
    if is_said || is.day <= was.day {
        return None;
    }
    let lang = env.lang;
    let earlier = Intent::Ask(Box::new(Intent::PlaceSinceTyped));
    let earlier = (say::moved_earlier(lang), earlier);
    let items = match is.commune == was.commune {
        true => vec![
            (say::unchanged(lang), Intent::PlaceSince(was.day)),
            earlier,
            (say::always_there(lang), Intent::PlaceSince(ALWAYS)),
        ],
        false => vec![
            (say::moved_today(lang, &show_date(env.today)), Intent::PlaceSince(env.today)),
            earlier,
            (say::corrected(lang, &was.name), Intent::PlaceSince(was.day)),
        ],
    };
    Some(Intent::OpenMenu { title: say::since_when(lang, &is.name), items })
}

impl Form {
    /// Takes the answer and continues the save that the question interrupted.
    pub fn take_since(&mut self, day: Date, env: &mut Env) -> Vec<Intent> {
        let field = self.content.spec(env.programme).and_then(|kind| kind.moving_place());
        let Some(no) = field.map(|field| field.no) else { return Vec::new() };
        let is = self.content.draft.fields.get(no).and_then(Value::as_place);
        let Some(mut is) = is.cloned() else { return Vec::new() };
        is.day = day;
        self.content.said_since = Some(is.commune.clone());
        self.content.put(Path::field(no), Some(Value::Place(is)), env);
        self.save(env)
    }
}

/// Parses a typed day; `None` for invalid text or a future day.
pub fn read_since(text: &str, today: Date) -> Option<Date> {
    parse_date(text, today).ok().filter(|day| *day <= today)
}
