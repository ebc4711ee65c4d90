//! The settings of the plugin `hosts`: a table of names in the Corefile. <https://coredns.io/plugins/hosts/>

use std::{collections::BTreeMap, net::IpAddr};

use super::{
    reader::Reader,
    zone::{Fallthrough, zones_or},
};
use crate::network::dns::{corefile::CorefileError, name};

/// The one `hosts` stanza of a server block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    pub line: usize,
    /// Names outside of these are none of its business.
    pub zones: Vec<String>,
    /// A file other than `/etc/hosts`: what it holds is not known here.
    pub file: Option<String>,
    pub addresses: BTreeMap<String, Vec<IpAddr>>,
    pub names: BTreeMap<IpAddr, Vec<String>>,
    pub fallthrough: Fallthrough,
    /// In seconds.
    pub ttl: u32,
}

/// The default file, and what it says in every Pod.
const OWN_FILE: &str = "/etc/hosts";
const LOCALHOST: [&str; 2] = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"];

impl Hosts {
    pub fn read(reader: &mut Reader<'_>, block_zones: &[String]) -> Result<Self, CorefileError> {
        let line = reader.line();
        let arguments = reader.arguments();
        let (file, zones) =
            arguments.split_first().map_or((None, &[][..]), |(file, zones)| (Some(*file), zones));
        let file = file.filter(|file| *file != OWN_FILE);
        let zones = zones_or(zones, block_zones).map_err(|why| reader.plain(why))?;
        let mut hosts = Self {
            line,
            zones,
            file: file.map(str::to_owned),
            addresses: BTreeMap::new(),
            names: BTreeMap::new(),
            fallthrough: Fallthrough::default(),
            ttl: 3600,
        };
        let mut reverse = true;
        let mut lines: Vec<Vec<&str>> = Vec::new();
        if file.is_none() {
            lines.extend(LOCALHOST.iter().map(|line| line.split_whitespace().collect()));
        }
        while let Some(property) = reader.property() {
            match property {
                "fallthrough" => hosts.fallthrough = Fallthrough::of_arguments(&reader.arguments()),
                "no_reverse" => reverse = false,
                "ttl" => hosts.ttl = ttl(reader)?,
                "reload" => {
                    let text = reader.only_argument()?;
                    reader.duration(text)?;
                }
                address if !hosts.fallthrough.is_set() => {
                    let mut words = vec![address];
                    words.extend(reader.arguments());
                    lines.push(words);
                }
                _ => return Err(reader.unknown_property()),
            }
        }
        for words in lines {
            hosts.enter(&words, reverse);
        }
        Ok(hosts)
    }

    /// A line `ADDRESS NAME...`; one that does not begin with an address is left out without a word, as in `CoreDNS`.
    fn enter(&mut self, words: &[&str], reverse: bool) {
        let Some((address, names)) = words.split_first() else { return };
        let Ok(address) = address.parse::<IpAddr>() else { return };
        for name in names.iter().map(|name| name::normal(name)) {
            if !self.zones.iter().any(|zone| name::is_within(&name, zone)) {
                continue;
            }
            self.addresses.entry(name.clone()).or_default().push(address);
            if reverse {
                self.names.entry(address).or_default().push(name);
            }
        }
    }
}

fn ttl(reader: &mut Reader<'_>) -> Result<u32, CorefileError> {
    let Some(text) = reader.arguments().first().copied() else { return Err(reader.wrong_count()) };
    let ttl: i64 = reader.number(text)?;
    u32::try_from(ttl)
        .ok()
        .filter(|ttl| (1..65_536).contains(ttl))
        .ok_or_else(|| reader.fault("ttl provided is invalid"))
}
