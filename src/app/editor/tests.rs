//! What keys do to a text.

use proptest::prelude::*;

use super::*;

fn vi(text: &str) -> Editor {
    Editor::new("f.yaml", text, Keys::Vi)
}

/// Presses keys by their names, parted by blanks; `"..."` types a text.
fn press(editor: &mut Editor, keys: &str) -> Outcome {
    let mut last = Outcome::Stay;
    for name in keys.split(' ').filter(|name| !name.is_empty()) {
        let typed = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match typed {
            Some(text) => {
                for character in text.replace('_', " ").chars() {
                    last = editor.key(Key::char(character));
                }
            }
            None => last = editor.key(Key::parse(name).unwrap()),
        }
    }
    last
}

fn after(text: &str, keys: &str) -> String {
    let mut editor = vi(text);
    press(&mut editor, keys);
    editor.buffer.text()
}

#[test]
fn vi_deletes_changes_and_puts() {
    let text = "one two\nthree\nfour\n";
    for (keys, result) in [
        ("d d", "three\nfour\n"),
        ("2 d d", "four\n"),
        ("d j", "four\n"),
        ("d G", ""),
        ("d w", "two\nthree\nfour\n"),
        ("w D", "one \nthree\nfour\n"),
        ("c w \"1\" esc", "1 two\nthree\nfour\n"),
        ("x x", "e two\nthree\nfour\n"),
        ("r O", "One two\nthree\nfour\n"),
        ("A \"!\" esc", "one two!\nthree\nfour\n"),
        ("y y p", "one two\none two\nthree\nfour\n"),
        ("d d p", "three\none two\nfour\n"),
        ("j J", "one two\nthree four\n"),
        ("> >", "  one two\nthree\nfour\n"),
        ("d d u", text),
        ("d d u ctrl-r", "three\nfour\n"),
        ("j c c \"3\" esc", "one two\n3\nfour\n"),
        ("/ \"four\" enter x", "one two\nthree\nour\n"),
        ("G O \"3.5\" esc", "one two\nthree\n3.5\nfour\n"),
        ("d e", " two\nthree\nfour\n"),
        ("$ i \"X\" esc", "one twoX\nthree\nfour\n"),
    ] {
        assert_eq!(after(text, keys), result, "{keys}");
    }
}

#[test]
fn a_new_line_is_as_deep_as_the_one_above() {
    assert_eq!(
        after("spec:\n", "o \"ports:\" enter \"-_port:_80\" esc"),
        "spec:\n  ports:\n    - port: 80\n"
    );
}

#[test]
fn vi_leaves_only_as_told() {
    let mut editor = vi("a\n");
    assert_eq!(press(&mut editor, "x : q enter"), Outcome::Stay);
    assert!(editor.message.contains(":q!"), "{}", editor.message);
    assert_eq!(press(&mut editor, ": q ! enter"), Outcome::Close { text: None });
    assert_eq!(press(&mut editor, ": w q enter"), Outcome::Close { text: Some(String::new()) });
    assert_eq!(press(&mut editor, "i \"b\" esc : w enter"), Outcome::Save("b\n".to_owned()));
    assert!(!editor.is_changed());
}

#[test]
fn the_simple_editor_types_cuts_and_undoes() {
    let mut editor = Editor::new("f", "one\ntwo\n", Keys::Simple);
    press(&mut editor, "ctrl-k");
    assert_eq!(editor.buffer.text(), "two\n");
    press(&mut editor, "ctrl-u");
    assert_eq!(editor.buffer.text(), "one\ntwo\n");
    press(&mut editor, "\"x\" ctrl-z ctrl-z ctrl-z");
    assert_eq!(editor.buffer.text(), "one\ntwo\n");
}

proptest! {
    #[test]
    fn any_keys_leave_a_cursor_in_the_text(
        text in "[a-zé: \n-]{0,60}",
        names in proptest::collection::vec(
            proptest::sample::select(vec![
                "d", "y", "c", "w", "b", "e", "g", "G", "x", "p", "P", "u", "J", "o", "O", "i", "A", "esc", "enter",
                "backspace", "delete", "tab", "up", "down", "left", "right", "0", "$", "9", "é", ":", "/", "n", ">", "<",
                "ctrl-r", "ctrl-d", "r", "s", "ctrl-w",
            ]),
            0..60,
        ),
        simple in any::<bool>(),
    ) {
        let mut editor = Editor::new("f", &text, if simple { Keys::Simple } else { Keys::Vi });
        for name in names {
            editor.key(Key::parse(name).unwrap());
            let Spot { row, column } = editor.buffer.cursor;
            let line = &editor.buffer.lines()[row];
            prop_assert!(line.is_char_boundary(column));
            prop_assert!(editor.top <= row);
        }
    }
}
