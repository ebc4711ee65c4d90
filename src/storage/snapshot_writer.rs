//! The learner's record as the text of `progress.toml`: sorted, one line for each card, question and day.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::VERSION;
use super::line::checksum;
use super::packed::{finite, push_card, push_day, push_lab, push_mistake, push_moment, push_question};
use super::snapshot_exam;
use crate::course::ItemId;
use crate::study::{DayCount, LabRecord, OpenQuiz, Progress, QuizResult, Reading};

const HEADER: &str = "\
# What you have learnt with kubedrill. The program writes this file; it is here to be read, kept and carried along.
# Every answer ever given is in progress.log beside it, from which this file is made again if it is damaged or changed.
";

/// How much of the log a snapshot contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LogMark {
    /// The number of the last entry.
    pub entries: u64,
    /// Where the log ended: what comes later is to be read.
    pub bytes: u64,
    /// [`tail`](super::log::tail) of the log there: whether it is still the same log.
    pub tail: u32,
}

pub(super) fn text(progress: &Progress, mark: LogMark) -> Result<String, fmt::Error> {
    let mut body = String::with_capacity(256 + progress.cards.len() * 96);
    push_body(&mut body, progress)?;
    let sum = sum(mark, &body);
    let LogMark { entries, bytes, tail } = mark;
    Ok(format!(
        "{HEADER}version = {VERSION}\n\n[log]\nentries = {entries}\nbytes = {bytes}\ntail = \"{tail:08x}\"\nsum = \"{sum:08x}\"\n{body}"
    ))
}

/// Covers all that follows it, and the mark: a file that was cut at the end of a line is still good TOML.
pub(super) fn sum(mark: LogMark, body: &str) -> u32 {
    checksum(&[
        &mark.entries.to_le_bytes(),
        &mark.bytes.to_le_bytes(),
        &mark.tail.to_le_bytes(),
        body.as_bytes(),
    ])
}

fn push_body(out: &mut String, progress: &Progress) -> fmt::Result {
    if let Some(chapter) = &progress.last_chapter {
        out.push_str("\n[study]\nlast-chapter = ");
        push_quoted(out, chapter);
        out.push('\n');
    }
    let columns = "due day and time, stability, difficulty, last day and time, reviews, lapses, marks";
    push_table(out, "cards", columns, by_id(&progress.cards), push_card)?;
    let columns = "times asked, times right, the last answer, its day and time";
    push_table(out, "questions", columns, by_id(&progress.questions), push_question)?;
    let columns = "times made, times avoided, of these since it was made last, its day and time";
    let mistakes = progress.mistakes.iter().map(|(mistake, state)| (mistake.id(), state));
    push_table(out, "mistakes", columns, mistakes, push_mistake)?;
    push_days(out, progress)?;
    for (chapter, reading) in &progress.reading {
        push_reading(out, chapter, reading)?;
    }
    for (lab, record) in &progress.labs {
        push_lab_record(out, lab, record)?;
    }
    for result in &progress.results {
        push_result(out, result)?;
    }
    if let Some(quiz) = &progress.quiz {
        push_quiz(out, quiz)?;
    }
    for result in &progress.exams {
        snapshot_exam::push_result(out, result)?;
    }
    for (name, exam) in [("exam", &progress.exam), ("last-exam", &progress.last_exam)] {
        if let Some(exam) = exam {
            snapshot_exam::push_exam(out, name, exam)?;
        }
    }
    Ok(())
}

fn by_id<T>(rows: &BTreeMap<ItemId, T>) -> impl ExactSizeIterator<Item = (&str, &T)> {
    rows.iter().map(|(id, row)| (id.as_str(), row))
}

fn push_table<'a, T: 'a>(
    out: &mut String,
    name: &str,
    columns: &str,
    rows: impl ExactSizeIterator<Item = (&'a str, &'a T)>,
    push: impl Fn(&mut String, &T) -> fmt::Result,
) -> fmt::Result {
    if rows.len() > 0 {
        write!(out, "\n# {columns}\n[{name}]\n")?;
    }
    for (id, row) in rows {
        push_quoted(out, id);
        out.push_str(" = \"");
        push(out, row)?;
        out.push_str("\"\n");
    }
    Ok(())
}

fn push_days(out: &mut String, progress: &Progress) -> fmt::Result {
    if !progress.days.is_empty() {
        out.push_str("\n# answers, new, reviews, recalled, predicted, sections; then percent mastered of each topic\n[days]\n");
    }
    for (day, DayCount { answers, new, reviews, recalled, predicted, sections, mastery }) in &progress.days {
        out.push('"');
        push_day(out, *day)?;
        let predicted = finite(*predicted);
        write!(out, "\" = [\"{answers} {new} {reviews} {recalled} {predicted} {sections}\"")?;
        for (topic, percent) in mastery {
            out.push_str(", ");
            push_quoted(out, &format!("{percent} {topic}"));
        }
        out.push_str("]\n");
    }
    Ok(())
}

fn push_reading(out: &mut String, chapter: &str, reading: &Reading) -> fmt::Result {
    out.push_str("\n[reading.");
    push_quoted(out, chapter);
    out.push_str("]\n");
    if let Some(position) = &reading.position {
        out.push_str("position = ");
        push_quoted(out, position);
        out.push('\n');
    }
    push_list(out, "finished", reading.finished.iter(), |out, section| {
        push_quoted(out, section);
        Ok(())
    })
}

fn push_lab_record(out: &mut String, lab: &str, record: &LabRecord) -> fmt::Result {
    out.push_str("\n# times graded, the best score in percent, the last time\n[labs.");
    push_quoted(out, lab);
    out.push_str("]\ngraded = \"");
    push_lab(out, record)?;
    out.push_str("\"\n");
    let Some(open) = &record.open else { return Ok(()) };
    out.push_str("started = \"");
    push_moment(out, open.started)?;
    write!(out, "\"\nseed = \"{}\"\nhints = {}\n", open.seed, open.hints)?;
    write!(
        out,
        "# milliseconds on the screen, and when it was there last\nspent = {}\nseen = {}\n",
        open.spent, open.seen
    )?;
    push_list(out, "acts", open.acts.iter(), |out, act| {
        push_quoted(out, &serde_json::to_string(act).map_err(|_| fmt::Error)?);
        Ok(())
    })
}

fn push_result(out: &mut String, result: &QuizResult) -> fmt::Result {
    out.push_str("\n[[results]]\ntitle = ");
    push_quoted(out, &result.title);
    out.push_str("\nfinished = \"");
    push_moment(out, result.finished)?;
    write!(out, "\"\nseconds = {}\n", result.seconds)?;
    if let Some(minutes) = result.minutes {
        writeln!(out, "minutes = {minutes}")?;
    }
    push_list(out, "marks", result.marks.iter(), |out, (id, right)| {
        push_quoted(out, &format!("{}{id}", if *right { '+' } else { '-' }));
        Ok(())
    })
}

fn push_quiz(out: &mut String, quiz: &OpenQuiz) -> fmt::Result {
    out.push_str("\n[quiz]\ntitle = ");
    push_quoted(out, &quiz.plan.title);
    out.push_str("\nstarted = \"");
    push_moment(out, quiz.started)?;
    // A TOML integer is signed: the seed goes as text.
    write!(out, "\"\nseed = \"{}\"\n", quiz.plan.seed)?;
    if let Some(minutes) = quiz.plan.minutes {
        writeln!(out, "minutes = {minutes}")?;
    }
    push_list(out, "questions", quiz.plan.questions.iter(), |out, id| {
        push_quoted(out, id.as_str());
        Ok(())
    })?;
    push_list(out, "answers", quiz.answers.iter(), |out, answer| {
        push_quoted(out, &serde_json::to_string(answer).map_err(|_| fmt::Error)?);
        Ok(())
    })?;
    push_list(out, "flagged", quiz.flagged.iter(), |out, index| write!(out, "{index}"))
}

pub(super) fn push_list<T>(
    out: &mut String,
    name: &str,
    items: impl Iterator<Item = T>,
    push: impl Fn(&mut String, T) -> fmt::Result,
) -> fmt::Result {
    write!(out, "{name} = [")?;
    for (index, item) in items.enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        push(out, item)?;
    }
    out.push_str("]\n");
    Ok(())
}

/// A basic string of TOML, with control characters as their numbers.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\0'..='\u{1f}' | '\u{7f}' => out.extend(format!("\\u{:04x}", u32::from(letter)).chars()),
            letter => out.push(letter),
        }
    }
    out.push('"');
}
