//! The commands of the real binary, as a shell or a script runs them: no terminal, pipes, folders of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "cli/check.rs"]
mod check;
#[path = "cli/course.rs"]
mod course;
#[path = "cli/exam.rs"]
mod exam;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/home.rs"]
mod home;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/labs.rs"]
mod labs;
#[path = "cli/manuals.rs"]
mod manuals;
#[path = "cli/odd.rs"]
mod odd;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/questions.rs"]
mod questions;
#[path = "cli/record.rs"]
mod record;
#[path = "cli/reset.rs"]
mod reset;
