//! `kubedrill trace --batch`: many questions, one JSON line each; answers in the same order.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Ended, Input, Stop, Streams};
use crate::{
    cluster::Protocol,
    network::{
        http::Missing,
        policy::Verdict,
        trace::{Dns, From, Outcome, Port, Request, RequestError, To, Tracer, read_protocol},
    },
};

/// One line. Every field but these is an error: a misspelled `protocol` would otherwise be answered for TCP.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    from: String,
    to: String,
    #[serde(default)]
    port: Option<Value>,
    #[serde(default)]
    protocol: Option<String>,
    #[serde(default)]
    node: Option<String>,
}

/// One line of the output, in this order.
#[derive(Debug, Serialize)]
struct Answer {
    from: String,
    to: String,
    /// As asked; where it was left out, the one that is dialled.
    port: Value,
    protocol: Protocol,
    policy: Verdict,
    outcome: Outcome,
    dns: Option<Dns>,
    reason: String,
}

/// Longer lines are no questions.
const LONGEST_LINE: u64 = 64 * 1024;

pub fn run(input: &Input, file: &Path, streams: &mut Streams<'_>) -> Result<Ended, Stop> {
    let from_standard_input = file.as_os_str() == "-";
    if from_standard_input && input.reads_standard_input() {
        return Err(Stop::bad("-f and --batch both name the standard input", "give one of them a file"));
    }
    let cluster = input.load(streams)?;
    let tracer = Tracer::new(&cluster).assuming(Missing::Assumed);
    if from_standard_input {
        return answer_all(&tracer, &mut BufReader::new(&mut *streams.input), streams.out);
    }
    let file_name = file.display();
    let opened = File::open(file).map_err(|error| {
        Stop::bad(format!("can not read {file_name}: {error}"), "one JSON object per line")
    })?;
    answer_all(&tracer, &mut BufReader::new(opened), streams.out)
}

fn answer_all(tracer: &Tracer<'_>, questions: &mut dyn BufRead, out: &mut dyn Write) -> Result<Ended, Stop> {
    let mut out = BufWriter::new(out);
    let mut ended = Ended::Yes;
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        let read = questions
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|error| Stop::bad(format!("can not read the questions: {error}"), ""))?;
        if read == 0 {
            break;
        }
        let too_long = u64::try_from(read) == Ok(LONGEST_LINE) && line.last() != Some(&b'\n');
        if too_long {
            skip_line(questions)
                .map_err(|error| Stop::bad(format!("can not read the questions: {error}"), ""))?;
        } else if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer =
            if too_long { Err(format!("longer than {LONGEST_LINE} bytes")) } else { answer(tracer, &line) };
        let written = match answer {
            Ok(answer) => serde_json::to_string(&answer),
            Err(error) => {
                ended = Ended::Bad;
                serde_json::to_string(&json!({"error": error, "line": number}))
            }
        };
        writeln!(out, "{}", written.unwrap_or_default())?;
    }
    out.flush()?;
    Ok(ended)
}

fn skip_line(questions: &mut dyn BufRead) -> io::Result<()> {
    questions.skip_until(b'\n').map(drop)
}

fn answer(tracer: &Tracer<'_>, line: &[u8]) -> Result<Answer, String> {
    let question: Question =
        serde_json::from_slice(line).map_err(|error| format!("not a question: {error}"))?;
    let request = request(&question).map_err(told)?;
    let trace = tracer.trace(&request).map_err(told)?;
    let port = match &question.port {
        Some(asked) if !asked.is_null() => asked.clone(),
        _ => json!(trace.port),
    };
    let Question { from, to, .. } = question;
    let (policy, outcome, dns, reason) = (trace.policy, trace.outcome, trace.dns, trace.reason);
    Ok(Answer { from, to, port, protocol: trace.protocol, policy, outcome, dns, reason })
}

fn told(error: RequestError) -> String {
    if error.hint.is_empty() { error.message } else { format!("{} ({})", error.message, error.hint) }
}

fn request(question: &Question) -> Result<Request, RequestError> {
    let (to, own) = To::read(&question.to)?;
    let port = match &question.port {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(Port::read(text)?),
        Some(other) => Some(Port::read(&other.to_string())?),
    };
    Ok(Request {
        from: From::read(&question.from)?,
        port: to.agreed_port(own, port)?,
        to,
        protocol: question.protocol.as_deref().map(read_protocol).transpose()?,
        node: question.node.clone(),
    })
}
