//! To come.
use super::maker::Maker;
pub const MAKERS: &[Maker] = &[];
