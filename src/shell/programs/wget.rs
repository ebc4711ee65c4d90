//! `wget`: that of busybox in its images, GNU's elsewhere; each with its own words and statuses.

use super::options::Given;
use crate::{
    network::{http::Headers, trace::Tracer},
    shell::{
        call::Call,
        web::{Answer, Ask, Failure, Url, words},
    },
};

const SPEC: &str = "q|quiet O|output-document: T|timeout: S|server-response spider no-check-certificate t|tries: header: \
                    method: post-data: Y: c nv no-verbose U|user-agent: n: 4 connect-timeout: read-timeout: max-redirect: \
                    no-proxy P:";

/// Seconds that wget waits unless it is told otherwise.
const PATIENCE: u64 = 900;
const REDIRECTS: usize = 20;

pub fn wget(call: &mut Call<'_>) -> u8 {
    let given = match call.options(SPEC, 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let busybox = super::images::is_busybox(call.session);
    if given.rest.is_empty() {
        if busybox {
            call.error_line("Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [-T SEC] URL...");
        } else {
            call.error_line("wget: missing URL\nUsage: wget [OPTION]... [URL]...");
        }
        return 1;
    }
    let mut status = 0;
    for text in given.rest.clone() {
        status = one(call, &given, text, busybox);
    }
    status
}

fn one(call: &mut Call<'_>, given: &Given<'_>, text: &str, busybox: bool) -> u8 {
    let Some(mut url) = Url::read(text) else {
        return call.fail(if busybox { "not an http or ftp url" } else { "Invalid URL" }, 1);
    };
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    for _ in 0..REDIRECTS {
        let mut headers = Headers::default();
        let mut authority = url.authority();
        for (name, value) in given.all("header").filter_map(|header| header.split_once(':')) {
            if name.eq_ignore_ascii_case("host") {
                value.trim().clone_into(&mut authority);
            } else {
                headers.add(name.trim(), value.trim());
            }
        }
        headers.add("User-Agent", if busybox { "Wget" } else { "Wget/1.25.0" });
        let posts = given.has("post-data");
        let ask = Ask {
            scheme: url.scheme,
            host: &url.host,
            port: url.port,
            address: None,
            authority: &authority,
            method: given.value("method").unwrap_or(if posts { "POST" } else { "GET" }),
            path: &url.path,
            headers,
        };
        let answer = match call.session.fetch(&tracer, &ask) {
            Ok(answer) => answer,
            Err(failure) => return failed(call, given, &url, failure, busybox),
        };
        if answer.certificate.is_some() && !given.has("no-check-certificate") && !busybox {
            call.error_line(&format!(
                "ERROR: cannot verify {}'s certificate: Self-signed certificate encountered.",
                url.host
            ));
            return 5;
        }
        match answer.location.as_deref().and_then(|to| url.follow(to)) {
            Some(next) => url = next,
            None => return show(call, given, &url, &answer, busybox),
        }
    }
    call.fail("too many redirections", if busybox { 1 } else { 8 })
}

fn place(url: &Url, answer: &Answer, busybox: bool) -> String {
    if busybox {
        format!("Connecting to {} ({}:{})", url.authority(), answer.address, url.port)
    } else {
        format!("Connecting to {}|{}|:{}... connected.", url.host, answer.address, url.port)
    }
}

fn failed(call: &mut Call<'_>, given: &Given<'_>, url: &Url, failure: Failure, busybox: bool) -> u8 {
    let limit =
        ["T", "connect-timeout"].iter().find_map(|flag| given.value(flag)).and_then(super::waiting::duration);
    let host = &url.host;
    if busybox {
        let quiet = given.has("q");
        let connecting = |call: &mut Call<'_>, address: std::net::IpAddr| {
            if !quiet {
                call.error_line(&format!("Connecting to {} ({address}:{})", url.authority(), url.port));
            }
        };
        let message = match failure {
            Failure::NotFound | Failure::LookupFailed => format!("bad address '{host}'"),
            Failure::LookupTimedOut => {
                call.session.pass(10);
                format!("bad address '{host}'")
            }
            Failure::Refused(address) => {
                connecting(call, address);
                format!("can't connect to remote host ({address}): Connection refused")
            }
            Failure::TimedOut(address) => {
                connecting(call, address);
                match limit {
                    Some(limit) => {
                        call.session.pass(limit);
                        "download timed out".to_owned()
                    }
                    None => {
                        call.session.pass(127);
                        format!("can't connect to remote host ({address}): Connection timed out")
                    }
                }
            }
            Failure::Empty(address) => {
                connecting(call, address);
                "error getting response".to_owned()
            }
            Failure::NoTls(address) | Failure::NoCertificate(address) => {
                connecting(call, address);
                "TLS error from peer".to_owned()
            }
        };
        return call.fail(&message, 1);
    }
    let (message, status) = match failure {
        Failure::NotFound | Failure::LookupFailed => (format!("unable to resolve host address ‘{host}’"), 4),
        Failure::LookupTimedOut => {
            call.session.pass(limit.unwrap_or(20));
            (format!("unable to resolve host address ‘{host}’"), 4)
        }
        Failure::Refused(_) | Failure::Empty(_) | Failure::NoTls(_) | Failure::NoCertificate(_) => {
            (String::new(), 4)
        }
        Failure::TimedOut(_) => {
            call.session.pass(limit.unwrap_or(PATIENCE));
            (String::new(), 4)
        }
    };
    if !message.is_empty() {
        return call.fail(&message, status);
    }
    if !given.has("q") {
        let why = match failure {
            Failure::Refused(address) => format!("Connecting to {host}|{address}|:{}... failed: Connection refused.", url.port),
            Failure::TimedOut(address) => format!("Connecting to {host}|{address}|:{}... failed: Connection timed out.", url.port),
            Failure::NoTls(_) => "OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.".to_owned(),
            _ => "No data received.".to_owned(),
        };
        call.error_line(&why);
    }
    status
}

fn show(call: &mut Call<'_>, given: &Given<'_>, url: &Url, answer: &Answer, busybox: bool) -> u8 {
    let quiet = given.has("q");
    if !quiet {
        call.error_line(&place(url, answer, busybox));
    }
    if given.has("S") {
        call.error_line(&format!("  HTTP/1.1 {} {}", answer.status, words(answer.status)));
    }
    if answer.status >= 400 {
        let text = words(answer.status);
        if busybox {
            return call.fail(&format!("server returned error: HTTP/1.1 {} {text}", answer.status), 1);
        }
        if !quiet {
            call.error_line(&format!("HTTP request sent, awaiting response... {} {text}", answer.status));
            call.error_line(&format!("ERROR {}: {text}.", answer.status));
        }
        return 8;
    }
    if given.has("spider") {
        if !quiet {
            call.error_line(if busybox { "remote file exists" } else { "Remote file exists." });
        }
        return 0;
    }
    let own =
        url.path.split('?').next().and_then(|path| path.rsplit('/').next()).filter(|name| !name.is_empty());
    let file = given.value("O").unwrap_or(own.unwrap_or("index.html"));
    if file == "-" {
        if !quiet && busybox {
            call.error_line("writing to stdout");
        }
        call.print(&answer.body);
        if !quiet && busybox {
            call.error_line(&format!("-                    100% |********************************| {:5}  0:00:00 ETA\nwritten to stdout", answer.body.len()));
        }
        return 0;
    }
    let written = if file == "/dev/null" { Ok(()) } else { call.session.write_file(file, &answer.body) };
    if let Err(fault) = written {
        return call.fail(&format!("can't open '{file}': {fault}"), 1);
    }
    if !quiet {
        let saved = if busybox {
            format!(
                "saving to '{file}'\n{file:20} 100% |********************************| {:5}  0:00:00 ETA\n'{file}' saved",
                answer.body.len()
            )
        } else {
            format!("‘{file}’ saved [{}/{}]", answer.body.len(), answer.body.len())
        };
        call.error_line(&saved);
    }
    0
}
