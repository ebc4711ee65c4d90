//! `curl`: one URL after the other, with curl's own words and statuses.
//!
//! <https://curl.se/docs/manpage.html#EXIT>

use std::net::IpAddr;

use super::options::Given;
use crate::{
    network::{
        http::{Headers, Scheme},
        trace::Tracer,
    },
    shell::{
        call::Call,
        web::{Answer, Ask, Distrust, Failure, Url, words},
    },
};

const SPEC: &str = "s|silent S|show-error f|fail k|insecure v|verbose i|include I|head L|location g|globoff N O|remote-name \
                    4|ipv4 6|ipv6 G|get compressed no-progress-meter p q o|output: m|max-time: connect-timeout: w|write-out: \
                    H|header: X|request: d|data: data-raw: data-binary: resolve: connect-to: u|user: A|user-agent: e|referer: \
                    x|proxy: b|cookie: c|cookie-jar: T|upload-file: F|form: cacert: cert: key: retry: retry-delay: \
                    max-redirs: retry-connrefused http1.1 http2 tlsv1.2 url: fail-with-body json: interface:";

/// Seconds after which the kernel gives up connecting (`tcp_syn_retries` = 6).
const KERNEL: u64 = 134;
/// Seconds after which the resolver gives up: 5, twice, for two kinds of address one after the other.
const RESOLVER: u64 = 20;
/// Redirects that are followed.
const REDIRECTS: usize = 50;

pub fn curl(call: &mut Call<'_>) -> u8 {
    let given = match super::options::read(call.arguments, SPEC, false) {
        Ok(given) => given,
        Err(fault) => {
            let option = match &fault {
                super::options::OptionFault::Short(letter) => format!("-{letter}: is unknown"),
                super::options::OptionFault::Long(name) => format!("--{name}: is unknown"),
                super::options::OptionFault::Value(name) => format!("-{name}: requires parameter"),
            };
            call.error_line(&format!("curl: option {option}"));
            call.error_line("curl: try 'curl --help' or 'curl --manual' for more information");
            return 2;
        }
    };
    let urls: Vec<&str> = given.all("url").chain(given.rest.iter().copied()).collect();
    if urls.is_empty() {
        call.error_line("curl: try 'curl --help' or 'curl --manual' for more information");
        return 2;
    }
    let mut status = 0;
    for url in urls {
        status = one(call, &given, url);
    }
    status
}

fn one(call: &mut Call<'_>, given: &Given<'_>, text: &str) -> u8 {
    let Some(mut url) = Url::read(text) else {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        return match scheme {
            Some(scheme) if !matches!(scheme, "http" | "https") => {
                fail(call, given, 1, &format!("Protocol \"{scheme}\" not supported"))
            }
            _ => fail(call, given, 3, "URL using bad/illegal format or missing URL"),
        };
    };
    let cluster = call.session.cluster.clone();
    let tracer = Tracer::new(&cluster);
    for _ in 0..REDIRECTS {
        let (headers, authority) = headers(given, &url);
        let method = method(given);
        let ask = Ask {
            scheme: url.scheme,
            host: &url.host,
            port: url.port,
            address: resolved(given, &url),
            authority: &authority,
            method,
            path: &url.path,
            headers,
        };
        let answer = match call.session.fetch(&tracer, &ask) {
            Ok(answer) => answer,
            Err(failure) => {
                let status = failed(call, given, &url, failure);
                written(call, given, &url, None);
                return status;
            }
        };
        if let Some(status) = untrusted(call, given, &url, &answer) {
            return status;
        }
        if given.has("v") {
            talk(call, &url, method, &authority, &answer, given);
        }
        let next = answer.location.as_deref().filter(|_| given.has("L")).and_then(|to| url.follow(to));
        if next.is_none() || given.has("i") || given.has("I") {
            let status = show(call, given, &url, &answer);
            if next.is_none() {
                return status;
            }
        }
        if let Some(next) = next {
            url = next;
        }
    }
    fail(call, given, 47, &format!("Maximum ({REDIRECTS}) redirects followed"))
}

fn method<'a>(given: &Given<'a>) -> &'a str {
    let data = ["d", "data-raw", "data-binary", "F", "json"].iter().any(|flag| given.has(flag));
    let own = if given.has("I") {
        "HEAD"
    } else if data && !given.has("G") {
        "POST"
    } else if given.has("T") {
        "PUT"
    } else {
        "GET"
    };
    given.value("X").unwrap_or(own)
}

/// The headers, and what `Host` says.
fn headers(given: &Given<'_>, url: &Url) -> (Headers, String) {
    let mut headers = Headers::default();
    let mut authority = url.authority();
    for (name, value) in given.all("H").filter_map(|header| header.split_once(':')) {
        if name.eq_ignore_ascii_case("host") {
            value.trim().clone_into(&mut authority);
        } else {
            headers.add(name.trim(), value.trim());
        }
    }
    headers.add("User-Agent", given.value("A").unwrap_or("curl/8.14.1"));
    (headers, authority)
}

/// `--resolve HOST:PORT:ADDRESS` and `--connect-to`.
fn resolved(given: &Given<'_>, url: &Url) -> Option<IpAddr> {
    given.all("resolve").chain(given.all("connect-to")).find_map(|rule| {
        let mut parts = rule.trim_start_matches('+').splitn(3, ':');
        let (host, port, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let meant = (host == url.host || host == "*" || host.is_empty())
            && (port.is_empty() || port == url.port.to_string());
        let address = rest.split(',').next()?.trim_matches(['[', ']']);
        let address = address.parse().ok().or_else(|| address.split(':').next()?.parse().ok());
        address.filter(|_| meant)
    })
}

fn fail(call: &mut Call<'_>, given: &Given<'_>, status: u8, message: &str) -> u8 {
    if !given.has("s") || given.has("S") {
        call.error_line(&format!("curl: ({status}) {message}"));
    }
    status
}

fn failed(call: &mut Call<'_>, given: &Given<'_>, url: &Url, failure: Failure) -> u8 {
    let host = &url.host;
    let seconds =
        |flag: &str| given.value(flag).and_then(|text| text.parse::<f64>().ok()).filter(|limit| *limit > 0.0);
    let limit = [seconds("m"), seconds("connect-timeout")].into_iter().flatten().reduce(f64::min);
    // The clock goes by whole seconds; what is said is to the millisecond.
    let waits = |call: &mut Call<'_>, most: u64| {
        let wanted = limit.map_or(most, |limit| super::waiting::duration(&limit.to_string()).unwrap_or(most));
        call.session.pass(wanted.min(most));
        limit.filter(|_| wanted < most).map(|limit| format!("{:.0}", limit * 1000.0 + 1.0))
    };
    if given.has("v") {
        let line = match failure {
            Failure::Refused(address) | Failure::TimedOut(address) => {
                format!("*   Trying {address}:{}...", url.port)
            }
            _ => format!("* Could not resolve host: {host}"),
        };
        call.error_line(&line);
    }
    match failure {
        Failure::NotFound | Failure::LookupFailed => {
            fail(call, given, 6, &format!("Could not resolve host: {host}"))
        }
        Failure::LookupTimedOut => match waits(call, RESOLVER) {
            Some(time) => fail(call, given, 28, &format!("Resolving timed out after {time} milliseconds")),
            None => fail(call, given, 6, &format!("Could not resolve host: {host}")),
        },
        Failure::Refused(_) => {
            let message = format!(
                "Failed to connect to {host} port {} after 1 ms: Could not connect to server",
                url.port
            );
            fail(call, given, 7, &message)
        }
        Failure::TimedOut(_) => match waits(call, KERNEL) {
            Some(time) => fail(call, given, 28, &format!("Connection timed out after {time} milliseconds")),
            None => {
                let message = format!(
                    "Failed to connect to {host} port {} after {KERNEL}000 ms: Could not connect to server",
                    url.port
                );
                fail(call, given, 28, &message)
            }
        },
        Failure::Empty(_) => fail(call, given, 52, "Empty reply from server"),
        Failure::NoCertificate(_) => fail(
            call,
            given,
            56,
            "OpenSSL SSL_read: OpenSSL/3.0.13: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0",
        ),
        Failure::NoTls(_) => {
            fail(call, given, 35, "TLS connect error: error:0A0000C6:SSL routines::packet length too long")
        }
    }
}

/// A certificate that no authority vouches for, unless that was asked for.
fn untrusted(call: &mut Call<'_>, given: &Given<'_>, url: &Url, answer: &Answer) -> Option<u8> {
    let certificate =
        answer.certificate.as_ref().filter(|_| url.scheme == Scheme::Https && !given.has("k"))?;
    let trusted = match given.value("cacert").map(|file| (file, call.session.read_file(file))) {
        Some((file, Err(_))) => {
            return Some(fail(call, given, 77, &format!("error adding trust anchors from file: {file}")));
        }
        file => file.and_then(|(_, text)| text.ok()),
    };
    let why = distrust(certificate.distrust(trusted.as_deref(), &url.host)?, &url.host);
    if given.has("v") {
        connected(call, url, answer);
        call.error_line(&format!("* {why}\n* closing connection #0"));
    }
    let status = fail(call, given, 60, &why);
    if !given.has("s") {
        call.error_line("More details here: https://curl.se/docs/sslcerts.html");
    }
    written(call, given, url, None);
    Some(status)
}

fn distrust(why: Distrust, host: &str) -> String {
    match why {
        Distrust::SelfSigned => "SSL certificate problem: self-signed certificate".to_owned(),
        Distrust::UnknownIssuer => {
            "SSL certificate problem: unable to get local issuer certificate".to_owned()
        }
        Distrust::OtherName => {
            format!("SSL: no alternative certificate subject name matches target host name '{host}'")
        }
    }
}

fn head(answer: &Answer) -> String {
    let location =
        answer.location.as_ref().map(|location| format!("Location: {location}\r\n")).unwrap_or_default();
    let server =
        if answer.server.is_empty() { String::new() } else { format!("Server: {}\r\n", answer.server) };
    format!(
        "HTTP/1.1 {} {}\r\n{server}Content-Type: text/html\r\nContent-Length: {}\r\n{location}Connection: keep-alive\r\n\r\n",
        answer.status,
        words(answer.status),
        answer.body.len()
    )
}

fn connected(call: &mut Call<'_>, url: &Url, answer: &Answer) {
    call.error_line(&format!(
        "*   Trying {address}:{port}...\n* Connected to {} ({address}) port {port}",
        url.host,
        address = answer.address,
        port = url.port
    ));
}

fn talk(call: &mut Call<'_>, url: &Url, method: &str, authority: &str, answer: &Answer, given: &Given<'_>) {
    connected(call, url, answer);
    let mut lines = Vec::new();
    if let Some(certificate) = &answer.certificate {
        lines.push("* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384".to_owned());
        lines.push(format!(
            "* Server certificate:\n*  subject: {}\n*  issuer: {}",
            certificate.subject, certificate.issuer
        ));
        let problem = match certificate.distrust(None, &url.host).filter(|_| given.has("k")) {
            Some(Distrust::SelfSigned) => Some("self-signed certificate (18)"),
            Some(_) => Some("unable to get local issuer certificate (20)"),
            None => None,
        };
        lines.extend(
            problem.map(|problem| format!("*  SSL certificate verify result: {problem}, continuing anyway.")),
        );
    }
    lines.push(format!(
        "> {method} {} HTTP/1.1\n> Host: {authority}\n> User-Agent: curl/8.14.1\n> Accept: */*",
        url.path
    ));
    lines.extend(
        given
            .all("H")
            .filter(|header| !header.to_lowercase().starts_with("host:"))
            .map(|header| format!("> {header}")),
    );
    lines.push("> ".to_owned());
    lines.extend(head(answer).lines().map(|line| format!("< {line}")));
    for line in lines {
        call.error_line(&line);
    }
}

fn show(call: &mut Call<'_>, given: &Given<'_>, url: &Url, answer: &Answer) -> u8 {
    let mut text = String::new();
    if given.has("i") || given.has("I") {
        text.push_str(&head(answer));
    }
    let refused = given.has("f") && answer.status >= 400;
    if !given.has("I") && !refused && method(given) != "HEAD" {
        text.push_str(&answer.body);
    }
    let file = given.value("o").or_else(|| {
        given.has("O").then(|| {
            url.path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or("index.html")
        })
    });
    let mut status = 0;
    match file {
        Some("/dev/null") => {}
        None | Some("-" | "/dev/stdout") => call.print(&text),
        Some(file) => {
            if let Err(fault) = call.session.write_file(file, &text) {
                status = fail(call, given, 23, &format!("Failed to open the file {file}: {fault}"));
            }
        }
    }
    if refused {
        status = fail(call, given, 22, &format!("The requested URL returned error: {}", answer.status));
    }
    written(call, given, url, Some(answer));
    status
}

/// `-w`: a format with `%{name}`.
fn written(call: &mut Call<'_>, given: &Given<'_>, url: &Url, answer: Option<&Answer>) {
    let Some(format) = given.value("w") else { return };
    let mut rest = format;
    let mut made = String::new();
    while let Some((before, after)) = rest.split_once("%{") {
        made.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        rest = after;
        let status = answer.map_or(0, |answer| answer.status);
        let value = match name {
            "http_code" | "response_code" => format!("{status:03}"),
            "remote_ip" => answer.map(|answer| answer.address.to_string()).unwrap_or_default(),
            "remote_port" => answer.map_or(0, |_| url.port).to_string(),
            "size_download" => answer.map_or(0, |answer| answer.body.len()).to_string(),
            "redirect_url" => answer.and_then(|answer| answer.location.clone()).unwrap_or_default(),
            "url_effective" | "url" => format!("{}://{}{}", url.scheme, url.authority(), url.path),
            "content_type" => answer.map_or("", |_| "text/html").to_owned(),
            "method" => method(given).to_owned(),
            "scheme" => url.scheme.to_string(),
            "num_redirects" => "0".to_owned(),
            "exitcode" => u8::from(answer.is_none()).to_string(),
            name if name.starts_with("time_") => "0.002000".to_owned(),
            _ => String::new(),
        };
        made.push_str(&value);
    }
    made.push_str(rest);
    let (text, _) = crate::shell::expand::escape::decode(&made);
    call.print(&text);
}
