//! `kubedrill plan`: what to do each day until the exam.

use std::fmt::Write as _;
use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::output::{Format, Output, print, print_json, tell};
use super::{Failure, Outcome, reading};
use crate::course::{Catalog, counted};
use crate::runtime::now;
use crate::storage::{Paths, load_settings};
use crate::study::plan::{Activity, DayPlan, MINUTES, PlanRequest, PlanStep, known, plan};
use crate::study::{Scheduler, diagnostic};

#[derive(Debug, Args)]
#[command(after_long_help = "\
The plan is made anew from your record whenever you ask: what you do changes it. The day of the exam is set in the \
settings; without one the plan is for two weeks. The diagnostic (on the home screen of a new learner) tells it where you \
stand before you have answered much.

The JSON is an object; days are written as 2026-11-22.

  today, exam   days; exam is null where none is set
  minutes       for each day
  diagnostic    the day on which it was taken, or null
  rows          row, title, topic, estimate (how well it is probably known, 0 to 1)
  days          day, minutes, steps: what (review, read, practise, lab, exam, rehearse),
                minutes, words, and by what it is due, new (cards), chapter, sections, row, questions, lab

Examples:
  kubedrill plan
  kubedrill plan --minutes 90 --days 3
  kubedrill plan -o json | jq -r '.days[0].steps[].words'")]
pub struct Plan {
    /// Minutes that you have on a day
    #[arg(long, value_name = "N", default_value_t = MINUTES, value_parser = clap::value_parser!(u32).range(5..=1440))]
    minutes: u32,
    /// Show so many days at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    days: Option<u16>,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct PlanOut {
    today: String,
    exam: Option<String>,
    minutes: u32,
    diagnostic: Option<String>,
    rows: Vec<RowOut>,
    days: Vec<DayOut>,
}

#[derive(Serialize)]
struct RowOut {
    row: &'static str,
    title: &'static str,
    topic: &'static str,
    estimate: f32,
}

#[derive(Serialize)]
struct DayOut {
    day: String,
    minutes: u32,
    steps: Vec<StepOut>,
}

#[derive(Serialize, Default)]
struct StepOut {
    what: &'static str,
    minutes: u32,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chapter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    questions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lab: Option<String>,
}

pub fn run(asked: &Plan, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let paths = Paths::from_env()?;
    let library = reading::library(&paths, err)?;
    let progress = reading::progress(&paths, err)?;
    let (settings, complaints) = load_settings(&paths.config_file);
    tell(err, &complaints)?;
    let (catalog, today) = (library.catalog(), now().day);
    let scheduler = Scheduler::new(settings.retention, settings.exam);
    let mut days = plan(&PlanRequest {
        catalog,
        progress: &progress,
        scheduler: &scheduler,
        today,
        exam: settings.exam,
        minutes: asked.minutes,
        new_per_day: settings.new_per_day,
    });
    let whole = days.len();
    days.truncate(asked.days.map_or(usize::MAX, usize::from));
    match asked.output.format {
        Format::Text => {
            let until = match settings.exam {
                Some(exam) if exam > today => format!("until the exam on {exam}"),
                Some(exam) => format!("for the time being, as the day of the exam, {exam}, has come"),
                None => "for the time being; set the day of your exam in the settings".to_owned(),
            };
            let head = format!("{} {until}, {} minutes a day\n\n", counted(whole, "day"), asked.minutes);
            print(out, &(head + &text(&days, catalog)))?;
        }
        Format::Json => {
            let estimates = known(catalog, &progress, &scheduler, today);
            let rows = estimates.into_iter().map(|(row, estimate)| RowOut {
                row: row.code(),
                title: row.title(),
                topic: row.topic().id(),
                estimate,
            });
            print_json(
                out,
                &PlanOut {
                    today: today.to_string(),
                    exam: settings.exam.map(|exam| exam.to_string()),
                    minutes: asked.minutes,
                    diagnostic: diagnostic::taken(&progress).map(|result| result.finished.day.to_string()),
                    rows: rows.collect(),
                    days: days.iter().map(|day| DayOut::new(day, catalog)).collect(),
                },
            )?;
        }
    }
    Ok(Outcome::Done)
}

fn text(days: &[DayPlan], catalog: &Catalog) -> String {
    const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let mut text = String::new();
    for DayPlan { day, steps } in days {
        let name = WEEK.get(usize::from(day.weekday())).copied().unwrap_or_default();
        let _ = writeln!(text, "{name} {day}");
        if steps.is_empty() {
            text.push_str("    nothing left to do\n");
        }
        for PlanStep { what, minutes } in steps {
            let _ = writeln!(text, "  {minutes:>4} min  {}", what.words(catalog));
        }
    }
    text
}

impl DayOut {
    fn new(plan: &DayPlan, catalog: &Catalog) -> Self {
        let steps: Vec<StepOut> = plan.steps.iter().map(|step| StepOut::new(step, catalog)).collect();
        Self { day: plan.day.to_string(), minutes: steps.iter().map(|step| step.minutes).sum(), steps }
    }
}

impl StepOut {
    fn new(step: &PlanStep, catalog: &Catalog) -> Self {
        let mut out = Self {
            what: step.what.name(),
            minutes: step.minutes,
            words: step.what.words(catalog),
            ..Self::default()
        };
        match &step.what {
            Activity::Review { due, new } => (out.due, out.new) = (Some(*due), Some(*new)),
            Activity::Read { chapter, sections } => {
                (out.chapter, out.sections) = (Some(chapter.clone()), Some(*sections));
            }
            Activity::Practise { row, questions } => {
                (out.row, out.questions) = (Some(row.code()), Some(*questions));
            }
            Activity::Lab { lab } => out.lab = Some(lab.clone()),
            Activity::Exam => {}
            Activity::Rehearse { questions } => out.questions = Some(*questions),
        }
        out
    }
}
