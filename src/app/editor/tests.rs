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
                for character in text.replace('_', " ").replace('\\', "").chars() {
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
        ("$ i \"X\" esc", "one twXo\nthree\nfour\n"),
        ("$ x", "one tw\nthree\nfour\n"),
        ("i tab esc", "  one two\nthree\nfour\n"),
    ] {
        assert_eq!(after(text, keys), result, "{keys}");
    }
}

#[test]
fn vi_does_what_people_use_on_a_manifest() {
    let text = "image: \"nginx:1.27\"\nargs: [one, two]\nport: 80\n";
    let rest = "args: [one, two]\nport: 80\n";
    let first = |line: &str| format!("{line}\n{rest}");
    let third = |line: &str| format!("image: \"nginx:1.27\"\nargs: [one, two]\n{line}\n");
    for (keys, result) in [
        ("\"ciwname\" esc", first("name: \"nginx:1.27\"")),
        ("\"ci\\\"httpd\" esc", first("image: \"httpd\"")),
        ("\"da\\\"\"", first("image: ")),
        ("\"WcWx\" esc", first("image: x")),
        ("\"f:D\"", first("image")),
        ("\"dt:\"", first(": \"nginx:1.27\"")),
        ("\"df:\"", first(" \"nginx:1.27\"")),
        ("\"f:;x\"", first("image: \"nginx1.27\"")),
        ("\"f:;,x\"", first("image \"nginx:1.27\"")),
        ("\"$dF:\"", first("image: \"nginx\"")),
        ("\"$dT:\"", first("image: \"nginx:\"")),
        ("\"dfq\"", text.to_owned()),
        ("\"~~\"", first("IMage: \"nginx:1.27\"")),
        ("\"3~\"", first("IMAge: \"nginx:1.27\"")),
        ("\"x.\"", first("age: \"nginx:1.27\"")),
        ("\"Gcwhost\" esc \"w.\"", third("host: host").replace("host: host", "hosthost 80")),
        (": \"%s/1/2/g\" enter", first("image: \"nginx:2.27\"")),
        (": \"s/n/N\" enter", first("image: \"Nginx:1.27\"")),
        (": \"s/n/N/g\" enter", first("image: \"NgiNx:1.27\"")),
        (
            ": \"2,3s/o[a-z]*/<&>/\" enter",
            "image: \"nginx:1.27\"\nargs: [<one>, two]\np<ort>: 80\n".to_owned(),
        ),
        (": \"%s/:_.*//\" enter", "image\nargs\nport\n".to_owned()),
        (": \"1d\" enter", rest.to_owned()),
        (": \"2,$d\" enter", "image: \"nginx:1.27\"\n".to_owned()),
        ("V d", rest.to_owned()),
        ("V j >", "  image: \"nginx:1.27\"\n  args: [one, two]\nport: 80\n".to_owned()),
        ("V j > u", text.to_owned()),
        ("V j > .", "    image: \"nginx:1.27\"\n    args: [one, two]\nport: 80\n".to_owned()),
        ("V j 2 > V <", "  image: \"nginx:1.27\"\n    args: [one, two]\nport: 80\n".to_owned()),
        ("v e d", first(": \"nginx:1.27\"")),
        ("v i w c \"x\" esc", first("x: \"nginx:1.27\"")),
        ("V y G p", format!("{text}image: \"nginx:1.27\"\n")),
        ("V j : \"s/:/=/\" enter", "image= \"nginx:1.27\"\nargs= [one, two]\nport: 80\n".to_owned()),
        ("\"jf,ci[three\" esc", "image: \"nginx:1.27\"\nargs: [three]\nport: 80\n".to_owned()),
        ("\"jf[d%\"", "image: \"nginx:1.27\"\nargs: \nport: 80\n".to_owned()),
        ("i ctrl-t \"x\" ctrl-d esc", first("ximage: \"nginx:1.27\"")),
        ("R \"IMG\" esc", first("IMGge: \"nginx:1.27\"")),
        ("G / \"a.*:\" enter x", "imge: \"nginx:1.27\"\nargs: [one, two]\nport: 80\n".to_owned()),
        ("G ? \"a\" enter x", "image: \"nginx:1.27\"\nrgs: [one, two]\nport: 80\n".to_owned()),
        ("ctrl-d x", third("ort: 80")),
    ] {
        assert_eq!(after(text, keys), result, "{keys}");
    }
}

#[test]
fn a_command_that_is_not_known_is_swallowed_whole_and_said() {
    for (keys, said) in [
        ("\"=jx\"", "not known here: =j"),
        ("\"gUiwx\"", "not known here: gUiw"),
        ("\"qax\"", "not known here: qa"),
        ("\"K\" x", "not known here: K"),
        ("\"ci0\" x", "not known here: ci0"),
        ("ctrl-v x", "not known here: ctrl-v"),
        (": \"r_other\" enter x", "not known here: :r other"),
        (": \"!ls\" enter x", "not known here: :!ls"),
        (": \"s/a/b/c\" enter x", "not known here: c at the end of :s"),
        ("d / \"b\" enter x", "not known here: d/b"),
    ] {
        let mut editor = vi("abc\ndef\n");
        let (before, last) = keys.trim_end_matches('"').split_at(keys.trim_end_matches('"').len() - 1);
        assert_eq!(last, "x");
        let quote = if keys.ends_with('"') { "\"" } else { "" };
        press(&mut editor, &format!("{before}{quote}"));
        assert_eq!(editor.message, said, "{keys}");
        assert_eq!(editor.buffer.text(), "abc\ndef\n", "{keys}");
        press(&mut editor, "x");
        assert_eq!(editor.buffer.text(), "bc\ndef\n", "{keys}: the next command is one again");
    }
}

#[test]
fn a_change_with_what_was_typed_is_done_again_and_undone_as_one() {
    assert_eq!(after("a b\na b\n", "w c w \"x_y\" esc j 0 w ."), "a x y\na x y\n");
    assert_eq!(after("a b\na b\n", "w c w \"x_y\" esc j 0 w . u"), "a x y\na b\n");
    assert_eq!(after("a\n", "o \"b\" esc ."), "a\nb\nb\n");
    assert_eq!(after("a\nb\nc\nd\n", "d d 2 ."), "d\n");
}

#[test]
fn what_is_pasted_goes_where_one_types() {
    let mut editor = vi("a\n");
    press(&mut editor, ":");
    editor.paste("s/a/b/");
    assert_eq!(editor.buffer.text(), "a\n");
    press(&mut editor, "enter");
    assert_eq!(editor.buffer.text(), "b\n");
    press(&mut editor, "A");
    editor.paste(": c\r\nd:\te");
    assert_eq!(editor.buffer.text(), "b: c\nd:  e\n");
}

#[test]
fn tabs_that_were_there_stay_where_text_is_moved() {
    assert_eq!(after("a:\n\tb\n", "j y y p"), "a:\n\tb\n\tb\n");
    assert_eq!(after("a:\n\tb\n", "j 0 v $ y P"), "a:\n\tb\tb\n");
    assert_eq!(after("a:\n\tb\n", "j 0 v $ ~"), "a:\n\tB\n");
}

#[test]
fn a_search_goes_round() {
    let mut editor = vi("port: 1\nport: 2\n");
    let at = |editor: &Editor| (editor.buffer.cursor.row, editor.buffer.cursor.column);
    press(&mut editor, "j / \"port\" enter");
    assert_eq!(at(&editor), (0, 0));
    press(&mut editor, "n");
    assert_eq!(at(&editor), (1, 0));
    press(&mut editor, "N");
    assert_eq!(at(&editor), (0, 0));
    press(&mut editor, "/ \"nothing\" enter");
    assert!(editor.message.contains("not found"), "{}", editor.message);
}

#[test]
fn the_number_column_is_on_or_off() {
    let mut editor = vi("a\n");
    press(&mut editor, ": \"set_nu\" enter");
    assert!(editor.numbers);
    press(&mut editor, ": \"set_nonu_ts=2\" enter");
    assert!(!editor.numbers);
    assert!(editor.message.contains("no effect"), "{}", editor.message);
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

fn as_key(character: char) -> Key {
    match character {
        '\n' => Key::plain(KeyCode::Enter),
        '\u{1b}' => Key::plain(KeyCode::Esc),
        other => Key::char(other),
    }
}

proptest! {
    #[test]
    fn any_keys_leave_a_cursor_in_the_text(
        text in "[a-zé: \t\r\n-]{0,60}",
        names in proptest::collection::vec(
            prop_oneof![
                4 => "[ -~é←\n]",
                2 => proptest::sample::select(vec![
                    "esc", "enter", "backspace", "delete", "tab", "up", "down", "left", "right", "home", "end", "pgup",
                    "pgdn", "ctrl-r", "ctrl-d", "ctrl-u", "ctrl-t", "ctrl-w", "ctrl-v", "ctrl-c",
                ]).prop_map(ToOwned::to_owned),
                3 => proptest::sample::select(vec![
                    "ciwé\u{1b}", "daw", "di\"", "ca(", "dip", "dfa", "ct:", ";", ",", "dG", "3dd", "p", "P", "xp", ".", "5.",
                    "~", "Vjd", "Vj>", "v$d", "vey", "vjc", "VGp", "v%r-", ":%s/a/b/g\n", ":s/[a-z]/&\\r&/\n", ":1,3d\n",
                    ":%s/$/é/\n", ":$>\n", ":'<,'>s/^/  /\n", "/a\n", "?-\n", "nN", "J", "3J", "u", "uu", "R-é", "gg", "o", "O",
                ]).prop_map(ToOwned::to_owned),
            ],
            0..50,
        ),
        simple in any::<bool>(),
    ) {
        let mut editor = Editor::new("f", &text, if simple { Keys::Simple } else { Keys::Vi });
        for name in names {
            let keys = match Key::parse(&name) {
                Some(key) if name.len() > 1 => vec![key],
                _ => name.chars().map(as_key).collect(),
            };
            for key in keys {
                editor.key(key);
                let Spot { row, column } = editor.buffer.cursor;
                let line = &editor.buffer.lines()[row];
                prop_assert!(line.is_char_boundary(column));
                prop_assert!(editor.top <= row);
                prop_assert!(editor.buffer.lines().iter().all(|line| !line.contains('\n')));
                if matches!(editor.mode, Mode::Normal(_)) {
                    prop_assert!(line.is_empty() || column < line.len(), "stands behind the line");
                    prop_assert!(!editor.buffer.held || simple);
                }
                for row in 0..=editor.buffer.last_row() {
                    if let Some(chosen) = editor.chosen(row) {
                        prop_assert!(editor.buffer.lines()[row].get(chosen).is_some());
                    }
                }
            }
        }
        // Whatever it waits for, this leaves.
        if !simple {
            press(&mut editor, "esc esc");
            let left = press(&mut editor, ": q ! enter");
            prop_assert_eq!(left, Outcome::Close { text: None });
        }
    }
}
