//! The learner's own editor: it has the terminal, its keys and its signals while it runs.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::home::Home;

/// Survives ctrl-c, as `ed` does, and writes when it is told to; without a terminal it ends.
const EDITOR: &str = "#!/bin/sh
trap 'caught=yes; echo INTERRUPTED' INT
echo OPENED
while :; do
    caught=
    read -r line || [ \"$caught\" ] || exit 1
    if [ \"$line\" = write ]; then echo own text > \"$1\"; exit 0; fi
done
";

#[test]
fn ctrl_c_in_an_editor_is_the_editors() {
    let home = Home::new();
    let editor = home.file("editor", EDITOR).path().join("editor");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let start = home.kubedrill(&["lab", "expose-a-deployment"]);
    let mut program = start.env("EDITOR", &editor.display().to_string()).start();
    program.see("f5").send("vi f\r").see("i inserts").send("\x1b[20~").see("OPENED");
    program.send("\x03").see("INTERRUPTED").send("write\r");
    program.see("candidate@base:~$").send("cat f\r").see("own text");
    program.send("\x1b[21~").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
}
