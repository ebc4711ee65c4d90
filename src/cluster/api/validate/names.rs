//! The rules for names, and what the server says when one is broken: `validation.IsDNS1123Label` and its like.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>

use std::net::IpAddr;

use ipnet::IpNet;

/// A rule: what is wrong with a text, in the server's words; nothing when it is right.
pub type Rule = fn(&str) -> Vec<String>;

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const SEARCH: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const WILDCARD: &str = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const QUALIFIED: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const CONFIG_KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const ADDRESS: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const CIDR: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

fn longest(text: &str, length: usize) -> Option<String> {
    (text.len() > length).then(|| format!("must be no more than {length} characters"))
}

fn said(holds: bool, message: &str) -> Option<String> {
    (!holds).then(|| message.to_owned())
}

/// Letters, digits and what `inner` allows; a letter or digit at both ends.
fn is_word(text: &str, outer: fn(u8) -> bool, inner: fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    bytes.first().copied().is_some_and(outer)
        && bytes.last().copied().is_some_and(outer)
        && bytes.iter().all(|byte| outer(*byte) || inner(*byte))
}

fn lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_label(text: &str) -> bool {
    is_word(text, lower, |byte| byte == b'-')
}

fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

fn is_qualified(text: &str) -> bool {
    is_word(text, |byte| byte.is_ascii_alphanumeric(), |byte| b"-_.".contains(&byte))
}

/// An RFC 1123 label. Names of Services too, from 1.36 on (before: RFC 1035, which begins with a letter).
pub fn label(text: &str) -> Vec<String> {
    longest(text, 63).into_iter().chain(said(is_label(text), LABEL)).collect()
}

pub fn subdomain(text: &str) -> Vec<String> {
    longest(text, 253).into_iter().chain(said(is_subdomain(text), SUBDOMAIN)).collect()
}

/// A domain that names are searched in: one with an underscore, such as `_tcp.example.com`, is good there.
pub fn search_domain(text: &str) -> Vec<String> {
    let is_label =
        |label: &str| is_word(label.strip_prefix('_').unwrap_or(label), lower, |byte| b"-_".contains(&byte));
    longest(text, 253).into_iter().chain(said(text.split('.').all(is_label), SEARCH)).collect()
}

pub fn wildcard(text: &str) -> Vec<String> {
    let good = text.strip_prefix("*.").is_some_and(is_subdomain);
    longest(text, 253).into_iter().chain(said(good, WILDCARD)).collect()
}

/// The key of a label: a name of at most 63 characters, a prefix and a slash before it or not.
pub fn qualified(text: &str) -> Vec<String> {
    let mut parts = text.split('/');
    let (prefix, name) = match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, _) => (None, name),
        (Some(prefix), Some(name), None) => (Some(prefix), name),
        _ => {
            return vec![format!(
                "a qualified name {QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
    };
    let mut messages = Vec::new();
    match prefix {
        Some("") => messages.push("prefix part must be non-empty".to_owned()),
        Some(prefix) => {
            messages.extend(subdomain(prefix).into_iter().map(|why| format!("prefix part {why}")));
        }
        None => {}
    }
    if name.is_empty() {
        messages.push("name part must be non-empty".to_owned());
    }
    messages.extend(longest(name, 63).map(|why| format!("name part {why}")));
    if !is_qualified(name) {
        messages.push(format!("name part {QUALIFIED}"));
    }
    messages
}

pub fn label_value(text: &str) -> Vec<String> {
    longest(text, 63).into_iter().chain(said(text.is_empty() || is_qualified(text), LABEL_VALUE)).collect()
}

pub fn config_key(text: &str) -> Vec<String> {
    let good =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let mut messages: Vec<_> = longest(text, 253).into_iter().chain(said(good, CONFIG_KEY)).collect();
    if text == "." {
        messages.push("must not be '.'".to_owned());
    } else if text.starts_with("..") {
        messages.push(if text == ".." { "must not be '..'" } else { "must not start with '..'" }.to_owned());
    }
    messages
}

pub fn port_number(number: i64) -> Vec<String> {
    said((1..=65_535).contains(&number), "must be between 1 and 65535, inclusive").into_iter().collect()
}

/// A port's name where a name stands for a number: RFC 6335.
pub fn port_name(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let dash_at_end = text.starts_with('-') || text.ends_with('-');
    longest(text, 15)
        .into_iter()
        .chain(said(
            !text.is_empty() && bytes.iter().all(|byte| lower(*byte) || *byte == b'-'),
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        ))
        .chain(said(
            bytes.iter().any(u8::is_ascii_lowercase),
            "must contain at least one letter or number (a-z, 0-9)",
        ))
        .chain(said(!text.contains("--"), "must not contain consecutive hyphens"))
        .chain(said(!dash_at_end, "must not begin or end with a hyphen"))
        .collect()
}

pub fn address(text: &str) -> Vec<String> {
    said(text.parse::<IpAddr>().is_ok(), ADDRESS).into_iter().collect()
}

pub fn cidr(text: &str) -> Vec<String> {
    said(text.parse::<IpNet>().is_ok(), CIDR).into_iter().collect()
}

/// Addresses that mean this host or this link: no traffic is sent to them by a Service.
pub fn not_special(text: &str) -> Vec<String> {
    let Ok(address) = text.parse::<IpAddr>() else { return vec!["must be a valid IP address".to_owned()] };
    let (local, multicast) = match address {
        IpAddr::V4(v4) => (v4.is_link_local(), v4.octets()[..3] == [224, 0, 0]),
        IpAddr::V6(v6) => (v6.is_unicast_link_local(), v6.segments()[0] == 0xff02),
    };
    let mut messages = Vec::new();
    if address.is_unspecified() {
        messages.push(format!("may not be unspecified ({text})"));
    }
    if address.is_loopback() {
        messages.push("may not be in the loopback range (127.0.0.0/8, ::1/128)".to_owned());
    }
    if local {
        messages.push("may not be in the link-local range (169.254.0.0/16, fe80::/10)".to_owned());
    }
    if multicast {
        messages.push("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)".to_owned());
    }
    messages
}
