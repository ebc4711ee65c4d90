//! A key typed into the search over 5,000 items: what it costs to find and order the hits.

use divan::Bencher;
use kubedrill::app::SearchIndex;
use kubedrill::content::Library;
use kubedrill::course::SearchEntry;

fn main() {
    divan::main();
}

/// The course's own entries, repeated with other numbers until there are 5,000.
fn entries() -> Vec<SearchEntry> {
    let own = Library::embedded().search_entries();
    own.iter()
        .cycle()
        .take(5_000)
        .enumerate()
        .map(|(number, entry)| SearchEntry { title: format!("{} {number}", entry.title), ..entry.clone() })
        .collect()
}

/// What stands in the line after each key of someone who looks for a named port, and some harder ones.
const QUERIES: [&str; 8] =
    ["n", "na", "named", "named p", "named port", "e", "net pol egress", "ndots search path"];

#[divan::bench(args = QUERIES)]
fn key(bencher: Bencher<'_, '_>, query: &str) {
    let index = SearchIndex::new(entries());
    bencher.bench_local(|| index.hits(query).len());
}
