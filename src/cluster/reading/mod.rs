//! Reads trees by the API's types.

mod at;
mod fault;
mod mismatch;
mod place;

use serde::Deserialize;
use serde_json::Value;

use at::{At, Reading};
use place::Place;

use super::{
    kind::Kind,
    typed::{Typed, WrongType},
};

pub use at::At as Tree;
pub use fault::ReadFault;

/// An object as a server decodes it, and the paths of fields that its type lacks.
///
/// # Errors
/// The words of the server's JSON library.
pub fn strict(kind: Kind, tree: &Value) -> Result<(Typed, Vec<String>), String> {
    let reading = Reading { strict: true, ..Reading::default() };
    let at = At { value: tree, place: &Place::ROOT, reading: &reading };
    let typed = Typed::read_from(kind, at).map_err(|fault| fault.go().to_owned())?;
    Ok((typed, reading.unknown.into_inner()))
}

/// An object as a file is loaded.
///
/// # Errors
/// Where a field does not have its type.
pub fn lenient(kind: Kind, tree: &Value) -> Result<Typed, WrongType> {
    let reading = Reading::default();
    let at = At { value: tree, place: &Place::ROOT, reading: &reading };
    Typed::read_from(kind, at).map_err(wrong)
}

/// A part of an object, by its own type.
///
/// # Errors
/// As [`lenient`]; the path begins at the part.
pub fn part<'de, T: Deserialize<'de>>(tree: &'de Value) -> Result<T, WrongType> {
    let reading = Reading::default();
    T::deserialize(At { value: tree, place: &Place::ROOT, reading: &reading }).map_err(wrong)
}

#[allow(clippy::needless_pass_by_value, reason = "handed to `map_err`")]
fn wrong(fault: ReadFault) -> WrongType {
    WrongType { field: fault.path().to_owned(), message: fault.plain().to_owned() }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::PodSpec;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fault_is_told_with_its_path_and_in_plain_words() {
        for (tree, field, message) in [
            (
                json!({"spec": {"ports": [{"port": 80}, {"port": "http"}]}}),
                "spec.ports[1].port",
                "invalid type: string \"http\", expected i32",
            ),
            (
                json!({"spec": {"ports": [{"port": 5_000_000_000_i64}]}}),
                "spec.ports[0].port",
                "invalid value: integer `5000000000`, expected i32",
            ),
            (
                json!({"metadata": {"labels": {"level": 5}}}),
                "metadata.labels.level",
                "invalid type: integer `5`, expected a string",
            ),
            (json!({"spec": {"ports": {}}}), "spec.ports", "invalid type: map, expected a sequence"),
            (
                json!({"spec": {"ports": [{"port": 80, "targetPort": true}]}}),
                "spec.ports[0].targetPort",
                "invalid type: boolean `true`, expected IntOrString",
            ),
            (json!({"metadata": {"creationTimestamp": "yesterday"}}), "metadata.creationTimestamp", ""),
        ] {
            let fault = lenient(Kind::Service, &tree).unwrap_err();
            assert_eq!(fault.field, field);
            assert!(message.is_empty() || fault.message == message, "{}", fault.message);
        }
    }

    #[test]
    fn what_a_server_refuses_a_file_may_hold() {
        let odd = json!({"containers": [{"name": "c", "resources": {"limits": {"cpu": "much"}}, "odd": 1}]});
        assert_eq!(part::<PodSpec>(&odd).unwrap().containers.len(), 1);
        let pod = json!({"spec": odd});
        assert!(lenient(Kind::Pod, &pod).is_ok());
        assert!(strict(Kind::Pod, &pod).unwrap_err().starts_with("quantities must match"));
        let (_, unknown) =
            strict(Kind::Pod, &json!({"spec": {"containers": [{"name": "c", "odd": 1}]}})).unwrap();
        assert_eq!(unknown, ["spec.containers[0].odd"]);
    }
}
