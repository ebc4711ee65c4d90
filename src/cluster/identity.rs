//! Uids and random-looking suffixes, from the number of the change that makes them: the same requests give the same names.

/// `rand.SafeEncodeString`'s alphabet in `k8s.io/apimachinery`: no vowels (no words), no look-alikes.
const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// A number in the safe alphabet.
pub fn encode(mut number: u64, length: usize) -> String {
    let base = ALPHABET.len() as u64;
    let mut name = String::with_capacity(length);
    for _ in 0..length {
        let letter = usize::try_from(number % base).ok().and_then(|place| ALPHABET.get(place));
        name.push(char::from(letter.copied().unwrap_or(b'b')));
        number /= base;
    }
    name
}

/// The five letters that the server puts behind `generateName`.
pub fn letters(revision: u64) -> String {
    encode(scatter(revision), 5)
}

/// A uid in the form of version 4.
pub fn uid(revision: u64) -> String {
    let (high, low) = (scatter(revision), scatter(!revision));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

/// A bijection that leaves neighbours far apart (the finalizer of splitmix64).
pub fn scatter(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
