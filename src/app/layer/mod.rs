//! The layers: screens and dialogs, one file each, on a stack; the top one has the focus. A layer
//! does not know the model; it requests changes with intents.

pub mod ask;
pub mod audit;
pub mod compared_figures;
pub mod import;
pub mod import_choices;
mod import_keys;
pub mod list;
pub mod menu;
pub mod page;
mod page_keys;
pub mod palette;
pub mod passphrase;
mod question;
pub mod reader;
pub mod results;
pub mod review_case;
pub mod scene;
pub mod sync;
pub mod today;
pub mod welcome;

use ask::Ask;
use audit::AuditLayer;
use import::Import;
use list::List;
use menu::MenuLayer;
use palette::Palette;
use passphrase::PassphraseLayer;
use reader::ReaderLayer;
use results::Results;
use scene::RecordPage;
use sync::SyncLayer;
use today::TodayLayer;
use welcome::WelcomeLayer;

use crate::app::Effect;
use crate::app::env::Env;
use crate::app::event::{LayerAnswer, LayerId};
use crate::app::form::{Form, edit_action, no_effect_text};
use crate::app::intent::Intent;
use crate::app::requests::Holds;
use crate::keymap::action::{Action, ActionGroup};
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::programme::spec::Programme;
use crate::record::KindNo;
use crate::text::edit::Editor;
use crate::text::secret::Secret;

pub trait Layer {
    /// The keymap contexts in which a key is looked up, innermost first.
    fn contexts(&self, programme: &'static Programme) -> Vec<Context>;

    /// Title for the header; empty for a dialog.
    fn title(&self, _programme: &'static Programme, _lang: Lang) -> String {
        String::new()
    }

    /// Whether this is a main screen, opened directly over the first screen.
    fn is_main(&self) -> bool {
        false
    }

    /// Whether it is drawn over the layer below. Other layers cover the whole body.
    fn is_dialog(&self) -> bool {
        false
    }

    /// Actions that a narrow hint bar must show here, in this order.
    fn hints(&self) -> &'static [Action] {
        &[]
    }

    /// Whether an action is possible now; `act` is only called for possible actions.
    fn can(&self, action: Action, env: &Env) -> bool;

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent>;

    /// The open editor of this layer.
    fn editor(&mut self) -> Option<&mut Editor> {
        None
    }

    /// The open secret text, which is not shown.
    fn secret(&mut self) -> Option<&mut Secret> {
        None
    }

    /// Called after the text of `editor` or `secret` has changed.
    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        Vec::new()
    }

    /// An answer to one of its requests; it may belong to an older request.
    fn answer(&mut self, _answer: LayerAnswer, _env: &mut Env) -> Vec<Intent> {
        Vec::new()
    }

    /// The requests that bring the layer up to date.
    fn fetch(&mut self, _id: LayerId, _env: &Env) -> Vec<Effect> {
        Vec::new()
    }

    /// The kind of open request that this action must wait for.
    fn waits_for(&self, _action: Action) -> Option<Holds> {
        None
    }

    /// The screen has another size: the cursor must stay in view.
    fn resize(&mut self, _env: &Env) {}
}

#[derive(Debug)]
pub struct StackedLayer {
    pub id: LayerId,
    pub screen: Screen,
}

macro_rules! screens {
    ($($name:ident($layer:ty),)*) => {
        #[derive(Debug)]
        pub enum Screen { $($name(Box<$layer>),)* }

        impl Screen {
            pub fn layer(&self) -> &dyn Layer {
                match self { $(Screen::$name(layer) => &**layer,)* }
            }

            pub fn layer_mut(&mut self) -> &mut dyn Layer {
                match self { $(Screen::$name(layer) => &mut **layer,)* }
            }
        }

        $(impl From<$layer> for Screen {
            fn from(layer: $layer) -> Screen {
                Screen::$name(Box::new(layer))
            }
        })*
    };
}

screens! {
    Welcome(WelcomeLayer),
    Today(TodayLayer),
    List(List),
    Page(RecordPage),
    Form(Form),
    Ask(Ask),
    Menu(MenuLayer),
    Reader(ReaderLayer),
    Import(Import),
    Results(Results),
    Sync(SyncLayer),
    Audit(AuditLayer),
    Palette(Palette),
    Passphrase(PassphraseLayer),
}

impl Screen {
    /// The main screen that an action opens. Never Today, which is the bottom of the stack.
    pub fn opened_by(action: Action, env: &Env) -> Option<Screen> {
        Some(match action {
            Action::GoResults => Results::new(env.today).into(),
            Action::GoSync => SyncLayer::default().into(),
            Action::GoAudit => AuditLayer::default().into(),
            _ => List::new(env.programme.listed_by(action.spec().id)?, false).into(),
        })
    }

    /// Whether it is the same screen of the same kind of records, whatever filters are set.
    pub fn is_same(&self, other: &Screen) -> bool {
        match (self, other) {
            (Screen::List(one), Screen::List(other)) => {
                one.query.kind == other.query.kind && one.query.deleted == other.query.deleted
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    pub fn is_dialog(&self) -> bool {
        self.layer().is_dialog()
    }

    /// Whether letters go into a search, in a list or under a form's field.
    pub fn has_search(&self) -> bool {
        match self {
            Screen::List(list) => list.search.is_some(),
            Screen::Form(form) => form.focus.pick.is_some(),
            _ => false,
        }
    }

    pub fn contexts(&self, programme: &'static Programme) -> Vec<Context> {
        self.layer().contexts(programme)
    }
}

/// The title of lists and pages of a kind.
pub fn kind_title(programme: &Programme, kind: KindNo, lang: Lang) -> String {
    programme.kind(kind).map(|kind| kind.short.get(lang).to_owned()).unwrap_or_default()
}

/// Applies an editing action to the layer's editor.
fn edit_text(layer: &mut dyn Layer, action: Action, env: &Env) -> Vec<Intent> {
    let Some(editor) = layer.editor() else { return Vec::new() };
    if edit_action(editor, action) == Some(true) {
        return layer.edited(env);
    }
    no_effect_text(env.lang, action).map(Intent::ShowMessage).into_iter().collect()
}

fn types(action: Action) -> bool {
    action.spec().group == ActionGroup::Typing
}

/// Whether the action moves the cursor over rows.
pub(super) fn moves(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        ListUp
            | ListDown
            | ListPageUp
            | ListPageDown
            | ListFirst
            | ListLast
            | PageNextTab
            | PagePrevTab
    )
}

/// How far an action moves the cursor in a list that shows `height` rows. The caller clamps it.
fn row_step(action: Action, height: usize) -> Option<isize> {
    use Action::*;
    match action {
        ListUp => Some(-1),
        ListDown => Some(1),
        ListPageUp => Some(-page_step(height)),
        ListPageDown => Some(page_step(height)),
        ListFirst => Some(isize::MIN),
        ListLast => Some(isize::MAX),
        _ => None,
    }
}

fn scrolls(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        ScrollUp | ScrollDown | ScrollPageUp | ScrollPageDown | ScrollFirst | ScrollLast
    )
}

/// Whether the action depends on the rows shown, and so must wait for them.
fn concerns_rows(action: Action) -> bool {
    use Action::*;
    moves(action)
        || matches!(action, VisitNew | FormDiscard | ListOpen | ResultsParts)
        || action.spec().group == ActionGroup::Record
}

/// Rows of a page step: one row stays in view.
fn page_step(height: usize) -> isize {
    height.saturating_sub(1).max(1) as isize
}
