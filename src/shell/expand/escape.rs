//! Escapes in a text: `\n`, `\t`, `\x41` and their like, as `echo -e`, `printf` and `$'...'` know them.

/// The text that is meant, and whether `\c` ended it.
pub fn decode(text: &str) -> (String, bool) {
    let mut decoded = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '\\' {
            decoded.push(character);
            continue;
        }
        let Some(kind) = characters.next() else {
            decoded.push('\\');
            break;
        };
        let mut number = |radix: u32, most: usize| {
            let mut value = 0_u32;
            let mut digits = 0;
            while let Some(digit) =
                characters.peek().and_then(|one| one.to_digit(radix)).filter(|_| digits < most)
            {
                value = value.saturating_mul(radix).saturating_add(digit);
                digits += 1;
                characters.next();
            }
            (digits > 0).then_some(value)
        };
        let sign = match kind {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            'e' | 'E' => Some('\u{1b}'),
            'f' => Some('\u{c}'),
            'v' => Some('\u{b}'),
            '\\' | '\'' | '"' => Some(kind),
            'c' => return (decoded, true),
            '0' => Some(char::from_u32(number(8, 3).unwrap_or(0)).unwrap_or('?')),
            'x' => number(16, 2).and_then(char::from_u32),
            'u' => number(16, 4).and_then(char::from_u32),
            'U' => number(16, 8).and_then(char::from_u32),
            _ => None,
        };
        if let Some(sign) = sign {
            decoded.push(sign);
        } else {
            decoded.push('\\');
            decoded.push(kind);
        }
    }
    (decoded, false)
}
