//! Whatever keys are pressed in whatever window: the model can be drawn, and the record is what was recorded.

#[path = "support/seeds.rs"]
mod seeds;
mod support;

use kubedrill::app::{BINDINGS, Key, KeyCode, Message, Screen, Size, Target};
use kubedrill::study::Progress;
use proptest::prelude::*;
use seeds::laws;
use support::{Learner, SMALL};

#[derive(Debug, Clone)]
enum Act {
    Key(Key),
    Resize(u16, u16),
    Wait(i64),
    Click(usize),
    Wheel(isize),
    Paste(String),
}

fn act() -> impl Strategy<Value = Act> {
    let bound: Vec<Key> =
        BINDINGS.iter().flat_map(|binding| binding.keys).filter_map(|name| Key::parse(name)).collect();
    let key = prop_oneof![
        8 => proptest::sample::select(bound).prop_map(Act::Key),
        2 => proptest::char::range('a', 'z').prop_map(|c| Act::Key(Key::char(c))),
        3 => Just(Act::Key(Key::plain(KeyCode::Enter))),
        2 => Just(Act::Key(Key::plain(KeyCode::Down))),
    ];
    prop_oneof![
        30 => key,
        1 => (0_u16..200, 0_u16..60).prop_map(|(width, height)| Act::Resize(width, height)),
        1 => (-90_000_i64..200_000).prop_map(Act::Wait),
        1 => (0_usize..40).prop_map(Act::Click),
        1 => (-5_isize..5).prop_map(Act::Wheel),
        1 => "\\PC{0,40}".prop_map(Act::Paste),
    ]
}

proptest! {
    #![proptest_config(laws(96, "proptest-regressions/tests/any_keys.txt"))]

    #[test]
    fn any_acts_leave_a_drawable_model(acts in proptest::collection::vec(act(), 1..60)) {
        let mut learner = Learner::new(SMALL);
        for act in acts {
            match act {
                Act::Key(key) => learner.tell(Message::Key(key)),
                Act::Resize(width, height) => learner.tell(Message::Resized(Size { width, height })),
                Act::Wait(seconds) => { learner.wait(seconds); }
                Act::Click(row) => learner.tell(Message::Click(Target::Row(row))),
                Act::Wheel(lines) => learner.tell(Message::Wheel(lines)),
                Act::Paste(text) => learner.tell(Message::Paste(text)),
            }
            learner.buffer();
            let works: Vec<_> = learner.model.screens.iter().filter_map(|screen: &Screen| screen.view().work()).collect();
            prop_assert!((1..works.len()).all(|index| !works[..index].contains(&works[index])), "{:?}", works);
        }
        // What the log would rebuild is what the program shows.
        let mut rebuilt = Progress::default();
        learner.entries.iter().for_each(|entry| rebuilt.apply(entry));
        prop_assert_eq!(&rebuilt, &learner.model.desk.progress);
        // And a kill at this moment loses nothing of it.
        let mut after = learner.restarted();
        prop_assert_eq!(&rebuilt, &after.model.desk.progress);
        after.buffer();
    }
}
