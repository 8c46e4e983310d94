//! The screens and dialogs, one file each, as data on a stack; the top one has the focus.

pub mod ask;
pub mod import;
pub mod list;
pub mod matter;
pub mod menu;
pub mod page;
pub mod palette;
pub mod reader;
pub mod results;
pub mod scene;
pub mod sync;
pub mod today;
pub mod welcome;

use crate::app::event::LayerId;
use crate::app::form::Form;
use crate::app::intent::Intent;
use crate::keymap::context::Context;
use crate::programme::spec::Programme;
use crate::text::edit::Editor;

use ask::Ask;
use import::Import;
use list::List;
use menu::MenuLayer;
use palette::Palette;
use reader::ReaderLayer;
use results::Results;
use scene::RecordPage;
use sync::SyncLayer;
use today::TodayLayer;
use welcome::WelcomeLayer;

#[derive(Debug)]
pub struct Layer {
    pub id: LayerId,
    pub screen: Screen,
}

#[derive(Debug)]
pub enum Screen {
    Welcome(WelcomeLayer),
    Today(TodayLayer),
    List(Box<List>),
    Page(Box<RecordPage>),
    Form(Box<Form>),
    Ask(Ask),
    Menu(MenuLayer),
    Reader(ReaderLayer),
    Import(Box<Import>),
    Results(Box<Results>),
    Sync(SyncLayer),
    Palette(Palette),
}

impl Screen {
    /// Does it cover the whole body, or stand over the layer below?
    pub fn is_dialog(&self) -> bool {
        matches!(self, Screen::Ask(_) | Screen::Menu(_) | Screen::Palette(_))
    }

    /// Where a key is heard, innermost first.
    pub fn contexts(&self, programme: &'static Programme) -> Vec<Context> {
        match self {
            Screen::Welcome(w) => w.contexts(),
            Screen::Today(_) | Screen::Sync(_) => Context::List.chain().to_vec(),
            Screen::List(l) if l.search.is_some() => Context::Search.chain().to_vec(),
            Screen::List(_) => Context::List.chain().to_vec(),
            Screen::Page(page) => page.context(programme).chain().to_vec(),
            Screen::Form(f) => f.contexts(programme),
            Screen::Ask(a) if a.editor.is_some() => match a.then {
                Intent::Delete { .. } | Intent::CommitBecause { .. } => {
                    Context::Reason.chain().to_vec()
                }
                _ => Context::Prompt.chain().to_vec(),
            },
            Screen::Ask(_) => Context::Confirm.chain().to_vec(),
            Screen::Menu(_) => Context::Menu.chain().to_vec(),
            Screen::Results(_) => Context::Results.chain().to_vec(),
            Screen::Reader(_) => Context::Help.chain().to_vec(),
            Screen::Import(_) => Context::Preview.chain().to_vec(),
            Screen::Palette(_) => Context::Palette.chain().to_vec(),
        }
    }

    /// The one-line text that is being typed here; a form keeps its own.
    pub fn editor(&mut self) -> Option<&mut Editor> {
        match self {
            Screen::Welcome(w) => w.editor(),
            Screen::List(l) => l.search.as_mut(),
            Screen::Ask(a) => a.editor.as_mut(),
            Screen::Palette(p) => Some(&mut p.editor),
            _ => None,
        }
    }
}
