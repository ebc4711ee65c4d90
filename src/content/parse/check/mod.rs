//! Reads a check: what it stands on, what is given, what is claimed; one thing a line.

mod claim;
mod given;
mod words;

use crate::course::{Check, Claim, Given, PlacedClaim, Problem};

pub use words::Fault;

/// Reads the lines of a check. Lines count from the fence or the quotes, which stand on `line`.
pub fn read(text: &str, line: usize) -> (Check, Vec<Problem>) {
    let mut check = Check { line, ..Check::default() };
    let mut problems = Vec::new();
    for (index, text) in text.lines().enumerate() {
        let at = line + index + 1;
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Err(Fault { message, hint }) = one_line(text, at, &mut check) {
            problems.push(Problem::new("", at, message).hint(hint));
        }
    }
    if check.claims.is_empty() && problems.is_empty() {
        let hint = "write at least one, such as `shop/web reaches api:80`";
        problems.push(Problem::new("", line, "check without a claim").hint(hint));
    }
    (check, problems)
}

/// What stands behind `given`.
pub fn given(text: &str) -> Result<Given, Fault> {
    given::read(text)
}

fn one_line(text: &str, line: usize, check: &mut Check) -> Result<(), Fault> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    match first {
        "with" => {
            let titles =
                rest.split(',').map(|title| title.trim().to_owned()).filter(|title| title != "nothing");
            check.with.get_or_insert_default().extend(titles.filter(|title| !title.is_empty()));
        }
        "given" => check.given.push(given::read(rest)?),
        "$" | "!" => {
            let claim =
                Claim::Types { line: rest.trim().to_owned(), succeeds: first == "$", prints: Vec::new() };
            check.claims.push(PlacedClaim { line, negated: false, claim });
        }
        ">" => match check.claims.last_mut().map(|placed| &mut placed.claim) {
            Some(Claim::Types { prints, .. }) => prints.push(rest.trim().to_owned()),
            _ => {
                return Err(Fault::new("`>` stands behind no command", "write it below a line `$ COMMAND`"));
            }
        },
        "lesson" => {
            let starts = rest.trim().strip_prefix("except ").unwrap_or_default().split(',');
            let except =
                starts.map(|start| start.trim().to_owned()).filter(|start| !start.is_empty()).collect();
            check.claims.push(PlacedClaim { line, negated: false, claim: Claim::Lesson { except } });
        }
        "not" => {
            let claim = claim::read(rest.trim())?;
            check.claims.push(PlacedClaim { line, negated: true, claim });
        }
        _ => check.claims.push(PlacedClaim { line, negated: false, claim: claim::read(text)? }),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_read_line_by_line() {
        let text = "# comment\nwith a.yaml, b.yaml\ngiven pod shop/web app=web listens 8080\n\
                    shop/web reaches api:80\nnot shop/web may reach shop/db:5432\n";
        let (check, problems) = read(text, 10);
        assert_eq!(problems, []);
        assert_eq!(check.with, Some(vec!["a.yaml".to_owned(), "b.yaml".to_owned()]));
        assert!(matches!(&check.given[..], [Given::Pod(pod)] if pod.listens[0].port == 8080));
        assert_eq!(check.claims[0].line, 14);
        assert!(check.claims[1].negated && matches!(check.claims[1].claim, Claim::May { .. }));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for text in [
            "shop/web rreaches api:80",
            "given pot shop/web",
            "given pod shopweb",
            "given pod shop/web listens eighty",
            "shop/web gets bored from api:80",
            "GET http://a/ flies to x",
            "with a.yaml",
        ] {
            let (_, problems) = read(text, 3);
            assert_eq!(problems.len(), 1, "{text}");
            assert!(problems[0].line == 4 || text.starts_with("with"), "{text}");
        }
    }
}
