//! The line that opens a block of code: its language and what is said about it.

use super::drawing;
use super::nearest::did_you_mean;
use super::visible::{one_line, visible, without_tabs};
use crate::course::{Block, Problem};

/// The languages of code; `figure` is drawn by hand, those of `drawing` by the engine.
pub const LANGUAGES: [&str; 5] = ["yaml", "sh", "corefile", "json", "text"];

/// The widest line of a figure, in characters.
pub const FIGURE_WIDTH: usize = 76;

/// Makes the block of a fence's `info` and `text`. Lines of problems count from the fence, which is line 1.
pub fn block(info: &str, text: &str) -> (Block, Vec<Problem>) {
    let mut problems = Vec::new();
    let (language, attributes) = info.trim().split_once(char::is_whitespace).unwrap_or((info.trim(), ""));
    let drawn = drawing::LANGUAGES.contains(&language);
    let figure = language == "figure" || drawn;
    let keys: &[&str] = if figure { &["title"] } else { &["title", "wrong"] };
    let (mut title, mut wrong) = (None, None);
    for attribute in attributes_of(attributes) {
        match attribute {
            Ok(("title", value)) => title = Some(one_line(value)),
            Ok(("wrong", value)) if !figure => wrong = Some(one_line(value)),
            Ok((key, _)) => {
                let problem = Problem::new("", 1, format!("unknown `{key}` after the language of the code"));
                problems.push(problem.hint(did_you_mean(key, keys.iter().copied())));
            }
            Err(rest) => {
                let message = format!("cannot read `{rest}` after the language of the code");
                problems.push(Problem::new("", 1, message).hint("write title=\"web.yaml\""));
            }
        }
    }
    let clean = without_tabs(&visible(text)).into_owned();
    if drawn {
        check_title(title.as_deref(), &mut problems);
        let (drawing, told) = drawing::read(language, title, &clean);
        problems.extend(told);
        return (Block::Drawn(Box::new(drawing)), problems);
    }
    if figure {
        check_figure(text, title.as_deref(), &mut problems);
        return (Block::Figure { title, text: clean }, problems);
    }
    let language = check_language(language, &mut problems);
    (Block::Code { language, title, wrong, text: clean }, problems)
}

fn check_language(language: &str, problems: &mut Vec<Problem>) -> String {
    if LANGUAGES.contains(&language) {
        return language.to_owned();
    }
    let known = LANGUAGES.into_iter().chain(["figure"]).chain(drawing::LANGUAGES);
    problems.push(if language.is_empty() {
        let all: Vec<&str> = known.collect();
        let hint = format!("write one of {} after the backquotes", all.join(", "));
        Problem::new("", 1, "code without a language").hint(hint)
    } else {
        let message = format!("unknown language `{language}` of code");
        Problem::new("", 1, message).hint(did_you_mean(language, known))
    });
    "text".to_owned()
}

fn check_title(title: Option<&str>, problems: &mut Vec<Problem>) {
    if title.is_none_or(str::is_empty) {
        problems.push(Problem::new("", 1, "figure without a title").hint("write figure title=\"...\""));
    }
}

fn check_figure(text: &str, title: Option<&str>, problems: &mut Vec<Problem>) {
    check_title(title, problems);
    for (index, line) in text.lines().enumerate() {
        let at = index + 2;
        if line.contains('\t') {
            problems.push(Problem::new("", at, "tab in a figure").hint("draw with spaces"));
        }
        let width = line.chars().count();
        if width > FIGURE_WIDTH {
            let message = format!("figure is {width} columns wide, {FIGURE_WIDTH} are allowed");
            problems.push(Problem::new("", at, message).hint("draw it narrower"));
        }
    }
}

/// `key="value"` pairs; what cannot be read ends them.
fn attributes_of(text: &str) -> Vec<Result<(&str, &str), &str>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let parsed = rest.split_once("=\"").and_then(|(key, tail)| {
            let (value, tail) = tail.split_once('"')?;
            (!key.is_empty() && !key.contains(char::is_whitespace)).then_some(((key, value), tail))
        });
        let Some((pair, tail)) = parsed else {
            found.push(Err(rest));
            break;
        };
        found.push(Ok(pair));
        rest = tail.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_reason_are_read() {
        let (block, problems) = block("yaml title=\"web.yaml\" wrong=\"no port\"", "a: 1\n");
        let Block::Code { language, title, wrong, text } = block else { panic!("{block:?}") };
        assert_eq!((language.as_str(), text.as_str()), ("yaml", "a: 1\n"));
        assert_eq!((title.as_deref(), wrong.as_deref()), (Some("web.yaml"), Some("no port")));
        assert_eq!(problems, []);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for info in [
            "yaml title=web",
            "yaml title=\"web",
            "yaml web",
            "yaml ti tle=\"x\"",
            "yaml tilte=\"x\"",
            "yml",
            "",
        ] {
            assert_eq!(block(info, "").1.len(), 1, "{info}");
        }
    }
}
