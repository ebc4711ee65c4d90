//! How fast questions are made: 10,000 over all makers and levels, and one of each maker. `cargo bench --bench generate`.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark")]

use divan::Bencher;
use kubedrill::content::Library;
use kubedrill::course::Block;
use kubedrill::figure;
use kubedrill::generate::{Level, Wanted, choose, find, generated, makers, of_id};

fn main() {
    divan::main();
}

/// The bar: under 5 s on one core.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn ten_thousand(bencher: Bencher<'_, '_>) {
    let ids = choose(&Wanted { count: 10_000, seed: 1, ..Wanted::default() }).expect("makers for all topics");
    bencher.bench_local(|| ids.iter().filter_map(of_id).count());
}

/// Every figure that the engine draws in the course: what opening its chapters costs more.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn figures(bencher: Bencher<'_, '_>) {
    let mut library = Library::embedded();
    let (course, _) = library.whole();
    let sections = course.chapters.iter().flat_map(|chapter| &chapter.sections);
    let blocks: Vec<Block> = sections.flat_map(|section| section.blocks.clone()).collect();
    let drawn = blocks.iter().filter(|block| matches!(block, Block::Drawn(_))).count();
    println!("{drawn} figures");
    bencher.with_inputs(|| blocks.clone()).bench_local_values(|mut blocks| {
        figure::draw(&mut blocks);
        blocks
    });
}

#[divan::bench(args = makers().map(|maker| maker.name), sample_count = 50, sample_size = 1)]
fn one(bencher: Bencher<'_, '_>, name: &str) {
    let maker = find(name).expect("a maker");
    let mut seed = 0;
    bencher.bench_local(|| {
        seed += 1;
        generated(maker, Level::HARD, seed)
    });
}
