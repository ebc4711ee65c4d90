//! `diff`: what differs between two files, in the normal and the unified form. Status 1 when something does.

use crate::shell::call::Call;

/// Lines of each file that are compared by the exact method; its time is their product.
const LINES: usize = 2000;
/// Lines of context in the unified form.
const CONTEXT: usize = 3;

/// One line of the comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

pub fn diff(call: &mut Call<'_>) -> u8 {
    let given = match call.options("u|unified U: N q|brief w B b i r y color", 2) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let &[one, two] = given.rest.as_slice() else { return call.fail("missing operand", 2) };
    let texts = call.texts(&[one, two]);
    let [(_, left), (_, right)] = texts.as_slice() else { return 2 };
    if left == right {
        return 0;
    }
    if given.has("q") {
        call.line(&format!("Files {one} and {two} differ"));
        return 1;
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let edits = compare(&left, &right);
    let text = if given.has("u") || given.has("U") {
        format!("--- {one}\n+++ {two}\n{}", unified(&edits))
    } else {
        normal(&edits)
    };
    call.print(&text);
    1
}

/// The longest common subsequence, by the plain table.
fn compare<'t>(left: &[&'t str], right: &[&'t str]) -> Vec<(Kind, &'t str)> {
    let head = left.iter().zip(right).take_while(|(one, two)| one == two).count();
    let tail_of = |lines: &[&'t str]| lines.get(head..).unwrap_or_default().to_vec();
    let (one, two) = (tail_of(left), tail_of(right));
    let tail = one.iter().rev().zip(two.iter().rev()).take_while(|(one, two)| one == two).count();
    let (one, end) = one.split_at(one.len() - tail);
    let (two, _) = two.split_at(two.len() - tail);
    let mut edits: Vec<(Kind, &str)> = left.iter().take(head).map(|line| (Kind::Same, *line)).collect();
    if one.len() > LINES || two.len() > LINES {
        edits.extend(one.iter().map(|line| (Kind::Gone, *line)));
        edits.extend(two.iter().map(|line| (Kind::New, *line)));
    } else {
        let width = two.len() + 1;
        let mut table = vec![0_u16; (one.len() + 1) * width];
        let at = |row: usize, column: usize| row * width + column;
        let cell = |table: &[u16], row, column| table.get(at(row, column)).copied().unwrap_or(0);
        for (row, line) in one.iter().enumerate().rev() {
            for (column, other) in two.iter().enumerate().rev() {
                let best = if line == other {
                    cell(&table, row + 1, column + 1) + 1
                } else {
                    cell(&table, row + 1, column).max(cell(&table, row, column + 1))
                };
                if let Some(slot) = table.get_mut(at(row, column)) {
                    *slot = best;
                }
            }
        }
        let (mut row, mut column) = (0, 0);
        while let (Some(line), Some(other)) = (one.get(row), two.get(column)) {
            if line == other {
                edits.push((Kind::Same, line));
                row += 1;
                column += 1;
            } else if cell(&table, row + 1, column) >= cell(&table, row, column + 1) {
                edits.push((Kind::Gone, line));
                row += 1;
            } else {
                edits.push((Kind::New, other));
                column += 1;
            }
        }
        edits.extend(one.iter().skip(row).map(|line| (Kind::Gone, *line)));
        edits.extend(two.iter().skip(column).map(|line| (Kind::New, *line)));
    }
    edits.extend(end.iter().map(|line| (Kind::Same, *line)));
    edits
}

fn span(start: usize, count: usize) -> String {
    match count {
        0 => (start - 1).to_string(),
        1 => start.to_string(),
        count => format!("{start},{}", start + count - 1),
    }
}

fn normal(edits: &[(Kind, &str)]) -> String {
    let mut made = String::new();
    let (mut left, mut right) = (1, 1);
    for group in edits.chunk_by(|one, two| (one.0 == Kind::Same) == (two.0 == Kind::Same)) {
        let of = |kind: Kind| {
            group.iter().filter(move |(own, _)| *own == kind).map(|(_, line)| *line).collect::<Vec<_>>()
        };
        let (gone, new) = (of(Kind::Gone), of(Kind::New));
        let same = group.len() - gone.len() - new.len();
        if same == 0 {
            let letter = match (gone.is_empty(), new.is_empty()) {
                (true, _) => "a",
                (_, true) => "d",
                _ => "c",
            };
            made.push_str(&[&span(left, gone.len()), letter, &span(right, new.len()), "\n"].concat());
            made.extend(gone.iter().map(|line| format!("< {line}\n")));
            if letter == "c" {
                made += "---\n";
            }
            made.extend(new.iter().map(|line| format!("> {line}\n")));
        }
        left += same + gone.len();
        right += same + new.len();
    }
    made
}

fn unified(edits: &[(Kind, &str)]) -> String {
    let changed: Vec<usize> =
        edits.iter().enumerate().filter(|(_, (kind, _))| *kind != Kind::Same).map(|(at, _)| at).collect();
    let mut made = String::new();
    for near in changed.chunk_by(|one, two| two - one <= 2 * CONTEXT) {
        let (Some(first), Some(last)) = (near.first(), near.last()) else { continue };
        let (start, end) = (first.saturating_sub(CONTEXT), (last + CONTEXT + 1).min(edits.len()));
        let before = edits.get(..start).unwrap_or_default();
        let hunk = edits.get(start..end).unwrap_or_default();
        let count =
            |part: &[(Kind, &str)], other: Kind| part.iter().filter(|(kind, _)| *kind != other).count();
        let range = |other: Kind| {
            let (above, lines) = (count(before, other), count(hunk, other));
            let from = if lines == 0 { above } else { above + 1 };
            if lines == 1 { from.to_string() } else { format!("{from},{lines}") }
        };
        made.push_str(&["@@ -", &range(Kind::New), " +", &range(Kind::Gone), " @@\n"].concat());
        for (kind, line) in hunk {
            let sign = match kind {
                Kind::Same => ' ',
                Kind::Gone => '-',
                Kind::New => '+',
            };
            made.push(sign);
            made.push_str(line);
            made.push('\n');
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_those_of_diff() {
        let left = ["a", "b", "c", "d"];
        let right = ["a", "x", "c", "d", "e"];
        let edits = compare(&left, &right);
        assert_eq!(normal(&edits), "2c2\n< b\n---\n> x\n4a5\n> e\n");
        assert_eq!(unified(&edits), "@@ -1,4 +1,5 @@\n a\n-b\n+x\n c\n d\n+e\n");
    }
}
