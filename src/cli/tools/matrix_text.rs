//! The matrix for people: Pods that are alike share a row and a column.

use std::{collections::BTreeMap, fmt::Write};

use unicode_width::UnicodeWidthStr;

use super::{
    alike::Table,
    matrix::Drawn,
    paint::{Mood, fitted, fitted_in_the_middle, painted, wrapped},
};
use crate::content::visible_line;
use crate::course::counted;

/// The widest that a row's label gets.
const LABEL: usize = 44;
/// The narrowest that it is made so that more columns fit.
const LEAST_LABEL: usize = 28;

pub fn text(drawn: &Drawn, colour: bool, columns: usize) -> String {
    let mut out = String::new();
    let verdicts = &drawn.verdicts;
    if verdicts.is_empty() {
        return "There are no Pods in these manifests.\n".to_owned();
    }
    let _ = writeln!(
        out,
        "Who may open {} to whom: rows from, columns to.  . allowed  X denied",
        visible_line(&drawn.port)
    );
    if !drawn.enforced {
        out.push_str("The network plugin enforces no policies: all is allowed.\n");
    }
    out.push('\n');
    let Table { groups, cells } = Table::of(drawn);
    let labels: Vec<String> = groups.iter().map(|members| label(drawn, members)).collect();
    let digits = groups.len().to_string().len();
    // The numbers of the columns are written downwards, so that thirty columns and their labels fit 100 characters.
    let needed = digits + 3 + 2 * groups.len();
    let longest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let width = longest.min(LABEL).min(columns.saturating_sub(needed).max(LEAST_LABEL));
    let room = columns.saturating_sub(width + digits + 2) / 2;
    for (turn, block) in (0..groups.len()).collect::<Vec<_>>().chunks(room.max(1)).enumerate() {
        if turn > 0 {
            out.push('\n');
        }
        for digit in 0..digits {
            let _ = write!(out, "{:space$}", "", space = width + digits + 2);
            let letter = |to: &usize| format!("{:>digits$}", to + 1).chars().nth(digit).unwrap_or(' ');
            let numbers: String = block.iter().flat_map(|to| [' ', letter(to)]).collect();
            let _ = writeln!(out, "{}", numbers.trim_end());
        }
        for (from, label) in labels.iter().enumerate() {
            let _ = write!(out, "{:>digits$}  {}", from + 1, cut(label, width));
            for to in block {
                let cell = cells.get(from).and_then(|row| row.get(*to)).copied().unwrap_or('-');
                let _ = write!(out, " {}", painted(&cell.to_string(), mood(cell), colour));
            }
            out.push('\n');
        }
    }
    legend(&mut out, drawn, &groups, &labels, width, &cells);
    out
}

/// A list is cut at its end, one name in its middle.
fn cut(label: &str, width: usize) -> String {
    if label.contains(", ") { fitted(label, width) } else { fitted_in_the_middle(label, width) }
}

fn mood(cell: char) -> Mood {
    match cell {
        '.' => Mood::Good,
        'X' => Mood::Bad,
        '?' | '~' => Mood::Unsure,
        _ => Mood::Quiet,
    }
}

/// `shop/web-* (3), shop/api`: the Pods of one workload together.
fn label(drawn: &Drawn, members: &[usize]) -> String {
    let mut workloads: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for name in members.iter().filter_map(|index| drawn.names.get(*index)) {
        let stem = stem(name);
        if !workloads.contains_key(&stem) {
            order.push(stem.clone());
        }
        workloads.entry(stem).or_default().push(name);
    }
    let texts = order.iter().map(|stem| match workloads.get(stem).map(Vec::as_slice) {
        Some([only]) => visible_line(only),
        Some(several) => format!("{}-* ({})", visible_line(stem), several.len()),
        None => String::new(),
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// The name without what a workload's controllers append: `web-7d4b9c5f6d-x2x4z`, `web-x2x4z`, `db-0`.
fn stem(name: &str) -> String {
    if name.starts_with("ip:") {
        return name.to_owned();
    }
    let is_suffix = |part: &str| {
        let plain = part
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (byte.is_ascii_lowercase() && !b"aeiou".contains(&byte)));
        let number = part.bytes().all(|byte| byte.is_ascii_digit());
        !part.is_empty() && plain && (number || part.len() == 5 || (8..=10).contains(&part.len()))
    };
    let mut stem = name;
    for _ in 0..2 {
        match stem.rsplit_once('-') {
            Some((rest, last)) if is_suffix(last) && !rest.ends_with('/') => stem = rest,
            _ => break,
        }
    }
    stem.to_owned()
}

fn legend(
    out: &mut String,
    drawn: &Drawn,
    groups: &[Vec<usize>],
    labels: &[String],
    width: usize,
    cells: &[Vec<char>],
) {
    let has = |letter: char| cells.iter().flatten().any(|cell| *cell == letter);
    let cut: Vec<usize> = (0..labels.len())
        .filter(|index| labels.get(*index).is_some_and(|label| label.width() > width))
        .collect();
    if !cut.is_empty() {
        out.push('\n');
    }
    for index in cut {
        let members = groups.get(index).map_or(0, Vec::len);
        let label = labels.get(index).map(String::as_str).unwrap_or_default();
        let (members, label) = (counted(members, "Pod"), wrapped(label, 14, 4, 100));
        let _ = writeln!(out, "{}  {members}: {label}", index + 1);
    }
    out.push('\n');
    if has('-') {
        out.push_str("-  itself, or not asked: no port of that name\n");
    }
    if has('?') {
        out.push_str(
            "?  Kubernetes does not define it: Pods on the host network, or Pods that have finished\n",
        );
    }
    if has('~') {
        out.push_str("~  some pairs are allowed and some are not: see -o json\n");
    }
    let counts = drawn.verdicts.counts();
    let total = counts.allowed + counts.denied + counts.open;
    let open =
        if counts.open > 0 { format!(", {} undefined or not asked", counts.open) } else { String::new() };
    let _ = writeln!(
        out,
        "{}, {}: {} allowed, {} denied{open}.",
        counted(drawn.verdicts.pods(), "Pod"),
        counted(total, "pair"),
        counts.allowed,
        counts.denied
    );
    out.push_str("This is what policies say; whether somebody listens there, `kubedrill trace` tells.\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pods_of_a_workload_have_one_stem() {
        for (name, expected) in [
            ("shop/web-7d4b9c5f6d-x2x4z", "shop/web"),
            ("shop/db-0", "shop/db"),
            ("shop/agent-bcdfg", "shop/agent"),
            ("shop/web", "shop/web"),
            ("shop/redis-cache", "shop/redis-cache"),
            ("ip:10.0.0.1", "ip:10.0.0.1"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}
