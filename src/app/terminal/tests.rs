//! What stands in the window after keys and output.

use proptest::prelude::*;

use super::*;
use crate::app::Line;

const PAST: [&str; 4] = ["cat <<E\nx\nE", "kubectl get pods", "ls", "kubectl get svc"];

fn terminal() -> Terminal {
    Terminal { prompt: "$ ".to_owned(), ..Terminal::default() }
}

fn press(terminal: &mut Terminal, keys: &str) -> Asked {
    let mut last = Asked::Nothing;
    for name in keys.split_whitespace() {
        last = terminal.key(Key::parse(name).unwrap(), &PAST.map(str::to_owned));
    }
    last
}

fn shown(terminal: &Terminal, width: usize, height: usize) -> Vec<String> {
    terminal.screenful(width, height).lines.iter().map(Line::text).collect()
}

#[test]
fn a_line_is_typed_and_its_output_stands_below() {
    let mut one = terminal();
    assert_eq!(press(&mut one, "l s enter"), Asked::Line("ls".to_owned()));
    one.typed("ls");
    one.print("a\tb\nc", Role::Text);
    assert_eq!(shown(&one, 20, 5), ["$ ls", "a       b", "c$ "]);
    one.typed("x");
    assert_eq!(shown(&one, 20, 5), ["$ ls", "a       b", "c", "$ x", "$ "]);
}

#[test]
fn long_lines_are_folded_and_the_cursor_goes_with_them() {
    let mut one = terminal();
    press(&mut one, "a b c d e f");
    let screen = one.screenful(4, 3);
    assert_eq!(screen.lines.iter().map(Line::text).collect::<Vec<_>>(), ["$ ab", "cdef", ""]);
    assert_eq!(screen.cursor, Some((0, 2)));
    press(&mut one, "left left");
    assert_eq!(one.screenful(4, 3).cursor, Some((2, 1)));
}

#[test]
fn the_past_is_walked_and_searched() {
    let mut one = terminal();
    press(&mut one, "x up up");
    assert_eq!(one.edit.text(), "ls");
    press(&mut one, "down down");
    assert_eq!(one.edit.text(), "x");
    press(&mut one, "ctrl-u ctrl-r k u b ctrl-r");
    assert_eq!(shown(&one, 60, 1), ["(reverse-i-search)`kub': kubectl get pods"]);
    press(&mut one, "z");
    assert_eq!(shown(&one, 60, 1), ["(failed reverse-i-search)`kubz': kubectl get pods"]);
    assert_eq!(press(&mut one, "enter"), Asked::Line("kubectl get pods".to_owned()));
    press(&mut one, "ctrl-r s v c esc");
    assert_eq!(one.edit.text(), "kubectl get svc");
}

/// What was typed in several lines comes back in several lines.
#[test]
fn of_a_command_taller_than_the_window_the_edited_line_is_seen() {
    let mut one = terminal();
    one.edit.insert("cat <<E\na\nb\nc\nd\nE");
    assert_eq!(shown(&one, 20, 3), ["c", "d", "E"]);
    press(&mut one, "home");
    assert_eq!(shown(&one, 20, 3), ["$ cat <<E", "a", "b"]);
    assert!(one.screenful(20, 3).cursor.is_some());
}

#[test]
fn a_here_document_comes_back_whole() {
    let mut one = terminal();
    press(&mut one, "up up up up");
    assert_eq!(shown(&one, 20, 4), ["$ cat <<E", "x", "E"]);
    assert_eq!(one.screenful(20, 4).cursor, Some((1, 2)));
    let line = one.edit.text().to_owned();
    assert_eq!(press(&mut one, "enter"), Asked::Line(line.clone()));
    one.typed(&line);
    assert_eq!(shown(&one, 20, 5), ["$ cat <<E", "x", "E", "$ "]);
}

#[test]
fn what_could_be_meant_stands_in_columns_and_no_word_is_broken() {
    let mut one = terminal();
    one.resized(14, 5);
    one.list(&["a", "bbbb", "cc", "d", "eeeee"].map(str::to_owned));
    assert_eq!(shown(&one, 14, 5), ["a      d", "bbbb   eeeee", "cc", "$ "]);
    let mut narrow = terminal();
    narrow.resized(3, 5);
    narrow.list(&["a", "bbbb"].map(str::to_owned));
    assert_eq!(shown(&narrow, 30, 5), ["a", "bbbb", "$ "]);
}

fn paged(text: &str) -> Terminal {
    let mut one = terminal();
    one.resized(20, 5);
    one.page("f.yaml", text, false);
    one
}

#[test]
fn less_shows_a_window_and_is_left_without_a_trace() {
    let text = (1..=9).map(|number| format!("line {number}")).collect::<Vec<_>>().join("\n");
    let mut one = paged(&text);
    assert_eq!(shown(&one, 20, 5), ["line 1", "line 2", "line 3", "line 4", "f.yaml"]);
    press(&mut one, "j");
    assert_eq!(shown(&one, 20, 5), ["line 2", "line 3", "line 4", "line 5", ":"]);
    press(&mut one, "space");
    assert_eq!(shown(&one, 20, 5), ["line 6", "line 7", "line 8", "line 9", "(END)"]);
    press(&mut one, "space b");
    assert_eq!(shown(&one, 20, 5)[0], "line 2");
    press(&mut one, "G k");
    assert_eq!(shown(&one, 20, 5)[0], "line 5");
    press(&mut one, "g");
    assert_eq!(shown(&one, 20, 5)[0], "line 1");
    one.scroll_by(2, 20, 5);
    assert_eq!(shown(&one, 20, 5)[0], "line 3");
    one.resized(20, 8);
    assert_eq!(
        shown(&one, 20, 8),
        ["line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "(END)"]
    );
    assert_eq!(press(&mut one, "q"), Asked::Nothing);
    assert_eq!(shown(&one, 20, 5), ["$ "]);
}

#[test]
fn less_finds_lines() {
    let mut one = paged("a\nb\nport: 80\nc\nd\nport: 443\ne\nf\ng\nh\n");
    press(&mut one, "/ p o r t");
    assert_eq!(shown(&one, 20, 5)[4], "/port");
    press(&mut one, "enter");
    assert_eq!(shown(&one, 20, 5)[0], "port: 80");
    press(&mut one, "n");
    assert_eq!(shown(&one, 20, 5)[0], "port: 443");
    press(&mut one, "n");
    assert_eq!(shown(&one, 20, 5)[4], "Pattern not found");
    press(&mut one, "N");
    assert_eq!(shown(&one, 20, 5)[0], "port: 80");
    press(&mut one, "g / x backspace backspace n");
    assert_eq!(shown(&one, 20, 5)[0], "port: 80");
}

/// Near the end of the text a line found is not the top one: the next search begins there all the same.
#[test]
fn less_goes_from_hit_to_hit_on_the_last_page() {
    let mut one = terminal();
    one.resized(20, 5);
    one.page("", "1\nhit 2\n3\n4\n5\nhit 6\nhit 7\n8\n", false);
    let said = |one: &Terminal| shown(one, 20, 5).pop().unwrap();
    press(&mut one, "/ h i t enter n");
    assert_eq!(shown(&one, 20, 5), ["5", "hit 6", "hit 7", "8", "(END)"]);
    press(&mut one, "n");
    assert_eq!(said(&one), "(END)");
    press(&mut one, "n");
    assert_eq!(said(&one), "Pattern not found");
    press(&mut one, "N");
    assert_eq!(shown(&one, 20, 5)[0], "5", "back to the sixth line, not the second");
    press(&mut one, "N");
    assert_eq!(shown(&one, 20, 5)[0], "hit 2");
    press(&mut one, "G ? t");
    assert_eq!(said(&one), "?t");
    press(&mut one, "enter");
    assert_eq!(shown(&one, 20, 5)[0], "hit 2", "upwards from the top of the window");
    press(&mut one, "N");
    assert_eq!(shown(&one, 20, 5)[0], "5", "the other way");
}

/// `more` and `less -F` only print what is short; `less` shows it and says where it ends.
#[test]
fn what_is_short_is_printed_where_it_is_asked_for() {
    let mut one = paged("a\n");
    assert_eq!(shown(&one, 20, 5), ["a", "~", "~", "~", "f.yaml (END)"]);
    press(&mut one, "q");
    one.page("", "a\nb\n", true);
    assert_eq!(shown(&one, 20, 5), ["a", "b", "$ "]);
    one.page("", "1\n2\n3\n4\n5\n", true);
    assert_eq!(shown(&one, 20, 5), ["1", "2", "3", "4", ":"]);
}

#[test]
fn a_paste_runs_its_whole_lines() {
    let mut one = terminal();
    press(&mut one, "a");
    assert_eq!(one.paste("b\r\nc\nd"), ["ab", "c"]);
    assert_eq!(one.edit.text(), "d");
}

#[test]
fn nothing_raw_is_shown() {
    let mut one = terminal();
    one.print("a\u{1b}[31mb\u{7}\n", Role::Text);
    one.typed("\u{1b}]52;c;\u{9b}");
    assert!(shown(&one, 80, 5).iter().all(|line| !line.chars().any(char::is_control)));
}

#[test]
fn scrolling_stops_at_both_ends() {
    let mut one = terminal();
    for number in 0..30 {
        one.print(&format!("{number}\n"), Role::Text);
    }
    one.scroll_by(-100, 20, 10);
    assert_eq!(shown(&one, 20, 10)[0], "0");
    assert_eq!(one.screenful(20, 10).cursor, None);
    one.scroll_by(100, 20, 10);
    assert_eq!(shown(&one, 20, 10)[9], "$ ");
}

proptest! {
    #[test]
    fn every_window_can_be_filled(texts in proptest::collection::vec("\\PC{0,40}\n?", 0..20), width in 0_usize..30, height in 0_usize..12, up in 0_isize..40) {
        let mut one = terminal();
        for text in &texts {
            one.print(text, Role::Text);
        }
        one.scroll_by(-up, width, height);
        let screen = one.screenful(width, height);
        prop_assert!(screen.lines.len() <= height);
        if let Some((x, y)) = screen.cursor {
            prop_assert!(x <= width.max(1) && y < height);
        }
    }
}
