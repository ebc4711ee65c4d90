//! Which names a resolver tries for the one it was given, in order: glibc's rules (`res_nsearch`).
//!
//! musl (Alpine) differs in one thing that matters: it stops at an answer without data, glibc goes on.

use super::{name, resolv_conf::ResolvConf};

/// One name to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Absolute.
    pub name: String,
    /// The search domain that was appended, if one was.
    pub domain: Option<String>,
}

/// The names to try until one has an answer. A dot at the end: only that name.
pub fn candidates(given: &str, conf: &ResolvConf) -> Vec<Candidate> {
    let as_is = Candidate { name: name::absolute(given), domain: None };
    if given.ends_with('.') {
        return vec![as_is];
    }
    let searched = conf.search.iter().filter(|domain| !matches!(domain.as_str(), "" | ".")).map(|domain| {
        Candidate { name: name::absolute(&format!("{given}.{domain}")), domain: Some(domain.clone()) }
    });
    let enough_dots = given.matches('.').count() >= conf.ndots();
    let (first, last) = if enough_dots { (Some(as_is), None) } else { (None, Some(as_is)) };
    first.into_iter().chain(searched).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(given: &str, search: &[&str], options: &[&str]) -> Vec<String> {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        let conf = ResolvConf { search: owned(search), options: owned(options), ..ResolvConf::default() };
        candidates(given, &conf).into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn few_dots_search_first_many_dots_search_last() {
        let search = ["shop.svc.cluster.local", "svc.cluster.local"];
        assert_eq!(
            tried("api.example.com", &search, &["ndots:5"]),
            [
                "api.example.com.shop.svc.cluster.local.",
                "api.example.com.svc.cluster.local.",
                "api.example.com."
            ]
        );
        assert_eq!(tried("api.example.com", &search, &["ndots:2"])[0], "api.example.com.");
        assert_eq!(tried("api.example.com", &search, &[])[0], "api.example.com.");
        assert_eq!(tried("web", &search, &["ndots:1"]).last().unwrap(), "web.");
        assert_eq!(tried("web", &["."], &["ndots:5"]), ["web."]);
    }

    #[test]
    fn a_dot_at_the_end_stops_the_search() {
        assert_eq!(tried("api.example.com.", &["svc.cluster.local"], &["ndots:5"]), ["api.example.com."]);
    }
}
