//! Quizzes: which questions are drawn, in which order they and their choices are shown, the clock, the result.

mod clock;
mod draw;
mod shuffle;

pub use clock::{hand_in, time_left};
pub use draw::{QuizRequest, draw};
pub use shuffle::{shuffled, shuffled_apart};
