//! Styles by role: the terminal's own background, at most 16 colours, and no meaning by colour
//! alone. Without colours the attributes remain.

use ratatui::style::{Color, Modifier, Style};

#[derive(Clone, Copy, Debug)]
pub struct Theme {
    pub colours: bool,
    pub ascii: bool,
}

pub const PLAIN: Style = Style::new();
pub const BAR: Style = Style::new().add_modifier(Modifier::REVERSED);
pub const HEADING: Style = Style::new().add_modifier(Modifier::BOLD);

impl Theme {
    pub fn fault(self) -> Style {
        self.coloured(HEADING, Color::Red)
    }

    pub fn warning(self) -> Style {
        self.coloured(HEADING, Color::Yellow)
    }

    pub fn better(self) -> Style {
        self.coloured(PLAIN, Color::Green)
    }

    pub fn worse(self) -> Style {
        self.coloured(PLAIN, Color::Red)
    }

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.colours { style.fg(colour) } else { style }
    }
}
