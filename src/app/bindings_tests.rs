//! The key table is sound: every key means one thing in its place, and every place can be left.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_key_is_a_key_and_means_one_thing_in_its_place() {
    let mut seen = BTreeSet::new();
    for binding in BINDINGS {
        for name in binding.keys {
            assert!(Key::parse(name).is_some(), "{name} is no key");
            assert!(seen.insert((binding.place.title(), *name)), "{name} twice in {:?}", binding.place);
        }
        assert!(binding.help.ends_with('.'), "{} is no sentence", binding.help);
        assert!(binding.label.len() <= 20, "{} is too long for a footer", binding.label);
    }
}

#[test]
fn no_binding_hides_behind_text() {
    for binding in BINDINGS.iter().filter(|binding| binding.place.takes_text()) {
        for name in binding.keys {
            let key = Key::parse(name).unwrap();
            assert!(key.typed().is_none(), "{name} is text in {:?}", binding.place);
        }
    }
}

#[test]
fn every_place_can_be_left_and_shows_keys() {
    for place in Place::ALL {
        assert!(footer(place).len() >= 2, "{place:?}");
        if place.owns_keyboard() {
            // There esc and ctrl-c are the shell's or the editor's.
            let way_out = command_for(place, Key::parse("f10").unwrap());
            assert!(matches!(way_out, Some(Command::LeaveLab | Command::DropEdit)), "{place:?}");
            assert_eq!(command_for(place, Key::parse("f1").unwrap()), Some(Command::Help), "{place:?}");
            assert_eq!(command_for(place, Key::parse("ctrl-c").unwrap()), None, "{place:?}");
            continue;
        }
        let esc = command_for(place, Key::parse("esc").unwrap());
        assert!(matches!(esc, Some(Command::Back | Command::No)), "{place:?}");
        assert_eq!(command_for(place, Key::parse("ctrl-c").unwrap()), Some(Command::Leave), "{place:?}");
    }
}
