//! Attempts at labs and their grading: by what the cluster does, criterion by criterion, each loss with its reason.
//!
//! | file | what |
//! |---|---|
//! | `start` | the cluster at the start of a lab |
//! | `attempt` | a learner's session on it |
//! | `script` | lines typed one after the other, and what each answered |
//! | `grade` | the score: what is met, what a guard is worth, why something is lost |
//! | `scene` | the cluster that is asked, with what is compiled of it |
//! | `check` | one file for each kind of criterion |
//! | `witness`, `hole` | Pods that are made for a question, and what lets them through where nothing should |
//! | `find`, `words`, `loss`, `empty` | Pods and objects that a criterion names; how they are told; what is seen and what it comes from; selectors that select nothing |

mod attempt;
mod check;
mod empty;
mod find;
mod grade;
mod hole;
mod loss;
mod scene;
mod script;
mod start;
#[cfg(test)]
mod tests;
mod witness;
mod words;

pub use attempt::Attempt;
pub use find::objects;
pub use grade::{Grade, Graded, Standing, grade};
pub use script::{Step, run_script};
pub use start::{StartFault, start, wake};
