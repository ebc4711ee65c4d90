//! Defaults of `Namespace` and `Secret`.

use serde_json::{Map, Value, json};

use super::{fill, text, within};

pub fn namespace(object: &mut Map<String, Value>) {
    within(object, "metadata", |metadata| {
        let name = text(metadata, "name").to_owned();
        within(metadata, "labels", |labels| {
            labels.insert("kubernetes.io/metadata.name".to_owned(), name.into());
        });
    });
    within(object, "spec", |spec| fill(spec, "finalizers", json!(["kubernetes"])));
    within(object, "status", |status| fill(status, "phase", "Active"));
}

/// `stringData` is written over `data`, and is never kept.
pub fn secret(object: &mut Map<String, Value>) {
    fill(object, "type", "Opaque");
    let Some(Value::Object(texts)) = object.remove("stringData") else { return };
    within(object, "data", |data| {
        for (key, value) in texts {
            data.insert(key, base64(value.as_str().unwrap_or_default().as_bytes()).into());
        }
    });
}

/// Standard base64 with padding (RFC 4648, section 4); too little to add a library for.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = (bits >> (18 - 6 * place)) & 63;
            text.push(if place <= group.len() { char::from(LETTERS[letter as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
