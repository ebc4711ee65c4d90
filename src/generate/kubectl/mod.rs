//! Questions on kubectl: which command makes this, what this command makes, what is wrong in this output.

mod command;
mod makes;
mod output;
mod slips;
mod thing;

use super::{maker::Maker, service::Cause};

pub const MAKERS: &[Maker] = &[
    Maker {
        name: "kubectl-command",
        version: 2,
        row: "E1",
        asks: "which command makes this object",
        mistakes: thing::MISTAKES,
        make: command::make,
    },
    Maker {
        name: "kubectl-makes",
        version: 2,
        row: "V2",
        asks: "what this command makes",
        mistakes: thing::MISTAKES,
        make: makes::make,
    },
    Maker {
        name: "kubectl-output",
        version: 2,
        row: "T2",
        asks: "what is wrong in this output",
        mistakes: output::MISTAKES,
        make: output::make,
    },
];

pub const SOURCE: &str =
    "Kubernetes documentation: kubectl reference (https://kubernetes.io/docs/reference/kubectl/generated/)";
