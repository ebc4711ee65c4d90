//! What there is to learn, as values: chapters, cards, questions; whether an answer is right; what an author is told.

mod card;
mod catalog;
mod chapter;
mod check;
mod counted;
mod drawing;
mod equality;
mod everything;
mod id;
mod item;
pub mod lab;
mod mistake;
mod problem;
mod question;
mod search_entry;
mod syllabus;
mod text;

pub use card::{Card, CardKind, ClozePart};
pub use catalog::{Catalog, ChapterEntry, FileNumber, ItemEntry, SectionEntry};
pub use chapter::{Chapter, Section};
pub use check::{
    Check, Claim, Given, GivenPod, GivenPort, GivenService, Listens, PlacedClaim, RouteClaim, Scene,
};
pub use counted::counted;
pub use drawing::{Case, Drawing, Shows, is_titled};
pub use equality::Equality;
pub use everything::Course;
pub use id::{ItemId, is_id};
pub use item::Item;
pub use lab::{Lab, LabEntry};
pub use mistake::Mistake;
pub use problem::Problem;
pub use question::{Answer, Choice, Question, QuestionKind, letter};
pub use search_entry::{SearchEntry, SearchKind};
pub use syllabus::{ROWS, Row, TOPICS, Topic};
pub use text::{Align, Block, Inline, Link, Look, Note, code_spans, plain_text};
