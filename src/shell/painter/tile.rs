//! A terminal cell: at most one base character with its combining marks, and a pen.
//!
//! The last filter before the terminal: whatever a widget put into a cell, no control, format or
//! bidi character passes, and all terminals agree on the width. Knows no escape sequences.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use crate::shell::capability::Caps;

/// Bytes for a base character and about six marks; further marks are dropped.
const ROOM: usize = 16;

pub const BOLD: u8 = 1;
pub const DIM: u8 = 2;
pub const ITALIC: u8 = 4;
pub const UNDERLINE: u8 = 8;
pub const REVERSE: u8 = 16;

/// Colours: 0 is the terminal's default, 1 to 16 the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pen {
    pub fg: u8,
    pub bg: u8,
    pub attrs: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    bytes: [u8; ROOM],
    len: u8,
    /// 0: the right half of a wide character.
    pub width: u8,
    pub pen: Pen,
}

impl Pen {
    pub const PLAIN: Pen = Pen { fg: 0, bg: 0, attrs: 0 };

    pub fn of(cell: &Cell, caps: Caps) -> Pen {
        let has = |m: Modifier, bit: u8| if cell.modifier.contains(m) { bit } else { 0 };
        // blinking and hidden text are not used; the Linux console shows italics as a colour
        let italic = if caps.colours == 8 { 0 } else { has(Modifier::ITALIC, ITALIC) };
        Pen {
            fg: colour(cell.fg, caps),
            bg: colour(cell.bg, caps),
            attrs: has(Modifier::BOLD, BOLD)
                | has(Modifier::DIM, DIM)
                | italic
                | has(Modifier::UNDERLINED, UNDERLINE)
                | has(Modifier::REVERSED, REVERSE),
        }
    }

    /// The part of this pen that is visible on a blank.
    pub fn on_blank(self) -> Pen {
        if self.attrs & (UNDERLINE | REVERSE) != 0 {
            return self;
        }
        Pen { bg: self.bg, ..Pen::PLAIN }
    }
}

fn colour(colour: Color, caps: Caps) -> u8 {
    let number = match colour {
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(n) if n < 16 => n + 1,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 0,
    };
    match number {
        _ if caps.no_color || caps.colours < 8 => 0,
        // dark grey does not exist among eight colours, and black could be invisible
        9 if caps.colours < 16 => 0,
        bright @ 10.. if caps.colours < 16 => bright - 8,
        same => same,
    }
}

impl Tile {
    pub const BLANK: Tile = Tile::ascii(b' ', Pen::PLAIN);
    const COVERED: Tile = Tile { bytes: [0; ROOM], len: 0, width: 0, pen: Pen::PLAIN };

    const fn ascii(byte: u8, pen: Pen) -> Tile {
        let mut bytes = [0; ROOM];
        bytes[0] = byte;
        Tile { bytes, len: 1, width: 1, pen }
    }

    pub fn text(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    pub fn is_blank(&self) -> bool {
        self.text() == b" "
    }

    /// `room`: cells left in the row. A wide character that does not fit becomes blank.
    fn of(cell: &Cell, caps: Caps, room: usize) -> Tile {
        let pen = Pen::of(cell, caps);
        let symbol = cell.symbol();
        if let &[byte] = symbol.as_bytes() {
            return match byte {
                b' ' => Tile::ascii(b' ', pen.on_blank()),
                0x21..=0x7e => Tile::ascii(byte, pen),
                _ => Tile::ascii(b'?', pen),
            };
        }
        let mut chars = symbol.chars();
        let Some(base) = chars.next() else { return Tile::ascii(b' ', pen.on_blank()) };
        let width = match base.width() {
            Some(width @ 1..=2) if !is_forbidden(base) => width,
            _ => return Tile::ascii(b'?', pen),
        };
        if width > room {
            return Tile::ascii(b' ', pen.on_blank());
        }
        let mut tile = Tile { bytes: [0; ROOM], len: 0, width: width as u8, pen };
        tile.push(base);
        // Stop before a second base character, a joiner or a variation selector: terminals disagree
        // about the width of such a cluster.
        for mark in chars.take_while(|c| c.width() == Some(0) && !is_forbidden(*c)) {
            if !tile.push(mark) {
                break;
            }
        }
        if tile.is_blank() { Tile::ascii(b' ', pen.on_blank()) } else { tile }
    }

    fn push(&mut self, c: char) -> bool {
        let start = usize::from(self.len);
        let Some(place) = self.bytes.get_mut(start..start + c.len_utf8()) else { return false };
        c.encode_utf8(place);
        self.len += c.len_utf8() as u8;
        true
    }
}

/// Invisible characters that control the terminal or the text order.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ff9e}' | '\u{ff9f}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// One row of a buffer as the terminal will show it.
pub fn lay_row(cells: &[Cell], caps: Caps, row: &mut [Tile]) {
    let width = row.len();
    let mut covered = false;
    for (x, (tile, cell)) in row.iter_mut().zip(cells).enumerate() {
        *tile = if covered { Tile::COVERED } else { Tile::of(cell, caps, width - x) };
        covered = tile.width == 2;
    }
}
