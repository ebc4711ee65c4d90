//! The lab's command line: a line as bash reads it, files, and the programs of an administrator, on the simulated cluster.
//!
//! ```
//! use kubedrill::{cluster::Cluster, shell::Session};
//!
//! let mut session = Session::new(Cluster::default(), "2026-11-27T08:00:00Z", 1);
//! let reply = session.run("echo Hello", "2026-11-27T08:00:01Z");
//! assert_eq!((reply.stdout().as_str(), reply.status), ("Hello\n", 0));
//! ```
//!
//! | file | what |
//! |---|---|
//! | `session` | what lives between two lines typed |
//! | `line` | a line as bash reads it |
//! | `history` | the lines typed before, and what `!` makes of them |
//! | `expand` | what a word becomes |
//! | `run` | runs the tree of a line |
//! | `budget` | how much one line may do |
//! | `files` | files in memory |
//! | `dial`, `web` | names, connections and HTTP as a client here sees them |
//! | `environment` | the variables of a container |
//! | `completion` | what Tab offers |
//! | `travel` | going to another place and coming back |
//! | `login` | one shell: the host's own, or one opened by `ssh` or `kubectl exec -it` |
//! | `place` | where a shell stands: the host, a node, a container |
//! | `reply` | what a line answers |
//! | `call` | what one program gets |
//! | `kubeconfig` | contexts and the current namespace |
//! | `programs` | the programs, and the table of them |
//! | `kubectl` | the client of `cluster::api` |

mod budget;
mod call;
mod clock;
mod completion;
mod dial;
mod environment;
mod expand;
mod files;
mod glob;
mod history;
mod kubeconfig;
pub mod kubectl;
mod line;
mod login;
mod place;
mod programs;
mod reply;
mod run;
mod session;
mod travel;
mod web;

pub use budget::{Budget, Limit};
pub use call::{Call, Program, Ran};
pub use completion::{Completion, complete};
pub use files::{Disk, Entry, FileFault};
pub use history::History;
pub use kubeconfig::{Context, Kubeconfig};
pub use login::{Login, Options, Value, Variable};
pub use place::Place;
pub use programs::{Listed, PROGRAMS, exists, program};
pub use reply::{Effect, Output, Piece, Reply, Stream};
pub use session::{Editing, Forward, Session};

#[cfg(test)]
mod history_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lines_tests;
#[cfg(test)]
mod pipes_tests;
#[cfg(test)]
mod programs_tests;
#[cfg(test)]
mod tools_tests;
