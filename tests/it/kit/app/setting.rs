//! How the program is started: size, language, keymap and first model.

use sotay::app::Model;
use sotay::app::model::{Appearance, ModelStart};
use sotay::keymap::{Action, Context, Keymap};
use sotay::lang::Lang;
use sotay::programme::spec::Programme;
use sotay::text::format::today_from_millis;

use crate::kit::{NOW, programme};

#[derive(Clone, Copy)]
pub struct Setting {
    pub size: (u16, u16),
    pub lang: Lang,
    pub keymap: &'static str,
    pub ascii: bool,
    /// whether the folder has a notebook
    pub begun: bool,
}

pub const USUAL: Setting =
    Setting { size: (80, 24), lang: Lang::Vi, keymap: "default", ascii: false, begun: true };

pub(super) fn keymap(setting: Setting) -> Keymap {
    Keymap::builtin(setting.keymap).expect("a built-in keymap")
}

pub(super) fn model(setting: Setting, seed: u8) -> Model {
    model_of(programme(), setting, seed)
}

pub(super) fn model_of(programme: &'static Programme, setting: Setting, seed: u8) -> Model {
    Model::new(ModelStart {
        programme,
        lang: setting.lang,
        appearance: Appearance { ascii: setting.ascii, colours: true },
        size: setting.size,
        now: NOW,
        today: today_from_millis(NOW),
        seed: [seed; 16],
        edit_on_focus: keymap(setting).options.edit_on_focus,
        open_key: keymap(setting).key_label(Action::ListOpen, Context::List.chain()),
        news: Vec::new(),
    })
}
