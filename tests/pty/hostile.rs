//! What others wrote: content with escape sequences, huge and malformed files, pasted books. Nothing of it is obeyed.

use std::fs::{self, File};
use std::process::Command;
use std::time::Duration;

use crate::home::Home;

/// Escape sequences in `raw`, without the escape; text in between is passed over.
pub fn sequences(raw: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != 0x1b {
            continue;
        }
        let mut sequence = String::new();
        let is_osc = bytes.peek() == Some(&b']');
        for byte in bytes.by_ref() {
            sequence.push(char::from(byte));
            let is_last = match sequence.len() {
                1 => !matches!(byte, b'[' | b']'),
                _ if is_osc => byte == 0x07 || sequence.ends_with("\x1b\\"),
                _ => (0x40..=0x7e).contains(&byte),
            };
            if is_last {
                break;
            }
        }
        found.push(sequence);
    }
    found
}

/// Asserts that the stream holds what the program itself sends and nothing else that a terminal obeys.
fn assert_harmless(raw: &[u8]) {
    for sequence in sequences(raw) {
        let question = "]11;?\x1b\\";
        let drawing = sequence.starts_with('[')
            && sequence.ends_with(['m', 'H', 'J', 'K', 'h', 'l'])
            && sequence[1..sequence.len() - 1]
                .chars()
                .all(|sign| sign.is_ascii_digit() || ";?".contains(sign));
        assert!(sequence == question || drawing, "sent to the terminal: {sequence:?}");
    }
    let text = String::from_utf8_lossy(raw);
    for character in text.chars() {
        let obeyed = character.is_control() && !matches!(character, '\x1b' | '\r' | '\n');
        let turning =
            matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        assert!(
            !obeyed && !turning,
            "sent to the terminal: {} in {}",
            character.escape_unicode(),
            raw.escape_ascii()
        );
    }
}

/// Title of the window, clipboard, cursor, colour, C1 controls, bell, backspaces, and letters that turn the text.
const EVIL: &str = "EVIL\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31m\x1bc\u{9b}31m\u{9d}0;x\u{9c}\x08\x08\u{202e}live\u{2066}\u{200f}";

/// [`EVIL`] as a TOML string holds it.
fn evil_toml() -> String {
    EVIL.chars()
        .map(|sign| if sign.is_control() { format!("\\u{:04x}", u32::from(sign)) } else { sign.into() })
        .collect()
}

fn evil_home() -> Home {
    let home = Home::new();
    let evil = evil_toml();
    let common = format!("row = \"V1\"\nexplanation = \"why {evil}\"\nsource = \"source {evil}\"\n");
    home.content(
        "chapters/90-evil.md",
        &format!(
            "+++\nid = \"evil\"\nnumber = 90\ntitle = \"Chapter {evil}\"\nrows = [\"V1\"]\n+++\n\nOpening {EVIL} words.\n\n\
             ## Heading {EVIL} {{#heading row=V1}}\n\nText {EVIL} and `code {EVIL}` and [link {EVIL}](#heading).\n\n\
             ```yaml title=\"{EVIL}\"\nkey: {EVIL}\n```\n\n| a {EVIL} | b |\n|---|---|\n| c {EVIL} | d |\n\n&#27;[31m &#x9b;31m &#7;\n"
        ),
    );
    home.content(
        "cards/evil.toml",
        &format!("[[card]]\nid = \"zz-evil-card\"\nkind = \"basic\"\nfront = \"zebracard {evil}\"\nback = \"back {evil}\"\n{common}"),
    );
    home.content(
        "questions/evil.toml",
        &format!(
            "[[question]]\nid = \"zz-evil-question\"\nkind = \"single\"\nstem = \"zebraquestion {evil}\"\n\
             manifest = \"line {evil}\"\nright = \"right {evil}\"\nwrong = [{{ text = \"wrong {evil}\", why = \"why {evil}\" }}, \
             {{ text = \"other\", why = \"other\" }}]\n{common}"
        ),
    );
    home
}

#[test]
fn escape_sequences_in_content_are_shown_and_never_sent() {
    let home = evil_home();
    let mut program = home.kubedrill(&["learn", "evil"]).start();
    program.see("kubedrill › 90").see("EVIL").see("! ");
    for _ in 0..6 {
        program.send("\t ");
    }
    program
        .send("q")
        .see("Mastery")
        .send("c")
        .see("kubedrill › Chapters")
        .send("G")
        .see("90 Chapter EVIL")
        .send("q");
    program.see("Mastery").send("/").see("search:");
    program.send("zebracard").see("card ").send("\r").see("kubedrill › Card").see("back");
    program.send("q").see("search:").send("\x15");
    for _ in 0.."zebracard".len() {
        program.send("\x7f");
    }
    program.send("zebraquestion").see("question ").send("\r").see("answer").see("other");
    program.send("a\r").see("go on").send("\x1b[6~").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    assert_harmless(&end.raw);
}

#[test]
fn escape_sequences_in_names_settings_and_record_are_never_sent() {
    let home = evil_home();
    let evil = evil_toml();
    home.content(&format!("cards/{}.toml", EVIL.replace('/', "")), "");
    home.settings(&format!("\"{evil}\" = 1\ntheme = \"{evil}\"\n"));
    home.file(
        "data/kubedrill/progress.toml",
        &format!("version = 1\n[study]\nlast-chapter = \"{evil}\"\n{EVIL} = 1\n"),
    );
    home.file("data/kubedrill/progress.log", &format!("{EVIL}\n"));
    let mut program = home.kubedrill(&[]).size(400, 24).start();
    program.see("Mastery").see("! ").see("damaged").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    assert_harmless(&end.raw);
    let end = home.kubedrill(&["learn", EVIL]).start().end();
    assert_eq!(end.code, 2);
    assert_harmless(&end.raw);
    let end = home.kubedrill(&["quiz", "--topic", EVIL]).start().end();
    assert_eq!(end.code, 2);
    assert_harmless(&end.raw);
}

#[test]
fn huge_and_malformed_content_is_told_and_the_rest_works() {
    let home = Home::new();
    home.content("cards/malformed.toml", "[[card]]\nid = = \"x\"\n[[[[\n");
    home.content("cards/nothing.toml", "[[card]]\n[[card]]\nid = 7\n");
    home.content(
        "chapters/deep.md",
        &format!(
            "+++\nid = \"deep\"\nnumber = 91\ntitle = \"Deep\"\nrows = [\"V1\"]\n+++\n\n{}x\n",
            ">".repeat(20_000)
        ),
    );
    home.content("chapters/wide.md", &format!("+++\nid = \"wide\"\nnumber = 92\ntitle = \"Wide\"\nrows = [\"V1\"]\n+++\n\n## S {{#s row=V1}}\n\n{}\n", "[a](".repeat(50_000)));
    home.content("questions/noise.toml", &"\u{1}\u{2}[[question]]\n".repeat(2_000));
    let huge = home.data().join("content/cards/huge.toml");
    // A hole of 100 MB: large, and quickly made.
    File::create(huge).unwrap().set_len(100 << 20).unwrap();
    fs::write(home.data().join("content/cards/latin.toml"), b"[[card]]\nfront = \"caf\xe9\"\n").unwrap();

    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery").see("! ").see("problems in your own content");
    program.send("c").see("kubedrill › Chapters").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    assert_harmless(&end.raw);
}

#[test]
fn check_reports_evil_content_line_by_line() {
    let home = evil_home();
    home.content("cards/malformed.toml", "[[card]]\nid = = \"x\"\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubedrill"));
    command.arg("check").arg(home.data().join("content")).env_clear().envs(home.environment());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_harmless(&output.stdout);
    assert_harmless(&output.stderr);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(said.contains("cards/malformed.toml:2"), "{said}");
    assert!(said.contains("cards/evil.toml:"), "{said}");
    assert!(said.contains("chapters/90-evil.md:"), "{said}");
}

#[test]
fn a_pasted_megabyte_is_text_and_no_keys() {
    let home = Home::new();
    home.content(
        "questions/typed.toml",
        "[[question]]\nid = \"zz-typed\"\nrow = \"V1\"\nkind = \"typed\"\nstem = \"zebratyped\"\nanswer = \"db.prod\"\n\
         compare = \"text\"\nexplanation = \"It is so.\"\nsource = \"Kubernetes documentation: Service\"\n",
    );
    let mut program = home.kubedrill(&[]).start();
    program
        .see("Mastery")
        .send("/")
        .see("search:")
        .send("zebratyped")
        .see("question ")
        .send("\r")
        .see("answer:");
    // Enter, escape, ctrl-c, ctrl-z and q are in it: obeyed, they would answer, go back, leave or stop.
    let book = "FIRST rm -rf /\r\n\x03\x1a\x1bq\t".to_owned() + &"lorem ipsum\r".repeat(90_000);
    assert!(book.len() > 1 << 20);
    let sending = program.send_long(format!("\x1b[200~{book}\x1b[201~"));
    program.see("lorem ipsum").sent(sending);
    assert!(!program.text().contains("go on"), "{}", program.text());
    program.send("\x1b[H").quiet_for(Duration::from_millis(1));
    program.send("\r").see("Not right").see("FIRST").see("go on").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    assert_harmless(&end.raw);
}
