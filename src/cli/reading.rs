//! What the commands read: the course with the user's own content, and the record, without changing anything.

use std::io::Write;

use super::Failure;
use super::output::tell;
use crate::content::Library;
use crate::runtime::{self, Problem};
use crate::storage::{Access, Opened, Paths, Store, StoreError};
use crate::study::Progress;

/// The course and the user's content.
pub fn library(paths: &Paths, err: &mut impl Write) -> Result<Library, Failure> {
    let (library, told) = runtime::library(paths);
    tell(err, told.as_slice())?;
    Ok(library)
}

/// The record as it is now; another kubedrill may be open.
pub fn progress(paths: &Paths, err: &mut impl Write) -> Result<Progress, Failure> {
    let Opened { progress, notes, .. } = Store::open(paths, Access::ReadOnly).map_err(refused)?;
    tell(err, &notes)?;
    Ok(progress)
}

/// What the store refused, with what to do about it.
pub fn refused(error: StoreError) -> Failure {
    match error {
        error @ StoreError::Newer { .. } => Problem::from(error).into(),
        error @ (StoreError::Busy { .. } | StoreError::ReadOnly) => {
            Failure::new(error).hint("close the other kubedrill and try again")
        }
        error => {
            Failure::new(error).hint("`kubedrill progress path` tells where the files of your record lie")
        }
    }
}
