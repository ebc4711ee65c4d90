//! Defaults of `Deployment`, `ReplicaSet`, `StatefulSet` and `DaemonSet`.

use serde_json::{Map, Value, json};

use super::{fill, pod::pod_spec, text, within};

fn template(spec: &mut Map<String, Value>) {
    within(spec, "template", |template| within(template, "spec", pod_spec));
}

pub fn deployment(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "replicas", 1);
        fill(spec, "revisionHistoryLimit", 10);
        fill(spec, "progressDeadlineSeconds", 600);
        within(spec, "strategy", |strategy| {
            fill(strategy, "type", "RollingUpdate");
            if text(strategy, "type") == "RollingUpdate" {
                within(strategy, "rollingUpdate", |rolling| {
                    fill(rolling, "maxSurge", "25%");
                    fill(rolling, "maxUnavailable", "25%");
                });
            }
        });
        template(spec);
    });
}

pub fn replica_set(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "replicas", 1);
        template(spec);
    });
}

pub fn stateful_set(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "replicas", 1);
        fill(spec, "revisionHistoryLimit", 10);
        fill(spec, "podManagementPolicy", "OrderedReady");
        fill(
            spec,
            "persistentVolumeClaimRetentionPolicy",
            json!({"whenDeleted": "Retain", "whenScaled": "Retain"}),
        );
        within(spec, "updateStrategy", |strategy| {
            fill(strategy, "type", "RollingUpdate");
            if text(strategy, "type") == "RollingUpdate" {
                within(strategy, "rollingUpdate", |rolling| fill(rolling, "partition", 0));
            }
        });
        template(spec);
    });
}

pub fn daemon_set(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        fill(spec, "revisionHistoryLimit", 10);
        within(spec, "updateStrategy", |strategy| {
            fill(strategy, "type", "RollingUpdate");
            if text(strategy, "type") == "RollingUpdate" {
                within(strategy, "rollingUpdate", |rolling| {
                    fill(rolling, "maxSurge", 0);
                    fill(rolling, "maxUnavailable", 1);
                });
            }
        });
        template(spec);
    });
}
