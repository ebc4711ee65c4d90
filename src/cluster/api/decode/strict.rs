//! A deserializer over a tree that knows where it is: it notes fields that a type lacks, and words a wrong type as the
//! server does. The types say themselves what they hold, so no schema is kept by hand.

use std::cell::RefCell;

use serde::{
    Deserializer,
    de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::mismatch::{DecodeFault, bad_base64, element_type, go_value_type, is_quantity, string_type};
use crate::cluster::{Kind, Typed};

/// The typed object and the paths of unknown fields.
pub(super) fn read(kind: Kind, tree: &Value) -> Result<(Typed, Vec<String>), String> {
    let unknown = RefCell::new(Vec::new());
    let at = At { value: tree, place: Place::default(), unknown: &unknown };
    let typed = Typed::read_from(kind, at).map_err(|fault| fault.0)?;
    Ok((typed, unknown.into_inner()))
}

/// Where a value is, in the two notations that messages use.
#[derive(Debug, Clone, Default)]
struct Place {
    /// `spec.ports[0].port`
    path: String,
    /// `spec.ports.port`
    fields: String,
    /// The innermost struct around the value.
    structure: &'static str,
}

impl Place {
    fn field(&self, structure: &'static str, name: &str) -> Self {
        let dotted = |text: &str| if text.is_empty() { name.to_owned() } else { format!("{text}.{name}") };
        Self { path: dotted(&self.path), fields: dotted(&self.fields), structure }
    }

    /// In a map or list; Go's messages do not name keys and indices.
    fn inner(&self, step: &str) -> Self {
        Self { path: format!("{}{step}", self.path), ..self.clone() }
    }
}

#[derive(Clone)]
struct At<'de, 'a> {
    value: &'de Value,
    place: Place,
    unknown: &'a RefCell<Vec<String>>,
}

impl At<'_, '_> {
    fn wrong(&self, wanted: &str) -> DecodeFault {
        let is = go_value_type(self.value);
        let at = match (self.place.structure, self.place.fields.as_str()) {
            ("", _) => "Go value".to_owned(),
            (structure, fields) => format!("Go struct field {structure}.{fields}"),
        };
        DecodeFault(format!("json: cannot unmarshal {is} into {at} of type {wanted}"))
    }

    /// A number that does not fit is named in the message.
    fn integer<T: TryFrom<i64>>(&self, wanted: &str) -> Result<T, DecodeFault> {
        let Value::Number(number) = self.value else { return Err(self.wrong(wanted)) };
        number.as_i64().and_then(|value| T::try_from(value).ok()).ok_or_else(|| {
            let text = self.wrong(wanted).0;
            DecodeFault(text.replacen("number", &format!("number {number}"), 1))
        })
    }
}

impl<'de> Deserializer<'de> for At<'de, '_> {
    type Error = DecodeFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), ..) => visitor.visit_i64(value),
                (_, Some(value), _) => visitor.visit_u64(value),
                (.., value) => visitor.visit_f64(value.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(List { items: items.iter().enumerate(), at: self }),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, None, self)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        match self.value {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.wrong("bool")),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        visitor.visit_i32(self.integer("int32")?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        visitor.visit_i64(self.integer("int64")?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        let wanted = string_type(self.place.structure, &self.place.fields);
        let Value::String(text) = self.value else { return Err(self.wrong(wanted)) };
        match bad_base64(text) {
            Some(place) if wanted == "[]uint8" => {
                Err(DecodeFault(format!("illegal base64 data at input byte {place}")))
            }
            _ => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        self.deserialize_str(visitor)
    }

    /// Go leaves what is written as `null` alone.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeFault> {
        match (name, self.value) {
            ("Quantity", Value::String(text)) if !is_quantity(text) => Err(DecodeFault(
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
                    .to_owned(),
            )),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        match self.value {
            Value::Array(items) => visitor.visit_seq(List { items: items.iter().enumerate(), at: self }),
            _ => Err(self.wrong(&format!("[]{}", element_type(visitor, false)))),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, None, self)),
            _ => Err(self.wrong(&format!("map[string]{}", element_type(visitor, true)))),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeFault> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, Some((name, known)), self)),
            _ => Err(self.wrong(&format!("v1.{name}"))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeFault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
    }
}

struct List<'de, 'a> {
    items: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
    at: At<'de, 'a>,
}

impl<'de> SeqAccess<'de> for List<'de, '_> {
    type Error = DecodeFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeFault> {
        let Some((index, value)) = self.items.next() else { return Ok(None) };
        let place = self.at.place.inner(&format!("[{index}]"));
        seed.deserialize(At { value, place, unknown: self.at.unknown }).map(Some)
    }
}

struct Fields<'de, 'a> {
    left: serde_json::map::Iter<'de>,
    /// The struct's name and fields; none for a map.
    known: Option<(&'static str, &'static [&'static str])>,
    at: At<'de, 'a>,
    next: Option<At<'de, 'a>>,
}

impl<'de, 'a> Fields<'de, 'a> {
    fn new(
        fields: &'de Map<String, Value>,
        known: Option<(&'static str, &'static [&'static str])>,
        at: At<'de, 'a>,
    ) -> Self {
        Self { left: fields.iter(), known, at, next: None }
    }
}

impl<'de> MapAccess<'de> for Fields<'de, '_> {
    type Error = DecodeFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeFault> {
        for (name, value) in self.left.by_ref() {
            let place = match self.known {
                Some((structure, known)) => {
                    let place = self.at.place.field(structure, name);
                    if !known.contains(&name.as_str()) {
                        self.at.unknown.borrow_mut().push(place.path);
                        continue;
                    }
                    place
                }
                None => self.at.place.inner(&format!(".{name}")),
            };
            self.next = Some(At { value, place, unknown: self.at.unknown });
            let key: StrDeserializer<'_, DecodeFault> = name.as_str().into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, DecodeFault> {
        match self.next.take() {
            Some(at) => seed.deserialize(at),
            None => Err(serde::de::Error::custom("a value without a key")),
        }
    }
}
