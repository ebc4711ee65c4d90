//! Colours for code: small lexers for YAML, shell, Corefile and JSON, line by line.
//!
//! Own ones, because a grammar engine costs 15 to 45 ms for its first block and 2 MB; these take microseconds. They
//! only colour: a line that they misread is still shown letter for letter.

use super::{Role, Run};

/// The lines of `text` as runs with roles. Joined together they are `text` again.
pub fn lines(language: &str, text: &str) -> Vec<Vec<Run>> {
    let lex = match language {
        "yaml" => yaml,
        "sh" => shell,
        "corefile" => corefile,
        "json" => json,
        _ => plain,
    };
    text.lines().map(|line| lex(&line.replace('\t', "    "))).collect()
}

fn plain(line: &str) -> Vec<Run> {
    vec![Run::new(line, Role::CodeText)]
}

fn yaml(line: &str) -> Vec<Run> {
    let (code, comment) = split_comment(line);
    let mut runs = Vec::new();
    if code.trim() == "---" {
        runs.push(Run::new(code, Role::CodeComment));
    } else {
        let body = code.trim_start_matches([' ', '-']);
        let lead = &code[..code.len() - body.len()];
        push(&mut runs, lead, Role::CodeText);
        match key_length(body) {
            Some(length) => {
                push(&mut runs, &body[..length], Role::CodeKey);
                push(&mut runs, &body[length..=length], Role::CodeText);
                push_value(&mut runs, &body[length + 1..]);
            }
            None => push_value(&mut runs, body),
        }
    }
    push(&mut runs, comment, Role::CodeComment);
    runs
}

/// The length of the key that a YAML line begins with.
fn key_length(body: &str) -> Option<usize> {
    let end = match body.strip_prefix('"') {
        Some(rest) => rest.find('"')? + 2,
        None => body.find(':')?,
    };
    let rest = body[end..].strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(end).filter(|end| !body[..*end].contains(' '))
}

fn push_value(runs: &mut Vec<Run>, value: &str) {
    let body = value.trim_start();
    push(runs, &value[..value.len() - body.len()], Role::CodeText);
    let bare = body.trim_end();
    let role = if bare.starts_with(['"', '\'']) {
        Role::CodeString
    } else if bare.parse::<f64>().is_ok() || matches!(bare, "true" | "false" | "null" | "~") {
        Role::CodeNumber
    } else {
        Role::CodeText
    };
    push(runs, body, role);
}

/// Splits at a ` #` or a leading `#` outside quotes.
fn split_comment(line: &str) -> (&str, &str) {
    let mut quote = None;
    let mut before = ' ';
    for (index, character) in line.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(character),
            (None, '#') if before == ' ' => return line.split_at(index),
            _ => {}
        }
        before = character;
    }
    (line, "")
}

/// A line with a `$ ` prompt is typed; without one it is output if the block has prompts, which a line alone can not
/// tell, so output stays plain text and typed lines are coloured.
fn shell(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let typed = match line.strip_prefix("$ ") {
        Some(typed) => {
            push(&mut runs, "$ ", Role::CodeComment);
            typed
        }
        None => line,
    };
    let (code, comment) = split_comment(typed);
    let mut first = true;
    for piece in pieces(code) {
        let role = match piece.chars().next() {
            Some(' ') => Role::CodeText,
            Some('"' | '\'') => Role::CodeString,
            Some('-') => Role::CodeKey,
            Some('|' | '&' | ';' | '>' | '<') => Role::CodeNumber,
            _ if first => Role::CodeCommand,
            _ => Role::CodeText,
        };
        if role != Role::CodeText {
            first = matches!(piece, "|" | "&&" | "||" | ";");
        }
        push(&mut runs, piece, role);
    }
    push(&mut runs, comment, Role::CodeComment);
    runs
}

/// Words, runs of spaces and quoted strings.
fn pieces(code: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            ' ' => rest.find(|c| c != ' ').unwrap_or(rest.len()),
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => rest.find([' ', '"', '\'']).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn corefile(line: &str) -> Vec<Run> {
    let (code, comment) = split_comment(line);
    let body = code.trim_start();
    let mut runs = Vec::new();
    push(&mut runs, &code[..code.len() - body.len()], Role::CodeText);
    let end = body.find(' ').unwrap_or(body.len());
    let role = match &body[..end] {
        "}" | "{" => Role::CodeText,
        zone if zone.contains(':') || zone.starts_with('.') => Role::CodeString,
        _ => Role::CodeKey,
    };
    push(&mut runs, &body[..end], role);
    push(&mut runs, &body[end..], Role::CodeText);
    push(&mut runs, comment, Role::CodeComment);
    runs
}

fn json(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('"') {
        push(&mut runs, &rest[..open], Role::CodeText);
        let end = rest[open + 1..].find('"').map_or(rest.len(), |end| open + end + 2);
        let role = if rest[end..].trim_start().starts_with(':') { Role::CodeKey } else { Role::CodeString };
        push(&mut runs, &rest[open..end], role);
        rest = &rest[end..];
    }
    push(&mut runs, rest, Role::CodeText);
    runs
}

fn push(runs: &mut Vec<Run>, text: &str, role: Role) {
    if !text.is_empty() {
        runs.push(Run::new(text, role));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn role_of(runs: &[Run], text: &str) -> Role {
        runs.iter().find(|run| run.text == text).unwrap_or_else(|| panic!("no run {text:?} in {runs:?}")).role
    }

    #[test]
    fn yaml_keys_values_and_comments() {
        let line = yaml("  - port: 80 # the Service's");
        assert_eq!(role_of(&line, "port"), Role::CodeKey);
        assert_eq!(role_of(&line, "80 "), Role::CodeNumber);
        assert_eq!(role_of(&line, "# the Service's"), Role::CodeComment);
        assert_eq!(role_of(&yaml("cidr: \"10.0.0.0/8\""), "\"10.0.0.0/8\""), Role::CodeString);
        assert_eq!(role_of(&yaml("image: nginx:1.27"), "nginx:1.27"), Role::CodeText);
    }

    #[test]
    fn shell_commands_and_flags() {
        let line = shell("$ kubectl get pods -o 'name' | wc -l");
        assert_eq!(role_of(&line, "kubectl"), Role::CodeCommand);
        assert_eq!(role_of(&line, "-o"), Role::CodeKey);
        assert_eq!(role_of(&line, "'name'"), Role::CodeString);
        assert_eq!(role_of(&line, "wc"), Role::CodeCommand);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(language in "yaml|sh|corefile|json|text", text in "[ -~é\n]{0,80}") {
            let joined: Vec<String> = lines(&language, &text)
                .iter()
                .map(|runs| runs.iter().map(|run| run.text.as_str()).collect())
                .collect();
            let expected: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
            prop_assert_eq!(joined, expected);
        }
    }
}
