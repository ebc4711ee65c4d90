//! Laws of requests: applying twice is applying once, and a patch is undone by its reverse.

use super::*;
use crate::seeds::laws;

/// Maps of labels or data: small, so that two of them have keys in common.
fn texts_of(keys: &'static str) -> impl Strategy<Value = Value> {
    prop::collection::btree_map(keys, "[a-z0-9]{0,5}", 0..4)
        .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key, value.into())).collect()))
}

fn object() -> impl Strategy<Value = Value> {
    let ports = prop::collection::btree_map(1_u16..9, 1_u16..999, 1..4).prop_map(|ports| {
        let port = |(number, target): (u16, u16)| json!({"name": format!("p{number}"), "port": number, "protocol": "TCP", "targetPort": target});
        ports.into_iter().map(port).collect::<Value>()
    });
    (texts_of("[a-c]"), texts_of("[a-d]"), ports, any::<bool>()).prop_map(|(labels, texts, ports, map)| {
        if map {
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one", "labels": labels}, "data": texts})
        } else {
            json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "one", "labels": labels}, "spec": {"selector": texts, "ports": ports}})
        }
    })
}

/// The merge patch (RFC 7386) that makes `to` of `from`.
fn difference(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else { return to.clone() };
    let gone = from.keys().filter(|key| !to.contains_key(*key)).map(|key| (key.clone(), Value::Null));
    let changed = to.iter().filter(|(key, value)| from.get(*key) != Some(value));
    let changed = changed.map(|(key, value)| {
        (key.clone(), from.get(key).map_or_else(|| value.clone(), |old| difference(old, value)))
    });
    Value::Object(gone.chain(changed).collect())
}

/// Without what counts changes.
fn plain(object: &Object) -> Value {
    let mut json = object.json().clone();
    for counted in ["resourceVersion", "generation", "managedFields"] {
        json["metadata"].as_object_mut().unwrap().remove(counted);
    }
    json
}

proptest! {
    #![proptest_config(laws(48, "proptest-regressions/tests/api/laws.txt"))]

    #[test]
    fn applied_twice_is_applied_once(manifests in prop::collection::vec((object(), "[ab]"), 1..5)) {
        let mut cluster = cluster();
        for (manifest, manager) in manifests {
            let how = How { force: true, manager: &manager, ..HOW };
            let kind = api::kind_of_body(&manifest).unwrap();
            let body = Body::from(manifest);
            let stored = api::apply(&mut cluster, &at(kind, "one"), &body, &how).unwrap();
            let before = texts(&cluster);
            let again = api::apply(&mut cluster, &at(kind, "one"), &body, &how).unwrap();
            prop_assert_eq!(again.json(), stored.json());
            prop_assert_eq!(texts(&cluster), before);
        }
    }

    #[test]
    fn a_patch_is_undone_by_its_reverse(one in object(), other in object()) {
        prop_assume!(one["kind"] == other["kind"]);
        let mut cluster = cluster();
        let kind = api::kind_of_body(&one).unwrap();
        let how = How { manager: "test", ..HOW };
        let first = api::create(&mut cluster, &at(kind, ""), &one.clone().into(), &how).unwrap();
        let (there, back) = (difference(&one, &other), difference(&other, &one));
        api::patch(&mut cluster, &at(kind, "one"), PatchType::Merge, &there, &how).unwrap();
        let restored = api::patch(&mut cluster, &at(kind, "one"), PatchType::Merge, &back, &how).unwrap();
        // Empty maps of labels and selectors are none.
        let strip = |value: Value| value.to_string().replace("\"labels\":{},", "").replace("\"selector\":{},", "").replace("\"data\":{},", "");
        prop_assert_eq!(strip(plain(&restored)), strip(plain(&first)));
    }
}
