//! How large a request may be.

use serde_json::Value;

use super::status::{Reason, Status};

/// What the API server reads of a body, in bytes (`MaxRequestBodyBytes`).
const LARGEST_BODY: usize = 3 * 1024 * 1024;
/// What etcd stores in one go, in bytes (`--max-request-bytes`).
const LARGEST_OBJECT: usize = 3 * 512 * 1024;
/// Deeper than any object of the API; what reads and merges trees may recurse so far.
const DEEPEST: usize = 128;

/// # Errors
/// `RequestEntityTooLarge`; `BadRequest` for a body nested deeper than 128 levels.
pub(super) fn check_body(body: &Value) -> Result<(), Status> {
    match measure(body, DEEPEST) {
        None => Err(Status::plain(Reason::BadRequest, "exceeded max depth")),
        Some(size) if size > LARGEST_BODY => {
            let text = format!("Request entity too large: limit is {LARGEST_BODY}");
            Err(Status::plain(Reason::RequestEntityTooLarge, text))
        }
        Some(_) => Ok(()),
    }
}

/// # Errors
/// What etcd says of an object that is too large to be stored.
pub(super) fn check_object(object: &Value) -> Result<(), Status> {
    match measure(object, DEEPEST + 8) {
        Some(size) if size <= LARGEST_OBJECT => Ok(()),
        _ => Err(Status::plain(Reason::Unknown, "etcdserver: request is too large")),
    }
}

/// About the length of the JSON text; none when it is nested deeper than `depth`.
fn measure(value: &Value, depth: usize) -> Option<usize> {
    let inner = depth.checked_sub(1)?;
    match value {
        Value::Null | Value::Bool(_) => Some(4),
        Value::Number(_) => Some(8),
        Value::String(text) => Some(text.len() + 2),
        Value::Array(items) => items.iter().try_fold(2, |sum, item| Some(sum + 1 + measure(item, inner)?)),
        Value::Object(fields) => fields
            .iter()
            .try_fold(2, |sum, (name, value)| Some(sum + name.len() + 4 + measure(value, inner)?)),
    }
}
