//! `kubedrill resolve`: what DNS says of a name, and why.

use std::{fmt::Write as _, io};

use serde::Serialize;

use super::{
    Ended, Input, Stop, Streams,
    paint::{Mood, painted, wrapped},
    told,
};
use crate::content::visible_line;
use crate::network::{
    dns::{Rcode, Record, RecordType, Step, name, resolve::Outcome},
    trace::{Dns, From, Tracer},
};

/// What a name resolves to: as CoreDNS answers it, or as a Pod asks for it
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  kubedrill resolve -f manifests/ --from shop/web db\n  kubedrill resolve -f manifests/ db.shop.svc.cluster.local --type SRV\n\nExit codes: 0 resolved, 1 not, 2 bad input or usage."
)]
pub struct Resolve {
    #[command(flatten)]
    pub input: Input,
    /// The Pod that asks, with its search path; without it, one absolute question to CoreDNS
    #[arg(long, value_name = "NS/POD")]
    pub from: Option<String>,
    /// The name
    pub name: String,
    /// A, AAAA, SRV, PTR, CNAME, TXT, ...
    #[arg(long = "type", value_name = "TYPE", default_value = "A")]
    pub kind: String,
    /// Text for people, or JSON
    #[arg(short, long, value_enum, default_value_t = super::trace::Form::Text)]
    pub output: super::trace::Form,
}

/// What is told.
struct Told {
    rcode: Rcode,
    answers: Vec<Record>,
    /// Each question, the server it went to, its answer and how that came to be.
    tried: Vec<(String, String, Rcode, bool, Vec<Step>)>,
    /// A sentence.
    why: String,
    /// For a Pod: whether its questions reach DNS, and why (not).
    reached: Option<(Dns, String)>,
    conf: Option<String>,
}

/// `-o json`, in this order. `reached` and `reason` with `--from` only.
#[derive(Serialize)]
struct Json<'a> {
    rcode: Rcode,
    answers: &'a [Record],
    tried: Vec<Question<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Question<'a> {
    name: &'a str,
    server: &'a str,
    rcode: Rcode,
}

impl Resolve {
    /// # Errors
    /// When the output can not be written.
    pub fn run(&self, streams: &mut Streams<'_>) -> io::Result<Ended> {
        told(streams, |streams| self.answer(streams))
    }

    fn answer(&self, streams: &mut Streams<'_>) -> Result<Ended, Stop> {
        let hint = "use A, AAAA, SRV, PTR, CNAME, TXT";
        let kind = RecordType::read(&self.kind)
            .ok_or_else(|| Stop::bad(format!("{:?} is no type of record", self.kind), hint))?;
        if self.name.parse::<std::net::IpAddr>().is_ok() {
            return Err(Stop::bad(
                format!("{} is an address", self.name),
                "for its name ask for the type PTR of 4.3.2.1.in-addr.arpa (for 1.2.3.4)",
            ));
        }
        if !name::is_valid(&self.name) || self.name.contains(char::is_whitespace) {
            return Err(Stop::bad(
                format!("{:?} is not a name", self.name),
                "labels have 1 to 63 characters, names 253 at most",
            ));
        }
        let cluster = self.input.load(streams)?;
        let tracer = Tracer::new(&cluster);
        let told = match &self.from {
            Some(from) => self.asked_by_pod(&tracer, from, kind)?,
            None => self.absolute(&tracer, kind)?,
        };
        match self.output {
            super::trace::Form::Json => {
                writeln!(streams.out, "{}", serde_json::to_string(&told.json()).unwrap_or_default())?;
            }
            super::trace::Form::Text => streams
                .out
                .write_all(told.text(&self.name, kind, streams.colour, streams.columns).as_bytes())?,
        }
        Ok(if told.is_resolved() { Ended::Yes } else { Ended::No })
    }

    fn absolute(&self, tracer: &Tracer<'_>, kind: RecordType) -> Result<Told, Stop> {
        let absolute = name::absolute(&self.name);
        let answer = tracer
            .dns()
            .answer(&absolute, kind)
            .map_err(|fault| Stop::bad(fault.to_string(), "correct the ConfigMap kube-system/coredns"))?;
        let why = if answer.rcode == Rcode::Passed {
            format!("CoreDNS does not answer it itself: {}", answer.reason())
        } else {
            answer.reason().to_owned()
        };
        let no_data = answer.is_no_data();
        let tried = vec![(absolute, "CoreDNS".to_owned(), answer.rcode, no_data, answer.steps)];
        Ok(Told { rcode: answer.rcode, answers: answer.answers, tried, why, reached: None, conf: None })
    }

    fn asked_by_pod(&self, tracer: &Tracer<'_>, from: &str, kind: RecordType) -> Result<Told, Stop> {
        let From::Pod { namespace, name } = From::read(from)? else {
            return Err(Stop::bad(
                format!("{from:?} is no Pod"),
                "only Pods ask the cluster's DNS: write NAMESPACE/POD",
            ));
        };
        let (object, pod) = tracer.find_pod(&namespace, &name)?;
        let resolution = tracer.dns().resolve(object.namespace(), pod, &self.name, kind);
        let last = resolution
            .tried
            .last()
            .and_then(|tried| tried.steps.last())
            .map(|step| step.text.clone())
            .unwrap_or_default();
        let why = match &resolution.outcome {
            Outcome::Found | Outcome::ServerFailure | Outcome::Refused => last,
            Outcome::NameError => format!("none of the {} names tried exists", resolution.tried.len()),
            Outcome::NoData => format!("a name exists, but has no record of the type {kind}"),
            Outcome::Outside { name, servers } if name::labels(name).len() < 2 => {
                format!(
                    "no such name is in the cluster; as {name} it goes outside to {}, where single words have no address",
                    servers.join(", ")
                )
            }
            Outcome::Outside { name, servers } => {
                format!("{} decides about {name}: outside of the cluster, not known here", servers.join(", "))
            }
            Outcome::Unsupported { why } | Outcome::NoServer { why } => why.clone(),
        };
        let tried = resolution.tried.iter().map(|tried| {
            (tried.name.clone(), tried.server.clone(), tried.rcode, tried.no_data, tried.steps.clone())
        });
        let tried = tried.collect();
        let reached = tracer.reaches_dns(&namespace, &name, &self.name)?;
        Ok(Told {
            rcode: resolution.rcode(),
            tried,
            why,
            reached,
            conf: Some(resolution.conf.to_string()),
            answers: resolution.answers,
        })
    }
}

impl Told {
    fn is_reached(&self) -> bool {
        self.reached.as_ref().is_none_or(|(dns, _)| *dns == Dns::Resolved)
    }

    fn is_resolved(&self) -> bool {
        self.rcode == Rcode::NoError && !self.answers.is_empty() && self.is_reached()
    }

    fn json(&self) -> Json<'_> {
        let tried =
            self.tried.iter().map(|(name, server, rcode, ..)| Question { name, server, rcode: *rcode });
        let reason = self
            .reached
            .as_ref()
            .map(|(_, text)| if self.is_reached() { self.why.as_str() } else { text.as_str() });
        Json {
            rcode: self.rcode,
            answers: &self.answers,
            tried: tried.collect(),
            reached: reason.map(|_| self.is_reached()),
            reason,
        }
    }

    fn text(&self, asked: &str, kind: RecordType, colour: bool, columns: usize) -> String {
        let mut out = String::new();
        let word = match (self.is_reached(), self.rcode) {
            (false, _) => painted("the question does not reach DNS", Mood::Bad, colour),
            (true, Rcode::NoError) if self.answers.is_empty() => {
                painted("no record of this type", Mood::Bad, colour)
            }
            (true, Rcode::NoError) => painted("resolved", Mood::Good, colour),
            (true, Rcode::Passed | Rcode::Unsupported) => painted(self.rcode.name(), Mood::Unsure, colour),
            (true, rcode) => painted(rcode.name(), Mood::Bad, colour),
        };
        let _ = writeln!(out, "{} {kind}: {word}", visible_line(asked));
        if let Some((_, text)) = self.reached.as_ref().filter(|_| !self.is_reached()) {
            let _ = writeln!(out, "  {}\n  If it did:", wrapped(&visible_line(text), 2, 2, columns));
        }
        for record in &self.answers {
            let _ = writeln!(out, "  {}", visible_line(&record.to_string()));
        }
        let _ = writeln!(out, "  {}", wrapped(&visible_line(&self.why), 2, 2, columns));
        if let Some(conf) = &self.conf {
            out += "\n/etc/resolv.conf of the Pod:\n";
            for line in conf.lines() {
                let _ = writeln!(out, "  {}", visible_line(line));
            }
        }
        out += "\nAsked:\n";
        for (name, server, rcode, no_data, steps) in &self.tried {
            let no_data = if *no_data { " (no record of this type)" } else { "" };
            let _ = writeln!(out, "  {} at {}: {rcode}{no_data}", visible_line(name), visible_line(server));
            for step in steps {
                let line = if step.line > 0 {
                    format!(" (line {} of the Corefile)", step.line)
                } else {
                    String::new()
                };
                let _ = writeln!(
                    out,
                    "    {:<11} {}",
                    step.plugin,
                    wrapped(&visible_line(&format!("{}{line}", step.text)), 16, 16, columns)
                );
            }
        }
        out
    }
}
