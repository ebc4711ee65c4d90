//! The names of resource types that `kubectl` takes for one another: plural, singular, short, with their group.
//!
//! Source: `kubectl api-resources` of Kubernetes 1.36 and the Gateway API's CRDs.

struct Resource {
    plural: &'static str,
    singular: &'static str,
    short: &'static [&'static str],
    group: &'static str,
}

/// The plural of a resource type, however it is named (`svc`, `Service`, `networkpolicies.networking.k8s.io`); `None` if
/// there is no such type.
pub(super) fn plural(name: &str) -> Option<&'static str> {
    find(name).map(|resource| resource.plural)
}

/// The singular of a type by its singular or short name; `None` for a plural, which `kubectl create` does not take.
pub(super) fn singular(name: &str) -> Option<&'static str> {
    find(name).filter(|resource| resource.plural != name).map(|resource| resource.singular)
}

fn find(name: &str) -> Option<&'static Resource> {
    // kubectl takes types without regard to capitals.
    let name = name.to_ascii_lowercase();
    let (name, group) = name.split_once('.').unwrap_or((&name, ""));
    RESOURCES.iter().find(|resource| {
        let is_named = resource.plural == name || resource.singular == name || resource.short.contains(&name);
        is_named && (group.is_empty() || group == resource.group)
    })
}

const fn of(
    plural: &'static str,
    singular: &'static str,
    short: &'static [&'static str],
    group: &'static str,
) -> Resource {
    Resource { plural, singular, short, group }
}

const NETWORKING: &str = "networking.k8s.io";
const GATEWAY: &str = "gateway.networking.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";

const RESOURCES: &[Resource] = &[
    of("pods", "pod", &["po"], ""),
    of("services", "service", &["svc"], ""),
    of("endpoints", "endpoints", &["ep"], ""),
    of("endpointslices", "endpointslice", &[], "discovery.k8s.io"),
    of("networkpolicies", "networkpolicy", &["netpol"], NETWORKING),
    of("ingresses", "ingress", &["ing"], NETWORKING),
    of("ingressclasses", "ingressclass", &[], NETWORKING),
    of("servicecidrs", "servicecidr", &[], NETWORKING),
    of("ipaddresses", "ipaddress", &["ip"], NETWORKING),
    of("gateways", "gateway", &["gtw"], GATEWAY),
    of("gatewayclasses", "gatewayclass", &["gc"], GATEWAY),
    of("httproutes", "httproute", &[], GATEWAY),
    of("grpcroutes", "grpcroute", &[], GATEWAY),
    of("tlsroutes", "tlsroute", &[], GATEWAY),
    of("referencegrants", "referencegrant", &["refgrant"], GATEWAY),
    of("backendtlspolicies", "backendtlspolicy", &["btlspolicy"], GATEWAY),
    of("deployments", "deployment", &["deploy"], "apps"),
    of("replicasets", "replicaset", &["rs"], "apps"),
    of("statefulsets", "statefulset", &["sts"], "apps"),
    of("daemonsets", "daemonset", &["ds"], "apps"),
    of("jobs", "job", &[], "batch"),
    of("cronjobs", "cronjob", &["cj"], "batch"),
    of("configmaps", "configmap", &["cm"], ""),
    of("secrets", "secret", &[], ""),
    of("namespaces", "namespace", &["ns"], ""),
    of("nodes", "node", &["no"], ""),
    of("events", "event", &["ev"], ""),
    of("serviceaccounts", "serviceaccount", &["sa"], ""),
    of("persistentvolumes", "persistentvolume", &["pv"], ""),
    of("persistentvolumeclaims", "persistentvolumeclaim", &["pvc"], ""),
    of("replicationcontrollers", "replicationcontroller", &["rc"], ""),
    of("resourcequotas", "resourcequota", &["quota"], ""),
    of("limitranges", "limitrange", &["limits"], ""),
    of("componentstatuses", "componentstatus", &["cs"], ""),
    of("storageclasses", "storageclass", &["sc"], "storage.k8s.io"),
    of("horizontalpodautoscalers", "horizontalpodautoscaler", &["hpa"], "autoscaling"),
    of("poddisruptionbudgets", "poddisruptionbudget", &["pdb"], "policy"),
    of("priorityclasses", "priorityclass", &["pc"], "scheduling.k8s.io"),
    of("leases", "lease", &[], "coordination.k8s.io"),
    of("roles", "role", &[], RBAC),
    of("rolebindings", "rolebinding", &[], RBAC),
    of("clusterroles", "clusterrole", &[], RBAC),
    of("clusterrolebindings", "clusterrolebinding", &[], RBAC),
    of("certificatesigningrequests", "certificatesigningrequest", &["csr"], "certificates.k8s.io"),
    of("customresourcedefinitions", "customresourcedefinition", &["crd", "crds"], "apiextensions.k8s.io"),
];
