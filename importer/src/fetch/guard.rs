//! Keeps addresses of the list from leading to this machine or the network around it.
//!
//! Whoever controls a published address, or the name in it, could else make the importer ask the machine's own services
//! in its place. What is checked is what is connected to: the guard stands where names become addresses, so a name
//! that means something else a moment later gains nothing by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// Resolves names as the system does, and refuses those that lead to an address that is not public.
#[derive(Debug)]
pub(super) struct Guard {
    system: DefaultResolver,
    allowed: Option<String>,
}

impl Guard {
    /// A guard that lets one host lead anywhere: the one that the list names, but not those that it redirects to.
    pub(super) fn new(allowed: Option<String>) -> Self {
        Self { system: DefaultResolver::default(), allowed }
    }
}

/// Why a host was refused.
#[derive(Debug, thiserror::Error)]
#[error(
    "{host} leads to {address}, which is not a public address. If the list names this very host and means it, allow it \
     with allow_private or --allow-private"
)]
pub(super) struct NotPublic {
    host: String,
    address: IpAddr,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if self.allowed.as_deref().is_some_and(|allowed| allowed.eq_ignore_ascii_case(host)) {
            return Ok(found);
        }
        match found.iter().map(|socket| socket.ip()).find(|address| !is_public(*address)) {
            None => Ok(found),
            Some(address) => Err(Error::Other(Box::new(NotPublic { host: host.to_owned(), address }))),
        }
    }
}

/// Whether an address belongs to somebody on the public internet, by IANA's registries of special-purpose addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [224..=255, ..]
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Translated from IPv4: what counts is where the translator sends it.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Protocol assignments and Teredo; documentation; 6to4, which wraps an IPv4 address.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All else that is public lies in 2000::/3; IPv4-mapped, loopback, local and multicast addresses do not.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        for public in
            ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "127.0.0.1",
            "127.8.9.10",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:1.1.1.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }
}
