//! `column -t` and `paste`: lines side by side.

use crate::shell::{call::Call, expand::escape};

/// A table: each column as wide as its widest field, the last one as it is.
pub fn column(call: &mut Call<'_>) -> u8 {
    let given = match call.options("t|table s|separator: o|output-separator: n", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let separators = given.value("s");
    let between = given.value("o").unwrap_or("  ");
    let texts = call.texts(&given.rest);
    let lines = texts.iter().flat_map(|(_, text)| text.lines()).filter(|line| !line.trim().is_empty());
    let rows: Vec<Vec<&str>> = lines
        .map(|line| match separators {
            _ if !given.has("t") => vec![line],
            Some(signs) => line.split(|one| signs.contains(one)).collect(),
            None => line.split_whitespace().collect(),
        })
        .collect();
    let width =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|field| field.chars().count()).max();
    let last = rows.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
    for row in &rows {
        let field = |at: usize| row.get(at).copied().unwrap_or_default();
        let before: Vec<String> =
            (0..last).map(|at| format!("{:1$}{between}", field(at), width(at).unwrap_or(0))).collect();
        call.line(&(before.concat() + field(last)));
    }
    u8::from(texts.len() < given.rest.len())
}

/// Line by line of all files, or with `-s` all lines of each file in one.
pub fn paste(call: &mut Call<'_>) -> u8 {
    let given = match call.options("s|serial d|delimiters:", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let delimiters: Vec<char> = escape::decode(given.value("d").unwrap_or("\t")).0.chars().collect();
    let files = if given.rest.is_empty() { vec!["-"] } else { given.rest.clone() };
    let texts = call.texts(&files);
    let mut rows: Vec<Vec<&str>> = Vec::new();
    if given.has("s") {
        rows.extend(texts.iter().map(|(_, text)| text.lines().collect()));
    } else {
        // Standard input that is named several times gives its next line each time.
        let piped = texts.iter().filter(|(name, _)| name == "-").count().max(1);
        let input = texts.iter().find(|(name, _)| name == "-").map_or("", |(_, text)| text);
        let mut input: Vec<&str> = input.lines().rev().collect();
        let longest = texts
            .iter()
            .map(|(name, text)| if name == "-" { input.len().div_ceil(piped) } else { text.lines().count() })
            .max();
        for at in 0..longest.unwrap_or(0) {
            rows.push(
                texts
                    .iter()
                    .map(|(name, text)| {
                        if name == "-" { input.pop() } else { text.lines().nth(at) }.unwrap_or_default()
                    })
                    .collect(),
            );
        }
    }
    for row in rows {
        let mut line = String::new();
        for (at, field) in row.iter().enumerate() {
            if at > 0 && !delimiters.is_empty() {
                line.extend(delimiters.get((at - 1) % delimiters.len()));
            }
            line.push_str(field);
        }
        call.line(&line);
    }
    u8::from(texts.len() < files.len())
}
