//! What the learner has done and what comes next: the record, the schedule, queues, quizzes, exams, mastery, statistics.

mod countdown;
pub mod diagnostic;
mod entry;
pub mod exam;
mod interval;
mod lab_record;
pub mod mastery;
pub mod mistakes;
pub mod plan;
mod progress;
mod queue;
pub mod quiz;
mod review;
mod schedule;
mod settings;
pub mod statistics;
mod time;
mod touched;

pub use countdown::Countdown;
pub use entry::{Entry, Grade, QuizPlan};
pub use interval::interval_words;
pub use lab_record::{LabAct, LabDeed, LabRecord, OpenLab};
pub use progress::{CardState, DayCount, Due, Marks, OpenQuiz, Progress, QuestionState, QuizResult, Reading};
pub use queue::{DueCount, ReviewKind, ReviewOptions, due_count};
pub use review::{Review, ReviewSummary, Undone};
pub use schedule::{LEARNING_DELAY, Scheduler};
pub use settings::{Settings, ThemeChoice};
pub use time::{Day, Moment};

#[cfg(test)]
mod samples;
