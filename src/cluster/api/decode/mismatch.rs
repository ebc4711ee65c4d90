//! The words for a value of a wrong type, as Go's JSON library has them: `json: cannot unmarshal string into Go struct
//! field ServicePort.spec.ports.port of type int32`.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::Value;

/// The first thing in a body that does not have its type.
#[derive(Debug)]
pub(super) struct DecodeFault(pub String);

impl fmt::Display for DecodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DecodeFault {}

impl de::Error for DecodeFault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    /// Only types that read any value come here: a number or text (`IntOrString`), a time.
    fn invalid_type(is: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let is = match is {
            de::Unexpected::Bool(_) => "bool",
            de::Unexpected::Seq => "array",
            de::Unexpected::Map => "object",
            de::Unexpected::Str(_) => "string",
            _ => "number",
        };
        let expected = expected.to_string();
        let wanted = if expected == "IntOrString" { "int32" } else { &expected };
        Self(format!("json: cannot unmarshal {is} into Go value of type {wanted}"))
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
pub(super) fn string_type(structure: &str, fields: &str) -> &'static str {
    match (structure, fields.rsplit('.').next().unwrap_or_default()) {
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
    asked.map_or_else(|| "interface {}".to_owned(), |fault| fault.0)
}

/// Offers one element, and fails with the name of the type that is asked for.
struct Offer(bool);

impl<'de> SeqAccess<'de> for Offer {
    type Error = DecodeFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeFault> {
        seed.deserialize(Asked).map(Some)
    }
}

impl<'de> MapAccess<'de> for Offer {
    type Error = DecodeFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeFault> {
        let key: StrDeserializer<'_, DecodeFault> = "".into_deserializer();
        if std::mem::replace(&mut self.0, true) { Ok(None) } else { seed.deserialize(key).map(Some) }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, DecodeFault> {
        seed.deserialize(Asked)
    }
}

struct Asked;

macro_rules! asked {
    ($($method:ident: $name:literal),+) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, DecodeFault> {
            Err(DecodeFault($name.to_owned()))
        })+
    };
}

impl<'de> Deserializer<'de> for Asked {
    type Error = DecodeFault;

    asked!(deserialize_any: "interface {}", deserialize_string: "string", deserialize_str: "string", deserialize_i32: "int32", deserialize_i64: "int64", deserialize_bool: "bool");

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, DecodeFault> {
        Err(DecodeFault(format!("v1.{name}")))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, DecodeFault> {
        Err(DecodeFault(format!("v1.{name}")))
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit unit_struct seq tuple tuple_struct map
        enum identifier ignored_any
    }
}
