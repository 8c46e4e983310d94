//! Since when an establishment is in another commune: it has moved there, or the commune was a mistake.
//! Which of the two it is only the officer knows, and results of earlier days depend on it.

use super::{Env, Form, FormContent};
use crate::app::intent::Intent;
use crate::lang::moved as say;
use crate::record::{Date, Path, Value};
use crate::text::format::{parse_date, show_date};

/// Long before any record: it was always there.
const ALWAYS: Date = Date { year: 1900, month: 1, day: 1 };

/// Asks about the day of a place by which others are counted, where it was chosen anew and has a
/// later day than before. Once answered for a commune it is not asked again.
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
    /// Takes the answer, and continues the save that the question stopped.
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

/// The day that was typed; `None` for what is no day up to today.
pub fn read_since(text: &str, today: Date) -> Option<Date> {
    parse_date(text, today).ok().filter(|day| *day <= today)
}
