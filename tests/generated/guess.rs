//! Who knows nothing and goes by how the options look is right no more often than by chance, or a little more.

use kubedrill::{
    course::{QuestionKind, plain_text},
    generate::{Level, generated, makers},
};

/// In how many questions of a hundred such a guess is right.
#[derive(Debug, Default)]
struct Guesses {
    made: f64,
    longest: f64,
    shortest: f64,
    first: f64,
}

impl Guesses {
    fn percent(&self) -> [f64; 3] {
        [self.longest, self.shortest, self.first].map(|right| right * 100.0 / self.made)
    }
}

/// The chance that the key is hit by one who takes any of the options that have this length.
fn hit(lengths: &[usize], key: usize, wanted: usize) -> f64 {
    let as_long = lengths.iter().filter(|length| **length == wanted).count();
    if lengths[key] == wanted { 1.0 / f64::from(u32::try_from(as_long).unwrap()) } else { 0.0 }
}

/// Of four options one hits 25 % by chance. `KUBEDRILL_GENERATED=170` looks at 510 questions of each maker.
#[test]
fn neither_length_nor_place_tells_the_key() {
    let mut told = Vec::new();
    for maker in makers() {
        let mut guesses = Guesses::default();
        for level in Level::ALL {
            for seed in 0..super::count() {
                let question = generated(maker, level, seed + 10_000).unwrap().question;
                let QuestionKind::Single { choices } = &question.kind else { continue };
                let [_, _, _, _] = choices.as_slice() else { continue };
                let key = choices.iter().position(|choice| choice.right).unwrap();
                let lengths: Vec<usize> =
                    choices.iter().map(|choice| plain_text(&choice.text).chars().count()).collect();
                guesses.made += 1.0;
                guesses.longest += hit(&lengths, key, *lengths.iter().max().unwrap());
                guesses.shortest += hit(&lengths, key, *lengths.iter().min().unwrap());
                guesses.first += f64::from(u8::from(key == 0));
            }
        }
        if guesses.made > 0.0 {
            let [longest, shortest, first] = guesses.percent();
            println!(
                "{:<20} {:>4} questions: longest {longest:>3.0} %, shortest {shortest:>3.0} %, first {first:>3.0} %",
                maker.name, guesses.made
            );
            if longest.max(shortest) > 55.0 || first > 45.0 {
                told.push(maker.name);
            }
        }
    }
    assert!(told.is_empty(), "guessed by their looks: {told:?}");
}
