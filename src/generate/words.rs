//! Names as they are met in real clusters.

use crate::cluster::Protocol;

/// A part of an application: its name, the port that its containers listen on, and the port's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct App {
    pub name: &'static str,
    pub port: u16,
    pub port_name: &'static str,
    pub protocol: Protocol,
    /// A second label, which several apps share.
    pub tier: &'static str,
}

const fn app(name: &'static str, port: u16, port_name: &'static str, tier: &'static str) -> App {
    App { name, port, port_name, protocol: Protocol::Tcp, tier }
}

pub const APPS: &[App] = &[
    app("frontend", 3000, "http", "web"),
    app("api", 8080, "http", "backend"),
    app("cart", 8081, "http", "backend"),
    app("catalog", 8082, "http", "backend"),
    app("checkout", 9443, "https", "backend"),
    app("db", 5432, "postgres", "data"),
    app("cache", 6379, "redis", "data"),
    app("queue", 5672, "amqp", "data"),
    app("search", 9200, "http", "data"),
    app("mailer", 2525, "smtp", "jobs"),
    app("reports", 8090, "http", "jobs"),
    app("portal", 3001, "http", "web"),
    App { name: "collector", port: 8125, port_name: "statsd", protocol: Protocol::Udp, tier: "ops" },
    App { name: "syslog", port: 5514, port_name: "syslog", protocol: Protocol::Udp, tier: "ops" },
];

/// Namespaces, each with the team that a label of it may name.
pub const NAMESPACES: &[(&str, &str)] = &[
    ("shop", "retail"),
    ("payments", "finance"),
    ("inventory", "logistics"),
    ("billing", "finance"),
    ("orders", "retail"),
    ("monitoring", "platform"),
    ("media", "content"),
    ("staging", "qa"),
];

/// Apps that speak HTTP.
pub fn web_apps() -> Vec<App> {
    APPS.iter().copied().filter(|app| app.port_name == "http").collect()
}
