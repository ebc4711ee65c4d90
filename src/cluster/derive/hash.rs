//! The suffixes of names that follow from a text: short and stable.

use crate::cluster::identity::encode;

/// A suffix of `length` letters that depends on the text alone.
pub fn suffix(text: &str, length: usize) -> String {
    encode(fingerprint(text), length)
}

/// FNV-1a: the standard library's hashes are not promised to stay, and names that change with a compiler would break
/// every recorded answer.
pub fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
