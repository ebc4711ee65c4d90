//! What is taken to be there although no object says so.

/// Manifests of an application seldom hold what the installation of a controller brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// A whole cluster: what is not there is not there.
    #[default]
    Counts,
    /// Somebody's manifests: where there is no `IngressClass` (or `GatewayClass`, or TLS Secret) at all, the one that is named
    /// is taken to exist, and a note says so. Where there is one of them, others that are named are missing.
    Assumed,
}
