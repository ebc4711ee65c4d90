//! What the test of the flows is made of.

pub mod compare;
pub mod left_out;
pub mod newer;
pub mod world;
