//! Resource records: what an answer holds, and how it is written.

use std::{fmt, net::IpAddr};

use serde::{Serialize, Serializer, ser::SerializeStruct};

macro_rules! types {
    ($($name:ident),+ $(,)?) => {
        /// The type of a record or of a question, by its name in RFC 1035 and its followers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordType {
            $($name),+
        }

        impl RecordType {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),+
                }
            }
        }
    };
}

types!(A, AAAA, CNAME, SRV, PTR, TXT, NS, SOA, MX, HINFO, CAA, NAPTR, DS, DNSKEY, HTTPS, SVCB, ANY);

impl RecordType {
    /// Reads a type's name, in either case.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name().eq_ignore_ascii_case(text))
    }

    /// The type of an address record.
    pub fn of_address(address: IpAddr) -> Self {
        if address.is_ipv6() { Self::AAAA } else { Self::A }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The data of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    Address(IpAddr),
    /// Of a CNAME, PTR or NS record.
    Name(String),
    Service {
        priority: u16,
        weight: u16,
        port: u16,
        target: String,
    },
    Text(String),
    /// Written empty: a serial is a time stamp, and there is no clock here.
    StartOfAuthority,
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::Name(name) => f.write_str(name),
            Self::Service { priority, weight, port, target } => {
                write!(f, "{priority} {weight} {port} {target}")
            }
            Self::Text(text) => write!(f, "{text:?}"),
            Self::StartOfAuthority => Ok(()),
        }
    }
}

/// One resource record of class IN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// Absolute, spelled as asked.
    pub name: String,
    pub kind: RecordType,
    /// In seconds.
    pub ttl: u32,
    pub data: Data,
}

impl Record {
    pub fn new(name: &str, kind: RecordType, ttl: u32, data: Data) -> Self {
        Self { name: name.to_owned(), kind, ttl, data }
    }

    pub fn address(name: &str, ttl: u32, address: IpAddr) -> Self {
        Self::new(name, RecordType::of_address(address), ttl, Data::Address(address))
    }

    /// The name in the data, where the data is or holds one.
    pub fn target(&self) -> Option<&str> {
        match &self.data {
            Data::Name(name) | Data::Service { target: name, .. } => Some(name),
            _ => None,
        }
    }

    pub(super) fn target_mut(&mut self) -> Option<&mut String> {
        match &mut self.data {
            Data::Name(name) | Data::Service { target: name, .. } => Some(name),
            _ => None,
        }
    }
}

/// As `dig` prints it: name, seconds, class, type, data.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} IN {} {}", self.name, self.ttl, self.kind, self.data)
    }
}

/// `{"name", "type", "ttl", "data"}`, the data as text.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Record", 4)?;
        map.serialize_field("name", &self.name)?;
        map.serialize_field("type", self.kind.name())?;
        map.serialize_field("ttl", &self.ttl)?;
        map.serialize_field("data", &self.data.to_string())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_written_as_dig_writes_it() {
        let data = Data::Service {
            priority: 0,
            weight: 100,
            port: 80,
            target: "web.shop.svc.cluster.local.".to_owned(),
        };
        let record = Record::new("_http._tcp.web.shop.svc.cluster.local.", RecordType::SRV, 30, data);
        assert_eq!(
            record.to_string(),
            "_http._tcp.web.shop.svc.cluster.local. 30 IN SRV 0 100 80 web.shop.svc.cluster.local."
        );
        let json = serde_json::to_value(Record::address("a.", 5, [10, 0, 0, 1].into())).unwrap();
        assert_eq!(json, serde_json::json!({"name": "a.", "type": "A", "ttl": 5, "data": "10.0.0.1"}));
    }

    #[test]
    fn types_are_read_in_either_case() {
        assert_eq!(RecordType::read("aaaa"), Some(RecordType::AAAA));
        assert_eq!(RecordType::read("AA"), None);
    }
}
