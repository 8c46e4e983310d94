//! The painter against a terminal emulator: whatever was painted before, the terminal shows exactly
//! the last buffer, and no frame costs more than painting everything.

use proptest::collection::vec;
use proptest::prelude::*;
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

// ---- properties

#[derive(Clone, Debug)]
struct Text {
    x: u16,
    y: u16,
    text: String,
    style: Style,
}

#[derive(Clone, Debug)]
enum Turn {
    /// texts over what is there, or over an empty screen
    Write {
        anew: bool,
        texts: Vec<Text>,
    },
    /// rows moved in the model, with the hint and a new row, and perhaps a wrong hint
    Move {
        scroll: Scroll,
        honest: bool,
        text: Text,
    },
    Resize(u16, u16),
    Reset,
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-z ]{0,12}",
        4 => prop_oneof![
            Just("Xưởng cưa Đại Thắng".to_owned()),
            Just("nguyễn thị ợ".to_owned()),
            Just("e\u{323}\u{302} a\u{301}".to_owned()),
            Just("        ".to_owned()),
            Just("                      ".to_owned()),
        ],
        2 => prop_oneof![Just("漢字仮名".to_owned()), Just("a界".to_owned()), Just("│ ─".to_owned())],
    ];
    vec(word, 1..3).prop_map(|words| words.concat())
}

fn styles() -> impl Strategy<Value = Style> {
    let modifier = prop_oneof![
        4 => Just(Modifier::empty()),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::DIM | Modifier::UNDERLINED),
        1 => Just(Modifier::ITALIC | Modifier::BOLD),
    ];
    let colour =
        || prop_oneof![4 => Just(Color::Reset), 1 => prop::sample::select(&COLOURS[..])];
    // one intensity at a time: the emulator does not support bold and dim together
    (modifier, colour(), colour()).prop_map(|(modifier, fg, bg)| {
        let mut style = Style::new().fg(fg).bg(bg);
        style.add_modifier = modifier;
        style.sub_modifier = Modifier::all().difference(modifier);
        style
    })
}

fn texts() -> impl Strategy<Value = Text> {
    (0..30u16, 0..10u16, words(), styles()).prop_map(|(x, y, text, style)| Text {
        x,
        y,
        text,
        style,
    })
}

fn turns() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (any::<bool>(), vec(texts(), 0..5))
            .prop_map(|(anew, texts)| Turn::Write { anew, texts }),
        3 => (0..12u16, 0..12u16, -6..7i32, any::<bool>(), texts()).prop_map(
            |(top, bottom, by, honest, text)| Turn::Move {
                scroll: Scroll { top, bottom, by },
                honest,
                text,
            }
        ),
        1 => (1..34u16, 1..12u16).prop_map(|(w, h)| Turn::Resize(w, h)),
        1 => Just(Turn::Reset),
    ]
}

fn write(buffer: &mut Buffer, text: &Text) {
    let (x, y) = (text.x % buffer.area.width, text.y % buffer.area.height);
    // a widget that overwrites half of a wide cell must clear the rest
    for x in 0..buffer.area.width {
        if buffer[(x, y)].symbol().width() > 1 {
            buffer[(x, y)].reset();
        }
    }
    buffer.set_string(x, y, &text.text, text.style);
}

fn moved(buffer: &Buffer, scroll: Scroll) -> Buffer {
    let mut next = buffer.clone();
    for y in scroll.top..scroll.bottom.min(buffer.area.height) {
        let from = i32::from(y) + scroll.by;
        if from >= i32::from(scroll.top) && from < i32::from(scroll.bottom) {
            for x in 0..buffer.area.width {
                if let Some(cell) = buffer.cell((x, from as u16)) {
                    next[(x, y)] = cell.clone();
                }
            }
        }
    }
    next
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn terminal_shows_the_last_buffer_for_no_more_than_painting_it_whole(
        turns in vec((turns(), prop::option::of((0..40u16, 0..12u16))), 1..12),
    ) {
        let mut screen = Screen::new(30, 10);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 10));
        for (turn, cursor) in turns {
            let mut hint = None;
            match turn {
                Turn::Write { anew, texts } => {
                    if anew {
                        buffer.reset();
                    }
                    texts.iter().for_each(|text| write(&mut buffer, text));
                }
                Turn::Move { scroll, honest, text } => {
                    hint = Some(scroll);
                    if honest {
                        buffer = moved(&buffer, scroll);
                    }
                    write(&mut buffer, &text);
                }
                Turn::Resize(width, height) => {
                    buffer = Buffer::empty(Rect::new(0, 0, width, height));
                    // it is unknown what a terminal leaves on the screen
                    screen.terminal = vt100::Parser::new(height, width, 0);
                    screen.terminal.process(b"\x1b[31;7m#\x1b[2;2H\x1b[?25l");
                    screen.painter.reset();
                }
                Turn::Reset => screen.painter.reset(),
            }
            let cursor =
                cursor.map(|(x, y)| (x % buffer.area.width, y % buffer.area.height));
            let whole = Painter::new(Caps::FULL).paint(&buffer, cursor, None).len();
            let bytes = screen.scroll(&buffer, cursor, hint);
            prop_assert!(bytes.len() <= whole, "{} bytes, whole {whole}", bytes.len());
            let again = screen.scroll(&buffer, cursor, None);
            prop_assert!(again.is_empty(), "nothing changed, yet {again:?}");
        }
    }

    #[test]
    fn no_cell_can_send_a_control_character(symbol in "\\PC{0,3}|[\u{0}-\u{20}\u{7f}-\u{9f}\u{200b}-\u{202e}a\u{301}]{0,6}") {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer[(1, 0)].set_symbol(&symbol);
        let bytes = Painter::new(Caps::FULL).paint(&buffer, Some((0, 0)), None).to_vec();
        let text = String::from_utf8(bytes).unwrap();
        let rest = text
            .strip_prefix("\u{1b}[m\u{1b}[H\u{1b}[J")
            .and_then(|t| t.strip_suffix("\u{1b}[?25h"))
            .unwrap();
        // the painter itself emits one move to the right and one back
        let own = rest.replace("\u{1b}[C", "").replace('\r', "").replace("\u{8}\u{8}", "");
        let steers = |c: char| {
            c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        };
        prop_assert!(!own.contains(steers), "{rest:?}");
    }
}

// ---- counts at 80x24

fn page() -> Buffer {
    Buffer::empty(Rect::new(0, 0, 80, 24))
}

fn field(text: &str) -> Buffer {
    let mut buffer = page();
    buffer.set_string(0, 0, "Sổ tay", Style::new().add_modifier(Modifier::BOLD));
    buffer.set_string(2, 10, "Tên cơ sở", Style::new());
    buffer.set_string(20, 10, text, Style::new());
    buffer.set_string(0, 23, "F2 Lưu  Esc Đóng", Style::new().add_modifier(Modifier::DIM));
    buffer
}

fn at_end(text: &str) -> Option<(u16, u16)> {
    Some((20 + text.width() as u16, 10))
}

#[test]
fn letter_at_the_end_of_a_field_is_its_utf8_alone() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&field(""), at_end(""));
    let mut text = String::new();
    for letter in "Xưởng cưa Đại Thắng ợ".chars() {
        text.push(letter);
        let bytes = screen.paint(&field(&text), at_end(&text));
        assert_eq!(bytes, letter.to_string().into_bytes());
    }
}

#[test]
fn backspace_costs_three_bytes() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&field("cưa"), at_end("cưa"));
    assert_eq!(screen.paint(&field("cư"), at_end("cư")), b"\x08 \x08");
}

#[test]
fn composing_by_backspace_and_retyping_costs_what_changed() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&field("đo"), at_end("đo"));
    let bytes = screen.paint(&field("đồn"), at_end("đồn"));
    assert_eq!(bytes, "\u{8}ồn".as_bytes());
}

#[test]
fn clearing_a_field_erases_to_the_end_of_the_row() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&field("Xưởng cưa"), at_end("Xưởng cưa"));
    let bytes = screen.paint(&field(""), at_end(""));
    assert!(bytes.len() <= 8, "{bytes:?}");
}

/// 20 rows of a list, the marker in front of one of them, a counter in the header.
fn list(first: usize, chosen: usize) -> Buffer {
    let mut buffer = page();
    buffer.set_string(0, 0, "Cơ sở", Style::new().add_modifier(Modifier::BOLD));
    buffer.set_string(70, 0, format!("{} / 300", chosen + 1), Style::new());
    for (y, n) in (2..22).zip(first..) {
        let mark = if n == chosen { "> " } else { "  " };
        let place = ["Bình Minh", "Phú Thọ", "Đông Sơn"][n % 3];
        let row = format!("{mark}Cơ sở mộc số {n:<5} xã {place:<12} nghề {n:>5}");
        buffer.set_string(0, y, row, Style::new());
    }
    buffer.set_string(0, 23, "Enter Mở  F2 Chuyến mới", Style::new());
    buffer
}

fn marker(first: usize, chosen: usize) -> Option<(u16, u16)> {
    Some((0, (2 + chosen - first) as u16))
}

#[test]
fn arrow_in_a_list_with_a_counter_costs_at_most_sixteen_bytes() {
    for hidden in [false, true] {
        let cursor = |chosen| if hidden { None } else { marker(100, chosen) };
        let mut screen = Screen::new(80, 24);
        screen.paint(&list(100, 104), cursor(104));
        for chosen in [105, 106, 107, 106, 105, 104, 103] {
            let bytes = screen.paint(&list(100, chosen), cursor(chosen));
            assert!(bytes.len() <= 16, "{} bytes: {bytes:?}", bytes.len());
        }
    }
}

#[test]
fn arrow_that_scrolls_costs_a_row_and_a_little() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&list(100, 119), marker(100, 119));
    for first in 101..110 {
        let hint = Scroll { top: 2, bottom: 22, by: 1 };
        let chosen = first + 19;
        let bytes = screen.scroll(&list(first, chosen), marker(first, chosen), Some(hint));
        assert!(bytes.len() <= 110, "{} bytes", bytes.len());
    }
    let hint = Scroll { top: 2, bottom: 22, by: -1 };
    screen.paint(&list(109, 109), marker(109, 109));
    let bytes = screen.scroll(&list(108, 108), marker(108, 108), Some(hint));
    assert!(bytes.len() <= 110, "{} bytes", bytes.len());
}

#[test]
fn page_costs_little_more_than_its_text() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&list(100, 100), marker(100, 100));
    let next = list(120, 120);
    let text: usize = (2..22)
        .map(|y| (0..80).map(|x| next[(x, y)].symbol()).collect::<String>())
        .map(|row| row.trim_end().len())
        .sum();
    let bytes = screen.paint(&next, marker(120, 120)).len();
    assert!(bytes * 100 <= text * 115, "{bytes} bytes for {text}");
}

#[test]
fn cursor_alone_is_one_move() {
    let mut screen = Screen::new(80, 24);
    screen.paint(&field("cưa"), at_end("cưa"));
    assert_eq!(screen.paint(&field("cưa"), at_end("cư")), b"\x08");
    assert_eq!(screen.paint(&field("cưa"), None), b"\x1b[?25l");
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
