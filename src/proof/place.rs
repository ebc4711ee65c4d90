//! Where a block of code stands in its file (the values that a learner reads carry no lines), and the commands in it.

use crate::course::Block;

/// The line of a block's first line, found from byte `from` on, which moves behind it; by its first line alone where the
/// rest is written otherwise there, as with tabs or inside a list; 0 when that is not there either.
pub fn line_of(text: &str, block: &str, from: &mut usize) -> usize {
    let first = block.lines().next().unwrap_or_default();
    let rest = text.get(*from..).unwrap_or_default();
    let found = [block, first].into_iter().map(str::trim_end).filter(|wanted| !wanted.is_empty());
    let mut found = found.filter_map(|wanted| Some((rest.find(wanted)?, wanted)));
    let Some((at, wanted)) = found.next() else { return 0 };
    let start = *from + at;
    *from = start + wanted.len();
    text.get(..start).map_or(0, |head| head.matches('\n').count() + 1)
}

/// The commands that blocks show: the lines of shell code that begin with `$ `.
pub fn commands(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Code { language, text, .. } if language == "sh" => {
                found.extend(text.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned));
            }
            Block::List { items, .. } => items.iter().for_each(|item| found.extend(commands(item))),
            Block::Quote { blocks, .. } => found.extend(commands(blocks)),
            _ => {}
        }
    }
    found
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
