//! The screens and dialogs, one file each: data on a stack, and what each does. The top one has the
//! focus. A layer knows no model: what it wants of it comes out as intents.

pub mod ask;
pub mod audit;
pub mod beside;
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
    /// Where a key is looked up, innermost first.
    fn contexts(&self, programme: &'static Programme) -> Vec<Context>;

    /// For the header. A dialog has none.
    fn title(&self, _programme: &'static Programme, _lang: Lang) -> String {
        String::new()
    }

    /// Is it opened over the first screen alone, and so has a place of its own?
    fn is_main(&self) -> bool {
        false
    }

    /// Is it drawn over the layer below? Otherwise it covers the whole body.
    fn is_dialog(&self) -> bool {
        false
    }

    /// What a narrow bar of hints must not lose here, in this order.
    fn hints(&self) -> &'static [Action] {
        &[]
    }

    /// Whether an action is possible now; `act` is called with no other.
    fn can(&self, action: Action, env: &Env) -> bool;

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent>;

    /// The one-line text that is being typed here.
    fn editor(&mut self) -> Option<&mut Editor> {
        None
    }

    /// The text that is typed here and not shown.
    fn secret(&mut self) -> Option<&mut Secret> {
        None
    }

    /// The text of `editor` or `secret` has changed.
    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        Vec::new()
    }

    /// An answer to one of its requests. One to an older request may come late.
    fn answer(&mut self, _answer: LayerAnswer, _env: &mut Env) -> Vec<Intent> {
        Vec::new()
    }

    /// What must be read for it to show what is true now.
    fn fetch(&mut self, _id: LayerId, _env: &Env) -> Vec<Effect> {
        Vec::new()
    }

    /// Which request under way an action must wait for.
    fn waits_for(&self, _action: Action) -> Option<Holds> {
        None
    }

    /// Another size of the screen: the cursor stays in view.
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
    /// The main screen that an action opens. Not Today, which is always the lowest on the stack.
    pub fn opened_by(action: Action, env: &Env) -> Option<Screen> {
        Some(match action {
            Action::GoResults => Results::new(env.today).into(),
            Action::GoSync => SyncLayer::default().into(),
            Action::GoAudit => AuditLayer::default().into(),
            _ => List::new(env.programme.listed_by(action.spec().id)?, false).into(),
        })
    }

    /// Is it the same screen, of the same kind of records, whatever was chosen there since?
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

    pub fn contexts(&self, programme: &'static Programme) -> Vec<Context> {
        self.layer().contexts(programme)
    }
}

/// How lists and pages of a kind are called.
pub fn kind_title(programme: &Programme, kind: KindNo, lang: Lang) -> String {
    programme.kind(kind).map(|kind| kind.short.get(lang).to_owned()).unwrap_or_default()
}

/// Editing keys in a layer's own text.
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

/// Over the rows that a screen shows.
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

/// How far a key moves in a list of which `height` rows are shown. The list stops it at its ends.
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

/// Is it about the rows shown? Others mean the same whatever a screen shows.
fn concerns_rows(action: Action) -> bool {
    use Action::*;
    moves(action)
        || matches!(action, VisitNew | FormDiscard | ListOpen | ResultsParts)
        || action.spec().group == ActionGroup::Record
}

/// Rows of a page, less the one that stays in view.
fn page_step(height: usize) -> isize {
    height.saturating_sub(1).max(1) as isize
}
