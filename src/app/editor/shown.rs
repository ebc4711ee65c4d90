//! A line as it is drawn: what stands in it and has no width of its own is shown as vi shows it.

use crate::app::columns;

/// Columns from one tab stop to the next, where neither vi nor nano is told otherwise.
const TAB: usize = 8;

/// `line` with blanks for its tabs and `^M` for its other control characters. The beginning of a line is shown as it is in
/// the whole line.
pub fn shown(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '\t' => shown.push_str(&" ".repeat(TAB - columns(&shown) % TAB)),
            other => match u8::try_from(other) {
                // As terminals name them: 0x0d is ctrl-m, 0x7f is ^?.
                Ok(byte) if byte.is_ascii_control() => shown.extend(['^', char::from(byte ^ 0x40)]),
                _ => shown.push(other),
            },
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(shown("\ta:\tb"), "        a:      b");
        assert_eq!(shown("1234567\t8"), "1234567 8");
        assert_eq!(shown("12345678\t9"), "12345678        9");
        assert_eq!(shown("é世\tb"), "é世     b");
    }

    #[test]
    fn other_control_characters_are_named() {
        assert_eq!(shown("a\r\u{1b}[1m\u{7f}"), "a^M^[[1m^?");
    }
}
