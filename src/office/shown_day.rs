//! What a number format shows of a date. A spreadsheet gives a typed "3/2020" the format "mmm-yy",
//! which shows no day: the stored day was not typed.

/// The parts of a day that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShownDay {
    pub day: bool,
    pub month: bool,
    pub year: bool,
}

impl ShownDay {
    pub const WHOLE: ShownDay = ShownDay { day: true, month: true, year: true };

    /// From the code of a format; `None` if it shows no part of a day.
    pub fn of(format: &str) -> Option<ShownDay> {
        let mut shown = ShownDay::default();
        // an `m` after hours or before seconds means minutes
        let (mut after_hours, mut unsure_month) = (false, false);
        let mut letters = format.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter.to_ascii_lowercase() {
                ';' => break,
                '\\' | '_' | '*' => drop(letters.next()),
                '"' => drop(letters.by_ref().find(|c| *c == '"')),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    after_hours = matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh");
                }
                // "AM/PM"
                'a' if matches!(letters.peek(), Some('m' | 'M' | '/')) => {
                    while letters
                        .next_if(|c| matches!(c, 'm' | 'M' | '/' | 'p' | 'P'))
                        .is_some()
                    {}
                }
                token @ ('d' | 'm' | 'y' | 'h' | 's') => {
                    let mut long = 1;
                    while letters.next_if(|c| c.to_ascii_lowercase() == token).is_some() {
                        long += 1;
                    }
                    if token != 's' {
                        shown.month |= std::mem::take(&mut unsure_month);
                    }
                    match token {
                        // longer ones show the name of a weekday, or only the first letter of a
                        // month
                        'd' => shown.day |= long <= 2,
                        'm' => unsure_month = !after_hours && long <= 4,
                        'y' => shown.year = true,
                        _ => unsure_month = false,
                    }
                    after_hours = token == 'h';
                }
                _ => {}
            }
        }
        shown.month |= unsure_month;
        (shown != ShownDay::default()).then_some(shown)
    }

    /// The shown parts of a day, written so that none can be taken for another.
    pub fn show(self, year: u16, month: u8, day: u8) -> String {
        match (self.day, self.month, self.year) {
            (true, true, true) => format!("{day:02}/{month:02}/{year}"),
            (true, true, false) => format!("{day:02}/{month:02}"),
            (false, true, true) => format!("{month:02}/{year}"),
            (false, true, false) => format!("tháng {month}"),
            (true, false, _) => format!("ngày {day}"),
            (false, false, _) => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_only_its_own_parts() {
        for (format, day, month, year) in [
            ("dd/mm/yyyy", true, true, true),
            ("m/d/yyyy", true, true, true),
            ("[$-F800]dddd, mmmm dd, yyyy", true, true, true),
            ("d-mmm-yy", true, true, true),
            ("dd/mm/yyyy hh:mm:ss", true, true, true),
            ("h:mm AM/PM d/m/yy", true, true, true),
            ("\"Ngày \"dd\" tháng \"mm\" năm \"yyyy", true, true, true),
            ("dd\\/mm\\/yyyy;@", true, true, true),
            ("mmm-yy", false, true, true),
            ("[$-409]mmm-yy;@", false, true, true),
            ("[$-42A]mm/yyyy", false, true, true),
            ("\"dd \"mm\\d/yyyy", false, true, true),
            ("dddd mmmm yyyy", false, true, true),
            ("d-mmm", true, true, false),
            ("dd/mm", true, true, false),
            ("yyyy", false, false, true),
            ("yyyy h:mm", false, false, true),
            ("yyyy mm:ss", false, false, true),
            ("mmm", false, true, false),
            ("d mmmmm yyyy", true, false, true),
            ("d", true, false, false),
        ] {
            assert_eq!(ShownDay::of(format), Some(ShownDay { day, month, year }), "{format}");
        }
        for format in ["h:mm", "[h]:mm:ss", "mm:ss", "hh:mm AM/PM", "dddd", "General", "0.00"] {
            assert_eq!(ShownDay::of(format), None, "{format}");
        }
    }
}
