//! Course files as texts: reading chapters, cards, questions and labs, and the index of what they hold.
//!
//! The build script reads the embedded course with this same code, so it needs `course`, toml and pulldown-cmark only.

mod answer;
mod backstage;
mod card;
mod chapter;
mod check;
mod choices;
mod cloze;
mod cloze_marks;
mod drawing;
mod ending;
mod fence;
mod fields;
mod file;
mod frame;
mod front_matter;
mod heading;
mod index;
mod items;
mod lab;
mod lab_criterion;
mod lab_values;
mod line;
mod lines;
mod link;
mod markdown;
mod nearest;
mod question;
mod reader;
mod report;
mod syntax;
mod visible;
mod wrong_line;

pub use backstage::Backstage;
pub use chapter::parse_chapter;
pub use file::{Folder, Reading, index, read};
pub use index::{FileIndex, IndexLine, ItemPlace, Stamp, decode, encode, index_lines};
pub use items::{Placed, parse_items};
pub use lab::{lab_id, left_open_problems, parse_lab};
pub use markdown::markdown;
pub use nearest::{did_you_mean, nearest};
pub use report::{Reference, Target};
pub use visible::{one_line, visible, visible_line};
