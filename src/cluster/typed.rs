//! An object read by its type: the `k8s-openapi` structs behind one enum.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{kind::Kind, kinds::each_kind};

/// A kind that has a Rust type. Ask a [`Cluster`](super::Cluster) for `list::<Pod>()`.
pub trait Resource: Sized + 'static {
    const KIND: Kind;
    fn of(typed: &Typed) -> Option<&Self>;
}

/// A field that does not have the type the API gives it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct WrongType {
    /// `spec.ports[0].port`.
    pub field: String,
    pub message: String,
}

macro_rules! typed {
    (typed { $($kind:ident: $group:ident::$version:ident = $file:ident::$row:ident,)+ } plain { $($plain:tt)* }) => {
        $(use k8s_openapi::api::$group::$version::$kind;)+

        /// The typed form of an object. Custom resources, those of Gateway API too, have no type here: read their JSON.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Typed {
            $($kind(Box<$kind>),)+
            Untyped,
        }

        impl Typed {
            /// Reads an object's JSON by its kind's type.
            pub fn read(kind: Kind, json: &Value) -> Result<Self, WrongType> {
                match kind {
                    $(Kind::$kind => read::<$kind>(json).map(|typed| Self::$kind(Box::new(typed))),)+
                    _ => Ok(Self::Untyped),
                }
            }

            /// Reads an object by its kind's type from any deserializer: the door for strict decoding.
            ///
            /// # Errors
            /// The deserializer's.
            pub fn read_from<'de, D: Deserializer<'de>>(kind: Kind, from: D) -> Result<Self, D::Error> {
                match kind {
                    $(Kind::$kind => $kind::deserialize(from).map(|typed| Self::$kind(Box::new(typed))),)+
                    _ => Ok(Self::Untyped),
                }
            }

            /// The JSON that the type keeps: fields the API does not know are gone.
            pub fn to_json(&self) -> Option<Value> {
                match self {
                    $(Self::$kind(typed) => serde_json::to_value(typed).ok(),)+
                    Self::Untyped => None,
                }
            }
        }

        $(impl Resource for $kind {
            const KIND: Kind = Kind::$kind;
            fn of(typed: &Typed) -> Option<&Self> {
                match typed {
                    Typed::$kind(typed) => Some(typed),
                    _ => None,
                }
            }
        })+
    };
}

each_kind!(typed);

/// The path of the fault is only asked for when there is one: tracking it doubles the time of a good read.
fn read<'de, T: Deserialize<'de>>(json: &'de Value) -> Result<T, WrongType> {
    T::deserialize(json).or_else(|_| {
        serde_path_to_error::deserialize(json).map_err(|error| WrongType {
            field: error.path().to_string(),
            message: error.inner().to_string(),
        })
    })
}
