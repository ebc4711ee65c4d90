//! The course as one Markdown document, for printing: chapters, then cards and questions with their answers.

use std::fmt::Write as _;

use crate::app::card_text::{back, front};
use crate::cli::markdown::{markdown, markdown_line};
use crate::course::{Card, Chapter, Choice, Course, Item, Question, QuestionKind, TOPICS};

pub fn print(course: &Course) -> String {
    let mut text = String::from("# kubedrill: Kubernetes Services & Networking\n");
    for chapter in &course.chapters {
        print_chapter(&mut text, chapter);
    }
    for topic in TOPICS {
        let cards: Vec<&Card> = course.cards.iter().filter(|card| card.row.topic() == topic).collect();
        if !cards.is_empty() {
            let _ = write!(text, "\n# Cards: {}\n", topic.title());
            for card in cards {
                print_card(&mut text, card);
            }
        }
    }
    for topic in TOPICS {
        let of_topic = |question: &&Question| question.row.topic() == topic;
        let questions: Vec<&Question> = course.questions.iter().filter(of_topic).collect();
        if !questions.is_empty() {
            let _ = write!(text, "\n# Questions: {}\n", topic.title());
            for (number, question) in (1..).zip(questions) {
                print_question(&mut text, number, question);
            }
        }
    }
    text
}

fn print_chapter(text: &mut String, chapter: &Chapter) {
    let _ = write!(text, "\n# {} {}\n\n{}\n", chapter.number, chapter.title, markdown(&chapter.opening));
    for section in &chapter.sections {
        let _ = write!(text, "\n## {} ({})\n\n{}\n", section.title, section.row, markdown(&section.blocks));
    }
    text.push('\n');
    for (name, line) in &chapter.sources {
        let _ = writeln!(text, "[^{name}]: {}", markdown_line(line));
    }
}

fn print_card(text: &mut String, card: &Card) {
    let item = Item::Card(card.clone());
    let _ = write!(
        text,
        "\n**{}** {}\n\n{}\n\n*{}*\n",
        card.row,
        markdown(&front(&item)),
        quoted(&markdown(&back(&item))),
        card.source
    );
}

fn print_question(text: &mut String, number: usize, question: &Question) {
    let _ = write!(text, "\n**{number}.** ({}) {}\n", question.row, markdown(&question.stem));
    if let Some(manifest) = &question.manifest {
        let _ = write!(text, "\n{}\n", markdown(std::slice::from_ref(manifest)));
    }
    if let QuestionKind::Single { choices } | QuestionKind::Multiple { choices } = &question.kind {
        // As authored the right ones come first: sorted by their text, their place tells nothing.
        let mut shown: Vec<String> = choices.iter().map(|Choice { text, .. }| markdown(text)).collect();
        shown.sort_unstable();
        text.push('\n');
        for (letter, choice) in ('a'..='z').zip(shown) {
            let _ = writeln!(text, "- {letter}) {choice}");
        }
    }
    if let QuestionKind::Order { steps } = &question.kind {
        let mut shown: Vec<String> = steps.iter().map(|step| markdown(step)).collect();
        shown.sort_unstable();
        text.push('\n');
        for step in &shown {
            let _ = writeln!(text, "- {step}");
        }
    }
    let answer = markdown(&back(&Item::Question(question.clone())));
    let why = markdown(&question.explanation);
    let _ = write!(text, "\n{}\n\n*{}*\n", quoted(&format!("{answer}\n\n{why}")), question.source);
}

/// Answers stand in quotes, so that a sheet of paper covers them line by line.
fn quoted(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    #[test]
    fn everything_is_printed_once() {
        let (course, _) = Library::embedded().whole();
        let (cards, questions) = (course.cards.len(), course.questions.len());
        let titles: Vec<String> = course.chapters.iter().map(|chapter| chapter.title.clone()).collect();
        let text = print(&course);
        assert!(titles.iter().all(|title| text.contains(&format!(" {title}\n"))));
        assert!(!text.contains("```check") && !text.contains("```scene"));
        let sources = text.lines().filter(|line| line.starts_with('*') && line.ends_with('*')).count();
        assert!(sources >= cards + questions, "{sources} of {}", cards + questions);
        assert!(text.lines().filter(|line| line.starts_with("- a) ")).count() > 100);
    }
}
