//! Exams in `progress.toml`: the open one, the last one, and the results, as they are written and read back.

use std::fmt::{self, Write};

use toml::de::{DeTable, DeValue};

use super::packed::{self, push_moment};
use super::snapshot_reader::{integer, list};
use super::snapshot_writer::{push_list, push_quoted};
use crate::study::LabAct;
use crate::study::exam::{ExamPlan, ExamResult, ExamTask, OpenExam, TaskResult};

/// An exam with what was done in it, as table `name`.
pub(super) fn push_exam(out: &mut String, name: &str, exam: &OpenExam) -> fmt::Result {
    write!(out, "\n# tasks: weight, seed, lab; acts: task, what was done\n[{name}]\nstarted = \"")?;
    push_moment(out, exam.started)?;
    write!(out, "\"\nminutes = {}\n", exam.plan.minutes)?;
    push_list(out, "tasks", exam.plan.tasks.iter(), |out, task| {
        push_quoted(out, &format!("{} {} {}", task.weight, task.seed, task.lab));
        Ok(())
    })?;
    push_list(out, "flagged", exam.flagged.iter(), |out, index| write!(out, "{index}"))?;
    let acts = exam.attempts.iter().enumerate();
    let acts = acts.flat_map(|(task, attempt)| attempt.acts.iter().map(move |act| (task, act)));
    push_list(out, "acts", acts, |out, (task, act)| {
        let act = serde_json::to_string(act).map_err(|_| fmt::Error)?;
        push_quoted(out, &format!("{task} {act}"));
        Ok(())
    })
}

pub(super) fn exam(value: &DeValue) -> Option<OpenExam> {
    let table = value.as_table()?;
    let started = packed::moment(table.get("started")?.get_ref().as_str()?)?;
    let tasks = list(table, "tasks", |item| {
        let [weight, seed, lab] = words(item)?;
        Some(ExamTask { lab: lab.to_owned(), seed: seed.parse().ok()?, weight: weight.parse().ok()? })
    })?;
    let mut exam = OpenExam::new(ExamPlan { tasks, minutes: minutes(table)? }, started);
    exam.flagged = list(table, "flagged", integer)?.into_iter().collect();
    let acts: Vec<(usize, LabAct)> = list(table, "acts", |item| {
        let (task, act) = item.as_str()?.split_once(' ')?;
        Some((task.parse().ok()?, serde_json::from_str(act).ok()?))
    })?;
    for (task, act) in acts {
        exam.attempts.get_mut(task)?.acts.push(act);
    }
    exam.flagged.iter().all(|index| *index < exam.attempts.len()).then_some(exam)
}

pub(super) fn push_result(out: &mut String, result: &ExamResult) -> fmt::Result {
    out.push_str("\n# tasks: weight, percent, seconds, lab\n[[exams]]\nfinished = \"");
    push_moment(out, result.finished)?;
    write!(out, "\"\nseconds = {}\nminutes = {}\n", result.seconds, result.minutes)?;
    push_list(out, "tasks", result.tasks.iter(), |out, task| {
        push_quoted(out, &format!("{} {} {} {}", task.weight, task.percent, task.seconds, task.lab));
        Ok(())
    })
}

pub(super) fn result(value: &DeValue) -> Option<ExamResult> {
    let table = value.as_table()?;
    let tasks = list(table, "tasks", |item| {
        let [weight, percent, seconds, lab] = words(item)?;
        Some(TaskResult {
            lab: lab.to_owned(),
            weight: weight.parse().ok()?,
            percent: percent.parse().ok()?,
            seconds: seconds.parse().ok()?,
        })
    })?;
    Some(ExamResult {
        finished: packed::moment(table.get("finished")?.get_ref().as_str()?)?,
        seconds: integer(table.get("seconds")?.get_ref())?,
        minutes: minutes(table)?,
        tasks,
    })
}

fn minutes(table: &DeTable) -> Option<u32> {
    integer(table.get("minutes")?.get_ref())
}

/// So many words; the last takes all that is left, for a lab is named by its folder.
fn words<'a, const N: usize>(item: &'a DeValue<'_>) -> Option<[&'a str; N]> {
    item.as_str()?.splitn(N, ' ').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table `exam` of this text, if it is an exam.
    fn read(text: &str) -> Option<OpenExam> {
        let table = DeTable::parse(text).unwrap();
        exam(table.get_ref().get("exam")?.get_ref())
    }

    const SOUND: &str = r#"
        [exam]
        started = "2026-11-22 1795348800000"
        minutes = 20
        tasks = ["60 7 a lab of one's own", "40 8 b"]
        flagged = [1]
        acts = ["1 {\"at\":5,\"typed\":\"ls\"}"]
    "#;

    #[test]
    fn an_exam_reads_back_and_is_written_the_same() {
        let exam = read(SOUND).unwrap();
        assert_eq!(exam.plan.tasks[0].lab, "a lab of one's own");
        assert_eq!((exam.attempts[1].seed, exam.attempts[1].acts.len()), (8, 1));
        let mut text = String::new();
        push_exam(&mut text, "exam", &exam).unwrap();
        assert_eq!(read(&text), Some(exam));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        for (right, wrong) in [
            ("flagged = [1]", "flagged = [2]"),
            ("\"1 {", "\"2 {"),
            ("40 8 b", "40 8"),
            ("60 7", "sixty 7"),
            ("minutes = 20", "minutes = -1"),
            ("\\\"typed\\\"", "\\\"thought\\\""),
            ("started", "ended"),
        ] {
            let damaged = SOUND.replace(right, wrong);
            assert_ne!(damaged, SOUND, "{right}");
            assert_eq!(read(&damaged), None, "{wrong}");
        }
    }
}
