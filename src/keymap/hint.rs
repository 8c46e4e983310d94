//! Shows keys: the hint bar, help, and the table for the README. All are generated from the table
//! of actions and the keymap in use.

use unicode_width::UnicodeWidthStr;

use super::action::{ACTIONS, Action, ActionGroup, ActionSpec};
use super::binding::{Binding, BindingSource, Keymap};
use super::context::Context;
use super::key::{Key, label_sequence, show_sequence};
use crate::lang::Lang;
use crate::lang::keys::{MARKDOWN_ACTION, MARKDOWN_KEYS, MARKDOWN_WHAT};
use crate::lang::words::Both;

/// Cells between two hints.
pub const HINT_GAP: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    pub action: Action,
    /// all its keys in the present contexts, with their sources
    pub keys: Vec<(String, BindingSource)>,
    pub words: &'static str,
}

impl Keymap {
    /// Key and short label of the possible actions, in the order of the table, until `width` cells
    /// are full. A hint takes key + one cell + label, with [`HINT_GAP`] in between. Help is last.
    pub fn hint(
        &self,
        contexts: &[Context],
        can: impl Fn(Action) -> bool,
        width: usize,
        lang: Lang,
    ) -> Vec<(String, &'static str)> {
        self.hint_called(contexts, &[], can, |_| None, width, lang)
    }

    /// Like `hint`. `first`: actions to show before all others. `called`: another label for an
    /// action in this place, if it has one.
    pub fn hint_called(
        &self,
        contexts: &[Context],
        first: &[Action],
        can: impl Fn(Action) -> bool,
        called: impl Fn(Action) -> Option<&'static str>,
        width: usize,
        lang: Lang,
    ) -> Vec<(String, &'static str)> {
        let active = self.active_bindings(contexts);
        let item = |spec: &ActionSpec| {
            let binding = active.iter().find(|b| b.action == spec.action)?;
            let words = called(spec.action).unwrap_or_else(|| spec.words.short.get(lang));
            Some((label_sequence(&binding.keys), words))
        };
        let cells = |(key, words): &(String, &'static str)| key.width() + 1 + words.width();
        let help = item(Action::HelpOpen.spec()).filter(|h| cells(h) <= width);
        let mut left = width - help.as_ref().map_or(0, cells);
        let mut hints = Vec::new();
        let way_on = contexts.first().and_then(|context| next_step_action(*context));
        let first: Vec<Action> = way_on.into_iter().chain(first.iter().copied()).collect();
        let others = ACTIONS.iter().filter(|spec| spec.group.offered()).map(|spec| spec.action);
        let others = others.filter(|action| !first.contains(action));
        for action in first.iter().copied().chain(others).filter(|action| can(*action)) {
            let Some(hint) = item(action.spec()).filter(|_| action != Action::HelpOpen) else {
                continue;
            };
            let gap = if help.is_some() || !hints.is_empty() { HINT_GAP } else { 0 };
            let Some(rest) = left.checked_sub(cells(&hint) + gap) else { break };
            left = rest;
            hints.push(hint);
        }
        hints.extend(help);
        hints
    }

    /// After the first keys of a sequence: the keys that continue it with the labels of their
    /// possible actions, until `width` cells are full.
    pub fn hint_continuations(
        &self,
        contexts: &[Context],
        begun: &[Key],
        can: impl Fn(Action) -> bool,
        width: usize,
        lang: Lang,
    ) -> Vec<(String, &'static str)> {
        let mut left = width;
        let next = self.continuations(contexts, begun).into_iter();
        let next = next.filter(|(_, action)| can(*action));
        let next = next.map(|(key, action)| (key, action.spec().words.short.get(lang)));
        let fits = |(key, words): &(String, &'static str)| {
            let gap = if left == width { 0 } else { HINT_GAP };
            let rest = left.checked_sub(key.width() + 1 + words.width() + gap);
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        next.take_while(fits).collect()
    }

    /// All possible actions that have a key in these contexts, by group, in the order of the table.
    pub fn help(
        &self,
        contexts: &[Context],
        can: impl Fn(Action) -> bool,
        lang: Lang,
    ) -> Vec<(Both, Vec<HelpLine>)> {
        let active = self.active_bindings(contexts);
        let line = |spec: &ActionSpec| {
            let keys: Vec<_> = active
                .iter()
                .filter(|b| b.action == spec.action)
                .map(|b| (label_sequence(&b.keys), b.source))
                .collect();
            let words = spec.words.long.get(lang);
            (!keys.is_empty()).then_some(HelpLine { action: spec.action, keys, words })
        };
        let group = |group: &ActionGroup| {
            let lines: Vec<_> = ACTIONS
                .iter()
                .filter(|s| s.group == *group && can(s.action))
                .filter_map(line)
                .collect();
            (!lines.is_empty()).then_some((group.heading(), lines))
        };
        ActionGroup::ALL.iter().filter_map(group).collect()
    }

    /// The key table of each context as Markdown (`sotay keys --markdown`).
    pub fn markdown(&self, lang: Lang) -> String {
        let mut out = String::new();
        for context in Context::ALL {
            let own: Vec<&Binding> =
                self.bindings().iter().filter(|b| b.context == *context).collect();
            if own.is_empty() {
                continue;
            }
            let (keys, what) = (MARKDOWN_KEYS.get(lang), MARKDOWN_WHAT.get(lang));
            let (heading, action) = (context.heading().get(lang), MARKDOWN_ACTION.get(lang));
            out.push_str(&format!("### {heading} `[{}]`\n\n", context.id()));
            out.push_str(&format!("| {keys} | {what} | {action} |\n|---|---|---|\n"));
            for spec in ACTIONS {
                let keys: Vec<String> = own
                    .iter()
                    .filter(|b| b.action == spec.action)
                    .map(|b| format!("`{}`", show_sequence(&b.keys).replace('|', "\\|")))
                    .collect();
                if !keys.is_empty() {
                    let words = spec.words.long.get(lang);
                    out.push_str(&format!(
                        "| {} | {words} | `{}` |\n",
                        keys.join(" "),
                        spec.id
                    ));
                }
            }
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

/// A move that is needed but hard to guess, and therefore hinted first: leaving a note, where
/// Enter inserts a line break, and going to the next part of a page.
fn next_step_action(context: Context) -> Option<Action> {
    match context {
        Context::Note => Some(Action::FieldNext),
        Context::Page | Context::Review | Context::Matter => Some(Action::PageNextTab),
        _ => None,
    }
}

impl BindingSource {
    /// The source of a binding, as help shows it.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            BindingSource::Default => crate::lang::keys::SOURCE_DEFAULT.get(lang),
            BindingSource::Named(name) => name,
            BindingSource::User => crate::lang::keys::SOURCE_USER.get(lang),
        }
    }
}
