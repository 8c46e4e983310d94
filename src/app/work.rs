//! Long work that is running, as the screen shows it.

use crate::app::event::LayerId;

#[derive(Debug)]
pub struct Work {
    /// the layer that started it: Esc cancels it there
    pub layer: LayerId,
    /// progress as text
    pub words: String,
    /// false if it would leave something half done
    pub can_stop: bool,
    pub stopping: bool,
    /// the officer tried to leave and was warned that work is running
    pub has_warned: bool,
}
