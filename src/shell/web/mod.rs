//! HTTP as the shell's clients speak it: a URL, a request, and what comes back.

mod certificate;
mod fetch;
mod page;
mod url;

pub use certificate::Distrust;
pub use fetch::{Answer, Ask, Failure};
pub use url::Url;

/// The words of a status.
pub fn words(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => "Unknown",
    }
}
