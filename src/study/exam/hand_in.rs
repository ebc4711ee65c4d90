//! What handing an exam in comes to.

use super::{ExamResult, OpenExam, TaskResult};
use crate::study::{Entry, Moment};

/// Hands in an exam: an [`Entry::LabGraded`] for every task in which something was done, so that a lab solved here is
/// solved, then [`Entry::ExamFinished`].
///
/// `percents` has the score of each task; `None` if it can not be told (the lab is gone from the course), which leaves it
/// out of the result. An exam is finished at its deadline at the latest, however late it is handed in.
pub fn hand_in(exam: &OpenExam, percents: &[Option<u8>], now: Moment) -> Vec<Entry> {
    let at = exam.countdown().finished(now);
    let spent = exam.spent();
    let (mut entries, mut tasks) = (Vec::new(), Vec::new());
    for (index, task) in exam.plan.tasks.iter().enumerate() {
        let Some(percent) = percents.get(index).copied().flatten() else { continue };
        if exam.attempts.get(index).is_some_and(|attempt| !attempt.acts.is_empty()) {
            entries.push(Entry::LabGraded { lab: task.lab.clone(), percent, at });
        }
        let seconds = spent.get(index).copied().unwrap_or(0);
        tasks.push(TaskResult { lab: task.lab.clone(), weight: task.weight, percent, seconds });
    }
    let seconds = at.at.saturating_sub(exam.started.at) / 1000;
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let result = ExamResult { finished: at, seconds, minutes: exam.plan.minutes, tasks };
    entries.push(Entry::ExamFinished { result, at });
    entries
}
