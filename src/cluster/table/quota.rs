//! The cells of a `ResourceQuota`: what is used of what may be.

use k8s_openapi::api::core::v1::ResourceQuota;

use super::Shown;

pub fn requests(shown: &Shown<'_>) -> String {
    used_of_hard(shown, |name| !name.starts_with("limits."))
}

pub fn limits(shown: &Shown<'_>) -> String {
    used_of_hard(shown, |name| name.starts_with("limits."))
}

/// `pods: 2/10, services: 1/5`, by name.
fn used_of_hard(shown: &Shown<'_>, wanted: fn(&str) -> bool) -> String {
    let Some(status) = shown.object.typed::<ResourceQuota>().and_then(|quota| quota.status.as_ref()) else {
        return String::new();
    };
    let used = |name: &str| {
        status.used.as_ref().and_then(|used| used.get(name)).map_or("0", |amount| amount.0.as_str())
    };
    let hard = status.hard.iter().flatten().filter(|(name, _)| wanted(name));
    hard.map(|(name, most)| format!("{name}: {}/{}", used(name), most.0)).collect::<Vec<_>>().join(", ")
}
