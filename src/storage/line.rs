//! One line of the log: `{"v":1,"sum":"9f8e7d6c","n":12,"entry":{..}}`, JSON that any tool reads.
//!
//! `n` numbers the entries from 1; `sum` is the checksum of what follows it, so that a flipped bit inside a number is
//! noticed and not learnt. FNV-1a in five lines instead of a CRC crate: each step is a bijection, so one changed byte
//! always shows, and the rest of damage shows but once in 2^32.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::VERSION;
use crate::study::Entry;

/// What a line turned out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Decoded {
    Good { number: u64, entry: Entry },
    Newer(u32),
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Body<E> {
    n: u64,
    entry: E,
}

/// The line with its newline.
pub(super) fn encode(number: u64, entry: &Entry) -> Result<String, serde_json::Error> {
    let body = serde_json::to_string(&Body { n: number, entry: finite(entry).as_ref() })?;
    let rest = body.strip_prefix('{').unwrap_or(&body);
    let sum = checksum(&[VERSION.to_string().as_bytes(), rest.as_bytes()]);
    Ok(format!("{{\"v\":{VERSION},\"sum\":\"{sum:08x}\",{rest}\n"))
}

pub(super) fn decode(line: &[u8]) -> Decoded {
    let Some((version, sum, rest)) = parts(line) else { return Decoded::Damaged };
    if checksum(&[version.to_string().as_bytes(), rest]) != sum {
        return Decoded::Damaged;
    }
    if version > VERSION {
        return Decoded::Newer(version);
    }
    match serde_json::from_slice::<Body<Entry>>(line) {
        Ok(Body { n: number, entry }) if number > 0 => Decoded::Good { number, entry },
        _ => Decoded::Damaged,
    }
}

fn parts(line: &[u8]) -> Option<(u32, u32, &[u8])> {
    let line = line.strip_prefix(b"{\"v\":")?;
    let comma = line.iter().take(11).position(|byte| *byte == b',')?;
    let version = str::from_utf8(&line[..comma]).ok()?.parse().ok()?;
    let line = line[comma..].strip_prefix(b",\"sum\":\"")?;
    let (sum, line) = line.split_at_checked(8)?;
    let sum = u32::from_str_radix(str::from_utf8(sum).ok()?, 16).ok()?;
    Some((version, sum, line.strip_prefix(b"\",")?))
}

/// FNV-1a of 32 bits over the parts one after the other.
pub(super) fn checksum(parts: &[&[u8]]) -> u32 {
    parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(0x811c_9dc5, |sum: u32, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// JSON has no infinity: an entry with one would be a line that can not be read back, so it becomes 0.
fn finite(entry: &Entry) -> Cow<'_, Entry> {
    let mut entry = Cow::Borrowed(entry);
    let fix = |value: &mut f32| *value = if value.is_finite() { *value } else { 0.0 };
    let (state, recall) = match entry.as_ref() {
        Entry::Graded { state, recall, .. } => (Some(*state), *recall),
        Entry::GradeUndone { state, recall, .. } => (*state, *recall),
        _ => (None, None),
    };
    let finite = state.is_none_or(|state| state.stability.is_finite() && state.difficulty.is_finite())
        && recall.is_none_or(f32::is_finite);
    if !finite {
        match entry.to_mut() {
            Entry::Graded { state, recall, .. } | Entry::GradeUndone { state: Some(state), recall, .. } => {
                fix(&mut state.stability);
                fix(&mut state.difficulty);
                recall.iter_mut().for_each(fix);
            }
            Entry::GradeUndone { recall, .. } => recall.iter_mut().for_each(fix),
            _ => {}
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{CardState, Day, Grade, Moment};

    fn graded(stability: f32) -> Entry {
        let at = Moment { at: 1_763_817_198_000, day: Day(20_414) };
        let state = CardState { stability, difficulty: 5.1, ..CardState::untouched(Day(20_420)) };
        Entry::Graded { card: "v1-port".into(), grade: Grade::Good, recall: Some(0.91), state, at }
    }

    #[test]
    fn a_line_is_json_and_reads_back() {
        let line = encode(7, &graded(12.345_678)).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
        assert_eq!(
            decode(line.trim_end().as_bytes()),
            Decoded::Good { number: 7, entry: graded(12.345_678) }
        );
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let line = encode(7, &graded(12.345_678)).unwrap();
        let line = line.trim_end().as_bytes();
        for place in 0..line.len() * 8 {
            let mut flipped = line.to_vec();
            flipped[place / 8] ^= 1 << (place % 8);
            let same_but_case = flipped.eq_ignore_ascii_case(line) && (13..21).contains(&(place / 8));
            assert!(decode(&flipped) == Decoded::Damaged || same_but_case, "bit {place}");
        }
    }

    #[test]
    fn a_newer_line_is_known_as_such() {
        let rest = b"\"n\":1,\"entry\":{\"what\":\"lab\"}}";
        let sum = checksum(&[b"2", rest]);
        let line = format!("{{\"v\":2,\"sum\":\"{sum:08x}\",{}", str::from_utf8(rest).unwrap());
        assert_eq!(decode(line.as_bytes()), Decoded::Newer(2));
    }

    #[test]
    fn infinity_is_written_as_zero() {
        let line = encode(1, &graded(f32::INFINITY)).unwrap();
        assert_eq!(decode(line.trim_end().as_bytes()), Decoded::Good { number: 1, entry: graded(0.0) });
    }
}
