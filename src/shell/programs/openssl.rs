//! `openssl`: a self-signed certificate for a TLS Secret, and a look at it. Well-formed, and of no use outside.

use super::{
    base64::{decode, encode},
    options::Given,
};
use crate::shell::{call::Call, clock, session::Session};

pub fn openssl(call: &mut Call<'_>) -> u8 {
    let Some((command, arguments)) = call.arguments.split_first() else {
        return call.fail("a command is needed: req, x509, rand, version", 1);
    };
    // openssl's options have one dash.
    let words: Vec<String> =
        arguments
            .iter()
            .map(|word| {
                if word.starts_with('-') && !word.starts_with("--") {
                    format!("-{word}")
                } else {
                    word.clone()
                }
            })
            .collect();
    match command.as_str() {
        "version" => {
            call.line("OpenSSL 3.5.1 1 Jul 2025 (Library: OpenSSL 3.5.1 1 Jul 2025)");
            0
        }
        "req" => with(
            call,
            &words,
            "x509 newkey: nodes noenc keyout: out: subj: days: addext: sha256 new batch key: config: extensions: newhdr text",
            request,
        ),
        "x509" => with(
            call,
            &words,
            "in: noout subject issuer dates enddate startdate text ext: fingerprint serial checkend: out: inform: nameopt:",
            look,
        ),
        "rand" => with(call, &words, "base64 hex out:", rand),
        "genrsa" | "genpkey" => with(call, &words, "out: algorithm: pkeyopt: traditional", key),
        other => call.fail(
            &format!(
                "the command '{other}' is not there in this shell: req, x509, rand, genrsa and version are"
            ),
            1,
        ),
    }
}

fn with(
    call: &mut Call<'_>,
    words: &[String],
    spec: &'static str,
    run: fn(&mut Call<'_>, &Given<'_>) -> u8,
) -> u8 {
    match super::options::read(words, spec, false) {
        Ok(given) => run(call, &given),
        Err(fault) => call.fail(&fault.to_string(), 1),
    }
}

/// Bytes drawn from the session's seed.
fn drawn(session: &mut Session, count: usize) -> Vec<u8> {
    (0..count).map(|_| u8::try_from(session.random(256)).unwrap_or(0)).collect()
}

/// A block as PEM has it. <https://www.rfc-editor.org/rfc/rfc7468>
fn pem(label: &str, bytes: &[u8]) -> String {
    let encoded = encode(bytes);
    let lines: Vec<&str> =
        encoded.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A value of ASN.1: tag, length, content.
fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let [high, low] = length.to_be_bytes();
    [&[tag, 0x82, high, low], content].concat()
}

fn private_key(session: &mut Session) -> String {
    let bytes = drawn(session, 1190);
    pem("PRIVATE KEY", &value(0x30, &value(0x04, &bytes)))
}

fn put(call: &mut Call<'_>, file: Option<&str>, text: &str) -> u8 {
    match file {
        None => {
            call.print(text);
            0
        }
        Some(file) => match call.session.write_file(file, text) {
            Ok(()) => 0,
            Err(fault) => call.fail(&format!("Can't open \"{file}\" for writing, {fault}"), 1),
        },
    }
}

fn key(call: &mut Call<'_>, given: &Given<'_>) -> u8 {
    let text = private_key(call.session);
    put(call, given.value("out"), &text)
}

fn rand(call: &mut Call<'_>, given: &Given<'_>) -> u8 {
    let count = given.rest.first().and_then(|text| text.parse().ok()).unwrap_or(16_usize).min(4096);
    let bytes = drawn(call.session, count);
    let text = if given.has("hex") {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    } else {
        encode(&bytes)
    };
    call.line(&text);
    0
}

/// `req -x509`: subject, validity and names in a row, then a key that is noise.
fn request(call: &mut Call<'_>, given: &Given<'_>) -> u8 {
    let subject = given.value("subj").unwrap_or("/C=AU/ST=Some-State/O=Internet Widgits Pty Ltd");
    if !subject.starts_with('/') {
        call.error_line("req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\.");
        return 1;
    }
    let days = given.value("days").map_or(Some(30), |text| text.parse::<u64>().ok());
    let Some(days) = days else { return call.fail("Non-positive number \"days\"", 1) };
    let until = clock::later(&call.session.now, days.saturating_mul(86_400));
    let names = given.value("addext").unwrap_or_default();
    let text = |text: &str| value(0x0c, text.as_bytes());
    let head = [text(subject), text(&call.session.now), text(&until), text(names)].concat();
    let noise = drawn(call.session, 700);
    let label = if given.has("x509") { "CERTIFICATE" } else { "CERTIFICATE REQUEST" };
    let certificate = pem(label, &value(0x30, &[head, value(0x04, &noise)].concat()));
    if given.has("newkey") || !given.has("key") {
        let text = private_key(call.session);
        let status = put(call, Some(given.value("keyout").unwrap_or("privkey.pem")), &text);
        if status != 0 {
            return status;
        }
        call.error_line("-----");
    }
    put(call, given.value("out"), &certificate)
}

/// The texts that our own certificates begin with.
fn texts(certificate: &str) -> Option<Vec<String>> {
    let inner = certificate.split("-----BEGIN CERTIFICATE-----").nth(1)?.split("-----END").next()?;
    let (bytes, good) = decode(inner);
    let mut rest = bytes.get(4..).filter(|_| good)?;
    let mut found = Vec::new();
    while let [0x0c, 0x82, high, low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        found.push(String::from_utf8_lossy(after.get(..length)?).into_owned());
        rest = after.get(length..)?;
    }
    (found.len() == 4).then_some(found)
}

/// For whom a certificate is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// `O=shop; CN=shop.example`, as clients of OpenSSL write it.
    pub subject: String,
    /// The names of servers that it is for: the alternative names, or where it has none the subject's `CN`.
    pub hosts: Vec<String>,
}

impl Holder {
    /// `None` where it is not one of ours: nothing can be read in it.
    pub fn of(certificate: &str) -> Option<Self> {
        let texts = texts(certificate)?;
        let [subject, _, _, names] = texts.as_slice() else { return None };
        let subject = subject.trim_start_matches('/').replace('/', "; ");
        let listed = names.trim_start_matches("subjectAltName=").split(',');
        let mut hosts: Vec<String> =
            listed.filter_map(|name| name.trim().strip_prefix("DNS:")).map(str::to_owned).collect();
        if hosts.is_empty() {
            hosts.extend(subject.split("; ").filter_map(|part| part.strip_prefix("CN=")).map(str::to_owned));
        }
        Some(Self { subject, hosts })
    }
}

fn look(call: &mut Call<'_>, given: &Given<'_>) -> u8 {
    let files: Vec<&str> = given.value("in").into_iter().collect();
    let input = call.texts(&files);
    let Some((_, certificate)) = input.first() else { return 1 };
    let Some(texts) = texts(certificate) else {
        call.error_line("Could not find certificate from <stdin>");
        call.error_line("Unable to load certificate");
        return 1;
    };
    let [subject, from, until, names] = texts.as_slice() else { return 1 };
    let shown = subject.trim_start_matches('/').replace('/', ", ").replace('=', " = ").replace(" =  ", " = ");
    let day = |text: &str| {
        clock::read(text)
            .map_or_else(|| text.to_owned(), |day| day.strftime("%b %e %H:%M:%S %Y GMT").to_string())
    };
    let whole = given.has("text");
    for (flag, line) in [
        ("issuer", format!("issuer={}", shown.replace(" = ", "="))),
        ("subject", format!("subject={}", shown.replace(" = ", "="))),
        ("startdate", format!("notBefore={}", day(from))),
        ("enddate", format!("notAfter={}", day(until))),
        (
            "ext",
            format!(
                "X509v3 Subject Alternative Name:\n    {}",
                names.trim_start_matches("subjectAltName=").trim()
            ),
        ),
    ] {
        let dates = given.has("dates") && flag.ends_with("date");
        if given.has(flag) || dates || whole {
            call.line(&line);
        }
    }
    if !given.has("noout") {
        call.print(certificate);
    }
    0
}
