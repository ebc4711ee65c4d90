//! What a lab's criteria name must be there: kinds that its cluster serves, and at the start whatever is to stay untouched.

use crate::cluster::{Cluster, Kind, Origin, read_documents};
use crate::content::did_you_mean;
use crate::course::lab::Check;
use crate::course::{Lab, Problem};
use crate::lab::objects;

/// The problems of a lab's criteria with the cluster at the start, in `file`, its `lab.toml`.
pub fn strangers(lab: &Lab, start: &Cluster, file: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let served = served(lab, start);
    for criterion in &lab.criteria {
        let mut told = |message: String, hint: String| {
            problems.push(Problem::new(file, criterion.line, message).hint(hint));
        };
        let id = &criterion.id;
        for kind in criterion.check.kinds() {
            if served.kinds_of_word(&kind.to_lowercase()).is_empty() {
                let message = format!("criterion `{id}`: the lab's cluster serves no kind `{kind}`");
                told(message, did_you_mean(kind, served.kinds().into_iter().map(Kind::name)));
            }
        }
        let Check::Unbroken(unbroken) = &criterion.check else { continue };
        for name in &unbroken.untouched {
            // Of a kind that is not served this is told already.
            let is_known = !served.kinds_of_word(&name.kind.to_lowercase()).is_empty();
            if is_known && objects(start, name).is_empty() {
                let message = format!("criterion `{id}`: there is no {name} at the start");
                told(message, "what is to stay as it was must be there".to_owned());
            }
        }
    }
    problems
}

/// The start, with the definitions that lie among the files: whoever solves the lab may bring these kinds.
fn served(lab: &Lab, start: &Cluster) -> Cluster {
    let mut cluster = start.clone();
    let scripts = lab.solutions.iter().flat_map(|solution| solution.files.values());
    let documents = lab.files.values().chain(scripts).filter_map(|text| read_documents("", text).ok());
    for (_, document) in documents.flatten() {
        if document["kind"] == Kind::CustomResourceDefinition.name() {
            // One that is no object is told where it is applied.
            let _ = cluster.put_json(Kind::CustomResourceDefinition, document, Origin::Given);
        }
    }
    cluster
}
