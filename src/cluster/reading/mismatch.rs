//! The words for a value of a wrong type, as Go's JSON library has them: `json: cannot unmarshal string into Go struct
//! field ServicePort.spec.ports.port of type int32`.

use serde::{
    Deserializer,
    de::{
        self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::fault::ReadFault;

/// A value as serde's messages name it.
pub(super) fn unexpected(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => Unexpected::Bool(*value).to_string(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Unexpected::Signed(value).to_string(),
            (None, value) => Unexpected::Float(value.unwrap_or_default()).to_string(),
        },
        Value::String(text) => Unexpected::Str(text).to_string(),
        Value::Array(_) => Unexpected::Seq.to_string(),
        Value::Object(_) => Unexpected::Map.to_string(),
    }
}

pub(super) fn go_value_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The Go type of a field that holds a text: some have a name of their own.
pub(super) fn string_type(structure: &str, field: &str) -> &'static str {
    match (structure, field) {
        // Bytes, written in base64.
        ("Secret", "data") | ("ConfigMap", "binaryData") => "[]uint8",
        (_, "protocol") => "v1.Protocol",
        ("ServiceSpec", "type") => "v1.ServiceType",
        ("ServiceSpec", "sessionAffinity") => "v1.ServiceAffinity",
        (_, "imagePullPolicy") => "v1.PullPolicy",
        ("PodSpec", "restartPolicy") => "v1.RestartPolicy",
        (_, "preemptionPolicy") => "v1.PreemptionPolicy",
        (_, "dnsPolicy") => "v1.DNSPolicy",
        (_, "pathType") => "v1.PathType",
        (_, "policyTypes") => "v1.PolicyType",
        _ => "string",
    }
}

/// `^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$`
pub(super) fn is_quantity(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let suffix = rest.trim_start_matches(|c: char| "eEinumkKMGTP".contains(c));
    let exponent = suffix.strip_prefix(['+', '-']).unwrap_or(suffix);
    rest.len() < text.len() && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

/// The place of the first byte that base64 does not have.
pub(super) fn bad_base64(text: &str) -> Option<usize> {
    let body = text.trim_end_matches('=');
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    body.bytes().position(|byte| !letter(byte)).or_else(|| {
        let padded = text.len() - body.len();
        (!text.len().is_multiple_of(4) || padded > 2).then_some(body.len())
    })
}

/// The Go type of a list's or map's elements: what the type asks for when it is offered one.
pub(super) fn element_type<'de, V: Visitor<'de>>(visitor: V, of_map: bool) -> String {
    let asked =
        if of_map { visitor.visit_map(Offer(false)).err() } else { visitor.visit_seq(Offer(false)).err() };
    asked.map_or_else(|| "interface {}".to_owned(), |fault| fault.go().to_owned())
}

/// Offers one element, and fails with the name of the type that is asked for.
struct Offer(bool);

impl<'de> SeqAccess<'de> for Offer {
    type Error = ReadFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadFault> {
        seed.deserialize(Asked).map(Some)
    }
}

impl<'de> MapAccess<'de> for Offer {
    type Error = ReadFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadFault> {
        let key: StrDeserializer<'_, ReadFault> = "".into_deserializer();
        if std::mem::replace(&mut self.0, true) { Ok(None) } else { seed.deserialize(key).map(Some) }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadFault> {
        seed.deserialize(Asked)
    }
}

struct Asked;

macro_rules! asked {
    ($($method:ident: $name:literal),+) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ReadFault> {
            Err(de::Error::custom($name))
        })+
    };
}

impl<'de> Deserializer<'de> for Asked {
    type Error = ReadFault;

    asked!(deserialize_any: "interface {}", deserialize_string: "string", deserialize_str: "string", deserialize_i32: "int32", deserialize_i64: "int64", deserialize_bool: "bool");

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, ReadFault> {
        Err(de::Error::custom(format!("v1.{name}")))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, ReadFault> {
        Err(de::Error::custom(format!("v1.{name}")))
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit unit_struct seq tuple tuple_struct map
        enum identifier ignored_any
    }
}
