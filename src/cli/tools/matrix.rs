//! `kubedrill matrix`: who may open a connection to whom.

use std::{
    io::{self, BufWriter, Write},
    net::IpAddr,
    path::PathBuf,
};

use serde_json::json;

use super::{Ended, Input, Stop, Streams, diff, input, matrix_text, told};
use crate::{
    cluster::{Cluster, Kind},
    network::{
        matrix::{Matrix as Verdicts, PortAsked, Question},
        policy::{Policies, Verdict},
        trace::{Port, read_protocol},
    },
};

/// Who may open a connection to whom: what the policies of your manifests say of every Pod to every Pod
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Exit codes: 0 drawn (with --diff: no difference), 1 differences, 2 bad input or usage."
)]
pub struct Matrix {
    #[command(flatten)]
    pub input: Input,
    /// The port of the destination Pods, by number or by the name that their containers give it
    #[arg(long, value_name = "PORT")]
    pub port: String,
    /// TCP, UDP or SCTP
    #[arg(long, value_name = "PROTOCOL", default_value = "TCP")]
    pub protocol: String,
    /// An address outside the cluster to ask about, too; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    pub external: Vec<IpAddr>,
    /// Compare with other manifests: a file, a folder or -; without Pods of their own they are put on top of yours
    #[arg(long, value_name = "OTHER")]
    pub diff: Option<PathBuf>,
    /// A table for people, JSON or CSV
    #[arg(short, long, value_enum, default_value_t = Form::Text)]
    pub output: Form,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    Text,
    Json,
    Csv,
}

/// A matrix with the names as they are written: outside addresses as `--from` takes them.
pub struct Drawn {
    pub verdicts: Verdicts,
    pub names: Vec<String>,
    /// `TCP 80`, `TCP port "http"`.
    pub port: String,
    pub enforced: bool,
}

impl Drawn {
    pub fn of(cluster: &Cluster, question: &Question, external: &[IpAddr]) -> Self {
        let policies = Policies::compile(cluster);
        let verdicts = Verdicts::compute(cluster, &policies, question, external);
        let name = |(index, name): (usize, &String)| {
            if index < verdicts.pods() { name.clone() } else { format!("ip:{name}") }
        };
        let names = verdicts.names().iter().enumerate().map(name).collect();
        let port = match &question.port {
            PortAsked::Number(number) => format!("{} {number}", question.protocol),
            PortAsked::Named(name) => format!("{} port {name:?}", question.protocol),
        };
        Self { verdicts, names, port, enforced: policies.enforced() }
    }
}

impl Matrix {
    /// # Errors
    /// When the output can not be written.
    pub fn run(&self, streams: &mut Streams<'_>) -> io::Result<Ended> {
        told(streams, |streams| self.draw(streams))
    }

    fn draw(&self, streams: &mut Streams<'_>) -> Result<Ended, Stop> {
        let question = Question {
            port: match Port::read(&self.port)? {
                Port::Number(number) => PortAsked::Number(number),
                Port::Named(name) => PortAsked::Named(name),
            },
            protocol: read_protocol(&self.protocol)?,
        };
        if self.diff.as_ref().is_some_and(|other| other.as_os_str() == "-")
            && self.input.reads_standard_input()
        {
            return Err(Stop::bad("-f and --diff both name the standard input", "give one of them a file"));
        }
        let cluster = self.input.load(streams)?;
        let drawn = Drawn::of(&cluster, &question, &self.external);
        if let Some(other) = &self.diff {
            let theirs = input::load(std::slice::from_ref(other), streams)?;
            let (theirs, on_top) = with_pods(&cluster, theirs);
            let theirs = Drawn::of(&theirs, &question, &self.external);
            return diff::run(&drawn, &theirs, on_top, self.output, streams);
        }
        let mut out = BufWriter::new(&mut *streams.out);
        match self.output {
            Form::Text => {
                out.write_all(matrix_text::text(&drawn, streams.colour, streams.columns).as_bytes())?;
            }
            Form::Json => {
                let rows: Vec<String> = drawn.verdicts.rows().collect();
                writeln!(out, "{}", json!({"pods": drawn.names, "rows": rows}))?;
            }
            Form::Csv => csv(&drawn, &mut out)?,
        }
        out.flush()?;
        Ok(Ended::Yes)
    }
}

/// Manifests without Pods (policies alone) mean: these, in addition to mine or in place of those of the same name.
fn with_pods(mine: &Cluster, theirs: Cluster) -> (Cluster, bool) {
    if theirs.objects(Kind::Pod).any(|pod| pod.is_asked_about()) {
        return (theirs, false);
    }
    let mut both = mine.clone();
    for object in theirs.all().filter(|object| object.origin() == crate::cluster::Origin::Given) {
        both.put((**object).clone());
    }
    crate::cluster::derive::settle(&mut both);
    (both, true)
}

/// One row for each source: `allow`, `deny`, `undefined`, or nothing for what is no question.
fn csv(drawn: &Drawn, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "from,{}", drawn.names.join(","))?;
    for (from, name) in drawn.names.iter().enumerate() {
        let cells =
            (0..drawn.names.len()).map(|to| drawn.verdicts.verdict(from, to).map_or("", Verdict::name));
        writeln!(out, "{name},{}", cells.collect::<Vec<_>>().join(","))?;
    }
    Ok(())
}
