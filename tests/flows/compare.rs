//! Two outputs, cell by cell.

/// What differs, in words; nothing when they agree.
pub fn differences(command: &str, wanted: &str, is: &str) -> Vec<String> {
    let (wanted, is) = (lines(&pod_addresses(wanted)), lines(is));
    if wanted.len() != is.len() {
        return vec![format!(
            "{} lines instead of {}: {}",
            is.len(),
            wanted.len(),
            first_difference(&wanted, &is)
        )];
    }
    let as_set = is_table(command)
        || command.contains("describe pod")
        || command.contains("describe rs")
        || command.contains("describe node");
    let mut faults = Vec::new();
    for (line, (wanted_line, is_line)) in wanted.iter().zip(&is).enumerate() {
        let fits = same(wanted_line, is_line)
            // Rows of generated objects stand in the order of their random names.
            || as_set && is.iter().any(|other| same(wanted_line, other)) && wanted.iter().any(|other| same(other, is_line));
        if !fits {
            faults.push(format!(
                "line {}: {:?} instead of {:?}",
                line + 1,
                is_line.join("  "),
                wanted_line.join("  ")
            ));
        }
    }
    faults.truncate(4);
    faults
}

/// The recorder's kubelets gave addresses from 10 on, in the order of their batches; the node's range is what counts.
fn pod_addresses(text: &str) -> String {
    let mut text = text.to_owned();
    for node in 1..=2 {
        for last in (10..20).rev() {
            text = text.replace(&format!("10.244.{node}.{last}"), &format!("10.244.{node}.<N>"));
        }
    }
    text
}

fn is_table(command: &str) -> bool {
    command.contains(" get ")
        && !["-o yaml", "-o json", "-o jsonpath", "-o go-template"].iter().any(|form| command.contains(form))
        || command.contains("jsonpath='{range .items[*]}{.status.podIP}")
}

fn first_difference(wanted: &[Vec<String>], is: &[Vec<String>]) -> String {
    let at = wanted
        .iter()
        .zip(is)
        .position(|(wanted, is)| !same(wanted, is))
        .unwrap_or(wanted.len().min(is.len()));
    let shown = |lines: &[Vec<String>]| {
        lines.get(at).map_or_else(|| "nothing".to_owned(), |line| format!("{:?}", line.join("  ")))
    };
    format!("line {} is {}, wanted {}", at + 1, shown(is), shown(wanted))
}

/// The cells of each line; blanks at the end of a line do not count, nor does an empty line at the end.
fn lines(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        // Far in, it is a column's alignment.
        let indent = if indent > 8 { 9 } else { indent };
        let mut cells: Vec<String> = line
            .trim()
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect();
        if let Some(first) = cells.first_mut() {
            *first = format!("{}{first}", " ".repeat(indent));
        }
        cells
    };
    let mut lines: Vec<Vec<String>> = text.lines().map(cells).collect();
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn same(wanted: &[String], is: &[String]) -> bool {
    wanted.len() == is.len() && wanted.iter().zip(is).all(|(wanted, is)| same_cell(wanted, is))
}

fn same_cell(wanted: &str, is: &str) -> bool {
    if fits(wanted.as_bytes(), is.as_bytes()) {
        return true;
    }
    // Addresses of endpoints stand in any order.
    let parts = |text: &str| text.trim_start().split([',', ' ']).map(str::to_owned).collect::<Vec<_>>();
    let (wanted, mut is) = (parts(wanted), parts(is));
    let addresses = wanted.iter().any(|part| part.starts_with("10.244.") || part.starts_with("192.0.2."));
    addresses
        && wanted.len() == is.len()
        && wanted.iter().all(|part| {
            let found = is.iter().position(|other| fits(part.as_bytes(), other.as_bytes()));
            found.is_some_and(|at| {
                is.swap_remove(at);
                true
            })
        })
}

/// A placeholder, and the signs that it stands for.
type Placeholder = (&'static str, fn(u8) -> bool);

/// Whether a text fits one with placeholders.
fn fits(wanted: &[u8], is: &[u8]) -> bool {
    const PLACES: &[Placeholder] = &[
        ("<UID>", |sign| sign.is_ascii_hexdigit() || sign == b'-'),
        ("<RV>", |sign| sign.is_ascii_digit()),
        ("<TIME>", |sign| {
            sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b':' | b'.' | b'+' | b' ' | b',')
        }),
        ("<AGE>", |sign| sign.is_ascii_alphanumeric() || matches!(sign, b'(' | b')' | b' ')),
        ("<RS>", |sign| sign.is_ascii_alphanumeric()),
        ("<RS2>", |sign| sign.is_ascii_alphanumeric()),
        ("<RS3>", |sign| sign.is_ascii_alphanumeric()),
        ("<RS4>", |sign| sign.is_ascii_alphanumeric()),
        ("<POD>", |sign| sign.is_ascii_alphanumeric()),
        ("<SLICE>", |sign| sign.is_ascii_alphanumeric()),
        ("<HASH>", |sign| sign.is_ascii_alphanumeric()),
        ("<RAND>", |sign| sign.is_ascii_alphanumeric()),
        ("<CLUSTER-IP>", |sign| sign.is_ascii_digit() || sign == b'.'),
        ("<NODE-PORT>", |sign| sign.is_ascii_digit()),
        ("<ID>", |sign| sign.is_ascii_hexdigit()),
        ("<TMPFILE>", |sign| sign.is_ascii_graphic() && sign != b'"'),
        ("<TMP>", |sign| sign.is_ascii_alphanumeric() || matches!(sign, b'/' | b'-' | b'.')),
        ("<PATH>", |sign| sign.is_ascii_graphic()),
        ("<N>", |sign| sign.is_ascii_digit()),
        ("<ANYTHING>", |_| true),
    ];
    let Some(first) = wanted.first() else { return is.is_empty() };
    if let Some((place, allowed)) = PLACES.iter().find(|(place, _)| wanted.starts_with(place.as_bytes())) {
        let rest = &wanted[place.len()..];
        let most = is.iter().take_while(|sign| allowed(**sign)).count();
        return (1..=most).rev().any(|count| fits(rest, &is[count..]));
    }
    is.first() == Some(first) && fits(&wanted[1..], &is[1..])
}
