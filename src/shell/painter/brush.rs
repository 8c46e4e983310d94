//! Bytes for the terminal, and the tracked state that keeps them few: cursor position, pen,
//! cursor visibility.
//!
//! Each cursor move uses the shortest sequence. Uses only sequences that xterm, tmux and the Linux
//! console have in common. Does not know what is drawn.

use super::tile::{BOLD, DIM, ITALIC, Pen, REVERSE, Tile, UNDERLINE};

/// After a write to the last column terminals differ in the cursor's column: only the row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorPlace {
    Unknown,
    Row(u16),
    At(u16, u16),
}

#[derive(Clone, Debug)]
pub struct Brush {
    pub out: Vec<u8>,
    pub place: CursorPlace,
    pub pen: Option<Pen>,
    pub shown: Option<bool>,
    width: u16,
    /// A position to return to with two bytes (save and restore cursor).
    home: Option<(u16, u16)>,
    saved: Option<Option<Pen>>,
}

const ESC: u8 = 0x1b;

impl Brush {
    /// A brush for a terminal in an unknown state.
    pub fn unknown(width: u16) -> Brush {
        Brush {
            out: Vec::new(),
            place: CursorPlace::Unknown,
            pen: None,
            shown: None,
            width,
            home: None,
            saved: None,
        }
    }

    /// The same state, without output.
    pub fn fresh(&self) -> Brush {
        Brush { out: Vec::new(), home: None, saved: None, ..self.clone() }
    }

    /// Saves the cursor when it passes this position, to return cheaply at the end.
    pub fn remember(&mut self, x: u16, y: u16) {
        self.home = Some((x, y));
    }

    pub fn clear(&mut self) {
        self.set_pen(Pen::PLAIN);
        self.out.extend_from_slice(b"\x1b[H\x1b[J");
        self.place = CursorPlace::At(0, 0);
    }

    pub fn put(&mut self, tile: &Tile, x: u16, y: u16) {
        let kept = tile.is_blank() && self.pen.map(Pen::on_blank) == Some(tile.pen);
        if !kept {
            self.set_pen(tile.pen);
        }
        self.out.extend_from_slice(tile.text());
        let next = x + u16::from(tile.width);
        self.place =
            if next < self.width { CursorPlace::At(next, y) } else { CursorPlace::Row(y) };
    }

    pub fn blank_to_end(&mut self) {
        self.bare();
        self.csi(0, b'K');
    }

    pub fn blank(&mut self, cells: u16) {
        self.bare();
        self.csi(cells, b'X');
    }

    /// Deletes (`M`) or inserts (`L`) rows at `y`; the cursor is then in column 0 of row `y`.
    pub fn rows(&mut self, y: u16, count: u16, what: u8) {
        self.bare();
        self.go(0, y, &[]);
        self.csi(count, what);
    }

    /// Resets the pen before erasing: terminals fill with its background, some with attributes.
    fn bare(&mut self) {
        if self.pen.map(Pen::on_blank) != Some(Pen::PLAIN) {
            self.set_pen(Pen::PLAIN);
        }
    }

    pub fn show(&mut self, shown: bool) {
        if self.shown != Some(shown) {
            self.out.extend_from_slice(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.shown = Some(shown);
        }
    }

    /// Moves the cursor. `row`: the content of row `y`, to print again instead of a jump.
    pub fn go(&mut self, x: u16, y: u16, row: &[Tile]) {
        if self.place != CursorPlace::At(x, y) {
            let way = self.cheapest_way(x, y, row);
            self.out.extend_from_slice(&way);
            self.place = CursorPlace::At(x, y);
        }
        if self.home == Some((x, y)) && self.saved.is_none() {
            self.out.extend_from_slice(b"\x1b7");
            self.saved = Some(self.pen);
        }
    }

    /// The last move of a frame.
    pub fn park_cursor(&mut self, x: u16, y: u16, row: &[Tile]) {
        if self.place == CursorPlace::At(x, y) {
            return;
        }
        self.home = None;
        if self.saved == Some(self.pen) {
            let way = self.cheapest_way(x, y, row);
            self.out.extend_from_slice(if way.len() > 2 { b"\x1b8" } else { &way });
            self.place = CursorPlace::At(x, y);
        } else {
            self.go(x, y, row);
        }
    }

    fn cheapest_way(&self, x: u16, y: u16, row: &[Tile]) -> Vec<u8> {
        let mut best = absolute(x, y);
        let mut offer = |way: Vec<u8>| {
            if way.len() < best.len() {
                best = way;
            }
        };
        let (from, returned) = match self.place {
            CursorPlace::Unknown => return best,
            CursorPlace::Row(cy) => (None, (0, cy)),
            CursorPlace::At(cx, cy) => (Some((cx, cy)), (0, cy)),
        };
        for (start, (cx, cy)) in [(&b""[..], from), (&b"\r"[..], Some(returned))]
            .into_iter()
            .filter_map(|(start, at)| Some((start, at?)))
        {
            let mut way = start.to_vec();
            vertical(cy, y, &mut way);
            if let Some(again) = self.print_again(cx, x, row) {
                offer([&way[..], &again].concat());
            }
            horizontal(cx, x, &mut way);
            offer(way);
        }
        best
    }

    /// The cells in between, printed again: often shorter than a jump.
    fn print_again(&self, from: u16, to: u16, row: &[Tile]) -> Option<Vec<u8>> {
        let between = row.get(usize::from(from)..usize::from(to)).filter(|b| !b.is_empty())?;
        if between.len() > 8 || between.first()?.width == 0 || between.last()?.width == 2 {
            return None;
        }
        let mut out = Vec::new();
        for tile in between.iter().filter(|t| t.width > 0) {
            let pen = if tile.is_blank() { self.pen.map(Pen::on_blank) } else { self.pen };
            if pen != Some(tile.pen) {
                return None;
            }
            out.extend_from_slice(tile.text());
        }
        Some(out)
    }

    pub fn set_pen(&mut self, want: Pen) {
        if self.pen == Some(want) {
            return;
        }
        let mut best = sgr(&[&[0], &steps(Pen::PLAIN, want)[..]].concat());
        if let Some(now) = self.pen {
            let step = sgr(&steps(now, want));
            if step.len() <= best.len() {
                best = step;
            }
        }
        self.out.extend_from_slice(&best);
        self.pen = Some(want);
    }

    fn csi(&mut self, count: u16, end: u8) {
        csi(&mut self.out, count, end);
    }
}

/// A `count` of 0 or 1 is the terminal's default and is omitted.
fn csi(out: &mut Vec<u8>, count: u16, end: u8) {
    out.extend_from_slice(b"\x1b[");
    if count > 1 {
        number(out, count);
    }
    out.push(end);
}

fn number(out: &mut Vec<u8>, n: u16) {
    if n >= 10 {
        number(out, n / 10);
    }
    out.push(b'0' + (n % 10) as u8);
}

fn absolute(x: u16, y: u16) -> Vec<u8> {
    let mut out = vec![ESC, b'['];
    if y > 0 {
        number(&mut out, y + 1);
    }
    if x > 0 {
        out.push(b';');
        number(&mut out, x + 1);
    }
    out.push(b'H');
    out
}

/// Line feeds keep the column because the terminal is raw. They cannot scroll, because the target
/// is on the screen.
fn vertical(from: u16, to: u16, out: &mut Vec<u8>) {
    let (step, jump, distance) = if to >= from {
        (&b"\n"[..], b'B', to - from)
    } else {
        (&b"\x1bM"[..], b'A', from - to)
    };
    let mut far = Vec::new();
    csi(&mut far, distance, jump);
    let mut direct = Vec::new();
    csi(&mut direct, to + 1, b'd');
    if direct.len() < far.len() {
        far = direct;
    }
    if usize::from(distance) * step.len() <= far.len() {
        out.extend(step.repeat(usize::from(distance)));
    } else {
        out.extend(far);
    }
}

fn horizontal(from: u16, to: u16, out: &mut Vec<u8>) {
    let (jump, distance) = if to >= from { (b'C', to - from) } else { (b'D', from - to) };
    if distance == 0 {
        return;
    }
    let mut far = Vec::new();
    csi(&mut far, distance, jump);
    let mut direct = Vec::new();
    csi(&mut direct, to + 1, b'G');
    if direct.len() < far.len() {
        far = direct;
    }
    if to < from && usize::from(distance) <= far.len() {
        out.extend(std::iter::repeat_n(0x08, usize::from(distance)));
    } else {
        out.extend(far);
    }
}

/// The SGR parameters that change one pen to another without a reset.
fn steps(now: Pen, want: Pen) -> Vec<u8> {
    let mut codes = Vec::new();
    let gone = now.attrs & !want.attrs;
    let mut come = want.attrs & !now.attrs;
    if gone & (BOLD | DIM) != 0 {
        codes.push(22); // ends both
        come |= want.attrs & (BOLD | DIM);
    }
    for (bit, on, off) in [(ITALIC, 3, 23), (UNDERLINE, 4, 24), (REVERSE, 7, 27)] {
        if gone & bit != 0 {
            codes.push(off);
        }
        if come & bit != 0 {
            codes.push(on);
        }
    }
    for (bit, on) in [(BOLD, 1), (DIM, 2)] {
        if come & bit != 0 {
            codes.push(on);
        }
    }
    if now.fg != want.fg {
        codes.push(colour(want.fg, 30, 90));
    }
    if now.bg != want.bg {
        codes.push(colour(want.bg, 40, 100));
    }
    codes
}

fn colour(number: u8, dark: u8, bright: u8) -> u8 {
    match number {
        0 => dark + 9,
        1..=8 => dark + number - 1,
        _ => bright + number - 9,
    }
}

/// A parameter of 0 is left empty.
fn sgr(codes: &[u8]) -> Vec<u8> {
    let mut out = vec![ESC, b'['];
    for (i, code) in codes.iter().enumerate() {
        if i > 0 {
            out.push(b';');
        }
        if *code > 0 {
            number(&mut out, u16::from(*code));
        }
    }
    out.push(b'm');
    out
}
