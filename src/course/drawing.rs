//! A figure that the engine draws: the cluster that it shows, and what of it. The notation is told in `content/README.md`.

use super::Given;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    pub title: Option<String>,
    /// As its author wrote it.
    pub source: String,
    pub given: Vec<Given>,
    /// The titles of the manifests of its cluster.
    pub with: Vec<String>,
    /// Title and text of every manifest that it names, as far as its chapter has them.
    pub manifests: Vec<(String, String)>,
    pub shows: Shows,
}

/// What is drawn. Who and where to are written as in a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// Which of these (nobody named: all Pods) reach which of these, side by side in each case.
    /// `by_node`: the clients stand in the boxes of their nodes, with their addresses.
    Reach { from: Vec<String>, to: Vec<String>, cases: Vec<Case>, by_node: bool },
    /// The way of one packet, hop by hop.
    Way { from: String, to: String, node: Option<String> },
}

/// The same cluster with more manifests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    pub with: Vec<String>,
}

impl Drawing {
    /// The titles of all manifests that it names.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        let cases: &[Case] = match &self.shows {
            Shows::Reach { cases, .. } => cases,
            Shows::Way { .. } => &[],
        };
        self.with.iter().chain(cases.iter().flat_map(|case| &case.with)).map(String::as_str)
    }
}

/// Whether a manifest whose title is `own` is meant by `title`: behind a comma or a colon its title may say more.
pub fn is_titled(own: &str, title: &str) -> bool {
    own == title || own.split([',', ':']).next() == Some(title)
}
