//! The core group: `v1`.

use super::declaration::Declaration;
use crate::cluster::{
    Kind,
    api::{defaults, validate},
    table::{AGE, Column, NAME, event, node, pod, service},
};

const PLAIN: Declaration = Declaration::PLAIN;
const CONDITIONS: &[(&str, &str)] = &[("status.conditions", "type")];

pub const NAMESPACE: Declaration = Declaration {
    kind: Kind::Namespace,
    name: "Namespace",
    plural: "namespaces",
    singular: "namespace",
    short: &["ns"],
    namespaced: false,
    columns: &[NAME, Column::text("STATUS", ".status.phase", ""), AGE],
    fields: &["status.phase"],
    merge_keys: CONDITIONS,
    kept: (&["default", "kube-system", "kube-public"], "this namespace may not be deleted"),
    name_rule: validate::label,
    defaults: defaults::namespace,
    ..PLAIN
};

pub const NODE: Declaration = Declaration {
    kind: Kind::Node,
    name: "Node",
    plural: "nodes",
    singular: "node",
    short: &["no"],
    namespaced: false,
    columns: &[
        NAME,
        Column::made("STATUS", node::status),
        Column::made("ROLES", node::roles),
        AGE,
        Column::text("VERSION", ".status.nodeInfo.kubeletVersion", ""),
        Column::text("INTERNAL-IP", r#".status.addresses[?(@.type=="InternalIP")].address"#, "<none>").wide(),
        Column::text("EXTERNAL-IP", r#".status.addresses[?(@.type=="ExternalIP")].address"#, "<none>").wide(),
        Column::text("OS-IMAGE", ".status.nodeInfo.osImage", "<unknown>").wide(),
        Column::text("KERNEL-VERSION", ".status.nodeInfo.kernelVersion", "<unknown>").wide(),
        Column::text("CONTAINER-RUNTIME", ".status.nodeInfo.containerRuntimeVersion", "<unknown>").wide(),
    ],
    fields: &["spec.unschedulable"],
    merge_keys: &[("spec.podCIDRs", ""), ("status.addresses", "type"), ("status.conditions", "type")],
    ..PLAIN
};

pub const SERVICE_ACCOUNT: Declaration = Declaration {
    kind: Kind::ServiceAccount,
    name: "ServiceAccount",
    plural: "serviceaccounts",
    singular: "serviceaccount",
    short: &["sa"],
    columns: &[NAME, Column::length("SECRETS", &[".secrets"]), AGE],
    merge_keys: &[("secrets", "name")],
    ..PLAIN
};

pub const CONFIG_MAP: Declaration = Declaration {
    kind: Kind::ConfigMap,
    name: "ConfigMap",
    plural: "configmaps",
    singular: "configmap",
    short: &["cm"],
    columns: &[NAME, Column::length("DATA", &[".data", ".binaryData"]), AGE],
    rules: validate::config_map,
    update_rules: validate::config_map_update,
    ..PLAIN
};

pub const SECRET: Declaration = Declaration {
    kind: Kind::Secret,
    name: "Secret",
    plural: "secrets",
    singular: "secret",
    columns: &[NAME, Column::text("TYPE", ".type", ""), Column::length("DATA", &[".data"]), AGE],
    fields: &["type"],
    defaults: defaults::secret,
    rules: validate::secret,
    update_rules: validate::secret_update,
    ..PLAIN
};

pub const POD: Declaration = Declaration {
    kind: Kind::Pod,
    name: "Pod",
    plural: "pods",
    singular: "pod",
    short: &["po"],
    categories: &["all"],
    columns: &[
        NAME,
        Column::made("READY", pod::ready),
        Column::made("STATUS", pod::status),
        Column::made("RESTARTS", pod::restarts),
        AGE,
        Column::text("IP", ".status.podIP", "<none>").wide(),
        Column::text("NODE", ".spec.nodeName", "<none>").wide(),
        Column::text("NOMINATED NODE", ".status.nominatedNodeName", "<none>").wide(),
        Column::made("READINESS GATES", pod::readiness_gates).wide(),
    ],
    fields: &[
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "spec.hostNetwork",
        "status.phase",
        "status.podIP",
        "status.nominatedNodeName",
    ],
    pod_template: Some(""),
    merge_keys: &[("status.conditions", "type"), ("status.podIPs", "ip"), ("status.hostIPs", "ip")],
    generation: true,
    defaults: defaults::pod,
    rules: validate::pod,
    update_rules: validate::pod_update,
    ..PLAIN
};

pub const SERVICE: Declaration = Declaration {
    kind: Kind::Service,
    name: "Service",
    plural: "services",
    singular: "service",
    short: &["svc"],
    categories: &["all"],
    columns: &[
        NAME,
        Column::text("TYPE", ".spec.type", ""),
        Column::text("CLUSTER-IP", ".spec.clusterIP", "<none>"),
        Column::made("EXTERNAL-IP", service::external_address),
        Column::made("PORT(S)", service::ports),
        AGE,
        Column::made("SELECTOR", service::selector).wide(),
    ],
    fields: &["spec.clusterIP", "spec.type"],
    merge_keys: &[("spec.ports", "port"), ("status.conditions", "type")],
    name_rule: validate::label,
    defaults: defaults::service,
    rules: validate::service,
    update_rules: validate::service_update,
    ..PLAIN
};

/// <https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/>
pub const ENDPOINTS: Declaration = Declaration {
    kind: Kind::Endpoints,
    name: "Endpoints",
    plural: "endpoints",
    singular: "endpoints",
    short: &["ep"],
    columns: &[NAME, Column::made("ENDPOINTS", service::endpoints), AGE],
    deprecated: Some("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"),
    defaults: defaults::endpoints,
    rules: validate::endpoints,
    ..PLAIN
};

pub const EVENT: Declaration = Declaration {
    kind: Kind::Event,
    name: "Event",
    plural: "events",
    singular: "event",
    short: &["ev"],
    columns: &[
        Column::made("LAST SEEN", event::last_seen),
        Column::text("TYPE", ".type", ""),
        Column::text("REASON", ".reason", ""),
        Column::made("OBJECT", event::about),
        Column::text("SUBOBJECT", ".involvedObject.fieldPath", "").wide(),
        Column::made("SOURCE", event::source).wide(),
        Column::made("MESSAGE", event::message),
        Column::made("FIRST SEEN", event::first_seen).wide(),
        Column::made("COUNT", event::count).wide(),
        NAME.wide(),
    ],
    fields: &[
        "involvedObject.kind",
        "involvedObject.namespace",
        "involvedObject.name",
        "involvedObject.uid",
        "involvedObject.apiVersion",
        "involvedObject.resourceVersion",
        "involvedObject.fieldPath",
        "reason",
        "reportingComponent",
        "source",
        "type",
    ],
    ..PLAIN
};
