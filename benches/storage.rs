//! What the record costs: starting with it, writing one answer, writing the table.
//!
//! The bars (DESIGN section 8): a start with 10,000 touched cards reads in under 15 ms, a graded answer is on the disk in
//! under 5 ms.

#![expect(clippy::expect_used, reason = "a bench that cannot set up has nothing to say")]

use std::io::Write;

use divan::{Bencher, black_box};
use kubedrill::storage::{Access, Paths, Store};
use kubedrill::study::{CardState, Day, Due, Entry, Grade, Moment, Progress};
use tempfile::TempDir;

fn main() {
    divan::main();
}

fn graded(number: i32) -> Entry {
    let at = Moment { at: 1_763_800_000_000 + i64::from(number) * 7919, day: Day(20_414 + number % 90) };
    let spread = f32::from(i16::try_from(number % 9973).unwrap_or(0));
    let state = CardState {
        due: Due::on(Day(20_500 + number % 400)),
        stability: 0.21 + spread / 31.7,
        difficulty: 1.0 + spread / 1111.1,
        last: at,
        reviews: u32::try_from(number % 17).unwrap_or(0) + 1,
        lapses: u32::try_from(number % 3).unwrap_or(0),
        ..CardState::default()
    };
    let card = format!("user-card-number-{number:06}").as_str().into();
    Entry::Graded { card, grade: Grade::Good, recall: Some(0.9), state, at }
}

/// A folder with `cards` touched cards in the table and `tail` entries after it.
fn folder(cards: i32, tail: i32) -> (TempDir, Paths, Progress) {
    let root = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| root.path().join(name);
    let paths = Paths::under(&at("data"), &at("config"), &at("cache"));
    let mut opened = Store::open(&paths, Access::Write).expect("opens");
    let write = |opened: &mut kubedrill::storage::Opened, from: i32, to: i32| {
        let entries: Vec<Entry> = (from..to).map(graded).collect();
        opened.store.append(&entries).expect("appends");
        for entry in &entries {
            opened.progress.apply(entry);
        }
    };
    write(&mut opened, 0, cards);
    opened.store.snapshot(&opened.progress).expect("snapshot");
    write(&mut opened, cards, cards + tail);
    (root, paths, opened.progress)
}

#[divan::bench(args = [0, 1_000, 10_000])]
fn open(bencher: Bencher, cards: i32) {
    let (_root, paths, _) = folder(cards, 0);
    bencher.bench_local(|| black_box(Store::open(&paths, Access::Write).expect("opens")));
}

#[divan::bench]
fn open_10_000_with_a_tail_of_200(bencher: Bencher) {
    let (_root, paths, _) = folder(10_000, 200);
    bencher.bench_local(|| black_box(Store::open(&paths, Access::Write).expect("opens")));
}

#[divan::bench(sample_count = 20)]
fn rebuild_10_000_from_the_log(bencher: Bencher) {
    let (_root, paths, _) = folder(10_000, 0);
    std::fs::remove_file(paths.progress()).expect("removes");
    bencher.bench_local(|| black_box(Store::open(&paths, Access::Write).expect("opens")));
}

#[divan::bench]
fn append_one_answer_with_10_000_cards(bencher: Bencher) {
    let (_root, paths, _) = folder(10_000, 0);
    let mut store = Store::open(&paths, Access::Write).expect("opens").store;
    let entry = graded(3);
    bencher.bench_local(|| store.append(std::slice::from_ref(&entry)).expect("appends"));
}

/// The disk's own share of the bench above: 250 bytes and a sync.
#[divan::bench]
fn bare_append_and_sync(bencher: Bencher) {
    let mut file = tempfile::tempfile().expect("a temporary file");
    bencher.bench_local(|| {
        file.write_all(&[b'x'; 250]).expect("writes");
        file.sync_data().expect("syncs");
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 30)]
fn snapshot(bencher: Bencher, cards: i32) {
    let (_root, paths, progress) = folder(cards, 0);
    let mut store = Store::open(&paths, Access::Write).expect("opens").store;
    let entry = graded(3);
    bencher.bench_local(|| {
        store.append(std::slice::from_ref(&entry)).expect("appends");
        store.snapshot(&progress).expect("snapshot");
    });
}
