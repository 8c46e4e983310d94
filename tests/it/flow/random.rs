//! Random keys, sizes and delays with the real loop and store. Once everything is answered: no
//! layer waits, a list shows the rows of its query, Enter opens the marked record, nothing typed is
//! lost, and Esc leads back to Today.
//!
//! `SOTAY_KEYS` is the number of keys to press (benches/README.md has the long run).

mod keys;

use std::sync::OnceLock;

use sotay::app::event::EventKind;
use sotay::app::layer::Screen;
use sotay::app::layer::list::rows_in;
use sotay::app::lines::ScreenLines;
use sotay::cancel::CancelToken;
use sotay::keymap::{Code, Key};
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::record::{Draft, Id};
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::store::{Options, Store};

use crate::kit::headquarters::{Breaks, Headquarters};
use crate::kit::threads::Threads;
use crate::kit::workers::Workers;
use crate::kit::{NOW, now};
use keys::{Random, key, size};

/// Records of each of the larger kinds.
const RECORDS: u64 = 260;
const KEYS: usize = 2_400;
const KEYS_A_CASE: usize = 400;
/// Most presses of Esc to return to Today: dialogs, a search box, a form, and the stack below.
const DEEPEST: usize = 24;

/// An officer's notebook, filled once and shared by all sittings.
fn full() -> &'static Workers {
    static FULL: OnceLock<Workers> = OnceLock::new();
    FULL.get_or_init(|| {
        let mut workers = Workers::begun(Lang::Vi);
        let options = Options { take_over: false, serve_early: false, now };
        let store = Store::open(Role::Officer, &workers.folder(), options).unwrap().0;
        let amount = DemoSize { establishments: RECORDS, visits: RECORDS, seed: 7 };
        fill_with(&store, amount, NOW, &CancelToken::default(), &mut |_, _| {}).unwrap();
        store.close().unwrap();
        workers.close();
        workers
    })
}

/// A headquarters that has received all of it.
fn office() -> &'static Headquarters {
    static OFFICE: OnceLock<Headquarters> = OnceLock::new();
    OFFICE.get_or_init(|| {
        let officer = Workers::copied(&full().folder(), Lang::Vi);
        let options = Options { take_over: false, serve_early: false, now };
        let store = Store::open(Role::Officer, &officer.folder(), options).unwrap().0;
        let office = Headquarters::new();
        office.enrol(&store);
        office.sync(&store, Breaks::default()).1.unwrap();
        store.close().unwrap();
        office.fold();
        office
    })
}

/// One sitting. On a failure its steps are printed.
struct Sitting {
    threads: Threads,
    random: Random,
    trail: Vec<String>,
    seed: u64,
}

impl Sitting {
    fn begin(seed: u64) -> Sitting {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let size = size(&mut random);
        let lang = if seed.is_multiple_of(5) { Lang::En } else { Lang::Vi };
        let folder = if seed.is_multiple_of(4) { office().path() } else { full().folder() };
        let threads = Threads::over(Workers::copied(&folder, lang), lang, size, seed as u8);
        Sitting { threads, random, trail: vec![format!("{}x{}", size.0, size.1)], seed }
    }

    fn press(&mut self, key: Key) {
        self.trail.push(key.to_string());
        self.threads.key(key);
    }

    /// Presses keys slowly or in bursts, resizes, and delivers answers after random delays.
    fn go_on(&mut self) -> usize {
        let mut pressed = 0;
        match self.random.next(12) {
            0 => {
                let (columns, rows) = size(&mut self.random);
                self.trail.push(format!("{columns}x{rows}"));
                self.threads.event(EventKind::Resize(columns, rows));
            }
            1 => {
                self.trail.push("paste".to_string());
                self.threads.event(EventKind::Paste("xưởng\nmộc 12".to_string()));
            }
            2..5 => {
                let burst = 2 + self.random.next(8);
                let (same, one) = (self.random.next(2) == 0, key(&mut self.random));
                for _ in 0..burst {
                    let key = if same { one } else { key(&mut self.random) };
                    self.press(key);
                }
                pressed = burst;
            }
            _ => {
                let key = key(&mut self.random);
                self.press(key);
                pressed = 1;
            }
        }
        for _ in 0..self.random.next(6) {
            let thread = self.random.next(3);
            match self.random.next(2) {
                0 => self.threads.work(thread),
                _ => self.threads.deliver(thread),
            }
        }
        pressed
    }

    /// The palette can quit: then every draft is on the disk.
    #[track_caller]
    fn has_left(&mut self) -> bool {
        if self.threads.model.is_quitting {
            self.threads.rest();
            self.nothing_typed_is_lost();
        }
        self.threads.model.left
    }

    fn rest(&mut self) {
        self.threads.rest();
        self.threads.event(EventKind::Focus(false));
        self.threads.rest();
    }

    #[track_caller]
    fn is_true(&self, holds: bool, what: &str) {
        assert!(
            holds,
            "{what}\nseed {}, after: {}\n{}",
            self.seed,
            self.trail[self.trail.len().saturating_sub(60)..].join(" "),
            self.threads.screen().join("\n")
        );
    }

    /// Checks everything that must hold whenever no request is open.
    #[track_caller]
    fn check(&mut self) {
        if self.has_left() {
            return;
        }
        let model = &self.threads.model;
        self.is_true(model.requests.is_empty(), "something is still waited for");
        self.is_true(model.queued.is_empty(), "keys are held back");
        self.is_true(model.work.is_none(), "work is shown that nobody does");
        self.nothing_typed_is_lost();
        self.the_marked_line_is_seen();
        self.rows_are_those_of_the_question();
    }

    #[track_caller]
    fn nothing_typed_is_lost(&self) {
        let there = self.threads.workers.store().drafts().list();
        for (id, draft) in &self.threads.drafts {
            let stored = there.iter().find(|one| one.id == *id);
            // an unchanged draft is not written again with another time
            let same = |one: &Draft| Draft { changed: 0, ..one.clone() };
            let what = format!("a draft is not what was typed: {stored:?} {draft:?}");
            self.is_true(stored.map(same) == Some(same(draft)), &what);
        }
        for layer in &self.threads.model.stack {
            if let Screen::Form(form) = &layer.screen {
                self.is_true(!form.content.is_dirty(), "a form holds what no draft does");
            }
        }
    }

    /// On screens made of lines the marked line is visible, and there are no blank lines below
    /// while lines are scrolled away above.
    #[track_caller]
    fn the_marked_line_is_seen(&self) {
        let model = &self.threads.model;
        if model.size.0 < 20 || model.size.1 < 5 {
            return;
        }
        let (body, list) = (model.body_height(), model.height_below_title());
        // text below the last markable line is read while the mark is out of view
        let more = |lines: &ScreenLines| {
            lines.items[lines.at..].iter().skip(1).any(|l| l.target.is_some())
        };
        let (height, at, top, count, marked) = match model.top().map(|top| &top.screen) {
            Some(Screen::Today(today)) => {
                let lines = &today.lines;
                (body, lines.at, lines.top, lines.items.len(), lines.target().is_some())
            }
            Some(Screen::Page(page)) => {
                let lines = &page.lines;
                (list, lines.at, lines.top, lines.items.len(), more(lines))
            }
            _ => return,
        };
        let scrolled = format!("{at} in {top} and {height} of {count}");
        self.is_true(top == 0 || top + height <= count, &format!("blank lines: {scrolled}"));
        let seen = self.threads.screen().iter().any(|line| line.starts_with('>'));
        self.is_true(!marked || seen, &format!("nothing marked: {scrolled}"));
    }

    #[track_caller]
    fn rows_are_those_of_the_question(&self) {
        let model = &self.threads.model;
        let Some(Screen::List(list)) = model.top().map(|top| &top.screen) else { return };
        let all =
            self.threads.workers.store().records().page(&list.query, 0, usize::MAX).unwrap();
        let height = rows_in(model.size);
        self.is_true(list.total == Some(all.rows.len()), "another number of records");
        let shown = list.top..all.rows.len().min(list.top + height);
        for at in shown.clone() {
            let id = list.row(at).map(|row| row.id);
            self.is_true(id == Some(all.rows[at].id), &format!("another row at {at}"));
        }
        self.is_true(
            shown.len() == height.min(all.rows.len()),
            "rows are left out though there is room",
        );
        if all.rows.is_empty() {
            return;
        }
        self.is_true(shown.contains(&list.at), "the marked row is out of sight");
        if model.size.0 >= 20 && model.size.1 >= 5 {
            let screen = self.threads.screen();
            let marked = screen.iter().filter(|line| line.starts_with('>')).count();
            self.is_true(marked == 1, "not one row is marked");
        }
    }

    fn marked(&self) -> Option<Id> {
        match self.threads.model.top().map(|top| &top.screen) {
            Some(Screen::List(list)) => list.selected().map(|row| row.id),
            _ => None,
        }
    }

    /// In a list: Enter opens the marked record, and Esc returns to it.
    #[track_caller]
    fn enter_opens_the_marked_record(&mut self) {
        let Some(id) = self.marked().filter(|_| !self.threads.model.left) else { return };
        self.press(Key::plain(Code::Enter));
        self.rest();
        let top = self.threads.model.top().map(|top| &top.screen);
        let opened = matches!(top, Some(Screen::Page(page)) if page.id == id);
        self.is_true(opened, "Enter opened something else than the marked record");
        self.press(Key::ESC);
        self.rest();
        self.is_true(self.marked() == Some(id), "Esc led to another row");
        self.check();
    }

    #[track_caller]
    fn esc_leads_to_today(&mut self) {
        for _ in 0..DEEPEST {
            self.press(Key::ESC);
        }
        self.rest();
        if self.has_left() {
            return;
        }
        let stack = &self.threads.model.stack;
        let today = stack.len() == 1 && matches!(stack[0].screen, Screen::Today(_));
        self.is_true(today, "Esc does not lead back to Today");
        self.check();
    }
}

fn keys() -> usize {
    std::env::var("SOTAY_KEYS").ok().and_then(|n| n.parse().ok()).unwrap_or(KEYS)
}

fn first_seed() -> u64 {
    std::env::var("SOTAY_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[test]
fn every_key_is_answered_and_what_is_shown_is_true() {
    let mut left = keys();
    for seed in first_seed().. {
        if left == 0 {
            break;
        }
        let mut sitting = Sitting::begin(seed);
        let mut pressed = 0;
        while pressed < KEYS_A_CASE.min(left) {
            pressed += sitting.go_on();
            if sitting.has_left() {
                break;
            }
            match sitting.random.next(16) {
                0..3 => {
                    sitting.rest();
                    sitting.check();
                }
                3 => {
                    sitting.rest();
                    sitting.enter_opens_the_marked_record();
                }
                _ => {}
            }
        }
        if !sitting.has_left() {
            sitting.esc_leads_to_today();
        }
        left = left.saturating_sub(pressed);
    }
}

#[test]
fn a_lost_answer_holds_no_key() {
    for seed in 0..6 {
        let mut sitting = Sitting::begin(9_000 + seed);
        for _ in 0..80 {
            sitting.go_on();
            let thread = sitting.random.next(3);
            if sitting.random.next(3) == 0 {
                sitting.threads.lose(thread);
            }
        }
        sitting.threads.rest();
        let model = &sitting.threads.model;
        sitting.is_true(model.requests.is_empty() && model.queued.is_empty(), "held back");
        sitting.esc_leads_to_today();
    }
}
