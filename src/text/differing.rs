//! Two texts side by side in little room: what both share is cut, what tells them apart is shown.

use unicode_segmentation::UnicodeSegmentation;

use super::cells;

/// At most so many cells of each, different where the texts are; whole where they fit.
pub fn differing(a: &str, b: &str, room: usize) -> (String, String) {
    if cells::width(a).max(cells::width(b)) <= room {
        return (a.to_owned(), b.to_owned());
    }
    let head = shared(a.graphemes(true), b.graphemes(true));
    let (a_rest, b_rest) = (a.get(head..).unwrap_or(a), b.get(head..).unwrap_or(b));
    let tail = shared(a_rest.graphemes(true).rev(), b_rest.graphemes(true).rev());
    let one = |text: &str| {
        let behind = text.len() - tail;
        excerpt(text, head, behind, room)
    };
    (one(a), one(b))
}

/// The stretch that differs, with a little of what stands before it and behind it.
fn excerpt(text: &str, from: usize, to: usize, room: usize) -> String {
    if cells::width(text) <= room {
        return text.to_owned();
    }
    let part = |from, to| text.get(from..to).unwrap_or_default();
    let (before, own, behind) = (part(0, from), part(from, to), part(to, text.len()));
    let lead = match cells::width(before) <= room / 3 {
        true => before.to_owned(),
        false => format!("…{}", cells::tail(before, (room / 3).saturating_sub(1))),
    };
    let left = room.saturating_sub(cells::width(&lead));
    // It begins with a difference, so its beginning is what must be seen.
    let rest = match cells::width(own) < left {
        true => format!("{own}{behind}"),
        false => own.to_owned(),
    };
    format!("{lead}{}", cells::cut(&rest, left))
}

/// Bytes that both begin with, in whole graphemes.
fn shared<'a>(a: impl Iterator<Item = &'a str>, b: impl Iterator<Item = &'a str>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_shared_beginning_is_cut() {
        let long = "Hợp tác xã nông nghiệp dịch vụ và chế biến thủy sản";
        let (a, b) = differing(&format!("{long} Hòa Bình"), &format!("{long} Hòa Lạc"), 20);
        assert!(a.ends_with("Hòa Bình") && b.ends_with("Hòa Lạc"), "{a} {b}");
        let (a, b) = differing(&format!("A {long}"), &format!("B {long}"), 20);
        assert!(a.starts_with("A Hợp") && b.starts_with("B Hợp"), "{a} {b}");
        let (a, b) = differing(long, &format!("{long} Hai"), 20);
        assert!(a != b && b.ends_with(" Hai"), "{a} {b}");
        assert_eq!(differing("9", "6", 20), ("9".into(), "6".into()));
    }

    proptest! {
        #[test]
        fn different_texts_are_shown_differently(
            head in "[ab ế]{0,60}", tail in "[ab ế]{0,60}",
            a in "[abế ]{0,40}", b in "[abế ]{0,40}", room in 12usize..60,
        ) {
            let (a, b) = (format!("{head}{a}{tail}"), format!("{head}{b}{tail}"));
            let (x, y) = differing(&a, &b, room);
            prop_assert_eq!(a == b, x == y, "{:?} {:?}", x, y);
            prop_assert!(cells::width(&x) <= room && cells::width(&y) <= room);
        }
    }
}
