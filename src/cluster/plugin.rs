//! Network plugins (CNI) that we know, read once from `assets/cluster/plugins.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::settings::Plugin;

const SOURCE: &str = include_str!("../../assets/cluster/plugins.toml");

/// How a plugin shows itself in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    pub enforces_policies: bool,
    pub namespace: String,
    pub daemon_set: String,
    /// Key and value of the label of its Pods.
    pub label: [String; 2],
    pub image: String,
    /// What lies in `/etc/cni/net.d` of each node.
    pub files: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "plugin")]
    plugins: Vec<Profile>,
}

/// All profiles. A mistake in the file leaves none, and fails a test.
pub fn profiles() -> &'static [Profile] {
    static FILE: LazyLock<File> = LazyLock::new(|| toml::from_str(SOURCE).unwrap_or_default());
    &FILE.plugins
}

impl Profile {
    pub fn of(name: &str) -> Option<&'static Self> {
        profiles().iter().find(|profile| profile.name == name)
    }

    /// The setting of a cluster with this plugin.
    pub fn plugin(&self) -> Plugin {
        Plugin { name: self.name.clone(), enforces_policies: self.enforces_policies }
    }

    /// The `DaemonSet` that runs it on every node.
    pub(super) fn daemon_set(&self) -> Value {
        let [key, value] = &self.label;
        let labels = json!({key.as_str(): value});
        json!({
            "apiVersion": "apps/v1", "kind": "DaemonSet",
            "metadata": {"name": self.daemon_set, "namespace": self.namespace, "labels": labels},
            "spec": {"selector": {"matchLabels": labels}, "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "hostNetwork": true, "priorityClassName": "system-node-critical",
                    "tolerations": [{"operator": "Exists"}],
                    "containers": [{"name": self.daemon_set, "image": self.image}],
                },
            }},
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::container::catalog;

    #[test]
    fn each_plugin_has_an_image_that_runs() {
        assert_eq!(profiles().len(), 5);
        for profile in profiles() {
            assert!(
                catalog().image(&profile.image).is_some() && catalog().has_tag(&profile.image),
                "{}",
                profile.name
            );
        }
        assert!(!Profile::of("flannel").unwrap().plugin().enforces_policies);
    }
}
