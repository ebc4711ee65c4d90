//! What is asked when a criterion is judged: a state of the cluster, with policies, names and routes compiled once.

use std::cell::OnceCell;

use crate::{
    cluster::Cluster,
    course::Lab,
    network::{
        http::{Missing, Routes},
        trace::Tracer,
    },
};

/// A file of the learner's, by its path.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<String>;

/// One state of a lab's cluster, beside its start.
pub struct Scene<'a> {
    pub lab: &'a Lab,
    pub start: &'a Cluster,
    pub cluster: &'a Cluster,
    pub files: Files<'a>,
    pub tracer: Tracer<'a>,
    routes: OnceCell<Routes>,
}

impl<'a> Scene<'a> {
    pub fn new(lab: &'a Lab, start: &'a Cluster, cluster: &'a Cluster, files: Files<'a>) -> Self {
        Self { lab, start, cluster, files, tracer: Tracer::new(cluster), routes: OnceCell::new() }
    }

    /// The same lab with another state of its cluster.
    pub fn with<'b>(&'b self, cluster: &'b Cluster) -> Scene<'b> {
        Scene::new(self.lab, self.start, cluster, self.files)
    }

    pub fn routes(&self) -> &Routes {
        self.routes.get_or_init(|| Routes::compile(self.cluster, Missing::Counts))
    }
}
