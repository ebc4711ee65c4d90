//! Where a block of code stands in its file: the values that a learner reads carry no lines.

/// The line of a block's first line, found from byte `from` on, which moves behind it; 0 when it is written otherwise
/// there, as inside a list.
pub fn line_of(text: &str, block: &str, from: &mut usize) -> usize {
    let wanted = block.trim_end();
    let Some(at) = text.get(*from..).and_then(|rest| rest.find(wanted)) else { return 0 };
    let start = *from + at;
    *from = start + wanted.len();
    text.get(..start).map_or(0, |head| head.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_blocks_are_found_one_after_the_other() {
        let (text, mut from) = ("a\nkind: x\nb\nkind: x\n", 0);
        let lines: Vec<usize> = (0..3).map(|_| line_of(text, "kind: x\n", &mut from)).collect();
        assert_eq!(lines, [2, 4, 0]);
    }
}
