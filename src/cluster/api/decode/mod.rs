//! Bodies of requests into objects: JSON text to a tree, and a tree to the fields that a kind has.
//!
//! As the server does: a wrong type is always refused; unknown and duplicate fields are dropped, and refused when the
//! client asks for strict validation (`fieldValidation=Strict`, what kubectl sends).

mod text;

use serde_json::Value;

use crate::cluster::{Kind, reading};

pub use text::{Body, parse};

/// An object with the fields its kind has.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The fields that the kind knows.
    pub json: Value,
    /// Paths of fields that the kind lacks, `spec.ports[0].prot`.
    pub unknown: Vec<String>,
}

/// Reads a tree as an object of a kind.
///
/// # Errors
/// The words of the server's JSON library about the first value of a wrong type.
pub fn decode(kind: Kind, tree: &Value) -> Result<Decoded, String> {
    let (typed, mut unknown) = reading::strict(kind, tree)?;
    let mut json = tree.clone();
    if let Some(known) = typed.to_json() {
        keep_known(&mut json, &known);
    }
    if let Some(form) = kind.declaration().form {
        form.drop_unknown("", &mut json, &mut unknown);
    }
    json["apiVersion"] = kind.api_version().into();
    json["kind"] = kind.name().into();
    Ok(Decoded { json, unknown })
}

/// Drops what the type does not know and what is null, and takes plain values as the type has them (a quantity written as
/// a number is a text). Absent stays absent: the types would write some empty fields that validation must miss.
fn keep_known(written: &mut Value, known: &Value) {
    match (written, known) {
        (Value::Object(fields), Value::Object(known)) => {
            fields.retain(|name, value| !value.is_null() && known.contains_key(name));
            for (name, value) in fields.iter_mut() {
                if let Some(known) = known.get(name) {
                    keep_known(value, known);
                }
            }
        }
        (Value::Array(items), Value::Array(known)) => {
            items.iter_mut().zip(known).for_each(|(item, known)| keep_known(item, known));
        }
        (written, known) => *written = known.clone(),
    }
}
