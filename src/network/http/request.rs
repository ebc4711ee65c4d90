//! The question: one HTTP request from outside, and through which door it comes.

use std::fmt;

use serde::Serialize;

use super::{headers::Headers, host, path};

/// `http` or `https`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    #[default]
    Http,
    Https,
}

/// A request as a client sends it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpRequest {
    pub scheme: Scheme,
    /// The `Host` header; empty when the client names an address only.
    pub host: String,
    /// The port that is dialled; left out: the one in `host` if a listener has it, else the scheme's.
    pub port: Option<u16>,
    /// The name in the TLS handshake; left out: that of `host`.
    pub sni: Option<String>,
    pub method: String,
    /// With its query; begins with `/`.
    pub path: String,
    pub headers: Headers,
}

/// The door.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Entry {
    /// The only one there is, or the only one that knows the host.
    #[default]
    Only,
    Gateway {
        namespace: String,
        name: String,
    },
    /// The controller of an `IngressClass`.
    Class(String),
    /// The controller of this Ingress, as if there were no other.
    Ingress {
        namespace: String,
        name: String,
    },
}

/// Why a question can not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RouteError {
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl RouteError {
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl Scheme {
    pub fn read(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "http" => Some(Self::Http),
            "https" => Some(Self::Https),
            _ => None,
        }
    }

    pub fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

impl HttpRequest {
    /// A GET of a path.
    pub fn get(scheme: Scheme, host: &str, path: &str) -> Self {
        Self {
            scheme,
            host: host.to_owned(),
            method: "GET".to_owned(),
            path: path.to_owned(),
            ..Self::default()
        }
    }

    /// Whether a client could send it.
    ///
    /// # Errors
    /// When a part of it is not what HTTP lets it be.
    pub fn check(&self) -> Result<(), RouteError> {
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let token = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
        };
        if !self.path.starts_with('/') || self.path.chars().any(|one| one.is_control() || one == ' ') {
            return Err(RouteError::new(
                format!("{:?} is no path", self.path),
                "a path begins with / and holds no spaces: write %20",
            ));
        }
        if !plain(&self.host) || self.host.contains('/') {
            return Err(RouteError::new(
                format!("{:?} is no host", self.host),
                "write a name like www.example.com, with :PORT if need be",
            ));
        }
        if self.host.starts_with('*') {
            return Err(RouteError::new(
                format!("{:?} is a pattern: a client asks for one host", self.host),
                "write a name that it should match",
            ));
        }
        if !token(&self.method) {
            return Err(RouteError::new(
                format!("{:?} is no method", self.method),
                "write GET, POST, PUT, ...",
            ));
        }
        match self.headers.canonical().keys().find(|name| !token(name)) {
            Some(name) => {
                Err(RouteError::new(format!("{name:?} is no name of a header"), "write NAME:VALUE"))
            }
            None => Ok(()),
        }
    }

    /// The path without query.
    pub fn bare_path(&self) -> &str {
        path::split(&self.path).0
    }

    pub fn query(&self) -> Option<&str> {
        path::split(&self.path).1
    }

    /// The host as it is compared.
    pub fn bare_host(&self) -> String {
        host::bare(&self.host)
    }

    /// The name in the TLS handshake.
    pub fn server_name(&self) -> String {
        self.sni.as_deref().map_or_else(|| self.bare_host(), host::bare)
    }
}
