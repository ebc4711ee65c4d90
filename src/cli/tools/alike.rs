//! Which Pods may share a row and a column of the table: those whose verdicts are the same, not only those that no rule
//! tells apart.

use std::collections::BTreeMap;

use super::matrix::Drawn;
use crate::network::{matrix::symbol, policy::Verdict};

/// Groups of indices, by their first member, and one letter for all pairs of two groups.
pub struct Table {
    pub groups: Vec<Vec<usize>>,
    /// `~` where the pairs of two groups are not of one mind, `?` undefined.
    pub cells: Vec<Vec<char>>,
}

impl Table {
    pub fn of(drawn: &Drawn) -> Self {
        let fine = signatures(drawn);
        let cells = cells(drawn, &fine);
        let classes = classes(drawn, &fine, &cells);
        let mut merged: Vec<(Vec<usize>, Vec<usize>)> = classes
            .into_iter()
            .map(|class| {
                let mut members: Vec<usize> =
                    class.iter().filter_map(|group| fine.get(*group)).flatten().copied().collect();
                members.sort_unstable();
                (members, class)
            })
            .collect();
        merged.sort();
        let at = |from: usize, to: usize| cells.get(from).and_then(|row| row.get(to)).copied().unwrap_or('-');
        let letter = |from: &[usize], to: &[usize]| match (from, to) {
            ([one], _) if from == to => at(*one, *one),
            // Inside a class every pair has the same letter; between two groups of it is one that is always there.
            ([one, other, ..], _) if from == to => at(*one, *other),
            ([one, ..], [other, ..]) => at(*one, *other),
            _ => '-',
        };
        let cells =
            merged.iter().map(|(_, from)| merged.iter().map(|(_, to)| letter(from, to)).collect()).collect();
        Self { groups: merged.into_iter().map(|(members, _)| members).collect(), cells }
    }
}

/// The engine's groups, Pods and outside addresses apart.
fn signatures(drawn: &Drawn) -> Vec<Vec<usize>> {
    let pods = drawn.verdicts.pods();
    let split = |group: Vec<usize>| {
        let (inside, outside): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|index| *index < pods);
        [inside, outside].into_iter().filter(|members| !members.is_empty())
    };
    drawn.verdicts.groups().into_iter().flat_map(split).collect()
}

fn cells(drawn: &Drawn, groups: &[Vec<usize>]) -> Vec<Vec<char>> {
    let cell = |from: &[usize], to: &[usize]| {
        let pairs = from
            .iter()
            .flat_map(|from| to.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| from != to);
        let mut found: Option<Option<Verdict>> = None;
        for (from, to) in pairs {
            let verdict = drawn.verdicts.verdict(from, to);
            if found.is_some_and(|found| found != verdict) {
                return '~';
            }
            found = Some(verdict);
        }
        match found {
            Some(Some(Verdict::Undefined)) => '?',
            found => symbol(found.flatten()),
        }
    };
    groups.iter().map(|from| groups.iter().map(|to| cell(from, to)).collect()).collect()
}

/// Two groups are alike when their rows and columns are, with one and the same letter for all pairs among them. A group
/// of one has no letter for itself, so both letters are tried.
fn classes(drawn: &Drawn, groups: &[Vec<usize>], cells: &[Vec<char>]) -> Vec<Vec<usize>> {
    let mut buckets: BTreeMap<(bool, char, String, String), Vec<usize>> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        let Some(own) = cells.get(index) else { continue };
        let letters: &[char] = match own.get(index) {
            Some('.') => &['.'],
            Some('X') => &['X'],
            _ if group.len() == 1 => &['.', 'X'],
            _ => &[],
        };
        let outside = group.first().is_some_and(|first| *first >= drawn.verdicts.pods());
        for letter in letters {
            let with = |place: usize, cell: Option<&char>| {
                if place == index { *letter } else { cell.copied().unwrap_or('-') }
            };
            let row: String = own.iter().enumerate().map(|(place, cell)| with(place, Some(cell))).collect();
            let column: String =
                cells.iter().enumerate().map(|(place, row)| with(place, row.get(index))).collect();
            if !row.contains('~') && !column.contains('~') {
                buckets.entry((outside, *letter, row, column)).or_default().push(index);
            }
        }
    }
    let mut largest: Vec<Vec<usize>> = buckets.into_values().filter(|class| class.len() > 1).collect();
    largest.sort_by_key(|class| (std::cmp::Reverse(class.len()), class.first().copied()));
    let mut taken = vec![false; groups.len()];
    let mut classes = Vec::new();
    for class in largest {
        let class: Vec<usize> =
            class.into_iter().filter(|index| !taken.get(*index).copied().unwrap_or(true)).collect();
        for index in &class {
            if let Some(taken) = taken.get_mut(*index) {
                *taken = true;
            }
        }
        if !class.is_empty() {
            classes.push(class);
        }
    }
    classes
        .extend((0..groups.len()).filter(|index| taken.get(*index) == Some(&false)).map(|index| vec![index]));
    classes
}
