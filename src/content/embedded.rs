//! The course in the binary: its files and their index, put there by the build script.

#![allow(clippy::unreadable_literal, reason = "written by the build script")]

use crate::course::{FileNumber, ItemEntry, ItemId, ROWS};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
