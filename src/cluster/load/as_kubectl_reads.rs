//! Good input in every form: as kubectl turns it into JSON (measured with kubectl 1.36 by `patch --local`).

use serde_json::{Value, json};

use super::{LoadOptions, Loaded, Source, load};
use crate::cluster::{Kind, Object};

fn loaded(text: &str) -> Loaded {
    match load(&[Source { name: "f.yaml", bytes: text.as_bytes() }], &LoadOptions::default()) {
        Ok(loaded) => loaded,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn given(loaded: &Loaded) -> Vec<String> {
    let mut objects: Vec<&Object> =
        loaded.cluster.all().map(AsRef::as_ref).filter(|object| object.is_asked_about()).collect();
    objects.sort_by_key(|object| object.serial());
    objects.into_iter().map(|object| object.key().to_string()).collect()
}

/// The `data` of a `ConfigMap` read as kubectl would, whatever its types.
fn read(yaml: &str) -> Value {
    super::documents(yaml).into_iter().next().unwrap_or_default()
}

#[test]
fn yaml_is_version_1_1() {
    let value = read(
        "a: yes\nb: NO\nc: on\nd: y\ne: 0777\nf: 0o17\ng: 1_000\nh: 2001-01-01\ni: '0777'\nj: \"yes\"\nk: 1e3\nl: ~\nm:\n8080: port\non: key\n",
    );
    assert_eq!(
        value,
        json!({"a": true, "b": false, "c": true, "d": true, "e": 511, "f": 15, "g": 1000, "h": "2001-01-01", "i": "0777", "j": "yes",
            "k": 1000, "l": null, "m": null, "8080": "port", "true": "key"})
    );
}

#[test]
fn anchors_and_merge_keys_are_written_out() {
    let value = read("base: &b {x: 1, z: [2]}\nover:\n  <<: *b\n  x: 3\nsame: *b\n");
    assert_eq!(value["over"], json!({"x": 3, "z": [2]}));
    assert_eq!(value["same"], json!({"x": 1, "z": [2]}));
}

#[test]
fn documents_lists_and_lists_in_lists_in_order() {
    let loaded = loaded(
        "%YAML 1.1\n# a comment\n---\n# only a comment\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\ndata:\n  text: |\n    ---inside\n--- # with a comment\n\
         {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}, \
         {apiVersion: v1, kind: ConfigMapList, items: [{metadata: {name: a, namespace: other}}]}]}\n---\n",
    );
    assert_eq!(given(&loaded), ["ConfigMap default/c", "ConfigMap default/b", "ConfigMap other/a"]);
}

#[test]
fn json_one_after_the_other() {
    let one =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"t": "\t"}});
    let two = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}});
    assert_eq!(given(&loaded(&format!("{one:#}\n\n{two}"))), ["ConfigMap default/a", "ConfigMap default/b"]);
    assert_eq!(
        given(&loaded(&format!("{one:#}\n---\n{two}"))),
        ["ConfigMap default/a", "ConfigMap default/b"]
    );
}

#[test]
fn nothing_and_a_byte_order_mark_are_good_input() {
    for text in [
        "",
        "\n\n",
        "---\n---\n",
        "# nothing\n",
        "null\n",
        "\u{feff}{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
    ] {
        assert!(given(&loaded(text)).len() <= 1, "{text:?}");
    }
}

#[test]
fn unknown_kinds_are_counted_and_skipped() {
    let loaded = loaded(
        "{apiVersion: batch/v1, kind: Job, metadata: {name: a}}\n---\n{apiVersion: batch/v1, kind: Job}\n---\n{apiVersion: extensions/v1beta1, kind: NetworkPolicy, metadata: {name: a}}",
    );
    let skipped: Vec<_> = loaded.skipped.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(skipped, [("batch/v1 Job", 2), ("extensions/v1beta1 NetworkPolicy", 1)]);
}

#[test]
fn several_sources_make_one_cluster_and_a_default_namespace_can_be_chosen() {
    let pod = |name: &str| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": []}})
            .to_string()
    };
    let (a, b) = (pod("a"), pod("b"));
    let sources =
        [Source { name: "a.yaml", bytes: a.as_bytes() }, Source { name: "b.json", bytes: b.as_bytes() }];
    let options = LoadOptions { namespace: "mine".to_owned(), ..LoadOptions::default() };
    assert_eq!(given(&load(&sources, &options).unwrap()), ["Pod mine/a", "Pod mine/b"]);
}

#[test]
fn a_cluster_scoped_object_has_no_namespace() {
    let loaded = loaded("{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}");
    let object = loaded.cluster.find(Kind::Namespace, "", "a").unwrap();
    assert_eq!(
        object.json()["metadata"],
        json!({"name": "a", "labels": {"kubernetes.io/metadata.name": "a"}})
    );
}
