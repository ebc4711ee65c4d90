//! kubedrill: learn Kubernetes Services & Networking for the CKA exam, in a terminal, offline.
//!
//! The modules and the layers between them are described in ARCHITECTURE.md; `tests/architecture.rs` keeps them.

pub mod app;
pub mod cli;
pub mod cluster;
pub mod content;
pub mod course;
pub mod figure;
pub mod generate;
pub mod lab;
pub mod network;
pub mod proof;
pub mod runtime;
pub mod shell;
pub mod storage;
pub mod study;
pub mod tui;
