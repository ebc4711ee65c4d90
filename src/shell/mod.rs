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
//! | `login` | one shell: the host's own, or one opened by `ssh` or `kubectl exec -it` |
//! | `place` | where a shell stands: the host, a node, a container |
//! | `reply` | what a line answers |
//! | `call` | what one program gets |
//! | `kubeconfig` | contexts and the current namespace |
//! | `programs` | the programs, and the table of them |
//! | `kubectl` | the client of `cluster::api` |

mod call;
mod kubeconfig;
pub mod kubectl;
mod login;
mod place;
mod programs;
mod reply;
mod session;

pub use call::{Call, Program, Ran};
pub use kubeconfig::{Context, Kubeconfig};
pub use login::Login;
pub use place::Place;
pub use programs::{Listed, PROGRAMS, program};
pub use reply::{Effect, Piece, Reply, Stream};
pub use session::Session;
