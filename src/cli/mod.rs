//! The command line. On this branch only its tools; the main line has the rest.

pub mod tools;
