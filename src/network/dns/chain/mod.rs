//! A question on its way through the plugins of a server block.

mod forward;
mod hosts;
mod rewrite;

use super::{
    Dns,
    answer::{Answer, Ending, Rcode, Step},
    kubernetes::{Said, Sight},
    name,
    plugin::Plugin,
    record::RecordType,
    server::Server,
};

/// How often a question may come back to the server before that is called a loop.
const MOST_ROUNDS: usize = 8;

/// The server with what it knows, answering.
#[derive(Clone, Copy)]
pub struct Chain<'a> {
    pub server: &'a Server,
    pub dns: &'a Dns,
    pub port: u16,
    rounds: usize,
}

impl<'a> Chain<'a> {
    pub fn new(server: &'a Server, dns: &'a Dns, port: u16) -> Self {
        Self { server, dns, port, rounds: 0 }
    }

    pub fn ask(self, asked: &str, kind: RecordType) -> Answer {
        let asked = name::absolute(asked);
        let step = |line, text| vec![Step { plugin: "server", line, text }];
        if !name::is_valid(&asked) {
            let text = format!("{asked:?} is not a name: labels have 1 to 63 characters, names 255 at most");
            return Answer::new(Rcode::FormatError, Ending::Answered, step(0, text));
        }
        let Some(block) = self.server.block_for(self.port, &asked) else {
            let text = format!("no server block on port {} has a zone for {asked}", self.port);
            return Answer::new(Rcode::Refused, Ending::NoZone, step(0, text));
        };
        let mut answer = self.run(&block.plugins, &asked, kind);
        answer.steps.insert(
            0,
            Step {
                plugin: "server",
                line: block.line,
                text: format!("the server block {} has the longest zone for {asked}", block.title),
            },
        );
        answer
    }

    fn run(self, plugins: &[Plugin], asked: &str, kind: RecordType) -> Answer {
        let Some((plugin, rest)) = plugins.split_first() else {
            let text = "no plugin is left to answer: CoreDNS says SERVFAIL".to_owned();
            return Answer::new(
                Rcode::Passed,
                Ending::NoPluginLeft,
                vec![Step { plugin: "server", line: 0, text }],
            );
        };
        let passed = match plugin {
            Plugin::Rewrite(rules) => return self.rewrite(rules, rest, asked, kind),
            Plugin::Hosts(hosts) => match hosts::answer(hosts, asked, kind) {
                Some(Said::Answer(answer)) => return answer,
                Some(Said::PassedOn(step)) => Some(step),
                None => None,
            },
            Plugin::Kubernetes(settings) => {
                let upstream = |target: &str, kind: RecordType| self.again(target, kind);
                match (Sight { settings, objects: &self.dns.objects }).answer(asked, kind, &upstream) {
                    Some(Said::Answer(answer)) => return answer,
                    Some(Said::PassedOn(step)) => Some(step),
                    None => Some(Step {
                        plugin: "kubernetes",
                        line: settings.line,
                        text: format!(
                            "{asked} is in none of its zones ({}): the next plugin is asked",
                            settings.zones.join(" ")
                        ),
                    }),
                }
            }
            Plugin::Forward(stanzas) => match stanzas.iter().find(|forward| forward.takes(asked)) {
                Some(forward) => return self.forward(forward, asked, kind),
                None => None,
            },
            Plugin::NotSimulated(other) if other.concerns(asked, kind) => {
                let text = format!("the plugin {} has a say in this, and is not simulated", other.name);
                return Answer::new(
                    Rcode::Unsupported,
                    Ending::NotSimulated,
                    vec![Step { plugin: other.name, line: other.line, text }],
                );
            }
            Plugin::NotSimulated(_) | Plugin::Loop { .. } => None,
        };
        let mut answer = self.run(rest, asked, kind);
        if let Some(step) = passed {
            answer.steps.insert(0, step);
        }
        answer
    }

    /// The same server, asked once more.
    fn again(self, asked: &str, kind: RecordType) -> Answer {
        if self.rounds >= MOST_ROUNDS {
            let text = format!("{asked} comes back to CoreDNS again and again");
            return Answer::new(
                Rcode::ServerFailure,
                Ending::Looped,
                vec![Step { plugin: "loop", line: 0, text }],
            );
        }
        Self { rounds: self.rounds + 1, ..self }.ask(asked, kind)
    }
}
