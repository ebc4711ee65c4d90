//! `kubedrill trace`: one connection, hop by hop.

use std::{io, path::PathBuf};

use super::{Ended, Input, Stop, Streams, batch, told, trace_text};
use crate::network::{
    http::Missing,
    trace::{From, Outcome, Port, Request, RequestError, To, Tracer, read_protocol},
};

/// What happens to a connection in the cluster of your manifests, hop by hop, and why
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  kubedrill trace -f manifests/ --from shop/web --to db --port 5432\n  kubectl get pods,svc,netpol -A -o yaml | kubedrill trace -f - --from shop/web --to db.shop\n\nExit codes: 0 delivered, 1 not or only partly, 2 bad input or usage."
)]
pub struct Trace {
    #[command(flatten)]
    pub input: Input,
    /// Who connects: NAMESPACE/POD, node/NAME, or ip:ADDRESS
    #[arg(long, value_name = "NS/POD", required_unless_present = "batch")]
    pub from: Option<String>,
    /// Where to: NAMESPACE/POD, node/NAME:PORT, a name to look up (web, web.shop, example.com), an address or a URL
    #[arg(long, value_name = "TARGET", required_unless_present = "batch")]
    pub to: Option<String>,
    /// The port, by number or name; may be left out where there is only one
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,
    /// TCP, UDP or SCTP
    #[arg(long, value_name = "PROTOCOL")]
    pub protocol: Option<String>,
    /// The node at which a connection from outside arrives
    #[arg(long, value_name = "NODE")]
    pub node: Option<String>,
    /// Many connections: one JSON object with from, to, port, protocol for each line of FILE, or - for the standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to", "port", "protocol", "node"])]
    pub batch: Option<PathBuf>,
    /// Text for people, or JSON
    #[arg(short, long, value_enum, default_value_t = Form::Text)]
    pub output: Form,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    Text,
    Json,
}

impl Trace {
    /// # Errors
    /// When the output can not be written.
    pub fn run(&self, streams: &mut Streams<'_>) -> io::Result<Ended> {
        told(streams, |streams| match &self.batch {
            Some(file) => batch::run(&self.input, file, streams),
            None => self.one(streams),
        })
    }

    fn one(&self, streams: &mut Streams<'_>) -> Result<Ended, Stop> {
        let request = self.request()?;
        let cluster = self.input.load(streams)?;
        let trace = Tracer::new(&cluster).assuming(Missing::Assumed).trace(&request)?;
        match self.output {
            Form::Text => {
                streams
                    .out
                    .write_all(trace_text::text(&trace, streams.colour, streams.columns).as_bytes())?;
            }
            Form::Json => {
                writeln!(streams.out, "{}", serde_json::to_string_pretty(&trace).unwrap_or_default())?;
            }
        }
        Ok(if trace.outcome == Outcome::Delivered { Ended::Yes } else { Ended::No })
    }

    fn request(&self) -> Result<Request, RequestError> {
        let (to, own) = To::read(self.to.as_deref().unwrap_or_default())?;
        let port = self.port.as_deref().map(Port::read).transpose()?;
        Ok(Request {
            from: From::read(self.from.as_deref().unwrap_or_default())?,
            port: to.agreed_port(own, port)?,
            to,
            protocol: self.protocol.as_deref().map(read_protocol).transpose()?,
            node: self.node.clone(),
        })
    }
}

impl std::convert::From<RequestError> for Stop {
    fn from(error: RequestError) -> Self {
        Self::bad(error.message, error.hint)
    }
}
