//! The suffixes of derived names: short, stable, in the alphabet that Kubernetes uses (no vowels: no words).

/// `rand.SafeEncodeString`'s alphabet in `k8s.io/apimachinery`.
const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// A suffix of `length` letters that depends on the text alone. FNV-1a: the standard library's hashes are not promised
/// to stay, and names that change with a compiler would break every recorded answer.
pub fn suffix(text: &str, length: usize) -> String {
    let mut hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let base = ALPHABET.len() as u64;
    let mut name = String::with_capacity(length);
    for _ in 0..length {
        let letter =
            usize::try_from(hash % base).ok().and_then(|place| ALPHABET.get(place)).copied().unwrap_or(b'b');
        name.push(char::from(letter));
        hash /= base;
    }
    name
}
