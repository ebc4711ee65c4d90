//! Turns Markdown and TOML, embedded or the user's own, into `course` values; reports every problem.

mod cache;
mod check;
mod disk;
mod embedded;
mod labs;
mod library;
mod manuscript;
mod ours;
mod parse;
mod search;
mod whole;

pub use check::{CheckReport, check_dir};
pub use library::Library;
pub use manuscript::{Manuscript, manuscripts};
pub use parse::{
    Backstage, Placed, did_you_mean, markdown, parse_chapter, parse_items, parse_lab, visible, visible_line,
};
