//! Any text can be read, and nothing that commands a terminal comes out of it.

use std::fmt::Debug;

use kubedrill::content::{markdown, parse_chapter, parse_items};
use proptest::prelude::*;

use crate::golden::{CHAPTER, ITEMS};
use crate::seeds::laws;

/// Panics if a text in `value` holds a control character other than a line end, or one that hides text. `Debug`
/// writes such characters as escapes.
fn assert_clean(value: &impl Debug) {
    let shown = format!("{value:?}").replace("\\\\", "");
    for (at, _) in shown.match_indices('\\') {
        let escape = &shown[at + 1..];
        let bad = match escape.as_bytes()[0] {
            b'n' | b'"' | b'\'' => false,
            b'u' => {
                let code = escape.trim_start_matches("u{").split('}').next().unwrap();
                let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
                character.is_control()
                    || "\u{200b}\u{200e}\u{202a}\u{202e}\u{2066}\u{feff}".contains(character)
            }
            _ => true,
        };
        assert!(!bad, "{}", &shown[at.saturating_sub(60)..(at + 20).min(shown.len())].escape_debug());
    }
}

fn read_all(text: &str) {
    assert_clean(&parse_chapter("f\u{1b}.md", text));
    assert_clean(&parse_items("f\u{1b}.toml", text));
    assert_clean(&markdown(text));
}

/// Pieces that mean something in the format, and some that should not be in it.
fn piece() -> impl Strategy<Value = String> {
    let words = "+++|\n|\n\n|\r\n|\r|\t|\u{1b}[31m|\u{9b}|\u{202e}|\u{200b}|&#27;|&#x202e;|&#0;|\\u001b|\\e|# |## |### | {#id row=V1 ask=q}\
        |> |> [!TIP]\n|- |1. |    |```|```yaml title=\"\u{7}\"\n|```figure\n|~~~|[a](#b)|[a](x#y)|[^a]|[^a]: |<b>|<!--|![x](y)\
        |`|**|*|_|\\|{{|}}|&#124;|[[card]]\n|[[question]]\n|id = \"a\"\n|row = \"V1\"\n|kind = \"cloze\"\n|kind = \"line\"\n\
        |kind = \"single\"\n|text = \"\"\"|\"\"\"\n|front = '''|'''\n|answer = [\"\u{1}\"]\n|wrong = [{ text = \"\\u0007\" }]\n|right = \"\
        |manifest = \"a\\tb\\r\\u007f\"\n|wrong_line = \"|fix = \"|steps = [|explanation = \"e\"\n|source = \"\\u202e\"\n|é|日本|👩‍🚀|x"
        .split('|')
        .map(str::to_owned)
        .collect::<Vec<_>>();
    prop_oneof![4 => proptest::sample::select(words), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(laws(64, "proptest-regressions/tests/content/robust.txt"))]

    #[test]
    fn any_pieces_can_be_read(pieces in proptest::collection::vec(piece(), 0..60)) {
        read_all(&pieces.concat());
    }

    #[test]
    fn a_good_file_with_something_put_in_can_be_read(at in any::<prop::sample::Index>(), piece in piece()) {
        for good in [CHAPTER, ITEMS] {
            let mut at = at.index(good.len());
            while !good.is_char_boundary(at) {
                at -= 1;
            }
            read_all(&format!("{}{piece}{}", &good[..at], &good[at..]));
            read_all(&good[..at]);
        }
    }
}

#[test]
fn what_is_deep_or_long_can_be_read() {
    let many = 20_000;
    for text in [
        "> ".repeat(many),
        "- ".repeat(many),
        "[".repeat(many),
        "*a _".repeat(many),
        "`".repeat(many),
        "{{".repeat(many),
        "x".repeat(1 << 20),
        "[^a]".repeat(many),
        format!("[[card]]\nid = {}", "[".repeat(many)),
        format!("[[card]]\nid = {}", "{a=".repeat(many)),
        format!("[[card]]\n{}", "a.".repeat(many)),
        format!("+++\n{}\n+++\n{}", "a = 1\n".repeat(many), "## x\n".repeat(many)),
    ] {
        read_all(&text);
    }
}
