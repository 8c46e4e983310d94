//! Holds back the rows of a search on a remote line while letters keep coming: on a slow one each
//! answer's rows take a second, and the next letter would wait behind them. Knows no screen.

use std::time::{Duration, Instant};

use super::wake::Wake;
use crate::app::event::{LayerAnswer, RequestEnd, WorkerAnswer};
use crate::keymap::key::{Code, Key};

/// Longer than between two letters of somebody who types, shorter than one waits for rows.
const PAUSE: Duration = Duration::from_millis(250);

pub struct RowPace {
    is_remote: bool,
    /// when the last letter came
    typed: Option<Instant>,
    /// answers, oldest first
    held: Vec<Wake>,
}

impl RowPace {
    /// `is_remote`: the terminal is at the other end of a line, as the environment of ssh says.
    pub fn new(is_remote: bool) -> RowPace {
        RowPace { is_remote, typed: None, held: Vec::new() }
    }

    /// Notes a key. Returns the answers to handle before it: any key but a letter may need the
    /// rows.
    pub fn key(&mut self, key: &Key, now: Instant) -> Vec<Wake> {
        let is_letter =
            *key == Key::plain(key.code) && matches!(key.code, Code::Char(_) | Code::Backspace);
        self.typed = is_letter.then_some(now);
        if is_letter { Vec::new() } else { std::mem::take(&mut self.held) }
    }

    /// Returns what is to be handled now: the event, or nothing while it is held back.
    pub fn answer(&mut self, wake: Wake, is_searching: bool, now: Instant) -> Option<Wake> {
        let is_typing = self.typed.is_some_and(|at| now < at + PAUSE);
        if self.is_remote && is_searching && is_typing && has_rows(&wake) {
            self.held.push(wake);
            return None;
        }
        Some(wake)
    }

    /// When held answers are due.
    pub fn due(&self) -> Option<Instant> {
        let typed = self.typed.filter(|_| !self.held.is_empty())?;
        Some(typed + PAUSE)
    }

    /// The answers that are due.
    pub fn take_due(&mut self, now: Instant) -> Vec<Wake> {
        match self.due() {
            Some(due) if due <= now => std::mem::take(&mut self.held),
            _ => Vec::new(),
        }
    }
}

fn has_rows(wake: &Wake) -> bool {
    let Wake::Answer(_, RequestEnd::Done(WorkerAnswer::Layer(answer))) = wake else {
        return false;
    };
    matches!(answer, LayerAnswer::Page { .. } | LayerAnswer::Found { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(id: u64) -> Wake {
        let (kind, text) = (1, String::new());
        let found = LayerAnswer::Found { kind, text, hits: Vec::new(), total: 0 };
        Wake::Answer(id, RequestEnd::Done(WorkerAnswer::Layer(found)))
    }

    fn ids(wakes: &[Wake]) -> Vec<u64> {
        let id = |wake: &Wake| match wake {
            Wake::Answer(id, _) => *id,
            _ => 0,
        };
        wakes.iter().map(id).collect()
    }

    const A: Key = Key::plain(Code::Char('a'));

    #[test]
    fn rows_wait_for_a_pause_between_letters_and_keep_their_order() {
        let (mut pace, start) = (RowPace::new(true), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        assert!(pace.key(&A, at(0)).is_empty());
        assert!(pace.answer(rows(1), true, at(20)).is_none());
        assert!(pace.key(&A, at(150)).is_empty());
        assert!(pace.answer(rows(2), true, at(170)).is_none());
        assert_eq!(pace.due(), Some(at(150) + PAUSE));
        assert!(pace.take_due(at(399)).is_empty());
        assert_eq!(ids(&pace.take_due(at(400))), [1, 2]);
        assert_eq!(pace.due(), None);
        assert!(pace.answer(rows(3), true, at(420)).is_some(), "the pause is over");
    }

    #[test]
    fn a_key_that_may_need_the_rows_gets_them_first() {
        let (mut pace, now) = (RowPace::new(true), Instant::now());
        pace.key(&A, now);
        assert!(pace.answer(rows(1), true, now).is_none());
        assert_eq!(ids(&pace.key(&Key::plain(Code::Enter), now)), [1]);
        assert!(pace.answer(rows(2), true, now).is_some());
    }

    #[test]
    fn nothing_is_held_on_this_machine_or_outside_a_search() {
        let now = Instant::now();
        for (is_remote, is_searching) in [(false, true), (true, false)] {
            let mut pace = RowPace::new(is_remote);
            pace.key(&A, now);
            assert!(pace.answer(rows(1), is_searching, now).is_some());
        }
        let mut pace = RowPace::new(true);
        pace.key(&A, now);
        assert!(pace.answer(Wake::Answer(1, RequestEnd::Nothing), true, now).is_some());
    }
}
