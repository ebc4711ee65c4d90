//! `kubedrill route`: one HTTP request through Ingress or Gateway API.

use std::io;

use serde::Serialize;

use super::{Ended, Input, Stop, Streams, route_text, told, trace::Form};
use crate::network::http::{
    Backend, Entry, Headers, HttpRequest, Missing, Redirect, RequestAtBackend, RouteError, Routed, Routes,
    Scheme,
};

/// Where an HTTP request from outside ends: status, backend, the rule that decided and those that nearly did
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  kubedrill route -f manifests/ --host shop.example --path /cart\n  kubedrill route -f manifests/ --host shop.example --gateway infra/edge -o json\n\nExit codes: 0 answered by a backend or redirected, 1 not or only partly, 2 bad input or usage."
)]
pub struct Route {
    #[command(flatten)]
    pub input: Input,
    /// The host that the client asks for, with :PORT if need be; without it the request names none
    #[arg(long, value_name = "HOST", default_value = "", hide_default_value = true)]
    pub host: String,
    /// The path, with ?QUERY if need be
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub path: String,
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    pub method: String,
    /// http or https
    #[arg(long, value_name = "SCHEME", default_value = "http")]
    pub scheme: String,
    /// A header, NAME:VALUE; may be repeated
    #[arg(long = "header", value_name = "NAME:VALUE")]
    pub headers: Vec<String>,
    /// The port that is dialled; by default that of HOST if a listener has it, or else the scheme's
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The name in the TLS handshake, where it is not HOST
    #[arg(long, value_name = "NAME")]
    pub sni: Option<String>,
    /// Through this Gateway; needed where there are several doors
    #[arg(long, value_name = "NS/NAME", group = "door")]
    pub gateway: Option<String>,
    /// Through the controller of this `IngressClass`
    #[arg(long, value_name = "CLASS", group = "door")]
    pub class: Option<String>,
    /// Through a controller that serves this Ingress and no other
    #[arg(long, value_name = "NS/NAME", group = "door")]
    pub ingress: Option<String>,
    /// Text for people, or JSON
    #[arg(short, long, value_enum, default_value_t = Form::Text)]
    pub output: Form,
}

/// `-o json`, in this order. `backend` and what follows it are the greatest answering share's; `backends` has them all.
#[derive(Serialize)]
struct Json<'a> {
    status: Option<u16>,
    backend: Option<Answering<'a>>,
    redirect: Option<&'a Redirect>,
    request_at_backend: Option<&'a RequestAtBackend>,
    reason: &'a str,
    by: &'a str,
    rule: Option<&'a crate::network::http::Matched>,
    near: &'a [crate::network::http::NearMiss],
    backends: &'a [Backend],
    response_headers: Headers,
    certificate: Option<&'a crate::network::http::Certificate>,
    notes: &'a [String],
    page: &'a str,
}

#[derive(Serialize)]
struct Answering<'a> {
    namespace: &'a str,
    name: &'a str,
    port: Option<u16>,
}

impl Route {
    /// # Errors
    /// When the output can not be written.
    pub fn run(&self, streams: &mut Streams<'_>) -> io::Result<Ended> {
        told(streams, |streams| self.answer(streams))
    }

    fn answer(&self, streams: &mut Streams<'_>) -> Result<Ended, Stop> {
        let (request, entry) = (self.request()?, self.entry()?);
        request.check()?;
        let cluster = self.input.load(streams)?;
        let routed = Routes::compile(&cluster, Missing::Assumed).route(&request, &entry)?;
        match self.output {
            Form::Json => {
                writeln!(
                    streams.out,
                    "{}",
                    serde_json::to_string_pretty(&json(&routed)).unwrap_or_default()
                )?;
            }
            Form::Text => streams
                .out
                .write_all(route_text::text(&request, &routed, streams.colour, streams.columns).as_bytes())?,
        }
        Ok(if routed.is_answered() { Ended::Yes } else { Ended::No })
    }

    fn request(&self) -> Result<HttpRequest, Stop> {
        let scheme = Scheme::read(&self.scheme)
            .ok_or_else(|| Stop::bad(format!("{:?} is no scheme", self.scheme), "use http or https"))?;
        let header = |text: &String| {
            let (name, value) = text
                .split_once(':')
                .ok_or_else(|| Stop::bad(format!("{text:?} is no header"), "write NAME:VALUE"))?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        };
        let headers = self.headers.iter().map(header).collect::<Result<Headers, Stop>>()?;
        if self.port == Some(0) {
            return Err(Stop::bad("0 is no port", "a port is a number from 1 to 65535"));
        }
        Ok(HttpRequest {
            scheme,
            host: self.host.clone(),
            port: self.port,
            sni: self.sni.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            headers,
        })
    }

    fn entry(&self) -> Result<Entry, Stop> {
        if let Some(gateway) = &self.gateway {
            let (namespace, name) = pair(gateway, "--gateway")?;
            return Ok(Entry::Gateway { namespace, name });
        }
        if let Some(ingress) = &self.ingress {
            let (namespace, name) = pair(ingress, "--ingress")?;
            return Ok(Entry::Ingress { namespace, name });
        }
        Ok(self.class.clone().map_or(Entry::Only, Entry::Class))
    }
}

fn pair(text: &str, option: &str) -> Result<(String, String), Stop> {
    let parts = text
        .split_once('/')
        .filter(|(namespace, name)| !namespace.is_empty() && !name.is_empty() && !name.contains('/'));
    let (namespace, name) = parts.ok_or_else(|| {
        Stop::bad(format!("{text:?} is not NAMESPACE/NAME"), format!("write {option} default/web"))
    })?;
    Ok((namespace.to_owned(), name.to_owned()))
}

fn json(routed: &Routed) -> Json<'_> {
    let backend = routed.backend();
    Json {
        status: routed.status,
        backend: backend.map(|one| Answering {
            namespace: &one.target.namespace,
            name: &one.target.name,
            port: one.target.port,
        }),
        redirect: routed.redirect.as_ref(),
        request_at_backend: backend.and_then(|one| one.request.as_ref()),
        reason: &routed.reason,
        by: &routed.by,
        rule: routed.rule.as_ref(),
        near: &routed.near,
        backends: &routed.backends,
        response_headers: routed.at_client(Headers::default()),
        certificate: routed.certificate.as_ref(),
        notes: &routed.notes,
        page: routed.page,
    }
}

impl From<RouteError> for Stop {
    fn from(error: RouteError) -> Self {
        Self::bad(error.message, error.hint)
    }
}
