//! `kubedrill stats`: what the statistics say, as text or JSON.

mod figures;
mod text;

use std::io::Write;

use clap::Args;

use self::figures::Figures;
use super::output::{Format, Output, print, print_json, tell};
use super::{Failure, Outcome, reading};
use crate::runtime::now;
use crate::storage::{Paths, load_settings};

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object; days are written as 2026-11-22, shares are 0 to 1, percents are integers from 0 to 100.

  day        today; exam: the day of the exam, or null
  totals     answers, days (studied), cards_seen, sections (finished), quizzes and exams (handed in)
  streak     days studied in a row
  now        due (cards seen before), new (cards left for today)
  forecast   cards due on each of the next 28 days, from today with what is overdue
  recall     for 7, 30 and 365 days: days, reviews, actual, predicted (shares; null without reviews)
  mastery    topics: id, title, percent; rows: row, title, topic, percent (null: the course has nothing on it yet)
  missed     what was missed most, at most 10: id, times, kind (card, question; null if it is gone), text
  mistakes   classes of mistakes, those to come back soonest first: id, title, made, avoided (times), weight (1 to 8: how
             much more often questions come in which it can be made)
  results    quizzes handed in, oldest first: title, day, at (milliseconds since 1970), seconds, minutes (on the clock;
             null in practice), questions, right, percent
  open_quiz  a quiz not handed in, or null: title, day, minutes, questions, answered
  exams      exams handed in, oldest first: day, at, seconds, minutes, percent, passed, tasks (lab, weight, percent, seconds)
  open_exam  an exam not handed in, or null: day, minutes, tasks, begun
  days       each day on which something was done: day, answers, new, reviews, recalled, sections

Examples:
  kubedrill stats
  kubedrill stats -o json | jq .now.due
  kubedrill stats -o json | jq '.mastery.topics[] | select(.percent != null)'")]
pub struct Stats {
    #[command(flatten)]
    output: Output,
}

pub fn run(stats: &Stats, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let paths = Paths::from_env()?;
    let library = reading::library(&paths, err)?;
    let progress = reading::progress(&paths, err)?;
    let (settings, complaints) = load_settings(&paths.config_file);
    tell(err, &complaints)?;
    let figures = Figures::new(&progress, &settings, &library, now());
    match stats.output.format {
        Format::Text => print(out, &text::text(&figures))?,
        Format::Json => print_json(out, &figures)?,
    }
    Ok(Outcome::Done)
}
