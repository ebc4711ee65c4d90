//! What the learner has done and what comes next: the record, the schedule, queues, quizzes, mastery, statistics.

mod entry;
mod progress;
mod settings;
mod time;

pub use entry::{Entry, Grade, QuizPlan};
pub use progress::{CardState, DayCount, Due, Marks, OpenQuiz, Progress, QuestionState, QuizResult, Reading};
pub use settings::{Settings, ThemeChoice};
pub use time::{Day, Moment};
