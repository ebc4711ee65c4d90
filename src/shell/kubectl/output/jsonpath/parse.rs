//! A template's text into nodes.

use super::Node;

/// Nesting of filters and unions beyond this is refused.
const DEEPEST: usize = 32;

/// A template into its parts, what stands between `range` and `end` gathered.
pub fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut open: Vec<(Vec<Node>, Vec<Node>)> = Vec::new(); // (over, nodes before it)
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        if at > 0 {
            nodes.push(Node::Text(rest[..at].to_owned()));
        }
        let after = &rest[at + 1..];
        let end = closing(after).ok_or("unclosed action")?;
        let action = after[..end].trim();
        rest = &after[end + 1..];
        if action == "end" {
            let (over, before) = open.pop().ok_or("not in range, nothing to end")?;
            let body = std::mem::replace(&mut nodes, before);
            nodes.push(Node::Range { over, body });
        } else if let Some(over) =
            action.strip_prefix("range").filter(|rest| !rest.starts_with(char::is_alphanumeric))
        {
            if open.len() >= DEEPEST {
                return Err("ranges are nested too deep".to_owned());
            }
            open.push((steps(over.trim(), 0)?, std::mem::take(&mut nodes)));
        } else {
            nodes.push(Node::Steps(steps(action, 0)?));
        }
    }
    if !rest.is_empty() {
        nodes.push(Node::Text(rest.to_owned()));
    }
    // A range that is not ended reaches to the end.
    while let Some((over, before)) = open.pop() {
        let body = std::mem::replace(&mut nodes, before);
        nodes.push(Node::Range { over, body });
    }
    Ok(nodes)
}

/// Where the brace that was opened is closed: not inside quotes.
fn closing(text: &str) -> Option<usize> {
    scan(text, |_, sign| sign == '}')
}

/// The first place outside quotes where the sign is the one.
fn scan(text: &str, mut is_it: impl FnMut(usize, char) -> bool) -> Option<usize> {
    let (mut quote, mut escaped) = (None, false);
    for (at, sign) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, sign) {
            (_, '\\') => escaped = true,
            (Some(open), sign) if sign == open => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, sign) if is_it(at, sign) => return Some(at),
            (Some(_) | None, _) => {}
        }
    }
    None
}

/// An expression into the steps it takes.
fn steps(text: &str, depth: usize) -> Result<Vec<Node>, String> {
    if depth > DEEPEST {
        return Err("the expression is nested too deep".to_owned());
    }
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        rest = match sign {
            ' ' | '\t' | '\n' | '@' | '$' => after,
            '.' if after.starts_with('.') => {
                nodes.push(Node::Recursive);
                // `..name`: the second point begins the field.
                if after[1..].starts_with('[') { &after[1..] } else { after }
            }
            '.' => field(after, &mut nodes),
            '[' => {
                let mut open = 1;
                let end = scan(after, |_, sign| {
                    open += i32::from(sign == '[') - i32::from(sign == ']');
                    open == 0
                })
                .ok_or("unterminated array")?;
                nodes.push(bracket(&after[..end], depth)?);
                &after[end + 1..]
            }
            '"' | '\'' => {
                let end = end_of_quote(after, sign).ok_or("unterminated quoted string")?;
                nodes.push(Node::Text(unquoted(&after[..end])));
                &after[end + 1..]
            }
            '0'..='9' | '-' | '+' => {
                let end = after
                    .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, '.' | 'e' | 'E')))
                    .unwrap_or(after.len());
                let number = rest[..=end].trim_start_matches('+');
                nodes
                    .push(Node::Number(number.parse().map_err(|_| format!("cannot parse number {number}"))?));
                &after[end..]
            }
            sign if sign.is_alphabetic() => {
                let end = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
                nodes.push(match &rest[..end] {
                    "true" => Node::Truth(true),
                    "false" => Node::Truth(false),
                    word => return Err(format!("unrecognized identifier {word}")),
                });
                &rest[end..]
            }
            '*' => {
                nodes.push(Node::Wildcard);
                after
            }
            other => {
                return Err(format!(
                    "unrecognized character in action: U+{:04X} '{other}'",
                    u32::from(other)
                ));
            }
        };
    }
    Ok(nodes)
}

/// `.name`: up to a sign that ends a name; a backslash takes the next sign as it is.
fn field<'a>(text: &'a str, nodes: &mut Vec<Node>) -> &'a str {
    let mut name = String::new();
    let mut signs = text.char_indices();
    let mut end = text.len();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => name.extend(signs.next().map(|(_, sign)| sign)),
            ' ' | '\t' | '\n' | '.' | '[' | ']' | '@' | '$' | '(' | ')' | '=' | '!' | '<' | '>' | ','
            | '}' => {
                end = at;
                break;
            }
            sign => name.push(sign),
        }
    }
    match name.as_str() {
        "" => {}
        "*" => nodes.push(Node::Wildcard),
        _ => nodes.push(Node::Field(name)),
    }
    &text[end..]
}

/// What stands between `[` and `]`.
fn bracket(text: &str, depth: usize) -> Result<Node, String> {
    let text = text.trim();
    if text == "*" {
        return Ok(Node::Wildcard);
    }
    if let Some(filter) = text.strip_prefix("?(").and_then(|rest| rest.strip_suffix(')')) {
        return filter_of(filter, depth);
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = scan(rest, |_, sign| sign == ',') {
        parts.push(rest[..at].trim());
        rest = &rest[at + 1..];
    }
    parts.push(rest.trim());
    match parts.as_slice() {
        [one] => element(one, depth),
        many => many
            .iter()
            .map(|part| element(part, depth).map(|node| vec![node]))
            .collect::<Result<_, _>>()
            .map(Node::Union),
    }
}

/// One element of a bracket: a name in quotes, a number, a slice.
fn element(text: &str, depth: usize) -> Result<Node, String> {
    if let Some(quote) = text.chars().next().filter(|sign| matches!(sign, '\'' | '"')) {
        let inner = text[1..].strip_suffix(quote).ok_or("unterminated quoted string")?;
        // A name in quotes may be a path: the points in it separate, unless escaped.
        return Ok(Node::Steps(steps(&format!(".{inner}"), depth + 1)?));
    }
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let number = |part: &str| match part {
        "" => Ok(None),
        part => part.parse::<i64>().map(Some).map_err(|_| format!("invalid array index {text}")),
    };
    match parts.as_slice() {
        [one] => Ok(Node::Slice {
            start: Some(number(one)?.ok_or_else(|| format!("invalid array index {text}"))?),
            end: None,
            step: None,
            single: true,
        }),
        [start, end] => {
            Ok(Node::Slice { start: number(start)?, end: number(end)?, step: None, single: false })
        }
        [start, end, step] => {
            Ok(Node::Slice { start: number(start)?, end: number(end)?, step: number(step)?, single: false })
        }
        _ => Err(format!("invalid array index {text}")),
    }
}

fn filter_of(text: &str, depth: usize) -> Result<Node, String> {
    let mut before = '\0';
    let at = scan(text, |_, sign| {
        let found = matches!(sign, '=' | '!' | '<' | '>') && before != '\\';
        before = sign;
        found
    });
    let Some(at) = at else {
        return Ok(Node::Filter { left: steps(text, depth + 1)?, operator: "exists", right: Vec::new() });
    };
    let rest = &text[at..];
    let operator = ["==", "!=", "<=", ">=", "<", ">"]
        .into_iter()
        .find(|operator| rest.starts_with(operator))
        .ok_or_else(|| format!("unrecognized filter operator {}", &rest[..1]))?;
    let right = steps(rest[operator.len()..].trim(), depth + 1)?;
    Ok(Node::Filter { left: steps(text[..at].trim(), depth + 1)?, operator, right })
}

fn end_of_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, sign)| {
        let ends = sign == quote && !escaped;
        escaped = sign == '\\' && !escaped;
        ends.then_some(at)
    })
}

fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (sign, sign == '\\') {
            (_, true) => match signs.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (sign, false) => out.push(sign),
        }
    }
    out
}
