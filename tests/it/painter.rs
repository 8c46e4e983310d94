//! The painter against a terminal emulator: whatever was painted before, the terminal shows exactly
//! the last buffer, and no frame costs more than painting everything.

mod buffers;
mod cost;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use sotay::shell::capability::Caps;
use sotay::shell::painter::{Painter, Scroll};
use unicode_width::UnicodeWidthStr;

struct Screen {
    painter: Painter,
    terminal: vt100::Parser,
}

impl Screen {
    fn new(width: u16, height: u16) -> Screen {
        let terminal = vt100::Parser::new(height, width, 0);
        Screen { painter: Painter::new(Caps::FULL), terminal }
    }

    fn paint(&mut self, next: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        self.scroll(next, cursor, None)
    }

    fn scroll(
        &mut self,
        next: &Buffer,
        cursor: Option<(u16, u16)>,
        scroll: Option<Scroll>,
    ) -> Vec<u8> {
        let bytes = self.painter.paint(next, cursor, scroll).to_vec();
        self.terminal.process(&bytes);
        assert_shown(self.terminal.screen(), next, cursor);
        bytes
    }
}

fn assert_shown(screen: &vt100::Screen, buffer: &Buffer, cursor: Option<(u16, u16)>) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let shown = screen.cell(y, x).expect("a cell for every place");
            let text = if shown.has_contents() { shown.contents() } else { " " };
            assert_eq!(text, cell.symbol(), "at {x},{y}");
            let style = (cell.modifier, cell.fg, cell.bg);
            assert_eq!(pen(shown, text), visible(style, text), "pen of {text:?} at {x},{y}");
            x += (cell.symbol().width() as u16).max(1);
        }
    }
    assert_eq!(screen.hide_cursor(), cursor.is_none());
    if let Some((x, y)) = cursor {
        assert_eq!(screen.cursor_position(), (y, x));
    }
}

fn pen(cell: &vt100::Cell, text: &str) -> (Modifier, Color, Color) {
    let mut modifier = Modifier::empty();
    for (on, flag) in [
        (cell.bold(), Modifier::BOLD),
        (cell.dim(), Modifier::DIM),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ] {
        modifier.set(flag, on);
    }
    visible((modifier, colour(cell.fgcolor()), colour(cell.bgcolor())), text)
}

/// Ratatui's names for the sixteen colours are in the terminal's order, except for two.
fn colour(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(number) => COLOURS[usize::from(number)],
        vt100::Color::Rgb(..) => panic!("a colour that was never asked for"),
    }
}

const COLOURS: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

fn visible(style: (Modifier, Color, Color), text: &str) -> (Modifier, Color, Color) {
    let (modifier, _, bg) = style;
    if text == " " && !modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED) {
        return (Modifier::empty(), Color::Reset, bg);
    }
    style
}

#[test]
fn colours_follow_the_terminal() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
    buffer.set_string(0, 0, "a", Style::new().fg(Color::LightRed));
    buffer.set_string(1, 0, "b", Style::new().fg(Color::DarkGray));
    buffer.set_string(2, 0, "c", Style::new().fg(Color::Rgb(1, 2, 3)));
    let painted = |caps| {
        let bytes = Painter::new(caps).paint(&buffer, None, None).to_vec();
        String::from_utf8(bytes).unwrap()
    };
    let end = "\u{1b}[?25l";
    let console = Caps { colours: 8, ..Caps::FULL };
    let none = Caps { no_color: true, ..Caps::FULL };
    let start = "\u{1b}[m\u{1b}[H\u{1b}[J";
    assert_eq!(painted(console), format!("{start}\u{1b}[31ma\u{1b}[mbc{end}"));
    assert_eq!(painted(none), format!("{start}abc{end}"));
    let full = format!("{start}\u{1b}[91ma\u{1b}[90mb\u{1b}[mc{end}");
    assert_eq!(painted(Caps::FULL), full);
}

#[test]
fn a_screen_without_cells_is_painted_as_nothing() {
    let mut painter = Painter::new(Caps::FULL);
    assert!(painter.paint(&Buffer::empty(Rect::ZERO), Some((0, 0)), None).is_empty());
}
