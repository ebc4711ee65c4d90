//! `sh` and `bash`: a command, a file, standard input, or a shell to type in.

use crate::shell::call::Call;

pub fn shell(call: &mut Call<'_>) -> u8 {
    let mut words = call.arguments.iter();
    let mut options: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-c" | "-lc" | "-ec" | "-xc" | "-euc" => {
                let Some(text) = words.next() else { return call.fail("-c: option requires an argument", 2) };
                let text = if word.contains('e') { format!("set -e\n{text}") } else { text.clone() };
                let arguments: Vec<String> = words.skip(1).cloned().collect();
                return script(call, &text, &arguments);
            }
            "-s" | "-i" | "-l" | "--login" | "-" => {}
            option if option.starts_with('-') => options.push(format!("set {option}\n")),
            file => {
                let arguments: Vec<String> = words.cloned().collect();
                return match call.session.read_file(file) {
                    Ok(text) => {
                        let text = format!(
                            "{}{text}",
                            options.join(
                                "
"
                            )
                        );
                        script(call, &text, &arguments)
                    }
                    Err(fault) => call.fail(&format!("{file}: {fault}"), 127),
                };
            }
        }
    }
    if call.terminal {
        let name = if call.name == "bash" { "bash" } else { "sh" };
        let place = call.session.place().clone();
        call.session.enter_as(place, name);
        return 0;
    }
    let text = call.take_input().to_owned();
    let ran = call.session.run_script(&text, &[], Some(""));
    call.pass_on(&ran)
}

fn script(call: &mut Call<'_>, text: &str, arguments: &[String]) -> u8 {
    let stdin = if call.terminal { None } else { Some(call.stdin) };
    let ran = call.session.run_script(text, arguments, stdin);
    call.consumed = ran.consumed;
    call.pass_on(&ran)
}
