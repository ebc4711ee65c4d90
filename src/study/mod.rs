//! What the learner has done and what comes next: the record, the schedule, queues, quizzes, mastery, statistics.

mod entry;
mod progress;
mod time;

pub use entry::{Entry, Grade, QuizPlan};
pub use progress::{CardState, DayCount, Due, Marks, OpenQuiz, Progress, QuestionState, QuizResult, Reading};
pub use time::{Day, Moment};
