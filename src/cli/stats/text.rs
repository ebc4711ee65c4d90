//! The figures as text for people.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

use super::figures::{ExamFigures, Figures, Recall, ResultFigures};
use crate::app::bar;
use crate::course::counted;

/// Columns of a line of a missed item, and how many results are shown.
const WIDTH: usize = 70;
const RESULTS: usize = 10;

pub fn text(figures: &Figures) -> String {
    let mut text = String::new();
    push_done(&mut text, figures);
    push_recall(&mut text, &figures.recall);
    push_mastery(&mut text, figures);
    push_missed(&mut text, figures);
    push_mistakes(&mut text, figures);
    push_results(&mut text, &figures.results);
    push_exams(&mut text, &figures.exams);
    text
}

fn push_done(text: &mut String, figures: &Figures) {
    let totals = &figures.totals;
    let _ =
        writeln!(text, "Done      {} on {}", counted(totals.answers, "answer"), counted(totals.days, "day"));
    let _ = writeln!(
        text,
        "          {} seen, {} read, {}, {}",
        counted(totals.cards_seen, "card"),
        counted(totals.sections, "section"),
        counted(totals.quizzes, "quiz"),
        counted(totals.exams, "exam")
    );
    let _ = writeln!(text, "Streak    {}", counted(figures.streak, "day"));
    let _ = writeln!(text, "Today     {} due, {} new", counted(figures.now.due, "card"), figures.now.new);
    let sum = |days: usize| -> u64 { figures.forecast.iter().take(days).map(|due| u64::from(*due)).sum() };
    let _ = writeln!(text, "Forecast  {} in 7 days, {} in 28 days", sum(7), sum(28));
    if let Some(exam) = &figures.exam {
        let _ = writeln!(text, "Exam      {exam}");
    }
    if let Some(quiz) = &figures.open_quiz {
        let (title, questions, answered) = (&quiz.title, quiz.questions, quiz.answered);
        let _ = writeln!(text, "Open quiz {title}: {answered} of {questions} answered");
    }
    if let Some(exam) = &figures.open_exam {
        let _ = writeln!(text, "Open exam {} of {} tasks begun", exam.begun, exam.tasks);
    }
}

fn push_recall(text: &mut String, recall: &[Recall]) {
    let _ = writeln!(text, "\nRecall of cards seen before");
    for Recall { days, reviews, actual, predicted } in recall {
        let _ = match (actual, predicted) {
            (Some(actual), Some(predicted)) => writeln!(
                text,
                "  {days:>3} days  {:>3.0} % true, {:>3.0} % predicted, {}",
                actual * 100.0,
                predicted * 100.0,
                counted(*reviews, "review")
            ),
            _ => writeln!(text, "  {days:>3} days  no reviews"),
        };
    }
}

fn push_mastery(text: &mut String, figures: &Figures) {
    let _ = writeln!(text, "\nMastery");
    for topic in &figures.mastery.topics {
        let Some(percent) = topic.percent else { continue };
        let _ = writeln!(
            text,
            "  {:<24} {} {percent:>3} %",
            topic.title,
            bar(percent, 14).map(|run| run.text).concat()
        );
        for row in figures.mastery.rows.iter().filter(|row| row.topic == topic.id) {
            if let Some(percent) = row.percent {
                let _ = writeln!(text, "    {:<3} {:<33} {percent:>3} %", row.row, row.title);
            }
        }
    }
}

fn push_missed(text: &mut String, figures: &Figures) {
    if figures.missed.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nMost missed");
    for missed in &figures.missed {
        let asked = missed.text.as_deref().unwrap_or(&missed.id);
        let _ = writeln!(text, "  {:>3} × {}", missed.times, shortened(asked));
    }
}

fn push_mistakes(text: &mut String, figures: &Figures) {
    if figures.mistakes.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nMistakes");
    for mistake in &figures.mistakes {
        let _ = writeln!(text, "  {:>3} × {} (avoided {} ×)", mistake.made, mistake.title, mistake.avoided);
    }
}

fn push_results(text: &mut String, results: &[ResultFigures]) {
    if results.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nLatest quizzes");
    for result in results.iter().rev().take(RESULTS) {
        let ResultFigures { title, day, questions, right, percent, minutes, .. } = result;
        let clock = minutes.map_or(String::new(), |minutes| format!(", {}", counted(minutes, "minute")));
        let _ =
            writeln!(text, "  {day}  {percent:>3} %  {right} of {questions}{clock}  {}", shortened(title));
    }
}

fn push_exams(text: &mut String, exams: &[ExamFigures]) {
    if exams.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nLatest exams");
    for exam in exams.iter().rev().take(RESULTS) {
        let ExamFigures { day, percent, passed, tasks, seconds, minutes, .. } = exam;
        let word = if *passed { "passed" } else { "not passed" };
        let (tasks, spent) = (counted(tasks.len(), "task"), seconds / 60);
        let _ = writeln!(text, "  {day}  {percent:>3} %  {word}, {tasks}, {spent} of {minutes} minutes");
    }
}

/// At most [`WIDTH`] characters of one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.grapheme_indices(true).nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
