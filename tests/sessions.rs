//! Sessions as scripts: keys in, screen text out. The scripts are `tests/scripts/*.txt`; a line is one of
//!
//! - `size 80x24` - the window, first of all (80x24 if not said)
//! - `keys a b enter` - keys by their names
//! - `type some text` - text as typed
//! - `wait 90` - seconds that pass
//! - `see TEXT` / `not TEXT` - TEXT is on the screen, or is not
//! - `killed` - the program is killed and started again
//! - `# ...` - a remark

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]

mod support;

use std::fs;
use std::path::Path;

use kubedrill::app::Size;
use support::{Learner, SMALL};

#[test]
fn every_script_is_followed() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut scripts: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    assert!(scripts.len() >= 6, "only {} scripts", scripts.len());
    let mut failed = Vec::new();
    for script in &scripts {
        let result =
            follow(&script.file_name().unwrap().to_string_lossy(), &fs::read_to_string(script).unwrap());
        failed.extend(result.err());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    println!("{} scripts", scripts.len());
}

/// Follows a script to its end, or to the first line that is not so.
fn follow(name: &str, script: &str) -> Result<(), String> {
    let mut learner = Learner::new(SMALL);
    for (number, line) in script.lines().enumerate() {
        let (verb, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        match verb {
            "" | "#" => {}
            "size" => {
                let (width, height) = rest.split_once('x').unwrap();
                learner =
                    Learner::new(Size { width: width.parse().unwrap(), height: height.parse().unwrap() });
            }
            "keys" => {
                learner.keys(rest);
            }
            "type" => {
                learner.typed(rest);
            }
            "wait" => {
                learner.wait(rest.parse().unwrap());
            }
            "killed" => learner = learner.restarted(),
            "see" | "not" => {
                let screen = learner.screen();
                let there = screen.contains(rest);
                if there != (verb == "see") {
                    let word = if there { "is" } else { "is not" };
                    return Err(format!("{name}:{}: {rest:?} {word} on the screen\n{screen}", number + 1));
                }
            }
            _ => return Err(format!("{name}:{}: no such line: {line}", number + 1)),
        }
    }
    Ok(())
}
