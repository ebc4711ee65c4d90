//! A Corefile ready to answer: its server blocks, each with its plugins in the order in which they are run.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    corefile::{self, Corefile, CorefileError, Directive, Form, ServerBlock, Token},
    name,
    plugin::{self, Key, Plugin},
};

/// What a Corefile says, compiled. A value: compile a new text and keep the old server until it is good, as `reload` does.
#[derive(Debug, Clone)]
pub struct Server {
    pub(super) blocks: Vec<Block>,
    sites: Vec<Site>,
}

#[derive(Debug, Clone)]
pub(super) struct Block {
    /// As written: `.:53`.
    pub title: String,
    pub line: usize,
    pub plugins: Vec<Plugin>,
}

/// One zone on one port.
#[derive(Debug, Clone)]
struct Site {
    zone: String,
    port: u16,
    transport: String,
    block: usize,
}

impl Server {
    /// Reads and compiles a Corefile.
    ///
    /// # Errors
    /// The first fault, in the words and in the order of `CoreDNS`: syntax; keys; plugins in their order of execution,
    /// each through all blocks; zones served twice.
    pub fn read(text: &str) -> Result<Self, CorefileError> {
        Self::compile(&corefile::parse(text)?)
    }

    /// As [`read`](Self::read), of a Corefile already taken apart.
    ///
    /// # Errors
    /// As [`read`](Self::read), but for the syntax.
    pub fn compile(corefile: &Corefile) -> Result<Self, CorefileError> {
        let mut sites = Vec::new();
        for (block, source) in corefile.blocks.iter().enumerate() {
            for key in &source.keys {
                sites.extend(sites_of(key, block)?);
            }
        }
        let mut blocks: Vec<Block> = corefile.blocks.iter().map(block).collect();
        for (index, uses) in in_order(corefile) {
            let zones: Vec<String> =
                sites.iter().filter(|site| site.block == index).map(|site| site.zone.clone()).collect();
            if let (Some(plugin), Some(block)) = (plugin::set_up(&uses, &zones)?, blocks.get_mut(index)) {
                block.plugins.push(plugin);
            }
        }
        check_overlap(corefile, &sites)?;
        Ok(Self { blocks, sites })
    }

    /// Whether plain DNS is served on the port.
    pub fn listens_on(&self, port: u16) -> bool {
        self.sites.iter().any(|site| site.port == port && site.transport == "dns")
    }

    /// The block of the longest zone that the name is in.
    pub(super) fn block_for(&self, port: u16, name: &str) -> Option<&Block> {
        let sites = self
            .sites
            .iter()
            .filter(|site| site.port == port && site.transport == "dns" && name::is_within(name, &site.zone));
        sites.max_by_key(|site| name::labels(&site.zone).len()).and_then(|site| self.blocks.get(site.block))
    }

    /// The zones and ports of the blocks that watch for loops, with the line of the plugin.
    pub(super) fn loop_watches(&self) -> impl Iterator<Item = (&str, u16, usize)> {
        let watch = |block: &Block| {
            block
                .plugins
                .iter()
                .find_map(|plugin| if let Plugin::Loop { line } = plugin { Some(*line) } else { None })
        };
        let line = move |site: &Site| self.blocks.get(site.block).and_then(watch);
        let plain = self.sites.iter().filter(|site| site.transport == "dns");
        plain.filter_map(move |site| Some((site.zone.as_str(), site.port, line(site)?)))
    }
}

fn block(source: &ServerBlock) -> Block {
    let title = source.keys.iter().map(|key| key.text.as_str()).collect::<Vec<_>>().join(" ");
    Block { title, line: source.keys.first().map_or(0, |key| key.line), plugins: vec![] }
}

fn sites_of(key: &Token, block: usize) -> Result<Vec<Site>, CorefileError> {
    let read = Key::read(&key.text).map_err(|why| fault(key, why))?;
    let port = read.port.unwrap_or(match read.transport.as_str() {
        "tls" | "quic" => 853,
        "grpc" | "https" | "https3" => 443,
        _ => 53,
    });
    let site = |zone: String| Site { zone, port, transport: read.transport.clone(), block };
    Ok(read.zones.into_iter().map(site).collect())
}

/// The uses of each plugin in each block, in the order in which they are set up.
fn in_order(corefile: &Corefile) -> Vec<(usize, Arc<[&Directive]>)> {
    let mut uses: BTreeMap<(usize, usize), Vec<&Directive>> = BTreeMap::new();
    for (index, block) in corefile.blocks.iter().enumerate() {
        for directive in &block.directives {
            uses.entry((directive.order, index)).or_default().push(directive);
        }
    }
    uses.into_iter().map(|((_, index), uses)| (index, uses.into())).collect()
}

/// The same zone twice on one port, unless `bind` may keep them apart.
fn check_overlap(corefile: &Corefile, sites: &[Site]) -> Result<(), CorefileError> {
    let bound = |block: usize| {
        corefile.blocks.get(block).is_some_and(|block| block.directives.iter().any(|one| one.name == "bind"))
    };
    let mut seen = BTreeSet::new();
    for site in sites.iter().filter(|site| !bound(site.block)) {
        if !seen.insert((&site.transport, &site.zone, site.port)) {
            let key = corefile.blocks.get(site.block).and_then(|block| block.keys.first());
            let message = format!(
                "cannot serve {}://{}:{} - it is already defined",
                site.transport, site.zone, site.port
            );
            return Err(
                key.map_or_else(|| fault_at(1, 1, message.clone()), |key| fault(key, message.clone()))
            );
        }
    }
    Ok(())
}

fn fault(key: &Token, message: String) -> CorefileError {
    fault_at(key.line, key.column, message)
}

fn fault_at(line: usize, column: usize, message: String) -> CorefileError {
    CorefileError { plugin: None, form: Form::Plain, line, column, message }
}
