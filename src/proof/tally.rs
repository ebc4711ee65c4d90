//! What was proven, counted.

use std::collections::BTreeMap;

use crate::course::Row;

/// Counts of one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Objects that the API accepted.
    pub accepted: usize,
    /// Manifests that it refused as they should be.
    pub refused: usize,
    /// YAML that is a part of an object.
    pub fragments: usize,
    /// Objects of kinds that the simulated API does not serve.
    pub unserved: usize,
    /// Commands shown in chapters, all of them read by the lab's shell.
    pub commands: usize,
    /// Figures that the engine draws, or could not.
    pub figures: usize,
    pub checks: usize,
    /// Claims confirmed or not, a claim about choices once for each.
    pub claims: usize,
    pub claims_of_row: BTreeMap<Row, usize>,
    /// Sections with a check, and all, by row.
    pub sections: BTreeMap<Row, (usize, usize)>,
}

impl Tally {
    pub(super) fn checked(&mut self, row: Option<Row>, claims: usize) {
        self.checks += 1;
        self.claims += claims;
        if let Some(row) = row {
            *self.claims_of_row.entry(row).or_default() += claims;
        }
    }

    pub(super) fn section(&mut self, row: Row, checked: bool) {
        let (with, all) = self.sections.entry(row).or_default();
        *with += usize::from(checked);
        *all += 1;
    }
}
