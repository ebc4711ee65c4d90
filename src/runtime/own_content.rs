//! The course with the user's own content, as both lie there when the program starts.

use crate::content::Library;
use crate::course::counted;
use crate::storage::Paths;

/// The library, and what the user must be told of it. Problems are counted, not listed: that is `kubedrill check`'s work.
pub fn library(paths: &Paths) -> (Library, Option<String>) {
    let mut library = Library::embedded();
    let problems = library.add_user(&paths.content(), Some(&paths.cache_dir)).len();
    let told = (problems > 0).then(|| {
        format!("{} in your own content; `kubedrill check` lists them", counted(problems, "problem"))
    });
    (library, told)
}
