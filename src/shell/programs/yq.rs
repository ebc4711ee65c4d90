//! `yq`, Mike Farah's, which the exam has: a filter on YAML, for reading. The filter is jq's, which is the same for paths and
//! selections; what is printed is in the order of the alphabet and without comments, so it does not write files (`-i`).

use serde_json::Value;

use crate::{
    cluster::read_documents,
    shell::{Stream, call::Call, kubectl::yaml},
};

pub fn yq(call: &mut Call<'_>) -> u8 {
    let spec = "r|unwrapScalar o|output-format: P|prettyPrint e|exit-status n|null-input C M N I: i|inplace j|tojson";
    let given = match call.options(spec, 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    if given.has("i") {
        call.error_line(
            "Error: [writing a file in place is not there in this shell: edit it, or use sed -i]",
        );
        return 1;
    }
    let mut words = given.rest.clone();
    if words.first().is_some_and(|word| matches!(*word, "e" | "eval" | "ea" | "eval-all")) {
        words.remove(0);
    }
    // A file alone is printed whole.
    let whole = match words.as_slice() {
        [] => true,
        [file] => call.session.read_file(file).is_ok(),
        _ => false,
    };
    let filter = if whole { "." } else { words.remove(0) };
    let mut documents: Vec<Value> = if given.has("n") { vec![Value::Null] } else { vec![] };
    for file in if words.is_empty() { vec!["-"] } else { words } {
        let text = match call.read(file) {
            _ if given.has("n") => continue,
            Ok(text) => text,
            Err(fault) => {
                call.error_line(&format!("Error: open {file}: {}", fault.to_string().to_lowercase()));
                return 1;
            }
        };
        match read_documents(file, &text) {
            Ok(read) => documents.extend(read.into_iter().map(|(_, value)| value)),
            Err(problem) => {
                call.error_line(&format!(
                    "Error: bad file '{file}': yaml: line {}: {}",
                    problem.line, problem.message
                ));
                return 1;
            }
        }
    }
    let input = documents.iter().map(|value| format!("{value}\n")).collect::<Vec<_>>().concat();
    let command = ["jq", "-c", filter].map(str::to_owned);
    let ran = call.session.run_words(&command, Some(&input));
    let said = ran.output.of(Stream::Err);
    if let Some(line) = said.lines().next() {
        call.error_line(&format!("Error: {}", line.trim_start_matches("jq: error: ")));
        return 1;
    }
    let format = given.value("o").unwrap_or("yaml").trim_start_matches('=');
    let as_json = given.has("j") || matches!(format, "json" | "j");
    let results = ran.output.of(Stream::Out);
    for (at, line) in results.lines().enumerate() {
        if at > 0 && documents.len() > 1 && !as_json {
            call.line("---");
        }
        let text = match serde_json::from_str(line) {
            Ok(value) if as_json => serde_json::to_string_pretty(&value).map(|text| text + "\n"),
            Ok(Value::String(text)) => Ok(text + "\n"),
            Ok(value) => Ok(yaml(&value)),
            Err(fault) => Err(fault),
        };
        call.print(&text.unwrap_or_default());
    }
    0
}
