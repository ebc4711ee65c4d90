//! The group `apps`: workloads.

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    api::{defaults, validate},
    table::{AGE, Column, NAME, workload},
};

const WORKLOAD: Declaration = Declaration {
    group: "apps",
    categories: &["all"],
    pod_template: Some("spec.template"),
    merge_keys: &[("status.conditions", "type")],
    generation: true,
    update_rules: validate::selector_update,
    ..Declaration::PLAIN
};
const REPLICAS: Option<&str> = Some("/spec/replicas");
const CONTAINERS: Column = Column::made("CONTAINERS", workload::containers).wide();
const IMAGES: Column = Column::made("IMAGES", workload::images).wide();
const SELECTOR: Column = Column::made("SELECTOR", workload::selector).wide();

pub const DEPLOYMENT: Declaration = Declaration {
    kind: Kind::Deployment,
    name: "Deployment",
    plural: "deployments",
    singular: "deployment",
    short: &["deploy"],
    columns: &[
        NAME,
        Column::made("READY", workload::ready_of_wanted),
        Column::number("UP-TO-DATE", ".status.updatedReplicas"),
        Column::number("AVAILABLE", ".status.availableReplicas"),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ],
    scale: REPLICAS,
    defaults: defaults::deployment,
    rules: validate::deployment,
    ..WORKLOAD
};

pub const STATEFUL_SET: Declaration = Declaration {
    kind: Kind::StatefulSet,
    name: "StatefulSet",
    plural: "statefulsets",
    singular: "statefulset",
    short: &["sts"],
    columns: &[NAME, Column::made("READY", workload::ready_of_wanted), AGE, CONTAINERS, IMAGES],
    scale: REPLICAS,
    defaults: defaults::stateful_set,
    rules: validate::stateful_set,
    ..WORKLOAD
};

pub const DAEMON_SET: Declaration = Declaration {
    kind: Kind::DaemonSet,
    name: "DaemonSet",
    plural: "daemonsets",
    singular: "daemonset",
    short: &["ds"],
    columns: &[
        NAME,
        Column::number("DESIRED", ".status.desiredNumberScheduled"),
        Column::number("CURRENT", ".status.currentNumberScheduled"),
        Column::number("READY", ".status.numberReady"),
        Column::number("UP-TO-DATE", ".status.updatedNumberScheduled"),
        Column::number("AVAILABLE", ".status.numberAvailable"),
        Column::made("NODE SELECTOR", workload::node_selector),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ],
    defaults: defaults::daemon_set,
    rules: validate::daemon_set,
    ..WORKLOAD
};

/// A template that a `StatefulSet` or `DaemonSet` had.
pub const CONTROLLER_REVISION: Declaration = Declaration {
    kind: Kind::ControllerRevision,
    name: "ControllerRevision",
    group: "apps",
    plural: "controllerrevisions",
    singular: "controllerrevision",
    columns: &[
        NAME,
        Column::made("CONTROLLER", workload::controller),
        Column::number("REVISION", ".revision"),
        AGE,
    ],
    ..Declaration::PLAIN
};

pub const REPLICA_SET: Declaration = Declaration {
    kind: Kind::ReplicaSet,
    name: "ReplicaSet",
    plural: "replicasets",
    singular: "replicaset",
    short: &["rs"],
    columns: &[
        NAME,
        Column::number("DESIRED", ".spec.replicas"),
        Column::number("CURRENT", ".status.replicas"),
        Column::number("READY", ".status.readyReplicas"),
        AGE,
        CONTAINERS,
        IMAGES,
        SELECTOR,
    ],
    fields: &["status.replicas"],
    scale: REPLICAS,
    defaults: defaults::replica_set,
    rules: validate::replica_set,
    ..WORKLOAD
};
