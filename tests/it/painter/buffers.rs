//! Random buffers, one after another: the terminal shows exactly the last one, at no higher cost than
//! all of it.

use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use sotay::shell::capability::Caps;
use sotay::shell::painter::{Painter, Scroll};
use unicode_width::UnicodeWidthStr;

use super::{COLOURS, Screen};

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
