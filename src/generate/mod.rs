//! Questions without end: seeded makers draw a small cluster, `network` computes the answer, its trace explains it.
//!
//! ```
//! use kubedrill::generate::{Level, find, generated, of_id};
//!
//! let maker = find("policy-reach").unwrap();
//! let made = generated(maker, Level::MIDDLE, 7).unwrap();
//! assert_eq!(of_id(&made.question.id).unwrap(), made); // the id holds maker, version, level and seed
//! ```
//!
//! | file | what |
//! |---|---|
//! | `maker`, `identity`, `choose` | the table of makers; ids; which makers and levels come next, by the learner's mistakes |
//! | `draw`, `draft`, `text` | seeded choices; what a maker hands in, judged and made a `course::Question`; sentences to blocks |
//! | `objects`, `words`, `table`, `yaml` | the small clusters: objects, names, what is shown of them |
//! | `world` | objects to a cluster that `network` can be asked about |
//! | `policy`, `dns`, `service`, `http`, `kubectl` | the families of makers |
//! | `insight`, `way`, `what_if` | what can be shown after the answer: matrix, hops; what a changed rule or label does to them |
//!
//! A maker gives `None` for a draw that is no good: when the engine calls the answer undefined, when two options are equal
//! or several are right. [`generated`] then draws again from the same seed, a bounded number of times, so the same id always
//! gives the same question as long as the maker's version stays.

mod choose;
mod dns;
mod draft;
mod draw;
mod http;
mod identity;
mod insight;
mod kubectl;
mod maker;
mod objects;
mod policy;
mod service;
mod table;
mod text;
mod way;
mod what_if;
mod words;
mod world;
mod yaml;

pub use choose::{Impossible, Wanted, choose};
pub use draft::Generated;
pub use identity::{Identity, is_generated, row_of};
pub use insight::{Insight, insight};
pub use maker::{Level, Maker, find, generated, makers, of_id};
pub use way::ways;
pub use what_if::{Toggle, toggles, what_if};
