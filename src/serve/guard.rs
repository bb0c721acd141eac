//! Who may ask: only pages of this preview, opened under a name that is its own.
//!
//! Any site that a browser shows can send requests to this machine, under a name of its own that leads
//! here too. Neither may read the vault.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, Uri, header};

/// The names under which the preview answers.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    names: Vec<String>,
    /// Whether every address of this machine is listened on; then all numbers are fine, since whoever
    /// makes a name lead elsewhere has to use a name.
    any_number: bool,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It asks for a host that we are not.
    Host,
    /// It was sent by a page of another site.
    Origin,
    /// It was sent by a page that has no origin, as that in a sandboxed frame, ours or another's.
    Nobody,
}

impl Hosts {
    /// Allows the usual names of this machine, and the one that was given.
    pub(super) fn new(given: &str, bound: IpAddr) -> Self {
        let usual = ["127.0.0.1", "localhost", "[::1]"].map(str::to_owned);
        let mut names = usual.to_vec();
        names.push(given.to_ascii_lowercase());
        names.push(bracketed(bound));
        Self { names, any_number: bound.is_unspecified() }
    }

    /// Tells whether a request may be answered.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = only(headers, &header::HOST).ok_or(Refusal::Host)?;
        let asked_of = uri.authority().map_or(host, |authority| authority.as_str());
        if !self.allows(host) || !self.allows(asked_of) {
            return Err(Refusal::Host);
        }
        let own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|rest| rest == host);
        match only(headers, &header::ORIGIN) {
            Some("null") => Err(Refusal::Nobody),
            Some(origin) if own_origin(origin) => Ok(()),
            None if !headers.contains_key(header::ORIGIN) => Ok(()),
            _ => Err(Refusal::Origin),
        }
    }

    fn allows(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        let name = name.to_ascii_lowercase();
        let number = || name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
        self.names.contains(&name) || (self.any_number && number())
    }
}

/// Returns the value of a header that must not be there twice.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn without_port(host: &str) -> Option<&str> {
    let name_end =
        if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(name_end);
    let digits = port.strip_prefix(':').unwrap_or(port);
    digits.bytes().all(|digit| digit.is_ascii_digit()).then_some(name)
}

fn bracketed(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, bound: &str, headers: &[(HeaderName, &str)]) -> Result<(), Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value.parse().expect("a value"));
        }
        let hosts = Hosts::new(given, bound.parse().expect("an address"));
        hosts.check(&Uri::from_static("/"), &map)
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let host = |host| check("notes.lan", "127.0.0.1", &[(header::HOST, host)]);
        for good in ["127.0.0.1:1111", "localhost", "LOCALHOST:80", "[::1]:1111", "notes.lan:1111"] {
            assert_eq!(host(good), Ok(()), "{good}");
        }
        let bad =
            ["evil.example", "127.0.0.1.evil.example", "localhost:1111@evil.example", "192.168.0.7", ""];
        for bad in bad {
            assert_eq!(host(bad), Err(Refusal::Host), "{bad}");
        }
        assert_eq!(check("localhost", "127.0.0.1", &[]), Err(Refusal::Host));
        let twice = [(header::HOST, "localhost"), (header::HOST, "localhost")];
        assert_eq!(check("localhost", "127.0.0.1", &twice), Err(Refusal::Host));
    }

    #[test]
    fn all_numbers_are_fine_where_all_addresses_are_listened_on() {
        let host = |host| check("0.0.0.0", "0.0.0.0", &[(header::HOST, host)]);
        assert_eq!(host("192.168.0.7:1111"), Ok(()));
        assert_eq!(host("[fe80::1]:1111"), Ok(()));
        assert_eq!(host("evil.example"), Err(Refusal::Host));
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let origin = |origin| {
            check("localhost", "127.0.0.1", &[(header::HOST, "localhost:1111"), (header::ORIGIN, origin)])
        };
        assert_eq!(origin("http://localhost:1111"), Ok(()));
        for bad in ["http://localhost:2222", "https://evil.example", "http://localhost:1111.evil.example"] {
            assert_eq!(origin(bad), Err(Refusal::Origin), "{bad}");
        }
        assert_eq!(origin("null"), Err(Refusal::Nobody));
        let twice = [
            (header::HOST, "localhost:1111"),
            (header::ORIGIN, "http://localhost:1111"),
            (header::ORIGIN, "null"),
        ];
        assert_eq!(check("localhost", "127.0.0.1", &twice), Err(Refusal::Origin));
    }
}
