//! How long starting takes with many cards. Run by hand:
//! `cargo test --release --test content speed -- --ignored --nocapture`.

#![expect(clippy::disallowed_methods, reason = "measures")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use kubedrill::content::Library;
use kubedrill::course::ItemId;
use tempfile::TempDir;

/// `count` cards in files of `each`.
fn cards(count: usize, each: usize) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("cards")).unwrap();
    for first in (0..count).step_by(each) {
        let mut text = String::new();
        for number in first..first + each {
            let _ = write!(
                text,
                "[[card]]\nid = \"user-card-{number}\"\nrow = \"V1\"\nkind = \"basic\"\n\
                 front = \"Which `targetPort` does port {number} of a Service have if **none** is given?\"\n\
                 back = \"The same number as `port`.\"\n\
                 explanation = \"`targetPort` defaults to `port`; a string would name a container port.\"\n\
                 source = \"Kubernetes documentation: Service\"\nsection = \"services#ports\"\n\n"
            );
        }
        fs::write(dir.path().join(format!("cards/{first:06}.toml")), text).unwrap();
    }
    dir
}

/// The median of `runs` runs.
fn median<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

#[test]
#[ignore = "measures; meaningful in a release build only"]
fn speed() {
    println!("embedded catalog: {:?}", median(101, Library::embedded));
    println!("embedded, everything read: {:?}", median(11, || Library::embedded().whole()));
    println!("embedded, search entries: {:?}", median(11, || Library::embedded().search_entries()));
    for (count, each) in [(10_000, 100), (10_000, 10_000), (100_000, 1_000), (100_000, 100_000)] {
        let (dir, cache) = (cards(count, each), TempDir::new().unwrap());
        let mut library = Library::embedded();
        let cold = median(1, || library.add_user(dir.path(), Some(cache.path())));
        let cached = median(11, || Library::embedded().add_user(dir.path(), Some(cache.path())));
        let ids: Vec<ItemId> =
            (0..20).map(|n| ItemId::new(&format!("user-card-{}", n * (count / 20)))).collect();
        let items = median(11, || library.items(&ids));
        assert_eq!(library.items(&ids).len(), 20);
        println!("{count} cards, {each} a file: cold {cold:?}, cached {cached:?}, 20 items {items:?}");
    }
}
