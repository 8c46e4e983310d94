//! What this terminal can display, from the environment alone. The terminal is never queried,
//! because some terminals and lines do not answer.

/// `colours`: 0, 8 or 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    pub ascii: bool,
    pub no_color: bool,
    pub colours: u16,
}

impl Caps {
    pub const FULL: Caps = Caps { ascii: false, no_color: false, colours: 16 };

    /// `get` reads an environment variable; `ascii` is the command-line option.
    pub fn from_env(get: impl Fn(&str) -> Option<String>, ascii: bool) -> Caps {
        let full = |name: &str| get(name).filter(|value| !value.is_empty());
        let term = full("TERM").unwrap_or_default();
        // only a locale that is set says whether the terminal is UTF-8
        let locale = full("LC_ALL").or_else(|| full("LC_CTYPE")).or_else(|| full("LANG"));
        Caps {
            ascii: ascii || locale.is_some_and(|name| !is_utf8(&name)),
            no_color: full("NO_COLOR").is_some(),
            colours: colours(&term),
        }
    }
}

/// Whether the terminal cannot move its cursor: only the commands work there, not the screen.
pub fn is_dumb(term: Option<&str>) -> bool {
    matches!(term, None | Some("" | "dumb" | "unknown"))
}

fn is_utf8(locale: &str) -> bool {
    let lower = locale.to_ascii_lowercase();
    lower.contains("utf-8") || lower.contains("utf8")
}

fn colours(term: &str) -> u16 {
    match term {
        "linux" | "cygwin" | "ansi" => 8,
        _ if term.starts_with("linux-") => 8,
        _ if term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono") => 0,
        _ => 16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caps(pairs: &[(&str, &str)]) -> Caps {
        let get = |name: &str| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        };
        Caps::from_env(get, false)
    }

    #[test]
    fn a_locale_without_utf8_asks_for_ascii() {
        assert!(caps(&[("LC_ALL", "C"), ("LANG", "vi_VN.UTF-8")]).ascii);
        assert!(caps(&[("LANG", "vi_VN.TCVN")]).ascii);
        assert!(!caps(&[("LC_ALL", ""), ("LANG", "vi_VN.utf8")]).ascii);
        assert!(!caps(&[("TERM", "xterm")]).ascii);
    }

    #[test]
    fn no_color_counts_only_when_not_empty() {
        assert!(!caps(&[("NO_COLOR", "")]).no_color);
        assert!(caps(&[("NO_COLOR", "1")]).no_color);
    }

    #[test]
    fn the_console_has_eight_colours_and_old_terminals_none() {
        assert_eq!(caps(&[("TERM", "linux")]).colours, 8);
        assert_eq!(caps(&[("TERM", "vt220")]).colours, 0);
        assert_eq!(caps(&[("TERM", "xterm-256color")]).colours, 16);
    }

    #[test]
    fn a_terminal_without_a_name_is_dumb() {
        assert!(is_dumb(None) && is_dumb(Some("dumb")));
        assert!(!is_dumb(Some("linux")));
    }
}
