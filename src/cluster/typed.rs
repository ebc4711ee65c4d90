//! An object read by its type: the `k8s-openapi` structs behind one enum.

use serde::Deserialize;
use serde_json::Value;

use super::{
    kind::Kind,
    kinds::each_kind,
    reading::{self, ReadFault, Tree},
};

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
            ///
            /// # Errors
            /// Where a field does not have its type.
            pub fn read(kind: Kind, json: &Value) -> Result<Self, WrongType> {
                reading::lenient(kind, json)
            }

            /// Reads an object by its kind's type: the one place where the types are read.
            ///
            /// # Errors
            /// The first field that does not have its type.
            pub(super) fn read_from(kind: Kind, from: Tree<'_, '_>) -> Result<Self, ReadFault> {
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
