//! A deserializer over a tree that knows where it is: it notes fields that a type lacks, and words a wrong type as the
//! server does. The types say themselves what they hold, so no schema is kept by hand.
//!
//! It is the only one that reads the API's types: each further one would be the code of all those types once more.

use std::cell::RefCell;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::{
    fault::ReadFault,
    mismatch::{bad_base64, element_type, go_value_type, is_quantity, string_type, unexpected},
    place::{Place, Step},
};

/// How strictly is read, and what is noted.
#[derive(Debug, Default)]
pub struct Reading {
    /// As a server decodes a body; else as a file is loaded, whose faults are told later.
    pub strict: bool,
    /// Paths of fields that the types lack.
    pub unknown: RefCell<Vec<String>>,
}

/// A value, and where it is.
#[derive(Clone, Copy)]
pub struct At<'de, 'a> {
    pub value: &'de Value,
    pub place: &'a Place<'a>,
    pub reading: &'a Reading,
}

impl<'de> At<'de, '_> {
    /// A value of another type than is asked for: `wanted` in Go's words, `expected` in serde's.
    fn wrong(&self, wanted: &str, expected: &dyn de::Expected) -> ReadFault {
        let is = go_value_type(self.value);
        let at = match (self.place.structure(), self.place.fields()) {
            ("", _) => "Go value".to_owned(),
            (structure, fields) => format!("Go struct field {structure}.{fields}"),
        };
        let go = format!("json: cannot unmarshal {is} into {at} of type {wanted}");
        let plain = format!("invalid type: {}, expected {expected}", unexpected(self.value));
        ReadFault::new(go, plain).at(self.place)
    }

    /// A number that does not fit is named in the message.
    fn integer<T: TryFrom<i64>>(&self, wanted: &str, expected: &dyn de::Expected) -> Result<T, ReadFault> {
        let Value::Number(number) = self.value else { return Err(self.wrong(wanted, expected)) };
        number.as_i64().and_then(|value| T::try_from(value).ok()).ok_or_else(|| {
            let fault = self.wrong(wanted, expected);
            let go = fault.go().replacen("number", &format!("number {number}"), 1);
            let plain = if number.is_f64() {
                fault.plain().to_owned()
            } else {
                format!("invalid value: integer `{number}`, expected {expected}")
            };
            ReadFault::new(go, plain).at(self.place)
        })
    }

    fn list<V: Visitor<'de>>(self, items: &'de [Value], visitor: V) -> Result<V::Value, ReadFault> {
        visitor.visit_seq(List { items: items.iter().enumerate(), at: self })
    }
}

/// Stands for the type of a list's or map's elements until the visitor has said it.
const ELEMENT: &str = "<element>";

impl<'de> Deserializer<'de> for At<'de, '_> {
    type Error = ReadFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), ..) => visitor.visit_i64(value),
                (_, Some(value), _) => visitor.visit_u64(value),
                (.., value) => visitor.visit_f64(value.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => self.list(items, visitor),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, None, self)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.value {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.wrong("bool", &visitor)),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        let value = self.integer("int32", &visitor)?;
        visitor.visit_i32(value)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        let value = self.integer("int64", &visitor)?;
        visitor.visit_i64(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        let wanted = || string_type(self.place.structure(), self.place.last_field());
        let Value::String(text) = self.value else { return Err(self.wrong(wanted(), &visitor)) };
        let bad = bad_base64(text).filter(|_| self.reading.strict && wanted() == "[]uint8");
        match bad {
            Some(place) => Err(de::Error::custom(format!("illegal base64 data at input byte {place}"))),
            None => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        self.deserialize_str(visitor)
    }

    /// Go leaves what is written as `null` alone.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadFault> {
        match (name, self.value) {
            ("Quantity", Value::String(text)) if self.reading.strict && !is_quantity(text) => {
                Err(de::Error::custom(
                    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                ))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.value {
            Value::Array(items) => self.list(items, visitor),
            _ => {
                let fault = self.wrong(ELEMENT, &visitor);
                Err(fault.of_type(ELEMENT, &format!("[]{}", element_type(visitor, false))))
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, None, self)),
            _ => {
                let fault = self.wrong(ELEMENT, &visitor);
                Err(fault.of_type(ELEMENT, &format!("map[string]{}", element_type(visitor, true))))
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadFault> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, Some((name, known)), self)),
            _ => Err(self.wrong(&format!("v1.{name}"), &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadFault> {
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
    type Error = ReadFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadFault> {
        let Some((index, value)) = self.items.next() else { return Ok(None) };
        let place = self.at.place.inner(Step::Index(index));
        let at = At { value, place: &place, ..self.at };
        seed.deserialize(at).map(Some).map_err(|fault| fault.at(&place))
    }
}

struct Fields<'de, 'a> {
    left: serde_json::map::Iter<'de>,
    /// The struct's name and fields; none for a map.
    known: Option<(&'static str, &'static [&'static str])>,
    at: At<'de, 'a>,
    next: Option<(Step<'de>, &'de Value)>,
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
    type Error = ReadFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadFault> {
        for (name, value) in self.left.by_ref() {
            let step = match self.known {
                Some((structure, known)) => {
                    let step = Step::Field { structure, name };
                    if !known.contains(&name.as_str()) {
                        self.at.reading.unknown.borrow_mut().push(self.at.place.inner(step).path());
                        continue;
                    }
                    step
                }
                None => Step::Key(name),
            };
            self.next = Some((step, value));
            let key: StrDeserializer<'_, ReadFault> = name.as_str().into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadFault> {
        let Some((step, value)) = self.next.take() else {
            return Err(de::Error::custom("a value without a key"));
        };
        let place = self.at.place.inner(step);
        seed.deserialize(At { value, place: &place, ..self.at }).map_err(|fault| fault.at(&place))
    }
}
