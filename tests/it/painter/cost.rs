//! What keys cost at 80x24, in bytes that the terminal gets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use sotay::shell::painter::Scroll;
use unicode_width::UnicodeWidthStr;

use super::Screen;

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
        assert!(bytes.len() <= 88, "{} bytes", bytes.len());
    }
    let hint = Scroll { top: 2, bottom: 22, by: -1 };
    screen.paint(&list(109, 109), marker(109, 109));
    let bytes = screen.scroll(&list(108, 108), marker(108, 108), Some(hint));
    assert!(bytes.len() <= 88, "{} bytes", bytes.len());
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
