//! `base64`: texts as Secrets hold them.

use crate::shell::call::Call;

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub fn base64(call: &mut Call<'_>) -> u8 {
    let given = match call.options("d|decode D w|wrap: i|ignore-garbage", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let texts = call.texts(&given.rest);
    let whole: String = texts.iter().map(|(_, text)| &**text).collect();
    if given.has("d") || given.has("D") {
        let (bytes, good) = decode(&whole);
        call.print(&String::from_utf8_lossy(&bytes));
        return if good { u8::from(texts.len() < given.rest.len()) } else { call.fail("invalid input", 1) };
    }
    let width = given.value("w").map_or(76, |text| text.parse().unwrap_or(76));
    let encoded = encode(whole.as_bytes());
    if width == 0 {
        call.print(&encoded);
    } else {
        for line in encoded.as_bytes().chunks(width) {
            call.line(&String::from_utf8_lossy(line));
        }
    }
    u8::from(texts.len() < given.rest.len())
}

/// <https://www.rfc-editor.org/rfc/rfc4648#section-4>
pub fn encode(bytes: &[u8]) -> String {
    let mut made = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            let sign = SIGNS.get(index).copied().filter(|_| place <= group.len()).unwrap_or(b'=');
            made.push(char::from(sign));
        }
    }
    made
}

/// The bytes, and whether the whole text was good.
pub fn decode(text: &str) -> (Vec<u8>, bool) {
    let mut made = Vec::new();
    let (mut bits, mut count, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let Some(value) = SIGNS.iter().position(|sign| *sign == byte).filter(|_| padding == 0) else {
            if byte != b'=' {
                return (made, false);
            }
            padding += 1;
            continue;
        };
        bits = bits << 6 | u32::try_from(value).unwrap_or(0);
        count += 1;
        if count == 4 {
            made.extend(bits.to_be_bytes().into_iter().skip(1));
            (bits, count) = (0, 0);
        }
    }
    match count {
        2 => made.extend((bits << 12).to_be_bytes().into_iter().skip(1).take(1)),
        3 => made.extend((bits << 6).to_be_bytes().into_iter().skip(1).take(2)),
        _ => {}
    }
    (made, count != 1 && (count + padding) % 4 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_decoded_again() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(encode(plain.as_bytes()), encoded);
            assert_eq!(decode(encoded), (plain.as_bytes().to_vec(), true));
        }
        assert!(!decode("Zg").1);
        assert!(!decode("Z*").1);
    }
}
