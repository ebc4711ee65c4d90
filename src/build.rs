//! Build script: puts the course files of `content/` into the program.

fn main() {}
