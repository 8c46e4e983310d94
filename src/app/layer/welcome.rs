//! The first run: asks for the officer's name, unit and province, and for an optional passphrase.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::passphrase::edit_secret;
use crate::app::layer::{Layer, edit_text, types};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::{Lang, app as say};
use crate::programme::reference::{Province, ProvinceHit, provinces, provinces_like};
use crate::programme::spec::Programme;
use crate::text::edit::Editor;
use crate::text::secret::Secret;

#[derive(Debug)]
pub struct WelcomeLayer {
    pub name: Editor,
    pub unit: Editor,
    /// may be typed without diacritics; the matching provinces are shown below
    pub province: Editor,
    /// empty: no passphrase
    pub passphrase: Secret,
    pub again: Secret,
    pub at: usize,
    /// index of the field whose answer is missing or invalid
    pub fault: Option<usize>,
}

pub const FIELDS: usize = 5;
pub const PROVINCE: usize = 2;
pub const PASSPHRASE: usize = 3;
pub const AGAIN: usize = 4;

/// Why the notebook cannot be created yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// this field has no answer or an invalid one
    Field(usize),
    /// the province is ambiguous: one of these
    Province(Vec<ProvinceHit>),
}

impl Default for WelcomeLayer {
    fn default() -> WelcomeLayer {
        let empty = || Editor::new("");
        let (name, unit, province) = (empty(), empty(), empty());
        let (passphrase, again) = Default::default();
        WelcomeLayer { name, unit, province, passphrase, again, at: 0, fault: None }
    }
}

impl WelcomeLayer {
    /// The visible input fields; passphrases are not among them.
    pub fn fields(&self) -> [&Editor; 3] {
        [&self.name, &self.unit, &self.province]
    }

    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(FIELDS - 1);
    }

    /// The provinces that match the typed text.
    pub fn provinces(&self) -> Vec<ProvinceHit> {
        provinces_like(self.province.text())
    }

    pub fn choose_province(&mut self, province: &Province) {
        self.province = Editor::new(province.short_name());
        self.fault = None;
    }

    /// Name, unit and the province's code, or the first missing answer.
    pub fn answers(&self) -> Result<(String, String, String), Missing> {
        let text = |e: &Editor| e.text().trim().to_string();
        match (text(&self.name), text(&self.unit), self.provinces()) {
            (name, _, _) if name.is_empty() => Err(Missing::Field(0)),
            (_, unit, _) if unit.is_empty() => Err(Missing::Field(1)),
            (name, unit, hits) => match hits.as_slice() {
                [one] => Ok((name, unit, one.province.code.to_string())),
                [] if !text(&self.province).is_empty() => Err(Missing::Field(PROVINCE)),
                _ => Err(Missing::Province(hits)),
            },
        }
    }
}

impl Layer for WelcomeLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Welcome.chain().to_vec()
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        matches!(action, Action::FieldNext | Action::FieldPrev | Action::FormSave)
            || types(action)
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        match action {
            FieldPrev => self.step(-1),
            FieldNext if self.at == PROVINCE && self.answers().is_err() => {
                return self.begin(env.lang);
            }
            // without a passphrase there is nothing to repeat
            FieldNext if self.at == PASSPHRASE && self.passphrase.is_empty() => {
                return self.begin(env.lang);
            }
            FieldNext if self.at + 1 < FIELDS => self.step(1),
            FieldNext | FormSave => return self.begin(env.lang),
            _ => match self.secret() {
                Some(secret) => edit_secret(secret, action),
                None => return edit_text(self, action, env),
            },
        }
        Vec::new()
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        match self.at {
            0 => Some(&mut self.name),
            1 => Some(&mut self.unit),
            PROVINCE => Some(&mut self.province),
            _ => None,
        }
    }

    fn secret(&mut self) -> Option<&mut Secret> {
        match self.at {
            PASSPHRASE => Some(&mut self.passphrase),
            AGAIN => Some(&mut self.again),
            _ => None,
        }
    }

    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        self.fault = None;
        Vec::new()
    }
}

impl WelcomeLayer {
    /// Continues after a province was chosen: with the optional passphrase, or by creating the
    /// notebook.
    pub fn go_on(&mut self, lang: Lang) -> Vec<Intent> {
        if self.answers().is_ok() && self.passphrase.is_empty() {
            self.at = PASSPHRASE;
            return Vec::new();
        }
        self.begin(lang)
    }

    /// Creates the notebook, or asks for what is missing.
    pub fn begin(&mut self, lang: Lang) -> Vec<Intent> {
        match self.answers() {
            Ok(_) if self.passphrase != self.again => {
                self.again.clear();
                (self.at, self.fault) = (AGAIN, Some(AGAIN));
            }
            Ok((officer, unit, province)) => {
                let passphrase = self.passphrase.clone();
                return vec![Intent::CreateNotebook { officer, unit, province, passphrase }];
            }
            Err(Missing::Field(at)) => (self.at, self.fault) = (at, Some(at)),
            Err(Missing::Province(hits)) => {
                self.at = PROVINCE;
                let items = match hits.as_slice() {
                    [] => {
                        provinces().iter().map(|one| province_item(one, None, lang)).collect()
                    }
                    hits => {
                        let item =
                            |hit: &ProvinceHit| province_item(hit.province, hit.before, lang);
                        hits.iter().map(item).collect()
                    }
                };
                return vec![Intent::OpenMenu { title: say::welcome_province(lang), items }];
            }
        }
        Vec::new()
    }
}

fn province_item(province: &Province, before: Option<&str>, lang: Lang) -> (String, Intent) {
    let words = match before {
        Some(before) => say::province_of_before(lang, province.name, before),
        None => province.name.to_owned(),
    };
    (words, Intent::SetProvince(province.code.to_owned()))
}
